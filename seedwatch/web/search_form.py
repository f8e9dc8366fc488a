"""The search form as a browser sends it, and what it asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query

from seedwatch.core.model.answer import ArticleQuery, Sort
from seedwatch.core.model.saved import SavedSearch
from seedwatch.core.search.dates import read_period

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """The search form as sent; empty fields narrow nothing. new: only what came in since the view was seen."""

    q: str = ""
    theme: str = ""
    source: str = ""
    lang: str = ""
    since: str = ""
    until: str = ""
    sort: str = ""
    exact: str = ""
    new: str = ""
    cursor: str = ""

    def query(self, now: datetime, after_id: int | None = None) -> ArticleQuery:
        """Raises QueryError for a bound that is no date. now: in the reader's zone."""
        return ArticleQuery(
            text=self.q,
            themes=(self.theme,) if self.theme else (),
            sources=(self.source,) if self.source else (),
            languages=(self.lang,) if self.lang else (),
            since=read_period(self.since, 0, now).start if self.since else None,
            until=read_period(self.until, 0, now).end if self.until else None,
            sort=Sort.RELEVANCE if self.sort == Sort.RELEVANCE else Sort.DATE,
            expand=not self.exact,
            cursor=self.cursor or None,
            limit=PER_PAGE,
            after_id=after_id if self.new else None,
        )

    def saved(self, name: str = "") -> SavedSearch:
        """The same as a search that can be kept."""
        return SavedSearch(
            name=name,
            text=self.q,
            themes=(self.theme,) if self.theme else (),
            sources=(self.source,) if self.source else (),
            languages=(self.lang,) if self.lang else (),
            since=self.since,
            until=self.until,
            exact=bool(self.exact),
        )

    @classmethod
    def of(cls, saved: SavedSearch) -> Asked:
        """The form of a saved search; several values of a filter stand in the query, as the form has one of each."""
        text, single = saved.text, {}
        for name, values in (("theme", saved.themes), ("source", saved.sources), ("lang", saved.languages)):
            if len(values) > 1:
                either = f"{name}:({' OR '.join(values)})"
                text = f"({text}) {either}" if text else either
            elif values:
                single[name] = values[0]
        return cls(q=text, since=saved.since, until=saved.until, exact="1" if saved.exact else "", **single)

    def link(self, path: str, **changes: str) -> str:
        """`path` with these fields; empty ones are left out."""
        kept = replace(self, **changes).fields()
        return f"{path}?{urlencode(kept)}" if kept else path

    def fields(self) -> dict[str, str]:
        """The fields that are filled in."""
        found = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: value for name, value in found.items() if value}


def asked(
    q: Annotated[str, Query(max_length=20_000)] = "",
    theme: str = "",
    source: str = "",
    lang: str = "",
    since: str = "",
    until: str = "",
    sort: str = "",
    exact: str = "",
    new: str = "",
    cursor: str = "",
) -> Asked:
    return Asked(q, theme, source, lang, since, until, sort, exact, new, cursor)


def asked_in(fields: Mapping[str, str]) -> Asked:
    """The form from fields that were posted; others are left alone."""
    return Asked(**{name: fields[name] for name in Asked.__dataclass_fields__ if name in fields})


Form = Annotated[Asked, Depends(asked)]
