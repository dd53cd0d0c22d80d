"""A post room for tests: a seeded sandbox, a database with prompts, and the simplest practice."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from sqlmodel import Session, col, select

from bot.clocks import RealTime
from bot.delivery import Delivery
from bot.failpoints import Failpoint, no_failpoint
from bot.practice import Practice, Timing
from bot.slack_client import make_client
from pushin.results import Content, Home, Postpone, Withhold
from storage import tables
from storage.database import Database
from storage.scope import Scope, Who, fresh_id

AT = datetime(2026, 9, 8, 13, 0, tzinfo=UTC)
TEAM = "T0LINCOLN"
WHO = Who(TEAM)
BOT = "U0PUSHIN"
QUICK = Timing(lease=1.2, http_timeout=0.4, visibility=0.1)
SCOPES = (
    "commands chat:write im:write mpim:write users:read app_mentions:read "
    "groups:read im:history mpim:history groups:history files:read files:write"
)


@dataclass
class HandClock:
    """A school clock that a test sets by hand."""

    at: datetime = AT
    rate: float = 1.0

    def now(self) -> datetime:
        """Return what it was set to."""
        return self.at


@dataclass
class HandTime:
    """Real time that a test can move on: it runs from `offset` seconds after the fixed start."""

    offset: float = 0.0

    def real(self) -> RealTime:
        """Return it as the program's real time."""
        return RealTime(lambda: AT + timedelta(seconds=self.offset), lambda: self.offset)


@dataclass(frozen=True)
class Note:
    """A rendered message."""

    text: str
    blocks: tuple[Mapping[str, Any], ...] = ()


EMPTY = Home(None, None, (), (), (), "UTC")


@dataclass
class Sayings:
    """A practice whose answers are set by a test; everything else is posted."""

    answers: dict[str, Withhold | Postpone] = field(default_factory=dict)
    noted: list[tuple[str, str]] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def content(
        self, scope: Scope, prompt_id: str, *, at: datetime
    ) -> Content | Withhold | Postpone:
        """Answer what was set, and say no for a closed conversation."""
        if prompt_id in self.broken:
            raise ZeroDivisionError(prompt_id, at)
        prompt = scope.prompts.get(prompt_id)
        assert prompt is not None
        place = scope.conversations.get(prompt.conversation_id)
        assert place is not None
        if place.closed is not None:
            return Withhold("expired", place.closed)
        return self.answers.get(prompt_id, EMPTY)

    def sent(
        self, scope: Scope, prompt_id: str, *, place: str, message_ts: str, at: datetime
    ) -> None:
        """Remember what was noted."""
        assert scope.workspace_id == TEAM
        assert at.tzinfo is not None
        self.noted.append((prompt_id, f"{place}:{message_ts}"))

    def practice(self) -> Practice:
        """Return it as delivery takes it."""
        return Practice(self.content, self.sent, lambda _content: Note("It is time."))


@dataclass
class PostRoom:
    """The sandbox and the database, and what stands in them."""

    url: str
    http: aiohttp.ClientSession
    database: Database
    clock: HandClock = field(default_factory=HandClock)
    time: HandTime = field(default_factory=HandTime)
    sayings: Sayings = field(default_factory=Sayings)
    seen: int = 0

    async def ask(self, method: str, path: str, body: object = None) -> Any:
        """Call the sandbox's own API."""
        async with self.http.request(method, f"{self.url}/sandbox/{path}", json=body) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def seed(self, channels: Iterable[str] = ("C0ROOM4",)) -> None:
        """Put a fresh workspace into the sandbox, without faults, at the fixed instant."""
        await self.ask("POST", "seed", seed(channels))
        await self.ask("POST", "faults", {"rules": []})
        entries = (await self.ask("GET", "ledger?after=0"))["entries"]
        self.seen = max((one["n"] for one in entries), default=0)

    async def fault(self, **rule: object) -> None:
        """Make a call go wrong."""
        await self.ask("POST", "faults", {"rules": [rule]})

    async def messages(self, channel: str = "C0ROOM4", **more: str) -> list[dict[str, Any]]:
        """Return what the app posted in a channel and what still stands."""
        query = "".join(f"&{name}={value}" for name, value in more.items())
        path = f"messages?as=U0ADAMS&channel={channel}&limit=200{query}"
        found = (await self.ask("GET", path))["messages"]
        return [one for one in found if one.get("user") == BOT and not one.get("deleted")]

    async def calls(self, method: str) -> list[dict[str, Any]]:
        """Return the ledger of the app's calls of one method."""
        entries = (await self.ask("GET", f"ledger?kind=api&after={self.seen}"))["entries"]
        return [one for one in entries if one["name"] == method]

    def delivery(
        self,
        *,
        timing: Timing = QUICK,
        failpoint: Failpoint = no_failpoint,
        real: RealTime | None = None,
    ) -> Delivery:
        """Return a delivery engine in this room."""
        client = make_client(self.http, token="xoxb-sandbox", base_url=f"{self.url}/api/")
        return Delivery(
            self.database,
            lambda _workspace: client,
            self.sayings.practice(),
            clock=self.clock,
            real=real or self.time.real(),
            timing=replace(timing),
            failpoint=failpoint,
        )

    def prompt(self, name: str) -> tables.Prompt:
        """Return a prompt as it stands."""

        def read(session: Session) -> tables.Prompt:
            return session.exec(select(tables.Prompt).where(tables.Prompt.id == name)).one()

        return self.database.system_now(read)

    def place(self, name: str) -> tables.Conversation:
        """Return a conversation as it stands."""

        def read(session: Session) -> tables.Conversation:
            found = select(tables.Conversation).where(tables.Conversation.id == name)
            return session.exec(found).one()

        return self.database.system_now(read)

    async def settle(self, delivery: Delivery, *, rounds: int = 12, pause: float = 0) -> None:
        """Tick until every prompt has ended, with all clocks going on; `pause` in real seconds."""
        for _ in range(rounds):
            await delivery.tick()
            if not self.database.system_now(_unsettled):
                return
            await asyncio.sleep(pause)
            self.time.offset += 2.0
            self.clock.at += timedelta(seconds=2)
        raise AssertionError("prompts are still on their way", self.database.system_now(_unsettled))


