"""When adults are free of students: against a bare sweep, minute by minute."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from school.day import Day, DayType, Period
from school.free import (
    PersonDay,
    Span,
    common_free,
    free_spans,
    para_day,
    provider_day,
    teacher_day,
)
from school.routines import Routine

if TYPE_CHECKING:
    from school.calendar import SchoolCalendar

THURSDAY, WEDNESDAY, HOLIDAY = date(2026, 10, 15), date(2026, 10, 14), date(2026, 11, 11)
WORK = Span(480, 930)
SPANS = st.lists(
    st.builds(
        lambda start, length: Span(start, min(start + length, 1440)),
        st.integers(400, 1000),
        st.integers(1, 90),
    ),
    max_size=6,
).map(tuple)


def stretches(minutes: set[int], least: int) -> list[tuple[int, int]]:
    """Return the runs of consecutive minutes that are long enough."""
    found = []
    for start in sorted(minute for minute in minutes if minute - 1 not in minutes):
        end = start
        while end in minutes:
            end += 1
        if end - start >= least:
            found.append((start, end))
    return found


def minutes_of(spans: tuple[Span, ...]) -> set[int]:
    return {minute for span in spans for minute in range(span.start, span.end)}


def times(spans: tuple[Span, ...]) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans]


@settings(max_examples=300, deadline=None)
@given(st.lists(SPANS, min_size=5, max_size=5), st.booleans(), st.integers(1, 30))
def test_free_spans_against_a_sweep(
    bound_by: list[tuple[Span, ...]], lunch_ok: bool, least: int
) -> None:
    """A minute is free if it is worked and bound by nothing; slots are long enough runs."""
    students, push_ins, travel, lunch, reserved = bound_by
    person = PersonDay(WORK, students, push_ins, travel, lunch, lunch_ok, reserved=reserved)
    bound = minutes_of(students + push_ins + travel + reserved)
    bound |= set() if lunch_ok else minutes_of(lunch)

    expected = stretches(set(range(WORK.start, WORK.end)) - bound, least)

    assert expected == times(free_spans(person, least))


@settings(max_examples=300, deadline=None)
@given(SPANS, SPANS, st.integers(1, 30))
def test_common_free_against_a_sweep(
    one: tuple[Span, ...], two: tuple[Span, ...], least: int
) -> None:
    """Common time is what both have, in runs that are long enough."""
    expected = stretches(minutes_of(one) & minutes_of(two), least)

    assert expected == times(common_free(one, two, least))


class TestTeacher:
    """A teacher's day at King."""

    PLANNING = Routine("Planning", 755, 800, "planning", with_students=False)
    OFFERED = Routine("Planning", 755, 800, "planning", with_students=False, usable=True)

    def free(  # the minimum of six minutes leaves King's five-minute passing gaps out
        self, calendar: SchoolCalendar, on: date, *routines: Routine
    ) -> list[tuple[int, int]]:
        """Return the free times of a teacher who works 8:00-15:30."""
        day = teacher_day(calendar.day(on), routines, WORK, regular=calendar.regular)
        return times(free_spans(day, 6))

    def test_before_and_after(self, king: SchoolCalendar) -> None:
        """She is free after the last bell, not in classes, lunch or the optional period."""
        assert self.free(king, THURSDAY) == [(510, 520), (900, 930)]

    def test_planning_not_offered(self, king: SchoolCalendar) -> None:
        """Planning time that she did not offer is hers."""
        assert self.free(king, THURSDAY, self.PLANNING) == [(510, 520), (900, 930)]

    def test_planning_offered(self, king: SchoolCalendar) -> None:
        """Planning time that she offered counts, with the passing time around it."""
        assert (750, 805) in self.free(king, THURSDAY, self.OFFERED)

    def test_planning_moves(self, king: SchoolCalendar) -> None:
        """On an early-release day her planning moves with its period."""
        found = self.free(king, WEDNESDAY, self.OFFERED)

        assert any(start <= 667 and end >= 710 for start, end in found)

    def test_lunch_by_choice(self, king: SchoolCalendar) -> None:
        """Her lunch counts only if she chose so."""
        day = teacher_day(king.day(THURSDAY), (), WORK, regular=king.regular, lunch_ok=True)

        assert (705, 755) in times(free_spans(day, 6))

    def test_day_off(self, king: SchoolCalendar) -> None:
        """Nobody is offered time on a day off."""
        assert self.free(king, HOLIDAY) == []

    def test_lunch_with_students(self, king: SchoolCalendar) -> None:
        """A class that eats with its teacher is with her."""
        lunch = Routine("Family lunch", 705, 750, "lunch")
        day = teacher_day(king.day(THURSDAY), [lunch], WORK, regular=king.regular, lunch_ok=True)

        assert (705, 755) not in times(free_spans(day))

    def test_without_hours(self, king: SchoolCalendar) -> None:
        """Without hours of her own a teacher is at school from first to last bell."""
        day = teacher_day(king.day(THURSDAY), (), None, regular=king.regular)

        assert day.hours == Span(520, 900)

    def test_snack_and_staff_time(self) -> None:
        """A snack is eaten with students; a staff meeting is not for touch-bases."""
        bells = DayType(
            "R",
            "R",
            (
                Period("Snack", 600, 610, "meal"),
                Period("Staff meeting", 610, 640, "nonclass", staff_only=True),
            ),
        )
        day = Day(
            THURSDAY, in_session=True, known=True, day_type=bells, cycle_day=None, reason="pattern"
        )

        found = teacher_day(day, (), Span(590, 700), regular=bells)

        assert times(free_spans(found)) == [(590, 600), (640, 700)]

    def test_no_bells(self) -> None:
        """Where no bells are published nobody can know when she is free."""
        silent = DayType("R", "R", ())
        day = Day(
            THURSDAY, in_session=True, known=True, day_type=silent, cycle_day=None, reason="pattern"
        )

        assert free_spans(teacher_day(day, (), WORK, regular=silent)) == ()
        assert free_spans(para_day(day, regular=silent)) == ()

    def test_passing_time(self) -> None:
        """A gap of under five minutes between two classes is never a slot."""
        bells = DayType("R", "R", (Period("1", 500, 540, "class"), Period("2", 544, 584, "class")))
        day = Day(
            THURSDAY, in_session=True, known=True, day_type=bells, cycle_day=None, reason="pattern"
        )

        found = teacher_day(day, (), Span(500, 584), regular=bells)

        assert free_spans(found, 1) == ()


