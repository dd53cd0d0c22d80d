"""A teacher's answers about their room, one tap each; every one can be taken back."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from pushin import (
    anchors,
    calendars,
    errors,
    live,
    people,
    prompts,
    rights,
    room_facts,
    room_questions,
    room_routines,
    routines,
    sessions,
    starting_sets,
    undo,
)
from pushin.results import Room, RoomNote, RoomQuestion
from school.routines import Routine
from storage import tables
from storage.scope import Scope

MOST_ADULTS = range(2, 9)
UNDO = "room"
"""The kind of undo of all answers: a room's grade, its noes and its routines as they were."""


def choose_grade(scope: Scope, classroom_id: str, grade: str, *, at: datetime) -> Room:
    """Say which grade a room is: what such a class typically does is laid over the bells.

    All of it is a guess; what is there already, and what plans hang on, stays as it is. The
    teacher and who keeps the school may. Said before, nothing changes. Refusals: `room_gone`,
    `not_yours`, `unknown_grade` (known); SchoolError `starting_set`.
    """
    room = room_routines.require(scope, classroom_id)
    rights.require(scope, "routine", classroom=room)
    if room.grade is not None:
        return room_facts.facts(scope, room, at=at, notes=(RoomNote("answered_already"),))
    calendar = calendars.calendar_of(scope, room.school_id)
    change = _Change(scope, room)
    laid = _new_ones(scope, room, starting_sets.laid(grade, calendar.regular))
    room.grade = grade
    for one in laid:
        scope.session.add(_kept(scope, room, one))
    note = RoomNote("laid" if laid else "nothing_laid", others=tuple(one.name for one in laid))
    return change.done((one.name for one in laid), note, at=at)


def confirm(scope: Scope, classroom_id: str, key: str, revision: int, *, at: datetime) -> Room:
    """Say that a guess is right; a routine that only a plan knew of is kept.

    A question that was answered, or that shows other times by now, changes nothing and is told.
    Refusals: `room_gone`, `ask_the_teacher` (name).
    """
    room = _own(scope, classroom_id)
    question = _open(scope, room, key, at=at)
    if question is None or question.revision != revision or question.kind != "routine":
        return _overtaken(scope, room, question, at=at)
    change = _Change(scope, room)
    _say_right(scope, room, question)
    note = RoomNote("kept", question.name, question.start, question.end)
    return change.done((question.name,), note, at=at)


def confirm_all(scope: Scope, classroom_id: str, revision: int, *, at: datetime) -> Room:
    """Say that all guesses of the room are right, as the list showed them (`revision`)."""
    room = _own(scope, classroom_id)
    guesses = [one for one in routines.of_room(scope, classroom_id) if one.guess]
    if not guesses or room_questions.guesses_revision(guesses) != revision:
        note = RoomNote("changed_meanwhile" if guesses else "answered_already")
        return room_facts.facts(scope, room, at=at, notes=(note,))
    change = _Change(scope, room)
    for row in scope.classrooms.routines(classroom_id):
        row.guess = False
        scope.session.add(row)
    names = tuple(one.name for one in guesses)
    return change.done(names, RoomNote("all_kept", others=names), at=at)


def none(scope: Scope, classroom_id: str, key: str, revision: int, *, at: datetime) -> Room:
    """Say that the class has no such routine; sessions that hang on it are marked so."""
    room = _own(scope, classroom_id)
    question = _open(scope, room, key, at=at)
    if question is None or question.revision != revision or question.kind != "routine":
        return _overtaken(scope, room, question, at=at)
    change = _Change(scope, room)
    row = scope.classrooms.routine(classroom_id, question.name)
    if row is not None:
        scope.session.delete(row)
    has_another = any(
        one.kind == question.routine_kind and one.name != question.name
        for one in routines.of_room(scope, classroom_id)
    )
    if not has_another:
        _add_no(scope, room, room_questions.absence(question.routine_kind, question.name))
    note = RoomNote("none", question.name or question.routine_kind)
    return change.done((question.name or question.routine_kind,), note, at=at, follows=False)


def planning_in(scope: Scope, classroom_id: str, period: str, name: str, *, at: datetime) -> Room:
    """Say that a period of the bells is the teacher's planning time, to be called `name`.

    Refusals as of `confirm`, and `period_unknown` (known).
    """
    room = _own(scope, classroom_id)
    if any(one.kind == "planning" for one in routines.of_room(scope, classroom_id)):
        return _overtaken(scope, room, None, at=at)
    bells = calendars.calendar_of(scope, room.school_id).regular
    found = bells.period(period)
    if found is None:
        known = tuple(one.name for one in bells.periods if not one.staff_only)
        raise errors.Refusal("period_unknown", known=known)
    change = _Change(scope, room)
    told = Routine(
        name,
        found.start,
        found.end,
        kind="planning",
        with_students=False,
        weekdays=frozenset(range(5)),
    )
    scope.session.add(_kept(scope, room, told))
    return change.done((name,), RoomNote("kept", name, found.start, found.end), at=at)


