"""The catalogues: complete, in step with the code, and in the words of their readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from seedwatch.locales import LANGUAGES, catalogue_path
from tools.messages import template, updated

CHINESE = ("zh-Hant", "zh-Hans")
#: Legacy encodings know one script only: what stands outside them is of the other script, or a slip.
ENCODING = {"zh-Hant": "cp950", "zh-Hans": "gb2312"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
HAN = r"\u3400-\u9fff"
#: Half-width marks at a Chinese character, full-width marks with a blank beside them.
_WIDE = "[，。；：！？、「」『』（）]"
BAD_MARKS = re.compile(
    rf"[{HAN}][,;!?()\"']|[,;!?()\"'][{HAN}]|[{HAN}][.:](?!\w)| {_WIDE}|{_WIDE} ",
)
#: Latin words and figures stand off from Chinese ones; a placeholder may be either and is left to its author.
CROWDED = re.compile(rf"[{HAN}][A-Za-z0-9]|[A-Za-z0-9][{HAN}]")

#: By language: the wrong word, and the word to write.
WRONG_WORDS: dict[str, dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("wrong_words.yaml").read_text("utf-8")
)
#: 筆 and 條 count rows and messages, articles are counted by 篇.
COUNTED_AS_ROWS = re.compile(r"[筆條笔条]文章|%\(\w+\)[sd] ?[筆條笔条]")


@dataclass(frozen=True, slots=True)
class Pair:
    """A string of the code and one of its forms in a catalogue."""

    source: str
    shown: str
    places: str


@cache
def messages(language: str) -> tuple[Message, ...]:
    with catalogue_path(language).open("rb") as file:
        return tuple(message for message in read_po(file) if message.id)


def pairs(language: str) -> Iterator[Pair]:
    for message in messages(language):
        places = " ".join(path for path, _line in message.locations)
        sources = message.id if isinstance(message.id, list | tuple) else (message.id,)
        forms = message.string if isinstance(message.string, list | tuple) else (message.string,)
        for n, shown in enumerate(forms):
            yield Pair(sources[min(n, len(sources) - 1)], shown, places)


def test_catalogues_are_what_the_code_says() -> None:
    strings = template()
    for language in LANGUAGES:
        assert catalogue_path(language).read_bytes() == updated(language, strings), "run `make messages`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated(language: str) -> None:
    assert len(messages(language)) > 50
    open_ones = [message.id for message in messages(language) if message.fuzzy]
    assert open_ones + [pair.source for pair in pairs(language) if not pair.shown] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_agree(language: str) -> None:
    for pair in pairs(language):
        assert sorted(PLACEHOLDER.findall(pair.shown)) == sorted(PLACEHOLDER.findall(pair.source)), pair


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_strings_are_no_markup(language: str) -> None:
    """Templates take them as they are, so that none may open a tag or end an attribute."""
    for pair in pairs(language):
        assert "templates" not in pair.places or not set('<>&"') & set(pair.shown), pair


@pytest.mark.parametrize("language", CHINESE)
def test_each_script_stands_alone(language: str) -> None:
    for pair in pairs(language):
        for char in re.findall(f"[{HAN}]", pair.shown):
            char.encode(ENCODING[language])


def _is_the_file_itself(pair: Pair, wrong: str) -> bool:
    """資料庫 is the file or server; what is searched in it is the 新聞庫."""
    return wrong in ("資料庫", "数据库") and bool(re.search("[Dd]atabase|SQLite", pair.source))


@pytest.mark.parametrize("language", CHINESE)
def test_words_are_those_of_the_readers(language: str) -> None:
    found = [
        (pair.shown, wrong, right)
        for pair in pairs(language)
        for wrong, right in WRONG_WORDS[language].items()
        if wrong in pair.shown and not _is_the_file_itself(pair, wrong)
    ]
    assert found == []
    assert not [pair.shown for pair in pairs(language) if COUNTED_AS_ROWS.search(pair.shown)]


@pytest.mark.parametrize("language", CHINESE)
def test_marks_are_full_width_and_latin_words_stand_off(language: str) -> None:
    quotes = re.compile("[“”‘’]" if language == "zh-Hant" else "[「」『』]")
    for pair in pairs(language):
        assert not BAD_MARKS.search(pair.shown), pair
        assert not CROWDED.search(pair.shown), pair
        assert not quotes.search(pair.shown) or "、“" in pair.shown, pair
