"""How outlets mark up the items of a list. Each takes a story and its address and gives HTML."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from tests.core.feeds.lists.news import Story

Item = Callable[[Story, str], str]


def _stamp(story: Story) -> str:
    return story.at.strftime("%Y-%m-%d %H:%M")


def heading_link(story: Story, url: str) -> str:
    return (
        f"<li class='row'><h2><a href='{url}'>{escape(story.title)}</a></h2><time>{_stamp(story)}</time></li>"
    )


def whole_item(story: Story, url: str) -> str:
    return (
        f"<li><a href='{url}' class='tit' data-desc='T'><img src='/i/{story.number}.jpg' alt=''><p>{escape(story.title)}</p>"
        f"<span class='time'>{story.at:%H:%M}</span></a></li>"
    )


def main_list(story: Story, url: str) -> str:
    return f"<li><a href='{url}'><div class='listInfo'><h2>{escape(story.title)}</h2><div class='date'>{story.at:%Y/%m/%d %H:%M}</div></div></a></li>"


def card(story: Story, url: str) -> str:
    return (
        f"<div class='story-list__news'><div class='story-list__image'><a href='{url}'><img src='/p.png' alt='{escape(story.title)}'></a></div>"
        f"<div class='story-list__text'><h2><a href='{url}'>{escape(story.title)}</a></h2><p><a href='{url}'>{escape(story.lead)}</a></p>"
        f"<div class='story-list__info'><a class='cate' href='/cate/{len(story.section)}/'>{story.section}</a>"
        f"<time class='story-list__time'>{_stamp(story)}</time></div></div></div>"
    )


def hashed(story: Story, url: str) -> str:
    return f"<div class='c1v7kq2{story.number % 7}'><a class='jsx-182{story.number % 5}' href='{url}'><div class='x9f0'><h3 class='t-9d1'>{escape(story.title)}</h3></div></a></div>"


def wordpress(story: Story, url: str) -> str:
    return (
        f"<article id='post-{story.number}' class='post type-post'><header class='entry-header'><h1 class='entry-title'><a href='{url}' rel='bookmark'>"
        f"{escape(story.title)}</a></h1><span class='body'>作者 <a href='/author/liu' rel='author'>林編</a>｜{story.at:%Y 年 %m 月 %d 日 %H:%M}｜"
        f"<a href='/category/{len(story.section)}/' rel='category tag'>{story.section}</a></span></header>"
        f"<div class='moreinf'><p>{escape(story.lead)}</p><a href='{url}#more-{story.number}'>繼續閱讀..</a></div></article>"
    )


def dotted(story: Story, url: str) -> str:
    return f"<li>·&nbsp;<a href='{url}' target='_blank'>{escape(story.title)}</a><span>[{story.at:%Y-%m-%d}]</span></li>"


def table_row(story: Story, url: str) -> str:
    return f"<tr><td width='20'>■</td><td><a href='{url}' target='_blank'>{escape(story.title)}</a></td><td>{story.at:%m月%d日 %H:%M}</td></tr>"


def tagged_card(story: Story, url: str) -> str:
    return (
        f"<div class='article-item'><a class='pic' href='{url}'></a><h4 class='article-title'><a href='{url}'>{escape(story.title)}</a></h4>"
        f"<div class='intro'>{escape(story.lead)}</div><div class='tags'><a href='/tags/robot'>機器人</a><a href='/tags/port'>港口</a></div>"
        f"<a class='author' href='/user/8841'>小方</a><span class='time'>{story.number % 9 + 1}小時前</span></div>"
    )


def flash(story: Story, url: str) -> str:
    return f"<div class='newsflash-item'><span class='time'>{story.at:%H:%M}</span><a class='item-title' href='{url}'>{escape(story.title)}</a><div class='item-desc'><span>{escape(story.lead)}</span></div></div>"


def bem(story: Story, url: str) -> str:
    return (
        f"<li class='bbc-t4{story.number % 3}'><div class='promo-image'><a href='{url}' aria-hidden='true'></a></div><div class='promo-text'>"
        f"<h2 class='bbc-mz'><a href='{url}' class='bbc-ii'>{escape(story.title)}</a></h2><time datetime='{story.at:%Y-%m-%d}'>{story.at:%d/%m/%Y}</time></div></li>"
    )


def drupal(story: Story, url: str) -> str:
    return (
        f"<div class='views-row'><div class='views-field-created'><span class='field-content'>{story.at:%B %d, %Y}</span></div><div class='views-field-title'>"
        f"<span class='field-content'><a href='{url}' hreflang='en'>{escape(story.title)}</a></span></div><div class='views-field-body'><p>{escape(story.lead)} <a href='{url}' class='more-link'>Read more</a></p></div></div>"
    )


def definition(story: Story, url: str) -> str:
    return f"<dl><dt><a href='{url}' title='{escape(story.title)}'>{escape(story.title[:18])}…</a></dt><dd>{escape(story.lead[:40])}</dd><dd class='date'>{_stamp(story)}</dd></dl>"


def bare(story: Story, url: str) -> str:
    return f"<p><a href='{url}'>{escape(story.title)}</a></p>"


def pictured(story: Story, url: str) -> str:
    return f"<div class='grid-box'><a href='{url}'><img alt='{escape(story.title)}' src='/t/{story.number}.webp'></a></div>"


def commented(story: Story, url: str) -> str:
    return (
        f"<div class='block'><h2><a href='{url}'>{escape(story.title)}</a></h2><div class='c'><p class='date'>{story.at:%Y年%m月%d日 %H:%M}</p>"
        f"<p class='m'>{escape(story.lead)}</p><a href='{url}#comments'>12 則留言</a> <a href='/share?u={story.number}' rel='nofollow'>分享</a></div></div>"
    )
