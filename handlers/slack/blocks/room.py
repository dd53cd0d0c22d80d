"""A classroom with its routines, one open question at a time."""

from handlers.actions import ActionRef
from handlers.slack.blocks import facts
from handlers.slack.blocks.kit import Block, SlackMessage, actions, button, message, section
from handlers.slack.mrkdwn import bold, bullets
from handlers.slack.sentences import plain, say, word
from pushin.results import Refused, Room, RoutineFacts

_SHOWN = 15


def room(found: Room) -> SlackMessage:
    """Return the room's routines; the first thing missing is asked for."""
    title = say("room.title", room=facts.room(found.room), teacher=found.teacher.name)
    rows = [_row(found, routine) for routine in found.routines[:_SHOWN]]
    return message(
        say("room.text", title=title, count=len(found.routines)),
        section(bold(title), "" if rows else say("room.empty")),
        *rows,
        *_question(found),
        _bells(found),
    )


def which(no: Refused) -> SlackMessage:
    """Return the rooms that were perhaps meant, each with its button."""
    rooms = no.params.get("rooms")
    pairs = [pair for pair in rooms if len(pair) == 2] if isinstance(rooms, tuple) else []  # noqa: PLR2004  (id, name)
    row = [button(ActionRef("room", room_id), facts.room(name)) for room_id, name in pairs]
    return message(say("room.which"), section(say("room.which")), actions(*row))


def routine_entity(classroom_id: str, name: str = "") -> str:
    """Return the entity of a routine: its classroom and, when it exists, its name."""
    return f"{classroom_id}/{name}" if name else classroom_id


def _row(found: Room, routine: RoutineFacts) -> Block | None:
    change = ActionRef("routine", routine_entity(found.classroom_id, routine.name))
    edit = button(change, plain("button.routine_change")) if found.may_edit else None
    return section(facts.routine(routine), accessory=edit)


def _question(found: Room) -> list[Block | None]:
    if not found.may_edit:
        return []
    add = button(ActionRef("routine", found.classroom_id), plain("button.routine_add"))
    if not found.missing:
        return [actions(add)]
    kind = found.missing[0]
    asked = ActionRef("routine_ask", routine_entity(found.classroom_id, kind))
    question = say("room.question", kind=word("routine", kind).lower(), room=facts.room(found.room))
    return [section(bold(question)), actions(button(asked, style="primary"), add)]


def _bells(found: Room) -> Block | None:
    lines = [facts.routine(period) for period in found.periods[:_SHOWN]]
    return section(say("room.bells"), bullets(lines)) if lines else None
