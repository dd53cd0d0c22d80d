"""What a school's calendar says about a date, and how it refuses a wrong file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from school.calendar import Override, SchoolCalendar
from school.errors import SchoolError

KING = Path(__file__).parents[2] / "data" / "schools" / "berkeley-king-6-2026-2027.json"


def king_file() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(KING.read_text("utf-8"))
    return data


def rotation(**more: Any) -> dict[str, Any]:
    """Return a small school whose letters are counted from Monday 2026-08-31."""
    periods = [{"name": "Period 1", "start": "08:30", "end": "09:30", "kind": "class"}]
    pattern: dict[str, Any] = {
        "kind": "rotation",
        "cycle": ["1", "2", "3"],
        "length": 3,
        "starts": [{"date": "2026-08-31", "cycle_day": "1"}],
        "advance_on": "school days",
    }
    return {
        "format": "pushin-school/1",
        "id": "small",
        "name": "Small (invented)",
        "timezone": "America/New_York",
        "school_year": {"first_day": "2026-08-26", "last_day": "2026-12-18"},
        "day_types": {key: {"label": key, "periods": periods} for key in ("1", "2", "3")},
        "pattern": pattern | more.pop("pattern", {}),
        "exceptions": [],
    } | more


def letters(calendar: SchoolCalendar, first: date, last: date) -> list[str | None]:
    return [day.cycle_day for day in calendar.days(first, last)]


class TestDay:
    """What one date is."""

    def test_override_wins(self, king: SchoolCalendar) -> None:
        """Today's override wins over everything, on a day off too."""
        on = date(2026, 11, 11)

        day = king.day(on, {on: Override(on, "NORMAL", "make-up day")})

        assert (day.in_session, day.reason, day.label) == (True, "override", "make-up day")

    def test_closed_by_override(self, king: SchoolCalendar) -> None:
        """A school closed today has no day type and no bells."""
        on = date(2026, 10, 14)

        day = king.day(on, {on: Override(on, None, "snow")})

        assert (day.in_session, day.day_type, day.first_bell) == (False, None, None)

    def test_override_leaves_others_alone(self, king: SchoolCalendar) -> None:
        """An override changes its own date only, also after it was asked for."""
        on = date(2026, 10, 14)
        king.day(on, {on: Override(on, None)})

        assert king.day(on).in_session

    def test_unknown_override(self, king: SchoolCalendar) -> None:
        """An override for a day type that the school does not have is refused."""
        on = date(2026, 10, 14)

        with pytest.raises(SchoolError, match="unknown_day_type"):
            king.day(on, {on: Override(on, "PAJAMAS")})

    def test_label(self, king: SchoolCalendar) -> None:
        """A day off carries the calendar's name for it."""
        assert king.day(date(2026, 11, 11)).label == "Veterans Day"

    def test_bells_are_the_students(self, king: SchoolCalendar) -> None:
        """An optional period before the first class is not the first bell."""
        day = king.day(date(2026, 10, 14))

        assert (day.first_bell, day.last_bell) == (8 * 60 + 40, 14 * 60 + 9)

    @pytest.mark.parametrize("name", ["2", "P2", "p2", "period 2", "PERIOD  2", "2nd period"])
    def test_period_names(self, king: SchoolCalendar, name: str) -> None:
        """People's names for a period find it."""
        period = king.day(date(2026, 10, 15)).period(name)

        assert period is not None
        assert period.name == "Period 2"

    @pytest.mark.parametrize("name", ["0", "9", "block 2", "", "Perio"])
    def test_no_such_period(self, king: SchoolCalendar, name: str) -> None:
        """A name that is nobody's name finds nothing."""
        assert king.day(date(2026, 10, 15)).period(name) is None


class TestNearestDays:
    """The school days around a date."""

    def test_over_the_winter_break(self, king: SchoolCalendar) -> None:
        """The next school day after a break is the first one that is held."""
        found = king.next_school_day(date(2026, 12, 18))

        assert found is not None
        assert found.on == date(2027, 1, 4)

    def test_before_the_year(self, king: SchoolCalendar) -> None:
        """Nothing comes before the first day of school."""
        assert king.previous_school_day(date(2026, 8, 12)) is None

    def test_regular(self, king: SchoolCalendar) -> None:
        """The regular day is the commonest; Wednesdays usually have their own."""
        assert king.regular.key == "NORMAL"
        assert king.usual(frozenset({2})).key == "EARLY RELEASE"
        assert king.usual(frozenset({0, 2})).key == "NORMAL"


