"""An article folded and cut for comparison."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from seedwatch.core.chinese.script import script_of
from seedwatch.core.duplicates.normalize import MAX_CHARS, Normal, normal
from seedwatch.core.duplicates.shingles import Hashes, distinct, shingles
from seedwatch.core.model.text import Language

#: Characters of a headline that are looked at.
MAX_TITLE = 500


@dataclass(frozen=True)
class Prepared:
    """An article ready for comparison; worth keeping while it is compared with many.

    body, head: its text and headline, folded. run: shingles of the body in order.
    """

    title: str
    text: str
    body: Normal
    head: Normal
    run: Hashes

    @cached_property
    def shingles(self) -> Hashes:
        """Distinct shingles of the body, sorted."""
        return distinct(self.run)

    @cached_property
    def language(self) -> Language:
        return script_of(self.text[:MAX_CHARS])


def prepare(title: str, text: str) -> Prepared:
    body = normal(text)
    return Prepared(title, text, body, normal(title[:MAX_TITLE]), shingles(body.plain))
