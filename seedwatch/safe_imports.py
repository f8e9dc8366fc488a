"""Every process that we start imports our packages from where this one did, never from the current folder.

Python looks for modules in the current folder first, for `-c` and `-m`: a `core.py` or a `json.py` lying where
`seedwatch schedule` is started would be run by its children and by the workers of a crawl, which
multiprocessing starts by `-c`. PYTHONSAFEPATH (and `-P`) ends that; empty entries of PYTHONPATH, which mean
the current folder too, are left out.
"""

# ruff: noqa: PTH109, PTH118, PTH119, PTH120
# Nothing but os and sys, which Python itself has loaded, until the path is clean: pathlib could be a trap.

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

#: The folder that holds our packages: site-packages, or the checkout.
ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
#: Top-level names that the wheel brings.
PACKAGES = ("seedwatch", "crawler", "pipelines", "scheduler", "db")
#: How a child of our own is started: with the environment of `safe_environment`.
CHILD = (sys.executable, "-P", "-m", "seedwatch.cli")


def safe_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """`environment` for a child that finds our packages and imports nothing from its current folder."""
    found = {**environment, "PYTHONSAFEPATH": "1"}
    path = [each for each in found.pop("PYTHONPATH", "").split(os.pathsep) if each not in ("", ".")]
    if not _is_site(ROOT) and ROOT not in path:
        path.append(ROOT)  # a checkout that is not installed is found by nothing else
    if path:
        found["PYTHONPATH"] = os.pathsep.join(path)
    return found


def protect_children(environment: MutableMapping[str, str] = os.environ) -> None:
    """Make this process's own environment safe: multiprocessing starts its processes with no other."""
    safe = safe_environment(environment)
    if safe != dict(environment):
        environment.update(safe)
        if "PYTHONPATH" not in safe:
            environment.pop("PYTHONPATH", None)


def leave_current_folder() -> None:
    """Take the current folder off the path of this process, where `python -m` has put it; our own stays.

    Called before anything else is imported.
    """
    if not sys.flags.safe_path and sys.path and sys.path[0] == os.getcwd() != ROOT:
        del sys.path[0]


def foreign_packages() -> tuple[str, ...]:
    """What is wrong with the packages that our names stand for, a line each; empty when all are ours."""
    return (*_shadowed(), *_mixed(), *_not_installed())


def _shadowed() -> list[str]:
    from importlib.util import find_spec

    lines = []
    for name in PACKAGES:
        spec = find_spec(name)
        origin = spec.origin if spec is not None else None
        if origin is None or os.path.realpath(origin) != os.path.join(ROOT, name, "__init__.py"):
            lines.append(f"{name}: {origin or 'missing'} is not ours, which is {os.path.join(ROOT, name)}")
    return lines


def _mixed() -> list[str]:
    """Another distribution that has put files of its own under one of our names."""
    from importlib.metadata import packages_distributions

    owners = packages_distributions()
    return [
        f"{name}: also brought by {', '.join(others)}, in the same folder or before it"
        for name in PACKAGES
        if (others := sorted({each for each in owners.get(name, ()) if each != "seedwatch"}))
    ]


def _not_installed() -> list[str]:
    from importlib.metadata import PackageNotFoundError, distribution
    from urllib.parse import unquote

    try:
        installed = distribution("seedwatch")
    except PackageNotFoundError:
        return []  # run from a checkout, which finds itself
    place = installed.read_text("direct_url.json") or ""
    if _is_site(ROOT) or f"file://{ROOT}" in unquote(place):
        return []
    return [f"seedwatch: run from {ROOT}, but the installed one is {place or installed.locate_file('')}"]


def _is_site(folder: str) -> bool:
    return os.path.basename(folder) in ("site-packages", "dist-packages")
