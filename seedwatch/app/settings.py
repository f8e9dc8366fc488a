"""Settings: defaults, then `seedwatch.toml` here, then `SEEDWATCH_*`, then the command line."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    DirectoryPath,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
)

from seedwatch.app.site_address import site_address
from seedwatch.core.dates.zone_names import known_zone
from seedwatch.core.errors import N_, InputError
from seedwatch.core.model.job import CLAIM_VARIABLE
from seedwatch.core.redaction import redact

TOML = Path("seedwatch.toml")
PREFIX = "SEEDWATCH_"
#: Settings that were renamed. The old name goes on working and says the new one once.
RENAMED = {"shift_seconds": "crawl_seconds"}
#: What our own processes tell one another.
_BETWEEN_PROCESSES = frozenset({CLAIM_VARIABLE})
#: Read before the settings are: the language of the command line.
_BESIDE_SETTINGS = frozenset({f"{PREFIX}LANG"})
log = logging.getLogger("seedwatch.settings")


def _by_commas(value: object) -> object:
    return (
        tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value
    )


class Settings(BaseModel):
    """Every setting with its default, its bounds and one line of meaning."""

    # pydantic-settings would gather the sources as `load` does, for 0.05 s more a start.
    model_config = ConfigDict(extra="forbid", frozen=True)

    database_url: str = Field("sqlite:///seedwatch.db", description="SQLAlchemy URL of the database")
    contact: str = Field("", description="web or mail address shown to publishers in the User-Agent")
    profile: Literal["personal", "non-profit", "commercial"] = Field(
        "personal", description="use profile; sources whose terms exclude it are off"
    )
    proxy: SecretStr | None = Field(
        None, description="HTTP proxy for all fetches; none is taken from elsewhere"
    )
    allow_hosts: Annotated[tuple[str, ...], BeforeValidator(_by_commas)] = Field(
        (), description="otherwise forbidden addresses that may be fetched: CIDR[:PORT], by commas"
    )
    sources_dir: DirectoryPath | None = Field(None, description="directory of your own source files")
    shipped_sources: bool = Field(True, description="crawl the sources that come with the program too")
    themes_dir: DirectoryPath | None = Field(None, description="directory of your own theme files")
    pages_dir: Path | None = Field(Path("pages-kept"), description="where fetched pages are kept (WARC)")
    pages_days: int = Field(30, ge=1, description="days that kept pages stay")
    pages_megabytes: int = Field(2048, ge=1, description="size that kept pages may reach")
    copies_days: int = Field(
        365, ge=30, description="days that articles are remembered as possible originals of copies"
    )
    revisits: bool = Field(
        True, description="ask pages of articles again after 1 h, 6 h, 1 d, 7 d for edits and deletions"
    )
    workers: int = Field(min(4, os.cpu_count() or 1), ge=1, le=64, description="processes that read pages")
    page_seconds: float = Field(20.0, gt=0, description="time limit for reading one page")
    fetch_seconds: float = Field(30.0, gt=0, description="time limit for fetching one page")
    body_megabytes: int = Field(16, ge=1, le=256, description="largest page, decoded")
    bing_url: str = Field("https://www.bing.com/news/search", description="search endpoint of topic crawls")
    crawl_seconds: int = Field(900, ge=10, description="time limit of one crawl")
    crawls_at_once: int = Field(2, ge=1, le=16, description="crawls that the scheduler runs side by side")
    lease_seconds: float = Field(
        60.0, ge=3, le=300, description="how long what a process held stays its own when it says nothing"
    )
    timezone: str = Field("", description="your time zone, such as Asia/Taipei; empty: this machine's")
    tick_seconds: int = Field(60, ge=1, description="how often the scheduler looks for due feeds")
    web_port: int = Field(8765, ge=0, le=65535, description="port of the pages, on 127.0.0.1")
    language: Literal["", "zh-Hant", "zh-Hans", "en"] = Field(
        "", description="your language in help, messages, exports and feeds; empty: this machine's"
    )
    site_url: str = Field(
        "", description="address of the pages as you reach them from elsewhere; empty: none"
    )
    feeds_full_text: bool = Field(
        False, description="whole texts in feeds, where an outlet's terms allow them"
    )

    @field_validator("database_url")
    @classmethod
    def _kept_database(cls, url: str) -> str:
        """An empty URL would be a store in memory, lost at the end of the command."""
        if not url.strip():
            raise ValueError("is empty; leave it out, or write sqlite:///seedwatch.db")
        if url.strip() in (":memory:", "sqlite:", "sqlite://", "sqlite:///", "sqlite:///:memory:"):
            raise ValueError(
                "is a database in memory, lost with the command; name a file: sqlite:///seedwatch.db"
            )
        return url.strip()

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        """An unknown zone is found out here, and not at half past three in the night."""
        return known_zone(name) if name else ""

    @field_validator("site_url")
    @classmethod
    def _reachable(cls, url: str) -> str:
        """What leaves this machine must lead somewhere from elsewhere."""
        return site_address(url)

    @property
    def reader_language(self) -> str:
        """The language of what is written for the reader."""
        if self.language:
            return self.language
        from seedwatch.locales import choose

        named = next(
            (os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)), ""
        )
        return choose(named.partition(".")[0].replace("_", "-"))

    @property
    def zone(self) -> ZoneInfo:
        """The reader's time zone."""
        if self.timezone:
            return ZoneInfo(self.timezone)
        from tzlocal import get_localzone

        return ZoneInfo(str(get_localzone()))

    def now(self) -> datetime:
        """This moment in the reader's time zone."""
        return datetime.now(ZoneInfo(self.timezone)) if self.timezone else datetime.now().astimezone()

    @property
    def user_agent(self) -> str:
        return f"Seedwatch/{version('seedwatch')} (+{self.contact or 'personal news monitor'})"


