"""What must hold after a simulation; each broken rule is named with where it was broken."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session, col, select

from school.calendar import SchoolCalendar
from school.clock import local
from storage import tables

QUIET_UNTIL, QUIET_FROM = 6 * 60 + 30, 18 * 60
BUDGET = 2


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


def in_their_time(messages: Iterable[Mapping[str, Any]], calendar: SchoolCalendar) -> Iterator[str]:
    """Yield every direct message in quiet hours or on a day without school."""
    for message in messages:
        if message["private"] and _key(message):
            at = datetime.fromtimestamp(float(message["ts"]), UTC)
            on, minute = local(at, calendar.zone)
            if not QUIET_UNTIL <= minute < QUIET_FROM or not calendar.day(on).in_session:
                yield f"in quiet time: {message['text']} at {at}"


def within_budget(messages: Iterable[Mapping[str, Any]], calendar: SchoolCalendar) -> Iterator[str]:
    """Yield everybody who got more than two unasked messages on a day."""
    got: Counter[tuple[str, str]] = Counter()
    for message in messages:
        if message["private"] and _key(message):
            on, _ = local(datetime.fromtimestamp(float(message["ts"]), UTC), calendar.zone)
            got.update((user, on.isoformat()) for user in message["to"])
    for (user, day), times in got.items():
        if times > BUDGET:
            yield f"{user} got {times} unasked messages on {day}"


def _key(message: Mapping[str, Any]) -> str | None:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return payload.get("key")
