"""Inserts that meet a row already there, on both databases."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def insert(
    session: Session, table: type[SQLModel], row: SQLModel
) -> sqlite.Insert | postgresql.Insert:
    """Return the INSERT of a whole row in the database's own dialect, ready for `on_conflict_…`."""
    dialects = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
    statement = dialects[session.get_bind().dialect.name](table)
    values: sqlite.Insert | postgresql.Insert = statement.values(**row.model_dump())
    return values
