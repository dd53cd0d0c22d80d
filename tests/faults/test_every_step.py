"""Whatever step of a delivery a process is killed at, the prompt stands once in the end."""

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing import Pipe
from signal import SIGKILL

import pytest
from children import Nursery, nursery
from postroom import AT, WHO, HandClock, PostRoom, plan, settle_in
from sqlalchemy import make_url
from striking import Errand, deliver_once

from bot.failpoints import FAILPOINTS
from bot.practice import Timing
from storage.scope import Scope

TIMING = Timing(lease=20.0, http_timeout=4.0, visibility=0.01)
STEPS = {"sqlite": 85, "postgresql": 63}
"""The steps of a first attempt, from opening the DM to the last look at what falls due next."""
AGAIN = {"sqlite": 52, "postgresql": 38}
"""The steps of a second attempt after a post that nobody marked."""
LASTING = (
    "after_open",
    "after COMMIT of UPDATE conversation",
    "after_claim",
    "after_post",
    "after_mark",
)
"""Right after each change that outlives a process. A kill leaves what was committed and what Slack
took, so that between two of these it makes no difference to the next process where it struck."""
PAIRS = 300


@dataclass(frozen=True)
class Case:
    """Where one process after the other was killed, and what stood in the end."""

    killed_at: tuple[str, ...]
    exits: tuple[int | None, ...]
    state: str
    copies: int
    marked: bool

    @property
    def is_well(self) -> bool:
        """Whether each was killed where it should be, and the prompt stands once and is marked."""
        killed = [code == -SIGKILL for code in self.exits]
        return all(killed) and (self.state, self.copies, self.marked) == ("sent", 1, True)


@dataclass
class Range:
    """Delivers one prompt after the other into a DM that is opened anew for each."""

    room: PostRoom
    url: str
    children: Nursery = field(default_factory=nursery)
    cases: list[Case] = field(default_factory=list)

    async def begin(self) -> None:
        """Settle in."""
        await self.room.seed()
        self.room.database.write_now(settle_in, WHO)
        self.room.clock = HandClock(rate=0)

    async def killed(self, *steps: str) -> Case:
        """Kill one process at each of these steps, one after the other; a survivor follows."""
        name = await self._fresh()
        case = await self._end(name, steps, tuple([self._child(step)[0] for step in steps]))
        self.cases.append(case)
        return case

    async def steps(self, *killed_before: str) -> list[str]:
        """Return the steps of a whole attempt, after earlier ones were killed."""
        await self._fresh()
        for step in killed_before:
            self._child(step)
        return self._child(None)[1]

    async def _fresh(self) -> str:
        """Plan a prompt ten minutes after the one before, and close the DM."""
        number = round((self.room.clock.at - AT) / timedelta(minutes=10)) + 1
        self.room.clock.at = AT + timedelta(minutes=10 * number)
        await self.room.ask("POST", "clock", {"set": self.room.clock.at.isoformat()})
        name = f"p{number}"
        self.room.database.write_now(_plan_anew, WHO, name, 600.0 * number)
        return name

    def _child(self, step: str | None) -> tuple[int | None, list[str]]:
        """Let a process deliver; return its exit code and, if it lived, its steps."""
        here, there = Pipe(duplex=False)
        errand = Errand(self.url, self.room.url, self.room.clock, TIMING, self.room.time, step)
        child = self.children.begin(deliver_once, errand, there)
        there.close()
        child.join()
        taken = here.recv() if child.exitcode == 0 else []
        here.close()
        self.room.time.offset += TIMING.lease + 1
        return child.exitcode, taken

    async def _end(self, name: str, steps: Sequence[str], exits: tuple[int | None, ...]) -> Case:
        oldest = f"{self.room.clock.at.timestamp():.6f}"
        # PostgreSQL keeps the locks of a killed process until it notices that it is gone.
        await self.room.settle(self.room.delivery(timing=TIMING), pause=0.2)
        slack_id = self.room.place("im:adams").slack_id or ""
        stand = [one["ts"] for one in await self.room.messages(slack_id, oldest=oldest)]
        prompt = self.room.prompt(name)
        return Case(tuple(steps), exits, prompt.state, len(stand), [prompt.message_ts] == stand)


def _plan_anew(scope: Scope, name: str, due: float) -> None:
    place = scope.conversations.get("im:adams")
    assert place is not None
    place.slack_id = None
    plan(scope, name, where="im:adams", due=due)


@pytest.fixture
async def shots(room: PostRoom, database_url: str) -> Range:
    """Return a range, ready to shoot."""
    made = Range(room, database_url)
    await made.begin()
    return made


def judge(shots: Range, what: str) -> None:
    well = sum(case.is_well for case in shots.cases)
    sys.stdout.write(f"\n{what}: {well} of {len(shots.cases)} well\n")
    assert [case for case in shots.cases if not case.is_well] == []


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_killed_once_at_every_step(shots: Range, database_url: str) -> None:
    """Killed at each failpoint and around each statement of a first attempt, it stands once."""
    steps = await shots.steps()
    assert set(FAILPOINTS) <= set(steps)

    for step in steps:
        await shots.killed(step)

    judge(shots, f"killed at each of {len(steps)} steps")
    assert (len(shots.cases), len(steps)) == (STEPS[kind_of(database_url)],) * 2


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_killed_again_while_it_is_looked_for(shots: Range, database_url: str) -> None:
    """Killed after the post, and again at each step of the second attempt, it stands once."""
    await kill_twice(shots, "after_post")

    judge(shots, "killed after the post, then at each step of the second attempt")
    assert len(shots.cases) == AGAIN[kind_of(database_url)]


@pytest.mark.proof
@pytest.mark.timeout(1200)
async def test_killed_twice_everywhere(shots: Range) -> None:
    """Killed twice: after each lasting change, at each step of what follows; and at 300 pairs."""
    for first in LASTING:
        await kill_twice(shots, first)
    judge(shots, "killed after each lasting change, then at each step of the second attempt")

    steps = await shots.steps()
    dice = random.Random(1)  # noqa: S311  repeatable
    for first in dice.choices(steps, k=PAIRS):
        await shots.killed(first, dice.choice(await shots.steps(first)))
    judge(shots, f"and at {PAIRS} pairs of steps")


async def kill_twice(shots: Range, first: str) -> None:
    for second in await shots.steps(first):
        await shots.killed(first, second)


def kind_of(url: str) -> str:
    return make_url(url).get_backend_name()
