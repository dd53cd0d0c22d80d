"""Lock-step: move the school clock and wait until everything that it set off is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.errors import Refused
from sandbox.looking import mark_shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.ledger import Entry
    from sandbox.server import Server
    from sandbox.values import Json

LONGEST = 120.0
TOLD = ("n", "at", "direction", "kind", "name", "status")


def seconds_of(body: Json, name: str, default: float) -> float:
    """Return a number of seconds, at most two minutes; refuses `bad_timeout`."""
    value = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refused("bad_timeout", f"`{name}` is a number of seconds.")
    return min(float(value), LONGEST)


def seen(server: Server, body: Json) -> Json:
    """Take a follower's word that it is done (`idle`) with a reading of the clock."""
    seq = body.get("seq")
    if isinstance(seq, bool) or not isinstance(seq, int):
        raise Refused("bad_number", "`seq` is the number of a clock's reading.")
    if body.get("idle"):
        server.followers.answer(str(body.get("name", "app")), seq)
    return {"ok": True}


async def step(server: Server, body: Json, move: Callable[[Server, Json], Json]) -> Json:
    """Move the clock by `move`, wait until nothing is in flight, and say what happened."""
    timeout = seconds_of(body, "timeout", 10.0)
    start, first, end = server.now(), server.ledger.n, server.time.monotonic() + timeout
    moved = move(server, {key: value for key, value in body.items() if key != "timeout"})
    followed = bool(server.followers.seen) and server.streams.clocks_followed()
    done = not followed or await server.followers.all_at(moved["seq"], timeout)
    idle = await server.activity.idle(max(0.0, end - server.time.monotonic()))
    reached = [mark for mark in server.workspace.marks if start < mark.at <= server.now()]
    return {
        "ok": True,
        **server.clock.reading(),
        "idle": idle and done,
        "seen": done if followed else None,
        "marks": [mark_shown(mark) for mark in reached],
        "entries": [_told(entry) for entry in server.ledger.since(first)],
    }


def _told(entry: Entry) -> Json:
    return {name: getattr(entry, name) for name in TOLD}