def offer(scope: Scope, classroom_id: str, *, usable: bool, at: datetime) -> Room:
    """Say whether the team may use the teacher's planning time to touch base; they may say anew.

    Refusals as of `confirm`; `planning_missing` where none is known.
    """
    room = _own(scope, classroom_id)
    rows = [one for one in scope.classrooms.routines(classroom_id) if one.kind == "planning"]
    if not rows:
        raise errors.Refusal("planning_missing")
    said_no = room_questions.NOT_OFFERED in room.without
    if all(one.usable == usable for one in rows) and said_no != usable:
        return room_facts.facts(scope, room, at=at, notes=(RoomNote("answered_already"),))
    change = _Change(scope, room)
    for row in rows:
        row.with_students, row.usable = False, usable
        scope.session.add(row)
    room.without = [one for one in room.without if one != room_questions.NOT_OFFERED]
    if not usable:
        _add_no(scope, room, room_questions.NOT_OFFERED)
    names = [row.name for row in rows]
    return change.done(names, RoomNote("offered" if usable else "not_offered"), at=at)


def most_adults(scope: Scope, classroom_id: str, most: int | None, *, at: datetime) -> Room:
    """Say how many adults the teacher wants in the room at a time, herself included; None: any.

    Whoever plans more is told before it is saved, and asked where a changed calendar brings more.
    Refusals as of `confirm`; `bad_number` (known).
    """
    room = _own(scope, classroom_id)
    if most is not None and most not in MOST_ADULTS:
        raise errors.Refusal("bad_number", known=MOST_ADULTS)
    if room.most_adults == most:
        return room_facts.facts(scope, room, at=at, notes=(RoomNote("answered_already"),))
    room.most_adults = most
    scope.session.add(room)
    scope.session.flush()
    for provider_id in {plan.provider_id for plan in scope.plans.of_classroom(room.id)}:
        live.changed(scope, f"person:{provider_id}")
        prompts.for_person(scope, provider_id, at=at)
    note = RoomNote("adults_any") if most is None else RoomNote("adults", str(most))
    return room_facts.facts(scope, room, at=at, notes=(note,))


def other_day(
    scope: Scope,
    classroom_id: str,
    key: str,
    revision: int,
    happens: Collection[str] | None,
    *,
    at: datetime,
) -> Room:
    """Say which routines still happen on a kind of day; None: those that were shown ticked.

    Refusals as of `confirm`.
    """
    room = _own(scope, classroom_id)
    question = _open(scope, room, key, at=at)
    if question is None or question.day is None or question.revision != revision:
        return _overtaken(scope, room, question, at=at)
    change = _Change(scope, room)
    shown = {one.name: one.happens for one in question.routines}
    still = {name for name, ticked in shown.items() if ticked} if happens is None else set(happens)
    day = question.day.key
    for row in scope.classrooms.routines(classroom_id):
        if row.name in shown:
            dropped = set() if row.name in still else {day}
            row.drops_on = sorted({one for one in row.drops_on if one != day} | dropped)
            scope.session.add(row)
    _add_no(scope, room, f"{room_questions.DAY}{day}")
    names = tuple(name for name in shown if name not in still)
    note = RoomNote("day", question.day.label, others=(*names, *question.left_out))
    return change.done(tuple(shown), note, at=at)


def take_back(scope: Scope, undo_id: str, *, at: datetime) -> Room:
    """Let a room be as it was before the asker's answer, for ten minutes, once.

    Refusals: `undo_gone`, `undo_used`, `undo_late` (minutes), `undo_overtaken` where the room was
    changed since, `room_gone`, `not_yours`.
    """
    kept = undo.take(scope, undo_id, at=at)
    if kept.kind != UNDO:
        raise errors.Refusal("undo_gone")
    room = room_routines.require(scope, kept.subject)
    rights.require(scope, "routine", classroom=room)
    if _snapshot(scope, room) != kept.after:
        raise errors.Stale("undo_overtaken")
    held = sessions.held(scope, scope.plans.of_classroom(room.id))
    _restore(scope, room, kept.before)
    names = {one["name"] for one in (*kept.before["routines"], *kept.after["routines"])}
    room_routines.follow(scope, room, held, names=sorted(names), at=at)
    return room_facts.facts(scope, room, at=at, notes=(RoomNote("taken_back"),))


