"""The dates of a repeating event, with its exceptions, over a bounded stretch of time.

Rules of the kinds that schools use are expanded; others are refused. An expansion walks the days
of a rule one by one, so a rule that never comes true ("30 February") would be walked to the year
9999: such rules are recognised by their parts.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import icalendar
import recurring_ical_events  # type: ignore[import-untyped]  # it ships no types

from school.errors import SchoolError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_DAY = timedelta(days=1)
_PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"})
_ALLOWED = {
    "DAILY": _PARTS | {"BYMONTH"},
    "WEEKLY": _PARTS,
    "MONTHLY": _PARTS | {"BYMONTHDAY", "BYSETPOS"},
    "YEARLY": _PARTS | {"BYMONTH", "BYMONTHDAY"},
}
_WEEKDAY = re.compile(r"(?:[+-]?[1-4])?(?:MO|TU|WE|TH|FR|SA|SU)")
_MOST_INTERVAL = 60
_SHORTEST_MONTH = 28
_WEEKS_OF_MONTH = 4
_COMMON_YEAR = 2027


@dataclass(frozen=True, slots=True)
class Series:
    """A repeating event by its local dates."""

    first: date
    last: date
    rule: Mapping[str, Any] | None
    """As icalendar reads it; its UNTIL a local date."""
    extra: tuple[date, ...] = ()
    without: tuple[date, ...] = ()


def check(rule: Mapping[str, Any]) -> None:
    """Refuse a rule that is not one of a school's: SchoolError "rule_not_read" (value)."""
    freq = str(_one(rule, "FREQ") or "").upper()
    parts = {part.upper() for part in rule}
    known = freq in _ALLOWED and parts <= _ALLOWED[freq]
    if not (known and _is_bounded(rule, freq)):
        raise SchoolError("rule_not_read", value=text(rule))


def _is_bounded(rule: Mapping[str, Any], freq: str) -> bool:
    """Tell whether the rule comes true again and again, by what its parts allow."""
    interval = _one(rule, "INTERVAL")
    interval = 1 if interval is None else interval
    weekdays = [str(one).upper() for one in rule.get("BYDAY", [])]
    if not 1 <= int(interval) <= _MOST_INTERVAL:
        return False
    if freq == "DAILY":
        return interval == 1 or not (weekdays or rule.get("BYMONTH"))
    if freq == "WEEKLY":
        return all(len(one) == len("MO") for one in weekdays)
    if not all(_is_weekday(one) for one in weekdays):
        return False
    return _are_monthdays(rule, bool(weekdays)) and _is_position(rule, weekdays)


def _are_monthdays(rule: Mapping[str, Any], weekdays: bool) -> bool:
    """Tell whether each day of the month is one that each of the rule's months has."""
    monthdays = [abs(int(one)) for one in rule.get("BYMONTHDAY", [])]
    months = [int(one) for one in rule.get("BYMONTH", [])]
    shortest = min((monthrange(_COMMON_YEAR, one)[1] for one in months), default=_SHORTEST_MONTH)
    return not monthdays or (not weekdays and all(1 <= one <= shortest for one in monthdays))


def _is_weekday(code: str) -> bool:
    """Tell whether a weekday is one that every month has ("MO", "1MO", "-1FR")."""
    return _WEEKDAY.fullmatch(code) is not None


def _is_position(rule: Mapping[str, Any], weekdays: Sequence[str]) -> bool:
    positions = [int(one) for one in rule.get("BYSETPOS", [])]
    plain = bool(weekdays) and all(len(one) == len("MO") for one in weekdays)
    return not positions or (plain and all(1 <= abs(o) <= _WEEKS_OF_MONTH for o in positions))


def _one(rule: Mapping[str, Any], part: str) -> Any:  # noqa: ANN401  icalendar's own types
    value = rule.get(part)
    return value[0] if isinstance(value, list) and value else value


def is_by_day(rule: Mapping[str, Any]) -> bool:
    """Tell whether a rule names days of its own, on the clock by which the file tells it."""
    return any(part in rule for part in ("BYDAY", "BYMONTHDAY", "BYMONTH"))


def text(rule: Mapping[str, Any]) -> str:
    """Return a rule as it is written."""
    return ";".join(
        f"{part}={','.join(str(one) for one in (v if isinstance(v, list) else [v]))}"
        for part, v in rule.items()
    )


def dates(series: Series, first: date, last: date) -> Iterator[tuple[date, date]]:
    """Yield first and last date of each repetition that begins from `first` to `last`.

    SchoolError "rule_not_read" where the rule is refused or contradicts itself.
    """
    if series.rule is not None:
        check(series.rule)
    calendar = icalendar.Calendar()
    calendar.add_component(_master(series, last))
    try:
        found = recurring_ical_events.of(calendar).between(first, last + _DAY)
    except ValueError as error:
        raise SchoolError("rule_not_read", value=text(series.rule or {})) from error
    for one in found:
        yield one["DTSTART"].dt, one["DTEND"].dt - _DAY


def _master(series: Series, last: date) -> icalendar.Event:
    event = _event(series.first, series.last)
    if series.rule is not None:
        until = _one(series.rule, "UNTIL")
        bounded = {**series.rule, "UNTIL": [min(until, last) if until else last]}
        if "COUNT" in bounded:
            bounded.pop("UNTIL")
        event.add("rrule", bounded)
    if series.extra:
        event.add("rdate", list(series.extra))
    if series.without:
        event.add("exdate", list(series.without))
    return event


def _event(first: date, last: date) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", "series")
    event.add("dtstart", first)
    event.add("dtend", last + _DAY)
    return event
