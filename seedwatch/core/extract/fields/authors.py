"""Who wrote it: structured names, and bylines as Chinese and English pages print them. Editors are not
authors."""

# ruff: noqa: E501  (tables of phrases: a line is a kind)

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from seedwatch.core.extract.body.blocks import Block, Blocks
from seedwatch.core.extract.body.class_hints import BYLINE
from seedwatch.core.extract.fields.linked_data import articles
from seedwatch.core.extract.fields.meta import Meta, squash
from seedwatch.core.extract.fields.title import fold_title

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
#: A line that is nothing but a name, where the class says that it is one.
_PERSON = re.compile(r"(?:[A-ZÀ-Ž][\w’'\-]+\.?\s){1,3}[A-ZÀ-Ž][\w’'\-]+")

_SURNAMES = frozenset(
    "王李張张劉刘陳陈楊杨黃黄趙赵吳吴周徐孫孙馬马朱胡郭何林高羅罗鄭郑梁謝谢宋唐許许韓韩鄧邓馮冯曹彭曾蕭萧肖田董潘袁蔡蔣蒋余"
    "于杜葉叶程魏蘇苏呂吕丁任盧卢姚沈鍾钟姜崔譚谭陸陆范汪廖石金韋韦賈贾夏付傅方鄒邹熊白孟秦邱丘侯江尹薛閆闫段雷龍龙黎史"
    "陶賀贺毛郝顧顾龔龚邵萬万覃武錢钱戴嚴严莫孔向常湯汤康易喬乔賴赖文施洪辛柯莊庄溫温翁詹涂塗游簡简凌卓古甘巫尤童管藍蓝"
    "連连歐欧倪裴畢毕翟安耿柳喻左符路宇栗奚牛關关岳齊齐伍龐庞樊蘭兰殷聞闻季焦鮑鲍單单祝華华章費费紀纪舒屈項项阮房解包甄"
    "盛霍駱骆苗鄔邬冷梅池祁鞠竇窦滕穆鄢宮宫成戚匡卞苟瞿車车仇桂佘嵇荊荆隋封桑艾烏乌應应談谈岑官麥麦刁諸诸商景邢羊敖明饒饒"
    "鹿師师危臧查牟胥時时樓楼婁娄戎寧宁虞習习沙蒙遲迟璩粘鈕闕阙魯鲁柏席曲鍾"
)
_COMPOUND = (
    "歐陽",
    "欧阳",
    "司馬",
    "司马",
    "諸葛",
    "诸葛",
    "上官",
    "張簡",
    "范姜",
    "端木",
    "皇甫",
    "東方",
    "东方",
)
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
_ENGLISH = re.compile(
    r"^(?:by|written by|words by|von|par|por)\s*:?\s+(?P<names>[A-ZÀ-Ž][\w.’'\-]+(?:\s+(?:de|van|von|der|la|al|bin|el|and|und|&)?\s?"
    r"[A-ZÀ-Ž][\w.’'\-]*){1,6})",
    re.IGNORECASE,
)
_NOT_REPORTING = re.compile(r"攝影?[）)／/]?$|摄影?$|翻攝|摄$|攝$|拍攝|摄影|攝影|提供")
_COMMON_WORDS = frozenset(
    re.findall(
        r"\S+",
        (
            "今天 今日 昨天 昨日 近日 日前 獲悉 获悉 從 从 了解 采访 採訪 表示 綜合 综合 整理 編譯 编译 整合 報導 报道"
        ),
    )
)


def find_authors(meta: Meta, page: Blocks, start: int, end: int, site: str = "") -> tuple[str, ...]:
    """Names in the order given. start/end: the article's blocks; bylines stand in them or a little before."""
    own = {
        fold_title(value)
        for value in (meta.first("og:site_name"), meta.first("application-name"), site)
        if value
    }
    sources = [names for names in _structured(meta) if names]
    for names in sources:
        if not all(_is_outlet(name, own) for name in names):
            return _unique(
                name for name in names if not (fold_title(name) in own or _HAN_OUTLET.search(name))
            )
    printed = _printed(page, start, end)
    if printed or not sources:
        return _unique(printed)
    foreign = (names for names in sources if not all(fold_title(name) in own for name in names))
    return _unique(next(foreign, sources[0]))


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(fold_title(name), name)
    return tuple(kept.values())[:12]


