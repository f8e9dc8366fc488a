"""The query language as a table; every error points at the character at fault."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.errors import QueryError
from seedwatch.core.search.dates import read_bound, read_period
from seedwatch.core.search.grammar import read_tree
from seedwatch.core.search.query import parse_query, plain_words
from seedwatch.core.search.tree import Bound, Either, Every, FilterTerm, Happened, Negation, Node, TextTerm

NOW = datetime(2026, 4, 2, 9, 30, tzinfo=timezone(timedelta(hours=8)))


def shape(node: Node) -> str:
    """The tree in one line: "" around phrases, T: for titles, * for prefixes."""
    match node:
        case TextTerm(text, _, quoted, title, prefix):
            return f"{'T:' if title else ''}{chr(34) * quoted}{text}{chr(34) * quoted}{'*' * prefix}"
        case FilterTerm(token):
            return f"<{token}>"
        case Negation(part):
            return f"-{shape(part)}"
        case Every(parts):
            return f"({' '.join(map(shape, parts))})"
        case Either(parts):
            return f"({' | '.join(map(shape, parts))})"
        case Bound(after, value):
            return f"{'>=' if after else '<'}{value}"
    raise AssertionError(node)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", "()"),
        ("  ", "()"),
        ("芯片", "芯片"),
        ("芯片 出口", "(芯片 出口)"),
        ("芯片　出口", "(芯片 出口)"),
        ("芯片 AND 出口", "(芯片 出口)"),
        ("芯片 OR 稀土 出口", "(芯片 | (稀土 出口))"),
        ("芯片|稀土", "(芯片 | 稀土)"),
        ("(芯片 OR 稀土) 出口", "((芯片 | 稀土) 出口)"),
        ("（芯片 OR 稀土）出口", "((芯片 | 稀土) 出口)"),
        ("-芯片", "-芯片"),
        ("芯片 -出口", "(芯片 -出口)"),
        ("芯片 NOT 出口", "(芯片 -出口)"),
        ("-(芯片 出口)", "-(芯片 出口)"),
        ("--芯片", "芯片"),
        ("芯片 - 出口", "(芯片 出口)"),
        ("GPT-4", "GPT-4"),
        ('"芯片 出口"', '"芯片 出口"'),
        ("「芯片」『出口』", '("芯片" "出口")'),
        ("“芯片” «出口»", '("芯片" "出口")'),
        ("title:芯片", "T:芯片"),
        ("標題：芯片", "T:芯片"),
        ("title:(芯片 OR -稀土)", "(T:芯片 | -T:稀土)"),
        ("Theme:humanoid-robots", "<t:humanoid-robots>"),
        ("source:cna lang:zh-Hant", "(<s:cna> <l:zh-hant>)"),
        ("來源:(cna OR pts)", "(<s:cna> | <s:pts>)"),
        ("nvid*", "nvid*"),
        ("芯*", "芯"),
        ("http://a.example/?b=c", "http://a.example/?b=c"),
        ("12:30", "12:30"),
        ("or and not", "(or and not)"),
        ("芯片 !!! ...", "芯片"),
        ("芯片 OR ...", "芯片"),
        ("'; DROP TABLE article; --", "(DROP TABLE article;)"),
        ("晶片&關稅", "(晶片 關稅)"),
        ("晶片 & AT&T", "(晶片 AT&T)"),
        ("機器人 !特斯拉 ！宇樹", "(機器人 -特斯拉 -宇樹)"),
        ("Yahoo! 新聞", "(Yahoo! 新聞)"),
        ("$5 NT$1,490 US$ 24/7 9/11", "($5 NT$1,490 US$ 24/7 9/11)"),
        ('"who is next?"', '"who is next?"'),
        ("😀", "😀"),
        ("((((芯片))))", "芯片"),
    ],
)
def test_a_query_is_read(text: str, tree: str) -> None:
    parsed = parse_query(text)
    assert (shape(parsed.root), parsed.bounds) == (tree, ())


def test_bounds_hold_for_the_whole_query() -> None:
    parsed = parse_query("芯片 after:7d 之前:2026-03")
    assert shape(parsed.root) == "芯片"
    assert [(bound.after, bound.value) for bound in parsed.bounds] == [(True, "7d"), (False, "2026-03")]


def test_events_hold_for_the_whole_query() -> None:
    parsed = parse_query("芯片 event:headline -事件:(下架 OR back OR gone)")
    assert shape(parsed.root) == "芯片"
    assert parsed.events == (Happened(("headline",), 3), Happened(("gone", "back"), 19, negated=True))
    assert parse_query("-(-event:gone)").events == (Happened(("gone",), 3),)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("芯片 event:exploded", 9),
        ("event:(gone OR exploded)", 15),
        ("event:(gone back)", 0),
        ("event:-gone", 6),
        ("a OR event:gone", 5),
        ("(a -event:gone) OR b", 4),
        ("title:event:gone", 0),
        ('芯片 "出口', 3),
        ("芯片「", 2),
        ("(芯片", 0),
        ("芯片 (a (b)", 3),
        ("芯片)", 2),
        ("芯片 OR", 3),
        ("OR OR", 3),
        ("title:", 0),
        ("芯片 title:-a", 9),
        ("title:after:7d", 0),
        ("晶片 NEAR/10 關稅", 3),
        ("晶片 W/5 關稅", 3),
        ("chip w/s tariff", 5),
        ("NEAR(晶片 關稅)", 0),
        ("ADJ4", 0),
        ("wom?n", 3),
        ("robot$", 5),
        ("晶片?", 2),
        ("title:robo?", 10),
        ("after:soon", 6),
        ("after:2026-13", 6),
        ("after:(7d OR 8d)", 0),
        ("a OR after:7d", 11),
        ("-after:7d", 7),
        ("!!!", 0),
        ("-...", 0),
        ('""', 0),
        ("\x00", 0),
        ("\ud800", 0),
        ("芯 ab*", 2),
        ("芯" * 1001, 1000),
        ("(" * 21 + "a" + ")" * 21, 20),
        ("a " * 65, 128),
    ],
)
def test_an_error_points_at_the_character(text: str, position: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text)
    assert caught.value.position == position
    assert caught.value.what
    assert caught.value.fault


SPECIAL = st.sampled_from(list('()（）"“”「」:：|-ORANDtitle芯片 *7d!\n\x00\ud800'))


@given(st.text(alphabet=st.one_of(SPECIAL, st.characters())))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parse_query(text)
    except QueryError as error:
        position = error.position
    else:
        position = 0
    assert 0 <= position <= len(text)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("2026-03-22", datetime(2026, 3, 22, tzinfo=NOW.tzinfo)),
        ("2026/3/22", datetime(2026, 3, 22, tzinfo=NOW.tzinfo)),
        ("20260322", datetime(2026, 3, 22, tzinfo=NOW.tzinfo)),
        ("2026年3月22日", datetime(2026, 3, 22, tzinfo=NOW.tzinfo)),
        ("2026-03", datetime(2026, 3, 1, tzinfo=NOW.tzinfo)),
        ("2026", datetime(2026, 1, 1, tzinfo=NOW.tzinfo)),
        ("2026-03-22T08:00Z", datetime(2026, 3, 22, 8, tzinfo=UTC)),
        ("2026-03-22T08:00+09:00", datetime(2026, 3, 21, 23, tzinfo=UTC)),
        ("7d", NOW - timedelta(days=7)),
        ("12H", NOW - timedelta(hours=12)),
        ("2w", NOW - timedelta(days=14)),
        ("3天", NOW - timedelta(days=3)),
        ("today", datetime(2026, 4, 2, tzinfo=NOW.tzinfo)),
        ("昨天", datetime(2026, 4, 1, tzinfo=NOW.tzinfo)),
        ("前天", datetime(2026, 3, 31, tzinfo=NOW.tzinfo)),
        ("上週", datetime(2026, 3, 23, tzinfo=NOW.tzinfo)),
        ("上周三", datetime(2026, 3, 25, tzinfo=NOW.tzinfo)),
        ("last week", datetime(2026, 3, 23, tzinfo=NOW.tzinfo)),
        ("上個月", datetime(2026, 3, 1, tzinfo=NOW.tzinfo)),
        ("去年", datetime(2025, 1, 1, tzinfo=NOW.tzinfo)),
        ("3天前", datetime(2026, 3, 30, tzinfo=NOW.tzinfo)),
        ("三天前", datetime(2026, 3, 30, tzinfo=NOW.tzinfo)),
        ("兩週前", datetime(2026, 3, 19, tzinfo=NOW.tzinfo)),
        ("2 days ago", datetime(2026, 3, 31, tzinfo=NOW.tzinfo)),
        ("過去三天", NOW - timedelta(days=3)),
        ("last 7 days", NOW - timedelta(days=7)),
        ("３／２２", datetime(2026, 3, 22, tzinfo=NOW.tzinfo)),
        ("12月5日", datetime(2025, 12, 5, tzinfo=NOW.tzinfo)),
        ("民國115年3月22日", datetime(2026, 3, 22, tzinfo=NOW.tzinfo)),
        ("22 March 2026", datetime(2026, 3, 22, tzinfo=NOW.tzinfo)),
    ],
)
def test_times_are_read_in_the_persons_zone(value: str, wanted: datetime) -> None:
    assert read_bound(value, 0, NOW) == wanted


@pytest.mark.parametrize("value", ["soon", "2026-02-30", "99999y", "0d0", "-7d", "", "2026-03-22T25:00"])
def test_what_is_no_time_is_refused(value: str) -> None:
    with pytest.raises(QueryError):
        read_bound(value, 0, NOW)


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2026-03-22", 1),
        ("2026-02", 28),
        ("2025", 365),
        ("上週", 7),
        ("昨天", 1),
        ("7d", 0),
        ("2026-03-22T08:00", 0),
    ],
)
def test_a_period_is_as_long_as_what_it_names(value: str, days: int) -> None:
    period = read_period(value, 0, NOW)
    assert period.end - period.start == timedelta(days=days)


@pytest.mark.parametrize(
    "value", ["0001-01-01", "9999-12-31", "9999", "9998-12-31", "0002-01-01", "99991231"]
)
@pytest.mark.parametrize("zone", [timezone(timedelta(hours=-12)), UTC, timezone(timedelta(hours=14))])
def test_the_calendars_ends_are_times_in_every_zone(value: str, zone: timezone) -> None:
    period = read_period(value, 0, datetime(2026, 4, 2, tzinfo=zone))
    assert period.start.astimezone(UTC) <= period.end.astimezone(timezone(timedelta(hours=14)))


@given(st.text(max_size=12) | st.from_regex(r"(上|last |近)?\d{0,6}[天日週wdm年]?前?", fullmatch=True))
def test_any_text_is_a_period_or_a_named_fault(value: str) -> None:
    fault = None
    try:
        period = read_period(value, 3, NOW)
    except QueryError as error:
        fault = error
    assert (fault.position, fault.given) == (3, value) if fault else period.start <= period.end


@given(st.text(st.sampled_from("晶片芯A ORNDT1é.,、/%\u3000\n_'&#"), min_size=1, max_size=20))
def test_the_grammar_reads_plain_words_alike(text: str) -> None:
    quick = plain_words(text) if text.strip() else None
    assert quick is None or quick == read_tree(text)
