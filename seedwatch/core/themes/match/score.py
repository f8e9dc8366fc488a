"""From words found to a theme's score: what stands where, beside what.

Each sentence counts as much as its best piece of evidence; the score is one minus the product of what the
sentences leave open, so several weak ones can make up for a strong one and nothing exceeds 1.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter, or_
from typing import NamedTuple

from seedwatch.core.themes.files.records import CoOccurrence, Theme
from seedwatch.core.themes.match.patterns import Bits, Kind, Match
from seedwatch.core.themes.match.reading import TextReading, Window

#: How much a sure word counts by place. In the title or the first sentence one is enough (threshold .5).
PLACE = {"title": 0.92, "joint": 0.6, "first": 0.6, "lead": 0.42, "body": 0.2}
TITLED = 0.52  # a sure word in the lead where the title sets its context: the two together are enough
BACKED = 0.9  # a weak name with a second cue near by
UNTITLED = 0.75  # what remains of that where the title names nothing of the theme
ALONE = 0.12  # a weak name without a cue: never enough, but seen in rehearsals
AGAINST = {"title": 0.35, "first": 0.6, "lead": 0.75}  # what an excluding word there leaves of everything
MOST_BODY = 5  # sentences of the body that count
#: The shared group of words of other worlds, in words.yaml.
ELSEWHERE = "elsewhere"
_OPENING = ("joint", "first")


class Piece(NamedTuple):
    """Evidence before it is put into words: hits that belong together, and what they are worth here."""

    hits: tuple[Match, ...]
    rule: str
    weight: float
    place: str


@dataclass(frozen=True, slots=True)
class Score:
    score: float
    pieces: tuple[Piece, ...]


NOTHING = Score(0.0, ())
#: Rule of a word that is enough alone, by its kind.
_SURE = ("strong alias", "phrase", "pattern")
_START = attrgetter("start")


@dataclass(frozen=True, slots=True)
class _Rule:
    groups: tuple[int, ...]  # bit of each group
    mask: int
    weight: float
    name: str


class Scorer:
    """Scores texts for one theme. Built once per theme."""

    def __init__(self, theme: Theme, bits: Bits) -> None:
        self.theme = theme
        self._rules = tuple(_rule(together, bits) for together in theme.together)

    def score_reading(
        self, own: Sequence[Match], shared: Sequence[Match], groups: int, reading: TextReading
    ) -> Score:
        """own: hits of this theme's words; shared: of the groups that all themes use, `groups` their mask."""
        present = mask_of(own) | groups
        rules = [rule for rule in self._rules if rule.mask & present == rule.mask]
        if not rules and all(hit.slot.kind > Kind.WEAK for hit in own):
            return NOTHING
        hits = list(own)
        if rules:
            wanted = reduce(or_, (rule.mask for rule in rules))
            hits += [hit for hit in shared if hit.slot.bit & wanted]
        hits = sorted(_unhidden(hits, reading), key=_START)
        if _is_homonym(hits, shared, rules, reading):
            return NOTHING
        starts = [hit.start for hit in hits]
        in_title = hits[: bisect_left(starts, reading.title_end)]
        titled = min((hit.slot.kind for hit in in_title), default=Kind.LOOKALIKE)
        pieces: list[Piece] = []
        sentences: list[tuple[str, float]] = []
        for window in reading.windows:
            first = bisect_left(starts, window.start)
            if first == len(hits):
                break
            if starts[first] >= window.end:
                continue
            found = _pieces(hits[first : bisect_left(starts, window.end)], rules, window, titled)
            if found:
                pieces += found
                sentences.append((window.place, max(piece.weight for piece in found)))
        return Score(_combined(sentences) * _left_by_excluded(hits, reading), tuple(pieces))


def _pieces(hits: list[Match], rules: Sequence[_Rule], window: Window, titled: Kind) -> list[Piece]:
    """titled: the surest kind of word in the title."""
    place = window.place
    worth = TITLED if titled <= Kind.CONTEXT and place == "lead" else PLACE[place]
    pieces = []
    for hit in hits:
        kind = hit.slot.kind
        if kind <= Kind.PATTERN:
            pieces.append(Piece((hit,), _SURE[kind], worth, place))
        elif kind == Kind.WEAK:
            pieces.append(_weak_piece(hit, hits, place, titled <= Kind.WEAK))
    present = mask_of(hits) if rules else 0
    for rule in rules:
        chosen = _together(rule.groups, hits) if rule.mask & present == rule.mask else ()
        if chosen:
            pieces.append(Piece(chosen, rule.name, rule.weight * worth, place))
    return [piece for piece in pieces if _bridges(piece, window)] if place == "joint" else pieces


