"""Whose address is it? What a page claims as its own (canonical link, og:url) against where it was found.

Templates are wrong in a few known ways: every article claims the front page, its section, "undefined", an
address cut in the middle, or its edition in another language. Such a claim names no article. What is left
is believed at once where address and claim share what names the article in them; else the archive decides,
by the text that it has under that address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from seedwatch.core.errors import UrlError
from seedwatch.core.fetching.urls import canonical_url, same_address, same_site

#: What scripts and templates print where they had no address, in a path as it is compared (lower case).
_BLANKS = frozenset(
    {"undefined", "null", "nan", "none", "false", "true", "[object object]", "object", "url", "#"}
)
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\$\{|<%|<\?|%%|\[(?:url|permalink|slug)\]|\{[a-z_.]+\}", re.IGNORECASE)
_INDEX = re.compile(r"(?:index|default|home|main)(?:\.\w{2,5})?", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?:s?html?|php|aspx?|jsp|cms|do|amp)", re.IGNORECASE)
#: A part of a path that names an article: figures of some length, or a slug of several words.
_NAMED = re.compile(r"\d{3,}|[^\W_]+(?:[-_][^\W_]+){2,}|%[0-9A-F]{2}|[^\x00-\x7f]{4,}", re.IGNORECASE)
#: What two addresses of one article share: the number or the slug.
_TOKEN = re.compile(r"\d{3,}|[0-9a-f]{12,}|[^\W_]+(?:[-_][^\W_]+){2,}|[^\x00-\x7f]{6,}", re.IGNORECASE)
_DATE = re.compile(r"(?:19|20)\d\d(?:[01]\d(?:[0-3]\d)?)?")
_LANGUAGE_WORDS = """
    zh zh-tw zh-cn zh-hk zh-sg zh-mo zh-my zh-hant zh-hans zh_tw zh_cn zh_hk cht chs tc sc tw cn hant hans trad
    simp traditional simplified big5 gb b5 en en-us en-gb en-au en_us eng english ja jp ja-jp ko kr ko-kr fr de es
    pt pt-br ru it ar vi th id ms hi tr nl pl uk
"""
_LANGUAGES = frozenset(_LANGUAGE_WORDS.split())
_LANGUAGE_NAMES = frozenset({"lang", "language", "locale", "hl", "l", "lng", "edition", "variant"})


def claimed_address(claims: Iterable[str], url: str, base: str = "") -> str | None:
    """The first of a page's claims that can name the article at `url` at all, in canonical spelling.

    claims: as written on the page, the strongest first. base: the page's <base href>, if any; one that
    cannot be used counts for nothing. None when no claim is usable.
    """
    stand, own = base_address(url, base), _canonical_or_none(url)
    for claimed in claims:
        if not claimed.strip() or _is_blank(claimed):
            continue
        try:
            found = canonical_url(claimed, stand if own else None)
        except UrlError:
            continue
        if own is None:
            return found
        if same_address(found, own) or (same_site(found, own) and not _is_other(found, own)):
            return found
    return None


def base_address(url: str, base: str) -> str:
    """What relative addresses of the page at `url` stand on; a <base> that cannot be used counts for nothing."""
    try:
        stand = urljoin(url, base.strip())
        return stand if urlsplit(stand).scheme in {"http", "https"} and urlsplit(stand).hostname else url
    except ValueError:
        return url


def agrees(claim: str, own: str, request_url: str) -> bool:
    """Is a claim proved by the addresses alone?

    It is the page's own address, the one that a feed gave for it, or holds the number or the slug that names
    the article in one of these. All in canonical spelling, as `claimed_address` gives the first.
    """
    if same_address(claim, own) or same_address(claim, request_url):
        return True
    return any(_share_name(claim, each) for each in (own, request_url))


def _share_name(a: str, b: str) -> bool:
    """Do the last parts of two addresses hold one number or slug, wherever in the other one it stands?"""
    return bool(_tokens(_leaf(a)) & _tokens(_whole(b)) and _tokens(_leaf(b)) & _tokens(_whole(a)))


def _whole(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}#{parts.fragment}"


def _leaf(url: str) -> str:
    """The last part of the path with what follows it."""
    parts = urlsplit(url)
    return f"{(_segments(url) or [''])[-1]}?{parts.query}#{parts.fragment}"


def _canonical_or_none(url: str) -> str | None:
    """None for a page from a file, whose address nobody told."""
    try:
        return canonical_url(url)
    except UrlError:
        return None


def _is_blank(claimed: str) -> bool:
    """Does a claim hold what a script prints for "nothing"?"""
    text = unquote(claimed).strip().lower()
    if _PLACEHOLDER.search(text):
        return True
    path = text.partition("?")[0].partition("#")[0].rstrip("/")
    return path.rpartition("/")[2] in _BLANKS


def _is_other(claim: str, own: str) -> bool:
    """Is it the address of something else than the article at `own`, as far as the two tell?"""
    return (
        (_is_front(claim) and not _is_front(own))
        or _is_section(claim, own)
        or _is_cut(claim, own)
        or _is_other_language(claim, own)
    )


def _segments(url: str) -> list[str]:
    """Parts of the path; the name of an index file is none of them."""
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
    return parts[:-1] if parts and _INDEX.fullmatch(parts[-1]) else parts


def _is_front(url: str) -> bool:
    """A site's front page, or that of one of its languages."""
    parts = [part for part in _segments(url) if part.lower() not in _LANGUAGES]
    route = urlsplit(url).fragment
    return not parts and not route and not _choosing(url)


