"""Periods in which minutes are owed, and what is owed of one that counts only in part."""

from datetime import date

import pytest

from school import periods
from school.calendar import SchoolCalendar
from school.errors import SchoolError
from school.periods import Period


def calendar(**more: object) -> SchoolCalendar:
    """Return a school of weekdays with two days off in Thanksgiving week and three terms."""
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "R")
    return SchoolCalendar.from_neutral(
        {
            "format": "pushin-school/1",
            "id": "s",
            "name": "School",
            "timezone": "America/New_York",
            "timezone_basis": "stated",
            "school_year": {"first_day": "2026-09-08", "last_day": "2027-06-18"},
            "day_types": {"R": {"label": "Regular", "periods": []}},
            "pattern": {"kind": "weekly", "days": {**week, "sat": None, "sun": None}},
            "exceptions": [{"from": "2026-11-26", "to": "2026-11-27", "day_type": None}],
            "terms": [
                {"name": "T2", "last_day": "2027-03-05"},
                {"name": "T1", "last_day": "2026-11-20"},
                {"name": "T3", "last_day": "2027-06-18"},
            ],
            "source": [],
            **more,
        }
    )


@pytest.mark.parametrize(
    ("per", "on", "found"),
    [
        ("week", date(2026, 11, 25), Period(date(2026, 11, 23), date(2026, 11, 29))),
        ("month", date(2027, 2, 28), Period(date(2027, 2, 1), date(2027, 2, 28))),
        ("month", date(2026, 12, 1), Period(date(2026, 12, 1), date(2026, 12, 31))),
        ("marking_period", date(2026, 9, 8), Period(date(2026, 9, 8), date(2026, 11, 20), "T1")),
        ("marking_period", date(2026, 11, 21), Period(date(2026, 11, 21), date(2027, 3, 5), "T2")),
        ("year", date(2026, 10, 1), Period(date(2026, 9, 8), date(2027, 6, 18))),
        ("year", date(2027, 7, 1), None),
        ("marking_period", date(2026, 9, 7), None),
    ],
)
def test_a_date_lies_in_its_period(per: periods.Per, on: date, found: Period | None) -> None:
    """Weeks begin on Monday, terms the day after the one before; outside the year there is none."""
    assert periods.of(calendar(), per, on) == found


def test_a_school_without_terms_says_so() -> None:
    """There is no marking period to look for."""
    with pytest.raises(SchoolError) as no:
        periods.of(calendar(terms=[]), "marking_period", date(2026, 10, 1))

    assert (no.value.code, no.value.params["name"]) == ("no_terms", "School")


@pytest.mark.parametrize(
    ("minutes", "first", "last", "owed"),
    [
        (60, date(2026, 11, 2), date(2026, 11, 8), 60),
        # Thanksgiving: three school days are the whole week.
        (60, date(2026, 11, 23), date(2026, 11, 29), 60),
        (60, date(2026, 11, 25), date(2026, 11, 29), 20),
        # Three days of five; two of five of 61 are 24.4; half a minute goes up.
        (60, date(2026, 11, 4), date(2026, 11, 30), 36),
        (61, date(2026, 11, 2), date(2026, 11, 3), 24),
        (5, date(2026, 11, 24), date(2026, 11, 24), 2),
        (60, date(2026, 11, 7), date(2026, 11, 8), 0),
        (60, date(2026, 7, 6), date(2026, 7, 12), 0),
    ],
)
def test_what_is_owed_of_a_week(minutes: int, first: date, last: date, owed: int) -> None:
    """By school days that count, of all that the week has, rounded half up; none owe nothing."""
    school = calendar()
    week = periods.of(school, "week", first)
    assert week is not None

    assert periods.owed(minutes, school, week, first=first, last=last) == owed


def test_half_a_minute_goes_up() -> None:
    """One day of two in a week of 5 minutes: 2.5 is 3."""
    school = calendar(
        exceptions=[{"from": "2026-11-25", "to": "2026-11-27", "day_type": None}],
    )
    week = periods.of(school, "week", date(2026, 11, 23))
    assert week is not None

    assert periods.owed(5, school, week, first=date(2026, 11, 23), last=date(2026, 11, 23)) == 3


def test_periods_between_two_dates() -> None:
    """All that have a date in between, whole; before the first term there are none."""
    found = list(periods.between(calendar(), "marking_period", date(2026, 8, 1), date(2026, 12, 1)))
    weeks = list(periods.between(calendar(), "week", date(2026, 11, 1), date(2026, 11, 9)))

    assert [one.name for one in found] == ["T1", "T2"]
    assert [one.first for one in weeks] == [
        date(2026, 10, 26),
        date(2026, 11, 2),
        date(2026, 11, 9),
    ]
