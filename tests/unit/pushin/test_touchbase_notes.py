"""Touch-bases as their two people use them."""

import pytest
from unit.pushin.lincoln import ADAMS, MAYA, MINUTE, MONDAY, PLAN, TAM, Team, clock

from pushin import agreements, drafts, errors, touchbase_moves, touchbase_notes
from pushin.results import MayNameStudent, NoSlot, TouchBaseFacts, TouchBaseNote
from storage import tables

WEEK = "maya-adams-20260914"
EIGHT = clock(9, 14, 8)


def _row(team: Team, key: str = WEEK) -> tables.TouchBase:
    (row,) = team.rows(tables.TouchBase, id=key)
    return row


def test_coming(team: Team) -> None:
    """A person sees their next touch-bases in the school's time, the next one first."""
    coming = team.do(ADAMS, touchbase_notes.coming, at=MONDAY).coming

    first = coming[0]
    assert (first.id, first.start, first.end) == (WEEK, 480, 485)
    assert (first.room, first.zone, first.has_note) == ("4", "America/New_York", False)
    assert first.on < (coming[1].on or first.on)  # type: ignore[operator]


def test_a_week_without_time_stands_until_it_is_over(team: Team) -> None:
    """On Sunday evening it still is this week, whatever the date is in London."""
    team.change(tables.TouchBase, {"id": WEEK}, state="no_slot")

    found = team.do(ADAMS, touchbase_notes.coming, at=clock(9, 20, 21))

    assert [one.week for one in found.without_slot] == [_row(team).week]


class TestDone:
    """Saying that the two have talked."""

    def test_twice_is_once(self, team: Team) -> None:
        """The second tap, of the same or the other person, changes nothing."""
        team.do(ADAMS, touchbase_notes.done, WEEK, 1, at=EIGHT)
        before = _row(team)

        again = team.do(MAYA, touchbase_notes.done, WEEK, 1, at=EIGHT + MINUTE)

        assert again.state == "done"
        assert before == _row(team)
        assert before.noted_by == ADAMS

    def test_in_a_week_without_a_common_time(self, team: Team) -> None:
        """Two who talked all the same say so: it was when they said it."""
        gone = {"state": "no_slot", "starts_at": None, "ends_at": None}
        team.change(tables.TouchBase, {"id": WEEK}, **gone)

        team.do(ADAMS, touchbase_notes.save_note, WEEK, "", "", "Try folders", at=EIGHT)

        row = _row(team)
        assert (row.state, row.starts_at) == ("done", EIGHT)

    def test_only_the_two(self, team: Team) -> None:
        """Nobody else may say so."""
        with pytest.raises(errors.NotAllowed):
            team.do(TAM, touchbase_notes.done, WEEK, 1, at=EIGHT)

    def test_an_older_card(self, team: Team) -> None:
        """A card from before the touch-base was moved leads to what stands now."""
        team.do(MAYA, touchbase_moves.later, WEEK, 1, at=EIGHT)

        with pytest.raises(errors.Stale, match="touch_base_changed"):
            team.do(ADAMS, touchbase_notes.done, WEEK, 1, at=EIGHT)

    def test_nothing_is_posted_any_more(self, team: Team) -> None:
        """Who talked before the slot is not called together at it."""
        team.do(ADAMS, touchbase_notes.done, WEEK, 1, at=MONDAY)

        posted = team.deliver(EIGHT)

        assert "touch_base" not in {kind for kind, _ in posted}

    def test_unknown(self, team: Team) -> None:
        """A touch-base that is not there is said to be gone."""
        with pytest.raises(errors.Refusal, match="touch_base_gone"):
            team.do(ADAMS, touchbase_notes.done, "nothing", 1, at=EIGHT)


