"""Collects the strings of the code and templates and brings every catalogue up to date: `make messages`.

What is new stands in the catalogues untranslated (the tests name it); what the code no longer says is dropped.
English is filled in: its catalogue lets a text be changed without touching the code.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from typer._click.core import Command, Context
from typer.core import TyperGroup
from typer.main import get_command

from seedwatch.app.settings import Settings
from seedwatch.cli.help import paragraphs
from seedwatch.cli.main import app
from seedwatch.locales import LANGUAGES, catalogue_path

_ROOT = Path(__file__).parents[1] / "seedwatch"
_METHODS = [("**.py", "python"), ("web/templates/**.html", "jinja2")]
_OPTIONS = {"web/templates/**.html": {"silent": "false", "newstyle_gettext": "true", "trimmed": "true"}}
_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
#: Header lines that say nothing, or change with every run and would make every merge a conflict.
_FLEETING = tuple(
    f'"{name}:'.encode()
    for name in (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Generated-By",
        "Last-Translator",
        "Language-Team",
        "Report-Msgid-Bugs-To",
    )
)


def template() -> Catalog:
    """The strings of the code as it is, English, each with the file that says it."""
    found = Catalog(project="Seedwatch", charset="utf-8", fuzzy=False)
    for folder in (_ROOT, _ROOT.parent / "db"):
        prefix = "" if folder == _ROOT else f"{folder.name}/"
        for file, _line, message, comments, context in extract_from_dir(
            folder, _METHODS, _OPTIONS, _KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
        ):
            found.add(message, None, [(prefix + file, 0)], auto_comments=comments, context=context)
    for text in sorted(help_texts()):
        found.add(text, None, [("cli", 0)])
    for field in Settings.model_fields.values():
        found.add(field.description or "", None, [("app/settings.py", 0)])
    return found


def help_texts() -> set[str]:
    """What commands and their options say of themselves, by paragraphs; examples are typed as they stand."""
    return {text for text in _help_of(get_command(app)) if not text.startswith("Example:")}


def _help_of(command: Command) -> Iterator[str]:
    yield from paragraphs(command.help or "")
    for param in command.params:
        yield from paragraphs(getattr(param, "help", None) or "")
    if isinstance(command, TyperGroup):
        context = Context(command)
        for name in command.list_commands(context):
            if (part := command.get_command(context, name)) is not None and not part.hidden:
                yield from _help_of(part)


def updated(language: str, strings: Catalog) -> bytes:
    """A language's catalogue with exactly these strings; translations that fit are kept."""
    path = catalogue_path(language)
    catalogue = Catalog(locale=language.replace("-", "_"))
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language.replace("-", "_"))
    catalogue.update(strings, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy, catalogue.project, catalogue.version = False, "Seedwatch", ""
    catalogue.header_comment = (
        f"# Seedwatch, {language}. Words: docs/glossary.md. `make messages` adds what is new."
    )
    for message in catalogue:
        if language == "en" and message.id and not _is_translated(message.string):
            message.string = message.id
    return _as_file(catalogue)


def _is_translated(string: str | tuple[str, ...] | list[str]) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def _as_file(catalogue: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalogue, width=0, sort_by_file=True, include_lineno=False)
    return b"".join(
        line for line in out.getvalue().splitlines(keepends=True) if not line.startswith(_FLEETING)
    )


def compile_catalogue(source: Path) -> Path:
    """Writes the file that programs read beside the one that translators write."""
    compiled = source.with_suffix(".mo")
    with source.open("rb") as file, compiled.open("wb") as out:
        write_mo(out, read_po(file))
    return compiled


def main() -> None:
    strings = template()
    for language in LANGUAGES:
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(updated(language, strings))
        compile_catalogue(path)
        print(f"{path.relative_to(_ROOT.parent)}: {len(strings)} strings")


if __name__ == "__main__":
    main()
