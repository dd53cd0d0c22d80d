"""iCalendar files as districts publish them, read into a school's dates."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.school.feeds import YEAR, day, event, feed

from school.calendar import SchoolCalendar
from school.errors import SchoolError
from school.imports import ics_rules, read

if TYPE_CHECKING:
    from school.imports import Imported, Note

SHARED = Path(__file__).parents[4] / "shared" / "schools"
NEW_YORK = ZoneInfo("America/New_York")
there = pytest.mark.skipif(
    not SHARED.exists(), reason="calendars without a free licence are not part of the project"
)


def imported(*events: str, zone: str = "America/New_York", **more: object) -> Imported:
    return read(feed(*YEAR, *events, zone=zone), name="district.ics", **more)  # type: ignore[arg-type]


def off(calendar: SchoolCalendar) -> list[str]:
    """Return the dates of the year on which an entry closes the school."""
    days = calendar.days(date(2026, 8, 1), date(2027, 7, 15))
    return [f"{one.on:%m-%d}" for one in days if one.reason == "exception" and not one.in_session]


def said(notes: tuple[Note, ...]) -> list[tuple[str, str]]:
    return [(note.code, note.where) for note in notes]


def params(notes: tuple[Note, ...], code: str) -> dict[str, object]:
    return next(dict(note.params) for note in notes if note.code == code)


class TestDates:
    """Every spelling of a whole day is the same day."""

    @pytest.mark.parametrize(
        ("start", "end"),
        [
            (";VALUE=DATE:20260907", ";VALUE=DATE:20260908"),
            (";VALUE=DATE:20260907", ""),
            (";VALUE=DATE:20260907", ";VALUE=DATE:20260907"),
            (":20260907T040000Z", ":20260908T040000Z"),
            (":20260907T040000Z", ""),
            # Midnight told with winter's offset in summer, and the other way about.
            (":20260907T050000Z", ":20260908T050000Z"),
            (":20260907T000000Z", ":20260908T000000Z"),
            (":20260907T000000", ":20260908T000000"),
            (":20260907T000000", ":20260907T235900"),
            (";TZID=America/New_York:20260907T000000", ""),
            (";TZID=Eastern Standard Time:20260907T000000", ""),
            (";TZID=America/Los_Angeles:20260907T000000", ":20260908T070000Z"),
            (";TZID=Mars/Phobos:20260907T000000", ""),
            (":20260907T083000", ":20260907T150000"),
        ],
    )
    def test_one_day(self, start: str, end: str) -> None:
        """However a writer puts Labor Day, it is September 7 and nothing else."""
        found = imported(event("No School", start, end))

        assert off(found.calendar) == ["09-07"]

    def test_winter_midnight_with_summer_offset(self) -> None:
        """23:00 of the day before is midnight with an offset that is an hour wrong."""
        found = imported(event("No School", ":20261224T040000Z", ":20261225T040000Z"))

        assert off(found.calendar) == ["12-24"]

    def test_the_end_is_excluded(self) -> None:
        """A break from the 24th to (excluded) the 2nd is off until the 1st, weekends included."""
        found = imported(day("Winter Break", "20261224", "20270102"))

        assert off(found.calendar) == [
            *(f"12-{number}" for number in range(24, 32)),
            "01-01",
        ]

    def test_a_break_over_the_clock_change(self) -> None:
        """A break told by instants is whole days although one of them has 25 hours."""
        found = imported(event("Fall Break", ":20261030T040000Z", ":20261103T050000Z"))

        assert off(found.calendar) == ["10-30", "10-31", "11-01", "11-02"]

    @pytest.mark.parametrize(
        ("zone", "start"),
        [
            ("America/Phoenix", ":20260907T070000Z"),
            ("Australia/Lord_Howe", ":20260906T133000Z"),
            ("Asia/Kolkata", ":20260906T183000Z"),
        ],
    )
    def test_zones_of_other_habits(self, zone: str, start: str) -> None:
        """Without daylight saving time, with half an hour of it, and with half-hour offsets."""
        found = imported(event("No School", start), zone=zone)

        assert off(found.calendar) == ["09-07"]
        assert found.calendar.zone.key == zone

    def test_times_without_zone_are_the_schools(self, king: SchoolCalendar) -> None:
        """A floating 23:30 stays on its date, whatever zone the reader's machine has."""
        file = feed(event("No School", ":20260908T233000", ":20260908T235000"), zone="")
        found = read(file, name="x.ics", into=king)

        assert "09-08" in off(found.calendar)


