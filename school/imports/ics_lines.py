"""The lines of an event in the strict form in which iCalendar's library reads them safely.

Feeds hold values and parameters that no standard knows. Only lines of the right shape go on, with
the two parameters that say what a date means; a line of another shape that is needed for the
event's dates is named, and the event left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from school.errors import SchoolError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PROPERTY = re.compile(r"([A-Za-z0-9-]+)((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(.*)", re.DOTALL)
_MOMENT = r"\d{8}(?:T\d{6}Z?)?"
_SHAPES = {
    "DTSTART": re.compile(_MOMENT),
    "DTEND": re.compile(_MOMENT),
    "RECURRENCE-ID": re.compile(_MOMENT),
    "EXDATE": re.compile(rf"{_MOMENT}(?:,{_MOMENT})*"),
    "RDATE": re.compile(rf"{_MOMENT}(?:,{_MOMENT})*"),
    "DURATION": re.compile(r"[+-]?P(?:\d{1,3}W|(?:\d{1,3}D)?(?:T(?:\d{1,4}[HMS])+)?)"),
    "RRULE": re.compile(r"FREQ=[A-Z]+(?:;[A-Z]+=[A-Z0-9,+-]+)*"),
}
_ZONE = re.compile(r";TZID=\"?([\w/+ .()&-]{1,80})\"?(?=;|$)", re.IGNORECASE)
_PERIOD = re.compile(rf"({_MOMENT})/[^,]*")


def tzid(parameters: str) -> str:
    """Return the zone that a line's parameters name; "" if none, or none that can be one."""
    found = _ZONE.search(parameters)
    return found[1].strip() if found else ""


class Line(NamedTuple):
    """A content line in its three parts (RFC 5545, 3.1)."""

    name: str
    parameters: str
    value: str


def parse(text: str) -> Line | None:
    """Return a content line; None where it is of no known shape."""
    found = _PROPERTY.fullmatch(text)
    return Line(found[1].upper(), found[2], found[3].strip()) if found else None


def clean(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the lines in strict form.

    SchoolError "event_without_date" (what) for a damaged date, "rule_not_read" (value) for a
    damaged repetition.
    """
    for line in lines:
        shape = _SHAPES.get(line.name)
        yield f"{line.name}:{line.value}" if shape is None else _dated(*line, shape)


def _dated(name: str, parameters: str, value: str, shape: re.Pattern[str]) -> str:
    plain = _PERIOD.sub(r"\1", value.upper().replace(" ", ""))
    if name == "RRULE":
        plain = ";".join(sorted(plain.strip(";").split(";"), key=_freq_first))
    if shape.fullmatch(plain) is None:
        if name == "RRULE":
            raise SchoolError("rule_not_read", value=value)
        raise SchoolError("event_without_date", what=name)
    zone = tzid(parameters)
    told = f";TZID={zone}" if zone and "T" in plain and "Z" not in plain else ""
    kind = ";VALUE=DATE" if name in {"EXDATE", "RDATE"} and "T" not in plain else ""
    return f"{name}{told}{kind}:{plain}"


def _freq_first(part: str) -> bool:
    return not part.startswith("FREQ=")
