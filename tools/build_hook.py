"""Compiles the catalogues when a wheel is built; wheels hold the compiled ones only (see `seedwatch.locales`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface):  # type: ignore[type-arg]
    """Named in pyproject.toml; runs in the build's own environment, where this project is not installed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        for source in Path(self.root).glob("seedwatch/locales/*/LC_MESSAGES/*.po"):
            with source.open("rb") as file, source.with_suffix(".mo").open("wb") as out:
                write_mo(out, read_po(file))
