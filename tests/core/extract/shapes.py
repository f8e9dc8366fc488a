"""Pages that are no articles, in our own words: what crawlers meet in place of the text they came for."""

# ruff: noqa: E501  (tables of phrases: a line is a kind)

from __future__ import annotations

from dataclasses import dataclass

from seedwatch.core.model.outcome import Outcome

_NAV = {
    "zh-Hant": ["首頁", "即時", "政治", "財經", "國際", "生活", "體育", "專題", "影音"],
    "zh-Hans": ["首页", "要闻", "时政", "财经", "国际", "社会", "体育", "科技", "视频"],
    "en": ["Home", "World", "Business", "Technology", "Science", "Sport", "Opinion", "Video"],
}
_FOOT = {
    "zh-Hant": "© 2026 晨報網路股份有限公司 版權所有 | 服務條款 | 隱私權政策 | 聯絡我們",
    "zh-Hans": "© 2026 晨报网 版权所有 | 关于我们 | 广告服务 | 联系方式",
    "en": "© 2026 Morning Ledger Media. All rights reserved. Terms of use. Privacy policy. Contact us.",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """name; outcomes that are right for it; the page."""

    name: str
    right: frozenset[Outcome]
    html: str


def _page(language: str, title: str, inner: str, head: str = "", chrome: bool = True) -> str:
    links = "".join(f'<li><a href="/s/{i}">{name}</a></li>' for i, name in enumerate(_NAV[language]))
    top = f'<header><a class="logo" href="/">Logo</a><nav><ul>{links}</ul></nav></header>' if chrome else ""
    foot = f"<footer><p>{_FOOT[language]}</p></footer>" if chrome else ""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body>{top}{inner}{foot}</body></html>"
    )


def _paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def _shape(
    name: str, outcome: Outcome, language: str, title: str, inner: str, head: str = "", chrome: bool = True
) -> Shape:
    accepted = {outcome}
    if outcome in (Outcome.LOGIN, Outcome.PAYWALL):
        accepted = {Outcome.LOGIN, Outcome.PAYWALL}
    return Shape(name, frozenset(accepted), _page(language, title, inner, head, chrome))


