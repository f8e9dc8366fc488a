"""`seedwatch themes ...` and `tag-fix`: rehearse an edit, apply it, draft a theme, correct a tag."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import AsJson, Db, database, lexicon, settings, theme_texts
from core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.model.text import Evidence
    from core.themes import Loaded, Tagger, Theme
    from core.themes.rehearsal import Change, Rehearsal
    from core.themes.trends import Rise, ThemeTime
    from db.records import ThemeVolume
    from db.tagging import Verdicts

app = typer.Typer(
    no_args_is_help=True, help="Themes: list, test, rehearse, apply, new, suggest, news, labels."
)
Themes = Annotated[
    list[str] | None, typer.Option("--theme", metavar="ID", help="Only this theme (repeatable).")
]


def add_to(main: typer.Typer) -> None:
    main.add_typer(app, name="themes")
    main.command("tag-fix")(tag_fix)


@app.command("list")
def themes_list(as_json: AsJson = False, db: Db = None) -> None:
    """The themes: seed dates, volumes, bursts and drift, and how often people agreed with their tags.

    Example: seedwatch themes list
    """
    from datetime import UTC, datetime

    from cli.output import json_line, note, table
    from db.queries import theme_volumes
    from db.tagging import theme_times, verdicts

    loaded = _load(db)
    with database(db) as handle, handle.read() as conn:
        volumes = {each.theme: each for each in theme_volumes(conn)}
        times, said = theme_times(conn), {each.theme: each for each in verdicts(conn)}
    now = datetime.now(UTC)
    rows = [
        _theme_json(each, volumes.get(each.id), times.get(each.id, ()), said.get(each.id), now)
        for each in loaded.themes
    ]
    if as_json:
        for row in rows:
            json_line(row)
    else:
        columns = ("theme", "name", "newer than", "articles", "week", "burst", "drift", "right", "last", "")
        table(columns, map(_theme_cells, rows))
    for problem in loaded.problems:
        note(problem)
    if loaded.problems:
        raise typer.Exit(InputError.exit_code)


def _theme_json(
    theme: Theme,
    volume: ThemeVolume | None,
    times: Sequence[ThemeTime],
    said: Verdicts | None,
    now: datetime,
) -> dict[str, Any]:
    from core.themes.trends import outlook

    view = outlook(theme, times, now)
    return {
        "id": theme.id,
        "names": [words[0] for words in (theme.name.zh_hant, theme.name.zh_hans, theme.name.en) if words],
        "topic": theme.topic,
        "seed_date": theme.seed_date,
        "dated": theme.dated,
        "articles": volume.originals if volume else 0,
        "with_copies": volume.articles if volume else 0,
        "week": view.week,
        "burst": round(view.burst, 2),
        "drift": round(view.drift, 3),
        "quiet": view.quiet,
        "precision": said.precision if said else None,
        "last": volume.last_published if volume else None,
    }


def _theme_cells(row: dict[str, Any]) -> tuple[object, ...]:
    right = "" if row["precision"] is None else f"{row['precision']:.0%}"
    figures = (row["articles"], row["week"], f"{row['burst']:+.1f}", f"{row['drift']:.2f}", right)
    return (
        row["id"],
        row["names"][0],
        row["seed_date"],
        *figures,
        row["last"] and row["last"].date(),
        row["quiet"],
    )


@app.command("test")
def themes_test(theme: Themes = None) -> None:
    """Try every theme's own sentences: what must match and what must not.

    Example: seedwatch themes test --theme humanoid-robots
    """
    from cli.output import say
    from core.themes.rehearsal import failing_sentences

    loaded = _load(None, strict=True)
    chosen = _known(loaded, theme)
    failed = failing_sentences(_tagger(loaded), chosen)
    for each in failed:
        wanted = "must match" if each.wanted else "must not match"
        say(f"{each.theme}: {wanted} ({each.score:.2f}): {each.sentence}")
    tried = [each for each in loaded.themes if not chosen or each.id in chosen]
    count = sum(len(each.must) + len(each.must_not) for each in tried)
    say(f"{count - len(failed)} of {count} sentences hold")
    if failed:
        raise typer.Exit(1)


@app.command("rehearse")
def themes_rehearse(
    theme: Themes = None,
    examples: Annotated[int, typer.Option(metavar="N", min=0, help="Examples of each kind.")] = 5,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Show what the theme files, as they are now, would change over the archive. Nothing is written.

    Example: seedwatch themes rehearse --theme oil-hormuz-energy-cost
    """
    from core.themes.rehearsal import rehearse
    from db.tagging import tagged_texts

    loaded = _load(db, strict=True)
    chosen = _known(loaded, theme)
    with database(db) as handle, handle.read() as conn:
        found = rehearse(_tagger(loaded), tagged_texts(conn), chosen)
    for each in found:
        _show_rehearsal(each, examples, as_json=as_json)


