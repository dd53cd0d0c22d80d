"""Sessions as an iCalendar (RFC 5545) that calendar programs read back as they are.

A plan whose dates follow a weekly rule in wall time is one recurring entry: dates without a session
are left out (EXDATE), one that is moved, shortened, not on or elsewhere is told by itself
(RECURRENCE-ID). Where weekdays differ in their usual times, each time has an entry of its own. Any
other session is a single entry. Nothing depends on when it is written: the same sessions, the same
bytes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from icalendar import Calendar, Event

from school import clock, zones

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

State = Literal["on", "off", "open"]
"""Whether a session is on; "open" where nobody can know yet."""

_STATUS = {"on": "CONFIRMED", "off": "CANCELLED", "open": "TENTATIVE"}
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEK = timedelta(days=7)
_PRODUCT = "-//Push-In//Push-In//EN"
_REFRESHED = timedelta(hours=1)

_Span = tuple[int, int]
"""Minutes since local midnight at which something begins, and how many it takes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One session: `on` is its original local date, the instants are when it is now (UTC)."""

    key: str
    on: date
    starts_at: datetime
    ends_at: datetime
    state: State
    revision: int
    title: str
    place: str


@dataclass(frozen=True, slots=True)
class Series:
    """The sessions of one plan; `weekly`: every `interval` weeks on the same weekdays.

    `sequence` rises with every change of the plan or of one of its sessions.
    """

    key: str
    zone: ZoneInfo
    weekly: bool
    interval: int
    sequence: int
    made_at: datetime
    about: str
    entries: tuple[Entry, ...]


def calendar(name: str, domain: str, series: Sequence[Series]) -> bytes:
    """Return the calendar of a person; `domain` makes its ids unlike those of other workspaces."""
    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", _REFRESHED, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    for zone, first, last in _zones(series):
        made.add_component(zones.component(zone, first, last))
    for one in series:
        for event in _events(one, domain):
            made.add_component(event)
    return bytes(made.to_ical())


def _zones(series: Sequence[Series]) -> Iterator[tuple[ZoneInfo, date, date]]:
    """Yield each zone with the dates that it must be true for."""
    known: dict[str, list[date]] = defaultdict(list)
    by_key = {}
    for one in series:
        by_key[one.zone.key] = one.zone
        for entry in one.entries:
            known[one.zone.key] += [entry.on, entry.starts_at.date()]
    for key, dates in sorted(known.items()):
        yield by_key[key], min(dates), max(dates)


def _events(series: Series, domain: str) -> Iterator[Event]:
    entries = sorted(series.entries, key=lambda one: (one.on, one.key))
    groups = _groups(series, entries) if series.weekly else []
    single = {entry.key: entry for entry in entries}
    for number, (weekdays, span) in enumerate(groups):
        mine = [entry for entry in entries if entry.on.weekday() in weekdays]
        follow = _following(mine, series.interval)
        if len(follow) < 2:  # noqa: PLR2004  one date is no rule
            continue
        key = (
            "-".join([series.key, *(_CODES[day].lower() for day in weekdays)])
            if number
            else series.key
        )
        yield from _recurring(series, follow, weekdays, span, f"{key}@{domain}")
        for entry in follow:
            del single[entry.key]
    for entry in single.values():
        yield _single(series, entry, f"{entry.key}@{domain}")


def _groups(series: Series, entries: Sequence[Entry]) -> list[tuple[tuple[int, ...], _Span]]:
    """Return the weekdays that usually have the same time, with that time."""
    spans: dict[int, Counter[_Span]] = defaultdict(Counter)
    for entry in entries:
        on, _ = clock.local(entry.starts_at, series.zone)
        if entry.state == "on" and on == entry.on:
            spans[on.weekday()][_span(series, entry)] += 1
    usual: dict[_Span, list[int]] = defaultdict(list)
    for weekday, counted in sorted(spans.items()):
        usual[max(counted, key=lambda span: (counted[span], span))].append(weekday)
    return [(tuple(weekdays), span) for span, weekdays in usual.items()]


def _following(entries: Sequence[Entry], interval: int) -> list[Entry]:
    """Return the entries whose dates are in the weeks of the rule that begins with the first."""
    first = _monday(entries[0].on)
    return [one for one in entries if (_monday(one.on) - first) % (interval * _WEEK) == timedelta()]


def _recurring(
    series: Series,
    entries: Sequence[Entry],
    weekdays: tuple[int, ...],
    span: _Span,
    uid: str,
) -> Iterator[Event]:
    """Yield the recurring entry and each of its sessions that is not like the others."""
    like = next((one for one in entries if one.state == "on"), entries[0])
    dates = {entry.on for entry in entries}
    first, last = entries[0].on, entries[-1].on
    event = _event(series, uid)
    event.add("summary", like.title)
    event.add("location", like.place)
    _when(event, series, *_usual(series, first, span))
    event.add(
        "rrule",
        {
            "freq": "weekly",
            "interval": series.interval,
            "wkst": "MO",
            "byday": [_CODES[day] for day in weekdays],
            "until": _usual(series, last, span)[0],
        },
    )
    left_out = [on for on in _dates(first, last, weekdays, series.interval) if on not in dates]
    if left_out:
        event.add("exdate", [_local(series, _usual(series, on, span)[0]) for on in left_out])
    yield event
    for entry in entries:
        usual = _usual(series, entry.on, span)
        now = (entry.starts_at, entry.ends_at)
        if now != usual or (entry.state, entry.title, entry.place) != (
            "on",
            like.title,
            like.place,
        ):
            yield _unlike(series, entry, usual[0], uid)


def _unlike(series: Series, entry: Entry, usual: datetime, uid: str) -> Event:
    event = _single(series, entry, uid, sequence=series.sequence)
    event.add("recurrence-id", _local(series, usual))
    return event


def _single(series: Series, entry: Entry, uid: str, *, sequence: int | None = None) -> Event:
    event = _event(series, uid, sequence=entry.revision - 1 if sequence is None else sequence)
    event.add("summary", entry.title)
    event.add("location", entry.place)
    event["status"] = _STATUS[entry.state]
    _when(event, series, entry.starts_at, entry.ends_at)
    return event


def _event(series: Series, uid: str, *, sequence: int | None = None) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", series.made_at.astimezone(UTC))
    event.add("sequence", series.sequence if sequence is None else sequence)
    event.add("status", _STATUS["on"])
    event.add("transp", "OPAQUE")
    event.add("description", series.about)
    return event


def _when(event: Event, series: Series, starts_at: datetime, ends_at: datetime) -> None:
    event.add("dtstart", _local(series, starts_at))
    event.add("dtend", _local(series, ends_at))


def _local(series: Series, at: datetime) -> datetime:
    return at.astimezone(series.zone)


def _usual(series: Series, on: date, span: _Span) -> tuple[datetime, datetime]:
    starts_at = clock.instant(on, span[0], series.zone)
    return starts_at, starts_at + timedelta(minutes=span[1])


def _span(series: Series, entry: Entry) -> _Span:
    minutes = int((entry.ends_at - entry.starts_at).total_seconds()) // 60
    return clock.local(entry.starts_at, series.zone)[1], minutes


def _dates(first: date, last: date, weekdays: tuple[int, ...], interval: int) -> Iterator[date]:
    week = _monday(first)
    while week <= last:
        for weekday in weekdays:
            on = week + timedelta(days=weekday)
            if first <= on <= last:
                yield on
        week += interval * _WEEK


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())
