"""Maintenance, retention, erasure on request, reprocessing, re-tagging."""
