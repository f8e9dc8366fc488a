"""The lexicon's text is checked line by line; names are found whole, in any script, longest first."""

from __future__ import annotations

import pytest

from seedwatch.core.chinese.names import Lexicon, name_key, parse_lexicon
from seedwatch.core.errors import InputError
from seedwatch.themes import lexicon_text

TEXT = """
# people and firms
person\t黃仁勳\t黄仁勋\tJensen Huang|Huang Jen-hsun
firm\t輝達|英偉達\t英伟达\tNvidia
firm\t~蘋果|蘋果公司\t苹果公司\t~Apple|Apple Inc
place\t荷莫茲海峽|荷莫茲\t霍尔木兹海峡\tStrait of Hormuz
"""


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return parse_lexicon(TEXT, "names.tsv")


def test_forms_that_fold_alike_are_one(lexicon: Lexicon) -> None:
    assert lexicon.names[0].forms == ("黃仁勳", "Jensen Huang", "Huang Jen-hsun")
    assert [name.id for name in lexicon.names] == ["Jensen Huang", "Nvidia", "Apple", "Strait of Hormuz"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("輝達晶片", ["Nvidia"]),
        ("英伟达与黄仁勋", ["Nvidia", "Jensen Huang"]),
        ("huang jen‑hsun", ["Jensen Huang"]),
        ("NVIDIA晶片", ["Nvidia"]),
        ("nvidias", []),
        ("荷莫茲海峽", ["Strait of Hormuz"]),
        ("蘋果和apple", []),
        ("蘋果公司", ["Apple"]),
        ("", []),
    ],
)
def test_names_are_found_in_a_text(lexicon: Lexicon, text: str, found: list[str]) -> None:
    assert [mention.name.id for mention in lexicon.mentions(name_key(text))] == found


def test_an_empty_lexicon_finds_nothing() -> None:
    assert list(Lexicon().mentions("輝達")) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("firm\t輝達\t英伟达", "3 columns"),
        ("company\t輝達\t英伟达\tNvidia", "unknown kind 'company'"),
        ("firm\t輝達\t\t", "two different forms"),
        ("firm\t辉达\t輝達\t", "two different forms"),
        ("firm\t~輝達\t~英伟达\t", "without ~"),
        ("firm\t輝達\t---\tNvidia", "is no name"),
        ("firm\t輝達\t英伟达\tNvidia\nfirm\t甲\t乙\tNvidia", "two entries"),
    ],
)
def test_a_wrong_line_is_named(line: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        parse_lexicon(line, "names.tsv")
    assert "names.tsv" in str(caught.value)


def test_the_shipped_lexicon_is_sound() -> None:
    names = parse_lexicon(lexicon_text(), "themes/lexicon.tsv").names
    assert len(names) >= 400
    owners: dict[str, str] = {}
    for name in names:
        for form in name.calls:
            assert owners.setdefault(name_key(form), name.id) == name.id, form