def _challenges() -> list[Shape]:
    c = Outcome.CHALLENGE
    return [
        _shape("cdn interstitial", c, "en", "Just a moment...",
               '<div class="main-wrapper"><h1>ledger.example</h1><h2>Verifying you are human. This may take a few seconds.</h2>'
               '<div id="challenge-stage"></div><p>ledger.example needs to review the security of your connection before proceeding.</p></div>'
               '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script>', chrome=False),
        _shape("old cdn interstitial", c, "en", "Attention Required! | Cloud",
               "<h1>One more step</h1><p>Please complete the security check to access news.example</p>"
               "<h2>Why do I have to complete a CAPTCHA?</h2><p>Completing the CAPTCHA proves you are a human and gives you temporary "
               "access to the web property.</p><h2>What can I do to prevent this in the future?</h2><p>If you are on a personal connection, "
               "like at home, you can run an anti-virus scan on your device to make sure it is not infected with malware.</p>"
               "<p>If you are at an office or shared network, you can ask the network administrator to run a scan.</p>", chrome=False),
        _shape("ddos wait", c, "en", "DDoS protection", "<h1>Checking your browser before accessing the site.</h1>"
               "<p>This process is automatic. Your browser will redirect to your requested content shortly.</p><p>Please allow up to 5 seconds...</p>", chrome=False),
        _shape("press and hold", c, "en", "Access to this page has been denied",
               '<div id="px-captcha"></div><h1>Before we continue...</h1><p>Press &amp; Hold to confirm you are a human (and not a bot).</p>'
               "<p>Reference ID 1f9e-22</p>", chrome=False),
        _shape("interruption", c, "en", "Pardon Our Interruption",
               "<h1>Pardon Our Interruption...</h1><p>As you were browsing something about your browser made us think you were a bot. There are a "
               "few reasons this might happen:</p><ul><li>You're a power user moving through this website with super-human speed.</li>"
               "<li>You've disabled JavaScript and/or cookies in your web browser.</li><li>A third-party browser plugin is preventing JavaScript "
               "from running.</li></ul><p>After completing the CAPTCHA below, you will immediately regain access to the site.</p>"),
        _shape("edge denied", c, "en", "Access Denied", "<h1>Access Denied</h1><p>You don't have permission to access "
               '"http://www.ledger.example/world/" on this server.</p><p>Reference #18.2d3e1602</p>', chrome=False),
        _shape("unusual traffic", c, "en", "Robot check", "<h1>Our systems have detected unusual traffic from your computer network</h1>"
               "<p>This page checks to see if it's really you sending the requests, and not a robot.</p><p>To continue, please type the characters below:</p>"),
        _shape("enable js and cookies", c, "en", "ledger.example", "<h1>Please enable JS and disable any ad blocker</h1>"
               "<p>Please enable JavaScript and cookies to continue.</p>", chrome=False),
        _shape("too many requests", c, "en", "429 Too Many Requests", "<h1>Too many requests</h1><p>We have received an unusual number of requests "
               "from your address. Please slow down and try again later.</p>", chrome=False),
        _shape("forbidden by firewall", c, "en", "403 Forbidden", "<center><h1>403 Forbidden</h1></center><hr><center>nginx</center>", chrome=False),
        _shape("slider", c, "zh-Hans", "安全验证", "<h1>安全验证</h1><p>为保护您的账号安全，请拖动滑块完成拼图验证后继续访问。</p><p>拖动下方滑块完成拼图</p>"),
        _shape("human check hans", c, "zh-Hans", "人机身份验证", "<h2>请完成以下验证，证明您不是机器人</h2><p>系统检测到您的网络环境存在异常访问，请点击按钮进行验证。</p>", chrome=False),
        _shape("site firewall", c, "zh-Hans", "网站防火墙", "<h1>您的请求带有不合法参数，已被网站管理员设置拦截！</h1>"
               "<p>可能原因：您提交的内容包含危险的攻击请求</p><p>如何解决：检查提交内容；如网站托管，请联系空间提供商；普通网站访客，请联系网站管理员。</p>", chrome=False),
        _shape("browser check hant", c, "zh-Hant", "請稍候...", "<h1>news.example</h1><p>正在驗證您是否為人類，這可能需要幾秒鐘的時間。</p>"
               "<p>繼續操作前，我們需要先檢查您的連線安全性。</p>", chrome=False),
        _shape("frequent access hans", c, "zh-Hans", "访问过于频繁", "<p>抱歉，您的访问过于频繁，请输入验证码后继续浏览。</p><img src='/captcha.png'><p>看不清？换一张</p>"),
        _shape("not a robot hant", c, "zh-Hant", "驗證", "<h1>我不是機器人</h1><p>偵測到您的網路有異常流量，請完成驗證後再繼續瀏覽本網站。</p>"),
    ]  # fmt: skip


