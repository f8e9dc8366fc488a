"""Time of the whole step an article, from folding to commit, with few and with many signatures stored.

python -m bench.dedup_scale [--signatures 10000 1000000] [--articles 400]

The stored signatures are random keys, which is what most keys are to a new article. Read the times as ratios.
One article in ten is a copy of one before it.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from core.model.article import Article, TaggedArticle
from core.model.text import Language
from core.similar import sign
from core.similar.shingles import KEYS
from core.urls import url_key
from db import bands
from db.articles import store_article
from db.engine import Database, open_database
from pipelines.duplicate import Duplicates

#: Ids of the stored signatures begin here, out of the way of the articles that are measured.
FILLER = 10_000_000
BATCH = 50
_START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Timing:
    """Processor time an article, ms: folding and signature, whole step, keys; bytes a signature."""

    stored: int
    sign: float
    step: float
    keys: float
    size: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--signatures", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--articles", type=int, default=400)
    given = parser.parse_args()
    timings = [measure(stored, given.articles) for stored in given.signatures]
    for each in timings:
        print(
            f"{each.stored:>9,} signatures: {each.step:.2f} ms an article ({1000 / each.step:.0f} a second), "
            f"of it folding {each.sign:.2f}, keys {each.keys:.2f}; {each.size:.0f} bytes a signature"
        )
    print(f"last / first: {timings[-1].step / timings[0].step:.2f}")


def measure(stored: int, articles: int) -> Timing:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scale.db"
        with open_database(f"sqlite:///{path}") as database:
            before = path.stat().st_size
            fill(database, stored)
            size = (path.stat().st_size - before) / stored
            return _timed(database, stored, size, list(_texts(articles)))


def fill(database: Database, stored: int) -> None:
    """Random keys, in the order of the table."""
    keys = np.sort(np.random.default_rng(5).integers(-(2**63), 2**63, stored * KEYS, dtype=np.int64))
    owners = np.random.default_rng(6).integers(FILLER, FILLER + stored, len(keys))
    with database.write() as conn:
        for start in range(0, len(keys), 100_000):
            part = slice(start, start + 100_000)
            rows = list(zip(keys[part].tolist(), owners[part].tolist(), strict=True))
            conn.exec_driver_sql("INSERT OR IGNORE INTO band (key, article_id) VALUES (?, ?)", rows)
    with database.engine.connect() as conn:
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _timed(database: Database, stored: int, size: float, texts: list[tuple[str, str]]) -> Timing:
    duplicates = Duplicates()
    for title, text in texts[:20]:
        sign(title, text)
    signing = step = keys = 0.0
    for start in range(0, len(texts), BATCH):
        began = time.process_time()
        made = [_article(start + n, *each) for n, each in enumerate(texts[start : start + BATCH])]
        signing += time.process_time() - began
        with database.write() as conn:
            for article in made:
                place = duplicates.place(conn, article)
                done = store_article(conn, TaggedArticle(article, ()), None, place)
                duplicates.remember(conn, article, place, done)
        step += time.process_time() - began
        with database.read() as conn:
            began = time.process_time()
            for article in made:
                bands.candidates(conn, article.signature)
            keys += time.process_time() - began
    each = 1000 / len(texts)
    return Timing(stored, signing * each, step * each, keys * each, size)


def _texts(count: int) -> Iterator[tuple[str, str]]:
    rng = random.Random(3)
    letters = [chr(code) for code in rng.sample(range(0x4E00, 0x7F00), 1500)]
    written: list[str] = []
    for n in range(count):
        text = "".join("，" if k % 13 == 12 else rng.choice(letters) for k in range(1300))
        if n % 10 == 9:
            text = rng.choice(written) + "（完）"
        written.append(text)
        yield text[:20], text


def _article(number: int, title: str, text: str) -> Article:
    url = f"https://outlet.example/{number}"
    return Article(
        url=url,
        canonical_url=url,
        url_key=url_key(url),
        source_id="",
        fetched_at=_START + timedelta(seconds=number),
        title=title,
        text=text,
        authors=(),
        published=None,
        dates=(),
        language=Language.ZH_HANT,
        image=None,
        section=None,
        signature=sign(title, text),
        encoding="",
        method="",
        extractor=0,
    )


if __name__ == "__main__":
    main()
