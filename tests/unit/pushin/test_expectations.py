"""Expectations: set in a form, a command or a thread, once each, without student data."""

from datetime import date, datetime, timedelta

import pytest
from unit.pushin.lincoln import (
    ADAMS,
    BEN,
    MAYA,
    MINUTE,
    MONDAY,
    PLAN,
    ROSA,
    TAM,
    Team,
    clock,
    save_plan,
    session_id,
)

from pushin import drafts, errors, expectations, plan_facts
from pushin.results import Choice, ExpectationAdded, MayNameStudent
from storage import tables

FIRST = session_id(date(2026, 9, 14))


def _add(team: Team, text: str, who: str = MAYA, **more: object) -> ExpectationAdded:
    told = {"plan_id": PLAN, "session_id": None, "at": MONDAY, **more}
    found = team.do(who, expectations.add, text=text, **told)  # type: ignore[arg-type]
    assert isinstance(found, ExpectationAdded)
    return found


class TestAdd:
    """Adding one expectation."""

    def test_of_a_plan(self, team: Team) -> None:
        """An expectation of a plan stands on all its sessions."""
        added = _add(team, "  Writing folders out  ")

        assert added.expectation.text == "Writing folders out"
        assert not added.expectation.session_only
        assert added.session is None

    def test_of_one_session(self, team: Team) -> None:
        """An expectation of one session stands on that session only."""
        added = _add(team, "Bring the timer", plan_id=None, session_id=FIRST)

        assert added.expectation.session_only
        assert added.session is not None
        assert added.session.id == FIRST

    def test_of_the_only_plan(self, team: Team) -> None:
        """Who has one plan need not say which."""
        added = _add(team, "Lights low", plan_id=None)

        assert added.plan.id == PLAN

    def test_which_of_several_plans(self, team: Team) -> None:
        """Who has several plans is asked which one."""
        team.do(None, save_plan, "plan2", at=MONDAY, anchor_name="Writing")

        found = team.do(MAYA, expectations.add, None, None, "Lights low", at=MONDAY)

        assert isinstance(found, Choice)
        assert [plan.id for plan in found.plans] == [PLAN, "plan2"]

    def test_without_a_plan(self, team: Team) -> None:
        """Who has no plan is told so."""
        with pytest.raises(errors.Refusal, match="no_plan"):
            team.do(BEN, expectations.add, None, None, "Lights low", at=MONDAY)

    @pytest.mark.parametrize("who", [ADAMS, TAM])
    def test_the_whole_team_may(self, team: Team, who: str) -> None:
        """Teacher and paras add expectations as the provider does."""
        assert _add(team, "Lights low", who=who).expectation.text == "Lights low"

    @pytest.mark.parametrize("who", [BEN, ROSA])
    def test_others_may_not(self, team: Team, who: str) -> None:
        """Who does not belong to the plan or its room may not."""
        with pytest.raises(errors.NotAllowed):
            _add(team, "Lights low", who=who)

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "missing"),
            ("   ", "missing"),
            ("🎉🎉", "no_words"),
            (":tada:", "no_words"),
            ("...", "no_words"),
            ("x" * 301, "too_long"),
            ("x" * 40_000, "too_long"),
        ],
    )
    def test_what_is_refused(self, team: Team, text: str, code: str) -> None:
        """An expectation says something in at most 300 characters."""
        with pytest.raises(errors.Refusal) as refused:
            _add(team, text)

        assert refused.value.code == code
        assert team.rows(tables.Expectation) == []

    @pytest.mark.parametrize("text", ["<!channel> scissors & glue", "1 < 2", "x" * 300, "カード"])
    def test_what_is_kept_as_it_is(self, team: Team, text: str) -> None:
        """Nothing is escaped or cut here; how a text is shown is the surface's matter."""
        assert _add(team, text).expectation.text == text

    def test_the_same_words_are_one(self, team: Team) -> None:
        """The same words again are the same expectation, whoever says them."""
        first = _add(team, "Lights low")

        again = _add(team, "lights low", who=ADAMS)

        assert again.again
        assert again.expectation == first.expectation

    def test_the_same_message_is_one(self, team: Team) -> None:
        """A message becomes an expectation once, even if two people pick it."""
        first = _add(team, "Lights low", source="C4:1.5")

        again = _add(team, "Lights low, please", who=ADAMS, source="C4:1.5")

        assert again.again
        assert again.expectation == first.expectation
        assert len(team.rows(tables.Expectation)) == 1

    def test_a_dropped_message_comes_back(self, team: Team) -> None:
        """Picking a message whose expectation was dropped brings it back."""
        first = _add(team, "Lights low", source="C4:1.5")
        team.do(ADAMS, expectations.drop, first.expectation.id, at=MONDAY)

        back = _add(team, "Lights low", source="C4:1.5")

        assert not back.again
        assert [one.dropped_at for one in team.rows(tables.Expectation)] == [None]

    def test_two_hundred_are_enough(self, team: Team) -> None:
        """A plan holds at most 200 standing expectations."""

        def fill(scope: object) -> None:
            for number in range(200):
                row = tables.Expectation(
                    workspace_id="T1",
                    id=f"e{number:03}",
                    plan_id=PLAN,
                    text=f"Step {number}",
                    created_by=MAYA,
                    created_at=MONDAY + number * MINUTE,
                )
                scope.expectations.add(row)  # type: ignore[attr-defined]

        team.do(None, fill)

        with pytest.raises(errors.Refusal, match="too_many"):
            _add(team, "One more")
        card = team.do(None, expectations.shown, PLAN)
        assert [one.text for one in card] == [f"Step {number}" for number in range(190, 200)]

    def test_an_ended_plan(self, team: Team) -> None:
        """Nothing is expected of an ended plan."""
        team.change(tables.Plan, {"id": PLAN}, state="ended")

        with pytest.raises(errors.Refusal, match="plan_ended"):
            _add(team, "Lights low")

    def test_a_session_that_is_over(self, team: Team) -> None:
        """Nothing is expected of a session that has ended."""
        with pytest.raises(errors.Stale, match="session_over"):
            _add(team, "Lights low", plan_id=None, session_id=FIRST, at=clock(9, 14, 10))

    def test_a_students_name_is_asked_about(self, team: Team) -> None:
        """What may name a student is kept aside, and used once its author says that it does not."""
        doubt = team.do(
            MAYA, expectations.add, PLAN, None, "Liam needs scissors", source="C4:2", at=MONDAY
        )
        assert isinstance(doubt, MayNameStudent)
        assert team.rows(tables.Expectation) == []

        added = team.do(MAYA, drafts.not_a_student, doubt.draft_id, at=MONDAY)

        assert isinstance(added, ExpectationAdded)
        assert added.expectation.text == "Liam needs scissors"
        with pytest.raises(errors.Refusal, match="draft_used"):
            team.do(MAYA, drafts.not_a_student, doubt.draft_id, at=MONDAY)


