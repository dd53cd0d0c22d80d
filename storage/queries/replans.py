"""Changes of a school's calendar that its plans still follow, and which plans those are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Executable,
    Result,
    and_,
    bindparam,
    func,
    or_,
)
from sqlalchemy import select as core_select
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col, delete, exists, select

from storage import tables
from storage.queries.group import Group

# A chunk may be a single plan: these statements are built once, for that costs more than they do.

_IN_ORDER = (col(tables.Replan.created_at), col(tables.Replan.id))
_WORKSPACE: BindParameter[str] = bindparam("workspace")
_SCHOOL: BindParameter[str] = bindparam("school")


def _in_workspace(table: type[SQLModel]) -> ColumnElement[bool]:
    workspace: ColumnElement[str] = table.workspace_id  # type: ignore[attr-defined]
    return workspace == _WORKSPACE


def _is_open(table: type[tables.Replan] = tables.Replan) -> ColumnElement[bool]:
    return _in_workspace(table) & col(table.finished_at).is_(None)


def _is_first() -> ColumnElement[bool]:
    """Tell whether no earlier change of the same school is open."""
    earlier = aliased(tables.Replan)
    before = or_(
        col(earlier.created_at) < col(tables.Replan.created_at),
        and_(
            col(earlier.created_at) == col(tables.Replan.created_at),
            col(earlier.id) < col(tables.Replan.id),
        ),
    )
    same = col(earlier.school_id) == col(tables.Replan.school_id)
    return ~exists().where(_is_open(earlier), same, before)


_OF_ROOM = (col(tables.Classroom.workspace_id) == col(tables.Plan.workspace_id)) & (
    col(tables.Classroom.id) == col(tables.Plan.classroom_id)
)
_ACTIVE = _in_workspace(tables.Plan) & (col(tables.Plan.state) == "active")
_HERE = _ACTIVE & (col(tables.Classroom.school_id) == _SCHOOL)
_MADE = col(tables.Plan.created_at) <= bindparam("until")
_PEOPLE: BindParameter[list[str]] = bindparam("people", expanding=True)

_TAKE = (
    select(tables.Replan)
    .where(_is_open(), _is_first())
    .order_by(*_IN_ORDER)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_TAKE_HERE = _TAKE.where(col(tables.Replan.school_id) == _SCHOOL)
_IS_ANY_OPEN = select(tables.Replan.id).where(_is_open()).limit(1)
# Not joined: by their ids, as far as the limit goes, and from each to its room. Joined, SQLite
# would begin with all rooms of the school and sort all their plans, for each chunk anew.
_PLANS = (
    select(tables.Plan)
    .where(
        _ACTIVE,
        _MADE,
        col(tables.Plan.id) > bindparam("after"),
        exists().where(_OF_ROOM, col(tables.Classroom.school_id) == _SCHOOL),
    )
    .order_by(col(tables.Plan.id))
    .limit(bindparam("most"))
)
# Step by step, each by an index: rooms of these teachers, plans of these providers, plans in those
# rooms, and the rooms of all. In one, with an OR over two tables, every plan would be looked at.
_ROOMS_OF = core_select(col(tables.Classroom.id)).where(
    _in_workspace(tables.Classroom), col(tables.Classroom.teacher_id).in_(_PEOPLE)
)
_ROOM_IDS: BindParameter[list[str]] = bindparam("rooms", expanding=True)
_PLANS_BY = core_select(
    col(tables.Plan.created_at),
    col(tables.Plan.id),
    col(tables.Plan.classroom_id),
    col(tables.Plan.provider_id),
).where(_ACTIVE)
_PLANS_OF = _PLANS_BY.where(col(tables.Plan.provider_id).in_(_PEOPLE))
_PLANS_IN = _PLANS_BY.where(col(tables.Plan.classroom_id).in_(_ROOM_IDS))
_ROOMS = core_select(
    col(tables.Classroom.id), col(tables.Classroom.teacher_id), col(tables.Classroom.school_id)
).where(_in_workspace(tables.Classroom), col(tables.Classroom.id).in_(_ROOM_IDS))
_ALL = 2**31
_ALWAYS = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PairPlan:
    """An active plan, the pair that it makes, and where."""

    created_at: datetime
    plan_id: str
    teacher_id: str
    provider_id: str
    school_id: str


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
        return self._asked(_IS_ANY_OPEN).first() is not None

    def take(self, school_id: str | None = None) -> tables.Replan | None:
        """Return the oldest open one that nobody else holds, held until the transaction's end.

        A school's changes are followed one after the other: only its first can be taken.
        """
        if school_id is None:
            return self._asked(_TAKE).scalars().first()
        return self._asked(_TAKE_HERE, school=school_id).scalars().first()

    def count(self, school_id: str) -> int:
        """Return how many active plans a school has."""
        found = core_select(func.count()).select_from(tables.Plan).join(tables.Classroom, _OF_ROOM)
        counted: int = self._asked(found.where(_HERE), school=school_id).scalar_one()
        return counted

    def plans(
        self, school_id: str, *, after_id: str, until: datetime | None, most: int | None
    ) -> Sequence[tables.Plan]:
        """Return a school's next active plans after one, by id, made until an instant."""
        keys = {"school": school_id, "after": after_id, "until": until or _ALWAYS}
        return self._asked(_PLANS, **keys, most=most or _ALL).scalars().all()

    def pairs_of(self, people: Iterable[str]) -> list[PairPlan]:
        """Return the active plans whose provider or teacher is one of these, oldest first."""
        who = list(people)
        theirs = list(self._asked(_ROOMS_OF, people=who).scalars())
        plans = {*self._asked(_PLANS_OF, people=who), *self._asked(_PLANS_IN, rooms=theirs)}
        rooms = {
            room_id: (teacher_id, school_id)
            for room_id, teacher_id, school_id in self._asked(
                _ROOMS, rooms=list({plan[2] for plan in plans})
            )
        }
        return [
            PairPlan(created_at, plan_id, rooms[room_id][0], provider_id, rooms[room_id][1])
            for created_at, plan_id, room_id, provider_id in sorted(plans)
        ]

    def purge(self, before: datetime) -> int:
        """Delete what was finished before an instant; return how many there were."""
        old = delete(tables.Replan).where(
            col(tables.Replan.workspace_id) == self.workspace_id,
            col(tables.Replan.finished_at) < before,
        )
        return self.session.exec(old).rowcount

    def _asked(self, asked: Executable, **keys: object) -> Result[*tuple[Any, ...]]:
        return self.session.execute(asked, {"workspace": self.workspace_id, **keys})
