"""The address under which readers elsewhere reach the pages."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def site_address(url: str) -> str:
    """The address without a slash at its end; empty stays empty. Raises ValueError for one that nobody reaches."""
    if not url:
        return ""
    parts = urlsplit(url.strip())
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError("an address such as https://news.example.org, or empty")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("only scheme, host, port and path: no user, no query")
    if host == "localhost" or host.endswith(".localhost") or _is_loopback(host):
        raise ValueError(f"{host} is this machine for whoever reads it; leave it empty instead")
    return url.strip().rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
