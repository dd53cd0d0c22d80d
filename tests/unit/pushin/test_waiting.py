"""What waits for a person, and when it is a reason for a card."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import event
from unit.pushin.lincoln import (
    ADAMS,
    MAYA,
    MINUTE,
    MONDAY,
    PLAN,
    TAM,
    Team,
    clock,
    session_id,
)

from pushin import (
    agreements,
    classrooms,
    errors,
    live,
    people,
    schools,
    sessions,
    settings,
    touchbase_notes,
    waiting,
)
from pushin.results import WaitingMissing, WaitingRole, WaitingSkipped, WaitingTalk, WaitingTime
from storage import tables
from storage.scope import Scope

MISSING = session_id(date(2026, 9, 23))
DAY_BEFORE = clock(9, 22, 9)


def _reason(scope: Scope, person_id: str, at: object) -> waiting.Reason | None:
    person = scope.people.get(person_id)
    assert person is not None
    return waiting.reason(scope, person, at=at)  # type: ignore[arg-type]


def test_nothing(team: Team) -> None:
    """Nothing waits for somebody who was asked nothing, nor for somebody unknown."""
    assert team.do(None, waiting.of, TAM, at=MONDAY) == ()
    assert team.do(None, waiting.of, "nobody", at=MONDAY) == ()
    assert team.do(None, _reason, TAM, MONDAY) is None


def test_it_is_found_by_index(team: Team) -> None:
    """No statement reads all sessions, prompts or answers of the workspace."""
    statements: list[tuple[str, Any]] = []
    engine = team.database.engines[1]
    event.listen(engine, "before_cursor_execute", lambda *said: statements.append(said[2:4]))
    team.agree(MONDAY)
    statements.clear()

    team.do(None, _reason, MAYA, MONDAY)

    with engine.connect() as connection:
        steps = [
            step.detail
            for text, parameters in statements.copy()
            if text.startswith("SELECT")
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", parameters)
        ]
    assert steps
    of_rows = [one for one in steps if one not in {"SCAN CONSTANT ROW", "SCAN (subquery-1)"}]
    assert [one for one in of_rows if one.startswith("SCAN") or "(workspace_id=?)" in one] == []


def test_a_session_of_today_that_was_skipped_is_told(team: Team) -> None:
    """Its people read it in Home and on the day's card until it would be over."""
    first = session_id(date(2026, 9, 14))
    team.do(ADAMS, sessions.skip, first, "", at=MONDAY)

    for who in (MAYA, TAM):
        (item,) = team.do(None, waiting.of, who, at=MONDAY)
        assert isinstance(item, WaitingSkipped)
        assert (item.session.id, item.session.reason) == (first, "teacher_request")
    assert team.do(None, waiting.of, TAM, at=clock(9, 14, 9, 50)) == ()


class TestRole:
    """A part that waits for its answer."""

    def test_until_it_is_answered(self, team: Team) -> None:
        """A part waits until its person answers, in or talk."""
        saved = team.agree(MONDAY).agreement
        (item,) = team.do(None, waiting.of, TAM, at=MONDAY)
        assert isinstance(item, WaitingRole)
        assert item.my_part == "Puts folders out"

        team.do(TAM, agreements.confirm, saved.id, 1, "talk", at=MONDAY)

        assert team.do(None, waiting.of, TAM, at=MONDAY) == ()

    def test_only_the_current_one(self, team: Team) -> None:
        """A superseded agreement asks nothing any more."""
        team.agree(MONDAY)
        team.agree(MONDAY, activity="Letters", base_number=1)

        (item,) = team.do(None, waiting.of, TAM, at=MONDAY)

        assert isinstance(item, WaitingRole)
        assert item.agreement.number == 2

    def test_not_after_the_plan(self, team: Team) -> None:
        """A plan whose last date has passed asks nothing."""
        team.agree(MONDAY)

        assert team.do(None, waiting.of, TAM, at=clock(11, 2, 9)) == ()

    def test_in_the_evening_of_its_last_day(self, team: Team) -> None:
        """It asks until the school's last day is over, whatever the date is in London."""
        team.agree(MONDAY)

        assert len(team.do(None, waiting.of, TAM, at=clock(10, 30, 21))) == 1


