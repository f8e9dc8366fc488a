"""The query language: words, "phrases", OR, -not, brackets, title: source: theme: lang: after: before:.

Phrases in any quotation marks (" “ ” 「 」 『 』 « »); field names in English or either Chinese script;
`word*` finds words that begin so. A word stands for its parts one after the other: 人工智能芯片 is a phrase.
Every error is a QueryError whose `position` is the offset of the character at fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.errors import QueryError
from core.hanzi import fold_chars
from core.querytree import Bound, Either, Every, Mark, Negation, Node, Words
from core.tokens import tokenize

__all__ = ["Bound", "Either", "Every", "Mark", "Negation", "Node", "ParsedQuery", "Words", "parse_query"]

#: Longer queries, deeper brackets and more terms are refused: the engines' own limits are less clear.
LONGEST = 1000
DEEPEST = 20
MOST_TERMS = 64
#: What has a meaning beyond itself; a dash or an ampersand does only at some places, which the grammar knows.
_OPERATOR = re.compile(r"""[()（）"＂“”„‟「」『』«»|*:：&－−-]""")
_OPERATORS = frozenset({"AND", "OR", "NOT"})
#: Tokens. Passages of long articles, indexed apart on PostgreSQL, overlap by as many.
LONGEST_PHRASE = 200


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """`root` without bounds; `bounds` hold for the query as a whole."""

    root: Node
    bounds: tuple[Bound, ...] = ()


def parse_query(text: str) -> ParsedQuery:
    """Read a query; an empty one asks for everything. Raises QueryError."""
    if not text.strip():
        return ParsedQuery(Every(()))
    if len(text) > LONGEST:
        raise QueryError(f"the query has {len(text)} characters, {LONGEST} are allowed", position=LONGEST)
    _check_depth(text)
    return _finished(plain_words(text) or _read(text), text)


def plain_words(text: str) -> Node | None:
    """The tree of a query of nothing but words, which is most; None: the grammar has to read it."""
    words = tuple(Words(found[0], found.start()) for found in re.finditer(r"\S+", text))
    if _OPERATOR.search(text) or any(word.text in _OPERATORS for word in words):
        return None
    return words[0] if len(words) == 1 else Every(words)


def _read(text: str) -> Node:
    from core.querygrammar import read_tree

    return read_tree(text)


def _finished(root: Node, text: str) -> ParsedQuery:
    parts = root.parts if isinstance(root, Every) else (root,)
    bounds = tuple(part for part in parts if isinstance(part, Bound))
    rest = tuple(kept for part in parts if (kept := _kept(part)) is not None)
    terms = list(_terms(Every(rest)))
    misplaced = next((term for term in terms if isinstance(term, Bound)), None)
    if misplaced is not None:
        raise QueryError("after: and before: hold for the whole query", "move it out", misplaced.position)
    if not terms and not bounds:
        raise QueryError(f"there is nothing to look for in {text.strip()[:40]!r}", "give at least one word")
    if len(terms) > MOST_TERMS:
        raise QueryError(f"more than {MOST_TERMS} terms", position=terms[MOST_TERMS].position)
    return ParsedQuery(rest[0] if len(rest) == 1 else Every(rest), bounds)


def _kept(node: Node) -> Node | None:
    """The node without bounds at the top and words that are only punctuation; None: nothing is left."""
    match node:
        case Bound():
            return None
        case Words():
            return node if tokenize(fold_chars(node.text)).tokens else None
        case Negation(part):
            inner = _kept(part) if not isinstance(part, Bound) else part
            return None if inner is None else Negation(inner)
        case Every(parts) | Either(parts):
            rest = tuple(
                kept
                for part in parts
                if (kept := part if isinstance(part, Bound) else _kept(part)) is not None
            )
            return replace(node, parts=rest) if len(rest) > 1 else (rest[0] if rest else None)
    return node


def _terms(node: Node) -> Iterator[Words | Mark | Bound]:
    match node:
        case Negation(part):
            yield from _terms(part)
        case Every(parts) | Either(parts):
            for part in parts:
                yield from _terms(part)
        case _:
            yield node


_BRACKET_OR_PHRASE = re.compile(r"""["＂“”„‟][^"＂“”„‟]*["＂“”„‟]|「[^」]*」|『[^』]*』|«[^»]*»|[()（）]""")


def _check_depth(text: str) -> None:
    """Brackets that open and never close are named here: the parser would point at the end of the query."""
    opened: list[int] = []
    for found in _BRACKET_OR_PHRASE.finditer(text):
        if found[0] in "(（":
            opened.append(found.start())
        elif found[0] in ")）" and opened:
            opened.pop()
        elif found[0] in ")）":
            raise QueryError("this bracket closes nothing", "remove it", found.start())
        if len(opened) > DEEPEST:
            raise QueryError(f"brackets more than {DEEPEST} deep", position=found.start())
    if opened:
        raise QueryError("this bracket is not closed", "add a closing bracket", opened[-1])
