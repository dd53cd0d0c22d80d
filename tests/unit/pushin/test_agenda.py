"""What comes next for a person, and what is on today."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from unit.pushin.king import MONDAY, SCHOOL, King, account, on

from pushin import agenda, agreements, errors, people, schools, sessions
from pushin.results import NextSession, NothingNext
from school.recurrence import Anchor
from storage import tables
from storage.scope import Scope, Who


def next_of(king: King, who: str, at: datetime = MONDAY) -> NextSession:
    """Return somebody's next session."""
    found = king.read(who, agenda.next_session, at=at)
    assert isinstance(found, NextSession)
    return found


@contextmanager
def counted(king: King) -> Iterator[list[str]]:
    """Collect the statements that run inside."""
    seen: list[str] = []

    def note(*args: object) -> None:
        seen.append(str(args[2]))

    for engine in king.database.engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in king.database.engines:
        event.remove(engine, "before_cursor_execute", note)


def leave(scope: Scope, person_id: str) -> None:
    person = people.require(scope, person_id)
    person.active = False
    scope.people.add(person)


def test_next_is_the_same_as_the_facts_of_the_session(king_anywhere: King) -> None:
    """The fast answer and the plain one are the same facts, on both databases."""
    king = king_anywhere
    plan = king.plan(paras=(account("tam"),)).plan

    found = next_of(king, "tam")

    assert found.session == king.read("tam", sessions.facts, king.sessions(plan.id)[0])
    assert (found.agreement_id, found.in_force, found.try_next) == (None, False, None)


def test_next_of_several_plans_is_the_first_in_time(king: King) -> None:
    """Of several plans, the session that begins first comes next."""
    later = king.plan(weekdays=frozenset({3})).plan
    sooner = king.plan("ben", weekdays=frozenset({1}), anchor=Anchor("period", "Period 4")).plan

    assert next_of(king, "adams").session.plan_id == sooner.id
    assert next_of(king, "maya").session.plan_id == later.id


def test_running_session_is_still_next(king: King) -> None:
    """Until its end, the session that is on is the next one."""
    plan = king.plan().plan
    first, second = king.sessions(plan.id)[:2]

    assert next_of(king, "maya", first.ends_at - timedelta(seconds=1)).session.id == first.id
    assert next_of(king, "maya", first.ends_at).session.id == second.id


def test_sessions_that_are_not_on_are_left_out(king: King) -> None:
    """A skipped session and one on a closed day are not next."""
    plan = king.plan().plan
    first, second, third = king.sessions(plan.id)[:3]
    king.do("maya", sessions.skip, first.id, "", at=MONDAY)
    king.do("rosa", schools.override_day, SCHOOL, second.on_date, None, "Snow", at=MONDAY)

    assert next_of(king, "adams").session.id == third.id


def test_two_statements(king: King) -> None:
    """The next session costs two statements, whoever asks."""
    king.plan()
    with counted(king) as seen:
        next_of(king, "maya")

    assert len([one for one in seen if one.startswith("SELECT")]) == 2


def test_index_is_used(king: King) -> None:
    """The next session is sought by index, once for each of the person's plans."""
    king.plan()
    with counted(king) as seen:
        next_of(king, "maya")

    def explain(scope: Scope) -> str:
        asked = ("T1", "U0MAYA", "T1", "T1", "T1", "T1", "T1", "T1", "T1")
        statement = "EXPLAIN QUERY PLAN " + seen[1 if seen[0].startswith("BEGIN") else 0]
        given = asked[: statement.count("?")] + ("",) * (statement.count("?") - len(asked))
        rows = scope.session.connection().exec_driver_sql(statement, given)
        return " | ".join(str(row[-1]) for row in rows)

    plan = king.database.read_now(explain, Who("T1", "U0MAYA"))
    assert "ix_session_plan_ends" in plan
    assert "SCAN session" not in plan
    assert "SCAN other" not in plan


def test_agreement_part_and_answers(king: King) -> None:
    """My part and answer, the lead, and for whom the team waits come with the session."""
    plan = king.plan(paras=(account("tam"),)).plan
    maya, adams, tam = (king.person(name).id for name in ("maya", "adams", "tam"))
    write_agreement(king, plan.id, adams, {maya: "Sits at table 2", adams: "Leads", tam: "Helps"})
    answer(king, maya, "in")
    answer(king, adams, "talk")

    mine, theirs = next_of(king, "maya"), next_of(king, "tam")

    assert (mine.my_part, mine.my_answer) == ("Sits at table 2", "in")
    assert (theirs.my_part, theirs.my_answer) == ("Helps", None)
    assert mine.lead is not None
    assert mine.lead.name == "Adams"
    assert {one.name for one in mine.waiting_for} == {"Adams", "Tam"}
    assert not mine.in_force

    answer(king, adams, "in")
    answer(king, tam, "in")

    assert next_of(king, "maya").in_force
    assert next_of(king, "maya").waiting_for == ()


