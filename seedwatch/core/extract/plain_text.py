"""An article that somebody saved as plain text: headline, date and publisher out of the lines around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from seedwatch.core.chinese.script import script_of
from seedwatch.core.dates.assumed_zone import assumed_zone
from seedwatch.core.dates.parse import parse_date
from seedwatch.core.extract.body.boilerplate import is_boilerplate, tidy
from seedwatch.core.extract.fields.bylines import LONGEST, read_byline
from seedwatch.core.extract.fields.title import fold_title
from seedwatch.core.model.moment import DateOrigin, Moment

#: Beside a date or in a heading stands no more than this; a headline is no longer than that.
_SHORT, _HEADLINE = 60, 160
#: Lines at the head that are searched for headline, date and publisher, and at the tail for the publisher.
_HEAD = 12
#: A headline has more characters than a name or a section, unless it is printed again.
_SHORTEST = 6
_STOPS = re.compile(r"[。.]$")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATE = re.compile(
    r"(?:(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?"
    rf"|\d{{1,2}}\s{_MONTH}\s(?:19|20)\d{{2}}|{_MONTH}\s\d{{1,2}},?\s(?:19|20)\d{{2}})"
    r"(?:[\sT,(（週周星期一二三四五六日天)）|·]*(?:上午|下午|晚上|早上|凌晨)?\s?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
    r"(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s?(?:Z|[+-]\d{2}:?\d{2}|UTC|GMT))?)?"
)
_UPDATED = re.compile(r"更新|修訂|修订|updated|modified", re.IGNORECASE)
#: What stands beside a date and says no more than that it is one.
_DATE_WORDS = re.compile(
    r"(?:發布|发布|發佈|发佈|發表|发表|刊登|出版|更新|最後|最后)(?:時間|时间|日期)?|時間|时间|日期"
    r"|\b(?:date|published|posted|updated|last|on|at)\b",
    re.IGNORECASE,
)
_MARKS = " \t\u3000•·●■▲*:：|｜/／,，-–—()（）"
_ROLE = re.compile(
    r"^(?P<outlet>[A-Za-z][\w.&-]*(?: [A-Z][\w.&-]*)?|[\u4e00-\u9fff]{2,8}?)\s*"
    r"(?:研究員|研究员|編輯部|编辑部|編輯中心|新聞中心|新闻中心|編輯台|財經團隊|團隊|团队|newsroom|staff|desk)$",
    re.IGNORECASE,
)
_AGENCY = re.compile(
    r"^[（(【\[]?\s*(?P<outlet>[\u4e00-\u9fff]{1,6}(?:社|報|报|網|网|新聞|新闻|電視|电视|財經|财经))"
    r"\s*(?:[記记]者|[編编][譯译]|特派|綜合|综合|[\u4e00-\u9fff]{0,8}\d{1,2}日[電电訊讯])"
)
_DATELINE = re.compile(r"^(?:[A-Z][\w .,/'-]{1,40})?\((?P<outlet>[A-Z][\w .&'-]{1,24})\)\s*[-–—]")
_SOURCE = re.compile(
    r"^[（(【]?\s*(?:新聞|新闻|文章|稿件)?(?:來源|来源|出處|出处|Source|Publisher)\s*[:：]\s*"
    r"(?P<outlet>[^\s,，。|｜)）】]{2,24})",
    re.IGNORECASE,
)
_BEHIND_TITLE = re.compile(r"(?:\s[-–—|｜]\s|[|｜_])(?P<outlet>[^-–—|｜_，。：:]{2,20})$")
_URL = re.compile(r"^(?:https?://|www\.)\S+$")
_END_MATTER = re.compile(
    r"^(?:免責|免责|風險提示|风险提示|延伸閱讀|延伸阅读|相關新聞|相关新闻|相關閱讀|相关阅读|文章相關|文章相关|"
    r"關於作者|关于作者|作者簡介|作者简介|About the author|Disclaimer|Related (?:articles|stories|news)|Read more)",
    re.IGNORECASE,
)
_PHOTO = re.compile(
    r"^(?:[圖图](?:片|說|说)?\s*[／/:：]|(?:Photo|Image|Picture)s?\s*(?:by|:|credit))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PlainArticle:
    """What a saved text says. Empty title, publisher, text, or no date, where it does not say."""

    title: str
    text: str
    publisher: str
    published: Moment | None


def read_plain_text(raw: str, now: datetime, zone: tzinfo | None = None) -> PlainArticle:
    """Read a saved article. now: aware. zone: of its clock where it names none, else by its script."""
    lines = [line for line in (each.strip(_MARKS[:9]) for each in raw.splitlines()) if line]
    published = _published(lines, now, zone or assumed_zone("", script_of(raw)))
    plain = [_without_date(line) for line in lines]
    headline = _headline(plain)
    behind = _BEHIND_TITLE.search(headline)
    title = headline[: behind.start()].rstrip() if behind and behind.start() > _SHORTEST else headline
    publisher = _publisher(plain, headline) or (behind["outlet"].strip() if behind else "")
    return PlainArticle(title, "\n".join(_body(plain, headline, title)), publisher, published)


def _dated(line: str) -> re.Match[str] | None:
    """The date of a line that holds little else; a sentence that names a day is none."""
    found = _DATE.search(line) if len(line) <= LONGEST else None
    if found is None:
        return None
    rest = line[: found.start()] + line[found.end() :]
    return None if len(rest) > _SHORT or _STOPS.search(rest) else found


def _published(lines: Sequence[str], now: datetime, zone: tzinfo | None) -> Moment | None:
    """The first date of the head, one of an update only without another; else the last of the tail."""
    dated = [line for line in [*lines[:_HEAD], *reversed(lines[_HEAD:])] if _dated(line)]
    for line in sorted(dated, key=lambda line: bool(_UPDATED.search(line))):
        found = _dated(line)
        moment = found and parse_date(found[0], now=now, zone=zone, origin=DateOrigin.PRINTED)
        if moment is not None:
            return moment
    return None


def _without_date(line: str) -> str:
    """What a dated line says besides; empty when nothing."""
    found = _dated(line)
    if found is None:
        return line
    rest = f"{line[: found.start()]} {line[found.end() :]}"
    return _DATE_WORDS.sub(" ", rest).strip(_MARKS)


def _headline(lines: Sequence[str]) -> str:
    """The first line that is neither furniture nor credit; empty when the text opens with a sentence."""
    counts = Counter(fold_title(line) for line in lines if line)
    for line in lines[:_HEAD]:
        if not line or _is_furniture(line):
            continue
        again = counts[fold_title(line)] > 1
        if len(line) > _HEADLINE or (not again and _STOPS.search(line)):
            return ""
        if again or len(line) >= _SHORTEST:
            return line
    return ""


def _publisher(lines: Sequence[str], headline: str) -> str:
    """As a source line, a byline, an agency's dateline or an author's line of head or tail names it."""
    near = [line for line in (*lines[:_HEAD], *lines[-_HEAD:]) if line != headline]
    for pattern in (_SOURCE, _AGENCY, _DATELINE, _ROLE):
        for found in filter(None, map(pattern.search, near)):
            return found["outlet"].strip()
    return ""


def _is_furniture(line: str) -> bool:
    """A link, a note of the site, or who wrote, drew or sent it."""
    byline = read_byline(line)
    return bool(
        (byline and byline.whole)
        or is_boilerplate(line)
        or any(pattern.search(line) for pattern in (_URL, _SOURCE, _ROLE, _PHOTO))
    )


def _body(lines: Sequence[str], headline: str, title: str) -> list[str]:
    """The paragraphs: no repeated headline, credit, link or end matter, and nothing that stands there twice."""
    counts = Counter(fold_title(line) for line in lines if line)
    kept = []
    for line in _before_end_matter(lines):
        if line and line != headline and counts[fold_title(line)] == 1 and not _is_furniture(line):
            kept.append(line)
    return tidy(kept, title)


def _before_end_matter(lines: Sequence[str]) -> Iterable[str]:
    """All lines before a heading of the end matter in the second half."""
    total = sum(map(len, lines))
    read = 0
    for line in lines:
        if _END_MATTER.match(line) and len(line) <= _SHORT and 2 * read > total:
            return
        read += len(line)
        yield line
