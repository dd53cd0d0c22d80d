"""What was merged or withheld this week: each with its reason, and only what was not said."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from unit.pushin.changing import changed, undone
from unit.pushin.lincoln import ADAMS, MAYA, MONDAY, TAM, Team, clock, session_id

from pushin import absences, derivation, quiet, sessions
from pushin.results import QuietWeek
from storage import tables
from storage.tables.plans import OBSTACLES

ROOT = Path(__file__).parents[3]
MON, WED = date(2026, 9, 14), date(2026, 9, 16)
WRITTEN = re.compile(
    r"(?:why=|Withhold\(\"\w+\", |Postpone\(\w+, |_settle\(mine, \"\w+\", |closed or )\"([a-z_]+)\""
)


def week(team: Team, who: str, at: datetime) -> QuietWeek:
    return team.do(who, quiet.week, at=at)


def told(found: QuietWeek) -> list[tuple[date, str, str]]:
    return [(day.on, one.kind, one.why) for day in found.days for one in day.entries]


def test_nothing_was_withheld(team: Team) -> None:
    """What was posted, and what is only to come, is not in it."""
    team.deliver(MONDAY)

    assert week(team, MAYA, MONDAY) == QuietWeek(MON, ())


def test_the_checklist_of_a_skipped_session(team: Team) -> None:
    """It stands under the day on which it was due, with the session and why."""
    team.do(MAYA, sessions.skip, session_id(WED), "", at=MONDAY)
    found = week(team, ADAMS, MONDAY)

    assert told(found) == [(WED, "checklist", "skipped")]
    (entry,) = found.days[0].entries
    assert entry.session is not None
    assert entry.session.id == session_id(WED)


@pytest.mark.slow
def test_of_whom_it_is_not(team: Team) -> None:
    """Somebody who takes no part hears nothing of it, and nobody of another's messages."""
    team.do(MAYA, sessions.skip, session_id(WED), "", at=MONDAY)

    assert week(team, "ben", MONDAY).days == ()


def test_a_change_waits_for_the_morning(team: Team) -> None:
    """What is held back in quiet hours says until when."""
    team.do(MAYA, absences.cannot_come, session_id(MON), at=clock(9, 14, 6))
    found = week(team, TAM, clock(9, 14, 6))

    assert (MON, "change", "held") in told(found)
    (held,) = [one for one in found.days[0].entries if one.why == "held"]
    assert (held.on, held.until) == (MON, 510)


def test_a_change_of_a_session_waits_for_the_morning(team: Team) -> None:
    """What its provider changed by words stands under the day that it is about."""
    changed(team, "skip 9/14", MAYA, at=clock(9, 14, 6))
    found = week(team, TAM, clock(9, 14, 6))

    assert [(one.on, one.why) for one in found.days[0].entries if one.kind == "change"] == [
        (MON, "held")
    ]


@pytest.mark.slow
def test_a_day_that_is_again_as_known(team: Team) -> None:
    """A change that was taken back before it was told is in it; what is planned again is not."""
    said = team.do(MAYA, absences.cannot_come, session_id(MON), at=MONDAY)
    team.do(MAYA, absences.take_back, said.undo_id, at=MONDAY)

    assert told(week(team, ADAMS, MONDAY)) == [(MON, "change", "as_known")]


def test_the_third_message_of_a_day(team: Team) -> None:
    """A touch-base that would be one too many is in it, with the budget as its reason."""
    (base,) = [one for one in team.rows(tables.TouchBase) if one.week == MON]
    (prompt,) = [one for one in team.prompts("touch_base") if one.subject == f"pair:{base.id}"]
    team.change(tables.Prompt, {"id": prompt.id}, state="merged", why="budget")
    found = week(team, ADAMS, clock(9, 14, 9))

    assert told(found) == [(MON, "touch_base", "budget")]
    assert found.days[0].entries[0].touch_base is not None


def test_every_reason_that_is_written_is_known() -> None:
    """Each code that a prompt can end with, read from the code itself, is one of the list."""
    files = [*(ROOT / "pushin").glob("*.py"), ROOT / "bot" / "delivery.py"]
    source = "\n".join(path.read_text(encoding="utf-8") for path in files)
    ends = {*WRITTEN.findall(source), *OBSTACLES, *derivation.DERIVED}
    begins = {"plan_saved", "card_deleted", "before_session", "common_free_time", "week_begins"}
    begins |= {"failed", "one_session", "posted_again", "review"}

    assert "budget" in ends
    assert "closed_day" in ends
    assert ends - begins <= {*quiet.WHY}


@pytest.mark.parametrize(
    ("state", "code", "why"),
    [
        ("cancelled", "skipped", "skipped"),
        ("cancelled", "assembly in the gym", "not_on"),
        ("expired", "is_archived", "unreachable"),
        ("expired", "plan1-20260914=550-590", "too_late"),
    ],
)
def test_other_words_become_one_of_them(state: str, code: str, why: str) -> None:
    """What Slack or a person said is no code of ours, and is never shown."""
    assert quiet.why(state, code) == why


def test_a_change_that_was_taken_back(team: Team) -> None:
    """What was never told of a later date is in it, as a change of that date."""
    undone(team, changed(team, "move Wed to Thu"))
    found = week(team, TAM, MONDAY)

    assert told(found) == [(MON, "change", "taken_back")]
    assert found.days[0].entries[0].on == WED


def test_a_plan_that_ended(team: Team) -> None:
    """What it would have posted is still explained to those who took part in it."""
    changed(team, "cancel room 4 from today")

    assert (WED, "checklist", "plan_changed") in told(week(team, TAM, MONDAY))
