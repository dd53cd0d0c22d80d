"""What somebody asked for when they typed a time: the values that the phrase grammar gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

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
    items: tuple[Understood, ...] = ()
    """series_list: its series."""


_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def to_expect(understood: Understood) -> dict[str, Any]:
    """Return the plain object that `pushin understand --json` prints; unsaid fields are absent."""
    said = understood
    plain: dict[str, Any] = {"kind": said.kind}
    fields: dict[str, object] = {
        **_dates(said),
        "time": _clock(said.start),
        "end": _clock(said.end),
        "duration_min": said.minutes,
        "days": [_CODES[weekday] for weekday in said.weekdays],
        "interval": said.interval if said.interval > 1 else None,
        "cycle": list(said.cycle),
        "monthly": [[n, _CODES[weekday]] for n, weekday in said.monthly],
        "until_event": said.until_event,
        "weeks": said.weeks,
        "except": [on.isoformat() for on in said.except_dates],
        "period": said.period,
        "part": list(said.part or ()),
        "block": list(said.block or ()),
        "rest": said.rest,
        "utc": said.starts_at.strftime("%Y-%m-%dT%H:%M:%SZ") if said.starts_at else None,
        "items": [to_expect(item) for item in said.items],
    }
    return plain | {key: value for key, value in fields.items() if value}


def _dates(said: Understood) -> dict[str, object]:
    days = [on.isoformat() for on in said.dates]
    first = said.first.isoformat() if said.first else None
    last = said.last.isoformat() if said.last else None
    if said.kind == "range":
        return {"start_date": first, "end_date": last}
    if said.kind == "single":
        return {"date": days[0]}
    return {"dates": days, "from": first, "until": last}


def _clock(minute: Minute | None) -> str | None:
    return None if minute is None else f"{minute // 60:02}:{minute % 60:02}"
