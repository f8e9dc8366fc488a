"""The prose: enough of it, over every theme and language, and no text twice unless it is declared a copy."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime
from itertools import combinations

import pytest

from seedwatch.core.errors import InputError
from seedwatch.core.model.article import CopyKind
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.text import Language
from seedwatch.demo.content import EARLIEST_SEED, ROUND_ONE_ENDS, article_path, load_site, round_end
from seedwatch.demo.records import FaultKind, FeedFormat, Story

SITE = load_site()
LANGUAGE = {outlet.id: outlet.language for outlet in SITE.outlets}
ORIGINALS = [story for story in SITE.stories if not story.copy_of]
ON_THEME = [story for story in ORIGINALS if story.themes]
THEMES = [
    "bezos-industrial-ai-fund",
    "industrial-ai-simulation",
    "warehouse-factory-automation",
    "automation-labour-backlash",
    "sme-industry-concentration",
    "oil-hormuz-energy-cost",
    "ibm-hybrid-cloud-ai",
    "quantum-computing",
    "nvidia-ai-chips",
    "humanoid-robots",
    "musk-tesla-pay",
    "us-china-ai-race",
    "chip-export-controls",
    "ai-regulation",
    "rare-earths-critical-minerals",
    "nexperia-auto-chips",
    "us-china-farm-trade",
]


def text_of(story: Story) -> str:
    return "\n".join(story.versions[0].paragraphs)


def shingles(text: str, size: int) -> set[str]:
    squashed = "".join(text.split())
    return {squashed[i : i + size] for i in range(len(squashed) - size + 1)}


def shared(one: set[str], other: set[str]) -> float:
    """Containment of the smaller set in the larger one."""
    return len(one & other) / min(len(one), len(other))


def test_there_is_enough_of_everything() -> None:
    outlets = Counter(outlet.language for outlet in SITE.outlets)
    assert outlets[Language.ZH_HANT] >= 3
    assert outlets[Language.ZH_HANS] >= 3
    assert outlets[Language.EN] >= 2
    assert len(ON_THEME) >= 80
    assert len(ORIGINALS) - len(ON_THEME) >= 25


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_is_covered_in_every_language(theme: str) -> None:
    about = [story for story in ON_THEME if theme in story.themes]
    assert len(about) >= 4
    assert {LANGUAGE[story.outlet] for story in about} == {Language.ZH_HANT, Language.ZH_HANS, Language.EN}


def test_no_theme_is_unknown() -> None:
    assert {theme for story in SITE.stories for theme in story.themes} == set(THEMES)


@pytest.mark.parametrize("story", ORIGINALS, ids=lambda story: story.key)
def test_articles_are_long_enough(story: Story) -> None:
    least = 900 if LANGUAGE[story.outlet] is Language.EN else 300
    assert len(text_of(story)) >= least


def test_no_two_articles_share_text() -> None:
    by_language: dict[Language, list[tuple[str, set[str]]]] = defaultdict(list)
    for story in ORIGINALS:
        language = LANGUAGE[story.outlet]
        size = 20 if language is Language.EN else 6
        by_language[language].append((story.key, shingles(text_of(story), size)))
    for texts in by_language.values():
        alike = [(a, b) for (a, x), (b, y) in combinations(texts, 2) if shared(x, y) > 0.03]
        assert not alike


def test_titles_are_unique() -> None:
    titles = Counter(version.title for story in SITE.stories for version in story.versions)
    assert [title for title, times in titles.items() if times > 1] == []


def test_copies_carry_the_text_of_their_original() -> None:
    for story in SITE.stories:
        if not story.copy_of:
            continue
        original = SITE.by_key[story.copy_of]
        assert original.published < story.published
        assert story.outlet != original.outlet
        assert story.versions[0].title != original.versions[0].title
        if story.copy_kind is CopyKind.OTHER_SCRIPT:
            assert LANGUAGE[story.outlet] is not LANGUAGE[original.outlet]
        else:
            assert shared(shingles(text_of(story), 6), shingles(text_of(original), 6)) > 0.9


def test_there_are_copies_of_both_kinds() -> None:
    kinds = Counter(story.copy_kind for story in SITE.stories if story.copy_of)
    assert kinds[CopyKind.OTHER_SCRIPT] >= 4
    assert kinds.total() - kinds[CopyKind.OTHER_SCRIPT] >= 6


def test_scripts_are_pure() -> None:
    """Words that only the other side of the strait writes do not slip in."""
    foreign = {
        Language.ZH_HANT: ("芯片", "人工智能", "英偉達", "網絡", "軟件", "信息", "視頻", "質量", "默認"),
        Language.ZH_HANS: ("晶片", "人工智慧", "辉达", "網", "软体", "资讯", "影片", "資料", "機"),
    }
    found = [
        (story.key, word)
        for story in SITE.stories
        for word in foreign.get(LANGUAGE[story.outlet], ())
        if word in text_of(story) + story.versions[0].title
    ]
    assert found == []


def test_dates_lie_in_the_months_after_the_seeds() -> None:
    older = [story for story in SITE.stories if story.published < EARLIEST_SEED]
    assert 4 <= len(older) <= 6
    assert all(story.expected is Outcome.OLDER for story in older)
    assert max(story.published for story in SITE.stories) < datetime(2026, 11, 20, tzinfo=UTC)


def test_round_one_holds_about_three_quarters() -> None:
    first = [story for story in SITE.stories if story.at(ROUND_ONE_ENDS)]
    assert 0.7 <= len(first) / len(SITE.stories) <= 0.8


def test_one_article_is_revised_between_the_rounds() -> None:
    revised = [story for story in SITE.stories if len(story.versions) > 1]
    assert len(revised) == 1
    first, second = revised[0].at(round_end(1)), revised[0].at(round_end(2))
    assert first
    assert second
    assert first.paragraphs != second.paragraphs
    assert first.published == second.published < ROUND_ONE_ENDS <= second.current


def test_every_feed_format_and_fault_is_there() -> None:
    assert {outlet.feed for outlet in SITE.outlets} == set(FeedFormat)
    assert {fault.kind for outlet in SITE.outlets for fault in outlet.faults} == set(FaultKind)


def test_addresses_are_unique() -> None:
    for outlet in SITE.outlets:
        paths = [article_path(outlet, story) for story in SITE.stories_of(outlet)]
        assert len(paths) == len(set(paths))


def test_rounds_are_counted_from_one_and_the_last_one_stays() -> None:
    assert round_end(1) == ROUND_ONE_ENDS
    assert round_end(2) is round_end(7) is None
    with pytest.raises(InputError, match="counted from 1, not 0"):
        round_end(0)
