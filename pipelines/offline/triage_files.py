"""Triage on files: what would be fetched of entries given as JSON Lines. No budget, no sample, no known pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.offline.files import Bad, read_lines, reject, string_of
from seedwatch.core.errors import InputError
from seedwatch.core.triage.decide import Action


@dataclass(frozen=True, slots=True)
class EntryItem:
    """An entry to decide on. source: id or name of a declared source. section: as the outlet names it."""

    id: str
    title: str
    text: str
    source: str = ""
    section: str = ""
    read_whole: bool = False  # its source says `triage: off`


@dataclass(frozen=True, slots=True)
class EntryDecision:
    """decision: an `Action`. themes: that want the entry, best first."""

    decision: Action
    reason: str
    themes: tuple[str, ...] = ()


def entry_items(path: str, read_whole: Mapping[str, bool], bad: Bad = reject) -> Iterator[EntryItem]:
    """Entries of a JSON Lines file; `bad` is told of lines that hold none.

    read_whole: by id and name of the declared sources, whether everything of them is fetched.
    """

    def item(record: dict[str, Any], number: int) -> EntryItem:
        item_id = string_of(record, "id", path, number)
        if item_id is None:
            raise InputError(f"{path}, line {number}: id: missing")
        title, text, source, section = (
            string_of(record, key, path, number) or "" for key in ("title", "text", "source", "section")
        )
        return EntryItem(item_id, title, text, source, section, read_whole.get(source, False))

    return read_lines(path, item, bad)


def triage_entry(item: EntryItem) -> EntryDecision:
    """Job: decide on one entry by the worker's themes. A section counts as words of the lead."""
    from pipelines.workers.tasks import score_entry, tagger

    lead = "\n".join(part for part in (item.text, item.section) if part)
    found = score_entry(tagger(), item.title, lead)
    if item.read_whole:
        return EntryDecision(Action.FETCH, "its source is fetched whole", found.themes)
    wanted = bool(found.themes) or (found.is_wordless)
    return EntryDecision(Action.FETCH if wanted else Action.SKIP, found.reason, found.themes)
