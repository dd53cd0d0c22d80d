"""Which sessions take a provider, or a teacher and her rooms, built once and read as tuples."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Table, and_, bindparam, select

from storage import tables
from storage.prepared import Prepared
from storage.tables.base import metadata


@dataclass(frozen=True, slots=True)
class Taken:
    """When and where a session takes its provider, its teacher and its room."""

    session_id: str
    plan_id: str
    on: date
    starts_at: datetime
    ends_at: datetime
    provider_id: str
    teacher_id: str
    classroom_id: str
    school_id: str


def _table(row: type[Any]) -> Table:
    return metadata.tables[row.__tablename__]


_plan, _session, _room = _table(tables.Plan), _table(tables.Session), _table(tables.Classroom)


class TakenPlan(NamedTuple):
    """An active plan, and what all its sessions take."""

    plan_id: str
    provider_id: str
    teacher_id: str
    classroom_id: str
    school_id: str


class TakenTime(NamedTuple):
    """When a session of a plan is."""

    session_id: str
    on: date
    starts_at: datetime
    ends_at: datetime
    classroom_id: str | None
    """Another room than the plan's, for this once."""


def _plans(who: ColumnElement[bool]) -> Prepared[TakenPlan]:
    in_room = and_(_room.c.workspace_id == _plan.c.workspace_id, _room.c.id == _plan.c.classroom_id)
    columns = (_plan.c.id, _plan.c.provider_id, _room.c.teacher_id, _plan.c.classroom_id)
    found = (
        select(*columns, _room.c.school_id)
        .select_from(_plan.join(_room, in_room))
        .where(_plan.c.workspace_id == bindparam("workspace"), who, _plan.c.state == "active")
    )
    return Prepared(found, TakenPlan._make)


OF_PROVIDER = _plans(_plan.c.provider_id == bindparam("person"))
OF_ROOM = _plans(_plan.c.classroom_id == bindparam("room"))
# Of one room and of one plan: joined, SQLite would begin with all plans or sessions there are.
ROOMS = Prepared(
    select(_room.c.id).where(
        _room.c.workspace_id == bindparam("workspace"), _room.c.teacher_id == bindparam("person")
    ),
    tuple[str],
)
OF_PLAN = Prepared(
    select(
        _session.c.id,
        _session.c.on_date,
        _session.c.starts_at,
        _session.c.ends_at,
        _session.c.classroom_id,
    ).where(
        _session.c.workspace_id == bindparam("workspace"),
        _session.c.plan_id == bindparam("plan"),
        _session.c.ends_at > bindparam("first"),
        _session.c.starts_at < bindparam("last"),
        _session.c.status == "planned",
        _session.c.obstacle.is_(None),
    ),
    TakenTime._make,
)
