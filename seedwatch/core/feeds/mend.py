"""Mend what would cost a whole document: references to no character, and words printed before the root."""

from __future__ import annotations

import re

_REFERENCE = re.compile(rb"&#(?:x([0-9a-fA-F]+)|([0-9]+));", re.IGNORECASE)
#: A feed that begins in the middle of something else: its root, with the XML declaration in front of it.
_LATE_ROOT = re.compile(
    rb"(?is)(?:<\?xml\b[^>]{0,200}\?>\s*(?:(?:<!--.*?-->|<\?.{0,500}?\?>|<!DOCTYPE[^>\[]*>)\s*)*)?"
    rb"<(?:[a-z_][\w.-]*:)?(?:urlset|sitemapindex|rss|feed|rdf)(?=[\s>])"
)
_PAGE = re.compile(rb"(?i)<(?:html|body|head)\b")
#: JSON behind words of the server, or behind the guard that keeps it from being run as a script.
_LATE_JSON = re.compile(rb"[{](?=\s*\"(?:version|title|items|articles|hits)\"\s*:)")
_LOOK_BYTES = 65_536
_LAST = 0x10FFFF


def without_broken_references(body: bytes) -> tuple[bytes, bool]:
    """`body` with numeric references that XML allows, and whether one had to be mended.

    The two halves of a character above U+FFFF, written as references of their own, become that character;
    what names none becomes U+FFFD.
    """
    if b"&#" not in body:
        return body, False
    parts: list[bytes] = []
    at = 0
    references = list(_REFERENCE.finditer(body))
    for i, match in enumerate(references):
        if match.start() < at:
            continue
        number = _number(match)
        if _is_character(number):
            continue
        end = match.end()
        following = references[i + 1] if i + 1 < len(references) else None
        if 0xD800 <= number < 0xDC00 and following is not None and following.start() == end:
            low = _number(following)
            if 0xDC00 <= low < 0xE000:
                number, end = 0x10000 + ((number - 0xD800) << 10) + (low - 0xDC00), following.end()
        parts += (body[at : match.start()], b"&#%d;" % (number if _is_character(number) else 0xFFFD))
        at = end
    return (b"".join((*parts, body[at:])), True) if parts else (body, False)


def _number(match: re.Match[bytes]) -> int:
    """The number of a reference; one past the last character for numbers of absurd length."""
    digits = (match[1] or match[2]).lstrip(b"0") or b"0"
    return int(digits, 16 if match[1] else 10) if len(digits) < 9 else _LAST + 1


def _is_character(number: int) -> bool:
    """Is it a character that an XML document may hold?"""
    if number < 0x20:
        return number in {0x9, 0xA, 0xD}
    return not 0xD800 <= number < 0xE000 and number not in {0xFFFE, 0xFFFF} and number <= _LAST


def late_start(body: bytes) -> int | None:
    """Offset of a feed that begins behind other words (a warning of PHP, a table of a debugger).

    None when there is none within 64 KiB, or when the words before it begin a page of their own.
    """
    head = body[:_LOOK_BYTES]
    found = _LATE_ROOT.search(head) or (_LATE_JSON.search(head) if b"</html" not in head.lower() else None)
    if found is None or _PAGE.search(head, 0, found.start()):
        return None
    return found.start()
