"""Fetch policies, one each: what may be connected to, what robots allow, how fast."""
