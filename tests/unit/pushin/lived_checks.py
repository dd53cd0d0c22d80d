"""What must hold of a life, read barely from the tables and the schools' calendars.

Nothing here asks the practice when somebody is free: for a minute it asks each rule by itself.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, TypeVar

from sqlmodel import col, select
from unit.pushin.lived_teams import CODES, DAY, WORKSPACE, Lived
from unit.pushin.lives import Life
from unit.pushin.postman import Posted

from handlers.slack import render
from pushin import agreements, live, quiet
from school.calendar import Override
from school.day import Day
from school.routines import Routine, on_day
from storage import tables
from storage.scope import Scope

R = TypeVar("R")

BUDGET = 2
MINUTE = timedelta(minutes=1)
TAUGHT = {"teacher": {"class", "nonclass", "break"}, "para": {"class", "nonclass"}}
"""Kinds of periods in which a teacher, or a para, has students."""
OWN_MEAL = 20
"""Minutes: a shorter meal is eaten with the children."""
ENDED = {"sent", "expired", "merged", "cancelled", "uncertain"}


@dataclass(frozen=True)
class Stop:
    """A session that is on, and where."""

    plan_id: str
    starts_at: datetime
    ends_at: datetime
    school_id: str


_LOOKED_AT = (
    tables.Absence,
    tables.Agreement,
    tables.Building,
    tables.Classroom,
    tables.Override,
    tables.Person,
    tables.Plan,
    tables.PlanPerson,
    tables.Prompt,
    tables.Role,
    tables.Routine,
    tables.Session,
    tables.TouchBase,
)


def _read(scope: Scope) -> dict[type[Any], list[Any]]:
    return {
        one: list(scope.session.exec(select(one).where(col(one.workspace_id) == WORKSPACE)).all())
        for one in _LOOKED_AT
    }


class Eyes:
    """The tables as they stand now."""

    def __init__(self, lived: Lived) -> None:
        """Read them all once."""
        self.lived = lived
        self._all = lived.ask(None, _read)
        self.people = {one.id: one for one in self.rows(tables.Person)}
        self.plans = {one.id: one for one in self.rows(tables.Plan)}
        self.rooms = {one.id: one for one in self.rows(tables.Classroom)}
        self.sessions = {one.id: one for one in self.rows(tables.Session)}
        self.buildings: dict[str, dict[str, list[int]]] = {}
        for row in self.rows(tables.Building):
            self.buildings.setdefault(row.person_id, {})[row.school_id] = row.weekdays
        self.overrides: dict[str, dict[date, Override]] = {}
        for it in self.rows(tables.Override):
            told = Override(
                it.on, it.day_type, it.label, it.starts_minute, it.ends_minute, it.cycle_day
            )
            self.overrides.setdefault(it.school_id, {})[it.on] = told
        self.covers = [
            (one.cover_id, one.session_id)
            for one in self.rows(tables.Absence)
            if one.session_id and one.cover_answer == "in" and one.ended_at is None
        ]

    def rows(self, table: type[R], **where: object) -> list[R]:
        """Return the rows of a table."""
        every: list[R] = self._all[table]
        return [row for row in every if all(getattr(row, name) == it for name, it in where.items())]

    def day(self, school_id: str, on: date) -> Day:
        """Return what a date is at a school."""
        known = self.overrides.get(school_id, {})
        return self.lived.calendars[school_id].day(on, known)

    def is_on(self, row: tables.Session) -> bool:
        """Tell whether a session takes place, as far as anybody knows."""
        return row.status == "planned" and row.obstacle is None

    def school_of(self, plan_id: str) -> str:
        """Return the school of a plan's room."""
        return self.rooms[self.plans[plan_id].classroom_id].school_id

    def stops(self, person_id: str, on: date) -> list[Stop]:
        """Return the sessions that take a person on a date, in order."""
        found = []
        for row in self.sessions.values():
            plan = self.plans[row.plan_id]
            takes = {plan.provider_id, self.rooms[plan.classroom_id].teacher_id}
            if row.classroom_id:
                takes.add(self.rooms[row.classroom_id].teacher_id)
            takes |= {cover for cover, session in self.covers if session == row.id and cover}
            if self.is_on(row) and row.on_date == on and person_id in takes:
                school = self.school_of(row.plan_id)
                found.append(Stop(plan.id, row.starts_at, row.ends_at, school))
        return sorted(found, key=lambda one: (one.starts_at, one.ends_at))

    # --- one minute of somebody -------------------------------------------------------------

    def why_not(self, person: tables.Person, at: datetime, *, room: str = "") -> Iterator[str]:
        """Yield why somebody may not be asked at an instant; in the building of a room, if given.

        With a room, not by phone.
        """
        on, minute = self.lived.local(at)
        building = self.rooms[room].school_id if room else None
        schools = list(self._schools(person, on))
        if not any(self.day(one, on).in_session for one in schools):
            yield f"no school at {schools}"
            return
        begin, end = person.quiet_from or 18 * 60, person.quiet_until or 6 * 60 + 30
        if not end <= minute < begin:
            yield "quiet hours"
        if not any(self._works(person, self.day(one, on), minute) for one in schools):
            yield "outside hours"
        stops = self.stops(person.id, on)
        if any(one.starts_at <= at < one.ends_at for one in stops):
            yield "in a session"
        if person.role == "provider":
            yield from self._of_provider(person, at, stops, building)
        if person.role in TAUGHT and person.school_id:
            yield from self._of_bells(person, self.day(person.school_id, on), minute)
        yield from self._out(person, on, minute)

    def _schools(self, person: tables.Person, on: date) -> Iterator[str]:
        said = self.buildings.get(person.id)
        if said:
            yield from (one for one, days in said.items() if on.weekday() in days)
            yield from (one.school_id for one in self.stops(person.id, on))
            return
        yield from filter(None, [person.school_id])
        for row in self.rows(tables.PlanPerson, person_id=person.id):
            yield self.school_of(row.plan_id)

    def _works(self, person: tables.Person, day: Day, minute: int) -> bool:
        if person.working_hours:
            start, end = person.working_hours.get(str(day.on.weekday()), (0, 0))
            return bool(start <= minute < end)
        if not day.in_session or day.first_bell is None or day.last_bell is None:
            return False
        return day.first_bell <= minute < day.last_bell

    def _of_provider(
        self, person: tables.Person, at: datetime, stops: list[Stop], building: str | None
    ) -> Iterator[str]:
        on, minute = self.lived.local(at)
        lunch = (person.lunch_start, person.lunch_end)
        if lunch[0] and lunch[1] and not person.lunch_ok and lunch[0] <= minute < lunch[1]:
            yield "lunch"
        way = person.travel_minutes * MINUTE
        for before, after in pairwise(stops):
            leaves = max(before.ends_at, after.starts_at - way)
            if before.school_id != after.school_id and leaves <= at < after.starts_at:
                yield "on the way"
        if building is None:
            return
        said = self.buildings.get(person.id)
        if said and on.weekday() not in said.get(building, []):
            yield f"not in {building} that day"
        here = building
        if stops:
            here = stops[0].school_id
            for one in stops:
                here = one.school_id if one.starts_at <= at else here
            if said and building not in {one.school_id for one in stops}:
                first, last = stops[0].starts_at - way, max(one.ends_at for one in stops) + way
                here = here if first <= at < last else building
        if here != building:
            yield f"in {here}, not in {building}"

    def _of_bells(self, person: tables.Person, day: Day, minute: int) -> Iterator[str]:
        regular = self.lived.calendars[person.school_id or ""].regular
        own = []
        for room in self.rooms.values():
            if person.role == "teacher" and room.teacher_id == person.id:
                own += self.rows(tables.Routine, classroom_id=room.id)
        here = [row for row in own if self._in(row, day, regular, minute)]
        without = [row for row in here if not row.with_students or row.kind == "planning"]
        offered = any(row.usable for row in without if row.kind == "planning")
        if any(row.with_students and row.kind != "planning" for row in here):
            yield "in a routine"
        if any(row.kind == "planning" and not row.usable for row in without) and not offered:
            yield "planning time that is not offered"
        for one in day.periods:
            if not one.start <= minute < one.end or one.staff_only:
                continue
            is_meal = one.kind == "meal" and one.end - one.start >= OWN_MEAL
            if (
                one.kind in TAUGHT[person.role] or (one.kind == "meal" and not is_meal)
            ) and not without:
                yield f"with students in {one.name}"
            if is_meal and not person.lunch_ok:
                yield "lunch"

    def _in(self, row: tables.Routine, day: Day, regular: object, minute: int) -> bool:
        told = Routine(
            row.name,
            row.start_minute,
            row.end_minute,
            kind=row.kind,
            with_students=row.with_students,
            weekdays=frozenset(row.weekdays),
            drops_on=frozenset(row.drops_on),
        )
        place = on_day(told, day, regular)  # type: ignore[arg-type]
        return place is not None and place[0] <= minute < place[1]

    def _out(self, person: tables.Person, on: date, minute: int) -> Iterator[str]:
        for row in self.rows(tables.Absence, person_id=person.id):
            if row.first_date is None or row.last_date is None or row.ended_at is not None:
                continue
            inside = (row.start_minute or 0) <= minute < (row.end_minute or 24 * 60)
            if row.first_date <= on <= row.last_date and inside:
                yield "out"