class TestOthers:
    """Paras and providers."""

    def test_para_hours(self, king: SchoolCalendar) -> None:
        """A para works from first to last bell unless they say more."""
        assert para_day(king.day(WEDNESDAY), regular=king.regular).hours == Span(520, 849)

    def test_para_is_free_in_breaks(self) -> None:
        """A para has no students in breaks; a teacher has."""
        bells = DayType(
            "R",
            "R",
            (
                Period("1", 500, 540, "class"),
                Period("Break", 540, 560, "break"),
                Period("2", 560, 600, "class"),
            ),
        )
        day = Day(
            THURSDAY, in_session=True, known=True, day_type=bells, cycle_day=None, reason="pattern"
        )

        assert times(free_spans(para_day(day, regular=bells))) == [(540, 560)]
        assert free_spans(teacher_day(day, (), None, regular=bells)) == ()

    def test_provider(self, king: SchoolCalendar) -> None:
        """A provider is free in their hours outside push-ins, travel and lunch."""
        day = provider_day(
            king.day(THURSDAY),
            Span(500, 900),
            push_ins=[Span(520, 550)],
            travel=[Span(600, 620)],
            lunch=[Span(700, 730)],
            building="lincoln",
        )

        assert times(free_spans(day)) == [(500, 520), (550, 600), (620, 700), (730, 900)]

    def test_provider_day_off(self, king: SchoolCalendar) -> None:
        """A provider has no slots at a school that is closed."""
        assert free_spans(provider_day(king.day(HOLIDAY), WORK)) == ()


class TestTouchBase:
    """Five minutes of two adults in one building (a touch-base between two push-ins)."""

    BELLS = DayType(
        "R",
        "Regular",
        (
            Period("Morning", 510, 700, "class"),
            Period("Lunch", 700, 730, "meal"),
            Period("Specials", 770, 810, "class"),
            Period("Afternoon", 810, 900, "class"),
        ),
    )
    EARLY = DayType("E", "Early release", (Period("Morning", 510, 750, "class"),))
    SPECIALS = Routine("Specials", 770, 810, "planning", with_students=False, usable=True)

    def common(self, bells: DayType) -> list[tuple[int, int]]:
        """Return when the teacher and a provider with a push-in 13:10-13:30 can talk."""
        day = Day(
            THURSDAY, in_session=True, known=True, day_type=bells, cycle_day=None, reason="pattern"
        )
        hours = Span(510, 930)
        teacher = teacher_day(day, [self.SPECIALS], Span(510, 780), regular=self.BELLS)
        provider = provider_day(day, hours, push_ins=[Span(790, 810)], lunch=[Span(700, 730)])
        return times(common_free(free_spans(teacher), free_spans(provider)))

    def test_in_planning_time(self) -> None:
        """They meet in her planning time, before the provider's push-in."""
        assert self.common(self.BELLS) == [(730, 780)]

    def test_after_early_release(self) -> None:
        """On an early-release day specials are gone, and they meet when students have left."""
        assert self.common(self.EARLY) == [(750, 780)]
