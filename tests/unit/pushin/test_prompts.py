"""Prompts: what is planned, when it falls due, and what becomes of it at that moment."""

from datetime import date, datetime, timedelta

import pytest
from unit.pushin.lincoln import (
    ADAMS,
    BEN,
    CHANNEL,
    MAYA,
    MINUTE,
    MONDAY,
    PLAN,
    ROOM,
    TAM,
    WORKSPACE,
    ZONE,
    Team,
    clock,
    save_plan,
    session_id,
)

from pushin import agreements, checklist_prompts, prompts, schools, sessions, waiting
from pushin.results import (
    AskCard,
    Checklist,
    PlanCard,
    Postpone,
    TouchBaseCard,
    WaitingExpired,
    WaitingLog,
    WaitingMissing,
    WaitingRole,
    Withhold,
)
from storage import tables
from storage.scope import Scope

FIRST, SECOND = session_id(date(2026, 9, 14)), session_id(date(2026, 9, 16))
MAYAS_WEEK = "maya-adams-20260914"


def _row(scope: Scope, table: type, key: str) -> object:
    return scope.session.get(table, {"workspace_id": WORKSPACE, "id": key})


def _for_session(scope: Scope, key: str, *, at: datetime) -> None:
    session = scope.sessions.get(key)
    assert session is not None
    checklist_prompts.for_session(scope, session, at=at)


def _of(team: Team, subject: str) -> list[tables.Prompt]:
    found = team.rows(tables.Prompt, subject=subject)
    return sorted(found, key=lambda one: one.revision)


def _kinds(posted: list[tuple[str, object]]) -> list[str]:
    return [kind for kind, _ in posted]


class TestPlanCard:
    """The card of a plan in the classroom's channel."""

    def test_due_at_once(self, team: Team) -> None:
        """A saved plan's card answers an action: it is due at once."""
        (card,) = team.prompts("plan_card")

        assert (MONDAY, f"channel:{CHANNEL}") == (card.due_at, card.conversation_id)
        assert card.worthless_at is None

    def test_posted_once_for_ever(self, team: Team) -> None:
        """A card that was posted is updated in place and never posted again."""
        ((_, card),) = [one for one in team.deliver(MONDAY) if one[0] == "plan_card"]
        team.do(None, lambda s: prompts.for_plan(s, s.plans.get(PLAN), at=MONDAY))

        assert isinstance(card, PlanCard)
        assert card.next_session.id == FIRST if card.next_session else None
        assert team.prompts("plan_card") == []

    def test_another_channel(self, team: Team) -> None:
        """A card that was not posted yet goes to the channel where the team talks now."""
        team.change(tables.Classroom, {"id": ROOM}, channel_id="C9")
        team.do(None, lambda s: prompts.for_plan(s, s.plans.get(PLAN), at=MONDAY))

        (card,) = team.prompts("plan_card")
        assert card.conversation_id == "channel:C9"

    def test_back_to_the_first_channel(self, team: Team) -> None:
        """What was withdrawn is due again after all, under the next revision."""
        for channel in ("C9", CHANNEL):
            team.change(tables.Classroom, {"id": ROOM}, channel_id=channel)
            team.do(None, lambda s: prompts.for_plan(s, s.plans.get(PLAN), at=MONDAY))

        (card,) = team.prompts("plan_card")
        assert (f"channel:{CHANNEL}", 2) == (card.conversation_id, card.revision)

    def test_an_ended_plan_posts_nothing(self, team: Team) -> None:
        """A plan that ended before its card was posted has none."""
        team.change(tables.Plan, {"id": PLAN}, state="ended")

        assert team.deliver(MONDAY) == []
        assert [one.why for one in team.prompts("plan_card", "cancelled")] == ["plan_ended"]

    def test_no_channel_no_card(self, team: Team) -> None:
        """A room whose team has no channel gets no channel messages."""
        team.change(tables.Classroom, {"id": ROOM}, channel_id=None)
        team.do(None, lambda s: _for_session(s, SECOND, at=MONDAY))

        assert SECOND not in {one.subject.partition(":")[2] for one in team.prompts("checklist")}


