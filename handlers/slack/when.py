"""Dates and times as school people read them."""

from collections.abc import Collection
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from handlers.slack.catalogue import en

_SCHOOL_WEEK = (0, 1, 2, 3, 4)


@lru_cache(maxsize=512)
def full(on: date) -> str:
    """Return the full date: weekday, month, day and year."""
    return f"{short(on)}, {on.year}"


def short(on: date) -> str:
    """Return weekday, month and day."""
    return f"{en.WEEKDAYS[on.weekday()]}, {en.MONTHS[on.month - 1]} {on.day}"


def clock(minute: int) -> str:
    """Return a time of day (minutes since local midnight) on the twelve-hour clock."""
    return f"{_hour(minute)} {_half(minute)}"


@lru_cache(maxsize=512)
def span(start: int, end: int) -> str:
    """Return from when to when; the half of the day is said once when both share it."""
    first = _hour(start) if _half(start) == _half(end) else clock(start)
    return f"{first}\N{EN DASH}{clock(end)}"


def moment(at: datetime, zone: str | None) -> str:
    """Return the full date and the time of day of an instant in a zone (None: UTC)."""
    local = at.astimezone(ZoneInfo(zone or "UTC"))
    return f"{full(local.date())}, {clock(local.hour * 60 + local.minute)}"


def weekdays(days: Collection[int]) -> str:
    """Return the weekdays of a plan (0 is Monday)."""
    ordered = sorted(days)
    if tuple(ordered) == _SCHOOL_WEEK:
        return en.SENTENCES["when.weekdays"]
    return " & ".join(en.WEEKDAYS[day] for day in ordered)


def elsewhere(at: datetime, school_zone: str, reader_zone: str | None) -> str | None:
    """Return the reader's own clock time of an instant, or None where it is the school's too."""
    if reader_zone is None or reader_zone == school_zone:
        return None
    if _offset(at, reader_zone) == _offset(at, school_zone):
        return None
    theirs = at.astimezone(ZoneInfo(reader_zone))
    return f"{short(theirs.date())}, {clock(theirs.hour * 60 + theirs.minute)}"


def _offset(at: datetime, zone: str) -> object:
    return at.astimezone(ZoneInfo(zone)).utcoffset()


def _hour(minute: int) -> str:
    return f"{(minute // 60 + 11) % 12 + 1}:{minute % 60:02}"


def _half(minute: int) -> str:
    return "AM" if minute % 1440 < 720 else "PM"  # noqa: PLR2004  minutes of a day and of half a day
