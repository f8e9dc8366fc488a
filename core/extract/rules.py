"""Per-site rules as data: few, dated, each only where general code loses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteRules:
    """What one site needs beyond the general code."""

    site: str
