"""The wide set of phrases as staff type them: each means what the policies say, or is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from unit.school.phrases import CODES, MONDAY, NEW_YORK, found, rows, wanted

from school.phrase import PhraseError, understand

if TYPE_CHECKING:
    from school.calendar import SchoolCalendar

ROWS = rows("staff.jsonl")


def test_every_row(lettered: SchoolCalendar) -> None:
    """Every phrase means exactly what its row expects, every scored field of it."""
    wrong = {
        row["text"]: found(row, lettered) for row in ROWS if found(row, lettered) != wanted(row)
    }

    assert wrong == {}


def test_the_set() -> None:
    """The set is wide: over 1,000 phrases, every code, and no phrase twice."""
    assert len(ROWS) > 1000
    assert {row["error"] for row in ROWS if "error" in row} == CODES - {"empty"}
    assert len({(row["text"], row["now"], row["tz"]) for row in ROWS}) == len(ROWS)


SECOND_TIMES = [
    " and thu 10:15", " or friday", " 9:55", " tomorrow", " then wed 1-1:30", " at 10", ", 10/14",
    " plus oct 14", " and the first monday of the month", " every other week on fridays",
    " half past two", " 2pm", " the 20th", " unless thursday", " or 10:15", " 1015-1045",
    " period 3 and 4", " on B days", " until whenever", " except sometimes", " or 11",
]  # fmt: skip
COMPLETE = [
    "mon 9:10-9:40", "Mon & Wed 9:10-9:40 arrival with @adams room 4", "oct 14 at 9 for 30 min",
    "every other tue 2-2:30 starting 10/13", "A days 9:10-9:40", "mañana a las 10 con @lee",
    "first monday of the month at 1:30", "daily 8:15-8:30 room 12", "thursdays 9 until june",
]  # fmt: skip


@pytest.mark.parametrize("more", SECOND_TIMES)
def test_a_second_time_is_never_dropped(more: str, lettered: SchoolCalendar) -> None:
    """Behind a complete phrase another time raises: half of what was said is never planned."""
    for text in COMPLETE:
        with pytest.raises(PhraseError):
            understand(text + more, now=MONDAY, zone=NEW_YORK, calendar=lettered)


PROSE = [
    "may i come", "in the sun room", "march to the gym", "room 4", "2nd grade", "K-2 centers",
    "with @adams", "table 3", "pod 2", "grade 5", "S1", "K7-03",
    "w/ <@U012AB3CD> and <@U9|ms.friday>",
    "rooms 4 and 5", "3 kids, 2 adults", "with April and June", "group of 4", "rm 12B", "PT",
    "tables 2-4", "1:1 with the aide", "Ms. Monday's class", "for fine motor", "#204", "unit 3",
    "5th-6th grade", "every child needs scissors", "from the cafeteria", "sat with the group",
]  # fmt: skip


@pytest.mark.parametrize("prose", PROSE)
def test_prose_stays(prose: str, lettered: SchoolCalendar) -> None:
    """Words and numbers that say no time stay in the rest as they were typed."""
    for text in ("tue 9:10-9:40", "Mon & Wed 9:10-9:40"):
        said = understand(f"{text} {prose}", now=MONDAY, zone=NEW_YORK, calendar=lettered)

        assert said.rest == prose


NEVER = [
    *(" then wed 1-1:30", " plus oct 14", " or 10:15", " on B days", " until whenever"),
    *(" except sometimes", " around 2", " biweekly", " some other friday"),
]


def test_what_may_never_follow(lettered: SchoolCalendar) -> None:
    """Behind any phrase that says when in the day, what is vague or another plan raises."""
    timed = [
        row["text"]
        for row in ROWS
        if {"time", "period", "block"} & row.get("expect", {}).keys()
        and (row["now"], row["tz"]) == ("2026-10-05T08:15:00-04:00", "America/New_York")
    ]
    taken = [
        timed[number] + NEVER[number % len(NEVER)]
        for number in range(len(timed))
        if not raises(timed[number] + NEVER[number % len(NEVER)], lettered)
    ]

    assert len(timed) > 1000
    assert taken == []


def raises(text: str, calendar: SchoolCalendar) -> bool:
    try:
        understand(text, now=MONDAY, zone=NEW_YORK, calendar=calendar)
    except PhraseError:
        return True
    return False
