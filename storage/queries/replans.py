"""Changes of a school's calendar that its plans still follow, and which plans those are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy import select as core_select
from sqlalchemy.orm import aliased
from sqlmodel import col, delete, exists, select

from storage import tables
from storage.queries.group import Group

_IN_ORDER = (col(tables.Replan.created_at), col(tables.Replan.id))


@dataclass(frozen=True, slots=True)
class PairPlan:
    """An active plan and the pair that it makes."""

    plan_id: str
    teacher_id: str
    provider_id: str


class Replans(Group):
    """Replans, and the plans of a school in the order in which they follow."""

    def opened(self, school_id: str | None = None) -> Sequence[tables.Replan]:
        """Return what still has plans to follow, of one school or of all, oldest first."""
        found = select(tables.Replan).where(
            tables.Replan.workspace_id == self.workspace_id,
            col(tables.Replan.finished_at).is_(None),
        )
        if school_id is not None:
            found = found.where(tables.Replan.school_id == school_id)
        return self.session.exec(found.order_by(*_IN_ORDER)).all()

    def is_any_open(self) -> bool:
        """Tell whether anything still has plans to follow."""
        found = select(tables.Replan.id).where(
            tables.Replan.workspace_id == self.workspace_id,
            col(tables.Replan.finished_at).is_(None),
        )
        return self.session.exec(found.limit(1)).first() is not None

    def take(self, school_id: str | None = None) -> tables.Replan | None:
        """Return the oldest open one that nobody else holds, held until the transaction's end.

        A school's changes are followed one after the other: only its first can be taken.
        """
        earlier = aliased(tables.Replan)
        before = exists().where(
            col(earlier.workspace_id) == self.workspace_id,
            col(earlier.school_id) == col(tables.Replan.school_id),
            col(earlier.finished_at).is_(None),
            or_(
                col(earlier.created_at) < col(tables.Replan.created_at),
                and_(
                    col(earlier.created_at) == col(tables.Replan.created_at),
                    col(earlier.id) < col(tables.Replan.id),
                ),
            ),
        )
        found = select(tables.Replan).where(
            tables.Replan.workspace_id == self.workspace_id,
            col(tables.Replan.finished_at).is_(None),
            ~before,
        )
        if school_id is not None:
            found = found.where(tables.Replan.school_id == school_id)
        held = found.order_by(*_IN_ORDER).limit(1).with_for_update(skip_locked=True)
        return self.session.exec(held).first()

    def count(self, school_id: str) -> int:
        """Return how many active plans a school has."""
        found = (
            core_select(func.count()).select_from(tables.Plan).join(tables.Classroom, _of_room())
        )
        counted: int = self.session.execute(found.where(*self._active(school_id))).scalar_one()
        return counted

    def plans(
        self, school_id: str, *, after_id: str, until: datetime | None, most: int | None
    ) -> Sequence[tables.Plan]:
        """Return a school's next active plans after one, by id, made until an instant."""
        found = (
            select(tables.Plan)
            .join(tables.Classroom, _of_room())
            .where(
                *self._active(school_id, until),
                col(tables.Plan.id) > after_id,
            )
            .order_by(col(tables.Plan.id))
        )
        return self.session.exec(found if most is None else found.limit(most)).all()

    def pairs_of(self, people: Iterable[str]) -> list[PairPlan]:
        """Return the active plans whose provider or teacher is one of these, oldest first."""
        who = list(people)
        found = (
            core_select(
                col(tables.Plan.id),
                col(tables.Classroom.teacher_id),
                col(tables.Plan.provider_id),
            )
            .join(tables.Classroom, _of_room())
            .where(
                col(tables.Plan.workspace_id) == self.workspace_id,
                col(tables.Plan.state) == "active",
                or_(
                    col(tables.Plan.provider_id).in_(who),
                    col(tables.Classroom.teacher_id).in_(who),
                ),
            )
            .order_by(col(tables.Plan.created_at), col(tables.Plan.id))
        )
        return [PairPlan(*row) for row in self.session.execute(found)]

    def last_plans(
        self, school_id: str, people: Iterable[str], until: datetime | None
    ) -> dict[str, str]:
        """Return the highest id among each person's active plans at a school, by person.

        Those that they provide or that are in their room, made until an instant.
        """
        who, last = list(people), dict[str, str]()
        for person in (col(tables.Plan.provider_id), col(tables.Classroom.teacher_id)):
            found = (
                core_select(person, func.max(col(tables.Plan.id)))
                .select_from(tables.Plan)
                .join(tables.Classroom, _of_room())
                .where(
                    *self._active(school_id, until),
                    person.in_(who),
                )
                .group_by(person)
            )
            for person_id, plan_id in self.session.execute(found):
                last[person_id] = max(plan_id, last.get(person_id, ""))
        return last

    def purge(self, before: datetime) -> int:
        """Delete what was finished before an instant; return how many there were."""
        old = delete(tables.Replan).where(
            col(tables.Replan.workspace_id) == self.workspace_id,
            col(tables.Replan.finished_at) < before,
        )
        return self.session.exec(old).rowcount

    def _active(
        self, school_id: str, until: datetime | None = None
    ) -> tuple[ColumnElement[bool], ...]:
        active = (
            col(tables.Plan.workspace_id) == self.workspace_id,
            col(tables.Classroom.school_id) == school_id,
            col(tables.Plan.state) == "active",
        )
        return active if until is None else (*active, col(tables.Plan.created_at) <= until)


def _of_room() -> ColumnElement[bool]:
    return (col(tables.Classroom.workspace_id) == col(tables.Plan.workspace_id)) & (
        col(tables.Classroom.id) == col(tables.Plan.classroom_id)
    )
