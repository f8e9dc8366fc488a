"""Licences of what the project runs with."""

from __future__ import annotations

import pytest

from tools.licences import PAGE, Licensed, page_with_table, runtime_packages


def test_every_runtime_package_has_a_licence_that_is_no_gpl() -> None:
    found = {each.name: each for each in runtime_packages()}
    assert {"scrapy", "psycopg-binary", "webencodings", "lxml"} <= set(found)
    assert [each for each in found.values() if each.is_forbidden or not each.licence] == []


def test_the_page_names_those_that_protect_their_own_files() -> None:
    page = PAGE.read_text("utf-8")
    assert page == page_with_table(page), "run `python -m tools.licences`"
    assert "| psycopg | LGPL-3.0-only |" in page


@pytest.mark.parametrize(
    ("licence", "forbidden", "weak"),
    [
        ("GPL-3.0-or-later", True, False),
        ("AGPL-3.0-only", True, False),
        ("MIT AND GPL-2.0-only", True, False),
        ("(MIT OR GPL-2.0-only) AND AGPL-3.0-only", True, False),
        ("(GNU General Public License v3 (GPLv3))", True, False),
        ("GNU Affero General Public License v3", True, False),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", False, True),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", False, True),
        ("LGPL-3.0-only", False, True),
        ("(GNU Lesser General Public License v3 (LGPLv3))", False, True),
        ("GNU Library or Lesser General Public License (LGPL)", False, True),
        ("Apache-2.0", False, False),
        ("(BSD License)", False, False),
    ],
)
def test_reading_licences(licence: str, forbidden: bool, weak: bool) -> None:
    found = Licensed("x", licence)
    assert (found.is_forbidden, found.is_weak_copyleft) == (forbidden, weak)
