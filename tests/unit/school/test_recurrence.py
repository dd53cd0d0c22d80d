"""The sessions of a rule over a school's calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from school.calendar import Override, SchoolCalendar
from school.day import DayType, Period
from school.facts import Published, Rotation
from school.recurrence import Anchor, Rule, occurrences
from school.rotation import cycle_key, cycle_keys
from school.routines import Routine

FIRST, LAST = date(2026, 8, 12), date(2027, 6, 3)
MINIMUM_DAY = date(2026, 10, 19)
WEEKDAYS = frozenset(range(5))


def rule(anchor: Anchor, first: date = FIRST, last: date = LAST, *weekdays: int) -> Rule:
    return Rule(frozenset(weekdays) or WEEKDAYS, first, last, anchor)


def clock(hour: int, minute: int, minutes: int) -> Anchor:
    start = hour * 60 + minute
    return Anchor("clock", start=start, end=start + minutes)


def on(
    anchor: Anchor, day: date, calendar: SchoolCalendar, *routines: Routine
) -> tuple[int | None, int | None, str | None]:
    (found,) = occurrences(rule(anchor, day, day), calendar, routines)
    return found.start, found.end, found.obstacle


def counted_school() -> SchoolCalendar:
    """Return a school that counts A and B from 1 September 2026; B days have period 3 later."""
    bells = {
        key: DayType(key, key, (Period("Period 3", start, start + 40, "class"),))
        for key, start in (("A", 600), ("B", 660))
    }
    return SchoolCalendar(
        id="counted",
        name="Counted (invented)",
        zone=ZoneInfo("America/New_York"),
        day_types=bells,
        pattern=Rotation(("A", "B"), starts=((date(2026, 9, 1), "A"),)),
    )


def published_school() -> SchoolCalendar:
    """Return a school that has published letters up to Wednesday 2026-09-09."""
    bells = {key: DayType(key, key, (Period("Period 3", 600, 640, "class"),)) for key in "AB"}
    dates = [date(2026, 9, 1), date(2026, 9, 3), date(2026, 9, 8)]
    return SchoolCalendar(
        id="published",
        name="Published (invented)",
        zone=ZoneInfo("America/New_York"),
        day_types=bells,
        pattern=Rotation(("A", "B"), tuple(Published(one, "A", "A") for one in dates)),
    )


class TestDaysOff:
    """Dates on which nothing is held."""

    def test_closed_days_have_none(self, king: SchoolCalendar) -> None:
        """A holiday, a weekend and the summer have no sessions."""
        found = occurrences(rule(clock(9, 0, 30), date(2026, 7, 1), date(2027, 7, 1)), king)

        assert all(one.day.in_session for one in found)
        assert min(one.on for one in found) == FIRST
        assert date(2026, 11, 11) not in {one.on for one in found}

    def test_snow_day(self, king: SchoolCalendar) -> None:
        """A day closed today loses its session, and only that one."""
        snow = date(2027, 1, 27)
        asked = rule(clock(9, 0, 30))
        held = [one.on for one in occurrences(asked, king)]

        found = occurrences(asked, king, overrides={snow: Override(snow, None)})

        assert [one.on for one in found] == [one for one in held if one != snow]

    def test_no_weekday(self, king: SchoolCalendar) -> None:
        """A rule without weekdays and cycle days has no dates."""
        assert occurrences(Rule(frozenset(), FIRST, LAST, clock(9, 0, 30)), king) == []


class TestPeriods:
    """Plans that hang on a period."""

    def test_moves_with_the_bells(self, king: SchoolCalendar) -> None:
        """On an early-release day a session is held at that day's time of its period."""
        assert on(Anchor("period", "2"), date(2026, 10, 14), king) == (571, 614, None)

    def test_missing_period(self, minimum: SchoolCalendar) -> None:
        """On a day without its period a session is marked and shows the regular times."""
        (found,) = occurrences(rule(Anchor("period", "P2"), MINIMUM_DAY, MINIMUM_DAY), minimum)

        assert (found.start, found.end, found.obstacle) == (575, 620, "routine_missing")
        assert found.starts_at == datetime(2026, 10, 19, 16, 35, tzinfo=UTC)

    def test_others_of_that_day_are_held(self, minimum: SchoolCalendar) -> None:
        """The periods that a minimum day has are held at its times."""
        assert on(Anchor("period", "Period 3"), MINIMUM_DAY, minimum) == (565, 605, None)

    def test_period_of_no_day(self, king: SchoolCalendar) -> None:
        """A period that the school never has is missing and has no times to show."""
        (found,) = occurrences(rule(Anchor("period", "Period 12"), FIRST, FIRST), king)

        assert (found.start, found.starts_at, found.obstacle) == (None, None, "routine_missing")

    PARTS = (
        ("end", 20, (600, 620)),
        ("start", 15, (575, 590)),
        ("before", 10, (565, 575)),
        ("after", 10, (620, 630)),
        ("end", 200, (575, 620)),
    )

    @pytest.mark.parametrize(("edge", "minutes", "expected"), PARTS)
    def test_parts(
        self, king: SchoolCalendar, edge: str, minutes: int, expected: tuple[int, int]
    ) -> None:
        """A part of a period is counted from its start or end, and never longer than it."""
        anchor = Anchor("period", "2", offset_from=edge, minutes=minutes)  # type: ignore[arg-type]

        assert on(anchor, date(2026, 10, 15), king) == (*expected, None)

    def test_told_part(self, king: SchoolCalendar) -> None:
        """Times inside a period, told by the regular day, keep their distance to its start."""
        anchor = Anchor("period", "2", start=585, end=620)

        assert on(anchor, date(2026, 10, 15), king) == (585, 620, None)
        assert on(anchor, date(2026, 10, 14), king) == (581, 614, None)


