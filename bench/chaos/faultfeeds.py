"""Faults of feeds, and of the addresses that they and pages name."""

from __future__ import annotations

from bench.chaos.bombs import BOMBS
from bench.chaos.feedbodies import FEED_BODIES, READABLE, many_entries, zipped_sitemap
from bench.chaos.fixtures import (
    SPELLINGS,
    Handler,
    Out,
    Own,
    canary_url,
    count,
    fault,
    for_ever,
    head,
    is_feed,
    is_page,
    items,
    pick,
    redirect,
    stream,
)
from tests.hostile.web import Request, Site, Web, answer, article

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
    return await stream(out, head("application/xml") + b"<rss><!--", for_ever(b"x" * 65_536))


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
