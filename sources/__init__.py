"""Outlets as data: `*.yaml` beside this file, and the user's own directory on top."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def texts(directory: Path | None = None) -> tuple[tuple[str, str], ...]:
    """(file name, content) of every source file; those of `directory` come last and so win by id."""
    shipped = sorted((f for f in files(__name__).iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    found = [(f.name, f.read_text(encoding="utf-8")) for f in shipped]
    if directory is not None:
        found += [(str(path), path.read_text(encoding="utf-8")) for path in sorted(directory.glob("*.yaml"))]
    return tuple(found)
