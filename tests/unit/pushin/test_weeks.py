"""A week: what each day is, what somebody has on it, and what falls out and why."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import event
from unit.pushin import itinerant, king
from unit.pushin.itinerant import Team, neutral
from unit.pushin.king import MONDAY, King

from pushin import derivation, schools, sessions, weeks
from pushin.errors import Refusal
from pushin.results import Week
from storage import tables
from storage.database import Database
from storage.scope import Scope

KING = neutral("berkeley-king-6-2026-2027")
K, GRANT = KING["id"], "grant"
AUTUMN = {"since": date(2026, 10, 1), "until": date(2026, 11, 1)}


@pytest.fixture
def team(sqlite_url: str) -> Iterator[King]:
    """Open the real school with its team; Maya has room 12 on Mondays and Wednesdays."""
    database = Database.open(sqlite_url)
    opened = king.opened(database)
    opened.plan(until_date=date(2026, 10, 2))
    yield opened
    database.close_now()


@pytest.fixture
def two(sqlite_url: str) -> Iterator[Team]:
    """Open two schools; Maya is at King on Mon, Wed and Fri, at Grant on Tue and Thu."""
    database = Database.open(sqlite_url)
    opened = Team(database)
    opened.open(KING, {**KING, "id": GRANT, "name": "Grant Elementary"})
    for school_id, weekdays in ((K, [0, 2, 4]), (GRANT, [1, 3])):
        row = tables.Building(
            workspace_id=itinerant.WORKSPACE,
            person_id="maya",
            school_id=school_id,
            weekdays=weekdays,
        )
        opened.do(lambda scope, row=row: scope.session.add(row))
    yield opened
    database.close_now()


def shown(found: Week) -> list[tuple[str, int, int, str | None]]:
    """Return each session: the date, from when to when, and why it is not on."""
    return [
        (f"{day.on:%a %d}", one.session.start, one.session.end, one.session.reason)
        for day in found.days
        for one in day.sessions
    ]


def week(team: King, who: str, of: date) -> Week:
    return team.read(who, weeks.week, at=MONDAY, of=of)


def test_a_week_holds_every_day_of_it_with_its_sessions(team: King) -> None:
    """Monday to Friday in the school's words; on an early day a session has that day's time."""
    found = week(team, "maya", date(2026, 9, 17))
    labels = [day.schools[0].day_label for day in found.days]

    assert [day.on.day for day in found.days] == [14, 15, 16, 17, 18]
    assert labels[:3] == ["Normal", "Normal", "Early Release"]
    assert shown(found) == [("Mon 14", 575, 620, None), ("Wed 16", 571, 614, None)]
    assert found.days[0].bells[0].name == "Period 1"
    assert (found.monday, found.today) == (date(2026, 9, 14), date(2026, 9, 14))
    assert found.has_plans


def test_a_week_is_the_same_on_both_databases(database: Database) -> None:
    """SQLite and PostgreSQL give the same week, and no statement forgets its workspace."""
    opened = king.opened(database)
    opened.plan(until_date=date(2026, 10, 2))
    found = week(opened, "adams", date(2026, 9, 14))

    assert shown(found) == [("Mon 14", 575, 620, None), ("Wed 16", 571, 614, None)]
    assert [base.state for day in found.days for base in day.touch_bases] == ["planned"]


def test_teacher_para_and_provider_see_the_same_push_in(team: King) -> None:
    """Whoever takes part sees it in their week, and whose room it is; a colleague does not."""
    monday, plan = date(2026, 9, 14), team.rows(tables.Plan)[0]
    mine, theirs = (shown(week(team, who, monday)) for who in ("maya", "adams"))
    adams = team.person("adams").id

    def leave(scope: Scope) -> None:
        key = {"workspace_id": king.WORKSPACE, "plan_id": plan.id, "person_id": adams}
        scope.session.delete(scope.session.get(tables.PlanPerson, key))

    team.do(None, leave)

    assert mine == theirs
    assert shown(week(team, "ben", monday)) == []
    assert shown(week(team, "adams", monday)) == mine


def test_an_organiser_without_plans_has_the_schools_week(team: King) -> None:
    """Day types and days off stand there without any push-in."""
    found = week(team, "rosa", date(2026, 11, 25))

    assert not found.has_plans
    assert [day.schools[0].in_session for day in found.days] == [False] * 5
    assert found.days[0].schools[0].day_label == "Fall Recess"


def test_what_falls_out_says_why(team: King) -> None:
    """A skipped session, a day that was closed and one that a changed plan replaced."""
    plan = team.rows(tables.Plan)[0].id
    wednesday = team.session(plan, date(2026, 9, 16))
    team.do("maya", sessions.skip, wednesday.id, "", at=MONDAY)
    team.do(None, schools.override_day, king.SCHOOL, date(2026, 9, 21), None, "Smoke", at=MONDAY)
    replaced = team.session(plan, date(2026, 9, 23))

    def replace(scope: Scope) -> None:
        row = scope.sessions.get(replaced.id)
        assert row is not None
        row.status, row.reason = "cancelled", derivation.PLAN_CHANGED
        scope.session.add(row)

    team.do(None, replace)
    first, second = (week(team, "maya", date(2026, 9, day)) for day in (14, 21))

    assert [reason for _, _, _, reason in shown(first)] == [None, "skipped"]
    assert shown(second) == [("Mon 21", 575, 620, "no_school")]
    assert second.days[0].schools[0].day_label == "Smoke"
    assert not second.days[0].schools[0].in_session


def test_touch_bases_are_the_askers_own(team: King) -> None:
    """The pair sees the five minutes of the week; the para of the room does not."""
    mine, theirs = (week(team, who, date(2026, 9, 14)) for who in ("maya", "tam"))

    assert sum(len(day.touch_bases) for day in mine.days) == 1
    assert not any(day.touch_bases for day in theirs.days)


def test_a_week_is_named_in_words(team: King) -> None:
    """Next, last, and the week of any day in it; what names none is not guessed."""
    named = {
        "": date(2026, 9, 14),
        "next": date(2026, 9, 21),
        "next week": date(2026, 9, 21),
        "of Oct 12": date(2026, 10, 12),
        "10/14": date(2026, 10, 12),
        "last": date(2026, 9, 7),
        "in 2 weeks": date(2026, 9, 28),
    }
    found = {said: team.read("maya", weeks.week_of, said, at=MONDAY).monday for said in named}

    assert found == named
    for said in ("blah", "every monday", "oct 12 with adams", "monday or tuesday"):
        with pytest.raises(Refusal, match="week_unknown"):
            team.read("maya", weeks.week_of, said, at=MONDAY)


def test_on_a_weekend_it_is_the_coming_week(team: King) -> None:
    """Who looks on Sunday wants to know of Monday."""
    sunday = MONDAY + timedelta(days=6)

    assert team.read("maya", weeks.week, at=sunday).monday == date(2026, 9, 21)


def test_an_itinerants_days_have_their_building(two: Team) -> None:
    """A day is at the building of its sessions, else where the person is that weekday."""
    grant = two.room(GRANT, "4", "Mrs. Webb")
    two.plan(grant, [1, 4], 600, 630, part="Handwriting station", **AUTUMN)
    found = two.week(date(2026, 10, 19))
    names = [one.school_name for day in found.days for one in day.schools]
    grants = "Grant Elementary"

    assert names == [KING["name"], grants, KING["name"], grants, grants]
    assert found.days[1].sessions[0].my_part == "Handwriting station"


def test_a_day_in_two_buildings_has_both_and_no_bells_of_either(two: Team) -> None:
    """Where somebody works at two schools on a day, neither's periods are the day's."""
    for school_id, start in ((K, 540), (GRANT, 780)):
        room = two.room(school_id, "4", f"Teacher at {school_id}")
        two.plan(room, [4], start, start + 30, **AUTUMN)
    friday = two.week(date(2026, 10, 19)).days[4]

    assert [one.school_name for one in friday.schools] == [KING["name"], "Grant Elementary"]
    assert friday.bells == ()


def test_weekend_days_stand_there_only_for_something(two: Team) -> None:
    """A session on a Saturday is shown, an empty Sunday is not."""
    saturday = {"from": "2026-10-24", "to": "2026-10-24", "day_type": "NORMAL", "label": "Open day"}
    two.do(schools.import_neutral, {**KING, "exceptions": [saturday]}, at=itinerant.AT)
    found = two.week(date(2026, 10, 19))

    assert [f"{day.on:%a}" for day in found.days] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]


def test_a_full_week_takes_few_statements(two: Team) -> None:
    """A week of 30 sessions is read with a statement for each plan and a dozen more."""
    for number in range(10):
        room = two.room(K, str(20 + number), f"Teacher {number}")
        two.plan(room, [0, 2, 4], 510 + 35 * number, 540 + 35 * number, part="Helps", **AUTUMN)
    asked: list[str] = []

    def look(*statement: object) -> None:
        asked.append(str(statement[2]))

    for engine in two.database.engines:
        event.listen(engine, "before_cursor_execute", look)
    found = two.week(date(2026, 10, 19))

    assert sum(len(day.sessions) for day in found.days) == 30
    assert len([one for one in asked if one.startswith("SELECT")]) <= 10 + 19


def test_a_stranger_has_no_week(team: King) -> None:
    """Who is not known is told so."""
    with pytest.raises(Refusal, match="stranger"):
        team.read("nobody", weeks.week, at=MONDAY)
