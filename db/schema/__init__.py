"""The only schema: tables, column types, the search tables."""