class TestRoutines:
    """Plans that hang on a classroom's routine."""

    WRITING = Routine("Writing", 665, 695, "writing")

    def test_found_by_name(self, king: SchoolCalendar) -> None:
        """A routine is found by its name in any case, and moves with its period."""
        anchor = Anchor("routine", "writing")

        assert on(anchor, date(2026, 10, 15), king, self.WRITING) == (665, 695, None)
        assert on(anchor, date(2026, 10, 14), king, self.WRITING) == (624, 654, None)

    def test_dropped(self, king: SchoolCalendar) -> None:
        """A routine that is dropped on a day type leaves its session marked."""
        dropped = Routine("Writing", 665, 695, drops_on=frozenset({"EARLY RELEASE"}))

        found = on(Anchor("routine", "writing"), date(2026, 10, 14), king, dropped)

        assert found == (665, 695, "routine_missing")

    def test_two_times(self, king: SchoolCalendar) -> None:
        """A routine at another time on some weekdays is taken at that day's time."""
        monday = Routine("Centers", 580, 600, weekdays=frozenset({0}))
        others = Routine("Centers", 680, 700, weekdays=frozenset({1, 3, 4}))
        anchor = Anchor("routine", "centers")

        assert on(anchor, MINIMUM_DAY, king, monday, others) == (580, 600, None)
        assert on(anchor, date(2026, 10, 15), king, monday, others) == (680, 700, None)

    def test_told_by_its_own_day(self, king: SchoolCalendar) -> None:
        """A routine held only on early-release days is told by their bells."""
        club = Routine("Club", 761, 790, weekdays=frozenset({2}))

        assert on(Anchor("routine", "club"), date(2026, 10, 14), king, club) == (761, 790, None)

    def test_a_period_will_do(self, king: SchoolCalendar) -> None:
        """A routine that only the bells know (lunch) is taken from them."""
        assert on(Anchor("routine", "lunch"), date(2026, 10, 14), king) == (710, 753, None)


class TestClock:
    """Plans at wall-clock times."""

    def test_stays(self, king: SchoolCalendar) -> None:
        """A wall-clock session does not move with the bells."""
        assert on(clock(9, 10, 30), date(2026, 10, 14), king) == (550, 580, None)

    def test_students_gone(self, king: SchoolCalendar) -> None:
        """After an early release there is nobody to work with: the session is marked."""
        assert on(clock(14, 15, 30), date(2026, 10, 14), king) == (855, 885, "routine_missing")

    def test_cut(self, king: SchoolCalendar) -> None:
        """A session over the early bell ends with it."""
        assert on(clock(14, 0, 30), date(2026, 10, 14), king) == (840, 849, None)

    def test_after_school_on_purpose(self, king: SchoolCalendar) -> None:
        """A session planned outside the regular bells stays where it was put."""
        assert on(clock(15, 10, 20), date(2026, 10, 14), king) == (910, 930, None)


class TestCycleDays:
    """Plans on letters and cycle days."""

    @pytest.mark.parametrize("name", ["B", "b", "day B", "Day-B"])
    def test_letters(self, lettered: SchoolCalendar, name: str) -> None:
        """Only the days of the letter are held, however it is written."""
        asked = Rule(
            frozenset(), date(2026, 10, 5), date(2026, 10, 9), clock(9, 10, 30),
            cycle_days=frozenset({name}),
        )  # fmt: skip

        assert [one.on.day for one in occurrences(asked, lettered)] == [6, 8]

    def test_unknown_days(self) -> None:
        """A date without a published letter is kept as unknown, never guessed."""
        asked = Rule(
            frozenset(), date(2026, 9, 1), date(2026, 9, 4), Anchor("period", "3"),
            cycle_days=frozenset({"A"}),
        )  # fmt: skip

        found = occurrences(asked, published_school())

        assert [(one.on.day, one.obstacle) for one in found] == [
            (1, None), (2, "unknown_day"), (3, None), (4, "unknown_day"),
        ]  # fmt: skip
        assert {one.start for one in found} == {600}

    def test_open_day_without_a_letter(self) -> None:
        """A day that is opened by hand, and has no published letter, is unknown too."""
        asked = Rule(
            frozenset(), date(2026, 9, 2), date(2026, 9, 2), Anchor("period", "3"),
            cycle_days=frozenset({"A"}),
        )  # fmt: skip
        opened = {date(2026, 9, 2): Override(date(2026, 9, 2), "B")}

        (found,) = occurrences(asked, published_school(), overrides=opened)

        assert (found.start, found.obstacle) == (600, "unknown_day")

    def test_told_by_the_bells_of_its_letter(self) -> None:
        """Part of a period that B days have later is told by the bells of B days."""
        asked = Rule(
            frozenset(), date(2026, 9, 1), date(2026, 9, 4),
            Anchor("period", "3", start=670, end=690), cycle_days=frozenset({"b"}),
        )  # fmt: skip

        found = occurrences(asked, counted_school())

        assert [(one.on.day, one.start, one.end) for one in found] == [(2, 670, 690), (4, 670, 690)]

    def test_names_of_a_cycle_day(self) -> None:
        """A cycle day is found however school and people write it."""
        names = ("3", "Day 3", "day-3", "days 3", "3 day", "Cycle Day 3")

        assert {cycle_key(one) for one in names} == {"3"}
        assert {cycle_key(one) for one in ("Odd", "ODD day", "odd days")} == {"odd"}
        assert cycle_keys("B C") == {"b c", "b", "c"}
