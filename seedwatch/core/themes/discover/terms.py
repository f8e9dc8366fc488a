"""Names and terms of a text: what is quoted, repeated, capitalised, or ends like a name, in whole words.

Chinese terms are found as runs of characters that stand in several places or before a suffix of names, cut at
function words. English ones are runs of capitals and repeated pairs without function words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from seedwatch.core.chinese.folding import fold_chars
from seedwatch.core.chinese.words import WordBorders

#: Function characters end a Chinese term; those that often stand inside names (中, 大, 上) are not here.
_HAN_STOP = (
    "的了在是和與与及為为以於于對对將将也都就而且或被把從从向讓让使由等這这那其並并則则又很更最還还已曾正再"
    "只但因所每各她他它我你們们您吗嗎呢吧啊個个則如若即雖虽至跟給给着著過过來来去說说稱称指表後后前"
)
#: 所 is a function word, but not at the end of 事務所, 研究所, 公所.
_HAN_RUN = re.compile(rf"(?:(?![{_HAN_STOP}])[\u4e00-\u9fff·]|(?<=[務务究易查公診诊生驗验])所)+")
_SAYING = """
保護 保护 要求 宣布 宣佈 表示 批評 批评 指出 認為 认为 提出 提醒 採用 采用 負責 负责 回應 回应 公布 包括
根據 根据 透過 通過 通过 進行 进行 開始 开始 完成 支持 推動 推动 提供 引發 引发 成為 成为 預計 预计 可能
目前 昨天 今天 昨日 今日 上月 下月 明年 去年 今年 業者 业者 沒有 没有 必須 必须 已經 已经 同時 同时 其中
以及 由於 由于 因此 希望 正式 需要 應該 应该 可以 能夠 能够 增加 減少 减少 延到 擔心 担心 發現 发现 使用
相關 相关 以來 以来 期間 期间 小時 小时 承諾 承诺 達到 达到 增設 增设 經過 经过 地方 方面 容易 合作 示範
示范 加裝 加装 處理 处理 試用 试用 打算 推出 簽約 签约 參加 参加 舉辦 举办 設立 设立 成立 建立 發展 发展
位於 位于 來自 来自 屬於 属于 交給 交给 超過 超过 平均 原來 原来 上週 上周 本週 本周 強調 强调 坦言 透露
質疑 质疑 建議 建议 補充 补充 說明 说明 呼籲 呼吁 申請 申请 決定 决定 反對 反对 同意 需求 問題 问题 情況
情况 當地 当地
"""
#: News says these about anything: they stand between terms, not in them.
_BETWEEN = re.compile("|".join(_SAYING.split()))
_QUOTED = re.compile(r"[「『《“]([^「」『』《》“”，。！？]{2,20})[」』》”]")
_SUFFIXES = """
公司 集團 集团 銀行 银行 大學 大学 學院 学院 研究院 研究所 事務所 事务所 公所 交易所 基金會 基金会 基金
協會 协会 工會 工会 漁會 渔会 農會 农会 公會 公会 館 馆 廠 厂 局 部 院 場 场 中心
器 機 机 區 区 鄉 乡 鎮 镇 縣 县
委員會 委员会 管理局 能源署 署 計畫 计划 專案 项目 法案 條例 条例 協定 协定 協議 协议 風場 风场
電廠 电厂 港區 港区 碼頭 码头 海峽 海峡 園區 园区 工廠 工厂 平台 系統 系统 補貼 补贴 關稅 关税 招標
招标 機組 机组 渦輪 涡轮 晶片 芯片 機器人 机器人 電池 电池 費率 费率 合約 合约 制度 標準 标准 能源
電工 电工 科技 重工
"""
#: What names of bodies, places, rules and things end with.
_NAMED = re.compile(rf"[\u4e00-\u9fff]{{2,8}}?(?P<ending>{'|'.join(_SUFFIXES.split())})")
_TITLES = """
署長 署长 部長 部长 局長 局长 執行長 首席执行官 董事長 董事长 總經理 总经理 總裁 总裁 主席 教授 發言人
发言人 理事長 会长 會長 主任 顧問 顾问 主持人 鎮長 镇长 縣長 县长 研究員 研究员 站長 站长 校長 校长 院長
院长 秘書長 秘书长 市長 市长 議員 议员 工程師 工程师 律師 律师 創辦人 创始人
"""
_SURNAMES = (
    "王李張张劉刘陳陈楊杨黃黄趙赵吳吴周徐孫孙馬马朱胡郭何高林鄭郑謝谢羅罗梁宋唐許许韓韩馮冯鄧邓曹彭曾蕭肖田董袁"
    "潘蔡蔣蒋余杜葉叶程蘇苏魏呂吕丁任盧卢姚沈鍾钟姜崔譚谭陸陆范汪廖石金賈贾夏韋韦傅方白鄒邹孟熊秦邱江尹薛閻阎"
    "段雷侯龍龙史陶黎賀贺顧顾毛郝龔龚邵萬万錢钱嚴严賴赖洪武莫孔湯汤溫温游詹施卓簡简柯"
)
_SPOKE = (
    "說|说|表示|認為|认为|指出|強調|强调|提醒|坦言|回應|回应|透露|批評|批评|質疑|质疑|建議|建议|補充|补充"
)
#: A person: behind a title, or a family name and two characters before a verb of saying.
_PERSON = re.compile(
    rf"(?:{'|'.join(_TITLES.split())})(?P<titled>[{_SURNAMES}][\u4e00-\u9fff]{{2}}|[\u4e00-\u9fff·]{{2,3}}?"
    rf"(?=[{_HAN_STOP}，。、出強强认認宣回]))|(?P<speaker>[{_SURNAMES}][\u4e00-\u9fff]{{2}})(?=原|曾|則|则|{_SPOKE})"
)
_WORD_REST = r"(?:[A-Za-z0-9À-ž&+-]|\.(?=[A-Za-z0-9]))*"
_LATIN_NAME = re.compile(
    rf"(?<![A-Za-z0-9À-ž])[A-Z]{_WORD_REST}(?:[ -](?:(?:of|for|the|and|de|van|von) )?[A-Z0-9]{_WORD_REST}){{0,4}}"
)
_LATIN_WORD = re.compile(r"[A-Za-z][a-z'-]{2,}|[A-Z]{2,}\d*")
_FUNCTION_WORDS = """
the a an and or but of in on at to for from by with as is are was were be been has have had its it
he she they their his her this that these those which who will would could should may might can not
no more most than into over under after before between about also said says new one two three year
years month months week day last first next per cent percent million billion all some any other such
only own same so very just there here when where while during against through up down out off again
still since both each few our we you your what how why if then them because until without within
around according people make made get told remain remains want wants argue argues cost costs plan plans
need needs needed used use uses buy bought sell sold left lead leads give gives take takes come comes
three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand half
quarter several many much more less other others like even still every another former early late later
today yesterday tomorrow today's ago already almost nearly again back
monday tuesday wednesday thursday friday saturday sunday
january february march april june july august september october november december
"""
_LATIN_STOP = frozenset(_FUNCTION_WORDS.split())
_SENTENCE_START = re.compile(r"(?:^|[.!?。\n\"“]\s*)$")
#: Characters of a term; of one that is looked for in one text only, a few more.
MIN_HAN, MAX_HAN, MOST_HAN = 2, 8, 14
#: A run this long that also stands outside of a longer term is one of its own.
SURE_HAN = 4
#: A run of this many characters between function words is a term by itself, be it there only once.
CHUNK = range(3, 9)
#: Words of an English term that stands there only once, and what verbs and adverbs of news end with.
ONCE_WORDS = range(2, 4)
_VERB_LIKE = ("ed", "ly")
#: Letters of an English word that counts without a neighbour.
LONG_WORD = 6


@dataclass(frozen=True, slots=True)
class Term:
    """A wording as published and how often it stands there. `name`: it looks like one."""

    text: str
    count: int
    latin: bool
    name: bool


def terms_of(text: str, limit: int = 60, everyday: Collection[str] = ()) -> tuple[Term, ...]:
    """The wordings that a text is about, best first: longer and more frequent ones before others.

    everyday: words, in simplified characters, that are no term by themselves.
    """
    found = [*_whole_terms(text, everyday), *_latin_terms(text)]
    found.sort(key=lambda term: (-_worth(term), term.text))
    return tuple(found[:limit])


def _worth(term: Term) -> float:
    length = len(term.text.split()) + 1 if term.latin else min(len(term.text), 6)
    return term.count * length * (2.0 if term.name else 1.0)


def _whole_terms(text: str, everyday: Collection[str]) -> Iterator[Term]:
    """Chinese terms that begin and end where words do, and names and compounds that no other rule finds."""
    borders = WordBorders(text, everyday)
    found = {term.text: term for term in _han_terms(text)}
    compounds = dict.fromkeys(borders.compounds())
    for word in (*compounds, *borders.names(), *borders.nouns()):
        if word not in found and re.fullmatch(r"[\u4e00-\u9fff·]+", word):
            found[word] = Term(word, max(text.count(word), 1), latin=False, name=False)
    for term in found.values():
        if borders.is_term(term.text, strict=term.count < 2):
            yield replace(term, name=(term.count > 1 or term.name) and borders.is_name(term.text))


def _han_terms(text: str) -> Iterator[Term]:
    runs = list(_runs(text))
    names = {match[1].strip() for match in _QUOTED.finditer(text)}
    names |= {match["titled"] or match["speaker"] for match in _PERSON.finditer(text)}
    names |= {name for run in runs for name in _named(run)}
    names = {name for name in names if re.search(r"[\u4e00-\u9fff]{2}", name)}
    counts = _repeated(runs)
    for chunk in runs:
        if len(chunk) in CHUNK:
            counts[chunk] = max(counts[chunk], 1)
    for name in names:
        counts[name] = max(text.count(name), 1)
    for term, count in _maximal(counts, names).items():
        yield Term(term, count, latin=False, name=term in names)


def _runs(text: str) -> Iterator[str]:
    """Chinese between function words and the words that news says about anything."""
    for run in _HAN_RUN.finditer(text):
        yield from filter(None, _BETWEEN.split(run[0]))


def _named(run: str) -> Iterator[str]:
    """Names by their ending. One that does not open the run is cut to two characters before its ending."""
    end = 0
    for match in _NAMED.finditer(run):
        yield match[0] if match.start() == end else match[0][-len(match["ending"]) - 2 :]
        end = match.end()


def _repeated(runs: Iterable[str]) -> Counter[str]:
    """Substrings of 2 to MOST_HAN characters that stand at least twice."""
    counts: Counter[str] = Counter()
    for run in runs:
        counts.update(_grams(run, MOST_HAN))
    return Counter({term: count for term, count in counts.items() if count >= 2})


def _maximal(counts: Counter[str], names: set[str]) -> Counter[str]:
    """Without what mostly stands inside longer terms that are there as often."""
    kept: Counter[str] = Counter()
    for term in sorted(counts, key=len, reverse=True):
        often = min(2, counts[term])
        inside = sum(count for longer, count in kept.items() if term in longer and count >= often)
        alone = 1 if len(term) >= SURE_HAN else often
        if term in names or counts[term] - inside >= alone:
            kept[term] = counts[term]
    return kept


def common_terms(texts: Sequence[str], least: int) -> Counter[str]:
    """Wordings that stand in at least this many of the texts, by `term_key`, with the number of texts."""
    counts: Counter[str] = Counter()
    for text in texts:
        runs = set(_runs(fold_chars(text)))
        counts.update({gram for run in runs for gram in _grams(run)})
        counts.update({term_key(term.text) for term in _latin_terms(text)})
    often = [term for term, count in counts.items() if count >= least]
    longer = {(part, counts[term]) for term in often for part in (term[1:], term[:-1]) if not term.isascii()}
    return Counter({term: counts[term] for term in often if (term, counts[term]) not in longer})


def _grams(run: str, most: int = MAX_HAN) -> Iterator[str]:
    for size in range(MIN_HAN, min(most, len(run)) + 1):
        yield from (run[start : start + size] for start in range(len(run) - size + 1))


def _latin_terms(text: str) -> Iterator[Term]:
    names = Counter(_name(match[0]) for match in _LATIN_NAME.finditer(text) if _is_name(match, text))
    names.pop("", None)
    for name, count in names.items():
        yield Term(name, count, latin=True, name=True)
    known = {name.lower() for name in names}
    yield from (Term(once, 1, latin=True, name=False) for once in set(_once(text)) if once not in known)
    for phrase, count in _phrases(text).items():
        if count >= 2 and phrase not in known:
            yield Term(phrase, count, latin=True, name=False)


def _name(found: str) -> str:
    words = found.split()
    while words and words[0].lower() in _LATIN_STOP:
        words.pop(0)
    return " ".join(words).rstrip(".-")


def _is_name(match: re.Match[str], text: str) -> bool:
    """A single capitalised word that opens a sentence and is not seen capitalised elsewhere is none."""
    word = match[0]
    if len(word) < 2 or word.lower() in _LATIN_STOP:
        return False
    if " " in word or word.isupper() or any(char.isdigit() for char in word):
        return True
    opens = bool(_SENTENCE_START.search(text[max(0, match.start() - 3) : match.start()]))
    return (
        not opens
        or len(re.findall(rf"(?<![.!?\n] )(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])", text)) >= 2
    )


def _once(text: str) -> Iterator[str]:
    """What stands between function words by itself, two or three words without a name or a likely verb."""
    for clause in re.split(r"[^\w\s'-]+", text):
        chunk: list[str] = []
        for word in [*clause.split(), ""]:
            plain = len(word) > 1 and word.isalpha() and word.islower() and word not in _LATIN_STOP
            if plain and not word.endswith(_VERB_LIKE):
                chunk.append(word)
                continue
            if len(chunk) in ONCE_WORDS:
                yield " ".join(chunk)
            chunk = []


def _phrases(text: str) -> Counter[str]:
    """Long words, pairs and triples of neighbouring ones without function words, in small letters."""
    counts: Counter[str] = Counter()
    for clause in re.split(r"[^\w\s'-]+", text):
        words = [word.lower() for word in _LATIN_WORD.findall(clause)]
        for size in (1, 2, 3):
            for start in range(len(words) - size + 1):
                part = words[start : start + size]
                if not _LATIN_STOP.intersection(part) and len(" ".join(part)) >= LONG_WORD:
                    counts[" ".join(part)] += 1
    return counts


def term_key(text: str) -> str:
    """What two spellings of a term share."""
    return " ".join(fold_chars(text).replace("-", " ").split())
