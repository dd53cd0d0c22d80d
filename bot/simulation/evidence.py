"""What must stand in the database after an act was acknowledged, by the verb that was used."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from types import MappingProxyType
from typing import Any

from sqlmodel import Session, col, select

from bot.simulation.answers import Answer
from handlers.actions import ActionRef
from handlers.slack import tick_block
from pushin import day_drafts
from storage import tables

Json = dict[str, Any]
TALKED = frozenset({"done", "talked"})
ENDS = frozenset({"absent_back", "day_clear", "day_usual"})
UNDOABLE = frozenset({"day", "out", "log", "student", "expectation"})
"""What can be taken back: what was acknowledged before counts no more then."""


@dataclass(frozen=True)
class Said:
    """What somebody did: who, when, on what, and what they filled in."""

    user: str
    at: datetime
    entity: str
    revision: int
    element: Mapping[str, Any]
    values: Mapping[str, Any]
    workspace: str


@dataclass(frozen=True)
class Evidence:
    """One thing that must be there; `lasts` until somebody says otherwise."""

    key: tuple[str, ...]
    what: str
    holds: Callable[[Session], bool]
    lasts: bool = True


def reference(element: Mapping[str, Any]) -> ActionRef | None:
    """Return what an element of a message or form carries."""
    carried = element.get("value", "")
    if element.get("type") == "checkboxes":
        carried = tick_block.reference(str(element.get("block_id", "")))
    if "selected_option" in element:
        carried = element["selected_option"].get("value", "")
    return _decoded(str(carried))


def of_form(view: Mapping[str, Any]) -> ActionRef | None:
    """Return what a form is about."""
    try:
        return _decoded(json.loads(view.get("private_metadata") or "{}").get("ref", ""))
    except ValueError:
        return None


def flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was filled in by the fields' names."""
    found: dict[str, Any] = {}
    for name, entries in values.items():
        (entry,) = entries.values()
        rest = {key: value for key, value in entry.items() if key != "type"}
        (value,) = rest.values()
        if isinstance(value, list):
            value = [one["value"] if isinstance(one, dict) else one for one in value]
        found[name] = value["value"] if isinstance(value, dict) else value
    return found


def _decoded(text: str) -> ActionRef | None:
    try:
        return ActionRef.decode(text)
    except ValueError:
        return None


def _me(session: Session, user: str) -> tables.Person:
    return session.exec(select(tables.Person).where(tables.Person.slack_user_id == user)).one()


# --- what is agreed and expected ----------------------------------------------------------------


def _answer(answer: str, session: Session, said: Said, _told: Answer) -> Iterator[Evidence]:
    person_id, agreement_id = _me(session, said.user).id, said.entity

    def holds(session: Session) -> bool:
        key = (said.workspace, agreement_id, person_id)
        row = session.get(tables.Confirmation, key)
        return row is not None and row.answer == answer

    yield Evidence(("answer", agreement_id, person_id), f"{answer!r} to {agreement_id}", holds)


def _tick(_session: Session, said: Said, _told: Answer) -> Iterator[Evidence]:
    shown = tick_block.shown(str(said.element["block_id"]))
    now = {one["value"] for one in said.element.get("selected_options", [])}
    for expectation_id in now ^ shown:
        wanted = expectation_id in now
        key = (said.workspace, said.entity, expectation_id)

        def holds(session: Session, key: Any = key, *, wanted: bool = wanted) -> bool:  # noqa: ANN401  a key of the table
            return (session.get(tables.Tick, key) is not None) is wanted

        what = f"a tick {'set' if wanted else 'taken away'} at {said.entity}"
        yield Evidence(("tick", *key), what, holds, lasts=False)


def _expected(_session: Session, said: Said, told: Answer) -> Iterator[Evidence]:
    text = str(said.values.get("text") or "").strip()
    if not text or not told.text.startswith(("Added for", "That one stands already")):
        return

    def holds(session: Session) -> bool:
        row = tables.Expectation
        found = select(row).where(row.text == text, col(row.dropped_at).is_(None))
        return session.exec(found).first() is not None

    yield Evidence(
        ("expectation", said.user, text), f"the expectation {text!r}", holds, lasts=False
    )


