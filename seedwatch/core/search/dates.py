"""Times in queries: 2026-03-22, 2026-03, 2026, 7d, today; from the person's own zone, the one `now` is in."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from seedwatch.core.errors import QueryError, QueryFault

_RELATIVE = re.compile(r"(\d{1,5})(h|d|w|m|y|小時|小时|天|日|週|周|個月|个月|月|年)", re.IGNORECASE)
_HOURS = {"h": 1, "d": 24, "w": 24 * 7, "m": 24 * 30, "y": 24 * 365}
_LETTER = {
    **dict.fromkeys(("小時", "小时"), "h"),
    **dict.fromkeys(("天", "日"), "d"),
    **dict.fromkeys(("週", "周"), "w"),
    **dict.fromkeys(("個月", "个月", "月"), "m"),
    "年": "y",
}
_DAYS_AGO = {"today": 0, "今天": 0, "今日": 0, "yesterday": 1, "昨天": 1, "昨日": 1}
_DATE = re.compile(
    r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?)?年?"
    r"(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:?\d{2})?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_HINT = "for example 2026-03-22, 2026-03, 7d (days), 2w, 3m, 1y, today"
#: Any time does to see whether a value can be read.
_SOME_TIME = datetime(2026, 1, 1).astimezone()


def read_bound(value: str, position: int, now: datetime = _SOME_TIME) -> datetime:
    """The first moment of the time that `value` names. Raises QueryError pointing at `position`."""
    text = value.strip().lower()
    if text in _DAYS_AGO:
        return _midnight(now) - timedelta(days=_DAYS_AGO[text])
    try:
        if relative := _RELATIVE.fullmatch(text):
            unit = _LETTER.get(relative[2], relative[2])
            return now - timedelta(hours=int(relative[1]) * _HOURS[unit])
        if found := _COMPACT.fullmatch(text):
            return datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=now.tzinfo)
        if found := _DATE.fullmatch(value.strip()):
            return _exact(found, now)
    except (ValueError, OverflowError):
        pass  # a 13th month or a year 0: as unreadable as any other text
    raise QueryError(f"{value!r} is no time", _HINT, position, QueryFault.NO_TIME, value)


def _exact(found: re.Match[str], now: datetime) -> datetime:
    year, month, day, hour, minute, second = (int(part) if part else 0 for part in found.groups()[:6])
    moment = datetime(year, month or 1, day or 1, hour, minute, second, tzinfo=now.tzinfo)
    if found[7]:
        zone = datetime.fromisoformat(f"2000-01-01T00:00:00{found[7].upper()}").tzinfo
        moment = moment.replace(tzinfo=zone)
    return moment


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
