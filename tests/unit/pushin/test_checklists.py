"""Checklists: ticks are set and taken away, never toggled, while the session is open."""

from datetime import date

import pytest
from unit.pushin.lincoln import (
    ADAMS,
    BEN,
    MAYA,
    MINUTE,
    MONDAY,
    PLAN,
    TAM,
    Team,
    clock,
    session_id,
)

from pushin import checklists, errors, expectations, live
from pushin.results import Checklist, ExpectationAdded
from storage import tables

FIRST = session_id(date(2026, 9, 14))
OPEN = clock(9, 14, 9, 15)
NONE: frozenset[str] = frozenset()


@pytest.fixture
def ids(team: Team) -> list[str]:
    """Return the ids of three expectations of the plan."""
    found = []
    for number, text in enumerate(("Folders out", "Lights low", "Timer on")):
        at = MONDAY + number * MINUTE
        added = team.do(MAYA, expectations.add, PLAN, None, text, at=at)
        assert isinstance(added, ExpectationAdded)
        found.append(added.expectation.id)
    team.deliver(clock(9, 14, 8, 40))
    team.stale()
    return found


def _tick(team: Team, who: str, shown: set[str], ticked: set[str], block: list[str]) -> Checklist:
    return team.do(
        who,
        checklists.tick,
        FIRST,
        shown=frozenset(shown),
        ticked=frozenset(ticked),
        block=frozenset(block),
        at=OPEN,
    )


def _ticked(checklist: Checklist) -> dict[str, str]:
    return {one.text: one.ticked_by.id for one in checklist.expectations if one.ticked_by}


def test_set(team: Team, ids: list[str]) -> None:
    """A tick names who set it while the session is open, and refreshes the checklist."""
    checklist = _tick(team, TAM, set(), {ids[0]}, ids)

    assert _ticked(checklist) == {"Folders out": TAM}
    assert {("checklist", f"session:{FIRST}")} == team.stale()


def test_set_twice_is_once(team: Team, ids: list[str]) -> None:
    """The same tick again changes nothing, not even its name."""
    _tick(team, TAM, set(), {ids[0]}, ids)
    team.stale()

    again = _tick(team, ADAMS, set(), {ids[0]}, ids)

    assert _ticked(again) == {"Folders out": TAM}
    assert team.stale() == set()


def test_unset(team: Team, ids: list[str]) -> None:
    """A tick that was shown and is not there any more is taken away."""
    _tick(team, TAM, set(), {ids[0], ids[1]}, ids)

    checklist = _tick(team, ADAMS, {ids[0], ids[1]}, {ids[1]}, ids)

    assert _ticked(checklist) == {"Lights low": TAM}


def test_two_at_once(team: Team, ids: list[str]) -> None:
    """What another person ticked meanwhile stays, although this one's screen did not show it."""
    _tick(team, TAM, set(), {ids[0]}, ids)

    checklist = _tick(team, ADAMS, set(), {ids[1]}, ids)

    assert set(_ticked(checklist)) == {"Folders out", "Lights low"}


def test_only_what_was_in_the_block(team: Team, ids: list[str]) -> None:
    """Ids that the group of checkboxes did not hold are left alone."""
    checklist = _tick(team, TAM, set(), {ids[0], "made-up", ids[2]}, ids[:2])

    assert _ticked(checklist) == {"Folders out": TAM}


def test_a_dropped_expectation_is_not_ticked(team: Team, ids: list[str]) -> None:
    """An expectation that was dropped after it was rendered takes no tick."""
    team.do(MAYA, expectations.drop, ids[0], at=OPEN)

    _tick(team, TAM, set(), {ids[0], ids[1]}, ids)

    assert [one.expectation_id for one in team.rows(tables.Tick)] == [ids[1]]


def test_only_a_dropped_one_is_answered(team: Team, ids: list[str]) -> None:
    """Whoever ticks nothing but what was removed meanwhile is told so."""
    team.do(MAYA, expectations.drop, ids[0], at=OPEN)

    with pytest.raises(errors.Stale, match="expectation_gone"):
        _tick(team, TAM, set(), {ids[0]}, ids)


