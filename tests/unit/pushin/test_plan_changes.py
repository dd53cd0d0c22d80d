"""A plan changed or ended from a date on: the past stays, another plan goes on, and Undo."""

from datetime import date, timedelta

import pytest
from unit.pushin.changing import LIBRARY, add_library, asked, changed, follower, standing, undone
from unit.pushin.lincoln import (
    ADAMS,
    BEN,
    MAYA,
    MONDAY,
    PLAN,
    ROSA,
    TAM,
    Team,
    agreement,
    clock,
    save_plan,
    session_id,
)

from pushin import (
    agenda,
    agreements,
    cards,
    change_forms,
    change_requests,
    errors,
    expectations,
)
from pushin.change_inputs import ChangeInput
from pushin.results import ChangeForm, ChangeNews, ChangePreview, PlanCard
from storage import tables

pytestmark = pytest.mark.slow

LATER = clock(9, 22, 9)
"""A Tuesday in working hours: three sessions are past."""
FIRST = date(2026, 9, 28)


def next_plan_dates(team: Team) -> list[date]:
    return list(standing(team, follower(team).id))


class TestFromADateOn:
    """It ends the day before, and another one goes on from it."""

    def test_the_past_stays_and_the_rest_is_new(self, team: Team) -> None:
        """The old plan keeps its sessions until then; the new one has those from then on."""
        before = standing(team)
        changed(team, "change centers to writing from 9/28", at=LATER)

        old, new = standing(team), standing(team, follower(team).id)
        assert old == {on: row for on, row in before.items() if on < FIRST}
        assert list(new) == [on for on in before if on >= FIRST]
        assert new[FIRST] == (FIRST, "10:00", "10:40", None, "planned")
        (plan,) = team.rows(tables.Plan, id=PLAN)
        assert (plan.until_date, plan.state) == (date(2026, 9, 27), "active")

    def test_it_has_its_card_prompts_and_touch_bases(self, team: Team) -> None:
        """Checklists of the old plan are withdrawn from then on; the new one has its own."""
        changed(team, "change centers to writing from 9/28", at=LATER)

        new = follower(team)
        about = {one.subject for one in team.prompts("checklist")}
        assert f"session:{session_id(FIRST)}" not in about
        assert f"session:{new.id}-20260928" in about
        assert [one.conversation_id for one in team.prompts("plan_card") if new.id in one.subject]
        assert team.rows(tables.TouchBase, week=FIRST)

    def test_other_days(self, team: Team) -> None:
        """Days may change too; sessions of the old days are gone."""
        changed(team, "change mon & wed to Tue & Thu 1:20-1:50 from 9/28", at=LATER)

        new = standing(team, follower(team).id)
        assert list(new)[:2] == [date(2026, 9, 29), date(2026, 10, 1)]
        assert new[date(2026, 9, 29)][1:3] == ("13:20", "13:50")

    def test_before_its_first_session(self, team: Team) -> None:
        """A plan without any past is over at once; its sessions are the new one's."""
        changed(team, "change centers to writing from 9/14", at=MONDAY)

        assert standing(team) == {}
        (plan,) = team.rows(tables.Plan, id=PLAN)
        assert plan.state == "ended"
        assert next_plan_dates(team)[0] == date(2026, 9, 14)

    def test_decisions_about_single_dates_hold(self, team: Team) -> None:
        """What was skipped or moved stays so in the plan that goes on."""
        changed(team, "skip 9/30", at=LATER)
        changed(team, "move 10/5 to 10/6 2:00", at=LATER)
        changed(team, "change centers to writing from 9/28", at=LATER)

        new = standing(team, follower(team).id)
        assert new[date(2026, 9, 30)][-1] == "skipped"
        assert new[date(2026, 10, 5)] == (date(2026, 10, 6), "14:00", "14:40", None, "planned")

    def test_one_moved_across_the_date_is_had_once(self, team: Team) -> None:
        """A session that was moved to before it stays there; its own date has no other."""
        changed(team, "move 9/28 to 9/24 2:00", at=LATER)
        changed(team, "change centers to writing from 9/28", at=LATER)

        assert standing(team)[FIRST][0] == date(2026, 9, 24)
        assert FIRST not in next_plan_dates(team)

    def test_every_other_week_stays_in_step(self, team: Team) -> None:
        """Weeks are counted on from the old plan's, whenever the change is."""
        team.do(
            None,
            save_plan,
            "other",
            at=MONDAY,
            weekdays=[1],
            interval=2,
            anchor_name="Math",
            start_minute=640,
            end_minute=680,
        )
        changed(team, "change math to writing from 9/22", at=clock(9, 21, 9))

        assert list(standing(team, follower(team, "other").id))[:2] == [
            date(2026, 9, 29),
            date(2026, 10, 13),
        ]

    def test_another_room(self, team: Team) -> None:
        """A room by its name is the new plan's; a clock time needs no routine there."""
        team.do(None, add_library)
        changed(team, "change room 4 to room library from 9/28", at=LATER)

        assert follower(team).classroom_id == LIBRARY

    def test_so_already(self, team: Team) -> None:
        """Without any difference nothing changes."""
        assert asked(team, "change mon & wed to Mon & Wed centers from 9/28", at=LATER).again

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("change centers to writing from 9/27", "no_school_then"),
            ("change centers to writing from 11/2", "change_after_end"),
            ("change centers to knitting from 9/28", "period_unknown"),
            ("change centers to writing from 9/21", "past_or_out_of_term|date_past|out_of"),
            ("cancel from 11/2", "change_after_end"),
        ],
    )
    def test_refused(self, team: Team, text: str, code: str) -> None:
        """What cannot be is named, and nothing was changed."""
        before = standing(team)

        with pytest.raises(Exception, match=code):
            asked(team, text, at=LATER)
        assert standing(team) == before

    def test_a_day_that_has_begun(self, team: Team) -> None:
        """From a date whose session has begun nothing changes any more."""
        with pytest.raises(errors.Stale, match="session_began"):
            asked(team, "change centers to writing from today", at=clock(9, 21, 9, 30))

    def test_an_ended_plan(self, team: Team) -> None:
        """What has ended is not changed."""
        given = ChangeInput(what="end", plan_id=PLAN, session_id=session_id(FIRST), on=FIRST)
        changed(team, "cancel from 9/28", at=LATER)

        with pytest.raises(errors.Refusal, match="plan_ended"):
            team.do(MAYA, change_requests.preview, given, at=clock(9, 29, 9))

    def test_words_for_some_of_its_days_open_the_form(self, team: Team) -> None:
        """Whether Wednesdays stay as they are is a question."""
        found = asked(team, "change mondays to 9:10-9:40", at=LATER)

        assert isinstance(found, ChangeForm)
        assert (found.what, found.start, found.end) == ("change", 550, 580)


