"""The hot path: a person's next session with all that belongs to it, in two statements.

The statements are built once and run as they are; the first finds the session by one index seek
for each of the person's plans, whatever the number of sessions in the table.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    func,
    or_,
    select,
)
from sqlalchemy.sql.elements import ColumnElement

from storage import tables
from storage.prepared import Prepared
from storage.queries.group import Group
from storage.tables.base import metadata


class NextRow(NamedTuple):
    """A next session with its plan, room, school and its plan's current agreement.

    `varied`: there is an agreement for this session only.
    """

    asker_id: str
    id: str
    plan_id: str
    on_date: date
    starts_at: datetime
    ends_at: datetime
    day_type: str | None
    status: str
    reason: str | None
    obstacle: str | None
    revision: int
    doing: str
    doing_at: datetime | None
    provider_id: str
    anchor_name: str
    service_delivery_model: str
    room: str
    channel_id: str | None
    teacher_id: str
    school_name: str
    timezone: str
    day_types: str
    agreement_id: str | None
    number: int | None
    lead_id: str | None
    fallback: str | None
    try_next: str | None
    is_joint: bool
    covered_id: str | None
    varied: bool


class AdultRow(NamedTuple):
    """An adult of a plan: their part in an agreement, their answer to it, and if they are out."""

    id: str
    name: str
    role: str
    discipline: str | None
    slack_user_id: str | None
    active: bool
    part: str | None
    answer: Any
    answers_this: bool | None
    absence_id: str | None
    cover_id: str | None
    cover_answer: str | None


def _table(row: type[Any]) -> Table:
    return metadata.tables[row.__tablename__]


_person, _plan, _session = _table(tables.Person), _table(tables.Plan), _table(tables.Session)
_part, _room, _school = _table(tables.PlanPerson), _table(tables.Classroom), _table(tables.School)
_elsewhere = _room.alias("elsewhere")
"""The room of a session that is in another one than its plan, for once."""
_agreement, _role = _table(tables.Agreement), _table(tables.Role)
_answer, _touch_base = _table(tables.Confirmation), _table(tables.TouchBase)
_absence = _table(tables.Absence)
_workspace: BindParameter[str] = bindparam("workspace")
_OF_SESSION, _OF_PLAN = NextRow._fields[1:13], NextRow._fields[13:16]


def _same(left: Table, right: Table, **columns: str) -> ColumnElement[bool]:
    """Return that two rows are of one workspace and that `left.key == right.value`."""
    pairs = (left.c[mine] == right.c[theirs] for mine, theirs in columns.items())
    return and_(left.c.workspace_id == right.c.workspace_id, *pairs)


def _picked() -> Select[Any]:
    """Return the person's next session: the first that is on and has not ended, of each plan.

    One that they are out of is passed over. It brings along what is told of both, so that neither
    is sought a second time.
    """
    other = _session.alias("other")
    is_out = (
        select(_absence.c.id)
        .where(
            _absence.c.workspace_id == other.c.workspace_id,
            _absence.c.session_id == other.c.id,
            _absence.c.person_id == _person.c.id,
            _absence.c.ended_at.is_(None),
        )
        .correlate(other, _person)
        .exists()
    )
    first = (
        select(other.c.id)
        .where(
            other.c.workspace_id == _plan.c.workspace_id,
            other.c.plan_id == _plan.c.id,
            other.c.ends_at > bindparam("at"),
            other.c.status == "planned",
            other.c.obstacle.is_(None),
            ~is_out,
        )
        .order_by(other.c.ends_at)
        .limit(1)
        .correlate(_plan, _person)
        .scalar_subquery()
    )
    return (
        select(
            _person.c.id.label("asker_id"),
            *(_session.c[name] for name in _OF_SESSION),
            *(_plan.c[name] for name in _OF_PLAN),
            _plan.c.classroom_id,
            _session.c.classroom_id.label("elsewhere_id"),
            _plan.c.workspace_id,
            _plan.c.together_id,
        )
        .select_from(
            _person.join(_part, _same(_part, _person, person_id="id"))
            .join(_plan, _same(_plan, _part, id="plan_id"))
            .join(
                _session,
                and_(_session.c.workspace_id == _plan.c.workspace_id, _session.c.id == first),
            )
        )
        .where(
            _person.c.workspace_id == _workspace,
            _person.c.slack_user_id == bindparam("user"),
            _person.c.active,
            _plan.c.state == "active",
        )
        .order_by(_session.c.starts_at, _session.c.ends_at, _session.c.id)
        .limit(1)
    )


def _next() -> Select[Any]:
    """Return the next session with its plan, room, school and current agreement."""
    picked = _picked().subquery("picked")
    newest = _agreement.alias("newest")
    number = (
        select(newest.c.number)
        .where(
            newest.c.workspace_id == picked.c.workspace_id,
            newest.c.plan_id == picked.c.plan_id,
            newest.c.session_id.is_(None),
        )
        .order_by(newest.c.number.desc())
        .limit(1)
        .correlate(picked)
        .scalar_subquery()
    )
    other = _agreement.alias("other_agreement")
    varied = (
        select(other.c.id)
        .where(
            other.c.workspace_id == picked.c.workspace_id,
            other.c.plan_id == picked.c.plan_id,
            other.c.session_id == picked.c.id,
            other.c.closed_at.is_(None),
        )
        .correlate(picked)
        .exists()
    )
    tried = (
        select(_touch_base.c.try_next)
        .where(
            _touch_base.c.workspace_id == _room.c.workspace_id,
            _touch_base.c.provider_id == picked.c.provider_id,
            _touch_base.c.teacher_id == _room.c.teacher_id,
            _touch_base.c.try_next != "",
        )
        .order_by(_touch_base.c.noted_at.desc())
        .limit(1)
        .correlate(picked, _room)
        .scalar_subquery()
    )
    joined = _plan.alias("joined")
    has_joined = (
        select(joined.c.id)
        .where(
            joined.c.workspace_id == picked.c.workspace_id,
            joined.c.together_id == picked.c.plan_id,
        )
        .correlate(picked)
        .exists()
    )
    covered = (
        select(_absence.c.session_id)
        .where(
            _absence.c.workspace_id == picked.c.workspace_id,
            _absence.c.cover_id == picked.c.asker_id,
            _absence.c.cover_answer == "in",
            _absence.c.ended_at.is_(None),
        )
        .limit(1)
        .correlate(picked)
        .scalar_subquery()
    )
    return select(
        picked.c.asker_id,
        *(picked.c[name] for name in (*_OF_SESSION, *_OF_PLAN)),
        func.coalesce(_elsewhere.c.room, _room.c.room).label("room"),
        _room.c.channel_id,
        _room.c.teacher_id,
        _school.c.name.label("school_name"),
        _school.c.timezone,
        cast(_school.c.day_types, Text).label("day_types"),
        _agreement.c.id.label("agreement_id"),
        _agreement.c.number,
        _agreement.c.lead_id,
        _agreement.c.fallback,
        tried.label("try_next"),
        or_(picked.c.together_id.is_not(None), has_joined).label("is_joint"),
        covered.label("covered_id"),
        varied.label("varied"),
    ).select_from(
        picked.join(
            _room,
            and_(
                _room.c.workspace_id == picked.c.workspace_id,
                _room.c.id == picked.c.classroom_id,
            ),
        )
        .join(_school, _same(_school, _room, id="school_id"))
        .outerjoin(
            _elsewhere,
            and_(
                _elsewhere.c.workspace_id == picked.c.workspace_id,
                _elsewhere.c.id == picked.c.elsewhere_id,
            ),
        )
        .outerjoin(
            _agreement,
            and_(
                _agreement.c.workspace_id == picked.c.workspace_id,
                _agreement.c.plan_id == picked.c.plan_id,
                _agreement.c.number == number,
            ),
        )
    )


def _adults() -> Select[Any]:
    """Return a plan's adults, each with their part, their answer to it, and if they are out."""
    return (
        select(
            _person.c.id,
            _person.c.name,
            _person.c.role,
            _person.c.discipline,
            _person.c.slack_user_id,
            _person.c.active,
            _role.c.part,
            _answer.c.answer,
            (_answer.c.content_hash == _role.c.content_hash).label("answers_this"),
            _absence.c.id.label("absence_id"),
            _absence.c.cover_id,
            _absence.c.cover_answer,
        )
        .select_from(
            _part.join(_person, _same(_person, _part, id="person_id"))
            .outerjoin(
                _role,
                and_(
                    _same(_role, _person, person_id="id"),
                    _role.c.agreement_id == bindparam("agreement"),
                ),
            )
            .outerjoin(
                _answer,
                _same(_answer, _role, person_id="person_id", agreement_id="agreement_id"),
            )
            .outerjoin(
                _absence,
                and_(
                    _same(_absence, _person, person_id="id"),
                    _absence.c.session_id == bindparam("session"),
                    _absence.c.ended_at.is_(None),
                ),
            )
        )
        .where(_part.c.workspace_id == _workspace, _part.c.plan_id == bindparam("plan"))
    )


_NEXT = Prepared(_next(), NextRow._make)
_ADULTS = Prepared(_adults(), AdultRow._make)


class NextSessions(Group):
    """The next session of the scope's person."""

    def next(self, user_id: str, at: datetime) -> NextRow | None:
        """Return the next session of an account's person at an instant; None if there is none."""
        found = self.scope.rows(_NEXT, user=user_id, at=at)
        return found[0] if found else None

    def adults(self, plan_id: str, agreement_id: str | None, session_id: str) -> Sequence[AdultRow]:
        """Return a plan's adults, with parts and answers of an agreement, and who is out."""
        return self.scope.rows(
            _ADULTS, plan=plan_id, agreement=agreement_id or "", session=session_id
        )
