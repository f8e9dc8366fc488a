"""Folding and search: slices of stored articles found in either script, speed and idempotence of folding."""

from __future__ import annotations

import json
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from opencc import OpenCC

from bench.rows import Row
from db.engine.database import Database, open_database
from db.schema.search_tables import LEAST_DOCID, MOST_DOCID, first_docid
from db.search.engines import engine_of
from db.search.index import IndexedArticle, index_article
from db.search.request import build_request
from seedwatch.core.chinese.folding import fold_chars
from seedwatch.core.chinese.regional_folding import fold_region
from seedwatch.core.model.answer import ArticleQuery
from seedwatch.core.search.tokens import text_terms, tokenize, words_and_runs

SLICES = 500
ARTICLES = 600
NOW = datetime(2026, 4, 2, tzinfo=UTC)
_HAN = re.compile(r"[\u4e00-\u9fff]{6,}")


@dataclass(frozen=True, slots=True)
class Text:
    title: str
    body: str
    language: str


def rows(data: Path) -> list[Row]:
    """Figures over the duplicates' texts; every second one is held out and measured under that name."""
    texts = list(_chinese(data / "dedup" / "docs.jsonl"))
    found: list[Row] = []
    for half, name in ((texts[::2], ""), (texts[1::2], ", held out")):
        found += _findings(half[:ARTICLES], name)
    return found + _folding(texts)


def _chinese(path: Path) -> Iterator[Text]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            doc = json.loads(line)
            if doc["lang"].startswith("zh") and _HAN.search(doc["text"]):
                yield Text(doc["title"], doc["text"], doc["lang"])


def _findings(texts: Sequence[Text], name: str) -> list[Row]:
    slices = list(_slices(texts, random.Random(11)))
    whole, cut = _from_anywhere(texts, random.Random(12))
    found = []
    with ExitStack() as stack:
        for engine, database in _databases(stack):
            _fill(database, texts)
            for kind, asked, configs, wanted in (
                ("as they stand", slices, (None,), 1.0),
                ("by t2s and s2t", slices, ("t2s", "s2t"), 1.0),
                ("by tw2sp and s2twp", slices, ("tw2sp", "s2twp"), 0.995),
                ("with letters, digits and marks, no word cut", whole, (None,), 1.0),
                ("that cut a number or a Latin word", cut, (None,), None),
            ):
                share = _share(database, asked, configs)
                figure = f"{len(asked)} slices of 1-4 characters on {engine}, {kind}{name}"
                goal = f">= {wanted:.1%}" if wanted else "-"
                met = share >= wanted if wanted else None
                found.append(Row(figure, "reader 0 of 3", goal, f"{share:.2%}", met))
    return found


Slice = tuple[int, str]


def _slices(texts: Sequence[Text], chance: random.Random) -> Iterator[Slice]:
    """Position of a text and a piece out of the middle of one of its runs of Han characters."""
    for _ in range(SLICES):
        at = chance.randrange(len(texts))
        run = chance.choice(_HAN.findall(texts[at].body))
        size = chance.randint(1, 4)
        start = chance.randrange(1, max(2, len(run) - size))
        yield at, run[start : start + size]


def _from_anywhere(texts: Sequence[Text], chance: random.Random) -> tuple[list[Slice], list[Slice]]:
    """Pieces of any characters with something to look for in them: those that cut no word, those that do."""
    whole: list[Slice] = []
    cut: list[Slice] = []
    while len(whole) < SLICES:
        at = chance.randrange(len(texts))
        body = texts[at].body
        start = chance.randrange(1, len(body) - 5)
        end = start + chance.randint(1, 4)
        piece = body[start:end]
        if '"' in piece or any(mark in piece for mark in OPERATORS) or not tokenize(fold_chars(piece)).tokens:
            continue
        (cut if _cuts(body, start) or _cuts(body, end) else whole).append((at, piece))
    return whole, cut


#: What the query language reads as something else than text.
OPERATORS = frozenset("“”„‟「」『』«»()（）|*-－−:：&")


_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+")


def _cuts(body: str, at: int) -> bool:
    """Whether a word, not a run of ideographs, goes on across an offset; 1,300 is one."""
    if any(found.start() < at < found.end() for found in _NUMBER.finditer(body, max(0, at - 20), at + 20)):
        return True
    runs = words_and_runs(fold_chars(body[max(0, at - 1) : at + 1]))
    return any(is_word and len(run) == 2 for run, is_word in runs)


def _share(database: Database, slices: Sequence[tuple[int, str]], configs: Sequence[str | None]) -> float:
    converters: list[Callable[[str], str]] = [OpenCC(each).convert if each else str for each in configs]
    asked = [(at, convert(piece)) for at, piece in slices for convert in converters]
    return sum(_finds(database, piece, at + 1) for at, piece in asked) / len(asked)


def _finds(database: Database, piece: str, article_id: int) -> bool:
    question = build_request(ArticleQuery(piece), NOW, None)
    with database.read() as conn:
        docids = engine_of(conn).newest(conn, question.expression, LEAST_DOCID, MOST_DOCID, 10 * ARTICLES)
    return _docid(article_id) in docids


def _docid(article_id: int) -> int:
    return first_docid(NOW - timedelta(hours=article_id))


def _fill(database: Database, texts: Sequence[Text]) -> None:
    with database.write() as conn:
        for number, text in enumerate(texts, start=1):
            at = NOW - timedelta(hours=number)
            terms = text_terms(text.title, text.body)
            index_article(conn, IndexedArticle(number, terms, (), "outlet", text.language, at))


def _databases(stack: ExitStack) -> Iterator[tuple[str, Database]]:
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    yield "SQLite", stack.enter_context(open_database(str(Path(folder) / "eval.db"), synchronous="OFF"))
    from tests.databases import NoServerError, postgres_server

    try:
        server = stack.enter_context(postgres_server())
    except NoServerError:
        return
    yield "PostgreSQL", stack.enter_context(open_database(server.create()))


def _folding(texts: Sequence[Text]) -> list[Row]:
    bodies = [text.body for text in texts]
    size = sum(map(len, bodies))
    bare, folded = OpenCC("tw2sp").convert, fold_region
    bare(bodies[0])
    folded(bodies[0])
    seconds = {"bare": 0.0, "region": 0.0, "chars": 0.0}
    for body in bodies:
        for name, convert in (("bare", bare), ("region", folded), ("chars", fold_chars)):
            started = time.process_time()
            convert(body)
            seconds[name] += time.process_time() - started
    ratio = seconds["bare"] / seconds["region"]
    speed = size / seconds["region"] / 1e6
    same = all(fold_region(form).text == form for form in (fold_region(body).text for body in bodies))
    return [
        Row("folding, million characters a second", "tw2sp 9-15", ">= 4", f"{speed:.1f}", speed >= 4),
        Row("folding against bare tw2sp in the same run", "-", ">= 0.5", f"{ratio:.2f}", ratio >= 0.5),
        Row(
            "character folding, million characters a second",
            "t2s 20",
            "-",
            f"{size / seconds['chars'] / 1e6:.0f}",
        ),
        Row("folding twice is folding once", "-", "always", "always" if same else "no", same),
    ]
