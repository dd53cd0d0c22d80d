"""`bench replan`: a district's plans follow a new calendar while its people go on clicking."""

import asyncio
import copy
import os
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot import heap
from bot.bench import large_school
from bot.bench.district import NOW, WORKSPACE
from bot.bench.next_session import Colleagues
from bot.bench.place import Place
from bot.bench.rows import Row, percentile
from bot.drawing import Drawer
from bot.replanner import Replanner
from handlers.app import Surface
from handlers.slack.uploads import SlackUploads
from pushin import agenda, checklists, schools
from pushin.results import Refused
from storage.database import Database
from storage.scope import Who

PLANS = 10_000
"""How many plans there are; the variable PUSHIN_BENCH_PLANS says another number."""
EVERY = 0.04
"""Seconds between two clicks of the whole district, at its busiest minute."""
IDLE_CLICKS = 1000
AIM = 3.0
TICKS_AMONG = 10
"""One click among so many ticks a box; the others ask for the next session."""
TICKED = (date(2026, 10, 19), date(2026, 10, 20))
"""A date on which an owner of either kind has sessions, before and after."""


@dataclass
class Clicks:
    """People who click at a steady pace, and how long each waited, in milliseconds."""

    surface: Surface
    owners: int
    dice: random.Random
    waits: list[float] = field(default_factory=list)
    ticked: set[str] = field(default_factory=set)

    async def go_on(self, count: int | None = None) -> None:
        """Click `count` times, or until cancelled; a click does not wait for the one before."""
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as under_way:
            arrives, clicks = loop.time(), 0
            while count is None or clicks < count:
                clicks += 1
                arrives += EVERY
                await asyncio.sleep(arrives - loop.time())
                under_way.create_task(self._click(arrives))

    async def _click(self, arrives: float) -> None:
        owner = self.dice.randrange(self.owners)
        who = Who(WORKSPACE, large_school.provider_user(owner))
        if self.dice.randrange(TICKS_AMONG):
            said: Any = await self.surface.perform(agenda.next_session, who, at=NOW)
        else:
            said = await self._tick(owner, who)
        self.waits.append((asyncio.get_running_loop().time() - arrives) * 1000)
        if isinstance(said, Refused):
            raise RuntimeError(f"a click was answered with {said.code}")  # noqa: TRY004  no type

    async def _tick(self, owner: int, who: Who) -> object:
        plan_id = large_school.plan_id(owner, self.dice.randrange(large_school.PLANS_EACH))
        box = frozenset({f"folders{plan_id}"})
        shown = box if plan_id in self.ticked else frozenset[str]()
        self.ticked ^= {plan_id}
        return await self.surface.perform(
            checklists.tick,
            who,
            f"{plan_id}-{TICKED[owner % 2]:%Y%m%d}",
            shown=shown,
            ticked=box - shown,
            block=box,
            at=NOW,
        )


async def measure() -> list[Row]:
    """Return how long clicks wait while plans follow, beside the same without, and the total."""
    plans = int(os.environ.get("PUSHIN_BENCH_PLANS", PLANS))
    with Place(lambda url: large_school.fill(url, plans)) as place:
        uploads = SlackUploads(AsyncWebClient())
        surface = Surface(place.database, lambda: NOW, Colleagues(), uploads, Drawer())
        clicks = Clicks(surface, place.filled, random.Random(1))  # noqa: S311  no secret
        await clicks.go_on(IDLE_CLICKS // 10)
        clicks.waits.clear()
        heap.set_aside()  # as a program does that has begun
        await clicks.go_on(IDLE_CLICKS)
        idle, clicks.waits = clicks.waits, []
        async with _going_on(clicks):
            took = await _follow(place.database)
        busy = clicks.waits
    name = f"replan, {plans:,} plans"
    return [
        Row(f"{name}, ack p50 meanwhile", percentile(busy, 50), "ms", percentile(idle, 50)),
        Row(f"{name}, ack p99 meanwhile", percentile(busy, 99), "ms", percentile(idle, 99), AIM),
        Row(f"{name}, in all", took, "s"),
    ]


@asynccontextmanager
async def _going_on(clicks: Clicks) -> AsyncIterator[None]:
    task = asyncio.create_task(clicks.go_on())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _follow(database: Database) -> float:
    """Save a new calendar and let all plans follow; return the seconds that it took."""
    who = Who(WORKSPACE)
    began = time.perf_counter()
    await database.write(schools.import_neutral, who, _changed(), at=NOW)
    replanner = Replanner(database, who, now=lambda: NOW, monotonic=time.monotonic)
    await replanner.tick()
    return time.perf_counter() - began


def _changed() -> dict[str, Any]:
    """Return the demo's school with Period 2 ten minutes later, and a day off in the autumn."""
    neutral = copy.deepcopy(large_school.calendar())
    for period in neutral["day_types"]["NORMAL"]["periods"]:
        if period["name"] == "Period 2":
            period["start"], period["end"] = "09:40", "10:22"
    day_off = {"from": "2026-10-14", "to": "2026-10-14", "day_type": None, "label": "Storm"}
    neutral["exceptions"].append(day_off)
    return neutral
