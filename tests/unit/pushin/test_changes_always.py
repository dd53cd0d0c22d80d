"""Whatever is changed and taken back, in whatever order: what stands is what the changes say."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from unit.pushin.lincoln import MAYA, MONDAY, ZONE, Team, clock, save_plan

from pushin import change_requests, derivation, errors
from pushin.change_inputs import ChangeInput
from pushin.results import Changed, ChangePreview
from storage import tables
from storage.database import Database

FIRST, LAST = date(2026, 9, 28), date(2026, 10, 30)
"""Five weeks without a day off."""
DAY = timedelta(days=1)
TIMES = (500, 560, 620, 780)

DATES = st.sampled_from(
    [on for n in range((LAST - FIRST).days + 1) if (on := FIRST + n * DAY).weekday() < 5]
)
# As many days as before: another frequency waits for the others' word (test_consents).
WEEKDAYS = st.sets(st.integers(0, 4), min_size=2, max_size=2).map(frozenset)
STEP = st.one_of(
    st.tuples(st.just("move"), st.integers(0, 9), DATES, st.sampled_from(TIMES)),
    st.tuples(st.just("skip"), st.integers(0, 9)),
    st.tuples(st.just("pause"), DATES, st.integers(0, 14)),
    st.tuples(st.just("resume"), DATES),
    st.tuples(st.just("change"), DATES, WEEKDAYS, st.sampled_from(TIMES)),
    st.tuples(st.just("change"), DATES, WEEKDAYS, st.sampled_from(TIMES)),
    st.tuples(st.just("end"), DATES),
    st.tuples(st.just("undo")),
    st.tuples(st.just("undo")),
    st.tuples(st.just("wait"), st.integers(1, 9)),
)


@dataclass
class One:
    """A session: when it is, and why not (""); `moved` if a person gave it that."""

    on: date
    start: int
    why: str = ""
    moved: bool = False


@dataclass
class Rule:
    """A plan as a fresh one would be, with what was decided about single dates."""

    first: date
    last: date
    weekdays: frozenset[int]
    start: int
    sessions: dict[date, One] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Lay the weekdays over the dates."""
        if not self.sessions:
            dates = (self.first + n * DAY for n in range((self.last - self.first).days + 1))
            self.sessions = {
                on: One(on, self.start) for on in dates if on.weekday() in self.weekdays
            }


class Oracle:
    """What should stand, by plain arithmetic."""

    def __init__(self) -> None:
        """Begin with one rule, on the Saturday before it."""
        self.rules = [Rule(FIRST, LAST, frozenset({0, 2}), 560)]
        self.today = date(2026, 9, 26)

    def states(self) -> list[tuple[date, date, int, str]]:
        """Return (original date, date, start, why not) of all sessions."""
        every = [(on, one) for rule in self.rules for on, one in rule.sessions.items()]
        return sorted((on, one.on, one.start, one.why) for on, one in every)

    def begins(self, one: One) -> bool:
        """Tell whether a session is still to come: the clock stands before school."""
        return one.on >= self.today

    def ends(self, first: date) -> tuple[Rule, dict[date, One]]:
        """End the newest rule the day before; return it and the sessions that are gone."""
        rule = self.rules[-1]
        gone = {
            on: one
            for on, one in rule.sessions.items()
            if min(on, one.on) >= first and self.begins(one)
        }
        rule.sessions = {on: one for on, one in rule.sessions.items() if on not in gone}
        return rule, gone

    def change(self, first: date, weekdays: frozenset[int], start: int) -> None:
        """Let a new rule go on, with the decisions about dates that are still its own."""
        first = max(first, self.rules[-1].first)
        old, gone = self.ends(first)
        had = {on for on, one in old.sessions.items() if one.on < first <= on}
        new = Rule(first, old.last, weekdays, start)
        new.sessions = {on: one for on, one in new.sessions.items() if on not in had}
        for on, one in gone.items():
            if on in new.sessions and (one.moved or one.why):
                new.sessions[on] = one if one.moved else One(on, start, one.why)
        old.last = first - DAY
        self.rules.append(new)


