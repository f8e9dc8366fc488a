"""The theme commands, end to end over an archive of our own: draft, rehearse, apply, query, correct."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from db.archive.articles import store_article
from db.engine.database import open_database
from db.search.index import index_stored
from seedwatch.app.catalogue import catalogues
from seedwatch.app.crawls import check, plan_of
from seedwatch.cli.main import app
from seedwatch.cli.options import read_settings
from seedwatch.core.errors import InputError
from seedwatch.core.model.article import DedupeDecision, TaggedArticle
from seedwatch.core.themes import parse_theme
from tests.db.samples import make_article

WIND = """\
黑石灘離岸風場動工 漁會要求補償
北灣離岸風場昨日在黑石灘外海動工，由海鷗能源公司興建，水下基礎由南港重工製造，預計後年併網。
海鷗能源公司說，安裝船「信天翁號」下月到港，先打設四十座水下基礎。
漁會要求提高漁業補償，並希望打樁期間使用氣泡幕。開發商回應，漁業補償的金額仍在協商。
"""
TEXTS = (
    ("離岸風場第二期招標", "海鷗能源公司與三家開發商投標，水下基礎必須在國內製造。離岸風場的漁業補償另訂。"),
    ("漁港整建完工", "漁會感謝市府，新的魚市場下月啟用。"),
    ("海鷗能源公司改選董事", "海鷗能源公司昨日改選，新任董事長談離岸風場的水下基礎進度。"),
    ("棒球隊連勝", "主隊昨晚以五比二獲勝，球迷擠滿看台。"),
)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with four articles and a directory for own themes."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own").mkdir()
    (tmp_path / "seedwatch.toml").write_text("themes_dir = 'own'\n")
    (tmp_path / "wind.txt").write_text(WIND, encoding="utf-8")
    with open_database("sqlite:///seedwatch.db") as database, database.write() as conn:
        for number, (title, text) in enumerate(TEXTS):
            article = make_article(
                number,
                title=title,
                text=text,
                published=None,
                fetched_at=datetime.now(UTC) - timedelta(hours=number),
            )
            stored = store_article(conn, TaggedArticle(article, ()), None, DedupeDecision())
            index_stored(conn, stored.article_id)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def lines(*arguments: str) -> list[dict[str, object]]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_from_an_article_to_a_theme_that_tags_and_answers(archive: Path) -> None:
    drafted = run("themes", "new", "--from", "wind.txt", "--id", "offshore-wind", "--date", "2026-04-01")
    assert drafted.exit_code == 0, drafted.output
    theme = parse_theme((archive / "own" / "offshore-wind.yaml").read_text(encoding="utf-8"), "x").theme
    assert theme is not None
    assert {"漁業補償", "渔业补偿", "離岸風場", "离岸风场", "信天翁號"} <= theme.wordings()

    rehearsed = {row["id"]: row for row in lines("themes", "rehearse", "--theme", "offshore-wind")}
    assert rehearsed["offshore-wind"]["gained"] == 2
    assert lines("search", "", "--theme", "offshore-wind") == []

    applied = run("themes", "apply", "--theme", "offshore-wind")
    assert "offshore-wind: +2 / -0" in applied.output
    found = lines("search", "", "--theme", "offshore-wind")
    assert {row["title"] for row in found} == {TEXTS[0][0], TEXTS[2][0]}
    assert "0 of 4 articles changed" in run("themes", "apply").output


def test_a_correction_stays_and_is_counted(archive: Path) -> None:
    run("themes", "new", "--from", "wind.txt", "--id", "offshore-wind")
    run("themes", "apply")
    assert "offshore-wind: removed" in run("tag-fix", "3", "--remove", "offshore-wind").output
    assert "offshore-wind: added" in run("tag-fix", "1", "--add", "offshore-wind").output
    assert "stood already" in run("tag-fix", "1", "--add", "offshore-wind").output
    run("themes", "apply")
    listed = {row["id"]: row for row in lines("themes", "list")}
    assert listed["offshore-wind"]["articles"] == 1
    labels = {
        row["id"]: row["themes"] for row in map(json.loads, run("themes", "labels").stdout.splitlines())
    }
    assert labels == {"1": ["offshore-wind"], "3": []}
    assert listed["offshore-wind"]["precision"] == 0.5


def test_suggestions_and_news_tell_terms_the_theme_has_not(archive: Path) -> None:
    (archive / "own" / "wind.yaml").write_text(
        "id: wind\ntopic: energy-costs\nseed_date: 2026-01-01\n"
        "name: {en: [Wind]}\nphrases: {zh-Hant: [離岸風場]}\n",
        encoding="utf-8",
    )
    run("themes", "apply")
    assert "海鷗能源公司" in {row["id"] for row in lines("themes", "suggest", "wind")}
    (news,) = lines("themes", "news", "--theme", "wind")
    assert (news["articles"], news["before"]) == (2, 0)


def test_own_sentences_are_tried(archive: Path) -> None:
    assert "sentences hold" in run("themes", "test").output
    (archive / "own" / "wind.yaml").write_text(
        "id: wind\ntopic: energy-costs\nseed_date: 2026-01-01\n"
        "name: {en: [Wind]}\nphrases: {en: [wind farm]}\n"
        "must: [A solar park opens.]\nmust_not: [A wind farm opens.]\n",
        encoding="utf-8",
    )
    result = run("themes", "test", "--theme", "wind")
    assert result.exit_code == 1
    assert "wind: must match (0.00): A solar park opens." in result.output
    assert "wind: must not match (0.92): A wind farm opens." in result.output
    assert "0 of 2 sentences hold" in result.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("themes", "rehearse", "--theme", "nothing"), "there is no theme 'nothing'"),
        (("themes", "suggest", "nothing"), "there is no theme 'nothing'"),
        (("tag-fix", "1"), "say --add THEME"),
        (("tag-fix", "1", "--add", "ai-regulation", "--remove", "ai-regulation"), "each theme once"),
        (("tag-fix", "99", "--add", "ai-regulation"), "there is no article 99"),
        (("tag-fix", "1", "--add", "nothing"), "there is no theme 'nothing'"),
        (("themes", "new", "--from", "wind.txt", "--id", "Not An Id"), "id"),
        (("themes", "new", "--from", "missing.txt", "--id", "wind"), "missing.txt"),
        (("themes", "new", "--from", "empty.txt", "--id", "wind"), "empty.txt: is empty"),
    ],
)
def test_wrong_input_is_named(archive: Path, arguments: tuple[str, ...], told: str) -> None:
    (archive / "empty.txt").write_text(" \n")
    result = run(*arguments)
    assert isinstance(result.exception, InputError)
    assert told in str(result.exception)


def test_a_broken_file_stops_applying_but_not_listing(archive: Path) -> None:
    (archive / "own" / "broken.yaml").write_text("id: wind\ntopics: 3\n")
    result = run("themes", "apply")
    assert isinstance(result.exception, InputError)
    assert "broken.yaml, line 2" in str(result.exception)
    listed = run("themes", "list")
    assert listed.exit_code == InputError.exit_code
    assert "humanoid-robots" in listed.stdout


def test_a_draft_does_not_overwrite(archive: Path) -> None:
    run("themes", "new", "--from", "wind.txt", "--id", "offshore-wind")
    result = run("themes", "new", "--from", "wind.txt", "--id", "offshore-wind")
    assert isinstance(result.exception, InputError)
    assert "is there already" in str(result.exception)


def test_a_crawl_with_a_broken_file_says_so_at_once_and_a_shift_goes_on(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (archive / "own" / "broken.yaml").write_bytes(b"id: wind\nname: \xff\n")
    (archive / "own" / "good.yaml").write_text(
        "id: wind\ntopic: energy-costs\nseed_date: 2026-01-01\nname: {en: [Wind]}\n", encoding="utf-8"
    )
    wanted = read_settings()
    plan = plan_of(wanted)
    with pytest.raises(InputError, match=r"broken.yaml, line 2"):
        check(plan, catalogues(wanted))
    (problem,) = check(replace(plan, kind="shift", theme_ids=("wind",)), catalogues(wanted))
    assert "broken.yaml, line 2" in problem
