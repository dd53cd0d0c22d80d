"""Minutes: sums, what they mean, the words for them, and who may look."""

from datetime import date, datetime

import pytest
from unit.pushin.lincoln import (
    BEN,
    MAYA,
    MONDAY,
    PLAN,
    ROSA,
    TAM,
    Team,
    clock,
    save_plan,
    session_id,
)
from unit.pushin.logged import log, make_up, student

from pushin import day_changes, errors, mandates, minutes
from pushin.mandates import MandateInput
from pushin.results.minutes import Close, CodeMinutes, Minutes, Missed
from school.calendar import Override
from storage import tables

pytestmark = pytest.mark.slow

FIRST, SECOND = date(2026, 9, 14), date(2026, 9, 16)
"""The Monday and Wednesday of the plan's first week: 40 minutes of Centers each."""
FRIDAY = clock(9, 18, 16)


def asked(team: Team, said: str = "this week", at: datetime = FRIDAY, who: str = MAYA) -> Minutes:
    found = team.do(who, minutes.of, said, at=at)
    assert isinstance(found, Minutes)
    return found


def mandate(team: Team, at: datetime = MONDAY, who: str = MAYA, **changes: object) -> str:
    facts = {
        "plan_ids": (PLAN,),
        "code": "",
        "minutes": 80,
        "per": "week",
        "model": "",
        "from_date": date(2026, 9, 14),
        "until_date": None,
        **changes,
    }
    return team.do(who, mandates.save, MandateInput(**facts), at=at).mandate.id  # type: ignore[arg-type]


def test_what_nobody_logged_is_neither_held_nor_missed(team: Team) -> None:
    """A session that is over and not logged has a number of its own; one to come has another."""
    found = asked(team, at=clock(9, 15, 8)).balance.sums

    assert (found.planned, found.not_logged, found.to_come) == (80, 40, 40)
    assert (found.delivered, found.missed_minutes, found.expected) == (0, 0, 80)


def test_delivered_and_missed_by_reason(team: Team) -> None:
    """A held session is delivered; one that fell out is missed for its reason and weekday."""
    log(team, session_id(FIRST), FRIDAY)
    log(team, session_id(SECOND), FRIDAY, minutes=0, status="cancelled", reason="assembly")
    found = asked(team).balance

    assert (found.sums.delivered, found.sums.not_logged) == (40, 0)
    assert found.sums.missed == (Missed("assembly", 2, 40, 1),)
    assert (found.behind, found.close) == (40, Close(1, 40))


def test_a_correction_counts_once(team: Team) -> None:
    """What was logged before a correction is counted no more."""
    log(team, session_id(FIRST), FRIDAY)
    log(team, session_id(FIRST), FRIDAY, minutes=25, status="partial", reason="drill")
    found = asked(team).balance.sums

    assert (found.delivered, found.missed) == (25, (Missed("drill", 0, 15, 1),))
    assert found.planned == 80


def test_what_went_longer_is_extra(team: Team) -> None:
    """Planned and extra minutes together are all that was delivered, missed, open and to come."""
    log(team, session_id(FIRST), FRIDAY, minutes=55)
    found = asked(team).balance.sums

    assert (found.delivered, found.extra, found.not_logged) == (55, 15, 40)
    assert found.planned + found.extra == 55 + 40


def test_a_closed_day_is_missed_before_anybody_logs_it(team: Team) -> None:
    """What the calendar knows counts, also of a date to come; the mandate does not melt."""
    team.change(tables.Person, {"id": ROSA}, role="organiser")
    mandate(team)
    team.do(
        ROSA, day_changes.change, "lincoln", {SECOND: Override(SECOND, None, "snow")}, at=MONDAY
    )
    found = asked(team, at=MONDAY).balance

    assert found.mandated == 80
    assert found.sums.missed == (Missed("closed", 2, 40, 1),)
    assert (found.sums.to_come, found.behind) == (40, 40)


def test_a_delay_takes_a_part(team: Team) -> None:
    """Of a session that is shorter that day, what is left is to come, the rest is missed."""
    team.do(
        None,
        save_plan,
        "late",
        at=MONDAY,
        weekdays=[2],
        anchor_name="Writing",
        start_minute=600,
        end_minute=640,
    )
    found = asked(team, "september", at=MONDAY)
    (line,) = [one for one in found.lines if one.during == "Writing"]

    # Wed, Sep 23 begins late: Writing is 11:00-11:30.
    assert line.balance.sums.missed == (Missed("late_start", 2, 10, 1),)
    assert line.balance.sums.to_come == 2 * 40 + 30


def test_make_ups_stand_apart_and_close_the_gap(team: Team) -> None:
    """A make-up is no planned session; delivered it counts, to come it is expected."""
    log(team, session_id(FIRST), FRIDAY)
    log(team, session_id(SECOND), FRIDAY, minutes=0, status="provider_absent")
    team.do(
        None,
        save_plan,
        "made",
        at=clock(9, 16, 16),
        weekdays=[4],
        from_date=date(2026, 9, 18),
        until_date=date(2026, 9, 18),
    )
    make_up(team, session_id(SECOND), 40, "owed", FRIDAY, plan_id="made")
    coming = asked(team, at=clock(9, 18, 8)).balance
    log(team, "made-20260918", FRIDAY)
    done = asked(team).balance

    assert (coming.sums.planned, coming.sums.owed, coming.behind) == (80, 40, 0)
    assert (coming.sums.make_up_coming, coming.sums.made_up) == (40, 0)
    assert (done.sums.make_up_coming, done.sums.made_up, done.sums.expected) == (0, 40, 80)
    assert done.sums.missed == (Missed("provider_absent", 2, 40, 1),)


