"""`pushin bench`: each figure stands against a floor measured in the same run."""

import asyncio
from collections.abc import Sequence

from bot.bench.bell import measure as measure_bell
from bot.bench.expand import measure as measure_expand
from bot.bench.export import measure as measure_export
from bot.bench.minutes import measure as measure_minutes
from bot.bench.next_session import measure as measure_next
from bot.bench.phrase import measure as measure_phrase
from bot.bench.post import measure as measure_post
from bot.bench.replan import measure as measure_replan
from bot.bench.rows import Row
from bot.bench.slots import measure as measure_slots
from bot.bench.start import measure as measure_start
from bot.bench.suggest import measure as measure_suggest
from bot.bench.week import measure as measure_week

BENCHES = {
    "bell": measure_bell,
    "expand": measure_expand,
    "minutes": measure_minutes,
    "export": measure_export,
    "next": measure_next,
    "phrase": measure_phrase,
    "post": measure_post,
    "replan": measure_replan,
    "slots": measure_slots,
    "start": measure_start,
    "suggest": measure_suggest,
    "week": measure_week,
}


class UnknownBenchError(Exception):
    """There is no benchmark of that name."""


def measure(name: str | None) -> list[Row]:
    """Run one benchmark, or all of them without a name."""
    if name is not None and name not in BENCHES:
        raise UnknownBenchError(f"no benchmark {name!r}; there are {', '.join(BENCHES)}")
    chosen = [BENCHES[name]] if name else list(BENCHES.values())
    return [row for bench in chosen for row in asyncio.run(bench())]


def table(rows: Sequence[Row]) -> str:
    """Return the rows for people, one a line."""
    return "\n".join(row.line() for row in rows)
