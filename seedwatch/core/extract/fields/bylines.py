"""Lines that say who wrote an article, as Chinese and English outlets print them, read part by part.

A byline is a row of parts: outlet, role, names, place and kind of report, date. What is none of these makes the
line a sentence. Names behind an editor's or photographer's role are no authors.
"""

# ruff: noqa: E501  (tables of phrases: a line is a kind)

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from seedwatch.core.chinese.person_names import is_person_name

#: One of these stands in every Chinese byline; looked for first, as most lines have none.
_MAY_BE = re.compile(
    r"[記记][者]|[編编][譯译輯辑審审撰]|作者|文[字／/|｜丨:： 　]|[圖图]文|[執执][筆笔]|[採采][訪访写寫]|[報报][導导道]|[連连][線线]|[電电訊讯]|特派|通[訊讯]|特稿|[專专][訪访題题]|整理|[責责][編编任]|[攝摄]|[評评][論论][員员]|撰|[譯译]者|翻[譯译]|主[筆笔]|口述|[實实][習习]|[來来]源|校[對对]|[審审]核|[監监]制|原[創创標标]"
)
HAN = re.compile(r"[\u3400-\u9fff]")
#: No byline is longer.
LONGEST = 90
_BRACKETS = "【】〔〕［］[]（）()﹝﹞〈〉《》「」□■◎●▲▼※*＊◆◇★☆－—–-~|｜/／╱:：,，.。 　"
_OUTER = re.compile(rf"^[{re.escape(_BRACKETS)}]+|[{re.escape(_BRACKETS)}]+$")
_WHEN = re.compile(
    r"(?:民國|民国)?\d{2,4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?(?:\s?[(（]?(?:週|周|星期)[一二三四五六日天][)）]?)?"
    r"|\d{1,2}\s?月\s?\d{1,2}\s?日|(?:上午|下午|晚上|早上|凌晨)?\s?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s?[AaPp][Mm])?"
    r"|(?:發布|发布|發佈|更新|發表|发表|刊登)(?:時間|时间|日期)?\s?[:：]?\s?"
)
_PARTS = re.compile(
    r"[／/╱∕﹨\\|｜丨︱、，,;；:：　\s()（）\[\]【】〔〕&+]+|(?<=[\u3400-\u9fff])[和與与及](?=[\u3400-\u9fff])"
)
_OTHER_ROLE = re.compile(
    r"(?:責任|责任|執行|执行|網路|網站|网站|文字|實習|见习|值班|美术|視覺|視頻|圖片|图片|核稿|本期|本文|新媒体|融媒体|微信|版面)*"
    r"(?:編輯|编辑|責編|责编|編審|编审|主編|主编|總編輯|审核|審核|校對|校对|審校|审校|監製|监制|監审|統籌|统筹|策劃|策划|設計|设计|制图|製圖|"
    r"攝影(?:記者)?|摄影(?:记者)?|攝像|摄像|影像|拍攝|拍摄|攝|摄|翻攝|圖片?|图片?|圖說|剪輯|剪辑|後製|后期|製作|制作|海报|海報|排版|"
    r"來源|来源|稿源|新聞來源|文章来源|資料來源|原標題|原标题|出處|译审)"
)
_WRITER = re.compile(
    r"(?:本報|本报|本網|本网|本刊|本社|特約|特约|實習|实习|見習|见习|駐\S{2,6}?|驻\S{2,6}?|首席|資深|资深|高级|高級|綜合|综合|地方|職工|职工|"
    r"新媒体|全媒体|融媒体|調查|调查|專題|体育|財經|财经|政治|科技|香港|台灣|亞洲|商業|事務)*"
    r"(?:記者|记者|特派員|特派员|通訊員|通讯员|特約撰述|特約撰稿人?|評論員|评论员|撰稿人|作者群?|撰文者?|撰稿|撰述|執筆|执笔|采写|採寫|採訪|采访|"
    r"文字|編譯|编译|編撰|编撰|譯者|译者|翻譯|翻译|整理|圖文|图文|文圖|文图|文／圖|主筆|主笔|專欄作家|专栏作家|口述|實習生|实习生|文)"
)
_OUTLET_BEFORE = re.compile(
    r"[\u3400-\u9fffA-Za-z0-9·]{1,12}?(?:報|报|網|网|社|新聞|新闻|新聞雲|台|臺|視|视|電視|频道|頻道|日報|晚報|財經|财经|中心|觀點|中文|在线|刊|NEWS|News|news)"
    r"(?=(?:本報|特約|特约|實習|实习|首席|高级|資深|资深|駐|驻|见习|見習)*(?:記者|记者|特派|編譯|编译|通訊員|通讯员|評論員|评论员|實習|实习))"
)
_REPORT = re.compile(
    r"[\u3400-\u9fffA-Za-z0-9]{0,12}?(?:報導|报导|報道|报道|連線|连线|专电|專電|外電|外电|综合报道|特稿|專訪|专访|專題|分析|採訪|采访|編譯|编译|整理|日電|日电|日訊|日讯|讯|訊|電|电|发|攝影)"
)
_NAME_REPORT = re.compile(
    r"(?P<run>[\u3400-\u9fff]{2,10}?)(?:\d{1,2}日)?(?:綜合|综合|專|专)?(?:報導|报导|報道|报道|特稿|專訪|专访|電|电)"
)
_NOT_BEFORE = re.compile(r"告[訴诉]|[對对向有據据受讓让問问]|表示|[稱称說说]")
_ROLE_BEHIND = re.compile(
    r"(?P<outlet>[\u3400-\u9fff·]{2,8}?)(?:本報|本报|特約|特约|實習|实习|見習|见习|首席|資深|资深|高级|高級)*(?:記者|记者|評論員|评论员|特派員|特派员|通讯员|編譯|编译)"
)
_PHOTO = re.compile(r"攝|摄|拍|^[圖图]")
_DESK = re.compile(
    r"[\u3400-\u9fffA-Za-z0-9·]{0,14}(?:中心|小組|小组|組|组|部|編輯台|編輯部|编辑部|報|报|網|网|社|新聞|新闻|新聞雲|電視|电视|台|頻道|频道|公司|財經|财经|公众号|號|号|觀點|晨报|日報|中文|雜誌|杂志|周刊|週刊|訊|专栏|專欄)"
    r"|[A-Za-z0-9 .·]{2,20}(?:News|NEWS|Times|Online)"
)
_HAN_NAME = re.compile(r"[\u3400-\u9fff·•・]{2,12}")
_NO_PEN_NAME = re.compile(
    r"[閱阅][讀读]|分享|[評评][論论]|字[號号體体]|[來来]源|[時时][間间]|更新|[發发]布|未知|佚名|[網网][絡络路友]|整理|原[創创]|匿名|收藏|[點点][擊击]|"
    r"[關关]注|返回|研究|本站|小編|小编|[綜综]合|[導导]航|[頻频]道|[選选]|[訂订]|[舉举]|全部|更多|簡介|简介|授[權权]|投稿|[與与]|[說说]"
)
_LATIN_NAME = re.compile(r"[A-ZÀ-Ž][\w’'.\-]*(?: [A-ZÀ-Ž][\w’'.\-]*){0,3}")
_AFTER_NAME = re.compile(r"(?P<name>\S{2,6})(?:作者|撰文|原創|原创)$")
_PLACES = re.compile(r"[\u3400-\u9fff]{2,6}")
_ENGLISH = re.compile(
    r"^(?:(?:written|words|story|reporting|posted|report) )?by\b:?\s+(?P<names>.+)|^(?:von|par|por)\b:?\s+(?P<more>[A-ZÀ-Ž].+)",
    re.IGNORECASE,
)
_ENGLISH_END = re.compile(
    r"\s*(?:[|•·–—/\d(]|\s-\s|,?\s*\b(?:on|at|in|for|from|published|updated|posted|mon|tues?|wed(?:nes)?|thur?s?|fri|satur|sun)(?:day)?\b[.,]?|"
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?,?\s*(?=\d|$)|"
    r",?\s*\b(?:staff|senior|chief|special|contributing|freelance|associate|ap|reuters|afp)?\s?(?:writer|reporter|correspondent|editor|columnist|contributor)s?\b).*$",
    re.IGNORECASE,
)
_ENGLISH_SPLIT = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|und|et|y|e|&)\s+|\s*[&;]\s*", re.IGNORECASE)
_PERSON = re.compile(
    r"[A-ZÀ-Ž][\w’'.\-]*(?:\s+(?:de|van|von|der|den|la|le|al|bin|el|da|dos|di)\b)*(?:\s+[A-ZÀ-Ž][\w’'.\-]*){1,4}(?:,? (?:Jr|Sr)\.?)?"
)


