"""Taking expectations away: by a number that is theirs for ever, with ten minutes of Undo."""

from datetime import date, timedelta

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

from pushin import checklists, errors, expectation_drops, expectations, session_lists
from pushin.results import DropWhich, ExpectationAdded, ExpectationDropped, ExpectationList
from storage import tables
from storage.scope import Scope

pytestmark = pytest.mark.slow

FIRST = session_id(date(2026, 9, 14))
SECOND = session_id(date(2026, 9, 16))
BEFORE = clock(9, 14, 8, 45)
Thread = tuple[str, str]


@pytest.fixture
def card(team: Team) -> Thread:
    """Return the plan's standing thread, with three expectations."""
    for number, text in enumerate(("Folders out", "Lights low", "Timer on")):
        team.do(MAYA, expectations.add, PLAN, None, text, at=MONDAY + number * MINUTE)
    team.deliver(BEFORE)
    (ref,) = team.rows(tables.MessageRef, kind="plan_card")
    return ref.place, ref.message_ts


@pytest.fixture
def checklist(team: Team, card: Thread) -> Thread:  # noqa: ARG001  it posts both
    """Return the first session's thread."""
    (ref,) = team.rows(tables.MessageRef, kind="checklist")
    return ref.place, ref.message_ts


def _drop(team: Team, thread: Thread, said: str, who: str = TAM) -> object:
    return team.do(who, expectation_drops.by_number, *thread, said, at=BEFORE)


def _numbers(team: Team) -> dict[int, str]:
    return {one.number: one.text for one in team.do(None, expectations.shown, PLAN)}


def _listed(team: Team, key: str = FIRST) -> list[str]:
    def look(scope: Scope) -> list[str]:
        session = scope.sessions.get(key)
        assert session is not None
        return [one.text for one in session_lists.facts(scope, session, at=BEFORE)]

    return team.do(None, look)


@pytest.mark.parametrize(
    "said",
    ["2", *(pytest.param(one, marks=pytest.mark.slow) for one in ("#2", " 2. ", "lights LOW"))],
)
def test_by_its_number_or_its_very_words(team: Team, card: Thread, said: str) -> None:
    """What the list shows under a number goes, and the numbers of the others stay."""
    dropped = _drop(team, card, said)

    assert isinstance(dropped, ExpectationDropped)
    assert dropped.expectation.text == "Lights low"
    assert _numbers(team) == {1: "Folders out", 3: "Timer on"}


def test_the_same_number_again_takes_nothing_else_away(team: Team, card: Thread) -> None:
    """A second `drop 2` finds it gone already; what comes later has a number of its own."""
    _drop(team, card, "2")

    with pytest.raises(errors.Stale, match="expectation_gone"):
        _drop(team, card, "2")

    team.do(ADAMS, expectations.add, PLAN, None, "Scissors", at=BEFORE)
    assert _numbers(team) == {1: "Folders out", 3: "Timer on", 4: "Scissors"}


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("", None),
        ("99", 99),
        pytest.param("0", 0, marks=pytest.mark.slow),
        pytest.param("that one", None, marks=pytest.mark.slow),
    ],
)
def test_a_number_that_is_not_there(team: Team, card: Thread, said: str, asked: int | None) -> None:
    """The list itself is the answer, and nothing is taken away."""
    found = _drop(team, card, said)

    assert isinstance(found, ExpectationList)
    assert found.asked == asked
    assert [one.number for one in found.expectations] == [1, 2, 3]
    assert len(_numbers(team)) == 3


def test_undo(team: Team, card: Thread) -> None:
    """For ten minutes its author lets it stand again, once, under its number."""
    dropped = _drop(team, card, "2")
    assert isinstance(dropped, ExpectationDropped)
    undo = dropped.undo_id

    with pytest.raises(errors.Refusal, match="undo_gone"):
        team.do(ADAMS, expectation_drops.take_back, undo, at=BEFORE)
    back = team.do(TAM, expectation_drops.take_back, undo, at=BEFORE + timedelta(minutes=10))

    assert back.expectation.text == "Lights low"
    assert _numbers(team)[2] == "Lights low"
    with pytest.raises(errors.Stale, match="undo_used"):
        team.do(TAM, expectation_drops.take_back, undo, at=BEFORE)


@pytest.mark.slow
def test_undo_comes_too_late(team: Team, card: Thread) -> None:
    """After ten minutes it stays away."""
    dropped = _drop(team, card, "2")
    assert isinstance(dropped, ExpectationDropped)

    with pytest.raises(errors.Stale, match="undo_late"):
        team.do(
            TAM, expectation_drops.take_back, dropped.undo_id, at=BEFORE + timedelta(minutes=11)
        )


