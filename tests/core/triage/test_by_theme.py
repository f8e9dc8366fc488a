"""Entries are fetched where a theme wants them, a few without words, and a small sample of the rest."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch import themes
from seedwatch.core.model.feed import FeedEntry
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.themes import Tagger, load_themes
from seedwatch.core.triage.by_theme import SAMPLE_OF, EntryScores, entry_scores, is_sampled
from seedwatch.core.triage.decide import (
    Action,
    Decision,
    ListedPage,
    Reason,
    TriageFacts,
    by_themes,
    decide,
    listed_pages,
    within_budget,
)

NOW = datetime(2026, 5, 4, tzinfo=UTC)
NOBODY = EntryScores((), has_lead=True)
WANTED = EntryScores((("humanoid-robots", 0.9),), has_lead=True)
WORDLESS = EntryScores(is_wordless=True)


def a_page(number: int = 0) -> ListedPage:
    return listed_pages([FeedEntry(f"http://a.example/{number}", "機器人")], "a")[0]


def pages(sampled: bool) -> ListedPage:
    """The first page that is, or is not, in the sample."""
    return next(page for page in map(a_page, range(10_000)) if is_sampled(page.ref.key) is sampled)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger.build(load_themes(themes.texts()).files, themes.lexicon_text(), learned=False)


@pytest.mark.parametrize(
    ("title", "lead", "wanted"),
    [
        ("特斯拉 Optimus 人形機器人量產延後", "特斯拉表示，人形機器人的量產時程將延後到明年第一季。", True),
        ("特斯拉 Optimus 人形机器人量产推迟", "", True),
        ("Nvidia's H20 chips face new export controls", "", True),
        ("湖人終場前逆轉勇士", "籃球賽昨晚在滿場觀眾前結束，主場球隊以兩分險勝。", False),
        ("Ten soups for a cold week", "Our food writer on beans, barley and broth for winter.", False),
    ],
)
def test_the_themes_decide(tagger: Tagger, title: str, lead: str, wanted: bool) -> None:
    found = entry_scores(title, lead, tagger.score_by_rules(title, lead))
    assert bool(found.themes) is wanted


@pytest.mark.parametrize(
    ("title", "lead", "wordless", "has_lead"),
    [
        ("", "", True, False),
        (" ", "\n", True, False),
        ("標題", "", False, False),
        ("標題", "標題", False, False),
        ("標題", "短短的導言", False, False),
        ("標題", "一段足夠長的導言" * 3, False, True),
        ("", "一段足夠長的導言" * 3, False, True),
    ],
)
def test_what_an_entry_has_to_decide_by(title: str, lead: str, wordless: bool, has_lead: bool) -> None:
    found = entry_scores(title, lead, ())
    assert (found.is_wordless, found.has_lead) == (wordless, has_lead)


@pytest.mark.parametrize(
    ("scores", "sampled", "action", "reason"),
    [
        (None, False, Action.FETCH, Reason.NEW),
        (WANTED, False, Action.FETCH, Reason.ON_THEME),
        (WORDLESS, False, Action.FETCH, Reason.WORDLESS),
        (NOBODY, False, Action.SKIP, Reason.OFF_THEME),
        (NOBODY, True, Action.FETCH, Reason.SAMPLED),
    ],
)
def test_decisions(scores: EntryScores | None, sampled: bool, action: Action, reason: Reason) -> None:
    found = by_themes(pages(sampled), scores)
    assert (found.action, found.reason) == (action, reason)


@pytest.mark.parametrize(
    ("scores", "reason"),
    [(NOBODY, Reason.KNOWN), (WANTED, Reason.ON_THEME), (None, Reason.NEW), (WORDLESS, Reason.WORDLESS)],
)
def test_what_was_skipped_is_fetched_when_a_theme_wants_it(
    scores: EntryScores | None, reason: Reason
) -> None:
    page = pages(sampled=False)
    known = {page.ref.key: Outcome.SKIPPED}
    facts = TriageFacts(NOW, known=known, scores=None if scores is None else {page.ref.key: scores})
    assert decide(page, facts).reason is reason


def test_entries_without_words_have_a_budget() -> None:
    decisions = [Decision(a_page(n), Action.FETCH, Reason.WORDLESS, "no words") for n in range(5)]
    decisions.insert(1, Decision(a_page(9), Action.FETCH, Reason.ON_THEME))
    found = list(within_budget(decisions, wordless=2))
    assert [each.action for each in found] == [Action.FETCH] * 3 + [Action.LATER] * 3
    late = found[-1].end(NOW)
    assert late is not None
    assert late.outcome is Outcome.LATER


@given(st.integers(0, 2**128 - 1))
def test_the_sample_goes_by_the_address_alone(number: int) -> None:
    key = f"{number:032x}"
    assert is_sampled(key) is is_sampled(key)


def test_the_sample_is_as_large_as_it_says() -> None:
    keys = [a_page(number).ref.key for number in range(5_000)]
    assert 0.5 < sum(map(is_sampled, keys)) / (len(keys) / SAMPLE_OF) < 1.5
