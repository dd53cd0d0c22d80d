"""Live copies: what stands posted is known, and marked stale when what it shows has changed."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from pushin import (
    attention,
    buildings,
    calendars,
    cards,
    checklists,
    joint,
    people,
    sessions,
    together,
    touchbase_notes,
    touchbases,
    uncertain,
    upcoming,
    waiting,
)
from pushin.kinds import reads
from pushin.results import Checklist, Content, Gone, Home, NextSession, SchoolDay
from storage import tables
from storage.scope import Scope, fresh_id

_CLOSE_WITHIN = timedelta(days=7)
"""Checklists of ended sessions are looked for this far back: longer than any outage."""
_CLOSE_WEEKS_WITHIN = timedelta(weeks=8)
"""Touch-bases of past weeks are looked for this far back, over any holidays."""
_HOME_TOUCH_BASES = 3


def changed(scope: Scope, *subjects: str) -> int:
    """Mark all live copies stale that show something of these subjects; return how many.

    `plan:ID` and `session:ID` reach the plan's card, its open checklists, the touch-base cards
    of its pair, and the Homes, ask cards and changed days of its adults; `person:ID` those of the
    person; `pair:ID` the card and both people's Homes.
    """
    exact: set[str] = set(subjects)
    prefixes: set[str] = set()
    for about, _, key in (subject.partition(":") for subject in subjects):
        if about in ("plan", "session"):
            for plan_id in _treated(scope, key if about == "plan" else key.rpartition("-")[0]):
                prefixes.add(f"session:{plan_id}-")
                exact |= {f"plan:{plan_id}", *_pair_subjects(scope, plan_id)}
                _add_people(exact, prefixes, scope.plans.adult_ids(plan_id))
        elif about == "person":
            _add_people(exact, prefixes, [key])
        elif about == "pair":
            touch_base = scope.touch_bases.get(key)
            if touch_base is not None:
                _add_people(exact, prefixes, (touch_base.teacher_id, touch_base.provider_id))
    return scope.messages.raise_wanted(exact, prefixes)


def changed_only(scope: Scope, *subjects: str) -> int:
    """Mark the live copies of exactly these subjects stale."""
    return scope.messages.raise_wanted(subjects, ())


def ticked(scope: Scope, session: tables.Session) -> int:
    """Mark stale what shows a session's ticks: its list, posted or opened, and the team's Homes."""
    return changed_only(scope, f"session:{session.id}", *_homes_of(scope, session.plan_id))


def _homes_of(scope: Scope, plan_id: str) -> list[str]:
    return [f"person:{one}" for one in scope.plans.adult_ids(plan_id)]


def opened_list(scope: Scope, session_id: str, *, at: datetime) -> tuple[Checklist, str]:
    """Keep a session's list that the asker opens true from now on.

    Returns it with the name under which its modal is changed. Refusals: `session_gone`,
    `not_yours`, `stranger`.
    """
    session = sessions.of_team(scope, session_id)
    person = people.require_member(scope)
    scope.messages.leave_views(person.id)
    name = fresh_id()
    scope.messages.put(
        tables.MessageRef(
            workspace_id=scope.workspace_id,
            id=fresh_id(),
            place=f"view:{name}",
            kind="list",
            subject=f"session:{session.id}",
            person_id=person.id,
            shown_revision=1,
            wanted_revision=1,
        )
    )
    return checklists.facts(scope, session, at=at), name


def content(scope: Scope, ref_id: str, *, at: datetime) -> Content | Gone:
    """Return what a posted copy must show at the instant `at`."""
    ref = scope.messages.get(ref_id)
    if ref is None or ref.gone:
        return Gone("copy_gone")
    if ref.kind == "home":
        person = scope.people.get(ref.subject.partition(":")[2])
        return Gone("person_gone") if person is None else _home(scope, person, at=at)
    return cards.of(scope, ref.kind, ref.subject, at=at) or Gone("subject_gone")


@reads
def home(scope: Scope, *, at: datetime) -> Home:
    """Return the asker's Home; for a stranger one without a person."""
    if scope.person is None:
        return Home(None, None, (), (), (), "UTC")
    return _home(scope, scope.person, at=at)


def opened_home(scope: Scope, user_id: str, *, at: datetime) -> int:  # noqa: ARG001  use cases take `at`
    """Keep an opened Home true from now on; call it before the Home is read and published.

    Returns the revision that is read then, for `is_overtaken`; 0 for a stranger.
    """
    person = scope.people.of_account(user_id)
    if person is None:
        return 0
    return scope.messages.put(
        tables.MessageRef(
            workspace_id=scope.workspace_id,
            id=fresh_id(),
            place=f"home:{user_id}",
            kind="home",
            subject=f"person:{person.id}",
            person_id=person.id,
            shown_revision=1,
            wanted_revision=1,
        )
    )


@reads
def is_overtaken(scope: Scope, user_id: str, revision: int) -> bool:
    """Tell whether an opened Home changed after the revision that was read and published."""
    ref = scope.messages.at_place(f"home:{user_id}")
    return ref is not None and ref.wanted_revision != revision


