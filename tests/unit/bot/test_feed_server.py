"""Calendars over HTTP: own sessions to who has the link, and nothing to anybody else."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from aiohttp.test_utils import TestClient, TestServer
from icalendar import Calendar
from multidict import CIMultiDict
from sqlalchemy import event
from unit.pushin import king
from yarl import URL

from bot.clocks import RealTime
from bot.feed_limits import Limits, Window
from bot.feed_server import FeedServer
from bot.health import Monitor
from bot.http_server import make_server
from bot.metrics import Metrics
from handlers.app import Surface
from pushin import feeds, sessions
from pushin.people import Account, AccountKind
from storage import tables
from storage.database import Database
from storage.scope import Scope, Who


@dataclass
class Colleagues:
    """A directory in which everybody is of one kind; `fails` when Slack does not answer."""

    kind: AccountKind = "full"
    fails: bool = False

    async def account(self, user_id: str, *, at: datetime) -> Account:  # noqa: ARG002  the port's words
        """Return an account of that kind."""
        if self.fails:
            raise TimeoutError
        return Account(user_id, user_id, self.kind)


@dataclass
class Door:
    """The server of calendars with a team behind it, and what Maya's link is."""

    team: king.King
    client: TestClient  # type: ignore[type-arg]
    people: Colleagues
    monotonic: list[float]
    secret: str = ""

    def renew(self, seen: str = "") -> str:
        """Give Maya a new link; return its id."""
        link = self.team.do("maya", feeds.renew, seen, at=king.MONDAY)
        self.secret = link.secret
        return link.link_id

    async def get(self, secret: str = "", **headers: str) -> tuple[int, bytes, CIMultiDict[str]]:
        """Ask for a calendar as a calendar program does."""
        path = f"/calendar/{king.WORKSPACE}/{secret or self.secret}.ics"
        async with self.client.get(path, headers=headers) as answer:
            return answer.status, await answer.read(), CIMultiDict(answer.headers)


@pytest.fixture
async def door(sqlite_url: str) -> AsyncIterator[Door]:
    """Open a server for a team with one plan."""
    database = Database.open(sqlite_url)
    team = king.opened(database)
    team.plan(until_date=date(2026, 10, 2))
    people, monotonic = Colleagues(), [0.0]
    surface = Surface(database, lambda: king.MONDAY, people, None, None)  # type: ignore[arg-type]
    real = RealTime(lambda: datetime.now(UTC), lambda: monotonic[0])
    monitor = Monitor(database, Metrics(), None)
    server = make_server(monitor, None, FeedServer(surface, king.WORKSPACE, real))
    async with TestClient(TestServer(server)) as client:
        opened = Door(team, client, people, monotonic)
        opened.renew()
        yield opened
    database.close_now()


async def test_the_link_shows_its_persons_sessions(door: Door) -> None:
    """A calendar program gets the person's sessions, with a tag, for nobody to keep but itself."""
    status, content, headers = await door.get()
    titles = {str(one["SUMMARY"]) for one in Calendar.from_ical(content).walk("VEVENT")}

    assert status == 200
    assert titles == {"Push-in · Room 12 · Adams"}
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Cache-Control"].startswith("private")
    assert headers["ETag"].startswith('"')
    assert "Set-Cookie" not in headers


async def test_what_is_unchanged_is_not_sent_again(door: Door) -> None:
    """The tag of the last answer gets "not changed"; after a change the new calendar comes."""
    _, _, headers = await door.get()
    same = await door.get(**{"If-None-Match": headers["ETag"]})
    first = door.team.sessions(door.team.rows(tables.Plan)[0].id)[0]
    door.team.do("maya", sessions.skip, first.id, "", at=king.MONDAY)
    after = await door.get(**{"If-None-Match": headers["ETag"]})

    assert same[0] == 304
    assert same[1] == b""
    assert after[0] == 200
    assert b"STATUS:CANCELLED" in after[1]


async def test_head_tells_the_same_without_the_calendar(door: Door) -> None:
    """A program that only looks gets the tag; other methods are not for a calendar."""
    path = f"/calendar/{king.WORKSPACE}/{door.secret}.ics"
    async with door.client.head(path) as answer:
        assert (answer.status, await answer.read()) == (200, b"")
        assert answer.headers["ETag"] == (await door.get())[2]["ETag"]
    async with door.client.post(path) as answer:
        assert answer.status == 405


