"""How rhythms are said, and how the form carries them."""

from datetime import date
from typing import Any

import pytest
from unit.handlers import facts
from unit.handlers.test_forms import plan_form

from handlers.actions import ActionRef
from handlers.forms import schedule
from handlers.forms.spec import Filled
from handlers.slack import render
from handlers.slack.blocks import refusals, rhythm
from handlers.slack.blocks.facts import plan_dates, plan_title
from pushin import results as r
from school.events import Until

DASH = "\N{EN DASH}"
SAID: list[tuple[dict[str, Any], str]] = [
    ({}, "Mon & Wed"),
    ({"weekdays": (1,), "interval": 2}, "Every other Tuesday"),
    ({"weekdays": (1, 3), "interval": 2}, "Every other week on Tue & Thu"),
    ({"weekdays": (1,), "interval": 3}, "Every 3 weeks on Tuesday"),
    ({"weekdays": (), "cycle_days": ("A",)}, "A days"),
    ({"weekdays": (), "cycle_days": ("A", "C")}, "A & C days"),
    ({"weekdays": (), "cycle_days": ("ODD",)}, "Odd days"),
    ({"weekdays": (), "cycle_days": ("day-3",)}, "Day 3"),
    ({"weekdays": (), "cycle_days": ("Day 3", "Day 5")}, "Days 3 & 5"),
    ({"weekdays": (0, 4), "cycle_days": ("A",)}, "A days on Mon & Fri"),
    ({"weekdays": (), "cycle_days": ("A",), "interval": 2}, "Every other week, A days"),
    ({"weekdays": (), "cycle_days": ("A",), "interval": 4}, "Every 4 weeks, A days"),
    ({"weekdays": (), "monthly": ((1, 1), (3, 1))}, "1st and 3rd Tuesday of the month"),
    ({"weekdays": (), "monthly": ((-1, 4),)}, "Last Friday of the month"),
    (
        {"weekdays": (), "monthly": ((1, 0), (2, 4), (-1, 4))},
        "1st Monday and 2nd and last Friday of the month",
    ),
]


@pytest.mark.parametrize(("changes", "expected"), SAID)
def test_rhythms_in_words(changes: dict[str, Any], expected: str) -> None:
    """Each rhythm is said in full, in words that people use."""
    assert rhythm.days(facts.plan(**changes)) == expected


def test_title_and_dates_of_a_plan() -> None:
    """A card says rhythm, times, dates and what is left out."""
    plan = facts.plan(
        weekdays=(1,),
        interval=2,
        from_date=date(2026, 10, 6),
        until_date=date(2026, 12, 18),
        except_dates=(date(2026, 10, 20),),
    )

    assert plan_title(plan) == f"Room 4 · Every other Tuesday, 9:10{DASH}9:40 AM · Centers"
    assert plan_dates(plan) == f"Tue, Oct 6, 2026 {DASH} Fri, Dec 18, 2026, except Tue, Oct 20"


def test_preview_tells_the_event_and_what_is_unknown() -> None:
    """An echo says to which date an event came, and which letters are not published."""
    shown = render.message(
        facts.preview(
            until=Until(date(2026, 12, 18), "before", "Winter break"),
            unknown=(date(2027, 1, 4), date(2027, 1, 5)),
        )
    )
    text = str(shown.blocks)

    assert "Until Fri, Dec 18, 2026, the last school day before Winter break." in text
    assert "not published yet: 2, the first on Mon, Jan 4, 2027" in text


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (Until(date(2027, 1, 29), "term", "semester 1"), "the last day of semester 1."),
        (Until(date(2027, 6, 3), "year", ""), "the last day of school."),
    ],
)
def test_other_ends(end: Until, expected: str) -> None:
    """The end of a term and of the year have words of their own."""
    assert expected in str(render.message(facts.preview(until=end)).blocks)


def test_two_plans_are_shown() -> None:
    """Who typed two plans at once reads both, ready to be typed one by one."""
    parts = (
        r.AskedPart(weekdays=(0, 2), start=540, end=570),
        r.AskedPart(cycle_days=("B",), during="2"),
        r.AskedPart(dates=(date(2026, 10, 9),), start=600),
        r.AskedPart(weekdays=(4,), during="lunch"),
    )
    said = refusals.sentence(r.Refused("two_plans", {"parts": parts}))

    assert f"Mon &amp; Wed, 9:00{DASH}9:30 AM; B days, period 2; " in said
    assert "Fri, Oct 9, 2026, 10:00 AM; Fri, lunch." in said


FORMS: list[dict[str, Any]] = [
    {"weekdays": (1,), "interval": 2, "except_dates": (date(2026, 10, 20), date(2026, 11, 3))},
    {"weekdays": (), "cycle_days": ("A",), "rotation": ("A", "B")},
    {"weekdays": (1,), "monthly": ((1, 1), (3, 1))},
]


@pytest.mark.parametrize("given", FORMS)
def test_form_keeps_the_rhythm(given: dict[str, Any]) -> None:
    """What was understood comes back from the form as it went out; it opens with More."""
    spec = schedule.spec(plan_form(**given))
    filled = Filled(spec.ref, {**spec.kept, **{one.name: one.value for one in spec.fields}})
    asked = schedule.read(filled, {})

    assert asked.interval == given.get("interval", 1)
    assert asked.cycle_days == given.get("cycle_days", ())
    assert asked.monthly == given.get("monthly", ())
    assert asked.told_on == set(given["weekdays"])
    dates = "10/20/2026, 11/3/2026" if "except_dates" in given else ""
    assert schedule.left_out(filled) == dates


def test_letters_are_asked_only_where_there_are_some() -> None:
    """A school without letters is not asked for them; with letters weekdays may be left out."""
    without = {one.name: one for one in schedule.spec(plan_form(), more=True).fields}
    lettered = plan_form(rotation=("A", "B"))
    with_them = {one.name: one for one in schedule.spec(lettered, more=True).fields}

    assert "cycle" not in without
    assert not without["weekdays"].optional
    assert [option.value for option in with_them["cycle"].options] == ["A", "B"]
    assert with_them["weekdays"].optional


def test_weeks_of_a_month_need_weekdays() -> None:
    """Who picks weeks of a month at a school with letters is asked for the weekdays."""
    ref = ActionRef("schedule")

    assert schedule.lacks_weekdays(Filled(ref, {"month": ("1",), "cycle": ("A",)}))
    assert not schedule.lacks_weekdays(Filled(ref, {"month": ("1",), "weekdays": ("1",)}))
    assert not schedule.lacks_weekdays(Filled(ref, {"cycle": ("A",)}))
