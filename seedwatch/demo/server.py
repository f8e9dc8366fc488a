"""The sample news web as a real HTTP server on loopback: a port per outlet, one for the search endpoint."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from seedwatch.core.errors import InputError
from seedwatch.core.model.article import CopyKind
from seedwatch.core.model.outcome import Outcome
from seedwatch.core.model.source import FeedKind, FeedSpec, Source, Terms
from seedwatch.demo.content import load_site, round_end
from seedwatch.demo.records import FeedFormat, Outlet, Site, Story
from seedwatch.demo.routes import Addresses, Answer, Resource, outlet_answer, search_answer

_HOST = "127.0.0.1"
_IDLE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Hit:
    """One request that was answered. `outlet`: id, or "search"."""

    outlet: str
    method: str
    target: str
    status: int


@dataclass(frozen=True, slots=True)
class Truth:
    """What is declared about one link of a feed: how its first visit should end and what it holds.

    url: the page's own address (a revised article is linked with a mark `?ver=` behind it).
    language, themes: of an article; empty for a faulty link. copy_of: address of the original.
    published: None where the outlet tells no time.
    """

    url: str
    outlet: str
    title: str
    outcome: Outcome
    published: datetime | None
    language: str = ""
    themes: tuple[str, ...] = ()
    copy_of: str | None = None
    copy_kind: CopyKind | None = None


class DemoWeb:
    """The running web. Change the round with `publish`; `log` holds every request so far."""

    def __init__(self, site: Site, addresses: Addresses) -> None:
        self.site = site
        self.addresses = addresses
        self.log: list[Hit] = []
        self.round = 0
        self._answers: dict[str, Answer] = {}

    @property
    def outlets(self) -> tuple[Outlet, ...]:
        return self.site.outlets

    @property
    def feed_urls(self) -> tuple[str, ...]:
        return tuple(self.addresses.bases[outlet.id] + outlet.feed_path for outlet in self.outlets)

    @property
    def search_url(self) -> str:
        """Address of the search endpoint, without a query."""
        return f"{self.addresses.search}/news/search"

    @property
    def sources(self) -> tuple[Source, ...]:
        """The outlets as declared sources; no pace and always due, since the server is our own."""
        return tuple(self._source(outlet) for outlet in self.outlets)

    def publish(self, number: int) -> None:
        """Let the web stand as it is in round `number`."""
        round_end(number)
        answers = {
            outlet.id: outlet_answer(self.site, outlet, self.addresses, number) for outlet in self.outlets
        }
        answers["search"] = search_answer(self.site, self.addresses, number)
        self._answers, self.round = answers, number

    def answer(self, outlet_id: str, target: str) -> Resource:
        return self._answers[outlet_id](target)

    def url_of(self, story: Story) -> str:
        """Address of a story given by `site.by_key["outlet/slug"]`."""
        outlet = next(outlet for outlet in self.outlets if outlet.id == story.outlet)
        return self.addresses.story(outlet, story)

    def truths(self) -> tuple[Truth, ...]:
        """The declared truth of every address that the feeds of this round list."""
        end = round_end(self.round)
        expected = [self._story_truth(story) for story in self.site.stories if story.at(end)]
        for outlet in self.outlets:
            for fault in outlet.faults:
                if end is None or fault.published < end:
                    url = self.addresses.fault(fault)
                    expected.append(Truth(url, outlet.id, fault.title, fault.outcome, fault.published))
        return tuple(expected)

    def _story_truth(self, story: Story) -> Truth:
        version = story.at(round_end(self.round)) or story.versions[0]
        outlet = next(outlet for outlet in self.outlets if outlet.id == story.outlet)
        return Truth(
            self.url_of(story),
            story.outlet,
            version.title,
            story.expected,
            None if story.undated else story.published,
            str(outlet.language),
            story.themes,
            self.url_of(self.site.by_key[story.copy_of]) if story.copy_of else None,
            story.copy_kind,
        )

    def _source(self, outlet: Outlet) -> Source:
        base = self.addresses.bases[outlet.id]
        kind = FeedKind.SITEMAP if outlet.feed is FeedFormat.SITEMAP else FeedKind.FEED
        return Source(
            id=outlet.id,
            name=outlet.name,
            home=f"{base}/",
            language=outlet.language,
            zone=outlet.zone.key,
            feeds=(FeedSpec(base + outlet.feed_path, kind),),
            crawl_delay=0.0,
            interval=1,
            themes=outlet.themes,
            note="sample news web",
            terms=Terms(credit=outlet.name),
        )


@contextmanager
def serve_demo(number: int = 1, first_port: int = 0) -> Iterator[DemoWeb]:
    """Serve the sample web while the block runs.

    number: the round to begin with. first_port: outlets take this port and the following ones, the search
    endpoint the last; 0 lets the system choose free ones. InputError when a port is taken.
    """
    site = load_site()
    names = [outlet.id for outlet in site.outlets] + ["search"]
    servers: list[_Server] = []
    try:
        for offset, name in enumerate(names):
            servers.append(_Server(name, first_port + offset if first_port else 0))
        bases = {server.outlet_id: f"http://{_HOST}:{server.server_port}" for server in servers}
        web = DemoWeb(site, Addresses(bases, bases["search"]))
        web.publish(number)
        for server in servers:
            server.start(web)
        yield web
    finally:
        for server in servers:
            server.stop()


class _Server(ThreadingHTTPServer):
    """One outlet's server. It knows its open connections, so that `stop` ends them all."""

    daemon_threads = False

    def __init__(self, outlet_id: str, port: int) -> None:
        self.outlet_id = outlet_id
        self.web: DemoWeb | None = None
        self._open: set[socket.socket] = set()
        self._thread: threading.Thread | None = None
        try:
            super().__init__((_HOST, port), _Handler)
        except OSError as error:
            raise InputError(
                f"the sample web cannot listen on {_HOST}:{port}: {error.strerror}",
                "is another sample web running? end it, or choose another first port (0: any)",
            ) from error

    def start(self, web: DemoWeb) -> None:
        self.web = web
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        if self._thread:
            self.shutdown()
            self._thread.join()
        for connection in tuple(self._open):
            _hang_up(connection)
        self.server_close()

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)


