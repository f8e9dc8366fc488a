"""From the bytes of a page to an `Extraction`: one parse, shared by every pass. Never raises on any bytes."""

from __future__ import annotations

from core.extract.page import PageInput
from core.extract.read import VERSION, extract
from core.extract.rules import SiteRules

__all__ = ["VERSION", "PageInput", "SiteRules", "extract"]
