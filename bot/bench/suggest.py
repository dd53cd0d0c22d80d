"""`bench suggest`: times for a goal in a district of 2,000 providers, against the bare sweep."""

import random
import time
from dataclasses import dataclass, field

from bot.bench import district
from bot.bench.place import Place
from bot.bench.rows import Row, percentile
from pushin import suggestions
from pushin.asked_suggestions import Asked
from pushin.fitting_times import Found
from school.openings import Whole
from storage.database import Database
from storage.scope import Scope, Who

PROVIDERS = 2_000
ROUNDS = 400
WARM_UP = 20
AIM = 5.0
_GOAL, _TIMES, _MINUTES = "goal:fine_motor", 2, 20


@dataclass
class Times:
    """How long each took, in milliseconds."""

    suggested: list[float] = field(default_factory=list)
    swept: list[float] = field(default_factory=list)
    kept: list[float] = field(default_factory=list)


async def measure() -> list[Row]:
    """Return p50 of finding the times, against sweeping the same intervals, already loaded."""
    sessions = PROVIDERS * district.PLANS_EACH * district.DATES_EACH
    with Place(lambda url: _fill(url, sessions)) as place:
        dice = random.Random(1)  # noqa: S311  no secret
        times = Times()
        for _ in range(WARM_UP):
            await _round(place.database, dice.randrange(PROVIDERS), Times())
        for _ in range(ROUNDS):
            await _round(place.database, dice.randrange(PROVIDERS), times)
    floor = percentile(times.swept, 50)
    name = f"suggest, {PROVIDERS:,} providers, {PROVIDERS * district.PLANS_EACH:,} plans"
    return [
        Row(
            f"{name}, p50, against the bare sweep",
            percentile(times.suggested, 50),
            "ms",
            floor,
            AIM,
        ),
        Row(f"{name}, p99", percentile(times.suggested, 99), "ms", percentile(times.swept, 99)),
        Row(f"{name}, with its draft committed, p50", percentile(times.kept, 50), "ms", floor),
    ]


def _fill(url: str, sessions: int) -> int:
    providers = district.fill(url, sessions)
    district.tell_routines(url, providers)
    return providers


async def _round(database: Database, number: int, times: Times) -> None:
    who = Who(district.WORKSPACE, district.provider_user(number))
    asked = Asked(_GOAL, "", f"p{number}", (f"c{number}",), _TIMES, _MINUTES)

    def look(scope: Scope) -> Found:
        found = suggestions.look(scope, asked, at=district.NOW)
        if not isinstance(found, Found):
            raise TypeError("something is to be picked first")
        found.options  # noqa: B018  reading them is the work
        return found

    began = time.perf_counter()
    found = await database.read(look, who)
    times.suggested.append((time.perf_counter() - began) * 1000)
    _sweep(found, times)
    began = time.perf_counter()
    await database.write(_answered, who, asked)
    times.kept.append((time.perf_counter() - began) * 1000)


def _answered(scope: Scope, asked: Asked) -> object:
    return suggestions.answer(scope, asked, at=district.NOW)


def _sweep(found: Found, times: Times) -> None:
    """Sweep the intervals that the search had read; the times that it finds are the same."""
    wholes = {id(one.whole): one.whole for one in found.options}
    began = time.perf_counter()
    swept = [
        offer
        for one in wholes.values()
        for offer in Whole(one.anchor, one.minutes, one.bells, one.window).offers(_TIMES)
    ]
    times.swept.append((time.perf_counter() - began) * 1000)
    if not swept or {*swept} != {one.offer for one in found.options}:
        raise RuntimeError("the sweep found other times")
