"""What follows when somebody is out of sessions, or is there after all: on, off, told, shown."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pushin import (
    calendars,
    checklist_prompts,
    derivation,
    live,
    outs,
    people,
    plan_facts,
    prompts,
    repaired_days,
    touchbases,
    undo,
)
from pushin.results.absences import Dates
from school import clock
from school.calendar import SchoolCalendar
from storage import tables
from storage.queries.absences import Mark
from storage.scope import Scope, fresh_id

KIND = "absence"
_DAY = timedelta(days=1)
_WEEK = 7


class Change:
    """A change of who is out of some sessions: made step by step, then followed once."""

    def __init__(self, scope: Scope, rows: Iterable[tables.Session]) -> None:
        """Keep how the sessions are before it."""
        self._scope = scope
        self._rows = list(rows)
        self._before = {row.id: derivation.state(row, _zone(scope, row)) for row in self._rows}
        self._out = scope.absences.marks([row.id for row in self._rows])
        self._made: list[str] = []
        self._declined: list[str] = []

    def leave(self, person: tables.Person, row: tables.Session, *, at: datetime) -> str:
        """Say that somebody is out of a session; return the absence."""
        return self._add(person, (None, None), (None, None), row.id, at=at)

    def away(
        self,
        person: tables.Person,
        dates: Dates,
        part: tuple[int | None, int | None],
        *,
        at: datetime,
    ) -> str:
        """Say that somebody is out on dates, or for a part of each; return the absence."""
        return self._add(person, dates, part, at=at)

    def _add(
        self,
        person: tables.Person,
        dates: Dates | tuple[None, None],
        part: tuple[int | None, int | None],
        session_id: str | None = None,
        *,
        at: datetime,
    ) -> str:
        row = self._scope.absences.add(
            tables.Absence(
                workspace_id=self._scope.workspace_id,
                id=fresh_id(),
                person_id=person.id,
                session_id=session_id,
                first_date=dates[0],
                last_date=dates[1],
                start_minute=part[0],
                end_minute=part[1],
                said_by=(self._scope.person or person).id,
                at=at,
            )
        )
        self._made.append(row.id)
        return row.id

    def ask(self, absence_ids: Collection[str], cover_id: str, answer: str | None = None) -> None:
        """Ask somebody to cover where another is out, or keep what they answer."""
        for row in self._scope.absences.of_ids(absence_ids):
            row.cover_id, row.cover_answer = cover_id, answer
            self._scope.absences.add(row)

    def decline(self, absence_ids: Collection[str]) -> None:
        """Let who covers cover no more."""
        for row in self._scope.absences.of_ids(absence_ids):
            row.cover_answer = "no"
            self._scope.absences.add(row)
            self._declined.append(row.id)

    def resume(self, absence_ids: Collection[str]) -> None:
        """Let who could not cover any more cover again."""
        for row in self._scope.absences.of_ids(absence_ids):
            if row.cover_answer == "no" and row.ended_at is None:
                row.cover_answer = "in"
                self._scope.absences.add(row)

    def end(self, rows: Iterable[tables.Absence], today: date, *, at: datetime) -> None:
        """Take absences back; of dates that have begun, the days that were stay."""
        for row in rows:
            if row.first_date is not None and row.first_date < today:
                row.last_date = today - _DAY
            else:
                row.ended_at = at
            self._scope.absences.add(row)

    def follow(self, *, at: datetime) -> None:
        """Let sessions be on or off, and tell and show it.

        The first date that is concerned is told as a change is, those after it not before the
        school day before.
        """
        marks = self.settle(at=at)
        for row in self._rows:
            if row.status == "planned":
                checklist_prompts.for_session(self._scope, row, at=at)
            else:
                subject = f"session:{row.id}"
                prompts.withdraw(self._scope, subject=subject, why=outs.REASON, at=at)
        for plan_id in dict.fromkeys(row.plan_id for row in self._rows):
            plan = plan_facts.require(self._scope, plan_id)
            touchbases.plan_weeks(self._scope, plan, at=at)
        touchbases.plan_all(self._scope, self._standing_in(marks), at=at)
        self._show(marks)
        self._tell(at)

    def settle(self, *, at: datetime) -> "outs.Marks":
        """Let sessions be on or off, as far as who is out decides it; return who is."""
        marks = self._scope.absences.marks(list(self._before))
        for row in self._rows:
            self._set(row, marks.get(row.id, ()), at)
        return marks

    def _set(self, row: tables.Session, marks: Sequence[Mark], at: datetime) -> None:
        plan = plan_facts.require(self._scope, row.plan_id)
        fallback = outs.fallback(self._scope, plan.id)
        out = [(one.person_id, one.answer) for one in marks]
        goes_on = outs.goes_on(out, plan.provider_id, fallback)
        comes_back = row.status == "cancelled" and row.reason == outs.REASON and goes_on
        if row.status == "planned" and not goes_on:
            row.status, row.reason = "cancelled", outs.REASON
        elif comes_back:
            row.status, row.reason = "planned", None
        row.revision += 1
        self._scope.session.add(row)
        self._scope.session.flush()
        if comes_back:  # the calendar may have changed meanwhile
            calendar = _calendar(self._scope, row)
            derivation.derive(self._scope, plan, calendar, at=at, on=row.original_date)

    def _standing_in(self, marks: "outs.Marks") -> list[str]:
        """Return who covered or covers: the session takes their time, or takes it no more."""
        both = [one for found in (self._out, marks) for row in found.values() for one in row]
        return sorted({one.cover_id for one in both if one.cover_id and one.answer == "in"})

    def _show(self, marks: "outs.Marks") -> None:
        """Mark stale what shows these sessions, and the Homes of those who cover."""
        both = [one for found in (self._out, marks) for row in found.values() for one in row]
        homes = {f"person:{one.cover_id}" for one in both if one.cover_id}
        live.changed(self._scope, *(f"session:{row.id}" for row in self._rows), *sorted(homes))

    def _tell(self, at: datetime) -> None:
        dates = sorted({row.on_date for row in self._rows})
        for number, on in enumerate(dates):
            rows = [row for row in self._rows if row.on_date == on]
            repaired_days.tell(
                self._scope,
                rows,
                before=self._before,
                out=self._out,
                since=_eve(self._scope, rows[0]) if number else None,
                by=self._scope.person,
                at=at,
            )

    def undo(self, person: tables.Person, *, at: datetime) -> str:
        """Keep how all this is taken back, for ten minutes; return the undo's id."""
        after = {"made": self._made, "declined": self._declined}
        return undo.keep(self._scope, KIND, person.id, before={}, after=after, at=at)


