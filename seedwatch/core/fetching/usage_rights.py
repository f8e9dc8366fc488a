"""What a page says, for machines, about keeping and using it.

Read here: X-Robots-Tag and robots metas (noarchive, noindex, nosnippet), the TDM Reservation Protocol,
Content Signals, and links to RSL licences. Whoever stores, exports or hands on text asks these.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import unescape

from seedwatch.core.fetching.robots import product
from seedwatch.core.model.rights import RightsSignals

__all__ = ["RightsSignals", "read_rights_signals", "tdm_for"]

_DIRECTIVES = frozenset(
    {"all", "none", "noindex", "nofollow", "noarchive", "nosnippet", "notranslate", "noimageindex", "nocache"}
)
_META = re.compile(r"<meta\b[^>]{0,600}>", re.IGNORECASE)
_LINK = re.compile(r"<link\b[^>]{0,600}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_RSL = "application/rsl+xml"
_HEAD_CHARS = 65_536


def read_rights_signals(
    headers: Iterable[tuple[str, str]],
    html_head: str = "",
    agent: str = "Seedwatch",
    robots: Iterable[str] = (),
) -> RightsSignals:
    """The signals of one page. headers: all of the response, repeated ones too, names in any case.

    html_head: the beginning of the page. robots: what `Robots.signals` gives for its host.
    """
    named = [(name.lower(), value) for name, value in headers]
    html_head = html_head[:_HEAD_CHARS]
    metas = dict(_metas(html_head))
    tags = [value for name, value in named if name == "x-robots-tag"]
    tags += [f"{agent}: {metas[name]}" for name in ("robots", product(agent)) if name in metas]
    directives = {directive for tag in tags for directive in _directives(tag, product(agent))}
    stated = dict(named) | metas
    signals = [value for name, value in named if name == "content-signal"]
    return RightsSignals(
        noindex=bool(directives & {"noindex", "none"}),
        noarchive=bool(directives & {"noarchive", "nocache", "none"}),
        nosnippet=bool(directives & {"nosnippet"}),
        tdm_reserved={"0": False, "1": True}.get(stated.get("tdm-reservation", "").strip()),
        tdm_policy=stated.get("tdm-policy", "").strip() or None,
        content_signals=tuple(pair for value in [*robots, *signals] for pair in _pairs(value)),
        licences=tuple(dict.fromkeys([*_licences(named, html_head), *_addresses(robots)])),
    )


def tdm_for(body: bytes, path: str) -> tuple[bool | None, str | None]:
    """(reserved, policy) for a path by a host's /.well-known/tdmrep.json; None where it says nothing."""
    try:
        rules = json.loads(body)
    except (ValueError, RecursionError):
        return None, None
    for rule in rules if isinstance(rules, list) else []:
        if not isinstance(rule, dict) or not isinstance(location := rule.get("location"), str):
            continue
        if re.match(re.escape(location).replace(r"\*", ".*").replace(r"\$", "$"), path):
            policy = rule.get("tdm-policy")
            return rule.get("tdm-reservation") in {1, "1"}, policy if isinstance(policy, str) else None
    return None, None


def _directives(tag: str, agent: str) -> set[str]:
    """Directives of one X-Robots-Tag that hold for a crawler: "otherbot: noindex, noarchive" does not."""
    name, colon, rest = tag.partition(":")
    if colon and name.strip().lower() not in _DIRECTIVES and "," not in name:
        if name.strip().lower() not in {agent, "unavailable_after", "max-snippet", "max-image-preview"}:
            return set()
        tag = rest
    return {part.strip().lower() for part in tag.split(",")} & _DIRECTIVES


def _metas(head: str) -> Iterable[tuple[str, str]]:
    for tag in _META.findall(head):
        attributes = _attributes(tag)
        if "name" in attributes:
            yield attributes["name"].strip().lower(), attributes.get("content", "")


def _attributes(tag: str) -> dict[str, str]:
    return {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(tag)}


def _pairs(value: str) -> Iterable[tuple[str, str]]:
    """search=yes, ai-train=no"""
    for part in value.split(","):
        name, equals, answer = part.strip().lower().partition("=")
        if equals and answer.strip() in {"yes", "no"}:
            yield name.strip(), answer.strip()


def _licences(named: list[tuple[str, str]], head: str) -> Iterable[str]:
    for name, value in named:
        if name == "link" and _RSL in value:
            yield from re.findall(r"<([^<>]+)>[^<]*?rel=\"?license", value)
    for tag in _LINK.findall(head):
        attributes = _attributes(tag)
        if "license" in attributes.get("rel", "").lower().split() and attributes.get("type") == _RSL:
            yield attributes.get("href", "")


def _addresses(values: Iterable[str]) -> list[str]:
    return [value for value in values if value.startswith(("http://", "https://"))]
