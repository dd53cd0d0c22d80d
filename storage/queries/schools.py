"""The schools of a workspace and today's overrides."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Text, cast
from sqlmodel import col, select

from storage import tables
from storage.queries.group import Group


class Schools(Group):
    """Schools and their overrides."""

    def get(self, school_id: str) -> tables.School | None:
        """Return a school."""
        return self._one(tables.School, id=school_id)

    def all(self) -> Sequence[tables.School]:
        """Return the schools, by name."""
        found = select(tables.School).where(tables.School.workspace_id == self.workspace_id)
        return self.session.exec(found.order_by(col(tables.School.name))).all()

    def override(self, school_id: str, on: date) -> tables.Override | None:
        """Return the override of one school day."""
        return self._one(tables.Override, school_id=school_id, on=on)

    def overrides(self, school_id: str) -> Sequence[tables.Override]:
        """Return all overrides of a school, by date."""
        found = select(tables.Override).where(
            tables.Override.workspace_id == self.workspace_id,
            tables.Override.school_id == school_id,
        )
        return self.session.exec(found.order_by(col(tables.Override.on))).all()

    def columns(self, school_id: str) -> tuple[str, str, str, str] | None:
        """Return a school's facts as the JSON that is stored: day types, pattern, exceptions, rest.

        Text, not values: the same text is the same calendar, so a caller can keep what it parsed.
        """
        parts = (
            tables.School.day_types,
            tables.School.pattern,
            tables.School.exceptions,
            tables.School.facts,
        )
        found = select(*(cast(part, Text) for part in parts)).where(
            tables.School.workspace_id == self.workspace_id, tables.School.id == school_id
        )
        row = self.session.execute(found).first()
        return None if row is None else (row[0], row[1], row[2], row[3])
