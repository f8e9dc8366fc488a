"""RSS, Atom and RDF: feedparser's reading, with its gaps closed.

Closed here: links (the article's, not the entry's own or an enclosure's; Bing's wrapped ones), dates it does
not or wrongly reads, Google's title suffix and day-only dates, encodings that lie, documents without end.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from seedwatch.core.encoding.decode import decode
from seedwatch.core.encoding.mojibake import LANGUAGE_FLOOR, text_likelihood
from seedwatch.core.feeds.context import FeedContext
from seedwatch.core.feeds.markup import one_line, plain, storable
from seedwatch.core.feeds.mend import without_broken_references
from seedwatch.core.feeds.prescan import channel_head, cut_after, split_entries, without_bombs, without_giants
from seedwatch.core.fetching.public_suffix import same_owner
from seedwatch.core.model.feed import FeedEntry, FeedWords, ParsedFeed
from seedwatch.core.model.moment import Moment, OffsetKnown, Precision

_MAX_WORDS = 200_000
_UTF8 = "application/xml; charset=utf-8"
_DECLARED = re.compile(rb"(?s)\s*<\?xml[^>]*\bencoding\s*=")
_CHANNEL_LINK = re.compile(rb"(?is)<link\s*>\s*(?:<!\[CDATA\[)?\s*([^<>\]\s]+)")
_ATOM_HOME = re.compile(
    rb"(?is)<link\b(?![^>]*\brel\s*=\s*[\"'](?!alternate))[^>]*?\bhref\s*=\s*[\"']([^\"'<>]+)"
)
_Feed = Mapping[str, Any]


def read_xml(body: bytes, context: FeedContext, root_kind: str) -> ParsedFeed:
    """The feed that feedparser sees in `body`; for a document that is none, "unknown" without entries.

    root_kind: the kind that the root element tells, for feeds without a version.
    """
    body, is_cut = cut_after(without_bombs(without_giants(body)), context.max_entries)
    body, is_mended = without_broken_references(body)
    inner = context.based_on(_home(body, context, root_kind))
    found, faults = _read(body, inner)
    if found is None:
        return ParsedFeed("unknown", problems=faults)
    feed: _Feed = found["feed"]
    problems = (*faults, *_problems(found, is_cut, context))
    if is_mended:
        problems = ("references that name no character: mended", *problems)
    link = context.address(feed.get("link"))
    everybody = _authors(feed) if _kind(found.get("version") or "", root_kind) == "atom" else ""
    entries = tuple(_entry(one, link, everybody, inner) for one in found["entries"][: context.max_entries])
    kind = _kind(found.get("version") or "", root_kind)
    if kind == "unknown" and not entries:
        problems = ("no feed", *problems)
    title = feed.get("title") or ""
    return ParsedFeed(
        format=kind,
        title=_plain(feed, "title"),
        link=link or storable(feed.get("link") or "") or None,
        entries=entries,
        ttl=_ttl(feed),
        problems=problems,
        language=feed.get("language"),
        updated=context.moment(_own(feed, "updated"), _own(feed, "published")),
        title_words=title if title != _plain(feed, "title") else "",
    )


def _read(body: bytes, context: FeedContext) -> tuple[_Feed | None, tuple[str, ...]]:
    """What feedparser sees; where it gives up, what it sees of each item alone. With what went wrong."""
    try:
        return _parse(body, context), ()
    except Exception as error:  # noqa: BLE001 -- boundary: what the parser raises is named, the rest is read
        fault = _fault("unreadable", error)
    pieces = split_entries(body)
    if pieces is None:
        return None, (fault,)
    head, items, tail = pieces
    found: dict[str, Any] | None = None
    faults = [fault]
    for number, item in enumerate(items, start=1):
        try:
            alone = _parse(head + item + tail, context)
        except Exception as error:  # noqa: BLE001 -- boundary: one item's fault is its own
            faults.append(_fault(f"item {number} unreadable", error))
            continue
        if found is None:
            found = {"feed": alone["feed"], "version": alone.get("version"), "entries": []}
        found["entries"] += alone["entries"][:1]
    return found, tuple(faults[:20])


def _fault(what: str, error: Exception) -> str:
    return one_line(f"{what}: {type(error).__name__}: {error}")[:300]


def _home(body: bytes, context: FeedContext, root_kind: str) -> str | None:
    """What relative links of items stand on besides an xml:base: the site's address, as the channel says.

    Of Atom, whose links stand on the document's own address, only where another host serves the feed.
    """
    head = channel_head(body)
    named = (_ATOM_HOME if root_kind == "atom" else _CHANNEL_LINK).search(head)
    home = context.address(html.unescape(named[1].decode("utf-8", "replace"))) if named else None
    if home is None or root_kind != "atom":
        return home
    hosts = [urlsplit(url).hostname or "" for url in (home, context.url or "")]
    return None if not hosts[1] or same_owner(*hosts) else home


def _parse(body: bytes, context: FeedContext) -> _Feed:
    found = _feedparser(body, context, _UTF8 if _is_plain_utf8(body, context) else None)
    if _is_misread(found):
        text = decode(body, context.content_type)
        if not text.doubtful and text.encoding != found.get("encoding"):
            mended = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.text, count=1)
            found = _feedparser(mended.encode("utf-8", "replace"), context, _UTF8)
    return found


def _is_plain_utf8(body: bytes, context: FeedContext) -> bool:
    """UTF-8 that nobody declares, which is XML's default; feedparser guesses from a few bytes instead."""
    if body.isascii() or "charset" in (context.content_type or "") or _DECLARED.match(body):
        return False
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _feedparser(body: bytes, context: FeedContext, content_type: str | None = None) -> _Feed:
    """feedparser on a stream of bytes: given a string, it would open files and addresses."""
    import feedparser

    headers = {
        "content-type": content_type or context.content_type or "",
        "content-location": context.url or "",
    }
    found: _Feed = feedparser.parse(
        io.BytesIO(body), response_headers={name: value for name, value in headers.items() if value}
    )
    return found


