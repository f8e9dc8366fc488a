"""Data files in YAML, checked against a pydantic model; an error names file, line, key and what to write."""

from __future__ import annotations

from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from seedwatch.core.errors import InputError

M = TypeVar("M", bound=BaseModel)
#: libyaml where PyYAML was built with it (ten times faster), else the Python one.
LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Path = tuple[int | str, ...]


def load(text: str, name: str, model: type[M]) -> M:
    """Read `text` (the content of file `name`) as one `model`.

    Raises InputError for broken YAML, unknown or repeated keys, and values that the model refuses.
    """
    node, content = _read(text, name)
    try:
        return model.model_validate(content)
    except ValidationError as error:
        # A misspelt key shows up twice, as unknown and as missing; the unknown one is what the writer sees.
        first = min(error.errors(), key=lambda e: e["type"] != "extra_forbidden")
        path = tuple(first["loc"])
        key = ".".join(str(part) for part in path) or "(file)"
        raise InputError(f"{name}, line {line_of(node, path)}: {key}: {_told(first)}") from None


def _told(error: ErrorDetails) -> str:
    """What is wrong, without the words that only pydantic's readers know."""
    if error["type"] == "extra_forbidden":
        return "unknown key"
    if not error["loc"] and error["input"] is None:
        return "the file is empty"
    return error["msg"].removeprefix("Value error, ")


def _read(text: str, name: str) -> tuple[yaml.Node | None, object]:
    """The nodes, which know their lines, and what they say; scanned once, as that is what takes the time."""
    try:
        _reject_anchors(text, name)
        loader = LOADER(text)
        node = loader.get_single_node()
        _reject_repeats(node, name)
        return node, None if node is None else loader.construct_document(node)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or str(error)
        raise InputError(f"{name}, line {line}: not readable as YAML: {problem}") from None


def _reject_anchors(text: str, name: str) -> None:
    """A few lines of anchors can stand for gigabytes; hand-written data files have none."""
    if "*" not in text:
        return
    for token in yaml.scan(text, Loader=LOADER):
        if isinstance(token, yaml.AliasToken):
            line = token.start_mark.line + 1
            raise InputError(f"{name}, line {line}: *{token.value}: anchors are not read here")


def _reject_repeats(node: yaml.Node | None, name: str) -> None:
    """YAML readers keep the last of two equal keys without a word; here the second is an error."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise InputError(f"{name}, line {key.start_mark.line + 1}: {key.value}: key given twice")
            seen.add(key.value)
            _reject_repeats(value, name)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _reject_repeats(value, name)


def line_of(node: yaml.Node | None, path: Path) -> int:
    """Line, counted from 1, of the deepest part of `path` that exists below `node`."""
    if node is None:
        return 1
    line = node.start_mark.line + 1
    for part in path:
        child = _child(node, part)
        if child is None:
            break
        line, node = child
    return line


def _child(node: yaml.Node, part: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part].start_mark.line + 1, node.value[part]
    return None