class TestLater:
    """Moving a touch-base on."""

    def test_the_same_day(self, team: Team) -> None:
        """Later is the next common time, the same day where there is one, with its own card."""
        team.deliver(EIGHT)
        team.stale()

        moved = team.do(ADAMS, touchbase_moves.later, WEEK, 1, at=EIGHT)

        assert isinstance(moved, TouchBaseFacts)
        assert (moved.on, moved.start, moved.revision) == (EIGHT.date(), 485, 2)
        assert ("touch_base", f"pair:{WEEK}") in team.stale()
        (planned, *_) = team.prompts("touch_base")
        assert (planned.subject, planned.due_at) == (f"pair:{WEEK}", clock(9, 14, 8, 5))

    def test_the_weeks_last(self, team: Team) -> None:
        """Where the week has no other common time it stays, and next week's is named."""
        team.change(
            tables.TouchBase,
            {"id": WEEK},
            starts_at=clock(9, 18, 15, 25),
            ends_at=clock(9, 18, 15, 30),
        )

        found = team.do(ADAMS, touchbase_moves.later, WEEK, 1, at=clock(9, 18, 15, 26))

        assert isinstance(found, NoSlot)
        assert found.next_slot is not None
        assert found.next_slot.id == "maya-adams-20260921"
        assert _row(team).state == "planned"

    def test_a_second_tap(self, team: Team) -> None:
        """Tapping *later* twice on the same card moves it once."""
        team.do(ADAMS, touchbase_moves.later, WEEK, 1, at=EIGHT)

        with pytest.raises(errors.Stale, match="touch_base_changed"):
            team.do(ADAMS, touchbase_moves.later, WEEK, 1, at=EIGHT)
        assert _row(team).revision == 2

    def test_after_it_was_done(self, team: Team) -> None:
        """What was held is not moved."""
        team.do(ADAMS, touchbase_notes.done, WEEK, 1, at=EIGHT)

        with pytest.raises(errors.Stale, match="touch_base_done"):
            team.do(MAYA, touchbase_moves.later, WEEK, 1, at=EIGHT)


class TestNote:
    """What worked, what to change, one thing to try."""

    def test_for_its_two_people(self, team: Team) -> None:
        """Both read the note; nobody else does."""
        team.do(MAYA, touchbase_notes.save_note, WEEK, "The timer", "Less talk", "Tilt", at=EIGHT)

        note = team.do(ADAMS, touchbase_notes.note_form, WEEK, at=EIGHT)
        assert (note.worked, note.change, note.try_next) == ("The timer", "Less talk", "Tilt")
        assert (note.touch_base.state, note.touch_base.has_note) == ("done", True)
        with pytest.raises(errors.NotAllowed):
            team.do(TAM, touchbase_notes.note_form, WEEK, at=EIGHT)

    def test_one_thing_to_try_is_on_the_next_card(self, team: Team) -> None:
        """The next touch-base's card recalls what the two wanted to try."""
        team.do(MAYA, touchbase_notes.save_note, WEEK, "", "", "Slant boards", at=EIGHT)
        team.deliver(clock(9, 21, 8))

        card = team.shown("touch_base", clock(9, 21, 8))

        assert card.try_next == "Slant boards"

    def test_what_others_see_is_checked(self, team: Team) -> None:
        """A name in what is shown elsewhere is asked about; in the note itself it may stand."""
        doubt = team.do(
            MAYA,
            touchbase_notes.save_note,
            WEEK,
            "Liam held the pencil",
            "",
            "Liam needs a grip",
            at=EIGHT,
        )
        assert isinstance(doubt, MayNameStudent)

        kept = team.do(MAYA, drafts.not_a_student, doubt.draft_id, at=EIGHT)

        assert isinstance(kept, TouchBaseNote)
        assert kept.worked == "Liam held the pencil"

    def test_twice_is_once(self, team: Team) -> None:
        """The same note again changes nothing."""
        for minutes in (0, 5):
            at = EIGHT + minutes * MINUTE
            team.do(MAYA, touchbase_notes.save_note, WEEK, "Timer", "", "", at=at)

        assert _row(team).noted_at == EIGHT

    def test_too_long(self, team: Team) -> None:
        """A note has at most 600 characters a field."""
        with pytest.raises(errors.Refusal, match="too_long"):
            team.do(MAYA, touchbase_notes.save_note, WEEK, "x" * 601, "", "", at=EIGHT)


def test_a_wish_to_talk_stands_on_the_card_until_they_talked(team: Team) -> None:
    """Who would like to talk is named on the next touch-base's card, and not on the one after."""
    saved = team.agree(MONDAY).agreement
    team.do(ADAMS, agreements.confirm, saved.id, 1, "talk", at=MONDAY + MINUTE)

    team.deliver(EIGHT)

    (topic,) = team.shown("touch_base", EIGHT).talk
    assert (topic.plan.id, [who.id for who in topic.who]) == (PLAN, [ADAMS])
    team.do(MAYA, touchbase_notes.done, WEEK, 1, at=EIGHT + 5 * MINUTE)
    assert team.shown("touch_base", EIGHT + 6 * MINUTE).talk == ()
    assert saved.plan.id == PLAN
