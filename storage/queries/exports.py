"""The service log: what was logged, provider by provider, and the codes that stand in it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, func, literal, or_, select

from storage import tables
from storage.prepared import Prepared
from storage.queries.group import Group
from storage.tables.base import metadata


class LogLine(NamedTuple):
    """A logged session and one of its students; `code` is None where no codes are kept.

    `students` is how many codes the session has in all.
    """

    log_id: str
    session_id: str
    on_date: date
    starts_at: datetime
    ends_at: datetime
    timezone: str
    session_minutes: int
    status: str
    reason: str | None
    service_delivery_model: str
    place: str
    deliverer_id: str | None
    supervisor_id: str | None
    group_size: int | None
    goal_area: str | None
    note: str
    code: str | None
    present: bool | None
    minutes: int | None
    group_minutes: int | None
    students: int


class Part(NamedTuple):
    """Which part of the log is meant; empty words are no limit."""

    first: date
    last: date
    provider_id: str = ""
    code: str = ""
    case_manager_id: str = ""


class Exports(Group):
    """What the service log holds, never more of it at once than a provider's month."""

    def counts(self, part: Part) -> dict[str, int]:
        """Return how many lines a part of the log has, by provider."""
        found = select(_LOG.c.provider_id, func.count()).select_from(_LINES)
        asked = self._within(found, part).group_by(_LOG.c.provider_id)
        return {key: int(count) for key, count in self.session.execute(asked)}

    def lines(self, provider_id: str, part: Part) -> Sequence[LogLine]:
        """Return a provider's lines between two local dates, in order of time and code."""
        return self.scope.rows(
            _IN_ORDER,
            provider=provider_id,
            first=part.first,
            last=part.last,
            code=part.code,
            case_manager=part.case_manager_id,
        )

    def span(self, part: Part) -> tuple[date, date] | None:
        """Return the first and the last date of the lines of a part; None without any."""
        ends = select(func.min(_LOG.c.on_date), func.max(_LOG.c.on_date)).select_from(_LINES)
        first, last = self.session.execute(self._within(ends, part)).one()
        return (first, last) if first else None

    def make_ups(self, provider_id: str, session_ids: Collection[str]) -> Sequence[tables.MakeUp]:
        """Return what is known of minutes missed, or made up, in sessions of a provider."""
        made = metadata.tables["makeup"]
        found = select(tables.MakeUp).where(
            made.c.workspace_id == self.workspace_id,
            made.c.provider_id == provider_id,
            or_(made.c.session_id.in_(session_ids), made.c.done_session_id.in_(session_ids)),
        )
        return self.session.execute(found).scalars().all()

    def dates(self, session_ids: Collection[str]) -> dict[str, date]:
        """Return the dates of sessions by id."""
        sessions = metadata.tables["session"]
        found = select(sessions.c.id, sessions.c.on_date).where(
            sessions.c.workspace_id == self.workspace_id, sessions.c.id.in_(session_ids)
        )
        return {key: on for key, on in self.session.execute(found)}  # noqa: C416  rows are no pairs to mypy

    def names(self) -> dict[str, tuple[str, str | None]]:
        """Return name and discipline of everybody known here, by id."""
        people = metadata.tables["person"]
        found = select(people.c.id, people.c.name, people.c.discipline).where(
            people.c.workspace_id == self.workspace_id
        )
        return {key: (name, kind) for key, name, kind in self.session.execute(found)}

    def providers(self) -> Sequence[tuple[str, str]]:
        """Return id and name of everybody who ever logged or plans, by name."""
        people = metadata.tables["person"]
        logged = select(_LOG.c.provider_id).where(_LOG.c.workspace_id == self.workspace_id)
        found = select(people.c.id, people.c.name).where(
            people.c.workspace_id == self.workspace_id,
            or_(people.c.role == "provider", people.c.id.in_(logged)),
        )
        return [(key, name) for key, name in self.session.execute(found.order_by(people.c.name))]

    def codes(self, *, provider_id: str = "", case_manager_id: str = "") -> Sequence[str]:
        """Return the student codes of all plans, of a provider's or of a case manager's own."""
        plan = metadata.tables["plan"]
        joined = _OF_PLAN.join(plan, _same(_OF_PLAN, plan, plan_id="id"))
        found = select(_OF_PLAN.c.code).select_from(joined).distinct()
        found = found.where(_OF_PLAN.c.workspace_id == self.workspace_id)
        if provider_id:
            found = found.where(plan.c.provider_id == provider_id)
        if case_manager_id:
            found = found.where(_OF_PLAN.c.case_manager_id == case_manager_id)
        return self.session.execute(found.order_by(_OF_PLAN.c.code)).scalars().all()

    def _within(self, found: Select[Any], part: Part) -> Select[Any]:
        asked = found.where(
            _LOG.c.workspace_id == self.workspace_id,
            _LOG.c.replaced_at.is_(None),
            _LOG.c.on_date.between(part.first, part.last),
        )
        if part.provider_id:
            asked = asked.where(_LOG.c.provider_id == part.provider_id)
        if part.code:
            asked = asked.where(_STUDENT.c.code == part.code)
        if part.case_manager_id:
            asked = asked.where(_of_case_manager(literal(part.case_manager_id)))
        return asked


