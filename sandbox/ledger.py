"""The ledger: everything that went over the wire, both ways, in order."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from sandbox.clock import iso

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

    from sandbox.clock import RealTime, SchoolClock

Direction = Literal["in", "out"]
Kind = Literal[
    "api", "event", "interaction", "command", "response_url", "ack", "person", "socket", "file"
]

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
    """The last entries in memory, and all of them in a file if one is named: a line each."""

    clock: SchoolClock
    time: RealTime
    record: Path | None = None
    entries: list[Entry] = field(default_factory=list)
    n: int = 0
    file: TextIO | None = field(default=None, repr=False)

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
        entry = self.begin(direction, kind, name, payload, response=response, status=status)
        self._write(entry)
        return entry

    def begin(
        self,
        direction: Direction,
        kind: Kind,
        name: str,
        payload: Any,  # noqa: ANN401  JSON from the wire
        *,
        response: Any = None,  # noqa: ANN401  the same
        status: int | str | None = None,
    ) -> Entry:
        """Keep an entry that is completed by `settle`; the file gets it then."""
        self.n += 1
        at, wall = iso(self.clock.micros()), self.time.wall()
        entry = Entry(self.n, at, wall, direction, kind, name, payload, response, status)
        self.entries.append(entry)
        if len(self.entries) > 2 * KEPT:
            del self.entries[:KEPT]
        return entry

    def settle(self, entry: Entry) -> None:
        """Complete an entry with what came of it and write it into the file."""
        first = self._first()
        if entry.n >= first:
            self.entries[entry.n - first] = entry
        self._write(entry)

    def _first(self) -> int:
        return self.entries[0].n if self.entries else self.n + 1

    def _write(self, entry: Entry) -> None:
        if self.record is None:
            return
        if self.file is None:
            self.file = self.record.open("a", encoding="utf-8", buffering=1)
        self.file.write(json.dumps(vars(entry), default=str) + "\n")

    def close(self) -> None:
        """Let go of the file."""
        if self.file is not None:
            self.file.close()
            self.file = None

    def after(self, n: int, kind: str | None = None) -> list[dict[str, Any]]:
        """Return the entries numbered above `n`, of one kind if it is given."""
        return [vars(entry) for entry in self.since(n) if kind is None or entry.kind == kind]

    def since(self, n: int) -> list[Entry]:
        """Return the entries numbered above `n`."""
        return self.entries[max(0, n + 1 - self._first()) :]
