"""Mojibake: does decoded text look like language, or like another encoding's bytes?

Chinese written in one legacy encoding and read in another decodes without errors, but to characters nobody
writes: the common few hundred carry more than half of any real text, and a few per cent of such noise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

#: Values below this are noise. Real pages score 0.35 and more, misread ones 0.1 and less.
LANGUAGE_FLOOR = 0.22
_SAMPLE_CHARS = 4000

#: The characters that carry most of Chinese prose, both scripts, with those of Japanese news.
_COMMON_HANZI = (
    "的一是不了在人有我他这個个們们中來来上大為为和國国地到以說说時时要就出會会可也你對对生能而子那得於于著着下自之年過过發发後后作里裡"
    "用道行所然家種种事成方多經经麼么去法學学如都同現现當当沒没動动面起看定天分還还進进好小部其些主樣样理心她本前開开但因只從从想實实"
    "日軍军者意無无力它與与長长把機机十民第公此已工使情明性知全三又關关點点正業业外將将兩两高間间由問问很最重並并物手應应戰战向頭头文體体"
    "政美相見见被利什二等產产或新己制身果加西斯月話话合回特代內内信表化老給给世位次度門门任常先海通教兒儿原東东聲声提立及比員员解水名真"
    "論论處处走義义各入幾几口認认條条平系氣气題题活爾尔更別别打女變变四神總总何電电數数安少報报才結结反受目太量再感建務务做接必場场件計计"
    "管期市直德資资命山金指克許许統统區区保至隊队形社便空決决治展馬马科司五基眼書书非則则聽听白卻却界達达光放強强即像難难且權权思王象完設设"
    "式色路記记南品住告類类求據据程北邊边死張张該该交規规萬万取拉格望覺觉術术領领共確确傳传師师觀观清今切院讓让識识候帶带導导爭争運运笔筆"
    "股台臺灣湾縣县議议黨党選选舉举警察網网站記者影響价價格投資億亿元約约百千歲岁醫医車车案新聞闻日昨增減减昇升降推出企技術研究創创智慧晶片"
    "製制造造商店服務务供需求環环境城鄉乡農农漁渔港航班機場站鐵铁路橋桥校師师生課课業业考試试獎奖賽赛球隊队員員教育局處处長長部長主席總統统"
    "発表国会社員首相年月日時分前午後今回東京都県市区町村駅円億万人者約対応関係問題開始予定中止受け大学研究所調査結果影響政府経済"
    "產品版權权圖图聯联繫系登錄录註注冊册會員隱隐私搜尋寻首頁页回應应讚赞分享熱热門门更多最近評评論论閱阅讀读點擊击標标籤签轉转載载"
)
_COMMON_HANGUL = (
    "이다는의에을가로고하한지은도를서기사리자인해대정시어일수나있부원전으들만과년여제구스장보라주비상유공아신경선성국무조관동계거그않없것"
    "했습니까요우미화안문게연소산중금재마당면할월위교적통오물회분식결행던데운영진방등민물업터와최근생활출발표간내외더강지난며"
)


def text_likelihood(text: str) -> float:
    """Mean worth of the characters beyond ASCII, about -2 (noise) to 1 (language); 1.0 for pure ASCII."""
    runs = _runs(text)
    chars = "".join(runs)
    if not chars:
        return 1.0
    weights = _weights()
    worths = [weights[char] if char in weights else _worth(char) for char in chars]
    mean = sum(worths) / len(worths) - _anomalies(" ".join(runs), text) / len(worths)
    return min([mean, *_parts(chars, worths)])


def _runs(text: str) -> list[str]:
    """Runs beyond ASCII, from the start until there are enough to judge."""
    runs: list[str] = []
    total = 0
    for match in _BEYOND_ASCII.finditer(text):
        runs.append(match[0][:_SAMPLE_CHARS])
        total += len(runs[-1])
        if total >= _SAMPLE_CHARS:
            break
    return runs


def _parts(chars: str, worths: list[float]) -> Iterable[float]:
    """Each large part by itself: EUC-JP read as GBK has right kana, and ideographs that say it is wrong."""
    for low, high in (("\u4e00", "\u9fff"), ("\uac00", "\ud7a3")):
        part = [worth for char, worth in zip(chars, worths, strict=True) if low <= char <= high]
        if len(part) >= max(8, len(chars) // 7):
            yield sum(part) / len(part) + 0.05


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    """Worth of East Asian characters: a national standard's first level is written, the rest hardly."""
    weights = dict.fromkeys(_level("gb2312", 0xB0, 0xD7), 0.2)
    weights |= dict.fromkeys(_level("big5", 0xA4, 0xC6), 0.2)
    weights |= dict.fromkeys(_level("euc_jp", 0xB0, 0xCF), 0.2)
    weights |= dict.fromkeys(_level("euc_kr", 0xB0, 0xC8), 0.1)
    weights |= dict.fromkeys(_COMMON_HANZI + _COMMON_HANGUL, 1.0)
    return weights | dict.fromkeys("，。、：；？！「」『』（）《》〈〉【】“”‘’…—．", 0.5)


