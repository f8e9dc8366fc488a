"""Help and messages of the command line in the reader's language.

Commands are written in English where they stand, options beside their types; here each text is looked up as it is
shown, so that a start that shows no help looks up nothing.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from seedwatch.cli.wrap import Formatter
from seedwatch.locales import LANGUAGES, N_, _, spoken_as

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from typer._click.core import Command, Context, Parameter
    from typer._click.exceptions import ClickException
    from typer._click.formatting import HelpFormatter
    from typer.models import CommandFunctionType

#: Where the environment names a language, strongest first; `language` of the settings stands behind the first.
OWN_VARIABLE = "SEEDWATCH_LANG"
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
OPTION = "--lang-ui"


def language_asked(args: Sequence[str]) -> tuple[str, list[str]]:
    """The language to speak, and the arguments without the option that names it.

    Order: --lang-ui, SEEDWATCH_LANG, the setting `language`, LC_ALL, LC_MESSAGES, LANG, the system's own, English.
    Raises InputError for an option or variable that names a language we do not speak.
    """
    named, rest = _option_of(args)
    if named is not None:
        return _known(named, OPTION), rest
    if own := os.environ.get(OWN_VARIABLE):
        return _known(own, OWN_VARIABLE), rest
    return _setting() or _from_locale() or "en", rest


def _option_of(args: Sequence[str]) -> tuple[str | None, list[str]]:
    named, rest, left = None, [], list(args)
    while left:
        arg = left.pop(0)
        if arg == "--":
            rest += [arg, *left]
            break
        if arg == OPTION and left:
            named = left.pop(0)
        elif arg.startswith(f"{OPTION}="):
            named = arg.partition("=")[2]
        else:
            rest.append(arg)
    return named, rest


def _known(tag: str, where: str) -> str:
    from seedwatch.core.errors import InputError

    found = spoken_as(tag)
    if found is None:
        raise InputError(f"{where} {tag}: not a language of this program", f"One of {', '.join(LANGUAGES)}.")
    return found


def _setting() -> str | None:
    """The setting `language`; read without the other settings, which cost more than a help page."""
    if (named := os.environ.get("SEEDWATCH_LANGUAGE")) is not None:
        return spoken_as(named)
    file = Path("seedwatch.toml")
    if not file.is_file():
        return None
    import tomllib

    try:
        return spoken_as(str(tomllib.loads(file.read_text(encoding="utf-8")).get("language", "")))
    except (OSError, ValueError):
        return None  # whoever needs the settings says what is wrong with the file


def _from_locale() -> str | None:
    """What the environment says (C and POSIX name no language); where it is silent, what the system says."""
    for name in LOCALE_VARIABLES:
        if value := os.environ.get(name):
            return spoken_as(value)
    if os.name == "nt":
        import locale

        return spoken_as(locale.getlocale()[0] or "")
    return None


def paragraphs(text: str) -> Iterator[str]:
    """Paragraphs of a help text, each one string of the catalogues; examples are typed as they stand."""
    for part in text.split("\n\n"):
        if joined := " ".join(part.replace("\b", "").split()):
            yield joined


def shown(text: str | None) -> str:
    """A help text in the language spoken now."""
    return "\n\n".join(
        part.replace("Example:", _("Example:"), 1) if part.startswith("Example:") else _(part)
        for part in paragraphs(text or "")
    )


def first_sentence(command: Command) -> str:
    """What a command does, in one sentence."""
    return shown((command.help or "").split("\n\n")[0])


class _Spoken:
    """What commands and groups do alike: usage, text and options in the language spoken now."""

    def get_help(self, ctx: Context) -> str:
        formatter = Formatter(width=ctx.terminal_width, max_width=ctx.max_content_width)
        self.format_help(ctx, formatter)  # type: ignore[attr-defined]
        return formatter.getvalue().rstrip("\n")

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        formatter.write_usage(
            ctx.command_path, " ".join(pieces), _("Usage:") + ("" if _("Usage:").endswith("：") else " ")
        )

    def format_help_text(self, ctx: Context, formatter: HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(shown(self.help))  # type: ignore[attr-defined]

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        params: list[Parameter] = self.get_params(ctx)  # type: ignore[attr-defined]
        for kind, title in (("argument", _("Arguments")), ("option", _("Options"))):
            records = [_record(param, ctx) for param in params if param.param_type_name == kind]
            if rows := [record for record in records if record is not None]:
                with formatter.section(title):
                    formatter.write_dl(rows)
        if isinstance(self, TyperGroup):
            self.format_commands(ctx, formatter)


def _record(param: Parameter, ctx: Context) -> tuple[str, str] | None:
    record = param.get_help_record(ctx)
    if record is None:
        return None
    names, text = record
    names = names.split(" <")[0]  # the type is Python's word for it
    help_text = " ".join((getattr(param, "help", None) or "").split())
    text = " ".join(text.split())
    if help_text and text.startswith(help_text):
        text = _(help_text) + text[len(help_text) :]
    for english, told in (("[default: ", _("[default: ")), ("required]", _("required]"))):
        text = text.replace(english, told)
    return names, text


class SpokenCommand(_Spoken, TyperCommand):
    """A command that tells its help in the reader's language."""


