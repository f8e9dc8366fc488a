"""How this program was started, so that every command it prints works as typed from where one stands."""

from __future__ import annotations

import re
import shlex
import sys
from functools import cache
from pathlib import Path
from shutil import which

#: A command in a text: behind a backquote, or at the beginning of a line with its blanks.
_COMMAND = re.compile(r"(?m)(`|^ *)seedwatch(?= )")


def as_typed(text: str) -> str:
    """A text with each command of ours as it has to be typed here."""
    program = started_as(sys.argv[0])
    return text if program == "seedwatch" else _COMMAND.sub(lambda found: found[1] + program, text)


@cache
def started_as(argument: str) -> str:
    """`seedwatch` where the shell finds this very program by that name; else its path, from here if that is below."""
    path = Path(argument)
    if path.name not in ("seedwatch", "seedwatch.exe") or not path.is_file():
        return "seedwatch"  # started as a module, by the scheduler or in a test
    known = which("seedwatch")
    if known is not None and Path(known).resolve() == path.resolve():
        return "seedwatch"
    whole = path.absolute()
    here = Path.cwd()
    return shlex.quote(str(whole.relative_to(here) if whole.is_relative_to(here) else whole))
