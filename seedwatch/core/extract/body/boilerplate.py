"""Whole lines that are never part of an article, wherever they stand: general first, per site in sources/rules."""

# ruff: noqa: E501  (tables of phrases: a line is a kind)

from __future__ import annotations

import re
from collections.abc import Iterable

from seedwatch.core.extract.fields.title import fold_title

#: Most notes are short; the few kinds that are longer begin or read in a way of their own.
_SHORT = 120
_LONGEST = 220

_BOILERPLATE = re.compile(
    r"""^[\s※◎●■▲▼★☆►▶→»➤👉📢💡🔔＊*•·【\[（(《〈—\-–]*(?:
      延伸[閱阅][讀读].*|相[關关](?:新聞|新闻|報導|报道|文章|閱讀|阅读|連結|链接)\s*[:：》].*|相[關关](?:新聞|新闻|報導|报道|文章|閱讀|阅读)|
      (?:推薦|推荐)(?:閱讀|阅读|文章).*|(?:看|閱讀|阅读)更多.{0,30}|更多.{0,12}(?:報導|新聞|文章|内容|內容)(?:\s*[•:：》].*)?|
      想看更多.{0,30}|(?:點|点)圖放大.*|(?:請|请)?[繼继][續续](?:往下)?[閱阅][讀读].*|\[?廣告\]?.{0,12}|广告|(?:下載|下载).{0,30}(?:APP|App|客户端|客戶端).*|
      .{0,24}(?:點我|點擊|点击|点我)(?:下載|下载|訂閱|订阅|加入|看).{0,40}|點擊下方連結.*|
      .{0,30}開啟.{0,20}(?:APP|App).{0,20}|掌握全球財經資訊.*|(?:訂閱|订阅|追蹤|關注|关注).{0,30}(?:頻道|频道|粉絲團|公众号|公眾號|電子報|YouTube|Instagram|Facebook|Telegram|LINE).{0,20}|
      加入.{0,20}(?:偏好來源|好友|LINE|會員).{0,20}|從這裡可透過.{0,30}|請我們喝杯咖啡.*|.{0,8}追新聞.{0,4}》.*|
      首圖來源.*|(?:圖片|图片|資料|资料)?(?:來源|来源)\s*[:：].{0,40}|
      (?:責任|责任|文字|執行|执行|網站|网站)?(?:編輯|编辑|編審|主編|主编|核稿|校對|校对|審校|审核|監製|监制)\s*[:：／/]\s*.{1,24}|
      (?:責編|责编)\s*[:：]?.{1,20}|.{0,6}未經(?:授權|同意|許可).{0,30}|.{0,12}版[權权]所有.{0,40}|免責(?:聲明|宣言).*|免责声明.*|
      .{0,12}歡迎用?「?(?:轉貼|分享).*|不用抽.{0,40}|.{0,30}(?:提醒您|關心您).{0,60}|
      [圖图]\s?[／/].{1,24}|.{0,80}[（(](?:[圖图]|資料照|资料图)[／/:：].{1,30}[）)]|
      .{0,60}(?:未經|未经|非經|非经|無斷|无断)(?:.{0,12}(?:授權|授权|同意|許可|许可))?.{0,12}(?:不得|請勿|请勿|禁止|谢绝|嚴禁|严禁).{0,40}|
      .{0,40}(?:無断転載|転載・複製|禁無断).{0,60}|.{0,12}(?:安心|協談|諮詢|咨询|援助|防治|求助|檢舉|举报|投訴|报料|爆料|服務|客服|生命線|張老師)?.{0,6}(?:專線|专线|熱線|热线)\s*[:：]?\s*\d[\d\-－转轉#、 ]{2,20}[；;。]?|
      (?:●|＊|\*)?.{0,14}請給自己(?:一個)?機會.{0,6}|.{0,6}(?:飲酒過量|吸菸有害|未成年請勿|開車不喝酒|喝酒不開車|酒後不開車|禁止酒駕).{0,20}|
      (?:分享|轉發|转发)(?:讓|让|給|给)更多人.{0,10}|(?:点击|點擊)(?:进入|進入|查看|阅读|閱讀|這裡|这里).{0,40}|广告通知\s*[:：].*|
      .{0,8}(?:資訊|资讯|消息|新聞|新闻|內容|内容)?(?:请|請)(?:關注|关注|追蹤|鎖定|锁定).{0,30}|.{0,6}(?:扫描|掃描|扫码|掃碼|長按|长按|識別|识别).{0,8}(?:二维码|二維碼|QR\s?code).{0,40}|
      .{0,20}[|｜丨]\s?(?:公众号|公眾號|微信号|微信公众号|微信).{0,20}|
      (?:原标题|原標題|本文原标题|原题|原題)\s*[:：].*|(?:本文|本篇|以上|此)(?:訊息|讯息|內容|内容|新聞|新闻|文章|稿件|资讯)?(?:由|為|为|系|係).{0,24}(?:提供|授權|授权|刊登|整理|翻譯|翻译|發布|发布).{0,110}|
      (?:发布日期|發布日期|发布时间|發布時間|浏览次数|瀏覽次數|信息来源|阅读|閱讀)\s*[:：].{0,60}|Article\ [Ii]nformation|
      Follow\ .{2,60}\ on\ (?:Facebook|X|Twitter|Instagram|Google|Telegram|WhatsApp|YouTube|LinkedIn|TikTok|Threads|Bluesky|social).{0,140}|
      (?:Send|Email|Share)\ (?:us\ )?your\ (?:story|stories|ideas|tips).{0,60}|
      (?:By|BY|Von)\ [A-Z][\w.'’\-]+(?:\ (?:and\ |und\ |&\ )?[A-Z][\w.'’\-]+){1,6}|
      (?:Published|Updated|Posted|Last\ updated)\b:?.{0,40}\d{4}.{0,40}|
      (?:©|\(c\)|Copyright\b).{0,110}|
      (?:Advertisement|ADVERTISEMENT|Anzeige|ANZEIGE|Publicité|Sponsored)|
      (?:Read\ (?:more|also|next)|Also\ read|See\ also|Related)\s*:.*|(?:Sign\ up|Subscribe)\ (?:for|to)\ (?:our|the).{0,60}newsletter.{0,40}
    )[\s）)】\]》〉—\-–]*(?:\d{7})?$""",
    re.VERBOSE,
)


