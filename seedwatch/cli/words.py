"""Commands whose words may begin with a dash (`search -川普`), while a misspelt option is still an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seedwatch.cli.help import SpokenCommand

if TYPE_CHECKING:
    from typer._click.core import Context
    from typer.core import TyperOption


class TakesQuery(SpokenCommand):
    """Sorts its arguments itself: what is an option, known or misspelt, and what is a word of the query.

    The parser would take `-hbm` for `-h -b -m`, and with unknown options let through `--limt 5` for words.
    """

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        from typer.core import TyperOption

        known = {
            name: param
            for param in self.get_params(ctx)
            if isinstance(param, TyperOption)
            for name in _names(param)
        }
        options, words, left = [], [], list(args)
        while left:
            arg = left.pop(0)
            name, assigned, _ = arg.partition("=")
            if arg == "--":
                words += left
                break
            if arg in known or (arg.startswith("--") and name in known):
                options.append(arg)
                if not assigned and not known[name].is_flag and left:
                    options.append(left.pop(0))
            elif arg.startswith("--") and arg[2:3].isascii() and arg[2:3].isalpha():
                _refuse(name, known, ctx)
            else:
                words.append(arg)
        return super().parse_args(ctx, [*options, "--", *words])


def _names(option: TyperOption) -> tuple[str, ...]:
    return (*option.opts, *option.secondary_opts)


def _refuse(name: str, known: dict[str, TyperOption], ctx: Context) -> None:
    from difflib import get_close_matches

    from typer._click.exceptions import NoSuchOption

    raise NoSuchOption(name, possibilities=get_close_matches(name, known, 3), ctx=ctx)