def _structured(meta: Meta) -> Iterator[list[str]]:
    """Names source by source, the strongest first."""
    for node in articles(meta.linked):
        yield [name for raw in node.authors for name in clean_names(raw)]
    for tag in _TAGS:
        yield [name for raw in meta.tags.get(tag, ()) for name in clean_names(raw)]
    yield [name for raw in meta.authors[:4] for name in clean_names(raw)]


def clean_names(raw: str) -> list[str]:
    """Names in a string such as "By A and B" or "張立勳／特稿, 中國時報"."""
    text = squash(raw)
    if len(text) > 200:
        return []
    han = re.match(rf"^(?P<names>[{_HAN}]{{2,4}})\s?[／/╱]", text)
    if han:
        return [han["names"]]
    text = _PREFIX.sub("", text)
    parts = (squash(part).strip(" ,.;:·-–|/") for part in _SPLIT.split(text))
    return [_PREFIX.sub("", part) for part in parts if 1 < len(part) < 60 and not _NOT_A_NAME.search(part)]


def _is_outlet(name: str, own: set[str]) -> bool:
    alone = name.isascii() and " " not in name
    return alone or fold_title(name) in own or bool(_OUTLET.search(name) or _HAN_OUTLET.search(name))


def _printed(page: Blocks, start: int, end: int) -> list[str]:
    rows = page.blocks
    top = range(max(start - 14, 0), min(start + 4, len(rows)))
    tail = range(max(end - 4, start), min(end + 2, len(rows)))
    for i in [*top, *tail]:
        found = _in_block(rows[i])
        if found:
            return found
    for i in top:
        hints = rows[i].hints | page.nodes[rows[i].node].hints
        if hints & BYLINE and _PERSON.fullmatch(rows[i].text):
            return clean_names(rows[i].text)
    return []


def _in_block(block: Block) -> list[str]:
    text = block.text
    if len(text) < 90 and text[:1].isascii():
        english = _ENGLISH.match(text)
        if english:
            return clean_names(english["names"])
    for part in (text[:90], text[-50:] if len(text) > 90 else ""):
        for pattern in _BYLINES:
            for found in pattern.finditer(part):
                names = _read_match(found, part)
                if names:
                    return names
    return []


def _read_match(found: re.Match[str], text: str) -> list[str]:
    if _NOT_REPORTING.search(text[found.start() : found.end() + 3]):
        return []
    groups = found.groupdict()
    if groups.get("run"):
        return _from_run(groups["run"])
    parts = re.split(r"[、，,／/ 　和及與与]+", groups["names"])
    return [name for name in _joined(parts) if _is_name(name)]


def _joined(parts: list[str]) -> list[str]:
    """Two-character names are printed with a space inside (方 敏)."""
    out: list[str] = []
    for part in parts:
        if out and len(part) == 1 and len(out[-1]) == 1:
            out[-1] += part
        elif part:
            out.append(part)
    return out


def _is_name(name: str) -> bool:
    if name in _COMMON_WORDS or not 2 <= len(name) <= 5 or name[-1] in "攝摄":
        return False
    if "·" in name:
        return True
    return name[0] in _SURNAMES or name.startswith(_COMPOUND)


def _from_run(run: str) -> list[str]:
    """Names from 楊思瑞台南 or 姜遠珍、王大明仁川富平: the last one runs into the place."""
    *whole, last = run.split("、")
    size = 4 if last.startswith(_COMPOUND) else 3
    name = last[:size] if len(last) - size != 1 else last[: size - 1]
    return [part for part in [*whole, name] if _is_name(part)]
