"""The tables of glyphs and regional words are what OpenCC and Unicode make of them."""

from __future__ import annotations

import unicodedata
from importlib.metadata import version

import pytest

from seedwatch.core.chinese import glyph_tables, regional_words
from seedwatch.core.chinese.folding import fold_chars
from seedwatch.core.chinese.regional_folding import fold_region
from tools import make_glyphs, make_regions


def test_tables_are_the_made_ones() -> None:
    """After an update of OpenCC: `make glyphs`, and raise FOLD_VERSION in core/chinese/folding.py if they changed."""
    made = make_glyphs.tables()
    shipped = {name: getattr(glyph_tables, name) for name in made}
    if unicodedata.unidata_version != glyph_tables.UNICODE:
        # Another Python knows other characters; those of both must fold alike.
        old = dict(zip(shipped["GLYPHS"], shipped["FOLDED"], strict=True))
        new = dict(zip(made["GLYPHS"], made["FOLDED"], strict=True))
        assert all(new[char] == old[char] for char in new.keys() & old.keys())
        return
    assert made == shipped, f"OpenCC is {version('opencc')} here"


def test_folding_is_settled() -> None:
    """No glyph folds to one that folds further."""
    assert not set(glyph_tables.FOLDED) & set(glyph_tables.GLYPHS)
    assert len(glyph_tables.FOLDED) == len(glyph_tables.GLYPHS) == len(set(glyph_tables.GLYPHS))


def test_no_glyph_is_of_both_scripts() -> None:
    assert not set(glyph_tables.TRADITIONAL) & set(glyph_tables.SIMPLIFIED)


@pytest.mark.skipif(not make_regions.TOOL.exists(), reason="this build of OpenCC has no dictionary tool")
def test_regional_words_are_the_made_ones() -> None:
    shipped = dict(pair.split("=") for pair in regional_words.WORDS.split())
    assert make_regions.table() == shipped, f"OpenCC is {version('opencc')} here"


def test_regional_words_are_folded_and_settled() -> None:
    for pair in regional_words.WORDS.split():
        word, form = pair.split("=")
        assert fold_chars(pair) == pair
        assert fold_region(word).text == fold_region(form).text == form
