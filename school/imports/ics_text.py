"""The frame of an iCalendar file: its components, line by line, and what of it is damaged.

A file without the END:VCALENDAR of what it began was cut off on its way: nobody knows how many
days are missing, so nothing of it is taken. An event that lacks its END inside a whole file is
named and left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from school.errors import SchoolError
from school.imports import ics_lines
from school.imports.result import Note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from school.imports.ics_lines import Line

MOST_EVENTS = 20_000
_MOST_LINES = 300
_LONGEST_LINE = 10_000
"""Characters of a line that are read: a list of six hundred dates, more than any year has."""

_FRAME = re.compile(r"(BEGIN|END)[ \t]*:[ \t]*([\w-]+)[ \t]*", re.IGNORECASE)
# All of an event that is read: who comes, notes and addresses are nobody's business here.
_READ = frozenset(
    {
        "UID",
        "SUMMARY",
        "CATEGORIES",
        "STATUS",
        "DTSTART",
        "DTEND",
        "DURATION",
        "RRULE",
        "RDATE",
        "EXDATE",
        "RECURRENCE-ID",
    }
)


@dataclass(slots=True)
class Block:
    """One event as it stands in the file: only the lines that are read."""

    index: int
    line: int
    lines: list[Line] = field(default_factory=list)
    named: dict[str, Line] = field(default_factory=dict)
    """The first line of each name."""

    def add(self, line: Line) -> None:
        """Take a line of the event; of a damaged event no more than the first hundreds."""
        if len(self.lines) < _MOST_LINES:
            self.lines.append(line)
            self.named.setdefault(line.name, line)

    def first(self, name: str) -> str | None:
        """Return the value of the first line called `name`."""
        found = self.named.get(name)
        return found.value if found else None

    @property
    def where(self) -> str:
        """The event's place, as people find it: "event 3: No School"."""
        summary = unescaped(self.first("SUMMARY") or "")
        return f"event {self.index}: {summary}" if summary else f"event {self.index}"


@dataclass(slots=True)
class Frame:
    """A calendar's own properties, its events, and what was damaged."""

    properties: dict[str, str] = field(default_factory=dict)
    events: list[Block] = field(default_factory=list)
    unread: list[Note] = field(default_factory=list)


def unescaped(value: str) -> str:
    """Return a text value as it is meant (RFC 5545, 3.3.11), on one line."""
    plain = re.sub(r"\\([nN,;\\])", lambda m: " " if m[1] in "nN" else m[1], value[:1000])
    return " ".join(plain.split())[:200]


def parse(text: str, file: str) -> Frame:
    """Return the frame of a file.

    SchoolError "ics_cut_off" (file, line, last) where it ends before its calendar does,
    "too_many_entries" where it has more than MOST_EVENTS events.
    """
    return _Parser(file).run(text)


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the unfolded lines with the number of their first line (RFC 5545, 3.1)."""
    first, parts = 0, [""]
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        if line[:1] in {" ", "\t"} and parts[0]:
            parts.append(line[1:])
            continue
        if parts[0]:
            yield first, "".join(parts)
        first, parts = number, [line]
    if parts[0]:
        yield first, "".join(parts)


class _Parser:
    """Walks the lines with the stack of open components."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.frame = Frame()
        self.open: list[str] = []
        self.event: Block | None = None
        self.count = 0

    def run(self, text: str) -> Frame:
        number = 1
        for number, line in _logical_lines(text):
            frame = _FRAME.fullmatch(line.strip())
            if frame is None:
                self._property(line, number)
            elif frame[1].upper() == "BEGIN":
                self._begin(frame[2].upper(), number)
            else:
                self._end(frame[2].upper(), number)
        if self.open:
            last = self.event.where if self.event else f"event {self.count}"
            raise SchoolError("ics_cut_off", file=self.file, line=number, last=last)
        return self.frame

    def _begin(self, name: str, number: int) -> None:
        if name in {"VEVENT", "VCALENDAR"} and self.event is not None:
            self._drop_event()
        self.open.append(name)
        if name == "VEVENT":
            self.count += 1
            if self.count > MOST_EVENTS:
                raise SchoolError(
                    "too_many_entries", where="file", amount=self.count, most=MOST_EVENTS
                )
            self.event = Block(self.count, number)

    def _end(self, name: str, number: int) -> None:
        if name not in self.open:
            self.frame.unread.append(Note("end_without_begin", {"value": name}, f"line {number}"))
            return
        while self.open.pop() != name:
            pass
        if self.event is None or "VEVENT" in self.open:
            return
        if name == "VEVENT":
            self.frame.events.append(self.event)
        else:
            self._note_unfinished(self.event)
        self.event = None

    def _drop_event(self) -> None:
        """Leave the open event out: another one begins before it ends."""
        if self.event is not None:
            self._note_unfinished(self.event)
        while "VEVENT" in self.open:
            self.open.pop()
        self.event = None

    def _note_unfinished(self, event: Block) -> None:
        self.frame.unread.append(Note("event_unfinished", {"line": event.line}, event.where))

    def _property(self, text: str, number: int) -> None:
        top = self.open[-1] if self.open else ""
        line = ics_lines.parse(text[:_LONGEST_LINE])
        if top == "VEVENT" and self.event is not None:
            self._event_line(self.event, line, text, number)
        elif top == "VCALENDAR" and line is not None:
            self.frame.properties.setdefault(line.name, line.value)
        elif text.strip() and not self.open:
            self.frame.unread.append(Note("line_outside", {}, f"line {number}"))

    def _event_line(self, event: Block, line: Line | None, text: str, number: int) -> None:
        if line is not None and line.name in _READ:
            event.add(line)
        elif line is None and text.strip():
            about = {"event": event.where}
            self.frame.unread.append(Note("line_unreadable", about, f"line {number}"))
