"""When a part of a routine is open on every date of some weeks."""

from datetime import date
from typing import Any

from scenario import two_schools

from school.calendar import Override, SchoolCalendar
from school.openings import Bells, Busy, Slot, Whole, Window
from school.recurrence import Anchor

MONDAY, SATURDAY = date(2026, 10, 5), date(2026, 10, 10)
ARRIVAL = Anchor("period", "Arrival")


def whole(busy: dict[date, tuple[Busy, ...]], minutes: int = 15, **more: Any) -> Whole:
    overrides = more.pop("overrides", {})
    bells = Bells(SchoolCalendar.from_neutral(two_schools.lincoln()), (), overrides)
    return Whole(ARRIVAL, minutes, bells, Window(MONDAY, date(2026, 10, 23), busy, **more))


def test_one_busy_date_takes_its_weekday() -> None:
    """The second Monday is taken: no Monday is offered, and it is said from when."""
    taken = Busy(500, 520, "room", "ben")
    found = whole({date(2026, 10, 12): (taken,)})

    assert [offer.weekdays for offer in found.offers(2)] == [(1, 3), (2, 4)]
    assert found.blocked(Slot(0, "whole")) == {0: (taken, date(2026, 10, 12), False)}


def test_touching_is_free() -> None:
    """What ends when it begins, and what begins when it ends, is not in its way."""
    touching = (Busy(0, 510, "hours"), Busy(525, 1440, "hours"))

    assert whole({MONDAY: touching}).open_days[0].starts == 1


def test_what_has_begun_asks_nothing() -> None:
    """Of today only what is still to come has to be free."""
    taken = {MONDAY: (Busy(510, 525, "room"),)}

    assert whole(taken, since=509).open_days[0].starts == 0
    assert whole(taken, since=510).open_days[0].starts == 1


def test_a_saturday_with_school_is_no_weekday() -> None:
    """A day on which there is school for once is not offered every week."""
    once = {SATURDAY: Override(SATURDAY, "REGULAR")}

    assert sorted(whole({}, overrides=once).open_days) == [0, 1, 2, 3, 4]


def test_each_open_minute_is_in_a_slot() -> None:
    """Five minutes of fifteen, with the sixth to ninth taken: before it and after it."""
    busy = {on: (Busy(515, 519, "room"),) for on in (MONDAY, date(2026, 10, 12))}
    (day, *_) = whole(busy, minutes=5).open_days.values()

    assert list(day.tiles()) == [0, 9, 10]
