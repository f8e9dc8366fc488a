"""Speed of search over a large archive of synthetic articles, on SQLite or PostgreSQL.

    python -m bench.search_scale --articles 1000000 --db scale.db [--keep] [--queries 200]

Queries are drawn by frequency from the articles (bench.search_archive) and go through `db.search.query.search`; the
way of a crawl into the index (`index_article`) is measured on top.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, insert, text

from bench.search_archive import THEMES, article_row, build, made, shares
from db.engine.database import Database, open_database
from db.schema.search_tables import docid_time
from db.schema.tables import article
from db.search.index import IndexedArticle, index_article
from db.search.query import search
from seedwatch.core.model.answer import ArticleQuery, Sort
from seedwatch.core.search.tokens import text_terms


@dataclass(frozen=True, slots=True)
class Speed:
    """Milliseconds of one kind of question. own: the 95 % quantile of processor time, which other work on the
    machine lengthens less; the server's is in it where Linux tells. matches: the mean count, capped.
    """

    name: str
    median: float
    p95: float
    own: float
    matches: float


def measure(database: Database, queries: int, seed: int = 7) -> list[Speed]:
    """Each kind of question asked with as many texts drawn by their frequency; the first few warm up."""
    random = np.random.default_rng(seed)
    with database.read() as conn:
        texts = _some_texts(conn, queries * 3, random)
        now = docid_time(conn.execute(text("SELECT max(docid) FROM search_doc")).scalar_one())
    pairs = [body[at : at + 2] for body in texts for at in [int(random.integers(0, len(body) - 2))]]
    pairs = [pair for pair in pairs if "，" not in pair][:queries]
    chars = [pair[0] for pair in pairs]
    recent = ArticleQuery(themes=(THEMES[1],), since=now - timedelta(days=90), copies=False)
    kinds = (
        ("theme and 90 days, by date", pairs, recent),
        ("theme and 90 days, by relevance", pairs, replace(recent, sort=Sort.RELEVANCE)),
        ("all, by date", pairs, ArticleQuery()),
        ("all, by relevance", pairs, ArticleQuery(sort=Sort.RELEVANCE)),
        ("one character, by date", chars, ArticleQuery()),
        ("two words, by date", [f"{a} {b}" for a, b in pairwise(pairs)], ArticleQuery()),
    )
    return [_timed(database, now, *kind) for kind in kinds]


def _timed(database: Database, now: datetime, name: str, asked: list[str], query: ArticleQuery) -> Speed:
    times: list[float] = []
    own: list[float] = []
    counts: list[int] = []
    for words in asked[:10] + asked:
        with database.read() as conn:
            started, busy = time.perf_counter(), _busy(conn)
            found = search(conn, replace(query, text=words), now)
            times.append((time.perf_counter() - started) * 1000)
            own.append((_busy(conn) - busy) * 1000)
            counts.append(found.total)
    p95, own_p95 = (float(np.quantile(each[10:], 0.95)) for each in (times, own))
    return Speed(name, statistics.median(times[10:]), p95, own_p95, statistics.fmean(counts))


def _busy(conn: Connection) -> float:
    """Seconds of processor time of this process, and of PostgreSQL's for this connection."""
    if conn.dialect.name == "sqlite":
        return time.process_time()
    driver: Any = conn.connection.driver_connection
    told = Path(f"/proc/{driver.info.backend_pid}/schedstat")
    served = int(told.read_text().split()[0]) / 1e9 if told.exists() else 0.0
    return time.process_time() + served


def like_seconds(database: Database) -> float:
    """How long it takes to count what a pattern finds without an index."""
    with database.read() as conn:
        started = time.perf_counter()
        conn.execute(text("SELECT count(*) FROM revision WHERE text LIKE '%甲乙%'")).scalar()
        return time.perf_counter() - started


def insertion(database: Database, count: int = 500) -> float:
    """Seconds per article on the way that a crawl takes, into the full index; rolled back."""
    more = [each for share in shares(count, 11) for each in made(share)]
    with database.write() as conn:
        top = conn.execute(text("SELECT max(id) FROM article")).scalar_one()
        new = [replace(each, article_id=top + each.article_id) for each in more]
        savepoint = conn.begin_nested()
        conn.execute(insert(article), [article_row(each) for each in new])
        started = time.perf_counter()
        for each in new:
            facts = (tuple(each.themes), each.source_id, each.language, docid_time(each.docid))
            index_article(conn, IndexedArticle(each.article_id, text_terms(each.title, each.text), *facts))
        seconds = time.perf_counter() - started
        savepoint.rollback()
    return seconds / count


def index_bytes(database: Database, count: int) -> float:
    """Bytes per article of everything that search adds to the archive."""
    if database.engine.dialect.name == "sqlite":
        question = "SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%search%'"
    else:
        tables = "relname LIKE 'search%' AND relkind = 'r'"
        question = f"SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE {tables}"
    with database.read() as conn:
        return float(conn.execute(text(question)).scalar_one()) / count


def _some_texts(conn: Connection, count: int, random: np.random.Generator) -> list[str]:
    top = conn.execute(text("SELECT max(id) FROM article")).scalar_one()
    ids = random.integers(1, top + 1, size=count)
    one = text("SELECT text FROM revision WHERE article_id = :id")
    return [conn.execute(one, {"id": int(each)}).scalar_one() for each in ids]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.search_scale", description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--db", default="search_scale.db", help="file or URL of an empty database")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--keep", action="store_true", help="measure a database that was built before")
    options = parser.parse_args()
    with open_database(options.db, synchronous="OFF") as database:
        if not options.keep:
            print(f"built at {build(database, options.articles) * 1000:.2f} ms an article")
        print(f"index: {index_bytes(database, options.articles):,.0f} bytes an article")
        print(f"a crawl's way: {insertion(database) * 1000:.2f} ms an article")
        speeds = measure(database, options.queries)
        like = like_seconds(database) * 1000
        print(f"count by LIKE: {like:.0f} ms")
        print(f"{'':34}{'median':>9}{'p95':>9}{'own p95':>9} ms {'matches':>9}{'LIKE / median':>15}")
        for each in speeds:
            figures = f"{each.median:9.1f}{each.p95:9.1f}{each.own:9.1f}    {each.matches:9.0f}"
            print(f"{each.name:34}{figures}{like / each.median:14.0f}x")


if __name__ == "__main__":
    main()
