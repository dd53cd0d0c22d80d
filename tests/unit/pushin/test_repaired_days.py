"""Repaired days: one message a person, at its time, and nothing where nothing is news."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from unit.pushin.lincoln import (
    ADAMS,
    MAYA,
    ROSA,
    TAM,
    Team,
    clock,
    save_plan,
    session_id,
)

from pushin import attention, day_answers, day_changes, errors, live, prompts, sessions, waiting
from pushin.results import DayChanged, RepairedDay, WaitingExpired, Withhold
from school.day_wishes import Wish
from storage import tables
from storage.scope import Scope

WEDNESDAY, THURSDAY = date(2026, 9, 16), date(2026, 9, 17)
EARLY = clock(9, 16, 5, 40)
EIGHT = clock(9, 16, 8)
CLOSED, LATE = Wish("closed"), Wish("named", name="LATE")


def change(
    team: Team, wish: Wish, on: date = WEDNESDAY, at: datetime = EARLY, label: str = ""
) -> DayChanged:
    found = team.do(ROSA, day_changes.change_day, wish, "lincoln", on, label, at=at)
    assert isinstance(found, DayChanged)
    return found


def due(team: Team, on: date = WEDNESDAY) -> Mapping[str, datetime]:
    """Return when each person's message about a date is planned."""
    found = [one for one in team.prompts("change") if one.subject.endswith(on.isoformat())]
    assert len({one.subject for one in found}) == len(found)
    return {one.subject.split(":")[1]: one.due_at for one in found}


def posted(team: Team, at: datetime) -> list[RepairedDay]:
    return [card for _, card in team.deliver(at) if isinstance(card, RepairedDay)]


def of(cards: list[RepairedDay], who: str) -> RepairedDay:
    (card,) = [card for card in cards if card.person.id == who]
    return card


class TestWhen:
    """At once inside working hours, else at their start; by night only what cannot wait."""

    def test_before_working_hours(self, district: Team) -> None:
        """A day closed at 5:40 is told at the start of each one's hours, in one message each."""
        change(district, CLOSED)

        assert due(district) == {MAYA: EIGHT, ADAMS: EIGHT, TAM: clock(9, 16, 8, 30)}
        assert {one.worthless_at for one in district.prompts("change")} == {clock(9, 16, 10)}

    def test_inside_working_hours(self, district: Team) -> None:
        """A change of tomorrow made in the morning is told at once."""
        now = clock(9, 16, 10)
        change(district, LATE, THURSDAY, at=now)

        assert due(district, THURSDAY) == dict.fromkeys((MAYA, ADAMS, TAM), now)

    def test_evening(self, district: Team) -> None:
        """What is changed in the evening waits for the morning."""
        change(district, LATE, THURSDAY, at=clock(9, 16, 20))

        assert due(district, THURSDAY)[MAYA] == clock(9, 17, 8)

    def test_not_on_a_closed_day_for_another(self, district: Team) -> None:
        """On a day without school nobody is written to about the next one."""
        change(district, CLOSED)
        change(district, LATE, THURSDAY, at=clock(9, 16, 11))

        assert due(district, THURSDAY)[MAYA] == clock(9, 17, 8)

    @pytest.mark.parametrize(
        ("at", "expected"),
        [(EARLY, clock(9, 16, 6, 30)), (clock(9, 16, 7), clock(9, 16, 7))],
    )
    def test_session_before_working_hours(
        self, district: Team, at: datetime, expected: datetime
    ) -> None:
        """A session before their hours is told when the quiet hours end, or at once after that."""
        hours = {"2": [9 * 60 + 30, 15 * 60]}
        district.change(tables.Person, {"id": MAYA}, working_hours=hours)

        change(district, CLOSED, at=at)

        assert due(district)[MAYA] == expected

    @pytest.mark.slow
    def test_session_in_quiet_hours(self, district: Team) -> None:
        """A session that begins before the quiet hours end is told in them."""
        early = {"anchor_kind": "clock", "anchor_name": "", "weekdays": [2]}
        times = {"start_minute": 380, "end_minute": 400}
        district.do(None, save_plan, "plan3", at=clock(9, 14, 7), **early, **times)

        change(district, CLOSED)

        assert due(district)[MAYA] == EARLY

    def test_opted_in(self, district: Team) -> None:
        """Who wants to know at any time is told at once."""
        district.change(tables.Person, {"id": MAYA}, change_anytime=True)

        change(district, CLOSED)

        assert due(district)[MAYA] == EARLY
        assert due(district)[ADAMS] == EIGHT
        assert of(posted(district, EARLY), MAYA).on == WEDNESDAY

    @pytest.mark.slow
    def test_nobody_without_account(self, district: Team) -> None:
        """Who has no active account is not written to."""
        district.change(tables.Person, {"id": TAM}, slack_user_id=None)
        district.change(tables.Person, {"id": ADAMS}, active=False)

        done = change(district, CLOSED)

        assert (list(due(district)), done.told) == ([MAYA], 1)


