"""`bench phrase`: understanding what staff type, against one look at every word of it."""

import re
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib import resources

from bot import school_files
from bot.bench.rows import Row, percentile
from school import phrase
from school.calendar import SchoolCalendar
from school.errors import PhraseError

ROUNDS = 30
LIMIT = 1.0
"""Milliseconds that 99 of 100 phrases may take at most."""
NOW = datetime.fromisoformat("2026-10-05T08:15:00-07:00")
_WORD = re.compile(r"\w+")


async def measure() -> list[Row]:
    """Return p50 and p99 of understanding the packaged phrases at the demo's school."""
    calendar = SchoolCalendar.from_neutral(school_files.read_or_demo(None))
    said = resources.files("bot").joinpath("data", "phrases.txt").read_text("utf-8").splitlines()

    def understand(text: str) -> None:
        try:
            phrase.understand(text, now=NOW, zone=calendar.zone, calendar=calendar)
        except PhraseError:
            return

    def scan(text: str) -> None:
        _WORD.findall(text.casefold())

    understood, scanned = _race((understand, scan), said)
    return _rows(understood, scanned)


def _race(contenders: Sequence[Callable[[str], None]], said: list[str]) -> list[list[float]]:
    """Return each phrase's median time by each contender, who take turns phrase by phrase.

    The median leaves out the moments in which another process had the processor: they are
    longer than what is measured.
    """
    times: list[list[float]] = [[] for _ in contenders]
    for text in said:
        taken: list[list[float]] = [[] for _ in contenders]
        for _ in range(ROUNDS):
            for contender, samples in zip(contenders, taken, strict=True):
                began = time.perf_counter()
                contender(text)
                samples.append((time.perf_counter() - began) * 1000)
        for samples, medians in zip(taken, times, strict=True):
            medians.append(percentile(samples, 50))
    return times


def _rows(understood: list[float], scanned: list[float]) -> list[Row]:
    name = f"phrase, {len(understood)} as staff type them"
    floor = percentile(scanned, 99)
    return [
        Row(f"{name}, p50", percentile(understood, 50), "ms", percentile(scanned, 50)),
        Row(f"{name}, p99 (1 ms)", percentile(understood, 99), "ms", floor, LIMIT / floor),
    ]
