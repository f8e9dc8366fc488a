"""Tokens hold for any text what the engines count on, and queries make those that articles have."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.chinese.folding import fold_chars
from seedwatch.core.search.tokens import (
    BREAK,
    EVERYTHING,
    ideographs,
    index_terms,
    language_filters,
    month_filter,
    text_terms,
    theme_filter,
    tokenize,
)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("芯片出口", "芯片 片出 出口"),
        ("芯", "芯"),
        ("AI芯片股", "ai 芯 芯片 片股"),
        ("芯片AI", "芯片 片 ai"),
        ("第4季", "第 4 季"),
        ("達第4季度", "达第 第 4 季 季度"),
        ("AI 晶片", "ai 晶 晶片"),
        ("你好，世界", "你好 世界"),
        ("Šefčovič's café", "sefcovic s cafe"),
        ("GPT-4.5", "gpt 4 5"),
        ("ﬁnance Straße", "finance strasse"),
        ("看🤖走", "看 🤖 走"),
        ("snake_case", "snake case"),
        ("\x00\ud800\u202e ", ""),
        ("カメラ", "カメ メラ"),
    ],
)
def test_a_text_becomes_tokens(text: str, tokens: str) -> None:
    assert " ".join(tokenize(fold_chars(text)).tokens) == tokens


@given(st.text())
def test_tokens_need_no_quoting_and_no_engine_parts_them(text: str) -> None:
    made = text_terms(text, text)
    for token in (*made.title, *made.body, *made.title_chars):
        assert token == BREAK or not re.search(r"[\s\"'\\:\x00-\x1f\ud800-\udfff]", token)
        assert 0 < len(token.encode()) < 1000
    assert all(
        not re.search(r"[\s\"'\\]", each) and ":" in each
        for each in index_terms(made, [theme_filter(text)]).filters
    )


@given(st.text(alphabet="芯片出口Ai4é，。 \n🤖資訊", max_size=60))
def test_each_token_stands_where_it_says(text: str) -> None:
    folded = fold_chars(text)
    stream = tokenize(folded)
    assert list(stream.starts) == sorted(stream.starts)
    for token, start, end in zip(stream.tokens, stream.starts, stream.ends, strict=True):
        assert fold_chars(token) == folded[start:end]


def test_index_terms_hold_both_forms_each_ideograph_and_the_filters() -> None:
    made = text_terms("輝達", "資訊安全。其他。")
    filters = index_terms(made, ["t:x", *language_filters("zh-Hant")]).filters
    assert made.title[0] == "辉达"
    assert " ".join(made.body) == f"资讯 讯安 安全 其他 {BREAK} 信息 息安 安全 {BREAK}"
    assert made.body_chars == ideographs("資訊安全其他")
    assert filters == (EVERYTHING, "l:zh", "l:zh-hant", "t:x")


def test_a_month_is_a_filter_term() -> None:
    assert month_filter(datetime(2026, 3, 22, tzinfo=UTC)) == "m:2026-03"
