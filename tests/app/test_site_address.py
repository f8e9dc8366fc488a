"""The address of the pages leads somewhere from elsewhere, or is none."""

from __future__ import annotations

import pytest

from seedwatch.app.settings import Settings, load
from seedwatch.app.site_address import site_address
from seedwatch.core.errors import InputError


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("", ""),
        ("https://news.example.org/", "https://news.example.org"),
        ("http://10.0.0.5:8765/sw", "http://10.0.0.5:8765/sw"),
    ],
)
def test_an_address_is_kept_without_its_slash(given: str, kept: str) -> None:
    assert site_address(given) == kept
    assert Settings(site_url=given).site_url == kept


@pytest.mark.parametrize(
    "given",
    [
        "http://127.0.0.1:8765",
        "http://localhost/",
        "http://sw.localhost",
        "http://[::1]:8765/",
        "http://0.0.0.0/",
        "news.example.org",
        "file:///home/me",
        "https://me:secret@news.example.org",
        "https://news.example.org/?key=1",
    ],
)
def test_one_that_leads_nowhere_is_said(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        site_address(given)
    monkeypatch.setenv("SEEDWATCH_SITE_URL", given)
    with pytest.raises(InputError, match="site_url"):
        load()
