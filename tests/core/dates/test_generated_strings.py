"""Thousands of generated date strings in three written languages: none silently wrong, few unread."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from bench.date_strings.check import verdict
from bench.date_strings.forms import UNKNOWN
from bench.date_strings.strings import strings


def test_none_is_silently_wrong_and_few_are_unread() -> None:
    asked = list(strings(3_000, seed=2026))
    found = [(verdict(one), one.text) for one in asked]
    assert [text for told, text in found if told == "wrong"] == []
    assert Counter(told for told, _ in found)["right"] >= 0.98 * len(asked)


def test_the_check_can_fail() -> None:
    """With another truth the same strings count as wrong: day, hour, and a zone that was not stated."""
    for one in strings(300, seed=1):
        if one.exact == "minute":
            assert verdict(replace(one, at=one.at + timedelta(days=400))) in {"wrong", "unread"}
            assert verdict(replace(one, at=one.at + timedelta(hours=1))) != "right"
            assert verdict(replace(one, zone=None if one.zone else UNKNOWN)) != "right"
