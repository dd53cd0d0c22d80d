"""Whatever a term brings, its minutes are the same wherever they are read, and in a plain loop."""

import csv
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pdfplumber
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from unit.pushin.lincoln import ADAMS, MAYA, MONDAY, ROSA, WORKSPACE, Team, clock, save_plan
from unit.pushin.test_mandates import saved
from unit.pushin.test_minutes_always import opened

from handlers.papers import service_log_files
from pushin import (
    change_requests,
    consent_answers,
    day_changes,
    errors,
    live,
    logs,
    make_up_times,
    make_ups,
    minutes,
    students,
)
from pushin.change_inputs import ChangeInput
from pushin.exports import Wanted
from pushin.log_inputs import LogInput
from pushin.results import Proposed, WaitingShortfall
from pushin.results.minutes import Balance
from school.calendar import Override
from storage import tables
from storage.scope import Who

pytestmark = pytest.mark.slow

FIRST, LAST = date(2026, 10, 26), date(2026, 11, 20)
"""Four weeks with the Sunday on which the clocks change."""
DAY = timedelta(days=1)
DATES = [on for n in range((LAST - FIRST).days + 1) if (on := FIRST + n * DAY).weekday() < 5]
CUT = DATES[8]
PLANS = {"p": ((0, 2), 560, 40), "q": ((1, 3), 620, 30)}
"""Weekdays, the first minute and how long, until it is changed."""
CODES = ("K1-01", "K1-02", "K1-03")
LONG, SHORT = 40, 25
_KEY, _ON, _CODE = st.sampled_from("pq"), st.sampled_from(DATES), st.sampled_from(CODES)
STEP = st.one_of(
    st.tuples(st.just("wait"), st.integers(1, 7)),
    st.tuples(st.just("log"), _KEY, _ON, st.sampled_from([0, 10, 20, 99, 120]), st.none() | _CODE),
    st.tuples(st.just("log"), _KEY, _ON, st.sampled_from([0, 10, 20, 99, 120]), st.none() | _CODE),
    st.tuples(st.just("close"), _ON),
    st.tuples(st.just("change"), _KEY, _ON, st.sampled_from([SHORT, LONG]), st.booleans()),
    st.tuples(st.just("join"), _KEY, _ON, _CODE),
    st.tuples(st.just("leave"), _KEY, _ON, _CODE),
    st.tuples(st.just("make_up"), _KEY, _ON),
    st.tuples(
        st.just("held"),
    ),
)


@dataclass
class Said:
    """What was said of one session: how long, who was absent, and who was to be there."""

    minutes: int
    planned: int
    model: str
    absent: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()


@dataclass
class Oracle:
    """What should be counted, by loops over dates; it knows no row and no statement."""

    today: date = FIRST
    closed: set[date] = field(default_factory=set)
    stretches: dict[str, list[tuple[date, int, str]]] = field(
        default_factory=lambda: {key: [(FIRST, PLANS[key][2], "push_in")] for key in PLANS}
    )
    there: dict[tuple[str, str], list[tuple[date, date]]] = field(default_factory=dict)
    said: dict[tuple[str, date], Said] = field(default_factory=dict)
    made: dict[tuple[str, date], tuple[date, int]] = field(default_factory=dict)
    """What is planned to make something up: when, and how long."""
    done: dict[tuple[str, date], int] = field(default_factory=dict)
    none: set[tuple[str, date]] = field(default_factory=set)
    """No sessions: a plan that goes on begins without the dates that are known to be closed."""

    def of(self, key: str, on: date) -> tuple[int, str]:
        """Return how long a plan's session of a date is, and its service delivery model."""
        return next(
            (length, model) for first, length, model in reversed(self.stretches[key]) if first <= on
        )

    def codes(self, key: str, on: date) -> frozenset[str]:
        """Return who is in a plan on a date."""
        return frozenset(
            code
            for (plan, code), spans in self.there.items()
            if plan == key and any(first <= on <= last for first, last in spans)
        )

    def sums(self, first: date, last: date, code: str = "") -> dict[str, Any]:
        """Return what a stretch adds up to, for all or for one student code."""
        total = dict.fromkeys(("planned", "delivered", "extra", "missed", "open"), 0)
        models: dict[str, int] = {}
        for key, (weekdays, _, _) in PLANS.items():
            for on in DATES:
                said = self.said.get((key, on))
                codes = self.codes(key, on) if said is None else said.codes
                is_one = on.weekday() in weekdays and first <= on <= last
                if not is_one or (key, on) in self.none or (code and code not in codes):
                    continue
                length, model = self.of(key, on) if said is None else (said.planned, said.model)
                total["planned"] += length
                if said is None:
                    total["missed" if on in self.closed else "open"] += length
                    continue
                got = 0 if code in said.absent else said.minutes
                total["delivered"] += got
                total["missed"] += max(0, length - got)
                total["extra"] += max(0, got - length)
                models[model] = models.get(model, 0) + got
        return {**total, **self._made_up(first, last, code, models)}

    def _made_up(
        self, first: date, last: date, code: str, models: dict[str, int]
    ) -> dict[str, Any]:
        made_up = coming = 0
        for (key, on), (then, length) in self.made.items():
            missed = self.said[key, on]
            if not first <= then <= last or (code and code not in missed.codes):
                continue
            if (key, on) in self.done:
                made_up += length
                models[missed.model] = models.get(missed.model, 0) + length
            elif then not in self.closed:
                coming += length
        by_model = {model: count for model, count in models.items() if count}
        return {"made_up": made_up, "coming": coming, "by_model": by_model}


