"""What a bad site does, by the name of the attack; each fault is one site's behaviour."""

from __future__ import annotations

import asyncio
import socket
import struct
import zlib
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from html import escape

from bench.chaos.bombs import BOMBS
from bench.chaos.feedbodies import FEED_BODIES, READABLE, many_entries, zipped_sitemap
from tests.hostile.web import Request, Site, Web, answer, article, page

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


# Feeds.


def _feed_body(name: str) -> Handler:
    async def handle(web: Web, site: Site, request: Request, out: Out) -> bool:
        if not is_feed(request):
            return False
        body = FEED_BODIES[name](items(web, site), canary_url(web))
        out.write(answer(body, "application/xml" if not name.startswith("json") else "application/json"))
        return True

    return handle


for _name in FEED_BODIES:
    fault(_name, Own.ALL if _name in READABLE else Own.ANY)(_feed_body(_name))


def _bomb(name: str) -> Handler:
    encoding, chunks = BOMBS[name]

    async def handle(web: Web, site: Site, request: Request, out: Out) -> bool:
        if not (is_feed(request) or is_page(request)):
            return False
        return await stream(out, head(Content_Encoding=encoding), chunks())

    return handle


for _name in BOMBS:
    fault(_name)(_bomb(_name))


@fault("entries-1m")
async def _entries(web: Web, site: Site, request: Request, out: Out) -> bool:
    return is_feed(request) and await stream(out, head("application/rss+xml"), many_entries())


@fault("sitemap-gz-bomb")
async def _sitemap(web: Web, site: Site, request: Request, out: Out) -> bool:
    return is_feed(request) and await stream(out, head("application/gzip"), zipped_sitemap())


@fault("xml-comment-1g")
async def _comment(web: Web, site: Site, request: Request, out: Out) -> bool:
    if not is_feed(request):
        return False
    return await stream(out, head("application/xml") + b"<rss><!--", _for_ever(b"x" * 65_536))


@fault("soft-404", Own.ANY)
async def _soft_404(web: Web, site: Site, request: Request, out: Out) -> bool:
    if is_feed(request):
        out.write(answer(b"<!doctype html><html><body><h1>Not found</h1></body></html>"))
        return True
    return False


@fault("etag-never", Own.ALL)
async def _churn(web: Web, site: Site, request: Request, out: Out) -> bool:
    """Validators differ at each poll: pages must not be downloaded again."""
    if not is_feed(request):
        return False
    body = FEED_BODIES["dup-guid"](items(web, site), "")
    out.write(answer(body, "application/rss+xml", ETag=f'"{count(web, site)}"', Last_Modified="never"))
    return True


@fault("etag-evil", Own.ALL)
async def _evil_tag(web: Web, site: Site, request: Request, out: Out) -> bool:
    if not is_feed(request):
        return False
    body = FEED_BODIES["dup-guid"](items(web, site), "")
    out.write(answer(body, "application/rss+xml", ETag='"' + 'a"b\x01' * 1500 + '"'))
    return True


@fault("vary-406")
async def _picky(web: Web, site: Site, request: Request, out: Out) -> bool:
    if is_feed(request):
        out.write(answer(b"", status="406 Not Acceptable"))
    return is_feed(request)


@fault("track-churn", Own.ALL)
async def _tracking(web: Web, site: Site, request: Request, out: Out) -> bool:
    """Each poll lists its pages under new tracking parameters."""
    if not is_feed(request):
        return False
    listed = items(web, site).replace("</link>", f"?utm_source=rss&amp;fbclid={count(web, site)}</link>")
    out.write(answer(FEED_BODIES["bidi"](listed, ""), "application/rss+xml"))
    return True


@fault("guid-churn", Own.ALL)
async def _guids(web: Web, site: Site, request: Request, out: Out) -> bool:
    if not is_feed(request):
        return False
    listed = items(web, site).replace("<item>", f"<item><guid>{count(web, site)}</guid>")
    out.write(answer(FEED_BODIES["bidi"](listed, ""), "application/rss+xml"))
    return True


@fault("sitemap-loop", most=40)
async def _index_loop(web: Web, site: Site, request: Request, out: Out) -> bool:
    if not request.path.endswith(".xml"):
        return False
    urls = [web.url(site, "/feed.xml"), *(web.url(site, f"/s{n}.xml") for n in range(1000))]
    listed = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    body = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</sitemapindex>'
    out.write(answer(body.encode(), "application/xml"))
    return True


# Addresses.


def _turned(kind: str, targets: tuple[str, ...]) -> Handler:
    async def handle(web: Web, site: Site, request: Request, out: Out) -> bool:
        wanted = {"feed": is_feed(request), "page": is_page(request), "robots": request.path == "/robots.txt"}
        if not wanted[kind]:
            return False
        target = targets[(pick(request, 97) + count(web, site)) % len(targets)]
        return redirect(out, target if "://" in target else canary_url(web, target) + request.path)

    return handle


