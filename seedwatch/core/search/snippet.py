"""Where a query matched, in the published text, and a piece of it to show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from seedwatch.core.chinese.folding import fold_chars
from seedwatch.core.chinese.regional_folding import Folded, fold_region
from seedwatch.core.search.match_plan import Phrase, places
from seedwatch.core.search.tokens import Stream, ideographs, tokenize

#: Characters of a snippet, and of the text before the first match in it.
WIDTH = 140
_LEAD = 24
#: Of a longer text the rest is not searched for places to show.
_READ = 50_000
_SPACE = re.compile(r"\s")

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Snippet:
    """`highlights`: [start, end) of what matched in `text`, in order and apart. Line breaks are spaces."""

    text: str
    highlights: Spans = ()


def spans(text: str, phrases: Iterable[Phrase]) -> Spans:
    """Where phrases stand in a published text, joined where they touch; exchanged words as a whole."""
    phrase_list = tuple(phrases)
    plain = list(_found(Folded(fold_chars(text[:_READ])), phrase_list))
    folded = fold_region(text[:_READ]) if len({phrase for phrase, _, _ in plain}) < len(phrase_list) else None
    if folded is not None and folded.blocks:
        plain += _found(folded, phrase_list)
    return _joined((start, end) for _, start, end in plain)


def snippet(text: str, phrases: Sequence[Phrase], width: int = WIDTH) -> Snippet:
    """The piece with most of what matched, the first such; the beginning when nothing did."""
    found = spans(text, phrases)
    start = _best_start(text, found, width)
    end = min(len(text), start + width)
    head, tail = "…" if start else "", "…" if end < len(text) else ""
    shift = start - len(head)
    inside = ((max(a, start), min(b, end)) for a, b in found if a < end and b > start)
    piece = _SPACE.sub(" ", text[start:end])
    return Snippet(head + piece + tail, tuple((a - shift, b - shift) for a, b in inside))


def _found(folded: Folded, phrases: Sequence[Phrase]) -> Iterator[tuple[Phrase, int, int]]:
    """Ideographs are looked for as text: most queries have nothing else, and tokens take 30 times as long."""
    spelled = [(phrase, needle) for phrase in phrases if (needle := _ideographs(phrase))]
    for phrase, needle in spelled:
        at = folded.text.find(needle)
        while at >= 0:
            yield phrase, *folded.span(at, at + len(needle))
            at = folded.text.find(needle, at + 1)
    others = [phrase for phrase in phrases if not _ideographs(phrase)]
    stream = tokenize(folded.text) if others else Stream((), (), ())
    for phrase in others:
        for at in places(stream.tokens, phrase):
            last = at + len(phrase.tokens) - 1
            yield phrase, *folded.span(stream.starts[at], stream.ends[last])


@lru_cache(maxsize=256)
def _ideographs(phrase: Phrase) -> str:
    """The text of a phrase that is one run of ideographs; else empty."""
    first, *others = phrase.tokens
    pairs = all(len(token) == 2 for token in phrase.tokens)
    if (others and not pairs) or len(first) > 2 or len(ideographs("".join(phrase.tokens))) == 0:
        return ""
    needle = first + "".join(token[-1] for token in others)
    return needle if tokenize(needle).tokens == phrase.tokens else ""


def _joined(found: Iterable[tuple[int, int]]) -> Spans:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return tuple(joined)


def _best_start(text: str, found: Spans, width: int) -> int:
    """Where the piece begins that covers most characters of the matches; a little before its first."""
    if not found or len(text) <= width:
        return 0
    best = most = covered = last = 0
    for first, (start, _) in enumerate(found):
        while last < len(found) and found[last][1] <= start - _LEAD + width:
            covered += found[last][1] - found[last][0]
            last += 1
        if covered > most:
            most, best = covered, start
        if last > first:
            covered -= found[first][1] - found[first][0]
        else:
            last = first + 1
    return min(max(0, (best if most else found[0][0]) - _LEAD), len(text) - width)