class _Change:
    """One answer: the room as it was, to be compared, followed by all that hangs on it, undone."""

    def __init__(self, scope: Scope, room: tables.Classroom) -> None:
        self._scope, self._room = scope, room
        self._held = sessions.held(scope, scope.plans.of_classroom(room.id))
        self._before = _snapshot(scope, room)

    def done(
        self, names: Iterable[str], note: RoomNote, *, at: datetime, follows: bool = True
    ) -> Room:
        """Keep the change and return the room; `follows`: plans take over changed times."""
        scope, room = self._scope, self._room
        scope.session.add(room)
        scope.session.flush()
        held = self._held if follows else {}
        room_routines.follow(scope, room, held, names=tuple(names), at=at)
        after = _snapshot(scope, room)
        undo_id = undo.keep(scope, UNDO, room.id, before=self._before, after=after, at=at)
        return room_facts.facts(scope, room, at=at, notes=(note,), undo_id=undo_id)


def _own(scope: Scope, classroom_id: str) -> tables.Classroom:
    """Return the asker's own room.

    Refusals: `room_gone`, `stranger`; `ask_the_teacher` (name) to who sees the room or a plan in
    it, `not_yours` to others.
    """
    room = room_routines.require(scope, classroom_id)
    people.require_member(scope)
    if not room_facts.is_teacher(scope, room):
        plans = scope.plans.of_classroom(room.id)
        if not any(rights.may(scope, "see", plan=one) for one in plans):
            rights.require(scope, "see", classroom=room)
        teacher = people.require(scope, room.teacher_id)
        raise errors.NotAllowed("ask_the_teacher", name=teacher.name)
    return room


def _open(scope: Scope, room: tables.Classroom, key: str, *, at: datetime) -> RoomQuestion | None:
    found = room_questions.open_questions(scope, room, at=at)
    return next((one for one in found if one.key == key), None)


def _overtaken(
    scope: Scope, room: tables.Classroom, question: RoomQuestion | None, *, at: datetime
) -> Room:
    """Return the room as it is: the question was answered, or shows something else by now."""
    note = RoomNote("answered_already" if question is None else "changed_meanwhile")
    return room_facts.facts(scope, room, at=at, notes=(note,))


def _say_right(scope: Scope, room: tables.Classroom, question: RoomQuestion) -> None:
    row = scope.classrooms.routine(room.id, question.name)
    if row is None and question.start is not None and question.end is not None:
        told = Routine(question.name, question.start, question.end, kind=question.routine_kind)
        row = _kept(scope, room, replace(told, weekdays=frozenset(range(5))))
    if row is not None:
        row.guess = False
        scope.session.add(row)


def _new_ones(scope: Scope, room: tables.Classroom, laid: Iterable[Routine]) -> tuple[Routine, ...]:
    """Return what a room has not, was not said to be without, and moves no plan."""
    known = routines.of_room(scope, room.id)
    kinds = {one.kind for one in known} | set(room.without)
    names = {one.name.casefold() for one in known}
    fresh = [one for one in laid if one.kind not in kinds and one.name.casefold() not in names]
    return tuple(one for one in fresh if not _moves_a_plan(scope, room, known, one))


def _moves_a_plan(
    scope: Scope, room: tables.Classroom, known: tuple[Routine, ...], one: Routine
) -> bool:
    """Tell whether a plan would move to a guess: it stays where people put it."""
    calendar = calendars.calendar_of(scope, room.school_id)
    for plan in scope.plans.of_classroom(room.id):
        before = anchors.place(plan, calendar, known)
        if before is not None and anchors.place(plan, calendar, (*known, one)) != before:
            return True
    return False


def _kept(scope: Scope, room: tables.Classroom, one: Routine) -> tables.Routine:
    row = room_routines.new_row(scope, room.id, one.name)
    row.kind, row.start_minute, row.end_minute = one.kind, one.start, one.end
    row.with_students, row.guess = one.with_students, one.guess
    row.weekdays = sorted(one.weekdays)
    return row


def _add_no(scope: Scope, room: tables.Classroom, what: str) -> None:
    room.without = sorted({*room.without, what})
    scope.session.add(room)


def _snapshot(scope: Scope, room: tables.Classroom) -> dict[str, Any]:
    rows = scope.classrooms.routines(room.id)
    return {
        "grade": room.grade,
        "without": sorted(room.without),
        "routines": [row.model_dump(exclude={"workspace_id", "classroom_id"}) for row in rows],
    }


def _restore(scope: Scope, room: tables.Classroom, before: dict[str, Any]) -> None:
    room.grade, room.without = before["grade"], list(before["without"])
    scope.session.add(room)
    wanted = {one["name"]: one for one in before["routines"]}
    for row in scope.classrooms.routines(room.id):
        as_it_was = wanted.pop(row.name, None)
        if as_it_was is None:
            scope.session.delete(row)
            continue
        for name, value in as_it_was.items():
            setattr(row, name, value)
        scope.session.add(row)
    for one in wanted.values():
        scope.session.add(
            tables.Routine(workspace_id=scope.workspace_id, classroom_id=room.id, **one)
        )
    scope.session.flush()