class TestChecklist:
    """The checklist before each session."""

    def test_lead_minutes_before(self, team: Team) -> None:
        """A checklist is due the plan's lead minutes before its session, worthless at its start."""
        (first, *_) = team.prompts("checklist")

        assert f"session:{FIRST}" == first.subject
        assert clock(9, 14, 8, 40) == first.due_at
        assert clock(9, 14, 9, 10) == first.worthless_at

    def test_same_wall_time_after_the_clocks_change(self, team: Team) -> None:
        """Thirty minutes before stays thirty minutes before when daylight saving ends."""
        team.do(None, save_plan, "plan2", at=MONDAY, until_date=date(2026, 11, 30), weekdays=[0, 4])

        due = {
            one.subject: one.due_at.astimezone(ZONE).strftime("%H:%M %z")
            for one in team.prompts("checklist")
        }

        assert due["session:plan2-20261030"] == "08:40 -0400"
        assert due["session:plan2-20261102"] == "08:40 -0500"

    def test_posted_with_its_plan_cards_place(self, team: Team) -> None:
        """A checklist names the card whose thread holds the standing expectations."""
        team.deliver(MONDAY)
        (card,) = team.rows(tables.MessageRef, kind="plan_card")

        posted = team.deliver(clock(9, 14, 8, 40))

        (checklist,) = [one for _, one in posted if isinstance(one, Checklist)]
        assert (FIRST, card.message_ts) == (checklist.session.id, checklist.plan_card_ts)

    def test_not_for_a_session_without_its_routine(self, team: Team) -> None:
        """A day without the routine has no checklist."""
        missing = session_id(date(2026, 9, 23))
        assert [one for one in _of(team, f"session:{missing}") if one.state == "planned"] == []

    def test_moved_session(self, team: Team) -> None:
        """A session that moved has one checklist, at its new time."""
        team.change(
            tables.Session,
            {"id": SECOND},
            starts_at=clock(9, 16, 10),
            ends_at=clock(9, 16, 10, 40),
            revision=2,
        )
        for _ in range(2):
            team.do(None, _for_session, SECOND, at=MONDAY)

        states = [(one.state, one.due_at) for one in _of(team, f"session:{SECOND}")]
        assert [
            ("cancelled", clock(9, 16, 8, 40)),
            ("planned", clock(9, 16, 9, 30)),
        ] == states

    def test_moved_behind_its_back(self, team: Team) -> None:
        """A checklist whose session moved unnoticed waits for the new time."""
        team.change(
            tables.Session,
            {"id": FIRST},
            starts_at=clock(9, 14, 10),
            ends_at=clock(9, 14, 10, 40),
        )

        assert [one for one in team.deliver(clock(9, 14, 8, 40)) if one[0] == "checklist"] == []
        (planned,) = [one for one in _of(team, f"session:{FIRST}") if one.state == "planned"]
        assert clock(9, 14, 9, 30) == planned.due_at

    def test_moved_after_it_was_posted(self, team: Team) -> None:
        """A checklist that stands is kept true, not posted a second time on its day."""
        team.deliver(clock(9, 14, 8, 40))
        team.change(tables.Session, {"id": FIRST}, starts_at=clock(9, 14, 9, 20), revision=2)

        team.do(None, _for_session, FIRST, at=clock(9, 14, 8, 45))

        assert [one.state for one in _of(team, f"session:{FIRST}")] == ["sent"]

    def test_skipped_and_back(self, team: Team) -> None:
        """A session that is on again after all gets its checklist back."""
        team.do(MAYA, sessions.skip, SECOND, "trip", at=MONDAY)
        assert [one.state for one in _of(team, f"session:{SECOND}")] == ["cancelled"]

        team.change(tables.Session, {"id": SECOND}, status="planned", reason=None)
        team.do(None, _for_session, SECOND, at=MONDAY)

        assert [one.state for one in _of(team, f"session:{SECOND}")] == ["cancelled", "planned"]

    @pytest.mark.parametrize(
        ("values", "why"),
        [
            ({"status": "cancelled", "reason": "trip"}, "trip"),
            ({"obstacle": "routine_missing"}, "routine_missing"),
        ],
    )
    def test_what_is_not_on_is_not_posted(
        self, team: Team, values: dict[str, object], why: str
    ) -> None:
        """The session is looked at again when its checklist falls due."""
        team.deliver(MONDAY)
        team.change(tables.Session, {"id": FIRST}, **values)

        assert team.deliver(clock(9, 14, 8, 40)) == []
        assert why in {one.why for one in team.prompts("checklist", "cancelled")}

    def test_a_closed_day(self, team: Team) -> None:
        """A day that was closed in the calendar behind the session's back posts nothing."""
        team.deliver(MONDAY)
        team.do(None, _close, date(2026, 9, 14))

        assert team.deliver(clock(9, 14, 8, 40)) == []
        assert "closed_day" in {one.why for one in team.prompts("checklist", "cancelled")}

    def test_a_snow_day(self, team: Team) -> None:
        """Closing a school withdraws its checklists; saying so twice changes nothing."""
        for _ in range(2):
            team.do(None, schools.override_day, "lincoln", date(2026, 9, 16), None, at=MONDAY)

        states = [(one.state, one.why) for one in _of(team, f"session:{SECOND}")]
        assert states == [("cancelled", "no_school")]

    def test_too_late(self, team: Team) -> None:
        """A checklist that was missed is worthless, and its provider is told once."""
        team.deliver(clock(9, 14, 8))
        posted = team.deliver(clock(9, 14, 9, 50))

        assert "checklist" not in _kinds(posted)
        assert [one.why for one in team.prompts("checklist", "expired")] == ["too_late"]
        team.deliver(clock(9, 14, 9, 51))
        (card,) = [one for kind, one in team.deliver(clock(9, 15, 12)) if kind == "ask"]
        assert isinstance(card, AskCard)
        (told,) = [one for one in card.items if isinstance(one, WaitingExpired)]
        assert (told.kind, told.session.id if told.session else None) == ("checklist", FIRST)

        for day in range(16, 19):
            later = [one for _, one in team.deliver(clock(9, day, 12)) if isinstance(one, AskCard)]
            again = [it for one in later for it in one.items if isinstance(it, WaitingExpired)]
            assert FIRST not in [one.session.id for one in again if one.session]

    def test_too_late_and_touched(self, team: Team) -> None:
        """A checklist that was missed is told of as missed, also if its session was touched."""
        team.deliver(clock(9, 14, 8))
        team.do(None, _for_session, FIRST, at=clock(9, 14, 9, 20))
        team.deliver(clock(9, 14, 9, 50))
        told = [one for _, one in team.deliver(clock(9, 15, 12)) if isinstance(one, AskCard)]

        assert [(one.state, one.why) for one in _of(team, f"session:{FIRST}")] == [
            ("expired", "too_late")
        ]
        items = [it for one in told for it in one.items if isinstance(it, WaitingExpired)]
        assert [it.session.id for it in items if it.session] == [FIRST]

    def test_lead_of_zero(self, team: Team) -> None:
        """Without lead time the checklist comes at the start itself."""
        team.change(tables.Plan, {"id": PLAN}, lead_minutes=0)
        team.do(None, _for_session, SECOND, at=MONDAY)

        posted = team.deliver(clock(9, 16, 9, 11))

        assert SECOND in {one.session.id for _, one in posted if isinstance(one, Checklist)}

    def test_a_closed_conversation(self, team: Team) -> None:
        """Nothing is posted where Push-In may not post any more; the provider is told."""
        team.change(tables.Conversation, {"id": f"channel:{CHANNEL}"}, closed="archived")

        assert team.deliver(MONDAY) == []
        assert [one.why for one in team.prompts("plan_card", "expired")] == ["archived"]
        cards = [one for kind, one in team.deliver(clock(9, 14, 8)) if kind == "ask"]
        assert [one.kind for card in cards for one in card.items] == ["plan_card"]

    def test_a_channel_that_stays_closed_is_told_once(self, team: Team) -> None:
        """A second checklist that is kept back is no news; after one that was posted it is."""
        place = {"id": f"channel:{CHANNEL}"}
        team.deliver(MONDAY)
        team.change(tables.Conversation, place, closed="is_ext_shared")
        team.deliver(clock(9, 14, 8, 40))
        told = _expired(team.deliver(clock(9, 14, 15)))
        team.deliver(clock(9, 16, 8, 40))
        again = _expired(team.deliver(clock(9, 16, 15)) + team.deliver(clock(9, 17, 15)))
        team.change(tables.Conversation, place, closed=None)
        team.deliver(clock(9, 21, 8, 40))
        team.change(tables.Conversation, place, closed="is_archived")
        team.deliver(clock(9, 28, 8, 40))
        anew = _expired(team.deliver(clock(9, 28, 15)))

        assert told == ["is_ext_shared"]
        assert again == []
        assert anew == ["is_archived"]

    def test_a_deleted_card_is_posted_anew(self, team: Team) -> None:
        """A card that somebody deleted comes again, once; a deleted checklist does not."""
        team.deliver(clock(9, 14, 8, 40))
        for kind in ("plan_card", "checklist"):
            (ref,) = team.rows(tables.MessageRef, kind=kind)
            team.change(tables.MessageRef, {"id": ref.id}, gone=True)
            for _ in range(2):
                team.do(None, prompts.lost, ref.id, at=clock(9, 14, 8, 50))

        posted = _kinds(team.deliver(clock(9, 14, 8, 51)))
        assert (posted.count("plan_card"), posted.count("checklist")) == (1, 0)
        team.change(tables.Plan, {"id": PLAN}, state="ended")
        (ref,) = team.rows(tables.MessageRef, kind="plan_card", gone=False)
        team.do(None, prompts.lost, ref.id, at=clock(9, 14, 9))
        assert team.prompts("plan_card") == []


