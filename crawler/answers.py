"""Facts of an answer, as plain values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scrapy.http import Response

from core.model.page import Outcome
from crawler.judge import Refused


def header_pairs(response: Response) -> tuple[tuple[str, str], ...]:
    """Lower-case names; repeated headers are kept, in order."""
    return tuple(
        (name.decode("latin-1").lower(), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )


def was_asked(error: BaseException, outcome: Outcome, meta: Mapping[str, Any]) -> bool:
    """Whether a host was asked before the page ended: a policy may stop it first, or at a later hop."""
    stopped = (isinstance(error, Refused) and not error.asked) or outcome in (
        Outcome.ROBOTS,
        Outcome.FORBIDDEN,
    )
    return not stopped or bool(meta.get("redirect_times") or meta.get("retry_times"))


def header_map(response: Response) -> dict[str, str]:
    """Lower-case names; the last of several values."""
    return dict(header_pairs(response))
