"""From a feed's HTML to plain text."""

from __future__ import annotations

import html
import re

from seedwatch.core.chinese.spacing import join_lines, without_invisible

_ACTIVE = re.compile(
    r"<(script|style|template|iframe|object|svg)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL
)
_BREAK = re.compile(
    r"<(?:/?(?:p|div|li|ul|ol|h[1-6]|tr|table|blockquote|article|section)|br|hr)\b[^>]*>", re.IGNORECASE
)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_TAG = re.compile(r"<!--.*?(?:-->|$)|</?[a-zA-Z][^>]*(?:>|$)|<![^>]*>|<\?[^>]*>", re.DOTALL)


def plain(markup: str) -> str:
    """Text of an HTML fragment in one line: no tags, entities resolved, active elements with content gone."""
    text = markup
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub(" ", _ACTIVE.sub(" ", text)))
    if "&" in text:
        text = html.unescape(text)
        if "<" in text or "&" in text:
            text = _escaped_twice(text)
    return one_line(text)


#: What an escape leaves behind when it was made twice: references that nobody writes as words ...
_REFERENCE = re.compile(
    r"&(?:amp|quot|apos|lt|gt|nbsp|ldquo|rdquo|lsquo|rsquo|hellip|[mn]dash|#\d{2,6}|#x[\da-fA-F]{2,5});"
)
#: ... and elements closed or empty as a page has them. A tag that is only named ("the <b> tag") has no end.
_ELEMENT = re.compile(
    r"<(p|a|div|span|strong|em|b|i|u|h[1-6]|ul|ol|li|blockquote|figure|font|section|table)\b[^<>]*>.*?</\1\s*>"
    r"|<br\s*/?>|<img\s[^<>]*\bsrc\s*=[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)


def _escaped_twice(text: str) -> str:
    """Text of a fragment whose markup was escaped once more than its format asks, at most twice more."""
    for _ in range(2):
        if _ELEMENT.search(text):
            text = _TAG.sub("", _BREAK.sub(" ", _ACTIVE.sub(" ", text)))
        elif not _REFERENCE.search(text):
            break
        text = html.unescape(text)
    return text


def one_line(text: str) -> str:
    """Words in one line: neither a line break inside a Chinese word nor an invisible character is part of it."""
    return storable(without_invisible(join_lines(text)))


def storable(text: str) -> str:
    """Spaces single, and characters that no database takes replaced."""
    return " ".join(_UNSTORABLE.sub("\ufffd", text).split())
