"""Calendar links and what stands in a calendar: nothing of a student, ever."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from icalendar import Calendar
from unit.pushin import king
from unit.pushin.king import MONDAY, King, on

from handlers import calendar_file
from pushin import derivation, feeds, schools, sessions
from pushin.errors import Refusal
from pushin.results import Feed
from storage import tables
from storage.database import Database
from storage.scope import Scope

CODE = "K7-03"


@pytest.fixture
def team(sqlite_url: str) -> Iterator[King]:
    """Open the real school with its team; Maya has room 12 on Mondays and Wednesdays."""
    database = Database.open(sqlite_url)
    opened = king.opened(database)
    last = date(2026, 10, 2)
    opened.plan(paras=(king.account("tam"),), student_codes=(CODE,), until_date=last)
    yield opened
    database.close_now()


def calendar(team: King, who: str = "maya", at: object = MONDAY) -> Feed:
    return team.read(who, feeds.own, at=at)  # type: ignore[arg-type]


def test_a_link_is_told_once_and_only_its_hash_is_kept(team: King) -> None:
    """Of the secret nothing stands in the database; the link opens its person's calendar."""
    link = team.do("maya", feeds.renew, "", at=MONDAY)
    (row,) = team.rows(tables.Feed)
    found = team.read(None, feeds.reader, link.secret)

    assert link.secret not in str(row)
    assert len(link.secret) == 43
    assert link.secret not in repr(link)
    assert row.secret_hash == feeds.hash_of(link.secret)
    assert found is not None
    assert found.user_id == "U0MAYA"
    assert team.read(None, feeds.reader, "x" * 43) is None


def test_a_calendar_is_the_same_on_both_databases(database: Database) -> None:
    """SQLite and PostgreSQL give the same calendar, and no statement forgets its workspace."""
    opened = king.opened(database)
    opened.plan(until_date=date(2026, 10, 2))
    link = opened.do("maya", feeds.renew, "", at=MONDAY)
    reader = opened.read(None, feeds.reader, link.secret)
    found = opened.read(None, feeds.of_link, link.link_id, at=MONDAY)

    assert reader is not None
    assert found == calendar(opened)
    assert len(found.plans[0].sessions) == 6


def test_a_new_link_ends_the_one_that_was_shown(team: King) -> None:
    """Two taps on the same screen do not end the link that the first one gave."""
    first = team.do("maya", feeds.renew, "", at=MONDAY)
    with pytest.raises(Refusal, match="link_changed"):
        team.do("maya", feeds.renew, "", at=MONDAY)
    second = team.do("maya", feeds.renew, first.link_id, at=MONDAY)

    assert team.read(None, feeds.reader, first.secret) is None
    assert team.read(None, feeds.reader, second.secret) is not None
    assert (first.replaced, second.replaced) == (False, True)


def test_a_link_that_is_off_stays_off(team: King) -> None:
    """Turned off twice it is off; a screen that shows an older link changes nothing."""
    link = team.do("maya", feeds.renew, "", at=MONDAY)
    with pytest.raises(Refusal, match="link_changed"):
        team.do("maya", feeds.turn_off, "another", at=MONDAY)
    for _ in range(2):
        assert team.do("maya", feeds.turn_off, link.link_id, at=MONDAY).link_id == ""

    assert team.read(None, feeds.reader, link.secret) is None
    assert team.read("maya", feeds.state, at=MONDAY).since is None


def test_it_reaches_from_four_weeks_ago_to_the_last_session(team: King) -> None:
    """Older sessions have dropped out, in whole weeks; who looks later sees fewer."""
    dates = [
        [one.original_on for plan in calendar(team, at=at).plans for one in plan.sessions]
        for at in (MONDAY, on(10, 21), on(12, 16))
    ]

    assert dates[0] == [date(2026, 9, day) for day in (14, 16, 21, 23, 28, 30)]
    assert dates[1] == [date(2026, 9, day) for day in (21, 23, 28, 30)]
    assert dates[2] == []


