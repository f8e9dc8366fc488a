"""What a page may change: only by a form of ours, sent from one of our own pages."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, HTTPException, Request

#: Fields of a form, in bytes; ours are a few words.
_MOST_BYTES = 100_000


async def posted(request: Request) -> dict[str, str]:
    """The fields of a form. Another site's page may send one too, and the browser says so: 403."""
    if not _is_from_here(request):
        raise HTTPException(403, "this form was not sent by a page of this program")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise HTTPException(413, f"a form has at most {_MOST_BYTES} bytes")
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _is_from_here(request: Request) -> bool:
    """By the origin that browsers send with every form, and by the newer header where that hides it."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin", "")
    if site is not None and site != "same-origin":
        return False
    if origin in ("", "null"):
        return site == "same-origin"
    return urlsplit(origin).netloc == request.headers.get("host", "")


Posted = Annotated[dict[str, str], Depends(posted)]
