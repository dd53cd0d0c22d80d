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
from school.imports.ics_lines import PROPERTY
from school.imports.result import Note

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_EVENTS = 20_000

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
    lines: list[str] = field(default_factory=list)

    def first(self, name: str) -> str | None:
        """Return the value of the first line called `name`."""
        found = self.found(name)
        return found[3].strip() if found else None

    def found(self, name: str) -> re.Match[str] | None:
        """Return the first line called `name`, in its three parts."""
        parsed = (PROPERTY.fullmatch(line) for line in self.lines)
        return next((one for one in parsed if one and one[1].upper() == name), None)

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
    plain = re.sub(r"\\([nN,;\\])", lambda m: " " if m[1] in "nN" else m[1], value)
    return " ".join(plain.split())[:200]


def parse(text: str, file: str) -> Frame:
    """Return the frame of a file.

    SchoolError "ics_cut_off" (file, line, last) where it ends before its calendar does,
    "too_many_entries" where it has more than MOST_EVENTS events.
    """
    return _Parser(file).run(text)


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the unfolded lines with the number of their first line (RFC 5545, 3.1)."""
    number, whole = 0, ""
    for index, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        if line[:1] in {" ", "\t"} and whole:
            whole += line[1:]
            continue
        if whole:
            yield number, whole
        number, whole = index, line
    if whole:
        yield number, whole


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

    def _property(self, line: str, number: int) -> None:
        top = self.open[-1] if self.open else ""
        found = PROPERTY.fullmatch(line)
        if top == "VEVENT" and self.event is not None:
            self._event_line(self.event, line, found, number)
        elif top == "VCALENDAR" and found is not None:
            self.frame.properties.setdefault(found[1].upper(), found[3].strip())
        elif line.strip() and not self.open:
            self.frame.unread.append(Note("line_outside", {}, f"line {number}"))

    def _event_line(
        self, event: Block, line: str, found: re.Match[str] | None, number: int
    ) -> None:
        if found is not None and found[1].upper() in _READ:
            event.lines.append(line)
        elif found is None and line.strip():
            self.frame.unread.append(
                Note("line_unreadable", {"event": event.where}, f"line {number}")
            )
