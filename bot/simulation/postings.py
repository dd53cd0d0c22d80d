"""What must hold of a message at the moment at which it is posted."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

from sqlmodel import Session, select

from bot.simulation.moments import Eyes
from bot.simulation.record import Message
from school.calendar import SchoolCalendar
from school.clock import instant
from school.day import Day
from storage import tables

DAY = timedelta(days=1)
_DAYS = 14
"""How many days ahead somebody's next working hours are looked for."""
_BEFORE_BELL = 15
"""Minutes before the first bell at which a week is told to those who begin with it, or later."""


def broken(session: Session, calendar: SchoolCalendar, posted: Sequence[Message]) -> Iterator[str]:
    """Yield each promise that one of the messages breaks, with where and when."""
    unasked = {one.key: one for one in posted if one.key}
    if not unasked:
        return
    eyes = Eyes(session, calendar)
    prompt = tables.Prompt
    rows = session.exec(select(prompt).where(prompt.key.in_(list(unasked)))).all()  # type: ignore[attr-defined]
    for row in rows:
        message = unasked[row.key]
        at = datetime.fromtimestamp(float(message.ts), UTC)
        for why in _KINDS[row.kind](eyes, row, at):
            on, minute = eyes.local(at)
            clock = f"{on} {minute // 60:02}:{minute % 60:02}"
            yield f"{row.kind} {row.subject} at {clock}: {why} ({message.text[:120]})"


def _people(eyes: Eyes, prompt: tables.Prompt) -> list[tables.Person]:
    kind, _, ids = prompt.conversation_id.partition(":")
    return [] if kind == "channel" else [eyes.people[one] for one in ids.split(":")]


def _left(eyes: Eyes, prompt: tables.Prompt) -> Iterator[str]:
    for person in _people(eyes, prompt):
        if not person.active:
            yield f"{person.name} has left"


def _ask(eyes: Eyes, prompt: tables.Prompt, at: datetime) -> Iterator[str]:
    """Yield why somebody could not be asked, or read a note, at that moment."""
    yield from _left(eyes, prompt)
    for person in _people(eyes, prompt):
        yield from (f"{person.name}: {why}" for why in eyes.why_not(person, at))


def _touch_base(eyes: Eyes, prompt: tables.Prompt, at: datetime) -> Iterator[str]:
    yield from _ask(eyes, prompt, at)
    key = prompt.subject.partition(":")[2]
    row = eyes.session.exec(select(tables.TouchBase).where(tables.TouchBase.id == key)).one()
    if row.state != "planned" or row.starts_at is None or row.ends_at is None:
        yield "it is not on any more"
    elif not row.starts_at <= at < row.ends_at:
        yield f"it is at {row.starts_at}"


def _digest(eyes: Eyes, prompt: tables.Prompt, at: datetime) -> Iterator[str]:
    """Yield why a week's overview came at a wrong time: it is read before the first bell."""
    yield from _left(eyes, prompt)
    on, minute = eyes.local(at)
    day = eyes.day(on)
    if not day.in_session:
        yield "no school that day"
        return
    for person in _people(eyes, prompt):
        begin, end = eyes.quiet_hours(person)
        if not end <= minute < begin:
            yield "quiet hours"
        hours = eyes.hours(person, day)
        bell = day.first_bell or 0
        if hours is None or minute < min(hours[0], bell - _BEFORE_BELL):
            yield f"before {person.name} works"
        if day.first_bell is not None and minute >= day.first_bell:
            yield "after the first bell"


def _change(eyes: Eyes, prompt: tables.Prompt, at: datetime) -> Iterator[str]:
    """Yield why a change could have waited: for quiet time to end, or for working hours."""
    yield from _left(eyes, prompt)
    on, minute = eyes.local(at)
    (person,) = _people(eyes, prompt)
    if person.change_anytime:
        return
    about = date.fromisoformat(prompt.subject.split(":")[2][:10])
    begin, end = eyes.quiet_hours(person)
    day = _planned(eyes, on, about)
    if not end <= minute < begin or not day.in_session:
        until = instant(on if minute < end else on + DAY, end, eyes.calendar.zone)
        if not _begins_before(eyes, prompt, at, until):
            yield f"quiet time, and it could have waited until {until}"
    elif not eyes.works(person, day, minute):
        start = _next_start(eyes, person, about, at)
        if start is not None and not _begins_before(eyes, prompt, at, start):
            yield f"outside working hours, and it could have waited until {start}"


def _planned(eyes: Eyes, on: date, about: date) -> Day:
    """Return a date; the one that a change is about as it was planned, if it was closed."""
    day = eyes.day(on)
    return day if day.in_session or on != about else eyes.calendar.day(on)


def _next_start(eyes: Eyes, person: tables.Person, about: date, at: datetime) -> datetime | None:
    """Return when somebody's working hours begin next."""
    today = eyes.local(at)[0]
    for on in (today + days * DAY for days in range(_DAYS)):
        hours = eyes.hours(person, _planned(eyes, on, about))
        if hours is None:
            continue
        start = instant(on, max(hours[0], eyes.quiet_hours(person)[1]), eyes.calendar.zone)
        if start > at:
            return start
    return None


def _begins_before(eyes: Eyes, prompt: tables.Prompt, at: datetime, until: datetime) -> bool:
    if prompt.worthless_at is not None and prompt.worthless_at <= until:
        return True
    rows = eyes.session.exec(
        select(tables.Session).where(
            tables.Session.starts_at > at, tables.Session.starts_at <= until
        )
    ).all()
    return bool(rows)


def _checklist(eyes: Eyes, prompt: tables.Prompt, at: datetime) -> Iterator[str]:
    key = prompt.subject.partition(":")[2]
    row = eyes.session.exec(select(tables.Session).where(tables.Session.id == key)).one()
    plan = eyes.plans[row.plan_id]
    if row.status != "planned" or row.obstacle is not None or plan.state != "active":
        yield f"that session is not on: {row.reason or row.obstacle or row.status}"
    if not eyes.day(row.on_date).in_session:
        yield "no school on its day"
    if at >= row.ends_at:
        yield "too late"
    if row.starts_at - at > timedelta(minutes=plan.lead_minutes):
        yield f"too early: it begins at {row.starts_at}"


def _plan_card(eyes: Eyes, prompt: tables.Prompt, at: datetime) -> Iterator[str]:  # noqa: ARG001  one shape for all
    plan = eyes.plans[prompt.subject.partition(":")[2]]
    if plan.state != "active":
        yield "that push-in has ended"


_KINDS: Mapping[str, Callable[[Eyes, tables.Prompt, datetime], Iterator[str]]] = MappingProxyType(
    {
        "plan_card": _plan_card,
        "checklist": _checklist,
        "ask": _ask,
        "touch_base": _touch_base,
        "digest": _digest,
        "review": _ask,
        "change": _change,
    }
)
