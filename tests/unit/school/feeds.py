"""Calendars as a district writes them, made for a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LINE = "\r\n"


def event(label: str, start: str, end: str = "", *more: str) -> str:
    """Return an event; `start` and `end` are the lines' parameters and values (";VALUE=DATE:…")."""
    lines = [
        "BEGIN:VEVENT",
        f"UID:{label}-{start}@district.example",
        f"SUMMARY:{label}",
        f"DTSTART{start}",
        *([f"DTEND{end}"] if end else []),
        *more,
        "END:VEVENT",
    ]
    return LINE.join(lines)


def day(label: str, on: str, until: str = "", *more: str) -> str:
    """Return an all-day event of dates YYYYMMDD; `until` is excluded, as iCalendar has it."""
    end = f";VALUE=DATE:{until}" if until else ""
    return event(label, f";VALUE=DATE:{on}", end, *more)


def feed(*events: str, zone: str = "America/New_York", more: Iterable[str] = ()) -> bytes:
    """Return a whole calendar."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-CALNAME:Lincoln School"]
    stated = [f"X-WR-TIMEZONE:{zone}"] if zone else []
    return LINE.join([*head, *stated, *more, *events, "END:VCALENDAR", ""]).encode()


YEAR = (day("First Day of School", "20260901"), day("Last Day of School", "20270618"))
"""The ends of the school year 2026-27."""
