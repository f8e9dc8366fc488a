"""Copies among the documents of a file: the crawl's own search, over a database of its own for a while."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from multiprocessing import get_context
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, select

from db.archive.articles import store_article, texts_of
from db.engine.database import Database, open_database
from db.schema.tables import article as article_table
from pipelines.offline.files import Bad, read_lines, reject, string_of
from pipelines.stages.duplicates import Duplicates
from seedwatch.core.duplicates.compare import LEAST_WITH_FIRST, compare_texts
from seedwatch.core.duplicates.fingerprint import fingerprint
from seedwatch.core.duplicates.prepared import Prepared, prepare
from seedwatch.core.duplicates.shingles import LEAST_SHINGLES
from seedwatch.core.errors import InputError, UrlError
from seedwatch.core.fetching.urls import url_key
from seedwatch.core.model.article import Article, CopyKind, Extraction, Fingerprint, TaggedArticle
from seedwatch.core.model.moment import DateOrigin, Moment, OffsetKnown, Precision
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.page import PageRef
from seedwatch.safe_imports import protect_children

#: Documents a transaction, and a job of a worker.
BATCH = 100
#: Documents from which on other cores are worth their start.
MANY = 500

_START = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Document:
    id: str
    title: str
    text: str
    url: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Grouped:
    """cluster_id: id of the cluster's original. kind: what kind of copy of that; None for the original."""

    id: str
    cluster_id: str
    kind: CopyKind | None


def dedupe_file(path: str, bad: Bad = reject) -> Iterator[Grouped]:
    """Groups of a JSON Lines file, in its order, once it is read; `bad` is told of lines without document."""
    return dedupe(_documents(path, bad))


def dedupe(documents: Iterable[Document], workers: int | None = None) -> Iterator[Grouped]:
    """Groups of documents, in their order, once all are read. Texts are kept on disk, not in memory.

    workers: processes that prepare the texts of many documents; None for one a core.
    """
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="seedwatch-"))
        database = stack.enter_context(open_database(f"sqlite:///{folder}/documents.db", synchronous="OFF"))
        grouping = _Grouping(database)
        for batch in _prepared(iter(documents), workers or os.cpu_count() or 1):
            grouping.add(batch)
        yield from grouping.groups()


_Ready = tuple[Document, Prepared, Fingerprint]


class _Grouping:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._duplicates = Duplicates()
        self._rows: list[
            tuple[str, int, CopyKind | None]
        ] = []  # document, its row, kind if it shares the row
        self._by_address: dict[str, int] = {}
        self._first_of: dict[int, str] = {}

    def add(self, batch: list[_Ready]) -> None:
        with self._database.write() as conn:
            for document, prepared, found in batch:
                self._rows.append((document.id, *self._row_of(conn, document, prepared, found)))

    def _row_of(
        self, conn: Connection, document: Document, prepared: Prepared, found: Fingerprint
    ) -> tuple[int, CopyKind | None]:
        key = _key(document.url)
        known = self._by_address.get(key) if key else None
        if known is not None and (kind := self._same_article(conn, known, prepared)):
            return known, kind
        article = article_of(document, found, len(self._rows))
        place = self._duplicates.find(conn, article, new=prepared)
        stored = store_article(conn, TaggedArticle(article, ()), None, place)
        self._duplicates.remember(conn, article, place, stored)
        self._first_of[stored.article_id] = document.id
        if key:
            self._by_address.setdefault(key, stored.article_id)
        return stored.article_id, None

    def _same_article(self, conn: Connection, known: int, prepared: Prepared) -> CopyKind | None:
        """One address may stand for many documents in a file from elsewhere: the texts must not object."""
        (stored,) = texts_of(conn, (known,))
        before = prepare(stored.title, stored.text)
        if min(len(prepared.shingles), len(before.shingles)) < LEAST_SHINGLES:
            return CopyKind.IDENTICAL if stored.text == prepared.text else CopyKind.TRUNCATED
        return compare_texts(prepared, before, LEAST_WITH_FIRST).kind

    def groups(self) -> Iterator[Grouped]:
        columns = article_table.c
        with self._database.read() as conn:
            rows = conn.execute(select(columns.id, columns.copy_of, columns.copy_kind))
            leads = {row.id: (row.copy_of, row.copy_kind) for row in rows}
        for document_id, row_id, kind in self._rows:
            first_id, copy_kind = leads[row_id]
            cluster = self._first_of[first_id or row_id]
            own = kind or (CopyKind(copy_kind) if copy_kind else None)
            yield Grouped(document_id, cluster, own)


def _documents(path: str, bad: Bad) -> Iterator[Document]:
    def document(record: dict[str, Any], number: int) -> Document:
        values = {
            key: string_of(record, key, path, number) for key in ("id", "title", "text", "url", "published")
        }
        if values["id"] is None:
            raise InputError(f"{path}, line {number}: id: missing")
        return Document(
            values["id"], values["title"] or "", values["text"] or "", values["url"], values["published"]
        )

    return read_lines(path, document, bad)


def _prepared(documents: Iterator[Document], workers: int) -> Iterator[list[_Ready]]:
    """Batches of prepared documents in order; other processes only help when there are many."""
    first = list(islice(documents, MANY))
    if len(first) < MANY or workers < 2:
        for batch in _batches(chain(first, documents)):
            yield _prepare_all(batch)
        return
    protect_children()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[list[_Ready]]] = deque()
        for batch in _batches(chain(first, documents)):
            waiting.append(pool.submit(_prepare_all, batch))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    each = iter(documents)
    while batch := list(islice(each, BATCH)):
        yield batch


def _prepare_all(batch: list[Document]) -> list[_Ready]:
    """Job of a worker."""
    ready = [(document, prepare(document.title, document.text)) for document in batch]
    return [(document, prepared, fingerprint(prepared)) for document, prepared in ready]


def _key(url: str | None) -> str | None:
    try:
        return url_key(url) if url else None
    except UrlError:
        return None


def article_of(document: Document, found: Fingerprint, number: int) -> Article:
    """A row of its own for each document, by its number; its address decides nothing here."""
    url = f"https://document.invalid/{number}"
    key = url_key(url)
    return Article(
        ref=PageRef(url, key, ""),
        canonical_url=url,
        url_key=key,
        fetched_at=_START + timedelta(seconds=number),
        extraction=Extraction(
            Outcome.STORED,
            title=document.title,
            text=document.text,
            published=_moment(document.published),
        ),
        fingerprint=found,
        extractor=0,
    )


def _moment(written: str | None) -> Moment | None:
    """An ISO date or time; None for what is neither."""
    try:
        at = datetime.fromisoformat(written or "")
    except ValueError:
        return None
    precision = Precision.SECOND if written and len(written) > len("2000-01-01") else Precision.DAY
    offset = OffsetKnown.UNKNOWN if at.tzinfo is None else OffsetKnown.STATED
    return Moment(
        at if at.tzinfo else at.replace(tzinfo=UTC), precision, offset, DateOrigin.FEED, written or ""
    )