# --- when something is posted -----------------------------------------------------------------


def posting(lived: Lived, one: Posted) -> None:
    """Assert all that must hold at the moment at which something is posted."""
    eyes = Eyes(lived)
    assert not [code for code in CODES if code in one.said], f"a code in {one.said}"
    if one.kind == "ask":
        (person_id,) = one.people
        why = list(eyes.why_not(eyes.people[person_id], one.at))
        assert not why, f"asked {lived.name(person_id)} at {lived.local(one.at)}: {why}"
    if one.kind == "touch_base":
        row = eyes.rows(tables.TouchBase, id=one.subject.partition(":")[2])[0]
        assert row.starts_at is not None
        assert row.starts_at <= one.at, "called before its time"
        meets(lived, eyes, row)
    if one.kind == "digest":
        (person_id,) = one.people
        why = {"quiet hours"} & set(eyes.why_not(eyes.people[person_id], one.at))
        assert not why, f"a digest in quiet hours: {lived.name(person_id)} {lived.local(one.at)}"
    if one.kind == "checklist":
        session = eyes.sessions[one.subject.partition(":")[2]]
        assert eyes.is_on(session), f"a checklist of what is not on: {session.id}"
        assert one.at < session.ends_at, "a checklist too late"
        assert session.on_date == lived.local(one.at)[0] or session.starts_at - one.at <= DAY
    if one.kind == "change":
        _tells_in_time(lived, eyes, one)


