"""robots.txt by RFC 9309, on Protego, with its gaps closed.

Closed here: a byte order mark before the first group, product tokens that are compared as a whole and without
a version, the limit of 500 KiB, and what a status means when there is no file to read.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from protego import Protego

from seedwatch.core.encoding.decode import decode

#: What a parser must read at least, and at most here (RFC 9309, 2.5).
MAX_BYTES = 500 * 1024
MAX_REDIRECTS = 5
_MAX_EXPLAINED = 2000
#: Stands for every other crawler; no product token looks like it.
_OTHERS = "~"
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_EXOTIC_BREAK = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029\0]")
_FIELD = re.compile(r"\s*(user[- ]?agent|(?:dis)?allow|content-signal|license)\s*:\s*([^#]*)", re.IGNORECASE)
_TOKEN = re.compile(r"[^\s/*]+")


class RobotsRule(StrEnum):
    """What may be fetched from a host."""

    OBEY = "obey"  # what the file says
    ALLOW_ALL = "allow-all"
    DISALLOW_ALL = "disallow-all"


@dataclass(frozen=True, slots=True)
class RobotsVerdict:
    """allowed, and the line that says so; empty where no line matches."""

    allowed: bool
    rule: str = ""


def robots_for_status(status: int | None, redirects: int = 0) -> RobotsRule:
    """What the answer to /robots.txt means.

    status: None when there is no answer (refused, time-out, TLS, forbidden address).
    redirects: followed before that answer; a sixth is not followed and counts as no file. Any other redirect
    that is not followed leads where nobody may go.
    """
    if redirects > MAX_REDIRECTS:
        return RobotsRule.ALLOW_ALL
    if status is not None and 200 <= status < 300:
        return RobotsRule.OBEY
    is_missing = status is not None and 400 <= status < 500 and status != 429
    return RobotsRule.ALLOW_ALL if is_missing else RobotsRule.DISALLOW_ALL


@dataclass(frozen=True, slots=True)
class Robots:
    """One file, in normal form: plain text, a line each, no longer than the limit."""

    text: str

    def classify_address(self, url: str, agent: str) -> RobotsVerdict:
        """The verdict on an absolute URL for a crawler. agent: its product token, or a whole User-Agent."""
        rules = _rules(self.text, product(agent))
        if rules.can_fetch(url, product(agent)):
            return RobotsVerdict(True)
        return RobotsVerdict(False, self._line_for(url, product(agent)))

    def crawl_delay(self, agent: str) -> float | None:
        """Seconds between two requests, as asked; None when nothing sensible is asked."""
        delay = _rules(self.text, product(agent)).crawl_delay(product(agent))
        return float(delay) if delay is not None and math.isfinite(delay) and delay >= 0 else None

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Addresses of sitemaps, each once."""
        listed = _rules(self.text, _OTHERS).sitemaps
        return tuple(dict.fromkeys(url for url in listed if url.startswith(("http://", "https://"))))

    def signals(self, agent: str) -> tuple[str, ...]:
        """Values of Content-Signal lines that hold for a crawler, and of License lines, as written."""
        return tuple(
            value for field, value in self._own(product(agent)) if field in {"content-signal", "license"}
        )

    def _line_for(self, url: str, agent: str) -> str:
        """The longest of the lines that forbid `url`; for people, so only that many are tried."""
        forbidding = [value for field, value in self._own(agent) if field == "disallow" and value][
            :_MAX_EXPLAINED
        ]
        matching = (value for value in forbidding if not _single_rule(value).can_fetch(url, agent))
        longest = max(matching, key=len, default="")
        return f"Disallow: {longest}" if longest else ""

    def _own(self, agent: str) -> list[tuple[str, str]]:
        """Fields of the groups for a crawler; those for all when none names it. Licences hold for all."""
        groups: dict[str, list[tuple[str, str]]] = {agent: [], "*": []}
        names: set[str] = set()
        is_named, in_names = False, False
        for line in self.text.split("\n"):
            match = _FIELD.match(line)
            if match is None:
                continue
            field, value = match[1].lower(), match[2].strip()
            if field.startswith("user"):
                names = {_group(value, agent)} | (names if in_names else set())
                is_named |= agent in names
            for name in groups if field == "license" else names & groups.keys():
                groups[name].append((field, value))
            in_names = field.startswith("user")
        return groups[agent if is_named else "*"]


def parse_robots(body: bytes) -> Robots:
    """The file in `body`, up to the last whole line within MAX_BYTES. Never raises."""
    if len(body) > MAX_BYTES:
        cut = max(body.rfind(b"\n", 0, MAX_BYTES), body.rfind(b"\r", 0, MAX_BYTES))
        body = body[: cut if cut > 0 else MAX_BYTES]
    text = _EXOTIC_BREAK.sub(" ", decode(body).text.lstrip("\ufeff"))
    return Robots("\n".join(_LINE_BREAK.split(text)))


def product(agent: str) -> str:
    """Product token of a User-Agent, in lower case: "Seedwatch/0.1 (+https://...)" -> "seedwatch"."""
    match = _TOKEN.search(agent)
    return match[0].lower() if match else ""


@lru_cache(maxsize=512)
def _rules(text: str, agent: str) -> Protego:
    """Protego's reading with each group's name reduced to: this crawler, all, or another one."""
    lines = (_named(line, agent) for line in text.split("\n"))
    return Protego.parse("\n".join(lines))


def _named(line: str, agent: str) -> str:
    match = _FIELD.match(line)
    if match is None or not match[1].lower().startswith("user"):
        return line
    return f"User-agent: {_group(match[2].strip(), agent)}"


def _group(value: str, agent: str) -> str:
    if value.startswith("*"):
        return "*"
    return agent if agent and product(value) == agent else _OTHERS


@lru_cache(maxsize=4096)
def _single_rule(value: str) -> Protego:
    return Protego.parse(f"User-agent: *\nDisallow: {value}\n")
