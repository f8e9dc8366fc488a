"""From the bytes of a page to an `Extraction`: one parse, shared by every pass. Never raises on any bytes."""

from __future__ import annotations

from seedwatch.core.extract.page import PageInput
from seedwatch.core.extract.read import VERSION, extract
from seedwatch.core.extract.rules import SiteRules

__all__ = ["VERSION", "PageInput", "SiteRules", "extract"]
