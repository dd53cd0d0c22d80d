"""`bench expand`: the sessions of 10,000 plans of a school year, against a bare loop and rrule."""

import gc
import random
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dateutil import rrule

from bot import school_files
from bot.bench.rows import Row
from school import recurrence, rule_dates
from school.calendar import SchoolCalendar
from school.recurrence import Anchor, Rule

PLANS, ROUNDS = 10_000, 5
AIM_OF_BARE = 3.0
AIM_OF_RRULE = 1 / 15
_PERIODS = ("Period 1", "Period 2", "Period 3", "Period 4")
_RHYTHMS = ("weekly", "weekly", "weekly", "fortnightly", "monthly", "cycle")
_WEEK = 7
_ZONE = ZoneInfo("America/Los_Angeles")
_LENGTH = timedelta(minutes=30)
_MINUTES = tuple(timedelta(minutes=minute) for minute in range(24 * 60 + 1))

Session = tuple[date, datetime, datetime]


async def measure() -> list[Row]:
    """Return how long all sessions of the plans take, beside two floors of the same run.

    One floor is a loop over the school's days that tests each date and adds its minutes, and
    nothing else: no overrides, no missing periods, no values. The other is python-dateutil's
    rruleset with its instants, which knows no school; it has no rotation, so those plans are left
    out of both. Processor time, so that a busy machine does not count.
    """
    dice = random.Random(1)  # noqa: S311  no secret
    rules = [_rule(dice) for _ in range(PLANS)]
    dated = [rule for rule in rules if not rule.cycle_days]
    _check(rules[:500])
    ours, bare = _race(rules, _expand, _loop)
    mine, theirs = _race(dated, _expand, _rrule, rounds=2)
    dates, their_dates = _race(dated, _ordinals, _rrule_dates, rounds=2)
    return [
        Row("expand, 10,000 plans over a year, against a bare loop", ours, "s", bare, AIM_OF_BARE),
        Row("expand, those without rotation, against rrule", mine, "s", theirs, AIM_OF_RRULE),
        Row("expand, dates of those alone, against rrule", dates, "s", their_dates, AIM_OF_RRULE),
    ]


Contender = Callable[[Sequence[Rule]], int]


def _race(
    rules: Sequence[Rule], first: Contender, second: Contender, rounds: int = ROUNDS
) -> tuple[float, float]:
    """Return the median seconds of two, taken in turns so that a slow moment meets both."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for own, contender in zip(times, (first, second), strict=True):
            gc.collect()
            began = time.process_time()
            contender(rules)
            own.append(time.process_time() - began)
    return median(times[0]), median(times[1])


def _school() -> SchoolCalendar:
    """Return the demo's school, with days A and B that do not choose its bells."""
    neutral = school_files.read_or_demo(None)
    rotation = {
        "kind": "rotation",
        "cycle": ["A", "B"],
        "starts": [{"date": neutral["school_year"]["first_day"], "cycle_day": "A"}],
        "advance_on": "school days only",
        "days": neutral["pattern"]["days"],
    }
    return SchoolCalendar.from_neutral({**neutral, "pattern": rotation})


def _rule(dice: random.Random) -> Rule:
    """Return a plan of the school year: on a period or at a time, with a date or two left out."""
    first, last = date(2026, 8, 12), date(2027, 6, 3)
    rhythm = dice.choice(_RHYTHMS)
    weekdays = frozenset(dice.sample(range(5), dice.randint(1, 3)))
    start = dice.randrange(520, 840, 5)
    by_clock = Anchor("clock", start=start, end=start + 30)
    anchor = dice.choice((by_clock, Anchor("period", dice.choice(_PERIODS))))
    left_out = dice.sample(range((last - first).days), dice.randint(0, 2))
    except_dates = frozenset(first + timedelta(days=n) for n in left_out)
    if rhythm == "cycle":
        letter = frozenset({dice.choice("AB")})
        return Rule(frozenset(), first, last, anchor, 1, letter, except_dates)
    if rhythm == "monthly":
        pairs = frozenset((n, weekday) for n in (1, 3) for weekday in weekdays)
        return Rule(frozenset(), first, last, anchor, except_dates=except_dates, monthly=pairs)
    interval = 2 if rhythm == "fortnightly" else 1
    return Rule(weekdays, first, last, anchor, interval, except_dates=except_dates)


# --- ours -------------------------------------------------------------------------------------


def _expand(rules: Sequence[Rule]) -> int:
    """Count the sessions; the calendar is new, so that its tables are paid for too."""
    calendar = _school()
    return sum(len(recurrence.occurrences(rule, calendar)) for rule in rules)


