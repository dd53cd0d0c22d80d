"""Agreements: who is asked, who is in, and what a change does to earlier answers."""

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
    WEBB,
    WORKSPACE,
    Team,
    agreement,
    clock,
)

from pushin import agreements, drafts, errors, live
from pushin.results import AgreementFacts, MayNameStudent, Part
from storage import tables
from storage.scope import Scope

LATER = MONDAY + 10 * MINUTE


def _answers(facts: AgreementFacts) -> dict[str, str | None]:
    return {part.person.id: part.answer for part in facts.parts}


def _waiting(facts: AgreementFacts) -> set[str]:
    return {person.id for person in facts.waiting_for}


class TestAgree:
    """Writing what the adults of a plan agreed."""

    def test_author_is_in_and_others_are_asked(self, team: Team) -> None:
        """Who writes an agreement is in at once; the other adults with accounts are asked."""
        saved = team.agree(MONDAY)

        assert saved.changed
        assert {ADAMS, TAM} == {person.id for person in saved.asked}
        assert _answers(saved.agreement) == {MAYA: "in", ADAMS: None, TAM: None}
        assert not saved.agreement.in_force

    def test_form_starts_with_the_teacher_leading(self, team: Team) -> None:
        """The first form suggests that the teacher leads, and a part for every adult."""
        form = team.do(MAYA, agreements.form, PLAN)

        assert form.agreement is None
        assert form.lead_id == ADAMS
        assert set(form.parts) == {MAYA, ADAMS, TAM}
        assert all(form.parts.values())

    def test_form_is_prefilled_with_what_stands(self, team: Team) -> None:
        """A later form shows what was agreed last."""
        team.agree(MONDAY, expectations=("Folders out", "Quiet start"))

        form = team.do(ADAMS, agreements.form, PLAN)

        assert form.parts[TAM] == "Puts folders out"
        assert form.expectations == ("Folders out", "Quiet start")

    def test_same_content_again_changes_nothing(self, team: Team) -> None:
        """A form that was sent twice is one agreement."""
        first = team.agree(MONDAY)

        again = team.agree(LATER)

        assert not again.changed
        assert again.asked == ()
        assert first.agreement == again.agreement
        assert len(team.rows(tables.Agreement)) == 1

    def test_somebody_else_saved_meanwhile(self, team: Team) -> None:
        """A form that was opened before another change is refused with the current one."""
        first = team.agree(MONDAY)
        second = team.agree(LATER, who=ADAMS, activity="Letters", base_number=1)

        with pytest.raises(errors.Stale) as refused:
            team.agree(LATER, activity="Scissors", base_number=first.agreement.number)

        assert refused.value.code == "changed_meanwhile"
        assert second.agreement.id == refused.value.params["agreement_id"]

    def test_adults_without_account_are_told(self, team: Team) -> None:
        """Who has no account is told in person; that is shown and asks nothing of them."""
        team.do(None, _add_webb)
        parts = {**agreement().parts, WEBB: "Opens the door"}

        saved = team.agree(MONDAY, parts=parts, told={WEBB: date(2026, 9, 13)})

        (told,) = [part for part in saved.agreement.parts if part.person.id == WEBB]
        assert (date(2026, 9, 13), None) == (told.told_on, told.answer)
        assert WEBB not in _waiting(saved.agreement)

    def test_telling_later_reopens_nothing(self, team: Team) -> None:
        """That somebody was told is recorded without a new agreement."""
        team.do(None, _add_webb)
        parts = {**agreement().parts, WEBB: "Opens the door"}
        team.agree(MONDAY, parts=parts)

        saved = team.agree(LATER, parts=parts, told={WEBB: date(2026, 9, 14)}, base_number=1)

        assert not saved.changed
        assert date(2026, 9, 14) in {part.told_on for part in saved.agreement.parts}

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"co_teaching_model": "shouting"}, "bad_model"),
            ({"lead_id": BEN}, "lead_not_in_plan"),
            ({"parts": {MAYA: "Helps", ADAMS: "Leads"}}, "part_missing"),
            ({"parts": {MAYA: "Helps", ADAMS: "Leads", TAM: "   "}}, "part_missing"),
            ({"parts": {**agreement().parts, BEN: "Listens"}}, "not_in_plan"),
            ({"told": {ADAMS: date(2026, 9, 14)}}, "has_account"),
            ({"activity": "x" * 301}, "too_long"),
            ({"expectations": ("🎉",)}, "no_words"),
            ({"base_number": 3}, None),
        ],
    )
    def test_what_is_not_whole_is_refused(
        self, team: Team, changes: dict[str, object], code: str | None
    ) -> None:
        """An agreement names every adult of the plan, nobody else, and fits."""
        if code is None:
            assert team.agree(MONDAY, **changes).changed
            return
        with pytest.raises(errors.Refusal) as refused:
            team.agree(MONDAY, **changes)

        assert code == refused.value.code
        assert team.rows(tables.Agreement) == []

    def test_only_provider_and_teacher_write_it(self, team: Team) -> None:
        """A para, and a provider of another plan, cannot write what was agreed."""
        for who in (TAM, BEN):
            with pytest.raises(errors.NotAllowed):
                team.agree(MONDAY, who=who)

    def test_a_students_name_is_asked_about_first(self, team: Team) -> None:
        """A text that may name a student is kept aside until its author says that it does not."""
        said = agreement(activity="Scissors with Liam")

        doubt = team.do(MAYA, agreements.agree, said, at=MONDAY)

        assert isinstance(doubt, MayNameStudent)
        assert team.rows(tables.Agreement) == []
        saved = team.do(MAYA, drafts.not_a_student, doubt.draft_id, at=LATER)
        assert saved.agreement.activity == "Scissors with Liam"
        with pytest.raises(errors.Refusal, match="draft_used"):
            team.do(MAYA, drafts.not_a_student, doubt.draft_id, at=LATER)

    def test_another_persons_draft_is_not_mine(self, team: Team) -> None:
        """Only its author may say that a text names no student."""
        said = agreement(activity="Scissors with Liam")
        doubt = team.do(MAYA, agreements.agree, said, at=MONDAY)

        with pytest.raises(errors.Refusal, match="draft_gone"):
            team.do(ADAMS, drafts.not_a_student, doubt.draft_id, at=LATER)

    def test_expectations_keep_their_order(self, team: Team) -> None:
        """The lines of a form stand on the cards in the order in which they were written."""
        lines = tuple(f"Step {number}" for number in (5, 3, 9, 1, 7, 2))

        saved = team.agree(MONDAY, expectations=lines)

        assert tuple(one.text for one in saved.agreement.expectations) == lines

    def test_the_form_holds_what_fits_one_field(self, team: Team) -> None:
        """Of many long expectations the form holds the newest that fit, and drops no other."""
        lines = tuple(f"{number} {'x' * 298}" for number in range(10))
        team.agree(MONDAY, expectations=lines)

        form = team.do(MAYA, agreements.form, PLAN)
        saved = team.agree(LATER + MINUTE, expectations=(), opened_at=LATER, base_number=1)

        assert form.expectations == lines[1:]
        assert [one.text for one in saved.agreement.expectations] == [lines[0]]

    def test_expectations_of_the_form(self, team: Team) -> None:
        """Lines that were taken out of the form are dropped; what others added meanwhile stays."""
        team.agree(MONDAY, expectations=("Folders out", "Quiet start"))
        opened = LATER
        team.agree(LATER + MINUTE, who=ADAMS, expectations=("Lights low",))

        saved = team.agree(LATER + 2 * MINUTE, expectations=("Folders out",), opened_at=opened)

        texts = [one.text for one in saved.agreement.expectations]
        assert texts == ["Folders out", "Lights low"]
        assert not saved.changed


