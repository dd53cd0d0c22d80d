"""Sessions: the dates of plans."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, or_
from sqlalchemy import select as core_select
from sqlmodel import col, select

from storage import tables
from storage.queries.group import Group
from storage.queries.hints import unindexed
from storage.queries.taken import OF_PLAN, OF_PROVIDER, OF_ROOM, ROOMS, Taken

__all__ = ["Derived", "Sessions", "Taken"]


class Derived(NamedTuple):
    """What of a session follows from its school's calendar, and what keeps it from following."""

    id: str
    original_date: date
    on_date: date
    starts_at: datetime
    ends_at: datetime
    day_type: str | None
    status: str
    reason: str | None
    obstacle: str | None
    frozen_at: datetime | None
    moved: bool


# A changed calendar asks these for each plan of a school: they are built once.
_OF_PLAN = (col(tables.Session.workspace_id) == bindparam("workspace")) & (
    col(tables.Session.plan_id) == bindparam("plan")
)
_DERIVED = (
    core_select(*(getattr(tables.Session, name) for name in Derived._fields))
    .where(
        _OF_PLAN,
        col(tables.Session.ends_at) > bindparam("at"),
        col(tables.Session.starts_at) > bindparam("at"),
    )
    .order_by(col(tables.Session.starts_at))
)
_DERIVED_ON = _DERIVED.where(
    or_(
        col(tables.Session.original_date) == bindparam("on"),
        col(tables.Session.on_date) == bindparam("on"),
    )
)
_DATES = core_select(col(tables.Session.original_date)).where(_OF_PLAN)


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

    def to_come(self, plan_id: str, at: datetime) -> Sequence[tables.Session]:
        """Return the sessions of a plan that begin after an instant, on or not, in order."""
        found = select(tables.Session).where(
            tables.Session.workspace_id == self.workspace_id,
            tables.Session.plan_id == plan_id,
            tables.Session.ends_at > at,
            tables.Session.starts_at > at,
        )
        return self.session.exec(found.order_by(col(tables.Session.starts_at))).all()

    def derived(self, plan_id: str, at: datetime, on: date | None = None) -> list[Derived]:
        """Return the sessions of a plan that begin after an instant, to be compared: no rows.

        With `on` only those of that one date, by now or originally.
        """
        keys: dict[str, object] = {"workspace": self.workspace_id, "plan": plan_id, "at": at}
        asked = _DERIVED
        if on is not None:
            asked, keys = _DERIVED_ON, {**keys, "on": on}
        return [Derived._make(row) for row in self.session.execute(asked, keys)]

    def of_ids(self, ids: Collection[str]) -> Sequence[tables.Session]:
        """Return sessions by their ids, in order."""
        if not ids:
            return ()
        found = select(tables.Session).where(
            tables.Session.workspace_id == self.workspace_id, col(tables.Session.id).in_(ids)
        )
        return self.session.exec(found.order_by(col(tables.Session.starts_at))).all()

    def taken(self, first: datetime, last: datetime, *, people: Iterable[str]) -> list[Taken]:
        """Return the sessions that are on between two instants, in order, with who is taken.

        Those of active plans whose provider or teacher is one of `people`: also all those in a
        teacher's room.
        """
        plans = self._plans_of(list(people))
        found = (
            core_select(
                col(tables.Session.id),
                col(tables.Session.plan_id),
                col(tables.Session.on_date),
                col(tables.Session.starts_at),
                col(tables.Session.ends_at),
                col(tables.Session.classroom_id),
            )
            .where(
                col(tables.Session.workspace_id) == self.workspace_id,
                col(tables.Session.plan_id).in_(list(plans)),
                col(tables.Session.ends_at) > first,
                col(tables.Session.starts_at) < last,
                col(tables.Session.status) == "planned",
                col(tables.Session.obstacle).is_(None),
            )
            .order_by(col(tables.Session.starts_at))
        )
        return [
            Taken(row[0], row[1], row[2], row[3], row[4], provider, teacher, row[5] or room, school)
            for row in self.session.execute(found)
            for provider, teacher, room, school in (plans[row[1]],)
        ]

    def taking(
        self, provider_id: str, teacher_ids: Iterable[str], first: datetime, last: datetime
    ) -> list[Taken]:
        """Return what `taken` does for one provider and some teachers, sooner."""
        plans = {*self.scope.rows(OF_PROVIDER, person=provider_id)}
        for one in teacher_ids:
            for (room,) in self.scope.rows(ROOMS, person=one):
                plans.update(self.scope.rows(OF_ROOM, room=room))
        found = [
            Taken(
                time.session_id,
                plan.plan_id,
                time.on,
                time.starts_at,
                time.ends_at,
                plan.provider_id,
                plan.teacher_id,
                time.classroom_id or plan.classroom_id,
                plan.school_id,
            )
            for plan in plans
            for time in self.scope.rows(OF_PLAN, plan=plan.plan_id, first=first, last=last)
        ]
        return sorted(found, key=lambda one: (one.starts_at, one.session_id))

    def _plans_of(self, people: list[str]) -> dict[str, tuple[str, str, str, str]]:
        """Return provider, teacher, classroom and school of each plan that takes one of these.

        A query of its own: plans are found by their people, and then their sessions, by index.
        """
        found = (
            core_select(
                col(tables.Plan.id),
                col(tables.Plan.provider_id),
                col(tables.Classroom.teacher_id),
                col(tables.Classroom.id),
                col(tables.Classroom.school_id),
            )
            .join(
                tables.Classroom,
                (col(tables.Classroom.workspace_id) == col(tables.Plan.workspace_id))
                & (col(tables.Classroom.id) == col(tables.Plan.classroom_id)),
            )
            .join(
                tables.PlanPerson,
                (col(tables.PlanPerson.workspace_id) == col(tables.Plan.workspace_id))
                & (col(tables.PlanPerson.plan_id) == col(tables.Plan.id)),
            )
            .where(
                col(tables.PlanPerson.workspace_id) == self.workspace_id,
                col(tables.PlanPerson.person_id).in_(people),
                col(tables.Plan.state) == "active",
                or_(
                    col(tables.Plan.provider_id).in_(people),
                    col(tables.Classroom.teacher_id).in_(people),
                ),
            )
        )
        return {row[0]: (row[1], row[2], row[3], row[4]) for row in self.session.execute(found)}

    def on_dates_of(self, person_id: str, dates: Iterable[date]) -> Sequence[tables.Session]:
        """Return a person's sessions on these dates, on or not, in order.

        Those of their plans, and those that they cover or are asked to; not those that a changed
        plan replaced.
        """
        covered = self.scope.absences.covered(person_id)
        theirs = select(tables.PlanPerson.plan_id).where(
            tables.PlanPerson.workspace_id == self.workspace_id,
            tables.PlanPerson.person_id == person_id,
        )
        found = select(tables.Session).where(
            tables.Session.workspace_id == self.workspace_id,
            or_(col(tables.Session.plan_id).in_(theirs), col(tables.Session.id).in_(covered))
            if covered
            else col(tables.Session.plan_id).in_(theirs),
            # By its plans: by its dates, SQLite would look at the sessions of all people.
            unindexed(tables.Session.on_date).in_(list(dates)),
            or_(col(tables.Session.reason).is_(None), col(tables.Session.reason) != "plan_changed"),
        )
        order = (col(tables.Session.starts_at), col(tables.Session.id))
        return self.session.exec(found.order_by(*order)).all()

    def dates(self, plan_id: str) -> set[date]:
        """Return the original dates of a plan's sessions, past ones too."""
        keys = {"workspace": self.workspace_id, "plan": plan_id}
        return set(self.session.execute(_DATES, keys).scalars())


def _taken(
    session: tuple[str, str, date, datetime, datetime],
    plan: tuple[str, str, str, str],
    here: str | None,
) -> Taken:
    """Return who is taken, in the room where a session is for this once (`here`), if in another."""
    provider_id, teacher_id, classroom_id, school_id = plan
    return Taken(*session, provider_id, teacher_id, here or classroom_id, school_id)
