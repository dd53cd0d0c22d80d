"""Own quiet hours, and a Home that keeps who and what to itself."""

from datetime import datetime

import pytest
from unit.pushin.lincoln import ADAMS, MONDAY, Team, clock

from pushin import attention, live, people, settings
from pushin.errors import Refusal
from pushin.people import Account, MeInput
from storage import tables
from storage.scope import Scope

EVENING, MORNING = 15 * 60 + 10, 8 * 60 + 10


def says(quiet: tuple[int, int] | None) -> MeInput:
    account = Account("Uadams", "Ms. Adams", "full")
    hours = dict.fromkeys(range(5), (480, 930))
    return MeInput(
        account, "Ms. Adams", "teacher", school_id="lincoln", working_hours=hours, quiet=quiet
    )


def is_quiet(scope: Scope, at: datetime) -> bool:
    return attention.is_quiet(scope, people.require(scope, ADAMS), at)


def test_own_quiet_hours_hold_for_everything(team: Team) -> None:
    """Who is left alone until 8:10 gets no card and no touch-base before, and none after 15:10."""
    team.do(ADAMS, settings.save, says((EVENING, MORNING)), at=MONDAY)

    assert team.do(None, is_quiet, clock(9, 14, 8, 9))
    assert not team.do(None, is_quiet, clock(9, 14, 8, 10))
    assert team.do(None, is_quiet, clock(9, 14, 15, 10))
    first = min(row.starts_at for row in team.rows(tables.TouchBase) if row.starts_at)
    assert first == clock(9, 14, 8, 10)


def test_the_usual_ones_come_back(team: Team) -> None:
    """Both times left empty mean 6:00 PM to 6:30 AM again."""
    team.do(ADAMS, settings.save, says((EVENING, MORNING)), at=MONDAY)
    team.do(ADAMS, settings.save, says(None), at=MONDAY)

    assert not team.do(None, is_quiet, clock(9, 14, 17, 59))
    (row,) = [one for one in team.rows(tables.Person) if one.id == ADAMS]
    assert (row.quiet_from, row.quiet_until) == (None, None)


@pytest.mark.parametrize("quiet", [(600, 480), (1020, 780), (1440, 400), (1020, -1)])
def test_quiet_hours_over_the_school_day_are_refused(team: Team, quiet: tuple[int, int]) -> None:
    """They begin after noon and end before it; anything else changes nothing."""
    with pytest.raises(Refusal, match="quiet_hours"):
        team.do(ADAMS, settings.save, says(quiet), at=MONDAY)
    assert not team.do(None, is_quiet, clock(9, 14, 12))


def test_details_are_hidden_and_shown_again(team: Team) -> None:
    """The Home of a shared screen says so, at once and until it is shown again."""
    team.do(ADAMS, settings.hide_details, hide=True, at=MONDAY)
    assert team.do(ADAMS, live.home, at=MONDAY).hidden
    team.do(ADAMS, settings.hide_details, hide=False, at=MONDAY)
    assert not team.do(ADAMS, live.home, at=MONDAY).hidden
