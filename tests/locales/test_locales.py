"""Which language is spoken, and where its strings come from."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from seedwatch import locales
from seedwatch.core.errors import QueryError, QueryFault
from seedwatch.locales import _, choose, ngettext, pgettext, speaking, spoken, translator
from seedwatch.locales.faults import explained
from seedwatch.locales.labels import copy_kind, theme_rule
from tools.messages import compile_catalogue


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("zh-Hant", ("搜尋", "轉載 2 篇", "起", "繁簡轉換", "片語")),
        ("zh-Hans", ("搜索", "转载 2 篇", "起", "繁简转换", "短语")),
        ("en", ("Search", "2 copies", "From", "other Chinese script", "phrase")),
    ],
)
def test_strings_are_those_of_the_language(language: str, shown: tuple[str, ...]) -> None:
    with speaking(language):
        copies = ngettext("%(num)s copy", "%(num)s copies", 2) % {"num": 2}
        found = (
            _("Search"),
            copies,
            pgettext("first day", "From"),
            copy_kind("other-script"),
            theme_rule("phrase:3"),
        )
        assert found == shown


def test_english_counts_and_unknown_values_pass() -> None:
    assert spoken() == "en"
    assert ngettext("%(num)s copy", "%(num)s copies", 1) == "%(num)s copy"
    assert (_("never said before"), copy_kind("woven"), theme_rule("oracle:1")) == (
        "never said before",
        "woven",
        "oracle",
    )


def test_a_language_holds_for_its_block_and_its_thread() -> None:
    seen: list[str] = []
    with speaking("zh-Hant"):
        with speaking("zh-Hans"):
            assert _("Search") == "搜索"
        assert _("Search") == "搜尋"
        thread = threading.Thread(target=lambda: seen.append(_("Search")))
        thread.start()
        thread.join()
    assert (seen, spoken()) == (["Search"], "en")


def test_every_fault_is_explained() -> None:
    for fault in QueryFault:
        error = QueryError("as core says it", "hint", 0, fault, "芯片")
        with speaking("zh-Hant"):
            what, hint = explained(error)
            assert what != error.what
            assert what.endswith("。")
            assert hint.endswith("。")
    assert explained(QueryError("no kind", "hint")) == ("no kind", "hint")


def test_a_language_without_catalogue_is_told() -> None:
    with pytest.raises(ValueError, match=r"'fr'.*zh-Hant, zh-Hans, en"):
        translator("fr")


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("zh-TW,en;q=0.8", "zh-Hant"),
        ("zh-CN", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh-Hans-HK", "zh-Hans"),
        ("zh-HK", "zh-Hant"),
        ("en-GB,zh", "en"),
        ("fr,de", "zh-Hant"),
        ("english", "zh-Hant"),
        ("", "zh-Hant"),
    ],
)
def test_choice(asked: str, language: str) -> None:
    assert choose(asked) == language


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of catalogues with an edited and never compiled one."""
    source = locales.catalogue_path("zh-Hant")
    monkeypatch.setattr(locales, "_FOLDER", tmp_path)
    copied = locales.catalogue_path("zh-Hant")
    copied.parent.mkdir(parents=True)
    shutil.copy(source, copied)
    translator.cache_clear()
    yield copied
    translator.cache_clear()


def test_an_uncompiled_catalogue_is_read_as_it_is(catalogue: Path) -> None:
    assert translator("zh-Hant").gettext("Search") == "搜尋"


def test_the_compiled_catalogue_does_alone_and_yields_to_a_newer_source(catalogue: Path) -> None:
    compiled, text = compile_catalogue(catalogue), catalogue.read_text("utf-8")
    catalogue.unlink()
    assert translator("zh-Hant").gettext("Search") == "搜尋"
    translator.cache_clear()
    os.utime(compiled, (0, 0))
    catalogue.write_text(text.replace("搜尋", "找"), "utf-8")
    assert translator("zh-Hant").gettext("Search") == "找"
