"""What is known about web addresses, as data: tracking parameters, sharing doors, outlets' other views.

Sources: the outlets' own pages and feeds, the documentation of the analytics and mailing tools, and the AMP
project's cache format. Read by `seedwatch.core.fetching.urls`; nothing here decides anything by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

_ADVERTISING = """
gclid gclsrc gbraid wbraid dclid fbclid fbc_id msclkid twclid ttclid yclid ysclid li_fat_id igshid igsh
scclid epik rdt_cid irclickid irgwc wickedid srsltid gad_source gad_campaignid wt.mc_id wt_mc sccid gdfms
fb_action_ids fb_action_types fb_source fb_ref action_object_map action_type_map action_ref_map mibextid sfnsn
paipv eav wtsfb tblci dicbo ob_click_id oborigurl zanpid awc ranmid raneaid ransiteid ptaid hpid mkwid pcrid
"""
_COUNTERS = """
_ga _gl _gac __twitter_impression __s _openstat s_kwcid ef_id s_cid icid ncid cmpid xtor
at_medium at_campaign at_custom1 at_custom2 at_custom3 at_custom4 at_link_id at_link_type at_link_origin
at_format at_ptr_name at_bbc_team at_variant soc_src soc_trk ocid cvid guccounter guce_referrer
guce_referrer_sig ns_source ns_mchannel ns_campaign ns_linkname ns_fee xtref xtcr xtmc intcmp int_cmp cm_mmc
cm_mmc_o cm_mmca1 cm_mmca2 cm_mmca3 sr_share wpsrc wprov lipi trkcampaign amp_js_v amp_gsa usqp aoh ampshare
bxid cndid ftag reflink
ga_source ga_medium ga_term ga_content ga_campaign ga_place hmb_campaign hmb_medium hmb_source
openexternalbrowser fbrefresh
"""
_MAILINGS = """
mc_cid mc_eid mkt_tok _hsenc _hsmi __hssc __hstc __hsfp hsctatracking vero_id vero_conv oly_enc_id
elqtrackid elqtrack elqaid elqat elqcampaignid emci emdi nr_email_referer wt_zmc dm_i
oly_anon_id ml_subscriber ml_subscriber_hash _kx sc_customer _bta_tid _bta_c trk_contact trk_msg trk_module
trk_sid
"""
_CHINESE_PLATFORMS = """
spm scm share_token share_from share_source share_medium share_plat share_session_id share_tag sharefrom
shareuid share_uid isappinstalled from_source vd_source bd_vid qz_gdt bsh_bid bd_source hmsr hmpl hmcu hmkw
hmci tt_from tt_medium tt_content tt_group_id sharer_shareinfo sharer_shareinfo_first wxfid wx_header xhsshare
weixin_share_id appshare
"""
#: Since 2024: Google's article access, Meta's and Threads' shares, RedNote, LinkedIn, newsletters (beehiiv, Kit,
#: Substack, Ghost, Salesforce, Klaviyo, Omnisend), Douyin, Toutiao, Bilibili and Zhihu.
_LATELY = """
gaa_at gaa_n gaa_ts gaa_sig brid xmt slof rdid share_url hrc __cft__ __cft__[0] __tn__ __xts__[0] __eep__
_bhlid _bhba bhlid ck_subscriber_id sfmc_id sfmc_key sfmc_sub sfmc_activityid sfmc_activity sfmc_journey_id
sfmc_journey_name xsec_source xsec_token share_from_user_hidden author_share shareredid xhs_share app_platform
rcm trackingid midtoken midsig trkemail li_ed gad_campaign gclaw _gcl_au _gcl_aw srsltid_src ttadid rtid qclid
triedredirect showwelcome showwelcomeonshare isfreemail attribution_id attribution_type omnisendcontactid _ke
ss_source ss_campaign_id ss_campaign_name ss_email_id ss_campaign_sent_date at_recipient_id at_recipient_list
spm_id_from share_did share_times is_story_h5 unique_k use_new_style utm_psn share_code share_app_id is_from_webapp
sender_device syclid ymclid yadclid yadordid erid rb_clickid unicorn_click_id vgo_ee hss_channel wt_cc
"""
_SESSIONS = """
ref_src ref_url phpsessid jsessionid aspsessionid sessionid cfid cftoken oscsid xtcsid modsid zenid
asp.net_sessionid bv_sessionid bv_engineid
"""
#: What campaign tools call their fields. Spelled out: "pk_id", "itm_no" and "stm_id" name content elsewhere.
_CAMPAIGN_WORDS = "campaign kwd keyword source medium content term cid group placement cpn"
_CAMPAIGNS = tuple(
    f"{tool}_{word}"
    for tool in ("pk", "mtm", "matomo", "piwik", "itm", "stm")
    for word in _CAMPAIGN_WORDS.split()
)
_CAMPAIGN_REST = """
pk_vid itm_audience itm_channel hsa_acc hsa_cam hsa_grp hsa_ad hsa_src hsa_tgt hsa_kw hsa_mt hsa_net hsa_ver
hsa_la hsa_ol oft_k oft_lk oft_ck oft_d oft_sk cx_testid cx_testvariant cx_artpos cx_experienceid _branch_match_id
_branch_referrer
"""

#: Parameter names (lower case) that never choose what is shown.
TRACKING = frozenset(
    (
        *" ".join((_ADVERTISING, _COUNTERS, _MAILINGS, _CHINESE_PLATFORMS, _LATELY, _CAMPAIGN_REST)).split(),
        *_SESSIONS.split(),
        *_CAMPAIGNS,
    )
)
#: Beginnings that belong to one tool alone, whatever follows.
TRACKING_PREFIXES = ("utm_", "utm-", "aspsessionid")
#: Names of this table that a site may use for its articles: kept where a short number is all that tells two apart.
_AMBIGUOUS = """
ncid icid ocid cvid hpid ptaid bxid cndid rtid erid awc ftag cmpid s_cid sccid spm scm
"""
AMBIGUOUS = frozenset(_AMBIGUOUS.split())
SESSIONS = frozenset(_SESSIONS.split())
#: Names of sessions by the look of their value alone, which is a digest.
SESSION_NAMES = frozenset(["sid", "s", "session", "session_id", "sessid", "sess", "sesskey"])

#: Parameters that choose a view of the same article, with the values (lower case) that do so.
VIEWS: dict[str, frozenset[str]] = {
    "amp": frozenset({"", "1", "true", "yes", "amp"}),
    "noamp": frozenset({"", "1", "mobile", "available"}),
    "outputtype": frozenset({"amp"}),
    "print": frozenset({"", "1", "true", "yes", "print", "y"}),
    "printable": frozenset({"", "1", "true", "yes"}),
    "view": frozenset({"amp", "print", "mobile"}),
    "format": frozenset({"amp", "print", "mobile"}),
    "mode": frozenset({"amp", "print", "mobile"}),
    "layout": frozenset({"amp", "print"}),
    "device": frozenset({"mobile", "desktop"}),
    "share": frozenset(
        {"facebook", "twitter", "x", "linkedin", "reddit", "telegram", "email", "line", "weibo"}
    ),
    "from": frozenset({"singlemessage", "groupmessage", "timeline"}),  # WeChat: how it was passed on
    "replytocom": frozenset(),  # any value: WordPress opens the comment form
}


@dataclass(frozen=True, slots=True)
class Wrapper:
    """An address that only carries another: host (with subdomains), path pattern, parameters that hold it."""

    host: str
    path: str
    parameters: tuple[str, ...]


#: Sharing buttons, link gates and search redirectors.
WRAPPERS = (
    Wrapper(
        "facebook.com",
        r"/(?:sharer(?:/sharer)?\.php|share\.php|dialog/share|l\.php|flx/warn/?)",
        ("u", "href"),
    ),
    Wrapper("twitter.com", r"/(?:intent/tweet|share|home)/?", ("url",)),
    Wrapper("x.com", r"/(?:intent/tweet|intent/post|share)/?", ("url",)),
    Wrapper("social-plugins.line.me", r"/lineit/share/?", ("url",)),
    Wrapper("t.me", r"/share/url/?", ("url",)),
    Wrapper("telegram.me", r"/share/url/?", ("url",)),
    Wrapper("linkedin.com", r"/(?:sharing/share-offsite|shareArticle|cws/share)/?", ("url",)),
    Wrapper("reddit.com", r"/submit/?", ("url",)),
    Wrapper("service.weibo.com", r"/share/share\.php", ("url",)),
    Wrapper("plurk.com", r"/", ("qualifier_url",)),
    Wrapper("pinterest.com", r"/pin/create/(?:button|link)/?", ("url",)),
    Wrapper("tumblr.com", r"/(?:widgets/share/tool|share/link)/?", ("canonicalurl", "canonicalUrl", "url")),
    Wrapper("vk.com", r"/(?:share|away)\.php", ("url", "to")),
    Wrapper("service.weibo.com", r"/share/mobile\.php", ("url",)),
    Wrapper("weibo.cn", r"/sinaurl", ("u", "toasturl")),
    Wrapper("connect.qq.com", r"/widget/shareqq/(?:index\.html|iframe_index\.html)?", ("url",)),
    Wrapper("sns.qzone.qq.com", r"/cgi-bin/qzshare/cgi_qzshare_onekey", ("url",)),
    Wrapper("c.pc.qq.com", r"/middle\w*\.html", ("pfurl", "url")),
    Wrapper("link.csdn.net", r"/", ("target",)),
    Wrapper("link.juejin.cn", r"/", ("target",)),
    Wrapper("instapaper.com", r"/(?:edit|hello2)/?", ("url",)),
    Wrapper("l.instagram.com", r"/", ("u",)),
    Wrapper("out.reddit.com", r"/.*", ("url",)),
    Wrapper("youtube.com", r"/redirect", ("q",)),
    Wrapper("linkedin.com", r"/redir/redirect", ("url",)),
    Wrapper("slack-redir.net", r"/link", ("url",)),
    Wrapper("duckduckgo.com", r"/l/?", ("uddg",)),
    Wrapper("safelinks.protection.outlook.com", r"/.*", ("url",)),
    Wrapper("google.com", r"/url", ("url", "q")),
    Wrapper("google.com.tw", r"/url", ("url", "q")),
    Wrapper("google.com.hk", r"/url", ("url", "q")),
    Wrapper("bing.com", r"/news/apiclick\.aspx", ("url",)),
    Wrapper("getpocket.com", r"/(?:save|edit)/?", ("url",)),
    Wrapper("link.zhihu.com", r"/", ("target",)),
)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One view of an outlet's article and the address of the article itself.

    host: the view's host, exactly; path: pattern the whole path must match; to_host and to_path: where the
    article is (`to_path` may use the groups of `path`); drop: parameters that mean nothing here ("*": all).
    alone: only this host. Else a row that stays on its host holds on all hosts below it, "www." or not.
    """

    host: str
    path: str
    to_host: str
    to_path: str
    drop: tuple[str, ...] = ()
    alone: bool = False


