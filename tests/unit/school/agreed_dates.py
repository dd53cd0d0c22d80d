"""A plan's sessions across both changes of the clocks, and what other libraries read of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar

from school import clock, feed

ZONES = (
    "America/New_York",
    "America/Phoenix",
    "Australia/Lord_Howe",
    "Europe/London",
    "Asia/Kolkata",
)
MADE = datetime(2026, 9, 1, 12, tzinfo=UTC)
FIRST, LAST = date(2026, 9, 14), date(2027, 6, 16)
SKIPPED, MOVED, SHORT, ELSEWHERE, OPEN, AWAY = (
    date(2026, 10, 28),
    date(2026, 11, 2),
    date(2027, 3, 10),
    date(2027, 3, 15),
    date(2027, 4, 5),
    date(2026, 11, 9),
)
DAYS_OFF = {date(2026, 11, 25), date(2026, 12, 28), date(2026, 12, 30), date(2027, 3, 17)}


@dataclass(frozen=True, order=True)
class Read:
    """A session as a calendar program has it."""

    starts_at: datetime
    minutes: int
    state: str
    title: str
    place: str


def series(key: str = "plan1", zone: str = "America/New_York", **changes: object) -> feed.Series:
    """Return Mon 9:10-9:50 and Wed 10:00-10:40, with everything that can happen to a session."""
    where = ZoneInfo(zone)
    on, entries = FIRST, []
    while on <= LAST:
        if on.weekday() in {0, 2} and on not in DAYS_OFF:
            entries.append(_entry(key, on, where))
        on += timedelta(days=1)
    facts = {
        "key": key,
        "zone": where,
        "weekly": True,
        "interval": 1,
        "sequence": 3,
        "made_at": MADE,
        "about": "Open Slack for roles.",
        "entries": tuple(entries),
    }
    return feed.Series(**(facts | changes))  # type: ignore[arg-type]


def _entry(key: str, on: date, zone: ZoneInfo) -> feed.Entry:
    start, minutes = (9 * 60 + 10 if on.weekday() == 0 else 10 * 60), 40
    held_on, state, title, place = on, "on", "Push-in · Room 4 · Ms. Adams", "Lincoln, Room 4"
    match on:
        case _ if on == SKIPPED:
            state, title = "off", "Not on: Push-in · Room 4 · Ms. Adams"
        case _ if on == MOVED:
            start = 13 * 60
        case _ if on == SHORT:
            start, minutes = 11 * 60, 30
        case _ if on == ELSEWHERE:
            place = "Lincoln, Library"
        case _ if on == OPEN:
            state = "open"
        case _ if on == AWAY:
            held_on = on + timedelta(days=1)
    starts_at = clock.instant(held_on, start, zone)
    return feed.Entry(
        key=f"{key}-{on:%Y%m%d}",
        on=on,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        state=state,  # type: ignore[arg-type]
        revision=1,
        title=title,
        place=place,
    )


def meant(*given: feed.Series) -> list[Read]:
    """Return the sessions of series as they are meant to be read."""
    words = {"on": "CONFIRMED", "off": "CANCELLED", "open": "TENTATIVE"}
    return sorted(
        Read(
            entry.starts_at,
            int((entry.ends_at - entry.starts_at).total_seconds()) // 60,
            words[entry.state],
            entry.title,
            entry.place,
        )
        for one in given
        for entry in one.entries
    )


def read(content: bytes) -> list[Read]:
    """Return what recurring-ical-events makes of a calendar."""
    found = recurring_ical_events.of(Calendar.from_ical(content)).between(
        datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
    )
    return sorted(
        Read(
            event["DTSTART"].dt.astimezone(UTC),
            int((event["DTEND"].dt - event["DTSTART"].dt).total_seconds()) // 60,
            str(event["STATUS"]),
            str(event["SUMMARY"]),
            str(event["LOCATION"]),
        )
        for event in found
    )
