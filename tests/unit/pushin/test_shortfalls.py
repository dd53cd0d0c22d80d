"""A shortfall that regular sessions can no longer close is told once a period."""

from datetime import date

import pytest
from unit.pushin.lincoln import MAYA, MONDAY, PLAN, ROSA, Team, clock, session_id
from unit.pushin.logged import log, student
from unit.pushin.test_mandates import saved

from pushin import caseloads, prompts, shortfalls, waiting
from pushin.results import AskCard, WaitingShortfall
from storage import tables
from storage.scope import Scope

pytestmark = pytest.mark.slow

FIRST = date(2026, 9, 14)


def short(team: Team, who: str, at: object) -> list[WaitingShortfall]:
    """Return what waits for somebody of this kind."""

    def look(scope: Scope) -> list[WaitingShortfall]:
        found = waiting.of(scope, who, at=at)  # type: ignore[arg-type]
        return [one for one in found if isinstance(one, WaitingShortfall)]

    return team.do(who, look)


def missed_monday(team: Team) -> None:
    """Owe both sessions of the week, and let Monday's fall out for an assembly."""
    log(team, session_id(FIRST), clock(9, 14, 10), minutes=0, status="cancelled", reason="assembly")
    team.do(None, prompts.for_person, MAYA, at=clock(9, 14, 10))


def told(team: Team, who: str, until: int) -> list[date]:
    """Return on which dates somebody's cards told a shortfall, to this day of September."""
    for day in range(14, until + 1):
        for hour in (8, 9, 11, 12, 13, 14, 15):
            team.deliver(clock(9, day, hour, 30))
    return [
        card.on
        for kind, card in team.posted
        if kind == "ask" and isinstance(card, AskCard) and card.person.id == who
        if any(isinstance(one, WaitingShortfall) for one in card.items)
    ]


def test_nothing_is_told_while_sessions_can_still_bring_it(team: Team) -> None:
    """Not logged counts as held, and what is to come counts too."""
    saved(team)

    assert short(team, MAYA, clock(9, 18, 16)) == []


def test_it_is_told_once_a_week(team: Team) -> None:
    """One card of the week tells it; the next week's own shortfall is told anew."""
    saved(team)
    missed_monday(team)
    (item,) = short(team, MAYA, clock(9, 14, 10))
    first = told(team, MAYA, 18)
    log(
        team,
        session_id(date(2026, 9, 21)),
        clock(9, 21, 10),
        minutes=0,
        status="cancelled",
        reason="drill",
    )
    team.do(None, prompts.for_person, MAYA, at=clock(9, 21, 10))
    both = told(team, MAYA, 25)

    assert (item.per, item.stretch.first) == ("week", FIRST)
    assert len(first) == 1
    assert len(both) == 2
    assert both[1] >= date(2026, 9, 21)
    (row,) = team.rows(tables.Mandate)
    assert row.told_for == date(2026, 9, 21)


def test_a_case_manager_is_told_once_too(team: Team) -> None:
    """After the provider's card hers tells it, once; nothing in it is of the student."""
    student(team, "K7-03", case_manager_id=ROSA)
    saved(team, code="K7-03")
    missed_monday(team)

    assert len(told(team, MAYA, 18)) == 1
    assert len(told(team, ROSA, 18)) == 1
    assert "K7" not in repr(team.posted)


def test_a_case_manager_sees_them_with_the_services(team: Team) -> None:
    """Each of their codes has its services, what is mandated, and how this week stands."""
    student(team, "K7-03", case_manager_id=ROSA)
    saved(team, code="K7-03")
    missed_monday(team)
    (found,) = team.do(ROSA, caseloads.mine, at=clock(9, 14, 16)).files
    (this_week,) = found.minutes

    assert (found.code, [one.id for one in found.plans]) == ("K7-03", [PLAN])
    assert (this_week.mandate.minutes, this_week.mandate.per) == (80, "week")
    assert (this_week.balance.behind, this_week.balance.sums.missed_minutes) == (40, 40)


def test_who_has_no_minutes_is_told_nothing(team: Team) -> None:
    """A teacher or a para has none to look at."""
    saved(team)
    missed_monday(team)

    def ask(scope: Scope) -> list[bool]:
        people = [scope.people.get(one) for one in ("adams", "tam", "ben")]
        return [shortfalls.is_news(scope, one, at=MONDAY) for one in people if one]

    assert team.do(None, ask) == [False, False, False]
