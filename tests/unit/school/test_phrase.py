"""What people type is understood as the policies say, or refused with a reason."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from unit.school.phrases import MONDAY, NEW_YORK, found, rows, wanted

from school.phrase import PhraseError, to_expect, understand

if TYPE_CHECKING:
    from school.calendar import SchoolCalendar

ROWS = rows("phrases.jsonl")


def expect(text: str, calendar: SchoolCalendar | None, at: datetime = MONDAY) -> dict[str, Any]:
    """Return what is understood, or the error's code, without what only some rows state."""
    zone = NEW_YORK
    try:
        plain = to_expect(understand(text, now=at, zone=zone, calendar=calendar))
    except PhraseError as error:
        return {"error": error.code}
    return {key: value for key, value in plain.items() if key not in {"utc", "duration_min"}}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_phrase_set(row: dict[str, Any], lettered: SchoolCalendar) -> None:
    """Every phrase of the set means what the set says."""
    assert found(row, lettered) == wanted(row)


def single(date: str, **more: Any) -> dict[str, Any]:
    return {"kind": "single", "date": date} | more


def series(*days: str, **more: Any) -> dict[str, Any]:
    return {"kind": "series", "days": list(days)} | more


UNDERSTOOD = [
    ("M/W/F 910-940", series("MO", "WE", "FR", time="09:10", end="09:40")),
    ("mon\u2013thu 9:10", series("MO", "TU", "WE", "TH", time="09:10")),
    ("P2 tuesdays until 2027-01-15", series("TU", period="2", until="2027-01-15")),
    ("Mon and Thu period 2 from Jan 19", series("MO", "TH", period="2", **{"from": "2027-01-19"})),
    ("Mon & Wed arrival 8:30-8:45 room 4",
     series("MO", "WE", time="08:30", end="08:45", rest="arrival room 4")),
    ("mondays last 15 minutes of writing",
     series("MO", part=["last", 15], block=["during", "writing"])),
    ("every day except wednesday 9", series("MO", "TU", "TH", "FR", time="09:00")),
    ("wed 9 arrival weekly", series("WE", time="09:00", rest="arrival")),
    ("tuesdays 9 until September", series("TU", time="09:00", until="2027-06-18")),
    ("tuesdays 10-10:30 from oct 13 to dec 15",
     series("TU", time="10:00", end="10:30", until="2026-12-15", **{"from": "2026-10-13"})),
    ("next week mon and wed 9",
     {"kind": "multi", "dates": ["2026-10-12", "2026-10-14"], "time": "09:00"}),
    ("dec 3, 10 and 17 at 9:10",
     {"kind": "multi", "dates": ["2026-12-03", "2026-12-10", "2026-12-17"], "time": "09:10"}),
    ("last friday of each month 2pm",
     {"kind": "series", "time": "14:00", "monthly": [[-1, "FR"]]}),
    ("days 3 and 5 period 2", {"kind": "series", "cycle": ["3", "5"], "period": "2"}),
    ("thu, oct 8, 9:10-9:40", single("2026-10-08", time="09:10", end="09:40")),
    ("2026-10-14T09:10", single("2026-10-14", time="09:10")),
    ("mon 8pm-9", single("2026-10-05", time="20:00", end="21:00")),
    ("mon 9-10 room 4", single("2026-10-05", time="09:00", end="10:00", rest="room 4")),
    ("mon 2-3 students", single("2026-10-12", rest="2-3 students")),
    ("tomorrow at ten past nine", single("2026-10-06", time="09:10")),
    ("martes a las nueve y media", single("2026-10-06", time="09:30")),
    ("el 15 de octubre a las 9", single("2026-10-15", time="09:00")),
    ("M W F 9:10", series("MO", "WE", "FR", time="09:10")),
    ("every tuesday and every thursday 9", series("TU", "TH", time="09:00")),
    ("2nd block mondays", series("MO", period="block 2")),
    ("mon 9:10 Daily 5", single("2026-10-05", time="09:10", rest="Daily 5")),
    ("ma\xf1ana por la ma\xf1ana a las 9", single("2026-10-06", time="09:00")),
    ("lunes a viernes 8:15", series("MO", "TU", "WE", "TH", "FR", time="08:15")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), UNDERSTOOD)
