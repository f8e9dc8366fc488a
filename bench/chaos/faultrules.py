"""Faults of robots.txt, and hosts that ask for patience."""

from __future__ import annotations

import asyncio

from bench.chaos.fixtures import Handler, Out, Own, fault, is_feed, is_page, redirect
from tests.hostile.web import Request, Site, Web, answer

# Patience and robots.txt.


def _refusing(status: str, wait: str) -> Handler:
    async def handle(web: Web, site: Site, request: Request, out: Out) -> bool:
        if not (is_feed(request) or is_page(request)):
            return False
        out.write(answer(b"", status=status, Retry_After=wait))
        return True

    return handle


#: These must not be asked again for a longer time than a bench takes: one request, and its robots.txt.
PATIENT = {
    "retry-after-429": ("429 Too Many Requests", "3600"),
    "retry-after-503": ("503 Service Unavailable", "3600"),
    "retry-after-date": ("429 Too Many Requests", "Fri, 01 Jan 2100 00:00:00 GMT"),
    "retry-after-years": ("503 Service Unavailable", "315360000"),
}
for _name, (_status, _wait) in PATIENT.items():
    fault(_name, most=2)(_refusing(_status, _wait))
fault("retry-after-garbage")(_refusing("429 Too Many Requests", "soon"))
fault("retry-after-negative")(_refusing("503 Service Unavailable", "-1"))


def _robots(status: str, body: bytes = b"") -> Handler:
    async def handle(web: Web, site: Site, request: Request, out: Out) -> bool:
        if request.path != "/robots.txt":
            return False
        out.write(answer(body, "text/plain", status))
        return True

    return handle


_ALL = ("/feed", "/a-")
_NO_PAGES = b"User-agent: *\nDisallow: /a-\n"
fault("robots-500", Own.NONE, forbidden=_ALL)(_robots("500 Internal Server Error"))
fault("robots-503", Own.NONE, forbidden=_ALL)(_robots("503 Service Unavailable"))
fault("robots-403", Own.ALL)(_robots("403 Forbidden", b"User-agent: *\nDisallow: /\n"))
fault("robots-410", Own.ALL)(_robots("410 Gone"))
fault("robots-pages", Own.NONE, forbidden=("/a-",))(_robots("200 OK", _NO_PAGES))
fault("robots-mark", Own.NONE, forbidden=("/a-",))(_robots("200 OK", b"\xef\xbb\xbf" + _NO_PAGES))
fault("robots-version", Own.NONE, forbidden=_ALL)(
    _robots("200 OK", b"User-agent: *\nAllow: /\n\nUser-agent: Seedwatch/1.0\nDisallow: /\n")
)
fault("robots-feed", Own.NONE, forbidden=("/feed",))(_robots("200 OK", b"User-agent: *\nDisallow: /feed\n"))
fault("robots-5m", Own.NONE, forbidden=("/a-",))(_robots("200 OK", _NO_PAGES + b"# more\n" * 700_000))
fault("robots-wildcards", Own.ALL)(_robots("200 OK", b"User-agent: *\nDisallow: /" + b"*a" * 3000 + b"$\n"))


@fault("robots-hang", Own.NONE, forbidden=_ALL)
async def _robots_hang(web: Web, site: Site, request: Request, out: Out) -> bool:
    if request.path == "/robots.txt":
        await asyncio.sleep(90)
    return request.path == "/robots.txt"


@fault("robots-redirects", Own.NONE, forbidden=("/a-",))
async def _robots_moves(web: Web, site: Site, request: Request, out: Out) -> bool:
    """Five redirects, then rules."""
    if not request.path.startswith("/robots"):
        return False
    hop = int(request.path.partition("?")[2] or 0)
    if hop < 5:
        return redirect(out, f"/robots.txt?{hop + 1}")
    out.write(answer(_NO_PAGES, "text/plain"))
    return True


@fault("robots-redirects-endless", Own.ALL, most=40)
async def _robots_lost(web: Web, site: Site, request: Request, out: Out) -> bool:
    """More than five: as if there were no file (RFC 9309, 2.3.1.2)."""
    if not request.path.startswith("/robots"):
        return False
    return redirect(out, f"/robots.txt?{int(request.path.partition('?')[2] or 0) + 1}")
