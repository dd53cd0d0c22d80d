"""How often a pair meets, and the standing time that it is offered after two weeks without."""

from datetime import date, datetime, timedelta

import pytest
from unit.pushin.lincoln import ADAMS, MAYA, MINUTE, MONDAY, TAM, ZONE, Team, clock

from pushin import errors, prompts, schools, touchbase_habits, touchbase_notes, waiting
from pushin.results import AskCard, WaitingNoSlot, WaitingStanding
from storage import tables
from storage.scope import Scope

pytestmark = pytest.mark.slow

PAIR = "adams/maya"
WEEKS = [date(2026, 9, 14) + timedelta(weeks=n) for n in range(7)]
THIRD = clock(9, 28, 7)
"""Monday of the third week."""


def bases(team: Team) -> list[tables.TouchBase]:
    return sorted(team.rows(tables.TouchBase), key=lambda one: one.week)


def local(at: datetime | None) -> tuple[int, int]:
    assert at is not None
    there = at.astimezone(ZONE)
    return there.weekday(), there.hour * 60 + there.minute


def miss(team: Team, *states: str) -> None:
    """Let the first weeks end like this."""
    for week, state in zip(WEEKS, states, strict=False):
        key = {"id": f"maya-adams-{week:%Y%m%d}"}
        gone = {"starts_at": None, "ends_at": None} if state == "no_slot" else {}
        team.change(tables.TouchBase, key, state=state, **gone)


def waits(team: Team, who: str, at: datetime) -> list[object]:
    kinds = (WaitingNoSlot, WaitingStanding)
    return [one for one in team.do(None, waiting.of, who, at=at) if isinstance(one, kinds)]


class TestOffer:
    """A standing time after two weeks in a row without five minutes."""

    @pytest.mark.parametrize(
        ("states", "is_offered"),
        [
            (("missed", "missed"), True),
            (("missed", "no_slot"), True),
            (("no_slot", "planned"), True),
            (("missed", "done"), False),
            (("done", "missed"), False),
            (("planned", "planned"), True),
        ],
    )
    def test_after_two_in_a_row(
        self, team: Team, states: tuple[str, str], is_offered: bool
    ) -> None:
        """Both weeks were missed, without a slot, or passed without a word; to both people."""
        miss(team, *states)

        for who in (MAYA, ADAMS):
            found = waits(team, who, THIRD)
            assert bool(found) is is_offered
        assert waits(team, TAM, THIRD) == []

    def test_one_is_not_enough(self, team: Team) -> None:
        """In the week after the first one nothing is offered."""
        miss(team, "missed")

        assert waits(team, MAYA, clock(9, 21, 7)) == []

    def test_the_time_that_is_common_most_often(self, team: Team) -> None:
        """The weekday and minute that both have in most of the six weeks to come."""
        hours = {"1": [480, 930], "4": [780, 930]}
        team.change(tables.Person, {"id": MAYA}, working_hours=hours)
        miss(team, "missed", "missed")
        off = [date(2026, 9, 29), date(2026, 10, 6)]
        for on in off:
            team.do(None, _close, on)

        first = team.do(MAYA, touchbase_habits.offer, PAIR, at=THIRD)
        second = team.do(MAYA, touchbase_habits.offer, PAIR, 1, at=THIRD)

        assert (first.weekday, first.start, first.common, first.weeks) == (4, 780, 6, 6)
        assert (second.weekday, second.start, second.common) == (1, 480, 4)
        assert (first.is_last, second.is_last) == (False, True)
        with pytest.raises(errors.Refusal, match="no_other_time"):
            team.do(MAYA, touchbase_habits.offer, PAIR, 2, at=THIRD)

    def test_no_time_at_all(self, team: Team) -> None:
        """Without any common time there is nothing to offer, and the refusal says what helps."""
        team.change(tables.Person, {"id": MAYA}, working_hours={"6": [480, 900]})
        miss(team, "missed", "missed")

        assert not any(isinstance(one, WaitingStanding) for one in waits(team, MAYA, THIRD))
        with pytest.raises(errors.Refusal, match="no_standing_time"):
            team.do(MAYA, touchbase_habits.offer, PAIR, at=THIRD)

    def test_on_one_card_only(self, team: Team) -> None:
        """It is the reason of one card, and gone from it once it is answered."""
        team.deliver(clock(9, 22, 8))
        miss(team, "missed", "missed")
        person = team.rows(tables.Person, id=MAYA)[0]
        assert _reason(team, person, THIRD) in {"touch_base", "expired"}
        team.do(None, _plan_ask, MAYA, at=THIRD)
        # The card of Wednesday, which was not delivered, makes room; Monday has its digest.
        for day in (28, 29):
            posted = [one for _ in range(2) for _, one in team.deliver(clock(9, day, 8))]
        (card,) = [one for one in posted if isinstance(one, AskCard) and one.person.id == MAYA]
        assert any(isinstance(one, WaitingStanding) for one in card.items)
        assert _reason(team, person, clock(9, 28, 9)) is None

        team.do(ADAMS, touchbase_habits.not_now, PAIR, at=clock(9, 28, 9))

        assert waits(team, MAYA, clock(9, 28, 9)) == waits(team, ADAMS, clock(9, 28, 9)) == []


