"""Sessions: the dates of plans."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import col, select

from storage import tables
from storage.queries.group import Group


class Sessions(Group):
    """Sessions, by id, plan, person or date."""

    def get(self, session_id: str) -> tables.Session | None:
        """Return a session."""
        return self._one(tables.Session, id=session_id)

    def of_plan(self, plan_id: str) -> Sequence[tables.Session]:
        """Return all sessions of a plan in the order of time."""
        found = select(tables.Session).where(
            tables.Session.workspace_id == self.workspace_id, tables.Session.plan_id == plan_id
        )
        return self.session.exec(found.order_by(col(tables.Session.starts_at))).all()

    def coming(self, plan_id: str, at: datetime, limit: int) -> Sequence[tables.Session]:
        """Return the next sessions of a plan that have not ended at an instant."""
        found = (
            select(tables.Session)
            .where(
                tables.Session.workspace_id == self.workspace_id,
                tables.Session.plan_id == plan_id,
                tables.Session.ends_at > at,
            )
            .order_by(col(tables.Session.ends_at))
            .limit(limit)
        )
        return self.session.exec(found).all()

    def of_person_on(self, person_id: str, on: date) -> Sequence[tables.Session]:
        """Return the sessions of a person's plans on one date, on or not, in the order of time."""
        found = (
            select(tables.Session)
            .join(
                tables.PlanPerson,
                (col(tables.PlanPerson.workspace_id) == col(tables.Session.workspace_id))
                & (col(tables.PlanPerson.plan_id) == col(tables.Session.plan_id)),
            )
            .where(
                tables.PlanPerson.workspace_id == self.workspace_id,
                tables.PlanPerson.person_id == person_id,
                tables.Session.on_date == on,
            )
        )
        return self.session.exec(found.order_by(col(tables.Session.starts_at))).all()