class TestSeries:
    """Repeating events over the school year."""

    def test_a_weekly_late_start(self) -> None:
        """RRULE, EXDATE and RECURRENCE-ID: three Wednesdays, one left out, one moved."""
        master = day(
            "Late Start",
            "20261104",
            "",
            "RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20261125T050000Z",
            "EXDATE;VALUE=DATE:20261111",
        ).replace("UID:Late Start-;VALUE=DATE:20261104", "UID:late")
        moved = day("Late Start", "20261119", "", "RECURRENCE-ID;VALUE=DATE:20261118").replace(
            "UID:Late Start-;VALUE=DATE:20261119", "UID:late"
        )
        found = imported(master, moved)

        late = [one.first.isoformat() for one in found.calendar.exceptions if one.day_type]
        assert late == ["2026-11-04", "2026-11-19", "2026-11-25"]

    def test_a_cancelled_one_of_a_series(self) -> None:
        """A cancelled repetition is none; a cancelled event is as if it were not there."""
        master = day("No School", "20261002", "", "RRULE:FREQ=WEEKLY;COUNT=3")
        master = master.replace("UID:No School-;VALUE=DATE:20261002", "UID:off")
        gone = day("No School", "20261009", "", "RECURRENCE-ID:20261009", "STATUS:CANCELLED")
        gone = gone.replace("UID:No School-;VALUE=DATE:20261009", "UID:off")
        alone = day("No School", "20261111", "", "STATUS:CANCELLED")
        found = imported(master, gone, alone)

        assert off(found.calendar) == ["10-02", "10-16"]

    def test_a_cancelled_series(self) -> None:
        """A cancelled series takes its moved repetitions with it, and no other event."""
        series = day("No School", "20261002", "", "RRULE:FREQ=WEEKLY;COUNT=3", "STATUS:CANCELLED")
        moved = day("No School", "20261008", "", "RECURRENCE-ID:20261009")
        found = imported(
            series.replace("UID:No School-;VALUE=DATE:20261002", "UID:off"),
            moved.replace("UID:No School-;VALUE=DATE:20261008", "UID:off"),
            day("No School", "20261112"),
        )

        assert off(found.calendar) == ["11-12"]

    @pytest.mark.parametrize(
        "rule",
        [
            "FREQ=SECONDLY",
            "FREQ=MINUTELY;COUNT=100000000",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
            "FREQ=MONTHLY;BYDAY=6MO",
            "FREQ=WEEKLY;BYHOUR=1,2,3;BYMINUTE=1,2,3",
            "INTERVAL=2",
            "nonsense",
        ],
    )
    def test_a_rule_no_school_uses(self, rule: str) -> None:
        """A rule that would never end is not begun: the event is named, the rest taken."""
        found = imported(day("No School", "20261002", "", f"RRULE:{rule}"))

        assert said(found.unread) == [("rule_not_read", "event 3: No School")]
        assert off(found.calendar) == []

    @settings(max_examples=60, deadline=None)
    @given(
        st.builds(
            "FREQ=WEEKLY;INTERVAL={};BYDAY={}".format,
            st.integers(1, 5),
            st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR"]), min_size=1, unique=True).map(
                ",".join
            ),
        )
        | st.builds(
            "FREQ=MONTHLY;BYDAY={}{}".format,
            st.sampled_from([1, 2, 3, 4, -1]),
            st.sampled_from(["MO", "WE", "FR"]),
        )
        | st.builds("FREQ=DAILY;INTERVAL={};COUNT={}".format, st.integers(1, 9), st.integers(1, 90))
    )
    def test_dates_of_rules(self, rule: str) -> None:
        """The rules of schools have the dates that python-dateutil gives them."""
        start, end = date(2026, 9, 2), date(2027, 6, 18)
        found = imported(day("No School", "20260902", "", f"RRULE:{rule}"))
        begin = f"DTSTART:20260902T000000\nRRULE:{rule}"
        expected = (
            {one.date() for one in rrule.rrulestr(begin) if one.date() <= end}
            if ("COUNT" in rule)
            else {one.date() for one in rrule.rrulestr(f"{begin};UNTIL=20270618T000000")}
        )

        assert set(off(found.calendar)) == {f"{on:%m-%d}" for on in expected | {start}}

    def test_expansion_is_bounded(self) -> None:
        """A rule without end is walked to the end of the window, and no further."""
        rule = {"FREQ": ["DAILY"]}
        series = ics_rules.Series(date(1990, 1, 1), date(1990, 1, 1), rule)

        found = list(ics_rules.dates(series, date(2026, 9, 1), date(2026, 9, 30)))

        assert len(found) == 30


