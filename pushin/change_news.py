"""What the others are told of a change: one message a person, withdrawn where it was taken back.

Its subject is `change:PERSON:DATE/KEY`: the first date concerned, and the id of the change's undo,
or `proposal-` and the id of a proposal. The prompt's `why` holds the changes that it is the newest
of: those before it were not told either.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from pushin import (
    attention,
    calendars,
    change_facts,
    change_inputs,
    change_rows,
    change_times,
    handover_facts,
    live,
    people,
    plan_facts,
    prompts,
)
from pushin.change_inputs import OF_ONE
from pushin.results import ChangeFacts, ChangeNews, HandoverNews, ProposalNews
from school import clock
from storage import tables
from storage.scope import Scope

KIND = "change"
TAKEN_BACK = "taken_back"
_PROPOSAL = "proposal-"
_STANDS = frozenset({"claimed", "sent", "uncertain"})
_ANSWERS = {"declined": "declined", "withdrawn": "withdrawn", None: "talk"}


def is_news(subject: str) -> bool:
    """Tell whether a subject is one change, not a person's whole day."""
    return "/" in subject


def split(subject: str) -> tuple[str, date, str]:
    """Return the person's id, the first date concerned, and the key of such a subject."""
    _, person_id, rest = subject.split(":", 2)
    on, _, key = rest.partition("/")
    return person_id, date.fromisoformat(on), key


# --- plan -------------------------------------------------------------------------------------


def tell(scope: Scope, undo_id: str, *, at: datetime) -> None:
    """Plan a message for everybody concerned by a change, but for who made it."""
    kept = change_facts.require(scope, undo_id)
    for person in _concerned(scope, kept):
        _tell(scope, person, kept, at=at)


def count(scope: Scope, plan_id: str) -> int:
    """Return how many other adults of a plan can be told."""
    me = scope.person.id if scope.person else ""
    adults = scope.plans.adults(plan_id)
    return sum(attention.is_reachable(one) and one.id != me for one in adults)


def taken_back(scope: Scope, kept: tables.Undo, *, at: datetime) -> None:
    """Withdraw what was not told yet of a change; tell the others that it was taken back."""
    for person in _concerned(scope, kept):
        about = _subject(scope, person.id, kept, at=kept.at)
        found = scope.prompts.of_subject(about, KIND)
        earlier = [one for row in found if row.state == "planned" for one in row.why.split()]
        prompts.withdraw(scope, subject=about, kind=KIND, why=TAKEN_BACK, at=at)
        if any(one.state in _STANDS for one in found):
            live.changed_only(scope, about)
            revision = max(one.revision for one in found) + 1
            _plan(scope, person, about, kept, revision=revision, why=TAKEN_BACK, at=at)
        elif len(earlier) > 1:
            # What it was laid over was not told either, and holds again.
            before = change_facts.require(scope, earlier[-2])
            _put(scope, person, before, " ".join(earlier[:-1]), at=at)


def answered(scope: Scope, proposal: tables.Proposal, *, at: datetime) -> None:
    """Plan the message about an answer to a proposal, for who made it."""
    person = people.require(scope, proposal.proposed_by)
    if not attention.is_reachable(person):
        return
    on = attention.today(scope, person, at)
    about = f"{KIND}:{person.id}:{on.isoformat()}/{_PROPOSAL}{proposal.id}"
    why = proposal.answer or "talk"
    newest = scope.prompts.newest(KIND, about, f"im:{person.id}")
    if newest is not None and newest.why == why:
        return
    # Not worth anything any more on the day after: what it is about has its own messages.
    starts = [clock.instant(on, 24 * 60 - 1, _zone(scope, proposal.plan_id))]
    due_at, worthless_at = change_times.of(scope, person, on, starts, at=at)
    prompts.plan(
        scope,
        kind=KIND,
        subject=about,
        conversation=scope.conversations.im(person.id),
        due_at=due_at,
        worthless_at=worthless_at,
        revision=newest.revision + 1 if newest else 1,
        why=why,
    )


def _tell(scope: Scope, person: tables.Person, kept: tables.Undo, *, at: datetime) -> None:
    chain = [kept.id]
    for planned in scope.prompts.planned_of("change", person.id):
        other = None if planned.why == TAKEN_BACK else _undo_of(scope, planned)
        if other is not None and other.subject == kept.subject:
            chain = [*planned.why.split(), kept.id]
            prompts.withdraw(scope, subject=planned.subject, kind=KIND, why="changed", at=at)
    first = change_facts.require(scope, chain[0])
    if kept.before["what"] in OF_ONE and first.before["sessions"] == kept.after["sessions"]:
        return  # it is again as the person knows it
    _put(scope, person, kept, " ".join(chain), at=at)


def _put(scope: Scope, person: tables.Person, kept: tables.Undo, why: str, *, at: datetime) -> None:
    about = _subject(scope, person.id, kept, at=kept.at)
    _plan(scope, person, about, kept, revision=1, why=why, at=at)


def _plan(
    scope: Scope,
    person: tables.Person,
    about: str,
    kept: tables.Undo,
    *,
    revision: int,
    why: str,
    at: datetime,
) -> None:
    on = split(about)[1]
    due_at, worthless_at = change_times.of(scope, person, on, _starts(scope, kept), at=at)
    prompts.plan(
        scope,
        kind=KIND,
        subject=about,
        conversation=scope.conversations.im(person.id),
        due_at=due_at,
        worthless_at=worthless_at,
        revision=revision,
        why=why,
    )


