"""Results as files for other programs: `--format` and `--output` of the commands that find something."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from seedwatch.cli.options import read_settings, reading
from seedwatch.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from seedwatch.core.model.answer import ArticleQuery

FormatName = Annotated[
    str | None,
    typer.Option("--format", metavar="F", help="Write it as xlsx, csv, jsonl, ris, csl-json, html or md."),
]
OutputFile = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Into a file instead of standard output."),
]


def write_export(
    query: ArticleQuery, form: str, output: Path | None, db: str | None, most: int | None
) -> None:
    """Every hit of a question in a format, unless there are more than `most`."""
    from seedwatch.app.catalogue import lexicon, theme_names
    from seedwatch.app.exports import export, out_style
    from seedwatch.app.names import resolver
    from seedwatch.cli.output import note
    from seedwatch.locales import speaking
    from seedwatch.out.formats import format_named

    chosen, settings = format_named(form), read_settings(db)
    language = settings.reader_language
    with reading(db, needed=True) as handle, handle.read() as conn, speaking(language), target(output) as out:
        style = out_style(conn, settings, theme_names(settings, language))
        export(
            conn, query, chosen, out, style, settings.now(), lexicon(), most, resolver(conn, lambda: settings)
        )
    if output is not None:
        note(f"{output}: written")


@contextmanager
def target(output: Path | None) -> Iterator[BinaryIO]:
    """The file, whole or not at all; or standard output as it comes."""
    from tempfile import NamedTemporaryFile

    from seedwatch.cli.output import leave_quietly

    if output is None:
        try:
            sys.stdout.flush()
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            leave_quietly()
        return
    try:
        with NamedTemporaryFile(dir=output.parent, prefix=f".{output.name}.", delete=False) as made:
            path = Path(made.name)
            try:
                yield cast("BinaryIO", made)
            except BaseException:
                path.unlink()
                raise
        path.chmod(0o644)
        path.replace(output)
    except OSError as error:
        raise InputError(f"{output}: cannot be written: {error.strerror}") from None