@dataclass(frozen=True, slots=True)
class Origin:
    """One effective setting. `value` as shown: secrets and passwords hidden."""

    key: str
    value: str
    origin: str
    meaning: str


def load(**overrides: object) -> Settings:
    """The effective settings; `overrides` are the command line's (None: not given).

    Raises InputError naming the file or variable, the key and what is wanted.
    """
    given = {key: value for key, value in overrides.items() if value is not None}
    _reject_unknown_variables()
    in_file = _from_file()
    for key in in_file:
        if key not in Settings.model_fields:
            raise _unknown(f"{TOML}: {key}", key, tuple(Settings.model_fields))
    try:
        return Settings.model_validate({**in_file, **_from_environment(), **given})
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0]) if first["loc"] else "?"
        raise InputError(
            f"{_where(key, given)}: {key}: {first['msg'].removeprefix('Value error, ')}"
        ) from None


def _from_file() -> dict[str, object]:
    if not TOML.is_file():
        return {}
    import tomllib

    try:
        return _renamed(tomllib.loads(TOML.read_text(encoding="utf-8")), f"{TOML}: ", str)
    except (OSError, ValueError) as error:
        raise InputError(f"{TOML}: not readable: {error}") from None


def _from_environment() -> dict[str, object]:
    found = {
        key: os.environ[_variable(key)]
        for key in (*Settings.model_fields, *RENAMED)
        if _variable(key) in os.environ
    }
    return _renamed(found, "", _variable)


def _variable(key: str) -> str:
    return PREFIX + key.upper()


def _renamed(found: Mapping[str, object], place: str, shown: Callable[[str], str]) -> dict[str, object]:
    """The same under today's names; a name of today stands above its old one."""
    old = [key for key in RENAMED if key in found]
    for key in old:
        _say_once(f"{place}{shown(key)} is called {shown(RENAMED[key])} now")
    kept = {key: value for key, value in found.items() if key not in RENAMED}
    return {RENAMED[key]: found[key] for key in old} | kept


@cache
def _say_once(sentence: str) -> None:
    log.warning(sentence)


def _reject_unknown_variables() -> None:
    """A misspelt variable would otherwise be ignored without a word."""
    known = tuple(_variable(key) for key in (*Settings.model_fields, *RENAMED))
    # Test runs name their servers with the same prefix.
    for name in sorted(os.environ):
        ours = name in _BETWEEN_PROCESSES | _BESIDE_SETTINGS or name.startswith(PREFIX + "TEST_")
        if name.startswith(PREFIX) and name not in known and not ours:
            raise _unknown(name, name, known)


def _unknown(place: str, key: str, known: tuple[str, ...]) -> InputError:
    """The error for a setting that does not exist: the nearest that does, then all of them."""
    from difflib import get_close_matches

    near = get_close_matches(key, known, 1)
    hint = f"Did you mean {near[0]}? " if near else ""
    return InputError(f"{place}: no such setting", f"{hint}There are: {', '.join(sorted(known))}.")


def origins(settings: Settings, **overrides: object) -> tuple[Origin, ...]:
    """Each setting with where it came from."""
    given = {key for key, value in overrides.items() if value is not None}
    return tuple(
        Origin(key, _shown(key, getattr(settings, key)), _where(key, given), field.description or "")
        for key, field in Settings.model_fields.items()
    )


def _where(key: str, given: object) -> str:
    if key in given:  # type: ignore[operator]
        return N_("command line")
    if PREFIX + key.upper() in os.environ:
        return PREFIX + key.upper()
    return str(TOML) if key in _from_file() else N_("default")


def _shown(key: str, value: object) -> str:
    if key == "database_url":
        from sqlalchemy.engine import make_url

        return redact(make_url(str(value)).render_as_string(hide_password=True))
    if isinstance(value, tuple):
        return redact(",".join(map(str, value)))
    return "" if value is None else redact(str(value))