def _unsettled(session: Session) -> list[str]:
    found = select(tables.Prompt.id).where(col(tables.Prompt.state).in_(("planned", "claimed")))
    return list(session.exec(found).all())


def seed(channels: Iterable[str]) -> dict[str, Any]:
    """Return the seed of a small workspace with private channels."""
    people = ("U0ADAMS", "U0MAYA", "U0TAM")
    app = {
        "id": "A0PUSHIN",
        "name": "Push-In",
        "bot_user_id": BOT,
        "bot_id": "B0PUSHIN",
        "bot_token": "xoxb-sandbox",
        "app_token": "xapp-1-sandbox",
        "signing_secret": "sandbox-signing-secret",
        "scopes": SCOPES.split(),
        "commands": [],
        "shortcuts": [],
        "bot_events": [],
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
    }
    users = [
        {"id": one, "name": one.lower(), "real_name": one, "tz": "America/New_York", "kind": "full"}
        for one in people
    ]
    rooms = [
        {"id": one, "name": one.lower(), "is_private": True, "members": [*people, BOT]}
        for one in channels
    ]
    team = {"id": TEAM, "name": "Lincoln", "domain": "lincoln"}
    return {"team": team, "app": app, "users": users, "channels": rooms, "now": AT.isoformat()}


def settle_in(scope: Scope, channels: Iterable[str] = ("C0ROOM4",)) -> None:
    """Add the workspace, two people with and one without an account, and their conversations."""
    add = scope.session.add
    add(tables.Workspace(id=TEAM, name="Lincoln", created_at=AT))
    scope.session.flush()
    for person_id, user, role in (
        ("adams", "U0ADAMS", "teacher"),
        ("maya", "U0MAYA", "case_manager"),
        ("sub", None, "para"),
    ):
        add(
            tables.Person(
                workspace_id=TEAM, id=person_id, name=person_id, role=role, slack_user_id=user
            )
        )
    for one in channels:
        add(place(f"channel:{one}", slack_id=one))
    for one in ("im:adams", "im:sub", "pair:adams:maya"):
        add(place(one))


def place(name: str, *, slack_id: str | None = None) -> tables.Conversation:
    """Return a conversation."""
    kind = name.partition(":")[0]
    return tables.Conversation(
        workspace_id=TEAM,
        id=name,
        kind=kind,
        slack_id=slack_id,
        free_at=AT - timedelta(hours=1),
    )


def plan(
    scope: Scope,
    name: str,
    *,
    where: str = "channel:C0ROOM4",
    due: float = 0.0,
    change: Callable[[tables.Prompt], None] = lambda _prompt: None,
) -> None:
    """Plan a prompt that falls due `due` seconds after the fixed instant."""
    prompt = tables.Prompt(
        workspace_id=TEAM,
        id=name,
        kind="checklist",
        subject=f"session:{name}",
        conversation_id=where,
        due_at=AT + timedelta(seconds=due),
        key=fresh_id() + fresh_id(),
    )
    change(prompt)
    scope.session.add(prompt)
    scope.session.flush()
