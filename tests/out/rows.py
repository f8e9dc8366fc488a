"""Articles on their way out, of our own making; some try to break the format they land in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from seedwatch.core.model.export import ExportRow
from seedwatch.core.model.rights import UseRights
from seedwatch.out.style import OutStyle

ARCHIVE = UUID("6d0d4d0e-7f0a-4b57-9f6c-0a3a1f8f9a10")
STYLE = OutStyle(ARCHIVE, ZoneInfo("Asia/Taipei"), themes={"humanoid-robots": "人形機器人"})
PLAIN = ExportRow(
    id=17,
    url="https://news.example/17?a=1&b=2",
    title="機器人進廠：第一天",
    published="2026-04-02T08:15:00+08:00",
    published_utc=datetime(2026, 4, 2, 0, 15, tzinfo=UTC),
    body="工廠裡的人形機器人開始上班。" * 40,
    authors=("林記者", "Jane Q. Doe", "Associated Press"),
    themes=("humanoid-robots",),
    copy_of=None,
    copy_kind=None,
    source="example",
    language="zh-Hant",
    fetched_at=datetime(2026, 4, 2, 9, 30, tzinfo=UTC),
    summary="",
    rights=UseRights(credit="範例新聞"),
    source_name="範例新聞",
    precision="minute",
    revision=2,
    edited_at=datetime(2026, 4, 2, 9, 30, tzinfo=UTC),
)
#: Titles that mean something to a format, and must come out as they are.
HOSTILE = (
    '=HYPERLINK("https://evil.example","x")',
    "+1+1",
    "-2-2",
    "@SUM(A1)",
    "\tindented",
    "1234567890123456789",
    "</title><script>boom()</script>",
    "TY  - BOOK\nER  - ",
    "[x](javascript:boom()) **bold** `code` | a",
    'quote " comma , newline\nend',
    "]]> & < > \u0007 bell",
    "🤖 emoji 𠮷",
)
DAY = replace(
    PLAIN, id=18, published="2026-04-02", precision="day", published_utc=datetime(2026, 4, 1, 16, tzinfo=UTC)
)
MONTH = replace(PLAIN, id=19, published="2026-04", precision="month")
UNDATED = replace(PLAIN, id=20, published=None, precision=None, published_utc=None, authors=())


def hostile() -> list[ExportRow]:
    return [replace(PLAIN, id=100 + n, title=text, body=text) for n, text in enumerate(HOSTILE)]
