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
    ask_anew(scope, person.id, at=at)
    live.opened_home(scope, about.account.user_id, at=at)
    live.changed(scope, f"person:{person.id}")
    return person


def ask_anew(scope: Scope, person_id: str, *, at: datetime) -> None:
    """Plan what a person is to be asked for when they are free now, where it waits for an answer.

    Those who wrote the parts that wait may have been told that there was no such time.
    """
    prompts.for_person(scope, person_id, at=at)
    for agreement, _role in scope.agreements.unanswered(person_id):
        live.changed(scope, f"person:{agreement.created_by}")
