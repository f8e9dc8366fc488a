"""What the templates need to know, worked out before they run; they only lay it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from db.archive.tags import TagDecision, TagRecord
from db.reads.records import ArticleRecord
from seedwatch.core.model.moment import TIMED
from seedwatch.core.model.text import Field
from seedwatch.core.redaction import redact
from seedwatch.core.search.highlight import Piece, Span, cut
from seedwatch.locales import _, gettext, ngettext, npgettext, pgettext, speaking, spoken
from seedwatch.locales.labels import copy_kind, theme_rule

_templates = Environment(
    loader=FileSystemLoader(Path(str(files("seedwatch.web") / "templates"))),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    extensions=["jinja2.ext.i18n"],
)


def render(template: str, status: int, language: str, **values: Any) -> HTMLResponse:
    """A page in one of the languages that we have strings for."""
    with speaking(language):
        return HTMLResponse(_templates.get_template(template).render(**values), status)


def web_link(url: str) -> str | None:
    """An address that may stand in a link: anything but the web's own schemes could run in the browser."""
    return url if url.lower().startswith(("http://", "https://")) else None


def marked(text: str, highlights: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    """A title or snippet in pieces; those that matched bear a label."""
    return cut(text, (Span(start, end, "match") for start, end in highlights))


def readable_time(iso: str) -> str:
    """`2026-11-18T09:05:00+08:00` as `2026-11-18 09:05 +08:00`; a date stays a date."""
    day, _, clock = iso.partition("T")
    return f"{day} {clock[:5]} {clock[8:]}".strip()


def local_time(at: datetime) -> str:
    """A time on this machine's clock, to the minute."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


_templates.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)  # type: ignore[attr-defined]
_templates.globals["spoken"] = spoken
_templates.filters["copy_kind"] = copy_kind
_templates.filters["web_link"] = web_link
_templates.filters["redact"] = redact
_templates.filters["readable_time"] = readable_time
_templates.filters["marked"] = marked
_templates.filters["local_time"] = local_time


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article laid out: marked title and paragraphs, themes with the words that gave them."""

    found: ArticleRecord
    names: dict[str, str]

    @property
    def title(self) -> tuple[Piece, ...]:
        return cut(self.found.current.title, self._spans(Field.TITLE))

    @property
    def paragraphs(self) -> tuple[tuple[Piece, ...], ...]:
        """The text by lines; every piece knows the themes that its words gave."""
        lines: list[list[Piece]] = [[]]
        for piece in cut(self.found.current.text, self._spans(Field.TEXT)):
            first, *rest = piece.text.split("\n")
            lines[-1].append(Piece(first, piece.labels))
            lines.extend([Piece(line, piece.labels)] for line in rest)
        return tuple(
            tuple(piece for piece in line if piece.text) for line in lines if any(p.text for p in line)
        )

    @property
    def tags(self) -> tuple[TagRecord, ...]:
        return tuple(tag for tag in self.found.tags if tag.verdict is not TagDecision.REMOVED)

    def name(self, theme: str) -> str:
        return self.names.get(theme, theme)

    def labels(self, piece: Piece) -> str:
        """The names of a piece's themes, for its tooltip."""
        return _(", ").join(self.name(label) for label in piece.labels)

    @property
    def published(self) -> str:
        if self.found.published_local is None:
            return _("date unknown")
        assumed = self.found.offset == "assumed" and self.found.precision in TIMED
        shown = readable_time(self.found.published_local)
        return _("%(time)s (zone assumed from the outlet)") % {"time": shown} if assumed else shown

    def because(self, tag: TagRecord) -> tuple[tuple[str, str, int], ...]:
        """(phrase, rule, how often) of a tag's evidence, each phrase once by rule."""
        counts = Counter((seen.phrase, theme_rule(seen.rule)) for seen in tag.evidence)
        return tuple((phrase, rule, count) for (phrase, rule), count in counts.items())

    def _spans(self, field: Field) -> list[Span]:
        return [
            Span(seen.offset, seen.offset + len(seen.phrase), tag.theme)
            for tag in self.tags
            for seen in tag.evidence
            if seen.field is field and seen.offset >= 0
        ]
