"""Per-site rules as data: few, dated, each only where general code loses. The texts live in sources/rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from seedwatch.core.dates.zone_names import known_zone
from seedwatch.core.yaml_file import load


@dataclass(frozen=True, slots=True)
class SiteRules:
    """What some sites need beyond the general code.

    sites: registered names or hosts it holds for, subdomains included.
    drop: lines that match one of these are left out. end: the article ends before a line that matches one.
    body: classes or ids of the article's container.
    zone: IANA name to assume for dates without offset; empty leaves it to the source.
    checked, until: days of the evidence and of its end (None: no end known).
    """

    sites: tuple[str, ...]
    drop: tuple[re.Pattern[str], ...] = ()
    end: tuple[re.Pattern[str], ...] = ()
    body: tuple[str, ...] = ()
    zone: str = ""
    checked: date | None = None
    until: date | None = None


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from None
    return value


def _zone(value: str) -> str:
    return known_zone(value) if value else ""


Pattern = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_pattern)]


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    sites: tuple[Annotated[str, Field(pattern=r"^[a-z0-9.-]+\.[a-z]{2,}$")], ...] = Field(min_length=1)
    checked: date
    until: date | None = None
    zone: Annotated[str, AfterValidator(_zone)] = ""
    body: tuple[Annotated[str, Field(min_length=3)], ...] = ()
    drop: tuple[Pattern, ...] = ()
    end: tuple[Pattern, ...] = ()


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    rules: tuple[_Rule, ...]


def parse_rules(text: str, name: str) -> tuple[SiteRules, ...]:
    """Rules declared in `text`, the content of file `name`. Raises InputError naming file, line and key."""
    return tuple(
        SiteRules(
            rule.sites,
            tuple(map(re.compile, rule.drop)),
            tuple(map(re.compile, rule.end)),
            rule.body,
            rule.zone,
            rule.checked,
            rule.until,
        )
        for rule in load(text, name, _File).rules
    )


def load_rules(files: Iterable[tuple[str, str]]) -> tuple[SiteRules, ...]:
    """Rules of several (name, text) files, in order. Raises InputError as `parse_rules`."""
    return tuple(rule for name, text in files for rule in parse_rules(text, name))


def rules_for(rules: Iterable[SiteRules], url: str, on: date) -> SiteRules | None:
    """The rules that hold for an address on a day; those declared last win."""
    host = urlsplit(url).hostname or ""
    found = None
    for rule in rules:
        if rule.until is not None and rule.until < on:
            continue
        if any(host == site or host.endswith(f".{site}") for site in rule.sites):
            found = rule
    return found


def apply_rules(rules: SiteRules | None, lines: Sequence[str]) -> list[str]:
    """The lines that a site's rules leave."""
    if rules is None:
        return list(lines)
    kept: list[str] = []
    for line in lines:
        if any(pattern.search(line) for pattern in rules.end):
            break
        if not any(pattern.search(line) for pattern in rules.drop):
            kept.append(line)
    return kept