class TestThread:
    """Expectations said in a thread."""

    def test_under_the_plans_card(self, team: Team) -> None:
        """In the standing thread an expectation is the plan's."""
        team.deliver(MONDAY)
        (card,) = team.rows(tables.MessageRef, kind="plan_card")

        added = team.do(
            TAM, expectations.from_thread, card.place, card.message_ts, "Lights low", at=MONDAY
        )

        assert isinstance(added, ExpectationAdded)
        assert (added.plan.id, added.session) == (PLAN, None)

    def test_under_a_checklist(self, team: Team) -> None:
        """In a checklist's thread an expectation is that session's."""
        team.deliver(clock(9, 14, 8, 40))
        (checklist,) = team.rows(tables.MessageRef, kind="checklist")

        added = team.do(
            TAM,
            expectations.from_thread,
            checklist.place,
            checklist.message_ts,
            "Lights low",
            at=clock(9, 14, 8, 45),
        )

        assert isinstance(added, ExpectationAdded)
        assert added.session is not None
        assert added.session.id == FIRST

    @pytest.mark.parametrize(("minutes", "known"), [(1, True), (-1, False)])
    def test_under_a_checklist_that_is_not_noted_yet(
        self, team: Team, minutes: int, *, known: bool
    ) -> None:
        """A thread begun since a held checklist fell due is its own; an older one is not."""
        team.deliver(clock(9, 14, 8, 0))
        (checklist,) = team.rows(tables.Prompt, subject=f"session:{FIRST}", state="planned")
        held = {"state": "claimed", "lease_until": MONDAY, "attempt": 1}
        team.change(tables.Prompt, {"id": checklist.id}, **held)
        team.change(tables.Conversation, {"id": checklist.conversation_id}, slack_id="C4")
        begun = checklist.due_at + timedelta(minutes=minutes)
        root = f"{begun.timestamp():.6f}"

        def say() -> object:
            said = ("C4", root, "Lights low")
            return team.do(TAM, expectations.from_thread, *said, at=clock(9, 14, 8, 45))

        if known:
            added = say()
            assert isinstance(added, ExpectationAdded)
            assert added.session is not None
            assert added.session.id == FIRST
        else:
            with pytest.raises(errors.Refusal, match="no_such_thread"):
                say()

    def test_elsewhere(self, team: Team) -> None:
        """Any other thread is not one of Push-In's."""
        with pytest.raises(errors.Refusal, match="no_such_thread"):
            team.do(TAM, expectations.from_thread, "C4", "1.1", "Lights low", at=MONDAY)