def test_a_tick_shows_in_opened_homes_and_modals(team: Team, ids: list[str]) -> None:
    """All copies of a list change together; of what a person opened, the last is followed."""
    team.do(ADAMS, live.opened_home, f"U{ADAMS}", at=OPEN)
    for _ in range(2):
        listed, name = team.do(ADAMS, live.opened_list, FIRST, at=OPEN)
    team.stale()

    _tick(team, TAM, set(), {ids[0]}, ids)

    (view,) = team.rows(tables.MessageRef, kind="list")
    assert view.place == f"view:{name}"
    assert [one.text for one in listed.expectations] == ["Folders out", "Lights low", "Timer on"]
    assert team.stale() == {
        ("checklist", f"session:{FIRST}"),
        ("list", f"session:{FIRST}"),
        ("home", f"person:{ADAMS}"),
    }
    home = team.do(ADAMS, live.home, at=OPEN)
    assert home.checklist is not None
    assert [one.ticked for one in home.checklist.expectations] == [True, False, False]


def test_names_vanish_from_what_is_still_open(team: Team, ids: list[str]) -> None:
    """When the session ends, an open modal and Home are shown anew, too."""
    team.do(ADAMS, live.opened_home, f"U{ADAMS}", at=OPEN)
    team.do(ADAMS, live.opened_list, FIRST, at=OPEN)
    _tick(team, TAM, set(), {ids[0]}, ids)
    team.stale()
    over = clock(9, 14, 9, 50)

    team.do(None, live.close_ended, at=over)

    assert {kind for kind, _ in team.stale()} == {"checklist_closed", "list", "home"}
    assert team.shown("list", over).closed
    assert {one.ticked_by for one in team.shown("list", over).expectations} == {None}
    assert team.do(ADAMS, live.home, at=over).checklist is None


def test_others_open_no_list(team: Team, ids: list[str]) -> None:
    """Who does not belong to the team sees no list."""
    assert ids
    with pytest.raises(errors.NotAllowed):
        team.do(BEN, live.opened_list, FIRST, at=OPEN)


def test_others_may_not(team: Team, ids: list[str]) -> None:
    """Who does not belong to the team of the room cannot tick."""
    with pytest.raises(errors.NotAllowed):
        _tick(team, BEN, set(), {ids[0]}, ids)


def test_closed_when_the_session_ends(team: Team, ids: list[str]) -> None:
    """At the end the checklist closes by itself, and names vanish while the ticks stay."""
    _tick(team, TAM, set(), {ids[0]}, ids)
    team.stale()
    over = clock(9, 14, 9, 50)

    assert team.do(None, live.close_ended, at=over - MINUTE) == 0
    assert team.do(None, live.close_ended, at=over) == 1
    assert team.do(None, live.close_ended, at=over) == 0

    assert {("checklist_closed", f"session:{FIRST}")} == team.stale()
    checklist = team.shown("checklist_closed", over)
    assert checklist.closed
    assert [(one.ticked, one.ticked_by) for one in checklist.expectations] == [
        (True, None),
        (False, None),
        (False, None),
    ]


def test_a_closed_checklist_stands_as_it_is(team: Team, ids: list[str]) -> None:
    """What is expected later does not change how an ended session looked."""
    team.do(None, live.close_ended, at=clock(9, 14, 9, 50))
    team.stale()

    team.do(MAYA, expectations.drop, ids[0], at=clock(9, 14, 11))

    assert {("plan_card", f"plan:{PLAN}")} == team.stale()


def test_no_ticks_when_it_is_over(team: Team, ids: list[str]) -> None:
    """A tick on an ended session is answered, not kept."""
    with pytest.raises(errors.Stale, match="session_over"):
        team.do(
            TAM,
            checklists.tick,
            FIRST,
            shown=NONE,
            ticked=frozenset(ids),
            block=frozenset(ids),
            at=clock(9, 14, 9, 50),
        )


def test_no_ticks_on_a_cancelled_session(team: Team, ids: list[str]) -> None:
    """A session that was cancelled after its checklist was posted takes no ticks."""
    team.change(tables.Session, {"id": FIRST}, status="cancelled", reason="trip")

    with pytest.raises(errors.Stale, match="session_cancelled"):
        _tick(team, TAM, set(), {ids[0]}, ids)
    assert team.shown("checklist", OPEN).closed