def _is_misread(found: _Feed) -> bool:
    """Whether the first titles look like the bytes of another encoding."""
    titles = " ".join(str(entry.get("title", "")) for entry in found["entries"][:20])
    sample = f"{found['feed'].get('title', '')} {titles}"
    return not sample.isascii() and ("\ufffd" in sample or text_likelihood(sample) < LANGUAGE_FLOOR)


def _problems(found: _Feed, is_cut: bool, context: FeedContext) -> tuple[str, ...]:
    problems = []
    error = found.get("bozo_exception")
    if found.get("bozo") and type(error).__name__ not in {"CharacterEncodingOverride", "NonXMLContentType"}:
        problems.append(one_line(f"damaged: {error}")[:300])
    if is_cut:
        problems.append(f"more than {context.max_entries} entries or too much markup: cut off")
    return tuple(problems)


def _kind(version: str, root_kind: str) -> str:
    if version.startswith("atom"):
        return "atom"
    if version in {"rss10", "rss090"}:
        return "rdf"
    return "rss" if version.startswith(("rss", "cdf")) else root_kind


def _entry(entry: _Feed, home: str | None, everybody: str, context: FeedContext) -> FeedEntry:
    """everybody: the feed's own authors, for an item that names none."""
    url = _unwrapped(_link(entry, context), context)
    title = _plain(entry, "title")
    published = context.moment(*(_own(entry, name) for name in ("published", "created", "updated")))
    if _is_google(url) or _is_google(home):
        return FeedEntry(
            url, _without_outlet(title, entry), _id(entry), _day_only(published), **_outlet(entry, context)
        )
    content = max((str(part.get("value") or "") for part in entry.get("content") or ()), key=len, default="")
    summary = str(entry.get("summary") or "")
    own = _authors(entry)
    author = own or _authors(entry.get("source") or {}) or everybody
    words = FeedWords(
        str(entry.get("title") or ""),
        summary[:_MAX_WORDS],
        content[:_MAX_WORDS],
        own if len(_named(entry)) > 1 else str(entry.get("author") or "") or author,
    )
    text = _plain(entry, "summary") if summary else plain(content[:_MAX_WORDS])
    is_plain = (words.title, words.summary, words.author) == (title, text, author) and not content
    return FeedEntry(
        url=url,
        title=title,
        id=_id(entry),
        published=published,
        author=author,
        summary=text,
        words=None if is_plain else words,
        **_outlet(entry, context),
    )


def _outlet(entry: _Feed, context: FeedContext) -> dict[str, Any]:
    """Who published an item, as its source element says, or Bing's in its own namespace."""
    source = entry.get("source") or {}
    name = one_line(str(source.get("title") or entry.get("news_source") or ""))
    return {"outlet": name, "outlet_home": context.address(source.get("href"))}