class TestConfirm:
    """Answering one's own part."""

    def test_everybody_in_puts_it_in_force(self, team: Team) -> None:
        """An agreement is in force once all adults with accounts are in."""
        saved = team.agree(MONDAY).agreement
        first = team.do(ADAMS, agreements.confirm, saved.id, 1, "in", at=LATER)
        second = team.do(TAM, agreements.confirm, saved.id, 1, "in", at=LATER)

        assert not first.agreement.in_force
        assert second.agreement.in_force
        assert set() == _waiting(second.agreement)

    def test_twice_is_once(self, team: Team) -> None:
        """A second tap on the same answer says so and changes nothing."""
        saved = team.agree(MONDAY).agreement
        team.do(TAM, agreements.confirm, saved.id, 1, "in", at=LATER)
        before = team.rows(tables.Confirmation)

        again = team.do(TAM, agreements.confirm, saved.id, 1, "in", at=LATER + MINUTE)

        assert again.again
        assert before == team.rows(tables.Confirmation)

    def test_an_answer_may_change(self, team: Team) -> None:
        """Who wanted to talk may be in later, and the other way round."""
        saved = team.agree(MONDAY).agreement
        team.do(TAM, agreements.confirm, saved.id, 1, "talk", at=LATER)

        changed = team.do(TAM, agreements.confirm, saved.id, 1, "in", at=LATER)

        assert not changed.again
        assert _answers(changed.agreement)[TAM] == "in"

    def test_nobody_answers_for_another(self, team: Team) -> None:
        """Who has no part in an agreement cannot answer it."""
        saved = team.agree(MONDAY).agreement

        with pytest.raises(errors.NotAllowed):
            team.do(BEN, agreements.confirm, saved.id, 1, "in", at=LATER)

    def test_an_older_content_is_not_confirmed(self, team: Team) -> None:
        """A button of an older card leads to what stands now."""
        old = team.agree(MONDAY).agreement
        new = team.agree(LATER, activity="Letters", base_number=1).agreement

        with pytest.raises(errors.Stale) as refused:
            team.do(TAM, agreements.confirm, old.id, 1, "in", at=LATER)

        assert refused.value.code == "agreement_changed"
        assert {"agreement_id": new.id, "number": 2} == refused.value.params

    def test_an_ended_plan_asks_nothing(self, team: Team) -> None:
        """The agreement of an ended plan cannot be answered any more."""
        saved = team.agree(MONDAY).agreement
        team.change(tables.Plan, {"id": PLAN}, state="ended")

        with pytest.raises(errors.Refusal, match="plan_ended"):
            team.do(TAM, agreements.confirm, saved.id, 1, "in", at=LATER)

    def test_an_unknown_agreement(self, team: Team) -> None:
        """An agreement that is not there is said to be gone."""
        with pytest.raises(errors.Refusal, match="agreement_gone"):
            team.do(TAM, agreements.confirm, "nothing", 1, "in", at=LATER)

    def test_who_left_holds_nothing_up(self, team: Team) -> None:
        """An adult whose account was deactivated is not waited for."""
        saved = team.agree(MONDAY).agreement
        team.do(ADAMS, agreements.confirm, saved.id, 1, "in", at=LATER)
        team.change(tables.Person, {"id": TAM}, active=False)

        assert team.do(MAYA, agreements.form, PLAN).agreement.in_force


