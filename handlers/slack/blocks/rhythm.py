"""On which days a plan is, in words."""

from collections.abc import Sequence
from typing import Protocol

from handlers.slack import when
from handlers.slack.catalogue import en_rhythms
from handlers.slack.sentences import plain
from pushin.results import AskedPart
from school.rotation import cycle_key


class Rhythm(Protocol):
    """What repeats: a plan, or one that was asked for."""

    @property
    def weekdays(self) -> tuple[int, ...]:
        """0 is Monday."""

    @property
    def interval(self) -> int:
        """Every n weeks."""

    @property
    def cycle_days(self) -> tuple[str, ...]:
        """Days of the school's rotation."""

    @property
    def monthly(self) -> tuple[tuple[int, int], ...]:
        """(n, weekday) of each month, -1 for the last."""


def timed(rhythm: Rhythm, start: int, end: int) -> str:
    """Return the days of a plan and its times on a regular day."""
    times = when.span(start, end)
    if rhythm.interval == 1 and not (rhythm.cycle_days or rhythm.monthly):
        return f"{when.weekdays(rhythm.weekdays)} {times}"
    return plain("rhythm.timed", days=days(rhythm), times=times)


def days(rhythm: Rhythm) -> str:
    """Return the days of a plan: Mon & Wed; Every other Tuesday; A days; 1st Tuesday of the month.

    What is told of the week and the rotation is told in full, whatever is combined.
    """
    if rhythm.monthly:
        return plain("rhythm.of_the_month", days=_monthly(rhythm.monthly))
    if rhythm.cycle_days:
        return _some_weeks(rhythm.interval, _of_rotation(rhythm))
    return _weekly(rhythm.weekdays, rhythm.interval)


def part(asked: AskedPart) -> str:
    """Return one of several plans that were asked for at once."""
    said = ", ".join(map(when.full, asked.dates)) or days(asked)
    if asked.start is not None:
        ends = asked.start if asked.end is None else asked.end
        times = when.clock(asked.start) if asked.end is None else when.span(asked.start, ends)
    else:
        number = asked.during.isdigit()
        times = plain("rhythm.period", number=asked.during) if number else asked.during
    return plain("rhythm.timed", days=said, times=times) if times else said


def _weekly(weekdays: Sequence[int], interval: int) -> str:
    if interval == 1:
        return when.weekdays(weekdays)
    named = _full(weekdays[0]) if len(weekdays) == 1 else when.weekdays(weekdays)
    if interval > 2:  # noqa: PLR2004  every second week has a word of its own
        return plain("rhythm.every_n_weeks", n=interval, weekdays=named)
    one = len(weekdays) == 1
    return plain(f"rhythm.every_other{'' if one else '_week'}", weekday=named, weekdays=named)


def _some_weeks(interval: int, said: str) -> str:
    if interval == 1:
        return said
    key = "rhythm.every_other.any" if interval == 2 else "rhythm.every_n.any"  # noqa: PLR2004  the same
    return plain("rhythm.of_some_weeks", weeks=plain(key, n=interval), days=said)


def _of_rotation(rhythm: Rhythm) -> str:
    keys = [cycle_key(one) for one in rhythm.cycle_days]
    if all(key.isdigit() for key in keys):
        said = plain(f"rhythm.number{'s' if len(keys) > 1 else ''}", numbers=" & ".join(keys))
    else:
        shown = [key.upper() if len(key) == 1 else key.capitalize() for key in keys]
        said = plain("rhythm.letters", letters=" & ".join(shown))
    if not rhythm.weekdays:
        return said
    return plain("rhythm.on", days=said, weekdays=when.weekdays(rhythm.weekdays))


def _monthly(monthly: Sequence[tuple[int, int]]) -> str:
    by_weekday: dict[int, list[str]] = {}
    for n, weekday in monthly:
        by_weekday.setdefault(weekday, []).append(en_rhythms.ORDINALS[n])
    said = [
        plain("rhythm.monthly", which=_listed(which), weekday=_full(weekday))
        for weekday, which in by_weekday.items()
    ]
    told = _listed(said)
    return told[:1].upper() + told[1:]


def _listed(words: Sequence[str]) -> str:
    if len(words) == 1:
        return words[0]
    return plain("facts.and", first=", ".join(words[:-1]), last=words[-1])


def _full(weekday: int) -> str:
    return plain(f"weekday.{weekday}")
