"""Runs a simulation: seed, live from prompt to prompt in lock-step, check."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlmodel import Session

from bot import demo
from bot.simulation import invariants, place, sums, teams, years
from bot.simulation.acts import EVERYDAY
from bot.simulation.life import Life, perform
from bot.simulation.promises import Promises
from bot.simulation.upsets import UPSETS
from bot.simulation.years import School
from pushin.errors import Refusal
from school.calendar import SchoolCalendar
from school.clock import instant
from storage import schema
from storage.database import Database

MORNING = 6 * 60
FIRST = date(2026, 10, 5)
"""Where a simulation begins at a school that tells no year."""
ACTS_A_DAY = 3.0
ACTS_OF_A_PLAN = 0.05
"""How many acts there are on a school day, and how many more for each plan."""
UPSETS_OF_ACTS = 0.05
"""How many of the acts come from outside."""
AWAKE = (6 * 60, 18 * 60)
DAY = timedelta(days=1)
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asked for."""

    school_file: Path | None
    plans: int
    days: int | None
    seed: int
    years: int = 1
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was simulated, and every rule that was broken."""

    school: str
    zone: str
    plans: int
    days: int
    seed: int
    steps: int
    messages: int
    acts: int
    seconds: float
    violations: tuple[str, ...]
    again: str
    """The one command that lives this life once more."""
    unanswered: int = 0
    acknowledged: int = 0
    done: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    stepping: float = 0.0

    def facts(self) -> dict[str, Any]:
        """Return the outcome as JSON."""
        return asdict(self)


def report(outcome: Outcome) -> str:
    """Return the outcome for people: what was lived through, what was broken, how to repeat it."""
    lived = (
        f"{outcome.school} ({outcome.zone}): {outcome.plans} plans, {outcome.days} days in "
        f"{outcome.seconds} s"
    )
    counted = (
        f"{outcome.steps} steps, {outcome.messages} messages, {outcome.acts} acts, "
        f"{outcome.acknowledged} acknowledged changes looked for"
    )
    broken = [f"BROKEN: {one}" for one in outcome.violations] or ["Every promise was kept."]
    late = (
        [f"Not answered within three seconds: {outcome.unanswered}"] if outcome.unanswered else []
    )
    return "\n".join([f"{lived}: {counted}.", *late, *broken, f"Again: {outcome.again}"])


def facts(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return outcomes as JSON: the first one's facts where there is one, else a list of years."""
    told = [one.facts() for one in outcomes]
    if len(told) == 1:
        return told[0]
    return {
        "years": told,
        "seconds": round(sum(one.seconds for one in outcomes), 1),
        "violations": [broken for one in outcomes for broken in one.violations],
    }


async def simulate(asked: Asked, progress: Progress | None = None) -> list[Outcome]:
    """Live through school days in lock-step and return what was broken on the way, year by year."""
    schools = list(years.chosen(asked.school_file, asked.zone, asked.years, asked.seed))
    if not schools:
        raise Refusal("school_without_lessons", name=asked.school_file)
    outcomes = []
    for number, school in enumerate(schools):
        told = None if progress is None else partial(_of_all, progress, number, len(schools))
        outcomes.append(await _year(school, asked, told))
    return outcomes


def _of_all(progress: Progress, year: int, years: int, day: int, days: int) -> None:
    progress(year * days + day, years * days)


