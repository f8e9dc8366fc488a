"""The sample news web that ships with Seedwatch: our own prose on a loopback server. `serve_demo` runs it."""

from __future__ import annotations

#: Fixed ports keep the addresses, and so the archive, the same from one demo to the next.
FIRST_PORT = 18761
