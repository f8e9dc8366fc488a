"""Storage on SQLite and PostgreSQL: schema, engine, sources, archive, search, reads, jobs, upkeep."""
