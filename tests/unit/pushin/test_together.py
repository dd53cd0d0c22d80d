"""Treating together: the choice, the question, one agreement and checklist, and apart again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from unit.pushin.lincoln import (
    ADAMS,
    BEN,
    MAYA,
    MONDAY,
    PLAN,
    ROSA,
    TAM,
    Team,
    clock,
    person,
    save_plan,
    session_id,
)
from unit.pushin.two_providers import alone, answer, ask, joined, preview

from pushin import (
    agenda,
    agreements,
    cards,
    checklists,
    errors,
    expectations,
    feeds,
    live,
    plan_facts,
    plans,
    rights,
    sessions,
    together,
    upcoming,
    waiting,
    weeks,
)
from pushin.results import (
    AgreementFacts,
    Checklist,
    NextSession,
    PlanCard,
    PlanDropped,
    PlanPreview,
    PlanSaved,
    WaitingClash,
    WaitingRole,
    WaitingTogether,
    WaitingTogetherTalk,
)
from storage import tables
from storage.scope import Scope

FIRST = date(2026, 9, 14)
WEDNESDAY = date(2026, 9, 16)
POSTED = clock(9, 14, 8, 50)


def agreed(team: Team, plan_id: str = PLAN) -> AgreementFacts:
    """Return what is agreed of a plan."""

    def look(scope: Scope) -> AgreementFacts:
        current = agreements.current(scope, plan_id)
        assert current is not None
        return agreements.facts(scope, current.id)

    return team.do(None, look)


def item(team: Team, who: str, kind: type[Any], at: Any = MONDAY) -> Any:
    """Return the one thing of a kind that waits for somebody."""
    found = [one for one in team.do(None, waiting.of, who, at=at) if isinstance(one, kind)]
    assert len(found) <= 1
    return found[0] if found else None


def decided(team: Team) -> None:
    """Let Maya have decided about the one session that waits for her anyway."""
    team.change(tables.Session, {"id": session_id(date(2026, 9, 23))}, obstacle=None)


def part_of(team: Team, plan_id: str) -> None:
    """Let a plan stand alone, as ending or moving it does."""

    def use(scope: Scope) -> None:
        together.part(scope, plan_facts.require(scope, plan_id), at=MONDAY)

    team.do(None, use)


def checklists_at(team: Team, at: Any) -> list[Checklist]:
    return [card for _, card in team.deliver(at) if isinstance(card, Checklist)]


class TestChoice:
    """Two providers with the same classroom: what is said before anything is saved."""

    def test_overlap_is_told_exactly(self, team: Team) -> None:
        """Who, from when until when they are there, and the minutes that both would share."""
        found = preview(team)

        (clash,) = found.rivals
        assert (clash.kind, clash.who, clash.on) == ("room", "Maya", FIRST)
        assert (clash.start, clash.end, clash.overlap) == (550, 590, (555, 585))

    def test_touching_is_none(self, team: Team) -> None:
        """Who comes at 9:50 when the other leaves is in nobody's way."""
        assert preview(team, start=590, end=620).clashes == ()

    @pytest.mark.slow
    def test_another_weekday_is_named(self, team: Team) -> None:
        """The next weekday on which provider and room are free at the same times."""
        assert preview(team).free == (1, 555, 585)

    @pytest.mark.slow
    def test_no_weekday_is_named_where_none_is_free(self, team: Team) -> None:
        """A provider who is elsewhere on all other days is offered none."""
        days = {"weekdays": [1, 3, 4], "provider_id": BEN}
        team.do(None, save_plan, "others", at=MONDAY, **days)

        assert preview(team).free is None

    def test_confirm_saves_nothing(self, team: Team) -> None:
        """A Confirm that an older message still has says the same back, and nothing is planned."""
        draft = preview(team)

        found = team.do(BEN, plans.save, draft.draft_id, at=MONDAY)

        assert isinstance(found, PlanPreview)
        assert found.rivals
        assert len(team.rows(tables.Plan)) == 1

    def test_leave_it(self, team: Team) -> None:
        """The draft is gone, twice is once, and no late tap plans it after all."""
        draft = preview(team).draft_id

        found = [team.do(BEN, plans.drop, draft, at=MONDAY) for _ in range(2)]

        assert found == [PlanDropped(again=False), PlanDropped(again=True)]
        for rival in ("", PLAN):
            with pytest.raises(errors.Refusal, match="draft_used"):
                team.do(BEN, plans.save, draft, rival_id=rival, at=MONDAY)

    @pytest.mark.slow
    def test_leave_what_was_planned_meanwhile(self, team: Team) -> None:
        """Who taps Leave it on a message whose draft was saved reads that it stands."""
        saved = ask(team)

        found = team.do(BEN, plans.drop, saved.plan.id, at=MONDAY)

        assert isinstance(found, PlanSaved)
        assert found.again

    @pytest.mark.slow
    def test_other_plan_ended_meanwhile(self, team: Team) -> None:
        """With nobody left in the room it is said back anew, to be confirmed as usual."""
        draft = preview(team)
        team.change(tables.Plan, {"id": PLAN}, state="ended")

        found = team.do(BEN, plans.save, draft.draft_id, rival_id=PLAN, at=MONDAY)

        assert isinstance(found, PlanPreview)
        assert not found.rivals
        saved = team.do(BEN, plans.save, found.draft_id, at=MONDAY)
        assert isinstance(saved, PlanSaved)
        assert saved.asks is None

    @pytest.mark.slow
    def test_shared_student_is_told_to_the_provider(self, team: Team) -> None:
        """Of all codes of the other plan only those that they wrote themselves are named."""
        for code in ("K7-01", "K7-02"):
            key = {"plan_id": PLAN, "code": code}
            team.do(None, lambda scope, key=key: scope.plans.add(_student(scope, **key)))

        codes = ("k7-01", "K7-03")
        assert preview(team, student_codes=codes).shared == ("K7-01",)
        assert preview(team, student_codes=("K7-03",)).shared == ()

    @pytest.mark.slow
    def test_no_shared_student_is_told_to_an_organiser(self, team: Team) -> None:
        """Who plans on behalf of a provider may see no codes."""
        team.change(tables.Person, {"id": ROSA}, role="organiser")
        team.do(None, lambda scope: scope.plans.add(_student(scope, PLAN, "K7-01")))

        found = preview(team, ROSA, provider_id=BEN, student_codes=("K7-01",))

        assert found.rivals
        assert found.shared == ()


