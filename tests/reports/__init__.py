"""Faults reported of other tools, tried on ours."""