def _expired(posted: list[tuple[str, object]]) -> list[str]:
    """Return why something was kept back that the cards tell of, but for what came too late."""
    items = [one for _, card in posted if isinstance(card, AskCard) for one in card.items]
    told = [one.why for one in items if isinstance(one, WaitingExpired)]
    return [why for why in told if why]


class TestAsk:
    """One card a school day with all that waits for a person."""

    def test_at_the_next_student_free_time(self, team: Team) -> None:
        """Those who are asked get a card when they have no students, never in quiet hours."""
        team.agree(clock(9, 14, 9, 30))

        due = {one.subject: one.due_at for one in team.prompts("ask")}

        assert clock(9, 14, 9, 50) == due[f"day:{ADAMS}:2026-09-14"]
        assert clock(9, 14, 9, 50) == due[f"day:{TAM}:2026-09-14"]

    def test_after_hours_it_is_the_next_school_day(self, team: Team) -> None:
        """What comes up on a Friday evening waits for Monday."""
        team.agree(clock(9, 18, 19))

        due = {one.subject: one.due_at for one in team.prompts("ask")}

        assert clock(9, 21, 8) == due[f"day:{ADAMS}:2026-09-21"]

    def test_not_over_the_holidays(self, team: Team) -> None:
        """What comes up before Thanksgiving waits until school is open again."""
        team.do(None, save_plan, "plan2", at=MONDAY, until_date=date(2026, 12, 18))
        team.agree(clock(11, 25, 16), plan_id="plan2")

        assert clock(11, 30, 8) in {one.due_at for one in team.prompts("ask")}

    def test_all_that_waits_on_one_card(self, team: Team) -> None:
        """Two agreements make one card."""
        team.do(None, save_plan, "plan2", at=MONDAY, anchor_name="Writing", provider_id=BEN)
        team.agree(clock(9, 14, 9, 30))
        parts = {ADAMS: "Leads", BEN: "Models words", TAM: "Points"}
        team.agree(clock(9, 14, 9, 31), who=BEN, plan_id="plan2", parts=parts)

        posted = team.deliver(clock(9, 14, 9, 50))

        cards = [one for _, one in posted if isinstance(one, AskCard) and one.person.id == ADAMS]
        (card,) = cards
        assert [one.my_part for one in card.items if isinstance(one, WaitingRole)] == [
            "Leads the routine",
            "Leads",
        ]

    def test_nothing_waits(self, team: Team) -> None:
        """Who answered before the card came gets none."""
        saved = team.agree(clock(9, 14, 9, 30)).agreement
        team.do(TAM, agreements.confirm, saved.id, 1, "in", at=clock(9, 14, 9, 40))

        assert TAM not in {one.subject.split(":")[1] for one in team.prompts("ask")}

    def test_asked_again_after_all(self, team: Team) -> None:
        """A card that was withdrawn because all was answered comes after all if more waits."""
        saved = team.agree(clock(9, 14, 9, 30)).agreement
        team.do(ADAMS, agreements.confirm, saved.id, 1, "in", at=clock(9, 14, 9, 40))
        team.agree(clock(9, 14, 9, 45), activity="Letters", base_number=1)

        posted = team.deliver(clock(9, 14, 9, 50))

        assert ADAMS in {one.person.id for _, one in posted if isinstance(one, AskCard)}

    def test_once_a_school_day(self, team: Team) -> None:
        """What is still open comes back on the next school day's card, not before."""
        team.agree(clock(9, 14, 9, 30))
        team.deliver(clock(9, 14, 9, 50))

        team.agree(clock(9, 14, 10, 30), activity="Letters", base_number=1)

        due = {one.subject: one.due_at for one in team.prompts("ask")}
        assert clock(9, 15, 8) == due[f"day:{ADAMS}:2026-09-15"]
        assert [one for one in team.deliver(clock(9, 14, 16)) if one[0] == "ask"] == []

    def test_the_card_follows_the_answers(self, team: Team) -> None:
        """Once everything is answered the card says so."""
        team.deliver(clock(9, 14, 8))
        team.deliver(clock(9, 14, 8, 40))
        saved = team.agree(clock(9, 14, 9, 30)).agreement
        team.deliver(clock(9, 14, 9, 50))
        team.stale()

        for who in (ADAMS, TAM):
            team.do(who, agreements.confirm, saved.id, 1, "in", at=clock(9, 14, 9, 55))

        assert ("ask", f"day:{ADAMS}:2026-09-14") in team.stale()
        card = team.shown("ask", clock(9, 14, 9, 55))
        assert (card.items, card.done) == ((), 1)
        assert [one for one in team.prompts("ask") if one.why == "role_waits"] == []

    def test_an_older_card_is_replaced(self, team: Team) -> None:
        """The next day's card carries what still waits; the older one says so."""
        team.agree(clock(9, 14, 9, 30))
        team.deliver(clock(9, 14, 9, 50))
        team.stale()

        team.deliver(clock(9, 15, 8))

        assert ("ask_closed", f"day:{ADAMS}:2026-09-14") in team.stale()
        assert team.shown("ask_closed", clock(9, 15, 8)).replaced
        team.agree(clock(9, 15, 8, 5), activity="Letters", base_number=1)
        assert not {kind for kind, _ in team.stale()} & {"ask_closed"}

    def test_not_in_front_of_students(self, team: Team) -> None:
        """A card that falls due while its person has students waits until they have none."""
        team.agree(clock(9, 14, 9, 30))

        (prompt,) = [one for one in team.prompts("ask") if ADAMS in one.subject]
        answer = team.do(None, prompts.content, prompt.id, at=clock(9, 14, 10, 30))

        assert Postpone(clock(9, 14, 13), "with_students") == answer

    def test_no_free_time_left_today(self, team: Team) -> None:
        """Where the day has no student-free time left, the next day's card carries it."""
        team.agree(clock(9, 14, 9, 30))

        team.deliver(clock(9, 14, 14))

        merged = {one.subject: one.why for one in team.prompts("ask", "merged")}
        assert merged[f"day:{TAM}:2026-09-14"] == "no_free_time"
        assert f"day:{TAM}:2026-09-15" in {one.subject for one in team.prompts("ask")}

    def test_missed_all_day(self, team: Team) -> None:
        """A card that could not be posted on its day is followed by the next day's."""
        team.agree(clock(9, 14, 9, 30))

        team.deliver(clock(9, 14, 20))

        assert _of(team, f"day:{ADAMS}:2026-09-14")[0].state == "expired"
        assert clock(9, 15, 8) == _of(team, f"day:{ADAMS}:2026-09-15")[0].due_at

    def test_who_left_is_not_written_to(self, team: Team) -> None:
        """A deactivated person gets nothing, and nothing more is planned for them."""
        team.agree(clock(9, 14, 9, 30))
        team.change(tables.Person, {"id": TAM}, active=False)

        team.deliver(clock(9, 14, 9, 50))

        assert [one.why for one in _of(team, f"day:{TAM}:2026-09-14")] == ["deactivated"]
        assert [one for one in team.prompts("ask") if TAM in one.subject] == []

    def test_a_missing_routine_is_asked_the_day_before(self, team: Team) -> None:
        """The provider is asked about a session whose routine is not there tomorrow."""
        for day in (14, 15, 16, 17, 18, 21):
            team.deliver(clock(9, day, 12))
        posted = team.deliver(clock(9, 22, 8))

        cards = [one for _, one in posted if isinstance(one, AskCard)]
        (item,) = [one for one in cards[0].items if isinstance(one, WaitingMissing)]
        assert session_id(date(2026, 9, 23)) == item.session.id

    def test_somebody_without_a_school(self, team: Team) -> None:
        """Without a school nobody knows when a person is free: their questions stand in Home."""
        team.change(tables.Person, {"id": BEN}, school_id=None)

        team.do(None, prompts.for_person, BEN, at=MONDAY)

        assert BEN not in {one.subject.split(":")[1] for one in team.prompts("ask")}


