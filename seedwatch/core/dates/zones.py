"""Zones by their IANA names."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones


def known_zone(name: str) -> str:
    """The name itself. Raises ValueError when it names no zone."""
    if name not in _names():
        raise ValueError(f"no such zone: {name!r}; write an IANA name such as Asia/Taipei")
    return name


def is_zone(name: str) -> bool:
    """Whether it is an IANA name."""
    return name in _names()


@cache
def _names() -> frozenset[str]:
    """Listing them walks a folder of files, 20 ms: a second for a catalogue."""
    return frozenset(available_timezones())
