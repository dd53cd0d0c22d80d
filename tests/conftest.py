"""Fixtures that every test may use: upgraded databases of both kinds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import CannotStartError, PostgreSQL, SQLiteFiles, running_postgresql

from storage import tenancy
from storage.database import Database


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SQLiteFiles:
    """Upgraded SQLite files, copied from one."""
    return SQLiteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """Run a PostgreSQL; the test is skipped, with the reason, where none can run."""
    try:
        with running_postgresql() as server:
            yield server
    except CannotStartError as error:
        pytest.skip(f"PostgreSQL cannot start here: {error}")


@pytest.fixture
def sqlite_url(sqlite_files: SQLiteFiles, tmp_path: Path) -> str:
    """Return the url of a fresh SQLite file, for tests that one kind of database is enough for."""
    return sqlite_files.fresh(tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Yield the url of a fresh, upgraded database: the test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    url = server.fresh()
    yield url
    server.drop(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Open a database in which a statement without its workspace fails."""
    opened = Database.open(database_url)
    for engine in opened.engines:
        tenancy.install(engine)
    yield opened
    opened.close_now()