def _bridges(piece: Piece, window: Window) -> bool:
    """Of title and first sentence read as one, only what neither says alone."""
    return len({hit.start < window.border for hit in piece.hits}) > 1


def _unhidden(hits: list[Match], reading: TextReading) -> list[Match]:
    """Without the words that a look-alike reading covers, and those that the text says it is not about."""
    hidden = [hit for hit in hits if hit.slot.kind is Kind.LOOKALIKE]
    apart = reading.denied
    if not hidden and not apart:
        return hits
    return [
        hit
        for hit in hits
        if hit.slot.kind is not Kind.LOOKALIKE
        and not _overlaps(hit, hidden)
        and not any(start <= hit.start and hit.end <= end for start, end in apart)
    ]


def _is_homonym(
    hits: Sequence[Match], shared: Sequence[Match], rules: Sequence[_Rule], reading: TextReading
) -> bool:
    """Is a sure word the name of something else here: a band, a café, the hero of a game?

    So it is where headline or first sentence speak of such things and nothing else in the text is of the theme.
    """
    opening = max((window.end for window in reading.windows if window.place in ("title", "first")), default=0)
    if not any(hit.slot.name == ELSEWHERE and hit.start < opening for hit in shared):
        return False
    mask = mask_of(hits)
    if any(rule.mask & mask == rule.mask for rule in rules):
        return False
    own = [hit for hit in hits if hit.slot.kind <= Kind.CONTEXT]
    words = {reading.folded[hit.start : hit.end] for hit in own}
    return not any(a not in b and b not in a for a in words for b in words)


def _weak_piece(hit: Match, hits: list[Match], place: str, titled: bool) -> Piece:
    worth = PLACE[place] * (1.0 if titled else UNTITLED)
    cue = next((other for other in hits if _backs(other, hit)), None)
    if cue is None:
        return Piece((hit,), "weak alias", ALONE * worth, place)
    return Piece((hit, cue), "weak alias + cue", BACKED * worth, place)


def _backs(other: Match, weak: Match) -> bool:
    """A second cue is another word for another thing: not the same name again, not a part of it."""
    apart = other.end <= weak.start or other.start >= weak.end
    return apart and other.slot is not weak.slot and other.slot.kind <= Kind.CUE


def _together(groups: Sequence[int], hits: list[Match]) -> tuple[Match, ...]:
    """One hit for each group, none of them overlapping; empty when a group has none."""
    chosen: list[Match] = []
    for bit in groups:
        hit = next((hit for hit in hits if hit.slot.bit & bit and not _overlaps(hit, chosen)), None)
        if hit is None:
            return ()
        chosen.append(hit)
    return tuple(chosen)


def _rule(together: CoOccurrence, bits: Bits) -> _Rule:
    groups = tuple(bits[name] for name in together.all)
    mask = 0
    for bit in groups:
        mask |= bit
    return _Rule(groups, mask, together.weight, f"together: {' + '.join(together.all)}")


def mask_of(hits: Iterable[Match]) -> int:
    """The word lists that these hits are of, a bit for each."""
    mask = 0
    for hit in hits:
        mask |= hit.slot.bit
    return mask


def _overlaps(hit: Match, others: Iterable[Match]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in others)


def _left_by_excluded(hits: Iterable[Match], reading: TextReading) -> float:
    """The share of the score that excluding words leave: the worst place decides."""
    left = 1.0
    for hit in hits:
        if hit.slot.kind == Kind.EXCLUDE:
            place = next(
                (w.place for w in reading.windows if w.place != "joint" and w.start <= hit.start < w.end), ""
            )
            left = min(left, AGAINST.get(place, 1.0))
    return left


def _combined(sentences: Iterable[tuple[str, float]]) -> float:
    """One minus the product of what each sentence leaves open; of the body the best MOST_BODY count.

    The first sentence, alone and under its headline, is one sentence: its words do not count twice.
    """
    left = 1.0
    opening = 0.0
    body = []
    for place, weight in sentences:
        if place == "body":
            body.append(weight)
        elif place in _OPENING:
            opening = max(opening, weight)
        else:
            left *= 1.0 - weight
    left *= 1.0 - opening
    for weight in sorted(body, reverse=True)[:MOST_BODY]:
        left *= 1.0 - weight
    return 1.0 - left
