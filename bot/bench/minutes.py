"""`bench minutes`: one caseload among a district's year, against the bare SQL of its sums."""

import random
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, date, datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.dialects import sqlite

from bot import demo, slack_client
from bot.bench import district
from bot.bench.next_session import CHUNK, Contender, make_app, surface
from bot.bench.place import DistrictPlace, sandbox
from bot.bench.rows import Row, percentile
from handlers.slack.register import register
from storage import tables
from storage.queries import minutes as queries

SESSIONS = 1_000_000
ROUNDS = 400
AIM = 5.0
_LOGGED = 70
"""Of each hundred sessions of a plan, so many are over and logged."""
_MISSED = ("assembly", "testing", "drill")
_YEAR = (date(2026, 8, 17), date(2027, 6, 3))
_MONTH = (date(2026, 10, 1), date(2026, 10, 31))


async def measure() -> list[Row]:
    """Return what `/pushin minutes` of a month and of a year takes, beside its bare SQL."""
    async with sandbox() as url, slack_client.open_session(timeout=10) as http:
        client = slack_client.make_client(http, token=demo.BOT_TOKEN, base_url=f"{url}/api/")
        async with _pushin(client) as (month, year, place):
            logs = log_sessions(place.url, place.providers)
            bare = _Bare(place.url)
            dice = random.Random(1)  # noqa: S311  no secret
            times: dict[str, list[float]] = {"month": [], "year": []}
            for contender in (month, year):
                await contender.run(CHUNK // 4, dice)
                contender.times.clear()
            for _ in range(ROUNDS // CHUNK):
                for contender, name, dates in ((month, "month", _MONTH), (year, "year", _YEAR)):
                    await contender.run(CHUNK, dice)
                    numbers = (dice.randrange(place.providers) for _ in range(CHUNK))
                    times[name] += [bare.run(f"p{number}", *dates) for number in numbers]
    return [
        *_rows("this month", month.times, times["month"]),
        *_rows("this year", year.times, times["year"]),
        Row("minutes, logs in the table", logs, "rows"),
    ]


def log_sessions(url: str, providers: int) -> int:
    """Log the sessions that are over, straight into the file; return how many logs it has."""
    plans = providers * district.PLANS_EACH
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as file:
        file.execute("PRAGMA synchronous = OFF")
        file.execute("PRAGMA cache_size = -200000")
        file.execute("BEGIN")
        indexes = (
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'log' "
            "AND sql NOT NULL"
        )
        made_after = file.execute(indexes).fetchall()
        for name, _ in made_after:
            file.execute(f"DROP INDEX {name}")
        district.bulk(file, tables.Log, (row for n in range(plans) for row in _logs(n)))
        district.bulk(file, tables.Mandate, (_mandate(n) for n in range(providers)))
        serving = (
            {"mandate_id": f"m{n // district.PLANS_EACH}", "plan_id": f"plan{n}"}
            for n in range(plans)
        )
        district.bulk(file, tables.MandatePlan, serving)
        for _, sql in made_after:
            file.execute(sql)
        file.execute("COMMIT")
        file.execute("ANALYZE")
        (count,) = file.execute("SELECT count(*) FROM log").fetchone()
    return int(count)


@asynccontextmanager
async def _pushin(
    client: AsyncWebClient,
) -> AsyncIterator[tuple[Contender, Contender, DistrictPlace]]:
    with DistrictPlace(SESSIONS) as place:
        app = make_app(client, before_response=True)
        register(app, surface(place.database, client))
        month = Contender(app, place.providers, text="minutes")
        yield month, Contender(app, place.providers, text="minutes this year"), place


class _Bare:
    """The three statements of a caseload's sums, run by SQLite's own driver on a connection."""

    def __init__(self, url: str) -> None:
        self._file = sqlite3.connect(url.removeprefix("sqlite:///"))
        asked = (
            queries.LOGGED["provider", False].select,
            queries.OPEN["provider", False].select,
            queries.MAKE_UPS["provider"].select,
        )
        named = sqlite.dialect(paramstyle="named")
        compiled = [one.compile(dialect=named) for one in asked]
        self._asked = [(str(one), dict(one.params)) for one in compiled]

    def run(self, person_id: str, first: date, last: date) -> float:
        """Return how long one caseload takes, in milliseconds."""
        keys = queries.open_keys(person_id, first, last, district.NOW)
        plain = {"workspace": district.WORKSPACE, **{k: _text(v) for k, v in keys.items()}}
        began = time.perf_counter()
        for text, constants in self._asked:
            self._file.execute(text, {**constants, **plain}).fetchall()
        return (time.perf_counter() - began) * 1000


def _text(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return value.isoformat() if isinstance(value, date) else value


def _logs(n: int) -> Iterator[dict[str, Any]]:
    owner = n // district.PLANS_EACH
    for number, session in enumerate(district.sessions_of(n, _LOGGED)):
        missed = number % 11 == 0
        yield {
            "id": session["id"],
            "session_id": session["id"],
            "plan_id": f"plan{n}",
            "provider_id": f"p{owner}",
            "on_date": session["on_date"],
            "starts_at": session["starts_at"],
            "ends_at": session["ends_at"],
            "timezone": "America/Los_Angeles",
            "planned_minutes": 30,
            "minutes": 0 if missed else 30,
            "support_minutes": 0,
            "status": "cancelled" if missed else "held",
            "reason": _MISSED[number % 3] if missed else None,
            "service_delivery_model": "push_in",
            "place": "",
            "note": "",
            "said_by": f"p{owner}",
            "at": session["ends_at"] + timedelta(hours=2),
        }


def _mandate(n: int) -> dict[str, Any]:
    return {
        "id": f"m{n}",
        "provider_id": f"p{n}",
        "discipline": "OT",
        "minutes": 300,
        "per": "week",
        "from_date": district.FIRST,
        "created_by": f"p{n}",
        "created_at": district.NOW,
    }


def _rows(what: str, took: list[float], bare: list[float]) -> list[Row]:
    name = f"minutes {what}, {SESSIONS:,} sessions"
    floor = percentile(bare, 50)
    return [
        Row(f"{name}, p50, against its bare SQL", percentile(took, 50), "ms", floor, AIM),
        Row(f"{name}, p99", percentile(took, 99), "ms", percentile(bare, 99)),
    ]