def _same_path(view: str, host: str) -> Rewrite:
    return Rewrite(view, r"(/.*)", host, r"\1")


def _udn(host: str, section: str) -> Rewrite:
    return Rewrite(host, rf"/{section}/amp/story/(.+)", host, rf"/{section}/story/\1")


def _amp_part(host: str, rest: str = r"/.+") -> Rewrite:
    """`/amp` as the first part of the path."""
    return Rewrite(host, rf"/amp({rest})", host, r"\1")


#: An account's article is named by __biz, mid, idx and sn; the rest is about who passed it on.
_WEIXIN_NAMES = """
chksm scene subscene sessionid clicktime enterid ascene devicetype version nettype lang exportkey key uin
pass_ticket wx_header poc_token rd2werd mpshare srcid sharer_sharetime sharer_shareid
"""
_WEIXIN = tuple(_WEIXIN_NAMES.split())
_NYTIMES = (
    "smid",
    "smtyp",
    "partner",
    "emc",
    "unlocked_article_code",
    "referringsource",
    "action",
    "module",
    "pgtype",
)
_AMP_HOSTS = (
    "abc.net.au",
    "axios.com",
    "economist.com",
    "france24.com",
    "ft.com",
    "smh.com.au",
    "theage.com.au",
)
_LTN_SECTIONS = ("art", "auto", "ent", "estate", "food", "health", "istyle", "sports", "talk")
#: Of one company, with one path for the mobile view in all its editions.
_YAHOO = (
    "www.yahoo.com",
    "finance.yahoo.com",
    "hk.news.yahoo.com",
    "hk.finance.yahoo.com",
    "sg.news.yahoo.com",
)