class TestRotation:
    """Letters, published or counted."""

    def test_holidays_do_not_advance(self) -> None:
        """A day off takes no letter."""
        closed = {"from": "2026-09-02", "to": "2026-09-02", "day_type": None, "label": ""}
        calendar = SchoolCalendar.from_neutral(rotation(exceptions=[closed]))

        found = letters(calendar, date(2026, 8, 31), date(2026, 9, 4))

        assert found == ["1", "2", None, "3", "1"]

    def test_weekdays_advance(self) -> None:
        """A school that counts weekdays skips a letter on its day off."""
        closed = {"from": "2026-09-02", "to": "2026-09-02", "day_type": None, "label": ""}
        data = rotation(exceptions=[closed], pattern={"advance_on": "every weekday"})

        found = letters(SchoolCalendar.from_neutral(data), date(2026, 8, 31), date(2026, 9, 4))

        assert found == ["1", "2", None, "1", "2"]

    def test_before_the_start(self) -> None:
        """A date before the first start is unknown unless the school counts backwards."""
        plain = SchoolCalendar.from_neutral(rotation())
        words = {"advance_on": "school days; runs backwards too"}
        backwards = SchoolCalendar.from_neutral(rotation(pattern=words))

        assert not plain.day(date(2026, 8, 28)).known
        assert letters(backwards, date(2026, 8, 26), date(2026, 8, 28)) == ["1", "2", "3"]

    @pytest.mark.parametrize("length", range(2, 11))
    def test_cycle_lengths(self, length: int) -> None:
        """Cycles of two to ten days come round after as many school days."""
        cycle = [str(n) for n in range(length)]
        pattern = {
            "cycle": cycle,
            "length": length,
            "starts": [{"date": "2026-08-31", "cycle_day": "0"}],
            "days": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "1"),
        }
        calendar = SchoolCalendar.from_neutral(rotation(pattern=pattern))
        held = [
            day for day in calendar.days(date(2026, 8, 31), date(2026, 12, 18)) if day.in_session
        ]

        assert [day.cycle_day for day in held] == [cycle[n % length] for n in range(len(held))]

    def test_new_start(self) -> None:
        """A later start begins the cycle anew."""
        starts = [
            {"date": "2026-08-31", "cycle_day": "1"},
            {"date": "2026-09-03", "cycle_day": "1"},
        ]
        calendar = SchoolCalendar.from_neutral(rotation(pattern={"starts": starts}))

        assert letters(calendar, date(2026, 8, 31), date(2026, 9, 4)) == ["1", "2", "3", "1", "2"]

    def test_published_letters(self) -> None:
        """Where letters are published, a date without one is unknown and no school day."""
        dates = [{"date": "2026-09-08", "cycle_day": "2", "day_type": "2"}]
        data = rotation()
        data["pattern"] = {"kind": "rotation", "cycle": ["1", "2"], "length": 2, "dates": dates}
        calendar = SchoolCalendar.from_neutral(data)

        told, untold = calendar.day(date(2026, 9, 8)), calendar.day(date(2026, 9, 9))

        assert (told.cycle_day, told.reason, told.known) == ("2", "published", True)
        assert (untold.known, untold.in_session, untold.cycle_day) == (False, False, None)

    def test_early_release_keeps_its_letter(self, lettered: SchoolCalendar) -> None:
        """A day with other bells still has its letter, and the next day the next one."""
        found = letters(lettered, date(2026, 10, 5), date(2026, 10, 8))

        assert found == ["A", "B", "A", "B"]


CONFERENCES = {
    "from": "2026-09-02",
    "to": "2026-09-04",
    "day_type": None,
    "label": "conferences",
    "applies_to": "elementary",
}


