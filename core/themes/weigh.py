"""From words found to a theme's score: what stands where, beside what.

Each piece of evidence has a weight and stands at a place; the score is one minus the product of what each
leaves open, so several weak pieces can make up for a strong one and nothing exceeds 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.themes.patterns import Hit, Kind
from core.themes.reading import Reading, Window
from core.themes.records import Theme

#: How much a sure word counts by place. One in the lead is enough (threshold .5), in the body it takes three.
PLACE = {"title": 0.92, "lead": 0.62, "body": 0.22}
BACKED = 0.9  # a weak name with a second cue near by
ALONE = 0.12  # a weak name or a cue without one: never enough, but seen in rehearsals
AGAINST = 0.35  # what an excluding word in the title or lead leaves of everything else
MOST_PER_RULE = 5  # sentences that count for one rule


@dataclass(frozen=True, slots=True)
class Piece:
    """Evidence before it is put into words: hits that belong together, and what they are worth here."""

    hits: tuple[Hit, ...]
    rule: str
    weight: float
    place: str


@dataclass(frozen=True, slots=True)
class Weighed:
    score: float
    pieces: tuple[Piece, ...]


class Scale:
    """Weighs one theme. Built once per theme."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._shared = frozenset(name for rule in theme.together for name in rule.all)

    def weigh(self, own: Sequence[Hit], shared: Sequence[Hit], reading: Reading) -> Weighed:
        hits = _unhidden([*own, *(hit for hit in shared if hit.slot.name in self._shared)], own)
        pieces: list[Piece] = []
        for window in reading.windows:
            inside = [hit for hit in hits if window.start <= hit.start < window.end]
            if inside:
                pieces += self._window_pieces(inside, window)
        against = AGAINST if _speaks_against(hits, reading) else 1.0
        return Weighed(_combined(pieces, against), tuple(pieces))

    def _window_pieces(self, hits: list[Hit], window: Window) -> list[Piece]:
        # The window of title plus first sentence only serves what needs two words.
        joint = window.start == 0 and window.place == "lead"
        pieces = [] if joint else _sure_pieces(hits, window)
        pieces += _weak_pieces(hits, window)
        for rule in self.theme.together:
            piece = _together_piece(rule.all, rule.weight, hits, window)
            pieces += [piece] if piece else []
        return pieces


def _unhidden(hits: list[Hit], own: Sequence[Hit]) -> list[Hit]:
    """Without the words that a look-alike reading covers."""
    hidden = [hit for hit in own if hit.slot.kind is Kind.LOOKALIKE]
    if not hidden:
        return hits
    return [
        hit
        for hit in hits
        if hit.slot.kind is not Kind.LOOKALIKE
        and not any(cover.start <= hit.start and hit.end <= cover.end for cover in hidden)
    ]


def _sure_pieces(hits: Iterable[Hit], window: Window) -> list[Piece]:
    rules = {Kind.STRONG: "strong alias", Kind.PHRASE: "phrase", Kind.PATTERN: "pattern"}
    return [
        Piece((hit,), rules[hit.slot.kind], PLACE[window.place], window.place)
        for hit in hits
        if hit.slot.kind in rules
    ]


def _weak_pieces(hits: list[Hit], window: Window) -> list[Piece]:
    weak = [hit for hit in hits if hit.slot.kind is Kind.WEAK]
    pieces = []
    for hit in weak:
        cue = next((other for other in hits if _backs(other, hit)), None)
        if cue is None:
            pieces.append(Piece((hit,), "weak alias", ALONE * PLACE[window.place], window.place))
        else:
            pieces.append(Piece((hit, cue), "weak alias + cue", BACKED * PLACE[window.place], window.place))
    return pieces


def _backs(other: Hit, weak: Hit) -> bool:
    """A second cue is another word for another thing: not the same name again, not a part of it."""
    apart = other.end <= weak.start or other.start >= weak.end
    return apart and other.slot != weak.slot and other.slot.kind <= Kind.CUE


def _together_piece(groups: Sequence[str], weight: float, hits: list[Hit], window: Window) -> Piece | None:
    chosen: list[Hit] = []
    for group in groups:
        hit = next((hit for hit in hits if _in_group(hit, group) and not _overlaps(hit, chosen)), None)
        if hit is None:
            return None
        chosen.append(hit)
    rule = "together: " + " + ".join(groups)
    return Piece(tuple(chosen), rule, weight * PLACE[window.place], window.place)


def _in_group(hit: Hit, group: str) -> bool:
    kind = hit.slot.kind
    if group == "entities":
        return kind in (Kind.STRONG, Kind.WEAK)
    return hit.slot.name == group and kind in (Kind.GROUP, Kind.PHRASE, Kind.CUE)


def _overlaps(hit: Hit, others: Iterable[Hit]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in others)


def _speaks_against(hits: Iterable[Hit], reading: Reading) -> bool:
    lead_end = max((w.end for w in reading.windows if w.place != "body"), default=0)
    return any(hit.slot.kind is Kind.EXCLUDE and hit.start < lead_end for hit in hits)


def _combined(pieces: Iterable[Piece], against: float) -> float:
    """One rule counts once a sentence and MOST_PER_RULE times in all; the best sentences count."""
    by_rule: dict[str, list[float]] = {}
    for piece in pieces:
        by_rule.setdefault(piece.rule, []).append(piece.weight)
    left = 1.0
    for weights in by_rule.values():
        for weight in sorted(weights, reverse=True)[:MOST_PER_RULE]:
            left *= 1.0 - weight
    return (1.0 - left) * against
