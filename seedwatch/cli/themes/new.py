"""`seedwatch themes new`: theme files from a saved article or from words."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seedwatch.app.catalogue import lexicon
from seedwatch.cli.options import Db, read_settings, reading
from seedwatch.cli.themes.common import load
from seedwatch.core.errors import InputError, SeedwatchError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from seedwatch.core.extract.plain_text import PlainArticle
    from seedwatch.core.themes.discover.proposal import Known, Proposal
    from seedwatch.core.themes.preview import TaggedText

#: Articles of the archive that a draft is compared with and tried on, and headlines shown of those it would tag.
MOST_TRIED, MOST_SHOWN = 5_000, 5
_PAGE = re.compile(r"^\s*(?:<!doctype html|<html|<\?xml|<head|<body)", re.IGNORECASE)
_QUERY = re.compile(r'"([^"]+)"|「([^」]+)」|(\S+)')


def add_to(app: typer.Typer) -> None:
    app.command("new")(themes_new)


def themes_new(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A saved article, text or page.")
    ] = None,
    article: Annotated[Path | None, typer.Option("--from", metavar="FILE", help="The same as FILE.")] = None,
    query: Annotated[str | None, typer.Option(metavar="WORDS", help="From words: '安世 OR 聞泰'.")] = None,
    theme_id: Annotated[str | None, typer.Option("--id", metavar="ID", help="One theme, of this id.")] = None,
    topic: Annotated[
        str | None, typer.Option(metavar="ID", help="A topic; one of the theme's own if left out.")
    ] = None,
    date: Annotated[str | None, typer.Option(metavar="D", help="Instead of the article's own.")] = None,
    db: Db = None,
) -> None:
    """Make theme files from an article, one for each of its subjects, or from words.

    Names come in both scripts, with English where it is known. The files go to the directory of your own
    themes; without one (themes_dir), to stdout. With --id only the theme of the whole article is made.

    Example: seedwatch themes new wind.txt
    """
    path = file or article
    if (path is None) == (query is None):
        raise InputError("themes new: name one article FILE or --query", "seedwatch themes new article.txt")
    stored = _archive(db)
    known = _known(stored, db)
    if path is not None:
        read = _read(path)
        day = _seed_date(date) or (read.published.at.date() if read.published else None)
        made = _from_article(read, known, day or _today())
        origin = " · ".join(
            filter(None, (read.title, read.publisher, read.published.iso if read.published else ""))
        )
        if day is None:
            _note(f"{path}: no date found; the seed date is today. Say --date if you know it.")
    else:
        made, day, origin = _from_words(str(query), known), _seed_date(date), ""
    if theme_id is not None:
        made = (replace(made[0], theme_id=theme_id),)
    _tell_files(_asked(made), topic, day or _today(), origin, db)
    _preview(made, stored, db)


def _read(path: Path) -> PlainArticle:
    """The article in a file. Raises InputError for one that is empty, or a page without an article."""
    from datetime import UTC, datetime

    from pipelines.offline.files import read_text
    from seedwatch.core.extract.plain_text import read_plain_text

    text = read_text(str(path))
    if not text.strip():
        raise InputError(f"{path}: is empty", "Save the article's headline and text in it.")
    found = _read_page(path, text) if _PAGE.match(text) else read_plain_text(text, datetime.now(UTC))
    if not found.text and not found.title:
        raise InputError(f"{path}: holds no article", "Save the article's headline and text in it.")
    if not found.text:
        _note(f"{path}: only one line to go by; the theme will be thin. Add the article's text for more.")
    return found


def _read_page(path: Path, text: str) -> PlainArticle:
    from datetime import UTC, datetime

    from seedwatch.core.extract.page import PageInput
    from seedwatch.core.extract.plain_text import PlainArticle
    from seedwatch.core.extract.read import extract

    page = extract(
        PageInput(text.encode(), "http://localhost/", "text/html; charset=utf-8", datetime.now(UTC))
    )
    if not page.text:
        raise InputError(
            f"{path}: is a page without an article: {page.reason}", "Copy headline and text into a text file."
        )
    return PlainArticle(page.title, page.text, page.outlet, page.published)


def _from_article(read: PlainArticle, known: Known, day: datetime.date) -> tuple[Proposal, ...]:
    from seedwatch.core.themes.discover.proposal import propose

    return propose(read.title, read.text, known, f"theme-{day.isoformat()}")


def _from_words(query: str, known: Known) -> tuple[Proposal, ...]:
    """Words and quoted phrases joined by OR. Raises InputError for what a list of words cannot say."""
    from seedwatch.core.themes.discover.draft import draft_words
    from seedwatch.core.themes.discover.proposal import Proposal, completed, proposed_id

    parts = ["".join(found.groups("")) for found in _QUERY.finditer(query)]
    words = [part for part in parts if part not in ("OR", "或", "|")]
    wrong = next((part for part in words if part in ("AND", "NOT", "&", "!") or part[0] in "-(!"), None)
    if wrong or not words:
        raise InputError(
            f"--query: {wrong or query!r} cannot be in it",
            'Give words and "phrases" joined by OR; what must stand together goes into the file (`together`).',
        )
    draft = completed(draft_words(words, known.lexicon), known.archive)
    stem = proposed_id(draft) or f"theme-{_today().isoformat()}"
    free = next(each for each in (stem, *(f"{stem}-{n}" for n in range(2, 999))) if each not in known.ids)
    return (Proposal(free, draft),)


def _known(stored: Sequence[TaggedText], db: str | None) -> Known:
    from seedwatch.core.themes.discover.proposal import Known
    from seedwatch.themes import everyday_words

    texts = [f"{each.title}\n{each.text}" for each in stored]
    return Known(lexicon(), everyday_words(), texts, {each.id for each in load(db).themes})


def _archive(db: str | None) -> list[TaggedText]:
    """The archive's articles as far as drafts are tried on them; none where there is no archive yet."""
    from itertools import islice

    from db.upkeep.retagging import tagged_texts

    try:
        with reading(db) as handle, handle.read() as conn:
            return list(islice(tagged_texts(conn), MOST_TRIED))
    except SeedwatchError as error:
        if db is not None:
            raise
        _note(f"The draft is not tried on an archive: {error}")
        return []


