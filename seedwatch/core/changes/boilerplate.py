"""What changes on a page without being news: times, counters, advertisements, lists of other articles.

A page that is fetched again shows another "3 小時前", another count of views, other headlines. That makes
no revision; everything else does, one changed word or figure included.
"""

from __future__ import annotations

import re

from seedwatch.core.chinese.folding import fold_chars

# All patterns are for folded text: small, narrow, Simplified.
_DATE = r"\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?"
_TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m)?"
_CLOCK = rf"(?:{_DATE}(?:[ t,|]*{_TIME})?|{_TIME})"
_STAMPED = (
    r"(?:(?:最后|最近)?(?:更新|发布|发稿|刊登|上稿|上架|出版)(?:时间|日期|于)?"
    r"|(?:last |first )?(?:updated|published|posted|modified)(?: on| at)?)"
)
_COUNTED = (
    r"(?:浏览|点阅|点击|阅读|观看|人气|留言|评论|回应|分享|转发|按赞|点赞"
    r"|views?|reads?|comments?|likes?|shares?|reposts?)"
)
_COUNT = r"\d[\d,.]*\s*[k万亿]?"
_AGO = (
    r"(?:\d+\s*(?:秒钟?|分钟?|个?小时|天|日|周|个月)以?前"
    r"|(?:\d+|an?|one|two)\s*(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?)\s+ago"
    r"|just now|刚刚)"
)
#: Times of updating and counters, wherever they stand.
_INLINE = re.compile(
    rf"{_STAMPED}\s*[:|]?\s*{_CLOCK}(?:\s*{_CLOCK})?"
    rf"|{_COUNTED}(?:数|量|人次|次数)?\s*[:(]?\s*{_COUNT}\)?"
    rf"|{_COUNT}\s*(?:次|人|则|篇|人次)?\s*{_COUNTED}"
    rf"|{_AGO}"
)
_OTHER_ARTICLES = (
    r"(?:延伸阅读|相关(?:新闻|阅读|报道|文章|主题)|推荐阅读|更多(?:新闻|报道)|热门(?:新闻|文章|排行)|人气排行|编辑推荐"
    r"|猜你喜欢|您可能(?:也|还)(?:喜欢|感兴趣)[^:]*|related(?: stories| articles| news| topics)?"
    r"|more on this(?: story)?|you (?:may|might) also like|recommended(?: for you| stories)?"
    r"|most (?:read|popular|viewed)|trending(?: now)?|see also)"
)
_PAID = r"(?:广告|赞助(?:内容)?|advertisement|advertising|sponsored|promoted|ad)"
#: Lines that are boilerplate wherever they stand.
_BOILERPLATE = re.compile(
    rf"\W*{_PAID}\W*$|\W*{_PAID}\s*[:|】\]]|\W*{_OTHER_ARTICLES}\s*[:>|】\]]"
    r"|\W*(?:请继续往下阅读|继续阅读|阅读全文|看更多|更多新闻|read more|continue reading|show more)"
)
#: Headings after which only other articles follow.
_LIST_HEADING = re.compile(rf"\W*{_OTHER_ARTICLES}\W*$")
#: Calls to act, in lines that are no sentences.
_CALL = re.compile(
    r"app\b|下载|订阅|追踪|关注我们|粉丝|加入会员|好友|优惠|折扣|限时"
    r"|newsletter|subscribe|sign up|follow us|download|% off"
)
_SENTENCE_END = re.compile(r"[.。!?！？…][\"'”’」』)）]*$")
_SIGNIFICANT = re.compile(r"[\W_]+")
#: Longest line that is not read as a paragraph, and longest item of a list of headlines, characters.
_SHORT = 80
_TIMES = re.compile(rf"{_CLOCK}\s*(?:更新|发布|发稿|上稿|updated|published)?")


def is_boilerplate_change(old_title: str, old_text: str, new_title: str, new_text: str) -> bool:
    """Do two states of a page say the same? Then the newer one is no revision.

    Script, width, case, punctuation and paragraphs do not count either. A changed headline always does.
    """
    if (old_title, old_text) == (new_title, new_text):
        return True
    return _squashed(old_title) == _squashed(new_title) and _news(old_text) == _news(new_text)


def _squashed(text: str) -> str:
    return _SIGNIFICANT.sub("", fold_chars(text))


def _news(text: str) -> str:
    """What a text says, without boilerplate, as one run of letters and digits."""
    lines = [line.strip() for line in fold_chars(text).splitlines()]
    kept = (line for line in _without_list(lines) if not _is_boilerplate(line))
    return "".join(_SIGNIFICANT.sub("", _stable(line)) for line in kept)


def _without_list(lines: list[str]) -> list[str]:
    """Lines up to a heading that only lists of headlines follow."""
    for n, line in enumerate(lines):
        if _LIST_HEADING.match(line) and not any(map(_is_paragraph, lines[n + 1 :])):
            return lines[:n]
    return lines


def _is_paragraph(line: str) -> bool:
    return len(line) > _SHORT or _SENTENCE_END.search(line) is not None


def _is_boilerplate(line: str) -> bool:
    if _BOILERPLATE.match(line):
        return True
    return not _is_paragraph(line) and _CALL.search(line) is not None


def _stable(line: str) -> str:
    """A line without counters and times of updating; one that is no sentence, without any date and time."""
    line = _INLINE.sub("", line)
    return line if _is_paragraph(line) else _TIMES.sub("", line)
