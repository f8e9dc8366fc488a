"""Who owns a host: the public suffix list and the blog hosts on top, and what a page may claim by it."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from seedwatch.core.extract.page import PageInput
from seedwatch.core.extract.read import extract
from seedwatch.core.fetching.public_suffix import HOSTING, registrable_domain, same_owner

#: Suffixes of every sort: countries' second levels, private hosts of the list, the blog hosts on top.
SUFFIXES = (
    "com", "tw", "com.tw", "idv.tw", "gov.cn", "co.uk", "gouv.fr", "govt.nz", "go.jp", "netlify.app",
    "pages.dev", "vercel.app", "github.io", "blogspot.com", *(each for each in HOSTING if "*" not in each),
)  # fmt: skip


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.bbc.co.uk", "bbc.co.uk"),
        ("news.pts.org.tw", "pts.org.tw"),
        ("News.BBC.co.uk.", "bbc.co.uk"),
        ("diplomatie.gouv.fr", "diplomatie.gouv.fr"),
        ("www.health.govt.nz", "health.govt.nz"),
        ("x.y.victim.pages.dev", "victim.pages.dev"),
        ("writer.ghost.io", "writer.ghost.io"),
        ("writer.blog12.fc2.com", "writer.blog12.fc2.com"),
        ("medium.com", "medium.com"),
        ("www.medium.com", "medium.com"),
        ("a.city.kawasaki.jp", "city.kawasaki.jp"),
        ("x.www.ck", "www.ck"),
        ("paper.news.example", "news.example"),
        ("com.tw", "com.tw"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]", "[::1]"),
        ("a.公司.cn", "a.xn--55qx5d.cn"),
        ("b.a.xn--55qx5d.cn", "a.xn--55qx5d.cn"),
        ("a..b", "a..b"),
        ("", ""),
    ],
)
def test_the_name_that_an_owner_registered(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


def test_addresses_of_numbers_have_no_common_owner() -> None:
    assert not same_owner("127.0.0.1", "127.0.0.2")
    assert not same_owner("[2001:db8::1]", "[2001:db8::2]")


def test_no_blog_host_is_in_the_list_already() -> None:
    from tldextract import TLDExtract

    listed = TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)
    assert [each for each in HOSTING if listed.extract_str(f"name.{each}").suffix == each] == []
    assert sorted(set(HOSTING)) == sorted(HOSTING)


labels = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,4})?", fullmatch=True)
owners = st.builds(lambda label, suffix: f"{label}.{suffix}", labels, st.sampled_from(SUFFIXES))
# A label before a suffix may make another suffix ("www" of a blog host is the host's own).
owners = owners.filter(lambda owner: registrable_domain(owner) == owner)
# With figures at the end: a plain word before an owner may be a suffix of the list's own.
hosts_labels = st.from_regex(r"[a-z]{3,6}[0-9]{3}", fullmatch=True)
under = st.builds(
    lambda before, owner: ".".join([*before, owner]),
    st.lists(hosts_labels, max_size=2),
    st.shared(owners, key="own"),
)


@given(under, under)
def test_hosts_of_one_owner_are_his(host: str, other: str) -> None:
    assert same_owner(host, other)
    assert host.endswith(registrable_domain(host))


@given(under)
def test_a_domain_is_its_own_domain(host: str) -> None:
    assert registrable_domain(registrable_domain(host)) == registrable_domain(host)


@given(owners, owners, st.lists(labels, max_size=2), st.sampled_from(["canonical", "og:url"]))
def test_a_page_claims_addresses_of_its_own_domain_only(
    mine: str, theirs: str, before: list[str], how: str
) -> None:
    assume(mine != theirs)
    own, foreign = (f"https://{'.'.join([*before, each])}/2026/11/28/story-1" for each in (mine, theirs))
    assert claimed(own, f"https://{mine}/story-2", how) == f"https://{mine}/story-2"
    assert claimed(own, foreign, how) is None


def claimed(page: str, address: str, how: str) -> str | None:
    """What a page at `page` that names `address` as its own is taken to be."""
    tag = (
        f'<link rel="canonical" href="{address}">'
        if how == "canonical"
        else f'<meta property="og:url" content="{address}">'
    )
    text = "The harbour office said on Friday that the last ferry leaves an hour earlier this winter. " * 8
    head = f"<head><title>Ferry leaves early</title>{tag}</head>"
    body = (
        f"<html lang=en>{head}<body><article><h1>Ferry leaves early</h1><p>{text}</p></article></body></html>"
    )
    found = extract(
        PageInput(body.encode(), page, "text/html; charset=utf-8", datetime(2026, 11, 28, tzinfo=UTC))
    )
    assert found.text
    return found.canonical_url


def test_nothing_is_fetched_or_cached(tmp_path: Path) -> None:
    """The home folder stays empty and no socket is opened."""
    code = (
        "import sys\n"
        "def refuse(event, given):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo'): raise AssertionError(event)\n"
        "sys.addaudithook(refuse)\n"
        "from seedwatch.core.fetching.public_suffix import registrable_domain\n"
        "print(registrable_domain('a.b.gouv.fr'))"
    )
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=home, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "b.gouv.fr", done.stderr
    assert list(tmp_path.iterdir()) == []


def test_equal_hosts_load_no_list() -> None:
    code = (
        "import sys\n"
        "from seedwatch.core.fetching.urls import same_site\n"
        "assert same_site('https://a.example/1', 'https://a.example/2')\n"
        "assert 'tldextract' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
