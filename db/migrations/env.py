"""What Alembic runs: the caller's connection, inside the caller's transaction."""

from __future__ import annotations

from alembic import context

from db.schema.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
