"""What a source file may say: the model that files are checked against and editors complete by."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from seedwatch.core.dates.zone_names import known_zone
from seedwatch.core.model.source import FeedKind, FullText
from seedwatch.core.model.text import Language
from seedwatch.core.sources.regions import REGIONS, known_region
from seedwatch.core.sources.wires import AGENCIES, known_agency

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Web = Annotated[str, Field(pattern=r"^https?://[^\s/]+\S*$")]
# YAML reads a bare 2026-10-03 as a date.
IsoDate = Annotated[str, BeforeValidator(str), Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
Profile = Literal["personal", "non-profit", "commercial"]
Region = Annotated[
    str, AfterValidator(known_region), Field(json_schema_extra={"enum": ["", *sorted(REGIONS)]})
]
Agency = Annotated[str, AfterValidator(known_agency), Field(json_schema_extra={"enum": sorted(AGENCIES)})]

#: Names that people give a feed's format; all of them are read by what the document says.
_FORMATS = frozenset({"rss", "atom", "rdf", "jsonfeed"})
_LISTS = frozenset({FeedKind.LISTING, FeedKind.JSON, FeedKind.SCRIPT})
_MOST_PAGES = 10


def _kind(value: object) -> object:
    if value in _FORMATS:
        return FeedKind.FEED.value
    return FeedKind.SITEMAP.value if value == "news-sitemap" else value


Kind = Annotated[
    FeedKind,
    BeforeValidator(_kind),
    Field(
        json_schema_extra={
            "enum": [*(kind.value for kind in FeedKind), *sorted(_FORMATS), "news-sitemap"],
            "default": "feed",
        }
    ),
]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DeclaredPaths(Strict):
    """Where items and their fields are: CSS selectors (listing) or jmespath expressions (json, script)."""

    items: str = ""
    url: str = ""
    title: str = ""
    date: str = ""
    lead: str = ""


class DeclaredRequest(Strict):
    """How a list is asked for; a body is sent by POST."""

    method: Literal["GET", "POST"] = "GET"
    headers: dict[Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9-]*$")], str] = {}
    body: str = ""

    @model_validator(mode="after")
    def _body_by_post(self) -> DeclaredRequest:
        if self.body and self.method != "POST":
            raise ValueError("a body needs method: POST")
        return self


class DeclaredFeed(Strict):
    """An address that lists articles, and what lies there. {page} in the address counts from 1 to `pages`."""

    url: Web
    kind: Kind = FeedKind.FEED
    themes: tuple[Id, ...] = ()
    select: DeclaredPaths = DeclaredPaths()
    variable: str = ""
    drop: str = ""
    request: DeclaredRequest = DeclaredRequest()
    pages: int = Field(default=1, ge=1, le=_MOST_PAGES)

    @model_validator(mode="after")
    def _options_fit(self) -> DeclaredFeed:
        given = {name for name in ("select", "variable", "drop", "request") if name in self.model_fields_set}
        if given and self.kind not in _LISTS:
            raise ValueError(f"{', '.join(sorted(given))}: only for kind listing, json or script")
        if self.kind is FeedKind.SCRIPT and not self.variable:
            raise ValueError("kind script needs variable, the name of the script variable")
        if self.kind is not FeedKind.SCRIPT and self.variable:
            raise ValueError("variable: only for kind script")
        if self.kind in (FeedKind.JSON, FeedKind.SCRIPT) and not self.select.url:
            raise ValueError(f"kind {self.kind.value} needs select.url, the address in an item")
        if (self.pages > 1) != ("{page}" in self.url):
            raise ValueError("pages goes with {page} in the address")
        self._check_paths()
        return self

    def _check_paths(self) -> None:
        check = _checker(self.kind)
        for name, path in self.select:
            if path:
                try:
                    check(path)
                except ValueError as error:
                    raise ValueError(f"select.{name}: {error}") from None
        if self.kind is FeedKind.LISTING and self.select != DeclaredPaths() and not self.select.items:
            raise ValueError("select.items: needed where fields are selected")
        try:
            re.compile(self.drop)
        except re.error as error:
            raise ValueError(f"drop: not a regular expression: {error}") from None


def _checker(kind: FeedKind) -> Callable[[str], object]:
    """What raises ValueError for a path that a kind cannot use; imported only where one is declared."""
    if kind is FeedKind.LISTING:
        from seedwatch.core.feeds.listing_page import xpath_of

        return xpath_of
    from seedwatch.core.feeds.json_list import compiled

    return compiled


class DeclaredTerms(Strict):
    """Facts from the outlet's own pages: who may read it, what may be kept, how it wants to be named."""

    profiles: tuple[Profile, ...] = ("personal", "non-profit", "commercial")
    keep: FullText = FullText.FULL
    retention_days: int | None = Field(default=None, ge=1)
    quote: int | None = Field(default=None, ge=0, le=1000)
    credit: str = ""
    url: str = ""


class DeclaredSource(Strict):
    """An outlet: who it is, where it is, and the addresses that list its articles."""

    id: Id
    name: str = Field(min_length=1)
    home: Web
    language: Language
    zone: Annotated[str, AfterValidator(known_zone)]
    feeds: tuple[DeclaredFeed, ...] = Field(min_length=1)
    region: Region = ""
    owner: str = ""
    wires: tuple[Agency, ...] = ()
    primary: bool = False
    triage: bool = True
    pace: float = Field(default=1.0, ge=0.5, le=3600)
    interval: int = Field(default=1800, ge=60, le=30 * 86400)
    themes: tuple[Id, ...] = ()
    enabled: bool = True
    grade: Literal["A", "B", "C", "X", ""] = ""
    checked: IsoDate = ""
    note: str = ""
    verify_tls: bool = True
    terms: DeclaredTerms = DeclaredTerms()


class SourceFile(Strict):
    """A file of sources."""

    sources: tuple[DeclaredSource, ...]