def _same(one: Table, other: Table, **columns: str) -> ColumnElement[bool]:
    pairs = [one.c[mine] == other.c[theirs] for mine, theirs in columns.items()]
    return and_(one.c.workspace_id == other.c.workspace_id, *pairs)


def _of_case_manager(person_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Return whether a line's student is a case manager's own in that plan."""
    own = select(_OF_PLAN.c.id).where(
        _same(_OF_PLAN, _LOG, plan_id="plan_id"),
        _OF_PLAN.c.code == _STUDENT.c.code,
        _OF_PLAN.c.case_manager_id == person_id,
    )
    return own.exists()


_LOG = metadata.tables["log"]
_STUDENT = metadata.tables["logstudent"]
_OF_PLAN = metadata.tables["planstudent"]
_LINES = _LOG.outerjoin(_STUDENT, _same(_STUDENT, _LOG, log_id="id"))
_OTHERS = _STUDENT.alias("others")
_STUDENTS = (
    select(func.count())
    .where(_OTHERS.c.workspace_id == _LOG.c.workspace_id, _OTHERS.c.log_id == _LOG.c.id)
    .scalar_subquery()
)
_ASKED_CODE = bindparam("code", type_=_STUDENT.c.code.type)
_ASKED_MANAGER = bindparam("case_manager", type_=_STUDENT.c.code.type)
_IN_ORDER = Prepared(
    select(
        _LOG.c.id,
        _LOG.c.session_id,
        _LOG.c.on_date,
        _LOG.c.starts_at,
        _LOG.c.ends_at,
        _LOG.c.timezone,
        _LOG.c.minutes,
        _LOG.c.status,
        _LOG.c.reason,
        _LOG.c.service_delivery_model,
        _LOG.c.place,
        _LOG.c.deliverer_id,
        _LOG.c.supervisor_id,
        _LOG.c.group_size,
        _LOG.c.goal_area,
        _LOG.c.note,
        _STUDENT.c.code,
        _STUDENT.c.present,
        _STUDENT.c.minutes,
        _STUDENT.c.group_minutes,
        _STUDENTS,
    )
    .select_from(_LINES)
    .where(
        _LOG.c.workspace_id == bindparam("workspace"),
        _LOG.c.provider_id == bindparam("provider"),
        _LOG.c.replaced_at.is_(None),
        _LOG.c.on_date.between(bindparam("first"), bindparam("last")),
        or_(_ASKED_CODE == "", _STUDENT.c.code == _ASKED_CODE),
        or_(_ASKED_MANAGER == "", _of_case_manager(_ASKED_MANAGER)),
    )
    .order_by(_LOG.c.on_date, _LOG.c.starts_at, _LOG.c.id, _STUDENT.c.code),
    LogLine._make,
)