class TestDayTypes:
    """What an event makes of a date, with the school's own bells and without."""

    def test_without_a_school_there_are_no_bells(self) -> None:
        """A calendar alone becomes a school of dates: its days have names and no periods."""
        found = imported(day("Early Dismissal", "20261125"))
        early = found.calendar.day(date(2026, 11, 25))

        assert found.calendar.calendar_only
        assert (early.day_type and early.day_type.label, early.periods) == ("Early release", ())
        assert (found.calendar.id, found.calendar.name) == ("lincoln-school", "Lincoln School")
        assert params(found.notes, "day_type_without_bells") == {
            "label": "Early Dismissal",
            "on": date(2026, 11, 25),
            "day_type": "Early release",
        }

    def test_the_schools_own_day_type(self, king: SchoolCalendar) -> None:
        """An early dismissal is the school's Early Release, with its bells."""
        found = read(feed(day("Early Dismissal", "20261006"), zone=""), name="x.ics", into=king)
        early = found.calendar.day(date(2026, 10, 6))

        assert early.day_type == king.day_types["EARLY RELEASE"]
        assert "day_type_without_bells" not in {note.code for note in found.notes}

    def test_a_day_type_that_the_school_lacks(self, king: SchoolCalendar) -> None:
        """A late start at a school without one has no bells, and that is said."""
        found = read(feed(day("Late Start", "20261006"), zone=""), name="x.ics", into=king)
        late = found.calendar.day(date(2026, 10, 6))

        assert (late.in_session, late.periods) == (True, ())
        assert params(found.notes, "day_type_without_bells")["day_type"] == "Late start"

    def test_a_near_kind_is_told(self, minimum: SchoolCalendar) -> None:
        """A half day where the school has several short days is nobody's guess."""
        found = read(feed(day("Half Day", "20261006"), zone=""), name="x.ics", into=minimum)

        assert params(found.notes, "day_type_without_bells")["day_type"] == "Half day"

    def test_the_time_chooses(self, minimum: SchoolCalendar) -> None:
        """A dismissal time that is a day type's last bell says which one is meant."""
        last = minimum.day_types["MINIMUM"].last_bell or 0
        label = f"Half Day, dismissal {last // 60}:{last % 60:02}"
        found = read(feed(day(label, "20261006"), zone=""), name="x.ics", into=minimum)

        assert found.calendar.day(date(2026, 10, 6)).day_type == minimum.day_types["MINIMUM"]
        assert params(found.notes, "day_type_taken_for")["taken"] == "Minimum Day (invented)"

    def test_bells_and_pattern_stay(self, king: SchoolCalendar) -> None:
        """The file replaces the dates of its year; bells, pattern, name and id are the school's."""
        found = read(feed(day("No School", "20261006"), zone=""), name="x.ics", into=king)
        new = found.calendar

        assert (new.id, new.name, new.day_types, new.pattern) == (
            king.id,
            king.name,
            king.day_types,
            king.pattern,
        )
        assert off(new) == ["10-06"]
        assert (new.first_day, new.last_day) == (king.first_day, king.last_day)
        assert params(found.notes, "days_dropped")["on"] == date(2026, 9, 7)

    def test_a_short_week_opens_no_weekend(self) -> None:
        """An early release from Thursday to Tuesday leaves Saturday and Sunday alone."""
        found = imported(day("Early Dismissal", "20261112", "20261118"))
        short = [
            one.on.day
            for one in found.calendar.days(date(2026, 11, 9), date(2026, 11, 20))
            if one.in_session and one.day_type and one.day_type.key == "early_release"
        ]

        assert short == [12, 13, 16, 17]

    def test_a_make_up_day_wins_over_the_break(self) -> None:
        """A school day inside a break is a school day; the break goes on around it."""
        found = imported(
            day("Spring Recess - Schools Closed", "20270329", "20270403"),
            day("School Day - Snow Day Makeup", "20270330"),
        )

        assert off(found.calendar) == ["03-29", "03-31", "04-01", "04-02"]
        assert params(found.unread, "two_labels")["other"] == "Spring Recess - Schools Closed"

    def test_saturday_classes(self) -> None:
        """A Saturday is a school day where the file says so for that date."""
        found = imported(day("School Day - Make up", "20261003"), day("Late Start", "20261010"))

        assert found.calendar.day(date(2026, 10, 3)).in_session
        assert not found.calendar.day(date(2026, 10, 10)).in_session
        assert ("not_a_school_day", "event 4: Late Start") in said(found.unread)

    def test_terms(self) -> None:
        """The end of a quarter is the end of a term, no day off."""
        found = imported(day("End of 1st Quarter", "20261106"))

        assert [(one.name, one.last_day) for one in found.calendar.terms] == [
            ("1st quarter", date(2026, 11, 6))
        ]
        assert off(found.calendar) == []


