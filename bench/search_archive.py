"""A large archive of synthetic articles for bench.search_scale, built in bulk.

The articles are nonsense with natural frequencies: words of one and two characters drawn by a Zipf-Mandelbrot
law fitted to how many articles of a news archive share a pair of characters (60 % the commonest, 19 % the
100th, 4 % the 1,000th, 0.8 % the 10,000th; at a random place 4-7 %), some 330 distinct pairs an article.

Tokens are made by `seedwatch.core.search.tokens.index_terms` in worker processes, and go into the tables that a
crawl fills, in large transactions (PostgreSQL: by COPY, its token index made afterwards).
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, insert, text

from db.engine.database import Database
from db.schema.search_tables import docid_time, first_docid, search_doc, search_given
from db.schema.tables import article, revision, tag
from db.search import postgres, sqlite
from seedwatch.core.search.tokens import (
    INDEX_VERSION,
    index_terms,
    language_filters,
    month_filter,
    source_filter,
    text_terms,
    theme_filter,
)

NOW = datetime(2026, 4, 2, tzinfo=UTC)
DAYS = 730
THEMES = tuple(f"theme-{n}" for n in range(17))
SOURCES = tuple(f"outlet-{n}" for n in range(40))
BATCH = 2000
WORKERS = 2

#: By name of table.
Rows = dict[str, list[dict[str, Any]]]
TABLES = (article, revision, tag, search_doc)


class Prose:
    """Nonsense with natural frequencies; the same for the same seed and batch."""

    def __init__(self, seed: int = 5) -> None:
        self._seed = seed
        random = np.random.default_rng(seed)
        # The first level of GB 2312: the 3,755 commonest characters.
        level = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
        chars = np.array([char for code in level if (char := code.decode("gb2312", "ignore"))])
        random.shuffle(chars)
        drawn = random.choice(len(chars), size=(40_000, 2), p=_law(len(chars), 30, 1.1))
        self._words = np.concatenate([chars[:300], np.array([chars[a] + chars[b] for a, b in drawn])])
        single, double = _law(300, 5, 1.0) * 0.15, _law(40_000, 10, 0.95) * 0.85
        self._sums = np.cumsum(np.concatenate([single, double]))

    def articles(self, count: int, batch: int = 0) -> list[tuple[str, str]]:
        """Title and text of about 12 and 600 characters; an article keeps to a hundred words of its own."""
        random = np.random.default_rng((self._seed, batch))
        own = np.searchsorted(self._sums, random.random((count, 120)) * self._sums[-1])
        drawn = np.take_along_axis(own, random.integers(0, 120, size=(count, 307)), axis=1)
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


_prose = cache(Prose)


@dataclass(frozen=True, slots=True)
class Share:
    """Articles number `start` to `start + size` of `count`, over `DAYS` days up to `NOW`, oldest first."""

    count: int
    start: int
    size: int
    seed: int = 5


def shares(count: int, seed: int = 5) -> list[Share]:
    return [Share(count, at, min(BATCH, count - at), seed) for at in range(0, count, BATCH)]


def made(share: Share) -> list[Made]:
    """Three of ten have a theme, unevenly."""
    prose = _prose(share.seed).articles(share.size, share.start)
    random = np.random.default_rng((share.seed + 1, share.start))
    themed = random.random(share.size) < 0.3
    themes = random.choice(len(THEMES), size=share.size, p=_law(len(THEMES), 1, 1.0))
    step = timedelta(days=DAYS) / max(share.count, 1)
    return [
        Made(
            article_id=number + 1,
            docid=first_docid(NOW - step * (share.count - number)) + number % 256,
            title=title,
            text=body,
            themes=(THEMES[int(themes[place])],) if themed[place] else (),
            source_id=SOURCES[number % len(SOURCES)],
            language="zh-Hans" if number % 3 else "zh-Hant",
        )
        for place, (number, (title, body)) in enumerate(enumerate(prose, start=share.start))
    ]


def build(database: Database, count: int, seed: int = 5) -> float:
    """Fill an empty database; seconds per article."""
    started = time.perf_counter()
    fill = _fill_sqlite if database.engine.dialect.name == "sqlite" else _fill_postgres
    with database.write() as conn:
        _prepare(conn)
    for done, rows in enumerate(_in_workers(shares(count, seed), database.engine.dialect.name), start=1):
        with database.write() as conn:
            for table in TABLES:
                conn.execute(insert(table), rows[table.name])
            fill(conn, rows)
        if done % 25 == 0:
            print(f"  {done * BATCH:,} articles, {time.perf_counter() - started:.0f} s", file=sys.stderr)
    with database.write() as conn:
        _finish(conn)
    return (time.perf_counter() - started) / max(count, 1)


def _in_workers(parts: list[Share], dialect: str) -> Iterator[Rows]:
    """The rows of each part, in order; a few parts ahead of whoever takes them."""
    with ProcessPoolExecutor(WORKERS, multiprocessing.get_context("spawn")) as pool:
        waiting: list[Future[Rows]] = []
        for part in parts:
            waiting.append(pool.submit(rows_of, part, dialect))
            if len(waiting) > 2 * WORKERS:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()


def rows_of(share: Share, dialect: str) -> Rows:
    """What is written for a part, by table."""
    batch = made(share)
    rows = {
        "article": [article_row(each) for each in batch],
        "revision": [_revision(each) for each in batch],
        "tag": [_tag(each, theme) for each in batch for theme in each.themes],
        "search_doc": [_document(each) for each in batch],
    }
    entries = [(each.docid, index_terms(text_terms(each.title, each.text), _filters(each))) for each in batch]
    if dialect != "sqlite":
        rows["search_vector"] = [postgres.row(docid, each) for docid, each in entries]
        return rows
    given = [(docid, sqlite.columns(each)) for docid, each in entries]
    rows["search_index"] = [{"docid": docid, **each} for docid, each in given]
    rows["search_given"] = [{"docid": docid, "packed": sqlite.pack(each)} for docid, each in given]
    return rows


def _filters(each: Made) -> list[str]:
    known = (*map(theme_filter, each.themes), source_filter(each.source_id), *language_filters(each.language))
    return [*known, month_filter(docid_time(each.docid))]


def _fill_sqlite(conn: Connection, rows: Rows) -> None:
    conn.execute(sqlite.ADD, rows["search_index"])
    conn.execute(insert(search_given), rows["search_given"])


def _fill_postgres(conn: Connection, rows: Rows) -> None:
    cursor: Any = conn.connection.cursor()
    with cursor.copy('COPY search_vector(docid, "long", tokens) FROM STDIN') as copy:
        for row in rows["search_vector"]:
            copy.write_row((row["docid"], row["long"], row["tokens"]))


def _prepare(conn: Connection) -> None:
    """Larger pieces at a time, for both engines."""
    if conn.dialect.name == "sqlite":
        conn.execute(text("INSERT INTO search_index(search_index, rank) VALUES ('hashsize', 64000000)"))
        return
    conn.execute(text("DROP INDEX ix_search_vector_tokens"))


#: As the migrations leave it.
_TOKEN_INDEX = "CREATE INDEX ix_search_vector_tokens ON search_vector USING gin (tokens)"


def _finish(conn: Connection) -> None:
    """As users have it: the index whole, the settings their own, the planner's statistics up to date."""
    if conn.dialect.name == "sqlite":
        conn.execute(text("INSERT INTO search_index(search_index, rank) VALUES ('hashsize', 1048576)"))
    else:
        conn.execute(text("SET LOCAL maintenance_work_mem = '1GB'"))
        conn.execute(text(_TOKEN_INDEX))
    conn.execute(text("ANALYZE"))


def article_row(each: Made) -> dict[str, object]:
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
    made_by = {"fingerprint_version": 1, "extractor": 1, "authors": (), "dates": ()}
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