@dataclass(frozen=True, slots=True)
class Byline:
    """names: of the writers, in order. whole: the line holds nothing else. editors: who is named as such."""

    names: tuple[str, ...]
    whole: bool
    editors: tuple[str, ...] = ()


@dataclass(slots=True)
class _Row:
    """A byline being read.

    role: of the names that follow: "writer", "other", or "" before any is given; photo: it is a photographer's and
    no name has followed yet. unnamed: names before any role.
    """

    role: str = ""
    photo: bool = False
    writers: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    report: bool = False
    strange: int = 0


@lru_cache(maxsize=512)
def read_byline(text: str) -> Byline | None:
    """The byline that a line is; None for a line that is none. The passes over a page ask of the same lines."""
    if len(text) > LONGEST:
        return None
    english = read_english(text)
    if english:
        return Byline(english, True)
    if not may_be_byline(text):
        return None
    core = _OUTER.sub("", without_date(text))
    row = _Row()
    for part in _PARTS.split(core):
        if part:
            _read_part(part, row)
    if not (row.role or row.report):
        return None
    names = [] if row.photo else row.writers
    if not names and row.report:
        names = row.editors or row.unnamed
    return Byline(
        tuple(dict.fromkeys(joined_names(names))), row.strange == 0, tuple(joined_names(row.editors))
    )


