"""Logs: what happened at sessions, as it is said now and as it was said before."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlmodel import col, select

from storage import tables
from storage.queries.group import Group


class Logs(Group):
    """Logs and the student codes in them, by session."""

    def get(self, log_id: str) -> tables.Log | None:
        """Return what was said once, replaced or not."""
        return self._one(tables.Log, id=log_id)

    def current(self, session_id: str) -> tables.Log | None:
        """Return what is said of a session now."""
        return self.current_of([session_id]).get(session_id)

    def current_of(self, session_ids: Collection[str]) -> dict[str, tables.Log]:
        """Return what is said now of each of these sessions that is logged."""
        if not session_ids:
            return {}
        found = select(tables.Log).where(
            tables.Log.workspace_id == self.workspace_id,
            col(tables.Log.session_id).in_(session_ids),
            col(tables.Log.replaced_at).is_(None),
        )
        return {row.session_id: row for row in self.session.exec(found).all()}

    def of_session(self, session_id: str) -> Sequence[tables.Log]:
        """Return all that was said of a session, newest first."""
        found = select(tables.Log).where(
            tables.Log.workspace_id == self.workspace_id, tables.Log.session_id == session_id
        )
        order = (col(tables.Log.at).desc(), col(tables.Log.replaced_at).is_(None).desc())
        return self.session.exec(found.order_by(*order)).all()

    def students(self, log_id: str) -> Sequence[tables.LogStudent]:
        """Return the student codes of a log, by code."""
        found = select(tables.LogStudent).where(
            tables.LogStudent.workspace_id == self.workspace_id,
            tables.LogStudent.log_id == log_id,
        )
        return self.session.exec(found.order_by(col(tables.LogStudent.code))).all()

    def codes_on(self, plan_ids: Collection[str], on: date) -> dict[str, list[str]]:
        """Return the student codes that each of these plans has on a local date, by plan."""
        student = tables.PlanStudent
        found = (
            select(student)
            .where(
                student.workspace_id == self.workspace_id,
                col(student.plan_id).in_(plan_ids),
                student.from_date <= on,
                col(student.until_date).is_(None) | (col(student.until_date) >= on),
            )
            .order_by(col(student.code))
        )
        codes: dict[str, list[str]] = {}
        for row in self.session.exec(found).all():
            if row.code not in codes.setdefault(row.plan_id, []):
                codes[row.plan_id].append(row.code)
        return codes

    def plans_of_codes(self, codes: Collection[str]) -> dict[str, list[str]]:
        """Return the plans that each of these student codes is in, past ones too."""
        student = tables.PlanStudent
        found = select(student.code, student.plan_id).where(
            student.workspace_id == self.workspace_id, col(student.code).in_(codes)
        )
        plans: dict[str, list[str]] = {}
        for code, plan_id in self.session.exec(found).all():
            plans.setdefault(code, []).append(plan_id)
        return plans

    def held_between(
        self, plan_ids: Collection[str], first: datetime, last: datetime
    ) -> Sequence[tables.Log]:
        """Return what is said now of sessions of these plans that were held between two instants.

        In order; those that only touch are none.
        """
        found = (
            select(tables.Log)
            .where(
                tables.Log.workspace_id == self.workspace_id,
                col(tables.Log.plan_id).in_(plan_ids),
                col(tables.Log.status).in_(("held", "partial")),
                col(tables.Log.replaced_at).is_(None),
                tables.Log.starts_at < last,
                tables.Log.ends_at > first,
            )
            .order_by(col(tables.Log.starts_at), col(tables.Log.id))
        )
        return self.session.exec(found).all()
