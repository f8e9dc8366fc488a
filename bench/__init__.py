"""Measurements: speed as ratios taken in one run, quality by scorers over labelled data."""
