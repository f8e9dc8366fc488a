"""Invented headlines, leads and section names, the same at every run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from seedwatch.core.model.text import Language

START = datetime(2026, 11, 20, 18, 40)  # noqa: DTZ001 -- as printed: the page states no zone
_WORDS = {
    Language.ZH_HANT: (
        ("海岸縣", "青梅市", "南嶼港", "曙光電子", "松河大學", "綠原農會", "北灣車廠", "霧山村"),
        ("宣布啟用", "延後驗收", "擴大徵才", "檢討合約", "完成測試", "暫停出貨", "公開數據", "簽署協議"),
        ("倉儲機器人產線", "海上風電二期工程", "老舊水管汰換計畫", "車用晶片檢測中心", "偏鄉巴士路線", "量子通訊實驗", "稻米外銷專案", "夜間渡輪"),
        "，明年三月前提出評估報告", ("要聞", "財經", "國際", "科技", "生活", "地方"),
        "主辦單位表示，第一階段將由三個單位共同負責，經費由地方與民間各出一半，細節下週對外說明。", ("作者", "更多", "首頁", "下一頁"),
    ),
    Language.ZH_HANS: (
        ("海岸县", "青梅市", "南屿港", "曙光电子", "松河大学", "绿原农会", "北湾车厂", "雾山村"),
        ("宣布启用", "延后验收", "扩大招聘", "检讨合同", "完成测试", "暂停出货", "公开数据", "签署协议"),
        ("仓储机器人产线", "海上风电二期工程", "老旧水管更换计划", "车用芯片检测中心", "偏远公交线路", "量子通信实验", "稻米出口项目", "夜间渡轮"),
        "，明年三月前提出评估报告", ("要闻", "财经", "国际", "科技", "生活", "地方"),
        "主办单位表示，第一阶段将由三个单位共同负责，经费由地方与民间各出一半，细节下周对外说明。", ("作者", "更多", "首页", "下一页"),
    ),
    Language.EN: (
        ("Harbour County", "Plumfield", "Southholm Port", "Dawn Electronics", "Pine River University", "Greenplain Growers", "North Bay Motors", "Mist Hill"),
        ("opens", "delays", "hires for", "reviews", "tests", "halts", "publishes data on", "signs a deal for"),
        ("its warehouse robot line", "the second offshore wind phase", "old water pipes", "a car chip test centre", "rural bus routes", "a quantum link trial", "rice exports", "the night ferry"),
        " before a report due in March", ("News", "Business", "World", "Technology", "Life", "Local"),
        "Organisers said three groups would share the first phase, with half of the money coming from private donors.", ("Author", "More", "Home", "Next page"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    """An article as a page lists it. number: counts down, as ids of newer articles are higher."""

    number: int
    title: str
    lead: str
    section: str
    at: datetime

    @property
    def slug(self) -> str:
        words = f"story {self.number} harbour county opens its robot line"
        return words.replace(" ", "-")


def stories(count: int, language: Language, seed: int, *, short: bool = False) -> tuple[Story, ...]:
    """Headlines differ within a page. short: five or six characters, as briefs have them."""
    who, does, what, tail, sections, lead, _ = _WORDS[language]
    found = []
    for index in range(count):
        at = index + seed
        subject, verb, thing = who[at % 8], does[(at // 2 + seed) % 8], what[(at * 3 + at // 8) % 8]
        if short:
            title = f"{subject}{verb[:2]}{thing[:2]}"
        elif language is Language.EN:
            title = f"{subject} {verb} {thing}{tail if at % 3 == 0 else ''}"
        else:
            title = f"{subject}{verb}{thing}{tail if at % 3 == 0 else ''}"
        when = START - timedelta(minutes=37 * index + seed)
        found.append(Story(5_600_400 - 7 * index - seed, title, f"{subject}{lead}", sections[at % 6], when))
    return tuple(found)


def labels(language: Language) -> tuple[str, ...]:
    """Words for author, more, home and next page."""
    return _WORDS[language][6]


def sections(language: Language) -> tuple[str, ...]:
    return _WORDS[language][4]