def _student(scope: Scope, plan_id: str, code: str) -> tables.PlanStudent:
    return tables.PlanStudent(
        workspace_id=scope.workspace_id,
        id=f"{plan_id}-{code}"[-32:],
        plan_id=plan_id,
        code=code,
        from_date=date(2026, 8, 12),
    )


@pytest.mark.slow
def test_two_at_the_same_instant(any_team: Team) -> None:
    """Of two providers who plan one room in the same moment, exactly one reads of the clash."""
    team = any_team
    drafts = {
        who: preview(team, who, start=620, end=650, weekdays=frozenset({4})).draft_id
        for who in (MAYA, BEN)
    }

    with ThreadPoolExecutor(2) as threads:
        tries = [
            threads.submit(team.do, who, plans.save, d, at=MONDAY) for who, d in drafts.items()
        ]
        found = [one.result() for one in tries]

    assert sorted(type(one).__name__ for one in found) == ["PlanPreview", "PlanSaved"]
    (preview_of_second,) = [one for one in found if isinstance(one, PlanPreview)]
    assert [one.kind for one in preview_of_second.since] == ["room"]
    assert len(team.rows(tables.Plan)) == 2


class TestQuestion:
    """The other provider is asked; until they answer everything is as it was."""

    @pytest.mark.slow
    def test_is_asked(self, team: Team) -> None:
        """The one who was there first has one question, with the minutes that both share."""
        team.agree(MONDAY)
        before = agreed(team)
        saved = ask(team)

        found = item(team, MAYA, WaitingTogether)
        assert saved.asks is not None
        assert saved.asks.name == "Maya"
        assert (found.theirs.id, found.on, found.overlap) == (saved.plan.id, FIRST, (555, 585))
        assert agreed(team) == before
        assert item(team, BEN, WaitingTogether) is None

    @pytest.mark.slow
    def test_twice_is_once(self, team: Team) -> None:
        """A second tap finds the plan, and asks nobody again."""
        saved = ask(team)

        again = team.do(BEN, plans.save, saved.plan.id, rival_id=PLAN, at=MONDAY)

        assert isinstance(again, PlanSaved)
        assert again.again
        assert len(team.rows(tables.Plan)) == 2

    @pytest.mark.slow
    def test_is_a_reason_for_a_card(self, team: Team) -> None:
        """It comes on the day's card, and not a second time once it was answered."""
        decided(team)
        plan_id = ask(team).plan.id
        (card,) = [one for one in team.prompts("ask") if one.conversation_id == f"im:{MAYA}"]
        assert card.why == "together"

        answer(team, plan_id, MAYA)

        left = [one for one in team.prompts("ask") if one.conversation_id == f"im:{MAYA}"]
        assert "together" not in [one.why for one in left]

    @pytest.mark.slow
    def test_no_card_while_it_is_open(self, team: Team) -> None:
        """The later plan posts no card of its own, before and after the answer."""
        plan_id = ask(team).plan.id
        answer(team, plan_id, MAYA)

        posted = team.deliver(clock(9, 14, 8))

        assert [card.plan.id for _, card in posted if isinstance(card, PlanCard)] == [PLAN]

    @pytest.mark.slow
    def test_checklists_while_it_is_open(self, team: Team) -> None:
        """Until then each has their own."""
        plan_id = ask(team).plan.id

        found = {one.session.plan_id for one in checklists_at(team, POSTED)}

        assert found == {PLAN, plan_id}

    @pytest.mark.parametrize("who", [BEN, ADAMS, TAM, ROSA])
    @pytest.mark.slow
    def test_nobody_else_answers(self, team: Team, who: str) -> None:
        """Only the provider who is asked decides."""
        plan_id = ask(team).plan.id

        with pytest.raises(errors.NotAllowed, match="not_yours"):
            answer(team, plan_id, who)

    @pytest.mark.slow
    def test_talk(self, team: Team) -> None:
        """Nothing changes, the other reads it, and Together is still one tap away."""
        plan_id = ask(team).plan.id

        found = [answer(team, plan_id, MAYA, "talk") for _ in range(2)]

        assert [one.again for one in found] == [False, True]
        told = item(team, BEN, WaitingTogetherTalk)
        assert told.who.name == "Maya"
        assert told.session.plan_id == plan_id
        assert item(team, MAYA, WaitingTogether).talk
        assert answer(team, plan_id, MAYA).answer == "together"
        assert item(team, BEN, WaitingTogetherTalk) is None

    @pytest.mark.slow
    def test_talk_is_one_card_only(self, team: Team) -> None:
        """It is no question to her any more, and news to him that one card carries."""
        decided(team)
        plan_id = ask(team).plan.id
        answer(team, plan_id, MAYA, "talk")

        (due,) = [one.due_at for one in team.prompts("ask") if one.why == "together_talk"]
        team.deliver(due)
        told = [one.conversation_id for one in team.prompts("ask", "sent")]
        assert told.count(f"im:{BEN}") == 1
        assert "together_talk" not in {one.why for one in team.prompts("ask")}

    @pytest.mark.parametrize("ended", [PLAN, "theirs"])
    @pytest.mark.slow
    def test_plan_ended_meanwhile(self, team: Team, ended: str) -> None:
        """Where either push-in has ended nothing is asked, and a late tap says so."""
        plan_id = ask(team).plan.id
        team.change(tables.Plan, {"id": plan_id if ended == "theirs" else ended}, state="ended")

        assert item(team, MAYA, WaitingTogether) is None
        with pytest.raises(errors.Refusal, match="plan_ended"):
            answer(team, plan_id, MAYA)

    @pytest.mark.slow
    def test_nothing_was_asked(self, team: Team) -> None:
        """A button of a plan that asks nothing says what to do."""
        plan_id = alone(team, start=590, end=620)

        with pytest.raises(errors.Stale, match="together_gone"):
            answer(team, plan_id, MAYA)

    @pytest.mark.slow
    def test_a_third(self, team: Team) -> None:
        """Who comes to two who treat together asks the first of them."""
        plan_id = joined(team)
        team.do(None, lambda scope: scope.people.add(_priya()))
        draft = preview(team, "priya")
        rivals = {one.plan_ids[0] for one in draft.rivals}
        assert rivals == {PLAN, plan_id}

        saved = team.do("priya", plans.save, draft.draft_id, rival_id=plan_id, at=MONDAY)
        assert isinstance(saved, PlanSaved)
        assert saved.asks is not None
        assert saved.asks.name == "Maya"
        assert item(team, BEN, WaitingClash) is None
        answer(team, saved.plan.id, MAYA)

        with_her = {one.name for one in team.do(None, _facts, PLAN).together}
        assert with_her == {"Ben", "Priya"}


