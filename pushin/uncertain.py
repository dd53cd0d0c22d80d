"""Messages of which nobody knows whether they stand, for those who look after Push-In."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pushin import attention, errors, people
from pushin.results import UncertainMessage
from school import clock
from storage import tables
from storage.queries.conversations import recipients
from storage.scope import Scope

WITHIN = timedelta(days=14)
"""How long such a message is shown: after that nobody looks for it any more."""


def may_settle(person: tables.Person) -> bool:
    """Tell whether somebody looks after Push-In: an admin, or who keeps a school's calendar."""
    return person.is_admin or person.role == "organiser"


def of(scope: Scope, person: tables.Person, *, at: datetime) -> tuple[UncertainMessage, ...]:
    """Return what a person should look for, the newest first; nothing for most people."""
    if not may_settle(person):
        return ()
    zone = attention.zone_of(scope, person, at) or ZoneInfo("UTC")
    found = scope.prompts.uncertain_since(at - WITHIN)
    return tuple(_facts(scope, one, zone, at) for one in found)


def require(scope: Scope, prompt_id: str) -> tables.Prompt:
    """Return a message that the asker may settle.

    Refusals: `stranger`, `not_yours`, and Stale `uncertain_settled` where somebody has done it.
    """
    if not may_settle(people.require_member(scope)):
        raise errors.NotAllowed("not_yours", action="deliveries")
    row = scope.prompts.get(prompt_id)
    if row is None or row.state != "uncertain" or row.told_at is not None:
        raise errors.Stale("uncertain_settled")
    return row


def _facts(scope: Scope, row: tables.Prompt, zone: ZoneInfo, at: datetime) -> UncertainMessage:
    place = scope.conversations.get(row.conversation_id)
    is_channel = place is not None and place.kind == "channel"
    on, minute = clock.local(row.due_at, zone)
    return UncertainMessage(
        prompt_id=row.id,
        kind=row.kind,
        channel=place.slack_id if place is not None and is_channel else None,
        people=tuple(
            people.ref(one) for one in scope.people.of_ids(recipients(row.conversation_id))
        ),
        on=on,
        minute=minute,
        too_late=row.worthless_at is not None and row.worthless_at <= at,
    )
