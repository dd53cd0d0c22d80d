"""The schema can be made, taken back and made again with rows in it, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from alembic import command
from databases import PostgreSQL
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.pool import NullPool

from storage import schema
from storage.errors import SchemaTooNewError

AT = datetime(2026, 9, 8, 13, 0, tzinfo=UTC)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Yield a plain engine on the database under test."""
    made = create_engine(database_url, poolclass=NullPool)
    yield made
    made.dispose()


def test_the_tables_are_what_the_migrations_make(database_url: str) -> None:
    """An upgraded database differs in nothing from the tables and is whole."""
    assert schema.check(database_url) == []
    assert schema.current(database_url) == schema.head()


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("agreement", "created_by"),
        ("classroom", "channel_id"),
        ("classroom", "teacher_id"),
        ("confirmation", "person_id"),
        ("membership", "person_id"),
        ("plan", "classroom_id"),
        ("plan", "provider_id"),
        ("role", "person_id"),
    ],
)
def test_what_a_tap_asks_for_is_found_by_index(engine: Engine, table: str, column: str) -> None:
    """A person's, room's or channel's rows are found without reading the whole table."""
    found = inspect(engine).get_indexes(table)

    assert ["workspace_id", column] in [one["column_names"][:2] for one in found]


def test_sessions_without_their_routine_have_an_index_of_their_own(engine: Engine) -> None:
    """Few sessions have an obstacle: they are not looked for among all of their plan."""
    found = {str(one["name"]): one for one in inspect(engine).get_indexes("session")}
    index = found["ix_session_obstacle"]

    where = [str(one) for name, one in index["dialect_options"].items() if name.endswith("_where")]

    assert index["column_names"] == ["workspace_id", "plan_id", "obstacle", "starts_at"]
    assert [one.strip("()") for one in where] == ["obstacle IS NOT NULL"]


def test_upgrading_twice_changes_nothing(database_url: str) -> None:
    """A second upgrade finds nothing to do."""
    schema.upgrade(database_url)

    assert schema.check(database_url) == []


def test_rows_survive_an_upgrade_and_a_downgrade_leaves_nothing(
    database_url: str, engine: Engine
) -> None:
    """Up with rows, down to an empty database, and up again."""
    insert = text("INSERT INTO workspace (id, name, created_at) VALUES ('T1', 'Lincoln', :at)")
    with engine.begin() as connection:
        connection.execute(insert, {"at": AT.replace(tzinfo=None).isoformat(" ")})
    schema.upgrade(database_url)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT name FROM workspace")).scalars().all() == ["Lincoln"]
        command.downgrade(schema.config(connection), "base")
    assert schema.check(database_url) == [
        f"the schema is missing, this Push-In needs {schema.head()}"
    ]
    schema.upgrade(database_url)

    assert schema.check(database_url) == []


def test_a_newer_schema_is_refused(database_url: str, engine: Engine) -> None:
    """A database that a newer program made is left alone, and the error says what to do."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(SchemaTooNewError, match="start that version"):
        schema.upgrade(database_url)
    assert schema.current(database_url) == "9999"


def test_a_difference_is_named(database_url: str, engine: Engine) -> None:
    """A column that the tables do not know is reported."""
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE person ADD COLUMN shoe_size INTEGER"))

    (difference,) = schema.check(database_url)
    assert "shoe_size" in difference


def test_an_orphan_is_named(sqlite_url: str) -> None:
    """A row that points at nothing is reported (SQLite lets one in while keys are off)."""
    engine = create_engine(sqlite_url, poolclass=NullPool)
    insert = text("INSERT INTO inboxkey (workspace_id, key, at) VALUES ('T9', 'a', '2026-09-08')")
    with engine.begin() as connection:
        connection.execute(insert)
    engine.dispose()

    assert schema.check(sqlite_url) == ["a row of inboxkey points at nothing in workspace"]


def test_an_empty_postgresql_database_is_upgraded(postgresql: PostgreSQL) -> None:
    """The migrations run on a PostgreSQL database that holds nothing."""
    url = postgresql.empty()
    assert schema.current(url) is None
    schema.upgrade(url)

    assert schema.check(url) == []
    postgresql.drop(url)
