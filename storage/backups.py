"""Backups: one SQLite file that holds all of a database, made while it is used, and put back."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, create_engine, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from storage import copying, due, schema
from storage.copying import Progress, no_progress
from storage.errors import BackupError

PAGES = 2_000
"""How many pages SQLite copies before it lets others have the file for a moment."""
BUSY_SECONDS = 10.0


def back_up(url: str, file: Path, *, progress: Progress = no_progress) -> int:
    """Write all of the database at `url` to a new file; return how many rows it holds.

    Others may use the database meanwhile; the file holds one state of it. Raises `BackupError`
    where the file exists or cannot be written, or what is read is damaged.
    """
    if file.exists():
        raise BackupError(f"{file} exists already; choose another name")
    _check_sound(url)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with _beside(file) as made:
            if is_sqlite(url):
                _copy_file(_file_of(url), made)
            else:
                schema.upgrade(_url_of(made))
                with reading(url) as source, writing(_url_of(made)) as target:
                    copying.copy(source, target, progress=progress)
            _check_sound(_url_of(made))
            rows = rows_of(_url_of(made))
            made.replace(file)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"{file} could not be written: {error}") from error
    return rows


def restore(file: Path, url: str, *, at: datetime, progress: Progress = no_progress) -> int:
    """Put a backup in the place of all that the database at `url` holds; return how many rows.

    One transaction: it is done wholly or not at all. What was due by the instant `at` may have
    been posted since the backup was made: it is looked for before it is posted. Raises
    `BackupError` where the file is none or is damaged, `SchemaTooNewError` where a newer Push-In
    made it.
    """
    _check_is_backup(file)
    with tempfile.TemporaryDirectory(prefix="pushin-restore-") as folder:
        copy = Path(folder, "backup.db")
        _copy_file(file, copy)
        schema.upgrade(_url_of(copy))
        _check_sound(_url_of(copy))
        with writing(_url_of(copy)) as connection, Session(connection) as session:
            due.quarantine(session, before=at)
            session.flush()
        schema.upgrade(url)
        with reading(_url_of(copy)) as source, writing(url) as target:
            copying.clear(target)
            rows = sum(copying.copy(source, target, progress=progress).values())
    return rows


def move(url: str, to: str, *, progress: Progress = no_progress) -> int:
    """Copy all rows of the database at `url` into an empty one at `to`; return how many.

    They are compared row by row before it is committed. Raises `BackupError` where `to` holds rows
    already, or anything differs.
    """
    _check_sound(url)
    schema.upgrade(to)
    with reading(url) as source, writing(to) as target:
        if copying.count(target):
            raise BackupError("the database to move to holds rows already; it has to be empty")
        rows = sum(copying.copy(source, target, progress=progress).values())
        wrong = copying.differing(source, target, progress=progress)
        if wrong:
            raise BackupError(f"not the same afterwards: {', '.join(wrong)}")
    return rows


def rows_of(url: str) -> int:
    """Return how many rows the database at `url` has."""
    with reading(url) as connection:
        return copying.count(connection)


def is_sqlite(url: str) -> bool:
    """Tell whether a database is a file of SQLite."""
    return make_url(url).get_backend_name() == "sqlite"


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """Open a transaction that sees one state of a database throughout."""
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    level = "SERIALIZABLE" if is_sqlite(url) else "REPEATABLE READ"
    with engine.connect().execution_options(isolation_level=level) as connection:
        if is_sqlite(url):
            connection.exec_driver_sql("BEGIN")
        yield connection
    engine.dispose()


@contextmanager
def writing(url: str) -> Iterator[Connection]:
    """Open a transaction that is committed whole."""
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    if is_sqlite(url):
        schema.make_ddl_transactional(engine)
    try:
        with engine.begin() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise BackupError(f"the database refused it: {error}") from error
    finally:
        engine.dispose()


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """Yield a place in the same folder, where nothing is left afterwards."""
    with tempfile.TemporaryDirectory(prefix=".pushin-", dir=file.parent) as folder:
        yield Path(folder, "backup.db")


def _copy_file(source: Path, target: Path) -> None:
    """Copy a file of SQLite page by page while others use it; it becomes one plain file."""
    with (
        closing(sqlite3.connect(source, timeout=BUSY_SECONDS)) as read,
        closing(sqlite3.connect(target)) as written,
    ):
        read.backup(written, pages=PAGES)
        written.execute("PRAGMA journal_mode = DELETE")


def _check_is_backup(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as opened:
            found = opened.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.Error as error:
        raise BackupError(f"{file} is no backup of Push-In: {error}") from error
    if not found:
        raise BackupError(f"{file} is no backup of Push-In: it has no version")


def _check_sound(url: str) -> None:
    problems = schema.check(url)
    if problems:
        raise BackupError(f"the database is not sound: {problems[0]}")


def _file_of(url: str) -> Path:
    return Path(make_url(url).database or "")


def _url_of(file: Path) -> str:
    return f"sqlite:///{file}"
