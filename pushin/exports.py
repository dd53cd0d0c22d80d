"""The service log to take out: who may have which part of it, and its lines one by one."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from pushin import errors, export_lines, people, rights
from pushin.kinds import reads
from pushin.results import ExportForm, ServiceLine, ServiceLog, ServiceTotals
from storage.queries.exports import Part
from storage.scope import Scope

LONGEST = timedelta(days=366)
_NEW_YEAR = 7
"""The month from which a date belongs to the next school year, where no school says its own."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: local dates, both included; one provider's, one student's, or all.

    `whole`: all that there is of one code, however long ago it began.
    """

    first: date
    last: date
    provider_id: str = ""
    code: str = ""
    notes: bool = False
    whole: bool = False


class Sheet(Protocol):
    """Where lines are written; one that is begun again starts anew."""

    def begin(self, about: ServiceLog) -> None:
        """Begin with what it is about."""

    def add(self, line: ServiceLine) -> None:
        """Write a line."""

    def end(self, totals: ServiceTotals) -> None:
        """Write the sums, and end."""

    def close(self) -> None:
        """Let go of what was not ended; what was ended stays as it is."""


@reads
def form(scope: Scope, *, at: datetime) -> ExportForm:
    """Return what the asker can choose from. Refusals: `stranger`, `export_not_yours`."""
    reach = _reach(scope)
    today = _today(scope, at)
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    mine = {"provider_id": reach.provider_id, "case_manager_id": reach.case_manager_id}
    return ExportForm(
        month=(month, today),
        last_month=(before.replace(day=1), before),
        year=(school_year(scope, today)[0], today),
        providers=tuple(scope.exports.providers()) if reach == _ALL else (),
        codes=tuple(scope.exports.codes(**mine)),
    )


@reads
def ready(
    scope: Scope,
    wanted: Wanted,
    *,
    most: int,
    at: datetime,  # noqa: ARG001  use cases take `at`
) -> ServiceLog:
    """Return what the file will hold, if it may and can be made; `most` lines fit into it.

    Refusals: `stranger`, `export_not_yours`, `export_not_their_provider`, `export_code` (nobody of
    theirs has that code), `until_before_from`, `export_too_long` (first, last: one school year),
    `export_empty` (first, last), `export_too_much` (lines, most).
    """
    part = _part(scope, wanted)
    lines = sum(scope.exports.counts(part).values())
    if not lines:
        raise errors.Refusal("export_empty", first=wanted.first, last=wanted.last)
    if lines > most:
        raise errors.Refusal("export_too_much", lines=f"{lines:,}", most=f"{most:,}")
    provider = people.ref(people.require(scope, part.provider_id)) if part.provider_id else None
    return ServiceLog(
        wanted.first,
        wanted.last,
        provider,
        part.code or None,
        notes=wanted.notes,
        lines=lines,
        own_students=bool(part.case_manager_id),
    )


@reads
def write(
    scope: Scope, wanted: Wanted, sheet: Sheet, *, most: int, at: datetime
) -> tuple[ServiceLog, ServiceTotals]:
    """Write the lines one by one, by provider and time, and return what they are and their sums.

    One consistent picture, of which a month of one provider is held at a time. Refusals as `ready`.
    """
    about = ready(scope, wanted, most=most, at=at)
    with closing(sheet):
        sheet.begin(about)
        sums = _Sums()
        for line in _lines(scope, _part(scope, wanted), notes=wanted.notes):
            sums.add(line)
            sheet.add(line)
        totals = sums.totals()
        sheet.end(totals)
    return about, totals


@reads
def provider_named(scope: Scope, said: str, *, at: datetime) -> str:  # noqa: ARG001  use cases take `at`
    """Return the id of a provider, by Slack id or by name in any letter case; also who left.

    For whoever runs Push-In. Refusals: `person_unknown` (name), `person_ambiguous` (name, known).
    """
    wanted = said.strip().casefold()
    everybody = scope.people.of_ids([key for key, _ in scope.exports.providers()])
    found = [one for one in everybody if wanted == (one.slack_user_id or "").casefold()]
    found = found or [one for one in everybody if wanted == one.name.casefold()]
    if not found:
        raise errors.Refusal("person_unknown", name=said)
    if len(found) > 1:
        known = tuple(one.slack_user_id or one.id for one in found)
        raise errors.Refusal("person_ambiguous", name=said, known=known)
    return found[0].id


def month_named(said: str, today: date) -> tuple[date, date] | None:
    """Return the latest month that has begun and goes by a name: `September`, `sep`, `2026-09`.

    None where the words name none; nothing is guessed.
    """
    words = said.casefold().split()
    for back in range(12):
        first = _months_before(today.replace(day=1), back)
        names = {f"{first:%B}".casefold(), f"{first:%b}".casefold(), f"{first:%Y-%m}"}
        if len(words) == 1 and words[0].rstrip(".,") in names:
            return first, min(today, _months_before(first, -1) - timedelta(days=1))
    return None


@reads
def this_year(scope: Scope, *, at: datetime) -> tuple[date, date]:
    """Return the first and last day of the school year that is now."""
    return school_year(scope, _today(scope, at))


def school_year(scope: Scope, on: date) -> tuple[date, date]:
    """Return the school year of a date: of the schools here, else from July to June."""
    years = [
        (school.first_day, school.last_day)
        for school in scope.schools.all()
        if school.first_day and school.last_day and school.first_day <= on <= school.last_day
    ]
    if years:
        return min(first for first, _ in years), max(last for _, last in years)
    began = on.year if on.month >= _NEW_YEAR else on.year - 1
    return date(began, _NEW_YEAR, 1), date(began + 1, _NEW_YEAR, 1) - timedelta(days=1)


_ALL = Part(date.min, date.max)


def _reach(scope: Scope) -> Part:
    """Return the largest part of the log that the asker may have.

    An admin has all, a provider the sessions that are theirs, a case manager the lines of their own
    students; everybody else nothing.
    """
    if rights.may(scope, "export"):
        return _ALL
    me = people.require_member(scope)
    if rights.may(scope, "codes", provider_id=me.id):
        return _ALL._replace(provider_id=me.id)
    if rights.may(scope, "codes", owner_ids=frozenset({me.id})):
        return _ALL._replace(case_manager_id=me.id)
    raise errors.NotAllowed("export_not_yours")


def _part(scope: Scope, wanted: Wanted) -> Part:
    """Return what is asked for as a part that the asker may have."""
    reach = _reach(scope)
    if reach.provider_id and wanted.provider_id not in {"", reach.provider_id}:
        raise errors.NotAllowed("export_not_their_provider")
    code = wanted.code.strip().upper()
    part = reach._replace(
        first=wanted.first,
        last=wanted.last,
        provider_id=wanted.provider_id or reach.provider_id,
        code=code,
    )
    if code and not _has(scope, reach, code):
        raise errors.Refusal("export_code")
    _check_dates(scope, wanted)
    return part


def _has(scope: Scope, reach: Part, code: str) -> bool:
    """Tell whether a code is, or was, of somebody whom the asker's part of the log is about."""
    mine = {"provider_id": reach.provider_id, "case_manager_id": reach.case_manager_id}
    if code in scope.exports.codes(**mine):
        return True
    return scope.exports.span(reach._replace(code=code)) is not None