def _consents() -> list[Shape]:
    c = Outcome.CONSENT
    long_en = _paragraphs(
        "We and our 873 partners store and access personal data, like browsing data or unique identifiers, on your device.",
        "Selecting I Accept enables tracking technologies to support the purposes shown under we and our partners process data to provide.",
        "If trackers are disabled, some content and ads you see may not be as relevant to you. You can resurface this menu to change your choices or withdraw consent at any time.",
        "Your choices will have effect within our Website. For more details, refer to our Privacy Policy.",
        "We and our partners process data to provide: use precise geolocation data, actively scan device characteristics for identification, store and access information on a device.",
        "Personalised advertising and content, advertising and content measurement, audience research and services development. List of Partners (vendors)",
    )
    return [
        _shape("partners wall", c, "en", "We value your privacy", f"<h1>We value your privacy</h1>{long_en}<button>I accept</button>", chrome=False),
        _shape("before you continue", c, "en", "Before you continue", "<h1>Before you continue</h1>" + _paragraphs(
            "We use cookies and data to deliver and maintain services, track outages and protect against spam, fraud and abuse.",
            "If you choose to accept all, we will also use cookies and data to develop and improve new services and to deliver and measure the effectiveness of ads.",
            "If you choose to reject all, we will not use cookies for these additional purposes.",
            "Select more options to see additional information, including details about managing your privacy settings."), chrome=False),
        _shape("part of a family of brands", c, "en", "Portal is part of the Ledger family of brands", "<h1>Portal is part of the Ledger family of brands</h1>" + _paragraphs(
            "When you use our sites and apps, we use cookies to provide our sites and apps to you, authenticate users, apply security measures, and prevent spam and abuse.",
            "If you click Accept all, we and our partners, including 238 who are part of the transparency framework, will also store and/or access information on a device.",
            "If you do not want us and our partners to use cookies and personal data for these additional purposes, click Reject all.",
            "You can withdraw your consent or change your choices at any time by clicking on the Privacy dashboard links on our sites and apps."), chrome=False),
        _shape("ads or subscribe", c, "en", "Morning Ledger", "<h2>Read with advertising or subscribe</h2>" + _paragraphs(
            "Use our website with the usual advertising and tracking. Consent can be withdrawn at any time in our privacy settings.",
            "To use our site free of tracking, take out the ad-free subscription for 3.99 a month.",
            "With your consent we and our partners use cookies and similar technologies to store information on your device and to process personal data.",
            "Details of the processing can be found in our privacy policy and in the consent settings."), chrome=False),
        _shape("cookie banner only", c, "en", "Ledger", '<div class="cookie-banner"><p>This website uses cookies to ensure you get the best experience on our website. By continuing to browse you agree to our use of cookies.</p><button>OK</button></div><div id="app"></div>'),
        _shape("eu visitors", c, "en", "451: Unavailable for legal reasons", "<h1>Unavailable due to legal reasons</h1><p>We recognise you are attempting to access this website from a country belonging to the European Economic Area which enforces the General Data Protection Regulation (GDPR) and therefore cannot grant you access at this time.</p>"),
        _shape("hant cookie wall", c, "zh-Hant", "我們重視您的隱私", "<h1>我們重視您的隱私</h1>" + _paragraphs(
            "我們與合作夥伴使用 Cookie 及類似技術，在您的裝置上儲存及存取資訊，並處理您的個人資料。",
            "點選「全部接受」，即表示您同意我們將這些資料用於個人化廣告與內容、成效評估及受眾研究。",
            "您可隨時於隱私權設定中變更或撤回您的同意。詳情請參閱我們的隱私權政策。"), chrome=False),
        _shape("hant short banner", c, "zh-Hant", "晨報", '<div id="policy"><p>本網站使用 Cookie 以提供您更好的瀏覽體驗，繼續瀏覽本網站即表示您同意我們的 Cookie 政策及隱私權條款。</p><a href="/privacy">了解更多</a></div>'),
        _shape("hant data notice", c, "zh-Hant", "個人資料蒐集告知", "<h1>個人資料蒐集、處理及利用告知事項</h1>" + _paragraphs(
            "本公司依個人資料保護法規定，向您告知下列事項，請您詳閱後勾選同意，始能繼續使用本網站服務。",
            "蒐集之目的：會員管理、行銷及統計研究分析。您的個人資料將於目的存續期間內利用。",
            "您得依法行使查詢、更正、停止處理及刪除等權利。若您不同意提供，將無法繼續瀏覽內容。")),
        _shape("hans privacy", c, "zh-Hans", "隐私政策提示", "<h2>隐私政策更新提示</h2>" + _paragraphs(
            "欢迎使用晨报客户端。我们非常重视您的个人信息和隐私保护，请您仔细阅读《用户协议》和《隐私政策》。",
            "我们使用 Cookie 等技术收集您的浏览信息，用于向您推荐内容和广告。点击“同意”即表示您已阅读并同意上述条款。",
            "如您不同意，我们将无法为您提供服务。")),
        _shape("german style choice", c, "en", "Your consent", "<h1>Your consent to cookies and data processing</h1>" + _paragraphs(
            "We need your consent for the processing of your data by our partners, who use cookies and similar technologies on your device.",
            "By clicking agree you consent to the use of cookies, the processing of personal data and its transfer to third countries. You can revoke your consent at any time.")),
        _shape("overlay over teaser", c, "en", "Morning Ledger", '<div class="cmp"><h2>Manage your cookie preferences</h2>' + _paragraphs(
            "We use cookies and other tracking technologies to improve your browsing experience on our website, to show you personalized content and targeted ads, to analyze our website traffic, and to understand where our visitors are coming from.",
            "Necessary cookies are essential and always on. You can accept or reject the use of cookies for analytics and advertising below.") + "</div>"),
    ]  # fmt: skip


