"""The headline as the page prints it: not the title tuned for search engines, and without the site's name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape

from seedwatch.core.extract.body.blocks import Blocks
from seedwatch.core.extract.body.class_hints import TITLE
from seedwatch.core.extract.fields.bylines import HAN
from seedwatch.core.extract.fields.linked_data import articles
from seedwatch.core.extract.fields.meta import Meta, squash

_SEPARATOR = re.compile(
    r"\s*[|｜¦»›•]+\s*|\s+[-–—―:·~/]+\s+|\s*(?:--|——|–|—|―)\s*|_+|(?<=[^\W\d_])[-：:](?=[^\d\s\W])"
)
_COLONS = (":", "：")
_DASHES = str.maketrans("‘’‚“”„–—―−‐", '\'\'""""-----')
_MAX = 400
#: A title that was cut to fit, and how much of it must be left to know it by.
_CUT = re.compile(r"\s*(?:…+|\.{2,}|⋯+)\s*$")
_STEM = 6
#: A heading that shares this part of its pairs of ideographs is the same headline in other words.
_REWORDED = 0.3
_WORD = re.compile(r"\w+")
_DATE_BEHIND = re.compile(
    r"(?P<glued>(?<=\S)(?=\d))?[\s\-_|｜(（\[【]*\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?(?P<clock>\s*\d{1,2}:\d{2}(?::\d{2})?)?"
    r"[\s)）\]】]*$"
)
#: A headline is seldom shorter than this many units (a CJK character counts 2.5).
_SHORTEST = 10


@lru_cache(maxsize=1024)
def fold_title(text: str) -> str:
    """For comparing: width, case, quotes, dashes and white space made equal. Asked of the same lines many times."""
    if text.isascii():
        return "".join(text[: 2 * _MAX].lower().split())
    plain = unicodedata.normalize("NFKC", text[: 2 * _MAX]).casefold().translate(_DASHES)
    return "".join(plain.split())


def choose_title(meta: Meta, page: Blocks, hint: str = "") -> str:
    """The headline; empty when the page has none. hint: the feed's title of the item, if any."""
    printed = [text for text in map(_plain, (*meta.headlines, *meta.h1)) if text]
    claimed = [
        text
        for text in map(_plain, (meta.title, meta.first("og:title"), meta.first("twitter:title", "title")))
        if text
    ]
    linked = [_plain(node.headline) for node in articles(meta.linked) if node.headline]
    full = [*printed, *claimed, *linked, hint]
    claimed, linked = ([_uncut(text, full) for text in texts] for texts in (claimed, linked))
    chosen = (
        _without_kicker(
            _agreed(printed, claimed, linked),
            [*linked, *(part for text in claimed for part in _cores(text) if text.startswith(part))],
            linked,
        )
        or _reworded(page, meta, [*claimed, *linked])
        or next((text for text in linked if _overlap(text, claimed)), "")
        or _displayed(claimed, page)
        or _stripped(claimed, meta)
        or next(iter(linked), "")
        or max(meta.h1, key=len, default="")
        or hint
    )
    return _without_date(squash(chosen), [*printed, *claimed, *linked])[:_MAX]


def _plain(text: str) -> str:
    """A title without the entities that a template escaped twice."""
    return squash(unescape(text)) if "&" in text else squash(text)


def _uncut(title: str, full: Iterable[str]) -> str:
    """The whole of a title that ends in dots, where the page or the feed has it."""
    for part in _cores(title):
        cut = _CUT.search(part)
        stem = fold_title(part[: cut.start()]) if cut else ""
        if len(stem) >= _STEM:
            longer = (text for text in full if fold_title(text).startswith(stem) and not _CUT.search(text))
            return min(longer, key=len, default=title)
    return title


def _reworded(page: Blocks, meta: Meta, others: list[str]) -> str:
    """The page's one first-level heading where it says in other words what the titles for search engines say."""
    heads = {text for text in map(_plain, meta.h1) if _units(text) >= _SHORTEST}
    if len(heads) != 1 or not others:
        return ""
    (head,) = heads
    block = next((block for block in page.blocks if block.tag == "h1" and block.text == head), None)
    if block is None or block.linked * 2 > len(head):
        return ""
    return head if any(_says_more(head, text) for text in others) else ""


def _says_more(head: str, other: str) -> bool:
    """Ideographs: the two share enough pairs. Letters: the heading has all words of the other, and further ones."""
    if not HAN.search(head):
        words = set(_WORD.findall(other.casefold()))
        return words < set(_WORD.findall(head.casefold()))
    runs = [{text[i : i + 2] for i in range(len(text) - 1)} for text in map(fold_title, (head, other))]
    return len(runs[0] & runs[1]) >= _REWORDED * max(min(map(len, runs)), 1)


