"""Runs a simulation: seed, live day by day in lock-step, check."""

import random
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp

from bot import demo, running, sandbox_child, school_files
from bot.ports import free_port
from bot.simulation import invariants, teams
from bot.simulation.life import Life
from config.settings import Settings
from school.calendar import SchoolCalendar
from school.clock import instant
from storage import schema
from storage.database import Database

MORNING = 6 * 60
STEP_SECONDS = 60.0
FIRST = date(2026, 10, 5)
"""Where a simulation begins at a school that tells no year."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asked for."""

    school_file: Path | None
    plans: int
    days: int
    seed: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was simulated, and every rule that was broken."""

    school: str
    plans: int
    days: int
    seed: int
    steps: int
    messages: int
    acts: int
    seconds: float
    violations: tuple[str, ...]

    def facts(self) -> dict[str, Any]:
        """Return the outcome as JSON."""
        return asdict(self)


def report(outcome: Outcome) -> str:
    """Return the outcome for people: what was lived through, what was broken, how to repeat it."""
    lived = f"{outcome.school}: {outcome.plans} plans, {outcome.days} days in {outcome.seconds} s"
    counted = f"{outcome.steps} steps, {outcome.messages} messages, {outcome.acts} acts"
    again = f"pushin simulate --plans {outcome.plans} --days {outcome.days} --seed {outcome.seed}"
    broken = [f"BROKEN: {one}" for one in outcome.violations] or ["Every promise was kept."]
    return "\n".join([f"{lived}: {counted}.", *broken, f"Again: {again}"])


async def simulate(asked: Asked) -> Outcome:
    """Live through school days in lock-step and return what was broken on the way."""
    neutral = school_files.read_or_demo(asked.school_file)
    calendar = SchoolCalendar.from_neutral(neutral)
    dice = random.Random(asked.seed)  # noqa: S311  a seed that repeats is the point
    first = demo.opening(calendar, calendar.first_day or FIRST).day.on
    began = time.monotonic()
    async with _place(asked, calendar, neutral, first, dice) as (url, http, database, group):
        life = Life(http, url, group, dice)
        end = instant(first + timedelta(days=asked.days), MORNING, calendar.zone)
        steps = await _live(http, url, life, end)
        messages = await _messages(http, url, group)
        broken = await _broken(database, messages, calendar, end)
    return Outcome(
        school=calendar.name,
        plans=asked.plans,
        days=asked.days,
        seed=asked.seed,
        steps=steps,
        messages=len(messages),
        acts=life.acts,
        seconds=round(time.monotonic() - began, 1),
        violations=tuple(broken),
    )


@asynccontextmanager
async def _place(
    asked: Asked,
    calendar: SchoolCalendar,
    neutral: Mapping[str, Any],
    first: date,
    dice: random.Random,
) -> AsyncIterator[tuple[str, aiohttp.ClientSession, Database, list[teams.Team]]]:
    """Start a sandbox and a bot for invented teams; both end with the block."""
    group = teams.invent(asked.plans)
    start = instant(first, MORNING, calendar.zone)
    with tempfile.TemporaryDirectory(prefix="pushin-simulate-") as folder:
        url = f"sqlite:///{folder}/simulation.db"
        schema.upgrade(url)
        database = Database.open(url)
        teams.settle(database, group, neutral, first=first, at=start, dice=dice)
        async with aiohttp.ClientSession() as http:
            child = await sandbox_child.find_or_start(http, free_port(), arguments=("--no-pacing",))
            try:
                seed = teams.workspace_seed(group, start, calendar.zone.key)
                await sandbox_child.seed(http, child.url, seed)
                settings = running.sandbox_settings(Settings(), child.url)
                async with running.listening(settings, url, None) as program:
                    await program.idle()
                    yield child.url, http, database, group
            finally:
                await child.stop()
                await database.close()


async def _live(http: aiohttp.ClientSession, url: str, life: Life, end: datetime) -> int:
    """Step from mark to mark until `end`, let people act after each, and return the steps."""
    steps, now = 0, ""
    while now < end.isoformat():
        body = {"to": "next_mark", "timeout": STEP_SECONDS}
        async with http.post(f"{url}/sandbox/step", json=body) as answer:
            told = await answer.json()
        if told.get("error"):
            raise RuntimeError(f"the sandbox did not step: {told}")
        if not told["idle"]:
            raise RuntimeError(f"not idle at {told['now']} after {STEP_SECONDS:g} s")
        await life.react(told["entries"])
        steps, now = steps + 1, told["now"]
    return steps


async def _messages(
    http: aiohttp.ClientSession, url: str, group: list[teams.Team]
) -> list[dict[str, Any]]:
    """Return every message of every conversation once, with the people whom it notified."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for user in sorted({user for team in group for user in team.members}):
        async with http.get(f"{url}/sandbox/workspace?as={user}") as answer:
            conversations = (await answer.json())["conversations"]
        for place in conversations:
            about = {
                "private": place["kind"] != "channel",
                "to": [one for one in place["members"] if one != demo.BOT_USER],
            }
            for message in await _all_of(http, f"{url}/sandbox/messages?as={user}", place["id"]):
                found[place["id"], message["ts"]] = {**message, **about}
    return list(found.values())


async def _all_of(http: aiohttp.ClientSession, url: str, channel: str) -> list[dict[str, Any]]:
    async with http.get(f"{url}&channel={channel}&limit=100000") as answer:
        messages: list[dict[str, Any]] = (await answer.json())["messages"]
        return [message for message in messages if not message.get("deleted")]


async def _broken(
    database: Database,
    messages: list[dict[str, Any]],
    calendar: SchoolCalendar,
    end: datetime,
) -> list[str]:
    def look(session: Any) -> list[str]:  # noqa: ANN401  the database's own session
        changed = invariants.changed_days(session)
        return [
            *invariants.settled(session, now=end),
            *invariants.stands_once(session, messages),
            *invariants.in_their_time(messages, calendar, changed),
            *invariants.within_budget(messages, calendar, changed),
        ]

    return await database.system(look)
