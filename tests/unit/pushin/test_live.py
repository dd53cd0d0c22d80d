"""Live copies: what a change makes stale, and what they show then."""

from datetime import date, timedelta

from unit.pushin.lincoln import (
    ADAMS,
    BEN,
    MAYA,
    MINUTE,
    MONDAY,
    PLAN,
    ROOM,
    ROSA,
    TAM,
    WORKSPACE,
    Team,
    clock,
    save_plan,
    session_id,
)

from pushin import agreements, classrooms, live, sessions, touchbase_notes
from pushin.results import Gone, Home, PlanCard, WaitingRole
from storage import tables
from storage.scope import Scope

DAY = timedelta(days=1)
FIRST, SECOND = session_id(date(2026, 9, 14)), session_id(date(2026, 9, 16))


def _open_home(team: Team, who: str) -> None:
    team.do(who, live.opened_home, f"U{who}", at=MONDAY)


class TestHome:
    """A person's Home."""

    def test_what_stands_in_it(self, team: Team) -> None:
        """Home shows today, the next sessions, what waits and the touch-bases."""
        team.agree(MONDAY)

        home = team.do(ADAMS, live.home, at=MONDAY)

        assert home.today is not None
        assert (home.today.on, home.today.day_label) == (date(2026, 9, 14), "Regular day")
        assert [one.session.id for one in home.coming][:2] == [FIRST, SECOND]
        assert [one.my_part for one in home.waiting if isinstance(one, WaitingRole)] == [
            "Leads the routine"
        ]
        assert (len(home.touch_bases), home.zone) == (3, "America/New_York")

    def test_two_sessions_at_the_same_time(self, team: Team) -> None:
        """Two therapists in one room at the same time are two sessions in the teacher's Home."""
        team.do(None, save_plan, "plan2", at=MONDAY, provider_id=BEN)

        home = team.do(ADAMS, live.home, at=MONDAY)

        assert [one.session.plan_id for one in home.coming] == [PLAN, "plan2", PLAN]

    def test_my_part_in_the_next_session(self, team: Team) -> None:
        """Home says what the asker does in their next session, and who is waited for."""
        team.agree(MONDAY)

        (first, *_) = team.do(MAYA, live.home, at=MONDAY).coming

        assert (first.my_part, first.my_answer) == ("Helps at the writing table", "in")
        assert {who.id for who in first.waiting_for} == {ADAMS, TAM}

    def test_what_to_try_is_for_the_two(self, team: Team) -> None:
        """What the pair wanted to try stands in their Homes, not in the para's."""
        week = "maya-adams-20260914"
        team.do(MAYA, touchbase_notes.save_note, week, "", "", "Slant boards", at=MONDAY)

        tries = {who: team.do(who, live.home, at=MONDAY).coming[0].try_next for who in (ADAMS, TAM)}

        assert tries == {ADAMS: "Slant boards", TAM: None}

    def test_opened_once(self, team: Team) -> None:
        """Opening Home again keeps one copy, and a change makes it stale."""
        for _ in range(2):
            _open_home(team, ADAMS)
        assert team.stale() == set()

        team.agree(MONDAY)

        assert ("home", f"person:{ADAMS}") in team.stale()
        assert len(team.rows(tables.MessageRef, kind="home")) == 1

    def test_opened_again_after_it_was_gone(self, team: Team) -> None:
        """A Home that was given up is kept true again once it is opened."""
        _open_home(team, ADAMS)
        (ref,) = team.rows(tables.MessageRef, kind="home")
        team.change(tables.MessageRef, {"id": ref.id}, gone=True)
        _open_home(team, ADAMS)

        team.agree(MONDAY)

        assert ("home", f"person:{ADAMS}") in team.stale()

    def test_a_change_between_its_read_and_its_publishing(self, team: Team) -> None:
        """A Home that changed after it was read is overtaken, and can be shown once more."""
        read = team.do(ADAMS, live.opened_home, f"U{ADAMS}", at=MONDAY)
        assert not team.do(ADAMS, live.is_overtaken, f"U{ADAMS}", read)

        team.agree(MONDAY)
        team.stale()

        assert team.do(ADAMS, live.is_overtaken, f"U{ADAMS}", read)
        team.do(ADAMS, live.show_again, f"U{ADAMS}")
        assert team.stale() == {("home", f"person:{ADAMS}")}

    def test_uncertain_messages_are_for_those_who_look_after_it(self, team: Team) -> None:
        """An admin's Home asks about the messages that may stand or not; nobody else's does."""
        (prompt, *_) = team.prompts("plan_card")
        team.change(tables.Prompt, {"id": prompt.id}, state="uncertain")
        team.change(tables.Person, {"id": ROSA}, is_admin=True)

        seen = {who: len(team.do(who, live.home, at=MONDAY).uncertain) for who in (ROSA, ADAMS)}

        assert seen == {ROSA: 1, ADAMS: 0}
        assert team.do(ROSA, live.home, at=MONDAY + 15 * DAY).uncertain == ()

    def test_a_stranger_has_no_copy(self, team: Team) -> None:
        """Nothing is kept of a stranger who opens Home."""
        team.do("nobody", live.opened_home, "Unobody", at=MONDAY)

        assert team.rows(tables.MessageRef, kind="home") == []

    def test_the_refresher_sees_the_same(self, team: Team) -> None:
        """A refreshed Home is what its person would see by asking."""
        _open_home(team, TAM)
        (ref,) = team.rows(tables.MessageRef, kind="home")

        refreshed = team.do(None, live.content, ref.id, at=MONDAY)

        assert isinstance(refreshed, Home)
        assert refreshed == team.do(TAM, live.home, at=MONDAY)


