"""Prepared statements: the same rows, by way of SQLAlchemy and straight from SQLite's driver."""

from datetime import UTC, datetime
from typing import NamedTuple

import pytest
from sqlalchemy import bindparam, event, select
from sqlalchemy.exc import DBAPIError

from storage import tables
from storage.database import Database
from storage.prepared import Prepared
from storage.scope import Scope, Who
from storage.tables.base import metadata

AT = datetime(2026, 9, 8, 13, 0, tzinfo=UTC)
WHO = Who("T1")
_KEYS = metadata.tables["inboxkey"]


class _Key(NamedTuple):
    key: str
    at: datetime


def _since() -> Prepared[_Key]:
    return Prepared(
        select(_KEYS.c.key, _KEYS.c.at).where(
            _KEYS.c.workspace_id == bindparam("workspace"),
            _KEYS.c.at >= bindparam("since"),
            _KEYS.c.key != "other",
        ),
        _Key._make,
    )


def _begin(scope: Scope) -> None:
    scope.session.add(tables.Workspace(id=scope.workspace_id, name="Lincoln", created_at=AT))
    scope.session.flush()
    scope.inbox.accept("a", AT)
    scope.inbox.accept("other", AT)


def test_every_run_finds_the_same(database: Database) -> None:
    """The first run, later ones and one inside a write find the same rows, instants aware."""
    database.write_now(_begin, WHO)
    asked = _since()

    def found(scope: Scope) -> list[_Key]:
        return list(scope.rows(asked, since=AT))

    runs = [database.read_now(found, WHO) for _ in range(3)]

    assert runs == [[_Key("a", AT)]] * 3
    assert database.write_now(found, WHO) == runs[0]


def test_a_later_read_sees_what_was_written(database: Database) -> None:
    """Each read looks anew, also over a connection that stays open."""
    database.write_now(_begin, WHO)
    asked = _since()

    def count(scope: Scope) -> int:
        return len(scope.rows(asked, since=AT))

    before = [database.read_now(count, WHO) for _ in range(2)]
    database.write_now(lambda scope: scope.inbox.accept("b", AT), WHO)

    assert before == [1, 1]
    assert database.read_now(count, WHO) == 2


def test_hooks_see_a_statement_once(sqlite_url: str) -> None:
    """On SQLite the first run of a statement passes the engine's hooks, later ones do not."""
    opened = Database.open(sqlite_url)
    seen: list[object] = []
    event.listen(opened.engines[0], "before_execute", lambda *given: seen.append(given[1]))
    asked = _since()

    for _ in range(3):
        opened.read_now(lambda scope: scope.rows(asked, since=AT), WHO)

    assert seen == [asked.select]
    opened.close_now()


def test_a_read_that_failed_leaves_nothing_open(database: Database) -> None:
    """After a read that the database refused, the next one begins anew."""
    database.write_now(_begin, WHO)

    with pytest.raises(DBAPIError):
        database.read_now(lambda scope: scope.inbox.accept("b", AT), WHO)

    asked = _since()
    assert len(database.read_now(lambda scope: scope.rows(asked, since=AT), WHO)) == 1
