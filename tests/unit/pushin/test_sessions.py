"""Sessions: derived, kept true, skipped."""

from datetime import date, timedelta

import pytest
from unit.pushin.king import MONDAY, SCHOOL, VARIANT, King, account, local, neutral, on

from pushin import calendars, derivation, errors, replanning, schools, sessions
from pushin.derivation import Changes
from school.recurrence import Anchor
from storage import tables
from storage.scope import Scope

MONDAY_21 = date(2026, 9, 21)


def derive_again(king: King, plan_id: str, at: object = MONDAY) -> Changes:
    """Derive a plan's sessions once more."""

    def derive(scope: Scope) -> Changes:
        plan = scope.plans.get(plan_id)
        assert plan is not None
        calendar = calendars.calendar_of(scope, SCHOOL)
        return derivation.derive(scope, plan, calendar, at=at)  # type: ignore[arg-type]

    return king.do(None, derive)


def edit(king: King, session_id: str, **values: object) -> None:
    """Change a session's row, as another use case would."""

    def write(scope: Scope) -> None:
        row = sessions.require(scope, session_id)
        for name, value in values.items():
            setattr(row, name, value)
        scope.session.add(row)

    king.do(None, write)


def test_deriving_again_changes_nothing(king: King) -> None:
    """Derivation is idempotent."""
    plan = king.plan().plan

    assert derive_again(king, plan.id) == Changes()
    assert king.do(None, replanning.follow, SCHOOL, at=MONDAY) == replanning.Followed()


def test_ids_are_plan_and_original_date(king: King) -> None:
    """A session is known by its plan and its original local date."""
    plan = king.plan().plan

    assert king.sessions(plan.id)[0].id == f"{plan.id}-20260914"


def test_facts_say_who_when_and_where(king: King) -> None:
    """A session's facts are those of its date, in the school's local time."""
    plan = king.plan(paras=(account("tam"),)).plan
    wednesday = king.session(plan.id, date(2026, 9, 16))

    facts = king.read("tam", sessions.facts, wednesday)

    assert (facts.on, facts.start, facts.end) == (date(2026, 9, 16), 571, 614)
    assert (facts.day_label, facts.during, facts.room) == ("Early Release", "Period 2", "12")
    assert [one.name for one in facts.adults] == ["Maya", "Adams", "Tam"]
    assert facts.zone == "America/Los_Angeles"


def test_missing_period_marks_the_session_and_asks_its_owner(king: King) -> None:
    """On the minimum day there is no Period 2: no checklist, and the provider is asked."""
    king.do(None, schools.import_neutral, neutral(VARIANT), at=MONDAY)
    plan = king.plan(weekdays=frozenset({0})).plan
    (missing,) = [row for row in king.sessions(plan.id) if row.obstacle]
    asked = f"im:{king.person('maya').id}"
    asks = king.rows(tables.Prompt, kind="ask", state="planned", conversation_id=asked)

    assert missing.obstacle == "routine_missing"
    assert local(missing) == ("09:35", "10:20")
    assert king.planned(f"session:{missing.id}") == []
    assert len(asks) == 1
    assert asks[0].due_at.date() < missing.on_date


def test_logged_and_skipped_sessions_stay(king: King) -> None:
    """What is logged, or was skipped by a person, is not rewritten by a calendar change."""
    plan = king.plan().plan
    logged, skipped = king.sessions(plan.id)[2:4]
    edit(king, logged.id, frozen_at=MONDAY, status="held")
    king.do("maya", sessions.skip, skipped.id, "", at=MONDAY)

    for row in (logged, skipped):
        king.do("rosa", schools.override_day, SCHOOL, row.on_date, None, "Snow", at=MONDAY)
    king.do("rosa", schools.clear_override, SCHOOL, skipped.on_date, at=MONDAY)

    assert king.session(plan.id, logged.on_date).status == "held"
    assert king.session(plan.id, skipped.on_date).reason == "skipped"


def test_kept_session_without_its_routine_stays_kept(king: King) -> None:
    """Once its owner keeps a session without its routine, it is not marked again."""
    king.do(None, schools.import_neutral, neutral(VARIANT), at=MONDAY)
    plan = king.plan(weekdays=frozenset({0})).plan
    (missing,) = [row for row in king.sessions(plan.id) if row.obstacle]
    edit(king, missing.id, obstacle=None, reason=derivation.KEPT)

    assert derive_again(king, plan.id) == Changes()


def test_delay_after_the_session_began_makes_no_second_one(king: King) -> None:
    """A day that is changed at noon keeps this morning's session, and has no other."""
    plan = king.plan(
        anchor=Anchor("clock", start=8 * 60 + 45, end=9 * 60 + 15), weekdays=frozenset({0})
    ).plan
    count = len(king.sessions(plan.id))

    king.do(
        "rosa",
        schools.override_day,
        SCHOOL,
        date(2026, 9, 14),
        "EARLY RELEASE",
        at=on(9, 14, 8, 50),
    )

    assert len(king.sessions(plan.id)) == count


class TestSkip:
    """Somebody cannot make it."""

    @pytest.mark.parametrize("who", ["maya", "adams", "rosa"])
    def test_provider_teacher_and_organiser_skip_one(self, king: King, who: str) -> None:
        """One session is cancelled, its checklist withdrawn; all others stay."""
        plan = king.plan().plan
        row = king.session(plan.id, MONDAY_21)

        facts = king.do(who, sessions.skip, row.id, "field trip", at=MONDAY)

        assert (facts.status, facts.reason, facts.revision) == ("cancelled", "field trip", 2)
        assert king.planned(f"session:{row.id}") == []
        others = [one for one in king.sessions(plan.id) if one.id != row.id]
        assert {one.status for one in others} == {"planned"}

    def test_twice_is_once(self, king: King) -> None:
        """Skipping again changes nothing."""
        row = king.sessions(king.plan().plan.id)[0]
        first = king.do("maya", sessions.skip, row.id, "", at=MONDAY)

        assert king.do("adams", sessions.skip, row.id, "other", at=MONDAY) == first

    @pytest.mark.parametrize("who", ["tam", "ben"])
    def test_others_do_not(self, king: King, who: str) -> None:
        """A para of the plan and another provider cannot skip it."""
        row = king.sessions(king.plan(paras=(account("tam"),)).plan.id)[0]

        with pytest.raises(errors.NotAllowed, match="not_yours"):
            king.do(who, sessions.skip, row.id, "", at=MONDAY)

    def test_over_is_over(self, king: King) -> None:
        """A session that has ended is not skipped; an unknown one is gone."""
        row = king.sessions(king.plan().plan.id)[0]

        with pytest.raises(errors.Stale, match="session_over"):
            king.do("maya", sessions.skip, row.id, "", at=row.ends_at + timedelta(minutes=1))
        with pytest.raises(errors.Refusal, match="session_gone"):
            king.do("maya", sessions.skip, "nothing", "", at=MONDAY)


def test_only_the_team_sees_a_session(king: King) -> None:
    """A colleague of the room may see it; another provider may not."""
    row = king.sessions(king.plan(paras=(account("tam"),)).plan.id)[0]

    assert king.read("tam", sessions.of_team, row.id).id == row.id
    with pytest.raises(errors.NotAllowed):
        king.read("ben", sessions.of_team, row.id)