def may_be_byline(text: str) -> bool:
    """Is there a word in a text without which it holds no Chinese byline?"""
    return not text.isascii() and _MAY_BE.search(text) is not None


def without_date(text: str) -> str:
    """A short line without the date and clock in it."""
    cut = _WHEN.sub(" ", text) if len(text) <= LONGEST else text
    return text if cut == text else _OUTER.sub("", cut)


def _read_part(part: str, row: _Row) -> None:
    rest = part
    before = _OUTLET_BEFORE.match(rest)
    if before:
        rest = rest[before.end() :]
    elif (behind := _ROLE_BEHIND.fullmatch(rest)) and not _NOT_BEFORE.search(behind["outlet"]):
        row.role, row.photo = "writer", False
        return
    for role, pattern in (("other", _OTHER_ROLE), ("writer", _WRITER)):
        found = pattern.match(rest)
        if found and _may_follow(rest[found.end() :]) and (found.group() != "文" or rest == "文"):
            row.role, rest = role, rest[found.end() :]
            row.photo = role == "other" and _PHOTO.search(found.group()) is not None
            break
    if rest:
        _read_rest(rest, row)


def _may_follow(rest: str) -> bool:
    """After a role comes nothing, a name, or a place of report: not the rest of a word (文化, 圖書館, 文章導航)."""
    name = rest[:-1] if rest[-1:] in "攝摄" else rest
    return (
        not rest
        or is_person_name(name)
        or _REPORT.fullmatch(rest) is not None
        or not "\u3400" <= rest[0] <= "\u9fff"
    )


def _read_rest(rest: str, row: _Row) -> None:
    after = _AFTER_NAME.match(rest)
    if rest[-1] in "攝摄" and is_person_name(rest[:-1]):
        row.role = "other"
    elif after and (is_person_name(after["name"]) or _LATIN_NAME.fullmatch(after["name"])):
        row.role = "writer"
        row.writers.append(after["name"])
    elif is_person_name(rest) or (len(rest) == 1 and HAN.match(rest)):
        _add(rest, row)
    elif (named := _NAME_REPORT.fullmatch(rest)) and (name := name_before_place(named["run"])):
        row.report = True
        _add(name, row)
    elif _REPORT.fullmatch(rest):
        row.report = True
    elif _DESK.fullmatch(rest):
        return
    elif row.role == "writer" and not row.writers and not row.strange and _is_pen_name(rest):
        _add(rest, row)  # a pen name behind its label
    elif row.role and _LATIN_NAME.fullmatch(rest):
        _add(rest, row)
    elif not (_PLACES.fullmatch(rest) and (row.writers or row.unnamed)):
        row.strange += 1


def _is_pen_name(text: str) -> bool:
    return len(text) < 5 and _HAN_NAME.fullmatch(text) is not None and _NO_PEN_NAME.search(text) is None


def name_before_place(run: str) -> str:
    """The name in 王小明台北 or 姜遠珍仁川富平; empty when the run begins with none."""
    if is_person_name(run):
        return run
    for size in (4, 3, 2):
        if is_person_name(run[:size]) and len(run) - size != 1:
            return run[:size]
    return ""


def _add(name: str, row: _Row) -> None:
    if row.role == "writer":
        row.writers.append(name)
    elif row.role == "":
        row.unnamed.append(name)
    elif not row.photo:
        row.editors.append(name)
    row.photo = False


def joined_names(parts: list[str]) -> list[str]:
    """Two-character names are printed with a space inside (方 敏); Latin ones with one between their words."""
    out: list[str] = []
    for part in parts:
        if out and len(part) == 1 and len(out[-1]) == 1:
            out[-1] += part
        elif out and part.isascii() and out[-1].isascii():
            out[-1] += f" {part}"
        else:
            out.append(part)
    return [name for name in out if len(name) > 1]


def read_english(text: str) -> tuple[str, ...]:
    """The names of "By A, B and C", without place, date and role behind them; empty for anything else."""
    found = _ENGLISH.match(text) if text[:1].isalpha() and text[0].isascii() else None
    if not found:
        return ()
    core = _ENGLISH_END.sub("", found["names"] or found["more"]).strip(" ,.;:")
    names = [name for name in _ENGLISH_SPLIT.split(core) if name]
    return tuple(names) if names and all(_PERSON.fullmatch(name) for name in names) else ()
