"""The learned part: read from data, heard only where it is switched on."""

from __future__ import annotations

import base64
import json

import numpy as np
import pytest

from seedwatch.core.errors import InputError
from seedwatch.core.model.text import Language
from seedwatch.core.themes.match.learned import BITS, parse_learned, vector_of
from seedwatch.core.themes.match.reading import read
from tests.core.themes.sample import TIDE, tagger


def model(*, active: bool, level: float = 3.0) -> str:
    part = {
        "rules": 0.5,
        "learned": 0.9,
        "active": active,
        "levels": [level, level, level],
        "rule_weight": 0.0,
        "scale": 0.01,
        "weights": base64.b64encode(np.zeros(1 << BITS, dtype=np.int8).tobytes()).decode(),
    }
    return json.dumps({"labels": "0" * 32, "items": 1, "themes": {"tidal-power": part}})


def test_switched_off_the_rules_decide() -> None:
    assert tagger(TIDE, ("learned.json", model(active=False))).tag("A quiet day", "") == ()


def test_switched_on_it_decides_and_says_so() -> None:
    (hit,) = tagger(TIDE, ("learned.json", model(active=True))).tag("A quiet day", "")
    assert hit.score == pytest.approx(0.9526, abs=1e-4)
    assert [piece.rule for piece in hit.evidence] == ["learned"]


def test_it_can_overrule_a_phrase() -> None:
    assert tagger(TIDE, ("learned.json", model(active=True, level=-3))).tag("tidal power", "") == ()


def test_the_vector_is_the_same_in_both_scripts_and_of_length_one() -> None:
    one, other = vector_of(read("潮汐發電", "馬洛")), vector_of(read("潮汐发电", "马洛"))
    assert np.array_equal(one, other)
    assert np.linalg.norm(one) == pytest.approx(1)
    assert not vector_of(read("", "")).any()


def test_language_moves_the_level() -> None:
    text = model(active=True).replace("[3.0, 3.0, 3.0]", "[3.0, 0.0, -3.0]")
    ((_, voice),) = parse_learned(text, "learned.json")
    scores = [voice.score(np.zeros(1 << BITS), language, 0.0) for language in Language]
    assert scores[0] > scores[1] > scores[2]
    assert scores[3] == scores[2]  # a language it has not seen: the most careful level


def test_a_file_may_name_the_languages_of_its_labels() -> None:
    text = model(active=True).replace("[3.0, 3.0, 3.0]", "[-3.0, 2.0]")
    text = text.replace('"items": 1', '"items": 1, "languages": ["en", "zh-Hant"]')
    ((_, voice),) = parse_learned(text, "learned.json")
    assert voice.levels == {Language.EN: -3.0, Language.ZH_HANT: 2.0}


def test_a_level_for_each_language_is_wanted() -> None:
    text = model(active=True).replace("[3.0, 3.0, 3.0]", "[3.0, 3.0]")
    with pytest.raises(InputError, match=r"learned\.json, line 1: .*tidal-power: 2 levels for 3 languages"):
        parse_learned(text, "learned.json")


def test_a_broken_file_is_named() -> None:
    with pytest.raises(InputError, match=r"learned.json, line 1: labels"):
        parse_learned('{"items": 1, "themes": {}}', "learned.json")
