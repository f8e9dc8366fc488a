"""What a theme file may not contain: words that would fire everywhere, expressions that never end."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

#: Private to `re`, and the only parser of its expressions that there is.
ops: Any = import_module("re._constants")
sre: Any = import_module("re._parser")

#: Upper bounds that no hand-written theme reaches.
MAX_CHARS = 1_000_000
MAX_WORDS = 3_000
MAX_WORD_CHARS = 80
MAX_PATTERN_CHARS = 300
#: A repeat in a regular expression may not go further: two nested repeats then still end soon.
MAX_REPEAT = 60

_REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT)
_REFUSED = {
    ops.GROUPREF: "refers back to a group",
    ops.GROUPREF_EXISTS: "refers back to a group",
    ops.ASSERT: "looks ahead or behind",
    ops.ASSERT_NOT: "looks ahead or behind",
}


def word_fault(word: str, *, alone: bool = True) -> str | None:
    """Why `word` cannot be matched safely, or None. One character fires everywhere; it may only back others.

    alone: the word counts by itself and not only beside others of another group.
    """
    bare = re.sub(r"[\W_]+", "", word)
    if not bare:
        return "is empty or only punctuation"
    if len(word) > MAX_WORD_CHARS:
        return f"is longer than {MAX_WORD_CHARS} characters"
    if any(ord(char) < 32 or 0xD800 <= ord(char) <= 0xDFFF for char in word):
        return "holds a control character"
    if len(bare) == 1 and bare not in _RARE and (alone or bare.isascii()):
        return "is one common character, which would match everywhere"
    return None


#: Single characters that name a thing by themselves and are rare in other words.
_RARE = frozenset("銻锑鎢钨鎵镓鍺锗釔钇鋱铽鏑镝釹钕鈧钪鉍铋")


def pattern_fault(pattern: str) -> str | None:
    """Why a regular expression is refused, or None. Only bounded repeats, none inside another's body."""
    if len(pattern) > MAX_PATTERN_CHARS:
        return f"is longer than {MAX_PATTERN_CHARS} characters"
    try:
        tree = sre.parse(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return f"is no regular expression: {error}"
    if tree.getwidth()[0] < 2:
        return "can match fewer than two characters"
    return _tree_fault(tree, repeated=False)


def _tree_fault(tree: Any, *, repeated: bool) -> str | None:
    for op, argument in tree:
        fault = _node_fault(op, argument, repeated=repeated)
        if fault:
            return fault
    return None


def _node_fault(op: Any, argument: Any, *, repeated: bool) -> str | None:
    if op in _REPEATS:
        return _repeat_fault(argument, repeated=repeated)
    if op is ops.BRANCH:
        faults = (_tree_fault(branch, repeated=repeated) for branch in argument[1])
        return next((fault for fault in faults if fault), None)
    if op is ops.SUBPATTERN:
        return _tree_fault(argument[-1], repeated=repeated)
    return _REFUSED.get(op)


def _repeat_fault(argument: Any, *, repeated: bool) -> str | None:
    low, high, body = argument
    if high > MAX_REPEAT:
        return f"repeats without bound (write {{{low},{MAX_REPEAT}}} at most)"
    if repeated and high > 1:
        return "repeats a repeat, which can take for ever"
    return _tree_fault(body, repeated=repeated or high > 1)
