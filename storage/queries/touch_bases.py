"""Touch-bases: five minutes of a teacher and a provider, one row a week."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, bindparam, union
from sqlalchemy import select as select_columns
from sqlmodel import col, or_, select

from storage import tables
from storage.queries.group import Group

_IDS_OF_PAIR = select_columns(col(tables.TouchBase.id)).where(
    col(tables.TouchBase.workspace_id) == bindparam("workspace"),
    col(tables.TouchBase.teacher_id) == bindparam("teacher"),
    col(tables.TouchBase.provider_id) == bindparam("provider"),
)


class TouchBases(Group):
    """Touch-bases, by id, pair and week, or person."""

    def get(self, touch_base_id: str) -> tables.TouchBase | None:
        """Return a touch-base."""
        return self._one(tables.TouchBase, id=touch_base_id)

    def habit(self, teacher_id: str, provider_id: str) -> tables.TouchBaseHabit | None:
        """Return how a pair wants to meet; None while it has not said."""
        return self._one(tables.TouchBaseHabit, provider_id=provider_id, teacher_id=teacher_id)

    def latest(
        self, teacher_id: str, provider_id: str, until: date, limit: int
    ) -> Sequence[tables.TouchBase]:
        """Return a pair's touch-bases of the weeks until a date, the newest first."""
        found = select(tables.TouchBase).where(
            tables.TouchBase.workspace_id == self.workspace_id,
            tables.TouchBase.teacher_id == teacher_id,
            tables.TouchBase.provider_id == provider_id,
            tables.TouchBase.week <= until,
        )
        newest = col(tables.TouchBase.week).desc()
        return self.session.exec(found.order_by(newest).limit(limit)).all()

    def of_pair(self, teacher_id: str, provider_id: str) -> Sequence[tables.TouchBase]:
        """Return all touch-bases of a pair, by week."""
        found = select(tables.TouchBase).where(
            tables.TouchBase.workspace_id == self.workspace_id,
            tables.TouchBase.teacher_id == teacher_id,
            tables.TouchBase.provider_id == provider_id,
        )
        return self.session.exec(found.order_by(col(tables.TouchBase.week))).all()

    def ids_of_pair(self, teacher_id: str, provider_id: str) -> Sequence[str]:
        """Return the ids of all touch-bases of a pair."""
        keys = {
            "workspace": self.workspace_id,
            "teacher": teacher_id,
            "provider": provider_id,
        }
        return self.session.execute(_IDS_OF_PAIR, keys).scalars().all()

    def coming(self, person_id: str, at: datetime, limit: int) -> Sequence[tables.TouchBase]:
        """Return a person's planned touch-bases that have not ended at an instant, next first."""
        found = (
            select(tables.TouchBase)
            .where(
                self._of([person_id]),
                tables.TouchBase.state == "planned",
                col(tables.TouchBase.ends_at) > at,
            )
            .order_by(col(tables.TouchBase.starts_at))
            .limit(limit)
        )
        return self.session.exec(found).all()

    def without_slot(self, person_id: str, week: date, limit: int) -> Sequence[tables.TouchBase]:
        """Return a person's touch-bases without a common time, from the week of this Monday on."""
        found = (
            select(tables.TouchBase)
            .where(
                self._of([person_id]),
                tables.TouchBase.state == "no_slot",
                tables.TouchBase.week >= week,
            )
            .order_by(col(tables.TouchBase.week))
            .limit(limit)
        )
        return self.session.exec(found).all()

    def lacks_slot(self, teacher_id: str, provider_id: str, week: date) -> bool:
        """Tell whether a pair has no common time in a week from this Monday on."""
        found = select(tables.TouchBase.id).where(
            tables.TouchBase.workspace_id == self.workspace_id,
            tables.TouchBase.teacher_id == teacher_id,
            tables.TouchBase.provider_id == provider_id,
            tables.TouchBase.state == "no_slot",
            tables.TouchBase.week >= week,
        )
        return self.session.exec(found.limit(1)).first() is not None

    def from_week(self, people: Iterable[str], week: date) -> Sequence[tables.TouchBase]:
        """Return the touch-bases of any of these people from the week of this Monday on."""
        found = select(tables.TouchBase).where(
            self._of(list(people)), tables.TouchBase.week >= week
        )
        return self.session.exec(found.order_by(col(tables.TouchBase.week))).all()

    def _of(self, who: list[str]) -> ColumnElement[bool]:
        """Tell whether a touch-base is one of these people's.

        By the providers with whom they share (or shared) a plan: no index begins with a teacher.
        """
        shared = (
            select(tables.Plan.provider_id)
            .join(
                tables.PlanPerson,
                (col(tables.PlanPerson.workspace_id) == col(tables.Plan.workspace_id))
                & (col(tables.PlanPerson.plan_id) == col(tables.Plan.id)),
            )
            .where(
                tables.PlanPerson.workspace_id == self.workspace_id,
                col(tables.PlanPerson.person_id).in_(who),
            )
        )
        themselves = select(tables.Person.id).where(
            tables.Person.workspace_id == self.workspace_id, col(tables.Person.id).in_(who)
        )
        return and_(
            col(tables.TouchBase.workspace_id) == self.workspace_id,
            col(tables.TouchBase.provider_id).in_(union(shared, themselves)),
            or_(
                col(tables.TouchBase.teacher_id).in_(who),
                col(tables.TouchBase.provider_id).in_(who),
            ),
        )