class TestLetters:
    """Letter and number days."""

    def test_letters_of_the_year(self) -> None:
        """Letters that stand for the year make a rotation; a day without one is not known."""
        dates = [date(2026, 9, 1) + timedelta(n) for n in range(291)]
        school = [on for on in dates if on.weekday() < 5]
        letters = [day(f"Day {index % 6 + 1}", f"{on:%Y%m%d}") for index, on in enumerate(school)]
        found = imported(*letters[:-1], day("Early Dismissal", f"{school[2]:%Y%m%d}"))
        first, third = found.calendar.day(school[0]), found.calendar.day(school[2])

        assert (first.cycle_day, first.in_session) == ("1", True)
        assert (third.cycle_day, third.day_type and third.day_type.key) == ("3", "early_release")
        assert not found.calendar.day(school[-1]).known
        assert params(found.notes, "letters_missing") == {"count": 1, "on": school[-1]}

    def test_a_few_letters_are_no_rotation(self) -> None:
        """Six numbered days of a science camp do not make the rest of the year unknown."""
        found = imported(*(day(f"Day {n}", f"2026100{n}") for n in (5, 6, 7, 8, 9)))

        assert found.calendar.day(date(2026, 11, 4)).known
        assert "letters_few" in {note.code for note in found.notes}


class TestLevels:
    """Dates for one level of a district only."""

    FILE = (
        day("Conferences - Early Dismissal (Elementary)", "20261103", "20261105"),
        day("Early Release (High School)", "20261104"),
    )

    def test_another_building(self) -> None:
        """A building of no level keeps its days; the level's dates are kept and told."""
        found = imported(*self.FILE)

        assert found.calendar.day(date(2026, 11, 3)).reason == "pattern"
        assert [one.applies_to for one in found.calendar.exceptions] == [
            "elementary",
            "high school",
        ]
        assert params(found.notes, "group_elsewhere") == {"group": "elementary", "count": 1}

    @pytest.mark.parametrize("group", ["elementary", "Elementary School", "ES", "elem."])
    def test_the_levels_own_building(self, group: str) -> None:
        """A building of the level has its dates, by whatever name the level goes."""
        found = imported(*self.FILE, groups=(group,))
        early = found.calendar.day(date(2026, 11, 3))

        assert early.day_type is not None
        assert early.day_type.key == "early_release"
        assert found.calendar.groups == {"elementary"}

    def test_a_levels_line_wins(self) -> None:
        """Where everybody and a level have a line for one date, the level's own holds there."""
        both = (
            day("Early Dismissal", "20261104"),
            day("No School - Conferences (Elementary)", "20261103", "20261106"),
        )
        wednesday = date(2026, 11, 4)

        assert imported(*both).calendar.day(wednesday).in_session
        assert not imported(*both, groups=("elementary",)).calendar.day(wednesday).in_session

    def test_an_unknown_level(self) -> None:
        """A level that no date names is said, with those there are."""
        found = imported(*self.FILE, groups=("preschool",))

        assert params(found.notes, "group_unknown") == {
            "group": "preschool",
            "known": ("elementary", "high school"),
        }


