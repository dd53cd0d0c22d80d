"""The service log as rows of cells: which columns it has, and what stands in them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from handlers.slack.sentences import plain
from pushin.results import ServiceLine, ServiceLog

Kind = Literal["date", "time", "length", "number", "text", "long"]
"""`length` is in minutes; `long` text may have several lines."""
_FORMULA = frozenset("=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20")
"""What a cell that a spreadsheet program would run may begin with (OWASP, "CSV Injection")."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading is the catalogue's `service_log.column.NAME`."""

    name: str
    kind: Kind
    width: int
    """Characters."""
    of: Callable[[ServiceLine], object]

    @property
    def heading(self) -> str:
        """What stands above it."""
        return plain(f"service_log.column.{self.name}")


def columns(about: ServiceLog) -> tuple[Column, ...]:
    """Return the columns of a log; the note's only where notes are wanted."""
    return (*_COLUMNS, _NOTE) if about.notes else _COLUMNS


def begins_like_a_formula(text: str) -> bool:
    """Tell whether a spreadsheet program might take a text for a formula."""
    return text[:1] in _FORMULA and text != ""


def title(about: ServiceLog) -> str:
    """Return what the log is called and of which dates it is; no student is in it."""
    return plain("service_log.title", first=about.first, last=about.last)


def whose(about: ServiceLog) -> str:
    """Return whose log it is; this names a student's code."""
    said = _of_whom(about)
    if about.code is None:
        return said
    return f"{said} \N{MIDDLE DOT} {plain('service_log.of_code', code=about.code)}"


def _of_whom(about: ServiceLog) -> str:
    if about.provider is not None:
        return plain("service_log.of_provider", name=about.provider.name)
    return plain("service_log.of_own" if about.own_students else "service_log.of_all")


def happened(line: ServiceLine) -> str:
    """Return what happened."""
    return _word("status", line.status)


def reason(line: ServiceLine) -> str:
    """Return why a session was not, or not wholly, held."""
    return _word("reason", line.reason)


def setting(line: ServiceLine) -> str:
    """Return whether a student was alone or in a group."""
    return _word("setting", line.setting or "")


def model(line: ServiceLine) -> str:
    """Return the service delivery model."""
    return _word("model", line.model)


def make_up(line: ServiceLine) -> str:
    """Return what became of missed minutes, and which ones these made up."""
    said = []
    if line.made_up is not None:
        dated = "done_on" if line.made_up.on else line.made_up.state
        said.append(
            plain(f"service_log.make_up.{dated}", minutes=line.made_up.minutes, on=line.made_up.on)
        )
    said.extend(plain("service_log.make_up.for", on=on) for on in line.makes_up)
    return "; ".join(said)


def note(line: ServiceLine) -> str:
    """Return the note, or that it was kept back."""
    return plain("service_log.note_kept_back") if line.note is None else line.note


@cache
def _word(family: str, code: str) -> str:
    return plain(f"service_log.{family}.{code}") if code else ""


_COLUMNS = (
    Column("date", "date", 12, lambda line: line.on),
    Column("start", "time", 9, lambda line: line.start),
    Column("end", "time", 9, lambda line: line.end),
    Column("length", "length", 8, lambda line: line.length),
    Column("code", "text", 11, lambda line: line.code),
    Column("minutes", "number", 9, lambda line: line.minutes),
    Column("group_minutes", "number", 9, lambda line: line.group_minutes),
    Column("setting", "text", 14, setting),
    Column("group_size", "number", 7, lambda line: line.group_size),
    Column("model", "text", 12, model),
    Column("place", "long", 24, lambda line: line.place),
    Column("provider", "text", 20, lambda line: line.provider),
    Column("discipline", "text", 9, lambda line: line.discipline),
    Column("deliverer", "text", 20, lambda line: line.deliverer),
    Column("supervisor", "text", 20, lambda line: line.supervisor),
    Column("status", "text", 20, happened),
    Column("reason", "text", 18, reason),
    Column("make_up", "long", 28, make_up),
    Column("goal_area", "text", 16, lambda line: line.goal_area),
)
_NOTE = Column("note", "long", 48, note)


def clock(minute: int) -> str:
    """Return a time of day for machines."""
    return f"{minute // 60:02}:{minute % 60:02}"
