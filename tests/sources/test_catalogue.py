"""The shipped catalogue: enough outlets, none invented, and what is said of each is complete."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
import yaml

from seedwatch.core.model.source import FeedKind, Source
from seedwatch.core.model.text import Language
from seedwatch.core.sources.declarations import parse_catalogue
from seedwatch.core.themes import load_themes
from seedwatch.sources import texts
from seedwatch.themes import texts as theme_texts
from tools.catalogue_table import DOC, covering, written
from tools.make_source_schema import json_schema

SOURCES = parse_catalogue(texts())
ON = tuple(source for source in SOURCES if source.enabled)
BY_ID = {source.id: source for source in SOURCES}
CHINA = {"cn", "hk"}


def test_every_graded_outlet_is_on_and_every_other_off() -> None:
    assert len(SOURCES) >= 80
    assert len(ON) >= 53
    assert {source.id for source in ON} == {source.id for source in SOURCES if source.grade in {"A", "B"}}


def test_mainland_and_hong_kong_are_there() -> None:
    assert sum(source.region in CHINA for source in ON) >= 8
    assert sum(source.region in CHINA for source in SOURCES) >= 14


def test_primary_documents_are_there() -> None:
    assert {source.id for source in ON if source.primary} >= {
        "fedreg",
        "bis",
        "ustr",
        "mofcom",
        "sec",
        "nvidia-news",
    }
    assert {feed.kind for feed in BY_ID["bis"].feeds} == {FeedKind.JSON}


@pytest.mark.parametrize("theme", [str(theme.id) for theme in load_themes(theme_texts()).themes])
def test_every_theme_is_covered_in_two_languages(theme: str) -> None:
    languages = (Language.ZH_HANT, Language.ZH_HANS, Language.EN)
    assert sum(len(covering(ON, theme, language)) >= 5 for language in languages) >= 2


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: str(source.id))
def test_it_is_said_who_an_outlet_is(source: Source) -> None:
    assert source.region
    assert source.owner


def test_it_is_said_of_each_which_agencies_it_reprints() -> None:
    """An empty list is a statement, too: a missing one is not."""
    entries = [entry for _, text in texts() for entry in yaml.safe_load(text)["sources"]]
    assert [entry["id"] for entry in entries if "wires" not in entry] == []
    assert sum(bool(entry["wires"]) for entry in entries) >= 30
    agencies = {
        "cna": "cna",
        "ap": "ap",
        "reuters": "reuters",
        "chinanews": "chinanews",
        "bloomberg": "bloomberg",
    }
    assert [name for name, wire in agencies.items() if wire not in BY_ID[name].wires] == []


def test_the_seed_outlets_are_read() -> None:
    (notes,) = BY_ID["cmoney"].feeds
    assert (notes.kind, notes.options.variable) == (FeedKind.SCRIPT, "notedatalist")
    assert {feed.kind for feed in BY_ID["pts"].feeds} >= {FeedKind.FEED}
    assert BY_ID["bbc-zh"].region == "gb"


def test_themes_that_are_named_exist() -> None:
    known = {str(theme.id) for theme in load_themes(theme_texts()).themes}
    named = {theme for source in SOURCES for part in (source, *source.feeds) for theme in part.themes}
    assert named <= known


def test_the_schema_for_editors_is_the_model() -> None:
    shipped = files("seedwatch.sources").joinpath("schema.json").read_text(encoding="utf-8")
    assert json.loads(shipped) == json_schema()


def test_the_tables_of_the_manual_are_computed() -> None:
    text = DOC.read_text(encoding="utf-8")
    assert written(text) == text
