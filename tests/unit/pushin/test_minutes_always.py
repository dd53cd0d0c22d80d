"""Whatever is logged, corrected, changed and closed, in whatever order: all minutes add up."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from unit.pushin.lincoln import BEN, MAYA, MONDAY, PLAN, ROSA, Team, clock, save_plan
from unit.pushin.logged import log, make_up
from unit.pushin.test_mandates import saved

from pushin import day_changes, errors, minutes
from pushin.results.minutes import Minutes
from school.calendar import Override
from storage import tables
from storage.database import Database

FIRST, LAST = date(2026, 10, 26), date(2026, 11, 20)
"""Four weeks with the Sunday on which the clocks change, and one that has a holiday after it."""
DAY = timedelta(days=1)
DATES = [on for n in range((LAST - FIRST).days + 1) if (on := FIRST + n * DAY).weekday() < 5]
WEEKDAYS = {"p": (0, 2), "q": (1, 2, 3)}
LENGTH = {"p": 40, "q": 25}
REASONS = ("assembly", "testing", "other")

STEP = st.one_of(
    st.tuples(
        st.just("log"),
        st.sampled_from("pq"),
        st.sampled_from(DATES),
        st.sampled_from([0, 10, 25, 40, 55]),
        st.sampled_from(REASONS),
    ),
    st.tuples(st.just("close"), st.sampled_from(DATES)),
    st.tuples(st.just("open"), st.sampled_from(DATES)),
    st.tuples(st.just("wait"), st.integers(1, 6)),
    st.tuples(st.just("make_up"), st.sampled_from("pq"), st.sampled_from(DATES)),
)
MANDATE = st.tuples(
    st.sampled_from([50, 75, 120, 333]),
    st.sampled_from(["week", "month"]),
    st.sampled_from(DATES[:12]),
)


@dataclass
class Oracle:
    """What should be counted, by plain loops over dates."""

    today: date = FIRST - 3 * DAY
    logged: dict[tuple[str, date], tuple[int, str]] = field(default_factory=dict)
    closed: set[date] = field(default_factory=set)
    made_up: dict[tuple[str, date], int] = field(default_factory=dict)

    def sums(self, first: date, last: date) -> dict[str, int]:
        """Return what a stretch adds up to, session by session."""
        total = dict.fromkeys(("planned", "delivered", "extra", "missed", "open", "owed"), 0)
        for plan, weekdays in WEEKDAYS.items():
            for on in DATES:
                if on.weekday() not in weekdays or not first <= on <= last:
                    continue
                length = LENGTH[plan]
                total["planned"] += length
                total["owed"] += self.made_up.get((plan, on), 0)
                if (plan, on) in self.logged:
                    there = self.logged[plan, on][0]
                    total["delivered"] += there
                    total["missed"] += max(0, length - there)
                    total["extra"] += max(0, there - length)
                elif on in self.closed:
                    total["missed"] += length
                else:
                    total["open"] += length
        return total

    def reasons(self) -> dict[str, int]:
        """Return the minutes that were missed by reason."""
        found: dict[str, int] = {}
        for plan, weekdays in WEEKDAYS.items():
            for on in (one for one in DATES if one.weekday() in weekdays):
                there, reason = self.logged.get(
                    (plan, on), (0, "closed") if on in self.closed else (LENGTH[plan], "")
                )
                if LENGTH[plan] > there:
                    found[reason] = found.get(reason, 0) + LENGTH[plan] - there
        return found


def owed(minutes_each: int, per: str, begun: date, first: date, last: date) -> int:
    """Return what a mandate owes, by counting weekdays (Thanksgiving lies outside)."""
    total = 0
    period = first - first.weekday() * DAY if per == "week" else first.replace(day=1)
    while period <= last:
        after = period + 7 * DAY if per == "week" else (period + 31 * DAY).replace(day=1)
        days = [period + n * DAY for n in range((after - period).days)]
        school = [
            on
            for on in days
            if on.weekday() < 5 and on not in {date(2026, 11, 26), date(2026, 11, 27)}
        ]
        counted = [on for on in school if max(begun, first) <= on <= last]
        if school:
            total += int(minutes_each * len(counted) / len(school) + 0.5 + 1e-9)
        period = after
    return total


class World:
    """The team and the oracle side by side; the clock goes on in whole days, before school."""

    def __init__(self, team: Team, mandate: tuple[int, str, date]) -> None:
        """Let Maya have two plans and a mandate that both serve."""
        self.team, self.oracle, self.mandate = team, Oracle(), mandate
        for key, start in (("p", 560), ("q", 620)):
            team.do(
                None,
                save_plan,
                key,
                at=MONDAY,
                from_date=FIRST,
                until_date=LAST,
                weekdays=list(WEEKDAYS[key]),
                anchor_kind="clock",
                anchor_name="",
                start_minute=start,
                end_minute=start + LENGTH[key],
            )
        count, per, begun = mandate
        saved(team, plan_ids=("p", "q"), minutes=count, per=per, from_date=begun)

    def do(self, step: tuple) -> None:  # type: ignore[type-arg]
        """Do one step in both, if it is possible."""
        at = clock(self.oracle.today.month, self.oracle.today.day, 7)
        match step:
            case ("wait", days):
                self.oracle.today = min(self.oracle.today + days * DAY, LAST + 3 * DAY)
            case ("log", plan, on, there, reason) if (
                on < self.oracle.today and on.weekday() in WEEKDAYS[plan]
            ):
                length = LENGTH[plan]
                status = "cancelled" if not there else "partial" if there < length else "held"
                said = reason if there < length else None
                log(
                    self.team,
                    f"{plan}-{on:%Y%m%d}",
                    at,
                    minutes=there,
                    planned_minutes=length,
                    status=status,
                    reason=said,
                )
                self.oracle.logged[plan, on] = (there, reason)
            case ("close" | "open" as what, on):
                target = Override(on, None, "") if what == "close" else None
                try:
                    self.team.do(ROSA, day_changes.change, "lincoln", {on: target}, at=at)
                except errors.Refusal:
                    assert on < self.oracle.today
                    return
                (self.oracle.closed.add if what == "close" else self.oracle.closed.discard)(on)
            case ("make_up", plan, on) if (
                0 <= self.oracle.logged.get((plan, on), (99, ""))[0] < LENGTH[plan]
                and (plan, on) not in self.oracle.made_up
            ):
                short = LENGTH[plan] - self.oracle.logged[plan, on][0]
                make_up(self.team, f"{plan}-{on:%Y%m%d}", short, "owed", at)
                self.oracle.made_up[plan, on] = short

    def look(self, first: date, last: date) -> Minutes:
        """Return what the product counts of a stretch."""
        at = clock(self.oracle.today.month, self.oracle.today.day, 7)
        key = f"me/{first.isoformat()}/{last.isoformat()}"
        return self.team.do(MAYA, minutes.of_key, key, at=at)

    def check(self) -> None:
        """Compare whole and part, and let every number be one of a sum."""
        cut = DATES[7]
        for first, last in ((FIRST, LAST), (FIRST, cut), (cut + DAY, LAST)):
            found, told = self.look(first, last).balance, self.oracle.sums(first, last)
            sums = found.sums
            numbers = {
                "planned": sums.planned,
                "delivered": sums.delivered,
                "extra": sums.extra,
                "missed": sums.missed_minutes,
                "open": sums.not_logged + sums.to_come,
                "owed": sums.owed,
            }
            assert numbers == told
            assert sums.planned + sums.extra == (
                sums.delivered + sums.missed_minutes + sums.not_logged + sums.to_come
            )
            assert all(number >= 0 for number in (*numbers.values(), found.behind))
            count, per, begun = self.mandate
            assert (found.mandated or 0) == owed(count, per, begun, first, last)
        whole = self.look(FIRST, LAST).balance.sums
        by_reason: dict[str, int] = {}
        for one in whole.missed:
            by_reason[one.reason] = by_reason.get(one.reason, 0) + one.minutes
        assert by_reason == self.oracle.reasons()


@contextmanager
def opened(founded: Path) -> Iterator[Team]:
    """Open a copy of the team in which Rosa keeps the calendar."""
    with TemporaryDirectory() as folder:
        target = Path(folder) / "team.db"
        shutil.copyfile(founded, target)
        database = Database.open(f"sqlite:///{target}")
        team = Team(database)
        team.change(tables.Person, {"id": ROSA}, role="organiser")
        team.change(tables.Plan, {"id": PLAN}, provider_id=BEN)  # Maya has no other plans
        yield team
        database.close_now()


def checked(founded: Path, mandate: tuple[int, str, date], steps: list[tuple]) -> None:  # type: ignore[type-arg]
    with opened(founded) as team:
        world = World(team, mandate)
        for step in steps:
            world.do(step)
        world.check()


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(mandate=MANDATE, steps=st.lists(STEP, min_size=6, max_size=14))
def test_all_minutes_add_up(
    founded: Path,
    mandate: tuple[int, str, date],
    steps: list[tuple],  # type: ignore[type-arg]
) -> None:
    """Mandated, delivered, missed by reason, open and owed are as in a plain loop, none below 0."""
    checked(founded, mandate, steps)


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(mandate=MANDATE, steps=st.lists(STEP, min_size=10, max_size=40))
def test_all_minutes_add_up_for_long(
    founded: Path,
    mandate: tuple[int, str, date],
    steps: list[tuple],  # type: ignore[type-arg]
) -> None:
    """The same for many more and longer stories."""
    checked(founded, mandate, steps)