def _agreed(session: Session, said: Said, _told: Answer) -> Iterator[Evidence]:
    parts = {
        name.removeprefix("part."): str(text).strip()
        for name, text in said.values.items()
        if name.startswith("part.")
    }
    plan_id = said.entity.partition("/")[0]
    me = _me(session, said.user).id

    def holds(session: Session) -> bool:
        agreement, role = tables.Agreement, tables.Role
        found = session.exec(
            select(role)
            .join(agreement, col(agreement.id) == col(role.agreement_id))
            .where(agreement.plan_id == plan_id, col(role.person_id).in_(parts))
        ).all()
        return {(one.person_id, one.part) for one in found} >= set(parts.items())

    if parts:
        yield Evidence(("agreed", plan_id, me), f"roles of {plan_id}: {parts}", holds)


# --- what is changed ----------------------------------------------------------------------------


def _draft(session: Session, said: Said) -> tables.Draft | None:
    return session.get(tables.Draft, (said.workspace, said.entity))


def _changed(session: Session, said: Said, told: Answer) -> Iterator[Evidence]:
    """Yield that a session moves or is skipped, or that a plan goes on otherwise."""
    draft = _draft(session, said)
    if draft is None or not told.text.startswith("Done:"):
        return
    given = draft.content
    if given["what"] in {"move", "skip"}:
        holds = partial(_one_changed, given, said)
    else:
        holds = partial(_plan_changed, given, said.at)
    what = f"{given['what']} of {given['session_id']}"
    yield Evidence(("change", given["session_id"]), what, holds, lasts=False)


def _one_changed(given: Json, said: Said, session: Session) -> bool:
    row = session.get(tables.Session, (said.workspace, given["session_id"]))
    if row is None:
        return False
    if given["what"] == "skip":
        return row.status == "cancelled"
    return bool(given["on"] is None or row.on_date == date.fromisoformat(given["on"]))


def _plan_changed(given: Json, at: datetime, session: Session) -> bool:
    undo = tables.Undo
    found = select(undo).where(undo.at == at, col(undo.subject).startswith(given["plan_id"]))
    return session.exec(found).first() is not None


def _day(session: Session, said: Said, _told: Answer) -> Iterator[Evidence]:
    """Yield that each date is what was confirmed."""
    draft = _draft(session, said)
    if draft is None or "targets" not in draft.content:
        return
    school_id, targets = day_drafts.targets(draft)
    for on, wanted in targets.items():

        def holds(session: Session, on: date = on, wanted: Any = wanted) -> bool:  # noqa: ANN401  an override or none
            row = session.get(tables.Override, (said.workspace, school_id, on))
            if wanted is None:
                return row is None
            now = row and (row.day_type, row.starts_minute, row.ends_minute)
            return now == (wanted.day_type, wanted.starts, wanted.ends)

        yield Evidence(("day", school_id, on.isoformat()), f"{on} is {wanted}", holds)


def _out(session: Session, said: Said, _told: Answer) -> Iterator[Evidence]:
    draft = _draft(session, said)
    if draft is None or "spans" not in draft.content:
        return
    person_id = str(draft.content["person_id"])
    for first, _last in draft.content["spans"]:
        on = date.fromisoformat(first)

        def holds(session: Session, on: date = on) -> bool:
            row = tables.Absence
            found = select(row).where(
                row.person_id == person_id,
                col(row.first_date) <= on,
                col(row.last_date) >= on,
                col(row.ended_at).is_(None),
            )
            return session.exec(found).first() is not None

        yield Evidence(("out", person_id, first), f"{person_id} is out on {on}", holds, lasts=False)


# --- what happened ------------------------------------------------------------------------------


def _is_logged(session: Session, session_id: str) -> bool:
    row = tables.Log
    found = select(row).where(row.session_id == session_id, col(row.replaced_at).is_(None))
    return session.exec(found).first() is not None


