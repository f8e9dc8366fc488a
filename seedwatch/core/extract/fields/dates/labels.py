"""What the words and class names at a date say of it: published, changed, or something else altogether."""

from __future__ import annotations

import re
from enum import Enum


class Label(Enum):
    """PUBLISHED: says so. DATED: 日期, 時間, date. OTHER: a deadline, a photo, today.

    UPDATED: a change. CHANGE: so called by a name (更新時間, class "story_update") under which many sites print
    their only date.
    """

    PUBLISHED = "published"
    DATED = "dated"
    NONE = "none"
    CHANGE = "change"
    UPDATED = "updated, not published"
    OTHER = "of something else"


_PUBLISHED = (
    r"發布|发布|發佈|发佈|發表|发表|發稿|发稿|發文|发文|刊登|刊載|刊载|刊出|出版|見報|上稿|上架|上線|張貼|张贴|公開|등록|입력|게재|"
    r"publi|posted|created|issued|released|veröffentlicht|erstellt|publié|publicado|pubblicato"
)
_UPDATED = (
    r"更新|修改|修訂|修订|編輯於|编辑于|最後|最后|改訂|수정|"
    r"modif|updat|edited|revised|corrected|last changed|aktualis|actuali|mis à jour"
)
_DATED = r"日期|時間|时间|日時|일시|\bdate\b|\btime\b|\bon$"
_OTHER = (
    r"攝於|摄于|拍攝|拍摄|攝|摄|截止|截稿|收稿|接受|錄用|录用|修回|投稿|今天是|今日是|今天|現在|现在|下載|下载|版權|版权|著作權|"
    r"活動|活动|報名|报名|有效|到期|期限|列印|打印|存取|檢索|检索|生於|生于|出生|播出|上映|演出|開始|开始|結束|结束|成立|創立|创立|"
    r"©|copyright|received|accepted|submitted|deadline|due|expires?|accessed|retrieved|downloaded|printed|taken|"
    r"photo(?:graph(?:ed)?)?|born|died|starts?|ends?|valid|founded|established|registration|today(?: is)?|event"
)
_GLUE = r"(?:所有|日期|時間|时间|日|期|date|on|at|by|in|until|於|于|為|为|是|從|从|自)?"
_STRONG = re.compile(rf"(?P<published>{_PUBLISHED})|(?P<updated>{_UPDATED})", re.IGNORECASE)
_NAMED_TIME = re.compile(r"時間|时间|日期|日時")
_WEAK = re.compile(_DATED, re.IGNORECASE)
#: What is no publication takes the date away, so it must stand directly before it.
_OTHER_BEFORE = re.compile(rf"(?:{_OTHER})\s?{_GLUE}[\s:：／/（(,，\-–—]{{0,4}}$", re.IGNORECASE)
_OTHER_BEHIND = re.compile(
    r"[\s,，）)]{0,3}(?:\S{0,8}[攝摄](?!影|氏|制|製)|截止|止(?!於)|前報名|前报名|收稿|接受|版權|版权|期滿|起(?!於))"
    r"|[\s,)]{0,3}(?:deadline|received|accepted|photo|all rights)",
    re.IGNORECASE,
)
#: A label that is followed by a colon or a number belongs to what follows it.
_BEHIND = re.compile(
    rf"[\s,，、|·（(\[]{{0,3}}(?:(?P<published>{_PUBLISHED})|(?P<updated>(?:最後|最后|last\s)?(?:{_UPDATED})))"
    r"(?!\w{0,3}(?:時間|时间|日期|於|于|on|at)?\s?[:：]|\w{0,3}[\s(（]{0,2}(?:at |on )?\d)",
    re.IGNORECASE,
)
#: How far before a date its label is looked for.
_REACH = 18
_NAMES = re.compile(
    r"(?P<published>publi|pubdate|pub[-_ ]?(?:date|time)|posted|created|issued|entry-date|release)"
    r"|(?P<modified>modif|lastmod)|(?P<updated>updat|edited|revis)"
    r"|(?P<other>deadline|expire|copyright|caption|today|clock|current|weather|birth|event)",
    re.IGNORECASE,
)


def label_before(text: str) -> Label:
    """Of the words that end where a date begins; the last one counts."""
    near = text[-_REACH:]
    if _OTHER_BEFORE.search(near):
        return Label.OTHER
    if strong := list(_STRONG.finditer(near)):
        if strong[-1]["published"]:
            return Label.PUBLISHED
        return Label.CHANGE if _NAMED_TIME.match(near, strong[-1].end()) else Label.UPDATED
    return Label.DATED if _WEAK.search(near) else Label.NONE


def label_behind(text: str) -> Label:
    """Of the words that begin where a date ends: 2026-11-20 08:00 更新."""
    if _OTHER_BEHIND.match(text):
        return Label.OTHER
    text = text.rstrip()
    found = _BEHIND.match(text)
    if found is None:
        return Label.NONE
    return Label.PUBLISHED if found["published"] else Label.UPDATED


def label_alone(text: str) -> Label:
    """Of a block that is a label and no more: 發布時間 in an element of its own."""
    return label_before(text) if len(text) <= 14 and not any(char.isdigit() for char in text) else Label.NONE


def label_of_names(names: str) -> Label:
    """Of class names, ids and property names: "entry-date published updated" is of the publication."""
    found = Label.NONE
    for match in _NAMES.finditer(names):
        if match["published"]:
            return Label.PUBLISHED
        found = Label.OTHER if match["other"] else Label.UPDATED if match["modified"] else Label.CHANGE
    return found
