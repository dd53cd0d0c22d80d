"""Subjects that begin alike (`day:PERSON:…`, `session:PLAN-…`), found by their index."""

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import Mapped

LAST = "99999999"
"""Later than any date, in every collation."""


def within(subject: Mapped[str], prefix: str) -> ColumnElement[bool]:
    """Return the condition that a subject is `prefix` and a date.

    A bare LIKE would read the whole table: neither database uses an index for it by default.
    """
    return and_(
        subject > prefix, subject < prefix + LAST, subject.startswith(prefix, autoescape=True)
    )