class TestLeftOut:
    """What is not taken is counted or named."""

    def test_other_events_are_counted(self) -> None:
        """Concerts and meetings change nothing and are counted once."""
        found = imported(
            day("Winter Concert", "20261216"),
            event("School Board Meeting", ":20261216T190000", ":20261216T210000"),
        )

        assert params(found.notes, "not_about_school") == {"count": 2}
        assert off(found.calendar) == []

    def test_lessons_are_no_day_types(self) -> None:
        """A timetable of single lessons is left out as one thing."""
        lessons = [
            event("B", f":202610{n:02}T080000", f":202610{n:02}T091000") for n in range(5, 30)
        ]

        assert params(imported(*lessons).notes, "period_events") == {"count": 25}

    def test_damaged_events_are_named(self) -> None:
        """Each damaged event is named with its place and why; the rest is taken."""
        found = imported(
            event("No School", ":2026100"),
            event("No School", ";VALUE=DATE:20260931"),
            day("Late Start", "20261012", "20261010"),
            day("No School", "20261013", "20281013"),
            "BEGIN:VEVENT\r\nSUMMARY:No School\r\nEND:VEVENT",
            day("No School", "20261014", "", "a line of nonsense"),
            day("No School", "20261015"),
        )

        assert said(found.unread) == [
            ("line_unreadable", "line 44"),
            ("event_without_date", "event 3: No School"),
            ("event_without_date", "event 4: No School"),
            ("event_backwards", "event 5: Late Start"),
            ("event_too_long", "event 6: No School"),
            ("event_without_date", "event 7: No School"),
        ]
        assert off(found.calendar) == ["10-14", "10-15"]

    def test_an_unfinished_event(self) -> None:
        """An event without END inside a whole calendar is named and left out."""
        unfinished = day("No School", "20261012").removesuffix("\r\nEND:VEVENT")
        found = imported(unfinished, day("No School", "20261013"))

        assert said(found.unread) == [("event_unfinished", "event 3: No School")]
        assert off(found.calendar) == ["10-13"]

    def test_a_file_that_was_cut_off(self) -> None:
        """A calendar without its END was cut off on its way: nothing of it is taken."""
        whole = feed(*YEAR, day("No School", "20261012"))
        for cut in (whole.rindex(b"END:VEVENT"), whole.rindex(b"END:VCALENDAR")):
            with pytest.raises(SchoolError) as caught:
                read(whole[:cut], name="district.ics")

            assert caught.value.code == "ics_cut_off"
            assert caught.value.params["file"] == "district.ics"

    def test_questions_are_named_once(self) -> None:
        """A label that may mean a day off is named with its date, and the date stays."""
        found = imported(day("Columbus Day", "20261012"), day("Election Day", "20261103"))

        assert said(found.unread) == [
            ("unsure_holiday_of_some", "event 3: Columbus Day"),
            ("unsure_holiday_of_some", "event 4: Election Day"),
        ]

    def test_text_in_other_encodings(self) -> None:
        """A folded line that cuts a letter in two bytes is put together again."""
        label = "No School \N{EN DASH} Día".encode()
        file = feed(*YEAR, day("LABEL", "20261012")).replace(
            b"LABEL", label[:11] + b"\r\n " + (label[11:])
        )
        found = read(file, name="x.ics")

        assert found.calendar.exceptions[0].label == "No School \N{EN DASH} Día"


class TestYears:
    """Files of another year, or of several."""

    def test_another_year(self, king: SchoolCalendar) -> None:
        """Last year's file does not touch this year's school."""
        with pytest.raises(SchoolError) as caught:
            read(feed(day("No School", "20251006")), name="x.ics", into=king)

        assert (caught.value.code, dict(caught.value.params)) == (
            "other_year",
            {"years": ("2025\N{EN DASH}26",), "known": "2026\N{EN DASH}27"},
        )

    def test_one_year_of_several(self, king: SchoolCalendar) -> None:
        """Of a feed of years, the school's own is taken; the others are counted."""
        file = feed(day("No School", "20251006"), day("No School", "20261006"), zone="")
        found = read(file, name="x.ics", into=king)

        assert off(found.calendar) == ["10-06"]
        assert params(found.notes, "other_years")["count"] == 1

    def test_the_next_year(self, king: SchoolCalendar) -> None:
        """Next year's file moves the school year, and needs its first and last day for that."""
        coming = (day("First Day of School", "20270816"), day("Last Day of School", "20280602"))
        found = read(feed(*coming, zone=""), name="x.ics", into=king)

        assert (found.calendar.first_day, found.calendar.last_day) == (
            date(2027, 8, 16),
            date(2028, 6, 2),
        )
        assert params(found.notes, "year_moves")["old"] == king.last_day
        with pytest.raises(SchoolError, match="next_year_without_ends"):
            read(feed(coming[0], zone=""), name="x.ics", into=king)

    def test_the_next_year_in_the_same_feed(self, king: SchoolCalendar) -> None:
        """A feed with both years is taken for the next one once the school's year is over."""
        both = feed(
            day("No School", "20261006"),
            day("First Day of School", "20270816"),
            day("Last Day of School", "20280602"),
            zone="",
        )
        during = read(both, name="x.ics", into=king, on=date(2027, 5, 1)).calendar
        after = read(both, name="x.ics", into=king, on=date(2027, 7, 1)).calendar

        assert (during.first_day, after.first_day) == (king.first_day, date(2027, 8, 16))

    def test_a_year_that_is_over(self) -> None:
        """A new school of a year long past is told so."""
        found = imported(day("No School", "20261006"), on=date(2028, 1, 1))

        assert params(found.notes, "year_over")["year"] == "2026\N{EN DASH}27"

    def test_today_chooses_the_year(self) -> None:
        """Of a feed with last year and this year, today's is taken."""
        file = feed(
            *YEAR,
            day("No School", "20261006"),
            day("First Day of School", "20270901"),
            day("No School", "20271006"),
            day("Last Day of School", "20280618"),
        )

        now = read(file, name="x.ics", on=date(2027, 3, 1)).calendar
        later = read(file, name="x.ics", on=date(2027, 8, 1)).calendar

        assert (now.first_day, later.first_day) == (date(2026, 9, 1), date(2027, 9, 1))


