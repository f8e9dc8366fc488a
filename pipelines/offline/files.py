"""Stations of the crawl on files: what to read from where, and the jobs that a worker runs on it."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import orjson

from seedwatch.core.errors import InputError
from seedwatch.core.model.article import Extraction, ThemeHit
from seedwatch.core.model.feed import ParsedFeed
from seedwatch.core.model.text import Language

STDIN = "-"
T = TypeVar("T")
#: Told of a line that cannot be used; the lines behind it are read when it returns.
Bad = Callable[[InputError], object]


def reject(error: InputError) -> NoReturn:
    """A `Bad` that lets no line be bad."""
    raise error


@dataclass(frozen=True, slots=True)
class FileItem:
    """A page or feed in a file. `name`: as given; `path`: where it lies; `body`: what it holds, once read."""

    name: str
    path: str
    id: str | None = None
    url: str | None = None
    charset: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class TextItem:
    """A text to tag."""

    id: str
    title: str
    text: str
    lang: str | None = None


def read_bytes(path: str) -> bytes:
    """A file's content, unpacked when it is gzip. Raises InputError when it cannot be read."""
    try:
        raw = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
        return gzip.decompress(raw) if path.endswith(".gz") and raw[:2] == b"\x1f\x8b" else raw
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{path}: cannot be read: {_reason(error)}") from None


def read_text(path: str) -> str:
    """A text file's content. Raises InputError when it cannot be read or is not UTF-8."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start}") from None


def read_lines(path: str, read: Callable[[dict[str, Any], int], T], bad: Bad) -> Iterator[T]:
    """What `read` makes of (object, line number) for each line of a JSON Lines file, one at a time.

    A line that is no object, or that `read` refuses, and a file that breaks off, go to `bad`, named by file
    and line. Raises InputError for a file that cannot be opened.
    """
    with _open(path) as lines:
        for number, line in enumerate(_lines(lines, path, bad), 1):
            if line.strip():
                try:
                    yield read(_object(line, path, number), number)
                except InputError as error:
                    bad(error)


def _object(line: bytes, path: str, number: int) -> dict[str, Any]:
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise InputError(f"{path}, line {number}: not JSON: {error}") from None
    if not isinstance(record, dict):
        raise InputError(f"{path}, line {number}: not a JSON object")
    return record


def _lines(lines: Iterable[bytes], path: str, bad: Bad) -> Iterator[bytes]:
    try:
        yield from lines
    except (OSError, EOFError, zlib.error) as error:
        bad(InputError(f"{path}: cannot be read: {_reason(error)}"))


def _open(path: str) -> AbstractContextManager[Iterable[bytes]]:
    if path == STDIN:
        return sys.stdin.buffer
    try:
        return gzip.open(path, "rb") if path.endswith(".gz") else Path(path).open("rb")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def manifest_items(manifest: str, bad: Bad = reject) -> Iterator[FileItem]:
    """Files that a manifest names, paths relative to it; `bad` is told of lines that name none."""
    base = Path() if manifest == STDIN else Path(manifest).parent

    def item(record: dict[str, Any], number: int) -> FileItem:
        name = string_of(record, "file", manifest, number)
        if name is None:
            raise InputError(f"{manifest}, line {number}: file: missing")
        return FileItem(
            name=name,
            path=str(base / name),
            id=string_of(record, "id", manifest, number),
            url=string_of(record, "url", manifest, number),
            charset=string_of(record, "charset", manifest, number),
            headers=_headers(record.get("headers"), manifest, number),
        )

    return read_lines(manifest, item, bad)


def text_items(path: str, bad: Bad = reject) -> Iterator[TextItem]:
    """Texts of a JSON Lines file; `bad` is told of lines that hold none."""

    def item(record: dict[str, Any], number: int) -> TextItem:
        item_id = string_of(record, "id", path, number)
        if item_id is None:
            raise InputError(f"{path}, line {number}: id: missing")
        title, text = (string_of(record, key, path, number) or "" for key in ("title", "text"))
        return TextItem(item_id, title, text, string_of(record, "lang", path, number))

    return read_lines(path, item, bad)


def string_of(record: dict[str, Any], key: str, path: str, number: int) -> str | None:
    """A string or whole number of a JSON object, None when it is missing. InputError names path and line."""
    value = record.get(key)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise InputError(f"{path}, line {number}: {key}: a string is wanted, not {type(value).__name__}")


def _headers(value: object, path: str, number: int) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InputError(f"{path}, line {number}: headers: an object is wanted")
    return {str(name).lower(): str(content) for name, content in value.items()}


def _body(item: FileItem) -> bytes:
    return read_bytes(item.path) if item.body is None else item.body


def extract_file(item: FileItem) -> Extraction:
    """Job: read one page."""
    from pipelines.workers.tasks import rules_of
    from seedwatch.core.extract.page import PageInput
    from seedwatch.core.extract.read import extract

    content_type = item.headers.get("content-type") or (
        f"text/html; charset={item.charset}" if item.charset else None
    )
    url, now = item.url or "", datetime.now(UTC)
    return extract(PageInput(_body(item), url, content_type, now, rules=rules_of(url, now)))


def parse_feed_file(item: FileItem) -> ParsedFeed:
    """Job: read one feed."""
    from seedwatch.core.feeds.parse import parse_feed

    return parse_feed(
        _body(item),
        url=item.url,
        content_type=item.headers.get("content-type"),
        headers=item.headers,
    )


def tag_text(item: TextItem) -> tuple[ThemeHit, ...]:
    """Job: tag one text."""
    from pipelines.workers.tasks import tagger

    language = Language(item.lang) if item.lang in set(Language) else None
    return tagger().tag(item.title, item.text, language)
