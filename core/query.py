"""The query language: words, "phrases", OR, -not, brackets, title: source: theme: lang: after: before:.

Phrases in any quotation marks (" “ ” 「 」 『 』 « »); field names in English or either Chinese script;
`word*` finds words that begin so. A word stands for its parts one after the other: 人工智能芯片 is a phrase.
Every error is a QueryError whose `position` is the offset of the character at fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput, UnexpectedToken, v_args
from lark.exceptions import VisitError

from core.errors import QueryError
from core.hanzi import fold_chars
from core.querydates import read_bound
from core.tokens import language_mark, source_mark, theme_mark, tokenize

#: Longer queries, deeper brackets and more terms are refused: the engines' own limits are less clear.
LONGEST = 1000
DEEPEST = 20
MOST_TERMS = 64
#: Tokens. Passages of long articles, indexed apart on PostgreSQL, overlap by as many.
LONGEST_PHRASE = 200
#: `a*` would read every word with an a.
SHORTEST_PREFIX = 3

GRAMMAR = r"""
    ?start: any_of
    ?any_of: all_of (_OR all_of)*
    ?all_of: (_AND? negatable)+
    ?negatable: _NOT negatable -> negation
        | atom
    ?atom: WORD -> word
        | PHRASE -> phrase
        | _OPEN any_of _CLOSE
        | FIELD atom -> field

    _OR.3: /OR(?=[\s()（）]|$)|\|+/
    _AND.3: /AND(?=[\s()（）]|$)|&&/
    _NOT.3: /NOT(?=[\s(（])|[-－−](?=[^\s)）])/
    FIELD.2: /(title|標題|标题|source|來源|来源|theme|主題|主题|lang|language|語言|语言)[:：]/i
        | /(after|since|之後|之后|before|until|之前)[:：]/i
    PHRASE.2: /["＂“”„‟][^"＂“”„‟]*["＂“”„‟]|「[^」]*」|『[^』]*』|«[^»]*»/
    _OPEN.1: /[(（]/
    _CLOSE.1: /[)）]/
    WORD: /[^\s()（）"＂“”„‟「」『』«»|－−-][^\s()（）"＂“”„‟「」『』«»|]*/
    _DASHES.4: /[-－−]+(?=[\s)）]|$)/
    %ignore /\s+/
    %ignore _DASHES
"""

_FIELDS = {
    "title": ("title", "標題", "标题"),
    "source": ("source", "來源", "来源"),
    "theme": ("theme", "主題", "主题"),
    "lang": ("lang", "language", "語言", "语言"),
    "after": ("after", "since", "之後", "之后"),
    "before": ("before", "until", "之前"),
}
_FIELD_OF = {name: field for field, names in _FIELDS.items() for name in names}
_MARKS: dict[str, Callable[[str], str]] = {
    "source": source_mark,
    "theme": theme_mark,
    "lang": language_mark,
}


@dataclass(frozen=True, slots=True)
class Words:
    """Text to look for, as written. `prefix`: the last word may go on."""

    text: str
    position: int
    quoted: bool = False
    title: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A property that is indexed as a token (see core.tokens): theme, source or language."""

    token: str
    position: int


@dataclass(frozen=True, slots=True)
class Bound:
    """`after:` (from that time on) or `before:` (earlier); `value` as written, known to be readable."""

    after: bool
    value: str
    position: int


@dataclass(frozen=True, slots=True)
class Negation:
    part: Node


@dataclass(frozen=True, slots=True)
class Every:
    """All of the parts; of none: every article."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Node, ...]


Node = Words | Mark | Bound | Negation | Every | Either


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
    try:
        root = cast(Node, _parser().parse(text))  # the builder made nodes of the tree
    except VisitError as error:
        raise error.orig_exc from None
    except UnexpectedInput as error:
        raise _explained(error, text) from None
    return _finished(root, text)


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


@v_args(inline=True)
class _Builder(Transformer[Token, Node]):
    """Makes nodes while the parser reads, so that no tree is walked and depth costs no recursion."""

    def word(self, token: Token) -> Node:
        text = str(token)
        bare = text.rstrip("*")
        ends = tokenize(fold_chars(bare))
        is_word = bool(ends.tokens) and text != bare and bare[-1:].isascii()
        if is_word and len(ends.tokens[-1]) < SHORTEST_PREFIX:
            message = f"{text!r} would match too many words"
            raise QueryError(message, f"give {SHORTEST_PREFIX} letters before *", _at(token))
        return Words(bare, _at(token), prefix=is_word)

    def phrase(self, token: Token) -> Node:
        return Words(str(token)[1:-1], _at(token), quoted=True)

    def negation(self, part: Node) -> Node:
        return part.part if isinstance(part, Negation) else Negation(part)

    def all_of(self, *parts: Node) -> Node:
        return Every(tuple(_flat(parts, Every)))

    def any_of(self, *parts: Node) -> Node:
        return Either(tuple(_flat(parts, Either)))

    def field(self, name: Token, value: Node) -> Node:
        field = _FIELD_OF[str(name)[:-1].lower()]
        if field in ("after", "before"):
            if not isinstance(value, Words):
                raise QueryError(f"{field}: takes one time", position=_at(name))
            read_bound(value.text, value.position)
            return Bound(field == "after", value.text, value.position)
        return _in_field(field, value, _at(name))


def _in_field(field: str, node: Node, position: int) -> Node:
    match node:
        case Words():
            if field == "title":
                return replace(node, title=True)
            return Mark(_MARKS[field](node.text), node.position)
        case Negation(part):
            return Negation(_in_field(field, part, position))
        case Every(parts) | Either(parts):
            return replace(node, parts=tuple(_in_field(field, part, position) for part in parts))
    raise QueryError(f"{field}: takes words, not another field", position=position)


def _flat(parts: tuple[Node, ...], kind: type[Every] | type[Either]) -> Iterator[Node]:
    for part in parts:
        if isinstance(part, kind):
            yield from part.parts
        else:
            yield part


def _at(token: Token) -> int:
    return int(token.start_pos or 0)


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", transformer=_Builder())


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


def _explained(error: UnexpectedInput, text: str) -> QueryError:
    at = error.pos_in_stream
    at = len(text) if at is None or at < 0 else int(at)
    if isinstance(error, UnexpectedCharacters):
        return QueryError("this quotation mark is not closed", "close it, or leave it out", at)
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        last = _at(error.token)  # lark gives the end the place of the token before it
        return QueryError(f"something is missing after {text[last:].strip()!r}", position=last)
    found = str(error.token) if isinstance(error, UnexpectedToken) else text[at : at + 1]
    return QueryError(f"{found!r} stands where a word is expected", "put words around it", at)
