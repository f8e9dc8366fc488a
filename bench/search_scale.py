"""Speed of search over a large archive of synthetic articles, on SQLite or PostgreSQL.

    python -m bench.search_scale --articles 1000000 --db scale.db [--keep] [--queries 200]

The articles are nonsense with natural frequencies: words of one and two characters drawn by a Zipf-Mandelbrot
law fitted to how many articles of a news archive share a pair of characters (60 % the commonest, 19 % the
100th, 4 % the 1,000th, 0.8 % the 10,000th; at a random place 4-7 %), some 330 distinct pairs an article.
Building feeds the index tables in bulk; the way of a crawl (`index_article`) is measured on top. Queries are
drawn by frequency from the articles and go through `db.search.search`.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, insert, text

from core.model.answer import ArticleQuery, Sort
from core.tokens import (
    INDEX_VERSION,
    Entry,
    entry,
    language_marks,
    month_mark,
    source_mark,
    theme_mark,
    tokenize,
)
from db import search_postgres, search_sqlite
from db.engine import Database, open_database
from db.search import index_article, search
from db.search_tables import docid_time, first_docid, search_doc, search_given
from db.tables import article, revision, tag

NOW = datetime(2026, 4, 2, tzinfo=UTC)
DAYS = 730
THEMES = tuple(f"theme-{n}" for n in range(17))
SOURCES = tuple(f"outlet-{n}" for n in range(40))
BATCH = 1000


class Prose:
    """Nonsense with natural frequencies; the same for the same seed."""

    def __init__(self, seed: int = 5) -> None:
        self._random = np.random.default_rng(seed)
        # The first level of GB 2312: the 3,755 commonest characters.
        level = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
        chars = np.array([char for code in level if (char := code.decode("gb2312", "ignore"))])
        self._random.shuffle(chars)
        drawn = self._random.choice(len(chars), size=(40_000, 2), p=_law(len(chars), 30, 1.1))
        self._words = np.concatenate([chars[:300], np.array([chars[a] + chars[b] for a, b in drawn])])
        single, double = _law(300, 5, 1.0) * 0.15, _law(40_000, 10, 0.95) * 0.85
        self._sums = np.cumsum(np.concatenate([single, double]))

    def articles(self, count: int) -> list[tuple[str, str]]:
        """Title and text of about 12 and 600 characters; an article keeps to a hundred words of its own."""
        own = np.searchsorted(self._sums, self._random.random((count, 120)) * self._sums[-1])
        drawn = np.take_along_axis(own, self._random.integers(0, 120, size=(count, 307)), axis=1)
        words: npt.NDArray[np.str_] = self._words[drawn]
        clauses = [["".join(row[at : at + 6]) for at in range(7, 307, 6)] for row in words]
        return [("".join(row[:7]), "，".join(body)) for row, body in zip(words, clauses, strict=True)]


def _law(size: int, shift: float, slope: float) -> npt.NDArray[np.float64]:
    weights = (np.arange(size) + 1.0 + shift) ** -slope
    return np.asarray(weights / weights.sum())


@dataclass(frozen=True, slots=True)
class Made:
    """An article as made: its place in time and what is said about it."""

    article_id: int
    docid: int
    title: str
    text: str
    themes: tuple[str, ...]
    source_id: str
    language: str


def made(count: int, seed: int = 5) -> Iterator[list[Made]]:
    """Batches over `DAYS` days up to `NOW`, oldest first; three of ten have a theme, unevenly."""
    prose, random = Prose(seed), np.random.default_rng(seed + 1)
    step = timedelta(days=DAYS) / max(count, 1)
    shares = _law(len(THEMES), 1, 1.0)
    for start in range(0, count, BATCH):
        size = min(BATCH, count - start)
        batch = []
        for number, (title, body) in enumerate(prose.articles(size), start=start):
            themed = random.random() < 0.3
            batch.append(
                Made(
                    article_id=number + 1,
                    docid=first_docid(NOW - step * (count - number)) + number % 256,
                    title=title,
                    text=body,
                    themes=(THEMES[int(random.choice(len(THEMES), p=shares))],) if themed else (),
                    source_id=SOURCES[number % len(SOURCES)],
                    language="zh-Hans" if number % 3 else "zh-Hant",
                )
            )
        yield batch


def build(database: Database, count: int, seed: int = 5) -> float:
    """Fill an empty database; seconds per article."""
    started = time.perf_counter()
    fill = _fill_sqlite if database.engine.dialect.name == "sqlite" else _fill_postgres
    for batch in made(count, seed):
        with database.write() as conn:
            _fill_articles(conn, batch)
            fill(conn, [(each.docid, _entry(each)) for each in batch])
        if batch[-1].article_id % 50_000 == 0:
            print(
                f"  {batch[-1].article_id} articles, {time.perf_counter() - started:.0f} s", file=sys.stderr
            )
    with database.write() as conn:
        conn.execute(text("ANALYZE"))
    return (time.perf_counter() - started) / max(count, 1)


def _entry(each: Made) -> Entry:
    """As core.tokens.entry makes it; the texts are Simplified and have no regional words."""
    marks = [*map(theme_mark, each.themes), source_mark(each.source_id), *language_marks(each.language)]
    return replace(
        entry("", "", [*marks, month_mark(docid_time(each.docid))]),
        title=tokenize(each.title).tokens,
        body=tokenize(each.text).tokens,
        title_chars=tuple(set(each.title)),
        body_chars=tuple(set(each.text) - {"，"}),
    )


def _fill_articles(conn: Connection, batch: list[Made]) -> None:
    for table, row in ((article, _article), (revision, _revision), (search_doc, _document)):
        conn.execute(insert(table), [row(each) for each in batch])
    tags = [_tag(each, theme) for each in batch for theme in each.themes]
    if tags:
        conn.execute(insert(tag), tags)


def _article(each: Made) -> dict[str, object]:
    at = docid_time(each.docid)
    return {
        "id": each.article_id,
        "url_key": f"{each.article_id:032x}",
        "url": f"https://bench.example/{each.article_id}",
        "source_id": each.source_id,
        "revision": 1,
        "title": each.title,
        "language": each.language,
        "undated": False,
        "published": at,
        "first_seen": at,
        "last_seen": at,
    }


def _revision(each: Made) -> dict[str, object]:
    at = docid_time(each.docid)
    about = {"article_id": each.article_id, "number": 1, "valid_from": at, "fetched_at": at}
    made_by = {"signature_version": 1, "extractor": 1, "authors": (), "dates": ()}
    return {**about, **made_by, "title": each.title, "text": each.text}


def _document(each: Made) -> dict[str, object]:
    return {
        "docid": each.docid,
        "article_id": each.article_id,
        "version": INDEX_VERSION,
        "source_id": each.source_id,
        "language": each.language,
        "themes": " ".join(each.themes),
    }


def _tag(each: Made, theme: str) -> dict[str, object]:
    truth = {"score": 0.9, "verdict": "rule", "valid_from": docid_time(each.docid), "evidence": ()}
    return {"article_id": each.article_id, "theme": theme, **truth}


def _fill_sqlite(conn: Connection, entries: list[tuple[int, Entry]]) -> None:
    given = [(docid, search_sqlite.columns(each)) for docid, each in entries]
    conn.execute(search_sqlite.ADD, [{"docid": docid, **each} for docid, each in given])
    packed = [{"docid": docid, "packed": search_sqlite.pack(each)} for docid, each in given]
    conn.execute(insert(search_given), packed)


def _fill_postgres(conn: Connection, entries: list[tuple[int, Entry]]) -> None:
    for docid, each in entries:
        search_postgres.add(conn, docid, each)


@dataclass(frozen=True, slots=True)
class Speed:
    """Milliseconds of one kind of question. `matches`: the mean count, capped."""

    name: str
    median: float
    p95: float
    matches: float


def measure(database: Database, queries: int, seed: int = 7) -> list[Speed]:
    """Each kind of question asked with as many texts drawn by their frequency; the first few warm up."""
    random = np.random.default_rng(seed)
    with database.read() as conn:
        texts = _some_texts(conn, queries * 3, random)
    pairs = [body[at : at + 2] for body in texts for at in [int(random.integers(0, len(body) - 2))]]
    pairs = [pair for pair in pairs if "，" not in pair][:queries]
    chars = [pair[0] for pair in pairs]
    recent = ArticleQuery(themes=(THEMES[1],), since=NOW - timedelta(days=90), copies=False)
    kinds = (
        ("theme and 90 days, by date", pairs, recent),
        ("theme and 90 days, by relevance", pairs, replace(recent, sort=Sort.RELEVANCE)),
        ("all, by date", pairs, ArticleQuery()),
        ("all, by relevance", pairs, ArticleQuery(sort=Sort.RELEVANCE)),
        ("one character, by date", chars, ArticleQuery()),
        ("two words, by date", [f"{a} {b}" for a, b in pairwise(pairs)], ArticleQuery()),
    )
    return [_timed(database, *kind) for kind in kinds]


def _timed(database: Database, name: str, asked: list[str], query: ArticleQuery) -> Speed:
    times: list[float] = []
    counts: list[int] = []
    for words in asked[:10] + asked:
        with database.read() as conn:
            started = time.perf_counter()
            found = search(conn, replace(query, text=words), NOW)
            times.append((time.perf_counter() - started) * 1000)
            counts.append(found.total)
    times = times[10:]
    return Speed(name, statistics.median(times), float(np.quantile(times, 0.95)), statistics.fmean(counts))


def like_seconds(database: Database) -> float:
    """How long it takes to count what a pattern finds without an index."""
    with database.read() as conn:
        started = time.perf_counter()
        conn.execute(text("SELECT count(*) FROM revision WHERE text LIKE '%甲乙%'")).scalar()
        return time.perf_counter() - started


def insertion(database: Database, count: int = 500) -> float:
    """Seconds per article on the way that a crawl takes, into the full index; rolled back."""
    more = [each for batch in made(count, 11) for each in batch]
    with database.write() as conn:
        top = conn.execute(text("SELECT max(id) FROM article")).scalar_one()
        new = [replace(each, article_id=top + each.article_id) for each in more]
        savepoint = conn.begin_nested()
        conn.execute(insert(article), [_article(each) for each in new])
        started = time.perf_counter()
        for each in new:
            facts = (each.themes, each.source_id, each.language, docid_time(each.docid))
            index_article(conn, each.article_id, each.title, each.text, *facts)
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
        print(f"{'':34}{'median':>9}{'p95':>9} ms {'matches':>9}")
        for each in speeds:
            print(f"{each.name:34}{each.median:9.1f}{each.p95:9.1f}    {each.matches:9.0f}")
        print(f"count by LIKE: {like_seconds(database) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