class TestChange:
    """What a change does to earlier answers."""

    @pytest.fixture
    def everybody_in(self, team: Team) -> AgreementFacts:
        """Return an agreement in force."""
        saved = team.agree(MONDAY).agreement
        for who in (ADAMS, TAM):
            team.do(who, agreements.confirm, saved.id, 1, "in", at=MONDAY)
        return team.do(MAYA, agreements.form, PLAN).agreement or saved

    def test_only_whose_part_changed_is_asked(
        self, team: Team, everybody_in: AgreementFacts
    ) -> None:
        """A change asks those whose part changed and the lead; the others stay in."""
        parts = {**agreement().parts, MAYA: "Sits with the blue table"}

        saved = team.agree(LATER, who=MAYA, parts=parts, base_number=1)

        assert [person.id for person in saved.asked] == [ADAMS]
        (carried,) = [
            row
            for row in team.rows(tables.Confirmation, agreement_id=saved.agreement.id)
            if row.person_id == TAM
        ]
        assert everybody_in.id == carried.carried_from

    def test_carried_twice_names_where_it_was_given(
        self, team: Team, everybody_in: AgreementFacts
    ) -> None:
        """An answer that was carried over again still names the agreement it was given to."""
        team.agree(LATER, activity="Letters", base_number=1)
        third = team.agree(LATER, activity="Scissors", base_number=2).agreement

        (carried,) = [
            row
            for row in team.rows(tables.Confirmation, agreement_id=third.id)
            if row.person_id == TAM
        ]

        assert everybody_in.id == carried.carried_from

    def test_a_new_lead_and_the_old_are_asked(
        self, team: Team, everybody_in: AgreementFacts
    ) -> None:
        """Handing over the lead changes two parts."""
        saved = team.agree(LATER, lead_id=TAM, base_number=everybody_in.number)

        assert {ADAMS, TAM} == {person.id for person in saved.asked}

    def test_a_wish_to_talk_is_not_carried_over(self, team: Team) -> None:
        """Who wanted to talk is asked again when the agreement was changed."""
        saved = team.agree(MONDAY).agreement
        team.do(TAM, agreements.confirm, saved.id, 1, "talk", at=MONDAY)

        changed = team.agree(LATER, activity="Letters", base_number=1)

        assert TAM in {person.id for person in changed.asked}

    def test_expectations_reopen_nothing(self, team: Team, everybody_in: AgreementFacts) -> None:
        """An expectation more or less leaves an agreement in force."""
        assert everybody_in.in_force

        saved = team.agree(LATER, expectations=("Folders out",), base_number=1)

        assert saved.agreement.in_force
        assert not saved.changed


def test_a_card_shows_who_is_in(team: Team) -> None:
    """The plan's card follows an answer."""
    team.deliver(MONDAY)
    saved = team.agree(MONDAY).agreement
    team.stale()

    team.do(TAM, agreements.confirm, saved.id, 1, "in", at=LATER)

    assert ("plan_card", f"plan:{PLAN}") in team.stale()
    card = team.shown("plan_card", LATER)
    assert _answers(card.agreement)[TAM] == "in"


def test_part_order_is_that_of_the_plan(team: Team) -> None:
    """Parts stand in the order of the plan's adults: provider, teacher, others."""
    parts: tuple[Part, ...] = team.agree(MONDAY).agreement.parts

    assert [part.person.id for part in parts] == [MAYA, ADAMS, TAM]


def test_a_stranger_is_refused(team: Team) -> None:
    """Who is not known to the team gets nothing."""
    with pytest.raises(errors.Refusal, match="stranger"):
        team.do("nobody", agreements.form, PLAN)


def test_home_of_a_stranger_is_empty(team: Team) -> None:
    """A stranger's Home names nobody."""
    assert team.do("nobody", live.home, at=clock(9, 14, 8)).person is None


def _add_webb(scope: Scope) -> None:
    scope.plans.add(tables.PlanPerson(workspace_id=WORKSPACE, plan_id=PLAN, person_id=WEBB))
