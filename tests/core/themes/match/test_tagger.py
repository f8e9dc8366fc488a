"""What the matcher gives and withholds, and what it says about it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from seedwatch.core.model.text import Evidence, Field, Language
from seedwatch.core.themes import Tagger, load_themes
from tests.core.themes.sample import TIDE, TOPICS, tagger

TAGGER = tagger()


def given_themes(title: str, text: str = "") -> list[str]:
    return [hit.theme for hit in TAGGER.tag(title, text)]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("New tidal power station opens", ""),
        ("Tidal-power stations in the north", ""),  # hyphens are spaces
        ("ＴＩＤＡＬ ＰＯＷＥＲ grows", ""),  # full width
        ("北岸潮汐發電廠啟用", ""),
        ("北岸潮汐发电厂启用", ""),
        ("AI 潮汐預報上線", ""),  # the space between Latin and Chinese
        ("Sea Turbine One reaches the harbour", ""),
        ("Marlow shows a turbine", ""),  # weak name and cue
        ("Ada Marlow", "The engineer brought her turbine to the coast."),  # ... in the sentence below
        ("Ocean energy prices rise", ""),  # word groups together
        ("大海風電價格又漲", ""),
        ("Tide and six turbines", ""),  # pattern
        (
            "A quiet day",
            "They built it. It is tidal power. More tidal power follows. Then tidal power again.",
        ),
        ("海岸信息中心啟用 馬洛出席", ""),  # regional vocabulary: 資訊中心
        ("Stations that are tidal powers", ""),  # plural
        ("The coast in spring", "Walkers were out. It has tidal power now."),  # the headline's context
    ],
)
def test_given(title: str, text: str) -> None:
    assert given_themes(title, text) == ["tidal-power"]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("", ""),
        ("Ada Marlow buys a house", ""),  # a weak name alone
        ("Marlow, Ada Marlow and more Marlow", ""),  # the same name twice is no second cue
        ("A tidal power ballad tops the list", ""),  # look-alike
        ("The chart show plays tidal power", "It was fun."),  # exclusion
        ("Postidal powerful men", ""),  # inside other words
        ("You may sit by the turbine", ""),  # SIT is written in capitals
        ("The sea is calm", "Bread prices rise in town."),  # word groups in different sentences
        ("Marlow 談渦輪增壓汽車", ""),  # the cue is a look-alike
        ("The harbour newspaper - Tidal Power Weekly", ""),  # publisher's tail
        ("A turbine in spring", "Walkers were out. It has tidal power now."),  # a cue is no context
        ("A storm in May", "The storm and the sea kept boats in."),  # the same words twice are one sign
        ("Town council meets", "One. " * 120 + "Somebody mentioned tidal power."),  # a mention far down
    ],
)
def test_not_given(title: str, text: str) -> None:
    assert given_themes(title, text) == []


def test_capitals_make_a_short_name_count() -> None:
    assert given_themes("SIT builds a turbine") == ["tidal-power"]


def test_evidence_quotes_the_published_text_at_its_offset() -> None:
    title, text = "港務局消息", "馬洛女士的渦輪今天下水。潮汐發電自此開始。"
    (hit,) = TAGGER.tag(title, text)
    assert {piece.rule for piece in hit.evidence} == {"weak alias + cue", "phrase"}
    for piece in hit.evidence:
        source = title if piece.field is Field.TITLE else text
        assert source[piece.offset : piece.offset + len(piece.phrase)] == piece.phrase


def test_a_word_declared_in_the_other_script_says_so() -> None:
    (hit,) = TAGGER.tag("海涡一号抵达港口", "", Language.ZH_HANS)
    assert hit.evidence == (Evidence("海涡一号", Field.TITLE, 0, "strong alias", "zh-Hant"),)


@pytest.mark.parametrize("config", ["t2s", "tw2sp", "t2hk"])
def test_the_other_script_gets_the_same_score(config: str) -> None:
    title, text = "潮汐發電廠的渦輪", "馬洛說，資訊中心下月開放，大海的風電價格不會漲。"
    convert = OpenCC(config).convert
    before, after = TAGGER.tag(title, text), TAGGER.tag(convert(title), convert(text))
    assert [(hit.theme, hit.score) for hit in before] == [(hit.theme, hit.score) for hit in after]


def test_the_version_follows_the_file() -> None:
    (old,) = TAGGER.tag("tidal power", "")
    (new,) = tagger(TIDE.replace("渦輪增壓", "渦輪風扇")).tag("tidal power", "")
    assert old.version != new.version


def test_below_the_threshold_it_still_judges() -> None:
    (judged,) = TAGGER.score_all("Ada Marlow buys a house", "")
    assert 0 < judged.score < 0.5


def test_a_disabled_theme_is_silent() -> None:
    assert tagger(TIDE + "enabled: false\n").tag("tidal power", "") == ()


def test_no_themes_no_tags() -> None:
    assert Tagger.build(load_themes([("topics.yaml", TOPICS)]).files).tag("tidal power", "") == ()


def test_lexicon_lends_the_other_forms_of_a_name() -> None:
    lexicon = "person\t馬洛\t马洛\tMarlow|M. A. Marlowe\n"
    loaded = load_themes([("topics.yaml", TOPICS), ("tide.yaml", TIDE)])
    text = "M. A. Marlowe and her turbine"
    assert Tagger.build(loaded.files).tag(text, "") == ()
    assert [hit.theme for hit in Tagger.build(loaded.files, lexicon).tag(text, "")] == ["tidal-power"]


@given(st.text(max_size=120), st.text(max_size=400))
def test_any_text_is_judged_the_same_twice_with_offsets_inside(title: str, text: str) -> None:
    hits = TAGGER.tag(title, text + "潮汐發電")
    assert hits == TAGGER.tag(title, text + "潮汐發電")
    for piece in (piece for hit in hits for piece in hit.evidence):
        source = title if piece.field is Field.TITLE else text + "潮汐發電"
        if "\n" not in title:
            assert source[piece.offset : piece.offset + len(piece.phrase)] == piece.phrase