class TestBudget:
    """At most two unasked notifications a person and school day."""

    def test_a_third_is_merged(self, team: Team) -> None:
        """A card that would be the third notification of a day comes the next school day."""
        team.agree(clock(9, 14, 9, 30))
        team.do(None, _notify_twice, ADAMS, date(2026, 9, 14))

        team.deliver(clock(9, 14, 9, 50))

        merged = {one.subject: one.why for one in team.prompts("ask", "merged")}
        assert {f"day:{ADAMS}:2026-09-14": "budget"} == merged
        assert clock(9, 15, 8) == _of(team, f"day:{ADAMS}:2026-09-15")[0].due_at

    def test_a_touch_base_over_budget_stands_in_home(self, team: Team) -> None:
        """A touch-base that would be a third notification is merged into Home."""
        team.do(None, _notify_twice, MAYA, date(2026, 9, 14))

        posted = team.deliver(clock(9, 14, 8))

        assert "touch_base" not in _kinds(posted)
        assert _of(team, f"pair:{MAYAS_WEEK}")[0].why == "budget"
        assert _of(team, f"pair:{MAYAS_WEEK}")[0].state == "merged"

    def test_channel_posts_count_for_nobody(self, team: Team) -> None:
        """Cards and checklists in a channel are no notifications."""
        team.deliver(MONDAY)
        team.deliver(clock(9, 14, 8, 40))

        notified = {one.prompt_id for one in team.rows(tables.PromptPerson)}
        in_channels = {
            one.id for one in team.rows(tables.Prompt) if "channel" in one.conversation_id
        }
        assert not notified & in_channels

    def test_counted_on_the_day_it_was_sent(self, team: Team) -> None:
        """A notification counts on the school day on which it came."""
        team.agree(clock(9, 14, 9, 30))
        team.deliver(clock(9, 14, 13, 5))

        days = {one.school_day for one in team.rows(tables.PromptPerson, person_id=ADAMS)}
        assert {date(2026, 9, 14)} == days


