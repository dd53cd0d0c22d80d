"""Whether the program is alive: its ticks, its socket and its database, each with its age."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.metrics import Metrics
from storage.database import Database

TICK_SECONDS = 45.0
"""A tick comes every second; a slow call to Slack may hold one up for its time-out."""
SOCKET_SECONDS = 45.0
"""The socket is asked every five seconds; slack_sdk rebuilds it after twenty silent ones."""
DATABASE_SECONDS = 5.0

Age = Callable[[], float | None]
"""How many seconds ago a part was last alive; None where it has not been yet."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the program: how old its last sign of life is, and how old it may be (seconds)."""

    name: str
    age: float | None
    limit: float

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
                }
                for part in self.parts
            },
        }


class Monitor:
    """Looks at the parts when it is asked, and leaves a heartbeat in a file while all is well."""

    def __init__(self, database: Database, metrics: Metrics, heartbeat: Path | None) -> None:
        """Watch a database; `heartbeat` is the file that is written after each tick."""
        self._database = database
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
        found = Health((*parts, Part("database", await self._database_age(), DATABASE_SECONDS)))
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

    async def _database_age(self) -> float | None:
        """Return how long the database takes to answer, or None if it does not."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        try:
            await asyncio.wait_for(self._database.system(_ask), DATABASE_SECONDS)
        except (SQLAlchemyError, TimeoutError):
            return None
        return loop.time() - begun


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
