"""Searches that a person keeps by name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search kept by name; `text` in the query language, all its filters hold together.

    since, until: days or ages as typed ("2026-03-22", "30d"), the day of `until` included; empty: no bound.
    exact: names only as written. schedule, receivers: wished for a watch on it, as imported.
    """

    name: str
    text: str = ""
    themes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    exact: bool = False
    schedule: str = ""
    receivers: tuple[str, ...] = ()
