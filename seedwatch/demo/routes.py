"""What each address of the sample web answers: a table per outlet, built anew for every round."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from urllib.parse import parse_qs, urlsplit

from seedwatch.demo import feeds, render, search
from seedwatch.demo.content import article_path, round_end
from seedwatch.demo.records import Fault, FaultKind, Outlet, Site, Story, Version
from seedwatch.demo.render import Entry

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Resource:
    """A stored answer. `modified`: for Last-Modified, None when the server sends no validators."""

    status: int
    content_type: str
    body: bytes
    modified: datetime | None = None
    location: str = ""

    @property
    def etag(self) -> str:
        return f'"{blake2b(self.body, digest_size=8).hexdigest()}"' if self.modified else ""


Answer = Callable[[str], Resource]  # takes the request target: path and query


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where they stand. bases: outlet id -> "http://127.0.0.1:port"; search: that endpoint's."""

    bases: Mapping[str, str]
    search: str

    def story(self, outlet: Outlet, story: Story) -> str:
        return self.bases[outlet.id] + article_path(outlet, story)

    def fault(self, fault: Fault) -> str:
        return self.bases[fault.outlet] + fault.path


def outlet_answer(site: Site, outlet: Outlet, addresses: Addresses, number: int) -> Answer:
    """The answers of one outlet in one round."""
    table = _Table(site, outlet, addresses, number).resources()
    loops = {fault.path for fault in outlet.faults if fault.kind is FaultKind.REDIRECT}

    def answer(target: str) -> Resource:
        parts = urlsplit(target)
        if parts.path in loops:
            return _next_hop(parts.path, parts.query)
        if parts.path.startswith("/img/"):
            return Resource(404, "text/plain; charset=utf-8", b"")
        return table.get(parts.path) or Resource(404, HTML, render.missing_page(outlet))

    return answer


def search_answer(site: Site, addresses: Addresses, number: int) -> Answer:
    """The answers of the search endpoint in one round; a click address redirects to its article."""
    articles = [
        search.Findable(
            addresses.story(outlet, story),
            version.title,
            "\n".join(version.paragraphs),
            outlet.name,
            story.published,
        )
        for outlet in site.outlets
        for story, version in _visible(site, outlet, number)
    ]

    def answer(target: str) -> Resource:
        parts = urlsplit(target)
        asked = parse_qs(parts.query)
        if parts.path == "/news/search" and asked.get("format") == ["rss"]:
            body = search.answer(asked.get("q", [""])[0], articles, addresses.search)
            return Resource(200, "text/xml; charset=utf-8", body)
        if parts.path == "/news/apiclick.aspx" and "url" in asked:
            return Resource(302, HTML, b"", location=asked["url"][0])
        return Resource(404, "text/plain; charset=utf-8", b"not found")

    return answer


def _visible(site: Site, outlet: Outlet, number: int) -> list[tuple[Story, Version]]:
    """The outlet's stories that are out in this round, newest first, each in its state of that moment."""
    end = round_end(number)
    states = [(story, story.at(end)) for story in site.stories_of(outlet)]
    shown = [(story, version) for story, version in states if version]
    return sorted(shown, key=lambda pair: pair[1].current, reverse=True)


def _next_hop(path: str, query: str) -> Resource:
    """A redirect to an address that was never seen before and redirects again."""
    hop = query.removeprefix("hop=")
    following = int(hop) + 1 if hop.isdecimal() else 1
    return Resource(302, HTML, b"", location=f"{path}?hop={following}")


class _Table:
    """Builds the resources of one outlet in one round."""

    def __init__(self, site: Site, outlet: Outlet, addresses: Addresses, number: int) -> None:
        self.site, self.outlet, self.addresses = site, outlet, addresses
        self.base = addresses.bases[outlet.id]
        self.end = round_end(number)
        self.shown = _visible(site, outlet, number)

    def resources(self) -> dict[str, Resource]:
        entries = self._entries()
        newest = max(entry.updated for entry in entries if entry.updated)
        feed_type = feeds.CONTENT_TYPES[self.outlet.feed]
        feed = feeds.feed_document(self.outlet, entries, self.base)
        front = render.list_page(
            self.outlet, self.outlet.name, entries, self.base, feed_type.partition(";")[0]
        )
        return {
            "/": Resource(200, HTML, front, newest),
            "/robots.txt": Resource(200, "text/plain; charset=utf-8", self._robots()),
            self.outlet.feed_path: Resource(200, feed_type, feed, newest),
            **{
                article_path(self.outlet, story): self._article(story, version)
                for story, version in self.shown
            },
            **{fault.path: self._fault(fault) for fault in self.outlet.faults},
        }

    def _entries(self) -> list[Entry]:
        """Stories and faulty links of the feed, newest first, those without a time last."""
        entries = [self._entry(story, version) for story, version in self.shown]
        for fault in self.outlet.faults:
            if self.end is None or fault.published < self.end:
                url = self.addresses.fault(fault)
                entries.append(Entry(url, url, fault.title, fault.published, fault.published))
        oldest = datetime.min.replace(tzinfo=UTC)
        return sorted(entries, key=lambda entry: entry.updated or oldest, reverse=True)

    def _entry(self, story: Story, version: Version) -> Entry:
        """A feed entry. A revised article is linked with a version mark, as outlets do to pass caches by."""
        url = self.addresses.story(self.outlet, story)
        mark = f"?ver={version.modified:%Y%m%d%H%M}" if version.modified else ""
        return Entry(
            url + mark,
            url,
            version.title,
            None if story.undated else version.published,
            None if story.undated else version.current,
            render.lead(version),
            story.byline,
            story.section,
        )

    def _article(self, story: Story, version: Version) -> Resource:
        url = self.addresses.story(self.outlet, story)
        body = render.article_page(
            self.outlet, story, version, render.Setting(url, self.base, self._related(story))
        )
        charset = story.header_charset or ("" if story.charset != "utf-8" else "utf-8")
        content_type = f"text/html; charset={charset}" if charset else "text/html"
        return Resource(200, content_type, body, None if story.undated else version.current)

    def _related(self, story: Story) -> Sequence[Entry]:
        """The three stories before this one: fixed, so that a page changes only when its article does."""
        older = [other for other in self.site.stories_of(self.outlet) if other.published < story.published]
        return [self._entry(other, other.versions[0]) for other in older[:3]]

    def _fault(self, fault: Fault) -> Resource:
        if fault.kind is FaultKind.LISTING:
            return Resource(200, HTML, render.list_page(self.outlet, fault.title, self._entries(), self.base))
        status = 404 if fault.kind is FaultKind.MISSING else 200
        return Resource(status, HTML, render.fault_page(self.outlet, fault, self.addresses.fault(fault)))

    def _robots(self) -> bytes:
        closed = "".join(f"Disallow: {path}\n" for path in self.outlet.disallow) or "Disallow:\n"
        return f"User-agent: *\n{closed}\nSitemap: {self.base}{self.outlet.feed_path}\n".encode()