def meets(lived: Lived, eyes: Eyes, row: tables.TouchBase) -> None:
    """Assert that two can meet at each minute of a touch-base."""
    assert row.starts_at is not None
    assert row.ends_at is not None
    pair = [eyes.people[row.teacher_id], eyes.people[row.provider_id]]
    by_phone = all(one.phone_ok for one in pair)
    on, start = lived.local(row.starts_at)
    school = eyes.rooms[row.classroom_id].school_id
    assert eyes.day(school, on).in_session, f"a touch-base on a day off: {on}"
    at = row.starts_at
    while at < row.ends_at:
        for one in pair:
            why = list(eyes.why_not(one, at, room="" if by_phone else row.classroom_id))
            names = [lived.name(who.id) for who in pair]
            assert not why, f"touch-base of {names} {on} {start}: {lived.name(one.id)} {why}"
        at += MINUTE


def _tells_in_time(lived: Lived, eyes: Eyes, one: Posted) -> None:
    """Assert that a change in quiet hours is one that cannot wait."""
    (person_id,) = one.people
    person = eyes.people[person_id]
    if person.change_anytime or "quiet hours" not in set(eyes.why_not(person, one.at)):
        return
    row = eyes.rows(tables.Prompt, subject=one.subject, state="claimed")[0]
    on, minute = lived.local(one.at)
    until = person.quiet_until or 6 * 60 + 30
    ends = lived.at(on if minute < until else on + DAY, until)
    assert row.worthless_at is not None
    known = [s.starts_at for s in eyes.sessions.values() if one.at < s.starts_at <= ends + MINUTE]
    assert known or row.worthless_at <= ends, f"a change by night: {one.subject}"


# --- after every act --------------------------------------------------------------------------


def after_act(life: Life) -> None:
    """Assert all that must hold at any time."""
    lived, eyes = life.lived, Eyes(life.lived)
    _in_force(life, eyes)
    for row in eyes.rows(tables.TouchBase, state="planned"):
        if row.starts_at is not None and row.starts_at > life.at:
            meets(lived, eyes, row)


def _in_force(life: Life, eyes: Eyes) -> None:
    for one in eyes.rows(tables.Agreement):
        if one.closed_at is not None:
            continue
        facts = life.lived.ask(None, agreements.facts, one.id)
        for role in eyes.rows(tables.Role, agreement_id=one.id):
            person = eyes.people[role.person_id]
            if facts.in_force and person.slack_user_id and person.active:
                is_in = life.has_confirmed(one, person.id)
                assert is_in, f"in force without {lived_name(life, person)}"


