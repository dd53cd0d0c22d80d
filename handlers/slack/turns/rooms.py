"""Requests about a classroom: its routines, one form a routine."""

from handlers.forms import routine as form
from handlers.slack import views
from handlers.slack.blocks import room as rooms
from handlers.slack.replies import Reply
from handlers.slack.sentences import word
from handlers.slack.turn import Turn, under_fields
from pushin import classrooms
from pushin.results import Refused

_FIELDS = {
    "end_before_start": "end",
    "unknown_kind": "kind",
    "usable_with_students": "usable",
    "routine": "name",
    "routine_exists": "name",
    "may_name_student": "name",
}
_WHICH = "which_room"


async def room(turn: Turn) -> Reply:
    """Answer with the asker's room, or the one that was picked."""
    found = await turn.perform(classrooms.room, turn.ref.entity or None)
    if isinstance(found, Refused) and found.code == _WHICH:
        return rooms.which(found)
    return await turn.show(found)


async def routine(turn: Turn) -> Reply:
    """Open the form of one routine, or of a new one."""
    classroom_id, name = form.classroom_of(turn.ref)
    return await _form(turn, classroom_id, name=name)


async def answer(turn: Turn) -> Reply:
    """Open the form of the kind of routine that was asked for."""
    classroom_id, kind = form.classroom_of(turn.ref)
    return await _form(turn, classroom_id, kind=kind)


async def drop(turn: Turn) -> Reply:
    """Take a routine away and show the room."""
    classroom_id, name = form.classroom_of(turn.ref)
    return await turn.show(
        await turn.perform(classrooms.drop_routine, classroom_id, name, at=turn.at)
    )


async def save(turn: Turn) -> Reply:
    """Keep a routine and show the room with its next open question."""
    if turn.filled is None:
        return None
    classroom_id, _ = form.classroom_of(turn.filled.ref)
    about = form.read(turn.filled, called=word("routine", turn.filled.text("kind")))
    found = await turn.perform(classrooms.set_routine, classroom_id, about, at=turn.at)
    if isinstance(found, Refused):
        return under_fields(found, _FIELDS, "start")
    return await turn.show(found)


async def _form(turn: Turn, classroom_id: str, *, name: str = "", kind: str = "") -> Reply:
    found = await turn.perform(classrooms.room, classroom_id)
    if isinstance(found, Refused):
        return await turn.show(found)
    if not found.may_edit:
        return await turn.show(Refused("not_yours"))
    return views.form(form.spec(found, name=name, kind=kind))
