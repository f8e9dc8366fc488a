"""What travels between the stages besides the records of `seedwatch.core.model`."""

from __future__ import annotations

from dataclasses import dataclass

from seedwatch.core.model.article import TaggedArticle
from seedwatch.core.model.page import PageOutcome
from seedwatch.core.search.tokens import TextTerms


@dataclass(frozen=True, slots=True)
class ReadPage:
    """An article on its way to the store. `end`: the page's outcome as far as it is known; the store
    completes it.
    """

    tagged: TaggedArticle
    end: PageOutcome
    words: TextTerms | None = None
