"""User and password of an address: off the address, and to its origin only."""

from __future__ import annotations

import pytest

from seedwatch.core.fetching.conditional import permanent_target
from seedwatch.core.fetching.credentials import split_credentials, with_credentials_of

BASIC = {"Authorization": "Basic bWU6cHc="}


@pytest.mark.parametrize(
    ("url", "bare", "header"),
    [
        ("https://me:pw@a.example/f?x=1", "https://a.example/f?x=1", "Basic bWU6cHc="),
        ("https://me@a.example:8443/f", "https://a.example:8443/f", "Basic bWU6"),
        ("https://me:p%40%3A@a.example/f", "https://a.example/f", "Basic bWU6cEA6"),
        ("https://me:p@w@a.example/f", "https://a.example/f", "Basic bWU6cEB3"),
        ("https://:@[::1]/f", "https://[::1]/f", "Basic Og=="),
        ("https://a.example/@me:pw", "https://a.example/@me:pw", None),
    ],
)
def test_off_the_address(url: str, bare: str, header: str | None) -> None:
    found, credentials = split_credentials(url)
    assert found == bare
    assert (credentials.header if credentials else None) == header
    assert header is None or header not in repr(credentials)


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://a.example/other", True),
        ("https://a.example:443/other", True),
        ("https://A.example/other", True),
        ("http://a.example/other", False),
        ("https://a.example:444/other", False),
        ("https://www.a.example/other", False),
        ("https://a.example.evil.example/", False),
        ("https://a.example@evil.example/", False),
    ],
)
def test_to_its_origin_only(url: str, sent: bool) -> None:
    _, credentials = split_credentials("https://me:pw@a.example/f")
    assert credentials is not None
    assert credentials.headers_for(url) == (BASIC if sent else {})


@pytest.mark.parametrize(
    ("asked", "final", "target"),
    [
        ("https://me:pw@a.example/f", "https://a.example/g", "https://me:pw@a.example/g"),
        ("https://me:pw@a.example/f", "https://b.example/g", None),
        ("http://me:pw@a.example/f", "https://a.example/f", None),
        ("https://a.example/f", "https://b.example/g", "https://b.example/g"),
    ],
)
def test_a_feed_with_a_password_moves_within_its_origin(asked: str, final: str, target: str | None) -> None:
    assert with_credentials_of(asked, final) == target
    assert permanent_target(asked, final, (301,)) == target