@pytest.mark.slow
def test_undo_of_what_somebody_dropped_anew(team: Team, card: Thread) -> None:
    """What came back and was dropped by somebody else is theirs to take back."""
    first = _drop(team, card, "2")
    assert isinstance(first, ExpectationDropped)
    key = {"id": first.expectation.id}
    team.change(tables.Expectation, key, dropped_at=BEFORE + MINUTE)

    with pytest.raises(errors.Stale, match="undo_overtaken"):
        team.do(TAM, expectation_drops.take_back, first.undo_id, at=BEFORE + 2 * MINUTE)


class TestInASessionsThread:
    """What stands on one session's list."""

    @pytest.mark.slow
    def test_one_of_all_sessions_is_asked_about(self, team: Team, checklist: Thread) -> None:
        """Nothing goes until it is said from which lists."""
        found = _drop(team, checklist, "2")

        assert isinstance(found, DropWhich)
        assert found.session.id == FIRST
        assert len(_numbers(team)) == 3

    def test_from_this_session_only(self, team: Team, checklist: Thread) -> None:
        """It goes from this list, stands on the next one, and comes back by Undo."""
        found = _drop(team, checklist, "2")
        assert isinstance(found, DropWhich)
        key = found.expectation.id

        dropped = team.do(TAM, expectation_drops.this_time, FIRST, key, at=BEFORE)

        assert _listed(team) == ["Folders out", "Timer on"]
        assert _listed(team, SECOND) == ["Folders out", "Lights low", "Timer on"]
        with pytest.raises(errors.Stale, match="expectation_gone"):
            team.do(TAM, expectation_drops.this_time, FIRST, key, at=BEFORE)
        team.do(TAM, expectation_drops.take_back, dropped.undo_id, at=BEFORE)
        assert "Lights low" in _listed(team)

    @pytest.mark.slow
    def test_from_all_to_come(self, team: Team, checklist: Thread) -> None:
        """It goes from every list."""
        found = _drop(team, checklist, "2")
        assert isinstance(found, DropWhich)

        team.do(TAM, expectation_drops.for_good, found.expectation.id, at=BEFORE)

        assert "Lights low" not in _listed(team) + _listed(team, SECOND)

    @pytest.mark.slow
    def test_one_of_this_session_goes_at_once(self, team: Team, checklist: Thread) -> None:
        """There is nothing to ask about one that is for this session only."""
        team.do(MAYA, expectations.add, None, FIRST, "Bring the cart", at=BEFORE)

        assert isinstance(_drop(team, checklist, "4"), ExpectationDropped)
        assert "Bring the cart" not in _listed(team)

    @pytest.mark.slow
    def test_what_is_over_stays(self, team: Team, checklist: Thread) -> None:
        """An expectation of a session that has ended stays as it was."""
        team.do(MAYA, expectations.add, None, FIRST, "Bring the cart", at=BEFORE)
        over = clock(9, 14, 10)

        with pytest.raises(errors.Stale, match="session_over"):
            team.do(TAM, expectation_drops.by_number, *checklist, "4", at=over)


@pytest.mark.slow
def test_only_the_team_may(team: Team, card: Thread) -> None:
    """Who does not belong to the plan takes nothing away."""
    with pytest.raises(errors.NotAllowed):
        _drop(team, card, "2", who=BEN)
    key = team.do(None, expectations.shown, PLAN)[0].id
    with pytest.raises(errors.NotAllowed):
        team.do(BEN, expectation_drops.for_good, key, at=BEFORE)


@pytest.mark.slow
def test_of_an_ended_plan_nothing_goes(team: Team, card: Thread) -> None:
    """What was expected of an ended plan stays as it was."""
    team.change(tables.Plan, {"id": PLAN}, state="ended")

    with pytest.raises(errors.Refusal, match="plan_ended"):
        _drop(team, card, "2")


