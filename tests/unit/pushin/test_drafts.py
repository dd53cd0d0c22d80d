"""Drafts: what waits for its author, for how long, and what is left of it."""

from datetime import timedelta

import pytest
from unit.pushin.king import MONDAY as BEFORE_SCHOOL
from unit.pushin.king import King, account
from unit.pushin.lincoln import MAYA, MINUTE, MONDAY, PLAN, Team

from pushin import drafts, errors, expectations, inbox, plans, retention
from pushin.results import MayNameStudent
from storage import tables

DAY = timedelta(days=1)


def _doubt(team: Team) -> str:
    found = team.do(MAYA, expectations.add, PLAN, None, "slant board for K7-03", at=MONDAY)
    assert isinstance(found, MayNameStudent)
    return found.draft_id


def test_a_day_later_it_is_too_late(team: Team) -> None:
    """A draft waits for a day; then its author has to write anew."""
    first, second = _doubt(team), _doubt(team)

    team.do(MAYA, drafts.not_a_student, first, at=MONDAY + DAY)

    for use_case in (drafts.not_a_student, drafts.mend):
        with pytest.raises(errors.Refusal, match="draft_gone"):
            team.do(MAYA, use_case, second, at=MONDAY + DAY + MINUTE)


def test_what_is_mended_is_not_used_as_it_was(team: Team) -> None:
    """Once its author opened the form to mend it, the first words are not posted any more."""
    draft_id = _doubt(team)

    for _ in range(2):
        opened = team.do(MAYA, drafts.mend, draft_id, at=MONDAY)
        assert opened.content["text"] == "slant board for K7-03"

    with pytest.raises(errors.Refusal, match="draft_used"):
        team.do(MAYA, drafts.not_a_student, draft_id, at=MONDAY)
    assert team.rows(tables.Expectation) == []


def test_what_was_used_is_not_kept(team: Team) -> None:
    """A used draft holds nothing, and cannot be opened again."""
    draft_id = _doubt(team)

    team.do(MAYA, drafts.not_a_student, draft_id, at=MONDAY)

    assert [one.content for one in team.rows(tables.Draft)] == [{}]
    with pytest.raises(errors.Refusal, match="draft_used"):
        team.do(MAYA, drafts.mend, draft_id, at=MONDAY)


class TestPlan:
    """A plan that waits for Confirm."""

    def test_after_confirm_its_draft_holds_nothing(self, king: King) -> None:
        """The codes of a saved plan stand nowhere beside it; Confirm again finds the plan."""
        draft_id = king.preview(student_codes=("K7-03",)).draft_id

        king.do("maya", plans.save, draft_id, at=BEFORE_SCHOOL)
        again = king.do("maya", plans.save, draft_id, at=BEFORE_SCHOOL + 2 * DAY)

        assert [one.content for one in king.rows(tables.Draft)] == [{}]
        assert getattr(again, "again", False)
        with pytest.raises(errors.Refusal, match="draft_used"):
            king.do("maya", plans.form, draft_id, at=BEFORE_SCHOOL)

    def test_a_day_later_it_is_too_late(self, king: King) -> None:
        """What was said back yesterday may be wrong today: it is asked for anew."""
        draft_id = king.preview(teacher=account("adams")).draft_id

        for use_case in (plans.save, plans.form):
            with pytest.raises(errors.Refusal, match="draft_gone"):
                king.do("maya", use_case, draft_id, at=BEFORE_SCHOOL + DAY + MINUTE)


class TestPurge:
    """What is kept no longer than it serves."""

    def test_what_nobody_may_use_is_emptied(self, any_team: Team) -> None:
        """After a day a draft holds nothing, after a week it is not there."""
        _doubt(any_team)

        assert any_team.do(None, retention.purge, at=MONDAY + DAY) == 0
        assert any_team.do(None, retention.purge, at=MONDAY + DAY + MINUTE) == 1
        assert any_team.do(None, retention.purge, at=MONDAY + 2 * DAY) == 0
        assert [one.content for one in any_team.rows(tables.Draft)] == [{}]
        assert any_team.do(None, retention.purge, at=MONDAY + 7 * DAY + MINUTE) == 1
        assert any_team.rows(tables.Draft) == []

    def test_keys_of_events_go_after_a_week(self, any_team: Team) -> None:
        """Nothing is delivered again after a week, so its key is not kept."""
        for number, days in enumerate((0, 6)):
            any_team.do(None, inbox.answered, f"event:{number}", at=MONDAY + days * DAY)

        any_team.do(None, retention.purge, at=MONDAY + 7 * DAY + MINUTE)

        assert [one.key for one in any_team.rows(tables.InboxKey)] == ["event:1"]
