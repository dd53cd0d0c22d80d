"""Indirect weeks: those in which a provider sees no students."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import bindparam
from sqlalchemy import select as core_select
from sqlmodel import col, select

from storage import tables
from storage.queries.group import Group

# Each plan that is derived anew asks for them: built once.
_WEEKS = core_select(col(tables.IndirectWeek.week)).where(
    col(tables.IndirectWeek.workspace_id) == bindparam("workspace"),
    col(tables.IndirectWeek.provider_id) == bindparam("provider"),
)


class Indirect(Group):
    """The indirect weeks of providers."""

    def weeks(self, provider_id: str) -> frozenset[date]:
        """Return the Mondays of a provider's indirect weeks."""
        keys = {"workspace": self.workspace_id, "provider": provider_id}
        return frozenset(self.session.execute(_WEEKS, keys).scalars())

    def put(self, provider_id: str, mondays: Iterable[date]) -> None:
        """Let exactly these be a provider's indirect weeks."""
        wanted = set(mondays)
        rows = select(tables.IndirectWeek).where(
            tables.IndirectWeek.workspace_id == self.workspace_id,
            col(tables.IndirectWeek.provider_id) == provider_id,
        )
        for row in self.session.exec(rows).all():
            if row.week not in wanted:
                self.session.delete(row)
            wanted.discard(row.week)
        self.session.add_all(
            tables.IndirectWeek(
                workspace_id=self.workspace_id, provider_id=provider_id, week=monday
            )
            for monday in sorted(wanted)
        )
        self.session.flush()
