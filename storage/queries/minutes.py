"""Sums of minutes between two dates, by plan and (for modals only) by student code.

Whose plans they are is said in one of two ways: those of a provider, or those of the students of a
case manager. Each statement is built once for each way, and sums on indices.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import (
    FromClause,
    Integer,
    Select,
    Table,
    and_,
    bindparam,
    case,
    cast,
    extract,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.sql.elements import ColumnElement

from storage import tables
from storage.prepared import Prepared
from storage.queries.group import Group
from storage.queries.minute_rows import (
    AskerRow,
    LoggedRow,
    MakeUpRow,
    MandateRow,
    OpenRow,
    PlanRow,
    StudentRow,
)
from storage.tables.base import metadata

Seen = Literal["provider", "case_manager"]
"""As what somebody looks: at their own plans, or at those of their students."""

_UTC_MARGIN = timedelta(days=2)
"""No zone is farther from UTC: instants narrow an index, local dates decide."""


def _table(row: type[Any]) -> Table:
    return metadata.tables[row.__tablename__]


_plan, _session, _log = _table(tables.Plan), _table(tables.Session), _table(tables.Log)
_part, _student = _table(tables.PlanPerson), _table(tables.PlanStudent)
_was_there, _make_up = _table(tables.LogStudent), _table(tables.MakeUp)
_mandate, _serves = _table(tables.Mandate), _table(tables.MandatePlan)
_room, _person = _table(tables.Classroom), _table(tables.Person)
_absence = _table(tables.Absence)
_MIDNIGHT = datetime.min.time()
_NO_SESSION = ("plan_changed", "indirect_week")
"""Reasons of what is no session at all, as `pushin.lost` has them."""


def _same(left: FromClause, right: FromClause, **columns: str) -> ColumnElement[bool]:
    """Return that two rows are of one workspace and that `left.key == right.value`."""
    pairs = (left.c[mine] == right.c[theirs] for mine, theirs in columns.items())
    return and_(left.c.workspace_id == right.c.workspace_id, *pairs)


def _seen(seen: Seen) -> ColumnElement[bool]:
    """Return that a plan is one that `person` may look at."""
    mine = _plan.c.workspace_id == bindparam("workspace")
    if seen == "provider":
        return mine & (_plan.c.provider_id == bindparam("person"))
    follows = select(_part.c.plan_id).where(
        _part.c.workspace_id == bindparam("workspace"), _part.c.person_id == bindparam("person")
    )
    manages = select(_student.c.plan_id).where(
        _student.c.workspace_id == bindparam("workspace"),
        _student.c.case_manager_id == bindparam("person"),
    )
    return mine & _plan.c.id.in_(follows.union(manages))


def _in_it(on: ColumnElement[date]) -> ColumnElement[bool]:
    """Return that a student is in the plan on a date."""
    return (_student.c.from_date <= on) & (
        _student.c.until_date.is_(None) | (_student.c.until_date >= on)
    )


def _logged(seen: Seen, *, by_code: bool) -> Select[Any]:
    """Return the sums of what was logged; of a code, the minutes that it was there."""
    source: FromClause = _plan.join(
        _log, _same(_log, _plan, plan_id="id") & _log.c.replaced_at.is_(None)
    )
    code: ColumnElement[Any] = literal("")
    minutes: ColumnElement[Any] = _log.c.minutes
    status: ColumnElement[Any] = _log.c.status
    if by_code:
        code = _student.c.code
        source = source.join(
            _student, _same(_student, _plan, plan_id="id") & _in_it(_log.c.on_date)
        ).outerjoin(_was_there, _same(_was_there, _log, log_id="id") & (_was_there.c.code == code))
        # Where no codes are kept of a session, all that belong to it were there.
        everybody = case((_log.c.group_size.is_(None), _log.c.minutes), else_=0)
        minutes = func.coalesce(_was_there.c.minutes, everybody)
        out = or_(
            _was_there.c.code.is_not(None) & ~_was_there.c.present,
            _was_there.c.code.is_(None) & _log.c.group_size.is_not(None) & (_log.c.minutes > 0),
        )
        status = case((out, "student_absent"), else_=_log.c.status)
    missed = case((_log.c.planned_minutes > minutes, _log.c.planned_minutes - minutes), else_=0)
    weekday = case(
        (_log.c.planned_minutes > minutes, cast(extract("dow", _log.c.on_date), Integer))
    )
    each = (
        select(
            _plan.c.id.label("plan_id"),
            code.label("code"),
            _log.c.service_delivery_model.label("model"),
            status.label("status"),
            _log.c.reason,
            weekday.label("weekday"),
            _log.c.planned_minutes.label("planned"),
            minutes.label("minutes"),
            missed.label("missed"),
            (minutes + missed - _log.c.planned_minutes).label("extra"),
        )
        .select_from(source)
        .where(_seen(seen), _log.c.on_date.between(bindparam("first"), bindparam("last")))
        .subquery("each_log")
    )
    return _summed(each, LoggedRow._fields[:6], LoggedRow._fields[7:])


def _summed(each: FromClause, keys: Sequence[str], sums: Sequence[str]) -> Select[Any]:
    """Return rows grouped by some columns, counted, with the sums of the others."""
    return select(
        *(each.c[key] for key in keys),
        func.count().label("sessions"),
        *(func.sum(each.c[name]).label(name) for name in sums),
    ).group_by(*(each.c[key] for key in keys))


def _open(seen: Seen, *, by_code: bool) -> Select[Any]:
    """Return the sessions that nobody logged, counted where they are as their plan has them."""
    source: FromClause = _plan.join(_session, _same(_session, _plan, plan_id="id")).outerjoin(
        _log, _same(_log, _session, session_id="id") & _log.c.replaced_at.is_(None)
    )
    code: ColumnElement[Any] = literal("")
    if by_code:
        code = _student.c.code
        source = source.join(
            _student, _same(_student, _plan, plan_id="id") & _in_it(_session.c.on_date)
        )
    seconds = extract("epoch", _session.c.ends_at) - extract("epoch", _session.c.starts_at)
    is_out = (
        select(_absence.c.id)
        .where(
            _same(_absence, _session, session_id="id"),
            _absence.c.person_id == _plan.c.provider_id,
            _absence.c.ended_at.is_(None),
        )
        .correlate(_session, _plan)
        .exists()
    )
    as_planned = and_(
        _session.c.status == "planned",
        _session.c.obstacle.is_(None),
        _session.c.reason.is_(None),
        ~is_out,
    )
    each = (
        select(
            _plan.c.id.label("plan_id"),
            code.label("code"),
            _plan.c.service_delivery_model.label("model"),
            (_session.c.ends_at <= bindparam("at")).label("over"),
            case((as_planned, ""), else_=_session.c.id).label("id"),
            cast(seconds / 60, Integer).label("minutes"),
        )
        .select_from(source)
        .where(
            _seen(seen),
            _log.c.id.is_(None),
            _session.c.ends_at > bindparam("since"),
            _session.c.ends_at < bindparam("until"),
            _session.c.on_date.between(bindparam("first"), bindparam("last")),
            or_(
                _session.c.status != "cancelled",
                # A list would not be part of the prepared text.
                and_(*(_session.c.reason != one for one in _NO_SESSION)),
            ),
        )
        .subquery("each_session")
    )
    return _summed(each, OpenRow._fields[:5], OpenRow._fields[6:])


def _make_ups(seen: Seen) -> Select[Any]:
    mine = _make_up.c.provider_id == bindparam("person")
    each = (
        select(
            _plan.c.id.label("plan_id"),
            _make_up.c.code,
            _make_up.c.plan_id.label("made_id"),
            _make_up.c.state,
            _session.c.on_date.between(bindparam("first"), bindparam("last")).label("inside"),
            _make_up.c.minutes,
        )
        .select_from(
            _make_up.join(_session, _same(_session, _make_up, id="session_id")).join(
                _plan, _same(_plan, _session, id="plan_id")
            )
        )
        .where(
            _make_up.c.workspace_id == bindparam("workspace"),
            mine if seen == "provider" else _seen(seen),
        )
        .subquery("each_make_up")
    )
    keys = MakeUpRow._fields[:5]
    return select(
        *(each.c[key] for key in keys), func.sum(each.c.minutes).label("minutes")
    ).group_by(*(each.c[key] for key in keys))


def _plans(seen: Seen) -> Select[Any]:
    return (
        select(
            _plan.c.id,
            _plan.c.follows_id,
            _plan.c.provider_id,
            _person.c.discipline,
            _plan.c.classroom_id,
            _room.c.room,
            _room.c.school_id,
            _plan.c.anchor_name.label("during"),
            _plan.c.start_minute.label("start"),
            _plan.c.end_minute.label("end"),
            _plan.c.service_delivery_model.label("model"),
            _plan.c.from_date,
            _plan.c.until_date,
        )
        .select_from(
            _plan.join(_room, _same(_room, _plan, id="classroom_id")).join(
                _person, _same(_person, _plan, id="provider_id")
            )
        )
        .where(_seen(seen))
        .order_by(_plan.c.from_date, _plan.c.id)
    )


def _mandates(seen: Seen) -> Select[Any]:
    return (
        select(
            _mandate.c.id,
            _serves.c.plan_id,
            _mandate.c.provider_id,
            _mandate.c.code,
            _mandate.c.discipline,
            _mandate.c.service_delivery_model.label("model"),
            _mandate.c.minutes,
            _mandate.c.per,
            _mandate.c.from_date,
            _mandate.c.until_date,
            _mandate.c.told_for,
        )
        .select_from(
            _mandate.join(_serves, _same(_serves, _mandate, mandate_id="id")).join(
                _plan, _same(_plan, _serves, id="plan_id")
            )
        )
        .where(*([_mandate.c.provider_id == bindparam("person")] if seen == "provider" else []))
        .where(_seen(seen))
        .order_by(_mandate.c.from_date, _mandate.c.id, _serves.c.plan_id)
    )


def _students(seen: Seen) -> Select[Any]:
    """Return the codes of those plans; a case manager's are those of their own students only."""
    own = [_student.c.case_manager_id == bindparam("person")] if seen == "case_manager" else []
    return (
        select(_student.c.plan_id, _student.c.code, _student.c.from_date, _student.c.until_date)
        .select_from(_plan.join(_student, _same(_student, _plan, plan_id="id")))
        .where(_seen(seen), *own)
        .order_by(_student.c.code, _student.c.from_date)
    )


