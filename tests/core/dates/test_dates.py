"""Date strings: right, or unknown; never a guess."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.dates.parse import parse_date
from seedwatch.core.model.moment import DateOrigin, Moment, OffsetKnown, Precision

TAIPEI = ZoneInfo("Asia/Taipei")
NOW = datetime(2026, 11, 20, 21, 30, tzinfo=TAIPEI)


def printed(raw: str, zone: ZoneInfo | None = TAIPEI) -> Moment | None:
    return parse_date(raw, now=NOW, zone=zone, origin=DateOrigin.PRINTED)


def in_feed(raw: str) -> Moment | None:
    return parse_date(raw, now=NOW, origin=DateOrigin.FEED)


MINUTES = [
    "2026-03-22 21:05",
    "2026/3/22 21:05",
    "2026.03.22 21:05",
    "2026年3月22日 21:05",
    "2026年03月22日21:05",
    "2026年3月22日 下午9:05",
    "2026/3/22 下午 09:05",
    "2026年3月22日 晚上9點05分",
    "2026年3月22日 21時05分",
    "2026年3月22日 週日 21:05",
    "2026年3月22日(日) 21:05",
    "2026年3月22日（星期日）21:05",
    "二〇二六年三月二十二日 晚上九點零五分",
    "２０２６年３月２２日　２１：０５",
    "民國115年3月22日 21:05",
    "115/03/22 21:05",
    "更新：2026-03-22 21:05",
    "發布時間：2026-03-22 21:05",
    "发布时间：2026年03月22日 21:05 来源：某报",
    "2026-03-22 21:05 更新",
    "2026-03-22 21:05 | 3 min read",
    "更新 2026-03-23 11:00 發布 2026-03-22 21:05",
    "Mar 22, 2026 9:05 PM",
    "March 22, 2026 at 9:05 p.m.",
    "22 March 2026, 21:05",
    "9:05 PM, March 22, 2026",
    "03/22/2026 9:05 PM",
    "22.3.2026 21:05",
    "Sun, 22/03/2026 - 21:05",
    "2026년 3월 22일 오후 9:05",
    "2026-03-22T21:05+08:00",
    "Sun, 22 Mar 2026 21:05 CST",
    "2026-03-22 13:05 (UTC)",
    "202603222105",
]


@pytest.mark.parametrize("raw", MINUTES)
def test_day_and_minute(raw: str) -> None:
    moment = printed(raw)
    assert moment is not None
    assert moment.at == datetime(2026, 3, 22, 21, 5, tzinfo=TAIPEI)
    assert moment.precision is Precision.MINUTE
    assert moment.raw == raw


@pytest.mark.parametrize(
    "raw",
    [
        "2026-03-22",
        "二〇二六年三月二十二日",
        "中華民國一百一十五年三月二十二日",
        "民國115年3月22日",
        "115-03-22",
        "20260322",
        "Mar 22, 2026",
        "22nd of March 2026",
        "22. März 2026",
        "22 de marzo de 2026",
        "更新時間：2026/03/22",
        "2026年3月22日 晚上12點",
    ],
)
def test_only_the_day(raw: str) -> None:
    moment = printed(raw)
    assert moment is not None
    assert moment.iso == "2026-03-22"
    assert moment.precision is Precision.DAY


@pytest.mark.parametrize(
    ("raw", "back"),
    [
        ("三小時前", timedelta(hours=3)),
        ("3小時前", timedelta(hours=3)),
        ("半小時前", timedelta(minutes=30)),
        ("10 分鐘前", timedelta(minutes=10)),
        ("3時間前", timedelta(hours=3)),
        ("2 hours ago", timedelta(hours=2)),
        ("剛剛", timedelta()),
        ("1小時30分鐘前", timedelta(hours=1, minutes=30)),
        ("1小時30分前", timedelta(hours=1, minutes=30)),
        ("1個半小時前", timedelta(hours=1, minutes=30)),
        ("兩小時半前", timedelta(hours=2, minutes=30)),
        ("1天3小時前", timedelta(days=1, hours=3)),
        ("2 hours and 15 minutes ago", timedelta(hours=2, minutes=15)),
        ("1 day, 3 hours ago", timedelta(days=1, hours=3)),
        ("發布於3小時前", timedelta(hours=3)),
        ("3小時前更新", timedelta(hours=3)),
    ],
)
def test_distances_from_now(raw: str, back: timedelta) -> None:
    moment = printed(raw)
    assert moment is not None
    assert moment.at == NOW - back


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("昨天", "2026-11-19"),
        ("前天", "2026-11-18"),
        ("兩天前", "2026-11-18"),
        ("一週前", "2026-11-13"),
        ("昨天 下午3:20", "2026-11-19T15:20:00+08:00"),
        ("今日 08:15", "2026-11-20T08:15:00+08:00"),
        ("週五(11月6日)", "2026-11-06"),
        ("11月6日 週五 下午2:10", "2026-11-06T14:10:00+08:00"),
        ("11-06 21:05", "2026-11-06T21:05:00+08:00"),
        ("12月6日", "2025-12-06"),
        ("6 Nov", "2026-11-06"),
        ("昨晚8點", "2026-11-19T20:00:00+08:00"),
        ("昨晚8点半", "2026-11-19T20:30:00+08:00"),
        ("昨晚 20:05", "2026-11-19T20:05:00+08:00"),
        ("昨晚1點", "2026-11-19"),  # of which night?
        ("今早7:15", "2026-11-20T07:15:00+08:00"),
        ("今晨5時", "2026-11-20T05:00:00+08:00"),
        ("前晚 9點", "2026-11-18T21:00:00+08:00"),
        ("前天 20:05", "2026-11-18T20:05:00+08:00"),
        ("發布時間：昨天 21:00", "2026-11-19T21:00:00+08:00"),
        ("上週五 14:00", "2026-11-13T14:00:00+08:00"),
        ("3個月前", "2026-08"),
        ("半年前", "2026-05"),
        ("a month ago", "2026-10"),
        ("1年2個月前", "2025-09"),
        ("2 years ago", "2024"),
    ],
)
def test_days_told_without_a_year(raw: str, iso: str) -> None:
    moment = printed(raw)
    assert moment is not None
    assert moment.iso == iso


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "hello",
        "2026",
        "2026-13-45",
        "2026-02-30",
        "2026-03-22 25:00",
        "2026-03-22 10:99",
        "03/04/2026",  # third of April, or fourth of March
        "週四(11月6日)",  # a Friday
        "26年3月22日",  # two-digit years belong to two calendars
        "去年11月6日",
        "農曆三月初三",
        "幾分鐘前",
        "20多分鐘前",
        "1小時多30分鐘前",
        "over 3 hours ago",
        "去年的11月6日",
        "中華民國115年(2026年)11月20日",
        "電話 02-2345-6789",
        "3 min read",
        "2026-W12-7",
        "2013-01-27-01",
        "2013-01-28T11:30:00-06:00Textra",
        "Sun, 16 Dec 2012 1:2:3:4 GMT",
        "Sun, 16 Dec zz 11:47:32 GMT",
        "Sun, 16 Dec 2012 11:47:32 +zz:00",
        "Sun, 99 Jun 2009 12:00:00 GMT",
        "x" * 5000 + " 2026-03-22",
    ],
)
def test_unclear_stays_unknown(raw: str) -> None:
    assert printed(raw) is None


@pytest.mark.parametrize(
    ("raw", "utc"),
    [
        ("Thu,28 Jul 2022 4:35:5 GMT+9", "2022-07-27T19:35:05"),
        ("Sat, Dec 16 2023 02:02:33 PM", "2023-12-16T14:02:33"),
        ("Fri, 05/03/2019 - 15:21", "2019-05-03T15:21:00"),
        ("Tue, 15 Nov 2022 20:15:04 Z", "2022-11-15T20:15:04"),
        ("115-09-28", "2026-09-28T00:00:00"),
        ("Thu Aug 30 2012 17:26:16 +0200", "2012-08-30T15:26:16"),
        ("Sun Jul 15 01:16:00 +0000 2012", "2012-07-15T01:16:00"),
        ("Mon, 26 January 2004 16:31:00 PT", "2004-01-27T00:31:00"),
        ("Fri, 2006/09/15 08:19:53 EDT", "2006-09-15T12:19:53"),
        ("Wed, 19 Feb 2012 22:40:00 -01:01", "2012-02-19T23:41:00"),
        ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00"),
        ("2004-július-13T9:15-05:00", "2004-07-13T14:15:00"),
        ("2004-05-25 오후 11:23:17", "2004-05-25T14:23:17"),
        ("20260827T101500Z", "2026-08-27T10:15:00"),
        ("2003-012-31T10:14:55+00:00", "2003-12-31T10:14:55"),
        ("2003-12", "2003-12-01T00:00:00"),
        ("-0312", "2003-12-01T00:00:00"),
        ("031231", "2003-12-31T00:00:00"),
        ("2003-335", "2003-12-01T00:00:00"),
        ("1774184700", "2026-03-22T13:05:00"),
        ("1774184700000", "2026-03-22T13:05:00"),
        ("2026-03-22 24:00", "2026-03-23T00:00:00"),
        ("星期五, 20 十一月 2026 08:00:00 +0800", "2026-11-20T00:00:00"),
        ("五, 20 11月 2026 08:00:00 GMT", "2026-11-20T08:00:00"),
        ("星期五 十一月 20 08:00:00 GMT 2026", "2026-11-20T08:00:00"),
        ("11 月 20, 2026", "2026-11-20T00:00:00"),
        ("Fri, 20 Nov 2026 08:00:00 Asia/Tokyo", "2026-11-19T23:00:00"),
        ("2026-11-20T08:00:00+9:00", "2026-11-19T23:00:00"),
        ("2026-11-20T08:00:00-5:00", "2026-11-20T13:00:00"),
        ("2026-11-20T08:00:00+08:00[Asia/Taipei]", "2026-11-20T00:00:00"),
        ("/Date(1794965400000)/", "2026-11-18T01:30:00"),
    ],
)
def test_forms_of_feeds(raw: str, utc: str) -> None:
    moment = in_feed(raw)
    assert moment is not None
    assert moment.utc == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_offset_is_stated_assumed_or_unknown() -> None:
    stated, assumed, unknown = (
        printed("2026-03-22 21:05 +0900"),
        printed("2026-03-22 21:05"),
        printed("2026-03-22 21:05", zone=None),
    )
    assert stated
    assert assumed
    assert unknown
    assert (stated.offset, stated.iso) == (OffsetKnown.STATED, "2026-03-22T21:05:00+09:00")
    assert (assumed.offset, assumed.iso) == (OffsetKnown.ASSUMED, "2026-03-22T21:05:00+08:00")
    assert (unknown.offset, unknown.iso) == (OffsetKnown.UNKNOWN, "2026-03-22T21:05:00")


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("July 10, 2026 9:27 AM ET", "2026-07-10T09:27:00-04:00"),
        ("January 10, 2026 9:27 AM ET", "2026-01-10T09:27:00-05:00"),
        ("9:27 AM PT, July 10, 2026", "2026-07-10T09:27:00-07:00"),
        ("July 10, 2026 9:27 AM EST", "2026-07-10T09:27:00-05:00"),
        ("July 10, 2026 9:27 AM Eastern Time", "2026-07-10T09:27:00-04:00"),
        ("July 10, 2026 9:27 AM (Eastern Standard Time)", "2026-07-10T09:27:00-05:00"),
        ("美東時間2026年7月10日 9:27", "2026-07-10T09:27:00-04:00"),
        ("2026年7月10日 上午9:27（美西時間）", "2026-07-10T09:27:00-07:00"),
        ("北京时间2026年7月10日 08:05", "2026-07-10T08:05:00+08:00"),
        ("2026-07-10 08:05 台北時間", "2026-07-10T08:05:00+08:00"),
        ("2026-07-10 08:05 (Asia/Tokyo)", "2026-07-10T08:05:00+09:00"),
        ("2026-07-10 08:05 CNA", "2026-07-10T08:05:00+09:00"),
        ("2026-07-10 08:05 更新時間 2026-07-11 09:00", "2026-07-10T08:05:00+09:00"),
        ("2026-07-10 08:05 GMT - 3 min read", "2026-07-10T08:05:00+00:00"),
    ],
)
def test_zones_are_read_by_the_rule_of_the_day(raw: str, iso: str) -> None:
    moment = printed(raw, ZoneInfo("Asia/Tokyo"))
    assert moment is not None
    assert moment.iso == iso


@pytest.mark.parametrize(
    "raw",
    [
        "2026-07-10 08:05 當地時間",
        "2026-07-10 08:05 伊朗時間",
        "2026-07-10 08:05 local time",
        "2026-07-10 08:05 IST",
        "2026-07-10 08:05 Mars/Phobos",
        "2026-07-10 08:05 (XYZ)",
        "2026-07-10T08:05+25:00",
        "美東時間 2026-07-10 08:05（台北時間）",
    ],
)
def test_a_stated_zone_that_cannot_be_read_is_not_replaced_by_the_local_one(raw: str) -> None:
    moment = printed(raw)
    assert moment is not None
    assert (moment.offset, moment.iso) == (OffsetKnown.UNKNOWN, "2026-07-10T08:05:00")


@pytest.mark.parametrize(("zone", "offset"), [("Asia/Shanghai", 8), ("America/Chicago", -6)])
def test_cst_is_read_by_the_outlet(zone: str, offset: int) -> None:
    moment = printed("2026-03-22 21:05 CST", ZoneInfo(zone))
    assert moment is not None
    assert moment.at.utcoffset() == timedelta(hours=offset)


LABELS = st.sampled_from(["", "更新：", "發布時間：", "Published: ", "記者陳曉明／台北報導 "])
TAILS = st.sampled_from(["", " 更新", " 来源：某报", " | 3 min read", "（星期三）"])


DAYS = st.datetimes(NOW.replace(year=1990, tzinfo=None), NOW.replace(year=2099, tzinfo=None))


@given(DAYS, LABELS, TAILS, st.sampled_from("-/.年"))
def test_a_full_numeric_date_comes_back_unchanged(at: datetime, label: str, tail: str, mark: str) -> None:
    """The guard: whatever stands around it, year, month and day are those of the string."""
    day = f"{at.year}年{at.month}月{at.day}日" if mark == "年" else f"{at:%Y}{mark}{at:%m}{mark}{at:%d}"
    moment = printed(f"{label}{day} {at:%H:%M}{tail}")
    assert moment is not None
    assert moment.at.replace(tzinfo=None) == at.replace(second=0, microsecond=0)


@given(st.text(max_size=80), st.sampled_from(list(DateOrigin)))
def test_never_raises(raw: str, origin: DateOrigin) -> None:
    moment = parse_date(raw, now=NOW, zone=TAIPEI, origin=origin)
    assert moment is None or moment.utc.tzinfo is not None


@given(st.text(alphabet="0123456789-/.:T+Z年月日時分前後午上下GMT ,週三(一二十)", max_size=40))
def test_never_raises_on_nearly_dates(raw: str) -> None:
    moment = in_feed(raw)
    assert moment is None or moment.at.astimezone(TAIPEI)