def _own(part: _Feed, name: str) -> object:
    """A field that stands there: feedparser's own look-up answers with another date's, and a warning."""
    return dict.get(part, name) if isinstance(part, dict) else None


def _id(entry: _Feed) -> str | None:
    return storable(str(entry.get("id") or "")) or None


def _plain(part: _Feed, name: str) -> str:
    """A field as text; one that the feed declares to be text keeps its angle brackets."""
    value = str(part.get(name) or "")[:_MAX_WORDS]
    detail = part.get(f"{name}_detail") or {}
    return one_line(value) if detail.get("type") == "text/plain" else plain(value)


def _link(entry: _Feed, context: FeedContext) -> str | None:
    """The article: the alternate link, HTML first; else the plain one; else an id that is an address."""
    links = [link for link in entry.get("links") or () if link.get("rel", "alternate") == "alternate"]
    links.sort(key=lambda link: "html" not in str(link.get("type", "html")))
    name = _id(entry) or ""
    counted = [value for name, value in entry.items() if name.endswith("_origlink")]
    candidates = [*counted, *(link.get("href") for link in links)]
    candidates += [None if links else entry.get("link"), name if name.startswith("http") else None]
    return next((url for url in map(context.address, candidates) if url is not None), None)


def _unwrapped(url: str | None, context: FeedContext) -> str | None:
    """The publisher's address inside Bing's counting link, or inside that of the endpoint that answered."""
    if url is None or "apiclick" not in url:
        return url
    parts = urlsplit(url)
    endpoint = urlsplit(context.url or "").netloc
    if not (parts.hostname or "").endswith("bing.com") and parts.netloc != endpoint:
        return url
    inner = parse_qs(parts.query).get("url", [""])[0]
    return inner if urlsplit(inner).scheme in {"http", "https"} else url


def _is_google(url: str | None) -> bool:
    return url is not None and urlsplit(url).hostname == "news.google.com"


def _without_outlet(title: str, entry: _Feed) -> str:
    """Google puts the outlet behind each headline: cut exactly what its source element says."""
    outlet = one_line(str((entry.get("source") or {}).get("title") or ""))
    return title.removesuffix(f" - {outlet}").strip() or title if outlet else title


def _day_only(published: Moment | None) -> Moment | None:
    """Google's 07:00 or 08:00 GMT is midnight in California: a day, not a time (27 of 30 in one answer)."""
    if published is None or published.utc.strftime("%H:%M:%S") not in {"07:00:00", "08:00:00"}:
        return published
    midnight = published.utc.replace(hour=0)
    return Moment(midnight, Precision.DAY, OffsetKnown.UNKNOWN, published.origin, published.raw)


_EMAIL = re.compile(r"[(<\[]?\s*(?:mailto:)?[^\s()<>\[\]]+@[^\s()<>\[\]]+\s*[)>\]]?")


def _authors(part: _Feed) -> str:
    """The names of all authors, each once, without the addresses beside them."""
    people = _named(part)
    single = _name(str(part.get("author") or ""))
    return ", ".join(dict.fromkeys(filter(None, map(_name, people)))) if len(people) > 1 else single


def _named(part: _Feed) -> list[str]:
    people = [str(one.get("name") or "") for one in part.get("authors") or ()]
    return [name for name in people if name.strip()]


def _name(words: str) -> str:
    """A name, without the address beside it: "me@x (Name)", "Name <me@x>"."""
    author = one_line(words)
    return _EMAIL.sub("", author).strip(" ()<>[],") if "@" in author else author


_PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}


def _ttl(feed: _Feed) -> int | None:
    """Seconds between two visits, as the feed asks by ttl (minutes) or by the syndication module."""
    ttl = str(feed.get("ttl") or "").strip()
    if ttl.isascii() and ttl.isdigit() and len(ttl) < 8:
        return int(ttl) * 60 or None
    period = _PERIODS.get(str(feed.get("sy_updateperiod") or "").strip().lower())
    frequency = str(feed.get("sy_updatefrequency") or "1").strip()
    if period is None or not (frequency.isascii() and frequency.isdigit() and len(frequency) < 6):
        return None
    return period // max(1, int(frequency)) or None