def _logged(_session: Session, said: Said, told: Answer) -> Iterator[Evidence]:
    if told.view is not None:
        return
    session_id = said.entity.partition("/")[0]
    holds = partial(_holds_log, session_id)
    yield Evidence(("log", session_id), f"how {session_id} went", holds)


def _holds_log(session_id: str, session: Session) -> bool:
    return _is_logged(session, session_id)


def _logged_day(session: Session, said: Said, _told: Answer) -> Iterator[Evidence]:
    """Yield that all sessions of that day which are over and were on are logged."""
    me, on = _me(session, said.user).id, date.fromisoformat(said.entity)
    row, plan = tables.Session, tables.Plan
    found = session.exec(
        select(row.id)
        .join(plan, col(plan.id) == col(row.plan_id))
        .where(
            plan.provider_id == me,
            row.on_date == on,
            row.status == "planned",
            col(row.obstacle).is_(None),
            row.ends_at <= said.at,
        )
    ).all()
    for session_id in found:
        holds = partial(_holds_log, session_id)
        yield Evidence(("log", session_id), f"how {session_id} went", holds)


def _noted(_session: Session, said: Said, _told: Answer) -> Iterator[Evidence]:
    """Yield that a touch-base's note is what was written."""
    names = {"worked": "worked", "change": "change", "try_next": "try_next"}
    for name, column in names.items():
        text = said.values.get(name)
        if text is None:
            continue
        wanted = str(text).strip()

        def holds(session: Session, column: str = column, wanted: str = wanted) -> bool:
            row = session.get(tables.TouchBase, (said.workspace, said.entity))
            return row is not None and getattr(row, column) == wanted

        yield Evidence(("note", said.entity, name), f"the note of {said.entity}: {text}", holds)


def _talked(_session: Session, said: Said, _told: Answer) -> Iterator[Evidence]:
    def holds(session: Session) -> bool:
        row = session.get(tables.TouchBase, (said.workspace, said.entity))
        return row is not None and row.state in TALKED

    yield Evidence(("talked", said.entity), f"that {said.entity} was held", holds)


def _students(_session: Session, said: Said, _told: Answer) -> Iterator[Evidence]:
    code = str(said.values.get("joins") or "").strip().upper()
    if not code:
        return

    def holds(session: Session) -> bool:
        row = tables.PlanStudent
        found = select(row).where(row.plan_id == said.entity, row.code == code)
        return session.exec(found).first() is not None

    yield Evidence(("student", said.entity, code), f"that {code} joined", holds, lasts=False)


def _undone(_session: Session, said: Said, _told: Answer) -> Iterator[Evidence]:
    def holds(session: Session) -> bool:
        row = session.get(tables.Undo, (said.workspace, said.entity))
        return row is None or row.used_at is not None

    yield Evidence(("undo", said.entity), f"that {said.entity} was taken back", holds)


Reader = Callable[[Session, Said, Answer], Iterator[Evidence]]


def _listed(read: Reader) -> Callable[[Session, Said, Answer], list[Evidence]]:
    return lambda session, said, told: list(read(session, said, told))


READERS: Mapping[str, Callable[[Session, Said, Answer], list[Evidence]]] = MappingProxyType(
    {
        "in": _listed(partial(_answer, "in")),
        "talk": _listed(partial(_answer, "talk")),
        "tick": _listed(_tick),
        "pushin:expect": _listed(_expected),
        "pushin:agree": _listed(_agreed),
        "change_confirm": _listed(_changed),
        "pushin:change_preview": _listed(_changed),
        "day_confirm": _listed(_day),
        "pushin:day_preview": _listed(_day),
        "absent_confirm": _listed(_out),
        "pushin:absence_preview": _listed(_out),
        "log_as": _listed(_logged),
        "pushin:log": _listed(_logged),
        "log_day": _listed(_logged_day),
        "pushin:note": _listed(_noted),
        "tb_held": _listed(_talked),
        "tb_done": _listed(_talked),
        "pushin:students": _listed(_students),
        **dict.fromkeys(
            ("change_undo", "day_undo", "absent_undo", "log_undo", "students_undo", "mu_undo"),
            _listed(_undone),
        ),
    }
)
"""What is looked for after each verb, or form, that writes."""
