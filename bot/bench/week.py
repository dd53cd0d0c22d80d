"""`bench week`: the week of a person among 100,000 sessions, and its picture, cold and warm."""

import asyncio
import random
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot import demo, slack_client
from bot.bench import district
from bot.bench.next_session import CHUNK, Contender, empty_listener, make_app, surface
from bot.bench.place import DistrictPlace, sandbox
from bot.bench.rows import Row, percentile
from bot.drawing import Drawer
from handlers.slack.register import register
from pushin import weeks
from pushin.results import Week
from storage.scope import Who

SESSIONS = 100_000
ROUNDS = 1_000
PICTURES = 10
GOAL_MS = 100.0
"""A week's text, at the 99th percentile."""
ACK_MS = 3_000.0
"""Slack's time for an answer."""


async def measure() -> list[Row]:
    """Return the week's text against an empty listener, and its picture against the text."""
    async with sandbox() as url, slack_client.open_session(timeout=10) as http:
        client = slack_client.make_client(http, token=demo.BOT_TOKEN, base_url=f"{url}/api/")
        async with _pushin(client) as (week, place):
            quick = Contender(empty_listener(client, before_response=True), 1, text="week")
            dice = random.Random(1)  # noqa: S311  no secret
            for contender in (week, quick):
                await contender.run(CHUNK, dice)
                contender.times.clear()
            for _ in range(ROUNDS // CHUNK):
                for contender in (week, quick):
                    await contender.run(CHUNK, dice)
            text = list(week.times)
            found = await _a_week(place)
            cold, warm, beside = await _drawn(found, week, dice)
    return _rows(text, quick.times, cold, warm, beside)


@asynccontextmanager
async def _pushin(client: AsyncWebClient) -> AsyncIterator[tuple[Contender, DistrictPlace]]:
    with DistrictPlace(SESSIONS) as place:
        app = make_app(client, before_response=True)
        register(app, surface(place.database, client))
        yield Contender(app, place.providers, text="week"), place


async def _a_week(place: DistrictPlace) -> Week:
    who = Who(district.WORKSPACE, district.provider_user(0))
    return await place.database.read(weeks.week, who, at=district.NOW)


async def _drawn(
    found: Week, week: Contender, dice: random.Random
) -> tuple[float, list[float], list[float]]:
    """Return the times of the first picture, of later ones, and of commands answered beside them.

    Milliseconds. Each picture is of another week: none comes from the ones that are kept.
    """
    drawer = Drawer()
    week.times.clear()
    answering = asyncio.create_task(_answer(week, dice))
    times = []
    for number in range(PICTURES + 1):
        other = replace(found, today=found.today - timedelta(weeks=1 + number))
        began = time.perf_counter()
        await drawer.week(other)
        times.append((time.perf_counter() - began) * 1000)
    answering.cancel()
    with suppress(asyncio.CancelledError):
        await answering
    drawer.close()
    return times[0], times[1:], list(week.times)


async def _answer(week: Contender, dice: random.Random) -> None:
    while True:
        await week.run(1, dice)
        await asyncio.sleep(0.002)


def _rows(
    text: list[float], empty: list[float], cold: float, warm: list[float], beside: list[float]
) -> list[Row]:
    name, floor = f"week, {SESSIONS:,} sessions", percentile(empty, 50)
    return [
        Row(f"{name}, p50, against an empty listener", percentile(text, 50), "ms", floor),
        Row(f"{name}, p99, against 100 ms", percentile(text, 99), "ms", GOAL_MS, 1.0),
        Row("week, p99 beside pictures, against 3 s", percentile(beside, 99), "ms", ACK_MS, 1.0),
        Row("week, picture, the first (its library is loaded)", cold, "ms"),
        Row("week, picture, later ones, p50", statistics.median(warm), "ms"),
    ]
