"""The grammar of queries; apart from `query`, as lark and its tables cost 0.1 s that few queries need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import cast

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput, UnexpectedToken, v_args
from lark.exceptions import VisitError

from seedwatch.core.chinese.folding import fold_chars
from seedwatch.core.errors import QueryError, QueryFault
from seedwatch.core.search.dates import read_bound
from seedwatch.core.search.events import read_event
from seedwatch.core.search.foreign import refuse_foreign
from seedwatch.core.search.tokens import language_filter, source_filter, theme_filter, tokenize
from seedwatch.core.search.tree import Bound, Either, Every, FilterTerm, Happened, Negation, Node, TextTerm

#: `a*` would read every word with an a.
SHORTEST_PREFIX = 3

#: An ampersand between Latin letters belongs to a name (AT&T), any other joins two words (晶片&關稅).
_IN_WORD = r"""(?:[^\s()（）"＂“”„‟「」『』«»|&＆]|(?<=[A-Za-z0-9])[&＆](?=[A-Za-z0-9]))"""
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
    _AND.3: /AND(?=[\s()（）]|$)|[&＆]+/
    _NOT.3: /NOT(?=[\s(（])|[-－−!！](?=[^\s)）!！])/
    FIELD.2: /(title|標題|标题|source|來源|来源|theme|主題|主题|lang|language|語言|语言)[:：]/i
        | /(event|事件|after|since|之後|之后|before|until|之前)[:：]/i
        | /(seen-after|收錄之後|收录之后|seen-before|收錄之前|收录之前)[:：]/i
    PHRASE.2: /["＂“”„‟][^"＂“”„‟]*["＂“”„‟]|「[^」]*」|『[^』]*』|«[^»]*»/
    _OPEN.1: /[(（]/
    _CLOSE.1: /[)）]/
    WORD: /[^\s()（）"＂“”„‟「」『』«»|&＆!！－−-]_IN_WORD*/
    _DASHES.4: /[-－−!！]+(?=[\s)）]|$)|[!！]{2,}/
    %ignore /\s+/
    %ignore _DASHES
""".replace("_IN_WORD", _IN_WORD)

_FIELDS = {
    "title": ("title", "標題", "标题"),
    "source": ("source", "來源", "来源"),
    "theme": ("theme", "主題", "主题"),
    "lang": ("lang", "language", "語言", "语言"),
    "event": ("event", "事件"),
    "seen-after": ("seen-after", "收錄之後", "收录之后"),
    "seen-before": ("seen-before", "收錄之前", "收录之前"),
    "after": ("after", "since", "之後", "之后"),
    "before": ("before", "until", "之前"),
}
_FIELD_OF = {name: field for field, names in _FIELDS.items() for name in names}
_FILTERS: dict[str, Callable[[str], str]] = {
    "source": source_filter,
    "theme": theme_filter,
    "lang": language_filter,
}


def read_tree(text: str) -> Node:
    """The query as written. Raises QueryError."""
    try:
        return cast(Node, _parser().parse(text))  # the builder made nodes of the tree
    except VisitError as error:
        raise error.orig_exc from None
    except UnexpectedInput as error:
        raise _explained(error, text) from None


@v_args(inline=True)
class _Builder(Transformer[Token, Node]):
    """Makes nodes while the parser reads, so that no tree is walked and depth costs no recursion."""

    def word(self, token: Token) -> Node:
        text = str(token)
        refuse_foreign(text, _at(token))
        bare = text.rstrip("*")
        ends = tokenize(fold_chars(bare))
        is_word = bool(ends.tokens) and text != bare and bare[-1:].isascii()
        if is_word and len(ends.tokens[-1]) < SHORTEST_PREFIX:
            message, hint = f"{text!r} would match too many words", f"give {SHORTEST_PREFIX} letters before *"
            raise QueryError(message, hint, _at(token), QueryFault.SHORT_PREFIX, text)
        return TextTerm(bare, _at(token), prefix=is_word)

    def phrase(self, token: Token) -> Node:
        return TextTerm(str(token)[1:-1], _at(token), quoted=True)

    def negation(self, part: Node) -> Node:
        return part.part if isinstance(part, Negation) else Negation(part)

    def all_of(self, *parts: Node) -> Node:
        return Every(tuple(_flat(parts, Every)))

    def any_of(self, *parts: Node) -> Node:
        return Either(tuple(_flat(parts, Either)))

    def field(self, name: Token, value: Node) -> Node:
        field = _FIELD_OF[str(name)[:-1].lower()]
        if field.endswith(("after", "before")):
            if not isinstance(value, TextTerm):
                raise QueryError(f"{field}: takes one time", "", _at(name), QueryFault.ONE_VALUE, field)
            read_bound(value.text, value.position)
            return Bound(field.endswith("after"), value.text, value.position, field.startswith("seen"))
        if field == "event":
            return Happened(tuple(dict.fromkeys(_events(value, _at(name)))), _at(name))
        return _in_field(field, value, _at(name))


def _in_field(field: str, node: Node, position: int) -> Node:
    match node:
        case TextTerm():
            if field == "title":
                return replace(node, title=True)
            return FilterTerm(_FILTERS[field](node.text), node.position, node.text)
        case Negation(part):
            return Negation(_in_field(field, part, position))
        case Every(parts) | Either(parts):
            return replace(node, parts=tuple(_in_field(field, part, position) for part in parts))
    message = f"{field}: takes words, not another field"
    raise QueryError(message, "", position, QueryFault.FIELD_IN_FIELD, field)


def _events(node: Node, position: int) -> Iterator[str]:
    match node:
        case TextTerm(text, at):
            yield read_event(text, at)
        case Either(parts):
            for part in parts:
                yield from _events(part, position)
        case _:
            message = "event: takes one event, or several with OR in brackets"
            raise QueryError(message, "", position, QueryFault.ONE_VALUE, "event")


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


def _explained(error: UnexpectedInput, text: str) -> QueryError:
    at = error.pos_in_stream
    at = len(text) if at is None or at < 0 else int(at)
    if isinstance(error, UnexpectedCharacters):
        hint = "close it, or leave it out"
        return QueryError("this quotation mark is not closed", hint, at, QueryFault.OPEN_QUOTE)
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        last = _at(error.token)  # lark gives the end the place of the token before it
        before = text[last:].strip()
        return QueryError(f"something is missing after {before!r}", "", last, QueryFault.MISSING, before)
    found = str(error.token) if isinstance(error, UnexpectedToken) else text[at : at + 1]
    message = f"{found!r} stands where a word is expected"
    return QueryError(message, "put words around it", at, QueryFault.STRAY, found)
