"""Failures with their request and error."""

from __future__ import annotations

import pytest
from scrapy import Request
from twisted.python.failure import Failure

from crawler.outcomes.failures import error_of, failed_request


def test_request_and_error_of_a_failure() -> None:
    error, request = TimeoutError("late"), Request("https://example.com/")
    failure = Failure(error)
    failure.request = request  # type: ignore[attr-defined]  # as Scrapy does
    assert failed_request(failure) is request
    assert error_of(failure) is error


def test_a_failure_of_no_request_says_so() -> None:
    with pytest.raises(TypeError, match="without its request"):
        failed_request(Failure(TimeoutError()))