def show_again(scope: Scope, user_id: str) -> None:
    """Show an opened Home once more: what was published last may be older than what is true."""
    ref = scope.messages.at_place(f"home:{user_id}")
    if ref is not None:
        changed_only(scope, ref.subject)


@reads
def has_ended(scope: Scope, *, at: datetime) -> bool:
    """Tell whether `close_ended` has something to close, without writing."""
    return bool(
        _ended(scope, at) or _past_touch_bases(scope, at) or together.has_ended(scope, at=at)
    )


def close_ended(scope: Scope, *, at: datetime) -> int:
    """Close the checklists whose session has ended, and the touch-base cards of past weeks.

    They are shown a last time, without names and without what can no longer be done. Whoever
    treated together with a provider whose plan is past has their own agreement again. For the
    tick: cheap where there is nothing to close. Returns how many were closed.
    """
    ended, past = _ended(scope, at), _past_touch_bases(scope, at)
    together.part_ended(scope, at=at)
    closed = scope.messages.close_checklists(ended) if ended else 0
    for session in scope.sessions.of_ids(ended):
        ticked(scope, session)  # names vanish in what is still open, too
    return closed + (scope.messages.close_touch_bases(past) if past else 0)


def _ended(scope: Scope, at: datetime) -> Sequence[str]:
    return scope.messages.ended_checklists(at - _CLOSE_WITHIN, at)


def _past_touch_bases(scope: Scope, at: datetime) -> Sequence[str]:
    # Where it is not Monday yet, it is the weekend: nobody is at school.
    week = touchbases.monday(at.date())
    return scope.messages.ended_touch_bases(week - _CLOSE_WEEKS_WITHIN, week)


def reserve(scope: Scope, prompt: tables.Prompt) -> None:
    """Keep a reference for a prompt about to be posted, so that a change until then is not missed.

    It counts as gone (nothing to refresh yet) until `posted` says where it stands.
    """
    ref = scope.messages.get(prompt.id) or tables.MessageRef(
        workspace_id=scope.workspace_id,
        id=prompt.id,
        place=f"prompt:{prompt.id}",
        kind=prompt.kind,
        subject=prompt.subject,
        wanted_revision=1,
        gone=True,
    )
    ref.shown_revision = ref.wanted_revision
    scope.session.add(ref)
    scope.session.flush()


def posted(scope: Scope, prompt: tables.Prompt, *, place: str, message_ts: str) -> None:
    """Say where a prompt stands; what changed since `reserve` makes it stale at once."""
    ref = scope.messages.get(prompt.id)
    if ref is None:
        # It was found posted by a look, after its reservation was lost with a restored backup.
        reserve(scope, prompt)
        ref = scope.messages.get(prompt.id)
    if ref is not None and ref.gone and ref.message_ts == "":
        ref.place, ref.message_ts, ref.gone = place, message_ts, False
        scope.session.add(ref)
        scope.session.flush()


def _add_people(exact: set[str], prefixes: set[str], person_ids: Iterable[str]) -> None:
    for person_id in person_ids:
        exact.add(f"person:{person_id}")
        prefixes |= {f"day:{person_id}:", f"change:{person_id}:", f"review:{person_id}:"}


def _treated(scope: Scope, plan_id: str) -> list[str]:
    """Return a plan with those that are treated together with it: they show one another."""
    plan = scope.plans.get(plan_id)
    return [plan_id, *(one.id for one in (joint.others(scope, plan) if plan else ()))]


def _pair_subjects(scope: Scope, plan_id: str) -> list[str]:
    plan = scope.plans.get(plan_id)
    room = None if plan is None else scope.classrooms.get(plan.classroom_id)
    if plan is None or room is None:
        return []
    pair = scope.touch_bases.ids_of_pair(room.teacher_id, plan.provider_id)
    return [f"pair:{one}" for one in pair]


def _home(scope: Scope, person: tables.Person, *, at: datetime) -> Home:
    zone = attention.zone_of(scope, person, at)
    coming = upcoming.of(scope, person, at=at)
    return Home(
        person=people.ref(person),
        today=_today(scope, person, at),
        coming=coming,
        waiting=waiting.of(scope, person.id, at=at),
        touch_bases=touchbase_notes.of_person(scope, person.id, at=at)[:_HOME_TOUCH_BASES],
        zone="UTC" if zone is None else zone.key,
        uncertain=uncertain.of(scope, person, at=at),
        buildings=buildings.today(scope, person, at=at),
        hidden=person.hide_details,
        checklist=_open_list(scope, coming, at),
    )


def _open_list(scope: Scope, coming: Sequence[NextSession], at: datetime) -> Checklist | None:
    """Return the list of the next session once it stands in the channel."""
    session = scope.sessions.get(coming[0].session.id) if coming else None
    if session is None:
        return None
    posted = {one.kind for one in scope.messages.of_subject(f"session:{session.id}")}
    return checklists.facts(scope, session, at=at) if "checklist" in posted else None


def _today(scope: Scope, person: tables.Person, at: datetime) -> SchoolDay | None:
    schools = attention.school_ids(scope, person, at)
    if not schools:
        return None
    return calendars.day(scope, schools[0], attention.today(scope, person, at))
