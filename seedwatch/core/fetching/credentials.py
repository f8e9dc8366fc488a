"""User and password of a feed's address: taken off it, and sent to its own origin only (RFC 7617)."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Credentials:
    """origin: the only one that they are sent to. header: value of Authorization; never shown."""

    origin: tuple[str, str, int]
    header: str = field(repr=False)

    def headers_for(self, url: str) -> dict[str, str]:
        """What a request of `url` bears: nothing for another scheme, host or port."""
        return {"Authorization": self.header} if _origin(url) == self.origin else {}


def split_credentials(url: str) -> tuple[str, Credentials | None]:
    """The address without user and password, and these; None when it has none.

    url: http or https. Escapes in user and password are decoded; both may be empty, as may the password alone.
    """
    parts = urlsplit(url)
    userinfo, at, host = parts.netloc.rpartition("@")
    if not at:
        return url, None
    bare = parts._replace(netloc=host).geturl()
    user, _, password = userinfo.partition(":")
    pair = f"{unquote(user)}:{unquote(password)}".encode()
    return bare, Credentials(_origin(bare), f"Basic {b64encode(pair).decode('ascii')}")


def with_credentials_of(declared: str, url: str) -> str | None:
    """`url` with user and password of the declared address; None when they may not be sent there.

    What was declared without any gives `url` as it is.
    """
    _, credentials = split_credentials(declared)
    if credentials is None:
        return url
    if not credentials.headers_for(url):
        return None
    userinfo = urlsplit(declared).netloc.rpartition("@")[0]
    parts = urlsplit(split_credentials(url)[0])
    return parts._replace(netloc=f"{userinfo}@{parts.netloc}").geturl()


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return parts.scheme.lower(), parts.hostname or "", parts.port or _PORTS.get(parts.scheme.lower(), 0)
