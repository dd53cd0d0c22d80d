"""Mandated minutes: set, changed from a date on, ended, taken back; and what cannot be."""

from datetime import date, datetime
from typing import Any

import pytest
from unit.pushin.lincoln import BEN, MAYA, MONDAY, PLAN, ROSA, Team, clock, save_plan
from unit.pushin.logged import student

from pushin import errors, mandates
from pushin.mandates import MandateInput
from pushin.results.minutes import MandateForm, MandatePlans, MandateSaved
from school.errors import SchoolError
from storage import tables

pytestmark = pytest.mark.slow

LATER = clock(10, 5, 7)


def saved(team: Team, at: datetime = MONDAY, who: str = MAYA, **changes: Any) -> MandateSaved:
    facts: dict[str, Any] = {
        "plan_ids": (PLAN,),
        "code": "",
        "minutes": 80,
        "per": "week",
        "model": "",
        "from_date": date(2026, 9, 14),
        "until_date": None,
        **changes,
    }
    return team.do(who, mandates.save, MandateInput(**facts), at=at)


def stand(team: Team) -> list[tuple[int, date, date | None]]:
    """Return (minutes, first, last) of all mandates that a plan serves."""
    serving = {row.mandate_id for row in team.rows(tables.MandatePlan)}
    rows = [row for row in team.rows(tables.Mandate) if row.id in serving]
    return sorted((row.minutes, row.from_date, row.until_date) for row in rows)


def test_what_is_owed_is_kept_once(team: Team) -> None:
    """The same once more changes nothing and says so; this week's minutes are said."""
    first, again = saved(team), saved(team)

    assert (first.again, again.again, again.undo_id) == (False, True, "")
    assert (first.this_period, [one.during for one in first.lines]) == (80, ["Centers"])
    assert stand(team) == [(80, date(2026, 9, 14), None)]


def test_other_minutes_from_a_date_end_the_earlier_ones(team: Team) -> None:
    """The past keeps what was owed then; Undo brings both back as they were."""
    saved(team)
    new = saved(team, LATER, minutes=40, from_date=date(2026, 10, 7))
    between = stand(team)
    back = team.do(MAYA, mandates.take_back, new.undo_id, at=LATER)

    # From Wednesday on three of five school days: 24 of 40.
    assert new.this_period == 24
    assert between == [
        (40, date(2026, 10, 7), None),
        (80, date(2026, 9, 14), date(2026, 10, 6)),
    ]
    assert back.state == "gone"
    assert stand(team) == [(80, date(2026, 9, 14), None)]


def test_a_slip_is_corrected_in_place(team: Team) -> None:
    """Other minutes from the same date are the same mandate; Undo says what they were."""
    saved(team)
    slip = saved(team, minutes=90, per="month")
    corrected = stand(team)
    back = team.do(MAYA, mandates.take_back, slip.undo_id, at=MONDAY)

    assert corrected == [(90, date(2026, 9, 14), None)]
    assert (back.state, back.mandate.minutes, back.mandate.per) == ("back", 80, "week")


def test_it_ends_and_comes_back(team: Team) -> None:
    """Ended, nothing is owed from today on; a second time it says so; Undo reopens it."""
    found = saved(team)
    ended = team.do(MAYA, mandates.end, found.mandate.id, at=LATER)
    with pytest.raises(errors.Stale) as again:
        team.do(MAYA, mandates.end, found.mandate.id, at=LATER)
    at_last = stand(team)
    team.do(MAYA, mandates.take_back, ended.undo_id, at=LATER)

    assert again.value.code == "mandate_ended"
    assert at_last == [(80, date(2026, 9, 14), date(2026, 10, 4))]
    assert stand(team) == [(80, date(2026, 9, 14), None)]


