"""Foldings are idempotent, keep or map offsets, and unite what the regions write differently."""

from __future__ import annotations

import re
import sys

import numpy as np  # noqa: F401 - the arrays are used when it is there
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from opencc import OpenCC

from seedwatch.core.chinese.folding import distinct, fold_chars, split_clauses
from seedwatch.core.chinese.regional_folding import fold_region, regional_forms
from seedwatch.core.chinese.regional_words import WORDS as WORDS_OF_REGIONS

#: Words that OpenCC exchanges, lengthens, chains or leaves alone, in both scripts, among other text.
WORDS = re.split(
    " ",
    "資訊 信息 程式 程序 方程式 訴訟程序 晶片 芯片 人工智慧 塔吉克 塔吉克斯坦 尼日利亞 厄瓜多 乾隆 乾 著作 "
    "瞭解 計畫 網際網路 U盤 隨身碟 烏茲別克 印尼日本 來電轉接 的 在 AI Café ， 。 Ｎｖｉｄｉａ ﬁ İ ß 🤖 "
    "\n \ud800 \x00",
)
texts = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=12).map("".join)


@given(texts)
def test_folding_characters_keeps_length_and_is_done_once(text: str) -> None:
    folded = fold_chars(text)
    assert len(folded) == len(text)
    assert fold_chars(folded) == folded


@given(texts, texts)
def test_a_slice_folds_as_it_does_in_its_text(left: str, right: str) -> None:
    assert fold_chars(left + right) == fold_chars(left) + fold_chars(right)


@given(texts)
@example("這個程式和那個程序")
@example("塔吉克的塔吉克斯坦")
def test_folding_regions_is_done_once(text: str) -> None:
    folded = fold_region(text).text
    assert fold_region(folded).text == folded


@given(texts)
def test_both_scripts_fold_alike(text: str) -> None:
    plain = text.encode("utf-8", "replace").decode()
    for script in ("t2s", "s2t"):
        written = OpenCC(script).convert(plain)
        assert fold_chars(written) == fold_chars(plain)
        assert fold_region(written) == fold_region(plain)


@given(texts)
def test_arrays_fold_as_the_dictionary_does(text: str) -> None:
    long = text * 40
    with pytest.MonkeyPatch.context() as patch:
        patch.delitem(sys.modules, "numpy", raising=False)
        plain, characters = fold_chars(long), distinct(long)
    assert (fold_chars(long), distinct(long)) == (plain, characters)


@given(st.lists(st.sampled_from([pair.partition("=")[0] for pair in WORDS_OF_REGIONS.split()]), max_size=6))
def test_words_one_after_the_other_are_folded_once(words: list[str]) -> None:
    folded = fold_region("".join(words))
    assert fold_region(folded.text).text == folded.text
    assert folded.span(0, len(folded.text)) == (0, len("".join(words)))


@given(texts, st.data())
def test_offsets_lead_back_to_what_was_written(text: str, data: st.DataObject) -> None:
    """A folded range comes from a source range that folds to something which holds it."""
    folded = fold_region(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    source_start, source_end = folded.span(start, end)
    assert 0 <= source_start <= len(text)
    assert source_end <= len(text)
    if start < end:
        assert source_start < source_end
    outside = [range(block.start, block.end) for block in folded.blocks]
    if start < end and not any(start < block.stop and block.start < end for block in outside):
        assert fold_chars(text[source_start:source_end]) == folded.text[start:end]


@pytest.mark.parametrize(
    ("text", "word", "written"),
    [
        ("政府公布資訊安全法", "信息", "資訊"),
        ("政府公布資訊安全法", "安全", "安全"),
        ("他在塔吉克工作", "塔吉克斯坦", "塔吉克"),
        ("先在塔吉克，後在日本", "日本", "日本"),
        ("新晶片與人工智慧", "芯片", "晶片"),
        ("用隨身碟存資料", "u盘", "隨身碟"),
        ("萊雅集團", "欧莱雅", "萊雅"),
        ("晶片與晶片", "芯片", "晶片"),
    ],
)
def test_a_regional_word_leads_back_to_its_glyphs(text: str, word: str, written: str) -> None:
    folded = fold_region(text)
    at = folded.text.index(word)
    start, end = folded.span(at, at + len(word))
    assert written in text[start:end]
    assert len(text[start:end]) <= len(written) + 1


@pytest.mark.parametrize(
    "forms",
    [
        ("資訊", "信息"),
        ("程式", "程序"),
        ("軟體", "软件", "軟件"),
        ("網路", "网络", "網絡"),
        ("人工智慧", "人工智能"),
        ("晶片", "芯片"),
        ("雷射", "激光"),
        ("哈薩克", "哈萨克斯坦"),
    ],
)
def test_regions_fold_alike(forms: tuple[str, ...]) -> None:
    assert len({fold_region(form).text for form in forms}) == 1


def test_the_spellings_of_a_region_are_known() -> None:
    assert set(regional_forms("信息安全")) >= {"信息安全", "资讯安全"}
    assert set(regional_forms("資訊")) >= {"信息", "资讯"}
    assert "资讯软体" in regional_forms("信息軟件")
    assert regional_forms("稀土") == ("稀土",)


def test_a_long_clause_keeps_its_offsets() -> None:
    text = "沒有標點的長文" * 200 + "資訊" + "安全" * 300
    folded = fold_region(text)
    at = folded.text.index("信息")
    start, end = folded.span(at, at + 2)
    assert text[start:end] == "資訊"


def test_clauses_end_at_punctuation_of_either_width() -> None:
    assert split_clauses(fold_chars("一，二,三。四！五")) == ["一", "二", "三", "四", "五"]
