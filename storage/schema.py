"""The state of the schema: brings a database up to date, checks it, refuses one that is too new."""

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Connection as SQLiteConnection

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.pool import NullPool

from storage import tables  # noqa: F401  fills the metadata
from storage.errors import SchemaTooNewError
from storage.tables.base import metadata

MIGRATION_LOCK = 7_874_464
"""Any fixed number: PostgreSQL's advisory lock while somebody migrates ("push" on a keypad)."""


def upgrade(url: str) -> None:
    """Bring the database at `url` to the newest schema, in one transaction; it may be empty.

    Two programs that start at once upgrade one after the other. Raises `SchemaTooNewError`.
    """
    with _connected(url) as connection:
        _refuse_too_new(connection)
        command.upgrade(config(connection), "head")


def check(url: str) -> list[str]:
    """Return what is wrong with the database at `url`, one line each; an empty list is good."""
    with _connected(url) as connection:
        found = _revision(connection)
        if found != head():
            return [f"the schema is {found or 'missing'}, this Push-In needs {head()}"]
        return [*_differences(connection), *_damage(connection)]


def current(url: str) -> str | None:
    """Return the revision of the database at `url`, or None where there is no schema yet."""
    with _connected(url) as connection:
        return _revision(connection)


def head() -> str:
    """Return the newest revision that this program knows."""
    return ScriptDirectory.from_config(config()).get_current_head() or ""


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's settings for this package, for its commands on a connection."""
    made = Config()
    made.set_main_option("script_location", "storage:migrations")
    made.attributes["connection"] = connection
    return made


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    """Open one transaction that nobody else migrates in, and commit it."""
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        make_ddl_transactional(engine)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
        yield connection
    engine.dispose()


def make_ddl_transactional(engine: Engine) -> None:
    """Let transactions of an engine of SQLite begin by BEGIN IMMEDIATE, DDL included."""

    # The driver begins no transaction before DDL by itself; foreign keys stay off while tables are
    # rebuilt (a batch migration drops the old one) and are checked by `check`.
    def connect(connection: SQLiteConnection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA busy_timeout = 30000")

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    event.listen(engine, "connect", connect)
    event.listen(engine, "begin", begin)


def _refuse_too_new(connection: Connection) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    found = _revision(connection)
    if found is not None and found not in known:
        raise SchemaTooNewError(SchemaTooNewError.__doc__)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _differences(connection: Connection) -> list[str]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return [f"the schema differs: {change}" for change in compare_metadata(context, metadata)]


def _damage(connection: Connection) -> list[str]:
    """Return what SQLite finds broken in the file (PostgreSQL keeps its own integrity)."""
    if connection.dialect.name != "sqlite":
        return []
    pages = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    broken = [f"the file is damaged: {page}" for page in pages if page != "ok"]
    return broken + [f"a row of {row[0]} points at nothing in {row[2]}" for row in orphans]
