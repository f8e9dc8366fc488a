"""What an installation brings into somebody's environment: five names, and no more."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from seedwatch.safe_imports import PACKAGES, ROOT


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """Paths in the wheel, as it is built from this folder."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=60)
    (wheel,) = folder.glob("*.whl")
    with ZipFile(wheel) as packed:
        return tuple(packed.namelist())


def test_the_wheel_brings_our_five_names_only(names: tuple[str, ...]) -> None:
    top = {Path(name).parts[0] for name in names}
    assert {each for each in top if not each.endswith(".dist-info")} == set(PACKAGES)
    assert sum(each.endswith(".dist-info") for each in top) == 1
    assert set(PACKAGES) == {"seedwatch", "crawler", "pipelines", "scheduler", "db"}


def test_the_wheel_holds_the_code_and_the_data(names: tuple[str, ...]) -> None:
    """Every module and data file that is checked in, and nothing that lies about."""
    listed = subprocess.run(
        ["git", "ls-files", *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("no git checkout")
    packed = {name for name in names if ".dist-info/" not in name}
    # Catalogues of words are packed as they are compiled.
    checked_in = {name for name in listed.stdout.splitlines() if not name.endswith((".po", ".pot"))}
    assert checked_in <= packed
    assert not [name for name in packed if "__pycache__" in name or name.endswith((".db", ".pyc"))]
