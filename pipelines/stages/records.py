"""What travels between the stages besides the records of `seedwatch.core.model`."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from seedwatch.core.fetching.urls import url_key
from seedwatch.core.model.article import TaggedArticle
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.page import Page, PageOutcome
from seedwatch.core.search.tokens import TextTerms


@dataclass(frozen=True, slots=True)
class ReadPage:
    """An article on its way to the store. `end`: the page's outcome as far as it is known; the store
    completes it.
    """

    tagged: TaggedArticle
    end: PageOutcome
    words: TextTerms | None = None


def page_outcome_of(page: Page, outcome: Outcome, reason: str, layout: str = "") -> PageOutcome:
    """The one outcome of a page that was fetched."""
    headers = dict(page.headers)
    return PageOutcome(
        url=page.url,
        url_key=url_key(page.url),
        source_id=page.source_id,
        at=page.fetched_at,
        outcome=outcome,
        reason=reason,
        status=page.status,
        bytes=len(page.body),
        raw=page.raw,
        feed_id=page.feed_id,
        site=urlsplit(page.final_url).hostname or "",
        layout=layout,
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        revisit_of=page.revisit_of,
    )
