"""What is known of readers elsewhere, and who of them may read: pages are for this machine, feeds may travel."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request
from sqlalchemy import Connection

from db.readers.access_keys import opens
from db.readers.identity import archive_uuid
from seedwatch.locales import FALLBACK
from seedwatch.out.style import OutStyle

#: A page elsewhere whose name is made to point at 127.0.0.1 must not read the archive through the browser.
HOSTS = ("127.0.0.1", "localhost", "[::1]")
#: What a reverse proxy adds: whoever asks is elsewhere, whatever host it names.
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Settings of what leaves: site is the pages' address as readers elsewhere reach them, empty: they do not."""

    site: str = ""
    zone: tzinfo = field(default=UTC)
    language: str = FALLBACK
    full_text: bool = False

    @property
    def hosts(self) -> list[str]:
        """The names under which the pages may be asked for."""
        named = urlsplit(self.site).hostname
        return [*HOSTS, named] if named else [*HOSTS]

    def style(self, request: Request, conn: Connection) -> OutStyle:
        return OutStyle(
            archive=archive_uuid(conn),
            zone=self.zone,
            site=self.site,
            full_text=self.full_text,
            themes=request.app.state.facts.theme_names(self.language),
        )


def allowed(request: Request, key: str = "") -> str:
    """The key of whoever may read; empty for this machine, which needs none. 403 for all others."""
    with request.app.state.database.read() as conn:
        if key:
            if not opens(conn, key):
                raise HTTPException(403, "this key opens nothing: it is wrong, or was revoked")
            return key
    if not _is_here(request):
        raise HTTPException(403, "from elsewhere a key is needed: ?key=...")
    return ""


def _is_here(request: Request) -> bool:
    host = request.headers.get("host", "")
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return name in HOSTS and not any(header in request.headers for header in _FORWARDED)


Allowed = Annotated[str, Depends(allowed)]
