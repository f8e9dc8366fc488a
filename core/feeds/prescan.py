"""Bound the work of a feed before it is parsed.

feedparser needs 0.28 ms an entry and reads to the end: 28 s for 100,000 entries. Counting opening tags up to the
limit costs nothing, and a document cut there and closed again reads like any other.
"""

from __future__ import annotations

import re
from itertools import islice

_ENTRY = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)
_TAG = re.compile(rb"<(/?)([A-Za-z_][\w.:-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?(/?)>")
_HEAD_BYTES = 65_536


def cut_after(body: bytes, max_entries: int) -> tuple[bytes, bool]:
    """`body` with no more than `max_entries` entries, and whether anything was cut off."""
    starts = [match.start() for match in islice(_ENTRY.finditer(body), max_entries + 1)]
    if len(starts) <= max_entries:
        return body, False
    return body[: starts[max_entries]] + _closing(body[: starts[0]]), True


def _closing(head: bytes) -> bytes:
    """End tags of the elements that are still open where the first entry begins."""
    opened: list[bytes] = []
    for end, name, empty in _TAG.findall(head[:_HEAD_BYTES]):
        if end:
            while opened and opened.pop() != name:
                continue
        elif not empty:
            opened.append(name)
    return b"".join(b"</" + name + b">" for name in reversed(opened))
