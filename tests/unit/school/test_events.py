"""Until when events of the school year are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from unit.school.conftest import read

from school.events import until
from school.facts import Term

if TYPE_CHECKING:
    from school.calendar import SchoolCalendar

OCTOBER = date(2026, 10, 5)


def last_day(event: str, calendar: SchoolCalendar, on: date) -> date | None:
    found = until(event, calendar, on)
    return None if found is None else found.on


EVENTS = [
    ("winter break", date(2026, 12, 22)),
    ("Winter recess", date(2026, 12, 22)),
    ("christmas break", date(2026, 12, 22)),
    ("end of winter break", date(2026, 12, 22)),
    ("thanksgiving", date(2026, 11, 24)),
    ("thanksgiving break", date(2026, 11, 24)),
    ("veterans day", date(2026, 11, 10)),
    ("mlk day", date(2027, 1, 15)),
    ("february break", date(2027, 2, 12)),
    ("mid-winter recess", date(2027, 2, 12)),
    ("spring break", date(2027, 3, 26)),
    ("memorial day", date(2027, 5, 28)),
    ("end of the year", date(2027, 6, 18)),
    ("end of semester 1", date(2027, 1, 29)),
    ("end of first semester", date(2027, 1, 29)),
    ("end of fall semester", date(2027, 1, 29)),
    ("end of the 2nd semester", date(2027, 6, 18)),
    ("end of the semester", date(2027, 1, 29)),
    ("end of this semester", date(2027, 1, 29)),
    ("last day of school", date(2027, 6, 18)),
    ("graduation", None),
    ("testing", None),
    ("vacation day", None),
    ("end of quarter 7", None),
    ("end of the marking period", None),
    ("end of first trimester", None),
]


@pytest.mark.parametrize(("event", "expected"), EVENTS)
def test_events(event: str, expected: date | None, lettered: SchoolCalendar) -> None:
    """An event is found by the calendar's own names; one that it does not name is None."""
    assert last_day(event, lettered, OCTOBER) == expected


# Dates read by hand from the files of the schools.
SCHOOLS = [
    ("berkeley-king-6-2026-2027", OCTOBER, "winter break", date(2026, 12, 18)),
    # it calls the week of Thanksgiving "Fall Recess", and its days off in January nothing
    ("berkeley-king-6-2026-2027", OCTOBER, "thanksgiving", date(2026, 11, 20)),
    ("berkeley-king-6-2026-2027", OCTOBER, "fall break", date(2026, 11, 20)),
    ("berkeley-king-6-2026-2027", OCTOBER, "mlk day", date(2027, 1, 15)),
    ("berkeley-king-6-2026-2027", OCTOBER, "presidents' day", date(2027, 2, 11)),
    ("berkeley-king-6-2026-2027", OCTOBER, "spring break", date(2027, 3, 26)),
    ("berkeley-king-6-2026-2027", OCTOBER, "end of the year", date(2027, 6, 3)),
    ("berkeley-king-6-2026-2027", OCTOBER, "end of the semester", None),
    ("berkeley-bhs-2023-2024", date(2023, 10, 2), "winter break", date(2023, 12, 22)),
    ("berkeley-bhs-2023-2024", date(2023, 10, 2), "thanksgiving break", date(2023, 11, 17)),
    ("berkeley-bhs-2023-2024", date(2024, 1, 8), "spring break", date(2024, 3, 29)),
    # the Friday before this winter break has no students either
    ("bellplus-smhs", date(2020, 10, 5), "winter break", date(2020, 12, 17)),
    ("bellplus-smhs", date(2020, 10, 5), "spring break", date(2021, 3, 26)),
    # only Thursday and Friday are off, and Wednesday has a bell schedule of its own
    ("bellplus-cupertino", date(2018, 10, 1), "thanksgiving", date(2018, 11, 21)),
    ("bellplus-cupertino", date(2018, 10, 1), "winter break", date(2018, 12, 20)),
    ("bellplus-cupertino", date(2022, 10, 3), "mid-year break", date(2022, 12, 22)),
    ("bellplus-avhs", date(2018, 10, 1), "thanksgiving", date(2018, 11, 20)),
    ("bellplus-avhs", date(2018, 10, 1), "holiday break", date(2018, 12, 21)),
    ("bellplus-avhs", date(2018, 2, 1), "spring break", date(2018, 4, 6)),
    ("bellplus-avhs", date(2018, 2, 1), "finals", date(2018, 5, 31)),
    ("bellplus-gunn", date(2018, 10, 1), "thanksgiving", date(2018, 11, 16)),
    ("bellplus-gunn", date(2018, 10, 1), "veterans day", date(2018, 11, 9)),
    ("bellplus-montavista", date(2018, 10, 1), "thanksgiving", date(2018, 11, 21)),
]


@pytest.mark.parametrize(("school", "on", "event", "expected"), SCHOOLS)
def test_events_of_real_schools(school: str, on: date, event: str, expected: date | None) -> None:
    """At real schools an event ends where their own calendar has it, whatever they call it."""
    assert last_day(event, read(f"schools/{school}"), on) == expected


TERMS = [
    ("end of first trimester", date(2026, 11, 20)),
    ("end of the trimester", date(2026, 11, 20)),
    ("end of 2nd trimester", date(2027, 3, 5)),
    ("end of trimester 3", date(2027, 6, 18)),
    ("end of the marking period", date(2026, 10, 30)),
    ("end of marking period 2", date(2027, 1, 22)),
]


@pytest.mark.parametrize(("event", "expected"), TERMS)
def test_terms(event: str, expected: date, lettered: SchoolCalendar) -> None:
    """A term is found by its kind and number, or as the one that runs now."""
    terms = (
        Term("Trimester 1", date(2026, 11, 20)),
        Term("Trimester 2", date(2027, 3, 5)),
        Term("Trimester 3", date(2027, 6, 18)),
        Term("Marking Period 1", date(2026, 10, 30)),
        Term("Marking Period 2", date(2027, 1, 22)),
    )

    assert last_day(event, replace(lettered, terms=terms), OCTOBER) == expected


def test_next_one(king: SchoolCalendar) -> None:
    """Only an event that is still ahead counts."""
    assert until("winter break", king, date(2027, 1, 5)) is None
    assert until("end of the year", king, date(2027, 6, 4)) is None