class World:
    """The team and the loops side by side; the clock goes on in whole days, before school."""

    def __init__(self, team: Team) -> None:
        """Let Maya have two plans with one student, and 60 minutes a week mandated of both."""
        self.team, self.oracle = team, Oracle()
        for key, (weekdays, start, length) in PLANS.items():
            team.do(
                None,
                save_plan,
                key,
                at=MONDAY,
                from_date=FIRST,
                until_date=LAST,
                weekdays=list(weekdays),
                anchor_kind="clock",
                anchor_name="",
                start_minute=start,
                end_minute=start + length,
            )
            self.join(key, FIRST, CODES[0])
        saved(team, plan_ids=("p", "q"), minutes=120, per="week", from_date=FIRST)

    @property
    def at(self) -> datetime:
        """The morning of today."""
        return clock(self.oracle.today.month, self.oracle.today.day, 7)

    def do(self, step: tuple[Any, ...]) -> None:
        """Do one step in both, if the product takes it."""
        name, *rest = step
        getattr(self, name)(*rest)

    def wait(self, days: int) -> None:
        """Let days pass."""
        self.oracle.today = min(self.oracle.today + days * DAY, LAST + 3 * DAY)

    def close(self, on: date) -> None:
        """Let school be closed on a date that is still to come."""
        if on > self.oracle.today:
            closed = {on: Override(on, None, "")}
            self.team.do(ROSA, day_changes.change, "lincoln", closed, at=self.at)
            self.oracle.closed.add(on)

    def log(self, key: str, on: date, minutes: int, absent: str | None) -> None:
        """Say what happened, or correct it; never of what is made up already."""
        oracle, session = self.oracle, self._session(key, on)
        is_over = on < oracle.today and on not in oracle.closed and (key, on) not in oracle.made
        if session is None or not is_over:
            return
        length, model = oracle.of(key, on)
        minutes = {99: length, 120: length + 15}.get(minutes, minutes)
        codes = oracle.codes(key, on)
        away = frozenset({absent} & codes) if minutes and len(codes) > 1 else frozenset[str]()
        status = "cancelled" if not minutes else "partial" if minutes < length else "held"
        seen = self._current(session.id)
        given = LogInput(session.id, status, seen, minutes or None, "drill", absent=away)
        self.team.do(MAYA, logs.save, given, at=self.at)
        oracle.said[key, on] = Said(minutes, length, model, away, codes)

    def change(self, key: str, on: date, length: int, apart: bool) -> None:
        """Make sessions longer or shorter, or pull-outs, from a date on; the teacher agrees."""
        model = "pull_out" if apart else "push_in"
        plan, start = self._newest(key), PLANS[key][1]
        begun, now, usual = self.oracle.stretches[key][-1]
        dates = [one for one in DATES if one >= on and one.weekday() in PLANS[key][0]]
        is_open = on > max(self.oracle.today, begun) and dates
        if not is_open or (now, usual) == (length, model):
            return
        session = self._session(key, dates[0])
        if session is None:
            # A plan that goes on begins without the dates that are known to be closed.
            assert dates[0] in self.oracle.closed
            assert len(self.oracle.stretches[key]) > 1
            return
        wanted = ChangeInput(
            what="change",
            plan_id=plan.id,
            session_id=session.id,
            on=dates[0],
            start=start,
            end=start + length,
            model=model,
        )
        try:
            echo: Any = self.team.do(MAYA, change_requests.preview, wanted, at=self.at)
            done: Any = self.team.do(MAYA, change_requests.confirm, echo.draft_id, at=self.at)
        except errors.Refusal:
            return
        if isinstance(done, Proposed):
            agreed = consent_answers.say
            self.team.do(ADAMS, agreed, done.proposal_id, "agree", at=self.at)
        self.oracle.stretches[key].append((dates[0], length, model))
        self.oracle.none |= {(key, one) for one in self.oracle.closed if one >= dates[0]}

    def join(self, key: str, on: date, code: str) -> None:
        """Let a code join from a date on."""
        plan = self._newest(key)
        begins = max(on, plan.from_date)
        try:
            self.team.do(MAYA, students.join, plan.id, code, on, at=self.at)
        except errors.Refusal:
            return
        self.oracle.there.setdefault((key, code), []).append((begins, LAST))

    def leave(self, key: str, on: date, code: str) -> None:
        """Let a code leave; the date is its last one."""
        plan = self._newest(key)
        rows = self.team.rows(tables.PlanStudent, plan_id=plan.id, code=code)
        row = next((one for one in rows if one.until_date is None), None)
        if row is None:
            return
        try:
            self.team.do(MAYA, students.leave, plan.id, row.id, on, at=self.at)
        except errors.Refusal:
            return
        first, _ = self.oracle.there[key, code][-1]
        self.oracle.there[key, code][-1] = (first, on)

    def make_up(self, key: str, on: date) -> None:
        """Plan the first time that fits for what all missed of a session."""
        session = self._session(key, on)
        said = self.oracle.said.get((key, on))
        if session is None or said is None or (key, on) in self.oracle.made:
            return
        rows = self.team.rows(tables.MakeUp, session_id=session.id, code="")
        assert sum(one.minutes for one in rows) == max(0, said.planned - said.minutes)
        for row in rows:
            self.team.do(MAYA, make_ups.decide, row.id, "owed", at=self.at)
            found = self.team.do(MAYA, make_up_times.times, row.id, at=self.at).slots
            slots = [one for one in found if one.on <= LAST]
            if slots:
                self.team.do(MAYA, make_up_times.take, row.id, slots[0].on, at=self.at)
                self.oracle.made[key, on] = (slots[0].on, row.minutes)

    def held(self) -> None:
        """Log what was made up by now."""
        for (key, on), (then, length) in self.oracle.made.items():
            if then < self.oracle.today and then not in self.oracle.closed:
                session = self._session(key, on)
                assert session is not None
                (row,) = self.team.rows(tables.MakeUp, session_id=session.id, code="")
                (made,) = self.team.rows(tables.Session, plan_id=row.plan_id)
                given = LogInput(made.id, "held", self._current(made.id))
                self.team.do(MAYA, logs.save, given, at=self.at)
                self.oracle.done[key, on] = length

    # --- looked up ------------------------------------------------------------------------------

    def _current(self, session_id: str) -> str:
        rows = self.team.rows(tables.Log, session_id=session_id)
        return next((one.id for one in rows if one.replaced_at is None), "")

    def _chain(self, key: str) -> list[tables.Plan]:
        found = [*self.team.rows(tables.Plan, id=key)]
        while rows := self.team.rows(tables.Plan, follows_id=found[-1].id):
            found += rows
        return found

    def _newest(self, key: str) -> tables.Plan:
        return self._chain(key)[-1]

    def _session(self, key: str, on: date) -> tables.Session | None:
        rows = [
            row
            for plan in self._chain(key)
            for row in self.team.rows(tables.Session, plan_id=plan.id, on_date=on)
        ]
        return next((row for row in rows if row.reason != "plan_changed"), None)


