"""What is known about web addresses, as data: tracking parameters, sharing doors, outlets' other views.

Sources: the outlets' own pages and feeds, the documentation of the analytics and mailing tools, and the AMP
project's cache format. Read by `core.urls`; nothing here decides anything by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

_ADVERTISING = """
gclid gclsrc gbraid wbraid dclid fbclid fbc_id msclkid twclid ttclid yclid ysclid li_fat_id igshid igsh
scclid epik rdt_cid irclickid irgwc wickedid srsltid gad_source gad_campaignid wt.mc_id wt_mc
"""
_COUNTERS = """
_ga _gl _gac __twitter_impression __s _openstat s_kwcid ef_id s_cid icid ncid cmpid xtor
at_medium at_campaign at_custom1 at_custom2 at_custom3 at_custom4 at_link_id at_link_type at_link_origin
at_format at_ptr_name at_bbc_team soc_src soc_trk ocid cvid guccounter guce_referrer guce_referrer_sig
"""
_MAILINGS = """
mc_cid mc_eid mkt_tok _hsenc _hsmi __hssc __hstc __hsfp hsctatracking vero_id vero_conv oly_enc_id
oly_anon_id ml_subscriber ml_subscriber_hash _kx sc_customer _bta_tid _bta_c trk_contact trk_msg trk_module
trk_sid
"""
_CHINESE_PLATFORMS = """
spm scm share_token share_from share_source share_medium share_plat share_session_id share_tag sharefrom
shareuid share_uid isappinstalled from_source vd_source bd_vid qz_gdt
"""
_SESSIONS = "ref_src ref_url phpsessid jsessionid aspsessionid sessionid"

#: Parameter names (lower case) that never choose what is shown.
TRACKING = frozenset(" ".join((_ADVERTISING, _COUNTERS, _MAILINGS, _CHINESE_PLATFORMS, _SESSIONS)).split())
#: Beginnings of such names.
TRACKING_PREFIXES = (
    "utm_",
    "mtm_",
    "matomo_",
    "pk_",
    "piwik_",
    "hsa_",
    "itm_",
    "ito_",
    "aspsessionid",
    "_branch_",
)

#: Parameters that choose a view of the same article, with the values (lower case) that do so.
VIEWS: dict[str, frozenset[str]] = {
    "amp": frozenset({"", "1", "true", "yes"}),
    "outputtype": frozenset({"amp"}),
    "print": frozenset({"", "1", "true", "yes"}),
    "share": frozenset(
        {"facebook", "twitter", "x", "linkedin", "reddit", "telegram", "email", "line", "weibo"}
    ),
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
    Wrapper("google.com", r"/url", ("url", "q")),
    Wrapper("bing.com", r"/news/apiclick\.aspx", ("url",)),
    Wrapper("getpocket.com", r"/(?:save|edit)/?", ("url",)),
    Wrapper("link.zhihu.com", r"/", ("target",)),
)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One view of an outlet's article and the address of the article itself.

    host: the view's host, exactly; path: pattern the whole path must match; to_host and to_path: where the
    article is (`to_path` may use the groups of `path`); drop: parameters that mean nothing here ("*": all).
    """

    host: str
    path: str
    to_host: str
    to_path: str
    drop: tuple[str, ...] = ()


def _same_path(view: str, host: str) -> Rewrite:
    return Rewrite(view, r"(/.*)", host, r"\1")


def _amp_part(host: str, rest: str = r"/.+") -> Rewrite:
    """`/amp` as the first part of the path."""
    return Rewrite(host, rf"/amp({rest})", host, r"\1")


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
    # Mainland and Hong Kong
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
    _same_path("amp.cnn.com", "www.cnn.com"),
    _same_path("mobile.reuters.com", "www.reuters.com"),
    _same_path("mobile.nytimes.com", "www.nytimes.com"),
    _same_path("m.bbc.co.uk", "www.bbc.com"),
    _same_path("m.bbc.com", "www.bbc.com"),
    _same_path("www.bbc.co.uk", "www.bbc.com"),
)

#: First labels of a host that show the same articles in another dress. They count for identity only: whether
#: the plain host answers is not known for an outlet without a row above.
DRESS_LABELS = frozenset({"www", "m", "mobile", "amp", "wap", "3g"})
