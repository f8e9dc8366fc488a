"""Read the prose under `demo/site/`: `outlets.yaml` and one Markdown file with front matter per article.

A file `stories/<outlet>/<slug>.md` is an article; `<slug>@2.md` beside it is its later revision. A file with
`copy_of` in its front matter carries the other story's text: `keep` cuts it to so many paragraphs, `convert`
names an OpenCC configuration (other script), `replace` lists single words that an editor would have changed.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import opencc
import yaml

from seedwatch.core.errors import InputError
from seedwatch.core.model.article import CopyKind
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.text import Language
from seedwatch.demo.records import Fault, FaultKind, FeedFormat, Outlet, Site, Story, Version

#: Round 1 shows what was published before this moment, round 2 everything.
ROUND_ONE_ENDS = datetime(2026, 11, 12, tzinfo=UTC)
LAST_ROUND = 2
#: Day of the earliest seed article: what was published before it is `older`.
EARLIEST_SEED = datetime(2025, 11, 7, tzinfo=UTC)

Front = dict[str, Any]


def round_end(number: int) -> datetime | None:
    """The moment at which the round's world stands still; None from the last round on."""
    if number < 1:
        raise InputError(f"the sample web's rounds are counted from 1, not {number}")
    return ROUND_ONE_ENDS if number < LAST_ROUND else None


@cache
def load_site() -> Site:
    """The whole sample web, read once per process."""
    outlets = _read_outlets()
    zones = {outlet.id: outlet.zone for outlet in outlets}
    drafts = [_Draft(name, text, zones) for name, text in _story_files()]
    originals = [draft for draft in drafts if not draft.revision and not draft.copies]
    stories = {draft.key: draft.story() for draft in originals}
    for draft in drafts:
        if draft.revision:
            stories[draft.key] = draft.revise(stories[draft.key])
    stories |= {draft.key: draft.copy(stories) for draft in drafts if draft.copies}
    return Site(outlets, tuple(stories.values()), stories)


def _story_files() -> Iterator[tuple[str, str]]:
    """(`outlet/slug`, text) of every story file, in a fixed order."""
    root = files("seedwatch.demo").joinpath("site", "stories")
    for folder in sorted(root.iterdir(), key=lambda item: item.name):
        for file in sorted(folder.iterdir(), key=lambda item: item.name):
            if file.name.endswith(".md"):
                yield f"{folder.name}/{file.name.removesuffix('.md')}", file.read_text(encoding="utf-8")


def _read_outlets() -> tuple[Outlet, ...]:
    text = files("seedwatch.demo").joinpath("site", "outlets.yaml").read_text(encoding="utf-8")
    return tuple(_outlet(row) for row in yaml.safe_load(text))


def _outlet(row: Front) -> Outlet:
    zone = ZoneInfo(row["zone"])
    faults = tuple(_fault(row["id"], zone, fault) for fault in row.pop("faults", ()))
    fixed = {
        "language": Language(row["language"]),
        "zone": zone,
        "feed": FeedFormat(row["feed"]),
        "disallow": tuple(row.get("disallow", ())),
        "themes": tuple(row.get("themes", ())),
        "faults": faults,
    }
    return Outlet(**{**row, **fixed})


def _fault(outlet: str, zone: ZoneInfo, row: Front) -> Fault:
    text = tuple(row.get("text", "").split("\n\n")) if row.get("text") else ()
    return Fault(outlet, FaultKind(row["kind"]), row["path"], row["title"], _moment(row["date"], zone), text)


def _moment(raw: str, zone: ZoneInfo) -> datetime:
    return datetime.strptime(raw, "%Y-%m-%d %H:%M").replace(tzinfo=zone)


class _Draft:
    """One story file, parsed; it becomes a story, a revision of one, or a copy of one."""

    def __init__(self, name: str, text: str, zones: dict[str, ZoneInfo]) -> None:
        self.name = name
        self.key, _, self.revision = name.partition("@")
        self.outlet, _, self.slug = self.key.partition("/")
        if self.outlet not in zones:
            raise InputError(f"demo/site/stories/{name}.md: no outlet {self.outlet!r} in outlets.yaml")
        self.front, self.paragraphs = _split(name, text)
        self.zone = zones[self.outlet]

    @property
    def copies(self) -> str | None:
        return self.front.get("copy_of")

    def story(self) -> Story:
        version = Version(self.front["title"], self.paragraphs, _moment(self.front["date"], self.zone))
        outcome = Outcome.OLDER if version.published < EARLIEST_SEED else Outcome.STORED
        return self._story(version, tuple(self.front.get("themes", ())), outcome)

    def revise(self, story: Story) -> Story:
        changed = _moment(self.front["modified"], self.zone)
        version = Version(self.front["title"], self.paragraphs, story.published, changed)
        return replace(story, versions=(*story.versions, version))

    def copy(self, stories: dict[str, Story]) -> Story:
        original = stories[self.front["copy_of"]]
        kept = original.versions[0].paragraphs[: self.front.get("keep")]
        paragraphs = tuple(self._edited(paragraph) for paragraph in kept)
        version = Version(self.front["title"], paragraphs, _moment(self.front["date"], self.zone))
        return replace(
            self._story(version, original.themes, Outcome.COPY),
            copy_of=original.key,
            copy_kind=CopyKind(self.front["kind"]),
        )

    def _edited(self, paragraph: str) -> str:
        if "convert" in self.front:
            paragraph = _converter(self.front["convert"]).convert(paragraph)
        for old, new in self.front.get("replace", {}).items():
            paragraph = paragraph.replace(old, new)
        return paragraph

    def _story(self, version: Version, themes: tuple[str, ...], outcome: Outcome) -> Story:
        optional = ("byline", "place", "section", "caption", "credit", "charset", "header_charset", "undated")
        optional_values = {name: self.front[name] for name in optional if name in self.front}
        return Story(self.key, self.outlet, self.slug, (version,), themes, outcome, **optional_values)


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


def _split(name: str, text: str) -> tuple[Front, tuple[str, ...]]:
    """Front matter and paragraphs of a story file."""
    if not text.startswith("---\n") or "\n---\n" not in text:
        raise InputError(
            f"demo/site/stories/{name}.md: no front matter", "it begins and ends with a line '---'"
        )
    head, _, body = text[4:].partition("\n---\n")
    paragraphs = tuple(" ".join(block.split("\n")) for block in body.strip().split("\n\n") if block)
    return yaml.safe_load(head), paragraphs


def article_path(outlet: Outlet, story: Story) -> str:
    """Path of the article's address, by the outlet's pattern; the number is fixed by the slug."""
    number = 1_000_000 + zlib.crc32(story.slug.encode()) % 8_000_000
    return outlet.article_path.format(slug=story.slug, number=number, at=story.published).lower()
