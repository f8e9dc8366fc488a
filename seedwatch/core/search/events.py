"""What `event:` can ask for: things that happened to an article after it was stored."""

from __future__ import annotations

from seedwatch.core.errors import QueryError, QueryFault

#: Kind in the event log to the words for it.
EVENTS: dict[str, tuple[str, ...]] = {
    "headline": ("headline", "標題", "标题", "改標題", "改标题"),
    "revised": ("revised", "改內文", "改正文", "修訂", "修订", "改稿"),
    "gone": ("gone", "下架", "下线", "消失", "刪除", "删除"),
    "back": ("back", "重新上架", "重新上线", "恢復", "恢复"),
    "copy": ("copy", "轉載", "转载"),
    "original": ("original", "原稿"),
    "released": ("released", "放棄內文", "放弃正文", "放弃内文"),
}
_KIND_OF = {word: kind for kind, words in EVENTS.items() for word in words}


def read_event(word: str, position: int) -> str:
    """The kind that a word names. Raises QueryError pointing at `position`."""
    kind = _KIND_OF.get(word.strip().lower())
    if kind is None:
        hint = f"one of {', '.join(EVENTS)}"
        raise QueryError(f"{word!r} is no event", hint, position, QueryFault.NO_EVENT, word)
    return kind
