"""Copies of articles: what they are found by (`fingerprint_of`), and whether two are copies (`compare`).

Method: fold script, regional words, width and the writing of numbers; the smallest hashes of long shingles
find candidates in the database; then the stored texts decide: coverage of the shorter text, and the figures
and names that stand in the same places.
"""

from __future__ import annotations

from hashlib import blake2b

from seedwatch.core.duplicates.compare import LEAST_SHINGLES, LEAST_WITH_FIRST, compare_texts
from seedwatch.core.duplicates.normalize import MAX_CHARS
from seedwatch.core.duplicates.prepared import Prepared, prepare
from seedwatch.core.duplicates.shingles import keys
from seedwatch.core.model.article import CopyMatch, Fingerprint

__all__ = [
    "LEAST_SHINGLES",
    "LEAST_WITH_FIRST",
    "VERSION",
    "Prepared",
    "compare",
    "compare_texts",
    "fingerprint",
    "fingerprint_of",
    "prepare",
]

#: Raise when signatures change: those of different versions are not compared.
VERSION = 2


def fingerprint_of(title: str, text: str) -> Fingerprint:
    """What an article is found by. A text of few different words counts only together with its headline."""
    return fingerprint(prepare(title, text))


def fingerprint(article: Prepared) -> Fingerprint:
    """As `fingerprint_of`, of an article that is prepared already."""
    if not len(article.body.plain):
        return Fingerprint("", (), VERSION)
    is_short = len(article.shingles) < LEAST_SHINGLES
    return Fingerprint(
        _digest(article, is_short),
        () if is_short else keys(article.run, is_han=article.body.is_han),
        VERSION,
    )


def compare(a_title: str, a_text: str, b_title: str, b_text: str) -> CopyMatch:
    """Verdict on two articles; `kind` None with a reason when they are not copies of one another."""
    return compare_texts(prepare(a_title, a_text), prepare(b_title, b_text))


def _digest(article: Prepared, is_short: bool) -> str:
    digest = blake2b(article.body.plain.tobytes(), digest_size=16)
    if is_short:
        digest.update(b"\x00" + article.head.plain.tobytes())
    digest.update("".join(article.text[MAX_CHARS:].split()).encode("utf-8", "replace"))
    return digest.hexdigest()
