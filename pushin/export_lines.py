"""A provider's lines of the service log: what each row of the database says to people."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from pushin.results import MadeUp, ServiceLine, Setting
from storage import tables
from storage.queries.exports import LogLine, Part
from storage.scope import Scope

Names = Mapping[str, tuple[str, str | None]]
"""Name and discipline of people by id."""


def of(
    scope: Scope, names: Names, provider_id: str, part: Part, *, notes: bool
) -> Iterator[ServiceLine]:
    """Yield what a provider logged in a part of the log, in order of time and code."""
    rows = scope.exports.lines(provider_id, part)
    if not rows:
        return
    known = _Known.of(scope, provider_id, rows, names)
    about_one = bool(part.code or part.case_manager_id)
    for row in rows:
        yield _line(row, known, note=_note(row, about_one=about_one) if notes else "")


@dataclass
class _Known:
    """What a provider's rows refer to: names, and the make-ups of their sessions."""

    provider_id: str
    names: Names
    missed: dict[tuple[str, str], MadeUp] = field(default_factory=dict)
    making_up: dict[tuple[str, str], list[date]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, scope: Scope, provider_id: str, rows: Sequence[LogLine], names: Names) -> "_Known":
        known = cls(provider_id, names)
        found = scope.exports.make_ups(provider_id, {row.session_id for row in rows})
        if found:
            known._keep(found, scope.exports.dates(_linked(found)))
        return known

    def _keep(self, found: Sequence[tables.MakeUp], dates: Mapping[str, date]) -> None:
        for one in found:
            done = one.done_session_id
            made = MadeUp(one.state, one.minutes, dates.get(done) if done else None)
            self.missed[one.session_id, one.code] = made
            if done and one.session_id in dates:
                self.making_up[done, one.code].append(dates[one.session_id])

    def name(self, person_id: str | None) -> str:
        return self.names.get(person_id or "", ("", None))[0]

    def made_up(self, row: LogLine) -> MadeUp | None:
        """Return what became of a line's missed minutes: its student's, else the session's."""
        own = self.missed.get((row.session_id, row.code or ""))
        return own or self.missed.get((row.session_id, ""))

    def makes_up(self, row: LogLine) -> tuple[date, ...]:
        """Return the dates of the missed sessions that a line's session made up for its student."""
        codes = {"", row.code or ""}
        return tuple(
            sorted(on for code in codes for on in self.making_up.get((row.session_id, code), ()))
        )


def _linked(found: Sequence[tables.MakeUp]) -> set[str]:
    return {one.session_id for one in found} | {
        one.done_session_id for one in found if one.done_session_id
    }


def _line(row: LogLine, known: _Known, *, note: str | None) -> ServiceLine:
    starts, ends = _local(row.starts_at, row.timezone), _local(row.ends_at, row.timezone)
    name, discipline = known.names.get(known.provider_id, ("", None))
    minutes = row.session_minutes if row.minutes is None else row.minutes
    return ServiceLine(
        log_id=row.log_id,
        on=row.on_date,
        start=starts,
        end=ends,
        length=round((row.ends_at - row.starts_at).total_seconds() / 60),
        code=row.code or "",
        minutes=minutes,
        group_minutes=_group_minutes(row),
        session_minutes=row.session_minutes,
        setting=_setting(row, minutes),
        group_size=row.group_size,
        model=row.service_delivery_model,
        place=row.place,
        provider=name,
        discipline=discipline or "",
        deliverer=known.name(row.deliverer_id),
        supervisor=known.name(row.supervisor_id),
        status=_status(row),
        reason=_reason(row),
        made_up=known.made_up(row),
        makes_up=known.makes_up(row),
        goal_area=row.goal_area or "",
        note=note,
    )


def _status(row: LogLine) -> str:
    """Return what happened to a line's student: of a session that was held, one may be absent."""
    return row.status if row.present in {None, True} else "student_absent"


def _reason(row: LogLine) -> str:
    """Return why less was held; it is not why one of the students was absent."""
    return (row.reason or "") if row.present in {None, True} else ""


def _group_minutes(row: LogLine) -> int:
    if row.group_minutes is not None:
        return row.group_minutes
    return row.session_minutes if (row.group_size or 0) > 1 else 0


def _setting(row: LogLine, minutes: int) -> Setting | None:
    """Return how a student was seen; None where nobody was, or the size is not known."""
    if not minutes or (row.code is None and row.group_size is None):
        return None
    together = _group_minutes(row)
    if not together:
        return "individual"
    return "group" if together >= minutes else "both"


def _note(row: LogLine, *, about_one: bool) -> str | None:
    """Return a line's note; in a file about one student, none that is about a group."""
    if row.note and about_one and row.students > 1:
        return None
    return row.note


def _local(at: datetime, zone: str) -> int:
    local = at.astimezone(_zone(zone))
    return local.hour * 60 + local.minute


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
