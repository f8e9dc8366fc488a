"""The README says the same in both languages: as many headings, the same commands, the same links."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGLISH = ROOT / "README.md"
CHINESE = ROOT / "README.zh-Hant.md"
_BLOCK = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)]+)\)")


def headings(text: str) -> list[int]:
    """Depth of each heading, in order."""
    return [len(marks) for marks in re.findall(r"^(#+) ", _BLOCK.sub("", text), re.MULTILINE)]


def commands(text: str) -> list[str]:
    """Lines of the code blocks in order, without the comments behind them."""
    return [line.partition(" #")[0].strip() for block in _BLOCK.findall(text) for line in block.splitlines()]


def spans(text: str) -> list[str]:
    """What is set as code within sentences, sorted: the two languages order their sentences differently."""
    return sorted(_SPAN.findall(_BLOCK.sub("", text)))


def links(text: str) -> list[str]:
    """Targets, sorted, in whichever language a page is; but for those that lead from one language to the other."""
    found = set(_LINK.findall(text)) - {ENGLISH.name, CHINESE.name}
    return sorted(each.replace(".zh-Hant.md", ".md") for each in found)


@pytest.mark.parametrize("facts", [headings, commands, spans, links])
def test_both_languages_say_the_same(facts: Callable[[str], list[object]]) -> None:
    english, chinese = (facts(each.read_text(encoding="utf-8")) for each in (ENGLISH, CHINESE))
    assert english == chinese
    assert len(english) > 5


def test_each_leads_to_the_other() -> None:
    assert f"]({CHINESE.name})" in ENGLISH.read_text(encoding="utf-8")
    assert f"]({ENGLISH.name})" in CHINESE.read_text(encoding="utf-8")


@pytest.mark.parametrize("readme", [ENGLISH, CHINESE], ids=lambda path: path.name)
def test_every_link_within_the_project_leads_somewhere(readme: Path) -> None:
    inside = [link for link in _LINK.findall(readme.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in inside if not (ROOT / link.partition("#")[0]).exists()] == []
