"""What edited theme files would change over the archive, before anything is changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from heapq import nsmallest

from seedwatch.core.model.article import ThemeHit
from seedwatch.core.model.text import Evidence, Field, Language
from seedwatch.core.themes.match.tagger import Tagger

#: Examples of each kind that a rehearsal keeps, and changes that may wait before the rest is let go.
MOST, ROOM = 20, 200


@dataclass(frozen=True, slots=True)
class TaggedText:
    """A stored article with the tags it has. `fixed`: themes that a person has decided."""

    article_id: int
    title: str
    text: str
    language: Language
    tags: Mapping[str, float]
    fixed: frozenset[str] = frozenset()
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """One tag that would come or go. `score`: the new one when it comes, the old one when it goes."""

    article_id: int
    title: str
    theme: str
    score: float
    evidence: tuple[Evidence, ...] = ()

    @property
    def suspicion(self) -> float:
        """How much a new tag looks like a false one: a low score, nothing in the headline, one word only."""
        untitled = not any(piece.field is Field.TITLE for piece in self.evidence)
        return (1.0 - self.score) + 0.5 * untitled + 0.25 * (len(self.evidence) < 2)


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change for one theme: how many tags stay, come and go, with examples.

    gained: most suspicious first; lost: the surest old tags first.
    """

    theme: str
    kept: int
    came: int
    went: int
    gained: tuple[Change, ...]
    lost: tuple[Change, ...]

    @property
    def summary(self) -> str:
        return f"+{self.came} / -{self.went}"


@dataclass(slots=True)
class _Foremost:
    """Counts changes and keeps the first few in an order, so that memory does not grow with the archive."""

    most: int
    order: Callable[[Change], tuple[float, int]]
    count: int = 0
    kept: list[Change] = field(default_factory=list)

    def add(self, change: Change) -> None:
        self.count += 1
        self.kept.append(change)
        if len(self.kept) > 2 * self.most + ROOM:
            self.kept = self.foremost()

    def foremost(self) -> list[Change]:
        return nsmallest(self.most, self.kept, key=self.order)


@dataclass(slots=True)
class _Tally:
    gained: _Foremost
    lost: _Foremost
    kept: int = 0


def preview(
    tagger: Tagger, stored: Iterable[TaggedText], themes: Collection[str] = (), *, most: int = MOST
) -> tuple[Preview, ...]:
    """Tag every text anew and compare.

    themes: only these; empty for all the tagger or the archive has. most: examples of each kind.
    """
    tallies: dict[str, _Tally] = {theme: _tally(most) for theme in themes}
    for each in stored:
        hits = {hit.theme: hit for hit in tagger.tag(each.title, each.text, each.language)}
        for theme in sorted(hits.keys() | each.tags.keys() - each.fixed):
            if theme in each.fixed or (themes and theme not in themes):
                continue
            if theme not in tallies:
                tallies[theme] = _tally(most)
            _count(tallies[theme], each, theme, hits.get(theme))
    return tuple(_rehearsal(theme, tally) for theme, tally in sorted(tallies.items()))


def _count(tally: _Tally, each: TaggedText, theme: str, hit: ThemeHit | None) -> None:
    if hit is None:
        tally.lost.add(Change(each.article_id, each.title, theme, each.tags[theme]))
    elif theme in each.tags:
        tally.kept += 1
    else:
        tally.gained.add(Change(each.article_id, each.title, theme, hit.score, hit.evidence))


def _tally(most: int) -> _Tally:
    return _Tally(
        _Foremost(most, lambda change: (-change.suspicion, change.article_id)),
        _Foremost(most, lambda change: (-change.score, change.article_id)),
    )


def _rehearsal(theme: str, tally: _Tally) -> Preview:
    gained, lost = tally.gained, tally.lost
    return Preview(
        theme, tally.kept, gained.count, lost.count, tuple(gained.foremost()), tuple(lost.foremost())
    )


@dataclass(frozen=True, slots=True)
class SentenceTest:
    """One of a theme's own sentences that does not hold. `wanted`: whether the theme must be given."""

    theme: str
    sentence: str
    wanted: bool
    score: float


def failing_examples(tagger: Tagger, themes: Collection[str] = ()) -> tuple[SentenceTest, ...]:
    """The must and must_not sentences that fail, of these themes or of all."""
    failed = []
    for theme in tagger.themes:
        if themes and theme.id not in themes:
            continue
        for sentence, wanted in [*((s, True) for s in theme.must), *((s, False) for s in theme.must_not)]:
            given = {hit.theme for hit in tagger.tag(sentence, "")}
            if (theme.id in given) is not wanted:
                scores = {each.theme: each.score for each in tagger.score_all(sentence, "")}
                failed.append(SentenceTest(theme.id, sentence, wanted, scores.get(theme.id, 0.0)))
    return tuple(failed)
