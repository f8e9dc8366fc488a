"""From a feed's HTML to plain text."""

from __future__ import annotations

import html
import re

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
    return one_line(text)


def one_line(text: str) -> str:
    """Spaces single, and characters that no database takes replaced."""
    return " ".join(_UNSTORABLE.sub("\ufffd", text).split())