async def test_what_is_no_link_learns_nothing(door: Door) -> None:
    """A wrong secret, another workspace and a path are answered with the same words."""
    door.team.database.write_now(_settle_elsewhere, Who("T2"), feeds.hash_of(door.secret))
    for path in (
        f"T1/{door.secret}x.ics",
        f"T1/{'A' * 43}.ics",
        "T1/.ics",
        f"T2/{door.secret}.ics",
        "T1/..%2f..%2fetc%2fpasswd",
        "T1/%ff%fe.ics",
        f"T1/{'A' * 4000}",
    ):
        url = URL(f"/calendar/{path}", encoded=True)
        async with door.client.get(url) as answer:
            assert (answer.status, await answer.text()) == (404, "Not found.\n"), path


def _settle_elsewhere(scope: Scope, secret_hash: str) -> None:
    """Make a workspace that somebody else serves, in which the same link would be good."""
    for row in (
        tables.Workspace(id="T2", name="Elsewhere", created_at=king.MONDAY),
        tables.Person(
            workspace_id="T2", id="p", slack_user_id="U0MAYA", name="Maya", role="organiser"
        ),
        tables.Feed(
            workspace_id="T2",
            id="f",
            person_id="p",
            secret_hash=secret_hash,
            created_at=king.MONDAY,
        ),
    ):
        scope.session.add(row)
        scope.session.flush()


async def test_a_link_that_was_renewed_or_turned_off_has_ended(door: Door) -> None:
    """A new link ends the old one; one that is off ends too, and both look like a wrong one."""
    old, link_id = door.secret, door.team.rows(tables.Feed)[0].id
    newer = door.renew(link_id)
    ended = await door.get(old)
    works = await door.get()
    door.team.do("maya", feeds.turn_off, newer, at=king.MONDAY)

    assert ended[:2] == (404, b"Not found.\n")
    assert works[0] == 200
    assert (await door.get())[:2] == (404, b"Not found.\n")


async def test_the_link_of_somebody_who_left_ends(door: Door) -> None:
    """Once the account is closed, or a guest's, the link is gone, also if the person comes back."""
    for kind in ("deleted", "guest", "foreign"):
        door.people.kind = kind
        left = (await door.get())[0]
        door.people.kind = "full"
        back = (await door.get())[0]
        open_links = [one for one in door.team.rows(tables.Feed) if one.revoked_at is None]
        door.renew()

        assert (left, back, open_links) == (404, 404, []), kind
    door.team.do(None, _leave)

    assert (await door.get())[0] == 404


def _leave(scope: Scope) -> None:
    person = scope.people.of_account("U0MAYA")
    assert person is not None
    person.active = False
    scope.session.add(person)


async def test_while_slack_is_silent_the_link_waits(door: Door) -> None:
    """Who cannot be looked up is not served and not shut out: the program asks again later."""
    door.people.fails = True
    status, _, headers = await door.get()
    door.people.fails = False

    assert status == 503
    assert headers["Retry-After"] == "60"
    assert (await door.get())[0] == 200


@pytest.mark.slow
async def test_a_link_is_served_thirty_times_an_hour(door: Door) -> None:
    """A program that asks too often is told when to come again, and then is served."""
    for _ in range(30):
        assert (await door.get())[0] == 200
    status, _, headers = await door.get()
    door.monotonic[0] += 3601

    assert status == 429
    assert headers["Retry-After"] == "3600"
    assert (await door.get())[0] == 200


@pytest.mark.slow
async def test_a_thousand_guesses_cost_no_thousand_looks(door: Door) -> None:
    """After some misses nothing is looked up for a minute; a good link works all the same."""
    assert (await door.get())[0] == 200
    looked: list[str] = []

    def look(*statement: object) -> None:
        looked.append(str(statement[2]))

    for engine in door.team.database.engines:
        event.listen(engine, "before_cursor_execute", look)
    found = [(await door.get(f"{number:043}"))[0] for number in range(1000)]

    assert found[:20] == [404] * 20
    assert set(found[20:]) == {429}
    assert len(looked) == 20
    assert (await door.get())[0] == 200
    door.monotonic[0] += 61
    assert (await door.get("B" * 43))[0] == 404


def test_what_is_remembered_has_a_bound() -> None:
    """However many links and addresses ask, the oldest are forgotten."""
    window, limits = Window(1, 60), Limits()
    for number in range(11_000):
        window.count(number, 0.0)
        limits.served(f"{number}", 0.0)

    assert window.wait(10_999, 1.0) == 59.0
    assert window.wait(0, 1.0) is None
    assert limits.wait("10999", "1.2.3.4", 0.0) is None
