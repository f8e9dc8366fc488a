"""The chosen blocks put right by what holds on every site: subheads and standfirst belong to the article, captions,
bylines, dates and credits that are lines of their own do not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from seedwatch.core.extract.body.blocks import Blocks
from seedwatch.core.extract.body.boilerplate import is_boilerplate
from seedwatch.core.extract.body.class_hints import BOILERPLATE, CAPTION, FOREIGN, LEAD, RELATED
from seedwatch.core.extract.body.phrases import (
    ADVERT,
    COMMENT,
    CREDIT,
    FOLLOW,
    LEGAL,
    MORE,
    SHARE,
    phrases_of,
)
from seedwatch.core.extract.fields.bylines import LONGEST, read_byline, without_date
from seedwatch.core.extract.fields.title import fold_title

#: Lines at the article's edges that may be a byline, a date or the headline once more.
_EDGE = 4
_SUBHEADS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_LONGEST_SUBHEAD = 80
_STANDFIRST = range(12, 400)
#: A summary that calls itself one is made by a machine or says the text over.
_SUMMARY = re.compile(
    r"^(?:AI|本文|內容|内容|文章|新聞|新闻|重點)?(?:摘要|導讀|总结|總結|懶人包|速覽|速览|核心提示)\s*[:：]?"
)
_NOT_TEXT = FOLLOW | MORE | LEGAL | CREDIT | SHARE | COMMENT | ADVERT
_SENTENCE_END = tuple('。！？.!?…」”"')
#: A picture's line: marked as one, or closed by who gave it.
_CREDITED = re.compile(
    r"^[▲▼△▽↑↓◎■◆]|[（(【](?:[^（()）]{0,24}(?:攝|摄|提供|翻攝|截圖|截图|示意圖|示意图|資料照片?|资料图片?|資料圖|資料畫面|圖片來源[^）)]*)|"
    r"(?:[圖图照][／/:：\s][^）)]{1,24})|(?:美聯社|路透社?|法新社|歐新社|彭博社?|中央社|新华社|新華社|中新社|共同社|AP|AFP|EPA|Reuters|Getty[^）)]*))"
    r"(?:[，、,／/][^）)]{0,16})?[）)】]\s*$"
)


_DATELINE = re.compile(
    r"[（(【〔\[﹝][^）)】〕\]﹞]{0,24}(?:記者|记者|[電电訊讯]|報導|报导|报道)[^）)】〕\]﹞]{0,24}[）)】〕\]﹞]"
    r"|[\u3400-\u9fff]{2,8}(?:\d{1,2}月\d{1,2}日)?(?:電|电|快?讯|快?訊)(?:[（( 　]|$)"
)


def refine(page: Blocks, kept: Sequence[int], headlines: Sequence[str]) -> list[int]:
    """The blocks of the article, in order. headlines: of the page, in all its spellings."""
    heads = {fold_title(text) for text in headlines if text}
    chosen = [i for i in kept if not _is_outside(page, i)]
    if not chosen:
        return []
    chosen = _with_subheads(page, _from_dateline(page, chosen))
    chosen = _with_standfirst(page, chosen, heads)
    edges = {*chosen[:_EDGE], *chosen[-_EDGE:]}
    left = [i for i in chosen if not (i in edges and _is_edge(page.blocks[i].text, heads))]
    return left or chosen


def _from_dateline(page: Blocks, chosen: list[int]) -> list[int]:
    """A text with a dateline begins with it: what stands before it is a lead or heading, or not of the text."""
    at = next((n for n, i in enumerate(chosen[:_EDGE]) if _DATELINE.match(page.blocks[i].text)), 0)
    before = [i for i in chosen[:at] if page.blocks[i].tag in _SUBHEADS or _hints(page, i) & LEAD]
    return [*before, *chosen[at:]]


def _hints(page: Blocks, i: int) -> int:
    return page.blocks[i].hints | page.nodes[page.blocks[i].node].hints


def _is_outside(page: Blocks, i: int) -> bool:
    text = page.blocks[i].text
    return is_boilerplate(text) or (_beside_picture(page, i) and _CREDITED.search(text) is not None)


def _beside_picture(page: Blocks, i: int) -> bool:
    return i in page.images or i + 1 in page.images or bool(page.nodes[page.blocks[i].node].hints & CAPTION)


def _is_edge(text: str, heads: set[str]) -> bool:
    """The headline again, or a line that is nothing but a date, a byline or both."""
    if len(text) > LONGEST:
        return _may_be(text, heads) and fold_title(text) in heads
    if fold_title(text) in heads:
        return True
    byline = read_byline(text)
    return (byline is not None and byline.whole) or not without_date(text).strip()


def _may_be(text: str, heads: set[str]) -> bool:
    """By its length: folding composes at most four characters into one."""
    return len(text) - text.count(" ") <= 4 * max(map(len, heads), default=0)


def _with_subheads(page: Blocks, chosen: list[int]) -> list[int]:
    """Headings that stand between two chosen blocks, right above the second and in line with it."""
    present = set(chosen)
    gaps = [i for i in range(chosen[0] + 1, chosen[-1]) if i not in present and i + 1 in present]
    found = [i for i in gaps if page.blocks[i].tag in _SUBHEADS and _is_text(page, i, _LONGEST_SUBHEAD)]
    fitting = [i for i in found if _in_line(page, i, i + 1) and page.blocks[i + 1].tag not in _SUBHEADS]
    return sorted(present.union(fitting))


def _in_line(page: Blocks, i: int, j: int) -> bool:
    """Do two blocks stand in the same container, or in wrappers of it?"""
    first, second = page.nodes[page.blocks[i].node], page.nodes[page.blocks[j].node]
    parents = {first.parent, page.nodes[first.parent].parent}
    return bool(parents & {second.parent, page.nodes[second.parent].parent})


def _with_standfirst(page: Blocks, chosen: list[int], heads: set[str]) -> list[int]:
    """A block between headline and text whose class calls it a lead."""
    first = chosen[0]
    for i in range(max(first - 4, 0), first):
        block = page.blocks[i]
        marked = _hints(page, i) & LEAD
        fits = (
            len(block.text) in _STANDFIRST
            and block.text.endswith(_SENTENCE_END)
            and not _SUMMARY.match(block.text)
        )
        if marked and fits and _is_text(page, i, _STANDFIRST.stop) and not _is_edge(block.text, heads):
            return [i, *chosen]
    return chosen


def _is_text(page: Blocks, i: int, longest: int) -> bool:
    block = page.blocks[i]
    if len(block.text) > longest or block.linked * 2 > len(block.text):
        return False
    if _hints(page, i) & (CAPTION | FOREIGN | BOILERPLATE | RELATED) or _beside_picture(page, i):
        return False
    return not int(phrases_of([block.text])[0]) & _NOT_TEXT