def _logins() -> list[Shape]:
    c = Outcome.LOGIN
    form = '<form><input name="u"><input type="password" name="p"><button>OK</button></form>'
    return [
        _shape("log in page", c, "en", "Log in to your account", f"<h1>Log in</h1><p>Welcome back. Enter your email address and password to continue.</p>{form}<p>Forgot your password?</p><p>New here? Create an account</p>"),
        _shape("sign in to continue", c, "en", "Sign in | Ledger", f"<h1>Sign in to continue</h1><p>You must be signed in to view this page.</p>{form}"),
        _shape("register wall", c, "en", "Harbour tunnel opens a year early - Ledger", f"<h1>Harbour tunnel opens a year early</h1><p>Register for free to continue reading this article. It takes less than a minute.</p>{form}"),
        _shape("hant login", c, "zh-Hant", "會員登入 - 晨報", f"<h1>會員登入</h1><p>請輸入您的帳號密碼，或使用社群帳號登入。</p>{form}<p>忘記密碼？</p><p>還不是會員？立即註冊</p>"),
        _shape("hant login needed", c, "zh-Hant", "港口隧道提前通車 | 晨報", f"<h1>港口隧道提前通車</h1><p>請先登入會員，即可繼續閱讀全文。</p>{form}"),
        _shape("hans login", c, "zh-Hans", "用户登录", f"<h1>用户登录</h1><p>请登录后查看全部内容。</p>{form}<p>没有账号？立即注册</p>"),
        _shape("hans scan", c, "zh-Hans", "扫码登录", "<h1>扫码登录</h1><p>请使用手机客户端扫描二维码登录，登录后可查看更多内容。</p><p>二维码已失效，点击刷新</p>"),
        _shape("session over", c, "en", "Session expired", f"<h1>Your session has expired</h1><p>Please log in again to continue.</p>{form}"),
    ]  # fmt: skip


def _paywalls() -> list[Shape]:
    c = Outcome.PAYWALL
    closed = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Port authority weighs a second crane","isAccessibleForFree":false,"datePublished":"2026-11-02T09:00:00Z"}</script>'
    lead_en = "The port authority is weighing the purchase of a second gantry crane after a record summer, according to three people briefed on the plan who asked not to be named."
    lead_hant = "港務公司正評估添購第二座橋式起重機，三名知情人士透露，今年夏季貨櫃量創下歷年新高，現有設備已難以負荷，最快年底前就會提出採購案。"
    lead_hans = "三名知情人士透露，港务集团正在评估购置第二台岸桥。今年夏季集装箱吞吐量创下历史新高，现有设备已难以满足需要。"
    head = "<h1>Port authority weighs a second crane</h1>"
    hant = "<h1>港務公司評估添購第二座起重機</h1>"
    hans = "<h1>港务集团评估购置第二台岸桥</h1>"
    t_en, t_hant, t_hans = (
        "Port authority weighs a second crane - Ledger",
        "港務公司評估添購第二座起重機 | 晨報",
        "港务集团评估购置第二台岸桥_晨报网",
    )
    return [
        _shape("subscribe to continue", c, "en", t_en, f"<article>{head}{_paragraphs(lead_en)}</article><div class='wall'><h3>Subscribe to continue reading</h3><p>Already a subscriber? Log in</p><p>Only 1 a week for the first six months. Cancel anytime.</p></div>"),
        _shape("closed by its own data", c, "en", t_en, f"<article>{head}{_paragraphs(lead_en)}</article>", closed),
        _shape("limit reached", c, "en", t_en, f"<article>{head}{_paragraphs(lead_en, 'A decision is expected…')}</article><div><p>You have reached your limit of free articles this month.</p><p>Get unlimited access from 2 a week.</p></div>"),
        _shape("for subscribers only", c, "en", t_en, f"{head}{_paragraphs(lead_en)}<p>This article is for subscribers only.</p><p>Support independent journalism. Choose a plan.</p>"),
        _shape("unlock", c, "en", t_en, f"{head}{_paragraphs(lead_en)}<section><h2>Unlock this story</h2><p>Start your free trial to read the full article and everything else we publish.</p></section>"),
        _shape("premium teaser", c, "en", t_en, f"{head}{_paragraphs(lead_en)}<div class='premium'><p>To read the full story, become a member today.</p><p>Members get every article, the daily briefing and the archive.</p></div>"),
        _shape("plan table", c, "en", t_en, f"{head}{_paragraphs(lead_en)}<div><h2>Keep reading with a subscription</h2><ul><li>Digital: 4 per month</li><li>Digital and print: 9 per month</li><li>Cancel any time during your trial</li></ul><p>Already have an account? Sign in</p></div>"),
        _shape("three paragraphs then wall", c, "en", t_en, f"<article>{head}{_paragraphs(lead_en, 'The crane would cost about 14 million and be delivered within two years.', 'Shipping lines have complained of waits of up to three days.')}</article><div class='gate'><p>To continue reading this article, subscribe now.</p></div>", closed),
        _shape("hant subscribers", c, "zh-Hant", t_hant, f"<article>{hant}{_paragraphs(lead_hant)}</article><div><p>本文為訂戶專屬內容，訂閱後即可閱讀全文。</p><p>已是訂戶？請登入</p></div>"),
        _shape("hant share left", c, "zh-Hant", t_hant, f"{hant}{_paragraphs(lead_hant)}<div class='pay'><p>還有 78% 的內容，立即加入付費會員繼續閱讀</p><p>每月只要 99 元</p></div>"),
        _shape("hant quota", c, "zh-Hant", t_hant, f"{hant}{_paragraphs(lead_hant + '…')}<div><p>您本月的免費閱讀篇數已用完，歡迎訂閱暢讀所有文章。</p></div>"),
        _shape("hant members", c, "zh-Hant", t_hant, f"{hant}{_paragraphs(lead_hant)}<p>本篇為會員限定文章，成為會員即可解鎖全文。</p>"),
        _shape("hant closed data", c, "zh-Hant", t_hant, f"{hant}{_paragraphs(lead_hant)}", closed),
        _shape("hans pay", c, "zh-Hans", t_hans, f"{hans}{_paragraphs(lead_hans)}<div><p>本文为付费内容，购买后可阅读全文。</p><p>开通会员，畅读全站文章</p></div>"),
        _shape("hans remaining", c, "zh-Hans", t_hans, f"{hans}{_paragraphs(lead_hans)}<p>剩余 1865 字，订阅后继续阅读</p>"),
        _shape("hans vip", c, "zh-Hans", t_hans, f"{hans}{_paragraphs(lead_hans)}<p>该文章为会员专享，请开通会员或登录后继续阅读</p>"),
        _shape("ja members", c, "zh-Hant", "港湾局、2基目のクレーン検討", "<h1>港湾局、2基目のクレーン検討</h1><p>港湾局が2基目のガントリークレーンの購入を検討していることが分かった。夏の取扱量は過去最高となった。</p><p>この記事は有料会員限定です。残り 812 文字</p>"),
    ]  # fmt: skip


