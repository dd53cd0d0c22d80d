"""The schools of a workspace and today's overrides."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Text, bindparam, cast
from sqlalchemy import select as core_select
from sqlmodel import col, select

from storage import tables
from storage.prepared import Prepared
from storage.queries.group import Group

if TYPE_CHECKING:
    from storage.scope import Scope


class Schools(Group):
    """Schools and their overrides."""

    def __init__(self, scope: "Scope") -> None:
        """Bind the queries to a scope."""
        super().__init__(scope)
        self._columns: dict[str, tuple[str, str, str, str]] = {}

    def save(self, school: tables.School) -> None:
        """Write a school, new or changed: what was read of it before is read anew."""
        self._columns.clear()
        self.add(school)

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
        if school_id in self._columns:
            return self._columns[school_id]
        rows = self.scope.rows(_COLUMNS, school=school_id)
        if rows:
            self._columns[school_id] = rows[0]
        return self._columns.get(school_id)


_PARTS: tuple[ColumnElement[Any], ...] = tuple(
    cast(col(part), Text)
    for part in (
        tables.School.day_types,
        tables.School.pattern,
        tables.School.exceptions,
        tables.School.facts,
    )
)


def _four(parts: Iterable[str]) -> tuple[str, str, str, str]:
    day_types, pattern, exceptions, rest = parts
    return day_types, pattern, exceptions, rest


_COLUMNS = Prepared(
    core_select(*_PARTS).where(
        col(tables.School.workspace_id) == bindparam("workspace"),
        col(tables.School.id) == bindparam("school"),
    ),
    _four,
)
