"""What somebody says about themselves, with all that follows from it."""

from datetime import date, datetime

from pushin import buildings, digests, live, people, plan_facts, prompts, sessions, touchbases
from pushin.results import Outside, Settled
from storage import tables
from storage.scope import Scope


def save(scope: Scope, about: people.MeInput, *, at: datetime) -> Settled:
    """Keep what somebody said; the first time this makes them known.

    Their touch-bases and what they are still to be asked move to when they are there now, and
    their Home shows at once what comes first for them. Plans stay as they are: those that are
    where the provider says not to be are named. Refusals: those of `people.save_me`.
    """
    person = people.save_me(scope, about, at=at)
    touchbases.plan_all(scope, [person.id], at=at)
    ask_anew(scope, person.id, at=at)
    live.opened_home(scope, about.account.user_id, at=at)
    live.changed(scope, f"person:{person.id}")
    asked = about.buildings is not None
    outside = _outside(scope, people.require(scope, person.id), at=at) if asked else ()
    return Settled(person, outside)


def hide_details(scope: Scope, *, hide: bool, at: datetime) -> None:  # noqa: ARG001  use cases take `at`
    """Keep who and what out of the asker's Home, or show it again; Refusal `stranger`."""
    person = people.require_member(scope)
    person.hide_details = hide
    scope.session.add(person)
    live.changed_only(scope, f"person:{person.id}")


def ask_anew(scope: Scope, person_id: str, *, at: datetime) -> None:
    """Plan what a person is to be asked for when they are free now, where it waits for an answer.

    Those who wrote the parts that wait may have been told that there was no such time.
    """
    prompts.for_person(scope, person_id, at=at)
    digests.plan(scope, person_id, at=at)
    for agreement, _role in scope.agreements.unanswered(person_id, at):
        live.changed(scope, f"person:{agreement.created_by}")


def _outside(scope: Scope, person: tables.Person, *, at: datetime) -> tuple[Outside, ...]:
    """Return a provider's plans with sessions to come where they are not, by school and weekday."""
    rounds = buildings.of(scope, person)
    if rounds is None:
        return ()
    found: dict[tuple[str, int], dict[str, date]] = {}
    for plan in scope.plans.of_provider(person.id):
        school = plan_facts.school_of(scope, plan_facts.classroom_of(scope, plan))
        for row in scope.sessions.to_come(plan.id, at):
            if sessions.is_on(row) and school.id not in rounds.on(row.on_date):
                plans = found.setdefault((school.name, row.on_date.weekday()), {})
                plans.setdefault(plan.id, row.on_date)
    return tuple(
        Outside(name, weekday, min(plans.values()), len(plans), rounds.is_weekly)
        for (name, weekday), plans in sorted(found.items())
    )
