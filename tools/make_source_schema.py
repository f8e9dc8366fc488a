"""JSON Schema of source files, for editors: python -m tools.make_source_schema writes seedwatch/sources/schema.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from seedwatch.core.sources.schema import SourceFile


def json_schema() -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **SourceFile.model_json_schema(),
        "title": "Seedwatch source file",
    }


def main() -> None:
    shipped = Path(__file__).parents[1] / "seedwatch" / "sources" / "schema.json"
    shipped.write_text(json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
