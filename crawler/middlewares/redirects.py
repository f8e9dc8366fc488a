"""Redirects as browsers follow them: odd addresses, cookies that must come back, and pages that only send on.

Cookies live as long as one chain of redirects: they are kept with its request and never seen by another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from ada_url import URL
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.http.cookies import CookieJar

from seedwatch.core.errors import UrlError
from seedwatch.core.fetching.urls import canonical_url

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: Where a request keeps the cookies of its chain.
_JAR = "redirect_cookies"
#: A page that sends on at once has no text of its own; one with this much is read as it stands.
_MOST_BYTES = 16_384


class RedirectForms:
    """Below Scrapy's redirects: mends what they are given, and sends cookies back within the chain."""

    def process_request(self, request: Request) -> None:
        jar = request.meta.get(_JAR)
        if jar is not None:
            request.headers.pop("Cookie", None)
            cast("CookieJar", jar).add_cookie_header(request)

    def process_response(self, request: Request, response: Response) -> Response:
        is_redirect = response.status in _REDIRECTS and "Location" in response.headers
        if is_redirect:
            self._mend(request, response)
        if "Set-Cookie" in response.headers and (is_redirect or _sends_on(response)):
            jar = request.meta.get(_JAR) or CookieJar()
            jar.extract_cookies(response, request)
            request.meta[_JAR] = jar  # of this chain alone: requests of other pages have their own meta
        return response

    def _mend(self, request: Request, response: Response) -> None:
        """The address as a browser reads it: spaces, backslashes, missing or surplus slashes, any encoding."""
        raw = response.headers.getlist("Location")[-1]
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            text = raw.decode("latin-1")
        try:
            response.headers["Location"] = URL(text.strip(), base=request.url).href.encode()
        except ValueError:
            return  # no address at all: Scrapy leaves it, and the page ends as one that is not followed


class MetaRefresh(MetaRefreshMiddleware):
    """Follows a page that sends on at once to somewhere else; a page with a text of its own is read."""

    def process_response(  # type: ignore[override]  # without the spider that Scrapy no longer passes
        self, request: Request, response: Response
    ) -> Request | Response:
        if not _sends_on(response):
            return response
        found = super().process_response(request, response)
        if found is not response and _same(cast("Request", found).url, request.url):
            cookies = request.meta.get(_JAR)
            if cookies is None or request.meta.get("redirect_times", 0):
                return response  # to itself: there is nothing more to come
        return found


def _sends_on(response: Response) -> bool:
    """May this page be nothing but a refresh? Looked for in the bytes: most pages are not parsed for it."""
    body = response.body
    return response.status == 200 and len(body) <= _MOST_BYTES and b"http-equiv" in body.lower()


def _same(url: str, other: str) -> bool:
    try:
        return canonical_url(url) == canonical_url(other)
    except UrlError:
        return False
