"""`bench export`: 300,000 lines of the log as CSV and workbook, against the bare writers."""

import csv
import multiprocessing
import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.bench import district
from bot.bench.place import Place
from bot.bench.rows import Row
from handlers.papers import service_log_files
from handlers.papers.service_log_files import FileKind
from pushin import exports
from pushin.exports import Wanted
from storage import tables
from storage.database import Database
from storage.scope import Who

LOGGED = 100_000
"""Logged sessions; the variable PUSHIN_BENCH_LOGGED says another number."""
STUDENTS_EACH = 3
"""Students of a session: so many lines it has."""
AIM = 12.0
"""Times the bare query and writer: a line is read, said in words, made harmless and written."""
MOST_MIB = 48.0
"""How much more memory all lines may take than a tenth of them."""
_YEAR = (date(2026, 8, 1), date(2027, 7, 31))
_KINDS: tuple[FileKind, ...] = ("csv", "xlsx")


async def measure() -> list[Row]:
    """Return the seconds of each kind of file, against its floor, and how the memory grew."""
    lines = _sessions() * STUDENTS_EACH
    with Place(_fill) as place:
        floors = {"csv": _apart(_bare_csv, place.url), "xlsx": _apart(_bare_xlsx, place.url)}
        found = {kind: _apart(_grown, place.url, kind) for kind in _KINDS}
    rows = []
    for kind in _KINDS:
        seconds, grown = found[kind]
        name = f"export, {lines:,} lines, {kind}"
        rows.append(Row(f"{name}, against bare", seconds, "s", floors[kind], AIM))
        rows.append(Row(f"{name}, a second", lines / seconds, "lines", lines / floors[kind]))
        rows.append(Row(f"{name}, memory grown, against {MOST_MIB:g}", grown, "MiB", MOST_MIB, 1.0))
    return rows


def _sessions() -> int:
    return int(os.environ.get("PUSHIN_BENCH_LOGGED", LOGGED))


def _apart(measured: Callable[..., Any], *args: object) -> Any:  # noqa: ANN401  what is measured
    """Measure in a process of its own, whose memory nobody has used before."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        return pool.submit(measured, *args).result()


def _grown(url: str, kind: FileKind) -> tuple[float, float]:
    """Return the seconds of the whole year, and how many MiB it took beyond a month of it."""
    database = Database.open(url)
    _write(database, url, kind, Wanted(date(2026, 9, 1), date(2026, 9, 20)))
    before = _peak()
    began = time.perf_counter()
    _write(database, url, kind, Wanted(*_YEAR))
    took = time.perf_counter() - began
    grown = _peak() - before
    database.close_now()
    return took, grown


def _write(database: Database, url: str, kind: FileKind, wanted: Wanted) -> None:
    sheet = service_log_files.sheet(kind, _beside(url, kind), at=district.NOW)
    who = Who(district.WORKSPACE)
    most = service_log_files.MOST[kind]
    database.read_now(exports.write, who, wanted, sheet, most=most, at=district.NOW)


def _peak() -> float:
    """Return the most memory that this process had, in MiB.

    From Linux's /proc: what `getrusage` says begins with the peak of the process that started it.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else float("nan")


def _beside(url: str, kind: str) -> Path:
    return Path(url.removeprefix("sqlite:///")).with_suffix(f".{kind}")


def _bare_csv(url: str) -> float:
    """Return the seconds of the same rows as they are, by the driver and the bare writer."""
    began = time.perf_counter()
    with (
        closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file,
        _beside(url, "bare.csv").open("w", newline="", encoding="utf-8") as out,
    ):
        csv.writer(out).writerows(file.execute(_BARE))
    return time.perf_counter() - began


def _bare_xlsx(url: str) -> float:
    """Return the seconds of the same rows as they are, by the driver and the bare workbook."""
    from xlsxwriter import Workbook  # noqa: PLC0415  as the program does

    began = time.perf_counter()
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
        book = Workbook(str(_beside(url, "bare.xlsx")), {"constant_memory": True})
        sheet = book.add_worksheet()
        for number, row in enumerate(file.execute(_BARE)):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
        book.close()
    return time.perf_counter() - began


_BARE = """
SELECT log.on_date, log.starts_at, log.ends_at, logstudent.code, logstudent.minutes,
    logstudent.group_minutes, log.group_size, log.service_delivery_model, log.place, person.name,
    log.deliverer_id, log.supervisor_id, log.status, log.reason, log.goal_area
FROM log JOIN logstudent USING (workspace_id)
JOIN person ON person.workspace_id = log.workspace_id AND person.id = log.provider_id
WHERE logstudent.log_id = log.id AND log.replaced_at IS NULL
ORDER BY log.provider_id, log.on_date
"""


def _fill(url: str) -> int:
    count = _sessions()
    providers = district.fill(url, count)
    path = url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA synchronous = OFF")
        file.execute("BEGIN")
        district.bulk(file, tables.Log, (row for n in range(count) for row in _log(n)))
        district.bulk(file, tables.LogStudent, (row for n in range(count) for row in _codes(n)))
        file.execute("COMMIT")
        file.execute("ANALYZE")
    return providers


def _log(n: int) -> Iterator[dict[str, Any]]:
    plan, number = divmod(n, district.DATES_EACH)
    owner = f"p{plan // district.PLANS_EACH}"
    on = district.FIRST + timedelta(days=2 * number + plan % 2)
    starts = datetime(on.year, on.month, on.day, 16, tzinfo=UTC)
    starts += timedelta(minutes=40 * (plan % district.PLANS_EACH))
    yield {
        "id": f"log{n}",
        "session_id": f"plan{plan}-{on:%Y%m%d}",
        "plan_id": f"plan{plan}",
        "provider_id": owner,
        "on_date": on,
        "starts_at": starts,
        "ends_at": starts + timedelta(minutes=30),
        "timezone": "America/Los_Angeles",
        "planned_minutes": 30,
        "minutes": 30,
        "support_minutes": 0,
        "status": "held",
        "service_delivery_model": "push_in",
        "place": f"Room {plan}, Writing",
        "deliverer_id": owner,
        "group_size": STUDENTS_EACH,
        "goal_area": "Handwriting",
        "note": "Slant board out; two prompts.",
        "said_by": owner,
        "at": district.NOW,
    }


def _codes(n: int) -> Iterator[dict[str, Any]]:
    plan = n // district.DATES_EACH
    for student in range(STUDENTS_EACH):
        yield {
            "log_id": f"log{n}",
            "code": f"K{plan}-{student}",
            "present": True,
            "minutes": 30,
            "group_minutes": 30,
        }
