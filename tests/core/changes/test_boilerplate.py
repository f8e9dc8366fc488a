"""What makes a revision and what does not."""

from __future__ import annotations

import pytest

from seedwatch.core.changes.boilerplate import is_boilerplate_change

TITLE = "渡輪航班夏季加開"
TEXT = (
    "記者王大同／港口報導 2026-05-06 08:00\n"
    "港務單位今天宣布，夏季渡輪每日加開四班，票價維持120元。\n"
    "旅客可在碼頭購票，也可以事先上網預訂。\n"
    "業者預估七月客運量將達8000人次。"
)

CHURN = {
    "nothing": TEXT,
    "counter": TEXT + "\n瀏覽數：1,204",
    "counter in English": TEXT + "\n1,204 views",
    "age": TEXT + "\n3小時前",
    "updated": TEXT.replace("2026-05-06 08:00", "2026-05-06 14:30 更新"),
    "stamp": "更新時間：2026/05/06 17:20\n" + TEXT,
    "advertisement": TEXT.replace("\n旅客", "\n廣告\n旅客"),
    "labelled advertisement": TEXT.replace("\n旅客", "\n【廣告】全館五折起，把握最後三天！\n旅客"),
    "call": TEXT + "\n下載APP看更多即時新聞",
    "short call without a full stop": TEXT + "\n下載APP",
    "related list": TEXT + "\n相關新聞\n外島機場跑道整修\n夜市週末移到河邊",
    "related line": TEXT + "\n延伸閱讀：外島機場跑道整修",
    "related in English": TEXT + "\nRelated stories\nRunway repairs begin\nNight market moves",
    "width": TEXT.replace("，", ",").replace("120", "１２０"),
    "paragraphs": TEXT.replace("\n旅客", "旅客"),
    "script": TEXT.replace("業者預估", "业者预估"),
}
REVISIONS = {
    "figure": TEXT.replace("加開四班", "加開五班"),
    "price": TEXT.replace("120元", "150元"),
    "count of people": TEXT.replace("8000人次", "9000人次"),
    "word": TEXT.replace("宣布", "證實"),
    "sentence": TEXT + "\n船公司晚間表示，遇強風將停駛。",
    "removed": TEXT.replace("旅客可在碼頭購票，也可以事先上網預訂。\n", ""),
    "emptied": "",
    "a sentence that calls": TEXT + "\n他說，下載APP的人比去年多了一倍。",
    "a long line without a full stop that calls": TEXT + "\n" + "下載APP的乘客在碼頭排成長龍" * 8,
    "a list heading before a sentence": TEXT + "\n相關新聞\n外島機場跑道昨晚整修完成。",
}


@pytest.mark.parametrize("text", CHURN.values(), ids=list(CHURN))
def test_churn_makes_no_revision(text: str) -> None:
    assert is_boilerplate_change(TITLE, TEXT, TITLE, text)
    assert is_boilerplate_change(TITLE, text, TITLE, TEXT)


@pytest.mark.parametrize("text", REVISIONS.values(), ids=list(REVISIONS))
def test_an_edit_makes_a_revision(text: str) -> None:
    assert not is_boilerplate_change(TITLE, TEXT, TITLE, text)
    assert not is_boilerplate_change(TITLE, text, TITLE, TEXT)


def test_a_headline_makes_a_revision() -> None:
    assert not is_boilerplate_change(TITLE, TEXT, "渡輪航班夏季減班", TEXT)
    assert is_boilerplate_change(TITLE, TEXT, TITLE + " ", TEXT)


def test_ten_polls_with_one_edit_among_them() -> None:
    states = list(CHURN.values())[:10]
    edited = [text.replace("加開四班", "加開五班") for text in states[6:]]
    stored, revisions = TEXT, 0
    for text in states[:6] + edited:
        if not is_boilerplate_change(TITLE, stored, TITLE, text):
            stored, revisions = text, revisions + 1
    assert revisions == 1
