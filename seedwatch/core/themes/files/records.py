"""What a theme file says: models that its YAML is checked against and that the tagger is built from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainValidator,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticKnownError

from seedwatch.core.model.text import WRITTEN, Language
from seedwatch.core.themes.files.checks import MAX_WORDS, pattern_fault, word_fault
from seedwatch.core.themes.match.learned import Classifier

#: Names in `together` that stand for the theme's own lists.
OWN_GROUPS = frozenset({"entities", "phrases", "cues"})


def _word(value: str) -> str:
    fault = word_fault(value)
    if fault:
        raise ValueError(f"{value[:40]!r} {fault}; write a longer form of the name")
    return value.strip()


def _member(value: str) -> str:
    fault = word_fault(value, alone=False)
    if fault:
        raise ValueError(f"{value[:40]!r} {fault}")
    return value.strip()


def _pattern(value: str) -> str:
    fault = pattern_fault(value)
    if fault:
        raise ValueError(f"the expression {fault}")
    return value


def _listed(value: object) -> object:
    """One word may stand without a list around it."""
    return [value] if isinstance(value, str) else value


#: Keys of theme files; "zh_hant" is read as "zh-Hant" is.
_KEYS = {key: language for language in WRITTEN for key in (str(language), language.lower().replace("-", "_"))}


def _key(value: str) -> Language:
    if value not in _KEYS:
        raise PydanticKnownError("extra_forbidden")
    return _KEYS[value]


Key = Annotated[Language, PlainValidator(_key)]
Word = Annotated[str, AfterValidator(_word)]
WordList = Annotated[tuple[Word, ...], BeforeValidator(_listed)]
MemberList = Annotated[tuple[Annotated[str, AfterValidator(_member)], ...], BeforeValidator(_listed)]
LabelList = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], BeforeValidator(_listed)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,59}$")]
Sentence = Annotated[str, Field(min_length=1)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Group(_Record):
    """Wordings by written language, as published (not folded). Any of them may stand in any text."""

    model_config = ConfigDict(extra="allow")
    # The languages stand beside a record's own fields. Field(init=False): for type checkers, no argument.
    __pydantic_extra__: dict[Key, MemberList] = Field(init=False)  # type: ignore[assignment]

    def __getitem__(self, language: Language) -> tuple[str, ...]:
        """The wordings declared in a language, in the file's order; none for most."""
        return self.__pydantic_extra__.get(language, ())

    def by_language(self) -> dict[Language, tuple[str, ...]]:
        """The languages that have wordings, in the order in which languages are offered."""
        return {language: self[language] for language in WRITTEN if self[language]}

    def each(self) -> tuple[tuple[str, Language], ...]:
        """Every wording with the written language it is declared in."""
        return tuple((word, language) for language, words in self.by_language().items() for word in words)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Editors offer keys that are listed one by one, and mark all others."""
        reference = handler(schema)
        found = handler.resolve_ref_schema(reference)
        words = found["additionalProperties"]
        languages = {key: {"default": [], **words, "title": key.title()} for key in map(str, WRITTEN)}
        found |= {"properties": languages | found.get("properties", {}), "additionalProperties": False}
        return reference


class Words(Group):
    """Wordings that are evidence by themselves: one common character is refused."""

    __pydantic_extra__: dict[Key, WordList] = Field(init=False)


class Names(Group):
    """What people call a theme or topic. It is shown, not matched, and may be one character."""

    __pydantic_extra__: dict[Key, LabelList] = Field(init=False)


class Entity(Words):
    """One person, firm, product, place or instrument with all its names.

    strong: the name alone is near-certain evidence; else it needs a second cue near by.
    """

    strong: bool = False

    @model_validator(mode="after")
    def _named(self) -> Entity:
        if not self.each():
            raise ValueError("an entity without any name")
        return self


class CoOccurrence(_Record):
    """Word groups that make a theme only when all stand in one sentence (or title and first sentence).

    weight: how much it counts beside a phrase (1).
    """

    all: tuple[str, ...] = Field(min_length=2, max_length=5)
    weight: float = Field(1.0, gt=0, le=1)


class Topic(_Record):
    """A node of the topic tree. `parent` None: a root."""

    id: Id
    name: Names
    parent: Id | None = None


class Theme(_Record):
    """A leaf theme.

    seed_date: articles published after it are new to this theme.
    dated: bound to one event, so that going quiet is expected.
    phrases: wordings that are enough alone; cues: those that are not, but back a weak name near by.
    context: cues under which, in the headline, one phrase in the lead is enough.
    lookalikes: readings that hide the names and phrases they overlap.
    exclude: wordings that speak against the theme where they stand.
    words: word groups for `together`, by name; files with `words:` alone give groups to all themes.
    patterns: regular expressions over folded text (small letters, Simplified), as good as a phrase.
    must, must_not: sentences that are the theme's own tests.
    """

    id: Id
    topic: Id
    name: Names
    seed_date: date
    description: str = ""
    seeds: tuple[str, ...] = ()
    dated: bool = False
    enabled: bool = True
    entities: tuple[Entity, ...] = ()
    phrases: Words = Field(default_factory=Words)
    cues: Words = Field(default_factory=Words)
    context: Words = Field(default_factory=Words)
    lookalikes: Words = Field(default_factory=Words)
    exclude: Words = Field(default_factory=Words)
    words: dict[str, Group] = Field(default_factory=dict)
    together: tuple[CoOccurrence, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    must: tuple[Sentence, ...] = ()
    must_not: tuple[Sentence, ...] = ()

    def wordings(self) -> frozenset[str]:
        """Every name and word of the theme, in all languages."""
        return frozenset(word for words in self._lists() for word, _ in words.each())

    def _lists(self) -> tuple[Group, ...]:
        alone = (self.phrases, self.cues, self.context, self.lookalikes, self.exclude)
        return (*alone, *self.entities, *self.words.values())

    @model_validator(mode="after")
    def _bounded(self) -> Theme:
        count = sum(len(words.each()) for words in self._lists())
        if count > MAX_WORDS:
            raise ValueError(f"{count} words and names, more than {MAX_WORDS}; split the theme")
        return self


class TopicTree(_Record):
    """A file of topics."""

    topics: tuple[Topic, ...]


class WordGroups(_Record):
    """A file of word groups that every theme may use in `together`."""

    words: dict[str, Group]


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """One file read: a theme, or topics, or shared word groups, or the learned part.

    version: digest of its text.
    """

    name: str
    version: str
    theme: Theme | None = None
    topics: tuple[Topic, ...] = ()
    words: tuple[tuple[str, Group], ...] = ()
    voices: tuple[tuple[str, Classifier], ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """The files that can be used, and in words what is wrong with the others."""

    files: tuple[ThemeFile, ...]
    problems: tuple[str, ...] = ()

    @property
    def themes(self) -> tuple[Theme, ...]:
        return tuple(file.theme for file in self.files if file.theme is not None and file.theme.enabled)

    @property
    def topics(self) -> tuple[Topic, ...]:
        return tuple(topic for file in self.files for topic in file.topics)