def _subject(scope: Scope, person_id: str, kept: tables.Undo, *, at: datetime) -> str:
    zone = _zone(scope, kept.before["plan"])
    first = min(clock.local(one, zone)[0] for one in _starts(scope, kept))
    on = max(first, clock.local(at, zone)[0])
    return f"{KIND}:{person_id}:{on.isoformat()}/{kept.id}"


def _starts(scope: Scope, kept: tables.Undo) -> list[datetime]:
    """Return when sessions concerned begin: before the change, and after it; of a plan its first.

    A message is worthless once the last of them has begun.
    """
    if kept.before["what"] in {"change", "end", handover_facts.WHAT}:
        first = date.fromisoformat(kept.after["first"])
        zone = _zone(scope, kept.before["plan"])
        return [clock.instant(first, 24 * 60 - 1, zone)]
    one_by_one = [*kept.before["sessions"].values(), *kept.after["sessions"].values()]
    return [change_rows.read("starts_at", one["starts_at"]) for one in one_by_one]


def _zone(scope: Scope, plan_id: str) -> Any:  # noqa: ANN401
    plan = plan_facts.require(scope, plan_id)
    return calendars.calendar_of(scope, plan_facts.classroom_of(scope, plan).school_id).zone


def _concerned(scope: Scope, kept: tables.Undo) -> Sequence[tables.Person]:
    """Return the adults of a changed plan, and of how it goes on, without who changed it."""
    new = (kept.after.get("then"), kept.after.get("apart"))
    plan_ids = kept.after.get("all") or [kept.before["plan"], *filter(None, new)]
    found = {one.id: one for plan_id in plan_ids for one in scope.plans.adults(plan_id)}
    return [
        one for one in found.values() if attention.is_reachable(one) and one.id != kept.person_id
    ]


def _undo_of(scope: Scope, prompt: tables.Prompt) -> tables.Undo | None:
    if not is_news(prompt.subject):
        return None
    key = split(prompt.subject)[2]
    return None if key.startswith(_PROPOSAL) else change_facts.find(scope, key)


# --- show -------------------------------------------------------------------------------------


def is_over(scope: Scope, prompt: tables.Prompt) -> bool:
    """Tell whether a planned message is no news any more."""
    key = split(prompt.subject)[2]
    if key.startswith(_PROPOSAL):
        row = scope.proposals.get(key.removeprefix(_PROPOSAL))
        return row is None or (row.answer or "talk") != prompt.why
    kept = change_facts.find(scope, key)
    return kept is None or (kept.used_at is not None) != (prompt.why == TAKEN_BACK)


def card(scope: Scope, subject: str) -> ChangeNews | HandoverNews | ProposalNews | None:
    """Return what a message tells as it stands now; None if what it is about is gone."""
    person_id, _, key = split(subject)
    person = people.require(scope, person_id)
    if key.startswith(_PROPOSAL):
        return _answer(scope, person, key.removeprefix(_PROPOSAL))
    kept = change_facts.find(scope, key)
    if kept is None:
        return None
    if kept.before["what"] == handover_facts.WHAT:
        return handover_facts.news(scope, kept, person)
    return ChangeNews(
        people.ref(person),
        people.ref(people.require(scope, kept.person_id)),
        _since(scope, person, subject, kept),
        taken_back=kept.used_at is not None,
        withdrawn=_is_withdrawn(scope, person, kept),
    )


def _since(scope: Scope, person: tables.Person, subject: str, kept: tables.Undo) -> ChangeFacts:
    """Return a change from how its person knew things."""
    facts = change_facts.of_undo(scope, kept.id)
    newest = scope.prompts.newest(KIND, subject, f"im:{person.id}")
    chain = newest.why.split() if newest else []
    if len(chain) < 2 or facts.before is None:  # noqa: PLR2004  nothing before it was untold
        return facts
    return replace(facts, before=change_facts.of_undo(scope, chain[0]).before)


def _answer(scope: Scope, person: tables.Person, proposal_id: str) -> ProposalNews | None:
    row = scope.proposals.get(proposal_id)
    if row is None or row.answer == "accepted":
        return None
    plan = plan_facts.require(scope, row.plan_id)
    by = people.require(scope, row.answered_by or _talker(scope, row) or plan.provider_id)
    said = change_facts.of_input(scope, change_inputs.from_content(row.content))
    answer: Any = _ANSWERS[row.answer]
    return ProposalNews(people.ref(person), people.ref(by), said, answer)


def _talker(scope: Scope, row: tables.Proposal) -> str | None:
    """Return who of those whose word it needs would like to talk, the last one to say so."""
    talks = [one for one in scope.proposals.answers(row.id) if one.answer == "talk"]
    return max(talks, key=lambda one: one.at).person_id if talks else None


def _is_withdrawn(scope: Scope, person: tables.Person, kept: tables.Undo) -> bool:
    """Tell whether this change made something unfit that the person had proposed."""
    return any(
        one.answer == "withdrawn" and one.answered_at == kept.at
        for one in scope.proposals.by(person.id, kept.before["plan"])
    )
