"""Steps of the schema, one file each in versions/, numbered without gaps: NNNN_name.py, revision "NNNN".

A step that is released is never edited. tests/db/test_migrations.py compares their sum with db.schema.tables.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from db.schema.views import VIEWS
from seedwatch.core.errors import DatabaseError

HERE = Path(__file__).parent


@cache
def versions() -> tuple[str, ...]:
    """Every version this program knows, oldest first; from the file names, as Alembic is slow to import."""
    return tuple(sorted(path.name[:4] for path in (HERE / "versions").glob("[0-9]*.py")))


def current_version(connection: Connection) -> str | None:
    """The version of the schema found; None when there is none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def pending(connection: Connection, where: str) -> bool:
    """Whether steps are missing. `where`: the database's address for the message.

    Raises DatabaseError when the database is newer than this program.
    """
    current, newest = current_version(connection), versions()[-1]
    if current is not None and current not in versions():
        raise DatabaseError(
            f"database {where} has schema version {current}, this program knows versions up to {newest}",
            "upgrade seedwatch, or use another database",
        )
    return current != newest


def migrate(connection: Connection, to: str = "head") -> None:
    """Take the missing steps up to the version `to`, within the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    # The views follow the tables: away while these change, made anew from the present text.
    for name in VIEWS:
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))
    command.upgrade(config, to)
    if to != "head":
        return  # the present views ask for the present tables
    for name, query in VIEWS.items():
        connection.execute(text(f"CREATE VIEW {name} AS {query}"))