async def _year(school: School, asked: Asked, progress: Progress | None) -> Outcome:
    calendar = SchoolCalendar.from_neutral(school.neutral)
    dice = random.Random(school.seed)  # noqa: S311  a seed that repeats is the point
    first = demo.opening(calendar, calendar.first_day or FIRST).day.on
    last = calendar.last_day or first + 180 * DAY
    days = asked.days or (last - first).days + 1
    start = instant(first, MORNING, calendar.zone)
    group = teams.invent(asked.plans)
    codes = teams.codes(asked.plans)

    def settle(url: str) -> None:
        schema.upgrade(url)
        database = Database.open(url)
        teams.settle(database, group, school.neutral, first=first, at=start, dice=dice)
        database.close_now()

    began = time.monotonic()
    seed = teams.workspace_seed(group, start, calendar.zone.key)
    async with place.opened(seed, settle, set(codes), start) as here:
        life = Life(here, calendar, group, dice, Promises(here, dice, codes))
        life.acted = {(user, here.now) for team in group for user in team.members}
        await Year(life, first, days, progress).live()
        life.promises.check()
        broken = [*life.broken, *life.promises.broken, *here.record.leaks]
        broken += _broken(life, first)
    return Outcome(
        school=calendar.name,
        zone=calendar.zone.key,
        plans=asked.plans,
        days=days,
        seed=school.seed,
        steps=here.steps,
        messages=len(here.record.messages),
        acts=life.acts,
        seconds=round(time.monotonic() - began, 1),
        violations=tuple(broken),
        again=f"pushin simulate{school.options} --plans {asked.plans} --days {days} "
        f"--seed {school.seed}",
        unanswered=life.unanswered,
        acknowledged=life.promises.count,
        done=dict(life.done.most_common()),
        refused=dict(life.refused.most_common()),
        stepping=round(here.stepping, 1),
    )


@dataclass
class Year:
    """So many days of a life, from prompt to prompt and from act to act."""

    life: Life
    first: date
    days: int
    progress: Progress | None

    async def live(self) -> None:
        """Live them all."""
        for number in range(self.days):
            await self._day(self.first + number * DAY)
            if self.progress is not None:
                self.progress(number + 1, self.days)

    async def _day(self, on: date) -> None:
        life = self.life
        end = life.at(on + DAY, 0)
        acts = [at for at in self._acts(on) if at >= life.place.now]
        while True:
            due = life.place.next_due()
            moments = [one for one in (due, acts[0] if acts else None, end) if one is not None]
            now = min(moments)
            if now >= end:
                break
            if now > life.place.now:
                await life.place.step(now)
            await life.react(life.posted())
            while acts and acts[0] <= life.place.now:
                acts.pop(0)
                upset = life.dice.random() < UPSETS_OF_ACTS
                await perform(life, UPSETS if upset else EVERYDAY)
                await life.settle()

    def _acts(self, on: date) -> list[datetime]:
        life = self.life
        if not life.calendar.day(on).in_session:
            return []
        plans = sum(len(team.providers) for team in life.teams)
        expected = ACTS_A_DAY + ACTS_OF_A_PLAN * plans
        count = int(expected + life.dice.random())
        return sorted(life.at(on, life.dice.randrange(*AWAKE)) for _ in range(count))


def _broken(life: Life, first: date) -> list[str]:
    """Return what is broken in the end."""
    messages, here = _messages(life), life.place

    def look(session: Session) -> list[str]:
        return [
            *invariants.settled(session, now=here.now),
            *invariants.stands_once(session, messages),
            *invariants.within_budget(messages, life.calendar, invariants.changed_days(session)),
            *invariants.agreed(session, demo.WORKSPACE, life.acted),
            *sums.broken(session, demo.WORKSPACE, life.calendar, (first, life.today), at=here.now),
        ]

    return [*here.look(look), *errors(here.bot.log)]


def errors(log: Path) -> Iterator[str]:
    """Yield each error in the bot's log: whatever it is, nobody expected it."""
    for line in log.read_text(encoding="utf-8").splitlines():
        if '"ERROR"' in line or '"CRITICAL"' in line:
            yield f"in the log: {line[:1500]}"


def _messages(life: Life) -> list[dict[str, Any]]:
    record = life.place.record
    return [
        {
            "private": message.channel in record.members,
            "to": record.members.get(message.channel, ()),
            "text": message.text,
            "ts": message.ts,
            "metadata": {"event_payload": {"key": message.key}},
        }
        for message in record.messages.values()
        if not message.gone
    ]
