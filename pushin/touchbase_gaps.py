"""What was tried in a week in which two have no common time: one reason a day, and the way out."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from pushin import buildings, calendars, pairs, people, routines, slots, touchbases
from pushin.diaries import Diary
from pushin.pairs import Pair
from pushin.results import Clause, NoSlot, TouchBaseFacts, TriedDay
from pushin.slots import Taken
from school import free
from school.free import PersonDay, Span
from school.routines import on_day
from school.slots import MINUTES
from storage import tables
from storage.scope import Scope

_SHOWN = 2
"""Stretches of a day that are named."""
_WAYS = {
    "students": "planning",
    "students_until": "planning",
    "kept": "planning",
    "away": "phone",
    "leaves": "hours",
    "comes": "hours",
    "off": "hours",
    "lunch": "lunch",
}


def no_slot(
    scope: Scope, row: tables.TouchBase, next_slot: TouchBaseFacts | None, *, at: datetime
) -> NoSlot:
    """Return that a touch-base's week has no common time left at `at`, and what was tried."""
    pair = pairs.of_touch_base(scope, row)
    tried = of_week(scope, pair, row, at=at)
    ways = dict.fromkeys(way for day in tried for way in _ways(day))
    return NoSlot(
        week=slots.monday(row.week),
        teacher=people.ref(pair.teacher),
        provider=people.ref(pair.provider),
        next_slot=next_slot,
        tried=tried,
        ways=tuple(ways),
    )


def of_week(
    scope: Scope, pair: Pair, row: tables.TouchBase, *, at: datetime
) -> tuple[TriedDay, ...]:
    """Return for each school day of a touch-base's week why it has no slot at or after `at`."""
    week = slots.monday(row.week)
    diary = touchbases.diary_of(scope, pair, week, week)
    beside = [one for one in scope.touch_bases.from_week(pair.ids, week) if one.id != row.id]
    taken = slots.taken_by(pair, diary, beside)
    look = _Look(scope, pair, diary, taken, calendars.today(pair.calendar, at))
    found = ((on, look.at(on)) for on in slots.week(week))
    return tuple(TriedDay(on, clauses) for on, clauses in found if clauses)


def _ways(day: TriedDay) -> Iterable[str]:
    for clause in day.clauses:
        for code in (clause.code, *clause.has):
            if code in _WAYS:
                yield _WAYS[code]


