"""What the pages say that stand in an article's way: one pattern for each kind, Chinese and English, some others."""

# ruff: noqa: E501  (tables of phrases: a line is a kind)

from __future__ import annotations

import re


def _any(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


CHALLENGE_TITLE = _any(
    r"^just a moment", r"attention required", r"^access(?: to this page)?(?: has been)? denied", r"^ddos protection",
    r"checking your browser", r"^(?:complete the )?security check(?: required)?$", r"verify(?:ing)? (?:that )?you(?:'re| are) (?:a )?human", r"are you a robot",
    r"robot check", r"pardon our interruption", r"bot verification", r"^captcha$", r"^403 forbidden", r"^429 too", r"too many requests",
    r"^forbidden$", r"client challenge", r"security checkpoint", r"human verification", r"request (?:blocked|unsuccessful)",
    r"^安全[验驗][证證]", r"^人[机機](?:身份)?[验驗][证證]", r"^身份验证$", r"^驗證$", r"^验证$", r"^[請请]稍[候等]", r"^访问(?:过于频繁|受限|被拒绝|验证)",
    r"網站防火牆|网站防火墙", r"滑[动動][验驗][证證]",
)  # fmt: skip
CHALLENGE = _any(
    r"verify(?:ing)? (?:that )?you(?:'re| are) (?:a )?human", r"checking your browser", r"complet(?:e|ing) (?:the|a) (?:security check|captcha)",
    r"press (?:&|and) hold", r"made us think you were a bot", r"review the security of your connection",
    r"don't have permission to access", r"unusual (?:traffic|number of requests|activity)", r"not a robot", r"human \(and not a bot\)",
    r"enable (?:js|javascript) and (?:cookies|disable any ad ?blocker)", r"disable any ad ?blocker", r"type the characters",
    r"拖[动動]滑[块塊]", r"[证證]明您不是机器人", r"我不是[機机]器人", r"[正在]{1,2}[验驗][证證]您是否", r"网络环境存在异常", r"異常流量|异常流量",
    r"管理员设置拦截", r"[访訪][问問]过于频繁", r"输入验证码后|輸入驗證碼後", r"完成(?:以下|下列)?[验驗][证證]", r"檢查您的連線",
)  # fmt: skip
#: In the page's own scripts and elements.
CHALLENGE_MARKS = (
    "challenge-platform",
    "px-captcha",
    "geo.captcha-delivery",
    "_Incapsula_Resource",
    "awswaf",
    "cf-chl-",
)

_WE = r"\b(?:we|our|us|you|your)\b"
CONSENT = _any(
    rf"{_WE}.{{0,160}}\b(?:cookies?|tracking technolog\w+|trackers|personal data|privacy (?:policy|settings|dashboard)|gdpr)\b",
    rf"\b(?:cookies?|tracking technolog\w+|personal data|consent|vendors)\b.{{0,160}}{_WE}",
    r"(?:store|access)(?: and/or access)? information on (?:a|your) device", r"general data protection regulation",
    r"\bwithdraw\w* (?:your )?consent\b|consent can be withdrawn", r"free of tracking", r"reject all|accept all|list of partners",
    r"data processing", r"privacy policy",
    r"(?:我們|我们|本網站|本网站|本公司|您|你).{0,60}(?:cookie|隱私|隐私|個人資料|个人信息|個資)", r"(?:cookie|隱私權|隐私|個人資料|个人信息).{0,40}(?:同意|我們|我们|您|告知)",
    r"(?:您|你).{0,12}(?:同意|不同意).{0,30}", r"《用户协议》|《隐私政策》", r"蒐集之目的",
)  # fmt: skip
#: Without one of these no text asks for consent; cheap to look for.
CONSENT_WORDS = (
    *("cookie", "consent", "privacy", "personal data", "data protection", "tracking"),
    *("隱私", "隐私", "個人資料", "个人信息", "個資"),
)
CONSENT_TITLE = _any(
    r"value your privacy", r"^before you continue", r"family of brands", r"cookie (?:preferences|consent|settings|notice)",
    r"^your (?:consent|privacy)", r"unavailable (?:for|due to) legal reasons", r"重視您的隱私|重视您的隐私", r"個人資料.{0,6}告知", r"隐私政策(?:更新)?提示",
)  # fmt: skip

PAYWALL = _any(
    r"subscri\w+ (?:now |today )?(?:to|for) (?:continue|keep|read|unlock|access|full|unlimited)",
    r"to (?:continue|keep|finish) reading", r"(?:continue|keep) reading (?:with|by|for)", r"to read (?:the|this) (?:full |rest of the |whole |entire |complete )?(?:story|article).{0,40}(?:subscri|become|sign|register|join|log in|start)",
    r"already (?:a|have a|an?) ?(?:subscriber|subscription|member)", r"(?:reached|read|used) (?:your|all your) (?:monthly )?(?:limit|free|last free)",
    r"(?:article|story|content|page) is (?:\w+ )?(?:for|available to|available only to|reserved for|exclusive to|only (?:for|available to)) (?:our |paying |premium )*(?:subscribers|members)",
    r"(?:subscribers?|members?)[- ]only\b|for (?:our )?subscribers only", r"unlock (?:this|the|full|every|all) (?:full )?(?:story|article|content|access|stories|articles)", r"start your (?:free )?trial", r"get unlimited access",
    r"become a (?:member|subscriber) to (?:continue|read|keep|unlock)", r"remaining (?:content|text) is (?:for|behind)",
    r"[訂订][閱阅](?:後|后|以|即可|方案)?.{0,6}(?:即可|暢讀|畅读|繼續|继续|解鎖|解锁|[閱阅][讀读]全文|看全文)", r"(?:繼續|继续|完整)?[閱阅][讀读]全文.{0,10}[訂订][閱阅]",
    r"[訂订](?:戶|户|閱者|阅者)(?:專屬|专属|限定|獨享|专享)", r"(?:會員|会员|VIP)(?:專屬|专属|限定|獨享|专享|可讀|可读)", r"付[費费](?:會員|会员|內容|内容|[閱阅][讀读]|[訂订][閱阅])",
    r"剩[餘余]\s?\d+\s?字", r"(?:剩餘|剩余|還有|还有)\s?\d+\s?[%％]\s?的?(?:內容|内容|文章|全文)", r"免[費费](?:[閱阅][讀读])?.{0,4}(?:篇|次)[數数]?.{0,6}(?:用完|已[達达]|上限)", r"(?:成為|成为|加入|開通|开通)(?:付費|付费)?(?:會員|会员|VIP).{0,12}(?:[閱阅暢畅][讀读]|解[鎖锁]|全文)",
    r"已是(?:訂戶|订户|會員|会员)", r"[購购]買?(?:买)?[後后].{0,4}[閱阅][讀读]", r"解[鎖锁](?:全文|本文|文章|完整)", r"試閱結束|试读结束|试读已结束",
    r"(?:この|本)記事は(?:有料)?会員限定|有料会員限定|残り\s*\d+\s*文字|続きを読むには|この記事は有料", r"jetzt weiterlesen mit|weiterlesen mit|exklusiv für abonnent|nur für abonnent",
    r"réservé aux abonnés|il vous reste .{0,12}% de cet article|solo para suscriptores",
)  # fmt: skip
LOGIN = _any(
    r"(?:log|sign)[ -]?in (?:again )?to (?:continue|read|view|see|access)", r"must be (?:logged|signed) in", r"register (?:now |for free )?to (?:continue|read|keep)",
    r"create (?:a free|an) account to", r"session has expired",
    r"please (?:log|sign) in",
    r"[請请](?:先)?登[入录錄].{0,14}(?:繼續|继续|[閱阅][讀读]|查看|瀏覽|浏览|全文)", r"登[入录錄][後后]?(?:即可|可|才能|後|后)?.{0,6}(?:查看|[閱阅][讀读]|繼續|继续)", r"扫描二维码登录|掃描.{0,4}登入",
)  # fmt: skip
LOGIN_FORM = _any(
    r"enter your (?:email|e-mail|password|username)", r"forgot(?:ten)? your password", r"忘記密碼|忘记密码", r"輸入您的帳號|输入.{0,6}(?:账号|帐号|密码)",
)  # fmt: skip
LOGIN_TITLE = _any(
    r"^(?:log|sign)[ -]?in(?:$|\s*[|\-–:]|\s+(?:to|or|with)\b)", r"^(?:會員|会员|用户|使用者|扫码|帳號)?登[入录錄](?:$|\s*[|｜_\-–:：])", r"^session expired",
)  # fmt: skip

MISSING = _any(
    r"(?:page|article|story|content|url|document) (?:you .{0,40})?(?:was |is |could |can)?(?:not|n't)(?: be)? (?:found|exist)", r"page not found", r"can(?:'t|not) (?:seem to )?find the page",
    r"(?:article|story|page|content|resource).{0,40}(?:is )?no longer (?:available|exists?)", r"(?:article|story|page|content|post) .{0,30}has been (?:removed|deleted|unpublished)", r"error (?:code:? )?(?:404|410|500|503)",
    r"^(?:404|410|500|502|503)(?:$|\s*[-:|–]|\s+(?:not found|error|internal|bad|service|gone|page))", r"^gone$", r"internal server error", r"bad gateway", r"service unavailable", r"something went wrong", r"being redirected", r"^redirecting",
    r"找不到(?:您|你)?(?:要的|所要的|的)?(?:網頁|页面|頁面|文章|新聞|内容|內容|网页)", r"(?:頁面|网页|网址|網頁|文章|新聞|新闻|内容|內容|页面).{0,6}(?:不存在|已(?:被|經)?(?:刪除|删除|移除|下架|下线|下線)|已失效)",
    r"^(?:系統|系统|網站|网站).{0,4}(?:維護|维护|升級|升级)中$", r"(?:已被|已經|已)(?:作者|管理員|管理员)?(?:刪除|删除|移除|下架)或不存在", r"被作者删除|被作者刪除", r"暫時無法使用|暂时无法(?:使用|访问)",
    r"(?:找不到|沒有|没有|未找到).{0,14}(?:相符|符合|相关|相關)的?(?:新聞|文章|结果|結果|内容)", r"seite (?:wurde )?nicht gefunden", r"ページが見つかりません",
)  # fmt: skip
LISTING_TITLE = _any(r"^search results", r"^搜[尋索][結结]果", r"^articles by\b", r"^tag:|^topic:", r"^#\S+$")
LOADING = _any(
    r"^加[載载]中",
    r"^loading",
    r"^載入中",
    r"^请稍候$",
    r"enable javascript",
    r"啟用 ?javascript|启用 ?javascript",
)
