"""Pages that are no articles, recognised and named: an archive that stores a cookie notice lies."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import html

from core.extract.blocks import Blocks
from core.extract.body import BodyText
from core.extract.meta import Meta
from core.model import Outcome


@dataclass(frozen=True, slots=True)
class Verdict:
    """final: nothing on the page is worth reading."""

    outcome: Outcome
    reason: str
    final: bool = False


def judge_bytes(body: bytes, content_type: str | None) -> Verdict | None:
    if not body.strip():
        return Verdict(Outcome.NOT_ARTICLE, "the body is empty", final=True)
    return None


def judge_page(
    url: str, root: html.HtmlElement, meta: Meta, blocks: Blocks, title: str, body: BodyText
) -> Verdict | None:
    if not body.lines:
        return Verdict(Outcome.NOT_ARTICLE, "no text found")
    return None
