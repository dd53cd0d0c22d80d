"""What a wish for a school day comes to: the school's own bells first, cut ones else."""

from dataclasses import replace
from datetime import date

import pytest
from unit.pushin.lincoln import school

from school import day_wishes
from school.calendar import SchoolCalendar
from school.day_wishes import Found, Several, Wish
from school.errors import SchoolError
from school.facts import Override
from school.recurrence import Anchor, Rule, occurrences
from school.routines import Routine, on_day

THURSDAY = date(2027, 1, 28)
SATURDAY = date(2027, 1, 30)


@pytest.fixture
def lincoln() -> SchoolCalendar:
    return SchoolCalendar.from_neutral(school())


def rotating() -> SchoolCalendar:
    data = school()
    data["day_types"]["MINIMUM"] = {"label": "Minimum day", "periods": []}
    data["pattern"] = {
        "kind": "rotation",
        "cycle": ["A", "B"],
        "starts": [{"date": "2026-09-08", "cycle_day": "A"}],
        "advance_on": "school days",
        "days": {**dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "REGULAR")},
    }
    return SchoolCalendar.from_neutral(data)


def at(calendar: SchoolCalendar, override: Override, anchor: Anchor, *routines: Routine) -> object:
    """Return an anchor's minutes and obstacle on an overridden Thursday."""
    rule = Rule(frozenset({3}), THURSDAY, THURSDAY, anchor)
    (found,) = occurrences(rule, calendar, routines, {THURSDAY: override})
    return (found.start, found.end) if found.obstacle is None else found.obstacle


class TestFind:
    """A wish becomes an override, or what to pick from."""

    def test_closed(self, lincoln: SchoolCalendar) -> None:
        """A closed day has no day type."""
        assert day_wishes.find(lincoln, THURSDAY, Wish("closed"), "snow") == Found(
            Override(THURSDAY, None, "snow")
        )

    @pytest.mark.parametrize("wish", [Wish("delay", 150), Wish("starts", 660), Wish("delay", 147)])
    def test_own_bells_for_a_delay(self, lincoln: SchoolCalendar, wish: Wish) -> None:
        """A delay is the school's own late day where that begins then, give or take 5 minutes."""
        assert day_wishes.find(lincoln, THURSDAY, wish) == Found(Override(THURSDAY, "LATE"))

    def test_cut_bells_for_a_delay(self, lincoln: SchoolCalendar) -> None:
        """Without bells of its own for it, the regular ones are cut, and that is said."""
        assert day_wishes.find(lincoln, THURSDAY, Wish("delay", 120)) == Found(
            Override(THURSDAY, "REGULAR", starts=630), cut=True
        )

    def test_cut_bells_for_an_early_end(self, lincoln: SchoolCalendar) -> None:
        """An early end cuts the other side."""
        assert day_wishes.find(lincoln, THURSDAY, Wish("ends", 750)) == Found(
            Override(THURSDAY, "REGULAR", ends=750), cut=True
        )

    def test_several_are_not_chosen_from(self, lincoln: SchoolCalendar) -> None:
        """Two day types that begin then both come back."""
        late = lincoln.day_types["LATE"]
        twice = {**lincoln.day_types, "LATE 2": replace(late, key="LATE 2")}

        found = day_wishes.find(replace(lincoln, day_types=twice), THURSDAY, Wish("delay", 150))

        assert isinstance(found, Several)
        assert [one.key for one in found.day_types] == ["LATE", "LATE 2"]

    @pytest.mark.parametrize("name", ["LATE", "late", "Two-hour delay", "two hour delay"])
    def test_named(self, lincoln: SchoolCalendar, name: str) -> None:
        """A day type goes by its key and its label, in any spelling."""
        assert day_wishes.find(lincoln, THURSDAY, Wish("named", name=name)) == Found(
            Override(THURSDAY, "LATE")
        )

    def test_nearly_named(self, lincoln: SchoolCalendar) -> None:
        """A slip brings back what was perhaps meant, to be picked."""
        found = day_wishes.find(lincoln, THURSDAY, Wish("named", name="regulr"))

        assert isinstance(found, Several)
        assert ([one.key for one in found.day_types], found.near) == (["REGULAR"], True)

    @pytest.mark.parametrize("name", ["B", "b", "day B", "B day"])
    def test_letter(self, name: str) -> None:
        """A letter of the rotation keeps the weekday's bells and sets the letter."""
        assert day_wishes.find(rotating(), THURSDAY, Wish("named", name=name)) == Found(
            Override(THURSDAY, "REGULAR", cycle_day="B")
        )

    @pytest.mark.parametrize(
        ("wish", "on", "code"),
        [
            (Wish("named", name="xyzzy"), THURSDAY, "unknown_day_type"),
            (Wish("delay", 120), SATURDAY, "no_school_day"),
            (Wish("ends", 16 * 60), THURSDAY, "outside_bells"),
            (Wish("starts", 7 * 60), THURSDAY, "outside_bells"),
        ],
    )
    def test_refused(self, lincoln: SchoolCalendar, wish: Wish, on: date, code: str) -> None:
        """What no day can be is refused with its reason."""
        with pytest.raises(SchoolError) as caught:
            day_wishes.find(lincoln, on, wish)

        assert caught.value.code == code


