"""A school's file as the command line shows it before it is saved."""

from collections.abc import Iterator, Sequence
from datetime import date
from string import ascii_letters

from handlers import sentences
from handlers.slack import when
from handlers.slack.sentences import plain
from school import imports
from school.calendar import SchoolCalendar
from school.day import DayType
from school.imports import BellsChange, Difference, Imported, MonthPicture, Note, Overview, Side

_MARKS = {"off": "-", "weekend": ".", "outside": " ", "unknown": "?"}
_RULER = "1...5....10...15...20...25...30."
_MANY = ascii_letters[-1]
"""The mark of all kinds of day after the fifty-first."""
_MOST = 40
"""Lines of a list; a longer one says how many more there are."""


def understood(imported: Imported) -> Iterator[str]:
    """Yield what was read of a file, line by line."""
    calendar = imported.calendar
    seen = imports.overview(calendar)
    yield _say("school", name=calendar.name, id=calendar.id, zone=calendar.zone.key)
    yield _year(seen)
    yield from _types(seen)
    yield from _months(seen.months)
    yield from _listed(
        "off", [f"  {_dates(one.first, one.last)}  {one.label}".rstrip() for one in seen.days_off]
    )
    yield from _noted("unread", imported.unread)
    yield from _noted("notes", imported.notes)


def changes(old: SchoolCalendar, new: SchoolCalendar, since: date) -> Iterator[str]:
    """Yield what a new calendar changes of a school that is there, from `since` on."""
    dates = imports.differences(old, new, since=since)
    bells = [line for one in imports.bells_changes(old, new) if (line := _bells_change(one))]
    key = "changes" if dates else "no_changes"
    yield ""
    yield _say(key, since=since, count=len(dates))
    yield from _cut([_change(one) for one in dates])
    yield from _cut(bells)


def _say(key: str, **params: object) -> str:
    return plain(f"import.report.{key}", **params)


def _year(seen: Overview) -> str:
    if seen.first_day is None or seen.last_day is None:
        return _say("year_unknown")
    return _say("year", first=seen.first_day, last=seen.last_day, count=seen.school_days)


def _types(seen: Overview) -> Iterator[str]:
    width = max(len(one.label) for one in seen.day_types)
    yield ""
    yield _say("types")
    for index, one in enumerate(seen.day_types):
        count = str(one.count) if seen.months else ""
        yield _say(
            "type",
            mark=_mark(index),
            label=one.label.ljust(width),
            count=count.rjust(3),
            bells=_bells(one.first_bell, one.last_bell),
        ).rstrip()


def _bells(first: int | None, last: int | None) -> str:
    if first is None or last is None:
        return _say("no_bells")
    return _say("bells", first=when.clock(first), last=when.clock(last))


def _mark(index: int) -> str:
    return ascii_letters[index] if index < len(ascii_letters) else _MANY


def _months(months: Sequence[MonthPicture]) -> Iterator[str]:
    if not months:
        return
    yield ""
    yield _say("months")
    yield f"            {_RULER}"
    for one in months:
        marks = (_mark(m) if isinstance(m, int) else _MARKS[m] for m in one.marks)
        name = f"{when.short(date(one.year, one.month, 1)).split()[1]} {one.year}"
        yield f"  {name}  {''.join(marks)}".rstrip()


def _dates(first: date, last: date) -> str:
    if first == last:
        return when.full(first)
    return f"{when.full(first)} \N{EN DASH} {when.full(last)}"


def _listed(key: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield _say(key)
        yield from _cut(lines)


def _cut(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_MOST]
    if len(lines) > _MOST:
        yield _say("more", count=len(lines) - _MOST)


def _noted(key: str, notes: Sequence[Note]) -> Iterator[str]:
    yield from _listed(key, [_note(one) for one in notes])


def _note(note: Note) -> str:
    """Return a note after its place, unless the sentence itself quotes that event."""
    sentence = sentences.of_note(note)
    label = str(note.params.get("label", ""))
    quoted = bool(label) and label in sentence and note.where.endswith(label)
    if quoted or not note.where:
        return f"  {sentence}"
    return _say("line", where=note.where, sentence=sentence)


def _change(one: Difference) -> str:
    return _say("change", on=one.on, old=_side(one.old), new=_side(one.new))


def _side(side: Side) -> str:
    if side.state == "unknown":
        return _say("not_known")
    words = side.day_type if side.state == "school" else _say("no_school")
    said = (side.cycle_day, side.label)
    more = [part for part in said if part and part.casefold() != words.casefold()]
    return f"{words} ({', '.join(more)})" if more else words


def _bells_change(one: BellsChange) -> str:
    """Return what happens to the bells of a kind of day; nothing where only its name is new."""
    if one.old is None:
        return _say("type_new", label=one.label)
    if one.new is None:
        return _say("type_gone", label=one.label)
    old, new = _ends(one.old), _ends(one.new)
    if old == new and one.new.first_bell is not None and one.new.last_bell is not None:
        first, last = when.clock(one.new.first_bell), when.clock(one.new.last_bell)
        return _say("bells_inside", label=one.label, first=first, last=last)
    return _say("bells_changed", label=one.label, old=old, new=new)


def _ends(day_type: DayType) -> str:
    return _bells(day_type.first_bell, day_type.last_bell)