class TestStandingTime:
    """A time of the week that a pair took."""

    def test_taken(self, team: Team) -> None:
        """Touch-bases to come move there where it is common; twice changes nothing."""
        said = team.do(ADAMS, touchbase_habits.take_standing, PAIR, 1, 780, at=MONDAY)
        before = bases(team)
        again = team.do(MAYA, touchbase_habits.take_standing, PAIR, 1, 780, at=MONDAY + MINUTE)

        assert (said.pair.weekday, said.pair.start, said.again, again.again) == (
            1,
            780,
            False,
            True,
        )
        assert {local(one.starts_at) for one in before} == {(1, 780)}
        assert bases(team) == before
        assert next(one.due_at for one in team.prompts("touch_base")) == clock(9, 15, 13)

    def test_where_it_is_not_common(self, team: Team) -> None:
        """A week in which it is not common has the first common time, as ever."""
        team.do(None, _close, date(2026, 9, 22))

        team.do(ADAMS, touchbase_habits.take_standing, PAIR, 1, 780, at=MONDAY)

        assert local(bases(team)[1].starts_at) == (0, 480)

    def test_new_weeks_prefer_it(self, team: Team) -> None:
        """What is planned anew is at the standing time."""
        team.do(ADAMS, touchbase_habits.take_standing, PAIR, 1, 780, at=MONDAY)
        team.do(None, _close, date(2026, 9, 15))
        assert local(bases(team)[0].starts_at) == (0, 480)
        team.change(tables.TouchBase, {"id": "maya-adams-20260921"}, state="no_slot")
        team.change(tables.TouchBase, {"id": "maya-adams-20260921"}, starts_at=None, ends_at=None)

        team.do(MAYA, touchbase_habits.set_phone, phone_ok=True, at=MONDAY)

        assert local(bases(team)[1].starts_at) == (1, 780)

    def test_given_back(self, team: Team) -> None:
        """Without it what is planned stays, and nothing is offered any more."""
        team.do(ADAMS, touchbase_habits.take_standing, PAIR, 1, 780, at=MONDAY)

        said = team.do(MAYA, touchbase_habits.not_now, PAIR, at=MONDAY)

        assert (said.pair.weekday, said.pair.often) == (None, "weekly")
        assert local(bases(team)[0].starts_at) == (1, 780)

    def test_for_its_two_only(self, team: Team) -> None:
        """Nobody else says how they meet."""
        with pytest.raises(errors.NotAllowed):
            team.do(TAM, touchbase_habits.take_standing, PAIR, 1, 780, at=MONDAY)
        with pytest.raises(errors.Refusal, match="bad_slot"):
            team.do(MAYA, touchbase_habits.take_standing, PAIR, 7, 780, at=MONDAY)


class TestHowOften:
    """Weekly, after each session, on request."""

    def test_after_each_session(self, team: Team) -> None:
        """Each session has its five minutes after it ends and before the next one."""
        team.do(MAYA, touchbase_habits.set_often, PAIR, "each_session", at=MONDAY)

        found = bases(team)
        on = [row.on_date for row in team.rows(tables.Session, status="planned", obstacle=None)]
        assert [one.week for one in found] == sorted(on)
        # Centers ends at 9:50; the late Wednesday has none of it.
        assert [local(one.starts_at) for one in found[:2]] == [(0, 590), (2, 590)]

    def test_back_to_weekly(self, team: Team) -> None:
        """Back to once a week there is one a week again, at the times there were before."""
        before = [(one.week, one.starts_at) for one in bases(team)]
        team.do(MAYA, touchbase_habits.set_often, PAIR, "each_session", at=MONDAY)
        team.do(MAYA, touchbase_habits.set_often, PAIR, "on_request", at=MONDAY)
        assert bases(team) == []

        said = team.do(ADAMS, touchbase_habits.set_often, PAIR, "weekly", at=MONDAY)
        again = team.do(ADAMS, touchbase_habits.set_often, PAIR, "weekly", at=MONDAY)

        assert [(one.week, one.starts_at) for one in bases(team)] == before
        assert (said.again, again.again) == (False, True)

    def test_what_was_held_stays(self, team: Team) -> None:
        """A note is not lost, however often they meet."""
        team.do(MAYA, touchbase_notes.done, "maya-adams-20260914", 1, at=clock(9, 14, 8))

        team.do(MAYA, touchbase_habits.set_often, PAIR, "on_request", at=clock(9, 14, 9))

        assert [one.id for one in bases(team)] == ["maya-adams-20260914"]

    def test_unknown(self, team: Team) -> None:
        """Another rhythm than these is refused."""
        with pytest.raises(errors.Refusal, match="bad_slot"):
            team.do(MAYA, touchbase_habits.set_often, PAIR, "daily", at=MONDAY)


def _close(scope: Scope, on: date) -> None:
    schools.override_day(scope, "lincoln", on, None, "Snow", at=MONDAY)


def _plan_ask(scope: Scope, person_id: str, *, at: datetime) -> None:
    prompts.for_person(scope, person_id, at=at)


def _reason(team: Team, person: tables.Person, at: datetime) -> str | None:
    found = team.do(None, waiting.reason, person, at=at)
    return None if found is None or found.since > at else found.why
