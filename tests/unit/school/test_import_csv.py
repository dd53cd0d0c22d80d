"""Tables of dates, as a school office types or exports them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from school.errors import SchoolError
from school.imports import read

if TYPE_CHECKING:
    from school.calendar import SchoolCalendar
    from school.imports import Imported

NEW_YORK = ZoneInfo("America/New_York")
YEAR = "2026-09-01,first day of school,\n2027-06-18,last day of school,\n"


def table(text: str, encoding: str = "utf-8", **more: object) -> Imported:
    given = {"zone": NEW_YORK, **more}
    return read(text.encode(encoding), name="days.csv", **given)  # type: ignore[arg-type]


def entries(found: Imported) -> list[tuple[str, str, str | None, str]]:
    return [
        (f"{one.first:%m-%d}", f"{one.last:%m-%d}", one.day_type, one.label)
        for one in found.calendar.exceptions
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-07,no school,Labor Day\n2026-10-02,early release,",
        "date,day type,label\n2026-09-07,no school,Labor Day\n2026-10-02,early release,",
        "LABEL,Date,Day Type\nLabor Day,2026-09-07,No School\n,2026-10-02,EARLY RELEASE",
        "Day_Type;Label;DATE\noff;Labor Day;9/7/2026\nearly;;10/2/2026",
        (
            "from\tto\tday type\tlabel\n2026-09-07\t2026-09-07\tclosed\tLabor Day\n"
            "10/02/2026\t\tEarly Dismissal\t"
        ),
        "2026-09-07,2026-09-07,no school,Labor Day\n2026-10-02,2026-10-02,early release,",
        (
            "Subject,Start Date,Start Time,End Date\n"
            '"Labor Day, no school",09/07/2026,,09/07/2026\n'
            "Early release,10/02/2026,12:30 PM,10/02/2026"
        ),
    ],
)
def test_shapes_of_a_table(text: str) -> None:
    """Columns in any order and case, with or without headings, three delimiters, both dates."""
    found = table(YEAR + text if text[0].isdigit() and text.count(",") < 6 else text)

    dates = [(first, last, kind) for first, last, kind, _ in entries(found)]
    assert dates == [("09-07", "09-07", None), ("10-02", "10-02", "early_release")]
    assert found.unread == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings(encoding: str, delimiter: str, end: str) -> None:
    """The encodings of Excel and of Google, each with each delimiter and line end."""
    rows = [("Date", "Day type", "Label"), ("12/25/2026", "no school", "Noël é ñ ü")]
    found = table(end.join(delimiter.join(row) for row in rows), encoding)

    assert entries(found) == [("12-25", "12-25", None, "Noël é ñ ü")]


def test_windows_letters() -> None:
    """The quotes and dashes that Word puts into a table are what they look like."""
    found = table("2026-02-16,no school,Presidents\N{RIGHT SINGLE QUOTATION MARK} Day", "cp1252")

    assert found.calendar.exceptions[0].label == "Presidents\N{RIGHT SINGLE QUOTATION MARK} Day"


def test_lines_that_cannot_be_read() -> None:
    """Each is named with its number and why; dates are never flipped, the rest is taken."""
    found = table(
        "Date,Day type,Label\n"
        "2026-09-07,no school,Labor Day\n"
        "\n"
        "25/12/2026,no school,Christmas\n"
        "2026-02-30,no school,\n"
        "soon,no school,\n"
        ",no school,\n"
        "2026-10-02,banana,\n"
        "2026-10-05,,Picture day\n"
        "2026-10-12,off,\n"
    )

    assert [(note.where, note.code) for note in found.unread] == [
        ("line 4", "line_bad_date"),
        ("line 5", "line_bad_date"),
        ("line 6", "line_bad_date"),
        ("line 7", "line_without_date"),
        ("line 8", "line_day_type_unknown"),
        ("line 9", "line_without_day_type"),
    ]
    assert [note.where for note in found.notes if note.code == "dates_day_first"] == ["line 4"]
    assert [first for first, *_ in entries(found)] == ["09-07", "10-12"]


def test_ranges() -> None:
    """From and to are both included; a range that ends before it begins is named."""
    found = table(
        "from,to,day type,label\n12/21/2026,1/1/2027,off,Winter break\n2026-10-09,2026-10-02,off,"
    )

    assert entries(found) == [("12-21", "01-01", None, "Winter break")]
    assert [(note.where, note.code) for note in found.unread] == [("line 3", "event_backwards")]


def test_the_schools_own_day_types(king: SchoolCalendar) -> None:
    """A word is a day type of the school by its key or its label, else by its meaning."""
    text = "2026-10-06,normal,\n2026-10-07,NORMAL,\n2026-10-08,Early dismissal,\n2026-10-09,off,"
    new = table(text, into=king, zone=None).calendar
    days = [new.day(date(2026, 10, number)) for number in (6, 7, 8, 9)]

    assert [one.day_type and one.day_type.key for one in days] == [
        "NORMAL",
        "NORMAL",
        "EARLY RELEASE",
        None,
    ]


def test_a_table_changes_its_own_dates(king: SchoolCalendar) -> None:
    """Lines change their dates; all other dates of the school stay, inside a break as well."""
    text = "from,to,day type,label\n2026-11-25,2026-11-30,regular,Make-up\n2026-12-29,,off,Snow"
    new = table(text, into=king, zone=None).calendar
    changed = {
        one.on
        for one in new.days(date(2026, 8, 12), date(2027, 6, 3))
        if (one.in_session, one.label) != (king.day(one.on).in_session, king.day(one.on).label)
    }

    assert sorted(f"{on:%m-%d}" for on in changed) == [
        "11-25",
        "11-26",
        "11-27",
        "11-30",
        "12-29",
    ]
    assert not new.day(date(2026, 11, 24)).in_session
    assert not new.day(date(2026, 12, 30)).in_session


def test_a_line_for_everybody_changes_every_level() -> None:
    """A line for everybody takes the place of a level's older line for that date."""
    old = table(
        YEAR + "2026-11-03,early release (elementary),\n2026-11-04,early release (elementary),",
        groups=("elementary",),
    ).calendar
    new = table("2026-11-02,2026-11-03,no school,Snow", into=old).calendar

    assert [new.day(date(2026, 11, day)).in_session for day in (2, 3, 4)] == [False, False, True]
    assert new.day(date(2026, 11, 4)).reason == "exception"


