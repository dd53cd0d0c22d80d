"""Lets plans follow a school's changed calendar, a few at a time between other people's writes."""

import asyncio
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime

import click

from pushin import replanning
from pushin.replanning import CHUNK, Progress
from storage.database import Database
from storage.scope import Who

HOLD = 0.012
"""Seconds for which a chunk should keep everybody else from writing."""
REST = 0.1
"""How much of the time is left to others: seconds of rest after each second of work."""
_PAUSE = 0.2
"""Seconds until another process that holds a change is asked about again."""


class Replanner:
    """Works off what is open in a workspace; as many plans at a time as `HOLD` allows."""

    def __init__(
        self,
        database: Database,
        who: Who,
        *,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        """Prepare; `now` is the school clock, `monotonic` real seconds."""
        self._database = database
        self._who = who
        self._now = now
        self._monotonic = monotonic
        self._most = 1

    async def tick(self) -> None:
        """Do chunk after chunk until all plans followed, or another process is at it."""
        while await self._database.read(replanning.is_any_open, self._who):
            began = self._monotonic()
            done = await self._database.write(
                replanning.step, self._who, at=self._now(), most=self._most
            )
            if done is None:
                return
            took = self._monotonic() - began
            self._most = next_size(self._most, took)
            await asyncio.sleep(took * REST)


def next_size(size: int, took: float) -> int:
    """Return how many plans the next chunk has, after one of `size` that took some seconds."""
    fits = int(size * HOLD / took) if took > 0 else CHUNK
    return max(1, min(fits, 2 * size, CHUNK))


def work_off(
    database: Database, who: Who, school_id: str, *, now: Callable[[], datetime]
) -> Iterator[Progress]:
    """Let all plans of a school follow its changes, without an event loop.

    Yields how far it came after each chunk, whoever did it: a program that runs meanwhile takes
    its share.
    """
    while (before := database.read_now(replanning.progress, who, school_id)) is not None:
        done = database.write_now(replanning.step, who, at=now(), school_id=school_id)
        if done is None:
            time.sleep(_PAUSE)
        yield done or before


def work_off_with_bar(
    database: Database, who: Who, school_id: str, *, now: Callable[[], datetime]
) -> None:
    """Do what `work_off` does behind a progress bar on standard error; nothing if none is open."""
    first = database.read_now(replanning.progress, who, school_id)
    if first is None:
        return
    label = "Plans that follow the new calendar"
    with click.progressbar(length=first.total, label=label, file=sys.stderr) as bar:
        for done in work_off(database, who, school_id, now=now):
            bar.update(done.done - bar.pos)