class TestTouchBase:
    """The touch-base's card in the pair's group DM."""

    def test_due_at_its_slot(self, team: Team) -> None:
        """The card comes when the five minutes begin, and is worthless when they are over."""
        (first, *_) = team.prompts("touch_base")

        assert f"pair:{ADAMS}:{MAYA}" == first.conversation_id
        assert (clock(9, 14, 8), clock(9, 14, 8, 5)) == (first.due_at, first.worthless_at)

    def test_posted(self, team: Team) -> None:
        """The card names the two, the room and what comes next, and notifies both."""
        posted = team.deliver(clock(9, 14, 8))

        (card,) = [one for _, one in posted if isinstance(one, TouchBaseCard)]
        assert (card.touch_base.teacher.id, card.touch_base.provider.id) == (ADAMS, MAYA)
        assert (card.next_session.id if card.next_session else None) == FIRST
        assert {ADAMS, MAYA} == {one.person_id for one in team.rows(tables.PromptPerson)}

    def test_missed(self, team: Team) -> None:
        """A missed touch-base moves to the week's next common time, and its provider is told."""
        team.deliver(clock(9, 14, 8, 10))

        (row,) = team.rows(tables.TouchBase, id=MAYAS_WEEK)
        assert (row.state, row.revision) == ("planned", 2)
        assert row.starts_at is not None
        assert row.starts_at >= clock(9, 14, 8, 10)
        states = [one.state for one in _of(team, f"pair:{MAYAS_WEEK}")]
        assert states == ["expired", "planned"]

    def test_missed_at_the_weeks_end(self, team: Team) -> None:
        """Where the week has no common time left it is missed; next week's stands already."""
        team.deliver(clock(9, 18, 17, 59))

        (row,) = team.rows(tables.TouchBase, id=MAYAS_WEEK)
        assert row.state == "missed"
        (following,) = team.rows(tables.TouchBase, id="maya-adams-20260921")
        assert following.state == "planned"

    def test_not_free_after_all(self, team: Team) -> None:
        """Where one of the two has students at the slot after all, nothing is posted then.

        It moves to the week's next common time; nobody is told that something failed.
        """
        later = {str(day): [11 * 60, 15 * 60 + 30] for day in range(5)}
        team.change(tables.Person, {"id": MAYA}, working_hours=later)

        posted = team.deliver(clock(9, 14, 8))

        assert "touch_base" not in _kinds(posted)
        (row,) = team.rows(tables.TouchBase, id=MAYAS_WEEK)
        assert (row.state, row.starts_at) == ("planned", clock(9, 14, 13))
        (before, after) = _of(team, f"pair:{MAYAS_WEEK}")
        assert (before.state, before.why) == ("cancelled", "not_free")
        assert (after.state, after.due_at) == ("planned", row.starts_at)
        waits = team.do(None, waiting.of, MAYA, at=clock(9, 15, 8))
        assert {type(one) for one in waits} == {WaitingLog}

    def test_not_free_in_the_whole_week(self, team: Team) -> None:
        """Without another common time, the week has none and says so."""
        team.change(tables.Person, {"id": MAYA}, working_hours={"6": [480, 900]})

        team.deliver(clock(9, 14, 8))

        (row,) = team.rows(tables.TouchBase, id=MAYAS_WEEK)
        assert row.state == "no_slot"

    def test_asked_twice_it_moves_once(self, team: Team) -> None:
        """A retry after a stop between content and mark answers the same."""
        prompt = team.prompts("touch_base")[0]
        answers = [
            team.do(None, prompts.content, prompt.id, at=clock(9, 14, 8, 10)) for _ in range(2)
        ]

        assert [Withhold("expired", "too_late")] * 2 == answers
        (row,) = team.rows(tables.TouchBase, id=MAYAS_WEEK)
        assert row.revision == 2

    def test_without_an_account_there_is_no_group(self, team: Team) -> None:
        """Where one of the two has no account, nothing is posted."""
        team.change(tables.Person, {"id": ADAMS}, slack_user_id=None)
        row = team.rows(tables.TouchBase, id=MAYAS_WEEK)[0]
        team.do(None, prompts.for_touch_base, row, at=MONDAY)

        assert f"pair:{MAYAS_WEEK}" not in {one.subject for one in team.prompts("touch_base")}


