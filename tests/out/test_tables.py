"""CSV and XLSX keep every character, sort by time, and hold nothing that computes."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import datetime
from io import BytesIO, StringIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from seedwatch.core.model.export import ExportRow
from seedwatch.core.model.rights import UseRights
from seedwatch.locales import LANGUAGES, speaking
from seedwatch.out import xlsx
from seedwatch.out.formats import FORMATS
from seedwatch.out.table import Cells, column_names
from tests.out.rows import DAY, HOSTILE, MONTH, PLAIN, STYLE, UNDATED, hostile


def written(name: str, *rows: ExportRow, language: str = "zh-Hant") -> bytes:
    out = BytesIO()
    with speaking(language):
        FORMATS[name].write(rows, out, STYLE)
    return out.getvalue()


def table(*rows: ExportRow) -> list[list[str]]:
    return list(csv.reader(StringIO(written("csv", *rows).decode("utf-8-sig"), newline="")))


def test_csv_begins_with_its_mark_and_names_in_the_readers_language() -> None:
    assert written("csv").startswith(b"\xef\xbb\xbf")
    for language in LANGUAGES:
        with speaking(language):
            names = list(column_names())
        first = written("csv", language=language).decode("utf-8-sig").splitlines()[0]
        assert first.split(",") == names
        assert len(set(names)) == len(Cells._fields)


def test_csv_defuses_what_computes_and_changes_nothing_else() -> None:
    titles = [row[1] for row in table(*hostile())[1:]]
    assert titles == [f"'{text}" if text[0] in "=+-@\t\r" else text for text in HOSTILE]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30))
def test_csv_gives_every_text_back(text: str) -> None:
    (_, row) = table(replace(PLAIN, title=text))
    assert row[1].removeprefix("'") == text.removeprefix("'") or row[1] == text
    assert not row[1].startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(
    ("row", "shown"), [(PLAIN, "2026-04-02 08:15"), (DAY, "2026-04-02"), (MONTH, "2026-04"), (UNDATED, "")]
)
def test_dates_are_as_exact_as_known(row: ExportRow, shown: str) -> None:
    assert table(row)[1][3] == shown


def test_xlsx_has_links_times_and_text_and_no_formula() -> None:
    book = openpyxl.load_workbook(BytesIO(written("xlsx", PLAIN, DAY, UNDATED, *hostile())))
    sheet = book.active
    assert sheet.freeze_panes == "A2"
    rows = list(sheet.iter_rows(min_row=2))
    assert rows[0][3].value == datetime(2026, 4, 2, 8, 15)  # noqa: DTZ001 - spreadsheets know no zone
    assert rows[0][3].number_format == "yyyy-mm-dd hh:mm"
    assert rows[1][3].value == datetime(2026, 4, 2)  # noqa: DTZ001
    assert rows[2][3].value is None
    assert rows[0][4].hyperlink.target == PLAIN.url
    assert {cell.data_type for row in rows for cell in row} <= {"s", "d", "n"}
    assert not [cell for row in rows for cell in row if cell.data_type == "f"]
    assert [unescape(row[1].value) for row in rows[3:]] == list(HOSTILE)
    assert rows[0][0].value == "17"


def test_more_rows_than_a_sheet_has_links_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "ROWS_OF_A_SHEET", 2)
    book = openpyxl.load_workbook(BytesIO(written("xlsx", *(replace(PLAIN, id=n) for n in range(5)))))
    assert [sheet.max_row for sheet in book] == [3, 3, 2]
    assert [sheet.cell(1, 1).value for sheet in book] == ["編號"] * 3


def test_a_source_may_allow_less_to_be_quoted() -> None:
    def quoted(row: ExportRow) -> str:
        return table(row)[1][6]

    assert 100 < len(quoted(PLAIN)) <= 200
    assert quoted(replace(PLAIN, rights=UseRights(quote=0))) == ""
    assert len(quoted(replace(PLAIN, rights=UseRights(quote=20)))) <= 20
    assert quoted(replace(PLAIN, summary="一句導言。")) == "一句導言。"
