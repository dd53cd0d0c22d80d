"""What holds of every suggestion, whatever the schools, people and plans are."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from databases import SQLiteFiles
from hypothesis import HealthCheck, given, settings
from unit.pushin.worlds import MAYA, WORKSPACE, Sweep, World, worlds, write

from pushin import plans, suggestions
from pushin.asked_suggestions import Asked
from pushin.fitting_times import Found
from pushin.results import PlanPreview
from storage.database import Database
from storage.scope import Scope, Who

Run = Callable[[World], None]
PREVIEWED = 3


@pytest.fixture
def checked(sqlite_files: SQLiteFiles, tmp_path: Path) -> Run:
    """Return what writes a world to a fresh database and looks at all that is suggested in it."""
    empty = Path(sqlite_files.fresh(tmp_path).removeprefix("sqlite:///"))
    made = iter(range(10_000_000))

    def check(world: World) -> None:
        file = tmp_path / f"world{next(made)}.db"
        shutil.copyfile(empty, file)
        database = Database.open(f"sqlite:///{file}")
        database.write_now(write, Who(WORKSPACE), world)
        database.write_now(_check, Who(WORKSPACE, f"U{MAYA}"), world)
        database.close_now()
        file.unlink()

    return check


def _check(scope: Scope, world: World) -> None:
    sweep = Sweep(scope, world)
    asked = Asked("goal:fine_motor", "", MAYA, ("A",), world.times, world.minutes)
    found = suggestions.look(scope, asked, at=world.at)
    assert isinstance(found, Found)
    covered: dict[str, dict[int, set[int]]] = {}
    for option in found.options:
        name, offer = option.fit.anchor.name, option.offer
        assert len(offer.weekdays) + offer.missing == world.times
        for weekday in offer.weekdays:
            assert sweep.is_open(name, weekday, offer.start, offer.end), (name, offer)
            own = covered.setdefault(name, {}).setdefault(weekday, set())
            own.update(range(offer.start, offer.end))
    everything = {name: there for name in sweep.wholes() if (there := sweep.open_minutes(name))}
    assert covered == everything
    for number in range(min(PREVIEWED, len(found.options))):
        echo = plans.preview(scope, found.plan(number), at=world.at)
        assert isinstance(echo, PlanPreview)
        assert [one for one in echo.clashes if one.on <= found.windows.until] == []


QUIETLY = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=6, deadline=None, suppress_health_check=QUIETLY, derandomize=True)
@given(world=worlds())
def test_nothing_clashes_and_every_free_moment_is_offered(checked: Run, world: World) -> None:
    """A suggestion is free on every date of its weekdays, and each free minute is in one."""
    checked(world)


@pytest.mark.slow
@pytest.mark.timeout(600)
@settings(max_examples=400, deadline=None, suppress_health_check=QUIETLY)
@given(world=worlds())
def test_many_worlds(checked: Run, world: World) -> None:
    """The same in four hundred worlds."""
    checked(world)