class TestContent:
    """What is read anew when a prompt falls due."""

    def test_a_prompt_that_is_gone(self, team: Team) -> None:
        """A prompt that was deleted meanwhile is not posted."""
        answer = team.do(None, prompts.content, "nothing", at=MONDAY)

        assert Withhold("cancelled", "gone") == answer

    def test_a_change_between_content_and_post_is_not_missed(self, team: Team) -> None:
        """What changed while a card was on its way makes the posted copy stale at once."""
        (prompt,) = team.prompts("plan_card")
        team.do(None, prompts.content, prompt.id, at=MONDAY)
        team.agree(MONDAY)

        team.mark_sent(prompt, MONDAY)

        assert ("plan_card", f"plan:{PLAN}") in team.stale()

    def test_without_a_change_nothing_is_stale(self, team: Team) -> None:
        """A card that was posted as it is needs no refresh."""
        team.deliver(MONDAY)

        assert set() == team.stale()

    def test_noted_twice_is_once(self, team: Team) -> None:
        """Marking a prompt as posted again changes nothing."""
        team.deliver(MONDAY)
        (prompt,) = team.prompts("plan_card", "sent")
        before = team.rows(tables.MessageRef)

        team.do(None, prompts.sent, prompt.id, place="C-other", message_ts="9.9", at=MONDAY)

        assert before == team.rows(tables.MessageRef)

    def test_found_by_a_look(self, team: Team) -> None:
        """A prompt that was found posted is kept true although nothing was reserved for it."""
        (prompt,) = team.prompts("plan_card")

        team.mark_sent(prompt, MONDAY)

        (ref,) = team.rows(tables.MessageRef)
        assert (f"D-channel:{CHANNEL}", False) == (ref.place, ref.gone)