class TestUntilItIsPosted:
    """A message that is not posted yet follows what changes."""

    def test_second_change_moves_the_same_message(self, district: Team) -> None:
        """Closed, then only late: the planned message stays one, and is worth more now."""
        change(district, CLOSED)
        before = {one.id for one in district.prompts("change")}

        change(district, LATE)

        assert {one.id for one in district.prompts("change")} == before
        assert {one.worthless_at for one in district.prompts("change")} == {clock(9, 16, 11)}

    def test_undone_before_it_is_posted(self, district: Team) -> None:
        """A day that is again as people know it is told to nobody."""
        done = change(district, CLOSED)
        back = district.do(ROSA, day_changes.take_back, done.undo_id, at=EARLY)

        assert (due(district), back.told) == ({}, 0)
        assert posted(district, EIGHT) == []

    @pytest.mark.slow
    def test_changed_again_after_an_undo(self, district: Team) -> None:
        """What was withdrawn is planned anew."""
        done = change(district, CLOSED)
        district.do(ROSA, day_changes.take_back, done.undo_id, at=EARLY)

        change(district, LATE)

        assert due(district)[MAYA] == EIGHT
        assert of(posted(district, EIGHT), MAYA).revision == 2


class TestCard:
    """The card tells the whole day, each session on its line."""

    def test_closed(self, district: Team) -> None:
        """Every session is there with its usual time and why it is not on."""
        change(district, CLOSED, label="snow")

        card = of(posted(district, EIGHT), ADAMS)

        (day,) = card.days
        assert (day.in_session, day.day_label) == (False, "snow")
        assert [
            (one.session.during, one.usual_start, one.session.status) for one in card.lines
        ] == [
            ("Centers", 550, "cancelled"),
            ("Writing", 600, "cancelled"),
        ]
        assert (card.as_usual, card.seen, card.replaced) == (False, False, False)

    def test_late(self, district: Team) -> None:
        """A moved session has its new minutes beside the usual ones; a missing one says so."""
        change(district, LATE)

        card = of(posted(district, EIGHT), MAYA)

        (centers, writing) = card.lines
        assert centers.session.obstacle == "routine_missing"
        assert (writing.session.start, writing.session.end) == (660, 690)
        assert (writing.usual_start, writing.usual_end) == (600, 640)

    def test_as_usual_again(self, district: Team) -> None:
        """Undone after it was told: a new message says that the day is as usual again."""
        done = change(district, CLOSED, at=EIGHT)
        posted(district, EIGHT)
        at = EIGHT + timedelta(minutes=5)
        back = district.do(ROSA, day_changes.take_back, done.undo_id, at=at)

        card = of(posted(district, at), MAYA)

        assert (back.told, card.as_usual, card.revision) == (2, True, 2)
        older = [ref for ref in district.rows(tables.MessageRef) if ref.kind == "change_closed"]
        assert len(older) == 2
        assert district.do(None, _shown, older[0].id, at).replaced

    def test_it_stays_true(self, district: Team) -> None:
        """What changes later that day is shown in the message that stands."""
        change(district, LATE)
        posted(district, EIGHT)
        district.stale()

        district.do(MAYA, waiting.keep_missing, session_id(WEDNESDAY), at=EIGHT)

        assert ("change", f"change:{MAYA}:{WEDNESDAY}") in district.stale()
        assert district.shown("change", EIGHT).lines[0].session.obstacle is None