def lived_name(life: Life, person: tables.Person) -> str:
    """Return what somebody is called."""
    return life.lived.name(person.id)


# --- at the end -------------------------------------------------------------------------------


def at_the_end(life: Life, begun: Mapping[str, datetime]) -> None:
    """Assert all that must hold of the ledger; `begun` are the sessions that were on and began."""
    eyes = Eyes(life.lived)
    _within_budget(life)
    _ended(life, eyes)
    _one_checklist(life, eyes, begun)
    _explained(life, eyes)
    _homes(life)


def _within_budget(life: Life) -> None:
    got: Counter[tuple[str, date]] = Counter()
    for one in life.postman.posted:
        on = life.lived.local(one.at)[0]
        if one.kind == "change" and one.subject.split(":")[2][:10] == f"{on}":
            continue
        got.update((person_id, on) for person_id in one.people)
    over = {key: count for key, count in got.items() if count > BUDGET}
    assert not over, (
        f"too many: {[(life.lived.name(one), f'{on}', n) for (one, on), n in over.items()]}"
    )


def _ended(life: Life, eyes: Eyes) -> None:
    for row in eyes.rows(tables.Prompt):
        assert row.state in ENDED or row.due_at > life.at, f"no end: {row.kind} {row.subject}"


def _one_checklist(life: Life, eyes: Eyes, begun: Mapping[str, datetime]) -> None:
    """Assert one checklist for each session that began while it was on, or that it was said."""
    ended: dict[str, Counter[str]] = {}
    for row in eyes.rows(tables.Prompt, kind="checklist"):
        ended.setdefault(row.subject.partition(":")[2], Counter())[row.state] += 1
    for session_id in begun:
        plan = eyes.plans[eyes.sessions[session_id].plan_id]
        if eyes.rooms[plan.classroom_id].channel_id is None or plan.together_id:
            continue
        states = ended.get(session_id, Counter())
        assert states["sent"] + states["expired"] >= 1, f"no checklist: {session_id} {states}"
    on_date: Counter[tuple[str, date]] = Counter()
    for one in life.postman.posted:
        if one.kind == "checklist":
            on_date[one.subject, life.lived.local(one.at)[0]] += 1
    assert all(count == 1 for count in on_date.values()), f"two checklists: {on_date}"


def _explained(life: Life, eyes: Eyes) -> None:
    """Assert that what was not said stands in its person's list of such things."""
    rows = eyes.rows(tables.Prompt)
    later: dict[tuple[str, str], list[tables.Prompt]] = {}
    for row in rows:
        later.setdefault((row.kind, row.subject), []).append(row)
    missing: Counter[tuple[str, date, str]] = Counter()
    for row in rows:
        known = later[row.kind, row.subject]
        again = any(
            one.state in {"planned", "claimed", "sent", "uncertain"} or one.revision > row.revision
            for one in known
        )
        if row.state in {"merged", "cancelled", "expired"} and not again:
            on = life.lived.local(row.due_at)[0]
            for person_id in _concerned(life, eyes, row):
                missing[person_id, on, row.kind] += 1
    for person_id in life.lived.people.values():
        for monday in {on - on.weekday() * DAY for who, on, _ in missing if who == person_id}:
            at = life.lived.at(monday + 2 * DAY, 12 * 60)
            for day in life.lived.ask(life.lived.name(person_id), quiet.week, at=at).days:
                for entry in day.entries:
                    missing[person_id, day.on, entry.kind] -= 1
    left = {key: count for key, count in missing.items() if count > 0}
    assert not left, f"vanished: {[(life.lived.name(a), f'{b}', c) for a, b, c in left]}"


def _concerned(life: Life, eyes: Eyes, row: tables.Prompt) -> set[str]:
    if row.conversation_id.startswith("channel:"):
        about, _, key = row.subject.partition(":")
        plan_id = key.rpartition("-")[0] if about == "session" else key
        found = eyes.rows(tables.PlanPerson, plan_id=plan_id)
        ids = {one.person_id for one in found}
    else:
        ids = set(row.conversation_id.split(":")[1:])
    return ids & set(life.lived.people.values())


def _homes(life: Life) -> None:
    for name in life.lived.people:
        shown = str(render.home(life.lived.ask(name, live.home, at=life.at)))
        assert not [code for code in CODES if code in shown], f"a code in the Home of {name}"
