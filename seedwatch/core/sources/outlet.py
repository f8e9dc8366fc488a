"""Whose an article is that came by a search endpoint or an aggregator: its outlet's, by its address. Pure.

A declared source whose home is nearest to the address: the same host and the longest path first (the Chinese pages of a
broadcaster stand under a path), then a host above it, then the same registrable domain. An address of no declared
source belongs to its registrable domain, under the name that the page or the feed gives its publisher.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from seedwatch.core.fetching.public_suffix import registrable_domain
from seedwatch.core.model.page import PageRef

_MOST_NAME = 80


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes what lies at an address. zone: IANA name; empty where it is not known.

    home: address of its front page; empty for an outlet that nobody declares.
    """

    id: str
    zone: str = ""
    home: str = ""


@dataclass(frozen=True, slots=True)
class Outlets:
    """The declared ones, by registrable domain."""

    by_domain: Mapping[str, tuple[Outlet, ...]]

    @classmethod
    def of(cls, declared: Iterable[Outlet]) -> Outlets:
        found: dict[str, list[Outlet]] = defaultdict(list)
        for each in declared:
            if owner := _owner(each.home):
                found[owner].append(each)
        return cls({domain: tuple(same) for domain, same in found.items()})

    def at(self, url: str) -> Outlet | None:
        """The outlet of an address: a declared one, else its registrable domain; None for what has no host."""
        host, domain = _host(url), _owner(url)
        if not domain:
            return None
        path = urlsplit(url).path
        near = [each for each in self.by_domain.get(domain, ()) if _is_edition(each, host)]
        return max(near, key=lambda each: _nearness(each, host, path), default=Outlet(domain))


NO_OUTLETS = Outlets({})


def _host(url: str) -> str:
    """Without the "www." that outlets add or leave out; empty for what is no address."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return ""
    return (parts.hostname or "").removeprefix("www.")


def _owner(url: str) -> str:
    """Registrable domain of an address; of an address of numbers, with its port: nobody registered it."""
    host = _host(url)
    if not host:
        return ""
    domain = registrable_domain(host)
    port = urlsplit(url).port if host == domain and not host.rpartition(".")[2].isalpha() else None
    return domain if port is None else f"{domain}:{port}"


def _is_edition(outlet: Outlet, host: str) -> bool:
    """Whether a host is no other country's edition of an outlet that has one for each."""
    edition = _edition(_host(outlet.home))
    return not edition or edition == _edition(host)


def _nearness(outlet: Outlet, host: str, path: str) -> tuple[int, int, int]:
    """How near an outlet's home is to an address."""
    home = _host(outlet.home)
    step = 3 if host == home else 2 if host.endswith(f".{home}") else 1
    return step, len(home), _shared(urlsplit(outlet.home).path, path)


def _edition(host: str) -> str:
    """The country in front of a portal's name: "tw" of tw.news.portal.com; empty where none is."""
    first = host.partition(".")[0]
    return first if len(first) == 2 and first.isalpha() and registrable_domain(host) != host else ""


def _shared(home: str, path: str) -> int:
    """How many parts of a home's path begin an address."""
    parts, own = [[part for part in each.split("/") if part] for each in (path, home)]
    shared = 0
    for one, other in zip(own, parts, strict=False):
        if one != other:
            break
        shared += 1
    return shared


def owned(ref: PageRef, url: str, outlets: Outlets) -> PageRef:
    """The page under the outlet that `url` belongs to, and that outlet's zone; itself for one of an ordinary feed."""
    outlet = outlets.at(url) if ref.via else None
    return ref if outlet is None else replace(ref, source_id=outlet.id, zone=outlet.zone)


def owned_as_listed(ref: PageRef, feed_url: str, home: str | None, outlets: Outlets) -> PageRef:
    """As `owned`, before anything is fetched.

    A link to the endpoint's own host hides the address behind it: then the publisher's home tells the outlet, where the
    feed names it beside the entry. Without one the page stays the endpoint's.
    """
    if _owner(ref.url) != _owner(feed_url):
        return owned(ref, ref.url, outlets)
    return owned(ref, home, outlets) if home else ref


def owned_as_answered(ref: PageRef, final_url: str, outlets: Outlets) -> PageRef:
    """As `owned`, once it is known who answered: a redirect may have led to another owner."""
    return ref if _owner(ref.url) == _owner(final_url) else owned(ref, final_url, outlets)


def outlet_name(source_id: str, *names: str) -> str:
    """What an outlet is called: the first name that is given, else its id."""
    return next((" ".join(name.split())[:_MOST_NAME] for name in names if name.strip()), source_id)
