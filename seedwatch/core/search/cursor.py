"""Where the next page of an answer begins, as a short opaque word."""

from __future__ import annotations

import base64
import math
import struct
from dataclasses import dataclass

from seedwatch.core.errors import QueryError, QueryFault

_DATE = struct.Struct(">cq")
_RELEVANCE = struct.Struct(">cqdqd")


@dataclass(frozen=True, slots=True)
class ByDate:
    """Behind this docid, newest first."""

    docid: int

    def __str__(self) -> str:
        return _word(_DATE.pack(b"d", self.docid))


@dataclass(frozen=True, slots=True)
class ByRelevance:
    """Behind this score and docid, in the ranking that the first page had.

    top: the newest docid there was; at: the time, seconds since 1970, from which ages counted.
    """

    score: float
    docid: int
    top: int
    at: float

    def __str__(self) -> str:
        return _word(_RELEVANCE.pack(b"r", self.docid, self.score, self.top, self.at))


def read_cursor(word: str | None) -> ByDate | ByRelevance | None:
    """Raises QueryError for anything that `str` of a cursor did not make."""
    if not word:
        return None
    try:
        packed = base64.b64decode(word.encode() + b"=" * (-len(word) % 4), altchars=b"-_", validate=True)
        if packed[:1] == b"d":
            return ByDate(_DATE.unpack(packed)[1])
        _, docid, score, top, at = _RELEVANCE.unpack(packed)
    except (ValueError, struct.error):
        what, hint = "the cursor cannot be read", "take the one that the last page gave"
        raise QueryError(what, hint, 0, QueryFault.NO_CURSOR, "") from None
    if not (math.isfinite(score) and math.isfinite(at)):
        what, hint = "the cursor cannot be read", "take the one that the last page gave"
        raise QueryError(what, hint, 0, QueryFault.NO_CURSOR, "")
    return ByRelevance(score, docid, top, at)


def _word(packed: bytes) -> str:
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")
