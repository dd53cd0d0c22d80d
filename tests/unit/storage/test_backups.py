"""Backups hold one state of a database; what is put back is looked for before it is posted."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from databases import PostgreSQL, SQLiteFiles
from postroom import AT, TEAM, WHO, plan, settle_in
from sqlalchemy import create_engine, text
from sqlmodel import Session, select

from storage import backups, copying, due, schema, tables
from storage.database import Database
from storage.errors import BackupError, SchemaTooNewError

pytestmark = pytest.mark.slow


def fill(url: str, *names: str) -> None:
    """Let a database hold a workspace, a room, two plans of which one follows the other."""
    database = Database.open(url)
    database.write_now(settle_in, WHO, ("C0ROOM4",))
    for name in names:
        database.write_now(plan, WHO, name)
    database.system_now(_plans)
    database.close_now()


def _plans(session: Session) -> None:
    person = tables.Person(
        workspace_id=TEAM, id="ortiz", name="Maya Ortiz", role="provider", discipline="OT"
    )
    teacher = tables.Person(workspace_id=TEAM, id="webb", name="Mrs. Webb", role="teacher")
    school = tables.School(
        workspace_id=TEAM,
        id="lincoln",
        name="Lincoln — naïve ✓",
        timezone="America/New_York",
        day_types={"regular": {"periods": []}},
        pattern={},
        exceptions=[{"date": "2026-10-12"}],
        facts={},
    )
    session.add_all([person, teacher, school])
    session.flush()
    room = tables.Classroom(
        workspace_id=TEAM, id="room4", school_id="lincoln", room="4", teacher_id="webb"
    )
    session.add(room)
    session.flush()
    # The one that follows stands before the one that it follows, as ids go.
    session.add(_plan("z-first", None))
    session.flush()
    session.add(_plan("a-second", "z-first"))


def _plan(name: str, follows: str | None) -> tables.Plan:
    return tables.Plan(
        workspace_id=TEAM,
        id=name,
        classroom_id="room4",
        provider_id="ortiz",
        weekdays=[0, 2],
        anchor_kind="clock",
        start_minute=540,
        end_minute=570,
        from_date=date(2026, 9, 1),
        until_date=date(2027, 6, 10),
        follows_id=follows,
        created_by="ortiz",
        created_at=AT,
    )


def same(one: str, other: str) -> bool:
    with backups.reading(one) as left, backups.reading(other) as right:
        return copying.differing(left, right) == []


class TestBackup:
    """`db backup`."""

    def test_it_holds_all_rows(self, database_url: str, tmp_path: Path) -> None:
        """A backup is a file of SQLite with the same rows, whichever database it is of."""
        fill(database_url, "one", "two")
        file = tmp_path / "safe" / "monday.db"

        rows = backups.back_up(database_url, file)

        assert rows == backups.rows_of(database_url)
        assert same(database_url, f"sqlite:///{file}")
        assert [each.name for each in file.parent.iterdir()] == ["monday.db"]

    def test_others_go_on_meanwhile(self, sqlite_url: str, tmp_path: Path) -> None:
        """It is made while somebody holds the database open and has written just now."""
        fill(sqlite_url, "one")
        database = Database.open(sqlite_url)
        database.write_now(plan, WHO, "two")

        backups.back_up(sqlite_url, tmp_path / "b.db")
        database.write_now(plan, WHO, "three")
        database.close_now()

        assert backups.rows_of(f"sqlite:///{tmp_path}/b.db") == backups.rows_of(sqlite_url) - 1

    def test_nothing_is_overwritten(self, sqlite_url: str, tmp_path: Path) -> None:
        """A file that is there stays what it is."""
        file = tmp_path / "mine.db"
        file.write_text("mine")

        with pytest.raises(BackupError, match="exists already"):
            backups.back_up(sqlite_url, file)

        assert file.read_text() == "mine"


class TestRestore:
    """`db restore`."""

    def test_it_is_as_it_was(self, database_url: str, tmp_path: Path) -> None:
        """All that came since the backup is gone, and all that went is there again."""
        fill(database_url, "one")
        file = tmp_path / "b.db"
        backups.back_up(database_url, file)
        database = Database.open(database_url)
        database.write_now(plan, WHO, "since")
        database.close_now()

        backups.restore(file, database_url, at=AT - timedelta(days=1))

        assert same(database_url, f"sqlite:///{file}")
        assert schema.check(database_url) == []

    def test_what_was_due_is_looked_for(self, database_url: str, tmp_path: Path) -> None:
        """A prompt that was due by the restore is claimed as one that was tried before."""
        fill(database_url, "one")
        file = tmp_path / "b.db"
        backups.back_up(database_url, file)

        backups.restore(file, database_url, at=AT + timedelta(hours=1))

        assert _claims(database_url) == [2]

    def test_what_is_no_backup(self, sqlite_url: str, tmp_path: Path) -> None:
        """A file that is none is refused, and nothing is changed."""
        fill(sqlite_url, "one")
        rows = backups.rows_of(sqlite_url)
        file = tmp_path / "letter.txt"
        file.write_text("Dear all")

        with pytest.raises(BackupError, match="is no backup"):
            backups.restore(file, sqlite_url, at=AT)

        assert backups.rows_of(sqlite_url) == rows

    def test_of_a_newer_push_in(self, sqlite_url: str, tmp_path: Path) -> None:
        """A backup with a schema that nobody here knows is refused, and nothing is changed."""
        fill(sqlite_url, "one")
        file = tmp_path / "b.db"
        backups.back_up(sqlite_url, file)
        engine = create_engine(f"sqlite:///{file}")
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        engine.dispose()

        with pytest.raises(SchemaTooNewError):
            backups.restore(file, sqlite_url, at=AT)


def _claims(url: str) -> list[int]:
    database = Database.open(url)
    taken = database.system_now(
        due.claim,
        now=AT + timedelta(hours=2),
        wall_now=AT + timedelta(hours=2),
        lease=timedelta(minutes=1),
        pacing=timedelta(seconds=1),
        limit=9,
    )
    database.close_now()
    return [one.attempt for one in taken]


class TestMove:
    """`db move`."""

    def test_there_and_back(
        self, sqlite_files: SQLiteFiles, postgresql: PostgreSQL, tmp_path: Path
    ) -> None:
        """From SQLite to PostgreSQL and back every row is the same."""
        first = sqlite_files.fresh(tmp_path)
        fill(first, "one", "two")
        between = postgresql.empty()
        last = f"sqlite:///{tmp_path}/last.db"

        done: list[int] = []
        rows = backups.move(first, between, progress=done.append)
        backups.move(between, last)

        assert rows == backups.rows_of(first)
        assert sum(done) == 3 * rows
        assert same(first, between)
        assert same(first, last)
        assert _followed(last) == [("a-second", "z-first"), ("z-first", None)]

    def test_only_into_an_empty_one(self, sqlite_files: SQLiteFiles, tmp_path: Path) -> None:
        """Where there is something already nothing is added."""
        (tmp_path / "a").mkdir()
        (tmp_path / "b").mkdir()
        one, other = sqlite_files.fresh(tmp_path / "a"), sqlite_files.fresh(tmp_path / "b")
        fill(one, "one")
        fill(other)
        rows = backups.rows_of(other)

        with pytest.raises(BackupError, match="has to be empty"):
            backups.move(one, other)

        assert backups.rows_of(other) == rows

    def test_a_difference_is_seen(self, sqlite_files: SQLiteFiles, tmp_path: Path) -> None:
        """One letter of one row that is another is a difference of that table."""
        (tmp_path / "a").mkdir()
        one, other = sqlite_files.fresh(tmp_path / "a"), f"sqlite:///{tmp_path}/copy.db"
        fill(one, "one")
        backups.move(one, other)
        engine = create_engine(other)
        with engine.begin() as connection:
            connection.execute(text("UPDATE person SET name = 'Maya Ortis' WHERE id = 'ortiz'"))
        engine.dispose()

        with backups.reading(one) as left, backups.reading(other) as right:
            assert copying.differing(left, right) == ["person"]


def _followed(url: str) -> list[tuple[str, str | None]]:
    database = Database.open(url)
    found = database.system_now(
        lambda session: [
            (one.id, one.follows_id)
            for one in session.exec(select(tables.Plan).order_by(tables.Plan.id)).all()
        ]
    )
    database.close_now()
    return found
