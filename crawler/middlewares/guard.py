"""Refuse addresses by spelling, scheme and port before anything is asked; tell what the resolver refused."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.exceptions import CannotResolveHostError

from core.addresses import Permits, judge_url
from core.model.page import Outcome
from crawler.judge import Refused
from crawler.resolver import refusal

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class AddressGuard:
    """First of the middlewares, so that a redirect and a robots.txt pass it like any other request."""

    def __init__(self, permits: Permits) -> None:
        self.permits = permits

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AddressGuard:
        return cls(Permits.parse(crawler.settings["SEEDWATCH_PLAN"].permits))

    def process_request(self, request: Request) -> None:
        verdict = judge_url(request.url, self.permits)
        if not verdict.allowed:
            raise Refused(Outcome.FORBIDDEN, verdict.reason)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """A host without addresses that may be connected to looks to Scrapy like one that does not exist."""
        if isinstance(exception, CannotResolveHostError):
            reason = refusal(urlsplit(request.url).hostname or "")
            if reason is not None:
                raise Refused(Outcome.FORBIDDEN, reason) from exception
