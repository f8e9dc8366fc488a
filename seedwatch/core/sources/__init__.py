"""Declared outlets: the source files read and checked."""
