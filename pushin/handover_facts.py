"""What a handover is, as facts to be said, from its undo."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pushin import people, plan_facts
from pushin.results import HandedOver, HandoverNews, PersonRef
from storage import tables
from storage.scope import Scope

WHAT = "handover"


def of(scope: Scope, before: Mapping[str, Any], after: Mapping[str, Any]) -> HandedOver:
    """Return a handover, as it was kept for its undo."""
    new = [plan_facts.require(scope, one["after"]["then"]) for one in after["parts"]]
    return HandedOver(
        _ref(scope, before["owner"]),
        _ref(scope, before["other"]),
        date.fromisoformat(after["first"]),
        tuple(plan_facts.facts(scope, one) for one in new),
    )


def news(scope: Scope, kept: tables.Undo, person: tables.Person) -> HandoverNews:
    """Return what one person is told: the plans of theirs, all of them for the two themselves."""
    found = replace(of(scope, kept.before, kept.after), taken_back=kept.used_at is not None)
    own = tuple(one for one in found.plans if person.id in {adult.id for adult in one.adults})
    if own and person.id not in {found.before.id, found.after.id}:
        found = replace(found, plans=own)
    return HandoverNews(people.ref(person), _ref(scope, kept.person_id), found)


def _ref(scope: Scope, person_id: str) -> PersonRef:
    return people.ref(people.require(scope, person_id))
