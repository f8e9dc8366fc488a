"""Kept pages through today's code: what would change, and the same applied in place: no edit of the publisher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from db.archive.articles import credit_to, restate_article, store_article
from db.archive.page_outcomes import record_outcomes
from db.reads.article import article as article_record
from db.reads.records import ArticleRecord
from db.search.index import index_stored
from db.sources.catalogue import register_found
from db.upkeep.reprocess import OldPage
from pipelines.stages.duplicates import Duplicates
from pipelines.stages.outlets import named_outlet
from pipelines.warc.read import raw_page
from pipelines.workers.stream import stream
from pipelines.workers.tasks import PageResult, WorkerConfig, read_page
from seedwatch.core.model.article import DedupeDecision, TaggedArticle


@dataclass(frozen=True, slots=True)
class Task:
    """A kept page and the folder in which it lies."""

    page: OldPage
    directory: Path


@dataclass(frozen=True, slots=True)
class Change:
    """What today's code makes of a page.

    fields: what differs (title, text, authors, published, language, outlet); none: it is the same. "refused":
        an article that would be none now; "article": the other way round; "outcome": refused for another
        reason; "missing": the bytes are gone.
    """

    page: OldPage
    fields: tuple[str, ...]
    before: str = ""
    after: str = ""
    reading: PageResult | None = None


def read_raw(task: Task) -> PageResult:
    """Job: one kept page. Raises OSError when its bytes are gone, ValueError when they are not whole."""
    return read_page(raw_page(task.page, task.directory), None)


def preview(
    conn: Connection,
    plan: WorkerConfig,
    workers: int,
    limit: float,
    directory: Path,
    pages: Iterable[OldPage],
) -> Iterator[Change]:
    """A change for every page, in order; pages whose bytes are gone are told as "missing"."""
    tasks = (Task(page, directory) for page in pages)
    for answer in stream(plan, workers, limit, read_raw, tasks):
        old = answer.item.page
        if answer.value is None:
            fields = (
                ("missing", "outlet") if old.stored_under not in ("", old.ref.source_id) else ("missing",)
            )
            yield Change(old, fields, after=str(answer.error))
            continue
        stored = article_record(conn, old.article_id) if old.article_id is not None else None
        yield compare(old, stored, answer.value)


def compare(old: OldPage, stored: ArticleRecord | None, reading: PageResult) -> Change:
    """What differs between what is stored and what is read now. Pure."""
    if reading.tagged is None:
        same = stored is None and reading.outcome is old.outcome
        name = "refused" if stored is not None else "outcome"
        return Change(
            old, () if same else (name,), old.outcome.value, f"{reading.outcome}: {reading.reason}", reading
        )
    if stored is None:
        return Change(old, ("article",), old.outcome.value, reading.tagged.article.title, reading)
    both = _pairs(stored, reading.tagged)
    if old.ref.via:
        both["outlet"] = (old.stored_under, old.ref.source_id)
    pairs = {name: pair for name, pair in both.items() if pair[0] != pair[1]}
    before, after = next(iter(pairs.values()), ("", ""))
    return Change(old, tuple(pairs), before, after, reading)


def renamed(pages: Iterable[OldPage]) -> Iterator[Change]:
    """Changes of articles that stand under the name of a search endpoint and cannot be read again."""
    for old in pages:
        if old.stored_under != old.ref.source_id:
            yield Change(old, ("outlet",), old.stored_under, old.ref.source_id)


def _pairs(stored: ArticleRecord, tagged: TaggedArticle) -> dict[str, tuple[str, str]]:
    now, found = stored.current, tagged.article
    return {
        "title": (now.title, found.title),
        "published": (stored.published_local or "", found.published.iso if found.published else ""),
        "authors": ("、".join(now.authors), "、".join(found.extraction.authors)),
        "language": (now.language, found.language.value),
        "text": (now.text, found.text),
    }


def apply(conn: Connection, changes: Iterable[Change], run_id: int, at: datetime) -> int:
    """Write the changes down, all on the given connection; how many were written.

    An article that would be refused now stays as it is: nothing is deleted.
    """
    duplicates = Duplicates()
    written = 0
    for change in changes:
        tagged = change.reading.tagged if change.reading else None
        if "outlet" in change.fields:
            _credit(conn, change.page, tagged)
        if tagged is not None and set(change.fields) - {"outlet"}:
            _write(conn, duplicates, change.page, tagged, run_id, at)
        elif "outlet" not in change.fields:
            continue
        written += 1
    return written


def _credit(conn: Connection, old: OldPage, tagged: TaggedArticle | None) -> None:
    """Put an article under its own outlet, which gets a row where nobody declares it."""
    if old.article_id is None:
        return
    register_found(conn, named_outlet(old.ref, tagged.article.outlet if tagged else ""))
    credit_to(conn, old.article_id, old.ref.source_id)
    index_stored(conn, old.article_id)


def _write(
    conn: Connection, duplicates: Duplicates, old: OldPage, tagged: TaggedArticle, run_id: int, at: datetime
) -> None:
    if old.article_id is not None:
        place = DedupeDecision(old.article_id, unchanged=True, restated=True)
        stored = restate_article(conn, tagged, old.article_id, run_id, at)
    else:
        place = duplicates.place(conn, tagged.article)
        stored = store_article(conn, tagged, run_id, place)
    duplicates.remember(conn, tagged.article, place, stored)
    index_stored(conn, stored.article_id)
    end = old.ref.end(at, stored.outcome, "replayed", article_id=stored.article_id)
    record_outcomes(conn, run_id, (end,))