class TestMissing:
    """A session whose routine is not there that day."""

    def test_from_the_school_day_before(self, team: Team) -> None:
        """Its provider decides on the school day before, not weeks ahead."""
        assert team.do(None, waiting.of, MAYA, at=clock(9, 21, 12)) == ()
        reason = team.do(None, _reason, MAYA, clock(9, 21, 12))
        assert reason == waiting.Reason("routine_missing", clock(9, 22, 0))

        (item,) = team.do(None, waiting.of, MAYA, at=DAY_BEFORE)

        assert isinstance(item, WaitingMissing)
        assert item.session.id == MISSING
        assert team.do(None, _reason, MAYA, DAY_BEFORE) == waiting.Reason(
            "routine_missing", DAY_BEFORE
        )

    def test_kept(self, team: Team) -> None:
        """Kept, it takes place at its regular time with a checklist; twice is once."""
        for _ in range(2):
            kept = team.do(MAYA, waiting.keep_missing, MISSING, at=DAY_BEFORE)
            assert (kept.obstacle, kept.revision) == (None, 2)

        assert team.do(None, waiting.of, MAYA, at=DAY_BEFORE) == ()
        due = {one.subject: one.due_at for one in team.prompts("checklist")}
        assert due[f"session:{MISSING}"] == clock(9, 23, 8, 40)

    def test_kept_takes_its_time(self, team: Team) -> None:
        """A touch-base at the time of a session that is kept moves out of its way."""
        team.change(
            tables.TouchBase,
            {"id": "maya-adams-20260921"},
            starts_at=clock(9, 23, 9, 15),
            ends_at=clock(9, 23, 9, 20),
        )

        team.do(MAYA, waiting.keep_missing, MISSING, at=DAY_BEFORE)

        (row,) = team.rows(tables.TouchBase, id="maya-adams-20260921")
        assert row.starts_at == clock(9, 22, 9, 50)

    def test_kept_stays_kept(self, team: Team) -> None:
        """A change of the calendar on another day does not ask again."""
        team.do(MAYA, waiting.keep_missing, MISSING, at=DAY_BEFORE)

        team.do(None, schools.override_day, "lincoln", date(2026, 9, 30), None, at=DAY_BEFORE)

        (row,) = team.rows(tables.Session, id=MISSING)
        assert (row.obstacle, row.reason) == (None, "kept")

    @pytest.mark.parametrize(
        ("who", "values", "at", "code"),
        [
            (TAM, {}, DAY_BEFORE, "not_yours"),
            (MAYA, {"status": "cancelled", "reason": "trip"}, DAY_BEFORE, "session_cancelled"),
            (MAYA, {}, clock(9, 23, 10), "session_over"),
        ],
    )
    def test_who_may_keep_it_and_when(
        self, team: Team, who: str, values: dict[str, object], at: object, code: str
    ) -> None:
        """Only who may skip it decides, while there is something to decide."""
        team.change(tables.Session, {"id": MISSING}, **values)

        with pytest.raises(errors.Refusal, match=code):
            team.do(who, waiting.keep_missing, MISSING, at=at)  # type: ignore[arg-type]

    def test_an_unknown_session(self, team: Team) -> None:
        """A session that is not there is said to be gone."""
        with pytest.raises(errors.Refusal, match="session_gone"):
            team.do(MAYA, waiting.keep_missing, "nothing", at=DAY_BEFORE)


