"""The zone to assume for a page whose outlet declares none."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo

from seedwatch.core.model.text import WRITTEN, Language

#: Countries of one zone, by the last label of the host.
_COUNTRIES = {
    "tw": "Asia/Taipei",
    "cn": "Asia/Shanghai",
    "hk": "Asia/Hong_Kong",
    "mo": "Asia/Macau",
    "sg": "Asia/Singapore",
    "jp": "Asia/Tokyo",
    "kr": "Asia/Seoul",
    "in": "Asia/Kolkata",
    "uk": "Europe/London",
    "ie": "Europe/Dublin",
    "de": "Europe/Berlin",
    "at": "Europe/Vienna",
    "ch": "Europe/Zurich",
    "fr": "Europe/Paris",
    "it": "Europe/Rome",
    "nl": "Europe/Amsterdam",
    "be": "Europe/Brussels",
    "pl": "Europe/Warsaw",
    "se": "Europe/Stockholm",
    "no": "Europe/Oslo",
    "dk": "Europe/Copenhagen",
    "fi": "Europe/Helsinki",
}


@cache
def assumed_zone(host: str, language: Language) -> ZoneInfo | None:
    """By country, else by script; None where neither tells."""
    written = WRITTEN.get(language)
    name = _COUNTRIES.get(host.rpartition(".")[2].lower()) or (written.zone if written else None)
    return ZoneInfo(name) if name else None
