"""What must hold after a simulation; each broken rule is named with where it was broken."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlmodel import Session, col, select

from school.calendar import SchoolCalendar
from school.clock import instant, local
from storage import tables

QUIET_UNTIL, QUIET_FROM = 6 * 60 + 30, 18 * 60
BUDGET = 2
LONGEST = 130
"""Days without school in a row, at most: longer than the summer holidays."""


def settled(session: Session, *, now: datetime) -> Iterator[str]:
    """Yield every prompt that was due and has no final state."""
    prompt = tables.Prompt
    unsettled = select(prompt).where(
        col(prompt.state).in_(("planned", "claimed")), prompt.due_at <= now
    )
    for row in session.exec(unsettled):
        yield f"prompt without an end: {row.kind} {row.subject}, due {row.due_at}, {row.state}"


def stands_once(session: Session, messages: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield every prompt that stands twice, or is marked as sent and does not stand."""
    keys = Counter(key for message in messages if (key := _key(message)))
    for key, times in keys.items():
        if times > 1:
            yield f"{times} messages carry the key {key}"
    sent = session.exec(select(tables.Prompt).where(tables.Prompt.state == "sent")).all()
    for row in sent:
        if row.key not in keys:
            yield f"marked as sent, but not there: {row.kind} {row.subject}"
    subjects = Counter((row.kind, row.subject, row.conversation_id, row.revision) for row in sent)
    yield from (f"sent twice: {which}" for which, times in subjects.items() if times > 1)
    for extra in keys.keys() - {row.key for row in sent}:
        yield f"posted, but not marked as sent: {extra}"


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """What a message about a changed day is about, and until when it is worth anything."""

    on: date
    begins: datetime | None
    anytime: bool
    """Its person wants to know at any time."""


NONE: Mapping[str, ChangedDay] = MappingProxyType({})


def changed_days(session: Session) -> dict[str, ChangedDay]:
    """Return the messages about changed days that were sent, by their key."""
    prompt, person = tables.Prompt, tables.Person
    sent = session.exec(select(prompt).where(prompt.kind == "change", prompt.state == "sent")).all()
    anytime = set(session.exec(select(person.id).where(person.change_anytime)).all())
    found = {}
    for row in sent:
        _, person_id, on = row.subject.split(":")
        told = ChangedDay(date.fromisoformat(on[:10]), row.worthless_at, person_id in anytime)
        found[row.key] = told
    return found


def in_their_time(
    messages: Iterable[Mapping[str, Any]],
    calendar: SchoolCalendar,
    changed: Mapping[str, ChangedDay] = NONE,
) -> Iterator[str]:
    """Yield every direct message in quiet hours or on a day without school.

    A changed day may be told then, if its session begins before the quiet time ends.
    """
    for message in messages:
        key = _key(message)
        if message["private"] and key:
            at = datetime.fromtimestamp(float(message["ts"]), UTC)
            if _is_quiet(at, calendar) and not _cannot_wait(changed.get(key), at, calendar):
                yield f"in quiet time: {message['text']} at {at}"


def _is_quiet(at: datetime, calendar: SchoolCalendar) -> bool:
    on, minute = local(at, calendar.zone)
    return not QUIET_UNTIL <= minute < QUIET_FROM or not calendar.day(on).in_session


def _cannot_wait(told: ChangedDay | None, at: datetime, calendar: SchoolCalendar) -> bool:
    if told is None or told.anytime or told.begins is None:
        return told is not None
    today, _ = local(at, calendar.zone)
    mornings = (
        instant(day.on, QUIET_UNTIL, calendar.zone)
        for day in calendar.days(today, today + timedelta(days=LONGEST))
        if day.in_session
    )
    return told.begins < next((one for one in mornings if one > at), at)


def within_budget(
    messages: Iterable[Mapping[str, Any]],
    calendar: SchoolCalendar,
    changed: Mapping[str, ChangedDay] = NONE,
) -> Iterator[str]:
    """Yield everybody who got more than two unasked messages on a day.

    That this very day has changed is excepted.
    """
    got: Counter[tuple[str, str]] = Counter()
    for message in messages:
        key = _key(message)
        if message["private"] and key:
            on, _ = local(datetime.fromtimestamp(float(message["ts"]), UTC), calendar.zone)
            if key not in changed or changed[key].on != on:
                got.update((user, on.isoformat()) for user in message["to"])
    for (user, day), times in got.items():
        if times > BUDGET:
            yield f"{user} got {times} unasked messages on {day}"


def _key(message: Mapping[str, Any]) -> str | None:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return payload.get("key")