class TestWhatGoesAlong:
    """Roles, answers and expectations."""

    def test_roles_of_one_session_are_carried_over(self, team: Team) -> None:
        """What was agreed for a date goes along with its session, and who is in stays in."""
        team.agree(MONDAY)
        parts = {**agreement().parts, TAM: "Runs the clay table"}
        team.agree(MONDAY, session_id=session_id(FIRST), only=True, base_number=1, parts=parts)
        changed(team, "change centers to 9:20-9:50 from 9/28", at=LATER)

        new = follower(team)
        (only,) = [one for one in team.rows(tables.Agreement, plan_id=new.id) if one.session_id]
        given = team.rows(tables.Confirmation, agreement_id=only.id)
        roles = {one.person_id: one.part for one in team.rows(tables.Role, agreement_id=only.id)}
        assert only.session_id == f"{new.id}-20260928"
        assert roles[TAM] == "Runs the clay table"
        assert [one.person_id for one in given] == [MAYA]

    def test_roles_and_answers_are_carried_over(self, team: Team) -> None:
        """Only the time changed: who was in stays in, and that says where it is from."""
        first = team.agree(MONDAY).agreement
        team.do(ADAMS, agreements.confirm, first.id, 1, "in", at=MONDAY)
        echo = asked(team, "change centers to writing from 9/28", at=LATER)
        assert echo.change.carried
        changed(team, "change centers to writing from 9/28", at=LATER)

        copy = team.do(None, lambda scope: scope.agreements.current(follower(team).id))
        assert copy is not None
        given = team.rows(tables.Confirmation, agreement_id=copy.id)
        assert {one.person_id: one.carried_from for one in given} == {
            MAYA: first.id,
            ADAMS: first.id,
        }
        facts = team.do(MAYA, agreements.facts, copy.id)
        assert [one.name for one in facts.waiting_for] == ["Tam"]

    def test_another_model_asks_anew(self, team: Team) -> None:
        """Pulled out of the room nobody does what was agreed: roles are asked for."""
        team.agree(MONDAY)
        echo = asked(team, "change centers to pull-out from 9/28", at=LATER)
        assert not echo.change.carried
        changed(team, "change centers to pull-out from 9/28", at=LATER)

        assert follower(team).service_delivery_model == "pull_out"
        assert team.rows(tables.Agreement, plan_id=follower(team).id) == []

    def test_expectations_are_copied(self, team: Team) -> None:
        """Standing ones go along, and so do those of a date that there still is."""
        team.do(MAYA, expectations.add, PLAN, None, "folders out", at=MONDAY)
        team.do(MAYA, expectations.add, None, session_id(FIRST), "scissors", at=MONDAY)
        changed(team, "change centers to writing from 9/28", at=LATER)

        new = follower(team)
        rows = team.rows(tables.Expectation, plan_id=new.id)
        assert {(one.text, one.session_id) for one in rows} == {
            ("folders out", None),
            ("scissors", f"{new.id}-20260928"),
        }

    def test_the_old_card_says_how_it_goes_on(self, team: Team) -> None:
        """Who reads the old card is led to what holds then."""
        changed(team, "change centers to writing from 9/28", at=LATER)

        card = team.do(None, cards.of, "plan_card", f"plan:{PLAN}", at=LATER)
        assert isinstance(card, PlanCard)
        assert card.then is not None
        assert (card.then.during, card.then.from_date) == ("Writing", FIRST)


