"""`seedwatch sources list`: what is off and why, and what polling has found out."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from db.engine.database import open_database
from db.sources.feeds import due_feeds, record_visit
from db.upkeep.erasure import erase, source_target
from seedwatch.core.fetching.conditional import CONFIRMATIONS
from seedwatch.core.model.feed import FeedOutcome, FeedVisit

ROOT = Path(__file__).parents[2]
SOURCE = """  - id: {id}
    name: {id}
    home: https://{id}.example/
    language: en
    zone: UTC
    feeds: [{{url: https://{id}.example/feed}}]
    {more}
"""
MORE = {
    "gone": "",
    "lax": "verify_tls: false",
    "liar": "",
    "mover": "",
    "idle": "enabled: false",
    "paid": "terms: {profiles: [commercial]}",
    "plain": "",
}


def _list(folder: Path) -> dict[str, str]:
    return {line["id"]: line["status"] for line in map(json.loads, _run(folder, "list", "--json"))}


def _run(folder: Path, *arguments: str) -> list[bytes]:
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    environment |= {"SEEDWATCH_SOURCES_DIR": str(folder / "sources"), "SEEDWATCH_SHIPPED_SOURCES": "false"}
    done = subprocess.run(
        [sys.executable, "-m", "seedwatch.cli", "sources", *arguments],
        capture_output=True, cwd=folder, env=environment, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.splitlines()


def test_the_status_says_what_matters(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    declared = "".join(SOURCE.format(id=name, more=more) for name, more in MORE.items())
    (tmp_path / "sources" / "own.yaml").write_text(f"sources:\n{declared}")
    assert set(_list(tmp_path)) == set(MORE)
    assert not (tmp_path / "seedwatch.db").exists(), "looking writes nothing"
    _run(tmp_path, "sync")
    now = datetime.now(UTC)
    with open_database(f"sqlite:///{tmp_path}/seedwatch.db") as database, database.write() as conn:
        for feed in due_feeds(conn, now, force=True):
            target = "https://new.example/feed" if feed.source_id == "mover" else None
            visit = FeedVisit(
                feed.feed_id,
                now,
                FeedOutcome.OK,
                200,
                moved_to=target,
                validators_unreliable=feed.source_id == "liar",
            )
            for _ in range(CONFIRMATIONS):
                record_visit(conn, visit, now)
        erase(conn, source_target(conn, "gone"), now)
    assert _list(tmp_path) == {
        "gone": f"forgotten on request on {now.date()}",
        "lax": "its certificates are NOT verified",
        "liar": "a feed's validators lie: read whole each time",
        "mover": "its feed has moved to https://new.example/feed",
        "idle": "off",
        "paid": "off: its terms exclude personal use",
        "plain": "ok",
    }
