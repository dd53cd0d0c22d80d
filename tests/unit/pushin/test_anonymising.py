"""A code is taken out of everything for good, and the minutes stay."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from unit.pushin import logbook
from unit.pushin.lincoln import MAYA, MONDAY, PLAN, ROOM, WORKSPACE, Team
from unit.pushin.logbook import ADMIN, SEPTEMBER

from pushin import anonymising, exports
from pushin.errors import PushInError
from pushin.results import Anonymised
from storage import tables
from storage.scope import Scope
from storage.tables.base import metadata

CODE = "K7-03"


def everywhere(scope: Scope) -> None:
    """Let a code stand wherever a person or a form may have left it."""
    logbook.a_month(scope)
    shared: dict[str, Any] = {"workspace_id": WORKSPACE, "id": "x"}
    content = {"student_codes": [" k7-03", "K7-04"], "text": "K7-03 and K7-031"}
    maya: dict[str, Any] = {"person_id": MAYA}
    for row in (
        tables.Draft(**shared, **maya, kind="plan", content=content, created_at=MONDAY),
        tables.Undo(
            **shared, **maya, kind="log", subject="s", before=content, after={CODE: 1}, at=MONDAY
        ),
        tables.Proposal(**shared, plan_id=PLAN, proposed_by=MAYA, content=content, at=MONDAY),
        tables.Mandate(
            **shared,
            provider_id=MAYA,
            code=CODE,
            discipline="OT",
            minutes=60,
            per="week",
            from_date=date(2026, 9, 14),
            created_by=MAYA,
            created_at=MONDAY,
        ),
        tables.MakeUp(
            **shared,
            session_id=f"{PLAN}-20260916",
            provider_id=MAYA,
            code=CODE,
            minutes=10,
            at=MONDAY,
        ),
        tables.Expectation(
            **shared, plan_id=PLAN, text="Board for k7-03", created_by=MAYA, created_at=MONDAY
        ),
        tables.TouchBase(
            **shared,
            classroom_id=ROOM,
            teacher_id="adams",
            provider_id=MAYA,
            week=date(2027, 6, 14),
            state="no_slot",
            worked="K7-03: slant board",
        ),
        tables.Review(**shared, plan_id=PLAN, why="asked", at=MONDAY, words="(K7-03)"),
    ):
        logbook.write(scope, row)
    log = scope.session.get(tables.Log, {"workspace_id": WORKSPACE, "id": f"log-{PLAN}-20260914"})
    assert log is not None
    log.note = "K7-03 held the pencil; K7-04 did not."


def standing(team: Team, code: str) -> list[str]:
    """Return the tables and columns in which a word stands, whatever they are for."""

    def look(scope: Scope) -> list[str]:
        found = []
        for name, table in metadata.tables.items():
            if "workspace_id" not in table.c:
                continue
            mine = select(table).where(table.c.workspace_id == WORKSPACE)
            for row in scope.session.execute(mine).mappings():
                found += [
                    f"{name}.{key}" for key, value in row.items() if code in str(value).upper()
                ]
        return sorted(set(found))

    return team.do(None, look)


def test_a_code_stands_nowhere_any_more(any_team: Team) -> None:
    """In no column of any table; other codes and the minutes are what they were."""
    any_team.do(None, everywhere)
    before = standing(any_team, "K7-03")
    others = standing(any_team, "K7-04")
    done = any_team.do(None, anonymising.anonymise, "k7-03 ", at=MONDAY)
    rest = [one for one in any_team.rows(tables.LogStudent) if one.code.startswith("X-")]

    assert len(before) >= 12
    assert set(standing(any_team, "K7-03")) == {
        "draft.content",
        "proposal.content",
        "undo.before",
    }, "K7-031 is another code"
    assert any_team.rows(tables.Draft)[0].content["text"].endswith(" and K7-031")
    assert standing(any_team, "K7-04") == others
    assert sum(one.minutes for one in rest) == 110
    assert len({one.code for one in rest}) == 1
    assert done == Anonymised(rows=14, logged=3, running=1)


def test_the_log_says_the_same_minutes_under_another_word(team: Team) -> None:
    """An export after it has the same lines and sums; the code itself is unknown then."""
    team.do(None, logbook.a_month)
    wanted = SEPTEMBER
    before = team.do(None, exports.ready, wanted, most=99, at=MONDAY)
    team.do(ADMIN, anonymising.anonymise, CODE, at=MONDAY)

    assert team.do(None, exports.ready, wanted, most=99, at=MONDAY) == before
    for _ in range(2):
        with pytest.raises(PushInError, match="export_code"):
            team.do(ADMIN, anonymising.anonymise, CODE, at=MONDAY)


def test_the_word_is_another_one_each_time(team: Team) -> None:
    """Nobody can compute it from the code; it looks like one, so that forms can be saved."""
    team.do(None, logbook.a_month)
    for code in (CODE, "K7-04"):
        team.do(None, anonymising.anonymise, code, at=MONDAY)
    words = {one.code for one in team.rows(tables.PlanStudent)} - {"B2-11"}

    assert len(words) == 2
    assert all(len(one) == len("X-0000-0000") and one.startswith("X-") for one in words)


@pytest.mark.parametrize("who", [MAYA, "rosa", "adams"])
def test_only_an_admin_may(team: Team, who: str) -> None:
    """The provider and the case manager export; that a code is taken out, an admin decides."""
    team.do(None, logbook.a_month)
    with pytest.raises(PushInError, match="not_yours"):
        team.do(who, anonymising.anonymise, CODE, at=MONDAY)

    assert standing(team, CODE)


def test_all_that_was_logged_of_a_code_has_its_dates(team: Team) -> None:
    """The file before it holds the student's first to last logged date."""
    team.do(None, logbook.a_month)
    found = team.do(None, anonymising.span, CODE, at=MONDAY)
    team.do(None, logbook.student, "Q1-01", PLAN)

    assert found == (date(2026, 9, 14), date(2026, 9, 28))
    assert team.do(None, anonymising.span, "Q1-01", at=MONDAY) is None
