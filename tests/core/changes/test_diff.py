"""Changes between two texts, in whole words, readable."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.changes import diff as diff_module
from seedwatch.core.changes.diff import DiffOp, DiffSpan, diff


def shown(spans: tuple[DiffSpan, ...]) -> str:
    marks = {DiffOp.SAME: "{}", DiffOp.REMOVED: "[-{}-]", DiffOp.ADDED: "[+{}+]"}
    return "".join(marks[span.op].format(span.text) for span in spans)


GOLDEN = [
    ("市府今天公布新制。", "市府今天公布新制。", "市府今天公布新制。"),
    ("", "新增一段。", "[+新增一段。+]"),
    ("刪去一段。", "", "[-刪去一段。-]"),
    ("傷者增至12人，送醫治療。", "傷者增至15人，送醫治療。", "傷者增至[-12-][+15+]人，送醫治療。"),
    ("股價上漲3.5%。", "股價上漲4.25%。", "股價上漲[-3.5%-][+4.25%+]。"),
    (
        "警方上午封鎖現場。民眾改道通行。",
        "警方上午封鎖現場。消防人員隨後抵達。民眾改道通行。",
        "警方上午封鎖現場。[+消防人員隨後抵達。+]民眾改道通行。",
    ),
    (
        "The mayor said the bridge would open in May.",
        "The mayor said the old bridge would close in May.",
        "The mayor said the [+old +]bridge would [-open-][+close+] in May.",
    ),
    ("局長林大明表示。", "局長陳小明表示。", "局長[-林大-][+陳小+]明表示。"),
    ("全案由甲地檢署偵辦", "全案由乙地檢方查辦", "全案由[-甲-][+乙+]地檢[-署偵-][+方查+]辦"),
    ("記者會後，他離開。", "記者會後，記者會前，他離開。", "記者會後，[+記者會前，+]他離開。"),
    ("首頁 > 新聞 > 市府今天公布新制。", "市府今天公布新制。", "[-首頁 > 新聞 > -]市府今天公布新制。"),
    (
        "他說，警方上午在橋頭攔下三人。民眾改道。",
        "他說，居民昨晚到市府陳情抗議。民眾改道。",
        "他說，[-警方上午在橋頭攔下三人-][+居民昨晚到市府陳情抗議+]。民眾改道。",
    ),
    ("第一段。\n第三段。", "第一段。\n第二段。\n第三段。", "第一段。\n[+第二段。\n+]第三段。"),
]


@pytest.mark.parametrize(("old", "new", "wanted"), GOLDEN)
def test_golden(old: str, new: str, wanted: str) -> None:
    assert shown(diff(old, new)) == wanted


TEXTS = st.text(alphabet="的是在市府人民a b1,。\n", max_size=80)


@given(TEXTS, TEXTS)
def test_spans_give_both_texts_back(old: str, new: str) -> None:
    spans = diff(old, new)
    assert "".join(span.text for span in spans if span.op is not DiffOp.ADDED) == old
    assert "".join(span.text for span in spans if span.op is not DiffOp.REMOVED) == new
    assert all(span.text for span in spans)


@given(TEXTS, TEXTS)
def test_long_texts_are_compared_by_sentences_first(old: str, new: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(diff_module, "MOST_CELLS", 20)
        test_spans_give_both_texts_back.hypothesis.inner_test(old, new)


def test_an_edit_of_a_very_long_text_is_one_edit() -> None:
    rng = random.Random(7)
    old = "".join(
        rng.choice("市府今天公布新制居民道路") + ("。" if n % 20 == 19 else "") for n in range(60_000)
    )
    assert len(old) ** 2 > diff_module.MOST_CELLS
    new = old[:30_000] + "颱風警報" + old[30_000:]
    assert [span.text for span in diff(old, new) if span.op is not DiffOp.SAME] == ["颱風警報"]


def test_ten_edits_of_a_long_article_are_ten_changes() -> None:
    """Each edit inserts characters that the text does not have, so the shortest answer is known."""
    rng = random.Random(4)
    words = ("市府", "表示", "經費", "工程", "今年", "居民", "道路", "河川", "整治", "計畫", "說明", "會議")
    old = "".join(rng.choice(words) + ("。" if n % 9 == 8 else "") for n in range(2400))[:5000]
    new = old
    for place in sorted(rng.sample(range(100, 4900, 100), 10), reverse=True):
        new = new[:place] + "颱風警報" + new[place:]
    changed = [span for span in diff(old, new) if span.op is not DiffOp.SAME]
    assert [span.op for span in changed] == [DiffOp.ADDED] * 10
    assert sum(len(span.text) for span in changed) == 40


def test_unlike_texts_end_soon() -> None:
    spans = diff("甲乙丙丁" * 5000, "戊己庚辛" * 5000)
    assert [span.op for span in spans] == [DiffOp.REMOVED, DiffOp.ADDED]
