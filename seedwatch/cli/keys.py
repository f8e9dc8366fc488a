"""`seedwatch keys`: who on other machines may read the feeds."""

from __future__ import annotations

from typing import Annotated

import typer

from seedwatch.cli.help import Part
from seedwatch.cli.options import Db, reading, writing

keys_app = Part(no_args_is_help=True, help="Keys by which other machines read feeds: add, list, revoke.")
Name = Annotated[str, typer.Argument(metavar="NAME", help="What the key is for, such as phone.")]


def add_to(app: typer.Typer) -> None:
    app.add_typer(keys_app, name="keys")


@keys_app.command("add")
def add(name: Name, db: Db = None) -> None:
    """Make a key and print it, this once.

    It goes behind the address of a feed: ?key=...

    Example: seedwatch keys add phone
    """
    from datetime import UTC, datetime

    from db.readers.access_keys import add_key
    from seedwatch.cli.output import note

    with writing(db) as handle, handle.write() as conn:
        secret = add_key(conn, name, datetime.now(UTC))
    print(secret)
    note("write it down: it is not shown again; `seedwatch keys revoke` ends it")


@keys_app.command("list")
def list_keys(db: Db = None) -> None:
    """Every key that was given, without its secret.

    Example: seedwatch keys list
    """
    from db.readers.access_keys import access_keys
    from seedwatch.cli.output import table

    with reading(db) as handle, handle.read() as conn:
        keys = access_keys(conn)
    rows = [
        (k.name, f"{k.created_at:%Y-%m-%d %H:%M}", f"{k.revoked_at:%Y-%m-%d %H:%M}" if k.revoked_at else "")
        for k in keys
    ]
    table(("key", "made (UTC)", "revoked (UTC)"), rows)


@keys_app.command("revoke")
def revoke(name: Name, db: Db = None) -> None:
    """Let a key open nothing any more, from the next request on.

    Example: seedwatch keys revoke phone
    """
    from datetime import UTC, datetime

    from db.readers.access_keys import revoke_key

    with writing(db) as handle, handle.write() as conn:
        revoke_key(conn, name, datetime.now(UTC))
