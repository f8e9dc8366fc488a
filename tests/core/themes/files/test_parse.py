"""Theme files: what is refused, and that the refusal names file, line and key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.errors import InputError
from seedwatch.core.model.text import Language
from seedwatch.core.themes import load_themes, parse_theme

GOOD = """\
id: tidal-power
topic: energy
seed_date: 2026-01-05
name: {zh-Hant: 潮汐發電, zh-Hans: 潮汐发电, en: Tidal power}
phrases:
  zh-Hant: [潮汐發電]
  en: [tidal power]
"""
TOPICS = "topics:\n- id: energy\n  name: {zh-Hant: 能源, zh-Hans: 能源, en: Energy}\n"


def test_a_theme_is_read_with_its_words_in_file_order() -> None:
    theme = parse_theme(GOOD, "tidal.yaml").theme
    assert theme is not None
    assert theme.seed_date.isoformat() == "2026-01-05"
    assert theme.phrases[Language.ZH_HANT] == ("潮汐發電",)


@pytest.mark.parametrize(
    ("added", "line", "key", "said"),
    [
        ("colour: red\n", 8, "colour", "unknown key"),
        ("phrases: {}\n", 8, "phrases", "twice"),
        ("cues:\n  en: ['']\n", 9, "cues.en", "empty"),
        ("cues:\n  zh-Hant: [金]\n", 9, "cues.zh-Hant", "one common character"),
        ("cues:\n  en: ['!!']\n", 9, "cues.en", "only punctuation"),
        ("cues:\n  zh: [潮汐]\n", 9, "cues.zh", "unknown key"),
        ("cues:\n  other: [tides]\n", 9, "cues.other", "unknown key"),
        ("cues:\n  1: [tides]\n", 9, "cues.1", "strings"),
        ("entities:\n- {strong: true}\n", 9, "entities.0", "without any name"),
        ("entities:\n- {en: [Tidal One], certain: true}\n", 9, "entities.0.certain", "unknown key"),
        ("patterns: ['(tide+)+']\n", 8, "patterns", "without bound"),
        ("patterns: ['(?:tide|ebb){1,9}{1,9}']\n", 8, "patterns", "no regular expression"),
        ("patterns: ['((tide ){1,9}){1,9}']\n", 8, "patterns", "repeats a repeat"),
        ("patterns: ['(tide)\\1']\n", 8, "patterns", "refers back"),
        ("patterns: ['(?<=x)tide']\n", 8, "patterns", "looks ahead or behind"),
        ("patterns: ['tide(']\n", 8, "patterns", "no regular expression"),
        ("patterns: ['t?']\n", 8, "patterns", "fewer than two"),
        ("together:\n- {all: [one]}\n", 9, "together.0.all", "at least 2"),
        ("together:\n- {all: [a1, b1], weight: 2}\n", 9, "together.0.weight", "less than or equal to 1"),
    ],
)
def test_a_fault_names_file_line_and_key(added: str, line: int, key: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_theme(GOOD + added, "tidal.yaml")
    assert f"tidal.yaml, line {line}: {key}" in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: tidal-power", "id: Tidal Power", "id"),
        ("seed_date: 2026-01-05", "seed_date: soon", "seed_date"),
        ("topic: energy\n", "", "topic"),
        ("name: {", "name: {{", "not readable as YAML"),
        ("id: tidal-power", "id: &a tidal-power\ndescription: *a", "anchors"),
    ],
)
def test_broken_values_are_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse_theme(GOOD.replace(old, new), "tidal.yaml")


def test_ten_thousand_aliases_are_refused() -> None:
    names = ", ".join(f"tide number {number}" for number in range(10_000))
    with pytest.raises(InputError, match=r"tidal.yaml, line 1.*10002 words and names"):
        parse_theme(f"{GOOD}cues:\n  en: [{names}]\n", "tidal.yaml")


def test_a_rare_character_that_names_a_thing_may_stand_alone() -> None:
    theme = parse_theme(GOOD + "cues:\n  zh-Hant: [銻]\n", "tidal.yaml").theme
    assert theme is not None
    assert theme.cues[Language.ZH_HANT] == ("銻",)


def test_a_language_may_be_written_with_an_underscore() -> None:
    theme = parse_theme(GOOD + "cues:\n  zh_hant: [潮汐]\n  en: tides\n  zh_hans: 海浪\n", "t.yaml").theme
    assert theme is not None
    assert theme.cues.each() == (
        ("潮汐", Language.ZH_HANT),
        ("海浪", Language.ZH_HANS),
        ("tides", Language.EN),
    )


def test_one_broken_file_leaves_the_others() -> None:
    loaded = load_themes([("topics.yaml", TOPICS), ("tidal.yaml", GOOD), ("broken.yaml", "id: [\n")])
    assert [theme.id for theme in loaded.themes] == ["tidal-power"]
    assert len(loaded.problems) == 1
    assert "broken.yaml, line 2" in loaded.problems[0]


def test_an_id_given_twice_is_named_with_both_files() -> None:
    loaded = load_themes([("topics.yaml", TOPICS), ("tidal.yaml", GOOD), ("again.yaml", GOOD)])
    assert len(loaded.themes) == 1
    assert loaded.problems[0].startswith("again.yaml, line 1: id: ")
    assert "tidal.yaml" in loaded.problems[0]


def test_topics_in_a_circle_are_refused_but_their_themes_stay() -> None:
    circle = TOPICS.replace("- id: energy\n", "- id: energy\n  parent: power\n")
    circle += "- id: power\n  parent: energy\n  name: {en: Power}\n"
    loaded = load_themes([("topics.yaml", circle), ("tidal.yaml", GOOD)])
    assert loaded.problems == (
        "topics.yaml, line 3: parent: the topic 'energy' is its own ancestor",
        "topics.yaml, line 6: parent: the topic 'power' is its own ancestor",
        "tidal.yaml, line 2: topic: there is no topic 'energy'",
    )
    assert [theme.id for theme in loaded.themes] == ["tidal-power"]


def test_a_file_in_another_encoding_leaves_the_others() -> None:
    latin = "id: caf\udce9\n"
    loaded = load_themes([("topics.yaml", TOPICS), ("tidal.yaml", GOOD), ("latin.yaml", latin)])
    assert [theme.id for theme in loaded.themes] == ["tidal-power"]
    assert loaded.problems == ("latin.yaml, line 1: (file): not UTF-8",)


def test_a_name_is_shown_and_not_matched_so_one_character_will_do() -> None:
    theme = parse_theme(GOOD.replace("潮汐發電,", "潮,", 1), "tidal.yaml").theme
    assert theme is not None


def test_an_unknown_word_group_is_named() -> None:
    text = GOOD + "together:\n- {all: [phrases, tides]}\n"
    loaded = load_themes([("topics.yaml", TOPICS), ("tidal.yaml", text)])
    assert loaded.problems == ("tidal.yaml, line 9: together: there is no word group 'tides'",)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_as_input(text: str) -> None:
    loaded = load_themes([("any.yaml", text)])
    assert len(loaded.files) + len(loaded.problems) >= 1
