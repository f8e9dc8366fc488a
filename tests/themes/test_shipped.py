"""The shipped themes: they load without a complaint and keep their own promises."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest

from seedwatch import themes
from seedwatch.core.model.text import Language
from seedwatch.core.themes import Tagger, Theme, load_themes
from tools.make_theme_schema import json_schema

LOADED = load_themes(themes.texts())
TAGGER = Tagger.build(LOADED.files, themes.lexicon_text())
NAMED = (Language.ZH_HANT, Language.ZH_HANS, Language.EN)
IDS = {
    "000": "2026-03-22",
    "004": "2025-11-07",
}


def test_six_topics_and_seventeen_themes_without_problems() -> None:
    assert LOADED.problems == ()
    assert len(LOADED.topics) == 6
    assert len(LOADED.themes) == 17


@pytest.mark.parametrize("theme", LOADED.themes, ids=lambda theme: str(theme.id))
def test_a_theme_is_complete(theme: Theme) -> None:
    assert all((*(theme.name[language] for language in NAMED), theme.description, theme.seeds))
    assert theme.seed_date.isoformat() == min(IDS[seed] for seed in theme.seeds)
    assert len(theme.must) >= 3
    assert len(theme.must_not) >= 3


@pytest.mark.parametrize("theme", LOADED.themes, ids=lambda theme: str(theme.id))
def test_its_own_sentences_hold(theme: Theme) -> None:
    for sentence in theme.must:
        assert theme.id in {hit.theme for hit in TAGGER.tag(sentence, "")}, sentence
    for sentence in theme.must_not:
        assert theme.id not in {hit.theme for hit in TAGGER.tag(sentence, "")}, sentence


def test_the_schema_for_editors_is_the_model() -> None:
    shipped = json.loads(files("seedwatch.themes").joinpath("schema.json").read_text(encoding="utf-8"))
    assert shipped == json_schema()


def test_a_file_of_the_user_stands_in_for_the_shipped_one(tmp_path: Path) -> None:
    own = dict(themes.texts())["musk-tesla-pay.yaml"].replace("dated: true", "dated: false")
    (tmp_path / "mine.yaml").write_text(own, encoding="utf-8")
    loaded = load_themes(themes.texts(tmp_path))
    assert not loaded.problems
    assert [theme.dated for theme in loaded.themes if theme.id == "musk-tesla-pay"] == [False]


def test_two_files_of_the_user_with_one_id_are_a_problem(tmp_path: Path) -> None:
    own = dict(themes.texts())["musk-tesla-pay.yaml"]
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(own, encoding="utf-8")
    loaded = load_themes(themes.texts(tmp_path))
    assert len(loaded.themes) == 17
    assert "two.yaml" in loaded.problems[0]
