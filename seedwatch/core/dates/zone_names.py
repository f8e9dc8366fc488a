"""Zones as date strings name them: offsets, abbreviations, IANA names, places in Chinese and English."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

#: Hours east of UTC.
_FIXED = {
    "z": 0.0, "ut": 0.0, "utc": 0.0, "gmt": 0.0, "wet": 0.0, "etc/gmt": 0.0, "etc/utc": 0.0,
    "bst": 1.0, "cet": 1.0, "met": 1.0, "west": 1.0, "mez": 1.0,
    "cest": 2.0, "mest": 2.0, "eet": 2.0, "sast": 2.0, "mesz": 2.0,
    "eest": 3.0, "msk": 3.0, "trt": 3.0, "gst": 4.0, "pkt": 5.0, "ict": 7.0, "wib": 7.0,
    "hkt": 8.0, "sgt": 8.0, "pht": 8.0, "myt": 8.0, "awst": 8.0, "bjt": 8.0, "tst": 8.0,
    "jst": 9.0, "kst": 9.0, "acst": 9.5, "acdt": 10.5, "aest": 10.0, "aedt": 11.0, "nzst": 12.0, "nzdt": 13.0,
    "ast": -4.0, "adt": -3.0, "est": -5.0, "edt": -4.0, "cst": -6.0, "cdt": -5.0,
    "mst": -7.0, "mdt": -6.0, "pst": -8.0, "pdt": -7.0, "akst": -9.0, "akdt": -8.0,
    "hst": -10.0, "brt": -3.0, "art": -3.0,
}  # fmt: skip
#: Names that mean summer or winter time, whichever the day keeps.
_BY_SEASON = {
    "et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver",
    "pt": "America/Los_Angeles", "at": "America/Halifax",
}  # fmt: skip
#: Written small these are no words of any text that follows a clock; "at", "met" and "west" are.
_SAFE_IN_SMALL = frozenset({"z", "utc", "gmt", "cst", "hkt", "jst", "kst", "est", "edt", "pst", "pdt", "cet"})
_OFFSET = re.compile(r"(?:utc|gmt|ut)?\s?([+\-])\s?(\d{1,2}):?(\d{2})?", re.IGNORECASE)
#: As part of the clock patterns of `full`.
TIME_ZONE = (
    r"(?:(?:UTC|GMT|UT)(?:\s?[+\-]|[+\-]\s?)\d{1,2}(?::?\d{2})?(?!\d)|[+\-]\s?\d{1,2}:\d{2}(?!\d)"
    r"|[+\-]\s?\d{4}(?!\d)|[+\-]\d{1,2}(?![\d-])|Etc/[A-Za-z]{3}|[A-Za-z]{1,5}(?![A-Za-z/]))"
)
#: A range that no clock on earth keeps is no offset.
_FURTHEST = 15 * 60

_PLACES = {
    "Asia/Taipei": "台灣 臺灣 台湾 臺湾 台北 臺北",
    "Asia/Shanghai": "北京 上海 中國 中国 大陸 大陆 香港 澳門 澳门 新加坡",
    "Asia/Tokyo": "日本 東京 东京",
    "Asia/Seoul": "韓國 韩国 首爾 首尔",
    "Asia/Kolkata": "印度",
    "Asia/Bangkok": "泰國 泰国 曼谷 越南 河內 河内",
    "Asia/Dubai": "杜拜 迪拜",
    "Australia/Sydney": "雪梨 悉尼 澳洲東部 澳洲东部",
    "America/New_York": "美東 美东 美國東部 美国东部 美國東岸 美国东岸 紐約 纽约 華盛頓 华盛顿",
    "America/Chicago": "美中 美國中部 美国中部 芝加哥",
    "America/Denver": "美國山區 美国山区",
    "America/Los_Angeles": "美西 美國西部 美国西部 美國西岸 美国西岸 美國太平洋 美国太平洋 太平洋 "
    "洛杉磯 洛杉矶 舊金山 旧金山",
    "Europe/London": "英國 英国 倫敦 伦敦",
    "Europe/Paris": "歐洲中部 欧洲中部 中歐 中欧 巴黎 柏林 德國 德国 法國 法国 布魯塞爾 布鲁塞尔",
    "Europe/Moscow": "莫斯科",
    "UTC": "格林威治 格林尼治 格林威治標準 世界標準 世界标准 世界協調 世界协调 協調世界 协调世界",
}
_ENGLISH = {
    "America/New_York": "eastern|new york|u\\.?s\\.? eastern",
    "America/Chicago": "central",
    "America/Denver": "mountain",
    "America/Los_Angeles": "pacific",
    "Asia/Taipei": "taipei|taiwan",
    "Asia/Shanghai": "china|beijing|hong kong|singapore",
    "Asia/Tokyo": "japan|tokyo",
    "Asia/Seoul": "korea|seoul",
    "Asia/Kolkata": "india",
    "Europe/London": "london|british",
    "Europe/Paris": "central european",
    "UTC": "greenwich|universal|coordinated universal",
}
_PLACE_ZONES = {place: zone for zone, places in _PLACES.items() for place in places.split()}
_PLACE = "|".join(sorted(_PLACE_ZONES, key=len, reverse=True))
_AREA = "|".join(sorted(("|".join(_ENGLISH.values())).split("|"), key=len, reverse=True))
_NAMED = re.compile(
    rf"[(\[]?\s?(?:(?P<place>{_PLACE})(?:標準|标准|夏令|夏季|冬令|日光節約)?[時时][間间]"
    r"|(?P<coast>美[東东西])(?![\u4e00-\u9fff])"
    rf"|(?P<here>(?:當地|当地|本地|[東西南北东中]部)[時时][間间]|\blocal time\b)"
    rf"|\b(?P<area>{_AREA})\s(?:(?P<season>standard|daylight|summer|mean)\s)?time\b"
    r"|(?<![\w/])(?P<iana>(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|US)"
    r"/[A-Za-z_\-]+(?:/[A-Za-z_\-]+)?))\s?[)\]]?",
    re.IGNORECASE,
)
_MAY_NAME = re.compile(r"[時时][間间]|美[東东西]|time\b|[A-Za-z]/[A-Z]", re.IGNORECASE)
#: Behind a clock these are in the place of a zone, whatever they mean.
_UNREAD = re.compile(
    r"\s?[(\[]?\s?(?:[+\-]\d|[A-Z]{1,4}[SDLM]?T(?![A-Za-z])|[A-Z][a-z]+/[A-Z][A-Za-z_]+\s?[)\]]?$"
    r"|(?!發|发|更|修|上稿|閱|阅|讀|读|下載|下载|刊|出|最|建|張|张|截|編|编|記|记|播|轉|转)"
    r"[\u4e00-\u9fff]{2,5}(?:標準|标准)?[時时][間间](?![：:]))"
)
_NO_ZONES = frozenset({"AM", "PM", "UHR", "H", "HRS", "MIN", "A", "P", "BY", "ON", "AT", "TO", "IN"})


def zone_of(name: str, local: tzinfo | None) -> tzinfo | None:
    """The zone an offset or abbreviation stands for; None when it stands for none.

    CST is China's where `local` lies at +08:00, else North American; ET, CT and their like keep summer
    time.
    """
    text = name.strip()
    small = text.lower()
    if (offset := _OFFSET.fullmatch(small)) is not None:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes > _FURTHEST or int(offset[3] or 0) >= 60:
            return None
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    if not (text.isupper() or small in _SAFE_IN_SMALL or small.startswith("etc/")):
        return None
    if small == "cst" and is_chinese_time(local):
        return timezone(timedelta(hours=8))
    if small in _BY_SEASON:
        return ZoneInfo(_BY_SEASON[small])
    hours = _FIXED.get(small)
    return None if hours is None else timezone(timedelta(hours=hours)) if hours else UTC


def is_unread_zone(name: str, rest: str, sure: bool) -> bool:
    """Whether a zone is stated that cannot be read.

    name: letters or an offset directly behind a clock, "" when there are none. rest: what follows them.
    sure: letters that end the string are a zone, and not the name of an agency (08:05 CNA).
    """
    if not name:
        return _UNREAD.match(rest) is not None
    if name[0] in "+-":
        return True
    if not name.isupper() or name in _NO_ZONES:
        return False
    return name.endswith("T") or rest[:1] in {")", "]"} or (sure and not rest.strip())


def take_named_zone(text: str) -> tuple[str, tzinfo | None, bool]:
    """(text without the names of zones in it, the zone that they name, whether one cannot be read).

    Two names that differ leave it unread.
    """
    if _MAY_NAME.search(text) is None:
        return text, None, False
    found = list(_NAMED.finditer(text))
    if not found:
        return text, None, False
    zones = {_named(match) for match in found}
    zone = zones.pop()
    rest = _NAMED.sub(" ", text).strip()
    return rest, None if zones else zone, bool(zones) or zone is None


def _named(match: re.Match[str]) -> tzinfo | None:
    if place := match["place"] or match["coast"]:
        return ZoneInfo(_PLACE_ZONES[place])
    if match["area"]:
        area = match["area"].lower()
        name = next(zone for zone, areas in _ENGLISH.items() if re.fullmatch(areas, area))
        return _of_season(ZoneInfo(name), (match["season"] or "").lower())
    if match["iana"]:
        return ZoneInfo(match["iana"]) if is_zone(match["iana"]) else None
    return None


def _of_season(zone: ZoneInfo, season: str) -> tzinfo:
    """ "Eastern Standard Time" is winter time even where the day keeps summer time."""
    if season not in {"standard", "daylight"}:
        return zone
    winter = zone.utcoffset(datetime(2026, 1, 15))  # noqa: DTZ001
    assert winter is not None
    return timezone(winter + timedelta(hours=1 if season == "daylight" else 0))


def is_chinese_time(zone: tzinfo | None) -> bool:
    """Whether a zone keeps +08:00 (all Chinese-speaking ones do)."""
    return zone is not None and zone.utcoffset(datetime(2026, 1, 1)) == timedelta(hours=8)  # noqa: DTZ001


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
