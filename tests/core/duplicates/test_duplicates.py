"""Copies are found across outlets, scripts and edits; bulletins and frames are not copies."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from bench.bulletins import bulletins, wordings
from seedwatch.core.duplicates.compare import compare, compare_texts
from seedwatch.core.duplicates.fingerprint import fingerprint, fingerprint_of
from seedwatch.core.duplicates.normalize import normal
from seedwatch.core.duplicates.numbers import value_of
from seedwatch.core.duplicates.prepared import Prepared, prepare
from seedwatch.core.model.article import CopyKind

TITLE = "港務公司試辦夜間渡輪 六月起每晚兩班"
PARAGRAPHS = (
    "港務公司今天宣布，自六月一日起試辦夜間渡輪，每晚九點與十點半各開一班，試辦期三個月，票價四十元。",
    "公司表示，近年夜間往返兩岸的通勤人口增加，末班船在八點開出，許多店員護理師只能繞路。",
    "船員工會要求先說明夜間輪值的人力安排，並指出去年已有三名輪機員離職。公司回應將增聘八名。",
    "碼頭附近的商家樂見其成。麵攤十二年的店主說，過去船班一停，人潮立刻散去，有夜船願意晚點打烊。",
    "居民擔心噪音，要求改用電動船。公司說，兩艘電動渡輪已在船廠施工，預計明年三月交船，先投入夜航。",
)
TEXT = "\n".join(PARAGRAPHS)
ENGLISH_TITLE = "Night ferry trial to start in June"
ENGLISH = (
    "The harbor company said on Tuesday it would run two ferries a night from June 1 in a three-month trial, "
    "at the daytime fare of 40 dollars. Commuters have asked for later boats since the last boat was moved "
    "to 8 p.m., and shop workers and nurses now lose about an hour on the bus. The union wants to see the "
    "rosters first: it says three engineers left last year and there is no slack. The company said that it "
    "would hire eight more people. Residents near the pier worry about noise and want electric boats."
)


def simplified(text: str) -> str:
    return str(OpenCC("t2s").convert(text))


def kind(title: str, text: str, original: tuple[str, str] = (TITLE, TEXT)) -> CopyKind | None:
    return compare(*original, title, text).kind


COPIES = {
    "the same": (TITLE, TEXT, CopyKind.IDENTICAL),
    "width and paragraphs": (TITLE, TEXT.replace("，", ",").replace("\n", ""), CopyKind.IDENTICAL),
    "other headline": ("夜間搭船回家有望", TEXT, CopyKind.REHEADLINED),
    "other script": (simplified(TITLE), simplified(TEXT), CopyKind.OTHER_SCRIPT),
    "other script, other words": (
        OpenCC("tw2sp").convert(TITLE),
        OpenCC("tw2sp").convert(TEXT),
        CopyKind.OTHER_SCRIPT,
    ),
    "other script, an own word wherever a thing is named": (
        "两班夜船六月开航",
        simplified(TEXT.replace("渡輪", "轮渡船").replace("公司", "企业")),
        CopyKind.OTHER_SCRIPT,
    ),
    "dateline and footer": (
        TITLE,
        "（中港社記者林一平基隆三日電）" + TEXT + "\n版權所有，未經許可不得轉載。",
        CopyKind.SYNDICATED,
    ),
    "numerals": (
        TITLE,
        TEXT.replace("四十元", "40元").replace("十二年", "12年").replace("八名", "8名") + "（完）",
        CopyKind.SYNDICATED,
    ),
    "cut": (TITLE, "\n".join(PARAGRAPHS[:2]), CopyKind.TRUNCATED),
    "a paragraph dropped, order changed": (
        TITLE,
        "\n".join((PARAGRAPHS[0], PARAGRAPHS[3], PARAGRAPHS[2], PARAGRAPHS[1])),
        CopyKind.SYNDICATED,
    ),
    "edited": (
        TITLE,
        TEXT.replace("樂見其成", "表示歡迎").replace("擔心", "憂心").replace("回應", "則表示"),
        CopyKind.SYNDICATED,
    ),
    "updated": (TITLE, TEXT + "\n（更新）市議員傍晚表示，將要求公司每月公布載客量。", CopyKind.SYNDICATED),
}


@pytest.mark.parametrize(("title", "text", "wanted"), COPIES.values(), ids=list(COPIES))
def test_kinds_of_copies(title: str, text: str, wanted: CopyKind) -> None:
    assert kind(title, text) is wanted
    assert compare(title, text, TITLE, TEXT).kind is wanted


def test_english_copy_with_numbers_in_words() -> None:
    changed = ENGLISH.replace("40 dollars", "40 dollars ").replace("eight more", "8 more")
    found = compare(ENGLISH_TITLE, ENGLISH, "Later boats home", "(Agencies) " + changed)
    assert found.kind is CopyKind.REHEADLINED


OTHERS = {
    "nothing in common": ("棒球隊奪冠", "球隊昨晚在主場以五比三擊敗對手，睽違九年再度封王。" * 6),
    "a quoted paragraph": (
        "船員工會發表聲明",
        PARAGRAPHS[2] + "工會幹部今天在記者會上逐項說明近兩年的出勤紀錄，認為問題出在長期缺額與外包，"
        "並要求主管機關在夜航開始以前完成勞動檢查。交通局代表到場接下陳情書，承諾一個月內回覆。"
        "與會學者建議參考鄰近港口的輪班制度，先試行一艘船，再依載客量調整。",
    ),
    "empty": (TITLE, ""),
    "one character": (TITLE, "船"),
}


@pytest.mark.parametrize(("title", "text"), OTHERS.values(), ids=list(OTHERS))
def test_what_is_no_copy(title: str, text: str) -> None:
    found = compare(TITLE, TEXT, title, text)
    assert found.kind is None
    assert found.reason


def test_an_event_report_with_other_figures_and_names_is_another_article() -> None:
    """The same wording on another day: the guard's case by hand, with the copy as its control."""
    first = (
        "氣象站五月三日清晨測得最低溫十二點五度，累積雨量三十毫米，是入春以來最冷的早晨。站長許明德說，"
        "冷空氣將在週四減弱，山區仍有零星降雨，上山民眾要多帶一件衣服。林道管制站表示，路面已經清理完畢，"
        "小客車可以通行，大型車輛須等邊坡補強後再開放，工程預定兩週內完工。"
    )
    other = first.replace("五月三日", "五月九日").replace("十二點五", "十四點八").replace("三十", "十六")
    assert compare("山區低溫", first, "山區低溫", "（本社訊）" + first).kind is not None
    assert compare("山區低溫", first, "山區低溫", other).kind is None