class TestGroups:
    """Exceptions for a part of a district."""

    def test_not_applied_to_all(self) -> None:
        """An exception for some schools is shown, not applied."""
        calendar = SchoolCalendar.from_neutral(rotation(exceptions=[CONFERENCES]))
        on = date(2026, 9, 3)

        assert calendar.day(on).in_session
        assert [one.label for one in calendar.not_applied(on)] == ["conferences"]

    def test_applied_to_its_group(self) -> None:
        """A building of the group follows it, and says so in its own file."""
        calendar = SchoolCalendar.from_neutral(rotation(exceptions=[CONFERENCES]))
        building = calendar.for_groups("elementary")

        assert not building.day(date(2026, 9, 3)).in_session
        assert building.not_applied(date(2026, 9, 3)) == ()
        assert building.to_neutral()["groups"] == ["elementary"]


WRONG: list[tuple[str, tuple[str | int, ...], Any, str]] = [
    ("unknown_format", ("format",), "pushin-school/9", "format"),
    ("unknown_zone", ("timezone",), "America/Gotham", "timezone"),
    ("unknown_zone", ("timezone",), "../etc/passwd", "timezone"),
    ("not_text", ("name",), 7, "name"),
    ("no_day_type", ("day_types",), {}, "day_types"),
    ("not_an_object", ("pattern",), [], "pattern"),
    ("unknown_pattern", ("pattern", "kind"), "lunar", "pattern.kind"),
    ("unknown_day_type", ("pattern", "days", "mon"), "X", "pattern.days.mon"),
    ("bad_date", ("exceptions", 0, "from"), "2026-02-30", "exceptions[0].from"),
    ("range_backwards", ("exceptions", 0, "to"), "2020-01-01", "exceptions[0]"),
    ("range_too_long", ("exceptions", 0, "to"), "2099-01-01", "exceptions[0]"),
    ("not_a_list", ("exceptions",), {}, "exceptions"),
    ("not_true_or_false", ("calendar_only",), "yes", "calendar_only"),
    ("range_backwards", ("school_year", "last_day"), "2020-01-01", "school_year"),
    (
        "bad_time",
        ("day_types", "NORMAL", "periods", 0, "start"),
        "7:45",
        "day_types.NORMAL.periods[0].start",
    ),
    (
        "period_without_length",
        ("day_types", "NORMAL", "periods", 1, "end"),
        "08:40",
        "day_types.NORMAL.periods[1]",
    ),
    (
        "unknown_kind",
        ("day_types", "NORMAL", "periods", 1, "kind"),
        "nap",
        "day_types.NORMAL.periods[1].kind",
    ),
]


@pytest.mark.parametrize(("code", "path", "value", "where"), WRONG)
def test_wrong_file(code: str, path: tuple[str | int, ...], value: object, where: str) -> None:
    """A wrong file is refused with what is wrong and where."""
    data: Any = king_file()
    at = data
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value

    with pytest.raises(SchoolError) as caught:
        SchoolCalendar.from_neutral(data)

    assert (caught.value.code, caught.value.params["where"]) == (code, where)


def test_missing_field() -> None:
    """A file without a field that it must have is refused by the field's name."""
    data = king_file()
    del data["timezone"]

    with pytest.raises(SchoolError, match=r"missing_field \(where=file, field=timezone\)"):
        SchoolCalendar.from_neutral(data)


WRONG_ROTATIONS = [
    ("cycle_length", {"length": 4}),
    ("rotation_without_dates_or_starts", {"starts": []}),
    ("start_not_in_cycle", {"starts": [{"date": "2026-08-31", "cycle_day": "9"}]}),
    ("cycle_day_without_bells", {"cycle": ["1", "2", "9"]}),
    ("unknown_advance", {"advance_on": "full moons"}),
]


@pytest.mark.parametrize(("code", "change"), WRONG_ROTATIONS)
def test_wrong_rotation(code: str, change: dict[str, Any]) -> None:
    """A rotation that cannot be counted is refused."""
    with pytest.raises(SchoolError) as caught:
        SchoolCalendar.from_neutral(rotation(pattern=change))

    assert caught.value.code == code
