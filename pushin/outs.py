"""Who is out of a session: as its team sees it, and as what each person knows of their day."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from pushin import agreements, people
from pushin.results import Out
from storage.queries.absences import Mark
from storage.scope import Scope

Marks = Mapping[str, tuple[Mark, ...]]
"""Who is out, by session."""
REASON = "provider_absent"
"""Why a session is off whose provider is out, where nothing was agreed and nobody covers."""


def of(scope: Scope, session_ids: Collection[str]) -> dict[str, tuple[Out, ...]]:
    """Return who is out of these sessions, by session."""
    marks = scope.absences.marks(session_ids)
    return {key: tuple(_out(scope, one) for one in found) for key, found in marks.items()}


def _out(scope: Scope, mark: Mark) -> Out:
    cover = None if mark.cover_id is None else people.require(scope, mark.cover_id)
    return Out(
        mark.absence_id,
        people.ref(people.require(scope, mark.person_id)),
        None if cover is None else people.ref(cover),
        mark.answer,
    )


def fallback(scope: Scope, plan_id: str) -> str:
    """Return what the adults of a plan agreed for when somebody is out; empty for nothing."""
    current = agreements.current(scope, plan_id)
    return "" if current is None else current.fallback


def goes_on(out: Iterable[tuple[str, str | None]], provider_id: str, fallback: str) -> bool:
    """Tell whether a session goes on: its provider is there, it is covered, or agreed what else.

    `out` are those who are out, each with what was answered by who was asked to cover.
    """
    alone = any(who == provider_id and answer != "in" for who, answer in out)
    return not alone or bool(fallback)


def covers(scope: Scope, session_id: str, person_id: str) -> bool:
    """Tell whether somebody covers in a session."""
    marks = scope.absences.marks([session_id]).get(session_id, ())
    return any(one.cover_id == person_id and one.answer == "in" for one in marks)


def seen_by(person_id: str, marks: Sequence[Mark], *, is_on: bool) -> str:
    """Return what of these absences is news to a person, to stand behind a session's state.

    Who is out and who covers; that they are asked themselves; to who is out, what was answered.
    """
    asked = any(one.cover_id == person_id and one.answer is None for one in marks)
    told = "".join(
        f"/{one.person_id}{'+' + one.cover_id if one.cover_id and one.answer == 'in' else ''}"
        for one in sorted(marks)
        if is_on
    )
    return told + answered_to(person_id, marks) + ("?" if asked else "")


def answered_to(person_id: str, marks: Sequence[Mark]) -> str:
    """Return what the person who is out was answered by whom they wanted to cover."""
    return "".join(
        f"!{one.cover_id}:{one.answer}"
        for one in sorted(marks)
        if one.person_id == person_id and one.answer is not None
    )
