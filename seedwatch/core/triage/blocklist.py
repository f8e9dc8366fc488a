"""What was removed on request and is not to be fetched or kept any more."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Blocklist:
    """Tombstones: keys of addresses, ids of sources, names of their hosts (as `host_name`)."""

    keys: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.keys or self.sources)

    def contains(self, url: str, key: str, source_id: str) -> bool:
        """Whether a page may not be had: by its address, its source, or its host. key: empty for a feed."""
        return key in self.keys or source_id in self.sources or host_name(url) in self.hosts


NOTHING_BLOCKED = Blocklist()


def host_name(url: str) -> str:
    """The host of a URL, with or without "www." in front the same; empty without a host."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
