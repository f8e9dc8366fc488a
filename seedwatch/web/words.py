"""The words of the pages in three written languages, chosen by what the browser asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One written language of the pages. `lang` is its BCP 47 tag."""

    lang: str
    search: str
    hint: str
    theme: str
    source: str
    language: str
    since: str
    until: str
    all: str
    found: str
    nothing: str
    newer_only: str
    more: str
    undated: str
    published: str
    fetched: str
    by: str
    original: str
    also_at: str
    copy_of: str
    why: str
    off_theme: str
    dates: str
    origin: str
    raw: str
    read_as: str
    note: str
    revisions: str
    footer: str
    no_text: str
    problem: str
    assumed: str
    human: str
    also_asked: str
    exactly: str
    newest: str
    best: str
    order: str
    kinds: Mapping[str, str]
    rules: Mapping[str, str]


ZH_HANT = Words(
    lang="zh-Hant",
    search="搜尋",
    hint="字詞、「片語」、-排除；繁簡皆可",
    theme="主題",
    source="媒體",
    language="語言",
    since="起",
    until="迄",
    all="全部",
    found="筆",
    nothing="沒有符合的文章。",
    newer_only="換個說法、少一個條件，或先執行 seedwatch crawl 收集文章。",
    more="更多",
    undated="日期不明",
    published="發布",
    fetched="收錄",
    by="作者",
    original="原文",
    also_at="另見於",
    copy_of="轉載自",
    why="為何有這些主題",
    off_theme="沒有任何主題",
    dates="日期的依據",
    origin="出處",
    raw="原字串",
    read_as="讀作",
    note="說明",
    revisions="修訂",
    footer="內文版權屬原媒體；僅供個人分析",
    no_text="這個來源只保存標題與連結。",
    problem="這個查詢讀不懂",
    assumed="時區依媒體推定",
    human="人工判定",
    also_asked="也找了",
    exactly="只找原字",
    newest="新到舊",
    best="相關",
    order="排序",
    kinds={
        "identical": "全同",
        "syndicated": "轉載",
        "re-headlined": "換標題",
        "truncated": "節錄",
        "other-script": "另一字體",
    },
    rules={
        "strong alias": "專名",
        "weak alias": "一般名稱",
        "weak alias + cue": "一般名稱加旁證",
        "phrase": "片語",
        "cue": "旁證",
        "pattern": "句型",
        "together": "詞組同現",
        "learned": "學習",
    },
)
ZH_HANS = Words(
    lang="zh-Hans",
    search="搜索",
    hint="字词、“短语”、-排除；繁简皆可",
    theme="主题",
    source="媒体",
    language="语言",
    since="起",
    until="止",
    all="全部",
    found="条",
    nothing="没有符合的文章。",
    newer_only="换个说法、少一个条件，或先运行 seedwatch crawl 收集文章。",
    more="更多",
    undated="日期不明",
    published="发布",
    fetched="收录",
    by="作者",
    original="原文",
    also_at="另见于",
    copy_of="转载自",
    why="为何有这些主题",
    off_theme="没有任何主题",
    dates="日期的依据",
    origin="出处",
    raw="原字符串",
    read_as="读作",
    note="说明",
    revisions="修订",
    footer="内文版权属原媒体；仅供个人分析",
    no_text="这个来源只保存标题与链接。",
    problem="这个查询读不懂",
    assumed="时区依媒体推定",
    human="人工判定",
    also_asked="也找了",
    exactly="只找原字",
    newest="新到旧",
    best="相关",
    order="排序",
    kinds={
        "identical": "全同",
        "syndicated": "转载",
        "re-headlined": "换标题",
        "truncated": "节录",
        "other-script": "另一字体",
    },
    rules={
        "strong alias": "专名",
        "weak alias": "一般名称",
        "weak alias + cue": "一般名称加旁证",
        "phrase": "短语",
        "cue": "旁证",
        "pattern": "句型",
        "together": "词组同现",
        "learned": "学习",
    },
)
EN = Words(
    lang="en",
    search="Search",
    hint='words, "phrases", -not; either Chinese script',
    theme="Theme",
    source="Outlet",
    language="Language",
    since="From",
    until="To",
    all="all",
    found="articles",
    nothing="No article matches.",
    newer_only="Try other words or fewer conditions, or run seedwatch crawl first.",
    more="More",
    undated="no date",
    published="Published",
    fetched="Fetched",
    by="By",
    original="Original",
    also_at="Also at",
    copy_of="Copy of",
    why="Why these themes",
    off_theme="No theme",
    dates="Evidence for the date",
    origin="Origin",
    raw="As written",
    read_as="Read as",
    note="Note",
    revisions="Revisions",
    footer="Texts belong to their publishers; for personal analysis only",
    no_text="Of this outlet only title and link are kept.",
    problem="This query cannot be read",
    assumed="zone assumed from the outlet",
    human="judged by a person",
    also_asked="Also looked for",
    exactly="only as written",
    newest="newest",
    best="best match",
    order="Order",
    kinds={},
    rules={},
)
LANGUAGES = {words.lang: words for words in (ZH_HANT, ZH_HANS, EN)}
_REGIONS = {"zh-cn": ZH_HANS, "zh-sg": ZH_HANS, "zh-hans": ZH_HANS, "en": EN}


def choose(accept_language: str) -> Words:
    """The first language of an Accept-Language header that the pages speak, else Traditional Chinese."""
    for part in accept_language.split(","):
        tag = part.split(";")[0].strip().lower()
        for prefix, words in _REGIONS.items():
            if tag == prefix or tag.startswith(prefix + "-"):
                return words
        if tag.startswith("zh"):
            return ZH_HANT
    return ZH_HANT
