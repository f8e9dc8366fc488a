"""How a page was read, link by link."""

from __future__ import annotations

from dataclasses import dataclass

from seedwatch.core.model.feed import ParsedFeed
from tests.core.feeds.lists.pages import ListPage


@dataclass(frozen=True, slots=True)
class Score:
    """Links found and listed, found and of a menu, listed and not found; headlines word for word."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    titles: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right + other.right,
            self.wrong + other.wrong,
            self.missed + other.missed,
            self.titles + other.titles,
        )

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def score(page: ListPage, found: ParsedFeed) -> Score:
    titles = {entry.url: entry.title for entry in found.entries}
    right = page.listed.keys() & titles.keys()
    wrong = titles.keys() - page.listed.keys() - page.beside
    exact = sum(titles[url] == page.listed[url] for url in right)
    return Score(len(right), len(wrong), len(page.listed) - len(right), exact)
