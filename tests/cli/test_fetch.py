"""`seedwatch fetch`: one line for every address given, however odd, and what a real fetch says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from crawler import explain
from tests.hostile.web import Site, running

ODD = [
    b"",
    b" ",
    b"http://",
    b"http:///path",
    b"https://[::1",
    b"http://a b/",
    b"  http://127.0.0.1/  ",
    b"http://127.0.0.1/\r",
    b"\x00\x01",
    b"http://ex\x00ample/",
    b"http://\xff\xfe.example/",
    b"\xed\xa0\x80",
    "http://\u202e.example/".encode(),
    b"http://" + b"a" * 70 + b".example/",
    b"http://" + b"a" * 70_000,
    b"http://user:secret@127.0.0.1/",
    b"http://127.0.0.1:99999/",
    b"file:///etc/passwd",
    b"JAVASCRIPT:alert(1)",
    b"http://169.254.169.254/latest",
    b"http://[64:ff9b::7f00:1]/",
    b"http://[fe80::1%25eth0]/",
    b"http://[fe80::1%eth0]/",
    b"http://127.0.0.1\\@example.invalid/",
    b"http://example.invalid\\@127.0.0.1/",
    "http://新聞.invalid/頭條?q=港口".encode(),
    b"https://www.google.com/url?q=http://127.0.0.1/",
    b"\xef\xbb\xbfhttp://127.0.0.1/",
    b"http://127.0.0.1/\t\x1b[31m",
    b"- ",
    b"-v",
]


def _fetch(folder: Path, *arguments: str, given: bytes = b"") -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "seedwatch.cli", "fetch", "--json", *arguments]
    environment = {"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        command, input=given, capture_output=True, cwd=folder, env=environment, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_odd_line_has_a_verdict_with_a_reason(tmp_path: Path) -> None:
    lines = _fetch(tmp_path, "--dry-run", "-", given=b"\n".join(ODD) + b"\n")
    shown = [each.replace(b"user:secret@", b"***@") for each in ODD]
    assert [line["url"].encode("utf-8", "surrogateescape") for line in lines] == shown
    assert {line["verdict"] for line in lines} <= {"allowed", "refused"}
    assert all(line["reason"] for line in lines)
    allowed = [line for line in lines if line["verdict"] == "allowed"]
    assert all(line["reason"] == "unresolved" for line in allowed)
    assert not list(tmp_path.iterdir())  # a dry run leaves nothing behind


def test_permits_open_what_they_name_and_no_more(tmp_path: Path) -> None:
    urls = ["http://127.0.0.1:8080/a", "http://127.0.0.1:8081/a", "http://10.0.0.1:8080/"]
    lines = _fetch(tmp_path, "--dry-run", "--allow-hosts", "127.0.0.0/8:8080", *urls)
    assert [line["verdict"] for line in lines] == ["allowed", "refused", "refused"]
    assert lines[0]["addresses"] == [
        {"address": "127.0.0.1", "allowed": True, "reason": "permitted by the settings"}
    ]


@pytest.fixture
def answers(tmp_path: Path) -> list[dict[str, Any]]:
    site = Site("127.0.0.77", ["/a-1"], robots="User-agent: *\nDisallow: /private\n")
    with running(site) as web:
        paths = ("/a-1", "/private-1", "/elsewhere-1", "/file-1", "/gb-1", "/404-1")
        urls = [web.url(site, path) for path in paths]
        lines = _fetch(tmp_path, "--allow-hosts", "127.0.0.77", *urls)
        assert "/private-1" not in web.asked()
    return lines


def test_a_real_fetch_tells_what_came_and_what_was_refused(answers: list[dict[str, Any]]) -> None:
    good, private, moved, file, lying, missing = answers
    assert (good["verdict"], good["answer"]["status"], good["answer"]["charset"]["encoding"]) == (
        "allowed",
        200,
        "utf-8",
    )
    assert (private["verdict"], private["reason"]) == ("refused", "robots.txt: Disallow: /private")
    assert good["robots"]["status"] == 200
    assert len(moved["answer"]["redirects"]) == 1
    assert moved["answer"]["final_url"].endswith("/moved-1")
    assert file["answer"]["outcome"] == "forbidden"
    assert (lying["answer"]["charset"]["encoding"], lying["answer"]["charset"]["doubtful"]) == (
        "gb18030",
        False,
    )
    assert (missing["answer"]["outcome"], missing["verdict"]) == ("gone", "allowed")


def test_names_that_nobody_answers_for_hold_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look-ups that hang are left behind; the control answers."""
    lookups = dict.fromkeys((f"n{number}.invalid" for number in range(300)), ("192.0.2.1",))
    monkeypatch.setattr(explain, "_look_up", lookups.__getitem__)
    assert explain.resolve(lookups) == lookups
    released = Event()
    monkeypatch.setattr(explain, "_look_up", lambda _: ("192.0.2.1",) if released.wait() else ())
    monkeypatch.setattr(explain, "_SECONDS_FOR_MANY", 0.2)
    assert explain.resolve(lookups) == dict.fromkeys(lookups, ())
    released.set()
