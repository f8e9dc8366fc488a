"""Feed documents that are built to hurt their reader, by the name of the attack."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from functools import cache

#: (document, items of the site as XML, address of a listener that must never hear anything) -> document
Body = Callable[[str, str], bytes]


def rss(items: str, before: str = "", inside: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{before}<rss version="2.0" xmlns:xi="http://www.w3.org/2001/XInclude">'
        f"<channel><title>t</title>{inside}{items}</channel></rss>"
    ).encode("utf-8", "surrogatepass")


def _laughs(items: str, canary: str) -> bytes:
    entities = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return rss(f"<item><title>&l11;</title></item>{items}", f"<!DOCTYPE rss [{entities}]>")


def _quadratic(items: str, canary: str) -> bytes:
    declared = f'<!DOCTYPE rss [<!ENTITY a "{"x" * 50_000}">]>'
    return rss(f"<item><title>{'&a;' * 50_000}</title></item>{items}", declared)


def _entity(system: str) -> Body:
    def body(items: str, canary: str) -> bytes:
        where = system or canary
        declared = (
            f'<!DOCTYPE rss SYSTEM "{canary}/x.dtd" [<!ENTITY x SYSTEM "{where}">'
            f'<!ENTITY % p SYSTEM "{canary}/p.dtd"> %p;]>'
        )
        return rss(f"<item><title>&x;</title></item>{items}", declared)

    return body


def _include(items: str, canary: str) -> bytes:
    return rss(items, inside=f'<xi:include href="{canary}/i"/><xi:include href="file:///etc/hostname"/>')


def _stylesheet(items: str, canary: str) -> bytes:
    return rss(items, f'<?xml-stylesheet href="{canary}/s.xsl" type="text/xsl"?>')


def _deep(items: str, canary: str) -> bytes:
    return rss(f"<item>{'<a>' * 100_000}{'</a>' * 100_000}</item>{items}")


def _attributes(items: str, canary: str) -> bytes:
    return rss("<item " + " ".join(f'a{n}="1"' for n in range(1_000_000)) + f"/>{items}")


def _namespaces(items: str, canary: str) -> bytes:
    return rss("<item " + " ".join(f'xmlns:n{n}="u:{n}"' for n in range(100_000)) + f"/>{items}")


def _utf7(items: str, canary: str) -> bytes:
    return rss(items).replace(b'encoding="utf-8"', b'encoding="utf-7"')


def _utf16(items: str, canary: str) -> bytes:
    declared = '<!DOCTYPE rss [<!ENTITY e "expanded">]>'
    return rss(items, declared).decode().replace(' encoding="utf-8"', "").encode("utf-16-le")


def _extra(extra: str) -> Body:
    return lambda items, canary: rss(f"{extra}{items}")


def _json(text: str) -> Body:
    return lambda items, canary: text.encode()


def _hub(items: str, canary: str) -> bytes:
    inside = f'<link rel="hub" href="{canary}/hub"/><cloud domain="127.66.6.6" port="80" path="/" />'
    return rss(items, inside=inside + f"<image><url>{canary}/i.png</url></image>")


_DATES = {
    "date-9999": ["9999-12-31T23:59:59-12:00"],
    "date-0001": ["0001-01-01T00:00:00+14:00"],
    "date-future": ["Fri, 01 Jan 2126 00:00:00 GMT"],
    "date-bad": ["31 Feb 2026", "25:61", "", "yesterday", "1780000000000", "2569-05-01", "民國 115 年 5 月"],
    "date-tz": ["Mon, 04 May 2026 08:00:00 EST", "Mon, 04 May 2026 08:00:00 +0860", "2026-05-04 08:00 -9999"],
}


def dated(name: str) -> Body:
    """The site's own items with impossible dates by turns."""

    def body(items: str, canary: str) -> bytes:
        parts = items.split("</item>")
        dates = _DATES[name]
        new = (
            f"{part}<pubDate>{dates[number % len(dates)]}</pubDate>" if "<item>" in part else part
            for number, part in enumerate(parts)
        )
        return rss("</item>".join(new))

    return body


def _same_guid(items: str, canary: str) -> bytes:
    return rss(items.replace("<item>", '<item><guid isPermaLink="false">one</guid>'))


_COMBINING = "a" + "\u0301" * 10_000
FEED_BODIES: dict[str, Body] = {
    "xml-billion-laughs": _laughs,
    "xml-quadratic": _quadratic,
    "xml-xxe-file": _entity("file:///etc/hostname"),
    "xml-xxe-http": _entity(""),
    "xml-xinclude": _include,
    "xml-pi-stylesheet": _stylesheet,
    "xml-deep": _deep,
    "xml-attr-flood": _attributes,
    "xml-ns-flood": _namespaces,
    "xml-utf7": _utf7,
    "xml-utf16-nodecl": _utf16,
    "title-1m": _extra(f"<item><title>{'長' * 350_000}</title></item>"),
    "guid-100k": _extra(f"<item><guid>{'g' * 100_000}</guid><title>g</title></item>"),
    "url-64k": _extra(f"<item><title>u</title><link>http://127.7.0.1/{'u' * 64_000}</link></item>"),
    "json-deep": _json("[" * 100_000),
    "json-bigint": _json('{"version": "https://jsonfeed.org/version/1.1", "x": ' + "9" * 5_000_000 + "}"),
    "ssrf-websub": _hub,
    "ctl": _extra("<item><title>a&#27;[31m\x00\x07b\ufffe</title></item>"),
    "surrogate": _extra("<item><title>a&#55357;b\ud83d</title></item>"),
    "bidi": _extra("<item><title>\u202eabc\u2066</title></item>"),
    "zalgo": _extra(f"<item><title>{_COMBINING}</title></item>"),
    "dup-guid": _same_guid,
    **{name: dated(name) for name in _DATES},
}
#: Those whose own items must be read in spite of all: the attack stands beside them.
READABLE = frozenset(
    {
        "xml-pi-stylesheet", "xml-xinclude", "title-1m", "guid-100k", "url-64k", "ssrf-websub", "bidi",
        "zalgo", "dup-guid", *_DATES,
    }
)  # fmt: skip


def many_entries() -> Iterator[bytes]:
    """A million entries, as they come off a wire."""
    yield b'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>'
    for start in range(0, 1_000_000, 10_000):
        yield b"".join(b"<item><guid>g%d</guid></item>" % n for n in range(start, start + 10_000))
    yield b"</channel></rss>"


def zipped_sitemap() -> Iterator[bytes]:
    """A sitemap.xml.gz whose inside is a bomb."""
    yield _zipped_sitemap()


@cache
def _zipped_sitemap() -> bytes:
    head = b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return gzip.compress(head + b" " * (64 << 20), 9) + gzip.compress(bytes(64 << 20), 9) * 100