def test_a_surplus_of_one_mandate_helps_no_other(team: Team) -> None:
    """Two mandates of their own plans: what one is short of stays short."""
    team.do(None, save_plan, "other", at=MONDAY, weekdays=[1], until_date=date(2026, 9, 18))
    mandate(team, minutes=60)
    mandate(team, plan_ids=("other",), minutes=60)
    found = asked(team, at=MONDAY).balance

    assert (found.mandated, found.sums.expected, found.behind) == (120, 120, 20)


def test_a_mandate_that_begins_midweek_is_prorated(team: Team) -> None:
    """From Wednesday on three of five school days count, and sessions before do not."""
    mandate(team, minutes=50, from_date=SECOND)
    found = asked(team, at=MONDAY).balance

    assert (found.mandated, found.behind) == (30, 0)


def test_codes_stand_in_the_modal_only(team: Team) -> None:
    """A mandate of a code counts what its student had; the posted answer has neither."""
    student(team, "K7-03")
    student(team, "K7-04", from_date=SECOND)
    mandate(team, code="K7-03")
    log(team, session_id(FIRST), FRIDAY, codes={"K7-03": 30})
    log(team, session_id(SECOND), FRIDAY, codes={"K7-03": 0, "K7-04": 40})
    posted = asked(team)
    inside = team.do(MAYA, minutes.of_codes, "me/this_week", at=FRIDAY)
    by_code = {one.code: one.balance for one in inside.lines}

    assert (posted.balance.mandated, posted.by_code) == (None, 1)
    assert by_code["K7-03"].mandated == 80
    assert by_code["K7-03"].sums.delivered == 30
    assert by_code["K7-03"].sums.missed == (
        Missed("student_absent", 2, 40, 1),
        Missed("shorter", 0, 10, 1),
    )
    # Who joined on Wednesday owes and gets nothing of Monday.
    assert (by_code["K7-04"].sums.planned, by_code["K7-04"].sums.delivered) == (40, 40)
    assert "K7" not in repr(posted)


def test_a_typed_code_is_that_code_alone(team: Team) -> None:
    """Words that name a code lead to the modal's result with this one line."""
    student(team, "K7-03")
    student(team, "K7-04")
    found = team.do(MAYA, minutes.of, "k7-04 this week", at=FRIDAY)

    assert isinstance(found, CodeMinutes)
    assert [one.code for one in found.lines] == ["K7-04"]


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("", date(2026, 9, 1), date(2026, 9, 30)),
        ("me this week", date(2026, 9, 14), date(2026, 9, 20)),
        ("room 4 last week", date(2026, 9, 7), date(2026, 9, 13)),
        ("last month", date(2026, 8, 1), date(2026, 8, 31)),
        ("Room 4 in September", date(2026, 9, 1), date(2026, 9, 30)),
        ("this school year", date(2026, 9, 8), date(2027, 6, 18)),
        ("year", date(2026, 9, 8), date(2027, 6, 18)),
    ],
)
def test_words_name_dates(team: Team, said: str, first: date, last: date) -> None:
    """Weeks, months and the year, of me or of a room; without words it is this month."""
    stretch = asked(team, said).stretch

    assert (stretch.first, stretch.last) == (first, last)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("next week", "minutes_future"),
        ("next month", "minutes_future"),
        ("in May", "minutes_future"),
        ("room 9", "minutes_room_unknown"),
        ("K9-99", "minutes_code_unknown"),
        ("Liam this week", "minutes_unknown"),
        ("blah", "minutes_unknown"),
        ("this quarter", "no_terms"),
    ],
)
def test_words_that_cannot_be_answered(team: Team, said: str, code: str) -> None:
    """Dates that have not begun, rooms and codes of others, and what is no stretch at all."""
    with pytest.raises(Exception) as no:  # noqa: PT011  two kinds of errors carry a code
        team.do(MAYA, minutes.of, said, at=FRIDAY)

    assert getattr(no.value, "code", None) == code


def test_only_a_provider_and_a_case_manager_look(team: Team) -> None:
    """A para has none, another provider none of Maya's; a case manager their own students'."""
    student(team, "K7-03", case_manager_id=ROSA)
    with pytest.raises(errors.NotAllowed):
        team.do(TAM, minutes.of, "", at=FRIDAY)
    with pytest.raises(errors.Refusal) as none:
        team.do(BEN, minutes.of, "", at=FRIDAY)
    with pytest.raises(errors.Refusal) as forged:
        team.do(MAYA, minutes.of_key, "plan.of_somebody/this_week", at=FRIDAY)
    log(team, session_id(FIRST), FRIDAY)
    hers = asked(team, who=ROSA)
    student(team, "K7-09")
    by_code = team.do(ROSA, minutes.of_codes, "me/this_week", at=FRIDAY)

    assert [one.code for one in by_code.lines] == ["K7-03"]
    assert (none.value.code, forged.value.code) == ("no_plan", "plan_gone")
    assert hers.balance.sums.delivered == 40


def test_a_chart_has_a_bar_for_each_piece(team: Team) -> None:
    """A week by days, a month by weeks, a year by months; all bars together are the sums."""
    log(team, session_id(FIRST), FRIDAY)
    mandate(team)
    week = team.do(MAYA, minutes.chart, "me/this_week", at=FRIDAY)
    year = team.do(MAYA, minutes.chart, "me/this_year", at=FRIDAY)

    assert [one.by_model.get("push_in", 0) for one in week.bars] == [40, 0, 0, 0, 0]
    assert [one.mandated for one in week.bars] == [16] * 5
    assert [one.stretch.first.month for one in year.bars] == [9, 10, 11, 12, 1, 2, 3, 4, 5, 6]
    assert sum(sum(one.by_model.values()) for one in year.bars) == 40
