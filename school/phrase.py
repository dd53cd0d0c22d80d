"""What somebody asked for when they typed a time: the values that the phrase grammar gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

    from school.clock import Minute

Kind = Literal["single", "multi", "range", "series", "series_list"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A phrase as understood; what was not said is None or empty."""

    kind: Kind
    dates: tuple[date, ...] = ()
    """single: the date; multi: all dates."""
    first: date | None = None
    """range: its first date; series: `from`."""
    last: date | None = None
    """range: its last date; series: `until`, included."""
    start: Minute | None = None
    end: Minute | None = None
    minutes: int | None = None
    """A duration, where one was said."""
    weekdays: tuple[int, ...] = ()
    """0 = Monday, in week order."""
    interval: int = 1
    cycle: tuple[str, ...] = ()
    monthly: tuple[tuple[int, int], ...] = ()
    """(n, weekday): the n-th such weekday of each month, -1 = the last."""
    until_event: str | None = None
    weeks: int | None = None
    except_dates: tuple[date, ...] = ()
    period: str | None = None
    part: tuple[Literal["first", "last"], int] | None = None
    block: tuple[str, str] | None = None
    """(after | before | during, lunch | recess | ...)."""
    routine: str | None = None
    """The routine with which `rest` begins ("arrival routine with ..."); it stays in `rest`."""
    rest: str = ""
    starts_at: datetime | None = None
    """UTC instant of the start of a single date with a time."""
