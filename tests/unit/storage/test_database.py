"""Transactions on both databases: committed whole, rolled back whole, one after the other."""

import asyncio
import sqlite3
import threading
import time
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import col, select

from storage import tables
from storage.database import Database
from storage.errors import ReadInReadError
from storage.scope import Scope, Who

AT = datetime(2026, 9, 8, 13, 0, tzinfo=UTC)
WHO = Who("T1")


class NotTodayError(Exception):
    """A use case changed its mind."""


def _settle_in(scope: Scope) -> None:
    scope.session.add(tables.Workspace(id=scope.workspace_id, name="Lincoln", created_at=AT))


def _accept(scope: Scope, key: str) -> bool:
    return scope.inbox.accept(key, AT)


def _take(scope: Scope, key: str) -> None:
    scope.session.add(tables.InboxKey(workspace_id=scope.workspace_id, key=key, at=AT))


def _keys(scope: Scope) -> list[str]:
    found = select(tables.InboxKey.key).where(tables.InboxKey.workspace_id == scope.workspace_id)
    return list(scope.session.exec(found.order_by(col(tables.InboxKey.key))).all())


@pytest.fixture
def lincoln(database: Database) -> Database:
    """Return a database in which one workspace has settled in."""
    database.write_now(_settle_in, WHO)
    return database


async def test_what_was_written_can_be_read(lincoln: Database) -> None:
    """A committed write is seen by the next read."""
    assert await lincoln.write(_accept, WHO, "a")

    assert await lincoln.read(_keys, WHO) == ["a"]


async def test_an_error_rolls_everything_back(lincoln: Database) -> None:
    """A use case that raises leaves nothing behind, and its error arrives unchanged."""

    def change_its_mind(scope: Scope) -> None:
        scope.inbox.accept("a", AT)
        raise NotTodayError

    with pytest.raises(NotTodayError):
        await lincoln.write(change_its_mind, WHO)

    assert await lincoln.read(_keys, WHO) == []


async def test_the_commit_is_told(lincoln: Database) -> None:
    """`on_commit` is called after a commit, on the caller's thread, and not after a rollback."""
    told: list[int] = []
    lincoln.on_commit = lambda: told.append(threading.get_ident())

    def refuse(scope: Scope) -> None:
        raise NotTodayError(scope.workspace_id)

    await lincoln.write(_accept, WHO, "a")
    with pytest.raises(NotTodayError):
        await lincoln.write(refuse, WHO)

    assert told == [threading.get_ident()]


async def test_a_reading_verb_cannot_write(lincoln: Database) -> None:
    """The database itself refuses a write inside a read."""
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        await lincoln.read(_accept, WHO, "a")


async def test_a_key_is_accepted_once(lincoln: Database) -> None:
    """Of two writes with one key at the same time exactly one is the first."""
    answers = await asyncio.gather(*(lincoln.write(_accept, WHO, "same") for _ in range(8)))

    assert sorted(answers) == [False] * 7 + [True]


async def test_a_read_inside_a_read_is_refused(sqlite_url: str) -> None:
    """A read that begins another one on its thread says so instead of waiting for itself."""
    database = Database.open(sqlite_url)

    def nested(_scope: Scope) -> list[str]:
        return database.read_now(_keys, WHO)

    with pytest.raises(ReadInReadError):
        await database.read(nested, WHO)

    assert await database.read(_keys, WHO) == []
    database.close_now()


async def test_contended_writes_all_succeed(lincoln: Database) -> None:
    """Read-then-write transactions at the same time lose no update."""

    def rename(scope: Scope) -> None:
        found = select(tables.Workspace).where(tables.Workspace.id == scope.workspace_id)
        workspace = scope.session.exec(found).one()
        workspace.name += "x"

    await asyncio.gather(*(lincoln.write(rename, WHO) for _ in range(12)))

    def name(scope: Scope) -> str:
        found = select(tables.Workspace).where(tables.Workspace.id == scope.workspace_id)
        return scope.session.exec(found).one().name

    assert await lincoln.read(name, WHO) == "Lincoln" + "x" * 12


