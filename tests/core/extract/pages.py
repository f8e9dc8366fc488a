"""Article pages in our own words and in the layouts that news sites use, with what is true of each."""

# ruff: noqa: E501  (pages: a line is a paragraph)

from __future__ import annotations

import json
from dataclasses import dataclass

_HANT = (
    "港務公司今天表示，第二座橋式起重機已於凌晨運抵外港，預計兩週內完成組裝與測試，最快下個月就能投入作業。",
    "這座起重機高五十八公尺，可同時吊掛兩個四十呎貨櫃，每小時作業量比現有設備多出三成，也能在八級陣風下維持運轉。",
    "港務公司主任祕書說，今年夏季貨櫃量創下歷年新高，部分船班曾在外海等候超過三天，航商多次要求增加設備。",
    "「我們希望在年底旺季前把等候時間壓到十二小時以內，」她指出，碼頭工會已經同意新的輪班方式，夜間作業也會增派人力。",
    "地方漁民則擔心夜間燈光影響作業，漁會理事長呼籲港務公司先做環境評估，再決定是否全天候運轉。",
    "市府交通局表示，聯外道路拓寬工程將同步進行，預計明年六月完工，屆時貨車可以直接從高架道路進出碼頭。",
)
_HANS = (
    "市气象台今天上午发布暴雨黄色预警，预计未来六小时内，东部沿海地区将出现短时强降水，局地伴有雷暴大风。",
    "防汛指挥部已启动四级应急响应，要求各区检查低洼地段的排水设施，并提前转移危险区域的居民。",
    "截至中午十二时，全市已有二十七个路段出现积水，交通部门调整了十四条公交线路，三座下穿隧道临时封闭。",
    "“今年雨季来得比往年早，我们把抽水设备提前部署到了每一个易涝点，”排水公司的一位调度员告诉记者。",
    "教育部门通知，沿海三个区的中小学下午停课，其他地区的学校可以根据天气情况自行决定，幼儿园全部放假。",
    "专家提醒，市民应尽量减少外出，不要在树下和广告牌附近停留，驾车遇到积水路段时不要强行通过。",
)
_EN = (
    "The county council voted on Tuesday night to reopen the old ferry landing, ending a dispute that had divided the waterfront for almost a decade.",
    "Under the plan, two electric ferries will cross the bay every forty minutes from spring, carrying up to ninety passengers and a dozen bicycles on each trip.",
    "Supporters say the service will take several hundred cars a day off the bridge, which has been congested since a lane was closed for repairs last year.",
    "“This is the first new crossing in forty years, and it will be running before the next school year,” said the council's transport lead after the vote.",
    "Opponents questioned the cost, which has risen by a third since the first estimate, and asked why the landing's pilings were not inspected earlier.",
    "An independent review of the budget will be published in December; work on the landing is due to begin four weeks later, the council said.",
)


@dataclass(frozen=True, slots=True)
class Case:
    """name, page and its truth. published: as `Moment.iso`, None where the page gives no date."""

    name: str
    url: str
    html: str
    title: str
    lines: tuple[str, ...]
    authors: tuple[str, ...]
    published: str | None
    language: str


def _p(lines: tuple[str, ...]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def _ld(**fields: object) -> str:
    node = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(node, ensure_ascii=False)}</script>'


def _related(items: tuple[str, ...], heading: str) -> str:
    rows = "".join(f'<li><a href="/n/{i}">{item}</a></li>' for i, item in enumerate(items))
    return f'<section class="related"><h3>{heading}</h3><ul>{rows}</ul></section>'


