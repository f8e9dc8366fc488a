"""Spiders driven by declarations."""
