"""What somebody wishes a school day to be, found among the school's own day types or cut from one.

Nothing is chosen silently: where several day types fit, all of them come back.
"""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from school.errors import SchoolError
from school.facts import Override, Weekly
from school.rotation import cycle_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from school.calendar import SchoolCalendar
    from school.clock import Minute
    from school.day import DayType

NEAR = 5
"""Minutes by which a bell may miss what was wished: nobody says "a 118-minute delay"."""
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Wish:
    """What a day should be.

    Closed, as the calendar says ("usual") or a day type by `name`; or beginning `minute` minutes
    later ("delay"); or beginning or ending at `minute`.
    """

    kind: Literal["closed", "usual", "delay", "starts", "ends", "named"]
    minute: Minute | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The override that a wish comes to; None: as the calendar says.

    `cut`: the school has no bells of its own for it.
    """

    override: Override | None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Several:
    """The day types that may be meant: several fit, or (`near`) they only look like the name."""

    day_types: tuple[DayType, ...]
    near: bool = False


def find(calendar: SchoolCalendar, on: date, wish: Wish, label: str = "") -> Found | Several:
    """Return what makes the local date `on` what was wished; the calendar's own plan is its base.

    SchoolError codes: `no_school_day` (on), `bells_unknown` (label), `outside_bells` (first, last:
    minutes), `unknown_day_type` (value, known).
    """
    if wish.kind == "usual":
        return Found(None)
    if wish.kind == "closed":
        return Found(Override(on, None, label))
    if wish.kind == "named":
        return _named(calendar, on, wish.name, label)
    base = _base(calendar, on)
    first, last = base.first_bell, base.last_bell
    if first is None or last is None:
        raise SchoolError("bells_unknown", label=base.label)
    minute = wish.minute or 0
    if wish.kind == "ends":
        own = _own(base, ((one, one.last_bell) for one in _all(calendar)), minute)
        starts, ends = None, minute
    else:
        minute = first + minute if wish.kind == "delay" else minute
        own = _own(base, ((one, one.first_bell) for one in _all(calendar)), minute)
        starts, ends = minute, None
    if not first < minute < last:
        raise SchoolError("outside_bells", first=first, last=last)
    if len(own) > 1:
        return Several(own)
    if own:
        return Found(Override(on, own[0].key, label))
    return Found(Override(on, base.key, label, starts=starts, ends=ends), cut=True)


def is_named(calendar: SchoolCalendar, name: str) -> bool:
    """Tell whether a school calls a letter of its rotation, or a day type, by exactly `name`."""
    return _letter(calendar, name) is not None or bool(_called(calendar, name))


def _all(calendar: SchoolCalendar) -> tuple[DayType, ...]:
    return tuple(calendar.day_types.values())


def _base(calendar: SchoolCalendar, on: date) -> DayType:
    planned = calendar.day(on).day_type
    if planned is None:
        raise SchoolError("no_school_day", on=on)
    return planned


def _own(
    base: DayType,
    bells: Iterable[tuple[DayType, Minute | None]],
    minute: Minute,
) -> tuple[DayType, ...]:
    """Return the day types whose bell is at `minute`, or those next to it where none is."""
    misses = [
        (abs(bell - minute), one) for one, bell in bells if bell is not None and one is not base
    ]
    exact = tuple(one for miss, one in misses if miss == 0)
    return exact or tuple(one for miss, one in misses if miss <= NEAR)


def _named(calendar: SchoolCalendar, on: date, name: str, label: str) -> Found | Several:
    letter = _letter(calendar, name)
    if letter is not None:
        key = _bells_of(calendar, on, letter)
        return Found(Override(on, key, label, cycle_day=letter))
    called = _called(calendar, name)
    if len(called) == 1:
        return Found(Override(on, called[0].key, label))
    if called:
        return Several(called)
    near = _near(calendar, name)
    if not near:
        known = tuple(one.label for one in _all(calendar))
        raise SchoolError("unknown_day_type", value=name, known=known)
    return Several(near, near=True)


def _letter(calendar: SchoolCalendar, name: str) -> str | None:
    """Return the letter of the rotation that people call `name` ("A", "day A", "A day")."""
    cycle = () if isinstance(calendar.pattern, Weekly) else calendar.pattern.cycle
    wanted = cycle_key(name.casefold().removesuffix("day").strip() or name)
    return next((one for one in cycle if cycle_key(one) == wanted), None)


def _bells_of(calendar: SchoolCalendar, on: date, letter: str) -> str:
    """Return the day type that a letter has on a weekday: published, by weekday, or its own."""
    pattern = calendar.pattern
    if isinstance(pattern, Weekly):
        raise SchoolError("no_school_day", on=on)
    if pattern.days is not None:
        planned = pattern.days[on.weekday()]
        return planned or calendar.regular.key
    published = [one for one in pattern.dates if one.cycle_day == letter]
    same = [one.day_type for one in published if one.on.weekday() == on.weekday()]
    counted = Counter(same or [one.day_type for one in published])
    if counted:
        return counted.most_common(1)[0][0]
    return letter if letter in calendar.day_types else _base(calendar, on).key


def _called(calendar: SchoolCalendar, name: str) -> tuple[DayType, ...]:
    """Return the day types that go by a name: in full, else those that it begins or is part of."""
    wanted = _plain(name)
    exact = tuple(one for one in _all(calendar) if wanted in {_plain(one.key), _plain(one.label)})
    if exact or not wanted:
        return exact[:1]
    return tuple(
        one for one in _all(calendar) if _holds(one.key, wanted) or _holds(one.label, wanted)
    )


def _holds(text: str, wanted: str) -> bool:
    return f" {wanted} " in f" {_plain(text)} "


def _near(calendar: SchoolCalendar, name: str) -> tuple[DayType, ...]:
    words = {_plain(text): one for one in _all(calendar) for text in (one.key, one.label) if text}
    close = difflib.get_close_matches(_plain(name), words, n=_SHOWN, cutoff=0.6)
    return tuple({words[one].key: words[one] for one in close}.values())


def _plain(name: str) -> str:
    """Return a name in which "Minimum Day", "minimum-day" and "MINIMUM" are the same."""
    parts = name.casefold().replace("_", " ").replace("-", " ").split()
    return " ".join(parts[:-1] if len(parts) > 1 and parts[-1] == "day" else parts)
