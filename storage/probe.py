"""Learns whether the database takes what is written."""

from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, col, update

from storage.tables import Workspace

_LARGEST = 2**31


def write(session: Session, *, at: datetime) -> None:
    """Write something that means nothing; `at` makes it differ from what stood there.

    Of an equal row SQLite would not write the page: its `user_version`, which nothing reads, counts
    the seconds instead.
    """
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text(f"PRAGMA user_version = {int(at.timestamp()) % _LARGEST}"))
    else:
        session.exec(update(Workspace).values(name=col(Workspace.name)))
