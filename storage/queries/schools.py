"""The schools of a workspace and today's overrides."""

from collections.abc import Sequence
from datetime import date

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
