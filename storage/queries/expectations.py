"""Expectations and the ticks on a session's checklist."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import aliased
from sqlmodel import col, delete, exists, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import tables
from storage.queries import upsert
from storage.queries.group import Group


class Expectations(Group):
    """Expectations of a plan and of its sessions."""

    def get(self, expectation_id: str) -> tables.Expectation | None:
        """Return an expectation, dropped or not."""
        return self._one(tables.Expectation, id=expectation_id)

    def of_source(self, source: str) -> tables.Expectation | None:
        """Return the expectation that a message became."""
        found = select(tables.Expectation).where(
            tables.Expectation.workspace_id == self.workspace_id,
            tables.Expectation.source == source,
        )
        return self.session.exec(found).first()

    def of_plan(self, plan_id: str) -> Sequence[tables.Expectation]:
        """Return the standing expectations of a plan, oldest first, without single sessions'."""
        return self.session.exec(
            self._standing(plan_id).where(col(tables.Expectation.session_id).is_(None))
        ).all()

    def of_session(self, plan_id: str, session_id: str) -> Sequence[tables.Expectation]:
        """Return what stands on one session's checklist, oldest first."""
        here = or_(
            col(tables.Expectation.session_id).is_(None),
            tables.Expectation.session_id == session_id,
        )
        return self.session.exec(self._standing(plan_id).where(here)).all()

    def carried(
        self, plan_id: str, before: datetime, *, at: datetime
    ) -> Sequence[tables.Expectation]:
        """Return what single sessions left open, oldest first.

        Those of sessions that began `before` an instant and are over (or not on) at another, that
        nobody ticked on any checklist of a session before.
        """
        # Their sessions are named: joined, SQLite would begin with all sessions there are.
        single = self._standing(plan_id).where(col(tables.Expectation.session_id).is_not(None))
        named = {one.session_id for one in self.session.exec(single)}
        if not named:
            return []
        ticked_at = aliased(tables.Session)
        ticked = exists().where(
            col(tables.Tick.workspace_id) == self.workspace_id,
            col(tables.Tick.expectation_id) == col(tables.Expectation.id),
            col(ticked_at.workspace_id) == self.workspace_id,
            col(ticked_at.id) == col(tables.Tick.session_id),
            col(ticked_at.starts_at) < before,
        )
        found = (
            self._standing(plan_id)
            .join(
                tables.Session,
                (col(tables.Session.workspace_id) == col(tables.Expectation.workspace_id))
                & (col(tables.Session.id) == col(tables.Expectation.session_id)),
            )
            .where(
                col(tables.Session.id).in_(named),
                tables.Session.starts_at < before,
                or_(tables.Session.ends_at <= at, tables.Session.status == "cancelled"),
                ~ticked,
            )
        )
        return self.session.exec(found).all()

    def numbers(self, plan_id: str) -> dict[str, int]:
        """Return the number of each expectation of a plan, by its id.

        It is its place among all that there ever were: what is dropped leaves its number unused.
        """
        found = (
            select(tables.Expectation.id)
            .where(
                tables.Expectation.workspace_id == self.workspace_id,
                tables.Expectation.plan_id == plan_id,
            )
            .order_by(col(tables.Expectation.created_at), col(tables.Expectation.id))
        )
        return {one: number for number, one in enumerate(self.session.exec(found), 1)}

    def last_at(self, plan_id: str) -> datetime | None:
        """Return when the newest expectation of a plan was made, None where there never was one."""
        found = select(func.max(col(tables.Expectation.created_at))).where(
            tables.Expectation.workspace_id == self.workspace_id,
            tables.Expectation.plan_id == plan_id,
        )
        return self.session.exec(found).one()

    def of_sources(self, begin: str, plan_id: str) -> Sequence[str]:
        """Return the sources of a plan's expectations that begin alike."""
        found = select(tables.Expectation.source).where(
            tables.Expectation.workspace_id == self.workspace_id,
            tables.Expectation.plan_id == plan_id,
            col(tables.Expectation.source).startswith(begin, autoescape=True),
        )
        return [one for one in self.session.exec(found) if one is not None]

    def standing(self, plan_id: str) -> Sequence[tables.Expectation]:
        """Return the standing expectations of a plan and of its single sessions, oldest first."""
        return self.session.exec(self._standing(plan_id)).all()

    def count(self, plan_id: str) -> int:
        """Return how many expectations of a plan stand, with those of single sessions."""
        found = (
            select(func.count())
            .select_from(tables.Expectation)
            .where(
                tables.Expectation.workspace_id == self.workspace_id,
                tables.Expectation.plan_id == plan_id,
                col(tables.Expectation.dropped_at).is_(None),
            )
        )
        return self.session.exec(found).one()

    def ticks(self, session_id: str) -> Sequence[tables.Tick]:
        """Return the ticks on a session's checklist."""
        found = select(tables.Tick).where(
            tables.Tick.workspace_id == self.workspace_id, tables.Tick.session_id == session_id
        )
        return self.session.exec(found.order_by(col(tables.Tick.at))).all()

    def tick(self, row: tables.Tick) -> bool:
        """Set a tick and return True; return False where it was set before (by whoever)."""
        self.session.flush()
        statement = upsert.insert(self.session, tables.Tick, row).on_conflict_do_nothing()
        # PostgreSQL's driver counts no rows of an INSERT: the row itself tells that it was made.
        made = self.session.exec(statement.returning(col(tables.Tick.expectation_id)))
        return made.first() is not None

    def untick(self, session_id: str, expectation_ids: Collection[str]) -> int:
        """Take ticks away and return how many there were."""
        self.session.flush()
        gone = delete(tables.Tick).where(
            col(tables.Tick.workspace_id) == self.workspace_id,
            col(tables.Tick.session_id) == session_id,
            col(tables.Tick.expectation_id).in_(expectation_ids),
        )
        return self.session.exec(gone).rowcount

    def _standing(self, plan_id: str) -> SelectOfScalar[tables.Expectation]:
        return (
            select(tables.Expectation)
            .where(
                tables.Expectation.workspace_id == self.workspace_id,
                tables.Expectation.plan_id == plan_id,
                col(tables.Expectation.dropped_at).is_(None),
            )
            .order_by(col(tables.Expectation.created_at), col(tables.Expectation.id))
        )
