"""Outlets as data: `*.yaml` beside this file, and the user's own directory on top."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def texts(directory: Path | None = None, *, shipped: bool = True) -> tuple[tuple[str, str], ...]:
    """(file name, content) of every source file; those of `directory` come last and so win by id.

    shipped: also those beside this file. Raises OSError, UnicodeDecodeError for files of `directory`.
    """
    ours = sorted((f for f in files(__name__).iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    found = [(f.name, f.read_text(encoding="utf-8")) for f in ours] if shipped else []
    if directory is not None:
        found += [(str(path), path.read_text(encoding="utf-8")) for path in sorted(directory.glob("*.yaml"))]
    return tuple(found)


def rule_texts(directory: Path | None = None) -> tuple[tuple[str, str], ...]:
    """(file name, content) of every file of per-site rules; those of `directory`/rules come last and so win.

    Raises OSError, UnicodeDecodeError for files of `directory`.
    """
    shipped = (f for f in (files(__name__) / "rules").iterdir() if f.name.endswith(".yaml"))
    found = [(f.name, f.read_text(encoding="utf-8")) for f in sorted(shipped, key=lambda f: f.name)]
    if directory is not None:
        own = sorted((directory / "rules").glob("*.yaml"))
        found += [(str(path), path.read_text(encoding="utf-8")) for path in own]
    return tuple(found)
