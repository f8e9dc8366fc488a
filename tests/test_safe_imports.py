"""Where children find our packages, and when one of them is somebody else's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from seedwatch.safe_imports import PACKAGES, ROOT, foreign_packages, protect_children, safe_environment


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({}, []),
        ({"PYTHONPATH": ""}, []),
        ({"PYTHONPATH": f"{os.pathsep}/lib{os.pathsep}"}, ["/lib"]),
        ({"PYTHONPATH": os.pathsep.join((".", "/a", "/b"))}, ["/a", "/b"]),
        ({"PYTHONPATH": ROOT}, []),
    ],
)
def test_a_child_never_looks_in_its_current_folder(given: dict[str, str], kept: list[str]) -> None:
    found = safe_environment({**given, "HOME": "/h"})
    assert found["PYTHONSAFEPATH"] == "1"
    assert found["HOME"] == "/h"
    path = [each for each in found.get("PYTHONPATH", "").split(os.pathsep) if each and each != ROOT]
    assert path == kept
    assert safe_environment(found) == found


def test_the_own_environment_is_made_safe_in_place() -> None:
    environment = {"PYTHONPATH": os.pathsep, "HOME": "/h"}
    protect_children(environment)
    assert environment == safe_environment({"HOME": "/h"})


def test_all_packages_of_this_checkout_are_ours() -> None:
    assert [line for line in foreign_packages() if line.split(":")[0] in PACKAGES[1:]] == []


@pytest.mark.parametrize("name", [each for each in PACKAGES if each != "seedwatch"])
def test_a_package_of_somebody_else_is_named(tmp_path: Path, name: str) -> None:
    """Another program's module of that name comes first on the path."""
    (tmp_path / f"{name}.py").write_text("")
    code = "from seedwatch.safe_imports import foreign_packages; print('\\n'.join(foreign_packages()))"
    path = os.pathsep.join((str(tmp_path), ROOT))
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"{name}: {tmp_path / name}.py is not ours" in done.stdout
