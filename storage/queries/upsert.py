"""Inserts that meet a row already there, on both databases."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def insert(
    session: Session, table: type[SQLModel], row: SQLModel
) -> sqlite.Insert | postgresql.Insert:
    """Return the INSERT of a whole row in the database's own dialect, ready for `on_conflict_…`."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table).values(row.model_dump())
    return sqlite.insert(table).values(row.model_dump())
