"""Results as files, from the search page."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import mkstemp

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from seedwatch.app.exports import export as write_export
from seedwatch.core.errors import InputError
from seedwatch.locales import choose, speaking
from seedwatch.out.formats import format_named
from seedwatch.web.outgoing import Outgoing
from seedwatch.web.search_form import Form

router = APIRouter()


@router.get("/export/{name}")
def export(request: Request, name: str, form: Form) -> Response:
    """Every hit of the search in a format; by way of a file, so that what goes wrong is said and not sent."""
    language = choose(request.headers.get("accept-language", ""))
    outgoing: Outgoing = request.app.state.outgoing
    number, path = mkstemp(prefix="seedwatch-export-")
    try:
        with os.fdopen(number, "wb") as out, request.app.state.database.read() as conn, speaking(language):
            style, facts = outgoing.style(request, conn), request.app.state.facts
            chosen = format_named(name)
            query, names = facts.query(conn, form), facts.names(conn)
            write_export(conn, query, chosen, out, style, facts.now(), facts.lexicon, resolver=names)
    except InputError as error:
        Path(path).unlink()
        raise HTTPException(400, str(error)) from None
    except BaseException:
        Path(path).unlink()
        raise
    return FileResponse(
        path,
        media_type=chosen.media_type,
        filename=f"seedwatch.{chosen.suffix}",
        background=BackgroundTask(Path(path).unlink),
    )