async def test_two_programs_lose_no_update(lincoln: Database) -> None:
    """Read-then-write transactions of two programs wait for each other; none of them fails."""
    other = Database.open(lincoln.url)

    def rename(scope: Scope) -> None:
        found = select(tables.Workspace).where(tables.Workspace.id == scope.workspace_id)
        workspace = scope.session.exec(found).one()
        time.sleep(0.002)
        workspace.name += "x"

    try:
        both = (lincoln, other)
        await asyncio.gather(*(both[number % 2].write(rename, WHO) for number in range(6)))
    finally:
        await other.close()

    def name(scope: Scope) -> str:
        found = select(tables.Workspace).where(tables.Workspace.id == scope.workspace_id)
        return scope.session.exec(found).one().name

    assert await lincoln.read(name, WHO) == "Lincoln" + "x" * 6


async def test_long_writes_of_many_that_all_collide_succeed(lincoln: Database) -> None:
    """Twenty-four who each read all, think, and add to it: nobody is told to give up."""

    def count_and_add(scope: Scope, number: int) -> int:
        there = len(_keys(scope))
        time.sleep(0.03)
        _take(scope, f"key {number:02}")
        return there

    counts = await asyncio.gather(
        *(lincoln.write(count_and_add, WHO, number) for number in range(24))
    )

    assert sorted(counts) == list(range(24))


async def test_instants_come_back_aware(lincoln: Database) -> None:
    """An instant is aware UTC when it is read."""

    def created(scope: Scope) -> datetime:
        found = select(tables.Workspace).where(tables.Workspace.id == scope.workspace_id)
        return scope.session.exec(found).one().created_at

    at = await lincoln.read(created, WHO)
    assert at == AT
    assert at.tzinfo is UTC


async def test_a_row_cannot_point_into_another_workspace(lincoln: Database) -> None:
    """The keys hold a row to things of its own workspace."""

    def stray(scope: Scope) -> None:
        scope.session.add(tables.Workspace(id="T2", name="Grant", created_at=AT))
        scope.session.flush()
        school = tables.School(
            workspace_id="T2",
            id="grant",
            name="Grant",
            timezone="America/New_York",
            day_types={},
            pattern={},
            exceptions=[],
            facts={},
        )
        scope.session.add(school)
        scope.session.flush()
        person = tables.Person(
            workspace_id="T1", id="p", name="Tam", role="para", school_id="grant"
        )
        scope.session.add(person)

    with pytest.raises(IntegrityError):
        await lincoln.write(stray, WHO)


async def test_a_dead_connection_is_replaced(
    database: Database, request: pytest.FixtureRequest
) -> None:
    """A transaction whose connection was cut before its commit is run again, whole."""
    if "sqlite" in request.node.callspec.id:
        pytest.skip("SQLite has no connection that could be cut")
    database.write_now(_settle_in, WHO)
    runs: list[int] = []

    def cut_once(scope: Scope) -> bool:
        runs.append(len(runs))
        if len(runs) == 1:
            scope.session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        return scope.inbox.accept("a", AT)

    assert await database.write(cut_once, WHO)
    assert runs == [0, 1]
    assert await database.read(_keys, WHO) == ["a"]


async def test_what_another_inserted_meanwhile_is_seen_by_the_next_run(
    lincoln: Database, request: pytest.FixtureRequest
) -> None:
    """A key that another transaction inserts after the look is found by the next run."""
    if "sqlite" in request.node.callspec.id:
        pytest.skip("SQLite writes one transaction after the other")
    runs: list[int] = []

    def overtaken_once(scope: Scope) -> bool:
        runs.append(len(_keys(scope)))
        if len(runs) == 1:
            lincoln.write_now(_take, WHO, "a")
        return scope.inbox.accept("a", AT)

    assert not await lincoln.write(overtaken_once, WHO)
    assert runs == [0, 1]


async def test_opening_needs_no_free_file(sqlite_url: str) -> None:
    """A database opens and reads while another process holds the file for writing."""
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("BEGIN IMMEDIATE")

    opened = Database.open(sqlite_url)
    assert await opened.read(_keys, WHO) == []

    other.execute("ROLLBACK")
    other.close()
    await opened.close()


async def test_sqlite_is_set_to_be_safe(sqlite_url: str) -> None:
    """Every connection writes ahead, syncs fully and checks foreign keys."""
    opened = Database.open(sqlite_url)

    def pragmas(scope: Scope) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return [scope.session.execute(text(f"PRAGMA {name}")).scalar() for name in names]

    expected = ["wal", 2, 1, 10_000]
    assert await opened.read(pragmas, WHO) == expected
    assert await opened.write(pragmas, WHO) == expected
    await opened.close()
