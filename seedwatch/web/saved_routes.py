"""Searches kept by name, from the search page."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from seedwatch.app.saved import Trial, add
from seedwatch.core.errors import InputError
from seedwatch.web.posts import Posted
from seedwatch.web.search_form import asked_in

router = APIRouter()


@router.post("/saved")
def save(request: Request, fields: Posted) -> Response:
    """Keep the search of the form under the name given with it."""
    form = asked_in(fields)
    saved = form.saved(fields.get("name", "").strip())
    try:
        with request.app.state.database.write() as conn:
            facts = request.app.state.facts
            add(Trial(conn, facts.now(), facts.lexicon, facts.names(conn)), saved)
    except InputError as error:
        raise HTTPException(400, str(error)) from None
    return RedirectResponse(form.link("/", cursor=""), 303)