def _missing() -> list[Shape]:
    c = Outcome.NOT_ARTICLE
    return [
        _shape("404 en", c, "en", "Page not found | Ledger", "<h1>Page not found</h1><p>Sorry, the page you are looking for could not be found. It may have been moved or deleted.</p><p>Try searching, or go back to our home page.</p>"),
        _shape("404 joke", c, "en", "404", "<h1>Oops! Something went wrong.</h1><p>We can't seem to find the page you're looking for. Error code: 404</p><p>Here are some helpful links instead:</p>"),
        _shape("removed", c, "en", "This article is no longer available", "<h1>This article is no longer available</h1><p>The story you requested has been removed from our website for legal or editorial reasons.</p>"),
        _shape("410", c, "en", "Gone", "<h1>Gone</h1><p>The requested resource is no longer available on this server and there is no forwarding address.</p>"),
        _shape("404 hant", c, "zh-Hant", "找不到網頁 - 晨報", "<h1>很抱歉，找不到您要的網頁</h1><p>您所查詢的頁面可能已經移除、更名或暫時無法使用，請返回首頁或使用搜尋功能。</p>"),
        _shape("deleted hant", c, "zh-Hant", "晨報", "<h2>此新聞已被刪除或不存在</h2><p>系統將於五秒後自動返回首頁。</p>"),
        _shape("404 hans", c, "zh-Hans", "页面不存在", "<h1>抱歉，您访问的页面不存在</h1><p>可能的原因：网址有错误，或者页面已经被删除。请检查网址或返回首页。</p>"),
        _shape("offline hans", c, "zh-Hans", "晨报网", "<h2>该内容已下线</h2><p>您要查看的文章已被作者删除，看看其他内容吧。</p>"),
        _shape("server error", c, "en", "500 Internal Server Error", "<h1>Internal Server Error</h1><p>The server encountered an internal error or misconfiguration and was unable to complete your request.</p>", chrome=False),
        _shape("maintenance hant", c, "zh-Hant", "系統維護中", "<h1>系統維護中</h1><p>親愛的讀者您好，本網站正進行系統維護，造成不便敬請見諒，請稍後再試。</p>"),
        _shape("blank app", c, "en", "Ledger", '<div id="root"></div><script src="/static/main.js"></script>', chrome=False),
        _shape("noscript app", c, "zh-Hant", "晨報", '<noscript>請啟用 JavaScript 以瀏覽本網站。</noscript><div id="__next"></div><script>var a=1</script>', chrome=False),
        _shape("loading app", c, "zh-Hans", "晨报", '<div id="app"><p>加载中，请稍候</p></div><script src="/app.js"></script>'),
        _shape("frame only", c, "en", "Ledger", '<iframe src="/reader"></iframe>', chrome=False),
        _shape("redirect stub", c, "en", "Redirecting", '<p>You are being redirected. If nothing happens, <a href="/x">click here</a>.</p>', chrome=False),
        _shape("empty template", c, "en", "", '<article><h1></h1><div class="article-body"></div></article>'),
    ]  # fmt: skip


