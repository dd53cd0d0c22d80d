"""Today's overrides: a school day is made something else, said back first, and can be undone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from pushin import (
    calendars,
    day_drafts,
    day_effects,
    day_rights,
    errors,
    live,
    privacy,
    replanning,
    texts,
    undo,
)
from pushin.results import ChangedDay, DayChanged, DayChoice, DayPreview
from school import day_wishes
from school.calendar import Override, SchoolCalendar
from school.day_wishes import Wish
from storage import tables
from storage.scope import Scope

KIND = "override"
Targets = Mapping[date, Override | None]
"""What dates are to be; None: as the calendar says."""


def preview(
    scope: Scope,
    school_id: str,
    wish: Wish,
    dates: Sequence[date],
    label: str = "",
    *,
    at: datetime,
) -> DayPreview | DayChanged | DayChoice:
    """Return what a wish would do to these dates; it is kept as a draft for Confirm.

    Where the days are so already, that is the answer; where several day types fit, these.
    SchoolError as `day_wishes.find`. Refusals: `calendar_not_yours` (school, names),
    `calendar_nobodys` (school), `date_past` (on), `day_is_over` (on), `outside_school_year`,
    `too_long`, `may_name_student`.
    """
    day_rights.require(scope, school_id)
    calendar = calendars.calendar_of(scope, school_id)
    reason = texts.line(label, texts.NAME, what="label")
    privacy.refuse(scope, reason, at=at)
    dates = _checked(scope, calendar, dates, wish, at=at)
    asked = day_drafts.Asked(school_id, dates, reason, wish)
    targets: dict[date, Override | None] = {}
    cut = False
    for on in dates:
        found = day_wishes.find(calendar, on, wish, reason)
        if isinstance(found, day_wishes.Several):
            return day_drafts.choice(scope, asked, found, at=at)
        targets[on], cut = found.override, cut or found.cut
    if not _news(scope, calendar, targets):
        return _unchanged(scope, calendar, targets)
    return day_drafts.preview(scope, calendar, asked, targets, cut=cut, at=at)


def pick(
    scope: Scope, draft_id: str, key: str, *, at: datetime
) -> DayPreview | DayChanged | DayChoice:
    """Say back what a choice comes to: the dates of the draft with the day type `key`.

    Refusals: `draft_gone`, and those of `preview`.
    """
    asked = day_drafts.asked(scope, draft_id, at=at)
    return preview(scope, asked.school_id, Wish("named", name=key), asked.dates, asked.label, at=at)


def confirm(scope: Scope, draft_id: str, *, at: datetime) -> DayChanged:
    """Make the days of a draft what was said back; a second Confirm changes nothing.

    Refusals: `draft_gone`, Stale `draft_used` where they were changed again since, and those of
    `change`.
    """
    draft = day_drafts.own(scope, draft_id, at=at)
    school_id, targets = day_drafts.targets(draft)
    calendar = calendars.calendar_of(scope, school_id)
    if draft.used_at is not None:
        if _news(scope, calendar, targets):
            raise errors.Stale("draft_used")
        return _unchanged(scope, calendar, targets)
    draft.used_at = at
    scope.drafts.add(draft)
    return change(scope, school_id, targets, at=at)


def change_day(
    scope: Scope, wish: Wish, school_id: str, on: date, label: str = "", *, at: datetime
) -> DayChanged | DayChoice:
    """Make one day what is wished, at once; refusals as `preview`, several day types as it does."""
    found = preview(scope, school_id, wish, (on,), label, at=at)
    return confirm(scope, found.draft_id, at=at) if isinstance(found, DayPreview) else found


def clear(scope: Scope, school_id: str, on: date, *, at: datetime) -> DayChanged:
    """Let a day be again what the calendar says; refusals as `change`."""
    return change(scope, school_id, {on: None}, at=at)


def change(scope: Scope, school_id: str, targets: Targets, *, at: datetime) -> DayChanged:
    """Make each date what it is to be: its sessions, prompts and touch-bases follow at once.

    Idempotent; what changed can be taken back for ten minutes. Other dates keep their letters.
    Refusals: `calendar_not_yours`, `calendar_nobodys`, `date_past`, `day_is_over`,
    `outside_school_year`, `unknown_day_type` (value, known).
    """
    day_rights.require(scope, school_id)
    calendar = calendars.calendar_of(scope, school_id)
    for on, target in targets.items():
        _check_date(scope, calendar, on, at=at)
        _check_day_type(calendar, target)
    if not _news(scope, calendar, targets):
        return _unchanged(scope, calendar, targets)
    before = _kept(scope, school_id, targets)
    done = _made(scope, calendar, targets, at=at)
    after = _kept(scope, school_id, targets)
    undo_id = undo.keep(scope, KIND, school_id, before=before, after=after, at=at)
    return day_effects.with_undo(done, undo_id)


def take_back(scope: Scope, undo_id: str, *, at: datetime) -> DayChanged:
    """Undo the asker's own change of days, if nobody has changed them further.

    Refusals: `undo_gone`, Stale `undo_used`, `undo_late` (minutes), `undo_overtaken`.
    """
    row = undo.take(scope, undo_id, at=at)
    if row.kind != KIND:
        raise errors.Refusal("undo_gone")
    day_rights.require(scope, row.subject)
    dates = [date.fromisoformat(on) for on in row.after]
    if _kept(scope, row.subject, dates) != row.after:
        raise errors.Stale("undo_overtaken")
    calendar = calendars.calendar_of(scope, row.subject)
    targets = {on: day_drafts.from_json(on, row.before[on.isoformat()]) for on in dates}
    return _made(scope, calendar, targets, at=at)


# --- what may be changed ----------------------------------------------------------------------


def _checked(
    scope: Scope, calendar: SchoolCalendar, dates: Sequence[date], wish: Wish, *, at: datetime
) -> tuple[date, ...]:
    """Return the dates that a wish can change; of several those on which there is school."""
    overrides = calendars.overrides_of(scope, calendar.id)
    found = [
        on
        for on in dates
        if _may_be_open(calendar, overrides, on) or (len(dates) == 1 and wish.kind in _OPENING)
    ]
    for on in found or dates:
        _check_date(scope, calendar, on, at=at)
    if not found:
        raise errors.Refusal("no_school_day", on=dates[0])
    return tuple(found)


_OPENING = frozenset({"named", "usual"})
"""Wishes that make sense for a day without school."""


def _may_be_open(calendar: SchoolCalendar, overrides: Mapping[date, Override], on: date) -> bool:
    days = (calendar.day(on), calendar.day(on, overrides))
    return any(day.in_session or not day.known for day in days)


def _check_date(scope: Scope, calendar: SchoolCalendar, on: date, *, at: datetime) -> None:
    today = calendars.today(calendar, at)
    if on < today:
        raise errors.Refusal("date_past", on=on)
    first, last = calendar.first_day, calendar.last_day
    if first is not None and last is not None and not first <= on <= last:
        raise errors.Refusal("outside_school_year", first=first, last=last)
    day = calendar.day(on, calendars.overrides_of(scope, calendar.id))
    last_bell = day.last_bell if day.in_session else calendar.day(on).last_bell
    if on == today and last_bell is not None and calendar.clock(on).instant(last_bell) <= at:
        raise errors.Refusal("day_is_over", on=on)


def _check_day_type(calendar: SchoolCalendar, target: Override | None) -> None:
    if target is not None and target.day_type not in {None, *calendar.day_types}:
        known = tuple(calendar.day_types)
        raise errors.Refusal("unknown_day_type", value=target.day_type, known=known)


# --- doing it ---------------------------------------------------------------------------------


def _news(scope: Scope, calendar: SchoolCalendar, targets: Targets) -> bool:
    """Tell whether a date would be anything else than it is; an unsaid reason changes nothing."""
    overrides = calendars.overrides_of(scope, calendar.id)
    return any(_is_news(calendar, overrides, on, target) for on, target in targets.items())


def _is_news(
    calendar: SchoolCalendar,
    overrides: Mapping[date, Override],
    on: date,
    target: Override | None,
) -> bool:
    if target is None:
        return on in overrides
    now, then = calendar.day(on, overrides), calendar.day(on, {on: target})
    same = (now.in_session, now.day_type, now.cycle_day) == (
        then.in_session,
        then.day_type,
        then.cycle_day,
    )
    return not same or (bool(target.label) and target.label != now.label)


def _unchanged(scope: Scope, calendar: SchoolCalendar, dates: Iterable[date]) -> DayChanged:
    days = [calendars.day(scope, calendar.id, on) for on in dates]
    found = tuple(ChangedDay(day, day) for day in days)
    return day_effects.nothing(calendar, found)


def _made(scope: Scope, calendar: SchoolCalendar, targets: Targets, *, at: datetime) -> DayChanged:
    """Write the overrides and let everything follow."""
    done = day_effects.foresee(scope, calendar, targets, at=at)
    for on, target in targets.items():
        _write(scope, calendar.id, on, target, at)
        replanning.follow(scope, calendar.id, at=at, on=on)
    here = (one.id for one in scope.people.active() if one.school_id == calendar.id)
    live.changed(scope, *(f"person:{person_id}" for person_id in here))
    return done


def _write(scope: Scope, school_id: str, on: date, target: Override | None, at: datetime) -> None:
    row = scope.schools.override(school_id, on)
    if target is None:
        if row is not None:
            scope.session.delete(row)
    else:
        row = row or tables.Override(
            workspace_id=scope.workspace_id, school_id=school_id, on=on, created_at=at
        )
        row.day_type, row.label, row.cycle_day = target.day_type, target.label, target.cycle_day
        row.starts_minute, row.ends_minute = target.starts, target.ends
        row.created_by, row.created_at = scope.person.id if scope.person else None, at
        scope.session.add(row)
    scope.session.flush()


def _kept(scope: Scope, school_id: str, dates: Iterable[date]) -> dict[str, object]:
    """Return the overrides of these dates as they stand, to be compared and restored."""
    overrides = calendars.overrides_of(scope, school_id)
    return {on.isoformat(): day_drafts.to_json(overrides.get(on)) for on in dates}