def _priya() -> tables.Person:
    return person("priya", "provider", discipline="PT")


def _facts(scope: Scope, plan_id: str) -> Any:
    return plan_facts.facts(scope, plan_facts.require(scope, plan_id))


class TestTogether:
    """One agreement, one thread, one checklist."""

    def test_agreement(self, team: Team) -> None:
        """Everybody has a part in the first plan's; only who is new is asked."""
        saved = team.agree(MONDAY).agreement
        for who in (ADAMS, TAM):
            team.do(who, agreements.confirm, saved.id, 1, "in", at=MONDAY)

        plan_id = joined(team)

        found = agreed(team, plan_id)
        assert found == agreed(team)
        assert {one.person.id: (one.part, one.answer) for one in found.parts} == {
            MAYA: ("Helps at the writing table", "in"),
            ADAMS: ("Leads the routine", "in"),
            TAM: ("Puts folders out", "in"),
            BEN: ("", None),
        }
        assert [one.id for one in found.waiting_for] == [BEN]
        waits = item(team, BEN, WaitingRole)
        assert (waits.agreement.plan.id, waits.my_part) == (PLAN, "")
        team.do(BEN, agreements.confirm, found.id, found.number, "in", at=MONDAY)
        assert agreed(team).in_force

    @pytest.mark.slow
    def test_the_new_one_writes_their_part(self, team: Team) -> None:
        """Roles of the later plan open and save the first plan's; others stay in."""
        saved = team.agree(MONDAY).agreement
        team.do(TAM, agreements.confirm, saved.id, 1, "in", at=MONDAY)
        plan_id = joined(team)
        form = team.do(BEN, agreements.form, plan_id)
        assert (form.plan.id, set(form.parts)) == (PLAN, {MAYA, BEN, ADAMS, TAM})

        parts = {**form.parts, BEN: "Leads the talking table"}
        team.agree(MONDAY, BEN, plan_id=plan_id, parts=parts, base_number=2)

        answers = {one.person.id: one.answer for one in agreed(team).parts}
        assert answers == {MAYA: "in", BEN: "in", TAM: "in", ADAMS: None}

    @pytest.mark.slow
    def test_what_was_written_while_it_was_open(self, team: Team) -> None:
        """The part that the later plan had goes with its person, and nobody is asked twice."""
        team.agree(MONDAY)
        plan_id = ask(team).plan.id
        parts = {BEN: "Leads the talking table", ADAMS: "Helps"}
        team.agree(MONDAY, BEN, plan_id=plan_id, parts=parts, lead_id=BEN)

        answer(team, plan_id, MAYA)

        said = {one.person.id: one.part for one in agreed(team).parts}
        assert said[BEN] == "Leads the talking table"
        assert said[ADAMS] == "Leads the routine"
        assert item(team, ADAMS, WaitingRole).agreement.plan.id == PLAN

    @pytest.mark.slow
    def test_nothing_was_agreed_yet(self, team: Team) -> None:
        """The first agreement is of all of them."""
        plan_id = joined(team)

        with pytest.raises(errors.Refusal, match="part_missing"):
            team.agree(MONDAY, BEN, plan_id=plan_id)

    @pytest.mark.slow
    def test_card(self, team: Team) -> None:
        """The first plan's card shows both, each with their days and times."""
        team.deliver(clock(9, 14, 8))
        team.stale()
        plan_id = joined(team)

        assert ("plan_card", f"plan:{PLAN}") in team.stale()
        card = team.shown("plan_card", MONDAY)
        assert [one.id for one in card.plan.adults] == [MAYA, ADAMS, BEN, TAM]
        assert [(one.id, one.start, one.end) for one in card.together] == [(plan_id, 555, 585)]

    @pytest.mark.slow
    def test_expectations(self, team: Team) -> None:
        """One that the later provider adds stands with the first plan's."""
        plan_id = joined(team)

        team.do(BEN, expectations.add, plan_id, None, "Talking mats out", at=MONDAY)

        (found,) = team.rows(tables.Expectation)
        assert (found.plan_id, found.session_id) == (PLAN, None)

    @pytest.mark.slow
    def test_expectation_of_one_date(self, team: Team) -> None:
        """It stands on the checklist that both have that day."""
        plan_id = joined(team)
        his = f"{plan_id}-20260914"

        team.do(BEN, expectations.add, None, his, "Mats out", at=MONDAY)

        (shown,) = checklists_at(team, POSTED)
        assert [one.text for one in shown.expectations] == ["Mats out"]

    def test_one_checklist_for_both(self, team: Team) -> None:
        """On a date of both there is one, with both their times; the other was merged into it."""
        plan_id = joined(team)

        (shown,) = checklists_at(team, POSTED)

        assert shown.session.plan_id == PLAN
        assert [(one.provider.id, one.start, one.end) for one in shown.session.beside] == [
            (BEN, 555, 585)
        ]
        (merged,) = team.prompts("checklist", "merged")
        assert (merged.subject, merged.why) == (f"session:{plan_id}-20260914", "together")

    @pytest.mark.slow
    def test_of_who_begins_first(self, team: Team) -> None:
        """Where the later plan begins earlier, the checklist comes before that."""
        team.agree(MONDAY)
        plan_id = joined(team, start=540, end=570)

        (shown,) = checklists_at(team, clock(9, 14, 8, 30))
        assert shown.session.plan_id == plan_id
        assert shown.agreement == agreed(team)
        assert [one.provider.id for one in shown.session.beside] == [MAYA]
        assert checklists_at(team, clock(9, 14, 8, 45)) == []

    @pytest.mark.slow
    def test_a_date_of_one_of_them(self, team: Team) -> None:
        """Who comes alone has their own."""
        joined(team)

        (shown,) = checklists_at(team, clock(9, 16, 8, 50))

        assert shown.session.id == session_id(WEDNESDAY)
        assert shown.session.beside == ()

    @pytest.mark.slow
    def test_moved_so_that_they_do_not_meet(self, team: Team) -> None:
        """A session that no longer overlaps that day has its own checklist; the roles are one."""
        team.agree(MONDAY)
        plan_id = joined(team)
        later = clock(9, 14, 10)
        times = {"starts_at": later, "ends_at": later + timedelta(minutes=30), "revision": 2}
        team.change(tables.Session, {"id": f"{plan_id}-20260914"}, **times)

        (hers,) = checklists_at(team, POSTED)
        assert hers.session.beside == ()
        (his,) = checklists_at(team, clock(9, 14, 9, 30))
        assert his.session.plan_id == plan_id
        assert his.agreement == agreed(team)

    @pytest.mark.slow
    def test_one_does_not_come(self, team: Team) -> None:
        """Skipped before it is posted: the other has their own; after: the one that stands says."""
        plan_id = joined(team)
        team.do(MAYA, sessions.skip, session_id(FIRST), "", at=MONDAY)

        (his,) = checklists_at(team, POSTED)

        assert his.session.plan_id == plan_id
        assert his.session.beside == ()

    @pytest.mark.slow
    def test_one_does_not_come_after_all(self, team: Team) -> None:
        """The checklist that stands is marked stale, and says who comes all the same."""
        joined(team)
        team.deliver(POSTED)
        team.stale()

        team.do(MAYA, sessions.skip, session_id(FIRST), "", at=POSTED)

        assert ("checklist", f"session:{session_id(FIRST)}") in team.stale()
        shown = team.shown("checklist", POSTED)
        assert shown.session.status == "cancelled"
        assert [one.provider.id for one in shown.session.beside] == [BEN]
        assert [one.id for one in shown.session.providers] == [MAYA]

    @pytest.mark.slow
    def test_both_tick(self, team: Team) -> None:
        """The later plan's adults tick the one checklist."""
        joined(team)
        team.do(MAYA, expectations.add, PLAN, None, "Folders out", at=MONDAY)
        (row,) = team.rows(tables.Expectation)
        boxes = {"shown": frozenset[str](), "block": frozenset({row.id})}

        first = session_id(FIRST)
        shown = team.do(BEN, checklists.tick, first, ticked=frozenset({row.id}), **boxes, at=MONDAY)

        assert [one.ticked_by.id for one in shown.expectations if one.ticked_by] == [BEN]


