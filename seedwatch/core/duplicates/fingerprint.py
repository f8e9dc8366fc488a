"""What an article's copies are found by: a digest of its text, and the smallest hashes of its shingles."""

from __future__ import annotations

from hashlib import blake2b

from seedwatch.core.duplicates.normalize import MAX_CHARS
from seedwatch.core.duplicates.prepared import Prepared, prepare
from seedwatch.core.duplicates.shingles import LEAST_SHINGLES, keys
from seedwatch.core.model.article import Fingerprint

#: Raise when fingerprints change: those of different versions are not compared.
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


def _digest(article: Prepared, is_short: bool) -> str:
    digest = blake2b(article.body.plain.tobytes(), digest_size=16)
    if is_short:
        digest.update(b"\x00" + article.head.plain.tobytes())
    digest.update("".join(article.text[MAX_CHARS:].split()).encode("utf-8", "replace"))
    return digest.hexdigest()