def _choosing(url: str) -> dict[str, str]:
    return {
        name: value
        for name, value in parse_qsl(urlsplit(url).query, keep_blank_values=True)
        if name.lower() not in _LANGUAGE_NAMES
    }


def _is_section(claim: str, own: str) -> bool:
    """A folder above the page whose name names no article: /finance/ for /finance/a-1."""
    above, mine = _segments(claim), _segments(own)
    if _choosing(claim) or urlsplit(claim).fragment or _names_article("/".join(above)):
        return False
    if above == mine:
        return bool(_choosing(own))
    return len(above) < len(mine) and mine[: len(above)] == above


def _names_article(path: str) -> bool:
    parts = [part for part in path.split("/") if not _DATE.fullmatch(part)]
    return any(_NAMED.search(part) for part in parts[-2:])


def _is_cut(claim: str, own: str) -> bool:
    """An address that ends in the middle: /0057- for /0057-new-bridge, or ?id= for ?id=57."""
    query = urlsplit(claim).query
    if query and any(not value for value in _choosing(claim).values()) and query != urlsplit(own).query:
        return True
    above, mine = urlsplit(claim).path, urlsplit(own).path
    if not query and above.endswith(("-", "_", "%", ".", "=", ",")) and above != mine:
        return True
    if query or not mine.startswith(above) or above.endswith("/") or mine == above:
        return False
    rest = mine[len(above) :]
    if rest.startswith("/") or _EXTENSION.match(rest):
        return False
    # "/news/123" for "/news/123-new-bridge" is whole; "/news/12" for "/news/123" is not.
    return not (above[-1].isdigit() and not rest[0].isalnum() and _names_article(above))


def _is_other_language(claim: str, own: str) -> bool:
    """The same place in the tree of another language, by path, host or parameter."""
    a, b = _without_language(claim), _without_language(own)
    return a[0] == b[0] and a[1] != b[1]


def _without_language(url: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    parts = urlsplit(url)
    labels = (parts.hostname or "").removeprefix("www.").split(".")
    spoken = [label for label in labels[:-2] if label in _LANGUAGES]
    host = [label for label in labels if label not in spoken]
    path = [part for part in parts.path.split("/") if part]
    folders = [part for part in path if part.lower() in _LANGUAGES]
    query = parse_qsl(parts.query)
    chosen = [
        value for name, value in query if name.lower() in _LANGUAGE_NAMES and value.lower() in _LANGUAGES
    ]
    rest = [f"{name}={value}" for name, value in query if value not in chosen]
    place = (*host, *(part for part in path if part not in folders), *rest)
    return place, tuple(word.lower() for word in (*spoken, *folders, *chosen))


def _tokens(part: str) -> set[str]:
    """Numbers and slugs that may name an article; dates are none."""
    return {token for token in _TOKEN.findall(unquote(part).lower()) if not _DATE.fullmatch(token)}