def _hang_up(connection: socket.socket) -> None:
    """Wake the thread that waits on this connection; it closes the socket itself."""
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the other side was faster


class _Handler(BaseHTTPRequestHandler):
    """GET and HEAD over HTTP/1.1 with keep-alive and conditional requests."""

    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "SampleNewsWeb"
    sys_version = ""
    timeout = _IDLE_SECONDS
    wbufsize = 1 << 16  # head and body leave together
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._respond(with_body=True)

    def do_HEAD(self) -> None:
        self._respond(with_body=False)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Requests are kept in `DemoWeb.log`, not printed."""

    def _respond(self, *, with_body: bool) -> None:
        web = self.server.web
        assert web is not None  # set before the serving thread starts
        resource = web.answer(self.server.outlet_id, self.path)
        fresh = resource.status == 200 and self._is_known(resource)
        status = 304 if fresh else resource.status
        web.log.append(Hit(self.server.outlet_id, self.command, self.path, status))
        body = b"" if fresh else resource.body
        self.send_response(status)
        self._send_headers(resource, None if fresh else len(body))
        if with_body:
            self.wfile.write(body)

    def _send_headers(self, resource: Resource, length: int | None) -> None:
        if resource.modified:
            self.send_header("ETag", resource.etag)
            self.send_header("Last-Modified", _http_date(resource.modified))
        if resource.location:
            self.send_header("Location", resource.location)
        if length is not None:
            self.send_header("Content-Type", resource.content_type)
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def _is_known(self, resource: Resource) -> bool:
        """Whether the client holds this state. If-None-Match goes before If-Modified-Since (RFC 9110)."""
        if resource.modified is None:
            return False
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return resource.etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))
        since = _read_http_date(self.headers.get("If-Modified-Since"))
        return since is not None and resource.modified.replace(microsecond=0) <= since


def _http_date(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC), usegmt=True)


def _read_http_date(raw: str | None) -> datetime | None:
    """None when there is no such header or it is no date; RFC 9110 says to ignore it then."""
    try:
        at = parsedate_to_datetime(raw or "")
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
