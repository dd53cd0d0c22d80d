"""Who has not answered is asked twice at most; then the author is told once."""

from datetime import date

import pytest
from unit.pushin.lincoln import ADAMS, MAYA, MONDAY, TAM, Team, clock

from pushin import agreements, live, waiting
from pushin.results import AskCard, WaitingRole, WaitingSilent, WaitingTalk
from storage import tables


def _cards(team: Team, who: str) -> list[AskCard]:
    asks = [card for _, card in team.posted if isinstance(card, AskCard)]
    return [card for card in asks if card.person.id == who]


def _with(team: Team, who: str, kind: type) -> list[date]:
    """Return the dates of the cards on which somebody read something of a kind."""
    return [card.on for card in _cards(team, who) if any(type(i) is kind for i in card.items)]


def _days(team: Team, *days: int) -> None:
    for day in days:
        for hour, minute in ((8, 0), (9, 50), (11, 20), (13, 10)):
            team.deliver(clock(9, day, hour, minute))


@pytest.mark.slow
def test_asked_twice_and_then_its_author_is_told_once(team: Team) -> None:
    """Two cards ask Tam; on the third day Maya reads it, and on no other."""
    saved = team.agree(MONDAY).agreement
    team.do(ADAMS, agreements.confirm, saved.id, 1, "in", at=MONDAY)

    _days(team, 14, 15, 16, 17, 18)

    assert _with(team, TAM, WaitingRole) == [date(2026, 9, 14), date(2026, 9, 15)]
    assert _with(team, MAYA, WaitingSilent) == [date(2026, 9, 16)]
    (told,) = [
        one for card in _cards(team, MAYA) for one in card.items if isinstance(one, WaitingSilent)
    ]
    assert ([one.id for one in told.who], told.since) == ([TAM], date(2026, 9, 14))
    (row,) = team.rows(tables.Agreement)
    assert row.author_told_at is not None


@pytest.mark.slow
def test_the_part_waits_in_home_all_the_same(team: Team) -> None:
    """What no card asks any more stands in Home until it is answered."""
    team.agree(MONDAY)
    _days(team, 14, 15, 16, 17)

    home = team.do(TAM, live.home, at=clock(9, 17, 15))

    assert [type(one) for one in home.waiting] == [WaitingRole]


def test_the_second_card_keeps_its_question(team: Team) -> None:
    """A card that was sent stays as it is when it is shown anew."""
    team.agree(MONDAY)
    _days(team, 14, 15)

    items = team.do(None, waiting.of, TAM, card_of=date(2026, 9, 15), at=clock(9, 15, 16))

    assert [type(one) for one in items] == [WaitingRole]


@pytest.mark.slow
def test_who_answers_late_is_not_told_of(team: Team) -> None:
    """An answer between the second card and the author's leaves nothing to tell."""
    saved = team.agree(MONDAY).agreement
    _days(team, 14, 15)
    for who in (ADAMS, TAM):
        team.do(who, agreements.confirm, saved.id, 1, "in", at=clock(9, 15, 16))

    _days(team, 16, 17)

    assert _with(team, MAYA, WaitingSilent) == []


@pytest.mark.slow
def test_a_new_content_is_asked_anew(team: Team) -> None:
    """What was changed counts from its own beginning."""
    team.agree(MONDAY)
    _days(team, 14, 15)
    team.agree(clock(9, 15, 16), parts={**_parts(), TAM: "Runs a table"}, base_number=1)

    _days(team, 16, 17, 18)

    assert _with(team, TAM, WaitingRole) == [date(2026, 9, day) for day in (14, 15, 16, 17)]


def _parts() -> dict[str, str]:
    return {ADAMS: "Leads the routine", MAYA: "Helps at the writing table", TAM: "Folders"}


def test_after_the_last_date_nobody_wants_to_talk(team: Team) -> None:
    """A wish to talk about a plan whose last date has passed waits for nobody."""
    saved = team.agree(MONDAY).agreement
    team.do(TAM, agreements.confirm, saved.id, 1, "talk", at=MONDAY)
    before = team.do(None, waiting.of, MAYA, at=MONDAY)
    dates = {"from_date": date(2026, 9, 1), "until_date": date(2026, 9, 13)}
    team.change(tables.Plan, {"id": saved.plan.id}, **dates)

    assert [type(one) for one in before] == [WaitingTalk]
    assert team.do(None, waiting.of, MAYA, at=MONDAY) == ()
