"""Who wrote it: structured names, and bylines as Chinese and English pages print them. Editors are not
authors."""

# ruff: noqa: E501  (tables of phrases: a line is a kind)

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from seedwatch.core.chinese.person_names import is_person_name
from seedwatch.core.extract.body.blocks import Block, Blocks
from seedwatch.core.extract.body.class_hints import BYLINE, CAPTION
from seedwatch.core.extract.fields.bylines import (
    HAN,
    LONGEST,
    joined_names,
    may_be_byline,
    name_before_place,
    read_byline,
    without_date,
)
from seedwatch.core.extract.fields.linked_data import articles
from seedwatch.core.extract.fields.meta import Meta, squash
from seedwatch.core.extract.fields.title import fold_title
from seedwatch.core.model.text import CHINESE, Language

_TAGS = re.findall(
    r"\S+",
    "author article:author byl parsely-author sailthru.author dc.creator dcterms.creator "
    "dc.contributor cxenseparse:author og:article:author authors article.author dable:author "
    "citation_author creator twitter:creator:name vr:author dcsext.author",
)
_PREFIX = re.compile(
    r"^(?:by|von|par|por|di|de|text|words by|written by|story by|posted by|author|autor|文|撰文|作者|記者|记者|特約記者|本報記者|"
    r"本报记者|採訪|采写)\b\s*[:：/／]?\s+|^(?:文|撰文|作者|記者|记者|實習記者|实习记者|特約記者|本報記者|本报记者|采写)\s*[:：/／]\s*",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:[;|、&]|,(?!\s*(?:jr|sr|m\.?d|ph\.?d)\b)|\b(?:and|und|with|et|y|og)\b(?!\s*$)|\sE\s)\s*",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"https?:|www\.|@|^\d+$|^(?:admin|administrator|editor|editorial|unknown|null|none|n/?a|未知|佚名|小編|网络|網路|網絡|本站|原创|"
    r"匿名|agencies|agency)$|^(?:编辑|編輯|责任编辑|責任編輯|updated|published)|[{}<>=()]|(?:編輯|编辑|攝|摄)$|getty images|istock|shutterstock|google\+",
    re.IGNORECASE,
)
#: An organisation signs for an outlet; a printed person's name says more.
_OUTLET = re.compile(
    r"(?:報|报|網|网|社|新聞|新闻|新聞雲|時報|日报|電子報|頻道|中心|公司|集團|编辑部|編輯部|財經|财经|科技|體育|娱乐|娛樂|"
    r"Staff|News|Times|Agency|Redaktion|Team|Desk|Online|Editors?)$|\.(?:com|tw|cn|net|de|org)$|新聞|电视台|電視|通訊|デジタル",
    re.IGNORECASE,
)

_HAN_OUTLET = re.compile(
    r"[\u3400-\u9fff].*(?:報|报|網|网|社|新聞|新闻|新聞雲|中心|公司|頻道)$|^[\w-]+\.[a-z]{2,3}$",
    re.IGNORECASE,
)
_AUTHOR_WORDS = ("author", "byline", "reporter", "writer", "zuozhe", "name", "editor")
_MASTHEAD = re.compile(
    r"(?:BBC|RFI|VOA|DW|CNN|[\u3400-\u9fff]{1,6})[ ]?(?:News )?(?:中文|中文網|中文网|新聞|新闻)"
)
#: A line that is nothing but a name, where the class says that it is one.
_PERSON = re.compile(r"(?:[A-ZÀ-Ž][\w’'\-]+\.?\s){1,3}[A-ZÀ-Ž][\w’'\-]+")

