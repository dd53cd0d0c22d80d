"""The ledger: everything that went over the wire, both ways, in order."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from sandbox.clock import iso

if TYPE_CHECKING:
    from pathlib import Path

    from sandbox.clock import RealTime, SchoolClock

Direction = Literal["in", "out"]
Kind = Literal["api", "event", "interaction", "command", "response_url", "ack", "person"]

KEPT = 100_000


@dataclass(frozen=True)
class Entry:
    """One request, event, interaction, ack or act; `in` is what the app sent."""

    n: int
    at: str
    wall: float
    direction: Direction
    kind: Kind
    name: str
    payload: Any
    response: Any
    status: int | str | None


@dataclass
class Ledger:
    """The last entries in memory, and all of them in a file if one is named."""

    clock: SchoolClock
    time: RealTime
    record: Path | None = None
    entries: list[Entry] = field(default_factory=list)
    n: int = 0

    def add(
        self,
        direction: Direction,
        kind: Kind,
        name: str,
        payload: Any,  # noqa: ANN401  JSON from the wire
        *,
        response: Any = None,  # noqa: ANN401  the same
        status: int | str | None = None,
    ) -> Entry:
        """Write one entry down and return it."""
        self.n += 1
        at, wall = iso(self.clock.micros()), self.time.wall()
        entry = Entry(self.n, at, wall, direction, kind, name, payload, response, status)
        self.entries.append(entry)
        if len(self.entries) > 2 * KEPT:
            del self.entries[:KEPT]
        self._write(entry)
        return entry

    def settle(self, entry: Entry) -> None:
        """Complete an entry with what came of it; the file gets it a second time."""
        first = self.entries[0].n if self.entries else 1
        if entry.n >= first:
            self.entries[entry.n - first] = entry
        self._write(entry)

    def _write(self, entry: Entry) -> None:
        if self.record is not None:
            with self.record.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(entry), default=str) + "\n")

    def after(self, n: int, kind: str | None = None) -> list[dict[str, Any]]:
        """Return the entries numbered above `n`, of one kind if it is given."""
        first = self.entries[0].n if self.entries else 1
        recent = self.entries[max(0, n + 1 - first) :]
        return [vars(entry) for entry in recent if kind is None or entry.kind == kind]
