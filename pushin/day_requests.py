"""What people ask about school days: what one is, and what a phrase or a form should make of it."""

from dataclasses import dataclass
from datetime import date, datetime

from pushin import (
    calendars,
    day_changes,
    day_drafts,
    day_phrases,
    day_rights,
    people,
    rights,
    sessions,
)
from pushin.kinds import reads
from pushin.results import (
    DayBell,
    DayChanged,
    DayChoice,
    DayFacts,
    DayForm,
    DayPreview,
    SchoolChoice,
)
from school.day_wishes import Wish
from storage.scope import Scope

Answer = DayPreview | DayChanged | DayChoice | SchoolChoice | DayForm


@dataclass(frozen=True, slots=True)
class DayInput:
    """What the form for a changed day asks for; `last`: a range of dates, both included."""

    school_id: str
    wish: Wish
    first: date
    last: date | None = None
    label: str = ""


@reads
def look(scope: Scope, text: str, *, at: datetime) -> DayFacts | None:
    """Return what the date is that somebody asks about; None where they wish it to be something.

    Refusals: `stranger`, `school_missing`, and those of `day_phrases.understand`.
    """
    school_id = day_rights.school_of(scope)
    if school_id is None:
        return None
    calendar = calendars.calendar_of(scope, school_id)
    asked = day_phrases.understand("day", text, calendar, at=at)
    return None if asked.wish else facts(scope, school_id, asked.dates[0])


@reads
def facts(scope: Scope, school_id: str, on: date) -> DayFacts:
    """Return what a date is at a school: why, its bells, and the asker's sessions."""
    person = people.require_member(scope)
    calendar = calendars.calendar_of(scope, school_id)
    day = calendar.day(on, calendars.overrides_of(scope, school_id))
    return DayFacts(
        school_id,
        calendars.facts(calendar, day),
        tuple(DayBell(one.name, one.start, one.end) for one in day.periods if not one.staff_only),
        sessions.facts_of(scope, scope.sessions.on_dates_of(person.id, [on])),
        may_change=rights.may(scope, "calendar", school_id=school_id),
    )


def ask(
    scope: Scope, verb: str, text: str, *, school_id: str | None = None, at: datetime
) -> Answer | DayFacts:
    """Say back what a phrase would do, ask which school is meant, or for the time it left out.

    `verb` is closed, delay, early or day. Refusals: those of `day_phrases.understand` and
    `day_changes.preview`.
    """
    school_id = school_id or day_rights.school_of(scope)
    if school_id is None:
        return day_drafts.school_choice(scope, verb, text, day_rights.schools(scope), at=at)
    calendar = calendars.calendar_of(scope, school_id)
    asked = day_phrases.understand(verb, text, calendar, at=at)
    if asked.wish is not None:
        return day_changes.preview(scope, school_id, asked.wish, asked.dates, asked.label, at=at)
    if verb == "day":
        return facts(scope, school_id, asked.dates[0])
    day_rights.require(scope, school_id)
    wish = Wish("ends") if verb == "early" else Wish("starts")
    return _form(scope, "", DayInput(school_id, wish, asked.dates[0], label=asked.label))


def at_school(scope: Scope, draft_id: str, school_id: str, *, at: datetime) -> Answer | DayFacts:
    """Go on with what was typed at the school that was picked; refusals `draft_gone`, as `ask`."""
    verb, text = day_drafts.typed(scope, draft_id, at=at)
    return ask(scope, verb, text, school_id=school_id, at=at)


@reads
def form(
    scope: Scope,
    *,
    draft_id: str = "",
    school_id: str = "",
    on: date | None = None,
    at: datetime,
) -> DayForm:
    """Return the form for a changed day, prefilled from a draft, else for the date `on` or today.

    Refusals: `stranger`, `draft_gone`, `school_missing`, and those of `day_rights.require`.
    """
    if draft_id:
        asked = day_drafts.asked(scope, draft_id, at=at)
        last = asked.dates[-1] if len(asked.dates) > 1 else None
        given = DayInput(asked.school_id, asked.wish, asked.dates[0], last, asked.label)
        return _form(scope, draft_id, given)
    school_id = school_id or day_rights.school_of(scope) or day_rights.schools(scope)[0][0]
    day_rights.require(scope, school_id)
    today = calendars.today(calendars.calendar_of(scope, school_id), at)
    return _form(scope, "", DayInput(school_id, Wish("closed"), on or today))


def submit(scope: Scope, given: DayInput, *, at: datetime) -> DayPreview | DayChanged | DayChoice:
    """Say back what a filled-in form would do; refusals as `day_changes.preview`, `between`."""
    dates = day_phrases.between(given.first, given.last)
    return day_changes.preview(scope, given.school_id, given.wish, dates, given.label, at=at)


def _form(scope: Scope, draft_id: str, given: DayInput) -> DayForm:
    calendar = calendars.calendar_of(scope, given.school_id)
    wish, minute = given.wish, given.wish.minute
    kind = wish.kind
    if kind == "delay" and minute is not None:
        first = calendar.day(given.first).first_bell
        kind, minute = "starts", None if first is None else first + minute
    return DayForm(
        draft_id=draft_id,
        schools=day_rights.schools(scope),
        school_id=given.school_id,
        kind=kind,
        minute=minute,
        key=wish.name if wish.name in calendar.day_types else "",
        first=given.first,
        last=given.last,
        label=given.label,
        options=day_drafts.options(calendar),
    )
