"""`make glyphs`: the tables of core/chinese/glyph_tables.py, from OpenCC's single-glyph dictionaries and Unicode.

Computing them takes 0.7 s, which every start would pay; and an OpenCC of another version must not change
how an archive that is already indexed is folded. tests/core/chinese/test_glyph_tables.py compares the file
with what this makes.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from opencc import OpenCC

TARGET = Path(__file__).parents[1] / "seedwatch" / "core" / "chinese" / "glyph_tables.py"
#: Where width, case and accents are folded; beyond lie ideographs and private use.
NARROWED = (range(0x3400), range(0xA640, 0xA800), range(0xFB00, 0xFFF0), range(0x1D400, 0x1D800))
IDEOGRAPHS = (
    range(0x2E80, 0x2FE0),
    range(0x3400, 0xA000),
    range(0xF900, 0xFB00),
    range(0x20000, 0x323B0),
)
#: Letters with a stroke, which Unicode does not decompose.
STROKED = dict(zip("đłøħŧı", "dlohti", strict=True))
#: Each of these exchanges single glyphs; a glyph and what it becomes are one class.
SCRIPT_CONFIGS = ("t2s", "s2t", "tw2s", "hk2s", "s2tw", "s2hk", "t2tw", "t2hk")
#: Glyphs that OpenCC 1.4 exchanges inside phrases only (了解/瞭解, 计划/計畫); the class takes the first.
PHRASE_PAIRS = (
    "沉沈借藉复覆背揹链鍊了瞭坏坯夫伕宁甯熏薰苏甦坐座里哩枪鎗穗繐戚鏚划畫浚濬具俱拿拏"
    "仇讎着著象像焰燄仿彷琅瑯檗蘗澄澂豆荳待呆锄耡筱篠藤籐斤觔果菓吣唚耇耈堤隄斫斲只祇硷鹼"
)
#: Other writings of one glyph, of names above all, that OpenCC leaves alone: Japanese forms and those of family
#: registers. First what the class folds to. Not 浜, 芸, 弁 and 予, which are words of their own in Chinese.
VARIANT_PAIRS = (
    "高髙吉𠮷崎﨑桥槗桥𣘺滨濵柳栁富冨岛嶋岛嶌斋斎齐斉边邉边辺泽沢樱桜广広龙竜黑黒德徳惠恵户戸儿児濑瀬曾曽"
    "涩渋关関颜顔铁鉄驿駅气気两両圆円图図卖売县県步歩每毎产産岁歳盐塩历歴穗穂绿緑缘縁卷巻检検权権验験险険"
    "剑剣圈圏默黙药薬乐楽译訳择択释釈驱駆"
)
#: Numbers that do not run together with the figures beside them: exponents, and figures in circles.
APART = ("<super>", "<circle>")
LINE = 150
HEAD = '''"""Glyph tables, made by tools/make_glyphs.py from OpenCC {version}. Not edited by hand.

