"""Lists to read and pass on: HTML and Markdown, each article with its quotation and its link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import BinaryIO

from seedwatch.core.model.export import ExportRow
from seedwatch.locales import _, spoken
from seedwatch.out.style import OutStyle, local, plain_line, quotation, web_url

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&]|^(?:[-+=]|\d+(?=[.)])))")


def write_html(rows: Iterable[ExportRow], out: BinaryIO, style: OutStyle) -> None:
    """A page of its own that loads nothing and runs nothing."""
    head = (
        f'<!doctype html>\n<html lang="{spoken()}">\n<head><meta charset="utf-8">'
        f'<meta name="referrer" content="no-referrer"><title>Seedwatch</title></head>\n<body>\n<ol>\n'
    )
    out.write(head.encode())
    for row in rows:
        out.write("".join(_html(row, style)).encode("utf-8", "replace"))
    out.write(f"</ol>\n<p>{escape(_belongs())}</p>\n</body>\n</html>\n".encode())


def _html(row: ExportRow, style: OutStyle) -> Iterator[str]:
    title, url = escape(plain_line(row.title)), escape(web_url(row.url))
    linked = f'<a href="{url}" rel="noopener noreferrer">{title}</a>' if url else title
    yield f'<li lang="{escape(row.language)}"><p><strong>{linked}</strong><br>{escape(facts(row, style))}</p>'
    if quoted := quotation(row):
        cite = f' cite="{url}"' if url else ""
        yield f"<blockquote{cite}>{escape(quoted)}</blockquote>"
    if page := style.page(row.id):
        yield f'<p><a href="{escape(page)}">{escape(_("in the archive"))}</a></p>'
    yield "</li>\n"


def write_markdown(rows: Iterable[ExportRow], out: BinaryIO, style: OutStyle) -> None:
    """A numbered list; marks in titles and quotations stay what they are."""
    for number, row in enumerate(rows, start=1):
        out.write("".join(_markdown(number, row, style)).encode("utf-8", "replace"))
    out.write(f"\n{_belongs()}\n".encode())


def _markdown(number: int, row: ExportRow, style: OutStyle) -> Iterator[str]:
    title, url = as_markdown(row.title), web_url(row.url)
    address = url.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E").replace("\n", "")
    yield f"{number}. [{title}](<{address}>)  \n" if url else f"{number}. {title}  \n"
    yield f"   {as_markdown(facts(row, style))}\n"
    if quoted := quotation(row):
        yield f"   > {as_markdown(quoted)}\n"
    if page := style.page(row.id):
        yield f"   [{as_markdown(_('in the archive'))}](<{page}>)\n"
    yield "\n"


def as_markdown(text: str) -> str:
    """The text as Markdown that shows it."""
    return _MARKDOWN.sub(r"\\\1", plain_line(text))


def facts(row: ExportRow, style: OutStyle) -> str:
    """Outlet, time on the reader's clock, author and credit in one line."""
    timed = local(row, style.zone)
    when = f"{timed:%Y-%m-%d %H:%M}" if timed else (row.published or _("date unknown"))
    parts = (row.source_name or row.source, when, _(", ").join(row.authors), row.rights.credit)
    return " · ".join(part for part in parts if part)


def _belongs() -> str:
    return _("Texts belong to their publishers; for personal analysis only")
