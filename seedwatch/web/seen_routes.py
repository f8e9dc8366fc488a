"""看到這裡: the reader says how far a view was seen, or takes it back."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from db.readers.seen_marks import mark_seen, newest_article, search_view, take_back
from seedwatch.web.posts import Posted
from seedwatch.web.search_form import asked_in

router = APIRouter()


@router.post("/seen")
def seen(request: Request, fields: Posted) -> Response:
    """The view of the form was seen up to the article that was stored last when the page was made."""
    form = asked_in(fields)
    upto = fields.get("upto", "")
    if not upto.isascii() or not upto.isdigit() or len(upto) > 18:
        raise HTTPException(400, "upto: the number of an article")
    with request.app.state.database.write() as conn:
        last = min(int(upto), newest_article(conn))  # what is not stored yet cannot have been seen
        mark_seen(conn, search_view(form.saved()), last, datetime.now(UTC))
    return RedirectResponse(form.link("/", cursor=""), 303)


@router.post("/seen/back")
def back(request: Request, fields: Posted) -> Response:
    """The newest mark of the view is taken back."""
    form = asked_in(fields)
    with request.app.state.database.write() as conn:
        take_back(conn, search_view(form.saved()), datetime.now(UTC))
    return RedirectResponse(form.link("/", cursor=""), 303)
