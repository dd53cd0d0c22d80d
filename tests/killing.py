"""Kills a delivering process again and again while prompts fall due, and counts what stands."""

import asyncio
import logging
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.context import ForkServerProcess
from typing import Any

from children import nursery
from postroom import AT, TEAM, WHO, HandClock, PostRoom, plan, settle_in
from sqlmodel import Session, col, select

from bot.clocks import real_time
from bot.practice import Timing
from bot.slack_client import open_session
from bot.ticking import Ticker
from storage import tables
from storage.database import Database
from storage.scope import Scope

TIMING = Timing(lease=1.6, http_timeout=0.6, visibility=0.2)
LIFE = (0.05, 0.4)
"""The shortest and the longest life of a process, in seconds."""
STRETCH = 0.02
"""Every step is stretched by up to this, so that kills strike between all of them."""
PATIENCE = 180.0
Rule = Mapping[str, Any]
FAULTS: tuple[Rule, ...] = (
    {"method": "chat.postMessage", "fault": "429", "rate": 0.01, "seconds": 1},
    {"method": "chat.postMessage", "fault": "500", "rate": 0.01},
    {"method": "chat.postMessage", "fault": "reset_before", "rate": 0.01},
    {"method": "chat.postMessage", "fault": "reset_after", "rate": 0.01},
    {"method": "chat.postMessage", "fault": "slow", "rate": 0.05, "seconds": 0.3},
)


@dataclass(frozen=True)
class Attack:
    """How hard it is tried."""

    kills: int
    prompts: int
    conversations: int
    workers: int = 1
    seed: int = 1
    life: tuple[float, float] = LIFE
    """How long a process lives, at least and at most, in seconds."""
    rules: tuple[Rule, ...] = FAULTS
    """What Slack does meanwhile."""

    @property
    def seconds(self) -> float:
        """How long prompts fall due: as long as processes are killed."""
        return self.kills * sum(self.life) / 2 / self.workers


Begin = Callable[[], ForkServerProcess]
Strike = Callable[[Begin, Attack], Awaitable[int]]
"""Strikes as often as the attack says, with processes that it begins; returns how often it did."""


@dataclass(frozen=True)
class Report:
    """What stood in the end."""

    kills: int
    prompts: int
    posted: int
    uncertain: int
    doubled: int
    lost: int
    attempted_again: int
    copies_deleted: int
    at_once: int
    """The most posts that were under way at once in one conversation."""

    def __str__(self) -> str:
        """Say it in one line."""
        return (
            f"{self.kills} kills, {self.prompts} prompts: {self.posted} posted, "
            f"{self.uncertain} uncertain, {self.doubled} doubled, {self.lost} lost; "
            f"{self.attempted_again} took more than one attempt, {self.copies_deleted} second "
            f"copies were deleted; at most {self.at_once} post at once in a conversation"
        )


class PassingClock(HandClock):
    """School time that passes as real time does; with `rate` 0 nothing is paced in it."""

    def __init__(self, started: datetime, rate: float = 0) -> None:
        """Begin at the fixed instant."""
        super().__init__(rate=rate)
        self._started = started

    def now(self) -> datetime:
        """Return the fixed instant and what has passed since."""
        return AT + (real_time().wall() - self._started)


def deliver(database_url: str, sandbox_url: str, started: datetime) -> None:
    """Deliver until killed: what a child process does."""
    logging.getLogger().addHandler(logging.NullHandler())
    asyncio.run(_deliver(database_url, sandbox_url, started))


async def _deliver(database_url: str, sandbox_url: str, started: datetime) -> None:
    async def stretch(_name: str) -> None:
        await asyncio.sleep(random.uniform(0, STRETCH))  # noqa: S311  no secret

    async with open_session(timeout=TIMING.http_timeout) as http:
        room = PostRoom(sandbox_url, http, Database.open(database_url), PassingClock(started))
        delivery = room.delivery(timing=TIMING, failpoint=stretch, real=real_time())
        Ticker(delivery.tick, room.clock, every=0.05).start()
        await asyncio.Event().wait()