class TestChanged:
    """Which copies a change makes stale."""

    def test_a_skipped_session(self, team: Team) -> None:
        """Skipping a session refreshes its plan's card, its checklist and the team's Homes."""
        team.deliver(clock(9, 14, 8, 40))
        for who in (ADAMS, BEN):
            _open_home(team, who)
        team.stale()

        team.do(MAYA, sessions.skip, FIRST, "trip", at=clock(9, 14, 8, 50))

        assert team.stale() == {
            ("plan_card", f"plan:{PLAN}"),
            ("checklist", f"session:{FIRST}"),
            ("home", f"person:{ADAMS}"),
        }

    def test_another_plan_stays(self, team: Team) -> None:
        """A change of one plan leaves the card of another alone."""
        team.do(None, save_plan, "plan12", at=MONDAY, provider_id=BEN, anchor_name="Writing")
        team.deliver(MONDAY)
        team.stale()

        team.agree(MONDAY)

        assert team.stale() == {("plan_card", f"plan:{PLAN}")}

    def test_a_touch_base(self, team: Team) -> None:
        """A change of a touch-base reaches its card and both people's Homes."""
        team.deliver(clock(9, 14, 8))
        for who in (ADAMS, MAYA, TAM):
            _open_home(team, who)
        team.stale()

        team.do(ADAMS, touchbase_notes.done, "maya-adams-20260914", 1, at=clock(9, 14, 8, 4))

        assert team.stale() == {
            ("touch_base", "pair:maya-adams-20260914"),
            ("home", f"person:{ADAMS}"),
            ("home", f"person:{MAYA}"),
        }

    def test_nothing_posted(self, team: Team) -> None:
        """A change that nothing posted shows makes nothing stale."""
        assert team.do(None, live.changed, f"plan:{PLAN}", "pair:nothing", "plan:nothing") == 0