_HAN = "\u3400-\u9fff·"
_NAME = rf"(?:[{_HAN}]{{2,4}}|[{_HAN}][ 　][{_HAN}](?![{_HAN}]))"
_NAMES = rf"{_NAME}(?:[、，,／/ 　和及與与]{{1,2}}{_NAME})*"
_REPORTER = r"(?:本報|本报|本網|本网|特約|特约|實習|实习|見習|见习|駐[\u3400-\u9fff]{2,4}|首席|資深|综合|綜合)*(?:記者|记者|特派員|特派员|通訊員|通讯员)"
_PLACE_REPORT = r"(?:[／/╱∕﹨]|[ 　])\s?[\u3400-\u9fff、0-9A-Za-z ]{0,14}?(?:報導|报道|報道|連線|专电|電|电|特稿|專訪|专访|攝影)"
#: In this order; the group `names` holds one or more names.
_BYLINES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[（(【〔\[﹝]\s?[^（(【〔\[﹝]{{0,12}}?{_REPORTER}\s?[:：]?\s?(?P<names>{_NAMES})\s?{_PLACE_REPORT}",
        rf"{_REPORTER}\s?[:：]?\s?(?P<names>{_NAMES})\s?{_PLACE_REPORT}",
        rf"[（(【〔][^（(）)]{{0,8}}?社[^）)]{{0,4}}?記者\s?(?P<run>[{_HAN}、]{{4,24}}?)(?:\d{{1,2}}日)",
        rf"[（(【〔\[﹝][^）)】〕\]]{{0,14}}?{_REPORTER}\s?[:：]?\s?(?P<names>{_NAMES})\s?[）)】〕\]﹞／/]",
        rf"^[^，。,]{{0,10}}?{_REPORTER}\s?[:：]\s?(?P<names>{_NAMES})",
        rf"(?:鉅亨網|鉅亨|經濟日報|聯合報|工商時報|自由時報|中國時報|澎湃新闻|新华社|本报|新京报|财新)\s?(?:新聞)?"
        rf"{_REPORTER}\s?(?P<names>{_NAMES})(?=$|[ 　]|\d)",
        rf"(?:作者|撰文|採訪撰文|文字|撰稿|采写|執筆|文)\s?[:：／/|｜]\s?{_REPORTER}?\s?(?P<names>{_NAMES})(?=$|[^{_HAN}])",
        rf"^\s?作者\s(?P<names>{_NAMES})(?=$|[ 　｜|])",
        rf"^{_REPORTER}\s?(?P<names>{_NAMES})\s?$",
        rf"^(?:[【〔\[]?[\u3400-\u9fff]{{2,5}}[ ╱／/])?(?P<names>[{_HAN}]{{2,4}}(?:、[{_HAN}]{{2,4}})*)"
        rf"\s?[／╱/]\s?(?:[\u3400-\u9fff\d]{{1,10}}(?:報導|报道|電|连线|連線)|特稿|專訪)",
        r"[（(](?P<names>[\u3400-\u9fff]{2,4})(?:報導|报道)[）)]",
    )
)
_NOT_REPORTING = re.compile(r"攝影?[）)／/]?$|摄影?$|翻攝|摄$|攝$|拍攝|摄影|攝影|提供")
#: An outlet or desk before the name it employs.
_EMPLOYED = re.compile(
    r"^[\u3400-\u9fffA-Za-z0-9·.]{2,12}?(?:報|报|網|网|社|新聞|新闻|新聞雲|中文|台|頻道|频道|中心)[ 　]?(?P<name>[\u3400-\u9fff]{2,4})$"
)
#: Characters of a pen name that its node calls a person's.
_PEN_NAME = 4
_HANDLE = re.compile(r"\d|_|^[a-z.\-]+$")
_BOTH_FORMS = re.compile(r"(?P<han>[\u3400-\u9fff·]{2,12})\s?[（(](?P<latin>[A-Z][\w.’'\- ]+)[）)]")
#: What stands under a name in a masthead: the person's role, or the outlet.
_ROLE_LINE = re.compile(
    r"(?:記者|记者|編輯|编辑|作者|特派員|特派员|撰稿人|評論員|评论员|主筆|Correspondent|Reporter|Writer)$|^Role\b",
    re.IGNORECASE,
)
_BETWEEN = r"[、，,／/ 　和及與与]+"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where to look on the page: indices of the headline (-1: not printed), and of the article's blocks."""

    title_at: int
    start: int
    end: int


def find_authors(
    meta: Meta, page: Blocks, start: int, end: int, title_at: int = -1, language: Language = Language.OTHER
) -> tuple[str, ...]:
    """Names in the order given. start/end: the article's blocks; bylines stand in them or a little before.

    On Chinese pages a printed byline says more than what a template fills in, and an outlet or desk is no author.
    """
    place = _Place(title_at, start, end)
    if language in CHINESE:
        return _chinese(meta, page, place, {fold_title(value) for value in _outlets(meta) if value})
    named = (meta.first("og:site_name"), meta.first("application-name"))
    own = {fold_title(value) for value in named if value}
    sources = [names for names in _structured(meta) if names]
    for names in sources:
        if not all(_is_outlet(name, own) for name in names):
            return _unique(
                name for name in names if not (fold_title(name) in own or _HAN_OUTLET.search(name))
            )
    printed = _printed(page, place)
    if printed or not sources:
        return _unique(printed)
    foreign = (names for names in sources if not all(fold_title(name) in own for name in names))
    return _unique(next(foreign, sources[0]))


def _outlets(meta: Meta) -> Iterator[str]:
    yield meta.first("og:site_name")
    yield meta.first("application-name")
    for node in meta.linked:
        yield node.publisher
        yield from node.organisations


def _chinese(meta: Meta, page: Blocks, place: _Place, own: set[str]) -> tuple[str, ...]:
    printed = _unique(name for name in _printed(page, place) if not _is_outlet(name, own, latin=False))
    called = {name for node in meta.linked for name in node.people if len(name) <= _PEN_NAME}
    editors = _editors(page, place) - {name for node in meta.linked for name in node.people}
    for names in _structured(meta, persons=True):
        likely = (name for name in names if name in called or (_is_person(name) and name not in editors))
        people = _unique(name for name in likely if not _is_outlet(name, own, latin=False))
        if people and (not printed or set(printed) < set(people)):
            return people
    return printed


def _editors(page: Blocks, place: _Place) -> set[str]:
    """Who is named as an editor below the article: templates fill that name in as the author."""
    rows = page.blocks[max(place.end - 3, 0) : place.end + 6]
    bylines = (read_byline(row.text) for row in rows if len(row.text) <= LONGEST)
    return {name for byline in bylines if byline is not None for name in byline.editors}


def _is_person(name: str) -> bool:
    """A name that looks like a person's: no handle, code or slogan."""
    if name.isascii():
        return _HANDLE.search(name) is None
    return is_person_name(name) or not HAN.search(name) or _BOTH_FORMS.fullmatch(name) is not None


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(fold_title(name), name)
    return tuple(kept.values())[:12]


def _structured(meta: Meta, persons: bool = False) -> Iterator[list[str]]:
    """Names source by source, the strongest first. persons: only who is called a person where a type is given."""
    for node in articles(meta.linked):
        given = [raw for raw in node.authors if not (persons and raw in node.organisations)]
        yield [name for raw in given for name in clean_names(raw)]
    for tag in _TAGS:
        yield [name for raw in meta.tags.get(tag, ()) for name in clean_names(raw)]
    yield [name for raw in meta.authors[:4] for name in clean_names(raw)]


def clean_names(raw: str) -> list[str]:
    """Names in a string such as "By A and B" or "張立勳／特稿, 中國時報"."""
    text = squash(raw)
    if len(text) > 200:
        return []
    byline = read_byline(text)
    if byline is not None and (byline.whole or byline.names):
        return list(byline.names)
    han = re.match(rf"^(?P<names>[{_HAN}]{{2,4}})\s?[／/╱]", text)
    if han:
        return [han["names"]]
    text = _PREFIX.sub("", text)
    parts = (squash(part).strip(" ,.;:·-–|/") for part in _SPLIT.split(text))
    names = (_PREFIX.sub("", part) for part in parts if 1 < len(part) < 60 and not _NOT_A_NAME.search(part))
    return [name for part in names for name in _employed(part)]


def _employed(part: str) -> list[str]:
    """The people in a part that names their outlet too, or that sets names side by side; else the part itself."""
    found = _EMPLOYED.match(part)
    if found and is_person_name(found["name"]):
        return [found["name"]]
    pieces = re.split(_BETWEEN, part)
    if len(pieces) > 1 and HAN.search(part):
        people = [piece for piece in joined_names(pieces) if is_person_name(piece)]
        if people:
            return people
    return [part]


def _is_outlet(name: str, own: set[str], latin: bool = True) -> bool:
    """latin: a single word in Latin letters counts as one."""
    alone = latin and name.isascii() and " " not in name
    if not latin and is_person_name(name) and fold_title(name) not in own:
        return False
    return alone or fold_title(name) in own or bool(_OUTLET.search(name) or _HAN_OUTLET.search(name))


def _printed(page: Blocks, place: _Place) -> list[str]:
    rows = page.blocks
    start, end = place.start, place.end
    first = max(start - 14, 0)
    if first <= place.title_at <= start:
        first = max(place.title_at - 3, 0)
    top = range(first, min(start + 6, len(rows)))
    tail = range(max(end - 4, start), min(end + 2, len(rows)))
    for i in [*top, *tail]:
        found = [] if _in_caption(page, i) or _is_menu(rows[i]) else _in_block(rows[i])
        if found:
            return found + _in_next(rows[i + 1 : i + 3])
    for i in top:
        found = _alone(page, i, place.title_at)
        if found:
            return found
    return []


def _in_caption(page: Blocks, i: int) -> bool:
    row = page.blocks[i]
    return (
        bool((row.hints | page.nodes[row.node].hints) & CAPTION) and not page.nodes[row.node].hints & BYLINE
    )


def _is_menu(row: Block) -> bool:
    return len(row.text) > 60 and row.linked * 2 > len(row.text)


def _in_next(rows: list[Block]) -> list[str]:
    """Further bylines in the lines right below one."""
    out: list[str] = []
    for row in rows:
        byline = read_byline(row.text)
        if byline is None or not byline.whole:
            break
        out += byline.names
    return out


def _alone(page: Blocks, i: int, title_at: int) -> list[str]:
    """A line that is nothing but a name, where its class or the line below says so."""
    row = page.blocks[i]
    text = without_date(row.text)
    dated = text != row.text
    both = _BOTH_FORMS.fullmatch(text)
    if not (both or is_person_name(text) or _PERSON.fullmatch(text)):
        return []
    hints = row.hints | page.nodes[row.node].hints
    name = page.nodes[row.node].name.lower()
    named = hints & BYLINE and (not HAN.search(text) or dated or any(word in name for word in _AUTHOR_WORDS))
    below = page.blocks[i + 1].text if i + 1 < len(page.blocks) else ""
    masthead = 0 <= title_at < i <= title_at + 4 and len(below) < 30
    if named or (
        masthead and (_ROLE_LINE.search(below) or _HAN_OUTLET.search(below) or _MASTHEAD.fullmatch(below))
    ):
        return [text] if both or HAN.search(text) else clean_names(text)
    return []


def _in_block(block: Block) -> list[str]:
    text = block.text
    byline = read_byline(text)
    if byline is not None and byline.whole:
        return list(byline.names)
    if not may_be_byline(text):
        return []
    for part in (text[:90], text[-50:] if len(text) > 90 else ""):
        for pattern in _BYLINES:
            for found in pattern.finditer(part):
                names = _read_match(found, part)
                if names:
                    return names
    return list(byline.names) if byline is not None else []


def _read_match(found: re.Match[str], text: str) -> list[str]:
    if _NOT_REPORTING.search(text[found.start() : found.end() + 3]):
        return []
    groups = found.groupdict()
    if groups.get("run"):
        return _from_run(groups["run"])
    return [name for name in joined_names(re.split(_BETWEEN, groups["names"])) if is_person_name(name)]


def _from_run(run: str) -> list[str]:
    """Names from 楊思瑞台南 or 姜遠珍、王大明仁川富平: the last one runs into the place."""
    *whole, last = run.split("、")
    return [part for part in [*whole, name_before_place(last)] if is_person_name(part)]
