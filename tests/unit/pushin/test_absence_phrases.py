"""When somebody is out, as they type it."""

from datetime import date, datetime

import pytest
from unit.pushin.lincoln import ZONE, school

from pushin import absence_phrases
from pushin.errors import Refusal
from school.calendar import SchoolCalendar
from school.errors import PhraseError

LINCOLN = SchoolCalendar.from_neutral(school())
NOW = datetime(2027, 1, 26, 6, 50, tzinfo=ZONE)
"""A Tuesday morning."""
TUE, WED, FRI = (date(2027, 1, day) for day in (26, 27, 29))
DAY = (None, None)


@pytest.mark.parametrize(
    ("text", "first", "last", "part"),
    [
        ("", TUE, TUE, DAY),
        ("sick", TUE, TUE, DAY),
        ("the flu", TUE, TUE, DAY),
        ("tomorrow", WED, WED, DAY),
        ("sick tomorrow", WED, WED, DAY),
        ("tomorrow, sick", WED, WED, DAY),
        ("tomorrow morning", WED, WED, (0, 720)),
        ("in the morning tomorrow", WED, WED, (0, 720)),
        ("tomorrow am", WED, WED, (0, 720)),
        ("this afternoon", TUE, TUE, (720, 1440)),
        ("wednesday afternoon dentist", WED, WED, (720, 1440)),
        ("dentist tomorrow afternoon", WED, WED, (720, 1440)),
        ("tomorrow morning and afternoon", WED, WED, DAY),
        ("all day tomorrow", WED, WED, DAY),
        ("tomorrow 9 am-11 am", WED, WED, (540, 660)),
        ("9:00-11:00", TUE, TUE, (540, 660)),
        ("tomorrow from 1pm", WED, WED, (780, 1440)),
        ("after 1pm", TUE, TUE, (780, 1440)),
        ("rest of the day", TUE, TUE, (410, 1440)),
        ("1/27-1/29", WED, FRI, DAY),
        ("Jan 27 to Jan 29", WED, FRI, DAY),
        ("until Friday", TUE, FRI, DAY),
        ("tommorow", WED, WED, DAY),
        ("mañana", WED, WED, DAY),
        ("mañana por la mañana", WED, WED, (0, 720)),
        ("esta mañana", TUE, TUE, (0, 720)),
        ("hoy por la tarde", TUE, TUE, (720, 1440)),
        ("27 de enero", WED, WED, DAY),
        ("the rest of the week", TUE, date(2027, 1, 31), DAY),
    ],
)
def test_dates_and_parts(
    text: str, first: date, last: date, part: tuple[int | None, int | None]
) -> None:
    """Dates and half days are understood wherever they stand; other words are the reason."""
    found = absence_phrases.understand(text, LINCOLN, at=NOW)

    assert (found.spans, (found.start, found.end)) == (((first, last),), part)


def test_days_that_are_not_in_a_row() -> None:
    """Two weekdays are two dates, the next ones."""
    found = absence_phrases.understand("mon and wed", LINCOLN, at=NOW)

    assert found.spans == ((WED, WED), (date(2027, 2, 1), date(2027, 2, 1)))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("soon", "too_vague"),
        ("yesterday", "past_or_out_of_term"),
        ("tomorrow 9:10", "absence_time"),
        ("tomorrow period 2", "absence_time"),
        ("tomorrow morning 9-10", "absence_time"),
        ("every other monday", "absence_dates"),
        ("x" * 700, "too_long"),
    ],
)
def test_what_is_not_guessed(text: str, code: str) -> None:
    """What may mean two things is asked back, never taken for today."""
    with pytest.raises((Refusal, PhraseError), match=code):
        absence_phrases.understand(text, LINCOLN, at=NOW)


@pytest.mark.parametrize(
    ("verb", "text", "out", "cover", "rest"),
    [
        ("absent", "tomorrow", None, None, "tomorrow"),
        ("absent", "<@U0DIAZ> tomorrow", "U0DIAZ", None, "tomorrow"),
        ("absent", "<@U0DIAZ|diaz>, tomorrow", "U0DIAZ", None, ", tomorrow"),
        ("absent", "tomorrow <@U0TAM> covers", None, "U0TAM", "tomorrow"),
        ("absent", "<@U0MAYA> today, covered by <@U0TAM>", "U0MAYA", "U0TAM", "today"),
        ("cover", "<@U0TAM> tomorrow", None, "U0TAM", "tomorrow"),
        ("cover", "<@U0TAM> <@U0MAYA> tomorrow", "U0MAYA", "U0TAM", "tomorrow"),
    ],
)
def test_who_is_meant(verb: str, text: str, out: str | None, cover: str | None, rest: str) -> None:
    """A mention is who is out, or who covers where the words say so."""
    assert absence_phrases.mentioned(verb, text) == absence_phrases.Mentioned(out, cover, rest)
