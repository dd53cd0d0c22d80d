"""A sandbox with the demo team and a bot in it, and people who type, tap and fill in forms."""

import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import aiohttp

from bot import demo, running, sandbox_child, school_files
from bot.ports import free_port
from config.settings import Settings
from school.calendar import SchoolCalendar
from storage import schema
from storage.database import Database

STEP_SECONDS = 30.0
FIRST = date(2026, 10, 5)
"""Where the day is at a school that tells no year."""

Json = dict[str, Any]


class StageError(RuntimeError):
    """The sample day did not go as it is written; the message says where."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The sandbox's own API."""

    http: aiohttp.ClientSession
    url: str
    opening: demo.Opening

    async def call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Json:
        """Call the sandbox; an answer that says no is raised as `StageError`."""
        async with self.http.request(method, f"{self.url}/sandbox/{path}", json=body) as answer:
            facts: Json = await answer.json()
            if answer.status != 200 or facts.get("outcome", "ok") != "ok":  # noqa: PLR2004  HTTP
                raise StageError(f"{path} {body}: {facts}")
            return facts

    async def idle(self) -> None:
        """Wait until nothing is in flight."""
        await self.call("POST", "idle", {"timeout": STEP_SECONDS})

    async def until(self, instant: str) -> None:
        """Step from mark to mark until an instant (ISO 8601), in lock-step with the bot."""
        now = ""
        while now < instant:
            told = await self.call("POST", "step", {"to": "next_mark", "timeout": STEP_SECONDS})
            if not told["idle"]:
                raise StageError(f"not idle at {told['now']}")
            now = told["now"]

    async def ledger(self) -> list[Json]:
        """Return all that went over the wire."""
        entries: list[Json] = (await self.call("GET", "ledger"))["entries"]
        return entries


@dataclass(frozen=True, slots=True)
class Actor:
    """A member of the team at their own screen."""

    stage: Stage
    user: str

    async def types(self, text: str, channel: str = demo.CHANNEL) -> Json:
        """Send a slash command; return the private answer."""
        body = {"as": self.user, "channel": channel, "command": "/pushin", "text": text}
        answer = await self.stage.call("POST", "command", body)
        return answer["response"] or {}

    async def taps(self, verb: str, message: Json, channel: str = demo.CHANNEL) -> None:
        """Press the button of a message that stands for a verb."""
        body = {"as": self.user, "channel": channel, "message_ts": message.get("ts", "")}
        await self.stage.call("POST", "action", {**body, "action": _button(verb, message)})

    async def presses(self, verb: str) -> None:
        """Press the button of the open modal that stands for a verb."""
        view = await self.modal()
        body = {"as": self.user, "view_id": view["id"]}
        await self.stage.call("POST", "action", {**body, "action": _button(verb, view)})

    async def submits(self, values: Mapping[str, Mapping[str, Any]]) -> None:
        """Fill fields of the open modal, by their names, and submit it."""
        view = await self.modal()
        state = {}
        for name, value in values.items():
            block = next(one for one in view["blocks"] if one["block_id"] == name)
            element = block["element"]
            state[name] = {element["action_id"]: {"type": element["type"], **value}}
        body = {"as": self.user, "view_id": view["id"], "values": state}
        answer = await self.stage.call("POST", "submit", body)
        if answer.get("errors"):
            raise StageError(f"the form was refused: {answer['errors']}")

    async def modal(self) -> Json:
        """Return the modal on top."""
        await self.stage.idle()
        views = (await self.stage.call("GET", f"views?as={self.user}"))["views"]
        if not views:
            raise StageError(f"{self.user} has no modal open")
        top: Json = views[-1]
        return top

    async def closes(self) -> None:
        """Close every modal."""
        views = (await self.stage.call("GET", f"views?as={self.user}"))["views"]
        if views:
            body = {"as": self.user, "view_id": views[-1]["id"], "all": True}
            await self.stage.call("POST", "close", body)

    async def opens_home(self) -> None:
        """Open the App Home."""
        await self.stage.call("GET", f"home?as={self.user}")
        await self.stage.idle()


def _button(verb: str, thing: Json) -> Json:
    for element in _elements(thing):
        if str(element.get("action_id", "")).split(":")[:2] == ["pushin", verb]:
            return {"action_id": element["action_id"], "block_id": element["block_id"]}
    raise StageError(f"no button {verb} in {thing.get('text') or thing}")


def _elements(thing: Json) -> Iterator[Json]:
    for block in thing.get("blocks", []):
        for element in (*block.get("elements", []), block.get("accessory")):
            if element:
                yield {**element, "block_id": block["block_id"]}


@asynccontextmanager
async def opened() -> AsyncIterator[Stage]:
    """Start a sandbox and a bot with the demo team; both end with the block."""
    neutral = school_files.read_or_demo(None)
    calendar = SchoolCalendar.from_neutral(neutral)
    start = demo.opening(calendar, calendar.first_day or FIRST)
    with tempfile.TemporaryDirectory(prefix="pushin-privacy-") as folder:
        url = f"sqlite:///{folder}/privacy.db"
        schema.upgrade(url)
        database = Database.open(url)
        demo.seed_database(database, neutral, start)
        await database.close()
        async with aiohttp.ClientSession() as http:
            child = await sandbox_child.find_or_start(http, free_port(), arguments=("--no-pacing",))
            try:
                await sandbox_child.seed(http, child.url, demo.opening_seed(start, neutral))
                settings = running.sandbox_settings(Settings(), child.url)
                async with running.listening(settings, url, None) as program:
                    await program.idle()
                    yield Stage(http, child.url, start)
            finally:
                await child.stop()
