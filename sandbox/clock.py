"""The school clock: an instant that stands still, runs at a rate, or jumps forward."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sandbox.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.values import Json

MICROS = 1_000_000
RATES = (0, 1, 60, 600)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class RealTime:
    """The machine's two clocks, handed in by the outermost loop (seconds)."""

    wall: Callable[[], float]
    monotonic: Callable[[], float]


def micros_of(instant: datetime) -> int:
    """Return an aware instant as microseconds since 1970 (UTC)."""
    return (instant - EPOCH) // timedelta(microseconds=1)


def instant_of(micros: int) -> datetime:
    """Return microseconds since 1970 as an aware UTC instant."""
    return EPOCH + timedelta(microseconds=micros)


def iso(micros: int) -> str:
    """Return microseconds since 1970 as ISO-8601 UTC with all six digits."""
    return instant_of(micros).isoformat(timespec="microseconds").replace("+00:00", "Z")


def parse_iso(text: object, field: str) -> int:
    """Read an ISO-8601 instant with its offset, as microseconds since 1970.

    Refuses with `bad_instant` what is no instant or has no offset.
    """
    try:
        instant = datetime.fromisoformat(str(text))
    except ValueError:
        raise Refused("bad_instant", f"`{field}` is not an ISO-8601 instant: {text}") from None
    if instant.tzinfo is None:
        raise Refused("bad_instant", f"`{field}` needs an offset, for example {instant}Z.")
    return micros_of(instant)


class SchoolClock:
    """The clock of message `ts`, pacing and `Retry-After`; it never goes backwards."""

    def __init__(self, monotonic: Callable[[], float], *, start: int) -> None:
        """Stand still at `start` (microseconds since 1970, UTC)."""
        self._monotonic = monotonic
        self._base = start
        self._anchor = monotonic()
        self.rate = 0
        self.seq = 0

    def micros(self) -> int:
        """Return the instant that it is now at school, in microseconds since 1970."""
        if not self.rate:
            return self._base
        return self._base + int((self._monotonic() - self._anchor) * self.rate * MICROS)

    def reading(self) -> Json:
        """Return what `GET /sandbox/clock` answers."""
        return {"now": iso(self.micros()), "rate": self.rate, "seq": self.seq}

    def restart(self, micros: int) -> None:
        """Stand still at any instant: only a new workspace may turn the clock back."""
        self.rate = 0
        self._move(micros)

    def jump(self, micros: int) -> None:
        """Move forward to an instant; refuses `clock_backwards` with 409."""
        if micros < self.micros():
            raise Refused("clock_backwards", "The school clock only moves forward.", status=409)
        self._move(micros)

    def run(self, rate: object) -> None:
        """Run at `rate` school seconds per real second; 0 stands still."""
        if rate not in RATES or isinstance(rate, bool):
            raise Refused("bad_rate", "`rate` is one of 0, 1, 60 and 600.")
        now = self.micros()
        self.rate = int(str(rate))
        self._move(now)

    def _move(self, micros: int) -> None:
        self._base = micros
        self._anchor = self._monotonic()
        self.seq += 1