FOLDED[i] is what GLYPHS[i] folds to; every other character folds to itself. TRADITIONAL and SIMPLIFIED: the
glyphs that only one script has.
"""

from __future__ import annotations

#: Version of the character database that was asked.
UNICODE = "{unicode}"
'''


def tables() -> dict[str, str]:
    """GLYPHS, FOLDED, TRADITIONAL and SIMPLIFIED."""
    variants = tuple(_variants())
    folded = _folded(variants)
    return {
        "GLYPHS": "".join(folded),
        "FOLDED": "".join(folded.values()),
        "TRADITIONAL": "".join(_only_traditional(variants)),
        "SIMPLIFIED": "".join(_only_simplified(variants)),
    }


Variant = tuple[str, str, frozenset[str]]


def _variants() -> Iterator[Variant]:
    """Each ideograph that any configuration changes, its Simplified form, and all its forms."""
    glyphs = [chr(code) for code in chain(*IDEOGRAPHS)]
    lines = "\n".join(glyphs)
    columns = [OpenCC(config).convert(lines).split("\n") for config in SCRIPT_CONFIGS]
    columns.append([unicodedata.normalize("NFKC", glyph) for glyph in glyphs])
    for glyph, *forms in zip(glyphs, *columns, strict=True):
        others = frozenset(forms) - {glyph}
        if others:
            yield glyph, forms[0], others


def _folded(variants: tuple[Variant, ...]) -> dict[str, str]:
    """Glyph classes first: a narrowed character then lands in its class."""
    classes = _classes(variants)
    found = {glyph: chosen for glyph, chosen in classes.items() if glyph != chosen}
    for char in map(chr, chain(*NARROWED)):
        narrow = _narrowed(_narrowed(char))  # İ gives I first
        form = classes.get(narrow, narrow)
        found.pop(char, None)
        if form != char:
            found[char] = form
    return dict(sorted(found.items()))


def _narrowed(char: str) -> str:
    """Width, case and accent of one character folded; itself where the result is not one character."""
    if unicodedata.category(char) == "No" and unicodedata.decomposition(char).startswith(APART):
        return char
    form = unicodedata.normalize("NFKC", char)
    form = form if len(form) == 1 else char
    form = form.lower() if len(form.lower()) == 1 else form
    parts = unicodedata.normalize("NFD", form)
    if parts[0].isascii() and all(unicodedata.category(mark) == "Mn" for mark in parts[1:]):
        form = parts[0]
    return STROKED.get(form, form)


def _classes(variants: tuple[Variant, ...]) -> dict[str, str]:
    """Every glyph with variants, to the one that stands for all: what most of them become in Simplified."""
    parent: dict[str, str] = {}

    def root(glyph: str) -> str:
        while (above := parent.setdefault(glyph, glyph)) != glyph:
            glyph = above
        return glyph

    votes: Counter[str] = Counter()
    for glyph, simplified, others in variants:
        votes[unicodedata.normalize("NFKC", simplified)] += 1
        for other in sorted(others):
            parent[root(other)] = root(glyph)
    for first, second in zip(PHRASE_PAIRS[::2], PHRASE_PAIRS[1::2], strict=True):
        votes[first] += 100
        parent[root(second)] = root(first)
    for first, second in zip(VARIANT_PAIRS[::2], VARIANT_PAIRS[1::2], strict=True):
        votes[first] += 1
        parent[root(second)] = root(first)
    members: dict[str, list[str]] = {}
    for glyph in list(parent):
        members.setdefault(root(glyph), []).append(glyph)
    chosen = {top: max(sorted(glyphs), key=lambda g: votes[g]) for top, glyphs in members.items()}
    return {glyph: chosen[top] for top, glyphs in members.items() for glyph in glyphs}


def _only_traditional(variants: tuple[Variant, ...]) -> Iterator[str]:
    """t2s changes them and the Simplified standard (GB 2312) lacks them; so 后, 里, 台 are neither's."""
    return (glyph for glyph, simplified, _ in variants if simplified != glyph and not _has("gb2312", glyph))


def _only_simplified(variants: tuple[Variant, ...]) -> Iterator[str]:
    return (glyph for glyph, simplified, _ in variants if simplified == glyph and not _has("big5", glyph))


def _has(charset: str, glyph: str) -> bool:
    try:
        glyph.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def source() -> str:
    """The text of seedwatch/core/chinese/glyph_tables.py."""
    parts = [HEAD.format(version=version("opencc"), unicode=unicodedata.unidata_version)]
    for name, value in tables().items():
        lines = (value[at : at + LINE] for at in range(0, len(value), LINE))
        parts.append(f"{name} = (\n" + "".join(f'    "{_escaped(line)}"\n' for line in lines) + ")\n")
    return "\n".join(parts)


def _escaped(line: str) -> str:
    """Ideographs as they are; all else by number, as editors draw or normalise it at will."""
    ideograph = frozenset(chain(range(0x3400, 0xA000), range(0x20000, 0x2F800)))
    return "".join(char if ord(char) in ideograph else _number(char) for char in line)


def _number(char: str) -> str:
    if char.isascii() and char.isalnum():
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


if __name__ == "__main__":
    TARGET.write_text(source(), encoding="utf-8")
