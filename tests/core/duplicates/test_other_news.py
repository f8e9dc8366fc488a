"""Different news in one wording: what a house says of itself, one set of questions, one form with other names."""

from __future__ import annotations

import pytest

from seedwatch.core.duplicates.compare import compare_texts
from seedwatch.core.duplicates.prepared import prepare

ABOUT = (
    "關於長虹造紙：長虹造紙成立於1972年，總部位於花蓮，生產文化用紙、工業用紙與再生漿，在十二個國家有經銷據點，員工四千人。"
    "公司以森林認證與水資源循環為經營核心，曾八度獲得節能獎項，並與十所大學合作培訓工程人員。新聞聯絡人：公關室李先生，電話03-8234567。"
)
QUESTIONS = (
    "請問您當初為什麼決定投入這個行業，過程中遇到的最大困難是什麼？",
    "您認為未來五年整個產業最重要的改變會是什麼，公司打算怎麼因應？",
    "最後想請您給準備進入這個行業的年輕人一些具體的建議與鼓勵。",
)
FORM = (
    "市政府環保局今日公布稽查結果，業者{}因未依規定分類回收遭開罰，負責人{}表示將於一個月內完成改善並配合複查，"
    "環保局呼籲業者遵守規定以免受罰，並提醒民眾可撥打專線檢舉，共同維護環境整潔，相關資訊可於官網查詢。"
)


def answers(*words: str) -> str:
    return "\n".join(f"{question}\n{word}" for question, word in zip(QUESTIONS, words, strict=True))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            ("長虹造紙啟用新鍋爐", f"長虹造紙今天啟用生質能鍋爐，每年可少燒兩萬噸煤炭。{ABOUT}"),
            ("長虹造紙贊助龍舟賽", f"長虹造紙將贊助端午龍舟賽的獎金與選手制服，報名到月底截止。{ABOUT}"),
        ),
        (
            ("木匠傳人談家業", answers("我父親是木匠。", "會用機器。", "多練習。")),
            ("養殖達人談海洋", answers("大學念海洋系。", "養殖會上岸。", "別怕曬太陽。")),
        ),
        (
            ("環保局公布稽查結果", FORM.format("大明餐廳", "林志文")),
            ("環保局公布稽查結果", FORM.format("福源旅館", "陳秀英")),
        ),
    ],
)
def test_what_is_no_copy(first: tuple[str, str], second: tuple[str, str]) -> None:
    found = compare_texts(prepare(*first), prepare(*second))
    assert found.kind is None
    assert found.reason


def test_one_release_under_two_headlines_is_a_copy() -> None:
    text = f"長虹造紙今天啟用生質能鍋爐，每年可少燒兩萬噸煤炭。{ABOUT}"
    found = compare_texts(
        prepare("長虹造紙啟用新鍋爐", text), prepare("花蓮紙廠改燒生質燃料", "（本報訊）" + text)
    )
    assert found.kind is not None
