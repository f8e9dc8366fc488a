"""Feeds out: every search, saved search, theme and source, at addresses that stay."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request, Response
from sqlalchemy import Connection

from db.readers.saved_searches import find_saved, saved_searches
from db.reads.feeds import erased_lately, latest_rows
from db.reads.sources import source_states
from seedwatch.core.errors import InputError
from seedwatch.core.model.answer import ArticleQuery
from seedwatch.core.search.saved import query_of
from seedwatch.locales import _, speaking
from seedwatch.out.feed import Deleted, Feed, atom, json_feed, opml
from seedwatch.web.outgoing import Allowed, Outgoing
from seedwatch.web.search_form import Asked, Form

router = APIRouter()
_MAKERS = {
    "atom": (atom, "application/atom+xml; charset=utf-8"),
    "json": (json_feed, "application/feed+json; charset=utf-8"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a feed is about. path: its address without an ending; page: that of the page of the same."""

    query: ArticleQuery
    title: str
    path: str
    page: str


@router.api_route("/feeds/search.{ending}", methods=["GET", "HEAD"])
def search_feed(request: Request, ending: str, form: Form, key: Allowed) -> Response:
    """The feed of a search as the form asks it; 400 for a query that cannot be read."""
    asked = Asked(**{**form.fields(), "cursor": "", "new": "", "sort": ""})
    title = asked.q or _facts(request, asked) or "Seedwatch"
    try:
        query = asked.query(request.app.state.facts.now())
        subject = Subject(query, title, asked.link("/feeds/search"), asked.link("/"))
        return _answer(request, subject, ending)
    except InputError as error:
        raise HTTPException(400, str(error)) from None


@router.api_route("/feeds/all.opml", methods=["GET", "HEAD"])
def all_feeds(request: Request, key: Allowed) -> Response:
    """Every feed that has a name."""
    outgoing: Outgoing = request.app.state.outgoing
    with request.app.state.database.read() as conn, speaking(outgoing.language):
        style = outgoing.style(request, conn)
        feeds = [(_("Everything"), "/feeds/search")]
        feeds += [(each.name, f"/feeds/saved/{quote(each.name, safe='')}") for each in saved_searches(conn)]
        feeds += [(name, f"/feeds/theme/{quote(each)}") for each, name in sorted(style.themes.items())]
        told = (each for each in source_states(conn) if each.articles)
        feeds += [(each.name, f"/feeds/source/{quote(each.id)}") for each in told]
    return _conditional(request, opml(feeds, "Seedwatch", style, key), "text/x-opml; charset=utf-8")


@router.api_route("/feeds/{kind}/{name:path}", methods=["GET", "HEAD"])
def named_feed(request: Request, kind: str, name: str, key: Allowed) -> Response:
    """The feed of a theme, a source or a saved search; 404 where there is none."""
    name, _dot, ending = name.rpartition(".")
    with request.app.state.database.read() as conn:
        subject = _named(request, conn, kind, name)
    if subject is None:
        raise HTTPException(404, f"there is no {kind} {name!r}")
    return _answer(request, subject, ending)


def _named(request: Request, conn: Connection, kind: str, name: str) -> Subject | None:
    themes = request.app.state.facts.theme_names(request.app.state.outgoing.language)
    path = f"/feeds/{kind}/{quote(name, safe='')}"
    if kind == "theme" and name in themes:
        return Subject(ArticleQuery(themes=(name,)), themes[name], path, Asked(theme=name).link("/"))
    if kind == "source":
        known = {each.id: each.name for each in source_states(conn)}
        if name in known:
            return Subject(ArticleQuery(sources=(name,)), known[name], path, Asked(source=name).link("/"))
    if kind == "saved" and (saved := find_saved(conn, name)) is not None:
        now = request.app.state.facts.now()
        return Subject(query_of(saved, now), saved.name, path, Asked.of(saved).link("/"))
    return None


def _facts(request: Request, asked: Asked) -> str:
    themes = request.app.state.facts.theme_names(request.app.state.outgoing.language)
    named = (themes.get(asked.theme, asked.theme), asked.source, asked.lang)
    return " · ".join(part for part in named if part)


def _answer(request: Request, subject: Subject, ending: str) -> Response:
    if ending not in _MAKERS:
        raise HTTPException(404, f"feeds end in .{' or .'.join(_MAKERS)}")
    make, media_type = _MAKERS[ending]
    outgoing: Outgoing = request.app.state.outgoing
    facts = request.app.state.facts
    now = facts.now()
    with request.app.state.database.read() as conn:
        style = outgoing.style(request, conn)
        rows = latest_rows(
            conn, subject.query, now, facts.lexicon, facts.names(conn), texts=outgoing.full_text
        )
        gone = erased_lately(conn, now, subject.query.sources)
    deleted = [Deleted(*each) for each in gone]
    feed = Feed(subject.path, subject.title, subject.page, outgoing.language, rows, deleted)
    return _conditional(request, make(feed, style), media_type, feed.updated)


def _conditional(request: Request, body: bytes, media_type: str, updated: datetime | None = None) -> Response:
    """The body, or 304 where the reader has it: by its tag, else by the time."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if updated is not None:
        headers["Last-Modified"] = format_datetime(updated.replace(microsecond=0), usegmt=True)
    if _has_it(request, tag, updated):
        return Response(status_code=304, headers=headers)
    return Response(b"" if request.method == "HEAD" else body, media_type=media_type, headers=headers)


def _has_it(request: Request, tag: str, updated: datetime | None) -> bool:
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return "*" in tags or tag in (each.strip().removeprefix("W/") for each in tags.split(","))
    since = request.headers.get("if-modified-since")
    if since is None or updated is None:
        return False
    try:
        known = parsedate_to_datetime(since)
    except ValueError:
        return False
    return known.tzinfo is not None and updated.replace(microsecond=0) <= known
