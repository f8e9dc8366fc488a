"""The tables of glyphs and regional words are what OpenCC and Unicode make of them."""

from __future__ import annotations

import unicodedata
from importlib.metadata import version

import pytest

from bench import make_glyphs, make_regions
from seedwatch.core import glyphs, regions
from seedwatch.core.hanzi import fold_chars, fold_region


def test_tables_are_the_made_ones() -> None:
    """After an update of OpenCC: `make glyphs`, and raise FOLD_VERSION in seedwatch/core/hanzi.py if they changed."""
    made = make_glyphs.tables()
    shipped = {name: getattr(glyphs, name) for name in made}
    if unicodedata.unidata_version != glyphs.UNICODE:
        # Another Python knows other characters; those of both must fold alike.
        old = dict(zip(shipped["GLYPHS"], shipped["FOLDED"], strict=True))
        new = dict(zip(made["GLYPHS"], made["FOLDED"], strict=True))
        assert all(new[char] == old[char] for char in new.keys() & old.keys())
        return
    assert made == shipped, f"OpenCC is {version('opencc')} here"


def test_folding_is_settled() -> None:
    """No glyph folds to one that folds further."""
    assert not set(glyphs.FOLDED) & set(glyphs.GLYPHS)
    assert len(glyphs.FOLDED) == len(glyphs.GLYPHS) == len(set(glyphs.GLYPHS))


def test_no_glyph_is_of_both_scripts() -> None:
    assert not set(glyphs.TRADITIONAL) & set(glyphs.SIMPLIFIED)


@pytest.mark.skipif(not make_regions.TOOL.exists(), reason="this build of OpenCC has no dictionary tool")
def test_regional_words_are_the_made_ones() -> None:
    shipped = dict(pair.split("=") for pair in regions.WORDS.split())
    assert make_regions.table() == shipped, f"OpenCC is {version('opencc')} here"


def test_regional_words_are_folded_and_settled() -> None:
    for pair in regions.WORDS.split():
        word, form = pair.split("=")
        assert fold_chars(pair) == pair
        assert fold_region(word).text == fold_region(form).text == form
