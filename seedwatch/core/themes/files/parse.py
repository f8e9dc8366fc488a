"""Theme files to records. Every error names file, line and key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import NamedTuple

from seedwatch.core.errors import InputError
from seedwatch.core.themes.files.checks import MAX_CHARS
from seedwatch.core.themes.files.records import (
    OWN_GROUPS,
    Loaded,
    Theme,
    ThemeFile,
    Topic,
    TopicTree,
    WordGroups,
)
from seedwatch.core.themes.match.learned import parse_learned
from seedwatch.core.yaml_file import load

_NOT_UTF8 = re.compile("[\udc80-\udcff]")


def parse_theme(text: str, name: str) -> ThemeFile:
    """Read one file: a theme, the topic tree (`topics:`), shared word groups (`words:` alone), or the learned
    part (a name ending in .json).

    name: as it is to stand in errors. Raises InputError naming file, line and key.
    """
    if len(text) > MAX_CHARS:
        raise InputError(f"{name}, line 1: (file): larger than {MAX_CHARS} characters")
    _reject_other_encodings(text, name)
    version = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    if name.endswith(".json"):
        return ThemeFile(name, version, voices=parse_learned(text, name))
    first = _first_key(text)
    if first == "topics":
        return ThemeFile(name, version, topics=load(text, name, TopicTree).topics)
    if first == "words":
        return ThemeFile(name, version, words=tuple(load(text, name, WordGroups).words.items()))
    return ThemeFile(name, version, theme=load(text, name, Theme))


def _reject_other_encodings(text: str, name: str) -> None:
    """Bytes that are no UTF-8 arrive as lone surrogates, so that only their file is left out."""
    wrong = _NOT_UTF8.search(text)
    if wrong:
        line = text.count("\n", 0, wrong.start()) + 1
        raise InputError(f"{name}, line {line}: (file): not UTF-8")


def _first_key(text: str) -> str:
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith(("#", "---")))
    return next(lines, "").partition(":")[0]


def load_themes(texts: Iterable[tuple[str, str]]) -> Loaded:
    """Parse (file name, text) pairs and check them against each other. Never raises for what a file says.

    A file with a fault inside is left out; a theme whose topic or word group is missing stays (without the
    rules that need it), so that one broken file never stops the others.
    """
    files: list[ThemeFile] = []
    problems: list[str] = []
    texts = tuple(texts)
    for name, text in texts:
        try:
            files.append(parse_theme(text, name))
        except InputError as error:
            problems.append(str(error).replace("\n", " "))
    known = dict(texts)
    for check in (_unique_ids, _sound_topics, _known_names):
        files, found = check(files)
        problems += [fault.described(known[fault.file]) for fault in found]
    return Loaded(tuple(files), tuple(problems))


class _Fault(NamedTuple):
    """What is wrong with one file beside others. `place`: key and value that its line is found by."""

    file: str
    key: str
    value: str
    said: str

    def described(self, text: str) -> str:
        key = re.search(rf"\b{self.key}:", text)
        after = key.start() if key and self.key != "id" else 0
        place = re.compile(
            rf"\bid:\s*['\"]?{re.escape(self.value)}\b" if self.key == "id" else re.escape(self.value)
        )
        found = place.search(text, after) or key
        line = text.count("\n", 0, found.start() if found else 0) + 1
        return f"{self.file}, line {line}: {self.key}: {self.said}"


Checked = tuple[list[ThemeFile], list[_Fault]]


def _unique_ids(files: list[ThemeFile]) -> Checked:
    """The first file to give an id keeps it."""
    owner: dict[tuple[str, str], str] = {}
    kept: list[ThemeFile] = []
    problems: list[_Fault] = []
    for file in files:
        ids = _ids(file)
        clashes = [key for key in ids if key in owner or ids.count(key) > 1]
        problems += [
            _Fault(
                file.name, "id", id_, f"the {kind} {id_!r} is already in {owner.get((kind, id_), file.name)}"
            )
            for kind, id_ in dict.fromkeys(clashes)
        ]
        if not clashes:
            owner.update(dict.fromkeys(ids, file.name))
            kept.append(file)
    return kept, problems


def _ids(file: ThemeFile) -> list[tuple[str, str]]:
    found = [("topic", topic.id) for topic in file.topics]
    return [*found, ("theme", file.theme.id)] if file.theme else found


def _sound_topics(files: list[ThemeFile]) -> Checked:
    """A file whose topics run in a circle or hang on nothing is left out."""
    topics = {topic.id: topic for file in files for topic in file.topics}
    faults = {file.name: _topic_faults(file, topics) for file in files}
    kept = [file for file in files if not faults[file.name]]
    return kept, [fault for file in files for fault in faults[file.name]]


def _topic_faults(file: ThemeFile, topics: Mapping[str, Topic]) -> list[_Fault]:
    faults = []
    for topic in file.topics:
        if topic.parent and topic.parent not in topics:
            said = f"the topic {topic.id!r} hangs on no topic: {topic.parent!r}"
            faults.append(_Fault(file.name, "parent", topic.parent, said))
        elif _circular(topic, topics):
            said = f"the topic {topic.id!r} is its own ancestor"
            faults.append(_Fault(file.name, "parent", str(topic.parent), said))
    return faults


def _circular(topic: Topic, topics: Mapping[str, Topic]) -> bool:
    seen = {topic.id}
    parent = topic.parent
    while parent is not None and parent in topics:
        if parent in seen:
            return True
        seen.add(parent)
        parent = topics[parent].parent
    return False


def _known_names(files: list[ThemeFile]) -> Checked:
    topics = {topic.id for file in files for topic in file.topics}
    shared = {name for file in files for name, _ in file.words}
    faults = [_missing(file.name, file.theme, topics, shared) for file in files if file.theme]
    return files, [fault for found in faults for fault in found]


def _missing(name: str, theme: Theme, topics: set[str], shared: set[str]) -> list[_Fault]:
    known = shared | OWN_GROUPS | set(theme.words)
    used = dict.fromkeys(group for rule in theme.together for group in rule.all)
    faults = [
        _Fault(name, "together", group, f"there is no word group {group!r}")
        for group in used
        if group not in known
    ]
    if theme.topic not in topics:
        faults.append(_Fault(name, "topic", theme.topic, f"there is no topic {theme.topic!r}"))
    return faults
