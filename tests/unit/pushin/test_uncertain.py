"""Messages of which nobody knew whether they stand: an admin looks, and says."""

from datetime import timedelta

import pytest
from unit.pushin.lincoln import ADAMS, MONDAY, ROSA, Team

from pushin import errors, live, uncertain_answers
from storage import tables

HOUR = timedelta(hours=1)


@pytest.fixture
def doubtful(team: Team) -> tables.Prompt:
    """Return a plan's card of which nobody knows whether it stands; Rosa is an admin."""
    (prompt, *_) = team.prompts("plan_card")
    team.change(tables.Prompt, {"id": prompt.id}, state="uncertain")
    team.change(tables.Person, {"id": ROSA}, is_admin=True)
    return prompt


def test_it_stands(team: Team, doubtful: tables.Prompt) -> None:
    """Whoever found it says so: nothing is posted, and nobody is asked again."""
    team.do(ROSA, uncertain_answers.stands, doubtful.id, at=MONDAY)

    assert team.do(ROSA, live.home, at=MONDAY).uncertain == ()
    assert [one.state for one in team.rows(tables.Prompt, kind="plan_card")] == ["uncertain"]
    with pytest.raises(errors.Stale, match="uncertain_settled"):
        team.do(ROSA, uncertain_answers.repeat, doubtful.id, at=MONDAY)


def test_it_is_posted_again(team: Team, doubtful: tables.Prompt) -> None:
    """What is not there is planned anew, once, with a key of its own."""
    team.do(ROSA, uncertain_answers.repeat, doubtful.id, at=MONDAY + HOUR)

    first, again = sorted(team.rows(tables.Prompt, kind="plan_card"), key=lambda one: one.revision)
    assert (first.state, again.state) == ("uncertain", "planned")
    assert (again.subject, again.conversation_id) == (first.subject, first.conversation_id)
    assert again.due_at == MONDAY + HOUR
    assert again.key != first.key
    with pytest.raises(errors.Stale, match="uncertain_settled"):
        team.do(ROSA, uncertain_answers.repeat, doubtful.id, at=MONDAY + HOUR)


def test_what_is_of_no_use_any_more(team: Team, doubtful: tables.Prompt) -> None:
    """It is not posted after the instant from which it is worthless."""
    team.change(tables.Prompt, {"id": doubtful.id}, worthless_at=doubtful.due_at + HOUR)

    with pytest.raises(errors.Stale, match="uncertain_too_late"):
        team.do(ROSA, uncertain_answers.repeat, doubtful.id, at=doubtful.due_at + HOUR)
    (one,) = team.do(ROSA, live.home, at=doubtful.due_at + HOUR).uncertain
    assert one.too_late


def test_nobody_else_settles_it(team: Team, doubtful: tables.Prompt) -> None:
    """A teacher is told that it is for somebody else, and nothing changes."""
    with pytest.raises(errors.NotAllowed, match="not_yours"):
        team.do(ADAMS, uncertain_answers.repeat, doubtful.id, at=MONDAY)

    assert [one.state for one in team.rows(tables.Prompt, kind="plan_card")] == ["uncertain"]
