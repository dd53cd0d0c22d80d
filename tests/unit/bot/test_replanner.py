"""The tick and the command line let plans follow a changed calendar."""

from datetime import datetime, timedelta

import pytest
from unit.pushin import crowd
from unit.pushin.lincoln import MONDAY, WORKSPACE, Team

from bot import replanner
from bot.replanner import HOLD, Replanner, next_size
from pushin import replanning, schools
from storage import tables
from storage.database import Database
from storage.scope import Who

WHO = Who(WORKSPACE)


@pytest.mark.parametrize(
    ("size", "took", "then"),
    [
        (1, HOLD / 10, 2),
        (4, HOLD, 4),
        (4, HOLD * 2, 2),
        (1, HOLD * 9, 1),
        (20, HOLD / 2, 20),
        (5, 0.0, 10),
    ],
)
def test_a_chunk_is_as_large_as_it_may_hold_others_up(size: int, took: float, then: int) -> None:
    """It at most doubles, shrinks at once, and is one plan at least."""
    assert next_size(size, took) == then


class Stopwatch:
    """Real seconds of which each look takes some."""

    def __init__(self, each: float) -> None:
        """Let each look take `each` seconds."""
        self.each = each
        self.now = 0.0

    def read(self) -> float:
        """Return the seconds."""
        self.now += self.each
        return self.now


@pytest.mark.slow
async def test_a_tick_works_everything_off(sqlite_url: str) -> None:
    """All plans followed, in many chunks; commits between them wake whoever waits for one."""
    commits: list[int] = []
    database = Database.open(sqlite_url, on_commit=lambda: commits.append(1))
    await database.write(crowd.gather, WHO)
    await database.write(schools.import_neutral, WHO, crowd.changed(), at=MONDAY)
    watch = Stopwatch(HOLD / 4)

    await Replanner(database, WHO, now=lambda: MONDAY, monotonic=watch.read).tick()

    (row,) = Team(database).rows(tables.Replan)
    assert (row.done, row.total, row.finished_at) == (42, 42, MONDAY)
    assert len(commits) > 5
    again = database.write_now(replanning.follow, WHO, "lincoln", at=MONDAY)
    seen = [one.done for one in replanner.work_off(database, WHO, "lincoln", now=_later)]
    assert (again.waiting, sorted(set(seen))) == (42, [20, 40, 42])
    await database.close()


def _later() -> datetime:
    return MONDAY + timedelta(minutes=1)
