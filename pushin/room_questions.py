"""What a room's teacher has still to say, derived from what is known; the first thing first."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from pushin import calendars, people, plan_facts, routines, starting_sets, touchbases
from pushin.results import DayRoutine, PersonRef, RoomQuestion, UnusualDay
from pushin.results.rooms import QuestionKind
from school.calendar import ALL_WEEKDAYS, SchoolCalendar
from school.day import Day
from school.routines import Place, Routine, on_day
from storage import tables
from storage.scope import Scope

NOT_OFFERED = "touch_base"
"""In `Classroom.without`: planning time may not be used."""
DAY = "day:"
"""In `Classroom.without`: of this day type it was said what happens."""
ASKED = "asked:"
"""In `Classroom.without`: who would like to know since when, as `asked:KIND:PERSON:DATE`."""
_NAME = "name:"
_OTHER = "other"
_CARDS = 2
"""On how many of their daily cards somebody is asked the same; after that it waits in Home."""
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Needed:
    """A question that a push-in needs the answer to, since when."""

    question: RoomQuestion
    since: datetime


def absence(kind: str, name: str) -> str:
    """Return how `Classroom.without` says that a room has no such routine."""
    return f"{_NAME}{name.casefold()}" if kind == _OTHER else kind


def open_questions(
    scope: Scope, room: tables.Classroom, *, at: datetime
) -> tuple[RoomQuestion, ...]:
    """Return what is still to be asked of a room's teacher, in order.

    What a push-in hangs on first; then grade, arrival, planning time and whether it may be used,
    the other guesses in the order of the day, and the days that begin or end at other times.
    """
    asked = _Asked(scope, room, at)
    found: dict[str, RoomQuestion] = {}
    for one in (*(one.question for one in asked.needed()), *asked.others()):
        found.setdefault(one.key, one)
    return tuple(found.values())


def answered(scope: Scope, room: tables.Classroom, *, at: datetime) -> int:
    """Return how many things of a room were said."""
    asked = _Asked(scope, room, at)
    days = {f"{DAY}{one.key}" for one in asked.days}
    noes = [one for one in room.without if not one.startswith(ASKED)]
    said = [one for one in noes if not one.startswith(DAY) or one in days]
    told = sum(not one.guess for one in asked.routines)
    used = NOT_OFFERED not in said and any(one.usable for one in asked.routines)
    return (room.grade is not None) + told + len(said) + used


def needed(scope: Scope, teacher: tables.Person, *, at: datetime) -> tuple[Needed, ...]:
    """Return what push-ins need to know of a teacher's rooms and only they can say."""
    if teacher.role != "teacher":
        return ()
    rooms = scope.classrooms.of_teacher(teacher.id)
    return tuple(one for room in rooms for one in _Asked(scope, room, at).needed())


def for_card(
    scope: Scope, teacher: tables.Person, *, before: date | None = None, at: datetime
) -> RoomQuestion | None:
    """Return the one question for a teacher's daily card (that of the local date `before`).

    Nobody is asked the same on more than two cards: then it waits in Home and in `room`.
    """
    for one in needed(scope, teacher, at=at):
        days = scope.prompts.days_asked_since(teacher.id, one.since)
        if sum(before is None or on < before for on in days) < _CARDS:
            return one.question
    return None


def guesses_revision(guesses: Sequence[Routine]) -> int:
    """Return a number that changes with the guesses of a room: "all right" carries it."""
    shown = sorted((one.name, one.start, one.end) for one in guesses if one.guess)
    return zlib.crc32(repr(shown).encode())


def other_days(scope: Scope, room: tables.Classroom, *, at: datetime) -> tuple[UnusualDay, ...]:
    """Return the kinds of days still to come this year that are not regular, next ones first."""
    return tuple(_Asked(scope, room, at).days)


def of_kind(
    scope: Scope, room: tables.Classroom, kind: str, *, at: datetime
) -> RoomQuestion | None:
    """Return the question when a room's routine of a kind is; None once its teacher said so."""
    return _Asked(scope, room, at).of_kind(kind)


def hangs_on_guess(scope: Scope, plan: tables.Plan) -> bool:
    """Tell whether a plan hangs on a routine that its teacher has not confirmed."""
    if plan.anchor_kind != "routine":
        return False
    known = routines.of_room(scope, plan.classroom_id)
    routine = routines.named(known, plan.anchor_name)
    return routine is not None and routine.guess


