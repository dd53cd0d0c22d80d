"""Random schools, teams and weeks: the finder against a reckoning of single minutes."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest
from databases import SQLiteFiles
from unit.pushin import random_teams
from unit.pushin.random_teams import NOW, WEEKS, ZONE, Reckoning, Stop, World

from pushin import pairs, touchbases
from storage import tables
from storage.database import Database
from storage.scope import Scope, Who


@pytest.fixture(scope="module")
def database(
    sqlite_files: SQLiteFiles, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """Open one database; each world is a workspace of its own in it."""
    opened = Database.open(sqlite_files.fresh(tmp_path_factory.mktemp("rolled")))
    yield opened
    opened.close_now()


def stops_of(scope: Scope, world: World) -> dict[tuple[str, date], list[Stop]]:
    """Return the sessions that are on, by adult and date, read row by row."""
    found: dict[tuple[str, date], list[Stop]] = {}
    for number, (provider, room, _, _) in enumerate(world.push_ins):
        for row in scope.sessions.of_plan(f"plan{number}"):
            if row.status != "planned" or row.obstacle is not None:
                continue
            start, end = (at.astimezone(ZONE) for at in (row.starts_at, row.ends_at))
            stop = (start.hour * 60 + start.minute, end.hour * 60 + end.minute, room.school)
            for one in (provider, room.teacher):
                found.setdefault((one.key, row.on_date), []).append(stop)
    return found


def first_slots(scope: Scope, world: World, reckoning: Reckoning) -> int:
    """Compare the first slot of each pair and week, before anything is planned."""
    compared = 0
    for room, provider in world.pairs:
        pair = pairs.of(scope, room.teacher.key, provider.key, room.key)
        for week in WEEKS:
            found = touchbases.slots_of_week(scope, pair, week, at=NOW, most=1)
            slot = (found[0].on, found[0].start) if found else None
            assert slot == reckoning.first(room, provider, week), (room.key, provider.key, week)
            compared += 1
    return compared


def planned(scope: Scope, world: World, reckoning: Reckoning) -> int:
    """Plan the weeks of all pairs; each is at the first minute that the others left."""
    rooms = {room.teacher.key: room for room in world.rooms}
    for number, (provider, room, _, _) in enumerate(world.push_ins):
        plan = scope.plans.get(f"plan{number}")
        assert plan is not None
        touchbases.plan_weeks(scope, plan, at=NOW)
        for row in scope.touch_bases.of_pair(room.teacher.key, provider.key):
            expected = reckoning.first(rooms[row.teacher_id], provider, row.week)
            assert _local(row) == expected, row.id
            if expected is not None:
                known = (row.teacher_id, row.provider_id, room.school, *expected)
                reckoning.touch_bases.append(known)
    for teacher, helper, _, on, start in reckoning.touch_bases:
        provider = next(one for one in world.providers if one.key == helper)
        for minute in range(start, start + 5):
            assert reckoning.free(rooms[teacher], provider, on, minute)
    return len(reckoning.touch_bases)


def _local(row: tables.TouchBase) -> tuple[date, int] | None:
    if row.starts_at is None:
        return None
    local = row.starts_at.astimezone(ZONE)
    return local.date(), local.hour * 60 + local.minute


def run(database: Database, seed: int) -> tuple[int, int]:
    """Roll a world and hold both against each other; return how much was compared."""
    world = random_teams.roll(Random(seed))  # noqa: S311  no secret

    def act(scope: Scope) -> tuple[int, int]:
        random_teams.write(scope, world)
        reckoning = Reckoning(world, stops_of(scope, world))
        return first_slots(scope, world, reckoning), planned(scope, world, reckoning)

    return database.write_now(act, Who(f"T{seed}"))


def test_a_few_worlds(database: Database) -> None:
    """No slot is where one of the two is not free, and each is the first that there is."""
    found = [run(database, seed) for seed in range(2)]

    assert sum(compared for compared, _ in found) >= 60
    assert sum(count for _, count in found) >= 25


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_many_worlds(database: Database) -> None:
    """The same of a hundred worlds."""
    for seed in range(100, 200):
        run(database, seed)


def test_the_reckoning_itself() -> None:
    """By the reckoning a minute in a push-in or in another building than it is not free."""
    world = random_teams.roll(Random(7))  # noqa: S311  no secret
    provider, room, days, (start, _) = world.push_ins[-1]
    on = next(
        day
        for day in (random_teams.FIRST + timedelta(days=n) for n in range(35))
        if day.weekday() in days and day not in world.unusual[room.school]
    )
    reckoning = Reckoning(world, {(provider.key, on): [(start, start + 20, room.school)]})

    assert not reckoning.provider(provider, room.school, on, start + 1)
    other = "east" if room.school == "west" else "west"
    assert not reckoning.provider(provider, other, on, start - 1)
