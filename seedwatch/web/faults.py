"""What is wrong with a query, in the written languages of the pages; English stands in the error itself."""

from __future__ import annotations

from seedwatch.core.errors import QueryError, QueryFault

#: By kind: what, and what to do about it. {given}: the piece of the query, or the number, that it is about.
ZH_HANT: dict[QueryFault, tuple[str, str]] = {
    QueryFault.TOO_LONG: ("查詢太長，最多 {given} 字", "請縮短"),
    QueryFault.TOO_DEEP: ("括號超過 {given} 層", "請減少括號"),
    QueryFault.TOO_MANY: ("超過 {given} 個條件", "請減少字詞"),
    QueryFault.LONG_PHRASE: ("片語超過 {given} 個詞", "請縮短片語"),
    QueryFault.SHORT_PREFIX: ("「{given}」會符合太多字", "* 前至少寫 3 個字母"),
    QueryFault.OPEN_BRACKET: ("這個括號沒有關上", "請補上右括號"),
    QueryFault.STRAY_BRACKET: ("這個右括號沒有對應的左括號", "請刪去"),
    QueryFault.OPEN_QUOTE: ("這個引號沒有關上", "請補上，或刪去"),
    QueryFault.NO_WORD: ("「{given}」裡沒有可以找的字", "至少寫一個字詞"),
    QueryFault.STRAY: ("「{given}」的位置應該是字詞", "請在前後加上字詞"),
    QueryFault.MISSING: ("「{given}」之後缺了東西", "請補上字詞，或刪去"),
    QueryFault.ONE_VALUE: ("{given}: 之後只能寫一個值", "請刪去其他的"),
    QueryFault.FIELD_IN_FIELD: ("{given}: 之後要寫字詞，不能是另一個欄位", "請分開寫"),
    QueryFault.NO_TIME: ("「{given}」不是時間", "例如 2026-03-22、2026-03、7d（天）、2w、3m、1y、今天"),
    QueryFault.NO_EVENT: ("「{given}」不是事件", "可用：標題、修訂、下架、恢復、轉載、原稿、放棄內文"),
    QueryFault.WHOLE_QUERY: ("after:、before: 與 event: 只能用於整個查詢", "請移到括號與 OR 之外"),
    QueryFault.PRESENT_ONLY: ("查詢裡的 theme: 只問現在", "請改用主題欄位"),
}
ZH_HANS: dict[QueryFault, tuple[str, str]] = {
    QueryFault.TOO_LONG: ("查询太长，最多 {given} 字", "请缩短"),
    QueryFault.TOO_DEEP: ("括号超过 {given} 层", "请减少括号"),
    QueryFault.TOO_MANY: ("超过 {given} 个条件", "请减少字词"),
    QueryFault.LONG_PHRASE: ("短语超过 {given} 个词", "请缩短短语"),
    QueryFault.SHORT_PREFIX: ("“{given}”会匹配太多词", "* 前至少写 3 个字母"),
    QueryFault.OPEN_BRACKET: ("这个括号没有关上", "请补上右括号"),
    QueryFault.STRAY_BRACKET: ("这个右括号没有对应的左括号", "请删去"),
    QueryFault.OPEN_QUOTE: ("这个引号没有关上", "请补上，或删去"),
    QueryFault.NO_WORD: ("“{given}”里没有可以找的字", "至少写一个字词"),
    QueryFault.STRAY: ("“{given}”的位置应该是字词", "请在前后加上字词"),
    QueryFault.MISSING: ("“{given}”之后缺了东西", "请补上字词，或删去"),
    QueryFault.ONE_VALUE: ("{given}: 之后只能写一个值", "请删去其他的"),
    QueryFault.FIELD_IN_FIELD: ("{given}: 之后要写字词，不能是另一个字段", "请分开写"),
    QueryFault.NO_TIME: ("“{given}”不是时间", "例如 2026-03-22、2026-03、7d（天）、2w、3m、1y、今天"),
    QueryFault.NO_EVENT: ("“{given}”不是事件", "可用：标题、修订、下架、恢复、转载、原稿、放弃内文"),
    QueryFault.WHOLE_QUERY: ("after:、before: 与 event: 只能用于整个查询", "请移到括号与 OR 之外"),
    QueryFault.PRESENT_ONLY: ("查询里的 theme: 只问现在", "请改用主题栏"),
}
_LANGUAGES = {"zh-Hant": ZH_HANT, "zh-Hans": ZH_HANS}
#: Characters of the query shown on each side of the one at fault.
_AROUND = 20


def explained(error: QueryError, lang: str) -> tuple[str, str]:
    """What is wrong and what to do, in a language of the pages."""
    told = _LANGUAGES.get(lang, {})
    if error.fault is None or error.fault not in told:
        return error.what, error.hint
    what, hint = told[error.fault]
    return what.replace("{given}", error.given), hint


def place(query: str, position: int) -> tuple[str, str, str]:
    """The query before the character at fault, that character, and what follows; cut to a line."""
    start, end = max(0, position - _AROUND), position + 1 + _AROUND
    before = ("…" if start else "") + query[start:position]
    after = query[position + 1 : end] + ("…" if end < len(query) else "")
    return before, query[position : position + 1] or " ", after
