"""Citation managers read our RIS and CSL-JSON as they are meant, whatever a headline tries."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from seedwatch.core.model.export import ExportRow
from seedwatch.core.model.rights import UseRights
from seedwatch.locales import speaking
from seedwatch.out.cite import Cited, CiteStyle, cite
from seedwatch.out.formats import FORMATS
from seedwatch.out.names import PersonName, person_name
from seedwatch.out.style import plain_line
from tests.out.rows import DAY, HOSTILE, MONTH, PLAIN, STYLE, UNDATED, hostile


def written(name: str, *rows: ExportRow) -> str:
    out = BytesIO()
    with speaking("zh-Hant"):
        FORMATS[name].write(rows, out, STYLE)
    return out.getvalue().decode()


def test_ris_is_read_back() -> None:
    one, two, three, four = rispy.loads(written("ris", PLAIN, DAY, MONTH, UNDATED))
    assert one["type_of_reference"] == "NEWS"
    assert one["title"] == PLAIN.title
    assert one["authors"] == ["林記者", "Doe, Jane Q.", "Associated Press"]
    assert one["secondary_title"] == "範例新聞"
    assert one["urls"] == [PLAIN.url]
    assert (one["year"], one["date"]) == ("2026", "2026/04/02/")
    assert (two["date"], three["date"]) == ("2026/04/02/", "2026/04//")
    assert "date" not in four
    assert len(one["abstract"]) <= 200


def test_no_headline_begins_a_record_of_its_own() -> None:
    records = rispy.loads(written("ris", *hostile()))
    assert [each["title"] for each in records] == [plain_line(text) for text in HOSTILE]
    assert {each["type_of_reference"] for each in records} == {"NEWS"}


def test_csl_json_is_read_and_set() -> None:
    items = json.loads(written("csl-json", PLAIN, MONTH, UNDATED, *hostile()))
    assert items[0]["author"] == [
        {"literal": "林記者"},
        {"family": "Doe", "given": "Jane Q."},
        {"literal": "Associated Press"},
    ]
    assert items[0]["issued"] == {"date-parts": [[2026, 4, 2]]}
    assert items[1]["issued"] == {"date-parts": [[2026, 4]]}
    assert "issued" not in items[2]
    assert [each["title"] for each in items[3:]] == list(HOSTILE)
    source = CiteProcJSON(items)
    bibliography = CitationStylesBibliography(
        CitationStylesStyle("harvard-cite-them-right", validate=False), source, formatter.plain
    )
    bibliography.register(Citation([CitationItem(items[0]["id"])]))
    (shown,) = map(str, bibliography.bibliography())
    assert PLAIN.title in shown
    assert "林記者" in shown
    assert "2026" in shown


def test_an_article_keeps_its_name_wherever_the_archive_goes() -> None:
    first, again = (json.loads(written("csl-json", PLAIN))[0]["id"] for _ in range(2))
    assert first == again
    assert first.startswith("urn:uuid:")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("林記者", PersonName(literal="林記者")),
        ("Jane Doe", PersonName(family="Doe", given="Jane")),
        ("Ana María  López", PersonName(family="López", given="Ana María")),
        ("Reuters", PersonName(literal="Reuters")),
        ("Associated Press", PersonName(literal="Associated Press")),
        ("AFP TV", PersonName(literal="AFP TV")),
        ("Jane Doe and Jim Roe", PersonName(literal="Jane Doe and Jim Roe")),
        ("李 Jane", PersonName(literal="李 Jane")),
    ],
)
def test_only_plain_names_of_people_have_parts(text: str, name: PersonName) -> None:
    assert person_name(text) == name


CITED = Cited(PLAIN, datetime(2026, 4, 2, 9, 30, tzinfo=UTC), "ab" * 32)


@pytest.mark.parametrize(
    ("form", "first"),
    [
        (
            "plain",
            "機器人進廠：第一天 — 範例新聞、林記者、Jane Q. Doe、Associated Press、2026-04-02 08:15 +08:00",
        ),
        (
            "apa",
            "林記者, Doe, J. Q., & Associated Press (2026, April 2). 機器人進廠：第一天. 範例新聞."
            " https://news.example/17?a=1&b=2",
        ),
        (
            "gb7714",
            "林記者, DOE J Q, Associated Press. 機器人進廠：第一天[N/OL]. 範例新聞, 2026-04-02[2026-04-02]."
            " https://news.example/17?a=1&b=2.",
        ),
    ],
)
def test_a_citation_proves_what_it_says(form: str, first: str) -> None:
    with speaking("zh-Hant"):
        lines = cite(CITED, CiteStyle(form), STYLE).split("\n")
    assert lines[0] == first
    assert lines[1].startswith("「工廠裡的人形機器人開始上班。")
    assert lines[2:] == [
        "發布時間：2026-04-02 08:15 +08:00",
        "版本：2",
        "收錄時間：2026-04-02 17:30:00+08:00",
        f"原始網頁存檔 SHA-256：{'ab' * 32}",
        "連結：https://news.example/17?a=1&b=2",
    ]


def test_what_is_unknown_is_said() -> None:
    bare = replace(CITED, row=replace(UNDATED, rights=UseRights(quote=0)), sha256="", zone_assumed=True)
    with speaking("en"):
        lines = cite(bare, CiteStyle.APA, STYLE).split("\n")
    assert lines[0].startswith("機器人進廠：第一天. (n.d.). 範例新聞.")
    assert lines[1] == "Published: date unknown"
    assert "SHA-256 of the kept page: not kept any more" in lines