# --- checked ----------------------------------------------------------------------------------


def told(found: Balance) -> dict[str, Any]:
    """Return the numbers of the product under the names of the loops."""
    sums = found.sums
    assert sums.planned + sums.extra == (
        sums.delivered + sums.missed_minutes + sums.not_logged + sums.to_come
    )
    return {
        "planned": sums.planned,
        "delivered": sums.delivered,
        "extra": sums.extra,
        "missed": sums.missed_minutes,
        "open": sums.not_logged + sums.to_come,
        "made_up": sums.made_up,
        "coming": sums.make_up_coming,
        "by_model": dict(sums.by_model),
    }


def check_minutes(world: World) -> None:
    """All and each student code, whole and cut in two, are as in the loops."""
    for first, last in ((FIRST, LAST), (FIRST, CUT), (CUT + DAY, LAST)):
        key = f"me/{first}/{last}"
        whole = world.team.do(MAYA, minutes.of_key, key, at=world.at)
        assert told(whole.balance) == world.oracle.sums(first, last), (first, last)
        for line in world.team.do(MAYA, minutes.of_codes, key, at=world.at).lines:
            expected = world.oracle.sums(first, last, line.code)
            assert told(line.balance) == expected, (line.code, first, last)


def check_home(world: World) -> None:
    """Home tells of a week that its sessions cannot bring any more, and of no other."""
    today = world.oracle.today
    if today > LAST:
        return
    monday = today - today.weekday() * DAY
    week = world.oracle.sums(monday, monday + 6 * DAY)
    got = sum(week[name] for name in ("delivered", "open", "made_up", "coming"))
    home = world.team.do(MAYA, live.home, at=world.at)
    news = [one for one in home.waiting if isinstance(one, WaitingShortfall)]
    assert bool(news) == (got < 120 and week["missed"] > 0), week