class TestEnd:
    """No session from a date on."""

    def test_end_and_undo(self, team: Team) -> None:
        """Its sessions are gone from then on, and exactly as they were once it is taken back."""
        before = standing(team)
        found = changed(team, "cancel room 4 from 9/28", at=LATER)
        assert max(standing(team)) == date(2026, 9, 23)

        undone(team, found, at=LATER)
        assert standing(team) == before

    def test_what_was_agreed(self, team: Team) -> None:
        """It holds no longer, asks nobody any more, and holds again once the end is taken back."""
        team.agree(MONDAY)
        found = changed(team, "cancel room 4 from today")
        (ended,) = team.rows(tables.Agreement)
        assert ended.closed_at == MONDAY

        undone(team, found)
        (standing_again,) = team.rows(tables.Agreement)
        assert standing_again.closed_at is None

    def test_two_who_share_nothing_any_more(self, team: Team) -> None:
        """They touch base for the last time today, until it is taken back."""
        before = len(team.rows(tables.TouchBase))
        found = changed(team, "cancel room 4 from today")
        assert [one.week for one in team.rows(tables.TouchBase)] == [date(2026, 9, 14)]
        assert len(team.prompts("touch_base")) == 1

        undone(team, found)
        assert len(team.rows(tables.TouchBase)) == before > 1


class TestUndo:
    """A change from a date on is taken back."""

    def test_all_is_as_before(self, team: Team) -> None:
        """The old plan goes on with every decision; what had followed has no sessions."""
        changed(team, "skip 9/30", at=LATER)
        changed(team, "pause 10/12 to 10/14", at=LATER)
        before = standing(team)
        found = changed(team, "change centers to writing from 9/28", at=LATER)
        new = follower(team).id

        undone(team, found, at=LATER)
        assert standing(team) == before
        assert standing(team, new) == {}
        (plan,) = team.rows(tables.Plan, id=PLAN)
        assert (plan.state, plan.until_date) == ("active", date(2026, 10, 30))
        assert f"session:{session_id(FIRST)}" in {o.subject for o in team.prompts("checklist")}
        assert not [one for one in team.prompts("checklist") if new in one.subject]

    def test_one_without_a_past(self, team: Team) -> None:
        """Also a plan that was over at once is there again."""
        before = standing(team)
        found = changed(team, "change centers to writing from 9/14", at=MONDAY)

        undone(team, found, at=MONDAY)
        assert standing(team) == before

    def test_what_began_meanwhile_is_there_again(self, team: Team) -> None:
        """A session of the old plan that was to begin since then is not lost."""
        at = clock(9, 21, 9, 5)
        before = standing(team)
        found = changed(team, "change mon & wed to Mon & Wed 1:20-1:50 from today", at=at)

        undone(team, found, at=clock(9, 21, 9, 12))
        assert standing(team) == before

    @pytest.mark.slow
    @pytest.mark.parametrize("what", ["skip", "agree", "expect", "change"])
    def test_overtaken(self, team: Team, what: str) -> None:
        """Whatever somebody did with the new plan keeps it."""
        found = changed(team, "change centers to writing from 9/28", at=LATER)
        new = follower(team).id
        if what == "skip":
            changed(team, "skip writing 9/30", at=LATER)
        elif what == "agree":
            team.agree(LATER, plan_id=new)
        elif what == "expect":
            team.do(MAYA, expectations.add, new, None, "folders out", at=LATER)
        else:
            changed(team, "change writing to math from 10/5", at=LATER)

        with pytest.raises(errors.Stale, match="undo_overtaken"):
            undone(team, found, at=LATER)
        assert standing(team, new)


