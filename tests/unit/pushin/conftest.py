"""What the tests of the practice share: an invented team, on SQLite or on both databases."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import SQLiteFiles
from unit.pushin import rounds
from unit.pushin.king import King, opened
from unit.pushin.lincoln import MONDAY, WORKSPACE, Team, changing_days, found
from unit.pushin.room4 import forget

from storage import tables, tenancy
from storage.database import Database
from storage.scope import Scope, Who


@pytest.fixture(scope="session")
def founded(sqlite_files: SQLiteFiles, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a database with the team in it, to be copied."""
    folder = tmp_path_factory.mktemp("lincoln")
    opened = Database.open(sqlite_files.fresh(folder))
    _found(opened)
    opened.close_now()
    return folder / "pushin.db"


@pytest.fixture
def team(founded: Path, tmp_path: Path) -> Iterator[Team]:
    """Return the team on SQLite; a statement without its workspace fails."""
    target = tmp_path / "team.db"
    shutil.copyfile(founded, target)
    yield from _opened(f"sqlite:///{target}")


@pytest.fixture(scope="session")
def changing(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the team with an organiser and a second plan, on a Tuesday night."""
    target = tmp_path_factory.mktemp("changing") / "pushin.db"
    shutil.copyfile(founded, target)
    opened = Database.open(f"sqlite:///{target}")
    changing_days(Team(opened))
    opened.close_now()
    return target


@pytest.fixture
def district(changing: Path, tmp_path: Path) -> Iterator[Team]:
    """Return the team with Centers (plan1) and Writing (plan2) on Wednesday, and an organiser."""
    target = tmp_path / "district.db"
    shutil.copyfile(changing, target)
    yield from _opened(f"sqlite:///{target}")


@pytest.fixture
def empty(team: Team) -> Team:
    """Return the team with a room of which nobody told anything."""
    team.do(None, forget)
    return team


@pytest.fixture
def any_team(database: Database) -> Team:
    """Return the team on each kind of database."""
    _found(database)
    return Team(database)


def _opened(url: str) -> Iterator[Team]:
    opened = Database.open(url)
    for engine in opened.engines:
        tenancy.install(engine)
    yield Team(opened)
    opened.close_now()


def _found(opened: Database) -> None:
    def write(scope: Scope) -> None:
        scope.session.add(tables.Workspace(id=WORKSPACE, name="District", created_at=MONDAY))
        scope.session.flush()
        found(scope)

    opened.write_now(write, Who(WORKSPACE))


@pytest.fixture
def king(sqlite_url: str) -> Iterator[King]:
    """Open King 6 on SQLite; a statement without its workspace fails."""
    database = Database.open(sqlite_url)
    for engine in database.engines:
        tenancy.install(engine)
    yield opened(database)
    database.close_now()


@pytest.fixture
def king_anywhere(database: Database) -> King:
    """Open King 6 on each kind of database."""
    return opened(database)


@pytest.fixture(scope="session")
def two_founded(sqlite_files: SQLiteFiles, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a database with two schools in it, to be copied."""
    folder = tmp_path_factory.mktemp("two")
    opened = Database.open(sqlite_files.fresh(folder))
    rounds.found(opened)
    opened.close_now()
    return folder / "pushin.db"


@pytest.fixture
def two(two_founded: Path, tmp_path: Path) -> Iterator[rounds.Two]:
    """Return Lincoln and Grant on SQLite; a statement without its workspace fails."""
    target = tmp_path / "two.db"
    shutil.copyfile(two_founded, target)
    for team in _opened(f"sqlite:///{target}"):
        yield rounds.Two(team.database)