class _Look:
    """Looks at the days of a pair with the eyes of the asker."""

    def __init__(self, scope: Scope, pair: Pair, diary: Diary, taken: Taken, today: date) -> None:
        """Look through a diary; `today` is the local date."""
        self._scope, self._pair, self._diary, self._taken = scope, pair, diary, taken
        self._today = today

    def at(self, on: date) -> tuple[Clause, ...]:
        """Return why a date has no slot; nothing for a date without school."""
        school = self._diary.school(self._pair.classroom.school_id)
        if not school.day(on).in_session:
            return ()
        away = self._away(on)
        if away is not None:
            return (away,)
        theirs = self._diary.person_day(self._pair.teacher, on, self._pair.classroom.school_id)
        own = self._diary.person_day(self._pair.provider, on, self._pair.building)
        if theirs is None or theirs.hours is None:
            return (self._of(self._pair.teacher, "off"),)
        if own is None or own.hours is None:
            return (self._of(self._pair.provider, "off"),)
        return self._between(on, theirs, own, theirs.hours, own.hours)

    def _between(
        self, on: date, theirs: PersonDay, own: PersonDay, hers: Span, hours: Span
    ) -> tuple[Clause, ...]:
        teacher, provider = free.free_spans(theirs), free.free_spans(own)
        common = free.common_free(teacher, provider, MINUTES)
        if common:
            return (self._spoilt(on, common),)
        if not teacher:
            return self._with_students(on, hers, hours)
        return self._apart(teacher, own, hours)

    def _spoilt(self, on: date, common: Sequence[Span]) -> Clause:
        """Return what spoils a time that both are free at."""
        day = Span(*slots.awake(self._pair))
        awake = free.common_free(common, (day,), MINUTES)
        if not awake:
            return Clause("quiet", times=_times(common))
        if not any(slots.common(self._pair, self._diary, on, self._taken)):
            return Clause("taken", times=_times(awake))
        return Clause("over" if on <= self._today else "free", times=_times(awake))

    def _with_students(self, on: date, hers: Span, hours: Span) -> tuple[Clause, ...]:
        """Return that the teacher has no time of her own, but planning that is not offered."""
        teacher, provider = self._pair.people
        kept = self._kept(on)
        if kept:
            return (self._of(teacher, "kept", times=kept),)
        if hours.end <= hers.end:
            return (
                self._of(teacher, "students_until", minute=hers.end),
                self._of(provider, "leaves", minute=hours.end),
            )
        return (self._of(teacher, "students", times=((hers.start, hers.end),)),)

    def _apart(self, teacher: Sequence[Span], own: PersonDay, hours: Span) -> tuple[Clause, ...]:
        """Return that each has free time, and why not the same."""
        here = self._pair.provider
        within = free.common_free(teacher, (hours,), MINUTES)
        if within:
            then = self._of(self._pair.teacher, "free_then", times=_times(within))
            return (then, self._of(here, "busy", has=_kinds(own, within)))
        after = [span for span in teacher if span.start > hours.end - MINUTES]
        if after:
            return (
                self._of(self._pair.teacher, "students_until", minute=after[0].start),
                self._of(here, "leaves", minute=hours.end),
            )
        return (
            self._of(self._pair.teacher, "free_until", minute=teacher[-1].end),
            self._of(here, "comes", minute=hours.start),
        )

    def _away(self, on: date) -> Clause | None:
        """Return in which other building the provider is, where that is known."""
        provider, building = self._pair.provider, self._pair.building
        if building is None:
            return None
        rounds = buildings.of(self._scope, provider)
        if rounds is not None:
            there = () if building in rounds.on(on) else tuple(sorted(rounds.on(on)))
        elif provider.school_id not in {None, building} and not self._is_here(on):
            there = (str(provider.school_id),)
        else:
            return None
        names = [school.name for one in there if (school := self._scope.schools.get(one))]
        return self._of(provider, "away", where=", ".join(names)) if names else None

    def _is_here(self, on: date) -> bool:
        provider = self._pair.provider.id
        return any(one.on == on and one.provider_id == provider for one in self._diary.taken)

    def _kept(self, on: date) -> tuple[tuple[int, int], ...]:
        """Return the teacher's planning time of a date that touch-bases may not use."""
        day = self._diary.school(self._pair.classroom.school_id).day(on)
        known = routines.values(self._scope.classrooms.routines_of_teacher(self._pair.teacher.id))
        places = (
            on_day(one, day, self._pair.calendar.regular)
            for one in known
            if one.kind == "planning" and not one.usable
        )
        return tuple(place for place in places if place is not None)[:_SHOWN]

    def _of(
        self,
        person: tables.Person,
        code: str,
        *,
        times: tuple[tuple[int, int], ...] = (),
        minute: int | None = None,
        where: str = "",
        has: tuple[str, ...] = (),
    ) -> Clause:
        asker = self._scope.person
        you = asker is not None and asker.id == person.id
        return Clause(code, people.ref(person), you, times, minute, where, has)


def _times(spans: Sequence[Span]) -> tuple[tuple[int, int], ...]:
    return tuple((one.start, one.end) for one in spans[:_SHOWN])


def _kinds(own: PersonDay, within: Sequence[Span]) -> tuple[str, ...]:
    """Return what the provider has in these times, each kind once."""
    lunch = () if own.lunch_ok else own.lunch
    kinds = (
        ("push_in", own.push_ins),
        ("travel", [one for one in own.travel if one.why != "other_building"]),
        ("other_building", [one for one in own.travel if one.why == "other_building"]),
        ("lunch", lunch),
    )
    return tuple(kind for kind, spans in kinds if free.common_free(within, spans, 1))
