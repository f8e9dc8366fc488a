"""Time of the whole step an article, from folding to commit, with few and with many signatures stored.

    python -m bench.dedup_scale [--signatures 10000 1000000] [--articles 400] [--db postgresql://...]

The stored signatures are random keys, which is what most keys are to a new article, written in random order,
as they come in a crawl. Read the times as ratios. One article in ten is a copy of one before it. Without
--db a SQLite file in a temporary folder; a database that is given must be empty.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sqlalchemy import func, select, text

from db.archive import fingerprint_keys
from db.archive.articles import store_article
from db.engine.database import Database, open_database
from db.schema.tables import fingerprint_key
from pipelines.offline.dedupe_files import Document, article_of
from pipelines.stages.duplicates import Duplicates
from seedwatch.core.duplicates.fingerprint import fingerprint_of
from seedwatch.core.duplicates.shingles import KEYS
from seedwatch.core.model.article import TaggedArticle

#: Ids of the stored signatures begin here, out of the way of the articles that are measured.
FILLER = 10_000_000
#: Articles a transaction.
BATCH = 50
#: Signatures written at a time: in order of their keys among themselves, as a crawl's batches are not.
CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds an article: folding and signature, whole step (processor, and by the clock), keys.

    size: bytes of the table of keys a signature.
    """

    stored: int
    fingerprint_of: float
    step: float
    clock: float
    keys: float
    size: float


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--signatures", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--db", help="an empty database instead of a temporary file")
    given = parser.parse_args()
    timings: list[Timing] = []
    with _opened(given.db) as database:
        for stored in given.signatures:
            fill(database, stored)
            timings.append(measure(database, stored, given.articles, len(timings)))
            print(told(timings[-1]), flush=True)
    print(f"last / first: {timings[-1].step / timings[0].step:.2f}")


def told(each: Timing) -> str:
    return (
        f"{each.stored:>9,} signatures: {each.step:.2f} ms an article ({1000 / each.step:.0f} a second; "
        f"{each.clock:.2f} by the clock), of it folding {each.sign:.2f}, keys {each.keys:.2f}; "
        f"{each.size:.0f} bytes a signature"
    )


@contextmanager
def _opened(url: str | None) -> Iterator[Database]:
    with (
        tempfile.TemporaryDirectory() as folder,
        open_database(url or f"sqlite:///{Path(folder) / 'scale.db'}") as database,
    ):
        yield database


def fill(database: Database, stored: int) -> None:
    """Random keys, until there are those of `stored` signatures."""
    with database.read() as conn:
        there = int(
            conn.execute(select(func.count(func.distinct(fingerprint_key.c.article_id)))).scalar_one()
        )
    rng = np.random.default_rng(there)
    for start in range(there, stored, CHUNK):
        count = min(CHUNK, stored - start)
        keys = np.sort(rng.integers(-(2**63), 2**63, count * KEYS, dtype=np.int64))
        owners = rng.permutation(np.repeat(np.arange(count) + FILLER + start, KEYS))
        _write(database, keys.tolist(), owners.tolist())
    database.optimize()
    if not database.path:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            conn.execute(text("VACUUM ANALYZE fingerprint_key"))


def _write(database: Database, keys: list[int], owners: list[int]) -> None:
    with database.write() as conn:
        if database.path:
            rows = list(zip(keys, owners, strict=True))
            conn.exec_driver_sql(
                "INSERT OR IGNORE INTO fingerprint_key (key, article_id) VALUES (?, ?)", rows
            )
        else:
            both = "unnest(%s::bigint[]), unnest(%s::bigint[])"
            conn.exec_driver_sql(
                f"INSERT INTO fingerprint_key SELECT {both} ON CONFLICT DO NOTHING", (keys, owners)
            )


def measure(database: Database, stored: int, articles: int, turn: int) -> Timing:
    """turn: each measures articles of its own."""
    texts = list(_texts(articles, turn))
    for title, written in texts[:20]:
        fingerprint_of(title, written)
    return _timed(database, stored, texts, turn * articles)


def _timed(database: Database, stored: int, texts: list[tuple[str, str]], first: int) -> Timing:
    duplicates = Duplicates()
    signing = step = keys = clock = 0.0
    for start in range(0, len(texts), BATCH):
        began, seen = time.process_time(), time.perf_counter()
        documents = [Document("", *each) for each in texts[start : start + BATCH]]
        made = [
            article_of(each, fingerprint_of(each.title, each.text), first + start + n)
            for n, each in enumerate(documents)
        ]
        signing += time.process_time() - began
        with database.write() as conn:
            for article in made:
                place = duplicates.place(conn, article)
                done = store_article(conn, TaggedArticle(article, ()), None, place)
                duplicates.remember(conn, article, place, done)
        step += time.process_time() - began
        clock += time.perf_counter() - seen
        with database.read() as conn:
            began = time.process_time()
            for article in made:
                fingerprint_keys.candidates(conn, article.fingerprint)
            keys += time.process_time() - began
    each = 1000 / len(texts)
    return Timing(stored, signing * each, step * each, clock * each, keys * each, _size(database) / stored)


def _size(database: Database) -> int:
    """Bytes of the keys; on SQLite of the whole file, which holds little else."""
    if database.path:
        return database.path.stat().st_size
    with database.read() as conn:
        return int(conn.execute(text("SELECT pg_total_relation_size('fingerprint_key')")).scalar_one())


def _texts(count: int, seed: int) -> Iterator[tuple[str, str]]:
    rng = random.Random(seed)
    letters = [chr(code) for code in rng.sample(range(0x4E00, 0x7F00), 1500)]
    written: list[str] = []
    for n in range(count):
        text = "".join("，" if k % 13 == 12 else rng.choice(letters) for k in range(1300))
        if n % 10 == 9:
            text = rng.choice(written) + "（完）"
        written.append(text)
        yield text[:20], text


if __name__ == "__main__":
    main()