def _ordinals(rules: Sequence[Rule]) -> int:
    """Count the dates alone, whatever the school does then."""
    return sum(len(list(rule_dates.dates(rule))) for rule in rules)


# --- a bare loop ------------------------------------------------------------------------------


class _Date(NamedTuple):
    """A school day, with everything about it that these rules ask."""

    on: date
    weekday: int
    week: int
    nth: int
    letter: str | None
    midnight: datetime
    bells: Mapping[str, tuple[int, int]]


def _year() -> list[_Date]:
    calendar = _school()
    days = calendar.days(calendar.first_day or date.min, calendar.last_day or date.max)
    return [
        _Date(
            day.on,
            day.on.weekday(),
            _week(day.on),
            (day.on.day - 1) // _WEEK + 1,
            day.cycle_day,
            calendar.clock(day.on).instant(0),
            {one.name: (one.start, one.end) for one in day.periods},
        )
        for day in days
        if day.in_session
    ]


def _week(on: date) -> int:
    """Return the number of a Monday week."""
    return (on.toordinal() - 1) // _WEEK


def _loop(rules: Sequence[Rule]) -> int:
    year = _year()
    return sum(len(_bare(rule, year)) for rule in rules)


def _bare(rule: Rule, year: Sequence[_Date]) -> list[Session]:
    anchor, left_out, monthly, weekdays = (
        rule.anchor, rule.except_dates, rule.monthly, rule.weekdays,
    )  # fmt: skip
    wanted = next(iter(rule.cycle_days), None)
    told = (anchor.start or 0, anchor.end or 0) if anchor.kind == "clock" else None
    since, interval = _week(rule.first), rule.interval
    found = []
    for on, weekday, week, nth, letter, midnight, bells in year:
        if wanted is not None:
            if letter != wanted:
                continue
        elif monthly:
            if (nth, weekday) not in monthly:
                continue
        elif weekday not in weekdays or (week - since) % interval:
            continue
        if on in left_out:
            continue
        start, end = told or bells[anchor.name]
        found.append((on, midnight + _MINUTES[start], midnight + _MINUTES[end]))
    return found


# --- python-dateutil --------------------------------------------------------------------------


def _rrule(rules: Sequence[Rule]) -> int:
    return sum(len(_by_rrule(rule)) for rule in rules)


def _by_rrule(rule: Rule) -> list[Session]:
    """Return the dates of a rule with their instants, those without school too."""
    return [
        (start.date(), start.astimezone(UTC), (start + _LENGTH).astimezone(UTC))
        for start in _recurring(rule, _ZONE)
    ]


def _rrule_dates(rules: Sequence[Rule]) -> int:
    """Count the dates alone, without a zone: the quickest that it can do."""
    return sum(len([one.date() for one in _recurring(rule, None)]) for rule in rules)


def _recurring(rule: Rule, zone: ZoneInfo | None) -> rrule.rruleset:
    minute = rule.anchor.start or 0
    found = rrule.rruleset()
    found.rrule(_included(rule, _wall(rule.first, minute, zone), _wall(rule.last, minute, zone)))
    for on in rule.except_dates:
        found.exdate(_wall(on, minute, zone))
    return found


def _included(rule: Rule, start: datetime, until: datetime) -> rrule.rrule:
    if rule.monthly:
        days = [rrule.weekday(weekday, n) for n, weekday in rule.monthly]
        return rrule.rrule(rrule.MONTHLY, dtstart=start, until=until, byweekday=days)
    return rrule.rrule(
        rrule.WEEKLY,
        dtstart=start,
        until=until,
        interval=rule.interval,
        wkst=rrule.MO,
        byweekday=sorted(rule.weekdays),
    )


def _wall(on: date, minute: int, zone: ZoneInfo | None) -> datetime:
    return datetime(on.year, on.month, on.day, *divmod(minute, 60), tzinfo=zone)


def _check(rules: Sequence[Rule]) -> None:
    """Raise RuntimeError unless the three agree: a floor that does something else is none."""
    calendar, year = _school(), _year()
    school = {day.on for day in year}
    for rule in rules:
        found = [one.on for one in recurrence.occurrences(rule, calendar)]
        bare = [on for on, _, _ in _bare(rule, year)]
        dates = bare if rule.cycle_days else [on for on, _, _ in _by_rrule(rule) if on in school]
        if not found == bare == dates:
            raise RuntimeError(f"the floors disagree about {rule}")