def _asked(made: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """At a terminal a person says of each further theme whether to make it, and of false friends whether they are."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return tuple(made)
    kept = []
    for number, each in enumerate(made):
        name = " / ".join(form for forms in each.draft.name.values() for form in forms)
        if number and not typer.confirm(f"{each.theme_id} ({name})?", default=True, err=True):
            continue
        friends = [
            word
            for word in each.draft.lookalikes
            if typer.confirm(f"{each.theme_id}: {word} is something else?", default=True, err=True)
        ]
        kept.append(replace(each, draft=replace(each.draft, lookalikes=tuple(friends))))
    return tuple(kept)


def _tell_files(
    made: Sequence[Proposal], topic: str | None, day: datetime.date, origin: str, db: str | None
) -> None:
    """Write the files, or print them. Nothing is written when one of them is there already."""
    from seedwatch.cli.output import say
    from seedwatch.core.themes import parse_theme
    from seedwatch.core.themes.discover.theme_yaml import write_theme, write_topic

    topics = {each.id for each in load(db).topics}
    files: dict[str, str] = {}
    own = topic or made[0].theme_id
    for each in made:
        text = write_theme(each.draft, each.theme_id, own, day, origin)
        parse_theme(text, f"{each.theme_id}.yaml")
        files[f"{each.theme_id}.yaml"] = text
    if own not in topics:
        files[f"topic-{own}.yaml"] = write_topic(own)
    directory = read_settings(db).themes_dir
    if directory is None:
        typer.echo("---\n".join(files.values()), nl=False)
        _note("Set themes_dir in seedwatch.toml to a directory of your own and the files are written there.")
        return
    for name in files:
        if (directory / name).exists():
            raise InputError(
                f"{directory / name}: is there already", "Choose another --id or remove the file."
            )
    for name, content in files.items():
        (directory / name).write_text(content, encoding="utf-8")
    for each in made:
        name = " / ".join(form for forms in each.draft.name.values() for form in forms)
        say(f"{directory / f'{each.theme_id}.yaml'}  {name}  {day.isoformat()}")
    say(f"Next: seedwatch themes preview --theme {made[0].theme_id}")


def _preview(made: Sequence[Proposal], stored: Sequence[TaggedText], db: str | None) -> None:
    """How many articles of the archive each theme would get, with headlines, on stderr."""
    from seedwatch.core.themes import Tagger, parse_theme
    from seedwatch.core.themes.discover.theme_yaml import write_theme
    from seedwatch.themes import lexicon_text

    if not stored:
        return
    texts = [write_theme(each.draft, each.theme_id, "preview", _today()) for each in made]
    files = [parse_theme(text, each.theme_id) for text, each in zip(texts, made, strict=True)]
    tagger = Tagger.build(files, lexicon_text(), learned=False)
    found: dict[str, list[str]] = {}
    for article in stored:
        for hit in tagger.tag(article.title, article.text, article.language):
            found.setdefault(hit.theme, []).append(article.title)
    for each in made:
        titles = found.get(each.theme_id, [])
        _note(f"{each.theme_id}: {len(titles)} of {len(stored)} articles")
        for title in titles[:MOST_SHOWN]:
            _note(f"  {title}")


def _seed_date(date: str | None) -> datetime.date | None:
    from seedwatch.cli.options import moment

    when = moment(date, "--date")
    return when.date() if when else None


def _today() -> datetime.date:
    from datetime import UTC, datetime

    return datetime.now(UTC).date()


def _note(text: str) -> None:
    from seedwatch.cli.output import note

    note(text)