class TestWhenItFallsDue:
    """Everything is read anew at the moment of posting."""

    def test_budget_excepts_today(self, district: Team) -> None:
        """Today's change comes although the day's two are spent, and counts as none of them."""
        _spend(district)
        change(district, CLOSED)

        assert of(posted(district, EIGHT), MAYA)
        assert district.do(None, _spent, MAYA) == attention.BUDGET

    def test_budget_counts_tomorrow(self, district: Team) -> None:
        """Tomorrow's change waits for tomorrow where today's two are spent."""
        _spend(district)
        now = clock(9, 16, 10)
        change(district, LATE, THURSDAY, at=now)

        cards = posted(district, now)

        assert {card.person.id for card in cards} == {ADAMS, TAM}
        assert due(district, THURSDAY) == {MAYA: clock(9, 17, 8)}
        assert of(posted(district, clock(9, 17, 8)), MAYA).on == THURSDAY

    def test_too_late(self, district: Team) -> None:
        """Worthless after the last changed session began; its person is told once that it came."""
        change(district, CLOSED)
        late = clock(9, 16, 10, 30)

        assert posted(district, late) == []
        (expired,) = [one for one in district.prompts("change", "expired") if MAYA in one.subject]
        told = district.do(None, waiting.of, MAYA, at=late)
        assert WaitingExpired(expired.id, "change", None) in told

    @pytest.mark.slow
    def test_deactivated(self, district: Team) -> None:
        """Somebody who left meanwhile is not written to."""
        change(district, CLOSED)
        district.change(tables.Person, {"id": MAYA}, active=False)

        posted(district, EIGHT)

        (ended,) = [one for one in district.prompts("change", "cancelled") if MAYA in one.subject]
        assert ended.why == "deactivated"

    @pytest.mark.slow
    def test_at_night_after_an_outage(self, district: Team) -> None:
        """What was due in the afternoon is not posted in the evening, but the next morning."""
        change(district, LATE, THURSDAY, at=clock(9, 16, 14))

        assert posted(district, clock(9, 16, 22)) == []
        assert due(district, THURSDAY)[MAYA] == clock(9, 17, 8)
        assert of(posted(district, clock(9, 17, 8)), MAYA).lines

    def test_a_post_that_failed_is_tried_again(self, district: Team) -> None:
        """Reading what is posted, and failing to post it, makes nothing known."""
        change(district, CLOSED)
        (mine,) = [one for one in district.prompts("change") if MAYA in one.subject]

        for _ in range(2):
            assert isinstance(district.do(None, prompts.content, mine.id, at=EIGHT), RepairedDay)

    @pytest.mark.slow
    def test_gone(self, district: Team) -> None:
        """A day that is as it was known by then is told to nobody."""
        change(district, CLOSED)
        (mine,) = [one for one in district.prompts("change") if MAYA in one.subject]
        district.change(
            tables.Session, {"id": session_id(WEDNESDAY)}, status="planned", reason=None
        )
        second = f"plan2-{WEDNESDAY:%Y%m%d}"
        district.change(tables.Session, {"id": second}, status="planned", reason=None)

        found = district.do(None, prompts.content, mine.id, at=EIGHT)

        assert found == Withhold("cancelled", "as_known")


class TestSkip:
    """A session of today or tomorrow that somebody skips is told to the others."""

    def test_others_are_told(self, district: Team) -> None:
        """Its other adults get their day; who did it does not."""
        now = clock(9, 16, 8, 40)
        district.do(MAYA, sessions.skip, session_id(WEDNESDAY), "", at=now)

        assert due(district) == {ADAMS: now, TAM: now}
        card = of(posted(district, now), ADAMS)
        assert [(one.session.status, one.is_usual) for one in card.lines] == [
            ("cancelled", False),
            ("planned", True),
        ]

    @pytest.mark.slow
    def test_a_session_that_is_kept_after_all(self, district: Team) -> None:
        """Kept without its routine: the others learn that it is on; skipped: they know it."""
        change(district, LATE)
        posted(district, EIGHT)

        district.do(MAYA, waiting.keep_missing, session_id(WEDNESDAY), at=EIGHT)
        assert ADAMS in due(district)

        district.do(MAYA, sessions.skip, session_id(WEDNESDAY), "", at=EIGHT)
        assert ADAMS not in due(district)

    def test_the_owner_is_asked_once(self, district: Team) -> None:
        """The message of the day asks about a session without its routine; no card asks too."""
        change(district, LATE)
        posted(district, EIGHT)

        reason = district.do(None, _reason, MAYA, EIGHT)
        assert reason is not None
        assert reason.why != "routine_missing"  # how the day's other session went, after it
        assert reason.since > EIGHT
        assert district.do(None, waiting.of, MAYA, at=EIGHT) != ()

    def test_a_later_one_is_not(self, district: Team) -> None:
        """One of next week is no repaired day."""
        district.do(MAYA, sessions.skip, session_id(date(2026, 9, 21)), "", at=EIGHT)

        assert district.prompts("change") == []


