"""Operators of clipping services that we lack: named as such, never searched as words."""

from __future__ import annotations

import re

from seedwatch.core.errors import QueryError, QueryFault

#: NEAR/10, ONEAR/5, W/5, PRE/3, w/s, ADJ4, ATLEAST5, NEAR; a word of a text is written otherwise (24/7, 9/11).
_DISTANCE = re.compile(
    r"(?:O?NEAR|[WNP]|PRE|WITHIN|ADJ|AROUND|NOT\s?W)/(?:\d{1,3}|[SP]|SENT|PARA)|(?:ADJ|ATLEAST|O?NEAR)\d{0,3}[:/]?\d{0,3}"
)
#: The same in small letters, where no word is written so.
_SMALL = re.compile(r"(?:o?near|w|pre|within|adj)/(?:\d{1,3}|[sp])")
#: wom?n, robot?, robo$: a letter left open. `$5`, `NT$1,490` and `US$` are money.
_OPEN_LETTER = re.compile(r"[^\W\d_]\?|\?[^\W\d_]")
_OPEN_END = re.compile(r"[^\W\d_]\$(?!\d)")
_MONEY = re.compile(r"(?:[A-Z]{1,2}|[A-Z]{3}(?=\$$))\$")


def refuse_foreign(word: str, position: int) -> None:
    """Raises QueryError naming the operator when an unquoted word of a query is one that we lack."""
    if "://" in word:
        return
    if _DISTANCE.fullmatch(word) or _SMALL.fullmatch(word):
        raise _lacking(word, word, position)
    for pattern, sign in ((_OPEN_LETTER, "?"), (_OPEN_END, "$")):
        if (found := pattern.search(word)) and not (sign == "$" and _MONEY.match(word)):
            raise _lacking(word, sign, position + found.start() + found[0].index(sign))


def _lacking(word: str, operator: str, position: int) -> QueryError:
    fault = QueryFault.NO_DISTANCE if word == operator else QueryFault.NO_WILDCARD
    hint = (
        'write both words, or a "phrase" in quotation marks'
        if fault is QueryFault.NO_DISTANCE
        else "word* finds words that begin so; in quotation marks the sign is left out"
    )
    return QueryError(f"{operator!r} is no operator here", hint, position, fault, operator)