class World:
    """The team and the oracle side by side; the clock goes on in whole days only."""

    def __init__(self, team: Team) -> None:
        """Save the plan."""
        self.team, self.oracle = team, Oracle()
        self.plans = ["p"]
        self.undos: list[tuple[str, Oracle, list[str]]] = []
        self.past: list[tuple[date, date, int, str]] = []
        team.do(
            None,
            save_plan,
            "p",
            at=MONDAY,
            from_date=FIRST,
            until_date=LAST,
            anchor_kind="clock",
            anchor_name="",
            start_minute=560,
            end_minute=590,
        )

    @property
    def at(self) -> datetime:
        """Before school of the oracle's day."""
        on = self.oracle.today
        return clock(on.month, on.day, 7)

    def states(self) -> list[tuple[date, date, int, str]]:
        """Return what stands in the database, of all plans that went on from one another."""
        return sorted(
            (row.original_date, row.on_date, _minute(row.starts_at), row.reason or "")
            for row in self.team.rows(tables.Session)
            if row.plan_id != "plan1" and row.reason != derivation.PLAN_CHANGED
        )

    def step(self, what: str, *given: Any) -> None:
        """Do one step in both; what was refused changed nothing."""
        before = self.states()
        try:
            if what == "wait":
                self._wait(*given)
            elif what == "undo":
                self._undo()
            else:
                self._do(what, *given)
        except errors.Refusal:
            assert self.states() == before
        assert self.states() == self.oracle.states(), (what, given)
        assert set(self.past) <= set(self.states())

    def _wait(self, days: int) -> None:
        self.oracle.today += days * DAY
        self.undos = []
        self.past = [one for one in self.states() if one[1] < self.oracle.today]

    def _undo(self) -> None:
        if not self.undos:
            return
        undo_id, oracle, plans = self.undos.pop()
        self.team.do(MAYA, change_requests.take_back, undo_id, at=self.at)
        self.oracle, self.plans = oracle, plans

    def _do(self, what: str, *given: Any) -> None:
        kept = (deepcopy(self.oracle), list(self.plans))
        if what in {"move", "skip"}:
            rows = [o for rule in self.oracle.rules for o in rule.sessions]
            on = sorted(rows)[given[0] % len(rows)] if rows else FIRST
            index = next((n for n, r in enumerate(self.oracle.rules) if on in r.sessions), 0)
            asked = self._input(what, self.plans[index], on)
            if what == "move":
                asked = self._input(what, self.plans[index], on, on=given[1], start=given[2])
        else:
            asked = self._of_plan(what, *given)
        found = self._done(asked)
        if found is None:
            return
        self.undos.append((found.undo_id, *kept))
        self._follow(what, asked, found)

    def _of_plan(self, what: str, first: date, *more: Any) -> ChangeInput:
        key = self.plans[-1]
        if what == "pause":
            return self._input(what, key, first, on=first, until=first + more[0] * DAY)
        if what == "change":
            return self._input(what, key, first, on=first, weekdays=more[0], start=more[1])
        return self._input(what, key, first, on=first)

    def _input(self, what: Any, plan_id: str, of: date, **more: Any) -> ChangeInput:
        key = f"{plan_id}-{of:%Y%m%d}"
        return ChangeInput(what=what, plan_id=plan_id, session_id=key, **more)

    def _done(self, asked: ChangeInput) -> Changed | None:
        """Say a change back and confirm it; None where it is so already."""
        echo = self.team.do(MAYA, change_requests.preview, asked, at=self.at)
        if not isinstance(echo, ChangePreview):
            return None
        found = self.team.do(MAYA, change_requests.confirm, echo.draft_id, at=self.at)
        assert isinstance(found, Changed)
        assert not found.again
        return found

    def _follow(self, what: str, asked: ChangeInput, found: Changed) -> None:
        """Do the same in the oracle."""
        oracle, first = self.oracle, asked.on or FIRST
        newest = [one for one in oracle.rules[-1].sessions.values() if oracle.begins(one)]
        if what in {"move", "skip"}:
            self._follow_one(what, asked)
        elif what == "pause":
            for one in newest:
                if not one.why and first <= one.on <= (asked.until or LAST):
                    one.why = "paused"
        elif what == "resume":
            for one in newest:
                if one.why == "paused" and one.on >= first:
                    one.why = ""
        elif what == "end":
            rule, _ = oracle.ends(max(first, oracle.rules[-1].first))
            rule.last = max(first, rule.first) - DAY
        elif found.change.then is not None:
            oracle.change(first, asked.weekdays, asked.start or 0)
            self.plans.append(found.change.then.id)

    def _follow_one(self, what: str, asked: ChangeInput) -> None:
        on = datetime.strptime(asked.session_id[-8:], "%Y%m%d").date()  # noqa: DTZ007
        rule = self.oracle.rules[self.plans.index(asked.plan_id)]
        if what == "skip":
            rule.sessions[on].why = "skipped"
        elif asked.on is not None and asked.start is not None:
            moved = (asked.on, asked.start) != (on, rule.start)
            rule.sessions[on] = One(asked.on, asked.start, "", moved)


def _minute(at: datetime) -> int:
    local = at.astimezone(ZONE)
    return local.hour * 60 + local.minute


@contextmanager
def _copy(founded: Path) -> Iterator[Team]:
    with TemporaryDirectory() as folder:
        target = Path(folder) / "team.db"
        shutil.copyfile(founded, target)
        opened = Database.open(f"sqlite:///{target}")
        try:
            yield Team(opened)
        finally:
            opened.close_now()


@pytest.mark.slow
@pytest.mark.timeout(600)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(STEP, min_size=5, max_size=9))
def test_what_stands_is_what_the_changes_say(founded: Path, steps: list[tuple[Any, ...]]) -> None:
    """After any changes and undos the sessions are a fresh plan's; the past is as it was."""
    with _copy(founded) as team:
        world = World(team)
        assert world.states() == world.oracle.states()
        for step in steps:
            world.step(*step)