class TestAnswers:
    """Looks right and Fix answer whatever the message is by now."""

    @pytest.fixture
    def told(self, district: Team) -> Team:
        """Post a late Wednesday to everybody who is there at eight."""
        change(district, LATE)
        posted(district, EIGHT)
        return district

    def test_looks_right(self, told: Team) -> None:
        """It is kept once; the card shows it."""
        first = told.do(MAYA, day_answers.looks_right, WEDNESDAY, 1, at=EIGHT)
        second = told.do(MAYA, day_answers.looks_right, WEDNESDAY, 1, at=EIGHT)

        assert (first.again, second.again) == (False, True)
        mine = [
            ref for ref in told.rows(tables.MessageRef) if ref.subject.startswith(f"change:{MAYA}")
        ]
        assert told.do(None, _shown, mine[0].id, EIGHT).seen

    @pytest.mark.slow
    def test_an_older_message(self, told: Team) -> None:
        """A tap on the older message points to the newer one, where nothing is answered yet."""
        told.do(MAYA, day_answers.looks_right, WEDNESDAY, 1, at=EIGHT)
        change(told, CLOSED, at=EIGHT)

        card = of(posted(told, EIGHT), MAYA)

        assert (card.revision, card.seen) == (2, False)
        with pytest.raises(errors.Stale, match="day_told_anew"):
            told.do(MAYA, day_answers.looks_right, WEDNESDAY, 1, at=EIGHT)

    @pytest.mark.slow
    def test_somebody_elses(self, told: Team) -> None:
        """Who was told nothing has nothing to say to it."""
        with pytest.raises(errors.Refusal, match="day_not_told"):
            told.do(ROSA, day_answers.looks_right, WEDNESDAY, 1, at=EIGHT)

    def test_fix(self, told: Team) -> None:
        """Provider and teacher decide about their sessions, a para about none."""
        mine = told.do(MAYA, day_answers.fix, WEDNESDAY, at=EIGHT)
        tams = told.do(TAM, day_answers.fix, WEDNESDAY, at=EIGHT)

        assert mine.may == {session_id(WEDNESDAY), f"plan2-{WEDNESDAY:%Y%m%d}"}
        assert (mine.school_id, tams.may) == (None, frozenset())
        assert told.do(ROSA, day_answers.fix, WEDNESDAY, at=EIGHT).school_id == "lincoln"
        with pytest.raises(errors.Stale, match="day_is_over"):
            told.do(MAYA, day_answers.fix, WEDNESDAY, at=clock(9, 17, 8))


def _spend(team: Team) -> None:
    """Let Maya have had two notifications on Wednesday."""

    def write(scope: Scope) -> None:
        conversation = scope.conversations.im(MAYA)
        for n in range(attention.BUDGET):
            row: dict[str, Any] = {"id": f"spent{n}", "kind": "digest", "subject": f"day:{n}"}
            scope.session.add(
                tables.Prompt(
                    workspace_id=scope.workspace_id,
                    conversation_id=conversation.id,
                    state="sent",
                    due_at=EARLY,
                    key=f"key{n}",
                    message_ts="1.0",
                    **row,
                )
            )
            scope.session.flush()
            scope.prompts.notify(f"spent{n}", MAYA, WEDNESDAY)

    team.do(None, write)


def _spent(scope: Scope, person_id: str) -> int:
    return scope.prompts.notified(person_id, WEDNESDAY)


def _reason(scope: Scope, person_id: str, at: datetime) -> waiting.Reason | None:
    person = scope.people.get(person_id)
    assert person is not None
    return waiting.reason(scope, person, at=at)


def _shown(scope: Scope, ref_id: str, at: datetime) -> Any:
    return live.content(scope, ref_id, at=at)