@app.command("apply")
def themes_apply(theme: Themes = None, db: Db = None) -> None:
    """Re-tag the archive by the theme files as they are now, in one transaction. People's verdicts stay.

    Example: seedwatch themes apply --theme oil-hormuz-energy-cost
    """
    import os
    from collections import Counter
    from datetime import UTC, datetime

    from cli.output import say
    from db.runs import finish_run, start_run
    from db.tagging import retag, tagged_texts

    loaded = _load(db, strict=True)
    chosen, tagger = _known(loaded, theme), _tagger(loaded)
    with database(db) as handle:
        with handle.read() as conn:
            hits = [
                (each.article_id, tagger.tag(each.title, each.text, each.language))
                for each in tagged_texts(conn)
            ]
        now = datetime.now(UTC)
        with handle.write() as conn:
            run_id = start_run(conn, "retag", now, os.getpid(), {"themes": list(chosen)})
            changed = retag(conn, hits, now, run_id, themes=chosen)
            finish_run(conn, run_id, datetime.now(UTC), 0)
    new = Counter(each for article in changed for each in article.new)
    gone = Counter(each for article in changed for each in article.gone)
    for each in sorted(new.keys() | gone.keys()):
        say(f"{each}: +{new[each]} / -{gone[each]}")
    say(f"{len(changed)} of {len(hits)} articles changed")


@app.command("new")
def themes_new(
    article: Annotated[
        Path, typer.Option("--from", metavar="ARTICLE.txt", help="Headline first, then the text.")
    ],
    theme_id: Annotated[str, typer.Option("--id", metavar="ID", help="Small letters, digits, hyphens.")],
    topic: Annotated[
        str | None, typer.Option(metavar="ID", help="A topic; one of the theme's own if left out.")
    ] = None,
    date: Annotated[str | None, typer.Option(metavar="D", help="Of the article; today if left out.")] = None,
    db: Db = None,
) -> None:
    """Draft a theme file from one article: names and terms in both scripts, English where it is known.

    The file goes to the directory of your own themes; without one (themes_dir), to stdout.

    Example: seedwatch themes new --from wind.txt --id offshore-wind
    """
    from datetime import UTC, datetime

    from cli.options import moment
    from core.themes import parse_theme
    from core.themes.draft import draft_theme, look_around, write_theme
    from db.tagging import tagged_texts
    from pipelines.files import read_text

    loaded, names, text = _load(db), lexicon(), read_text(str(article))
    if not text.strip():
        raise InputError(f"{article}: is empty", "Its first line is the headline, the rest the text.")
    first = draft_theme(text, names)
    with database(db) as handle, handle.read() as conn:
        around = look_around(first, (f"{each.title}\n{each.text}" for each in tagged_texts(conn)))
    seed = (moment(date, "--date") or datetime.now(UTC)).date()
    own_topic = topic or theme_id
    written = write_theme(draft_theme(text, names, around.shares, around.counter), theme_id, own_topic, seed)
    parse_theme(written, f"{theme_id}.yaml")
    _write_draft(written, theme_id, own_topic, {each.id for each in loaded.topics}, db)