class TestDrop:
    """Taking an expectation away."""

    def test_twice_is_once(self, team: Team) -> None:
        """A dropped expectation stands nowhere; dropping it again changes nothing."""
        added = _add(team, "Lights low").expectation
        team.do(ADAMS, expectations.drop, added.id, at=MONDAY)
        before = team.rows(tables.Expectation)

        team.do(ADAMS, expectations.drop, added.id, at=MONDAY + MINUTE)

        assert before == team.rows(tables.Expectation)
        assert team.do(None, expectations.shown, PLAN) == ()

    def test_unknown(self, team: Team) -> None:
        """An expectation that is not there is said to be gone."""
        with pytest.raises(errors.Refusal, match="expectation_gone"):
            team.do(ADAMS, expectations.drop, "nothing", at=MONDAY)


def test_cards_follow(team: Team) -> None:
    """A new expectation makes the plan's card and open checklists stale, nobody else's."""
    team.deliver(clock(9, 14, 8, 40))
    team.stale()

    _add(team, "Lights low", at=clock(9, 14, 8, 50))

    assert {("plan_card", f"plan:{PLAN}"), ("checklist", f"session:{FIRST}")} == team.stale()


class TestOver:
    """A plan whose last date has passed."""

    AFTER = clock(11, 2, 9)

    def test_takes_no_more(self, team: Team) -> None:
        """Nothing is added to it, by its button or typed; on its last day it still is."""
        team.do(ADAMS, expectations.add, None, None, "Folders out", at=clock(10, 30, 16))

        with pytest.raises(errors.Refusal, match="plan_ended"):
            team.do(ADAMS, expectations.add, PLAN, None, "Timer", at=self.AFTER)
        with pytest.raises(errors.Refusal, match="no_plan"):
            team.do(ADAMS, expectations.add, None, None, "Timer", at=self.AFTER)

    def test_in_the_schools_evening(self, team: Team) -> None:
        """The last day ends with the school's day, not with that of London."""
        team.do(ADAMS, expectations.add, PLAN, None, "Timer", at=clock(10, 30, 21))

        (row,) = team.rows(tables.Expectation)
        assert row.text == "Timer"

    def test_is_agreed_no_more(self, team: Team) -> None:
        """Its roles are not written any more."""
        with pytest.raises(errors.Refusal, match="plan_ended"):
            team.agree(self.AFTER)

    def test_is_offered_no_more(self, team: Team) -> None:
        """Its people are not asked whether they mean it."""

        def offered(at: datetime) -> list[str]:
            return [one.id for one in team.do(None, plan_facts.of_person, ADAMS, at=at)]

        assert offered(clock(10, 30, 21)) == [PLAN]
        assert offered(self.AFTER) == []
