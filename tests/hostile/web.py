"""A small news web on loopback whose pages misbehave by name.

Every site is an address of its own (127.0.0.x, all on one port) with a feed at /feed.xml. A page's name is
its
behaviour: `/cut-3` is cut short whenever it is asked for. Texts are made from a seed: two pages never share
one. The web writes down every request it gets.
"""

from __future__ import annotations

import asyncio
import gzip
import random
import ssl
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape

WORDS = [
    "港口",
    "航線",
    "油輪",
    "保險",
    "海峽",
    "衛星",
    "機器人",
    "工廠",
    "關節",
    "電池",
    "預算",
    "議會",
    "法院",
    "證據",
    "檢方",
    "法官",
    "農地",
    "颱風",
    "水庫",
    "電網",
    "晶片",
    "材料",
    "實驗",
    "量子",
    "模型",
    "資料",
    "城市",
    "捷運",
    "票價",
    "學校",
    "教師",
    "學生",
    "醫院",
    "護理",
    "疫苗",
    "藥物",
    "市場",
    "匯率",
    "利率",
    "出口",
    "漁船",
    "海岸",
    "森林",
    "山路",
    "遊客",
    "博物館",
    "樂團",
    "電影",
    "球隊",
    "教練",
]
VERBS = [
    "公布",
    "檢討",
    "延後",
    "擴大",
    "測試",
    "調查",
    "修正",
    "宣布",
    "採用",
    "拒絕",
    "支持",
    "完成",
    "展開",
    "評估",
    "停止",
    "恢復",
]