FAMILIES = [(name, family) for name in ("first", "second") for family in wordings(name)]


@pytest.mark.parametrize(("name", "family"), FAMILIES)
def test_bulletins_of_one_template_are_articles_of_their_own(name: str, family: str) -> None:
    """Precision of the guard is measured by bench.eval_dedup; here no pair of few may be wrong."""
    made = [(each.issue, prepare(each.title, each.text)) for each in bulletins(name, 8, families=(family,))]
    for (issue, a), (other, b) in combinations(made, 2):
        assert (compare_texts(a, b).kind is not None) is (issue == other), (a.title, b.title)


def test_a_shared_footer_is_no_copy() -> None:
    footer = (
        "本報尊重著作權，轉載請先來信洽詢。讀者投書請附真實姓名與聯絡電話，編輯部有刪修權。客服專線週一至週五服務。"
        * 3
    )
    notes = [
        (
            "山徑封閉公告",
            "北面山徑因落石封閉，登山客請改走東側稜線，管理處將在雨停後勘查，預計兩週內搶修完成並公布替代路線。",
        ),
        (
            "圖書館延長開放",
            "市立圖書館考季期間延長開放至深夜，自修室座位採現場登記，入館請攜帶證件，館內不得飲食，寄物櫃免費使用。",
        ),
    ]
    a, b = (prepare(title, text + footer) for title, text in notes)
    assert compare_texts(a, b).kind is None


def test_few_words_are_one_article_only_under_one_headline() -> None:
    stub = "請開啟程式碼以閱讀全文"
    assert fingerprint_of("甲", stub).exact != fingerprint_of("乙", stub).exact
    assert compare("甲", stub, "乙", stub).kind is None
    assert compare("甲", stub, "甲", stub).kind is CopyKind.IDENTICAL


def test_signatures() -> None:
    signed = fingerprint_of(TITLE, TEXT)
    assert signed.exact == fingerprint_of("別的標題", simplified(TEXT)).exact
    assert len(signed.exact) == 32
    assert set(signed.keys) & set(fingerprint_of("x", "\n".join(PARAGRAPHS[:3])).keys)
    assert all(-(2**63) <= key < 2**63 for key in signed.keys)
    assert fingerprint_of(TITLE, "").exact == ""
    assert fingerprint_of(TITLE, "船").keys == ()


def test_long_and_monotonous_texts_end_soon() -> None:
    long = prepare("長文", TEXT * 3000)
    assert len(fingerprint(long).keys) <= 20
    assert compare_texts(long, long).kind is CopyKind.IDENTICAL
    line = prepare("公告", "版權所有不得轉載。" * 100_000)
    assert fingerprint(line).keys == ()
    assert compare_texts(line, prepare("另一則", "版權所有不得轉載。" * 99)).kind is None


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,200", "1200"),
        ("一千二百", "1200"),
        ("3.5万", "35000"),
        ("三万五千", "35000"),
        ("一亿三千万", "130000000"),
        ("二〇二六", "2026"),
        ("十二", "12"),
        ("三点五", "3.5"),
        ("1.50", "1.5"),
        ("007", "7"),
        ("周三", "day3"),
        ("星期日", "day7"),
        ("wednesday", "day3"),
        ("november", "month11"),
        ("twelve", "12"),
    ],
)
def test_values(written: str, value: str) -> None:
    assert value_of(written) == value


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_get_a_verdict(a: str, b: str) -> None:
    found = compare("", a, "", b)
    assert 0.0 <= found.score <= 1.0
    assert (found.kind is None) == bool(found.reason)


@given(st.text(max_size=200))
def test_slots_and_values_belong_together(text: str) -> None:
    folded = normal(text)
    assert folded.text.count("\x01") == len(folded.values) == len(folded.weak)
    assert len(folded.text) == len(folded.masked)


def test_verdict_does_not_depend_on_the_order() -> None:
    texts: list[Prepared] = [prepare(title, text) for title, text, _ in COPIES.values()]
    for a, b in combinations(texts, 2):
        there, back = compare_texts(a, b), compare_texts(b, a)
        assert there.kind is back.kind, (a.text, b.text, there, back)