def test_a_year_by_its_ends() -> None:
    """First and last day of school are the year's ends; a staff day is one without students."""
    found = table(YEAR + "2026-08-31,Teacher workday,\n2026-10-02,A Day,\n2026-10-03,regular,")

    assert (found.calendar.first_day, found.calendar.last_day) == (
        date(2026, 9, 1),
        date(2027, 6, 18),
    )
    assert found.calendar.exceptions[0].staff_day
    assert found.calendar.day(date(2026, 10, 3)).in_session


def test_levels_in_a_column() -> None:
    """A column of levels limits its lines."""
    text = "date,day type,label,level\n2026-11-03,early release,,Elementary\n2026-11-04,off,,All"
    found = table(text)

    assert [one.applies_to for one in found.calendar.exceptions] == ["elementary", None]


@pytest.mark.parametrize("text", ["a,b,c\n1,2,3", "hello", "Date,Day type,Label\n"])
def test_a_table_of_something_else(text: str) -> None:
    """A table without any date of a school is refused with an example."""
    with pytest.raises(SchoolError, match="csv_without_dates"):
        table(text)


def test_no_zone() -> None:
    """A table says no zone: a new school has to be given one."""
    with pytest.raises(SchoolError, match="zone_missing"):
        table("2026-09-07,no school,", zone=None)
