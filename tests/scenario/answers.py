"""A team with one agreed push-in, and who and what must not get in: accounts, channels, forgers."""

import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import aiohttp
from databases import SQLiteFiles
from scenario.stage import Actor, Stage, eventually, words
from sqlalchemy import create_engine, select, update
from sqlalchemy.pool import NullPool
from sqlmodel import SQLModel

from bot import demo, school_files
from school.calendar import SchoolCalendar
from storage import tables
from storage.database import Database

ZONE = ZoneInfo("America/Los_Angeles")
ROOM = demo.CHANNEL
BOT = f"<@{demo.BOT_USER}>"
CODE = "K7-03"
SECRET = demo.SIGNING_SECRET
NOT_KEPT = {"inboxkey", "draft"}
NOT_YET = {"shown_revision"}
"""How far the live copies have got: they follow a moment later."""
OTHERS = {
    "U0DIAZ": ("diaz", "Mr. Diaz", "full"),
    "U0NEW": ("newbie", "Nell New", "full"),
    "U0GUEST": ("guest", "Gus Guest", "guest"),
    "U0ROBOT": ("robot", "Robot", "bot"),
    "U0GONE": ("gone", "Greta Gone", "deleted"),
    "U0FAR": ("far", "Fred Far", "stranger"),
}
CHANNELS = {
    "C0ROOM30": {"is_private": True},
    "C0AWAY": {"is_private": True, "away": True},
    "C0OPEN": {"is_private": False},
    "C0OLD": {"is_private": True, "is_archived": True},
    "C0SHARED": {"is_private": True, "is_ext_shared": True},
}


def seed(start: demo.Opening) -> dict[str, Any]:
    """Return the demo's workspace with people who cannot take part and channels of every kind."""
    whole = demo.workspace_seed(start.now)
    for user_id, (handle, name, kind) in OTHERS.items():
        user = {"id": user_id, "name": handle, "real_name": name, "tz": ZONE.key, "kind": kind}
        whole["users"].append(user)
    everybody = [*(member.user_id for member in demo.TEAM), "U0DIAZ", "U0NEW", "U0GUEST"]
    whole["channels"][0]["members"] += ["U0DIAZ", "U0NEW", "U0GUEST"]
    for channel_id, about in CHANNELS.items():
        facts = {key: value for key, value in about.items() if key != "away"}
        members = [*everybody, *([] if about.get("away") else [demo.BOT_USER])]
        members += ["U0FAR"] if about.get("is_ext_shared") else []
        channel = {"id": channel_id, "name": channel_id.lower(), "members": members}
        whole["channels"].append({**channel, **facts})
    return whole


