"""The guard: forbidden in every spelling, public neighbours let through."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedwatch.core.errors import InputError
from seedwatch.core.fetching.ip_guard import NO_PERMITS, Permits, classify_address, classify_url, unwrap

#: The IANA special-purpose registries, as of 2026-11-20: network, and whether it is globally reachable.
#: What may be reached and is refused all the same (relays of no use to a crawler) is marked None.
IANA = {
    "0.0.0.0/8": False, "10.0.0.0/8": False, "100.64.0.0/10": False, "127.0.0.0/8": False,
    "169.254.0.0/16": False, "172.16.0.0/12": False, "192.0.0.0/24": False, "192.0.0.9/32": None,
    "192.0.0.10/32": None, "192.0.2.0/24": False, "192.31.196.0/24": True, "192.52.193.0/24": True,
    "192.88.99.0/24": False, "192.168.0.0/16": False, "192.175.48.0/24": True, "198.18.0.0/15": False,
    "198.51.100.0/24": False, "203.0.113.0/24": False, "240.0.0.0/4": False, "255.255.255.255/32": False,
    "224.0.0.0/4": False, "::1/128": False, "::/128": False, "64:ff9b:1::/48": False, "100::/64": False,
    "100:0:0:1::/64": False, "2001::/23": False, "2001::/32": False, "2001:1::1/128": None,
    "2001:2::/48": False, "2001:3::/32": None, "2001:4:112::/48": None, "2001:10::/28": False,
    "2001:20::/28": None, "2001:30::/28": None, "2001:db8::/32": False, "2620:4f:8000::/48": True,
    "3fff::/20": False, "5f00::/16": False, "fc00::/7": False, "fe80::/10": False, "ff00::/8": False,
}  # fmt: skip


@pytest.mark.parametrize("text", IANA)
def test_the_registries(text: str) -> None:
    network = ip_network(text)
    for address in (network[0], network[-1], network[network.num_addresses // 2]):
        assert classify_address(address).allowed is bool(IANA[text])


PUBLIC = ["1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
          "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0",
          "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
          "2606:2800::1", "2400:cb00::1",
          "2002:808:808::1", "64:ff9b::8.8.8.8"]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public_neighbours(address: str) -> None:
    assert classify_address(address).allowed


FORBIDDEN = [
    "127.0.0.1",
    "0.0.0.0",
    "10.1.2.3",
    "169.254.169.254",
    "192.0.0.192",
    "100.100.100.200",
    "168.63.129.16",
]


def spellings(address: str) -> list[str]:
    """One IPv4 address as URLs write it."""
    number = int(IPv4Address(address))
    parts = [int(part) for part in address.split(".")]
    full_width = "".join(chr(ord(char) + 0xFEE0) for char in address)
    circled = "".join("⓪①②③④⑤⑥⑦⑧⑨"[int(char)] if char.isdigit() else char for char in address)
    high, low = number >> 16, number & 0xFFFF
    hosts = [
        address, f"{address}.", str(number), hex(number), f"0x{number:X}", f"0{number:o}",
        ".".join(hex(part) for part in parts), ".".join(f"0{part:o}" for part in parts),
        f"{parts[0]}.{number & 0xFFFFFF}", f"{parts[0]}.{parts[1]}.{low}",
        f"{hex(parts[0])}.{number & 0xFFFFFF}",
        full_width, circled, address.replace(".", "。"),
        "".join(f"%{ord(char):02X}" for char in address),
        address.replace(".", "\u00ad."), f"user@{address}", f"example.com:80@{address}", f"{address}:8080",
        f"{address}:22", f"[::ffff:{address}]", f"[::{address}]", f"[64:ff9b::{address}]",
        f"[2002:{high:x}:{low:x}::1]", f"[::ffff:{high:x}:{low:x}]",
    ]  # fmt: skip
    return [f"http://{host}/" for host in hosts]


@pytest.mark.parametrize("url", [url for address in FORBIDDEN for url in spellings(address)])
def test_every_spelling_is_refused(url: str) -> None:
    assert not classify_url(url).allowed


@pytest.mark.parametrize(
    "url", [*spellings("8.8.8.8")[:16], "http://[2606:2800::1]/", "http://10.example.com/"]
)
def test_the_same_spellings_of_a_public_address_are_not(url: str) -> None:
    assert classify_url(url).allowed


@pytest.mark.parametrize(
    "url",
    ["http:127.0.0.1/", "http:/127.0.0.1/", "\thttp://127.0.0.1/", "http://127.0.0.1#@example.com/",
     "http://[::1]:80/", "http://127.0.0.1\\@example.com/", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "http://LOCALHOST/",
     "http://a.localhost/", "http://localhost./", "http://metadata.google.internal/", "http://printer/",
     "http://nas.local/", "http://[fec0::1]/", "http://[fe80::1]/", "file:///etc/hostname", "gopher://8.8.8.8/",
     "javascript:alert(1)", "ws://example.com/", "jar:http://example.com!/", "http+unix://%2Fsock/", "", "http://",
     "//example.com", "not a url", "http://example.com:22/", "http://8.8.8.8:6379/"],
)  # fmt: skip
def test_other_ways_in(url: str) -> None:
    assert not classify_url(url).allowed


@pytest.mark.parametrize(
    ("permit", "url", "allowed"),
    [
        ("127.0.0.0/8", "http://127.0.0.1:9999/", True),
        ("127.0.0.0/8", "http://127.0.0.1:22/", True),
        ("127.0.0.0/8", "http://localhost:8000/", True),
        ("127.0.0.0/8", "http://[::ffff:127.0.0.1]/", True),
        ("127.0.0.0/8", "http://[::1]/", False),
        ("127.0.0.0/8", "http://10.0.0.1/", False),
        ("10.0.0.0/8:8080", "http://10.0.0.1:8080/", True),
        ("10.0.0.0/8:8080", "http://10.0.0.1/", False),
        ("10.1.2.3", "http://10.1.2.3/", True),
        ("10.1.2.3", "http://10.1.2.4/", False),
        ("[fd00::/8]:8080", "http://[fd00::1]:8080/", True),
        ("[fd00::/8]:8080", "http://[fd00::1]/", False),
        ("fd00::/8", "http://[fd00::1]/", True),
        ("127.0.0.0/8", "http://intranet/", True),
        ("127.0.0.0/8", "ftp://127.0.0.1/", False),
    ],
)
def test_permits(permit: str, url: str, allowed: bool) -> None:
    assert classify_url(url, Permits.parse((permit,))).allowed is allowed


@pytest.mark.parametrize(
    "text", ["", "example.com", "10.0.0.0/33", "10.0.0.1:0", "10.0.0.1:99999", "[::1", "::1:x", "1.2.3"]
)
def test_permits_that_cannot_be_read(text: str) -> None:
    with pytest.raises(InputError, match="not a network"):
        Permits.parse((text,))


def test_a_port_is_not_needed_where_it_is_not_known() -> None:
    permits = Permits.parse(("10.0.0.0/8:8080",))
    assert classify_address("10.0.0.1", permits).allowed
    assert not classify_address("10.0.0.1", NO_PERMITS).allowed


@given(st.ip_addresses(v=4))
def test_hiding_an_address_changes_nothing(address: IPv4Address) -> None:
    number = int(address)
    hidden = [
        IPv6Address((0xFFFF << 32) | number),
        IPv6Address((0x64FF9B << 96) | number),
        IPv6Address((0x2002 << 112) | number << 80),
    ]
    for one in hidden:
        assert unwrap(one) == address
        assert classify_address(one).allowed is classify_address(address).allowed


@given(st.ip_addresses())
def test_nothing_that_is_not_global_is_allowed(address: IPv4Address | IPv6Address) -> None:
    if classify_address(address).allowed:
        inner = unwrap(address)
        assert inner.is_global
        assert not inner.is_multicast


@given(st.text(max_size=60))
def test_never_raises(text: str) -> None:
    classify_url(text)
    classify_url(f"http://{text}/")
    classify_address(text)
    with pytest.raises(InputError):
        Permits.parse((f"x{text}",))


def test_zones_of_link_local_addresses() -> None:
    assert not classify_address("fe80::1%eth0").allowed
    assert not classify_address(str(ip_address("fe80::1"))).allowed
