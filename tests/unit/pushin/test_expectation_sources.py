"""Messages that became expectations: their edits and deletions are followed once, or not at all."""

from datetime import date, datetime

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

from pushin import drafts, errors, expectation_drops, expectation_sources, expectations
from pushin.results import (
    ExpectationAdded,
    ExpectationDropped,
    ExpectationStays,
    MayNameStudent,
)
from storage import tables

FIRST = session_id(date(2026, 9, 14))
SOURCE = "C4:1789.000100"


@pytest.fixture
def row(team: Team) -> str:
    """Return the id of an expectation that Tam said in a message."""
    return _say(team, "Folders out")


def _say(team: Team, text: str, session: str | None = None) -> str:
    plan = None if session else PLAN
    found = team.do(TAM, expectations.add, plan, session, text, source=SOURCE, at=MONDAY)
    assert isinstance(found, ExpectationAdded)
    return found.expectation.id


def _edit(
    team: Team, text: str | None, *, who: str = TAM, minute: int = 1, at: datetime | None = None
) -> expectation_sources.Followed:
    when = MONDAY + minute * MINUTE
    return team.do(who, expectation_sources.edited, SOURCE, text, edited_at=when, at=at or when)


def _text(team: Team) -> str:
    (found,) = team.rows(tables.Expectation)
    return found.text


def test_an_edit_changes_the_words(team: Team, row: str) -> None:
    """The lists show the new words; nothing else is said."""
    team.deliver(MONDAY)
    team.stale()

    assert _edit(team, "  Writing folders out ") is None

    assert _text(team) == "Writing folders out"
    assert ("plan_card", f"plan:{PLAN}") in team.stale()
    assert row


def test_edits_out_of_order(team: Team, row: str) -> None:
    """An edit that comes after a later one changes nothing, however often."""
    _edit(team, "Third", minute=3)
    for _ in range(2):
        assert _edit(team, "Second", minute=2) is None
    _edit(team, "Third", minute=3)

    assert _text(team) == "Third"
    assert row


def test_an_edit_that_is_refused_overtakes_too(team: Team, row: str) -> None:
    """An older edit does not slip in after a newer one that could not be followed."""
    refused = _edit(team, "x" * 3001, minute=3)
    _edit(team, "Second", minute=2)

    assert isinstance(refused, ExpectationStays)
    assert refused.why == "too_long"
    assert refused.params["length"] == 3001
    assert _text(team) == "Folders out"
    assert row


@pytest.mark.parametrize(
    ("text", "why"), [("", "missing"), (":tada:", "no_words"), (None, "not_an_expectation")]
)
def test_words_that_say_nothing(team: Team, row: str, text: str | None, why: str) -> None:
    """The old words stay, and its author is told why."""
    stays = _edit(team, text)

    assert isinstance(stays, ExpectationStays)
    assert (stays.why, stays.expectation.text) == (why, "Folders out")
    assert _text(team) == "Folders out"
    assert row


class TestAName:
    """New words that may name a student."""

    def test_the_old_words_stand_until_the_author_decides(self, team: Team, row: str) -> None:
        """It is asked; once it is no student, the new words stand."""
        doubt = _edit(team, "Liam needs the wiggle seat")
        assert isinstance(doubt, MayNameStudent)
        assert _text(team) == "Folders out"

        team.do(TAM, drafts.not_a_student, doubt.draft_id, at=MONDAY + 2 * MINUTE)

        assert _text(team) == "Liam needs the wiggle seat"
        assert row

    def test_a_later_edit_is_what_counts(self, team: Team, row: str) -> None:
        """Whoever edited the message once more is not taken at the older word."""
        doubt = _edit(team, "Liam needs the wiggle seat")
        assert isinstance(doubt, MayNameStudent)
        _edit(team, "Wiggle seat at table 2", minute=2)

        with pytest.raises(errors.Stale, match="edited_again"):
            team.do(TAM, drafts.not_a_student, doubt.draft_id, at=MONDAY + 3 * MINUTE)
        assert _text(team) == "Wiggle seat at table 2"
        assert row

    def test_by_the_form(self, team: Team, row: str) -> None:
        """Other words from the form stand at once, or are asked about again."""
        again = team.do(TAM, expectation_sources.reword, row, "Liam needs it", at=MONDAY)
        assert isinstance(again, MayNameStudent)

        team.do(TAM, expectation_sources.reword, row, "Wiggle seat", at=MONDAY)

        assert _text(team) == "Wiggle seat"

    def test_a_message_that_was_asked_about_is_mended_by_an_edit(self, team: Team) -> None:
        """Whoever changes the message instead of answering has said it anew, once."""
        said = team.do(
            TAM, expectations.add, PLAN, None, "Liam needs a seat", source=SOURCE, at=MONDAY
        )
        assert isinstance(said, MayNameStudent)
        assert team.do(TAM, expectation_sources.is_known, SOURCE)
        assert not team.do(ADAMS, expectation_sources.is_known, SOURCE)

        added = _edit(team, "Wiggle seat at table 2")

        assert isinstance(added, ExpectationAdded)
        assert _text(team) == "Wiggle seat at table 2"
        with pytest.raises(errors.Refusal, match="draft_used"):
            team.do(TAM, drafts.not_a_student, said.draft_id, at=MONDAY)


def test_what_is_over_stays_as_it_was(team: Team) -> None:
    """Words of a session that has ended are not changed any more, nor dropped."""
    _say(team, "Cart ready", FIRST)
    over = clock(9, 14, 10)

    edited = _edit(team, "Cart and timer", at=over)
    deleted = team.do(TAM, expectation_sources.deleted, SOURCE, at=over)

    assert isinstance(edited, ExpectationStays)
    assert isinstance(deleted, ExpectationStays)
    assert (edited.why, deleted.why) == ("session_over", "session_over")
    assert _text(team) == "Cart ready"


def test_who_may_not_changes_nothing(team: Team, row: str) -> None:
    """A reply of somebody else that a colleague picked is not theirs to change here."""
    stays = _edit(team, "Something else", who=BEN)

    assert isinstance(stays, ExpectationStays)
    assert stays.why == "not_yours"
    assert _text(team) == "Folders out"
    assert row


class TestDeleted:
    """The message is gone."""

    def test_its_expectation_goes_once(self, team: Team, row: str) -> None:
        """It is dropped with Undo; the same deletion delivered again takes nothing away anew."""
        gone = team.do(TAM, expectation_sources.deleted, SOURCE, at=MONDAY)
        assert isinstance(gone, ExpectationDropped)
        assert gone.by_message
        assert team.do(None, expectations.shown, PLAN) == ()

        team.do(TAM, expectation_drops.take_back, gone.undo_id, at=MONDAY + MINUTE)
        again = team.do(TAM, expectation_sources.deleted, SOURCE, at=MONDAY + 2 * MINUTE)

        assert again is None
        assert [one.id for one in team.do(None, expectations.shown, PLAN)] == [row]

    def test_a_late_edit_does_not_bring_it_back(self, team: Team, row: str) -> None:
        """An edit that is delivered after the deletion does nothing."""
        team.do(TAM, expectation_sources.deleted, SOURCE, at=MONDAY)

        assert _edit(team, "Folders away") is None
        assert team.do(None, expectations.shown, PLAN) == ()
        assert row

    def test_another_message(self, team: Team, row: str) -> None:
        """Any other message that is deleted or changed is none of ours."""
        assert not team.do(MAYA, expectation_sources.is_known, "C4:1.0")
        assert team.do(MAYA, expectation_sources.deleted, "C4:1.0", at=MONDAY) is None
        assert _text(team) == "Folders out"
        assert row
