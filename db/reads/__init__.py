"""Questions that pages, API and commands share; their records and JSON views."""