_LONG_NOISE = re.compile(
    r"""[（(]?(?:本文|本篇|以上|此)(?:訊息|讯息|內容|内容|新聞|新闻|文章|稿件|资讯)?(?:由|為|为|系|係).{0,24}(?:提供|授權|授权|刊登|整理|翻譯|翻译|發布|发布).{0,160}$|
    Follow\ .{2,60}\ on\ (?:Facebook|X|Twitter|Instagram|Google|Telegram|WhatsApp|YouTube|LinkedIn|TikTok|Threads|Bluesky|social).{0,160}$|
    (?:©|\(c\)|Copyright\b).{0,200}$""",
    re.VERBOSE,
)


def is_boilerplate(line: str) -> bool:
    """Is the whole line boilerplate? Sentences of the article that only mention such words are not."""
    if len(line) > _SHORT:
        return len(line) <= _LONGEST and _LONG_NOISE.match(line) is not None
    return _BOILERPLATE.match(line) is not None


_CREDIT_AT_END = re.compile(
    r"[（(](?:責任)?(?:編輯|编辑|編譯|核稿|譯者|編輯[／/]\S{2,4})[：:／/][^）)]{1,30}[）)]\s*\d{0,7}$"
)


def tidy(lines: Iterable[str], title: str) -> list[str]:
    """Lines without the headline printed again, and without the desk's credit after the last sentence."""
    headline = fold_title(title)
    kept = []
    for line in lines:
        text = _CREDIT_AT_END.sub("", line).rstrip()
        if text and not (headline and len(text) < 2 * len(title) + 8 and fold_title(text) == headline):
            kept.append(text)
    return kept