def _teasers(language: str, count: int, excerpts: bool) -> str:
    words = {
        "zh-Hant": ("市府公布第{}期公園更新工程進度，居民盼早日完工", "工程單位表示，第{}期施工範圍包含步道與照明，預計明年初啟用。"),
        "zh-Hans": ("第{}批社区改造项目启动，居民期待早日完工", "主管部门表示，第{}批改造包括道路和照明，预计明年初投入使用。"),
        "en": ("Council publishes progress report number {} on park renewal", "Phase {} covers footpaths and lighting and should open to the public early next year, the council said."),
    }[language]  # fmt: skip
    rows = []
    for i in range(count):
        excerpt = f"<p>{words[1].format(i + 1)}</p>" if excerpts else ""
        rows.append(f'<li class="item"><h3><a href="/a/{i}">{words[0].format(i + 1)}</a></h3>{excerpt}<span>2026-11-{i % 28 + 1:02d}</span></li>')  # fmt: skip
    return f'<main><ul class="list">{"".join(rows)}</ul><div class="pager"><a href="?p=2">2</a> <a href="?p=3">3</a></div></main>'  # fmt: skip


def _listings() -> list[Shape]:
    c = Outcome.NOT_ARTICLE
    return [
        _shape("section en", c, "en", "World news - Ledger", "<h1>World</h1>" + _teasers("en", 24, False)),
        _shape("section with excerpts en", c, "en", "Business | Ledger", "<h1>Business</h1>" + _teasers("en", 20, True)),
        _shape("section hant", c, "zh-Hant", "地方新聞 | 晨報", "<h1>地方新聞</h1>" + _teasers("zh-Hant", 30, False)),
        _shape("section with excerpts hant", c, "zh-Hant", "生活 | 晨報", "<h1>生活</h1>" + _teasers("zh-Hant", 20, True)),
        _shape("channel hans", c, "zh-Hans", "社会频道_晨报网", _teasers("zh-Hans", 40, False)),
        _shape("channel with excerpts hans", c, "zh-Hans", "社会频道_晨报网", _teasers("zh-Hans", 16, True)),
        _shape("search results", c, "en", "Search results for park", "<h1>Search results for “park”</h1><p>124 results found</p>" + _teasers("en", 10, True)),
        _shape("search without results", c, "zh-Hant", "搜尋結果", "<h1>搜尋結果</h1><p>很抱歉，找不到與您的關鍵字相符的新聞，請嘗試其他關鍵字。</p>"),
        _shape("tag page hant", c, "zh-Hant", "公園 相關新聞 | 晨報", "<h1>#公園</h1>" + _teasers("zh-Hant", 12, False)),
        _shape("author page", c, "en", "Articles by our city desk", "<h1>City desk</h1><p>The city desk covers councils, courts and transport.</p>" + _teasers("en", 14, False)),
    ]  # fmt: skip


def shapes() -> tuple[Shape, ...]:
    """Every shape; names are unique."""
    groups = (_challenges(), _consents(), _logins(), _paywalls(), _missing(), _listings())
    return tuple(shape for group in groups for shape in group)
