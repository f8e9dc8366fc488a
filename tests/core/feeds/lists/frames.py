"""What stands around a list: head, menus, boxes beside it, further pages, footers."""

from __future__ import annotations

from collections.abc import Callable

from seedwatch.core.model.text import Language
from tests.core.feeds.lists.news import Story, labels, sections

Frame = Callable[[str, str, Language], str]
_FOOT = [
    "關於我們",
    "隱私權政策",
    "聯絡編輯部",
    "廣告刊登",
    "人才招募",
    "網站地圖",
    "訂閱電子報",
    "授權轉載須知與著作權聲明",
]


def _menu(language: Language, pattern: str) -> str:
    names = sections(language)
    return "".join(f"<li><a href='{pattern.format(at)}'>{name}</a></li>" for at, name in enumerate(names, 1))


def beside_box(stories: tuple[Story, ...], urls: tuple[str, ...], title: str) -> str:
    rows = "".join(
        f"<li><a href='{url}'>{story.title}</a></li>" for story, url in zip(stories, urls, strict=True)
    )
    return f"<aside class='hot'><h3>{title}</h3><ol>{rows}</ol></aside>"


def modern(content: str, side: str, language: Language) -> str:
    _, _, home, following = labels(language)
    foot = "".join(f"<a href='/about/{at}'>{name}</a>" for at, name in enumerate(_FOOT))
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{home}</title></head><body><header class='site'><a href='/'><img alt='logo'></a><a href='/login'>登入</a>"
        f"</header><nav><ul>{_menu(language, '/category/{}')}</ul></nav><div class='breadcrumb'><a href='/'>{home}</a> &gt; <a href='/category/2'>{sections(language)[1]}</a></div>"
        f"<main><section class='list'>{content}</section>{side}<div class='pagination'><a href='?page=1'>1</a><a href='?page=2'>2</a><a href='?page=2'>{following}</a></div></main>"
        f"<footer><div>{foot}</div></footer></body></html>"
    )


def portal(content: str, side: str, language: Language) -> str:
    """Tables, divs named by place, no elements that say what they are."""
    _, more, home, following = labels(language)
    links = "".join(
        f"<td><a href='/list/{at}_1.html'>{name}</a></td>" for at, name in enumerate(sections(language))
    )
    friends = "".join(f"<a href='http://partner{at}.example/'>合作网站{at}</a> | " for at in range(6))
    return (
        f"<html><head><title>{home}</title></head><body bgcolor=#ffffff><table width=960><tr>{links}</tr></table><div id='path'><a href='/'>{home}</a>&gt;&gt;<a href='/list/2_1.html'>{sections(language)[1]}</a></div>"
        f"<div id='left'><div class='hd'><h2>{sections(language)[1]}</h2><a href='/list/2_1.html'>{more}&gt;&gt;</a></div>{content}</div><div id='right'>{side}</div>"
        f"<div class='page'><a href='/list/2_2.html'>{following}</a> <a href='/list/2_3.html'>3</a></div><div id='bottom'>{friends}<a href='/about/contact.html'>聯絡我們</a></div></body></html>"
    )


def mega(content: str, side: str, language: Language) -> str:
    """A menu that opens to headlines, tags above the list, and advertising between."""
    _, more, home, _ = labels(language)
    drop = "".join(
        f"<a class='mega__story' href='/news/ahot/9{at}0011'>選單裡的焦點新聞第{at}則標題寫得很長</a>"
        for at in range(1, 7)
    )
    tags = "".join(f"<a href='/tag/t{at}'>#熱門話題標籤{at}</a>" for at in range(8))
    return (
        f"<html><head><title>{home}</title></head><body><div class='mega-menu'><ul>{_menu(language, '/cat/{}.html')}</ul><div class='drop'>{drop}</div></div><div class='hot-tags'>{tags}</div>"
        f"<div class='ad'><a href='/redirect?id=77812345'>限時優惠下載應用程式立即享有三個月免費閱讀權益</a></div>"
        f"<div id='content'><div class='wrap'>{content}</div>{side}<a class='loadmore' href='/more?page=2'>{more}</a></div>"
        f"<div id='site-footer'><a href='/about'>關於本站與編輯室公約說明文件</a><a href='/privacy'>隱私權與個人資料保護政策說明</a></div></body></html>"
    )


def app_shell(content: str, side: str, language: Language) -> str:
    """Everything is a div, roles say what is a menu."""
    home = labels(language)[2]
    menu = "".join(f"<a href='/{at}00'>{name}</a>" for at, name in enumerate(sections(language), 1))
    writers = "".join(f"<a href='/author/a{at}'>專欄作家某某某與他的團隊{at}</a>" for at in range(4))
    return (
        f"<html><head><title>{home}</title></head><body><div id='root'><div role='navigation'>{menu}</div><div class='L-1'><div class='L-2'>{content}</div><div class='L-3'>{side}"
        f"<div class='writers'>{writers}</div></div></div><div role='contentinfo'><a href='/terms'>服務條款</a><a href='/en/'>English</a></div></div></body></html>"
    )