class TestOwnSession:
    """Each provider sees their own session, with both named."""

    def test_next(self, team: Team) -> None:
        """Their own times, the roles of all, and the other beside."""
        team.agree(MONDAY)
        plan_id = joined(team)

        hers = team.do(MAYA, agenda.next_session, at=MONDAY)
        his = team.do(BEN, agenda.next_session, at=MONDAY)

        assert isinstance(hers, NextSession)
        assert isinstance(his, NextSession)
        assert (hers.session.plan_id, hers.session.start) == (PLAN, 550)
        assert (his.session.plan_id, his.session.start) == (plan_id, 555)
        assert [one.id for one in his.session.providers] == [BEN, MAYA]
        assert his.agreement_id == hers.agreement_id
        assert (hers.my_part, his.my_part) == ("Helps at the writing table", "")

    @pytest.mark.slow
    def test_today_week_home(self, team: Team) -> None:
        """So it is in today, the week and Home."""
        plan_id = joined(team)

        today = team.do(BEN, agenda.today, at=MONDAY).sessions
        week = team.do(BEN, weeks.week, at=MONDAY).days[0].sessions
        coming = team.do(None, lambda scope: upcoming.of(scope, _of(scope, BEN), at=MONDAY))

        for shown in (today[0], week[0].session, coming[0].session):
            assert shown.plan_id == plan_id
            assert [one.id for one in shown.providers] == [BEN, MAYA]
        assert len(today) == 1

    @pytest.mark.slow
    def test_part_in_the_week(self, team: Team) -> None:
        """The part of who comes later is the one in the first plan's roles."""
        team.agree(MONDAY)
        plan_id = joined(team)
        form = team.do(BEN, agreements.form, plan_id)
        parts = {**form.parts, BEN: "Leads the talking table"}
        team.agree(MONDAY, BEN, plan_id=plan_id, parts=parts, base_number=2)

        (shown,) = team.do(BEN, weeks.week, at=MONDAY).days[0].sessions

        assert shown.my_part == "Leads the talking table"

    @pytest.mark.slow
    def test_calendar(self, team: Team) -> None:
        """A calendar names the other on the dates on which they are there."""
        joined(team)

        (series,) = team.do(MAYA, feeds.own, at=MONDAY).plans

        named = {one.original_on: [p.id for p in one.beside] for one in series.sessions[:2]}
        assert named == {FIRST: [BEN], WEDNESDAY: []}

    @pytest.mark.slow
    def test_choice_of_push_ins(self, team: Team) -> None:
        """A teacher who has both has one to pick: they share their roles and thread."""
        joined(team)

        found = team.do(ADAMS, lambda scope: plan_facts.of_person(scope, ADAMS, at=MONDAY))

        assert [one.id for one in found] == [PLAN]