fault("ssrf-redirect-feed")(_turned("feed", SPELLINGS))
fault("ssrf-redirect-page")(_turned("page", SPELLINGS))
fault("ssrf-redirect-robots", Own.NONE)(_turned("robots", SPELLINGS))
fault("ssrf-scheme")(
    _turned("page", ("file:///etc/passwd", "ftp://127.66.6.6/", "gopher://127.66.6.6/", "data://x"))
)


@fault("ssrf-item-link", Own.ALL)
async def _links(web: Web, site: Site, request: Request, out: Out) -> bool:
    if not is_feed(request):
        return False
    hidden = "".join(
        f"<item><title>x</title><link>{canary_url(web, host)}/x</link>"
        f"<comments>{canary_url(web, host)}/c</comments>"
        f'<enclosure url="{canary_url(web, host)}/e" type="image/png" length="1"/></item>'
        for host in SPELLINGS
    )
    out.write(answer(FEED_BODIES["bidi"](hidden + items(web, site), ""), "application/rss+xml"))
    return True


@fault("ssrf-page-links", Own.ALL)
async def _page_links(web: Web, site: Site, request: Request, out: Out) -> bool:
    """Canonical, AMP, image and preview links of a page lead to the listener."""
    if not is_page(request):
        return False
    here = canary_url(web)
    hidden = (
        f'<link rel="amphtml" href="{here}/amp"><meta property="og:image" content="{here}/i.png">'
        f'<link rel="preload" href="{here}/p"><meta http-equiv="refresh" content="0;url={here}/r"><title>'
    )
    out.write(answer(article(request.path).replace("<title>", hidden, 1).encode()))
    return True


# Transport.


def _for_ever(chunk: bytes) -> Iterator[bytes]:
    while True:
        yield chunk


def _on_pages(name: str, own: Own = Own.ANY, most: int = 30) -> Callable[[Handler], Handler]:
    """A fault of every page; the feed is good."""

    def register(handle: Handler) -> Handler:
        async def only_pages(web: Web, site: Site, request: Request, out: Out) -> bool:
            return is_page(request) and await handle(web, site, request, out)

        return fault(name, own, most)(only_pages)

    return register


@_on_pages("length-missing-endless")
async def _endless(web: Web, site: Site, request: Request, out: Out) -> bool:
    return await stream(out, head(), _for_ever(b"x" * 65_536))


@_on_pages("slowloris-body")
async def _drip(web: Web, site: Site, request: Request, out: Out) -> bool:
    out.write(head())
    while not out.is_closing():
        out.write(b"x")
        await out.drain()
        await asyncio.sleep(0.2)
    return True


@_on_pages("slowloris-head")
async def _drip_head(web: Web, site: Site, request: Request, out: Out) -> bool:
    out.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(600):
        if out.is_closing():
            break
        out.write(f"X-{number}: 1\r\n".encode())
        await out.drain()
        await asyncio.sleep(0.2)
    return True


@_on_pages("chunk-endless")
async def _chunks(web: Web, site: Site, request: Request, out: Out) -> bool:
    out.write(head(Transfer_Encoding="chunked"))
    while not out.is_closing():
        out.write(b"1\r\nx\r\n")
        await out.drain()
        await asyncio.sleep(0.01)
    return True


@fault("hang")
async def _hang(web: Web, site: Site, request: Request, out: Out) -> bool:
    await asyncio.sleep(90)
    return True


@_on_pages("redir-loop")
async def _loop(web: Web, site: Site, request: Request, out: Out) -> bool:
    other = request.path.removesuffix("-b") if request.path.endswith("-b") else request.path + "-b"
    return redirect(out, other)


@_on_pages("redir-endless")
async def _hops(web: Web, site: Site, request: Request, out: Out) -> bool:
    return redirect(out, request.path + "x")


@_on_pages("redir-self-article")
async def _self(web: Web, site: Site, request: Request, out: Out) -> bool:
    return redirect(out, request.path)


@_on_pages("meta-refresh-loop")
async def _refresh(web: Web, site: Site, request: Request, out: Out) -> bool:
    out.write(answer(f'<meta http-equiv="refresh" content="0;url={request.path}x">'.encode()))
    return True


