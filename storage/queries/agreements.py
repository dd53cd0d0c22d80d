"""Agreements, roles and confirmations."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, func, select

from storage import tables
from storage.queries.group import Group


class Agreements(Group):
    """What a team agreed, and who is in."""

    def get(self, agreement_id: str) -> tables.Agreement | None:
        """Return an agreement, current or not."""
        return self._one(tables.Agreement, id=agreement_id)

    def current(self, plan_id: str) -> tables.Agreement | None:
        """Return the newest agreement of a plan for all its sessions."""
        return self._newest(plan_id, col(tables.Agreement.session_id).is_(None))

    def variation(self, plan_id: str, session_id: str) -> tables.Agreement | None:
        """Return what was agreed last for one session of a plan only, if it was not given up."""
        return self._newest(
            plan_id,
            tables.Agreement.session_id == session_id,
            col(tables.Agreement.closed_at).is_(None),
        )

    def before(self, agreement: tables.Agreement) -> tables.Agreement | None:
        """Return what an agreement took the place of.

        For a session's variation that is the one which it closed, else the plan's own of then.
        """
        earlier = tables.Agreement.number < agreement.number
        closed = None
        if agreement.session_id is not None:
            closed = self._newest(
                agreement.plan_id,
                earlier,
                tables.Agreement.session_id == agreement.session_id,
                tables.Agreement.closed_at == agreement.created_at,
            )
        own = col(tables.Agreement.session_id).is_(None)
        return closed or self._newest(agreement.plan_id, earlier, own)

    def last_number(self, plan_id: str) -> int:
        """Return the highest number of a plan's agreements, its sessions' own too; 0 for none."""
        newest = self._newest(plan_id)
        return newest.number if newest else 0

    def of_plan(self, plan_id: str) -> Sequence[tables.Agreement]:
        """Return all that was ever agreed about a plan, the newest first."""
        found = select(tables.Agreement).where(
            tables.Agreement.workspace_id == self.workspace_id,
            tables.Agreement.plan_id == plan_id,
        )
        return self.session.exec(found.order_by(col(tables.Agreement.number).desc())).all()

    def around(
        self, plan: tables.Plan, limit: int
    ) -> Sequence[tuple[tables.Agreement, tables.Plan]]:
        """Return what was agreed in other plans of the same provider or room, the newest first."""
        found = (
            select(tables.Agreement, tables.Plan)
            .join(
                tables.Plan,
                and_(
                    col(tables.Plan.workspace_id) == col(tables.Agreement.workspace_id),
                    col(tables.Plan.id) == col(tables.Agreement.plan_id),
                ),
            )
            .where(
                tables.Plan.workspace_id == self.workspace_id,
                or_(
                    col(tables.Plan.provider_id) == plan.provider_id,
                    col(tables.Plan.classroom_id) == plan.classroom_id,
                ),
                tables.Plan.id != plan.id,
                col(tables.Agreement.session_id).is_(None),
            )
            .order_by(col(tables.Agreement.created_at).desc(), col(tables.Agreement.number).desc())
            .limit(limit)
        )
        return self.session.exec(found).all()

    def _newest(
        self, plan_id: str, *conditions: ColumnElement[bool] | bool
    ) -> tables.Agreement | None:
        found = (
            select(tables.Agreement)
            .where(
                tables.Agreement.workspace_id == self.workspace_id,
                tables.Agreement.plan_id == plan_id,
                *conditions,
            )
            .order_by(col(tables.Agreement.number).desc())
            .limit(1)
        )
        return self.session.exec(found).first()

    def roles(self, agreement_id: str) -> Sequence[tables.Role]:
        """Return every adult's part in an agreement."""
        found = select(tables.Role).where(
            tables.Role.workspace_id == self.workspace_id,
            tables.Role.agreement_id == agreement_id,
        )
        return self.session.exec(found.order_by(col(tables.Role.person_id))).all()

    def role(self, agreement_id: str, person_id: str) -> tables.Role | None:
        """Return one adult's part in an agreement."""
        return self._one(tables.Role, agreement_id=agreement_id, person_id=person_id)

    def confirmations(self, agreement_id: str) -> Sequence[tables.Confirmation]:
        """Return the answers to an agreement."""
        found = select(tables.Confirmation).where(
            tables.Confirmation.workspace_id == self.workspace_id,
            tables.Confirmation.agreement_id == agreement_id,
        )
        return self.session.exec(found.order_by(col(tables.Confirmation.person_id))).all()

    def confirmation(self, agreement_id: str, person_id: str) -> tables.Confirmation | None:
        """Return one adult's answer."""
        return self._one(tables.Confirmation, agreement_id=agreement_id, person_id=person_id)

    def unanswered(
        self, person_id: str, at: datetime
    ) -> Sequence[tuple[tables.Agreement, tables.Role]]:
        """Return the parts of a person that hold at `at`, in active plans, without an answer."""
        found = (
            select(tables.Agreement, tables.Role)
            .join(tables.Role, _part_of(tables.Role))
            .join(tables.Plan, _of_active_plan())
            .outerjoin(
                tables.Confirmation,
                and_(
                    _part_of(tables.Confirmation),
                    col(tables.Confirmation.person_id) == person_id,
                    col(tables.Confirmation.content_hash) == col(tables.Role.content_hash),
                ),
            )
            .where(
                tables.Agreement.workspace_id == self.workspace_id,
                _is_open(at),
                tables.Role.person_id == person_id,
                col(tables.Confirmation.person_id).is_(None),
            )
        )
        return self.session.exec(found.order_by(col(tables.Agreement.created_at))).all()

    def unanswered_of(
        self, author_id: str, at: datetime
    ) -> Sequence[tuple[tables.Agreement, tables.Role]]:
        """Return others' parts that a person wrote, in active plans, without an answer so far.

        Two queries: joined, SQLite would begin with all parts of the workspace.
        """
        written = (
            select(tables.Agreement)
            .join(tables.Plan, _of_active_plan())
            .where(
                tables.Agreement.workspace_id == self.workspace_id,
                tables.Agreement.created_by == author_id,
                _is_open(at),
            )
        )
        agreements = {one.id: one for one in self.session.exec(written)}
        parts = (
            select(tables.Role)
            .outerjoin(
                tables.Confirmation,
                and_(
                    col(tables.Confirmation.workspace_id) == col(tables.Role.workspace_id),
                    col(tables.Confirmation.agreement_id) == col(tables.Role.agreement_id),
                    col(tables.Confirmation.person_id) == col(tables.Role.person_id),
                    col(tables.Confirmation.content_hash) == col(tables.Role.content_hash),
                ),
            )
            .where(
                tables.Role.workspace_id == self.workspace_id,
                col(tables.Role.agreement_id).in_(list(agreements)),
                tables.Role.person_id != author_id,
                col(tables.Confirmation.person_id).is_(None),
            )
            .order_by(col(tables.Role.agreement_id), col(tables.Role.person_id))
        )
        return [(agreements[one.agreement_id], one) for one in self.session.exec(parts)]

    def talks(
        self, at: datetime, *, author_id: str | None = None, pair: tuple[str, str] | None = None
    ) -> Sequence[tuple[tables.Agreement, tables.Confirmation, tables.Plan]]:
        """Return who would like to talk about a current agreement, oldest first.

        `author_id`: about what this person wrote (their own answers left out); `pair`: about
        the plans of this (teacher, provider).
        """
        found = (
            select(tables.Agreement, tables.Confirmation, tables.Plan)
            .join(tables.Confirmation, _part_of(tables.Confirmation))
            .join(tables.Plan, _of_active_plan())
            .where(
                tables.Agreement.workspace_id == self.workspace_id,
                _is_open(at),
                tables.Confirmation.answer == "talk",
            )
        )
        if author_id is not None:
            found = found.where(
                tables.Agreement.created_by == author_id,
                tables.Confirmation.person_id != author_id,
            )
        if pair is not None:
            teacher, provider = pair
            found = found.join(
                tables.Classroom,
                (col(tables.Classroom.workspace_id) == col(tables.Plan.workspace_id))
                & (col(tables.Classroom.id) == col(tables.Plan.classroom_id)),
            ).where(tables.Classroom.teacher_id == teacher, tables.Plan.provider_id == provider)
        return self.session.exec(found.order_by(col(tables.Confirmation.at))).all()

    def answered_between(self, person_id: str, since: datetime, until: datetime) -> int:
        """Return how many parts written by others a person answered in a stretch of time."""
        found = (
            select(func.count())
            .select_from(tables.Confirmation)
            .join(tables.Agreement, _part_of(tables.Confirmation))
            .where(
                tables.Confirmation.workspace_id == self.workspace_id,
                tables.Confirmation.person_id == person_id,
                col(tables.Confirmation.carried_from).is_(None),
                tables.Confirmation.at >= since,
                tables.Confirmation.at < until,
                tables.Agreement.created_by != person_id,
            )
        )
        return self.session.exec(found).one()


def _part_of(table: type[tables.Role | tables.Confirmation]) -> ColumnElement[bool]:
    return and_(
        col(table.workspace_id) == col(tables.Agreement.workspace_id),
        col(table.agreement_id) == col(tables.Agreement.id),
    )


def _is_open(at: datetime) -> ColumnElement[bool]:
    """Return that an agreement holds at an instant: one that ends with its plan closes later."""
    closed = col(tables.Agreement.closed_at)
    return or_(closed.is_(None), closed > at)


def _of_active_plan() -> ColumnElement[bool]:
    return and_(
        col(tables.Plan.workspace_id) == col(tables.Agreement.workspace_id),
        col(tables.Plan.id) == col(tables.Agreement.plan_id),
        col(tables.Plan.state) == "active",
    )
