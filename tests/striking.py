"""A process that delivers once and is struck by a signal at one named step of its work.

A step is a failpoint of the delivery, or the instant right before or right after one of the
statements that SQLAlchemy runs for it, COMMIT included (SQLAlchemy's own events). Steps have names,
not only numbers, because on PostgreSQL two transactions of one process may overtake each other.
"""

import asyncio
import os
import re
import signal
import threading
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.connection import Connection as Pipe
from typing import Any

from postroom import HandClock, HandTime, PostRoom
from sqlalchemy import Connection, Engine, event
from sqlmodel import Session

from bot.clocks import real_time
from bot.failpoints import FailpointName
from bot.practice import Timing
from bot.slack_client import open_session
from storage.database import Database

_TABLE = re.compile(r"\b(?:FROM|UPDATE|INTO)\s+(\w+)", re.IGNORECASE)


@dataclass(frozen=True)
class Errand:
    """What a child is sent to do: deliver what is due at an instant, and be struck at a step."""

    database_url: str
    sandbox_url: str
    clock: HandClock
    timing: Timing
    time: HandTime | None = None
    """How much real time has passed by hand; None: this machine's own."""
    step: str | None = None
    """None: at none of them."""
    signal: int = signal.SIGKILL


@dataclass
class Steps:
    """The steps that were taken, in order; at one of them this process signals itself."""

    strike_at: str | None
    signal: int
    taken: list[str] = field(default_factory=list)
    _seen: Counter[str] = field(default_factory=Counter)
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _last: threading.local = field(default_factory=threading.local)

    def take(self, name: str) -> None:
        """Take a step; the second of the same name is called `name (2)`."""
        with self._turn:
            self._seen[name] += 1
            count = self._seen[name]
            step = name if count == 1 else f"{name} ({count})"
            self.taken.append(step)
        if step == self.strike_at:
            os.kill(os.getpid(), self.signal)

    async def failpoint(self, name: FailpointName) -> None:
        """Take the step of a failpoint."""
        self.take(name)

    def watch(self) -> None:
        """Take a step around every statement of this process from now on."""
        event.listen(Engine, "before_cursor_execute", self._before)
        event.listen(Engine, "after_cursor_execute", self._after)
        event.listen(Engine, "commit", self._commits)
        event.listen(Session, "after_commit", self._committed)

    def _before(self, _connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
        self._last.said = _short(statement)
        self.take(f"before {self._last.said}")

    def _after(self, _connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
        self.take(f"after {_short(statement)}")

    def _commits(self, _connection: Connection) -> None:
        self.take(f"before COMMIT of {self._last.said}")

    def _committed(self, _session: Session) -> None:
        # A transaction runs on one thread, and its last statement names it.
        self.take(f"after COMMIT of {self._last.said}")


def _short(statement: str) -> str:
    """Return what kind of statement it is, and of which table."""
    verb = statement.split(maxsplit=1)[0]
    table = _TABLE.search(statement)
    locked = " to hold it" if "FOR UPDATE" in statement else ""
    return f"{verb} {table[1]}{locked}" if table else verb


def deliver_once(errand: Errand, told: Pipe | None = None) -> None:
    """Deliver what is due and end; tell the steps that were taken, if anybody listens."""
    steps = Steps(errand.step, errand.signal)
    asyncio.run(_deliver(errand, steps))
    if told is not None:
        told.send(steps.taken)


async def _deliver(errand: Errand, steps: Steps) -> None:
    steps.watch()
    async with open_session(timeout=errand.timing.http_timeout) as http:
        database = Database.open(errand.database_url)
        room = PostRoom(errand.sandbox_url, http, database, errand.clock)
        real = real_time() if errand.time is None else errand.time.real()
        await room.delivery(timing=errand.timing, failpoint=steps.failpoint, real=real).tick()
        await database.close()
