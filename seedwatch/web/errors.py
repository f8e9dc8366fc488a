"""Errors as pages in the reader's language, with a way back; as JSON beside the JSON."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from seedwatch.core.errors import DatabaseError, QueryError, SeedwatchError
from seedwatch.locales import _, choose, speaking
from seedwatch.locales.faults import explained
from seedwatch.web.pages import render

log = logging.getLogger("seedwatch.web")


def handle(app: FastAPI) -> None:
    """Gives the application an answer for everything that can go wrong in a request."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unread)
    app.add_exception_handler(SeedwatchError, _known)
    app.add_exception_handler(Exception, _defect)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    with speaking(_language(request)):
        told = {
            404: (_("There is no such page."), _("It may have been removed, or the address is incomplete.")),
            405: (_("This page can only be read."), ""),
        }.get(error.status_code, (_("This request cannot be answered."), ""))
    return _answer(request, error.status_code, told, str(error.detail))


def _unread(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    in_path = any(part["loc"][:1] == ("path",) for part in error.errors())
    if in_path:
        return _http(request, HTTPException(404, "there is no such page"))
    with speaking(_language(request)):
        told = (
            _("This request cannot be answered."),
            _("One of its fields is too long or has a wrong form."),
        )
    return _answer(request, 400, told, "a field of the request cannot be read")


def _known(request: Request, error: Exception) -> Response:
    assert isinstance(error, SeedwatchError)
    if isinstance(error, DatabaseError):
        log.error("%s", error)
    with speaking(_language(request)):
        told = (error.what, error.hint)
        if isinstance(error, QueryError):
            told = explained(error)
        elif isinstance(error, DatabaseError):
            told = (_("The database does not answer at the moment."), _("Try again in a minute."))
    return _answer(request, 503 if isinstance(error, DatabaseError) else 400, told, str(error))


def _defect(request: Request, error: Exception) -> Response:
    with speaking(_language(request)):
        told = (
            _("This page could not be made: a defect of the program."),
            _("What happened stands in the window where seedwatch serve runs."),
        )
    return _answer(request, 500, told, "a defect of the program")


def _language(request: Request) -> str:
    return choose(request.headers.get("accept-language", ""))


def _answer(request: Request, status: int, told: tuple[str, str], english: str) -> Response:
    if request.url.path.startswith("/api/"):
        import orjson

        return Response(orjson.dumps({"error": english}), status, media_type="application/json")
    return render("error.html", status, _language(request), told=told, json_url="/api/articles")
