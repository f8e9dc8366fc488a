"""The sample web, served once for the tests that only read it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from seedwatch.demo.server import DemoWeb, serve_demo


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: dict[str, str]  # lower-case names
    body: bytes


def fetch(url: str, headers: dict[str, str] | None = None, method: str = "GET") -> Reply:
    """One request, no redirect followed."""
    parts = urlsplit(url)
    assert parts.hostname
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    with closing(HTTPConnection(parts.hostname, parts.port, timeout=10)) as connection:
        connection.request(method, target, headers=headers or {})
        answer = connection.getresponse()
        return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())


@pytest.fixture(scope="session")
def web() -> Iterator[DemoWeb]:
    """The sample web in its last round."""
    with serve_demo(2) as running:
        yield running
