"""Reads the dates of a school from a table: date, day type, label, one day or stretch a line."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from school.errors import SchoolError
from school.imports import groups, labels
from school.imports.dated import Dated
from school.imports.day_types import Chooser
from school.imports.labels import Said
from school.imports.result import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from school.imports.json_file import Wanted

MOST_LINES = 4000
_LONGEST = 366
_YEARS = range(1990, 2101)
# The words by which people head these columns.
_HEADS: Mapping[str, frozenset[str]] = {
    "from": frozenset({"date", "from", "first", "start", "start date", "begin", "dates"}),
    "to": frozenset({"to", "until", "through", "thru", "last", "end", "end date", "last day"}),
    "day_type": frozenset(
        {
            "day type",
            "type",
            "daytype",
            "kind",
            "schedule",
            "bell schedule",
            "bells",
            "category",
            "status",
        }
    ),
    "label": frozenset(
        {
            "label",
            "event",
            "description",
            "name",
            "title",
            "summary",
            "subject",
            "note",
            "notes",
            "reason",
            "comment",
            "holiday",
            "activity",
        }
    ),
    "group": frozenset({"applies to", "group", "level", "school", "schools", "grades", "who"}),
}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00)?)?")
_US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?: (?:0?0|12):00(?::00)?(?: AM)?)?")
_NO_SCHOOL = frozenset({"off", "none", "closed", "no", "x", "holiday", "-", "no school"})
_USUAL = frozenset({"regular", "normal", "full", "open", "school", "yes", "regular day"})
_EVERYBODY = frozenset({"all", "district", "everyone", "everybody", "k-12", "all grades"})
_SHORT: Mapping[str, str] = {
    "early": "early release",
    "er": "early release",
    "late": "late start",
    "delay": "delayed opening",
    "delayed": "delayed opening",
    "min": "minimum day",
    "minimum": "minimum day",
    "half": "half day",
}


@dataclass(frozen=True, slots=True)
class Table:
    """What a table says about a school's dates."""

    dated: tuple[Dated, ...]
    unread: tuple[Note, ...]
    notes: tuple[Note, ...]


def read(text: str, file: str, wanted: Wanted) -> Table:
    """Return the dates of a table.

    Its columns are found by their headings, in any order; without headings they are date, day
    type, label, or from, to, day type, label where the second column holds dates. Each line that
    cannot be read is named with its number and why. SchoolError "csv_without_dates" where no line
    can be read, "too_many_entries" where there are more than MOST_LINES.
    """
    rows = list(islice(_rows(text), MOST_LINES + 1))
    if len(rows) > MOST_LINES:
        raise SchoolError("too_many_entries", where=file, amount=len(rows), most=MOST_LINES)
    columns, body = _columns(rows)
    reader = _Reader(columns, Chooser(wanted.into.day_types if wanted.into else {}))
    dated = tuple(found for number, row in body if (found := reader.line(number, row)))
    if not dated:
        line = reader.unread[0].where if reader.unread else "line 1"
        raise SchoolError("csv_without_dates", file=file, lines=len(rows), where=line)
    return Table(dated, tuple(reader.unread), tuple(_day_first(reader.unread)))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines that hold anything, with their numbers, in cells."""
    delimiter = _delimiter(text)
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        if line.strip(' \t,;"') and not line.startswith("#"):
            yield number, [cell.strip() for cell in _cells(line, delimiter)]


def _cells(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line; a quote that is never closed is a letter like others."""
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True, skipinitialspace=True))
    except (csv.Error, StopIteration):
        return line.split(delimiter)


def _delimiter(text: str) -> str:
    """Return what stands between cells most often on the lines that begin with a date."""
    head = text[:20_000].splitlines()[:200]
    some = [line for line in head if re.match(r"\W*\d", line)] or head[:5]
    counts = {mark: sum(line.count(mark) for line in some) for mark in ("\t", ";", ",")}
    return max(counts, key=counts.__getitem__)


def _columns(
    rows: Sequence[tuple[int, list[str]]],
) -> tuple[dict[str, int], Sequence[tuple[int, list[str]]]]:
    """Return where each column stands, and the lines below the headings."""
    for place, (_, row) in enumerate(rows[:20]):
        found = _headings(row)
        if "from" in found and len(found) > 1:
            return found, rows[place + 1 :]
        if row and _date(row[0]) is not None:
            break
    second = [row[1] for _, row in rows if len(row) > 1]
    dates = sum(_date(cell) is not None for cell in second)
    if dates * 2 > len(second):
        return {"from": 0, "to": 1, "day_type": 2, "label": 3}, rows
    return {"from": 0, "day_type": 1, "label": 2}, rows


