"""On a bad day at Slack nothing is posted twice, nothing is lost, and nobody is hurried."""

import sys
from dataclasses import dataclass, replace

import pytest
from killing import PassingClock, all_ended, count, fill
from mixing import CALLS, impatient
from postroom import WHO, PostRoom

from bot.clocks import real_time
from bot.practice import Timing
from bot.slack_client import open_session
from bot.ticking import Ticker

TIMING = Timing(lease=4.0, http_timeout=0.6, visibility=0.05, pacing=0.05)
SEEDS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Day:
    """How much falls due, and in how many seconds."""

    prompts: int
    conversations: int
    seconds: float
    seed: int


async def lived(room: PostRoom, day: Day) -> None:
    """Live a bad day with one process that delivers, and judge it."""
    channels = [f"C0ROOM{number}" for number in range(day.conversations)]
    await room.seed(channels)
    room.database.write_now(fill, WHO, channels, day.prompts, day.seconds)
    await room.ask("POST", "faults", {"rules": list(CALLS), "seed": day.seed})
    room.clock = PassingClock(real_time().wall(), rate=1)
    async with open_session(timeout=TIMING.http_timeout) as http:
        delivery = replace(room, http=http).delivery(timing=TIMING, real=real_time())
        ticker = Ticker(delivery.tick, room.clock, every=0.1)
        ticker.start()
        await all_ended(room)
        await ticker.stop(within=5)

    report = await count(room, channels)
    entries = (await room.ask("GET", f"ledger?kind=api&after={room.seen}"))["entries"]
    posts = [one for one in entries if one["name"] == "chat.postMessage"]
    each = len(posts) / report.posted
    sys.stdout.write(f"\n{report}; {each:.2f} calls for a post, {len(entries)} calls in all\n")
    assert (report.posted, report.uncertain) == (day.prompts, 0)
    assert (report.doubled, report.lost, report.at_once) == (0, 0, 1)
    assert impatient(entries) == []
    assert each <= 1.3


@pytest.mark.slow
async def test_a_bad_day(room: PostRoom) -> None:
    """300 posts while every fifth call goes wrong: each stands once, at 1.3 calls at most."""
    await lived(room, Day(prompts=300, conversations=60, seconds=4, seed=1))


@pytest.mark.proof
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seed", SEEDS)
async def test_many_bad_days(room: PostRoom, seed: int) -> None:
    """2,000 posts for each of five seeds, 10,000 in all: the same holds."""
    await lived(room, Day(prompts=2000, conversations=200, seconds=30, seed=seed))
