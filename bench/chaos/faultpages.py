"""Faults of the way a page comes, and of what is in it."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable

from bench.chaos.fixtures import Handler, Out, Own, fault, for_ever, head, is_page, pick, redirect, stream
from tests.hostile.web import Request, Site, Web, answer, article, page

# Transport.


def _on_pages(name: str, own: Own = Own.ANY, most: int = 30) -> Callable[[Handler], Handler]:
    """A fault of every page; the feed is good."""

    def register(handle: Handler) -> Handler:
        async def only_pages(web: Web, site: Site, request: Request, out: Out) -> bool:
            return is_page(request) and await handle(web, site, request, out)

        return fault(name, own, most)(only_pages)

    return register


@_on_pages("length-missing-endless")
async def _endless(web: Web, site: Site, request: Request, out: Out) -> bool:
    return await stream(out, head(), for_ever(b"x" * 65_536))


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