def check_files(world: World) -> None:
    """The log as CSV, workbook and paper holds the minutes of each code, and of all once."""
    oracle, at = world.oracle, clock(11, 25, 7)
    whole = oracle.sums(FIRST, LAST)
    if not oracle.said:
        return
    by_code = {code: oracle.sums(FIRST, LAST, code) for code in CODES}
    delivered = {code: one["delivered"] + one["made_up"] for code, one in by_code.items()}
    once = whole["delivered"] + whole["made_up"]
    wanted = Wanted(FIRST, LAST)
    url, who = str(world.team.database.url), Who(WORKSPACE, f"U{MAYA}")
    with TemporaryDirectory() as folder:
        paths = dict[str, Path]()
        for kind in service_log_files.KINDS:
            paths[kind] = Path(folder) / f"log.{kind}"
            paths[kind].write_bytes(service_log_files.made(url, who, wanted, kind, at))
        with paths["csv"].open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        sheet = openpyxl.load_workbook(paths["xlsx"], data_only=True).worksheets[0]
        with pdfplumber.open(paths["pdf"]) as pdf:
            paper = "\n".join(page.extract_text() for page in pdf.pages)
    for code in CODES:
        found = sum(int(row["Minutes"]) for row in rows if row["Student"] == code)
        assert found == delivered[code], code
    lines = sum(delivered.values()) + sum(int(row["Minutes"]) for row in rows if not row["Student"])
    total = f"Each session once: {once}" if lines != once else f"Minutes: {once}"
    assert total in paper
    assert [cell.value for cell in sheet["F"]][-1] == once


def lived(founded: Path, steps: list[tuple[Any, ...]]) -> Oracle:
    """Live the steps, compare everything at their end, and return what the loops say."""
    with opened(founded) as team:
        world = World(team)
        for step in steps:
            world.do(step)
        check_minutes(world)
        check_home(world)
        check_files(world)
    return world.oracle


KNOWN = [
    ("join", "p", FIRST, CODES[1]),
    ("wait", 4),
    ("log", "p", FIRST, 20, CODES[1]),
    ("log", "q", FIRST + DAY, 0, None),
    ("log", "p", FIRST + 2 * DAY, 120, None),
    ("make_up", "p", FIRST),
    ("make_up", "q", FIRST + DAY),
    ("change", "p", date(2026, 11, 9), SHORT, True),
    ("change", "q", date(2026, 11, 5), LONG, False),
    ("leave", "p", date(2026, 11, 13), CODES[1]),
    ("join", "q", date(2026, 11, 12), CODES[2]),
    ("close", date(2026, 11, 3)),
    ("wait", 12),
    ("held",),
    ("log", "q", date(2026, 11, 5), 20, None),
    ("wait", 7),
    ("log", "p", date(2026, 11, 9), 10, CODES[0]),
    ("held",),
]


def test_a_term_that_has_all_of_it(founded: Path) -> None:
    """Two changes of plans over the end of summer time, who joins and leaves, make-ups held."""
    oracle = lived(founded, KNOWN)

    assert {key: len(one) for key, one in oracle.stretches.items()} == {"p": 2, "q": 2}
    assert len(oracle.said) == 5
    assert len(oracle.done) == 2
    # 20 + 40+15 + 0 + 20 + 10 minutes, and 20 + 30 that were made up.
    whole = oracle.sums(FIRST, LAST)
    assert (whole["delivered"], whole["made_up"]) == (105, 50)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, min_size=10, max_size=40))
def test_any_term(founded: Path, steps: list[tuple[Any, ...]]) -> None:
    """The same for what comes at random."""
    lived(founded, steps)
