"""What is a secret in a text, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.errors import InputError
from seedwatch.core.redaction import MASK, redact, redact_values


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://me:pw@a.example/f", "https://***@a.example/f"),
        ("https://sometoken@a.example/f", "https://***@a.example/f"),
        ("https://:pw@a.example/", "https://***@a.example/"),
        ("https://me:p@ss@a.example/f", "https://***@a.example/f"),
        ("HTTP://me:pw@[::1]:81/f.", "HTTP://***@[::1]:81/f."),
        ("postgresql://me:pw@host/news", "postgresql://me:***@host/news"),
        ("postgresql+psycopg://me:pw@host/n?password=pw", "postgresql+psycopg://me:***@host/n?password=***"),
        ("postgresql://me@host/news", "postgresql://me@host/news"),
        ("socks5://u:pw@proxy:1080", "socks5://u:***@proxy:1080"),
        ("ValueError: invalid hostname: user:pw@host", "ValueError: invalid hostname: ***@host"),
        ("https://a.example/f?token=abc", "https://a.example/f?token=***"),
        ("https://a.example/f?a=1&api_key=abc&b=2#x", "https://a.example/f?a=1&api_key=***&b=2#x"),
        ("https://a.example/f?X-Amz-Signature=ab12", "https://a.example/f?X-Amz-Signature=***"),
        ("https://a.example/f?my_access_token=ab12", "https://a.example/f?my_access_token=***"),
        ("https://a.example/f?Session=s3cret, and on", "https://a.example/f?Session=***, and on"),
        ("https://a.example/f#access_token=ab12", "https://a.example/f#access_token=***"),
        ("https://a.example/f?user[password]=x", "https://a.example/f?user[password]=***"),
        ("https://a.example/f?key=s3cret", "https://a.example/f?key=***"),
        ("(https://a.example/f?sig=s3cret): gone", "(https://a.example/f?sig=***): gone"),
        (
            "https://a.example/?u=https%3A%2F%2Fme%3Apw%40b.example%2F%3Ftoken%3Dabc%26a%3D1",
            "https://a.example/?u=https%3A%2F%2F***%40b.example%2F%3Ftoken%3D***%26a%3D1",
        ),
        ("Authorization: Basic bWU6cHc=", "Authorization: ***"),
        ("{'Proxy-Authorization': 'Bearer abc.def'}", "{'Proxy-Authorization': '***'}"),
        ("host=db password=geheim dbname=x", "host=db password=*** dbname=x"),
        ("password='ge heim' dbname=x", "password=*** dbname=x"),
        # No secrets.
        ("https://a.example/article?key=123456", "https://a.example/article?key=123456"),
        ("https://a.example/?sid=42&keyword=token", "https://a.example/?sid=42&keyword=token"),
        ("https://a.example/@writer/story?monkey=1", "https://a.example/@writer/story?monkey=1"),
        ("https://a.example/a?author=x&authors=y", "https://a.example/a?author=x&authors=y"),
        ("mailto:me@a.example", "mailto:me@a.example"),
        ("write to me@a.example", "write to me@a.example"),
        ("https://a.example/f?token=", "https://a.example/f?token="),
        ("HTTP 401", "HTTP 401"),
        ("", ""),
    ],
)
def test_what_is_taken_out(text: str, shown: str) -> None:
    assert redact(text) == shown


safe = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=8)
secrets = st.text("abcXYZ0123456789!$*+~_-%:", min_size=6, max_size=20).map(lambda each: f"Q7{each}7Q")
names = st.sampled_from(
    ("token", "Key", "apikey", "api_key", "access-token", "auth", "password", "client_secret", "sig", "signature",
     "session", "x-goog-signature")
)  # fmt: skip


@given(safe, secrets, safe, names, st.sampled_from(["https", "http", "postgresql", "socks5"]))
def test_no_secret_survives(user: str, secret: str, host: str, name: str, scheme: str) -> None:
    url = f"{scheme}://{user}:{secret}@{host}.example/f?a=1&{name}={secret}&b=2"
    for text in (
        url,
        f"{url!r} failed",
        f"asked {url}, no answer",
        f"({url})",
        f"ValueError: {user}:{secret}@{host}",
    ):
        shown = redact(text)
        assert secret not in shown
        assert MASK in shown
        assert host in shown


@given(st.text())
def test_twice_is_once_and_nothing_raises(text: str) -> None:
    assert redact(redact(text)) == redact(text)


@given(st.text("abc /?&#=:@.%'\"<>tokenkeyhttps", max_size=60))
def test_twice_is_once_for_what_looks_like_addresses(text: str) -> None:
    assert redact(redact(text)) == redact(text)


def test_values_inside_values() -> None:
    found = redact_values({"feeds": ("https://me:pw@a.example/f",), "since": None, "n": 1})
    assert found == {"feeds": ["https://***@a.example/f"], "since": None, "n": 1}


def test_no_message_for_people_names_a_secret() -> None:
    assert str(InputError("'https://me:pw@a/' cannot be read", "say token=abc")) == (
        "'https://***@a/' cannot be read\nsay token=***"
    )
