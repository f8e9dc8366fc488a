"""Stations by themselves: extract, parse-feed, tag, dedupe on files. The very code of the crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from seedwatch.cli.options import read_settings
from seedwatch.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pipelines.offline.files import FileItem, TextItem
    from seedwatch.core.model.article import Extraction, ThemeHit
    from seedwatch.core.model.feed import ParsedFeed

T = TypeVar("T")
R = TypeVar("R")
Files = Annotated[
    list[str] | None, typer.Argument(metavar="FILE", help="Files; - is standard input, .gz is unpacked.")
]
Manifest = Annotated[str | None, typer.Option(metavar="M.jsonl", help="JSON Lines naming the files.")]


def add_to(app: typer.Typer) -> None:
    app.command("extract")(extract)
    app.command("parse-feed")(parse_feed)
    app.command("tag")(tag)
    app.command("dedupe")(dedupe)


def extract(
    files: Files = None,
    url: Annotated[str | None, typer.Option(metavar="URL", help="Address the page came from.")] = None,
    manifest: Manifest = None,
) -> None:
    """Read title, body, authors and date from pages.

    One JSON line each, in order. Manifest lines: {"id", "file", "url", "charset"?}, paths relative to the
    manifest.

    Example: seedwatch extract page.html --url https://outlet.example/a
    """
    from pipelines.offline.files import extract_file

    unread = Unread()
    run_items(_items(files, manifest, url, unread), extract_file, _page_line, unread)


def parse_feed(files: Files = None, manifest: Manifest = None) -> None:
    """Read feeds: RSS, Atom, RDF, JSON Feed, sitemap.

    One JSON line per file, in order. Manifest lines: {"id", "file", "url"?, "headers"?}, paths relative to
    the manifest.

    Example: seedwatch parse-feed feed.xml
    """
    from pipelines.offline.files import parse_feed_file

    unread = Unread()
    run_items(_items(files, manifest, None, unread), parse_feed_file, _feed_line, unread)


def tag(
    file: Annotated[
        str, typer.Argument(metavar="FILE.jsonl", help='Lines {"id", "title", "text", "lang"?}.')
    ],
) -> None:
    """Tag texts with the themes, with the evidence for each.

    Example: seedwatch tag items.jsonl
    """
    from pipelines.offline.files import tag_text, text_items

    unread = Unread()
    run_items(text_items(file, unread.note), tag_text, _tag_line, unread)


def dedupe(
    file: Annotated[
        str, typer.Argument(metavar="FILE.jsonl", help='Lines {"id", "title", "text", "url"?, "published"?}.')
    ],
) -> None:
    """Join copies of one article.

    One JSON line {"id", "cluster_id", "kind"} each, in order, printed at the end of input.

    Example: seedwatch dedupe articles.jsonl
    """
    from pipelines.offline.dedupe_files import dedupe_file
    from seedwatch.cli.output import json_line

    unread = Unread()
    for row in dedupe_file(file, unread.note):
        json_line({"id": row.id, "cluster_id": row.cluster_id, "kind": row.kind})
    unread.leave()


class Unread:
    """Lines and files that could not be read: each is named once, the others go on."""

    def __init__(self) -> None:
        self._count = 0

    def note(self, error: InputError) -> None:
        from seedwatch.cli.output import note

        self._count += 1
        note(f"seedwatch: {error}")

    def leave(self) -> None:
        """Leave with the exit code of bad input, if there was any."""
        if self._count:
            raise typer.Exit(InputError.exit_code)


def _items(
    files: list[str] | None, manifest: str | None, url: str | None, unread: Unread
) -> Iterator[FileItem]:
    from pipelines.offline.files import STDIN, FileItem, manifest_items, read_bytes

    if bool(files) == bool(manifest):
        raise InputError("give either files or --manifest")
    if manifest:
        return manifest_items(manifest, unread.note)
    # The workers have no standard input: it is read here.
    return (
        FileItem(name, name, url=url, body=read_bytes(name) if name == STDIN else None)
        for name in files or ()
    )


def run_items(
    items: Iterable[T],
    job: Callable[[T], R],
    line: Callable[[T, R | None, str], dict[str, object]],
    unread: Unread,
) -> None:
    """Print one line per item, in order; what could not be read at all makes the exit code 2."""
    from pipelines.workers.stream import stream
    from seedwatch.app.reprocess import worker_config
    from seedwatch.cli.output import json_line

    settings = read_settings()
    for answer in stream(worker_config(settings), settings.workers, settings.page_seconds, job, items):
        json_line(line(answer.item, answer.value, str(answer.error or "")))
        if isinstance(answer.error, InputError):
            unread.note(answer.error)
    unread.leave()


def _page_line(item: FileItem, found: Extraction | None, reason: str) -> dict[str, object]:
    if found is None:
        return {
            "id": item.id or item.name,
            "url": item.url,
            "outcome": "unreadable",
            "reason": reason,
        } | _NOTHING
    return {
        "id": item.id or item.name,
        "url": item.url,
        "title": found.title,
        "published": found.published.iso if found.published else None,
        "authors": list(found.authors),
        "body": found.text,
        "language": found.language,
        "canonical_url": found.canonical_url,
        "outcome": found.outcome,
        "reason": found.reason,
        "image": found.image,
        "section": found.section,
        "encoding": found.encoding,
        "dates": [
            {
                "origin": seen.origin,
                "raw": seen.raw,
                "read_as": seen.moment.iso if seen.moment else None,
                "note": seen.note,
            }
            for seen in found.dates
        ],
    }


_NOTHING: dict[str, object] = {
    "title": "",
    "published": None,
    "authors": [],
    "body": "",
    "language": None,
    "canonical_url": None,
}


def _feed_line(item: FileItem, found: ParsedFeed | None, reason: str) -> dict[str, object]:
    from seedwatch.core.feeds.record import feed_record
    from seedwatch.core.model.feed import ParsedFeed

    return feed_record(found or ParsedFeed("unknown", problems=(reason,)), item.name, item.id)


def _tag_line(item: TextItem, hits: tuple[ThemeHit, ...] | None, reason: str) -> dict[str, object]:
    if hits is None:
        return {"id": item.id, "themes": [], "evidence": [], "reason": reason}
    return {
        "id": item.id,
        "themes": [hit.theme for hit in hits],
        "evidence": [
            {
                "theme": hit.theme,
                "score": round(hit.score, 3),
                "version": hit.version,
                "phrase": seen.phrase,
                "field": seen.field,
                "offset": seen.offset,
                "rule": seen.rule,
                "script": seen.script,
            }
            for hit in hits
            for seen in hit.evidence
        ],
    }