_MORE_HANT = ("漁會年度大會週末登場", "夜市攤商換裝節能燈具", "圖書館延長開放時間", "老街步道本月底完工")
_MORE_HANS = ("地铁三号线延长运营时间", "老城区菜市场完成改造", "体育馆周末免费开放", "今年秋粮收购全面启动")
_MORE_EN = (
    "Library extends opening hours",
    "Harbour festival returns in May",
    "New bus lanes on Mill Road",
    "School choir wins regional prize",
)
_MENU_HANT = '<nav><a href="/">首頁</a> <a href="/p">政治</a> <a href="/f">財經</a> <a href="/l">生活</a> <a href="/s">體育</a></nav>'
_MENU_HANS = '<div class="nav"><a href="/">首页</a><a href="/p">时政</a><a href="/f">财经</a><a href="/s">社会</a></div>'
_MENU_EN = '<nav class="site-nav"><a href="/">Home</a><a href="/w">World</a><a href="/b">Business</a><a href="/s">Sport</a></nav>'


def _hant_ld() -> Case:
    title = "外港第二座起重機運抵 最快下月啟用"
    head = _ld(
        headline=title,
        datePublished="2026-11-18T10:20:00+08:00",
        dateModified="2026-11-18T13:00:00+08:00",
        author={"@type": "Person", "name": "陳怡安"},
    )
    html = f"""<!doctype html><html lang="zh-Hant-TW"><head><meta charset="utf-8"><title>{title} | 地方 | 晨報新聞網</title>
    <meta property="og:title" content="{title} | 晨報"><meta property="og:type" content="article">{head}</head><body>{_MENU_HANT}
    <div class="ad">廣告</div><article class="story"><h1>{title}</h1><div class="meta">2026-11-18 10:20 <a href="/r/1">陳怡安</a></div>
    <figure><img src="/c.jpg"><figcaption>▲新起重機凌晨運抵外港。（圖／港務公司提供）</figcaption></figure>
    <div class="article-body">{_p(_HANT)}<p>延伸閱讀：漁會年度大會週末登場</p></div></article>{_related(_MORE_HANT, "相關新聞")}
    <footer>© 2026 晨報 版權所有 不得轉載</footer></body></html>"""
    return Case(
        "hant, JSON-LD",
        "https://news.chenbao.example/local/20261118001",
        html,
        title,
        _HANT,
        ("陳怡安",),
        "2026-11-18T10:20:00+08:00",
        "zh-Hant",
    )


def _hant_reporter() -> Case:
    title = "旺季前拚裝卸 新起重機抵港"
    first = f"〔記者林志豪、吳佩珊／台北報導〕{_HANT[0]}"
    lines = (first, *_HANT[1:])
    html = f"""<html><head><meta charset="utf-8"><title>{title} - 生活 - 晚報電子報</title><meta property="og:site_name" content="晚報電子報"></head><body>{_MENU_HANT}
    <div class="whitecon"><h1>{title}</h1><span class="time">2026/11/18 05:30</span><div class="text boxTitle">{_p((lines[0], lines[1]))}
    <p>請繼續往下閱讀...</p>{_p(lines[2:])}<p>不用抽 不用搶 現在用APP看新聞 保證天天中獎　點我下載APP</p></div></div>{_related(_MORE_HANT, "看更多")}</body></html>"""
    return Case(
        "hant, reporter in brackets",
        "https://life.wanbao.example/breakingnews/5012",
        html,
        title,
        lines,
        ("林志豪", "吳佩珊"),
        "2026-11-18T05:30:00+08:00",
        "zh-Hant",
    )


def _hant_agency() -> Case:
    title = "港務公司添起重機 目標等候壓到半天內"
    first = f"（通訊社記者黃郁文高雄18日電）{_HANT[0]}"
    last = f"{_HANT[5]}（編輯：張明哲）1151118"
    html = f"""<html lang="zh-Hant"><head><meta charset="utf-8"><title>{title} | 產經 | 通訊社</title><meta property="article:published_time" content="2026/11/18 14:07"></head>
    <body>{_MENU_HANT}<main><div class="centralContent"><h1><span>{title}</span></h1><div class="updatetime">2026/11/18 14:07</div>
    <div class="paragraph">{_p((first, *_HANT[1:5], last))}</div><div class="paragraph moreArticle"><p>本網站之文字、圖片及影音，非經授權，不得轉載、公開播送或利用。</p></div></div></main>
    {_related(_MORE_HANT, "延伸閱讀")}</body></html>"""
    return Case(
        "hant, agency",
        "https://www.agency.example/news/afe/202611180155.aspx",
        html,
        title,
        (first, *_HANT[1:]),
        ("黃郁文",),
        "2026-11-18T14:07:00+08:00",
        "zh-Hant",
    )


