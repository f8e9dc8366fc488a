"""Log lines without secrets, tracebacks included, whoever writes them: libraries quote addresses as they were."""

from __future__ import annotations

import logging

from seedwatch.core.redaction import redact


class RedactingFormatter(logging.Formatter):
    """Formats as `inner` does, and takes the secrets out of the whole."""

    def __init__(self, inner: logging.Formatter | None = None) -> None:
        super().__init__()
        self._inner = inner or logging.Formatter()

    def format(self, record: logging.LogRecord) -> str:
        return redact(self._inner.format(record))


def redact_logs() -> None:
    """From now on, for every handler of the root logger and for the one that Python uses where there is none."""
    for handler in (*logging.getLogger().handlers, logging.lastResort):
        if handler is not None and not isinstance(handler.formatter, RedactingFormatter):
            handler.setFormatter(RedactingFormatter(handler.formatter))