@dataclass(frozen=True)
class _Asked:
    """A room at an instant, with what there is to ask of it."""

    scope: Scope
    room: tables.Classroom
    at: datetime

    @cached_property
    def calendar(self) -> SchoolCalendar:
        return calendars.calendar_of(self.scope, self.room.school_id)

    @cached_property
    def routines(self) -> tuple[Routine, ...]:
        return routines.of_room(self.scope, self.room.id)

    @cached_property
    def plans(self) -> list[tables.Plan]:
        found = self.scope.plans.of_classroom(self.room.id)
        return [one for one in found if not plan_facts.is_over(self.scope, one, at=self.at)]

    # --- needed ---------------------------------------------------------------------------

    def needed(self) -> list[Needed]:
        """Return what plans hang on and was not told; planning time where a pair has no other."""
        return [*self._hanging(), *self._wished(), *self._without_slot()]

    def _wished(self) -> list[Needed]:
        """Return what a provider would like to plan on, and the teacher has not said."""
        found = []
        for one in self.room.without:
            kind, _, rest = one.removeprefix(ASKED).partition(":")
            person_id, _, since = rest.partition(":")
            question = self.of_kind(kind) if one.startswith(ASKED) else None
            if question is not None:
                who = people.ref(people.require(self.scope, person_id))
                told = replace(question, who=who, wished=True)
                found.append(Needed(told, datetime.fromisoformat(since)))
        return found

    def of_kind(self, kind: str) -> RoomQuestion | None:
        """Return the question when a routine of a kind is; None once it was answered."""
        of_kind = [one for one in self.routines if one.kind == kind]
        if of_kind:
            return self._guess(of_kind[0]) if all(one.guess for one in of_kind) else None
        return self._missing(kind)

    def _hanging(self) -> list[Needed]:
        found: dict[str, Needed] = {}
        for plan in self.plans:
            question = self._of_plan(plan)
            if question is not None:
                found.setdefault(question.key, Needed(question, plan.created_at))
        return sorted(found.values(), key=lambda one: one.question.start or 0)

    def _of_plan(self, plan: tables.Plan) -> RoomQuestion | None:
        if plan.anchor_kind != "routine":
            return None
        provider = people.ref(people.require(self.scope, plan.provider_id))
        routine = routines.named(self.routines, plan.anchor_name)
        if routine is not None:
            return self._guess(routine, provider) if routine.guess else None
        bells = self.calendar.usual(frozenset(plan.weekdays))
        kind = routines.kind_of(plan.anchor_name)
        if bells.period(plan.anchor_name) or self._has_none(kind, plan.anchor_name):
            return None
        name, told = plan.anchor_name, (plan.start_minute, plan.end_minute)
        return self._routine(f"routine:{name}", name, kind, told, provider)

    def _without_slot(self) -> list[Needed]:
        """Return planning time, where it was never told and a pair finds no five minutes."""
        question = self.of_kind("planning")
        if question is None:
            return []
        week = touchbases.monday(calendars.today(self.calendar, self.at))
        for plan in self.plans:
            pair = (self.room.teacher_id, plan.provider_id)
            if self.scope.touch_bases.lacks_slot(*pair, week):
                provider = people.ref(people.require(self.scope, plan.provider_id))
                return [Needed(replace(question, who=provider), plan.created_at)]
        return []

    # --- the rest -------------------------------------------------------------------------

    def others(self) -> Iterator[RoomQuestion]:
        """Yield everything that is open, in order."""
        if self.room.grade is None:
            yield _sealed(replace(self._blank("grade", "grade"), grades=starting_sets.grades()))
        guesses = [one for one in self.routines if one.guess]
        for kind in ("arrival", "planning"):
            yield from (self._guess(one) for one in guesses if one.kind == kind)
            missing = self._missing(kind)
            if missing is not None:
                yield missing
        if self.is_offer_open:
            yield self._offer()
        yield from map(self._guess, guesses)
        missing = self._missing("dismissal")
        if missing is not None:
            yield missing
        yield from (self._day(one) for one in self.days if self._is_day_open(one))

    @property
    def is_offer_open(self) -> bool:
        """Tell whether planning time is known, and not yet whether it may be used."""
        planning = [one for one in self.routines if one.kind == "planning"]
        if any(one.usable for one in planning) or NOT_OFFERED in self.room.without:
            return False
        return any(not one.guess for one in planning)

    def _missing(self, kind: str) -> RoomQuestion | None:
        if any(one.kind == kind for one in self.routines) or self._has_none(kind, ""):
            return None
        periods = self._lessons() if kind == "planning" else ()
        blank = self._blank(f"kind:{kind}", "routine")
        return _sealed(replace(blank, routine_kind=kind, periods=periods))

    def _offer(self) -> RoomQuestion:
        planning = (one for one in self.routines if one.kind == "planning" and not one.guess)
        first = next(planning)
        return _sealed(replace(self._blank("use", "use"), start=first.start, end=first.end))

    def _lessons(self) -> tuple[tuple[str, int, int], ...]:
        return tuple(
            (one.name, one.start, one.end)
            for one in self.calendar.regular.periods
            if one.kind == "class" and not one.optional and not one.staff_only
        )

    def _has_none(self, kind: str, name: str) -> bool:
        return absence(kind, name) in self.room.without

    def _guess(self, routine: Routine, who: PersonRef | None = None) -> RoomQuestion:
        told = (routine.start, routine.end)
        return self._routine(f"routine:{routine.name}", routine.name, routine.kind, told, who)

    def _routine(
        self, key: str, name: str, kind: str, told: Place, who: PersonRef | None
    ) -> RoomQuestion:
        start, end = told
        blank = replace(self._blank(key, "routine"), name=name, routine_kind=kind)
        return replace(_sealed(replace(blank, start=start, end=end)), who=who)

    def _blank(self, key: str, kind: QuestionKind) -> RoomQuestion:
        return RoomQuestion(self.room.id, self.room.room, key, kind)

    # --- other days -----------------------------------------------------------------------

    @cached_property
    def days(self) -> list[UnusualDay]:
        """The kinds of days to come that begin or end at other times, or lack a routine."""
        regular = self.calendar.regular
        found = []
        for key, dates in self._dates.items():
            day_type = dates[0].day_type
            if day_type is None or day_type.first_bell is None or key == regular.key:
                continue
            first = _unlike(day_type.first_bell, regular.first_bell)
            last = _unlike(day_type.last_bell, regular.last_bell)
            if first or last or self._left_out(dates):
                found.append(UnusualDay(key, day_type.label, first, last, dates[0].on))
        return found

    @cached_property
    def _dates(self) -> dict[str, list[Day]]:
        """The school days from today to the year's end by their day type."""
        today = calendars.today(self.calendar, self.at)
        last = self.calendar.last_day or today + _YEAR
        overrides = calendars.overrides_of(self.scope, self.room.school_id)
        found: dict[str, list[Day]] = {}
        for day in self.calendar.days(today, last, overrides):
            if day.in_session and day.day_type is not None:
                found.setdefault(day.day_type.key, []).append(day)
        return found

    def _is_day_open(self, facts: UnusualDay) -> bool:
        if f"{DAY}{facts.key}" in self.room.without:
            return False
        dates = self._dates[facts.key]
        return any(self._place(one, dates) for one in self._meant(dates))

    def _day(self, facts: UnusualDay) -> RoomQuestion:
        dates = self._dates[facts.key]
        places = [(one, self._place(one, dates)) for one in self._meant(dates)]
        happen = [
            DayRoutine(one.name, *place, happens=facts.key not in one.drops_on)
            for one, place in places
            if place is not None
        ]
        return _sealed(
            replace(
                self._blank(f"{DAY}{facts.key}", "day"),
                day=facts,
                routines=tuple(sorted(happen, key=lambda one: (one.start, one.end))),
                left_out=self._left_out(dates),
            )
        )

    def _meant(self, dates: Sequence[Day]) -> list[Routine]:
        """Return the routines of the weekdays that such days fall on."""
        weekdays = {day.on.weekday() for day in dates}
        return [one for one in self.routines if not weekdays.isdisjoint(one.weekdays)]

    def _left_out(self, dates: Sequence[Day]) -> tuple[str, ...]:
        return tuple(one.name for one in self._meant(dates) if self._place(one, dates) is None)

    def _place(self, routine: Routine, dates: Sequence[Day]) -> Place | None:
        """Return where the bells of a day put a routine, whatever was said of that day."""
        anywhere = replace(routine, drops_on=frozenset(), weekdays=ALL_WEEKDAYS)
        return on_day(anywhere, dates[0], self.calendar.usual(routine.weekdays))


def _unlike(bell: int | None, regular: int | None) -> int | None:
    return None if bell == regular else bell


def _sealed(question: RoomQuestion) -> RoomQuestion:
    """Return a question with the number that changes with what it shows: a button carries it."""
    return replace(question, revision=zlib.crc32(repr(question).encode()))
