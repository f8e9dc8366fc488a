"""Normalization of URLs: one canonical URL per page, one key per article.

`canonical_url` gives the one spelling: parsed as browsers do (WHATWG, by ada-url), tracking removed, AMP,
mobile, print and sharing views resolved where the article's own address is known. It can still be fetched.
`url_key` goes one step further: http and https, "www." and unknown mobile hosts share a key, because identity
need not be fetchable.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from hashlib import blake2b
from urllib.parse import unquote, urlsplit

from ada_url import URL, HostType

from seedwatch.core.errors import UrlError
from seedwatch.core.fetching.public_suffix import same_owner
from seedwatch.core.fetching.url_rules import (
    AMBIGUOUS,
    DRESS_LABELS,
    REWRITES,
    SESSION_NAMES,
    SESSIONS,
    TRACKING,
    TRACKING_PREFIXES,
    VIEWS,
    WRAPPERS,
    Rewrite,
    Wrapper,
)

#: Longest address taken; longer ones are attacks or data, not articles (servers stop at 2,000 to 8,000).
MAX_LENGTH = 8192

_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SESSION_PART = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;?]*", re.IGNORECASE)
#: Where ASP.NET keeps a session without cookies: a part of the path of its own.
_SESSION_FOLDER = re.compile(r"/\((?:[A-Z]\([^()/]{16,}\))+\)(?=/)")
_SESSION_VALUE = re.compile(r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-v]{26}", re.IGNORECASE)
#: Tracking that was appended to an address as if it had a query, or a second one.
_APPENDED = re.compile(r"(?:&|%3F|%26)(?:utm_\w+|fbclid|gclid|srsltid)(?:=|%3D).*$", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,7}")
# A view of an article, not the article "amp": what is left must hold a digit or a hyphenated slug.
_AMP_TAIL = re.compile(r"(/.*(?:\d|\w-\w).*?)(?:/amp/?|/index\.amp|\.amp)(\.html?)?")
_AMP_HEAD = re.compile(r"/(?:amp|amphtml)(/.*(?:\d|\w-\w).*)")
_AMP_CACHE_PATH = re.compile(r"/(?:amp|[cvr])/(?:[cvr]/)?(s/)?([^/]+\..*)")
# White space that editors paste round a link; U+200B to U+200D and the BOM are not white space to `strip`.
_EDGES = " \t\r\n\f\v\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
#: A fragment by which a script chooses the article ("#!/story/7", "#/story/7"), not a place on the page.
_ROUTE = re.compile(r"#!/?\w|#/\w")
#: What is left of "&" where an address was copied out of HTML.
_AMPERSAND = re.compile(r"(?<=&)amp;")
_MAX_UNWRAP = 8
#: A page's address is asked for its spelling and key by several stages on its way.
_LATELY = 2048


@lru_cache(_LATELY)
def canonical_url(url: str, base: str | None = None) -> str:
    """The one spelling of a web address: absolute, http(s), without tracking, credentials or fragment,
    but for one that is a route ("#!/story/7").

    url: as found in a page or feed; may be relative to `base`; "//host/path" without base is read as https.
    Idempotent. Raises UrlError for what is not a web address or has more than MAX_LENGTH characters.
    """
    parsed = _parse(url, base)
    for _ in range(_MAX_UNWRAP):
        inner = _unwrapped(parsed)
        if inner is None:
            break
        parsed = inner
    return _settle(parsed)


@lru_cache(_LATELY)
def url_key(url: str) -> str:
    """Identity of an address: 32 hex characters, the same for every view of one article its address tells of.

    Raises UrlError as `canonical_url` does.
    """
    return blake2b(_identity(canonical_url(url)).encode(), digest_size=16).hexdigest()


def same_address(a: str, b: str) -> bool:
    """Do two addresses name one article, as far as addresses can tell? Raises UrlError."""
    return _identity(canonical_url(a)) == _identity(canonical_url(b))


def same_site(a: str, b: str) -> bool:
    """Do two addresses belong to one owner: do their hosts share a registrable domain? Raises UrlError."""
    return same_owner(URL(canonical_url(a)).hostname, URL(canonical_url(b)).hostname)


def _parse(url: str, base: str | None) -> URL:
    text = url.strip(_EDGES)
    if len(text) > MAX_LENGTH:
        raise UrlError(
            f"address of {len(text)} characters: {text[:80]}...", f"At most {MAX_LENGTH} are taken."
        )
    if base is None and re.match(r"//[^/\\]", text):
        text = "https:" + text
    try:
        parsed = URL(text, base=base) if base is not None else URL(text)
    except (ValueError, UnicodeEncodeError) as error:
        raise UrlError(f"not a web address: {url[:200]!r}") from error
    if parsed.protocol not in {"http:", "https:"} or not _host_allowed(parsed):
        raise UrlError(f"not a web address: {url[:200]!r}", "Only http and https can be fetched.")
    return parsed


def _host_allowed(parsed: URL) -> bool:
    """ada-url lets some broken punycode labels pass that the standard refuses."""
    if parsed.host_type is not HostType.DEFAULT:
        return True
    return all(_label_allowed(label) for label in parsed.hostname.split(".") if label.startswith("xn--"))


def _label_allowed(label: str) -> bool:
    try:
        plain = label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, OverflowError):
        return False
    round_trip = "xn--" + plain.encode("punycode").decode("ascii")
    return not plain.isascii() and round_trip == label and unicodedata.normalize("NFKC", plain) == plain


def _settle(parsed: URL) -> str:
    """Host, path and query in one spelling; repeated until nothing moves, as a rewrite may show another."""
    parts = (parsed.protocol, parsed.hostname.rstrip("."), parsed.port, parsed.pathname, parsed.search)
    route = _unescaped(parsed.hash) if _ROUTE.match(parsed.hash) else ""
    for _ in range(_MAX_UNWRAP):
        after = _one_pass(*parts)
        if after == parts:
            break
        parts = after
    protocol, host, port, path, search = parts
    return f"{protocol}//{host}{':' + port if port else ''}{path}{search}{route}"


def _one_pass(protocol: str, host: str, port: str, path: str, search: str) -> tuple[str, str, str, str, str]:
    path = _SESSION_FOLDER.sub("", _SESSION_PART.sub("", _unescaped(path)))
    path = _APPENDED.sub("", path) or "/"
    host, path, drop = _rewritten(host, path)
    path = _plain_view(path)
    return protocol, host, port, path, _query(search, drop, path)


def _unescaped(text: str) -> str:
    """Escapes of unreserved characters decoded, all others in upper case (RFC 3986, 6.2.2)."""
    return _ESCAPE.sub(_normal_escape, text)


def _normal_escape(match: re.Match[str]) -> str:
    char = chr(int(match[0][1:], 16))
    return char if char in _UNRESERVED else match[0].upper()


def _rewritten(host: str, path: str) -> tuple[str, str, tuple[str, ...]]:
    for pattern, rule in _rewrites().get(host, ()):
        if match := pattern.fullmatch(path):
            return rule.to_host, match.expand(rule.to_path), rule.drop
    for pattern, rule in _rules_of_owner(host):
        if match := pattern.fullmatch(path):
            return host, match.expand(rule.to_path), rule.drop
    return host, path, ()


def _rules_of_owner(host: str) -> Iterator[tuple[re.Pattern[str], Rewrite]]:
    """Rules that an outlet has for one of its hosts, for its others: "www." or not, and those below it."""
    owner = host
    while "." in owner:
        yield from _shared_rewrites().get(owner, ())
        owner = owner.partition(".")[2]


@cache
def _shared_rewrites() -> dict[str, tuple[tuple[re.Pattern[str], Rewrite], ...]]:
    table: dict[str, tuple[tuple[re.Pattern[str], Rewrite], ...]] = {}
    for host, rows in _rewrites().items():
        owner = host.removeprefix("www.")
        shared = tuple(row for row in rows if row[1].to_host == host and not row[1].alone)
        if shared:
            table[owner] = (*table.get(owner, ()), *shared)
    return table


@cache
def _rewrites() -> dict[str, tuple[tuple[re.Pattern[str], Rewrite], ...]]:
    table: dict[str, tuple[tuple[re.Pattern[str], Rewrite], ...]] = {}
    for rule in REWRITES:
        pattern = re.compile(rule.path, re.IGNORECASE)
        table[rule.host] = (*table.get(rule.host, ()), (pattern, rule))
    return table


def _plain_view(path: str) -> str:
    if tail := _AMP_TAIL.fullmatch(path):
        return tail[1] + (tail[2] or "")
    if head := _AMP_HEAD.fullmatch(path):
        return head[1]
    return path


def _query(search: str, drop: tuple[str, ...], path: str) -> str:
    """Tracking removed, names in order; values of one name keep theirs (a=1&a=2 is not a=2&a=1)."""
    if "*" in drop:
        return ""
    parts = _AMPERSAND.sub("", search).lstrip("?").split("&")
    is_named = _names_article(path)
    kept = [_first_query(part, drop) for part in parts if part and not _idle(part, drop, is_named=is_named)]
    kept = [_unescaped(part).replace("+", "%20") for part in kept]
    return "?" + "&".join(sorted(kept, key=lambda part: part.partition("=")[0])) if kept else ""


def _names_article(path: str) -> bool:
    """Does the last part of a path tell which article it is? A script ("/show.php") leaves that to the query."""
    last = path.rstrip("/").rpartition("/")[2]
    return not last or any(char.isdigit() or char in "-%" for char in last)


def _first_query(part: str, drop: tuple[str, ...]) -> str:
    """A parameter without the second "?" that a sharing button put behind it ("id=7?fbclid=x")."""
    head, mark, tail = part.partition("?")
    return head if mark and "=" in head and _idle(tail, drop, is_named=True) else part


def _idle(part: str, drop: tuple[str, ...], *, is_named: bool) -> bool:
    """Is it a parameter that cannot choose what is shown?

    is_named: whether the path tells the article; where it does not, a short number may be its name.
    """
    name, _, value = part.partition("=")
    name, value = unquote(name).lower(), unquote(value)
    if name in drop or name in SESSIONS or name.startswith(TRACKING_PREFIXES):
        return True
    if name in TRACKING:
        return is_named or name not in AMBIGUOUS or not _NUMBER.fullmatch(value)
    if name in SESSION_NAMES and _SESSION_VALUE.fullmatch(value):
        return True
    values = VIEWS.get(name)
    return values is not None and (not values or value.lower() in values)


def _unwrapped(parsed: URL) -> URL | None:
    """The address inside a sharing link, search redirect or AMP cache; None when this is none."""
    inner = _from_cache(parsed) or _from_parameter(parsed)
    if inner is None or not inner.lower().startswith(("http://", "https://")):
        return None
    try:
        return _parse(inner, None)
    except UrlError:
        return None


def _from_cache(parsed: URL) -> str | None:
    host = parsed.hostname
    if not (
        host.endswith(".cdn.ampproject.org")
        or (host.startswith("www.google.") and parsed.pathname[:5] == "/amp/")
    ):
        return None
    match = _AMP_CACHE_PATH.fullmatch(parsed.pathname)
    return f"http{'s' if match[1] else ''}://{match[2]}{parsed.search}" if match else None


def _from_parameter(parsed: URL) -> str | None:
    host = parsed.hostname
    wrapper = next((row for row in WRAPPERS if _is_wrapper(row, host, parsed)), None)
    if wrapper is None:
        return None
    pairs = (part.partition("=") for part in parsed.search.lstrip("?").split("&"))
    values = {name: unquote(value.replace("+", " ")) for name, _, value in pairs}
    return next((values[name] for name in wrapper.parameters if values.get(name)), None)


def _is_wrapper(row: Wrapper, host: str, parsed: URL) -> bool:
    return (host == row.host or host.endswith(f".{row.host}")) and re.fullmatch(
        row.path, parsed.pathname
    ) is not None


def _identity(canonical: str) -> str:
    """What names the article: without scheme (unless a port is given) and without dress label."""
    scheme, _, rest = canonical.partition("://")
    authority, slash, tail = rest.partition("/")
    label, _, parent = authority.partition(".")
    if label in DRESS_LABELS and "." in parent and not parent.rpartition(":")[0].replace(".", "").isdigit():
        authority = parent
    # An explicit port is never the scheme's default here, so http and https cannot both mean it.
    return f"{scheme if ':' in authority else 'web'}://{authority}{slash}{tail}"


def origin_of(url: str) -> str:
    """Scheme, host and port: what one robots.txt speaks for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"