def test_one_that_has_not_begun_is_owed_nowhere_once_ended(team: Team) -> None:
    """Ended before its first day it is gone; Undo brings it back, its code too."""
    student(team, "K7-03")
    found = saved(team, code="K7-03", from_date=date(2026, 10, 19))
    ended = team.do(MAYA, mandates.end, found.mandate.id, at=LATER)
    gone = stand(team)
    back = team.do(MAYA, mandates.take_back, ended.undo_id, at=LATER)

    assert (gone, back.mandate.code) == ([], "K7-03")
    assert all("K7" not in repr(row) for row in team.rows(tables.Undo))


def test_several_plans_serve_one_mandate(team: Team) -> None:
    """Both are named; a third plan that goes on from one of them serves it too."""
    team.do(None, save_plan, "second", at=MONDAY, weekdays=[1])
    team.do(None, save_plan, "third", at=MONDAY, weekdays=[3], follows_id="second")
    found = saved(team, plan_ids=(PLAN, "second"))

    assert set(found.mandate.plan_ids) == {PLAN, "second", "third"}


def test_the_form_knows_the_plan(team: Team) -> None:
    """One plan opens at once, several are asked; without terms no marking period is offered."""
    student(team, "K7-03")
    saved(team)
    form = team.do(MAYA, mandates.form, "", at=MONDAY)
    team.do(None, save_plan, "second", at=MONDAY, weekdays=[1])
    which = team.do(MAYA, mandates.form, "", at=MONDAY)

    assert isinstance(form, MandateForm)
    assert (form.codes, form.pers) == (("K7-03",), ("week", "month", "year"))
    assert [one.minutes for one in form.standing] == [80]
    assert isinstance(which, MandatePlans)
    assert len(which.plans) == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"minutes": 0}, "mandate_minutes"),
        ({"minutes": -5}, "mandate_minutes"),
        ({"minutes": None}, "mandate_minutes"),
        ({"minutes": 10_001}, "mandate_minutes"),
        ({"code": "Liam"}, "not_a_code"),
        ({"code": "Liam B"}, "not_a_code"),
        ({"code": "K9-99"}, "mandate_code_elsewhere"),
        ({"per": "day"}, "mandate_per_unknown"),
        ({"per": "marking_period"}, "no_terms"),
        ({"model": "online"}, "unknown_model"),
        ({"until_date": date(2026, 9, 13)}, "until_before_from"),
        (
            {"from_date": date(2026, 11, 26), "until_date": date(2026, 11, 29)},
            "mandate_no_days",
        ),
        ({"from_date": date(2027, 7, 1)}, "mandate_no_days"),
        ({"plan_ids": ("somebodys",)}, "plan_gone"),
        ({"plan_ids": ()}, "plan_gone"),
    ],
)
def test_what_cannot_be_owed(team: Team, changes: dict[str, Any], code: str) -> None:
    """Each has its own answer, and nothing is kept."""
    with pytest.raises((errors.Refusal, SchoolError)) as no:
        saved(team, **changes)

    assert no.value.code == code
    assert team.rows(tables.Mandate) == []


def test_one_before_another_needs_an_end(team: Team) -> None:
    """A mandate that would run into a later one is refused with that one's date."""
    saved(team, from_date=date(2026, 10, 19))
    with pytest.raises(errors.Refusal) as no:
        saved(team)

    assert (no.value.code, no.value.params["on"]) == ("mandate_later", date(2026, 10, 19))


def test_nobody_else_sets_or_ends_it(team: Team) -> None:
    """Another provider and the case manager are told no; nothing changes."""
    student(team, "K7-03", case_manager_id=ROSA)
    found = saved(team)
    team.do(None, save_plan, "bens", at=MONDAY, provider_id=BEN, weekdays=[4])
    for who in (BEN, ROSA):
        with pytest.raises(errors.Refusal):
            saved(team, who=who, minutes=20)
        with pytest.raises(errors.NotAllowed):
            team.do(who, mandates.end, found.mandate.id, at=MONDAY)

    assert stand(team) == [(80, date(2026, 9, 14), None)]
