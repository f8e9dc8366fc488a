"""Scrapy's failures with their request and error, as types: it adds the request to Twisted's class itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request

if TYPE_CHECKING:
    from scrapy.http import Response
    from twisted.python.failure import Failure


def failed_request(failure: Failure) -> Request:
    """The request of a failure that an errback was called with. Raises TypeError for any other failure."""
    request = getattr(failure, "request", None)
    if not isinstance(request, Request):
        message = f"a failure without its request: {failure!r}"
        raise TypeError(message)
    return request


def asked_request(response: Response) -> Request:
    """The request of a response that a callback was called with. Raises TypeError for any other response."""
    if response.request is None:
        message = f"a response without its request: {response!r}"
        raise TypeError(message)
    return response.request


def error_of(failure: Failure) -> BaseException:
    """What went wrong. Raises TypeError for a failure that was cleared of its error."""
    if failure.value is None:
        message = f"a failure without an error: {failure!r}"
        raise TypeError(message)
    return failure.value
