"""What providers would like to know of a room: its teacher is asked once, on her next card."""

from datetime import datetime

from pushin import classrooms, errors, live, people, prompts, rights, room_facts, room_questions
from pushin.results import NotTold, TeacherAsked
from storage import tables
from storage.scope import Scope


def ask(scope: Scope, classroom_id: str, kind: str, *, at: datetime) -> TeacherAsked:
    """Let a room's teacher be asked when a kind of routine is, within her daily card.

    A provider may, and who keeps the school. Asked again, nothing changes. Refusals: `room_gone`,
    `stranger`, `not_yours`, `told_meanwhile` (room).
    """
    asker = people.require_member(scope)
    room = classrooms.require(scope, classroom_id)
    provider_id = asker.id if asker.role == "provider" else None
    rights.require(scope, "schedule", provider_id=provider_id, school_id=room.school_id)
    teacher = people.require(scope, room.teacher_id)
    if room_questions.of_kind(scope, room, kind, at=at) is None:
        raise errors.Stale("told_meanwhile", room=room.room)
    again = is_asked(room, kind)
    if not again:
        wish = f"{room_questions.ASKED}{kind}:{asker.id}:{at.isoformat()}"
        room.without = sorted({*room.without, wish})
        scope.session.add(room)
        scope.session.flush()
        prompts.for_person(scope, teacher.id, at=at)
        live.changed(scope, f"person:{teacher.id}")
    will_ask = scope.prompts.is_coming("ask", teacher.id)
    return TeacherAsked(room.room, kind, people.ref(teacher), again=again, reachable=will_ask)


def not_told(scope: Scope, room: tables.Classroom, kind: str, *, at: datetime) -> NotTold:
    """Return that a kind of routine of a room is not told, and whether its teacher is asked."""
    question = room_questions.of_kind(scope, room, kind, at=at)
    return NotTold(
        room.id,
        room.room,
        kind,
        people.ref(people.require(scope, room.teacher_id)),
        guess=question is not None and question.start is not None,
        asked=is_asked(room, kind),
        mine=room_facts.is_teacher(scope, room),
    )


def is_asked(room: tables.Classroom, kind: str) -> bool:
    """Tell whether the room's teacher is asked about a kind of routine already."""
    return any(one.startswith(f"{room_questions.ASKED}{kind}:") for one in room.without)
