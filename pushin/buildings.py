"""Where an itinerant provider is on which day: the buildings that they named, by their own days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pushin import calendars, errors
from pushin.results import BuildingDays, SchoolDay
from school.calendar import Override, SchoolCalendar
from school.day import Day
from school.facts import Weekly
from school.rotation import cycle_key
from storage import tables
from storage.scope import Scope

LONGEST_WAY = 240
"""Minutes of the longest way between two buildings."""
_MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
_YEAR = 366
_WEEK = 7
_ANY_MONDAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class BuildingInput:
    """The days on which somebody says to be in a school: weekdays (0 = Monday), or its letters."""

    school_id: str
    weekdays: frozenset[int] = frozenset()
    cycle_days: frozenset[str] = frozenset()


class Rounds:
    """The buildings that a provider named, and in which of them they are on a date."""

    def __init__(self, scope: Scope, said: Iterable[BuildingInput]) -> None:
        """Keep what was said; calendars are read when they are asked for."""
        self._scope = scope
        self._said = tuple(said)
        self._calendars: dict[str, SchoolCalendar] = {}
        self._overrides: dict[str, Mapping[date, Override]] = {}

    @property
    def school_ids(self) -> tuple[str, ...]:
        """The buildings, in the order of their ids."""
        return tuple(one.school_id for one in self._said)

    @property
    def is_weekly(self) -> bool:
        """Tell whether every week is the same: no building goes by the letters of its school."""
        return not any(one.cycle_days for one in self._said)

    def on(self, on: date) -> frozenset[str]:
        """Return the buildings of a local date; empty where they are in none that is known.

        A date whose letter a school has not published is none of that school's. A day off stays
        the day of its building: the provider is not in another one because of it.
        """
        return frozenset(one.school_id for one in self._said if self._is_there(one, on))

    def open_on(self, on: date) -> tuple[str, ...]:
        """Return those buildings of a local date that have school."""
        return tuple(one for one in sorted(self.on(on)) if self._day(one, on).in_session)

    def now(self, at: datetime) -> str | None:
        """Return the building of the day at an instant, one that has school before others.

        Each building's own clock says which date it is there. None: in none that is known.
        """
        there = self.all_now(at)
        return next((one for one, is_open in there.items() if is_open), next(iter(there), None))

    def all_now(self, at: datetime) -> Mapping[str, bool]:
        """Return the buildings of the day at an instant, and whether each has school."""
        dates = {one: calendars.today(self.calendar(one), at) for one in self.school_ids}
        return {
            one: self._day(one, on).in_session for one, on in dates.items() if one in self.on(on)
        }

    def only_one_on(self, weekdays: Iterable[int]) -> str | None:
        """Return the one building of all these weekdays; None if there is none, or a doubt."""
        asked = frozenset(weekdays)
        found = [one.school_id for one in self._said if one.cycle_days or asked & one.weekdays]
        whole = [one.school_id for one in self._said if asked and asked <= one.weekdays]
        return whole[0] if len(found) == 1 and found == whole else None

    def first_shared(self) -> date | None:
        """Return the first date of the schools' years that falls to two buildings."""
        known = [on for one in self.school_ids for on in _reach(self.calendar(one))]
        first = min(known, default=_ANY_MONDAY)
        days = _WEEK if self.is_weekly else (max(known, default=first) - first).days + _YEAR
        dates = (first + timedelta(days=n) for n in range(days))
        return next((on for on in dates if len(self.on(on)) > 1), None)

    def calendar(self, school_id: str) -> SchoolCalendar:
        """Return a building's calendar."""
        if school_id not in self._calendars:
            self._calendars[school_id] = calendars.calendar_of(self._scope, school_id)
        return self._calendars[school_id]

    def _is_there(self, one: BuildingInput, on: date) -> bool:
        if on.weekday() in one.weekdays:
            return True
        letter = self._day(one.school_id, on).cycle_day if one.cycle_days else None
        return letter is not None and cycle_key(letter) in map(cycle_key, one.cycle_days)

    def _day(self, school_id: str, on: date) -> Day:
        if school_id not in self._overrides:
            self._overrides[school_id] = calendars.overrides_of(self._scope, school_id)
        return self.calendar(school_id).day(on, self._overrides[school_id])


def of(scope: Scope, person: tables.Person) -> Rounds | None:
    """Return an itinerant provider's rounds; None for everybody who named no buildings.

    Who named none is in their own school, or wherever their plans are, on all days.
    """
    rows = scope.people.buildings(person.id) if person.role == "provider" else ()
    return Rounds(scope, map(_said, rows)) if rows else None


def on(scope: Scope, person: tables.Person, on: date) -> frozenset[str] | None:
    """Return the school ids where a person may be on a local date.

    None: they named no buildings. Empty: they did, and are in none of them, as far as is known.
    """
    rounds = of(scope, person)
    return None if rounds is None else rounds.on(on)


