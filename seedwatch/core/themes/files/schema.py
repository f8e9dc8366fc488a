"""JSON Schema of the files in themes/, for editors: themes/schema.json is its output."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from seedwatch.core.themes.files.records import Theme, TopicTree, WordGroups


def json_schema() -> dict[str, Any]:
    """A file is a theme, the topic tree, or shared word groups."""
    kinds = (Theme, TopicTree, WordGroups)
    refs, schema = models_json_schema([(kind, "validation") for kind in kinds], by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Seedwatch theme file",
        "anyOf": [refs[kind, "validation"] for kind in kinds],
        **schema,
    }
