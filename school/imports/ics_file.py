"""Reads the dates of a school from an iCalendar file (RFC 5545) as districts publish it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import icalendar
from icalendar.timezone import tzp

from school.errors import SchoolError
from school.imports import ics_lines, ics_rules, ics_text, ics_times, labels
from school.imports.dated import Dated
from school.imports.day_types import Chooser
from school.imports.result import Note

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from school.imports.ics_text import Block, Frame
    from school.imports.ics_times import Span
    from school.imports.json_file import Wanted
    from school.imports.labels import Said

MOST_SERIES = 100
MOST_DAYS = 20_000
"""Dates of all events together, a date counted as often as events name it."""
MOST_READ = 4000
"""Events about the school day that are read in full: twenty for each of its days."""
_MANY_PERIODS = 20
"""Timed events titled like lessons ("B", "Lunch") from which on a file is a timetable."""
_DAY = timedelta(days=1)
_YEAR = timedelta(days=366)
_LONG = 6
"""Hours from which on a timed event stands for the school day."""
_TIMED = re.compile(r"(\d{8})T(\d\d)\d{4}Z?")
_NO_PLACE = frozenset({"UTC", "Etc/UTC", "GMT", "Etc/GMT", "Zulu", "UCT", "Etc/UCT"})


@dataclass(frozen=True, slots=True)
class Calendar:
    """What an iCalendar file says about a school's dates."""

    name: str
    zone: ZoneInfo
    stated: bool
    """The file itself says the zone."""
    dated: tuple[Dated, ...]
    unread: tuple[Note, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class _Event:
    """One event with its local dates, and what of a series it is."""

    block: Block
    uid: str
    label: str
    said: Said
    span: Span
    component: icalendar.Event
    day_type: str | None
    """The school's own day type that the label names."""
    replaces: date | None
    """The date of its series for which it stands."""
    cancelled: bool

    @property
    def matters(self) -> bool:
        """Whether it says anything about the school day."""
        return self.said.matters or self.day_type is not None

    @property
    def repeats(self) -> bool:
        return "RRULE" in self.component or "RDATE" in self.component


def read(text: str, file: str, wanted: Wanted) -> Calendar:
    """Return the dates of a file.

    Events that are not about the school day are counted; damaged ones are named; cancelled ones
    are as if they were not there. SchoolError "ics_cut_off", "zone_missing", "unknown_zone",
    "too_many_entries".
    """
    frame = ics_text.parse(text, file)
    zone, stated, notes = _zone(frame, wanted)
    reader = _Reader(zone, Chooser(wanted.into.day_types if wanted.into else {}))
    cancels = frame.properties.get("METHOD", "").upper() == "CANCEL"
    events = [] if cancels else list(reader.events(frame.events))
    dated = _counted(reader.expanded(events, _window(events, wanted)))
    return Calendar(
        ics_text.unescaped(frame.properties.get("X-WR-CALNAME", "")),
        zone,
        stated,
        tuple(dated),
        (*frame.unread, *reader.unread),
        (*notes, *reader.notes()),
    )


def _counted(dated: Iterable[Dated]) -> Iterator[Dated]:
    """Yield what is given, and stop where it is more dates than a school can have."""
    days = 0
    for one in dated:
        days += (one.last - one.first).days + 1
        if days > MOST_DAYS:
            raise SchoolError("too_many_entries", where="file", amount=days, most=MOST_DAYS)
        yield one


def _zone(frame: Frame, wanted: Wanted) -> tuple[ZoneInfo, bool, list[Note]]:
    told = _told_zone(frame)
    given = wanted.zone or (wanted.into.zone if wanted.into else None)
    if given is None and told is None:
        raise SchoolError("zone_missing")
    if given is None:
        return _known_zone(told or ""), True, []
    differs = told is not None and wanted.into is not None and told != given.key
    note = Note("zone_differs", {"file": told, "school": given.key})
    return given, False, [note] if differs else []


def _told_zone(frame: Frame) -> str | None:
    """Return the name of the zone that the calendar states, or that all its times are told in."""
    stated = frame.properties.get("X-WR-TIMEZONE", "")
    if stated and stated not in _NO_PLACE:
        return stated
    starts = (event.named.get("DTSTART") for event in frame.events)
    named = {ics_lines.tzid(start.parameters) for start in starts if start is not None} - {
        "",
        *_NO_PLACE,
    }
    return named.pop() if len(named) == 1 else None


def _known_zone(name: str) -> ZoneInfo:
    """Return a zone by its own name or by the one that Windows has for it."""
    found = tzp.timezone(name)
    if not isinstance(found, ZoneInfo):
        raise SchoolError("unknown_zone", where="X-WR-TIMEZONE", value=name)
    return found


def _window(events: Sequence[_Event], wanted: Wanted) -> tuple[date, date]:
    """Return the dates over which series are expanded: three years to the end of what is known."""
    lasts = [one.span.last for one in events if not one.repeats]
    if wanted.on is not None:
        lasts.append(wanted.on + _YEAR)
    if wanted.into is not None and wanted.into.last_day is not None:
        lasts.append(wanted.into.last_day + _YEAR)
    firsts = [one.span.first for one in events]
    last = max(lasts, default=max(firsts, default=date(2026, 1, 1)) + _YEAR)
    return max(min(firsts, default=last), last - 3 * _YEAR), last


class _Reader:
    """Reads events one by one, and keeps count of what it leaves out."""

    def __init__(self, zone: ZoneInfo, chooser: Chooser) -> None:
        self.zone = zone
        self.chooser = chooser
        self.unread: list[Note] = []
        self.others = 0
        self.periods: Counter[str] = Counter()

    def notes(self) -> Iterator[Note]:
        """Yield what was counted: events that are no part of the school day."""
        lessons = sum(count for count in self.periods.values())
        if lessons >= _MANY_PERIODS:
            yield Note("period_events", {"count": lessons})
        others = self.others + (lessons if lessons < _MANY_PERIODS else 0)
        if others:
            yield Note("not_about_school", {"count": others})

    def events(self, blocks: Sequence[Block]) -> Iterator[_Event]:
        """Yield the events that matter; the rest is counted, the damaged named."""
        series = {one.first("UID") for one in blocks if {"RRULE", "RDATE"} & one.named.keys()}
        some = [(one, label) for one in blocks if (label := self._worth(one, series)) is not None]
        if len(some) > MOST_READ:
            raise SchoolError("too_many_entries", where="file", amount=len(some), most=MOST_READ)
        for block, label in some:
            try:
                found = self._event(block, label)
            except SchoolError as error:
                self.unread.append(Note(error.code, error.params, block.where))
                continue
            if found is not None:
                yield found

    def _worth(self, block: Block, series: Collection[str | None]) -> str | None:
        """Return the label of an event that is worth reading in full; else count it."""
        label = ics_text.unescaped(block.first("SUMMARY") or "")
        if "RECURRENCE-ID" in block.named and block.first("UID") in series:
            return label
        if _is_lesson(block, label):
            self.periods[label] += 1
            return None
        if self._may_matter(block, label):
            return label
        self.others += 1
        return None

    def _may_matter(self, block: Block, label: str) -> bool:
        """Tell by its text whether an event is worth reading in full; a damaged one is."""
        if "CATEGORIES" in block.named or not _looks_dated(block):
            return True
        return labels.read(label).matters or self._named(label) is not None

    def _named(self, label: str) -> str | None:
        """Return the school's day type that a label begins with ("Rally Schedule - Friday")."""
        return self.chooser.named(label) or self.chooser.named(label.split(" - ", maxsplit=1)[0])

    def _event(self, block: Block, label: str) -> _Event | None:
        component = _component(block)
        span = self._span(component)
        all_day = span.all_day or _fills_the_day(component)
        said = labels.read(label, hints=_hints(component), all_day=all_day)
        named = None if said.effect == "no_school" else self._named(label)
        replaced = component.get("RECURRENCE-ID")
        if not (said.matters or named or replaced):
            self.others += 1
            return None
        return _Event(
            block,
            str(component.get("UID", "")) or f"#{block.index}",
            label,
            said,
            span,
            component,
            named,
            None
            if replaced is None
            else ics_times.day_of(_moment(component, "RECURRENCE-ID"), self.zone),
            str(component.get("STATUS", "")).upper() == "CANCELLED",
        )

    def _span(self, component: icalendar.Event) -> Span:
        start = _moment(component, "DTSTART")
        if "DURATION" in component and "DTEND" not in component:
            length = _value(component, "DURATION")
            if not isinstance(length, timedelta) or abs(length) > _YEAR:
                raise SchoolError("event_without_date", what="DURATION")
            return ics_times.span(start, start + length, self.zone)
        end = _moment(component, "DTEND") if "DTEND" in component else None
        return ics_times.span(start, end, self.zone)

    def expanded(self, events: Sequence[_Event], window: tuple[date, date]) -> Iterator[Dated]:
        """Yield what each event says about its dates; series over the dates of `window`."""
        masters = {one.uid for one in events if one.repeats and one.replaces is None}
        parts = [one for one in events if one.replaces is not None and one.uid in masters]
        series = 0
        for one in events:
            if one in parts or one.cancelled:
                continue
            if not one.repeats:
                if one.matters:
                    yield _dated(one, one.span.first, one.span.last)
                continue
            series += 1
            if series > MOST_SERIES:
                raise SchoolError(
                    "too_many_entries", where="RRULE", amount=series, most=MOST_SERIES
                )
            yield from self._series(one, [part for part in parts if part.uid == one.uid], window)

    def _series(
        self, one: _Event, parts: Sequence[_Event], window: tuple[date, date]
    ) -> Iterator[Dated]:
        try:
            series = self._by_dates(one, parts)
            found = list(ics_rules.dates(series, *window))
        except SchoolError as error:
            self.unread.append(Note(error.code, error.params, one.block.where))
            return
        for first, last in found:
            yield _dated(one, first, last)
        for part in parts:
            if part.matters and not part.cancelled:
                yield _dated(part, part.span.first, part.span.last)

    def _by_dates(self, one: _Event, parts: Sequence[_Event]) -> ics_rules.Series:
        """Return the series by local dates; what a part replaces is left out of it."""
        rule = _rule(one.component, self.zone)
        if rule is not None and one.span.told != one.span.first and ics_rules.is_by_day(rule):
            raise SchoolError("rule_not_read", value=ics_rules.text(rule))
        without = (
            *_dates(one.component, "EXDATE", self.zone),
            *(part.replaces for part in parts if part.replaces),
        )
        extra = tuple(_dates(one.component, "RDATE", self.zone))
        return ics_rules.Series(one.span.first, one.span.last, rule, extra, tuple(without))


def _dated(one: _Event, first: date, last: date) -> Dated:
    return Dated(first, last, one.label, one.said, one.block.where, one.day_type)


def _looks_dated(block: Block) -> bool:
    value = block.first("DTSTART") or ""
    return value[:8].isdigit() and len(value) in {8, 15, 16}


def _is_lesson(block: Block, label: str) -> bool:
    """Tell by its text whether an event is one period of a day ("B", "Lunch", 8:00 to 9:10)."""
    if labels.letter_of(label) is None and label.casefold() not in {"lunch", "break"}:
        return False
    start, end = (_TIMED.fullmatch(block.first(name) or "") for name in ("DTSTART", "DTEND"))
    if start is None or end is None or start[1] != end[1]:
        return False
    return int(end[2]) - int(start[2]) < _LONG


def _component(block: Block) -> icalendar.Event:
    text = "\r\n".join(["BEGIN:VEVENT", *ics_lines.clean(block.lines), "END:VEVENT", ""])
    try:
        found = icalendar.Event.from_ical(text)
    except ValueError as error:
        raise SchoolError("event_unreadable") from error
    if not isinstance(found, icalendar.Event):
        raise SchoolError("event_unreadable")
    return found


def _value(component: icalendar.Event, name: str) -> Any:  # noqa: ANN401  icalendar's own types
    """Return the value of a property; SchoolError "event_without_date" where it is none."""
    found = component.get(name)
    try:
        return (found[0] if isinstance(found, list) and found else found).dt
    except (ValueError, AttributeError) as error:
        raise SchoolError("event_without_date", what=name) from error


def _moment(component: icalendar.Event, name: str) -> date | datetime:
    value = _value(component, name)
    if not isinstance(value, date):
        raise SchoolError("event_without_date", what=name)
    return value


def _hints(component: icalendar.Event) -> tuple[str, ...]:
    found = component.get("CATEGORIES")
    some = found if isinstance(found, list) else [found]
    return tuple(str(one) for some in some if some is not None for one in getattr(some, "cats", []))


def _fills_the_day(component: icalendar.Event) -> bool:
    if "DTEND" not in component:
        return False
    start, end = _moment(component, "DTSTART"), _moment(component, "DTEND")
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return True
    same = (start.tzinfo is None) == (end.tzinfo is None)
    return same and end - start >= timedelta(hours=_LONG)


def _rule(component: icalendar.Event, zone: ZoneInfo) -> dict[str, Any] | None:
    """Return the rule of a series, its UNTIL as the last local date."""
    rule = component.get("RRULE")
    if rule is None:
        return None
    if not isinstance(rule, icalendar.vRecur):
        raise SchoolError("rule_not_read", value=str(rule)[:80])
    told = {part.upper(): value for part, value in rule.items()}
    if "UNTIL" in told:
        told["UNTIL"] = [_until(one, zone) for one in told["UNTIL"]]
    return told


def _until(value: object, zone: ZoneInfo) -> date:
    """Return the last local date of a series; one "until 9999" goes on as long as any."""
    if not isinstance(value, date):
        raise SchoolError("rule_not_read", value=f"UNTIL={value}")
    if value.year > ics_times.LAST_YEAR:
        return date(ics_times.LAST_YEAR, 12, 31)
    return ics_times.day_of(value, zone)


def _dates(component: icalendar.Event, name: str, zone: ZoneInfo) -> Iterator[date]:
    found = component.get(name)
    for some in found if isinstance(found, list) else [found]:
        try:
            moments = [] if some is None else [one.dt for one in some.dts]
        except ValueError as error:
            raise SchoolError("event_without_date", what=name) from error
        for moment in moments:
            yield ics_times.day_of(moment, zone)