#: What a site does with a request before the usual; True when that was all.
Behave = Callable[["Web", "Site", "Request", asyncio.StreamWriter], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came.

    headers: lower-case names. at: seconds, of a clock that only runs forward. busy: requests of this host
    that were not answered when it came, itself among them.
    """

    host: str
    path: str
    headers: dict[str, str]
    at: float = 0.0
    busy: int = 1
    method: str = "GET"
    body: str = ""


@dataclass(slots=True)
class Site:
    """One address. `paths`: what its feed lists, in order. `etag`: of the feed; None: it has none.

    robots_fault: name of a fault for /robots.txt. away: where `/away-n` redirects to.
    behave: asked before all else for every request of the site; whether it has answered.
    tls: serves https by it.
    """

    address: str
    paths: list[str] = field(default_factory=list)
    dates: dict[str, str] = field(default_factory=dict)
    etag: str | None = None
    robots: str = ""
    robots_fault: str = ""
    away: str = ""
    feed_body: bytes | None = None
    tdm: bytes = b""  # its tdmrep.json
    feed_type: str = "application/rss+xml"
    behave: Behave | None = None
    tls: ssl.SSLContext | None = None


@dataclass(slots=True)
class Web:
    """The running web. `log`: every request, in order of arrival. `healed`: faults that behave from now
    on.
    """

    port: int = 0
    sites: dict[str, Site] = field(default_factory=dict)
    log: list[Request] = field(default_factory=list)
    healed: set[str] = field(default_factory=set)
    held: set[str] = field(default_factory=set)
    busy: Counter[str] = field(default_factory=Counter)

    def url(self, site: Site, path: str) -> str:
        return f"http{'s' if site.tls else ''}://{site.address}:{self.port}{path}"

    def feed_urls(self) -> tuple[str, ...]:
        return tuple(self.url(site, "/feed.xml") for site in self.sites.values())

    def asked(self, *, feeds: bool = False) -> list[str]:
        """Paths of pages asked for so far, in order; feeds on demand, what is asked of every host never."""
        of_hosts = ("/robots.txt", "/.well-known/")
        kept = [request.path for request in self.log if not request.path.startswith(of_hosts)]
        return [path for path in kept if feeds or not path.endswith(".xml")]


Fault = Callable[[Web, Site, Request, asyncio.StreamWriter], Awaitable[None]]


def article(path: str, paragraphs: int = 6) -> str:
    """A page of Chinese prose that no other path has."""
    dice = random.Random(path)
    title = f"{dice.choice(WORDS)}{dice.choice(VERBS)}{dice.choice(WORDS)}計畫{path.strip('/')}"
    body = "".join(f"<p>{_paragraph(dice)}</p>" for _ in range(paragraphs))
    return (
        f'<!doctype html><html lang="zh-Hant"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta property="og:title" content="{escape(title)}">'
        f'<meta property="article:published_time" content="2026-05-04T08:00:00+08:00"></head>'
        f"<body><article><h1>{escape(title)}</h1>{body}</article></body></html>"
    )


def _paragraph(dice: random.Random) -> str:
    sentences = (
        f"{dice.choice(WORDS)}單位{dice.choice(VERBS)}{dice.choice(WORDS)}與{dice.choice(WORDS)}的"
        f"{dice.randint(2, 900)}項安排，{dice.choice(WORDS)}代表{dice.choice(VERBS)}了"
        f"{dice.choice(WORDS)}方面的意見。"
        for _ in range(4)
    )
    return "".join(sentences)


def answer(
    body: bytes, content_type: str = "text/html; charset=utf-8", status: str = "200 OK", **headers: str
) -> bytes:
    """A whole HTTP answer. Header names are given with underscores."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def page(path: str) -> bytes:
    return answer(article(path).encode())


# The faults, by name.


async def _slow(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    """Answers after longer than any test waits."""
    await asyncio.sleep(60)


async def _drip(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    """One byte in every tenth of a second."""
    for byte in page(request.path):
        out.write(bytes([byte]))
        await out.drain()
        await asyncio.sleep(0.1)


async def _trickle(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    """Quick to answer, then one byte in every tenth of a second."""
    head, _, body = page(request.path).partition(b"\r\n\r\n")
    out.write(head + b"\r\n\r\n")
    for byte in body:
        out.write(bytes([byte]))
        await out.drain()
        await asyncio.sleep(0.1)


async def _cut(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    whole = page(request.path)
    out.write(whole[: len(whole) // 2])
    await out.drain()
    out.close()


async def _hangup(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    out.close()


async def _loop(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    _redirect(out, request.path)


async def _chain(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    """Ever new addresses."""
    _redirect(out, request.path + "x")


async def _elsewhere(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    """A redirect to an article of the same site."""
    _redirect(out, request.path.replace("elsewhere", "moved"))


async def _away(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    """A redirect to another site."""
    _redirect(out, f"http://{site.away}:{web.port}/a-{request.path}")


async def _rules(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    """Rules without end."""
    out.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n")
    out.write(b"User-agent: *\nDisallow: /private\n")
    while not out.is_closing():
        out.write(b"# and so on\n" * 4096)
        await out.drain()


async def _file(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    _redirect(out, "file:///etc/passwd")


def _redirect(out: asyncio.StreamWriter, location: str) -> None:
    out.write(answer(b"", status="302 Found", Location=location))


async def _bomb(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    """64 MiB of nothing in 64 kB of gzip."""
    out.write(answer(gzip.compress(bytes(64 << 20)), Content_Encoding="gzip"))


async def _huge(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    """Says that 1 GiB follows."""
    out.write(answer(b"x").replace(b"Content-Length: 1\r", b"Content-Length: 1073741824\r"))


async def _endless(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    """Never ends, and says nothing about its length."""
    out.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")
    while not out.is_closing():
        out.write(b"x" * 65536)
        await out.drain()


async def _headers(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    """Headers that never end."""
    out.write(b"HTTP/1.1 200 OK\r\n")
    while not out.is_closing():
        out.write(b"X-More: and more\r\n" * 1024)
        await out.drain()


async def _packed(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    """Packed three times, though there is little in it."""
    body = article(request.path).encode()
    for _ in range(3):
        body = gzip.compress(body)
    out.write(answer(body, Content_Encoding="gzip, gzip, gzip"))


async def _pdf(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    out.write(answer(b"%PDF-1.7 " + bytes(500), "application/pdf"))


async def _masked(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    """A PDF that calls itself a page."""
    out.write(answer(b"%PDF-1.7 " + bytes(500)))


async def _empty(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    out.write(answer(b""))


async def _gb(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    """GB18030 under a header that says UTF-8."""
    text = article(request.path).replace('charset="utf-8"', 'charset="gb18030"')
    out.write(answer(text.encode("gb18030")))


async def _gzip(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    out.write(answer(gzip.compress(article(request.path).encode()), Content_Encoding="gzip"))


async def _badzip(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    """Says gzip, is none."""
    out.write(answer(b"\x1f\x8bnot gzip at all" * 20, Content_Encoding="gzip"))


def _status(line: str, **headers: str) -> Fault:
    async def fault(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
        out.write(answer(b"<html><body>sorry</body></html>", status=line, **headers))

    return fault


async def _garbage(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    """No HTTP."""
    out.write(b"\x00\x01\x02 220 smtp ready\r\n\r\n")
    await out.drain()
    out.close()


async def _good(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    out.write(page(request.path))


async def _noarchive(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    """Says so in a header, or in a meta."""
    if request.path.endswith("header"):
        out.write(answer(article(request.path).encode(), X_Robots_Tag="max-snippet:50, noarchive"))
        return
    meta = '<meta name="robots" content="noarchive"><title>'
    out.write(answer(article(request.path).replace("<title>", meta).encode()))


async def _reserved(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    out.write(answer(article(request.path).encode(), tdm_reservation="1"))


FAULTS: dict[str, Fault] = {
    "noarchive": _noarchive,
    "reserved": _reserved,
    "licensed": _good,
    "a": _good,
    "moved": _good,
    "private": _good,
    "old": _good,
    "dateless": _good,
    "slow": _slow,
    "drip": _drip,
    "trickle": _trickle,
    "cut": _cut,
    "hangup": _hangup,
    "loop": _loop,
    "chain": _chain,
    "elsewhere": _elsewhere,
    "away": _away,
    "rules": _rules,
    "file": _file,
    "bomb": _bomb,
    "huge": _huge,
    "endless": _endless,
    "headers": _headers,
    "packed": _packed,
    "pdf": _pdf,
    "masked": _masked,
    "empty": _empty,
    "gb": _gb,
    "gzip": _gzip,
    "badzip": _badzip,
    "garbage": _garbage,
    "404": _status("404 Not Found"),
    "410": _status("410 Gone"),
    "403": _status("403 Forbidden"),
    "500": _status("500 Internal Server Error"),
    "503": _status("503 Service Unavailable", Retry_After="60"),
    "429": _status("429 Too Many Requests", Retry_After="120"),
}


def feed(web: Web, site: Site) -> bytes:
    """The site's RSS. Entries have the dates of `site.dates`, the others none."""
    items = "".join(
        f"<item><title>{escape(path)}</title><link>{web.url(site, path)}</link>"
        f"<description>導言：{escape(path.partition('?')[0])}</description>"
        + (f"<pubDate>{site.dates[path]}</pubDate>" if path in site.dates else "")
        + "</item>"
        for path in site.paths
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()
    )


async def _serve_feed(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    if site.etag and request.headers.get("if-none-match") == site.etag:
        out.write(b"HTTP/1.1 304 Not Modified\r\nETag: " + site.etag.encode() + b"\r\n\r\n")
        return
    headers = {"ETag": site.etag} if site.etag else {}
    out.write(answer(site.feed_body or feed(web, site), site.feed_type, **headers))


async def _route(web: Web, site: Site, request: Request, out: asyncio.StreamWriter) -> None:
    while request.path in web.held:  # noqa: ASYNC110 - the test empties the set from its own thread
        await asyncio.sleep(0.02)
    if site.behave is not None and await site.behave(web, site, request, out):
        return
    if request.path == "/robots.txt" and site.robots_fault:
        await FAULTS[site.robots_fault](web, site, request, out)
    elif request.path == "/robots.txt":
        out.write(answer(site.robots.encode(), "text/plain", "200 OK" if site.robots else "404 Not Found"))
    elif request.path.startswith("/.well-known/"):
        out.write(answer(site.tdm, "application/json", "200 OK" if site.tdm else "404 Not Found"))
    elif request.path.startswith("/feed"):
        await _serve_feed(web, site, request, out)
    else:
        name = request.path.strip("/").partition("-")[0]
        await (FAULTS[name] if name not in web.healed else _good)(web, site, request, out)


async def _connection(web: Web, site: Site, source: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
    try:
        while not out.is_closing():
            head = (await source.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.split("\r\n")
            pairs = (line.partition(":") for line in lines if line)
            headers = {name.lower(): value.strip() for name, _, value in pairs}
            web.busy[site.address] += 1
            method, path = first.split(" ")[:2]
            body = (await source.readexactly(int(headers.get("content-length", "0")))).decode("latin-1")
            busy = web.busy[site.address]
            request = Request(site.address, path, headers, time.monotonic(), busy, method, body)
            web.log.append(request)
            try:
                await _route(web, site, request, out)
                await out.drain()
            finally:
                web.busy[site.address] -= 1
    except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
        pass  # they hung up, or the web closes
    finally:
        out.close()


async def _open(web: Web, servers: list[asyncio.Server]) -> None:
    for site in web.sites.values():

        async def connected(
            source: asyncio.StreamReader, out: asyncio.StreamWriter, site: Site = site
        ) -> None:
            await _connection(web, site, source, out)

        servers.append(await asyncio.start_server(connected, site.address, web.port, ssl=site.tls))
        web.port = servers[-1].sockets[0].getsockname()[1]


async def _listen(web: Web, ready: threading.Event, stop: asyncio.Event) -> None:
    servers: list[asyncio.Server] = []
    while len(servers) < len(web.sites):
        try:
            await _open(web, servers)
        except OSError:  # another web's, on one of the addresses: all move to another port
            while servers:
                servers.pop().close()
            web.port = 0
    ready.set()
    await stop.wait()
    for server in servers:
        server.close()
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@contextmanager
def running(*sites: Site) -> Iterator[Web]:
    """Serve the sites, each on its address, in a thread."""
    web = Web(sites={site.address: site for site in sites})
    ready, loop, stop = threading.Event(), asyncio.new_event_loop(), asyncio.Event()

    def serve() -> None:
        loop.run_until_complete(_listen(web, ready, stop))
        loop.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        assert ready.wait(60)
        yield web
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