def test_understood(text: str, wanted: dict[str, Any], lettered: SchoolCalendar) -> None:
    """Phrases beyond the set follow the same policies."""
    assert expect(text, lettered) == wanted


REFUSED = [
    ("tue 9-9:30 and thu 10-10:30", "unsupported_compound"),
    ("mon 9:10-9:40, wed 10:30-11", "unsupported_compound"),
    ("mon 9:10 arrival and wed 10:30 writing", "unsupported_compound"),
    ("mondays period 2 and 3", "unsupported_compound"),
    ("mon or wed 9:10", "ambiguous"),
    ("Mon Oct 13 9:10", "ambiguous"),
    ("biweekly tuesday", "ambiguous"),
    ("every 3rd monday", "ambiguous"),
    ("tomorrow ten to eleven", "ambiguous"),
    ("mon 9:10 until spring", "ambiguous"),
    ("mon 9-9:30 for 45 min", "ambiguous"),
    ("tomorrow 9:10 until June", "ambiguous"),
    ("mon 9-9:30 biweekly", "ambiguous"),
    ("mon 9:10 room 4 10:30-11", "unsupported_compound"),
    ("mon 9:1", "no_such_time"),
    ("week of 9999-12-31", "past_or_out_of_term"),
    ("2 weeks from 9999-12-31", "past_or_out_of_term"),
    ("mr smith 9:10", "nonsense"),
    ("sun room at 10", "nonsense"),
    ("may i come mon", "nonsense"),
    ("march to the gym 9:10", "nonsense"),
    ("9:10-9:40", "too_vague"),
    ("3x a week", "too_vague"),
    ("sept 10", "past_or_out_of_term"),
    ("mondays 9 until 2027-07-15", "past_or_out_of_term"),
    ("today 8:00", "past_or_out_of_term"),
    ("yesterday", "past_or_out_of_term"),
    ("13/1", "no_such_date"),
    ("feb 29", "no_such_date"),
    ("thu 9:75", "no_such_time"),
    ("thu 14pm", "no_such_time"),
    ("thu 9:10-9:10", "end_before_start"),
    ("oct 23-19", "end_before_start"),
    ("mon 23:50 for 20 min", "crosses_midnight"),
]


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_refused(text: str, code: str, lettered: SchoolCalendar) -> None:
    """What may mean two things, or nothing, is refused with the code that says why."""
    assert expect(text, lettered) == {"error": code}


def test_without_a_calendar() -> None:
    """Without a calendar nothing is capped: a month means its end."""
    assert expect("mondays until June", None) == series("MO", until="2027-06-30")


def test_routine_stays_in_the_rest(lettered: SchoolCalendar) -> None:
    """The routine with which the rest begins is named, and stays in the rest."""
    found = understand(
        "Mon & Wed 9:10-9:40 arrival routine with @adams",
        now=MONDAY,
        zone=NEW_YORK,
        calendar=lettered,
    )

    assert (found.routine, found.rest) == ("arrival", "arrival routine with @adams")


SCHOOL_ZONES = [
    ("America/New_York", "2027-03-12T10:00:00-05:00", "mon 9:10", "2027-03-15T13:10:00Z"),
    ("America/Phoenix", "2027-03-12T10:00:00-07:00", "mon 9:10", "2027-03-15T16:10:00Z"),
    ("Pacific/Honolulu", "2026-10-05T08:15:00-10:00", "tomorrow 1", "2026-10-06T23:00:00Z"),
]


@pytest.mark.parametrize(("zone", "at", "text", "utc"), SCHOOL_ZONES)
def test_instants(zone: str, at: str, text: str, utc: str) -> None:
    """A single session's instant follows the school's own clocks."""
    now = datetime.fromisoformat(at)

    found = to_expect(understand(text, now=now, zone=ZoneInfo(zone), calendar=None))

    assert found["utc"] == utc


def test_skipped_time() -> None:
    """A time that the clocks skip is refused."""
    now = datetime.fromisoformat("2027-03-12T10:00:00-05:00")

    with pytest.raises(PhraseError, match="no_such_time"):
        understand("3/14 2:30am", now=now, zone=NEW_YORK, calendar=None)
