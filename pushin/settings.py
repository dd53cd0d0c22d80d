"""What somebody says about themselves, with all that follows from it."""

from datetime import datetime

from pushin import live, people, prompts, touchbases
from pushin.results import PersonRef
from storage.scope import Scope


def save(scope: Scope, about: people.MeInput, *, at: datetime) -> PersonRef:
    """Keep what somebody said; the first time this makes them known.

    Their touch-bases and what they are still to be asked move to when they are there now, and
    their Home shows at once what comes first for them. Refusals: those of `people.save_me`.
    """
    person = people.save_me(scope, about, at=at)
    touchbases.plan_all(scope, [person.id], at=at)
    prompts.for_person(scope, person.id, at=at)
    live.opened_home(scope, about.account.user_id, at=at)
    live.changed(scope, f"person:{person.id}")
    return person