_ASKER = Prepared(
    select(_person.c.id, _person.c.role, _person.c.discipline, _person.c.school_id).where(
        _person.c.workspace_id == bindparam("workspace"),
        _person.c.slack_user_id == bindparam("user"),
        _person.c.active,
    ),
    AskerRow._make,
)
_SEEN: tuple[Seen, ...] = ("provider", "case_manager")
_EITHER = tuple((seen, by_code) for seen in _SEEN for by_code in (False, True))
LOGGED = {key: Prepared(_logged(key[0], by_code=key[1]), LoggedRow._make) for key in _EITHER}
OPEN = {key: Prepared(_open(key[0], by_code=key[1]), OpenRow._make) for key in _EITHER}
MAKE_UPS = {seen: Prepared(_make_ups(seen), MakeUpRow._make) for seen in _SEEN}
_PLANS = {seen: Prepared(_plans(seen), PlanRow._make) for seen in _SEEN}
_MANDATES = {seen: Prepared(_mandates(seen), MandateRow._make) for seen in _SEEN}
_STUDENTS = {seen: Prepared(_students(seen), StudentRow._make) for seen in _SEEN}


class Minutes(Group):
    """What `seen` by a person was planned, logged, missed and made up between two dates."""

    def asker(self) -> AskerRow | None:
        """Return the active person who asks; None for a stranger."""
        found = self.scope.rows(_ASKER, user=self.scope.who.user_id or "")
        return found[0] if found else None

    def logged(
        self, seen: Seen, person_id: str, first: date, last: date, *, by_code: bool
    ) -> Sequence[LoggedRow]:
        """Return the sums of what was logged."""
        keys = {"person": person_id, "first": first, "last": last}
        return self.scope.rows(LOGGED[seen, by_code], **keys)

    def unlogged(
        self, seen: Seen, person_id: str, first: date, last: date, *, by_code: bool, at: datetime
    ) -> Sequence[OpenRow]:
        """Return the sessions that nobody logged, by whether they are over at an instant."""
        return self.scope.rows(OPEN[seen, by_code], **open_keys(person_id, first, last, at))

    def make_ups(self, seen: Seen, person_id: str, first: date, last: date) -> Sequence[MakeUpRow]:
        """Return the minutes to make up, whenever they were missed."""
        return self.scope.rows(MAKE_UPS[seen], person=person_id, first=first, last=last)

    def plans(self, seen: Seen, person_id: str) -> Sequence[PlanRow]:
        """Return the plans that a person may look at, ended ones too, oldest first."""
        return self.scope.rows(_PLANS[seen], person=person_id)

    def mandates(self, seen: Seen, person_id: str) -> Sequence[MandateRow]:
        """Return the mandates that those plans serve, oldest first."""
        return self.scope.rows(_MANDATES[seen], person=person_id)

    def students(self, seen: Seen, person_id: str) -> Sequence[StudentRow]:
        """Return the student codes of those plans, for modals only, after a check of who looks."""
        return self.scope.rows(_STUDENTS[seen], person=person_id)


def open_keys(person_id: str, first: date, last: date, at: datetime) -> dict[str, Any]:
    """Return what the statement of sessions that nobody logged is asked with."""
    since, until = (datetime.combine(on, _MIDNIGHT, tzinfo=at.tzinfo) for on in (first, last))
    return {
        "person": person_id,
        "first": first,
        "last": last,
        "since": since - _UTC_MARGIN,
        "until": until + 2 * _UTC_MARGIN,
        "at": at,
    }