class TestCutBells:
    """Bells that a school does not have are cut out of those it has."""

    CUT = Override(THURSDAY, "REGULAR", starts=630)
    """Begins at 10:30: within Writing (10:00-10:40)."""

    def test_day(self, lincoln: SchoolCalendar) -> None:
        """Periods before the cut drop, the one across it is clipped; the kind has its own key."""
        day = lincoln.day(THURSDAY, {THURSDAY: self.CUT})

        assert [(one.name, one.start) for one in day.periods][:2] == [
            ("Writing", 630),
            ("Math", 640),
        ]
        assert day.day_type is not None
        assert (day.day_type.key, day.day_type.label) == (
            "REGULAR 10:30-3:00",
            "Regular day 10:30-3:00",
        )
        assert lincoln.day(date(2027, 1, 29), {THURSDAY: self.CUT}).day_type is lincoln.regular

    @pytest.mark.parametrize(
        ("anchor", "place"),
        [
            (Anchor("period", "Writing"), (630, 640)),
            (Anchor("period", "Math"), (640, 680)),
            (Anchor("period", "Centers"), "routine_missing"),
            (Anchor("period", "Writing", 620, 640), (630, 640)),
            (Anchor("clock", start=620, end=650), (630, 650)),
            (Anchor("clock", start=550, end=590), "routine_missing"),
            (Anchor("clock", start=930, end=960), (930, 960)),
            (Anchor("routine", "Journal"), (630, 640)),
            (Anchor("routine", "Circle"), "routine_missing"),
        ],
    )
    def test_what_hangs_on_it(self, lincoln: SchoolCalendar, anchor: Anchor, place: object) -> None:
        """Nothing moves: what is left of a session stays where the whole day has it."""
        known = (Routine("Journal", 620, 640), Routine("Circle", 525, 540))

        assert at(lincoln, self.CUT, anchor, *known) == place

    def test_arrival_before_the_bell_comes_with_it(self, lincoln: SchoolCalendar) -> None:
        """Students who arrive before the first bell arrive before the cut one."""
        day = lincoln.day(THURSDAY, {THURSDAY: self.CUT})

        assert on_day(Routine("Doors", 500, 510), day, lincoln.regular) == (620, 630)

    def test_routines_that_drop_on_the_whole_drop_on_the_cut(self, lincoln: SchoolCalendar) -> None:
        """A routine that is not held on late days is not held on a cut late day."""
        cut = Override(THURSDAY, "LATE", ends=720)
        day = lincoln.day(THURSDAY, {THURSDAY: cut})
        routine = Routine("Journal", 600, 640, drops_on=frozenset({"LATE"}))

        assert on_day(routine, day, lincoln.regular) is None

    def test_letters_of_other_dates_stay(self) -> None:
        """Another letter for one date moves no other date's letter."""
        calendar = rotating()
        override = {THURSDAY: Override(THURSDAY, "REGULAR", cycle_day="A")}
        dates = (date(2027, 1, 27), date(2027, 1, 29))

        assert calendar.day(THURSDAY, override).cycle_day == "A"
        assert [calendar.day(on, override).cycle_day for on in dates] == [
            calendar.day(on).cycle_day for on in dates
        ]
