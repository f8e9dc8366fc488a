"""The order of the passes over one page."""

from __future__ import annotations

from datetime import datetime, timezone

from core.extract.page import PageInput
from core.model import DateOrigin, Extraction, Language, Moment, OffsetKnown, Outcome, Precision

VERSION = 1


def extract(page: PageInput) -> Extraction:
    """Read one page. The outcome is STORED for an article, else the reason why it is none."""
    import trafilatura

    if not page.body.strip():
        return Extraction(Outcome.NOT_ARTICLE, "the body is empty")
    text = page.body.decode("utf-8", "replace").replace("\x00", "")
    found = trafilatura.bare_extraction(text, fast=True, with_metadata=True, url=page.url)
    if found is None or not found.text:
        return Extraction(Outcome.NOT_ARTICLE, "no text found")
    return Extraction(
        Outcome.STORED,
        title=found.title or "",
        text=found.text,
        authors=tuple((found.author or "").split("; ")) if found.author else (),
        published=_moment(found.date),
        language=Language.OTHER,
        image=found.image,
        encoding="utf-8",
        method="trafilatura",
    )


def _moment(raw: str | None) -> Moment | None:
    if not raw:
        return None
    at = datetime.fromisoformat(raw).replace(tzinfo=timezone.utc)
    return Moment(at, Precision.DAY, OffsetKnown.UNKNOWN, DateOrigin.META, raw)