class TestZones:
    """The school's zone, and a file that says none or another."""

    def test_no_zone(self) -> None:
        """A file without a zone is asked for one."""
        with pytest.raises(SchoolError, match="zone_missing"):
            read(feed(*YEAR, zone=""), name="x.ics")
        assert read(feed(*YEAR, zone=""), name="x.ics", zone=NEW_YORK).calendar.zone == NEW_YORK

    def test_a_zone_that_does_not_exist(self) -> None:
        """A zone of no place on earth is named."""
        with pytest.raises(SchoolError) as caught:
            read(feed(*YEAR, zone="Mars/Phobos"), name="x.ics")

        assert (caught.value.code, caught.value.params["value"]) == ("unknown_zone", "Mars/Phobos")

    def test_the_zone_of_its_times(self) -> None:
        """A file that tells all its times by one zone has said it."""
        file = feed(*YEAR, event("No School", ";TZID=America/Denver:20261006T000000"), zone="")

        assert read(file, name="x.ics").calendar.zone.key == "America/Denver"

    def test_another_zone_than_the_schools(self, king: SchoolCalendar) -> None:
        """The school's own zone holds, and the difference is told."""
        found = read(feed(day("No School", "20261006")), name="x.ics", into=king)

        assert found.calendar.zone == king.zone
        assert params(found.notes, "zone_differs")["file"] == "America/New_York"


@there
def test_livingston() -> None:
    """A district's own feed gives day by day what its published list says."""
    file = (SHARED / "ics" / "livingston-nj-2025-2026.ics").read_bytes()
    listed = json.loads((SHARED / "livingston-nj-2025-2026.json").read_text("utf-8"))
    found = read(file, name="livingston.ics", zone=NEW_YORK)
    kinds = {
        None: None,
        "early_release": "early-dismissal",
        "delayed_opening": "delayed-opening",
        "regular": "regular",
    }
    mine = {
        (
            one.first.isoformat(),
            one.last.isoformat(),
            kinds[one.day_type],
            one.label,
            one.applies_to,
        )
        for one in found.calendar.exceptions
    }

    assert mine == {
        (one["from"], one["to"], one["day_type"], one["label"], one.get("applies_to"))
        for one in listed["exceptions"]
    }
    assert found.neutral["school_year"] == listed["school_year"]
    assert found.unread == ()


@there
def test_marlborough() -> None:
    """A feed of three years and three thousand lessons gives the days off of one year."""
    file = (SHARED / "ics" / "marlborough-2021-22.ics").read_bytes()
    listed = SchoolCalendar.from_neutral(
        json.loads((SHARED / "marlborough-2021-22.json").read_text("utf-8"))
    )
    found = read(file, name="rotation.ics", on=date(2022, 1, 10))
    year = (date(2021, 8, 1), date(2022, 6, 10))

    def closed(calendar: SchoolCalendar) -> set[date]:
        return {one.on for one in calendar.days(*year) if one.reason == "exception"}

    assert closed(found.calendar) == closed(listed)
    assert {"period_events", "other_years"} <= {note.code for note in found.notes}
