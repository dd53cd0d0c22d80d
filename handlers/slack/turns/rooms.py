"""Requests about a classroom: its screen, the answers to its one question, a routine's form."""

from collections.abc import Callable

from handlers.forms import routine as form
from handlers.slack import views, when
from handlers.slack.blocks import room as rooms
from handlers.slack.blocks.kit import SlackMessage
from handlers.slack.replies import Reply
from handlers.slack.sentences import plain, word
from handlers.slack.turn import Turn, under_fields
from pushin import classrooms, room_answers
from pushin.results import Refused, Room

_FIELDS = {
    "end_before_start": "end",
    "longer_than_day": "end",
    "unknown_kind": "kind",
    "routine": "name",
    "routine_exists": "name",
    "routine_gone": "name",
    "too_many": "name",
    "may_name_student": "name",
    "weekdays_missing": "weekdays",
    "unknown_day_type": "days",
}
_WHICH = "which_room"


async def room(turn: Turn) -> Reply:
    """Answer with the asker's room, or the one that was picked."""
    return await _shown(turn, rooms.room)


async def later(turn: Turn) -> Reply:
    """Leave the question for another time."""
    return await _shown(turn, rooms.later)


async def pick(turn: Turn) -> Reply:
    """Answer with the routines, each with the button that opens its form."""
    return await _shown(turn, rooms.pick)


# --- answers ----------------------------------------------------------------------------------


async def grade(turn: Turn) -> Reply:
    """Say which grade the room is."""
    found = await turn.perform(room_answers.choose_grade, *_entity(turn), at=turn.at)
    return await _answered(turn, found)


async def right(turn: Turn) -> Reply:
    """Say that a guess is right."""
    found = await turn.perform(room_answers.confirm, *_entity(turn), turn.ref.revision, at=turn.at)
    return await _answered(turn, found)


async def all_right(turn: Turn) -> Reply:
    """Say that all guesses are right."""
    found = await turn.perform(
        room_answers.confirm_all, turn.ref.entity, turn.ref.revision, at=turn.at
    )
    return await _answered(turn, found)


async def none(turn: Turn) -> Reply:
    """Say that the class has no such routine."""
    found = await turn.perform(room_answers.none, *_entity(turn), turn.ref.revision, at=turn.at)
    return await _answered(turn, found)


async def period(turn: Turn) -> Reply:
    """Say that planning time is in a period of the bells."""
    name = plain("routine.planning")
    found = await turn.perform(room_answers.planning_in, *_entity(turn), name, at=turn.at)
    return await _answered(turn, found)


async def offer(turn: Turn) -> Reply:
    """Say whether planning time may be used."""
    yes = turn.ref.verb == "room_yes"
    found = await turn.perform(room_answers.offer, turn.ref.entity, usable=yes, at=turn.at)
    return await _answered(turn, found)


async def day(turn: Turn) -> Reply:
    """Say what still happens on a kind of day: what is ticked on the asker's screen."""
    about = (*_entity(turn), turn.ref.revision, turn.boxes)
    found = await turn.perform(room_answers.other_day, *about, at=turn.at)
    return await _answered(turn, found)


async def adults(turn: Turn) -> Reply:
    """Ask how many adults may be in the room at a time."""
    return await _shown(turn, rooms.adults)


async def most_adults(turn: Turn) -> Reply:
    """Say how many adults may be in the room at a time."""
    classroom_id, count = _entity(turn)
    most = int(count) if count.isdecimal() else None
    found = await turn.perform(room_answers.most_adults, classroom_id, most, at=turn.at)
    return await _answered(turn, found)


async def undo(turn: Turn) -> Reply:
    """Take an answer back."""
    found = await turn.perform(room_answers.take_back, turn.ref.entity, at=turn.at)
    return await _answered(turn, found)


async def box(_turn: Turn) -> Reply:
    """Wait for the button below: a box alone says nothing yet."""
    return None


# --- the form ---------------------------------------------------------------------------------


async def routine(turn: Turn) -> Reply:
    """Open the form of one routine, or of a new one."""
    return await _form(turn, *form.classroom_of(turn.ref))


async def say_when(turn: Turn) -> Reply:
    """Open the form of what was asked for."""
    classroom_id, key = _entity(turn)
    about, _, name = key.partition(":")
    if about == "kind":
        return await _form(turn, classroom_id, kind=name)
    return await _form(turn, classroom_id, name=name, asked=key)


async def more(turn: Turn) -> Reply:
    """Show the days in the open form; what was typed stays."""
    classroom_id, name = form.classroom_of(turn.ref)
    return await _form(turn, classroom_id, name=name, more=True)


async def drop(turn: Turn) -> Reply:
    """Take a routine away and show the room."""
    found = await turn.perform(classrooms.drop_routine, *form.classroom_of(turn.ref), at=turn.at)
    return await _answered(turn, found)


async def save(turn: Turn) -> Reply:
    """Keep a routine and show the room with its next open question."""
    if turn.filled is None:
        return None
    classroom_id, _ = form.classroom_of(turn.filled.ref)
    kind, days = word("routine", turn.filled.text("kind")), form.some_weekdays(turn.filled)
    called = f"{kind} ({when.weekdays(days)})" if days else kind
    about = form.read(turn.filled, called=called)
    found = await turn.perform(classrooms.set_routine, classroom_id, about, at=turn.at)
    if isinstance(found, Refused):
        return under_fields(found, _FIELDS, "start")
    return await turn.show(found)


async def _form(
    turn: Turn,
    classroom_id: str,
    name: str = "",
    *,
    kind: str = "",
    asked: str = "",
    more: bool = False,
) -> Reply:
    found = await turn.perform(classrooms.room, classroom_id, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    if not found.may_edit:
        return await turn.show(Refused("ask_the_teacher", {"name": found.teacher.name}))
    if name and not asked and not form.is_known(found, name):
        return await turn.show(Refused("routine_gone"))
    return views.form(form.spec(found, name=name, kind=kind, more=more))


# --- showing ----------------------------------------------------------------------------------


async def _shown(turn: Turn, show: Callable[[Room], SlackMessage]) -> Reply:
    found = await turn.perform(classrooms.room, turn.ref.entity or None, at=turn.at)
    if isinstance(found, Room):
        return show(found)
    return rooms.which(found) if found.code == _WHICH else await turn.show(found)


async def _answered(turn: Turn, found: Room | Refused) -> Reply:
    """Show what an answer did: a card shows itself what follows, elsewhere the next question."""
    if isinstance(found, Room) and turn.place.is_card:
        return rooms.noted(found)
    return await turn.show(found)


def _entity(turn: Turn) -> tuple[str, str]:
    """Return the classroom of a button and what it is about."""
    classroom_id, _, about = turn.ref.entity.partition("/")
    return classroom_id, about
