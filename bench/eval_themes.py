"""Quality of tags over labelled items: `python -m bench.eval_themes [SHARED]`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import themes
from bench.rows import Row
from core.themes import Tagger, load_themes

LANGUAGES = ("zh-Hant", "zh-Hans", "en")


@dataclass(frozen=True, slots=True)
class Item:
    """A news item, with its true themes where a person has read it."""

    id: str
    language: str
    title: str
    text: str
    themes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def read_items(path: Path) -> list[Item]:
    """Items of a JSON-lines file without the doubtful ones."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [
        Item(row["id"], row["lang"], row["title"], row["text"], frozenset(row.get("themes", ())))
        for row in rows
        if not row.get("doubt")
    ]


def shipped_tagger() -> Tagger:
    return Tagger.build(load_themes(themes.texts()).files)


def tags(tagger: Tagger, items: Iterable[Item]) -> dict[str, frozenset[str]]:
    return {item.id: frozenset(hit.theme for hit in tagger.tag(item.title, item.text)) for item in items}


def micro(items: Sequence[Item], got: Mapping[str, frozenset[str]]) -> Score:
    true = sum(len(item.themes & got[item.id]) for item in items)
    given = sum(len(got[item.id]) for item in items)
    wanted = sum(len(item.themes) for item in items)
    return Score(true / given if given else 0.0, true / wanted if wanted else 0.0)


def per_theme(items: Sequence[Item], got: Mapping[str, frozenset[str]]) -> dict[str, tuple[int, Score]]:
    """Number of positives and score of each theme that has any."""
    found = {}
    for theme in sorted({theme for item in items for theme in item.themes}):
        true = sum(theme in item.themes and theme in got[item.id] for item in items)
        given = sum(theme in got[item.id] for item in items)
        wanted = sum(theme in item.themes for item in items)
        found[theme] = (wanted, Score(true / given if given else 0.0, true / wanted))
    return found


def on_theme_precision(items: Sequence[Item], got: Mapping[str, frozenset[str]]) -> float:
    """Of the items given any theme, how many have one."""
    given = [item for item in items if got[item.id]]
    return sum(bool(item.themes) for item in given) / len(given) if given else 0.0
