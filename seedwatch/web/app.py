"""The pages and the JSON beside them, as one FastAPI application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from db.engine.database import Database
from seedwatch.web import errors, export_routes, feed_routes, routes, saved_routes, seen_routes
from seedwatch.web.head import AnswersHead
from seedwatch.web.outgoing import Outgoing
from seedwatch.web.routes import Facts

#: Nothing is loaded from elsewhere, nothing runs inline, nobody frames the pages.
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def create_app(database: Database, facts: Facts, outgoing: Outgoing | None = None) -> FastAPI:
    """The application over an open database. `facts`: what pages say of themes and how names are expanded."""
    outgoing = outgoing or Outgoing()
    app = FastAPI(title="Seedwatch", docs_url=None, redoc_url=None)
    app.state.database = database
    app.state.facts = facts
    app.state.outgoing = outgoing
    for part in (routes, seen_routes, saved_routes, export_routes, feed_routes):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=Path(str(files("seedwatch.web") / "static"))), name="static")
    errors.handle(app)
    app.add_middleware(AnswersHead)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=outgoing.hosts)

    @app.middleware("http")
    async def secure(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await answer(request)
        for name, value in SECURITY.items():
            response.headers.setdefault(name, value)
        return response

    return app
