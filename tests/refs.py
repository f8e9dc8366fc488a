"""Pages as they are referred to, for tests."""

from __future__ import annotations

from seedwatch.core.fetching.urls import url_key
from seedwatch.core.model.page import PageRef


def ref_of(url: str, source_id: str, zone: str = "", *, via: str = "") -> PageRef:
    return PageRef(url, url_key(url), source_id, zone=zone, via=via)
