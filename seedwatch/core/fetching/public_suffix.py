"""The registrable domain (eTLD+1) of a host, by the public suffix list: who may speak for whom.

Hosts of one registrable domain belong to one owner; two names under one public suffix ("co.uk", "gouv.fr",
"netlify.app") do not. The list is the snapshot that tldextract brings, private section included, with the
blog hosts on top that never asked to be listed. Nothing is fetched and no cache is written.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from ada_url import idna_to_ascii

if TYPE_CHECKING:
    from tldextract import TLDExtract

#: Hosts whose subdomains belong to their customers, not in the list of the Public Suffix project (seen
#: 2026-11). A test names those that a later snapshot has taken in.
HOSTING = (
    "ghost.io", "medium.com", "substack.com", "tumblr.com", "wordpress.com",
    # blogs and newsletters of the Chinese, Japanese and Korean web
    "*.fc2.com", "blog.jp", "cocolog-nifty.com", "exblog.jp", "gitee.io", "livedoor.blog", "lofter.com",
    "pixnet.cc", "pixnet.net", "seesaa.net", "tistory.com",
    # Blogger under countries' names
    "blogspot.ca", "blogspot.co.uk", "blogspot.com.au", "blogspot.de", "blogspot.fr", "blogspot.hk",
    "blogspot.in", "blogspot.jp", "blogspot.kr", "blogspot.my", "blogspot.sg", "blogspot.tw",
    # free names of WordPress.com
    "art.blog", "business.blog", "code.blog", "data.blog", "design.blog", "finance.blog", "health.blog",
    "home.blog", "law.blog", "news.blog", "politics.blog", "school.blog", "science.blog", "tech.blog",
    "travel.blog", "video.blog", "water.blog",
    # newsletters, blogs and site builders
    "bearblog.dev", "beehiiv.com", "buttondown.email", "canalblog.com", "dreamwidth.org", "edublogs.org",
    "gitbook.io", "hashnode.dev", "jimdo.com", "livejournal.com", "mailchi.mp", "micro.blog", "mystrikingly.com",
    "narod.ru", "neocities.org", "over-blog.com", "posthaven.com", "site123.me", "squarespace.com",
    "strikingly.com", "super.site", "surge.sh", "svbtle.com", "typepad.com", "ucoz.ru", "webnode.com",
    "weebly.com", "write.as",
)  # fmt: skip


@lru_cache(4096)
def registrable_domain(host: str) -> str:
    """The name that its owner registered: "news.bbc.co.uk" gives "bbc.co.uk", "a.ghost.io" itself.

    host: any case, without port; a trailing dot counts for nothing. Answers in punycode. A host that is
    itself a public suffix, an address of numbers and a name without a dot are their own domain. Under an
    unknown top level the last two labels are taken, as the list's default rule says.
    """
    host = host.lower().rstrip(".")
    host = host if host.isascii() else idna_to_ascii(host).decode() or host
    found = _extractor().extract_str(host)
    if found.ipv4 or found.ipv6 or not found.domain or ".." in host:
        return host
    if not found.suffix:
        return ".".join(host.split(".")[-2:])
    domain = f"{found.domain}.{found.suffix}"
    # "www" in front of a blog host is the host's own front page, no customer's.
    return found.suffix if found.domain == "www" and "." in found.suffix else domain


def same_owner(host: str, other: str) -> bool:
    """Do two hosts stand under one registrable domain? Equal hosts are told without loading the list."""
    return host == other or registrable_domain(host) == registrable_domain(other)


@cache
def _extractor() -> TLDExtract:
    # Here, because the import takes 0.1 s and most commands never ask.
    from tldextract import TLDExtract

    return TLDExtract(
        cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True, extra_suffixes=HOSTING
    )
