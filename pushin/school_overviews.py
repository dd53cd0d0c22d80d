"""The asker's school at a glance."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from pushin import attention, calendars, errors, people, replanning, rights
from pushin.kinds import reads
from pushin.results import Following, NoSchool, SchoolOverview
from school import imports
from school.calendar import Override, SchoolCalendar
from school.imports import DaysOff
from storage.scope import Scope

_DAYS_OFF = 4
_DAY = timedelta(days=1)
_AHEAD = timedelta(days=366)


@reads
def mine(scope: Scope, *, at: datetime) -> SchoolOverview | NoSchool:
    """Return the asker's (first) school as it stands at the instant `at`.

    Refusals: `stranger`; `school_missing` where there are schools, and none is theirs.
    """
    asker = people.require_member(scope)
    found = attention.school_ids(scope, asker)
    if found:
        return _overview(scope, found[0], at)
    known = scope.schools.all()
    if known and asker.is_admin:
        return _overview(scope, known[0].id, at)
    if known:
        raise errors.Refusal("school_missing")
    return NoSchool(may_add=asker.role == "organiser" or asker.is_admin)


def _overview(scope: Scope, school_id: str, at: datetime) -> SchoolOverview:
    calendar = calendars.calendar_of(scope, school_id)
    overrides = calendars.overrides_of(scope, school_id)
    today = calendars.today(calendar, at)
    progress = replanning.progress(scope, school_id)
    return SchoolOverview(
        school_id=school_id,
        name=calendar.name,
        zone=calendar.zone.key,
        first_day=calendar.first_day,
        last_day=calendar.last_day,
        today=calendars.day(scope, school_id, today),
        days_off=_days_off(calendar, overrides, today),
        day_types=imports.overview(calendar).day_types,
        following=None if progress is None else Following(progress.done, progress.total),
        may_import=rights.may(scope, "calendar", school_id=school_id),
    )


def _days_off(
    calendar: SchoolCalendar, overrides: Mapping[date, Override], today: date
) -> tuple[DaysOff, ...]:
    """Return the next days off that the school named, today included; weekends are none."""
    last = min(calendar.last_day or today + _AHEAD, today + _AHEAD)
    found: list[DaysOff] = []
    for day in calendar.days(today, max(today, last), overrides):
        if day.in_session or day.reason not in {"exception", "override"}:
            continue
        before = found[-1] if found else None
        if before is not None and (before.last + _DAY, before.label) == (day.on, day.label):
            found[-1] = DaysOff(before.first, day.on, day.label)
        elif len(found) == _DAYS_OFF:
            break
        else:
            found.append(DaysOff(day.on, day.on, day.label))
    return tuple(found)