def _hant_breaks() -> Case:
    title = "起重機到港　漁民憂夜間燈光"
    text = "<br><br>".join(_HANT)
    html = f"""<html><head><meta charset="utf-8"><title>{title} | 今日新聞</title></head><body><table><tr><td class="menu">{_MENU_HANT}</td></tr>
    <tr><td><div id="newstitle">{title}</div><div id="shareBar">分享 留言 列印</div><div>中華民國115年11月18日 16時05分</div><div id="story">{text}</div></td></tr></table>
    <p>晨報股份有限公司 版權所有</p></body></html>"""
    return Case(
        "hant, table layout with line breaks",
        "http://www.old.example/NEWS/1.shtml",
        html,
        title.replace("　", " "),
        _HANT,
        (),
        "2026-11-18T16:05:00+08:00",
        "zh-Hant",
    )


def _hant_soundbites() -> Case:
    title = "新起重機抵外港 航商盼縮短等候"
    lines = (*_HANT[:3], "港務公司主任祕書 林素琴：「設備到位之後，我們會先試運轉兩個星期。」", *_HANT[4:])
    html = f"""<html><head><meta charset="utf-8"><title>{title} ｜ 公共新聞網</title><meta property="article:published_time" content="2026-11-18T19:45:12+08:00"></head><body>{_MENU_HANT}
    <h1 class="article-title">{title}</h1><div class="article-time"><time datetime="2026-11-18T19:45:12+08:00">發布時間：2026-11-18 19:45</time> 更新時間：2026-11-18 20:10</div>
    <div class="reporter-container">記者 周靖雯</div><div class="post-article"><p>圖／港務公司</p>{_p(lines)}</div><p>下載公共新聞APP</p>{_related(_MORE_HANT, "最新新聞")}</body></html>"""
    return Case(
        "hant, soundbites",
        "https://news.public.example/article/780001",
        html,
        title,
        lines,
        ("周靖雯",),
        "2026-11-18T19:45:12+08:00",
        "zh-Hant",
    )


def _hans_portal() -> Case:
    title = "暴雨黄色预警发布 三区中小学下午停课"
    html = f"""<html><head><meta charset="utf-8"><title>{title}_社会频道_晨报网</title></head><body>{_MENU_HANS}<div class="main-content w1240">
    <h1 class="main-title">{title}</h1><div class="date-source"><span class="date">2026年11月18日 14:32</span><span class="source">晨报网</span></div>
    <div class="article" id="article">{_p(_HANS)}<p class="article-editor">责任编辑：赵敏 </p></div></div>{_related(_MORE_HANS, "相关新闻")}
    <div class="footer">晨报网 版权所有 京ICP备00000000号</div></body></html>"""
    return Case(
        "hans, portal",
        "https://news.chenbao.example/c/2026-11-18/doc-1.shtml",
        html,
        title,
        _HANS,
        (),
        "2026-11-18T14:32:00+08:00",
        "zh-Hans",
    )


def _hans_agency() -> Case:
    title = "沿海强降水来袭 防汛四级响应启动"
    first = f"本报滨海11月18日电（记者高翔）{_HANS[0]}"
    html = f"""<html><head><meta charset="utf-8"><title>{title}--社会--日报网</title><meta name="publishdate" content="2026-11-18"></head><body>{_MENU_HANS}
    <div class="rm_txt"><h1>{title}</h1><div class="channel">2026年11月18日08:21 | 来源：<a href="#">日报</a></div><div class="rm_txt_con">{_p((first, *_HANS[1:]))}
    <div class="edit">(责编：孙立、钱进)</div></div></div>{_related(_MORE_HANS, "推荐阅读")}</body></html>"""
    return Case(
        "hans, agency",
        "http://society.ribao.example/n1/2026/1118/c1008-1.html",
        html,
        title,
        (first, *_HANS[1:]),
        ("高翔",),
        "2026-11-18T08:21:00+08:00",
        "zh-Hans",
    )