class TestWhichSessions:
    """What is said in a session's thread is for it, and with one tap for all to come."""

    def _said(self, team: Team, thread: Thread, text: str = "Cart ready") -> ExpectationAdded:
        said = expectations.from_thread
        found = team.do(TAM, said, *thread, text, source="C4:9.1", at=BEFORE)
        assert isinstance(found, ExpectationAdded)
        return found

    def test_it_is_asked_once(self, team: Team, checklist: Thread, card: Thread) -> None:
        """It stands for this session and is asked about; the standing thread asks nothing."""
        here = self._said(team, checklist)
        there = team.do(TAM, expectations.from_thread, *card, "Bins", source="C4:9.2", at=BEFORE)

        assert (here.choose, here.expectation.session_only) == (True, True)
        assert isinstance(there, ExpectationAdded)
        assert (there.choose, there.expectation.session_only) == (False, False)
        assert not team.do(TAM, expectations.as_it_stands, here.expectation.id).choose

    def test_all_to_come(self, team: Team, checklist: Thread) -> None:
        """One tap lets it stand for all; a second says so."""
        key = self._said(team, checklist).expectation.id

        first = team.do(TAM, expectations.for_all, key, at=BEFORE)
        again = team.do(TAM, expectations.for_all, key, at=BEFORE)

        assert (first.again, again.again) == (False, True)
        assert "Cart ready" in _listed(team, SECOND)

    @pytest.mark.slow
    def test_all_to_come_in_words_that_stand(self, team: Team, checklist: Thread) -> None:
        """Where the same words came to stand for all meanwhile, they are one."""
        key = self._said(team, checklist).expectation.id
        team.do(MAYA, expectations.add, PLAN, None, "cart ready", at=BEFORE + MINUTE)

        team.do(TAM, expectations.for_all, key, at=BEFORE + 2 * MINUTE)

        assert [one.casefold() for one in _listed(team)].count("cart ready") == 1


class TestFromLastTime:
    """What was for one session only and nobody ticked stands on the next list."""

    AFTER = clock(9, 14, 10)
    NEXT = clock(9, 16, 9, 15)

    @pytest.fixture
    def left(self, team: Team, checklist: Thread) -> list[str]:  # noqa: ARG002  it posts it
        """Return the ids of two expectations of the first session: one ticked, one open."""
        found = []
        for number, text in enumerate(("Cart ready", "Bring timer")):
            at = BEFORE + number * MINUTE
            added = team.do(MAYA, expectations.add, None, FIRST, text, at=at)
            assert isinstance(added, ExpectationAdded)
            found.append(added.expectation.id)
        self._tick(team, FIRST, found[0], BEFORE)
        return found

    def _tick(self, team: Team, session: str, key: str, at: object) -> None:
        none: frozenset[str] = frozenset()
        one = frozenset({key})
        team.do(TAM, checklists.tick, session, shown=none, ticked=one, block=one, at=at)  # type: ignore[arg-type]

    def _carried(self, team: Team, session: str, at: object) -> list[str]:
        def look(scope: Scope) -> list[str]:
            row = scope.sessions.get(session)
            assert row is not None
            listed = session_lists.facts(scope, row, at=at)  # type: ignore[arg-type]
            return [one.text for one in listed if one.carried]

        return team.do(None, look)

    def test_it_stands_once_the_session_is_over(self, team: Team, left: list[str]) -> None:
        """The open one alone is carried over, and not before the session has ended."""
        assert left
        assert self._carried(team, SECOND, BEFORE) == []
        assert self._carried(team, SECOND, self.AFTER) == ["Bring timer"]
        assert self._carried(team, FIRST, self.AFTER) == []

    def test_a_tick_on_the_next_list_ends_it(self, team: Team, left: list[str]) -> None:
        """Ticked there, it stays on that list and does not go on to the one after."""
        third = session_id(date(2026, 9, 21))
        assert self._carried(team, third, self.NEXT) == ["Bring timer"]

        self._tick(team, SECOND, left[1], self.NEXT)

        assert self._carried(team, SECOND, self.NEXT) == ["Bring timer"]
        assert self._carried(team, third, self.NEXT) == []

    def test_one_tap_drops_it(self, team: Team, left: list[str]) -> None:
        """From the next list it goes for good, with Undo."""
        dropped = team.do(TAM, expectation_drops.from_list, SECOND, left[1], at=self.AFTER)

        assert isinstance(dropped, ExpectationDropped)
        assert self._carried(team, SECOND, self.AFTER) == []
        with pytest.raises(errors.Stale, match="expectation_gone"):
            team.do(TAM, expectation_drops.from_list, SECOND, left[1], at=self.AFTER)
        team.do(TAM, expectation_drops.take_back, dropped.undo_id, at=self.AFTER)
        assert self._carried(team, SECOND, self.AFTER) == ["Bring timer"]

    @pytest.mark.slow
    def test_a_skipped_session_leaves_all_of_its_own(self, team: Team, left: list[str]) -> None:
        """What was for a session that is not on any more stands on the next list."""
        assert left
        team.change(tables.Session, {"id": FIRST}, status="cancelled", reason="skipped")

        assert "Bring timer" in self._carried(team, SECOND, BEFORE)
