"""Look at the sample news web in a browser: `python -m seedwatch.demo [ROUND] [FIRST_PORT]`, ended with Ctrl-C."""

from __future__ import annotations

import sys

from seedwatch.safe_imports import leave_current_folder

if __name__ == "__main__":
    leave_current_folder()

import threading

from seedwatch.core.errors import InputError
from seedwatch.demo import FIRST_PORT
from seedwatch.demo.server import serve_demo


def main(arguments: list[str]) -> int:
    try:
        number, port = _numbers(arguments)
        with serve_demo(number, port) as web:
            for outlet in web.outlets:
                print(f"{web.addresses.bases[outlet.id]}/  {outlet.name}")
            print(f"{web.search_url}?q=Nvidia&format=rss  search endpoint")
            threading.Event().wait()
    except InputError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    return 0


def _numbers(arguments: list[str]) -> tuple[int, int]:
    if len(arguments) > 2 or not all(argument.isdigit() for argument in arguments):
        raise InputError("usage: python -m seedwatch.demo [ROUND] [FIRST_PORT]")
    given = [int(argument) for argument in arguments]
    return (given[0] if given else 1), (given[1] if len(given) > 1 else FIRST_PORT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
