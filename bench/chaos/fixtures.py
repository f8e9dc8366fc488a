"""Faults by name, and the small pieces that they are made of."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from html import escape

from tests.hostile.web import Request, Site, Web, answer

Out = asyncio.StreamWriter
Handler = Callable[[Web, Site, Request, Out], Awaitable[bool]]


class Own(Enum):
    """What must become of the good articles that a bad site has too."""

    ALL = "all"  # every one stored, once, under its title
    NONE = "none"  # none fetched
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Fault:
    """handle: answers a request, or leaves it to the good site below it. most: requests in a round.

    forbidden: beginnings of paths that must not be asked for.
    """

    name: str
    handle: Handler
    own: Own = Own.ANY
    most: int = 30
    forbidden: tuple[str, ...] = ()


FAULTS: dict[str, Fault] = {}


def fault(
    name: str, own: Own = Own.ANY, most: int = 30, forbidden: tuple[str, ...] = ()
) -> Callable[[Handler], Handler]:
    def register(handle: Handler) -> Handler:
        FAULTS[name] = Fault(name, handle, own, most, forbidden)
        return handle

    return register


def is_page(request: Request) -> bool:
    return request.path.startswith("/a-")


def is_feed(request: Request) -> bool:
    return request.path == "/feed.xml"


def items(web: Web, site: Site) -> str:
    """The site's items, as a good feed has them."""
    return "".join(
        f"<item><title>{escape(path)}</title><link>{web.url(site, path)}</link></item>" for path in site.paths
    )


def head(content_type: str = "text/html; charset=utf-8", **headers: str) -> bytes:
    """A status line and headers for a body of unknown length."""
    lines = ["HTTP/1.1 200 OK", f"Content-Type: {content_type}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()


async def stream(out: Out, start: bytes, chunks: Iterator[bytes]) -> bool:
    """Send as long as somebody listens."""
    out.write(start)
    for chunk in chunks:
        if out.is_closing():
            break
        out.write(chunk)
        await out.drain()
    out.close()
    return True


def redirect(out: Out, location: str) -> bool:
    out.write(answer(b"", status="302 Found", Location=location))
    return True


def count(web: Web, site: Site) -> int:
    """Requests of the site so far: for what differs from poll to poll."""
    return sum(request.host == site.address for request in web.log)


def pick(request: Request, many: int) -> int:
    """One of so many, always the same for a path."""
    return zlib.crc32(request.path.encode()) % many


def canary_url(web: Web, host: str = "127.66.6.6") -> str:
    return f"http://{host}:{web.port}"


#: The listener that must never hear anything, in spellings that hide it.
SPELLINGS = ("127.66.6.6", "2134509062", "0x7f420606", "0177.0102.06.06", "[::ffff:127.66.6.6]", "[::1]")


def for_ever(chunk: bytes) -> Iterator[bytes]:
    while True:
        yield chunk