class TestNoTime:
    """Somebody without any time that is known to be free of students is never asked."""

    @pytest.fixture
    def busy(self, team: Team) -> Team:
        """Let the teacher be there only while students are, on days that begin late too."""
        hours = {str(day): [14 * 60 + 50, 15 * 60] for day in range(5)}
        team.change(tables.Person, {"id": ADAMS}, working_hours=hours)
        team.change(tables.Routine, {"classroom_id": "room4", "name": "Planning"}, usable=False)
        team.agree(MONDAY)
        return team

    def test_the_author_is_told(self, busy: Team) -> None:
        """Who wrote the roles learns on one card that a colleague cannot be asked, and who."""
        assert not busy.do(None, _asks, ADAMS)

        (item,) = busy.do(None, waiting.of, MAYA, at=MONDAY)

        assert isinstance(item, WaitingTime)
        assert item.who.id == ADAMS
        assert busy.do(None, _reason, MAYA, MONDAY) == waiting.Reason("no_time", MONDAY)
        busy.deliver(clock(9, 14, 8))
        later = busy.do(None, _reason, MAYA, clock(9, 15, 8))
        assert later is not None
        assert later.why != "no_time"

    def test_the_person_sees_it(self, busy: Team) -> None:
        """In Home they see the part that waits, and why nobody asks them."""
        home = busy.do(ADAMS, live.home, at=MONDAY)

        assert [type(one) for one in home.waiting] == [WaitingRole, WaitingTime]

    def test_until_they_say_their_hours(self, busy: Team) -> None:
        """With hours before the bell they are asked then, and nobody is told anything more."""
        account = people.Account(f"U{ADAMS}", "Adams", "full")
        hours = dict.fromkeys(range(5), (8 * 60, 15 * 60))
        about = people.MeInput(account, "Adams", "teacher", None, "lincoln", hours)

        busy.do(ADAMS, settings.save, about, at=MONDAY)

        assert busy.do(None, _asks, ADAMS) == [clock(9, 14, 8)]
        assert busy.do(None, waiting.of, MAYA, at=MONDAY) == ()
        assert [type(one) for one in busy.do(None, waiting.of, ADAMS, at=MONDAY)] == [WaitingRole]

    def test_until_they_offer_planning_time(self, busy: Team) -> None:
        """With planning time offered they are asked in it."""
        about = classrooms.RoutineInput("Planning", "planning", 890, 900, usable=True)

        busy.do(ADAMS, classrooms.set_routine, "room4", about, at=MONDAY)

        assert busy.do(None, _asks, ADAMS) == [clock(9, 14, 14, 50)]
        assert busy.do(None, waiting.of, MAYA, at=MONDAY) == ()


def _asks(scope: Scope, person_id: str) -> list[datetime]:
    return [one.due_at for one in scope.prompts.planned_of("ask", person_id)]


class TestTalk:
    """Somebody would like to talk."""

    @pytest.fixture
    def wish(self, team: Team) -> str:
        """Return the agreement about which the teacher would like to talk."""
        saved = team.agree(MONDAY).agreement
        team.do(ADAMS, agreements.confirm, saved.id, 1, "talk", at=MONDAY + MINUTE)
        return saved.id

    def test_reaches_the_author(self, team: Team, wish: str) -> None:
        """Who wrote an agreement learns who would like to talk, on one card and in Home."""
        (item,) = team.do(None, waiting.of, MAYA, at=MONDAY + MINUTE)

        assert isinstance(item, WaitingTalk)
        assert (item.agreement.id, item.who.id) == (wish, ADAMS)
        assert "talk" in {one.why for one in team.prompts("ask")}

    def test_is_told_once(self, team: Team, wish: str) -> None:
        """The wish stands in Home until they talked, but is no reason for a second card."""
        team.deliver(clock(9, 14, 8))
        assert team.prompts("ask", "sent")

        assert team.do(None, _reason, MAYA, clock(9, 14, 12)) == waiting.Reason(
            "routine_missing", clock(9, 22, 0)
        )
        assert [item.agreement.id for item in team.do(None, waiting.of, MAYA, at=MONDAY)] == [wish]

    def test_until_they_touched_base(self, team: Team, wish: str) -> None:
        """A touch-base that was held meets the wish."""
        assert wish
        team.do(MAYA, touchbase_notes.done, "maya-adams-20260914", 1, at=clock(9, 14, 8))

        assert team.do(None, waiting.of, MAYA, at=clock(9, 14, 8)) == ()

    def test_until_the_answer_changed(self, team: Team, wish: str) -> None:
        """Who is in after all does not wish to talk any more."""
        team.do(ADAMS, agreements.confirm, wish, 1, "in", at=MONDAY + 2 * MINUTE)

        assert team.do(None, waiting.of, MAYA, at=MONDAY + 2 * MINUTE) == ()
        assert PLAN
