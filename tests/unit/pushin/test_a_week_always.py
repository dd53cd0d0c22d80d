"""Whatever schools, teams and weeks there are: what Push-In promises to everybody holds."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from databases import SQLiteFiles
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select
from unit.pushin import lived_checks, lived_teams
from unit.pushin.lived_teams import DAY, Lived
from unit.pushin.lives import ACTS, MINUTE, OFTEN, Dice, Life
from unit.pushin.postman import Postman

from pushin import live, replanning
from storage import due, tables
from storage.database import Database
from storage.scope import Scope

FULL = bool(os.environ.get("PUSHIN_PROOF"))
PARTS = 4 if FULL else 1
"""All of it takes half an hour on one processor: parts can go side by side."""
ALL = frozenset(ACTS)


@contextmanager
def _fresh(files: SQLiteFiles) -> Iterator[Database]:
    with TemporaryDirectory() as folder:
        opened = Database.open(files.fresh(Path(folder)))
        try:
            yield opened
        finally:
            opened.close_now()


def lived(files: SQLiteFiles, seed: int, *, days: int, acts: int, kinds: frozenset[str]) -> Life:
    """Live some days of a rolled team with so many acts a day, and check all of it."""
    with _fresh(files) as database:
        team, at = lived_teams.found(database, Dice(f"{seed}"))
        postman = Postman(team, lambda one: lived_checks.posting(team, one))
        life = Life(team, postman, at)
        begun = _live(life, seed, days=days, acts=acts, kinds=kinds)
        lived_checks.at_the_end(life, begun)
        return life


def _live(
    life: Life, seed: int, *, days: int, acts: int, kinds: frozenset[str]
) -> dict[str, datetime]:
    """Step from instant to instant: acts, what falls due, and the starts of sessions."""
    team = life.lived
    end = team.at(team.monday + days * DAY, 12)
    script = list(_script(team, seed, days=days, acts=acts, kinds=kinds))
    begun: dict[str, datetime] = {}
    while life.at < end:
        coming = [script[0][0]] if script else []
        due_at = team.database.system_now(due.next_due, now=life.at)
        starts = _starts(team, life.at)
        last, life.at = (
            life.at,
            min([end, *coming, *filter(None, [due_at]), *(begins for begins, _ in starts)]),
        )
        if life.down_until is not None and last < life.down_until < life.at:
            life.at = life.down_until
        if life.down_until is not None and life.at >= life.down_until:
            life.down_until = None
        begun |= {key: at for at, key in starts if at == life.at}
        if script and script[0][0] <= life.at:
            _, kind, dice = script.pop(0)
            before = len(life.undos)
            life.act(kind, dice)
            if "undo" in kinds and len(life.undos) > before and dice.random() < 0.3:
                script.append((life.at + dice.randint(0, 11) * MINUTE, "undo", dice))
                script.sort(key=lambda one: one[0])
            lived_checks.after_act(life)
        if life.down_until is None:
            _tick(life)
    life.down_until = None
    _tick(life)
    return begun


def _tick(life: Life) -> None:
    """Do what the program does at each tick."""
    team, at = life.lived, life.at
    while team.ask(None, replanning.is_any_open):
        team.do(None, replanning.step, at=at)
    if team.ask(None, live.has_ended, at=at):
        team.do(None, live.close_ended, at=at)
    life.postman.round(at)


def _starts(team: Lived, after: datetime) -> list[tuple[datetime, str]]:
    """Return when the sessions that are on begin, of those after an instant."""

    def look(scope: Scope) -> list[tuple[datetime, str]]:
        found = select(tables.Session.starts_at, tables.Session.id).where(
            tables.Session.workspace_id == scope.workspace_id,
            tables.Session.starts_at > after,
            tables.Session.status == "planned",
            col(tables.Session.obstacle).is_(None),
        )
        return list(scope.session.exec(found.order_by(col(tables.Session.starts_at)).limit(5)))

    return team.ask(None, look)


def _script(
    team: Lived, seed: int, *, days: int, acts: int, kinds: frozenset[str]
) -> Iterator[tuple[datetime, str, Dice]]:
    """Yield when somebody does what: leaving out kinds of acts changes none of the others."""
    for day in range(days):
        dice = Dice(f"{seed}-{day}")
        minutes = sorted(_minute(dice) for _ in range(acts))
        for number, minute in enumerate(minutes):
            own = Dice(f"{seed}-{day}-{number}")
            kind = own.choice(OFTEN)
            if kind in kinds:
                yield team.at(team.monday + day * DAY, minute), kind, own


def _minute(dice: Dice) -> int:
    return dice.randrange(420, 960) if dice.random() < 0.8 else dice.randrange(1440)


@pytest.mark.slow
def test_a_few_days(sqlite_files: SQLiteFiles) -> None:
    """Two days of two teams; both do something, and are told something."""
    lives = [lived(sqlite_files, seed, days=2, acts=5, kinds=ALL) for seed in (1, 2)]

    assert all(life.done.total() > 3 for life in lives)
    assert all(life.postman.posted for life in lives)


@pytest.mark.slow
@pytest.mark.timeout(3600 if FULL else 600)
@pytest.mark.parametrize("part", range(PARTS))
@settings(
    max_examples=200 // PARTS if FULL else 4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    seed=st.integers(0, 2**32),
    days=st.integers(4, 19),
    kinds=st.frozensets(st.sampled_from(ACTS), min_size=12),
)
@example(seed=100, days=9, kinds=ALL)  # touch-bases of two who share no push-in any more
@example(seed=102, days=9, kinds=ALL)  # checklists of a push-in that ended, in `quiet`
@example(seed=109, days=9, kinds=ALL)  # checklists that were overdue and touched in a silence
def test_whatever_a_team_does(
    sqlite_files: SQLiteFiles,
    part: int,  # noqa: ARG001  parts differ by chance only
    seed: int,
    days: int,
    kinds: frozenset[str],
) -> None:
    """Nobody is interrupted, asked twice too often, or told what is not so; nothing vanishes."""
    lived(sqlite_files, seed, days=days, acts=8, kinds=kinds)
