"""Reads a file that a school publishes, whatever its kind."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING

from school.calendar import SchoolCalendar
from school.day import DayType
from school.errors import SchoolError
from school.facts import Weekly
from school.imports import content, csv_file, json_file, merge
from school.imports.json_file import Wanted
from school.imports.result import Imported, Note

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from school.imports.dated import Dated
    from school.imports.result import Kind

    Read = tuple[SchoolCalendar, tuple[Note, ...], tuple[Note, ...]]

MOST_NOTES = 200
_LONGEST = 120
"""Characters of a value that an error quotes: it is one line, and meant for a phone."""


def read(
    data: bytes,
    *,
    name: str,
    into: SchoolCalendar | None = None,
    zone: ZoneInfo | None = None,
    groups: Collection[str] = (),
    on: date | None = None,
) -> Imported:
    """Return the school that a file holds; nothing is saved.

    `name` is the file's name. `into` is the school that the file is for: it supplies bells and
    pattern where the file has none. `zone` is the school's zone where the file states none (or
    a wrong one). `groups` are those of its district that the building belongs to. `on` is
    today's local date: it picks the school year of a file with several.

    SchoolError (code, params) where nothing of the file can be used: nothing is half-taken.
    """
    text = content.text_of(data, name)
    wanted = Wanted(into, zone, groups, on)
    kind = content.kind_of(text, name)
    file = PurePath(name).name
    try:
        calendar, unread, notes = _READERS[kind](text, file, wanted)
        neutral = calendar.to_neutral()
        checked = SchoolCalendar.from_neutral(neutral)
        return Imported(checked, neutral, kind, _first(unread), notes)
    except SchoolError as error:
        raise _short(error) from error


def _first(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """Return the notes; of a file that is damaged all over, the first of them and how many more."""
    if len(notes) <= MOST_NOTES:
        return notes
    return (*notes[:MOST_NOTES], Note("unread_more", {"count": len(notes) - MOST_NOTES}))


def _json(text: str, file: str, wanted: Wanted) -> Read:
    calendar, notes = json_file.read(text, file, wanted)
    return calendar, (), notes


def _ics(text: str, file: str, wanted: Wanted) -> Read:
    from school.imports import ics_file  # noqa: PLC0415  its libraries take half a second to load

    found = ics_file.read(text, file, wanted)
    base, notes = _base(found.name or _title(file), found.zone, wanted, stated=found.stated)
    merged = _merge(base, found.dated, wanted, whole_year=True)
    return merged.calendar, found.unread + merged.unread, (*notes, *found.notes, *merged.notes)


def _csv(text: str, file: str, wanted: Wanted) -> Read:
    zone = wanted.zone or (wanted.into.zone if wanted.into else None)
    if zone is None:
        raise SchoolError("zone_missing")
    found = csv_file.read(text, file, wanted)
    base, notes = _base(_title(file), zone, wanted, stated=True)
    merged = _merge(base, found.dated, wanted, whole_year=False)
    return merged.calendar, found.unread + merged.unread, (*notes, *found.notes, *merged.notes)


_READERS: Mapping[Kind, Callable[[str, str, Wanted], Read]] = MappingProxyType(
    {"json": _json, "ics": _ics, "csv": _csv}
)


def _merge(
    base: SchoolCalendar, dated: Sequence[Dated], wanted: Wanted, *, whole_year: bool
) -> merge.Merged:
    return merge.merge(
        base,
        dated,
        into=wanted.into,
        groups=wanted.groups,
        on=wanted.on,
        whole_year=whole_year,
    )


def _base(
    name: str, zone: ZoneInfo, wanted: Wanted, *, stated: bool
) -> tuple[SchoolCalendar, list[Note]]:
    """Return the school into which dates are put: `into`, or a new one without bells."""
    into = wanted.into
    if into is None:
        basis = "stated" if stated or wanted.zone else "known"
        return _new(name, zone, basis), []
    if zone.key == into.zone.key:
        return into, []
    note = Note("zone_replaced", {"old": into.zone.key, "new": zone.key})
    return replace(into, zone=zone, zone_basis="stated"), [note]


def _new(name: str, zone: ZoneInfo, basis: str) -> SchoolCalendar:
    """Return a school that is known by its dates alone: regular days from Monday to Friday."""
    return SchoolCalendar(
        id=_slug(name),
        name=name,
        zone=zone,
        zone_basis=basis,
        day_types=MappingProxyType({"regular": DayType("regular", "Regular day", ())}),
        pattern=Weekly(("regular",) * 5 + (None, None)),
        calendar_only=True,
    )


def _title(file: str) -> str:
    return PurePath(file).stem or "school"


def _slug(name: str) -> str:
    """Return an id made of a name: "Livingston NJ School Calendar" is livingston-nj-school-..."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "school"


def _short(error: SchoolError) -> SchoolError:
    """Return the error with what it quotes cut to a line."""
    return type(error)(error.code, **{key: _cut(value) for key, value in error.params.items()})


def _cut(value: object) -> object:
    text = str(value)
    return text[:_LONGEST] + "\N{HORIZONTAL ELLIPSIS}" if len(text) > _LONGEST else value
