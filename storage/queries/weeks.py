"""A person's days: their plans, and what stands in a stretch of dates."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import or_
from sqlalchemy import select as core_select
from sqlmodel import col, select

from storage import tables
from storage.queries.group import Group


class Weeks(Group):
    """What one person has between two dates, in a few statements however much it is."""

    def plan_ids(self, person_id: str) -> list[str]:
        """Return the plans, also ended ones, of which a person is part or whose room is theirs."""
        takes_part = core_select(col(tables.PlanPerson.plan_id)).where(
            col(tables.PlanPerson.workspace_id) == self.workspace_id,
            col(tables.PlanPerson.person_id) == person_id,
        )
        in_my_room = (
            core_select(col(tables.Plan.id))
            .join(
                tables.Classroom,
                (col(tables.Classroom.workspace_id) == col(tables.Plan.workspace_id))
                & (col(tables.Classroom.id) == col(tables.Plan.classroom_id)),
            )
            .where(
                col(tables.Plan.workspace_id) == self.workspace_id,
                col(tables.Classroom.teacher_id) == person_id,
            )
        )
        return sorted(self.session.execute(takes_part.union(in_my_room)).scalars())

    def sessions(
        self, plan_ids: Collection[str], first: datetime, last: datetime
    ) -> Sequence[tables.Session]:
        """Return the sessions of plans that end after `first` and begin before `last`, in order."""
        found = select(tables.Session).where(
            tables.Session.workspace_id == self.workspace_id,
            col(tables.Session.plan_id).in_(plan_ids),
            col(tables.Session.ends_at) > first,
            col(tables.Session.starts_at) < last,
        )
        return self.session.exec(found.order_by(*_IN_ORDER)).all()

    def all_sessions(self, plan_ids: Collection[str]) -> Sequence[tables.Session]:
        """Return all sessions of plans, in order."""
        found = select(tables.Session).where(
            tables.Session.workspace_id == self.workspace_id,
            col(tables.Session.plan_id).in_(plan_ids),
        )
        return self.session.exec(found.order_by(*_IN_ORDER)).all()

    def plans(self, plan_ids: Collection[str]) -> Sequence[tables.Plan]:
        """Return these plans."""
        found = select(tables.Plan).where(
            tables.Plan.workspace_id == self.workspace_id, col(tables.Plan.id).in_(plan_ids)
        )
        return self.session.exec(found.order_by(col(tables.Plan.id))).all()

    def classrooms(self, classroom_ids: Collection[str]) -> Sequence[tables.Classroom]:
        """Return these classrooms."""
        found = select(tables.Classroom).where(
            tables.Classroom.workspace_id == self.workspace_id,
            col(tables.Classroom.id).in_(classroom_ids),
        )
        return self.session.exec(found).all()

    def parts(self, plan_ids: Collection[str], person_id: str) -> dict[str, str]:
        """Return a person's part by plan, as it was agreed last for all sessions."""
        found = (
            core_select(
                col(tables.Agreement.plan_id), col(tables.Agreement.number), col(tables.Role.part)
            )
            .outerjoin(
                tables.Role,
                (col(tables.Role.workspace_id) == col(tables.Agreement.workspace_id))
                & (col(tables.Role.agreement_id) == col(tables.Agreement.id))
                & (col(tables.Role.person_id) == person_id),
            )
            .where(
                col(tables.Agreement.workspace_id) == self.workspace_id,
                col(tables.Agreement.plan_id).in_(plan_ids),
                col(tables.Agreement.session_id).is_(None),
            )
            .order_by(col(tables.Agreement.number))
        )
        newest = {plan_id: part for plan_id, _, part in self.session.execute(found)}
        return {plan_id: part for plan_id, part in newest.items() if part}

    def varied(self, plan_ids: Collection[str], session_ids: Collection[str]) -> set[str]:
        """Return which sessions have an agreement of their own."""
        found = core_select(col(tables.Agreement.session_id)).where(
            col(tables.Agreement.workspace_id) == self.workspace_id,
            col(tables.Agreement.plan_id).in_(plan_ids),
            col(tables.Agreement.session_id).in_(session_ids),
            col(tables.Agreement.closed_at).is_(None),
        )
        return set(self.session.execute(found).scalars())

    def touch_bases(self, person_id: str, week: date) -> Sequence[tables.TouchBase]:
        """Return a person's touch-bases of the week of this Monday that have a time, in order."""
        found = select(tables.TouchBase).where(
            tables.TouchBase.workspace_id == self.workspace_id,
            or_(
                col(tables.TouchBase.teacher_id) == person_id,
                col(tables.TouchBase.provider_id) == person_id,
            ),
            tables.TouchBase.week >= week,
            tables.TouchBase.week < week + timedelta(weeks=1),
            col(tables.TouchBase.starts_at).is_not(None),
        )
        return self.session.exec(found.order_by(col(tables.TouchBase.starts_at))).all()


_IN_ORDER = (
    col(tables.Session.starts_at),
    col(tables.Session.ends_at),
    col(tables.Session.id),
)