def _headings(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(row):
        plain = " ".join(re.sub(r"[\W_]+", " ", cell.casefold()).split())
        for column, words in _HEADS.items():
            if plain in words:
                found.setdefault(column, index)
    return found


def _date(cell: str) -> date | None:
    """Return the date of a cell: 2026-09-07, or 9/7/2026 as the United States write it."""
    iso, american = _ISO.fullmatch(cell), _US.fullmatch(cell)
    if iso is not None:
        year, month, day = iso.groups()
    elif american is not None:
        month, day, year = american.groups()
    else:
        return None
    whole = int(year) + (2000 if len(year) == len("26") else 0)
    try:
        return date(whole, int(month), int(day)) if whole in _YEARS else None
    except ValueError:
        return None


def _day_first(unread: Sequence[Note]) -> Iterator[Note]:
    """Yield a note if a line seems to write the day before the month, as the others then do."""
    for note in unread:
        value = str(note.params.get("value", ""))
        american = _US.fullmatch(value) if note.code == "line_bad_date" else None
        if american is not None and _date(f"{american[2]}/{american[1]}/{american[3]}"):
            yield Note("dates_day_first", {"value": value}, note.where)
            return


class _Reader:
    """Reads the lines of a table, and names those that it cannot."""

    def __init__(self, columns: Mapping[str, int], chooser: Chooser) -> None:
        self.columns = columns
        self.chooser = chooser
        self.unread: list[Note] = []

    def line(self, number: int, row: Sequence[str]) -> Dated | None:
        """Return what a line says; None, and a note, where it cannot be read."""
        try:
            return self._line(f"line {number}", row)
        except SchoolError as error:
            self.unread.append(Note(error.code, error.params, f"line {number}"))
            return None

    def _line(self, where: str, row: Sequence[str]) -> Dated:
        first = self._day(row, "from")
        last = self._day(row, "to") if self._cell(row, "to") else first
        if last < first:
            raise SchoolError("event_backwards", first=first, last=last)
        if (last - first).days >= _LONGEST:
            raise SchoolError("event_too_long", first=first, last=last, most=_LONGEST)
        words, label = self._cell(row, "day_type"), self._cell(row, "label")
        said, day_type = self._day_type(words, label)
        group = self._cell(row, "group")
        if group and groups.plain(group) not in _EVERYBODY:
            said = _limited(said, groups.plain(group))
        return Dated(first, last, label or words, said, where, day_type)

    def _cell(self, row: Sequence[str], column: str) -> str:
        index = self.columns.get(column)
        return row[index][:200] if index is not None and index < len(row) else ""

    def _day(self, row: Sequence[str], column: str) -> date:
        cell = self._cell(row, column)
        found = _date(cell)
        if found is None:
            code = "line_without_date" if not cell else "line_bad_date"
            raise SchoolError(code, value=cell)
        return found

    def _day_type(self, words: str, label: str) -> tuple[Said, str | None]:
        """Return what the day is: by the word for it, else by the label."""
        if not words:
            said = labels.read(label)
            if not said.matters:
                raise SchoolError("line_without_day_type", label=label)
            return said, None
        own = self.chooser.named(words, weekdays=True)
        if own is not None:
            return Said(), own
        said = _of_word(words)
        if not said.matters:
            known = tuple(one.label for one in self.chooser.known.values())
            raise SchoolError("line_day_type_unknown", value=words, known=known or _WORDS)
        edge = labels.read(label)
        return _with(said, edge), None


_WORDS = (
    "no school",
    "regular",
    "early release",
    "delayed opening",
    "late start",
    "minimum day",
    "half day",
    "first day of school",
    "last day of school",
)
"""The words for a day type that every school understands."""


def _of_word(words: str) -> Said:
    plain = " ".join(re.sub(r"[_-]+", " ", words.casefold()).split())
    if plain in _NO_SCHOOL:
        return Said("no_school")
    if plain in _USUAL:
        return Said("regular")
    return labels.read(_SHORT.get(plain, words.replace("_", " ")))


def _with(said: Said, label: Said) -> Said:
    """Add what the label says beyond the day type: the first day, a time, a level."""
    return Said(
        said.effect,
        staff=said.staff or label.staff,
        edge=said.edge or label.edge,
        letter=said.letter or label.letter,
        term=said.term or label.term,
        groups=said.groups or label.groups,
        minute=said.minute if said.minute is not None else label.minute,
        assumed=said.assumed and not label.effect,
        unsure=said.unsure,
    )


def _limited(said: Said, group: str) -> Said:
    return (
        _with(Said(groups=(group,)), said)
        if said.effect is None
        else Said(
            said.effect, staff=said.staff, groups=(group,), minute=said.minute, assumed=said.assumed
        )
    )