def mark_added(
    scope: Scope, plan: tables.Plan, rows: Sequence[tables.Session], *, at: datetime
) -> None:
    """Let those be out of new sessions who said to be out on their dates; nobody is told of that.

    A session that is added is told, or shown, by who adds it.
    """
    if not rows:
        return
    dates = [row.on_date for row in rows]
    for away in scope.absences.away(scope.plans.adult_ids(plan.id), min(dates), max(dates)):
        person = people.require(scope, away.person_id)
        for row in rows:
            if away.covers(row.on_date, minutes(scope, row)):
                change = Change(scope, (row,))
                change.leave(person, row, at=at)
                change.settle(at=at)


def _eve(scope: Scope, row: tables.Session) -> datetime:
    """Return when the school day before a session's date begins, at its school."""
    calendar = _calendar(scope, row)
    overrides = calendars.overrides_of(scope, calendar.id)
    earlier = (row.on_date - _DAY * n for n in range(1, _WEEK))
    open_days = (on for on in earlier if calendar.day(on, overrides).in_session)
    return clock.instant(next(open_days, row.on_date - _DAY), 0, calendar.zone)


def _calendar(scope: Scope, row: tables.Session) -> SchoolCalendar:
    plan = plan_facts.require(scope, row.plan_id)
    return calendars.calendar_of(scope, plan_facts.classroom_of(scope, plan).school_id)


def _zone(scope: Scope, row: tables.Session) -> ZoneInfo:
    return _calendar(scope, row).zone


def minutes(scope: Scope, row: tables.Session) -> tuple[int, int]:
    """Return a session's minutes of its date, by its school's clock."""
    start = clock.local(row.starts_at, _zone(scope, row))[1]
    return start, start + int((row.ends_at - row.starts_at).total_seconds()) // 60


def runs(dates: Iterable[date]) -> Iterator[Dates]:
    """Yield dates as spans of those in a row."""
    first = last = None
    for on in sorted(set(dates)):
        if first is None or last is None or on != last + _DAY:
            if first is not None and last is not None:
                yield first, last
            first = on
        last = on
    if first is not None and last is not None:
        yield first, last
