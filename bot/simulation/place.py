"""The sandbox, the bot and the database of one simulation, moved on in lock-step."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
from sqlalchemy import Engine
from sqlmodel import Session, col, create_engine, func, select

from bot import sandbox_child
from bot.ports import free_port
from bot.simulation.bot_process import BotProcess
from bot.simulation.record import Record
from storage import tables

Json = dict[str, Any]
R = TypeVar("R")

STEP_SECONDS = 90.0
CONNECT_SECONDS = 60.0
PAUSE = 0.02
OK = 200


class PlaceError(RuntimeError):
    """The simulation itself could not go on; the message says where."""


@dataclass
class Place:
    """A sandbox with a bot in it; the database is only read."""

    http: aiohttp.ClientSession
    url: str
    bot: BotProcess
    record: Record
    reader: Engine
    now: datetime
    disturbed: bool = False
    """The bot may end at any moment: nobody waits for it, and no answer is no news."""
    steps: int = 0
    stepping: float = 0.0
    """Real seconds in which the clock was moved and the bot was waited for."""

    async def call(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> tuple[int, Json]:
        """Call the sandbox's own API and return status and answer."""
        async with self.http.request(method, f"{self.url}/sandbox/{path}", json=body) as answer:
            facts: Json = await answer.json()
            return answer.status, facts

    async def must(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Json:
        """Call the sandbox; what it refuses ends the simulation."""
        status, facts = await self.call(method, path, body)
        if status != OK:
            raise PlaceError(f"{path} {body}: {facts}")
        return facts

    async def step(self, to: datetime) -> None:
        """Move the school clock to an instant and wait until the bot is done with what that did."""
        began = time.monotonic()
        body = {"set": to.isoformat(), "timeout": STEP_SECONDS}
        told = await self.must("POST", "step", body)
        if self.bot.runs and not self.disturbed and not (told["idle"] and told["seen"]):
            raise PlaceError(f"not idle at {told['now']} after {STEP_SECONDS:g} s")
        self.now = to
        self.steps += 1
        self.stepping += time.monotonic() - began

    async def settle(self) -> None:
        """Wait until the bot is done with what people have just done."""
        await self.step(self.now)

    def look(self, fn: Callable[[Session], R]) -> R:
        """Return what a function reads from the database as it stands."""
        with Session(self.reader) as session:
            return fn(session)

    def next_due(self) -> datetime | None:
        """Return when the next prompt falls due."""
        prompt = tables.Prompt
        found = select(func.min(prompt.due_at)).where(
            prompt.state == "planned", prompt.due_at > self.now
        )
        return self.look(lambda session: session.exec(found).one())

    # --- the bot comes and goes ---------------------------------------------------------------

    async def start_bot(self) -> None:
        """Start the bot; it is done with all that waited for it, and with what a kill left."""
        self.bot.start()
        await self.connected()

    async def connected(self) -> None:
        """Wait until a bot that was started is done with all that waited for it."""
        await self._until(self._connected, "the bot is connected")
        await self._until(self._follows, "the bot follows the clock")
        await self.settle()
        await self._until(self._nothing_claimed, "no prompt is held by who was killed")
        await self.settle()

    async def stop_bot(self, *, kill: bool) -> None:
        """End the bot, kindly or with SIGKILL."""
        await (self.bot.kill() if kill else self.bot.stop())
        await self._until(self._disconnected, "the sandbox noticed the end of the bot")

    async def _connected(self) -> bool:
        return bool((await self.must("GET", "health"))["connections"])

    async def _follows(self) -> bool:
        """Tell whether the sandbox waits for the bot when its clock moves."""
        told = await self.must("POST", "step", {"set": self.now.isoformat(), "timeout": 30})
        return bool(told["seen"])

    async def _disconnected(self) -> bool:
        return not await self._connected()

    async def _nothing_claimed(self) -> bool:
        found = select(func.count()).where(col(tables.Prompt.state) == "claimed")
        return self.look(lambda session: session.exec(found).one()) == 0

    async def _until(self, holds: Callable[[], Any], what: str) -> None:
        end = time.monotonic() + CONNECT_SECONDS
        while not await holds():
            if time.monotonic() > end:
                raise PlaceError(f"not within {CONNECT_SECONDS:g} s: {what}")
            await asyncio.sleep(PAUSE)


@asynccontextmanager
async def opened(
    seed: Mapping[str, Any], settle: Callable[[str], None], codes: set[str], start: datetime
) -> AsyncIterator[Place]:
    """Start a sandbox and a bot; `settle` writes what is there before, at the database's URL."""
    with tempfile.TemporaryDirectory(prefix="pushin-simulate-") as name:
        folder = Path(name)
        file, record = folder / "simulation.db", folder / "record.jsonl"
        url = f"sqlite:///{file}"
        settle(url)
        record.touch()
        async with aiohttp.ClientSession() as http:
            arguments = ("--no-pacing", "--record", str(record))
            child = await sandbox_child.find_or_start(http, free_port(), arguments=arguments)
            bot = BotProcess(child.url, url, folder / "bot.log")
            reader = create_engine(f"sqlite:///file:{file}?mode=ro&uri=true")
            try:
                await sandbox_child.seed(http, child.url, seed)
                kept = Record(record, codes)
                place = Place(http, child.url, bot, kept, reader, start.astimezone(UTC))
                await place.start_bot()
                yield place
            finally:
                await bot.kill()
                await child.stop()
                reader.dispose()
