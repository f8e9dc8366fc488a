"""Per-site rules as data: few, dated, each only where general code loses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteRules:
    """What one site needs beyond the general code.

    sites: registered names it holds for, subdomains included. drop: lines that match one of these are left out; end: the
    article ends before a line that matches one of these. checked/until: ISO dates of the evidence and of its end.
    """

    sites: tuple[str, ...]
    drop: tuple[re.Pattern[str], ...] = ()
    end: tuple[re.Pattern[str], ...] = ()
    checked: str = ""
    until: str = ""


def apply_rules(rules: SiteRules | None, lines: Sequence[str]) -> list[str]:
    """The lines that a site's rules leave."""
    kept: list[str] = []
    for line in lines:
        if rules is not None and any(pattern.search(line) for pattern in rules.end):
            break
        if rules is None or not any(pattern.search(line) for pattern in rules.drop):
            kept.append(line)
    return kept
