"""Whether the program is alive: its ticks, its socket and its database, each with its age."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot import database_trouble
from bot.metrics import Metrics
from storage import probe
from storage.database import Database

TICK_SECONDS = 45.0
"""A tick comes every second; a slow call to Slack may hold one up for its time-out."""
SOCKET_SECONDS = 45.0
"""The socket is asked every five seconds; slack_sdk rebuilds it after twenty silent ones."""
DATABASE_SECONDS = 5.0
WRITE_SECONDS = 30.0
"""A full disk still reads: so often the database is asked to write, until it could."""

Age = Callable[[], float | None]
"""How many seconds ago a part was last alive; None where it has not been yet."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the program: how old its last sign of life is, and how old it may be (seconds)."""

    name: str
    age: float | None
    limit: float
    problem: str | None = None
    """What is wrong, in a sentence, where that is known."""

    @property
    def is_alive(self) -> bool:
        """Whether it gave a sign of life lately."""
        return self.age is not None and self.age <= self.limit


@dataclass(frozen=True, slots=True)
class Health:
    """How all parts are."""

    parts: tuple[Part, ...]

    @property
    def is_well(self) -> bool:
        """Whether every part is alive."""
        return all(part.is_alive for part in self.parts)

    def facts(self) -> dict[str, Any]:
        """Return it as JSON: ages in seconds."""
        return {
            "ok": self.is_well,
            "parts": {
                part.name: {
                    "ok": part.is_alive,
                    "age_seconds": None if part.age is None else round(part.age, 1),
                    "limit_seconds": part.limit,
                    **({"problem": part.problem} if part.problem else {}),
                }
                for part in self.parts
            },
        }


class Monitor:
    """Looks at the parts when it is asked, and leaves a heartbeat in a file while all is well."""

    def __init__(
        self,
        database: Database,
        metrics: Metrics,
        heartbeat: Path | None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Watch a database; `heartbeat` is the file that is written after each tick."""
        self._database = database
        self._monotonic = monotonic
        self._written_at: float | None = None
        self._heartbeat = heartbeat
        self._ticks: dict[str, Age] = {}
        self.metrics = metrics

    def watch(self, name: str, age: Age) -> None:
        """Watch one more part: a ticker, or `socket`."""
        self._ticks[name] = age

    async def look(self) -> Health:
        """Return how all parts are now."""
        limits = {"socket": SOCKET_SECONDS}
        parts = [
            Part(name, age(), limits.get(name, TICK_SECONDS)) for name, age in self._ticks.items()
        ]
        found = Health((*parts, await self._look_at_database()))
        for part in found.parts:
            if part.age is not None:
                self.metrics.age(part.name, part.age)
        return found

    async def beat(self) -> None:
        """Write the heartbeat if all is well; whoever watches the file goes by its time."""
        if self._heartbeat is None or not (await self.look()).is_well:
            return
        with suppress(OSError):  # a full disk is seen by the age of the file
            self._heartbeat.touch()

    async def _look_at_database(self) -> Part:
        """Return how long the database takes to answer, and now and then to write."""
        begun = self._monotonic()
        writes = self._written_at is None or begun - self._written_at >= WRITE_SECONDS
        ask = partial(probe.write, at=datetime.now(UTC)) if writes else _ask
        try:
            await asyncio.wait_for(self._database.system(ask), DATABASE_SECONDS)
        except (SQLAlchemyError, TimeoutError) as error:
            self._written_at = None
            problem = database_trouble.sentence(error) or database_trouble.SILENT
            return Part("database", None, DATABASE_SECONDS, problem)
        ended = self._monotonic()
        if writes:
            self._written_at = ended
        return Part("database", ended - begun, DATABASE_SECONDS)


def _ask(session: Session) -> None:
    session.execute(text("SELECT 1"))


def socket_age(
    last_pong: Callable[[], float | None], now: Callable[[], float]
) -> Callable[[], float | None]:
    """Return the age of a socket's last answer to a ping, in seconds of the wall clock."""

    def age() -> float | None:
        last = last_pong()
        return None if last is None else max(0.0, now() - last)

    return age
