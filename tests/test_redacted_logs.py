"""No line of a log tells a secret, whoever wrote it, tracebacks included."""

from __future__ import annotations

import subprocess
import sys

SAID = """
import logging, sys
if sys.argv[1] == "configured":
    logging.basicConfig(format="%(asctime)s %(message)s")
if sys.argv[2] == "redacted":
    from seedwatch.redacted_logs import redact_logs
    redact_logs()
    redact_logs()
log = logging.getLogger("scrapy.core")
log.warning("asked %s", "https://me:geheim@a.example/f?token=geheim")
try:
    raise ValueError("invalid hostname: me:geheim@a.example")
except ValueError:
    log.exception("failed")
"""


def said(*how: str) -> str:
    done = subprocess.run([sys.executable, "-c", SAID, *how], capture_output=True, text=True, check=True)
    return done.stderr


def test_handlers_of_every_kind_leave_secrets_out() -> None:
    for kind in ("configured", "bare"):
        text = said(kind, "redacted")
        assert "geheim" not in text
        assert "https://***@a.example/f?token=***" in text
        assert "invalid hostname: ***@a.example" in text


def test_the_control_without_it_they_are_said() -> None:
    assert "geheim" in said("configured", "plain")