REWRITES = (
    # Taiwan
    Rewrite("news.ltn.com.tw", r"/amp(/.+)", "news.ltn.com.tw", r"\1"),
    Rewrite("news.ltn.com.tw", r"(/news/.+)/print", "news.ltn.com.tw", r"\1"),
    Rewrite("m.ltn.com.tw", r"(/news/.+)", "news.ltn.com.tw", r"\1"),
    _amp_part("ec.ltn.com.tw"),
    _amp_part("def.ltn.com.tw"),
    _amp_part("www.cna.com.tw"),
    _same_path("m.cna.com.tw", "www.cna.com.tw"),
    Rewrite("udn.com", r"/news/amp/story/(.+)", "udn.com", r"/news/story/\1"),
    Rewrite("udn.com", r"(/news/story/.+)", "udn.com", r"\1", ("from", "ch", "chdtv", "list_ch2_index")),
    _same_path("m.udn.com", "udn.com"),
    Rewrite("money.udn.com", r"/money/amp/story/(.+)", "money.udn.com", r"/money/story/\1"),
    Rewrite("money.udn.com", r"(/money/story/.+)", "money.udn.com", r"\1", ("from", "ch", "ref")),
    Rewrite("stars.udn.com", r"(/star/story/.+)", "stars.udn.com", r"\1", ("from", "ch")),
    _udn("global.udn.com", "global_vision"),
    _udn("opinion.udn.com", "opinion"),
    _udn("health.udn.com", "health"),
    _udn("house.udn.com", "house"),
    _udn("reading.udn.com", "read"),
    _udn("stars.udn.com", "star"),
    *map(_amp_part, (f"{section}.ltn.com.tw" for section in _LTN_SECTIONS)),
    Rewrite("www.ettoday.net", r"(/news/\d+/\d+\.htm)", "www.ettoday.net", r"\1", ("from", "t", "redirect")),
    Rewrite("m.ettoday.net", r"(/news/\d+/\d+)(?:\.html?)?", "www.ettoday.net", r"\1.htm", ("from", "t")),
    *map(_amp_part, ("www.ftvnews.com.tw", "news.ebc.net.tw", "news.pts.org.tw", "www.ctwant.com")),
    *map(_amp_part, ("www.thenewslens.com", "www.inside.com.tw", "www.bnext.com.tw", "technews.tw")),
    Rewrite("www.thenewslens.com", r"(/article/\d+)/fullpage", "www.thenewslens.com", r"\1"),
    _amp_part("news.tvbs.com.tw"),
    _amp_part("www.chinatimes.com"),
    Rewrite(
        "www.chinatimes.com", r"(/(?:realtimenews|newspapers)/.+)", "www.chinatimes.com", r"\1", ("chdtv",)
    ),
    _same_path("m.chinatimes.com", "www.chinatimes.com"),
    _amp_part("www.storm.mg"),
    Rewrite("www.storm.mg", r"(/article/\d+)", "www.storm.mg", r"\1", ("mode",)),
    _amp_part("www.nownews.com"),
    _amp_part("newtalk.tw"),
    _amp_part("www.mirrormedia.mg"),
    _amp_part("www.ctee.com.tw"),
    _amp_part("www.hk01.com"),
    Rewrite("www.setn.com", r"/m/(?:amp)?news\.aspx", "www.setn.com", "/News.aspx"),
    Rewrite("m.cnyes.com", r"(/news/id/\d+)", "news.cnyes.com", r"\1", ("*",)),
    Rewrite("news.cnyes.com", r"(/news/id/\d+)", "news.cnyes.com", r"\1", ("*",)),
    Rewrite("tw.news.yahoo.com", r"/amphtml(/.+)", "tw.news.yahoo.com", r"\1"),
    Rewrite("tw.stock.yahoo.com", r"/amphtml(/.+)", "tw.stock.yahoo.com", r"\1"),
    *(Rewrite(host, r"/amphtml(/.+)", host, r"\1") for host in _YAHOO),
    # Mainland, Hong Kong, and Chinese editions elsewhere
    Rewrite("news.now.com", r"/mobile(/.+)", "news.now.com", r"/home\1"),
    Rewrite("inews.hket.com", r"(/article/\d+/.*)", "inews.hket.com", r"\1", ("mtc",)),
    Rewrite("topick.hket.com", r"(/article/\d+/.*)", "topick.hket.com", r"\1", ("mtc",)),
    _same_path("amp.scmp.com", "www.scmp.com"),
    _same_path("amp.rfi.fr", "www.rfi.fr"),
    _same_path("m.cn.nytimes.com", "cn.nytimes.com"),
    _same_path("www.zaobao.com", "www.zaobao.com.sg"),
    _same_path("www.chinanews.com", "www.chinanews.com.cn"),
    Rewrite("www.voachinese.com", r"/amp/(.+)", "www.voachinese.com", r"/a/\1"),
    Rewrite("www.thepaper.cn", r"/detail/(\d+)", "www.thepaper.cn", r"/newsDetail_forward_\1"),
    Rewrite("m.thepaper.cn", r"/detail/(\d+)", "www.thepaper.cn", r"/newsDetail_forward_\1"),
    Rewrite("i.ifeng.com", r"(/c/\w+)", "news.ifeng.com", r"\1", ("*",)),
    Rewrite("mp.weixin.qq.com", r"/s", "mp.weixin.qq.com", "/s", _WEIXIN, alone=True),
    Rewrite("mp.weixin.qq.com", r"(/s/[\w-]+)", "mp.weixin.qq.com", r"\1", ("*",), alone=True),
    Rewrite("m.ithome.com", r"/html/(\d+)(\d{3})\.htm", "www.ithome.com", r"/0/\1/\2.htm"),
    _same_path("m.thepaper.cn", "www.thepaper.cn"),
    _same_path("m.36kr.com", "36kr.com"),
    _same_path("www.36kr.com", "36kr.com"),
    _same_path("m.huxiu.com", "www.huxiu.com"),
    _same_path("m.caixin.com", "www.caixin.com"),
    _same_path("m.yicai.com", "www.yicai.com"),
    _same_path("m.mingpao.com", "news.mingpao.com"),
    # English
    _same_path("amp.theguardian.com", "www.theguardian.com"),
    _same_path("amp.dw.com", "www.dw.com"),
    _same_path("m.dw.com", "www.dw.com"),
    Rewrite("amp.cnn.com", r"(?:/cnn)?(/.+)", "www.cnn.com", r"\1"),
    *(_same_path(host, "www.cnn.com") for host in ("edition.cnn.com", "us.cnn.com", "lite.cnn.com")),
    Rewrite("www.theguardian.com", r"(/.+/\d{4}/\w{3}/\d\d/[^/]+)/print", "www.theguardian.com", r"\1"),
    Rewrite(
        "www.theguardian.com", r"(/.+/\d{4}/\w{3}/\d\d/[^/]+)", "www.theguardian.com", r"\1", ("cmp", "dcr")
    ),
    Rewrite("www.bbc.com", r"/(news|sport)/amp/(.+)", "www.bbc.com", r"/\1/\2"),
    Rewrite("www.reuters.com", r"/article/.*?(id[A-Z]{2}\w+)", "www.reuters.com", r"/article/\1"),
    Rewrite("www.wsj.com", r"(/articles/.+)", "www.wsj.com", r"\1", ("mod", "st")),
    Rewrite("www.nytimes.com", r"(/\d{4}/.+\.html)", "www.nytimes.com", r"\1", _NYTIMES),
    Rewrite("www.bloomberg.com", r"(/news/.+)", "www.bloomberg.com", r"\1", ("sref", "srnd", "leadsource")),
    *(_same_path(f"amp.{site}", f"www.{site}") for site in _AMP_HOSTS),
    _same_path("mobile.reuters.com", "www.reuters.com"),
    _same_path("mobile.nytimes.com", "www.nytimes.com"),
    _same_path("m.bbc.co.uk", "www.bbc.com"),
    _same_path("m.bbc.com", "www.bbc.com"),
    _same_path("www.bbc.co.uk", "www.bbc.com"),
)

#: First labels of a host that show the same articles in another dress. They count for identity only: whether
#: the plain host answers is not known for an outlet without a row above.
DRESS_LABELS = frozenset({"www", "m", "mobile", "amp", "wap", "3g", "mobi", "touch", "mip"})