def _check_dates(scope: Scope, wanted: Wanted) -> None:
    if wanted.last < wanted.first:
        raise errors.Refusal("until_before_from")
    one_student = bool(wanted.whole and wanted.code)
    if wanted.last - wanted.first >= LONGEST and not one_student:
        first, last = school_year(scope, wanted.first)
        raise errors.Refusal("export_too_long", first=first, last=last)


def _today(scope: Scope, at: datetime) -> date:
    """Return the date at the asker's school, or at the first one here."""
    own = scope.person.school_id if scope.person else None
    zones = [one.timezone for one in scope.schools.all() if own in {None, one.id}]
    return at.astimezone(ZoneInfo(zones[0]) if zones else UTC).date()


def _lines(scope: Scope, part: Part, *, notes: bool) -> Iterator[ServiceLine]:
    names = scope.exports.names()
    counts = scope.exports.counts(part)
    for provider_id in sorted(counts, key=lambda key: (names[key][0].casefold(), key)):
        for month in _months(part):
            yield from export_lines.of(scope, names, provider_id, month, notes=notes)


def _months(part: Part) -> Iterator[Part]:
    """Yield the part month by month."""
    first = part.first
    while first <= part.last:
        following = _months_before(first.replace(day=1), -1)
        yield part._replace(first=first, last=min(part.last, following - timedelta(days=1)))
        first = following


def _months_before(first: date, count: int) -> date:
    number = first.year * 12 + first.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


class _Sums:
    """Sums over lines that come in order: those of one session are neighbours."""

    def __init__(self) -> None:
        self._log_id = ""
        self._lines = self._sessions = 0
        self._minutes = self._group_minutes = self._session_minutes = 0

    def add(self, line: ServiceLine) -> None:
        self._lines += 1
        self._minutes += line.minutes
        self._group_minutes += line.group_minutes
        if line.log_id != self._log_id:
            self._log_id = line.log_id
            self._sessions += 1
            self._session_minutes += line.session_minutes

    def totals(self) -> ServiceTotals:
        return ServiceTotals(
            self._lines,
            self._sessions,
            self._minutes,
            self._group_minutes,
            self._session_minutes,
        )