def test_planning_everything_again_changes_nothing(any_team: Team) -> None:
    """Planning the prompts of a plan a second time leaves every row as it was."""

    def again(scope: Scope) -> None:
        plan = scope.plans.get(PLAN)
        assert plan is not None
        prompts.for_plan(scope, plan, at=MONDAY)
        for session in scope.sessions.of_plan(PLAN):
            checklist_prompts.for_session(scope, session, at=MONDAY)
        for row in scope.touch_bases.of_pair(ADAMS, MAYA):
            prompts.for_touch_base(scope, row, at=MONDAY)
        for person_id in (MAYA, ADAMS, TAM):
            prompts.for_person(scope, person_id, at=MONDAY)

    any_team.do(None, again)
    before = {one.id: one.model_dump() for one in any_team.rows(tables.Prompt)}

    any_team.do(None, again)

    assert before == {one.id: one.model_dump() for one in any_team.rows(tables.Prompt)}


def test_a_week_of_the_team(any_team: Team) -> None:
    """Over a week everybody gets what they need, and nobody more than two messages a day."""
    saved = any_team.agree(MONDAY).agreement
    at = MONDAY
    while at < clock(9, 19, 0):
        for kind, card in any_team.deliver(at):
            if kind == "ask" and isinstance(card, AskCard):
                any_team.do(card.person.id, agreements.confirm, saved.id, 1, "in", at=at + MINUTE)
        at += timedelta(minutes=15)

    kinds = _kinds(any_team.posted)
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "plan_card": 1,
        "checklist": 2,
        "ask": 6,  # two of them ask the provider how the week's two sessions went
        "touch_base": 1,
        "digest": 2,
    }
    ledger = any_team.rows(tables.PromptPerson)
    days = [(one.person_id, one.school_day) for one in ledger]
    assert max(days.count(one) for one in days) <= 2


def _notify_twice(scope: Scope, person_id: str, on: date) -> None:
    conversation = scope.conversations.im(person_id)
    for number in range(2):
        scope.prompts.add(
            tables.Prompt(
                workspace_id=WORKSPACE,
                id=f"earlier{number}",
                kind="digest",
                subject=f"person:{person_id}",
                conversation_id=conversation.id,
                revision=number,
                state="sent",
                due_at=MONDAY,
                message_ts=f"1.{number}",
                key=f"key{number}",
            )
        )
        scope.prompts.notify(f"earlier{number}", person_id, on)


def _close(scope: Scope, on: date) -> None:
    scope.schools.add(
        tables.Override(workspace_id=WORKSPACE, school_id="lincoln", on=on, created_at=MONDAY)
    )
