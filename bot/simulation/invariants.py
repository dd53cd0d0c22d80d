"""What must hold of a lived year as a whole; each broken rule is named with where it was broken."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from sqlmodel import Session, col, select

from pushin import agreements, contents
from school.calendar import SchoolCalendar
from school.clock import local
from storage import tables
from storage.scope import Scope, Who

BUDGET = 2
ENDED = ("sent", "expired", "merged", "cancelled", "uncertain")


def settled(session: Session, *, now: datetime) -> Iterator[str]:
    """Yield every prompt that was due and has no final state."""
    prompt = tables.Prompt
    unsettled = select(prompt).where(col(prompt.state).not_in(ENDED), prompt.due_at <= now)
    for row in session.exec(unsettled):
        yield f"prompt without an end: {row.kind} {row.subject}, due {row.due_at}, {row.state}"


def stands_once(session: Session, messages: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield every prompt that stands twice, or is marked as sent and does not stand."""
    keys = Counter(key for message in messages if (key := _key(message)))
    for key, times in keys.items():
        if times > 1:
            yield f"{times} messages carry the key {key}"
    rows = session.exec(
        select(tables.Prompt).where(col(tables.Prompt.state).in_(("sent", "uncertain")))
    ).all()
    sent = [row for row in rows if row.state == "sent"]
    for row in sent:
        if row.key not in keys:
            yield f"marked as sent, but not there: {row.kind} {row.subject}"
    subjects = Counter((row.kind, row.subject, row.conversation_id, row.revision) for row in sent)
    yield from (f"sent twice: {which}" for which, times in subjects.items() if times > 1)
    for extra in sorted(keys.keys() - {row.key for row in rows}):
        yield f"posted, but not marked as sent: {extra}"


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """The date that a message about a change is about."""

    on: date


NONE: Mapping[str, ChangedDay] = MappingProxyType({})


def changed_days(session: Session) -> dict[str, ChangedDay]:
    """Return the messages about changes that were sent, by their key."""
    prompt = tables.Prompt
    sent = session.exec(select(prompt).where(prompt.kind == "change", prompt.state == "sent")).all()
    return {
        row.key: ChangedDay(date.fromisoformat(row.subject.split(":")[2].partition("/")[0]))
        for row in sent
    }


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


# --- what is agreed -----------------------------------------------------------------------------


def agreed(
    session: Session, workspace_id: str, acted: Iterable[tuple[str, datetime]]
) -> Iterator[str]:
    """Yield each answer that nobody gave, and each agreement in force without all answers.

    `acted` are the accounts and instants at which somebody did something.
    """
    scope = Scope.of(session, Who(workspace_id))
    people = {one.id: one for one in session.exec(select(tables.Person)).all()}
    roles: dict[str, list[tables.Role]] = {}
    for role in session.exec(select(tables.Role)).all():
        roles.setdefault(role.agreement_id, []).append(role)
    answers = {
        (one.agreement_id, one.person_id): one
        for one in session.exec(select(tables.Confirmation)).all()
    }
    yield from _given_by_others(answers.values(), people, frozenset(acted))
    every = {one.id: one for one in session.exec(select(tables.Agreement)).all()}
    for one in every.values():
        if one.closed_at is None and agreements.facts(scope, one.id).in_force:
            parts = roles.get(one.id, [])
            yield from _without_all(one, parts, answers, people)
            yield from _lead_not_asked(one, answers.get((one.id, one.lead_id)), every)


def _given_by_others(
    answers: Iterable[tables.Confirmation],
    people: Mapping[str, tables.Person],
    acted: frozenset[tuple[str, datetime]],
) -> Iterator[str]:
    for one in answers:
        person = people[one.person_id]
        if one.carried_from is None and (person.slack_user_id, one.at) not in acted:
            yield f"an answer that {person.name} did not give at {one.at}: {one.agreement_id}"


def _without_all(
    agreement: tables.Agreement,
    roles: Iterable[tables.Role],
    answers: Mapping[tuple[str, str], tables.Confirmation],
    people: Mapping[str, tables.Person],
) -> Iterator[str]:
    for role in roles:
        person, leads = people[role.person_id], role.person_id == agreement.lead_id
        if not person.active or person.slack_user_id is None:
            continue
        answer = answers.get((agreement.id, role.person_id))
        words = contents.role_hash(role.part, leads=leads)
        if answer is None or answer.answer != "in":
            yield f"in force without {person.name}: {agreement.id}"
        elif answer.content_hash != words:
            yield f"in force, and {person.name} confirmed something else: {agreement.id}"


def _lead_not_asked(
    agreement: tables.Agreement,
    answer: tables.Confirmation | None,
    every: Mapping[str, tables.Agreement],
) -> Iterator[str]:
    """Yield an agreement whose lead confirmed another content; it may go on with its plan."""
    if answer is None or answer.carried_from is None:
        return
    before = every.get(answer.carried_from)
    if before is None or before.content_hash != agreement.content_hash:
        yield f"in force, and who leads it was not asked: {agreement.id}"
