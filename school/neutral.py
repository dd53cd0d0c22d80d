"""The neutral file form of a school's facts (pushin-school/1): reading with clear errors, writing.

Version 1 as described in docs/reference; two optional fields go beyond the published files:
`groups` (see `Facts.groups`) and `days` in a rotation (see `Rotation.days`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from school.day import DayType, Period
from school.errors import SchoolError
from school.facts import DatedException, Facts, Published, Rotation, Source, Term, Week, Weekly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from school.clock import Minute

FORMAT = "pushin-school/1"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KINDS = frozenset({"class", "meal", "break", "nonclass"})
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")
_LONGEST_RANGE = 366
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the file with the place where it stands ("exceptions[3].from")."""

    value: object
    where: str

    def wrong(self, code: str, **params: object) -> SchoolError:
        """Return an error that names this place and what stands there."""
        return SchoolError(code, where=self.where, value=self.value, **params)

    def find(self, key: str) -> Node | None:
        """Return the field `key` of this object; None if it is absent or null."""
        if not isinstance(self.value, dict):
            raise self.wrong("not_an_object")
        value = self.value.get(key)
        return None if value is None else Node(value, f"{self.where}.{key}".lstrip("."))

    def get(self, key: str) -> Node:
        """Return the field `key`, which must be there."""
        found = self.find(key)
        if found is None:
            raise SchoolError("missing_field", where=self.where or "file", field=key)
        return found

    def maybe(self, key: str, read: Callable[[Node], _T]) -> _T | None:
        """Return the field `key` as `read` reads it, or None."""
        found = self.find(key)
        return None if found is None else read(found)

    def each(self, key: str) -> Iterator[Node]:
        """Yield the elements of the list `key`; nothing if it is absent."""
        found = self.find(key)
        if found is None:
            return
        if not isinstance(found.value, list):
            raise found.wrong("not_a_list")
        for index, value in enumerate(found.value):
            yield Node(value, f"{found.where}[{index}]")

    def text(self) -> str:
        """Return the value as text."""
        if not isinstance(self.value, str):
            raise self.wrong("not_text")
        return self.value

    def flag(self) -> bool:
        """Return the value as true or false."""
        if not isinstance(self.value, bool):
            raise self.wrong("not_true_or_false")
        return self.value

    def date(self) -> date:
        """Return the value as a date, YYYY-MM-DD."""
        try:
            return date.fromisoformat(self.text())
        except ValueError as error:
            raise self.wrong("bad_date") from error

    def minute(self) -> Minute:
        """Return the value, HH:MM, as minutes since midnight."""
        if _TIME.fullmatch(self.text()) is None:
            raise self.wrong("bad_time")
        hours, minutes = self.text().split(":")
        return int(hours) * 60 + int(minutes)

    def zone(self) -> ZoneInfo:
        """Return the value, a name such as America/New_York, as a time zone."""
        try:
            return ZoneInfo(self.text())
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise self.wrong("unknown_zone") from error


def read(data: Mapping[str, object]) -> Facts:
    """Return the facts of a neutral file; SchoolError names what is wrong and where."""
    root = Node(data if isinstance(data, dict) else dict(data), "")
    if root.get("format").text() != FORMAT:
        raise root.get("format").wrong("unknown_format", expected=FORMAT)
    year = root.find("school_year") or Node({}, "school_year")
    day_types = _day_types(root.get("day_types"))
    facts = Facts(
        id=root.get("id").text(),
        name=root.get("name").text(),
        zone=root.get("timezone").zone(),
        zone_basis=root.maybe("timezone_basis", Node.text) or "stated",
        first_day=year.maybe("first_day", Node.date),
        last_day=year.maybe("last_day", Node.date),
        staff_first_day=year.maybe("staff_first_day", Node.date),
        terms=tuple(
            Term(t.get("name").text(), t.get("last_day").date()) for t in root.each("terms")
        ),
        calendar_only=root.maybe("calendar_only", Node.flag) or False,
        day_types=day_types,
        pattern=_pattern(root.get("pattern"), day_types),
        exceptions=tuple(_exception(one, day_types) for one in root.each("exceptions")),
        groups=frozenset(one.text() for one in root.each("groups")),
        sources=tuple(_source(one) for one in root.each("source")),
        source_defects=tuple(one.text() for one in root.each("source_defects")),
    )
    if facts.first_day and facts.last_day and facts.first_day > facts.last_day:
        raise year.wrong("range_backwards")
    return facts