@dataclass
class Team:
    """The stage and its people, with a look into the database."""

    stage: Stage
    thread: str = ""

    @property
    def maya(self) -> Actor:
        """The occupational therapist, whose push-in it is."""
        return self.stage.person(demo.MAYA.user_id)

    @property
    def adams(self) -> Actor:
        """The teacher of room 12."""
        return self.stage.person(demo.ADAMS.user_id)

    @property
    def tam(self) -> Actor:
        """The para of room 12."""
        return self.stage.person(demo.TAM.user_id)

    @property
    def ben(self) -> Actor:
        """A provider who has nothing to do with room 12."""
        return self.stage.person(demo.BEN.user_id)

    def dump(self) -> dict[str, list[str]]:
        """Return all rows of all tables that keep what people did."""
        engine = create_engine(self.stage.database_url, poolclass=NullPool)
        with engine.connect() as connection:
            return {
                table.name: sorted(
                    repr(tuple(row))
                    for row in connection.execute(
                        select(*(one for one in table.c if one.name not in NOT_YET))
                    )
                )
                for table in SQLModel.metadata.sorted_tables
                if table.name not in NOT_KEPT
            }

    def count(self, table: type[SQLModel]) -> int:
        """Return how many rows a table has."""
        return len(self.dump()[str(table.__tablename__)])

    @asynccontextmanager
    async def ended(self) -> AsyncIterator[None]:
        """End all plans for a while, in which nothing may change: no verb ends one yet."""
        self._set_plans("ended")
        try:
            async with self.unchanged():
                yield
        finally:
            self._set_plans("active")

    def _set_plans(self, state: str) -> None:
        engine = create_engine(self.stage.database_url, poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(update(tables.Plan).values(state=state))

    async def settled(self) -> dict[str, list[str]]:
        """Return the rows once all that follows from an answer (cards, live copies) is done."""
        earlier: dict[str, list[str]] = {}

        async def look() -> dict[str, list[str]] | None:
            nonlocal earlier
            await self.stage.idle()
            now, before = self.dump(), earlier
            earlier = now
            return now if now == before else None

        found: dict[str, list[str]] = await eventually(look, "rows that stay as they are")
        return found

    @asynccontextmanager
    async def unchanged(self) -> AsyncIterator[None]:
        """Let something happen that must change nothing."""
        before = await self.settled()
        yield
        after = await self.settled()
        changed = {
            name: (sorted(set(rows) - set(after[name])), sorted(set(after[name]) - set(rows)))
            for name, rows in before.items()
            if rows != after[name]
        }
        assert not changed, changed

    async def told(
        self, person: Actor, text: str, channel: str = ROOM, thread: str | None = None
    ) -> dict[str, Any]:
        """Return the newest answer with a text that one person alone sees, waiting for it."""

        async def look() -> dict[str, Any] | None:
            seen = [m for m in await person.messages(channel, thread) if m.get("ephemeral")]
            return next((one for one in reversed(seen) if text in words(one)), None)

        return dict(await eventually(look, f"{text!r}, told privately"))

    async def new_part(self, part: str) -> None:
        """Let the therapist write another part for the teacher, who is asked anew."""
        await self.maya.command("agree", ROOM)
        answer = await self.maya.submit(**{"What_Ms._Adams": part})
        assert not answer.get("errors"), answer

    async def payload(self, kind: str, **wanted: object) -> dict[str, Any]:
        """Return the newest request of a kind that the bot was sent, with fields as wanted."""
        sent = [
            e for e in await self.stage.ledger() if (e["direction"], e["kind"]) == ("out", kind)
        ]
        return next(
            dict(e["payload"])
            for e in reversed(sent)
            if wanted.items() <= {"name": e["name"], **e["payload"]}.items()
        )

    async def forge(self, body: bytes, **headers: str) -> tuple[int, str]:
        """Post a body of our own to the bot, signed as Slack does but for the given headers."""
        stamp = headers.pop("stamp", str(int(time.time())))
        said = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(stamp, body),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        url = f"http://127.0.0.1:{self.stage.http_port}/slack/events"
        async with self.stage.http.post(url, data=body, headers=said) as answer:
            return answer.status, await answer.text()

    async def replayed(self, payload: Mapping[str, Any], user_id: str) -> str:
        """Let somebody else send what a person's client sent; return what the bot then told."""
        known = len(await self.stage.ledger())
        user = {**payload["user"], "id": user_id}
        body = urlencode({"payload": json.dumps({**payload, "user": user})}).encode()
        status, text = await self.forge(body)
        assert (status, text) == (200, "")
        await self.stage.idle()
        did = [e for e in (await self.stage.ledger())[known:] if e["direction"] == "in"]
        assert not [e for e in did if e["name"].startswith(("views.", "chat.post"))], did
        return words([e["payload"] for e in did if e["kind"] == "response_url"])


def signature(stamp: str, body: bytes, secret: str = SECRET) -> str:
    """Return Slack's signature of a body."""
    base = b"v0:" + stamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


@asynccontextmanager
async def playing_over_http(files: SQLiteFiles, folder: Path, port: int) -> AsyncIterator[Team]:
    """Play in HTTP mode: there anybody may try to forge a request."""
    async with aiohttp.ClientSession() as http:
        stage = Stage(folder, files.fresh(folder), http, ZONE, http_port=port)
        async with playing(stage) as opened:
            yield opened


@asynccontextmanager
async def playing(stage: Stage) -> AsyncIterator[Team]:
    """Open the stage forty minutes before a push-in, with the bot running, and close it again."""
    neutral = school_files.read_or_demo(None)
    start = demo.opening(SchoolCalendar.from_neutral(neutral), date(2026, 10, 6))
    database = Database.open(stage.database_url)
    demo.seed_database(database, neutral, start)
    await database.close()
    try:
        await stage.open(seed(start), "--no-pacing")
        await stage.start_bot()
        team = Team(stage)
        team.thread = (await team.maya.sees("Reply in this thread", ROOM))["ts"]
        yield team
    finally:
        await stage.close()


def marked(thing: Any) -> Iterator[str]:
    """Yield every text of a message in which Slack would read marks: mentions notify there."""
    if isinstance(thing, dict):
        if isinstance(thing.get("text"), str) and thing.get("type") != "plain_text":
            yield thing["text"]
        for value in thing.values():
            yield from marked(value)
    elif isinstance(thing, list):
        for one in thing:
            yield from marked(one)
