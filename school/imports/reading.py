"""Reads a file that a school publishes, whatever its kind."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from school.errors import SchoolError
from school.imports import content, json_file
from school.imports.result import Imported

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from zoneinfo import ZoneInfo

    from school.calendar import SchoolCalendar

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
    wanted = json_file.Wanted(into, zone, groups, on)
    kind = content.kind_of(text, name)
    try:
        calendar, notes = json_file.read(text, PurePath(name).name, wanted)
    except SchoolError as error:
        raise _short(error) from error
    return Imported(calendar, calendar.to_neutral(), kind, (), notes)


def _short(error: SchoolError) -> SchoolError:
    """Return the error with what it quotes cut to a line."""
    return type(error)(error.code, **{key: _cut(value) for key, value in error.params.items()})


def _cut(value: object) -> object:
    text = str(value)
    return text[:_LONGEST] + "\N{HORIZONTAL ELLIPSIS}" if len(text) > _LONGEST else value
