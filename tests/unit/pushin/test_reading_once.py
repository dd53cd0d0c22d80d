"""How often a transaction reads the same row: once, as its Scope keeps what it read."""

from typing import Any

from sqlalchemy import event
from unit.pushin.king import King, neutral
from unit.pushin.lincoln import ADAMS, BEN, MAYA, MONDAY, Team, save_plan

from pushin import calendars, live, schools
from storage.scope import Scope


def test_home_reads_no_row_twice(team: Team) -> None:
    """What is read by its key is read once, however many plans a person has."""
    for number in range(3):
        start = 600 + 10 * number
        its = {"provider_id": BEN, "start_minute": start, "end_minute": start + 10}
        its |= {"anchor_kind": "clock", "anchor_name": ""}
        team.do(None, save_plan, f"more{number}", at=MONDAY, **its)
    team.agree(MONDAY)
    statements: list[tuple[str, Any]] = []
    for engine in team.database.engines:
        event.listen(engine, "before_cursor_execute", lambda *said: statements.append(said[2:4]))

    team.do(ADAMS, live.home, at=MONDAY)
    team.do(MAYA, live.home, at=MONDAY)
    by_key = [one for one in statements if one[0].startswith("SELECT") and _is_by_key(one[0])]

    assert by_key
    assert [one for one in by_key if by_key.count(one) > 2] == []


def test_a_calendar_changed_meanwhile_is_read_anew(king: King) -> None:
    """After an import, the same transaction sees the imported calendar."""
    data = neutral()

    def names(scope: Scope) -> tuple[str, str]:
        before = calendars.calendar_of(scope, data["id"]).name
        schools.import_neutral(scope, {**data, "name": "Another name"}, at=MONDAY)
        return before, calendars.calendar_of(scope, data["id"]).name

    assert king.do(None, names) == (data["name"], "Another name")


def _is_by_key(statement: str) -> bool:
    return not any(word in statement for word in ("JOIN", "ORDER BY", "LIMIT"))