class SpokenGroup(_Spoken, TyperGroup):
    """A group of commands that does."""

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        rows = [(name, first_sentence(command)) for name, command in self.visible(ctx)]
        if rows:
            with formatter.section(_("Commands")):
                formatter.write_dl(rows)

    def visible(self, ctx: Context) -> Iterator[tuple[str, Command]]:
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                yield name, command


class Part(typer.Typer):
    """A set of commands that tell their help in the reader's language."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("cls", SpokenGroup)
        super().__init__(rich_markup_mode=None, **options)

    def command(
        self, name: str | None = None, **options: Any
    ) -> Callable[[CommandFunctionType], CommandFunctionType]:
        options["cls"] = options.get("cls") or SpokenCommand
        return super().command(name, **options)


def told(error: ClickException) -> str:
    """What is wrong with a command line, in the language spoken now."""
    from typer._click.exceptions import BadParameter, MissingParameter, NoSuchOption

    if isinstance(error, NoSuchOption):
        said = _("There is no option %(name)s.") % {"name": error.option_name}
        near = ", ".join(sorted(error.possibilities or ()))
        return f"{said} {_('Did you mean %(names)s?') % {'names': near}}" if near else said
    if isinstance(error, MissingParameter):
        name = (error.param.name or "").upper() if error.param else error.param_hint
        return _("%(name)s is missing.") % {"name": name}
    if isinstance(error, BadParameter) and error.param is not None:
        return _("%(name)s: %(reason)s") % {
            "name": " / ".join(error.param.opts),
            "reason": error.message,
        }
    if (command := _NO_COMMAND.fullmatch(error.format_message())) is not None:
        said = _("There is no command %(name)s.") % {"name": command["name"]}
        near = (command["near"] or "").replace("'", "")
        return f"{said} {_('Did you mean %(names)s?') % {'names': near}}" if near else said
    return error.format_message()


_NO_COMMAND = re.compile(r"No such command '(?P<name>.*?)'\.(?: Did you mean (?P<near>.+)\?)?")
#: The help of `--help` itself, which is Typer's.
HELP_OF_HELP = N_("Show this message and exit.")


def print_usage_error(error: ClickException) -> None:
    """A fault of the command line on standard error, with where help stands."""
    from seedwatch.cli.output import note

    ctx = getattr(error, "ctx", None)
    if ctx is not None:
        note(ctx.get_usage())
        note(_("`%(command)s --help` says more.") % {"command": ctx.command_path})
    note("")
    note(_("Error: %(reason)s") % {"reason": told(error)})