def _write_draft(text: str, theme_id: str, topic: str, topics: set[str], db: str | None) -> None:
    from cli.output import note, say
    from core.themes.draft import write_topic

    directory = settings(db).themes_dir
    if directory is None:
        say(text)
        note("Set themes_dir in seedwatch.toml to a directory of your own and the file is written there.")
        return
    files = {f"{theme_id}.yaml": text}
    if topic not in topics:
        files[f"topic-{topic}.yaml"] = write_topic(topic)
    for name in files:
        if (directory / name).exists():
            raise InputError(
                f"{directory / name}: is there already", "Choose another --id or remove the file."
            )
    for name, content in files.items():
        (directory / name).write_text(content, encoding="utf-8")
        say(str(directory / name))
    say(f"Next: edit it, then seedwatch themes rehearse --theme {theme_id}")


@app.command("suggest")
def themes_suggest(
    theme: Annotated[str, typer.Argument(metavar="ID", help="A theme.")],
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Terms to show.")] = 20,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Terms that keep standing beside a theme and are not in its file; warns when it drifts or goes quiet.

    Example: seedwatch themes suggest humanoid-robots
    """
    from datetime import UTC, datetime

    from cli.output import note
    from core.themes.trends import outlook, rising
    from db.tagging import tagged_texts, theme_times

    loaded = _load(db)
    _known(loaded, [theme])
    mine = next(each for each in loaded.themes if each.id == theme)
    with database(db) as handle, handle.read() as conn:
        texts = list(tagged_texts(conn))
        now = outlook(mine, theme_times(conn).get(theme, ()), datetime.now(UTC))
    inside = [f"{each.title}\n{each.text}" for each in texts if theme in each.tags]
    outside = [f"{each.title}\n{each.text}" for each in texts if theme not in each.tags]
    _show_rises(rising(inside, outside, mine.wordings(), limit), as_json=as_json)
    if now.quiet:
        note(f"{theme}: {now.quiet}")
    if now.drift > DRIFT_WARNING:
        note(f"{theme}: drifts ({now.drift:.2f}): other phrases give it than before")


#: From here on other phrases give the theme than before: half of the evidence has changed.
DRIFT_WARNING = 0.5


@app.command("news")
def themes_news(
    theme: Themes = None,
    days: Annotated[int, typer.Option(metavar="N", min=1, help="What counts as new.")] = 7,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Terms a theme.")] = 8,
    as_json: AsJson = False,
    db: Db = None,
) -> None:
    """Terms that are new beside each theme this week, against its own past.

    Example: seedwatch themes news --days 7
    """
    from datetime import UTC, datetime, timedelta

    from cli.output import json_line, say
    from core.themes.trends import rising
    from db.tagging import dated_texts

    loaded = _load(db)
    chosen = _known(loaded, theme)
    since = datetime.now(UTC) - timedelta(days=days)
    with database(db) as handle, handle.read() as conn:
        for each in loaded.themes:
            if chosen and each.id not in chosen:
                continue
            fresh, older = dated_texts(conn, each.id, since)
            rises = rising(fresh, older, each.wordings(), limit)
            if as_json:
                told = [{"term": rise.term, "now": rise.inside, "before": rise.outside} for rise in rises]
                json_line({"id": each.id, "articles": len(fresh), "before": len(older), "terms": told})
            elif rises:
                terms = ", ".join(f"{rise.term} ({rise.inside}, before {rise.outside})" for rise in rises)
                say(f"{each.id} ({len(fresh)} new): {terms}")


@app.command("labels")
def themes_labels(db: Db = None) -> None:
    """Articles that people have decided on, as labels for `make train-themes LABELS=FILE`.

    Example: seedwatch themes labels > mine.jsonl
    """
    from cli.output import json_line
    from db.tagging import decided_texts

    with database(db) as handle, handle.read() as conn:
        for each in decided_texts(conn):
            json_line(
                {
                    "id": str(each.article_id),
                    "lang": each.language,
                    "title": each.title,
                    "text": each.text,
                    "themes": sorted(each.tags),
                }
            )


def tag_fix(
    article_id: Annotated[int, typer.Argument(metavar="ID", help="Number of the article.")],
    add: Annotated[list[str] | None, typer.Option(metavar="THEME", help="It has this theme.")] = None,
    remove: Annotated[list[str] | None, typer.Option(metavar="THEME", help="It has not.")] = None,
    db: Db = None,
) -> None:
    """Record what a person says of an article's themes. Rules never overwrite it.

    Example: seedwatch tag-fix 17 --add ai-regulation --remove nvidia-ai-chips
    """
    from datetime import UTC, datetime

    from cli.output import say
    from db.queries import article
    from db.tagging import decide
    from db.tags import Verdict

    asked = [
        *((each, Verdict.ADDED) for each in add or ()),
        *((each, Verdict.REMOVED) for each in remove or ()),
    ]
    names = [theme for theme, _ in asked]
    if not asked or len(set(names)) < len(names):
        raise InputError("tag-fix: say --add THEME or --remove THEME, and each theme once")
    _known(_load(db), names)
    with database(db) as handle, handle.write() as conn:
        if article(conn, article_id) is None:
            raise InputError(f"there is no article {article_id}", "seedwatch search '' lists them.")
        for theme, verdict in asked:
            changed = decide(conn, article_id, theme, verdict, datetime.now(UTC))
            say(f"{theme}: {verdict}" if changed else f"{theme}: stood already")


def _load(db: str | None, *, strict: bool = False) -> Loaded:
    """The theme files as they are now; strict: InputError when any is broken."""
    from core.themes import load_themes

    loaded = load_themes(theme_texts(settings(db)))
    if strict and loaded.problems:
        raise InputError("\n".join(loaded.problems), "Mend these files first.")
    return loaded


def _known(loaded: Loaded, themes: Sequence[str] | None) -> tuple[str, ...]:
    known = {each.id for each in loaded.themes}
    for theme in themes or ():
        if theme not in known:
            raise InputError(f"there is no theme {theme!r}", "seedwatch themes list shows them.")
    return tuple(themes or ())


def _tagger(loaded: Loaded) -> Tagger:
    from core.themes import Tagger
    from themes import lexicon_text

    return Tagger.build(loaded.files, lexicon_text())


def _show_rehearsal(found: Rehearsal, examples: int, *, as_json: bool) -> None:
    from cli.output import json_line, say

    if as_json:
        json_line(
            {
                "id": found.theme,
                "kept": found.kept,
                "gained": len(found.gained),
                "lost": len(found.lost),
                "examples": [_change_json(each, "+") for each in found.gained[:examples]]
                + [_change_json(each, "-") for each in found.lost[:examples]],
            }
        )
        return
    if not found.gained and not found.lost:
        return
    say(f"{found.theme}: {found.summary}, {found.kept} stay", "bold")
    for sign, changes in (("+", found.gained), ("-", found.lost)):
        for each in changes[:examples]:
            say(
                f"{sign} {each.article_id} {each.title} ({each.score:.2f}{_because(each.evidence)})", indent=2
            )


def _because(evidence: Sequence[Evidence]) -> str:
    words = list(dict.fromkeys(piece.phrase for piece in evidence))[:3]
    return f": {', '.join(words)}" if words else ""


def _change_json(change: Change, sign: str) -> dict[str, object]:
    return {
        "change": sign,
        "article": change.article_id,
        "title": change.title,
        "score": change.score,
        "phrases": [piece.phrase for piece in change.evidence],
    }


def _show_rises(rises: Sequence[Rise], *, as_json: bool) -> None:
    from cli.output import json_line, table

    if as_json:
        for rise in rises:
            json_line(
                {
                    "id": rise.term,
                    "inside": rise.inside,
                    "outside": rise.outside,
                    "score": round(rise.score, 1),
                }
            )
        return
    rows = [(rise.term, rise.inside, rise.outside, f"{rise.score:.1f}") for rise in rises]
    table(("term", "articles with the theme", "without", "score"), rows)
