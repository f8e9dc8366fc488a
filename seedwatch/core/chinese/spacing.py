"""White space that only the source of a page has: a line break or an invisible character inside a Chinese word."""

from __future__ import annotations

import re

#: Han, kana and their punctuation: written without spaces. Korean parts its words.
_UNSPACED = (
    "\u2e80-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\ufe30-\ufe4f\uff01-\uff60\U00020000-\U000323af"
)
_BREAK = re.compile(rf"(?<=[{_UNSPACED}])[ \t\r\f]*[\n\r]\s*(?=[{_UNSPACED}])")
#: Soft hyphen, zero-width space, word joiner, byte order mark: places to break a line, never part of a word.
_BREAKABLE = "\u00ad\u200b\u2060\ufeff"
_INVISIBLE = re.compile(f"[{_BREAKABLE}]")
#: Joiners shape letters of other scripts and pictographs; between ideographs they are nothing.
_JOINERS = re.compile(rf"(?<=[{_UNSPACED}])[\u200c\u200d]+(?=[{_UNSPACED}])")


def join_lines(text: str) -> str:
    """A text whose lines are broken between two characters of a script without spaces, in one."""
    return text if text.isascii() or not ("\n" in text or "\r" in text) else _BREAK.sub("", text)


def without_invisible(text: str) -> str:
    """A text without the characters that no reader sees and no word has."""
    if text.isascii():
        return text
    if any(char in text for char in _BREAKABLE):  # asked one by one: six times as fast as a pattern
        text = _INVISIBLE.sub("", text)
    return _JOINERS.sub("", text) if "\u200c" in text or "\u200d" in text else text
