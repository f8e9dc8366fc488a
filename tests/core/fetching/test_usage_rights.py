"""Machine-readable reservations: read wherever they are stated, and only where they are meant for us."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.fetching.usage_rights import read_rights_signals, tdm_for
from seedwatch.core.model.rights import RightsSignals


@pytest.mark.parametrize(
    ("headers", "head", "wanted"),
    [
        ([], "", RightsSignals()),
        ([("X-Robots-Tag", "noarchive, nosnippet")], "", RightsSignals(noarchive=True, nosnippet=True)),
        ([("x-robots-tag", "none")], "", RightsSignals(noindex=True, noarchive=True)),
        ([("X-Robots-Tag", "otherbot: noarchive")], "", RightsSignals()),
        ([("X-Robots-Tag", "Seedwatch: noarchive")], "", RightsSignals(noarchive=True)),
        ([("X-Robots-Tag", "unavailable_after: 1 Jan 2030"), ("X-Robots-Tag", "noindex")], "",
         RightsSignals(noindex=True)),
        ([], '<meta name="ROBOTS" content="index, NOARCHIVE">', RightsSignals(noarchive=True)),
        ([], "<meta content='noarchive' name='seedwatch'>", RightsSignals(noarchive=True)),
        ([], '<meta name="otherbot" content="noarchive">', RightsSignals()),
        ([("tdm-reservation", "1"), ("TDM-Policy", "https://x.example/p")], "",
         RightsSignals(tdm_reserved=True, tdm_policy="https://x.example/p")),
        ([], '<meta name="tdm-reservation" content="0">', RightsSignals(tdm_reserved=False)),
        ([("Content-Signal", "search=yes, ai-train=no")], "",
         RightsSignals(content_signals=(("search", "yes"), ("ai-train", "no")))),
        ([("Link", '<https://x.example/l.xml>; rel="license"; type="application/rsl+xml"')], "",
         RightsSignals(licences=("https://x.example/l.xml",))),
        ([], '<link rel="license" type="application/rsl+xml" href="https://x.example/m.xml">',
         RightsSignals(licences=("https://x.example/m.xml",))),
        ([], '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">', RightsSignals()),
    ],
)  # fmt: skip
def test_signals(headers: list[tuple[str, str]], head: str, wanted: RightsSignals) -> None:
    assert read_rights_signals(headers, head) == wanted


def test_the_host_speaks_too() -> None:
    found = read_rights_signals([], "", robots=("ai-train=no", "https://x.example/l.xml"))
    assert found.content_signals == (("ai-train", "no"),)
    assert found.licences == ("https://x.example/l.xml",)


def test_uses() -> None:
    assert RightsSignals().may("ai-train")
    assert not RightsSignals(tdm_reserved=True).may("ai-input")
    assert RightsSignals(tdm_reserved=True).may("search")
    assert not RightsSignals(content_signals=(("search", "no"),)).may("search")
    assert RightsSignals(tdm_reserved=True, content_signals=(("ai-input", "yes"),)).may("ai-input")


@pytest.mark.parametrize(
    ("path", "wanted"),
    [("/news/1", (True, "https://x.example/p")), ("/open/1", (False, None)), ("/else", (None, None))],
)
def test_tdm_file(path: str, wanted: tuple[bool | None, str | None]) -> None:
    body = (
        b'[{"location": "/news/*", "tdm-reservation": 1, "tdm-policy": "https://x.example/p"},'
        b' {"location": "/open/", "tdm-reservation": 0}, 7]'
    )
    assert tdm_for(body, path) == wanted


@given(st.binary(max_size=200), st.text(max_size=200))
def test_never_raises(body: bytes, text: str) -> None:
    tdm_for(body, text)
    read_rights_signals(
        [("x-robots-tag", text), ("link", text), ("content-signal", text)], f"<meta name={text}>{text}"
    )