def test_a_closed_account_is_waited_for_nowhere(king: King) -> None:
    """Who left cannot answer: next session and agreement say alike that everybody is in."""
    plan = king.plan(paras=(account("tam"),)).plan
    maya, adams, tam = (king.person(name).id for name in ("maya", "adams", "tam"))
    write_agreement(king, plan.id, adams, {maya: "Sits at table 2", adams: "Leads", tam: "Helps"})
    answer(king, maya, "in")
    answer(king, adams, "in")

    king.do(None, leave, tam)

    found = next_of(king, "maya")
    assert found.agreement_id is not None
    assert found.in_force
    assert king.do("maya", agreements.facts, found.agreement_id).in_force


def test_answer_to_an_older_part_does_not_count(king: King) -> None:
    """An answer that was given to other words is none."""
    plan = king.plan().plan
    maya, adams = (king.person(name).id for name in ("maya", "adams"))
    write_agreement(king, plan.id, adams, {maya: "Sits at table 2", adams: "Leads"})
    answer(king, maya, "in", content_hash="older")

    assert next_of(king, "maya").my_answer is None


def test_one_thing_to_try_is_for_the_two_who_noted_it(king: King) -> None:
    """The newest thing to try is told to the pair, not to others of the plan."""
    king.plan(paras=(account("tam"),))
    note(king, 0, "Older", MONDAY)
    note(king, 1, "Timer on the board", MONDAY + timedelta(days=1))

    assert next_of(king, "maya").try_next == "Timer on the board"
    assert next_of(king, "adams").try_next == "Timer on the board"
    assert next_of(king, "tam").try_next is None


def test_nothing_next(king: King) -> None:
    """Without a session to come, it is told whether there ever was a plan."""
    assert king.read("ben", agenda.next_session, at=MONDAY) == NothingNext(
        has_plans=False, role="provider"
    )
    king.plan(until_date=date(2026, 9, 16))

    assert king.read("maya", agenda.next_session, at=on(9, 17)) == NothingNext(
        has_plans=True, role="provider"
    )


@pytest.mark.parametrize("use_case", [agenda.next_session, agenda.today])
def test_stranger(king: King, use_case: object) -> None:
    """Somebody unknown is told so."""
    with pytest.raises(errors.Refusal, match="stranger"):
        king.read("nobody", use_case, at=MONDAY)  # type: ignore[arg-type]


def test_today_has_also_what_is_not_on(king: King) -> None:
    """Today's agenda shows the day, the sessions that are on, and the skipped one's reason."""
    king.plan("ben", anchor=Anchor("period", "Period 4"))
    plan = king.plan().plan
    king.do("adams", sessions.skip, king.sessions(plan.id)[0].id, "assembly", at=MONDAY)

    found = king.read("adams", agenda.today, at=MONDAY)

    assert (found.day.on, found.day.day_label) == (date(2026, 9, 14), "Normal")
    assert [(one.provider.name, one.status, one.reason) for one in found.sessions] == [
        ("Maya", "cancelled", "assembly"),
        ("Ben", "planned", None),
    ]


def test_today_is_the_school_s_today(king: King) -> None:
    """Late in the evening in California it is still today there, though not in UTC."""
    king.plan()

    assert king.read("maya", agenda.today, at=on(9, 14, 22)).day.on == date(2026, 9, 14)
    assert len(king.read("maya", agenda.today, at=on(9, 14, 22)).sessions) == 1


def test_today_on_a_day_off(king: King) -> None:
    """A day off says so and has no sessions."""
    king.plan()

    found = king.read("maya", agenda.today, at=on(11, 11))

    assert (found.day.in_session, found.day.day_label, found.sessions) == (
        False,
        "Veterans Day",
        (),
    )


# --- rows that other use cases write ------------------------------------------------------------


def write_agreement(king: King, plan_id: str, lead_id: str, parts: dict[str, str]) -> None:
    def write(scope: Scope) -> None:
        key: dict[str, Any] = {"workspace_id": scope.workspace_id}
        scope.session.add(
            tables.Agreement(
                **key,
                id="a1",
                plan_id=plan_id,
                number=1,
                co_teaching_model="team",
                lead_id=lead_id,
                content_hash="h",
                created_by=lead_id,
                created_at=MONDAY,
            )
        )
        scope.session.flush()
        for person_id, part in parts.items():
            scope.session.add(
                tables.Role(
                    **key, agreement_id="a1", person_id=person_id, part=part, content_hash=part
                )
            )

    king.do(None, write)


def answer(king: King, person_id: str, said: str, content_hash: str | None = None) -> None:
    def write(scope: Scope) -> None:
        role = next(one for one in scope.agreements.roles("a1") if one.person_id == person_id)
        row = scope.agreements.confirmation("a1", person_id) or tables.Confirmation(
            workspace_id=scope.workspace_id,
            agreement_id="a1",
            person_id=person_id,
            answer=said,
            content_hash="",
            at=MONDAY,
        )
        row.answer, row.content_hash = said, content_hash or role.content_hash
        scope.session.add(row)

    king.do(None, write)


def note(king: King, index: int, text: str, at: datetime) -> None:
    def write(scope: Scope) -> None:
        adams = scope.people.of_account("U0ADAMS")
        maya = scope.people.of_account("U0MAYA")
        assert adams is not None
        assert maya is not None
        row = scope.touch_bases.of_pair(adams.id, maya.id)[index]
        row.try_next, row.noted_at, row.state = text, at, "done"
        scope.session.add(row)

    king.do(None, write)
