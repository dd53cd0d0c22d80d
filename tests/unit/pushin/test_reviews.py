"""Whether a plan still makes sense: facts first, one decision, lists where a team wants them."""

from datetime import date, timedelta

import pytest
from unit.pushin.changing import asked
from unit.pushin.lincoln import ADAMS, MAYA, PLAN, TAM, Team, clock, session_id

from pushin import agreement_history, change_requests, errors, review_decisions, reviews
from pushin.results import ChangePreview, ReviewFacts, ReviewList
from storage import tables
from storage.scope import Scope

pytestmark = pytest.mark.slow

LATER = clock(10, 12, 12)
"""Monday: nine sessions are over."""


def look(team: Team, who: str = MAYA) -> ReviewFacts:
    found = team.do(who, reviews.ask, PLAN, None, at=LATER)
    assert isinstance(found, ReviewFacts)
    return found


def log(team: Team, on: date, status: str, reason: str | None = None) -> None:
    """Write what happened at a session, as logging does."""

    def write(scope: Scope) -> None:
        row = scope.sessions.get(session_id(on))
        assert row is not None
        held = status in {"held", "partial"}
        scope.session.add(
            tables.Log(
                workspace_id=scope.workspace_id,
                id=f"log-{on}",
                session_id=row.id,
                plan_id=PLAN,
                provider_id=MAYA,
                on_date=on,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                timezone="America/New_York",
                planned_minutes=40,
                minutes=40 if held else 0,
                status=status,
                reason=reason,
                service_delivery_model="push_in",
                said_by=MAYA,
                at=row.ends_at,
            )
        )

    team.do(None, write)


def history(team: Team) -> None:
    """Let Mondays be held and Wednesdays fall to assemblies."""
    for n in range(4):
        monday = date(2026, 9, 14) + timedelta(days=7 * n)
        log(team, monday, "held")
        log(team, monday + timedelta(days=2), "cancelled", "assembly")


def test_facts_first(team: Team) -> None:
    """Held of how many, what was lost on which weekday, what nobody said; and a better time."""
    history(team)
    found = look(team)
    assert (found.held, found.count, found.unsaid) == (4, 9, 1)
    assert [(one.reason, one.weekday, one.count) for one in found.lost] == [("assembly", 2, 4)]
    assert found.better is not None
    assert not {0, 2} & set(found.better.weekdays)
    assert look(team).review_id == found.review_id
    assert not look(team, TAM).may_decide


def test_one_decision_with_its_reason_in_the_history(team: Team) -> None:
    """Whoever comes second reads that it was decided; why stands in the history."""
    found = look(team)
    assert not team.do(MAYA, review_decisions.keep, found.review_id, at=LATER).again
    assert team.do(MAYA, review_decisions.keep, found.review_id, at=LATER).again
    with pytest.raises(errors.Stale, match="review_decided"):
        team.do(ADAMS, review_decisions.keep, found.review_id, at=LATER)
    with pytest.raises(errors.Refusal, match="may_name_student"):
        team.do(MAYA, review_decisions.say_why, found.review_id, "K7-03 likes it", at=LATER)
    team.do(MAYA, review_decisions.say_why, found.review_id, "It fits the table work", at=LATER)
    told = team.do(ADAMS, agreement_history.history, PLAN)
    assert [(o.decision, o.words) for o in told.reviews] == [("keep", "It fits the table work")]


def test_undo_and_talk(team: Team) -> None:
    """A decision is taken back; talking first finds five minutes, and leaves it to be decided."""
    found = look(team)
    kept = team.do(MAYA, review_decisions.keep, found.review_id, at=LATER)
    team.do(MAYA, review_decisions.take_back, kept.undo_id, at=LATER)
    said = team.do(ADAMS, review_decisions.talk, found.review_id, at=LATER)
    assert said.touch_base is not None
    assert team.do(MAYA, review_decisions.keep, found.review_id, at=LATER).decision.by.id == MAYA


def test_a_move_is_the_decision_once_confirmed(team: Team) -> None:
    """The better time is said back like any change; Confirm decides."""
    found = look(team)
    echo = team.do(MAYA, reviews.move, found.review_id, at=LATER)
    assert isinstance(echo, ChangePreview)
    assert team.rows(tables.Review)[0].decision is None
    team.do(MAYA, change_requests.confirm, echo.draft_id, at=LATER)
    assert team.rows(tables.Review)[0].decision == "move"
    assert asked(team, "skip Wed", at=LATER) is not None


def test_every_six_weeks_each_gets_one_list(team: Team) -> None:
    """Off by default; once on, all three get one list, and none before its time."""
    team.change(tables.Plan, {"id": PLAN}, until_date=date(2027, 5, 28))
    at = clock(9, 14, 7)
    assert team.prompts("review") == []
    assert not team.do(MAYA, reviews.every, PLAN, on=True, at=at).again
    assert team.do(MAYA, reviews.every, PLAN, on=True, at=at).again
    planned = team.prompts("review")
    assert {one.conversation_id for one in planned} == {f"im:{o}" for o in (MAYA, ADAMS, TAM)}
    assert {one.subject.split(":")[2] for one in planned} == {"2026-10-26"}

    for one in planned:
        team.deliver(one.due_at + timedelta(minutes=1))
    lists = [o for kind, o in team.posted if isinstance(o, ReviewList)]
    assert sorted(one.person.id for one in lists) == [ADAMS, MAYA, TAM]
    assert {one.items[0].review_id for one in lists} == {team.rows(tables.Review)[0].id}
    later = {one.subject.split(":")[2] for one in team.prompts("review")}
    assert all(on > "2026-11-30" for on in later), later


def test_two_looks_at_one_instant_have_an_order(team: Team) -> None:
    """What was decided first is what was decided before, also where the clock stands still."""
    at = clock(10, 26, 15, 30)
    for _ in range(4):
        first = team.do(MAYA, reviews.ask, PLAN, None, at=at)
        team.do(MAYA, review_decisions.talk, first.review_id, at=at)
        second = team.do(MAYA, reviews.ask, PLAN, None, at=at)
        team.do(MAYA, review_decisions.keep, second.review_id, at=at)
        third = team.do(MAYA, reviews.ask, PLAN, None, at=at)

        assert third.before is not None
        assert third.before.decision == "keep"
