"""One route, one question to the archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from sqlalchemy import Connection

from db.readers.saved_searches import saved_searches
from db.readers.seen_marks import newest_article, search_view, seen_up_to
from db.reads.article import article as article_of
from db.reads.as_json import article_json, row_json
from db.reads.records import ArticleRecord
from db.reads.sources import source_states
from db.search.query import search
from seedwatch.app.names import resolver
from seedwatch.app.settings import Settings
from seedwatch.core.chinese.names import Lexicon
from seedwatch.core.errors import QueryError
from seedwatch.core.model.answer import ArticleQuery, Found
from seedwatch.core.model.text import WRITTEN
from seedwatch.core.search.names import Resolver
from seedwatch.locales import choose, speaking
from seedwatch.locales.faults import explained, place
from seedwatch.out.formats import FORMATS
from seedwatch.web.outgoing import Allowed
from seedwatch.web.pages import ArticlePage, render
from seedwatch.web.search_form import Asked, Form

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Facts:
    """What does not stand in the database. themes: names by id, then by written language.

    settings: None leaves the zone to this machine and filters to ids.
    """

    themes: Mapping[str, Mapping[str, str]]
    lexicon: Lexicon
    settings: Settings | None = None

    def answer(self, conn: Connection, form: Form) -> Found:
        """What the archive says to a form. Raises QueryError for its query, filters, dates and cursor."""
        query = self.query(conn, form)
        return search(conn, query, self.now(), self.lexicon, self.names(conn))

    def query(self, conn: Connection, form: Form) -> ArticleQuery:
        """What a form asks, and where the view of it was seen up to. Raises QueryError for its dates."""
        mark = seen_up_to(conn, search_view(form.saved()))
        return form.query(self.now(), mark.article_id if mark else None)

    def now(self) -> datetime:
        """The time, in the reader's zone."""
        return self.settings.now() if self.settings else datetime.now().astimezone()

    def names(self, conn: Connection) -> Resolver | None:
        """Reads what filters name; None takes every value for an id."""
        settings = self.settings
        return resolver(conn, lambda: settings) if settings else None

    def theme_names(self, language: str) -> dict[str, str]:
        """The themes' names in a language of the pages."""
        return {theme: names[language] for theme, names in self.themes.items()}


@router.get("/", response_class=HTMLResponse)
def search_page(request: Request, form: Form) -> Response:
    """The search form and what it found."""
    language = choose(request.headers.get("accept-language", ""))
    facts: Facts = request.app.state.facts
    problem: QueryError | None = None
    found = Found((), 0)
    with request.app.state.database.read() as conn:
        sources = {state.id: state.name for state in source_states(conn) if state.articles}
        kept = saved_searches(conn)
        mark, newest = seen_up_to(conn, search_view(form.saved())), newest_article(conn)
        try:
            found = facts.answer(conn, form)
        except QueryError as error:
            problem = error
    with speaking(language):
        explanation = explained(problem) if problem else None
    return render(
        "search.html",
        400 if problem else 200,
        language,
        form=form,
        found=found,
        problem=explanation,
        place=place(form.q, problem.position) if problem else None,
        themes=facts.theme_names(language),
        sources=sources,
        languages=list(WRITTEN),
        counts={(facet.kind, facet.value): facet.count for facet in found.facets},
        more=form.link("/", cursor=found.next_cursor) if found.next_cursor else "",
        as_written=form.link("/", exact="1", cursor=""),
        mark=mark,
        newest=newest,
        only_new=form.link("/", new="" if form.new else "1", cursor=""),
        json_url=form.link("/api/articles"),
        feeds={each: _feed_of(form, each) for each in ("atom", "json")},
        exports={each: form.link(f"/export/{each}", cursor="") for each in FORMATS},
        saved=[(each.name, Asked.of(each).link("/")) for each in kept],
    )


def _feed_of(form: Asked, ending: str) -> str:
    """Where the feed of a search is: under the name of its theme or outlet where it is nothing else."""
    filled = {name: value for name, value in form.fields().items() if name not in ("cursor", "new", "sort")}
    for name in ("theme", "source"):
        if filled.keys() == {name}:
            return f"/feeds/{name}/{quote(filled[name], safe='')}.{ending}"
    return Asked(**filled).link(f"/feeds/search.{ending}")


@router.get("/article/{article_id}", response_class=HTMLResponse)
def article_page(request: Request, article_id: int) -> Response:
    """One article with its evidence marked."""
    language = choose(request.headers.get("accept-language", ""))
    facts: Facts = request.app.state.facts
    page = ArticlePage(_article(request, article_id), facts.theme_names(language))
    return render("article.html", 200, language, page=page, json_url=f"/api/articles/{article_id}")


@router.get("/api/articles")
def search_json(request: Request, form: Form, key: Allowed) -> Response:
    """`{rows, total, total_capped, next_cursor, expansions, facets}`; 400 with `{error, position}`."""
    try:
        with request.app.state.database.read() as conn:
            found: Found = request.app.state.facts.answer(conn, form)
    except QueryError as error:
        return _json({"error": str(error), "position": error.position}, 400)
    return _json(
        {
            "rows": [row_json(row) for row in found.rows],
            "total": found.total,
            "total_capped": found.total_capped,
            "next_cursor": found.next_cursor,
            "expansions": [asdict(each) for each in found.expansions],
            "facets": [asdict(each) for each in found.facets],
        }
    )


@router.get("/api/articles/{article_id}")
def article_as_json(request: Request, article_id: int, key: Allowed) -> Response:
    """Everything stored about one article; 404 when there is none."""
    return _json(article_json(_article(request, article_id)))


def _article(request: Request, article_id: int) -> ArticleRecord:
    with request.app.state.database.read() as conn:
        found = article_of(conn, article_id) if 0 < article_id < 2**63 else None
    if found is None:
        raise HTTPException(404, f"there is no article {article_id}")
    return found


def _json(content: Any, status: int = 200) -> Response:
    import orjson

    return Response(orjson.dumps(content), status, media_type=JSONResponse.media_type)