def _of(scope: Scope, person_id: str) -> tables.Person:
    found = scope.people.get(person_id)
    assert found is not None
    return found


class TestApart:
    """Ending or moving one apart: each stands alone again and keeps what was agreed."""

    def test_the_later_one_keeps_it(self, team: Team) -> None:
        """It has its own agreement for its own adults, with their answers, and its own card."""
        saved = team.agree(MONDAY).agreement
        team.do(ADAMS, agreements.confirm, saved.id, 1, "in", at=MONDAY)
        team.do(MAYA, expectations.add, PLAN, None, "Folders out", at=MONDAY)
        plan_id = joined(team)

        part_of(team, plan_id)

        found = agreed(team, plan_id)
        assert (found.plan.id, found.activity) == (plan_id, "Centers as usual")
        assert {one.person.id: one.answer for one in found.parts} == {BEN: None, ADAMS: "in"}
        assert [one.text for one in found.expectations] == ["Folders out"]
        card = [one for one in team.prompts("plan_card") if one.subject == f"plan:{plan_id}"]
        assert len(card) == 1

    @pytest.mark.slow
    def test_the_first_one_is_as_before(self, team: Team) -> None:
        """Who left has no part in it any more, and whoever was in still is."""
        saved = team.agree(MONDAY).agreement
        for who in (ADAMS, TAM):
            team.do(who, agreements.confirm, saved.id, 1, "in", at=MONDAY)
        plan_id = joined(team)

        part_of(team, plan_id)

        found = agreed(team)
        assert {one.person.id: one.answer for one in found.parts} == dict.fromkeys(
            (MAYA, ADAMS, TAM), "in"
        )
        assert found.in_force
        assert team.do(None, _facts, PLAN).together == ()

    @pytest.mark.slow
    def test_the_first_one_ends(self, team: Team) -> None:
        """The later one has its roles, card and checklist from then on."""
        team.agree(MONDAY)
        plan_id = joined(team)
        team.change(tables.Plan, {"id": PLAN}, state="ended")

        part_of(team, PLAN)

        assert agreed(team, plan_id).plan.id == plan_id
        posted = team.deliver(POSTED)
        assert [card.plan.id for _, card in posted if isinstance(card, PlanCard)] == [plan_id]
        assert [card.session.plan_id for _, card in posted if isinstance(card, Checklist)] == [
            plan_id
        ]

    @pytest.mark.slow
    def test_of_three(self, team: Team) -> None:
        """When the first leaves, the others go on together."""
        team.agree(MONDAY)
        ben = joined(team)
        team.do(None, lambda scope: scope.people.add(_priya()))
        draft = preview(team, "priya")
        team.do("priya", plans.save, draft.draft_id, rival_id=PLAN, at=MONDAY)
        answer(team, draft.draft_id, MAYA)

        part_of(team, PLAN)

        assert [one.id for one in team.do(None, _facts, ben).together] == ["priya"]
        assert agreed(team, draft.draft_id) == agreed(team, ben)
        assert {one.person.id for one in agreed(team, ben).parts} == {BEN, "priya", ADAMS}
        assert {one.person.id for one in agreed(team).parts} == {MAYA, ADAMS, TAM}

    @pytest.mark.slow
    def test_its_last_date_is_past(self, team: Team) -> None:
        """The tick lets the later one stand alone when the first one's dates are over."""
        team.agree(MONDAY)
        plan_id = joined(team)
        at = clock(11, 2, 9)
        assert not team.do(None, live.has_ended, at=clock(10, 30, 9))
        assert team.do(None, live.has_ended, at=at)

        team.do(None, live.close_ended, at=at)

        assert agreed(team, plan_id).plan.id == plan_id
        assert not team.do(None, live.has_ended, at=at)

    @pytest.mark.slow
    def test_the_question_ends_too(self, team: Team) -> None:
        """A plan that ends while it asks asks nothing any more."""
        plan_id = ask(team).plan.id

        part_of(team, plan_id)

        assert item(team, MAYA, WaitingTogether) is None
        with pytest.raises(errors.Stale, match="together_gone"):
            answer(team, plan_id, MAYA)


@pytest.mark.slow
def test_only_the_plan_s_own_may_change_it(team: Team) -> None:
    """Treating together gives nobody another's plan or student codes."""
    plan_id = joined(team)

    def may(scope: Scope) -> list[bool]:
        hers = plan_facts.require(scope, PLAN)
        return [rights.may(scope, one, plan=hers) for one in ("schedule", "codes", "skip")]

    assert team.do(BEN, may) == [False, False, False]
    assert team.do(None, lambda scope: cards.plan_card(scope, _plan(scope, plan_id), at=MONDAY))


def _plan(scope: Scope, plan_id: str) -> tables.Plan:
    return plan_facts.require(scope, plan_id)