async def attack(
    room: PostRoom, database_url: str, how: Attack, strike: Strike | None = None
) -> Report:
    """Let `how.prompts` fall due while it is struck, wait until all ended, and count.

    Without another `strike` it is the delivering processes that are killed.
    """
    channels = [f"C0ROOM{number}" for number in range(how.conversations)]
    await room.seed(channels)
    room.database.write_now(fill, WHO, channels, how.prompts, how.seconds)
    await room.ask("POST", "faults", {"rules": list(how.rules), "seed": how.seed})
    await room.ask("POST", "clock", {"rate": 1})
    children = nursery()  # does its imports before the clock starts
    arguments = (database_url, room.url, real_time().wall())

    def begin() -> ForkServerProcess:
        return children.begin(deliver, *arguments)

    killed = await (strike or _kill)(begin, how)
    survivor = begin()
    try:
        await all_ended(room)
    finally:
        survivor.kill()
        survivor.join()
    return await count(room, channels, killed)


async def _kill(begin: Begin, how: Attack) -> int:
    dice = random.Random(how.seed)  # noqa: S311  repeatable
    lives = (_live_and_die(begin, dice, how, worker) for worker in range(how.workers))
    return sum(await asyncio.gather(*lives))


async def _live_and_die(begin: Begin, dice: random.Random, how: Attack, worker: int) -> int:
    """Begin and kill processes one after the other; return how many were alive when killed."""
    killed = 0
    for _ in range(how.kills // how.workers + (worker < how.kills % how.workers)):
        child = begin()
        await asyncio.sleep(dice.uniform(*how.life))
        killed += child.is_alive()
        child.kill()
        child.join()
    return killed


def fill(scope: Scope, channels: Sequence[str], prompts: int, seconds: float) -> None:
    """Plan prompts for all channels in turn, to fall due within so many seconds."""
    settle_in(scope, channels)
    scope.session.flush()
    for number in range(prompts):
        where = f"channel:{channels[number % len(channels)]}"
        plan(scope, f"p{number}", where=where, due=seconds * number / prompts)


async def all_ended(room: PostRoom) -> None:
    """Wait until no prompt is planned or claimed any more."""
    async with asyncio.timeout(PATIENCE):
        while room.database.system_now(_open):  # noqa: ASYNC110  another process ends them
            await asyncio.sleep(0.1)


def _open(session: Session) -> list[str]:
    found = select(tables.Prompt.id).where(col(tables.Prompt.state).in_(("planned", "claimed")))
    return list(session.exec(found.limit(1)).all())


async def count(room: PostRoom, channels: Sequence[str], kills: int = 0) -> Report:
    """Count what stands, and how the prompts ended."""
    standing: defaultdict[str, list[str]] = defaultdict(list)
    deleted = 0
    for channel in channels:
        path = f"messages?as=U0ADAMS&channel={channel}&limit=999"
        for message in (await room.ask("GET", path))["messages"]:
            if message.get("deleted"):
                deleted += 1
            else:
                key = message["metadata"]["event_payload"]["key"]
                standing[key].append(f"channel:{channel}:{message['ts']}")
    overlaps = await room.ask("GET", "overlaps")
    prompts = room.database.system_now(_prompts)
    marked = [
        one
        for one in prompts
        if one.state == "sent" and f"{one.conversation_id}:{one.message_ts}" in standing[one.key]
    ]
    uncertain = [one for one in prompts if one.state == "uncertain"]
    return Report(
        kills=kills,
        prompts=len(prompts),
        posted=len(marked),
        uncertain=len(uncertain),
        doubled=sum(len(copies) - 1 for copies in standing.values() if copies),
        lost=len(prompts) - len(marked) - len(uncertain),
        attempted_again=sum(one.attempt > 1 for one in prompts),
        copies_deleted=deleted,
        at_once=overlaps["chat.postMessage"]["most"],
    )


def _prompts(session: Session) -> Sequence[tables.Prompt]:
    return session.exec(select(tables.Prompt).where(tables.Prompt.workspace_id == TEAM)).all()