def _hans_phone() -> Case:
    title = "多条公交线路因积水调整"
    html = f"""<html><head><meta charset="utf-8"><title>{title}</title></head><body><header><h1 class="t">{title}</h1><p class="info"><span>作者：李晓彤</span> <span>2026-11-18 17:03:44</span></p></header>
    <section class="content"><div>{"</div><div>".join(_HANS)}</div></section><div class="openapp"><a href="app://">打开客户端，阅读体验更佳</a></div>
    <div class="hot-list">{_related(_MORE_HANS, "热门推荐")}</div></body></html>"""
    return Case(
        "hans, phone page with divs",
        "https://m.chenbao.example/a/77.html",
        html,
        title,
        _HANS,
        ("李晓彤",),
        "2026-11-18T17:03:44+08:00",
        "zh-Hans",
    )


def _en_ld() -> Case:
    title = "County votes to reopen ferry landing after decade of dispute"
    head = _ld(
        headline=title,
        datePublished="2026-11-17T22:15:00-05:00",
        author=[{"@type": "Person", "name": "Maria Keller"}, {"@type": "Person", "name": "Tom Adeyemi"}],
        articleSection="Local",
    )
    html = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} | Morning Ledger</title><link rel="canonical" href="https://ledger.example/local/ferry-landing">
    <meta property="og:image" content="https://ledger.example/i/ferry.jpg">{head}</head><body><header>{_MENU_EN}</header><main><article><h1>{title}</h1>
    <p class="byline">By <a href="/a/1">Maria Keller</a> and <a href="/a/2">Tom Adeyemi</a></p><figure><img src="f.jpg"><figcaption>The old landing. Photo: Ledger archive</figcaption></figure>
    {_p(_EN[:3])}<aside class="newsletter"><p>Sign up for our morning newsletter and never miss a story from the waterfront.</p></aside>{_p(_EN[3:])}</article></main>
    {_related(_MORE_EN, "Related stories")}<footer><p>© 2026 Morning Ledger. All rights reserved.</p></footer></body></html>"""
    return Case(
        "en, JSON-LD",
        "https://ledger.example/local/ferry-landing?utm_source=rss",
        html,
        title,
        _EN,
        ("Maria Keller", "Tom Adeyemi"),
        "2026-11-17T22:15:00-05:00",
        "en",
    )


def _en_byline() -> Case:
    title = "Electric ferries to cross the bay from spring"
    html = f"""<html lang="en"><head><meta charset="utf-8"><title>{title} - The Bay Observer</title></head><body>{_MENU_EN}<div id="content"><h1 class="entry-title">{title}</h1>
    <p class="byline">By Hannah O'Connell</p><p class="date">Published November 18, 2026, 9:05 AM GMT</p><div class="entry-content">{_p(_EN)}<p>Read more: Library extends opening hours</p></div>
    <div id="comments"><h3>2 comments</h3><p>Great news, I will use it every day to get to work and back again.</p><p>What about the noise, though? Nobody asked the residents.</p></div></div></body></html>"""
    return Case(
        "en, printed byline",
        "https://observer.example/2026/11/18/electric-ferries",
        html,
        title,
        _EN,
        ("Hannah O'Connell",),
        "2026-11-18T09:05:00+00:00",
        "en",
    )


def _en_siblings() -> Case:
    title = "What the new ferry means for the bridge"
    html = f"""<html lang="en"><head><meta charset="utf-8"><title>{title} | Ledger</title><meta property="article:published_time" content="2026-11-18T12:00:00Z"><meta name="author" content="Priya Nair"></head><body>{_MENU_EN}
    <h1>{title}</h1><div class="body-chunk c1"><div class="inner">{_p(_EN[:2])}</div></div><div class="ad-slot"><p>Advertisement</p></div><div class="body-chunk c2"><div class="inner">{_p(_EN[2:4])}</div></div>
    <div class="promo"><a href="/x">Harbour festival returns in May</a></div><div class="body-chunk c3"><div class="inner">{_p(_EN[4:])}</div></div>{_related(_MORE_EN, "Most read")}</body></html>"""
    return Case(
        "en, split into siblings",
        "https://ledger.example/transport/ferry-bridge",
        html,
        title,
        _EN,
        ("Priya Nair",),
        "2026-11-18T12:00:00+00:00",
        "en",
    )


def _en_undated() -> Case:
    title = "A short history of the bay's ferries"
    html = f"""<html lang="en"><head><meta charset="utf-8"><title>{title} | Ledger</title><meta property="article:modified_time" content="2026-11-01T08:00:00Z"></head><body>{_MENU_EN}
    <article><h1>{title}</h1>{_p(_EN)}</article><footer>© 2026 Ledger</footer></body></html>"""
    return Case(
        "en, no date of publication",
        "https://ledger.example/features/ferries",
        html,
        title,
        _EN,
        (),
        None,
        "en",
    )


def _en_future() -> Case:
    title = "Landing to be rebuilt in four weeks"
    head = _ld(headline=title, datePublished="2031-01-01T00:00:00Z")
    html = f"""<html lang="en"><head><meta charset="utf-8"><title>{title} | Ledger</title>{head}</head><body>{_MENU_EN}<article><h1>{title}</h1>{_p(_EN)}</article></body></html>"""
    return Case(
        "en, date in the future", "https://ledger.example/local/landing", html, title, _EN, (), None, "en"
    )


def _en_list() -> Case:
    title = "Five things to know about the ferry plan"
    items = "".join(f"<h2>{i + 1}. Point {i + 1}</h2><p>{line}</p>" for i, line in enumerate(_EN))
    lines = tuple(part for i, line in enumerate(_EN) for part in (f"{i + 1}. Point {i + 1}", line))
    html = f"""<html lang="en"><head><meta charset="utf-8"><title>{title} | Ledger</title><meta name="author" content="Ledger"><meta property="article:published_time" content="2026-11-18T06:30:00+00:00"></head><body>{_MENU_EN}
    <div class="post"><h1>{title}</h1><div class="author">Words by Samuel Ortiz</div><div class="text">{items}</div></div>{_related(_MORE_EN, "More on this")}</body></html>"""
    return Case(
        "en, with headings",
        "https://ledger.example/explain/ferry",
        html,
        title,
        lines,
        ("Samuel Ortiz",),
        "2026-11-18T06:30:00+00:00",
        "en",
    )


def _hant_lies() -> Case:
    title = "聯外道路拓寬 明年六月完工"
    html = f"""<html lang="en"><head><meta charset="utf-8"><title>{title} - 晨報</title><meta property="article:published_time" content="2026-11-18T08:00:00+08:00"></head><body>{_MENU_HANT}
    <div class="wrap"><h1>{title}</h1><p class="by">文／許家瑋</p><div class="content">{_p(_HANT)}</div></div>{_related(_MORE_HANT, "熱門")}</body></html>"""
    return Case(
        "hant, called English",
        "https://news.chenbao.example/traffic/3",
        html,
        title,
        _HANT,
        ("許家瑋",),
        "2026-11-18T08:00:00+08:00",
        "zh-Hant",
    )


def cases() -> tuple[Case, ...]:
    """Every page; names are unique."""
    makers = (
        _hant_ld, _hant_reporter, _hant_agency, _hant_breaks, _hant_soundbites, _hans_portal, _hans_agency, _hans_phone,
        _en_ld, _en_byline, _en_siblings, _en_undated, _en_future, _en_list, _hant_lies,
    )  # fmt: skip
    return tuple(make() for make in makers)
