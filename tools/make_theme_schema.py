"""JSON Schema of theme files, for editors: python -m tools.make_theme_schema writes seedwatch/themes/schema.json."""

from __future__ import annotations

import json
from pathlib import Path
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


def main() -> None:
    shipped = Path(__file__).parents[1] / "seedwatch" / "themes" / "schema.json"
    shipped.write_text(json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