def _without_date(title: str, others: Iterable[str]) -> str:
    """A title without the date run into its end; one that all its spellings have belongs to it."""
    found = _DATE_BEHIND.search(title)
    if found is None or _units(title[: found.start()]) < _SHORTEST:
        return title
    stem = title[: found.start()].rstrip(" -_|｜(（[【")
    alone = any(fold_title(part) == fold_title(stem) for text in others for part in _cores(text))
    return stem if alone or found["clock"] or (found["glued"] and HAN.match(stem[-1:])) else title


def _agreed(printed: Iterable[str], claimed: list[str], linked: list[str]) -> str:
    """The longest heading that the page's own titles repeat, or that its JSON-LD calls the headline."""
    heads = [fold_title(text) for text in linked]
    cores = [fold_title(part) for text in claimed for part in _cores(text)]
    fitting = []
    for text in printed:
        folded = fold_title(text)
        if len(folded) < 4 or len(text) > _MAX:
            continue
        if folded in heads or any(_same(folded, core) for core in cores):
            fitting.append(text)
    return max(fitting, key=len, default="")


def _without_kicker(heading: str, spellings: list[str], linked: list[str]) -> str:
    """A heading with the kicker above it run in gives way to the spelling that ends it; one that lacks the words
    before its colon to the JSON-LD headline that has them."""
    folded = fold_title(heading)
    if not folded:
        return ""
    for text in spellings:
        other = fold_title(text)
        if other != folded and len(other) >= 0.4 * len(folded) and folded.endswith(other):
            return text
    for text in linked:
        other = fold_title(text)
        kicker = text[: -len(heading)].rstrip()
        if (
            other != folded
            and len(folded) >= 0.4 * len(other)
            and other.endswith(folded)
            and kicker.endswith(_COLONS)
        ):
            return text
    return heading


def _same(folded: str, core: str) -> bool:
    shorter, longer = sorted((folded, core), key=len)
    return len(shorter) >= 4 and len(shorter) >= 0.5 * len(longer) and shorter in longer


def _cores(title: str) -> Iterator[str]:
    """A title as it is and without what follows or precedes its separators, longest first."""
    parts = _split(title)
    for length in range(len(parts), 0, -1):
        yield _join(title, parts, 0, length)
    for start in range(1, len(parts)):
        end = _join(title, parts, start, len(parts))
        if len(end) >= 0.5 * len(title):
            yield end


def _split(title: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for found in list(_SEPARATOR.finditer(title))[:12]:
        if found.start() > start:
            spans.append((start, found.start()))
        start = found.end()
    if start < len(title):
        spans.append((start, len(title)))
    return spans


def _join(title: str, parts: list[tuple[int, int]], start: int, end: int) -> str:
    return title[parts[start][0] : parts[end - 1][1]]


def _overlap(text: str, claimed: list[str]) -> bool:
    folded = fold_title(text)
    return not claimed or any(_same(folded, fold_title(part)) for title in claimed for part in _cores(title))


def _displayed(claimed: list[str], page: Blocks) -> str:
    """The longest run of a title's segments that stands on the page as a line of its own."""
    lines = {
        fold_title(block.text)
        for block in page.blocks
        if len(block.text) < _MAX
        and (block.linked * 2 < len(block.text) or block.tag in ("h1", "h2") or block.hints & TITLE)
    }
    for title in claimed:
        for part in _cores(title):
            if _units(part) >= _SHORTEST and fold_title(part) in lines:
                return part
    return ""


def _units(text: str) -> float:
    return sum(2.5 if ord(char) > 0x2E80 else 1.0 for char in text)


def _stripped(claimed: list[str], meta: Meta) -> str:
    """A title without the segments at its ends that name the site or a section."""
    if not claimed:
        return ""
    title = (
        claimed[-1]
        if len(claimed) > 1 and _same(fold_title(claimed[-1]), fold_title(claimed[0]))
        else claimed[0]
    )
    parts = _split(title)
    sites = {
        fold_title(name) for name in (meta.first("og:site_name"), meta.first("application-name")) if name
    }
    while len(parts) > 1 and _is_site(title[slice(*parts[0])], sites, title, first=True):
        parts = parts[1:]
    while len(parts) > 1 and _is_site(title[slice(*parts[-1])], sites, title, first=False):
        parts = parts[:-1]
    return _join(title, parts, 0, len(parts)) if parts else title


def _is_site(part: str, sites: set[str], title: str, *, first: bool) -> bool:
    folded = fold_title(part)
    if folded in sites:
        return True
    share = _units(part) / max(_units(title), 1)
    return not first and share < 0.4 and (_units(part) < 30 or len(part.split()) <= 4)
