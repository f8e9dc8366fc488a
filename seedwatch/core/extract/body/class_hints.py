"""What class names, ids and tags tell about a container."""

# ruff: noqa: E501  (tables of phrases: a line is a kind)

from __future__ import annotations

from functools import lru_cache

import ahocorasick

BOILERPLATE = 1  # navigation, sharing, comments, advertising
BODY = 2  # names that sites give to the article's text
CAPTION = 4
BYLINE = 8  # date, author, source
TITLE = 16
HIDDEN = 32
LEAD = 64
LIST = 128
HEADER = 256
RELATED = 512
FOREIGN = (
    1024  # told by what a container holds, not by its name: comments, further articles, what is not shown
)
HINT_BITS = (BOILERPLATE, BODY, CAPTION, BYLINE, TITLE, HIDDEN, LEAD, LIST, HEADER, RELATED)

# Substrings of the lower-case name whose separators are spaces; a space in a word asks for a boundary there.
_WORDS = {
    BOILERPLATE: "nav|menu|foot|sidebar|side bar|aside|comment|pinglun|disqus|respond|share|social|sns|bdshare|promo|"
    "sponsor|advert| ad | ads | ad1| ad2|banner|newsletter|subscri|signup|sign up|crumb|toolbar|widget|popup|modal|cookie|"
    "consent|gdpr|copyright|disclaim|statement|follow|taboola|outbrain|login|register|feedback|app |download|"
    "qrcode|erweima|print|rating| vote|donat|paywall|piano|teaser| tag | tags |taglist|keyword|topic|biography|"
    "author bio| bio |about author|player|slider|carousel|swiper|toplist| hot|rank|paginat|pager|prev |next | skip|survey|"
    "quiz| poll|search|editor pick|jiathis|dianzan| tool|xiangguan|overlay|sticky|breaking|ticker|infobox|factbox",
    RELATED: "relat|recommend|tuijian|read more|readmore|read next|read also|more news|more stories|more from|"
    "also like|see also|trending|popular|most read|mostread|latest|hotnews|extend|guess|you may|linklist|link list|"
    "more on|moreon|further|inline link|embed|promo|teaser",
    BODY: "article|artical|content|body|story| post | post |entry| text|main|detail|news|zhengwen|paragraph|rich",
    CAPTION: "caption|figure|credit|photo|image|gallery| pic |picture|legend|bildunter|lightbox| media | img|zoom|"
    "copyright|imgs|pictext",
    BYLINE: "author|byline|by line|reporter|date|time|publish|source|laiyuan|editor|meta|info|writer|autor| pub ",
    TITLE: "title|headline|heading| head ",
    LEAD: "lead|summary|abstract| dek|standfirst|intro|subtitle|subhead|sub head|excerpt|description|zhaiyao|sapo|"
    "perex|strap|dropcap|drop cap",
    LIST: "list|item|card|grid| row",
}
_SEPARATORS = bytes.maketrans(b"_-:./\t\n", b"       ")

TAG_HINTS = {
    "nav": BOILERPLATE,
    "aside": BOILERPLATE,
    "footer": BOILERPLATE,
    "header": HEADER,
    "figcaption": CAPTION,
    "figure": CAPTION,
    "caption": CAPTION,
    "article": BODY,
    "main": BODY,
    "h1": TITLE,
}


def _automaton() -> ahocorasick.Automaton:
    flags: dict[str, int] = {}
    for hint, words in _WORDS.items():
        for word in words.split("|"):
            flags[word] = flags.get(word, 0) | hint
    automaton = ahocorasick.Automaton()
    for word, hint in flags.items():
        automaton.add_word(word, hint)
    automaton.make_automaton()
    return automaton


_AUTOMATON = _automaton()


@lru_cache(maxsize=16384)
def hints_of(name: str) -> int:
    """Hints that a class or id string gives."""
    found = 0
    plain = name[:200].lower().encode("utf-8", "surrogatepass").translate(_SEPARATORS)  # faster than of a str
    for _, hint in _AUTOMATON.iter(f" {plain.decode('utf-8', 'surrogatepass')} "):
        found |= hint
    return found