def _day_types(node: Node) -> Mapping[str, DayType]:
    if not isinstance(node.value, dict):
        raise node.wrong("not_an_object")
    if not node.value:
        raise node.wrong("no_day_type")
    return MappingProxyType({key: _day_type(key, node.get(key)) for key in node.value})


def _day_type(key: str, node: Node) -> DayType:
    periods = sorted((_period(one) for one in node.each("periods")), key=lambda one: one.start)
    return DayType(key, node.maybe("label", Node.text) or key, tuple(periods))


def _period(node: Node) -> Period:
    start, end = node.get("start").minute(), node.get("end").minute()
    if end <= start:
        raise node.wrong("period_without_length")
    kind = node.get("kind")
    if kind.text() not in KINDS:
        raise kind.wrong("unknown_kind")
    return Period(
        node.get("name").text(),
        start,
        end,
        kind.text(),
        optional=node.maybe("optional", Node.flag) or False,
        staff_only=node.maybe("audience", Node.text) == "staff",
        track=node.maybe("track", Node.text),
    )


def _known_type(node: Node, day_types: Mapping[str, DayType]) -> str:
    if node.text() not in day_types:
        raise node.wrong("unknown_day_type", known=", ".join(day_types))
    return node.text()


def _pattern(node: Node, day_types: Mapping[str, DayType]) -> Weekly | Rotation:
    kind = node.get("kind")
    note = node.maybe("note", Node.text) or ""
    if kind.text() == "weekly":
        return Weekly(_week(node.get("days"), day_types), note)
    if kind.text() != "rotation":
        raise kind.wrong("unknown_pattern")
    rotation = Rotation(
        cycle=tuple(one.text() for one in node.each("cycle")),
        dates=tuple(_published(one, day_types) for one in node.each("dates")),
        starts=tuple(sorted(_start(one) for one in node.each("starts"))),
        advance_on=node.maybe("advance_on", Node.text) or "",
        days=node.maybe("days", lambda days: _week(days, day_types)),
        note=note,
    )
    _check_rotation(node, rotation, day_types)
    return rotation


def _week(node: Node, day_types: Mapping[str, DayType]) -> Week:
    return tuple(node.maybe(day, lambda one: _known_type(one, day_types)) for day in WEEKDAYS)


def _published(node: Node, day_types: Mapping[str, DayType]) -> Published:
    return Published(
        node.get("date").date(),
        node.get("cycle_day").text(),
        _known_type(node.get("day_type"), day_types),
        node.maybe("published", Node.text) or "",
    )


def _start(node: Node) -> tuple[date, str]:
    return node.get("date").date(), node.get("cycle_day").text()


def _check_rotation(node: Node, rotation: Rotation, day_types: Mapping[str, DayType]) -> None:
    length = node.find("length")
    if not rotation.cycle or (length is not None and length.value != len(rotation.cycle)):
        raise node.wrong("cycle_length", cycle=len(rotation.cycle))
    if not rotation.dates and not rotation.starts:
        raise SchoolError("rotation_without_dates_or_starts", where=node.where)
    for _, letter in rotation.starts:
        if letter not in rotation.cycle:
            raise SchoolError("start_not_in_cycle", where=node.where, value=letter)
    if rotation.starts and rotation.days is None:
        for letter in rotation.cycle:
            if letter not in day_types:
                raise SchoolError("cycle_day_without_bells", where=node.where, value=letter)
    words = rotation.advance_on.casefold()
    if words and "school day" not in words and "weekday" not in words:
        raise node.get("advance_on").wrong("unknown_advance")


def _exception(node: Node, day_types: Mapping[str, DayType]) -> DatedException:
    first, last = node.get("from").date(), node.get("to").date()
    if last < first:
        raise node.wrong("range_backwards")
    if (last - first).days > _LONGEST_RANGE:
        raise node.wrong("range_too_long", most=_LONGEST_RANGE)
    return DatedException(
        first,
        last,
        node.maybe("day_type", lambda one: _known_type(one, day_types)),
        label=node.maybe("label", Node.text) or "",
        applies_to=node.maybe("applies_to", Node.text),
        students=node.maybe("students", Node.flag) is not False,
        staff_day=node.maybe("staff_day", Node.flag) or False,
    )


def _source(node: Node) -> Source:
    return Source(
        node.get("repo").text(),
        node.get("path").text(),
        node.get("commit").text(),
        node.maybe("licence", Node.text),
    )