def _level(codec: str, first: int, last: int) -> str:
    """Characters of the rows `first` to `last` of a two-byte standard, ideographs and syllables only."""
    pairs = (bytes((lead, trail)) for lead in range(first, last + 1) for trail in range(0x40, 0xFF))
    text = "".join(pair.decode(codec, "ignore") for pair in pairs)
    return "".join(char for char in text if char > "\u3400")


#: First character of a block and the worth of its characters, in order of code points.
_BLOCKS = (
    (0x0080, -2.5),  # C1 controls
    (0x00A0, -0.1),  # Latin-1 punctuation and signs
    (0x00C0, 0.6),  # Latin letters
    (0x0250, -0.5),  # IPA, modifiers, combining marks
    (0x0370, 0.6),  # Greek
    (0x0400, -0.2),  # Cyrillic of few languages
    (0x0410, 0.6),  # Cyrillic
    (0x0450, -0.2),
    (0x0530, 0.6),  # Armenian, Hebrew, Arabic, Indic, Thai, Tibetan, Georgian
    (0x1100, -0.5),  # jamo
    (0x1200, 0.3),
    (0x1E00, 0.6),  # Vietnamese, polytonic Greek
    (0x2000, 0.4),  # punctuation, currency
    (0x2100, 0.0),  # signs, arrows, mathematics
    (0x2500, -0.6),  # box drawing
    (0x25A0, 0.0),
    (0x2E80, -0.5),
    (0x3000, 0.5),  # East Asian punctuation, kana
    (0x3100, 0.0),
    (0x3400, -1.0),  # ideographs and syllables beyond the first levels
    (0xD7B0, -2.5),  # surrogates, private use
    (0xF900, -1.0),
    (0xFB00, 0.2),
    (0xFE30, 0.0),
    (0xFF00, 0.4),  # full-width forms
    (0xFF61, -0.7),  # half-width katakana, what Shift_JIS makes of other bytes
    (0xFFE0, 0.0),
    (0xFFF0, -2.5),  # replacement character
    (0x10000, 0.0),
    (0x1F000, 0.3),  # emoji
    (0x20000, -0.5),
)


@lru_cache(maxsize=4096)
def _worth(char: str) -> float:
    code = ord(char)
    worth = next((worth for first, worth in reversed(_BLOCKS) if code >= first), 0.0)
    return -2.5 if worth >= 0 and unicodedata.category(char) in {"Cn", "Co"} else worth


_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
#: Letters of European languages stand between ASCII letters; four in a row are another encoding's bytes.
_LATIN_CROWD = re.compile(r"[\u00a0-\u017f\u2018-\u2022\u0192\u02c6\u02dc]{4,}")
#: Upper case after lower case inside a word: KOI8-R read as windows-1251, and the other way round.
_CASE_FLIP = re.compile(r"[а-яёα-ωà-ÿ](?=[А-ЯЁΑ-ΩÀ-Þ])")
_SIGN_IN_WORD = re.compile(r"(?<=[A-Za-z])[¡-©«-¿×÷](?=[A-Za-z])")
#: An ideograph between lower-case letters: an umlaut and its neighbour read as a pair.
_HANZI_IN_WORD = re.compile(r"[a-z][\u3400-\u9fff](?=[a-z])")


def _anomalies(runs: str, text: str) -> float:
    crowded = sum(len(match[0]) for match in _LATIN_CROWD.finditer(runs))
    flips = sum(1 for _ in _CASE_FLIP.finditer(runs))
    signs = sum(1 for _ in _SIGN_IN_WORD.finditer(text[: 20 * _SAMPLE_CHARS]))
    pairs = sum(1 for _ in _HANZI_IN_WORD.finditer(text[: 20 * _SAMPLE_CHARS]))
    return crowded * 1.2 + flips * 1.5 + signs * 1.0 + pairs * 2.0
