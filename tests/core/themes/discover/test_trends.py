"""Bursts, silence, drift and rising terms, by numbers worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from seedwatch.core.themes import Theme, parse_theme
from seedwatch.core.themes.discover.trends import ThemeTime, burst, drift, outlook, rising, silence
from seedwatch.themes import everyday_words
from tests.core.themes.sample import TIDE

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def theme(*, dated: bool = False) -> Theme:
    found = parse_theme(TIDE + (f"dated: {str(dated).lower()}\n"), "tide.yaml").theme
    assert found is not None
    return found


def days_ago(*days: int) -> list[datetime]:
    return [NOW - timedelta(days=day) for day in days]


@pytest.mark.parametrize(
    ("recent", "past", "expected"),
    [(5, [], 0.0), (5, [5, 5], 0.0), (13, [3, 3, 3], 5.0), (0, [8, 8], -8 / 3)],
)
def test_burst(recent: int, past: list[int], expected: float) -> None:
    assert burst(recent, past) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("dated", "days", "said"),
    [
        (False, (), "no article yet"),
        (False, (20, 18, 16, 1), ""),
        (False, (44, 42, 40), "quiet for 40 days, usually 2"),
        (False, (200, 100, 40), ""),  # it pauses that long
        (True, (44, 42, 40), "quiet for 40 days, as its event is over"),
        (True, (44, 20), ""),
    ],
)
def test_silence(dated: bool, days: tuple[int, ...], said: str) -> None:
    assert silence(theme(dated=dated), days_ago(*days), NOW) == said


def test_drift_is_none_for_the_same_words_and_full_for_others() -> None:
    assert drift({"a": 20, "b": 20}, {"a": 10, "b": 10}) == pytest.approx(0)
    assert drift({"a": 20}, {"b": 30}) == pytest.approx(1)
    assert drift({}, {"b": 30}) == 0.0
    assert drift({"a": 2}, {"b": 3}) == 0.0, "too few to tell"
    assert 0 < drift({"a": 30, "b": 10}, {"a": 10, "b": 30}) < 1


def test_outlook_counts_weeks_and_compares_phrases() -> None:
    old = [ThemeTime(when, ("old",) * 4) for when in days_ago(60, 50, 40)]
    new = [ThemeTime(when, ("new",) * 4) for when in days_ago(3, 2, 1)]
    found = outlook(theme(), [*old, *new], NOW)
    assert (found.week, found.drift, found.quiet) == (3, 1.0, "")
    assert found.burst > 2


def test_rising_terms_stand_beside_the_theme_and_not_elsewhere() -> None:
    inside = ["信天翁號駛入南港，潮汐發電將啟用。", "信天翁號再度出海。"]
    outside = ["南港今天下雨。", "球隊連勝。", "南港魚市場開張。"]
    rises = rising(inside, outside, known=("潮汐發電",))
    assert rises[0].term == "信天翁號"
    assert (rises[0].inside, rises[0].outside) == (2, 0)
    assert all("潮汐" not in rise.term for rise in rises)


def test_numbers_and_dates_are_no_terms() -> None:
    inside = ["潮汐發電有十一家廠商，二十一日啟用。", "潮汐發電有十一家，二十一日完工。"]
    assert not {"有十一", "二十一", "十一日"} & {rise.term for rise in rising(inside, ["球隊連勝。"] * 9)}


def test_another_model_of_a_known_name_is_new_and_fragments_are_not() -> None:
    inside = [
        "Figure 04 機器人亮相，業內認為靈巧手租賃公司將進入市場。",
        "業內認為 Figure 04 成本下降，靈巧手租賃公司亮相，進入量產。",
    ]
    outside = ["球隊連勝。", "南港魚市場開張。", "今天下雨。"]
    terms = {
        rise.term for rise in rising(inside, outside, known=("Figure", "機器人"), everyday=everyday_words())
    }
    assert "Figure 04" in terms
    assert any("靈巧手" in term for term in terms)
    assert not terms & {"業內認", "業內", "亮相", "進入", "成本"}
