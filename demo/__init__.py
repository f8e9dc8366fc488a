"""The sample news web that ships with Seedwatch: our own prose on a loopback server. `serve_demo` runs it."""

from __future__ import annotations