def today(scope: Scope, person: tables.Person, *, at: datetime) -> tuple[SchoolDay, ...] | None:
    """Return today in each building of an itinerant's day, in their order; None if they named none.

    A building that has school comes first.
    """
    rounds = of(scope, person)
    if rounds is None:
        return None
    first = rounds.now(at)
    there = sorted(rounds.all_now(at), key=lambda one: one != first)
    return tuple(
        calendars.day(scope, one, calendars.today(rounds.calendar(one), at)) for one in there
    )


def days(scope: Scope, person: tables.Person | None) -> tuple[BuildingDays, ...]:
    """Return each school of the workspace with what a person said of it, their own ones first."""
    rows = (
        {} if person is None else {row.school_id: row for row in scope.people.buildings(person.id)}
    )
    found = [_days(scope, school, rows.get(school.id)) for school in scope.schools.all()]
    return tuple(sorted(found, key=lambda one: not (one.my_weekdays or one.my_cycle_days)))


def _days(scope: Scope, school: tables.School, row: tables.Building | None) -> BuildingDays:
    calendar = calendars.calendar_of(scope, school.id)
    return BuildingDays(
        school.id,
        school.name,
        _weekdays(calendar),
        letters(calendar),
        tuple(row.weekdays) if row else (),
        tuple(row.cycle_days) if row else (),
    )


def _weekdays(calendar: SchoolCalendar) -> tuple[int, ...]:
    """Return Monday to Friday, and the other days on which a school has classes every week."""
    week = calendar.pattern.days or ()
    return tuple(
        sorted({*_MONDAY_TO_FRIDAY, *(n for n, key in enumerate(week) if key is not None)})
    )


def _reach(calendar: SchoolCalendar) -> list[date]:
    """Return dates between which a calendar says what there is to say."""
    pattern = calendar.pattern
    told = [] if isinstance(pattern, Weekly) else [one.on for one in pattern.dates]
    told += [] if isinstance(pattern, Weekly) else [on for on, _ in pattern.starts]
    return [on for on in (calendar.first_day, calendar.last_day, *told) if on is not None]


def letters(calendar: SchoolCalendar) -> tuple[str, ...]:
    """Return the letters of a school's rotation; none where it goes by the week."""
    return () if isinstance(calendar.pattern, Weekly) else calendar.pattern.cycle


# --- save -------------------------------------------------------------------------------------


def save(
    scope: Scope,
    person: tables.Person,
    said: Sequence[BuildingInput],
    *,
    both: bool = False,
) -> None:
    """Keep where a provider is on which day; nobody named means one building again.

    `both`: that two buildings fall on one date is meant. Refusals: `not_itinerant` (who is no
    provider); with school: `unknown_school`, `days_and_letters`, `no_letters`,
    `unknown_cycle_day` (value, known) and `two_buildings` (on, first, second).
    """
    meant = [one for one in said if one.weekdays or one.cycle_days]
    if meant and person.role != "provider":
        raise errors.Refusal("not_itinerant")
    for one in meant:
        _check(scope, one)
    if not both:
        _check_apart(Rounds(scope, meant))
    rows = sorted((_row(person, one) for one in meant), key=lambda row: row.school_id)
    before = list(map(_said, scope.people.buildings(person.id)))
    if [_said(row) for row in rows] != before:
        scope.people.set_buildings(person.id, rows)


def _check(scope: Scope, one: BuildingInput) -> None:
    if scope.schools.get(one.school_id) is None:
        raise errors.Refusal("unknown_school", school=one.school_id)
    if not one.cycle_days:
        return
    if one.weekdays:
        raise errors.Refusal("days_and_letters", school=one.school_id)
    known = letters(calendars.calendar_of(scope, one.school_id))
    if not known:
        raise errors.Refusal("no_letters", school=one.school_id)
    for letter in sorted(one.cycle_days - set(known)):
        raise errors.Refusal("unknown_cycle_day", school=one.school_id, value=letter, known=known)


def _check_apart(rounds: Rounds) -> None:
    on = rounds.first_shared()
    if on is not None:
        names = sorted((rounds.calendar(one).name, one) for one in rounds.on(on))
        (first, _), (second, school_id) = names[:2]
        raise errors.Refusal("two_buildings", school=school_id, on=on, first=first, second=second)


def _said(row: tables.Building) -> BuildingInput:
    return BuildingInput(row.school_id, frozenset(row.weekdays), frozenset(row.cycle_days))


def _row(person: tables.Person, one: BuildingInput) -> tables.Building:
    return tables.Building(
        workspace_id=person.workspace_id,
        person_id=person.id,
        school_id=one.school_id,
        weekdays=sorted(one.weekdays),
        cycle_days=sorted(one.cycle_days),
    )