def test_what_happens_to_sessions_stands_in_it(team: King) -> None:
    """Skipped is off, a closed day is off, a letter not published is open; each counts a change."""
    plan = team.rows(tables.Plan)[0].id
    before = calendar(team).plans[0].sequence
    team.do("maya", sessions.skip, team.session(plan, date(2026, 9, 16)).id, "", at=MONDAY)
    team.do(None, schools.override_day, king.SCHOOL, date(2026, 9, 21), None, "Smoke", at=MONDAY)
    (found,) = calendar(team).plans
    states = {one.original_on: one.state for one in found.sessions}

    assert states[date(2026, 9, 14)] == "on"
    assert states[date(2026, 9, 16)] == "off"
    assert states[date(2026, 9, 21)] == "off"
    assert found.sequence == before + 2


def test_a_colleague_is_found_by_id_or_name(team: King) -> None:
    """Whoever runs Push-In names people as Slack does; several of a name are told apart by id."""
    team.join("other", "para")

    def rename(scope: Scope) -> None:
        person = scope.people.of_account("U0OTHER")
        assert person is not None
        person.name = "Maya"
        scope.session.add(person)

    assert team.read(None, feeds.of_named, "u0maya", at=MONDAY).person.name == "Maya"
    assert team.read(None, feeds.of_named, "MAYA", at=MONDAY).person.slack_user_id == "U0MAYA"
    team.do(None, rename)
    with pytest.raises(Refusal, match="person_ambiguous"):
        team.read(None, feeds.of_named, "maya", at=MONDAY)
    with pytest.raises(Refusal, match="person_unknown"):
        team.read(None, feeds.of_named, "liam", at=MONDAY)


def test_no_code_stands_in_any_calendar(team: King) -> None:
    """Codes planted wherever people can write are in no calendar; nor are roles or reasons."""
    plan = team.rows(tables.Plan)[0]
    plant(team, plan.id)
    for who in ("maya", "adams", "tam"):
        content = calendar_file.made(calendar(team, who)).decode()

        assert CODE not in content.replace("\r\n ", "")
        assert "grip" not in content
        assert len(Calendar.from_ical(content).walk("VEVENT")) > 1


def plant(team: King, plan_id: str) -> None:
    """Write a code into every text of a plan, past the checks that stop it."""
    first = team.session(plan_id, date(2026, 9, 16)).id

    def write(scope: Scope) -> None:
        row = scope.sessions.get(first)
        assert row is not None
        row.status, row.reason = "cancelled", f"{CODE} is away"
        scope.session.add(row)
        key = {"workspace_id": king.WORKSPACE, "id": "a1", "plan_id": plan_id, "number": 1}
        text = f"grip for {CODE}"
        agreed = {"activity": text, "materials": text, "fallback": text, "content_hash": "x"}
        maya = team_id(scope, "U0MAYA")
        scope.session.add(
            tables.Agreement(
                **key,
                **agreed,
                co_teaching_model="station",
                lead_id=maya,
                created_by=maya,
                created_at=MONDAY,
            )
        )
        scope.session.flush()
        role = {"agreement_id": "a1", "person_id": maya, "part": text, "content_hash": "x"}
        scope.session.add(tables.Role(workspace_id=king.WORKSPACE, **role))
        said = {"id": "e1", "plan_id": plan_id, "text": text, "created_by": maya}
        scope.session.add(
            tables.Expectation(workspace_id=king.WORKSPACE, created_at=MONDAY, **said)
        )

    team.do(None, write)


def team_id(scope: Scope, user_id: str) -> str:
    found = scope.people.of_account(user_id)
    assert found is not None
    return found.id


def test_an_ended_plans_past_stays_and_its_future_goes(team: King) -> None:
    """Sessions that a change of the plan took away are not told as cancelled, they are gone."""
    plan = team.rows(tables.Plan)[0].id

    def end(scope: Scope) -> None:
        for row in scope.sessions.to_come(plan, MONDAY + timedelta(days=14)):
            row.status, row.reason = "cancelled", derivation.PLAN_CHANGED
            scope.session.add(row)

    team.do(None, end)
    (found,) = calendar(team).plans

    assert [one.original_on.day for one in found.sessions] == [14, 16, 21, 23]
    assert {one.state for one in found.sessions} == {"on"}
