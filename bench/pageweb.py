"""A fast web server for measurements: stored pages behind several loopback addresses, one feed each."""

from __future__ import annotations

import asyncio
import gzip
import json
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from xml.sax.saxutils import escape

ADDRESSES = tuple(f"127.0.0.{number}" for number in range(2, 12))


@dataclass(frozen=True, slots=True)
class StoredPage:
    """charset: as its Content-Type says; None: it says nothing."""

    path: str
    title: str
    charset: str | None
    body: bytes


@dataclass(frozen=True, slots=True)
class PageWeb:
    """A running server. `pages`: addresses of all pages, in the feeds' order."""

    feeds: tuple[str, ...]
    pages: tuple[str, ...]
    _pipe: Connection

    def requests(self) -> int:
        """Pages asked for since the last call; feeds and robots.txt are not counted."""
        self._pipe.send("count")
        return int(self._pipe.recv())


def load_pages(folder: Path) -> tuple[StoredPage, ...]:
    """The pages that `truth.jsonl` lists."""
    rows = [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()]
    return tuple(
        StoredPage(
            f"/{number}.html",
            row["title"] or "",
            row["charset"],
            gzip.decompress((folder / row["file"]).read_bytes()),
        )
        for number, row in enumerate(rows)
    )


@contextmanager
def serve(folder: Path) -> Iterator[PageWeb]:
    """Serve the folder's pages from ADDRESSES, in a process of its own."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_main, args=(folder, theirs), daemon=True)
    process.start()
    try:
        feeds, pages = ours.recv()
        yield PageWeb(feeds, pages, ours)
    finally:
        process.kill()
        process.join()


def _main(folder: Path, pipe: Connection) -> None:
    asyncio.run(_serve(load_pages(folder), pipe))


class _Protocol(asyncio.Protocol):
    counted = 0

    def __init__(self, answers: dict[bytes, bytes]) -> None:
        self._answers = answers
        self._head = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._head += data
        while b"\r\n\r\n" in self._head:
            head, _, self._head = self._head.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1]
            _Protocol.counted += path.endswith(b".html")
            self._transport.write(self._answers.get(path, _NOT_FOUND))


_NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n"


def _answer(body: bytes, content_type: str) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode("ascii") + body


async def _serve(pages: tuple[StoredPage, ...], pipe: Connection) -> None:
    loop = asyncio.get_running_loop()
    feeds, urls = [], []
    for number, address in enumerate(ADDRESSES):
        own = pages[number :: len(ADDRESSES)]
        answers = {page.path.encode(): _answer(page.body, _type(page)) for page in own}
        server = await loop.create_server(partial(_Protocol, answers), address, 0)
        base = f"http://{address}:{server.sockets[0].getsockname()[1]}"
        answers[b"/feed.xml"] = _answer(_feed(base, own), "application/rss+xml; charset=utf-8")
        feeds.append(f"{base}/feed.xml")
        urls += [base + page.path for page in own]
    pipe.send((tuple(feeds), tuple(urls)))
    while await loop.run_in_executor(None, pipe.recv) == "count":
        pipe.send(_Protocol.counted)
        _Protocol.counted = 0


def _type(page: StoredPage) -> str:
    return f"text/html; charset={page.charset}" if page.charset else "text/html"


def _feed(base: str, pages: tuple[StoredPage, ...]) -> bytes:
    items = "".join(
        f"<item><title>{escape(page.title)}</title><link>{base}{page.path}</link>"
        f"<guid>{base}{page.path}</guid></item>"
        for page in pages
    )
    head = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{base}</title>'
    return f"{head}{items}</channel></rss>".encode()