class TestContent:
    """What a copy shows when it is refreshed."""

    def test_an_ended_plan(self, team: Team) -> None:
        """The card of an ended plan stays and says so."""
        team.deliver(MONDAY)
        team.change(tables.Plan, {"id": PLAN}, state="ended")

        card = team.shown("plan_card", MONDAY)

        assert isinstance(card, PlanCard)
        assert (card.plan.state, card.next_session) == ("ended", None)

    def test_the_next_session_that_is_on(self, team: Team) -> None:
        """The card names the next session that takes place, with everybody's answers."""
        team.deliver(MONDAY)
        team.do(MAYA, sessions.skip, FIRST, "trip", at=MONDAY)
        saved = team.agree(MONDAY).agreement
        team.do(TAM, agreements.confirm, saved.id, 1, "in", at=MONDAY)

        card = team.shown("plan_card", MONDAY)

        assert card.next_session.id == SECOND
        assert [part.answer for part in card.agreement.parts] == ["in", None, "in"]

    def test_a_copy_without_its_subject(self, team: Team) -> None:
        """Where the subject is gone the copy stays as it is."""
        team.do(None, _post_about_nothing)

        assert team.do(None, live.content, "lost", at=MONDAY) == Gone("subject_gone")
        assert team.do(None, live.content, "nothing", at=MONDAY) == Gone("copy_gone")


def test_looking_before_closing(team: Team) -> None:
    """Whether something has ended can be asked without writing."""
    team.deliver(clock(9, 14, 8, 40))
    over = clock(9, 14, 9, 50)

    assert not team.do(None, live.has_ended, at=over - MINUTE)
    assert team.do(None, live.has_ended, at=over)
    team.do(None, live.close_ended, at=over)
    assert not team.do(None, live.has_ended, at=over)


def test_a_past_touch_base(team: Team) -> None:
    """When its week has ended a touch-base's card is shown a last time, and follows no change."""
    team.deliver(clock(9, 14, 8))
    card, monday = "pair:maya-adams-20260914", clock(9, 21, 6)
    assert not team.do(None, live.has_ended, at=clock(9, 18, 23))
    assert team.do(None, live.has_ended, at=monday)
    team.stale()

    team.do(None, live.close_ended, at=monday)

    assert team.stale() == {("touch_base_closed", card)}
    assert team.shown("touch_base_closed", monday).over
    assert not team.do(None, live.has_ended, at=monday)
    team.do(None, live.changed, card)
    assert team.stale() == set()


def test_a_room_that_moves_to_another_channel(team: Team) -> None:
    """The card in the old channel says so a last time; the checklist links the new one."""
    team.deliver(MONDAY)
    (old,) = team.rows(tables.MessageRef, kind="plan_card")
    team.stale()

    team.do(None, _move, "C5")
    assert team.stale() == {("plan_card_closed", f"plan:{PLAN}")}
    assert team.shown("plan_card_closed", MONDAY).moved
    team.deliver(MONDAY + MINUTE)
    team.deliver(clock(9, 14, 8, 40))

    (new,) = team.rows(tables.MessageRef, kind="plan_card")
    assert new.message_ts != old.message_ts
    assert team.shown("checklist", clock(9, 14, 8, 40)).plan_card_ts == new.message_ts


def test_a_room_that_moves_back(team: Team) -> None:
    """A card that stayed in a former channel lives again when its team comes back."""
    team.deliver(MONDAY)
    (card,) = team.rows(tables.MessageRef, kind="plan_card")
    team.do(None, _move, "C5")
    team.stale()

    team.do(None, lambda scope: scope.messages.move_plan_cards([PLAN], card.place))

    assert team.stale() == {("plan_card", f"plan:{PLAN}")}


def _move(scope: Scope, channel_id: str) -> None:
    room = scope.classrooms.get(ROOM)
    assert room is not None
    classrooms.set_channel(scope, room, channel_id, at=MONDAY)


def _post_about_nothing(scope: Scope) -> None:
    scope.messages.add(
        tables.MessageRef(
            workspace_id=WORKSPACE,
            id="lost",
            place="C4",
            message_ts="1.1",
            kind="checklist",
            subject="session:nothing-20260914",
        )
    )