@_on_pages("cut")
async def _cut(web: Web, site: Site, request: Request, out: Out) -> bool:
    whole = page(request.path)
    out.write(whole[: len(whole) * 2 // 3])
    await out.drain()
    out.close()
    return True


@_on_pages("length-long")
async def _long(web: Web, site: Site, request: Request, out: Out) -> bool:
    body = article(request.path).encode()
    whole = answer(body)
    out.write(whole.replace(f"Length: {len(body)}".encode(), f"Length: {len(body) + 500}".encode()))
    await out.drain()
    out.close()
    return True


@_on_pages("length-short")
async def _short(web: Web, site: Site, request: Request, out: Out) -> bool:
    body = article(request.path).encode()
    out.write(answer(body).replace(f"Length: {len(body)}".encode(), b"Length: 400"))
    return True


@_on_pages("gzip-trunc")
async def _half_zip(web: Web, site: Site, request: Request, out: Out) -> bool:
    import gzip

    body = gzip.compress(article(request.path).encode())
    out.write(answer(body[: len(body) // 2], Content_Encoding="gzip"))
    return True


@_on_pages("gzip-lie")
async def _no_zip(web: Web, site: Site, request: Request, out: Out) -> bool:
    out.write(answer(article(request.path).encode(), Content_Encoding="gzip"))
    return True


@_on_pages("chunks-bad")
async def _bad_chunks(web: Web, site: Site, request: Request, out: Out) -> bool:
    size = (b"-5", b"FFFFFFFFFFFFFFFFF", b"zz")[pick(request, 3)]
    out.write(head(Transfer_Encoding="chunked") + size + b"\r\nhello\r\n")
    await out.drain()
    out.close()
    return True


@_on_pages("status-odd")
async def _odd(web: Web, site: Site, request: Request, out: Out) -> bool:
    line = (b"HTTP/1.1 099 x", b"HTTP/1.1 999 x", b"HTTP/1.1 abc", b"HTTP/0.9", b"HTTP/1.1 600 x")
    out.write(line[pick(request, len(line))] + b"\r\nContent-Length: 0\r\n\r\n")
    return True


@_on_pages("early-hints", Own.ALL)
async def _hints(web: Web, site: Site, request: Request, out: Out) -> bool:
    out.write(b"HTTP/1.1 103 Early Hints\r\nLink: </s.css>; rel=preload\r\n\r\n" + page(request.path))
    return True


@_on_pages("reset")
async def _reset(web: Web, site: Site, request: Request, out: Out) -> bool:
    connection = out.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    out.close()
    return True


@_on_pages("headers-1m")
async def _headers(web: Web, site: Site, request: Request, out: Out) -> bool:
    out.write(answer(article(request.path).encode(), X_Big="x" * 1_000_000))
    return True


@_on_pages("set-cookie-flood", Own.ANY)
async def _cookies(web: Web, site: Site, request: Request, out: Out) -> bool:
    flood = b"".join(b"Set-Cookie: c%d=1\r\n" % n for n in range(400))
    out.write(page(request.path).replace(b"Content-Length", flood + b"Content-Length", 1))
    return True


@_on_pages("cookie-cross", Own.ALL)
async def _cookie(web: Web, site: Site, request: Request, out: Out) -> bool:
    out.write(answer(article(request.path).encode(), Set_Cookie="track=1; Domain=127.7.0.1; Path=/"))
    return True


@_on_pages("divs-100k")
async def _divs(web: Web, site: Site, request: Request, out: Out) -> bool:
    out.write(answer(b"<html><body>" + b"<div>" * 100_000))
    return True


@_on_pages("tags-1m")
async def _tags(web: Web, site: Site, request: Request, out: Out) -> bool:
    out.write(answer(b"<html><body>" + b"<i></i>" * 1_000_000))
    return True


@_on_pages("single-line-50m")
async def _line(web: Web, site: Site, request: Request, out: Out) -> bool:
    return await stream(out, head(), iter([b"<p>" + b"word " * 200_000] * 50))


@_on_pages("charset-lies", Own.ALL)
async def _lies(web: Web, site: Site, request: Request, out: Out) -> bool:
    codec = ("gb18030", "big5hkscs")[pick(request, 2)]
    out.write(answer(article(request.path).encode(codec, "xmlcharrefreplace")))
    return True


@_on_pages("canonical-all-home", Own.ALL)
async def _canonical(web: Web, site: Site, request: Request, out: Out) -> bool:
    link = f'<link rel="canonical" href="{web.url(site, "/")}"><title>'
    out.write(answer(article(request.path).replace("<title>", link, 1).encode()))
    return True


@_on_pages("guid-steal")
async def _steal(web: Web, site: Site, request: Request, out: Out) -> bool:
    """Pages that claim to be those of the first good site."""
    victim = web.url(web.sites[min(web.sites)], web.sites[min(web.sites)].paths[0])
    link = f'<link rel="canonical" href="{victim}"><title>Stolen '
    out.write(answer(article(request.path).replace("<title>", link, 1).encode()))
    return True


@_on_pages("path-growth")
async def _growth(web: Web, site: Site, request: Request, out: Out) -> bool:
    link = f'<body><a href="{request.path}/more">more</a>'
    out.write(answer(article(request.path).replace("<body>", link, 1).encode()))
    return True


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
