"""What a typed wish about a school day says: what, when and why; or that it is not clear."""

from datetime import date

import pytest
from unit.pushin.lincoln import clock, school

from pushin import day_phrases
from pushin.errors import PushInError
from school.calendar import SchoolCalendar
from school.errors import SchoolError

LINCOLN = SchoolCalendar.from_neutral(school())
TUESDAY = clock(1, 26, 7, year=2027)


def dates(*days: int) -> tuple[date, ...]:
    return tuple(date(2027, 1, day) for day in days)


@pytest.mark.parametrize(
    ("verb", "text", "wish", "on", "label"),
    [
        ("closed", "", ("closed", None, ""), dates(26), ""),
        ("closed", "snow", ("closed", None, ""), dates(26), "snow"),
        ("closed", "tomorrow for snow", ("closed", None, ""), dates(27), "snow"),
        ("closed", "snow tomorrow", ("closed", None, ""), dates(27), "snow"),
        ("closed", "Wed-Fri", ("closed", None, ""), dates(27, 28, 29), ""),
        ("closed", "Jan 27 to Jan 28 (snow)", ("closed", None, ""), dates(27, 28), "snow"),
        ("closed", "this week", ("closed", None, ""), dates(26, 27, 28, 29, 30, 31), ""),
        ("delay", "2h", ("delay", 120, ""), dates(26), ""),
        ("delay", "two-hour tomorrow", ("delay", 120, ""), dates(27), ""),
        ("delay", "tomorrow 90 min ice", ("delay", 90, ""), dates(27), "ice"),
        ("delay", "2h 30m 1/28", ("delay", 150, ""), dates(28), ""),
        ("delay", "until 10:30 tomorrow", ("starts", 630, ""), dates(27), ""),
        ("early", "12:30", ("ends", 750, ""), dates(26), ""),
        ("early", "Friday at 1:15 conferences", ("ends", 795, ""), dates(29), "conferences"),
        ("early", "1pm", ("ends", 780, ""), dates(26), ""),
        ("early", "Thursday", None, dates(28), ""),
        ("day", "", None, dates(26), ""),
        ("day", "Friday", None, dates(29), ""),
        ("day", "late tomorrow ice", ("named", None, "late"), dates(27), "ice"),
        ("day", "two-hour delay Thu", ("named", None, "two-hour delay"), dates(28), ""),
        ("day", "nonesuch Thu", ("named", None, "nonesuch"), dates(28), ""),
        ("day", "as usual tomorrow", ("usual", None, ""), dates(27), ""),
    ],
)
def test_understood(
    verb: str,
    text: str,
    wish: tuple[str, int | None, str] | None,
    on: tuple[date, ...],
    label: str,
) -> None:
    """What, when and why may stand in any order; without a date today is meant."""
    said = day_phrases.understand(verb, text, LINCOLN, at=TUESDAY)

    told = said.wish and (said.wish.kind, said.wish.minute, said.wish.name)
    assert (told, said.dates, said.label) == (wish, on, label)


@pytest.mark.parametrize(
    ("verb", "text", "code"),
    [
        ("closed", "today 10:30", "day_one_time"),
        ("closed", "later", "too_vague"),
        ("closed", "every other Friday", "day_dates_unclear"),
        ("closed", "Jan 27 to Mar 20", "day_range_too_long"),
        ("delay", "1:30", "delay_unclear"),
        ("delay", "90", "delay_unclear"),
        ("early", "25:00", "early_unclear"),
        ("early", "2", "early_unclear"),
    ],
)
def test_not_clear(verb: str, text: str, code: str) -> None:
    """What can be read in two ways, or not at all, is asked anew: nothing is guessed."""
    with pytest.raises((PushInError, SchoolError)) as caught:
        day_phrases.understand(verb, text, LINCOLN, at=TUESDAY)

    assert caught.value.code == code  # type: ignore[attr-defined]