@pytest.mark.slow
class TestTold:
    """Everyone concerned is told once, in their hours, and not in a third message."""

    def test_each_other_adult_once(self, team: Team) -> None:
        """What changed, and from when."""
        changed(team, "change centers to writing from 9/28", at=LATER)
        team.deliver(LATER + timedelta(minutes=1))

        news = [one for _, one in team.posted if isinstance(one, ChangeNews)]
        assert sorted(one.person.id for one in news) == [ADAMS, TAM]
        assert {(one.change.first, one.change.then.during) for one in news if one.change.then} == {
            (FIRST, "Writing")
        }

    def test_taken_back_after_it_was_told(self, team: Team) -> None:
        """A second message says so; the first one shows it too."""
        found = changed(team, "change centers to writing from 9/28", at=LATER)
        team.deliver(LATER + timedelta(minutes=1))
        undone(team, found, at=LATER + timedelta(minutes=2))
        team.deliver(LATER + timedelta(minutes=3))

        news = [o for _, o in team.posted if isinstance(o, ChangeNews) and o.person.id == ADAMS]
        assert [one.taken_back for one in news] == [False, True]
        assert team.shown("change", LATER).taken_back

    def test_next_and_today_have_the_new_plan_only(self, team: Team) -> None:
        """Nobody reads of a session that a changed plan replaced."""
        changed(team, "change centers to writing from 9/23", at=LATER)
        day = team.do(MAYA, agenda.today, at=clock(9, 28, 7))
        found = team.do(MAYA, agenda.next_session, at=clock(9, 28, 7))

        assert [(one.during, one.start) for one in day.sessions] == [("Writing", 600)]
        assert found.session.during == "Writing"


def test_a_clash_is_named_before(team: Team) -> None:
    """What takes the provider then stands in the echo; her own old plan does not."""
    team.do(
        None,
        save_plan,
        "other",
        at=MONDAY,
        weekdays=[0],
        anchor_name="Writing",
        start_minute=600,
        end_minute=640,
        until_date=date(2026, 10, 30),
    )
    echo = asked(team, "change centers to 10:10-10:30 from 9/28", at=LATER)

    assert isinstance(echo, ChangePreview)
    assert [(one.kind, one.on) for one in echo.clashes] == [("provider", FIRST)]


def test_an_organiser_changes_on_behalf(team: Team) -> None:
    """Who keeps the school may; the new plan says who made it."""
    team.change(tables.Person, {"id": ROSA}, role="organiser")
    changed(team, "change room 4 centers to writing from 9/28", ROSA, at=LATER)

    assert follower(team).created_by == ROSA
    assert follower(team).provider_id == MAYA


def test_a_para_changes_nothing(team: Team) -> None:
    """Who is only a member has no session to change, and the form says no."""
    with pytest.raises(errors.Refusal, match="no_coming"):
        asked(team, "change centers to writing from 9/28", TAM, at=LATER)
    with pytest.raises(errors.NotAllowed, match="not_yours"):
        team.do(TAM, change_forms.form, PLAN, at=LATER)
    with pytest.raises(errors.NotAllowed, match="not_yours"):
        team.do(BEN, change_forms.form, session_id(FIRST), at=LATER)


def test_changed_again_before_it_was_told_that_it_was_taken_back(team: Team) -> None:
    """Both are told: that the first change was taken back and, within the budget, the second."""
    nine = clock(9, 14, 9)
    found = changed(team, "skip 9/30", at=nine)
    team.deliver(nine)
    undone(team, found, at=nine)
    changed(team, "move 9/30 to 10/1", at=nine)

    told = [*team.deliver(nine), *team.deliver(clock(9, 15, 9))]
    news = [card for _, card in told if isinstance(card, ChangeNews)]
    assert {(one.person.id, one.taken_back) for one in news} == {
        (who, taken_back) for who in (ADAMS, TAM) for taken_back in (True, False)
    }
