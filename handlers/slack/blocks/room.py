"""A classroom on one screen: its open question first, then its routines in the order of the day."""

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import facts, room_question
from handlers.slack.blocks.kit import (
    Block,
    SlackMessage,
    actions,
    button,
    context,
    divider,
    message,
    section,
)
from handlers.slack.mrkdwn import Mrkdwn, bold, bullets, escape, join, mention
from handlers.slack.sentences import known, plain, say, word
from pushin.results import Refused, Room, RoomNote, RoutineFacts
from pushin.room_answers import MOST_ADULTS

_LINES = 15
"""Routines in one paragraph: more would not fit into it."""
_MANY = 3
"""Guesses from which on all of them can be said to be right with one tap."""
_PICKED = 45


def room(found: Room) -> SlackMessage:
    """Return the room: the question and its answers stand first, as they do on a phone."""
    title = _title(found)
    text = say("room.text", title=title, count=len(found.routines))
    if found.question is None:
        return message(text, *_notes(found), *_all(found))
    asked = found.question
    sentence = join([room_question.sentence(asked), room_question.guess(asked)], " ")
    # The boxes of a day name its routines: a list below would push the question off a phone.
    rest = [] if asked.kind == "day" else [divider(), *_all(found)]
    return message(
        say("room.text.question", title=title, question=sentence),
        room_question.lines(asked),
        *room_question.answers(asked, *_beside(found)),
        context(_progress(found)),
        *_notes(found),
        *rest,
    )


def later(found: Room) -> SlackMessage:
    """Return the room without its question, and how to go on."""
    line = say("room.note.later")
    on = button(ActionRef("room", found.classroom_id), plain("button.room_on"))
    return message(line, section(line), actions(on))


def noted(found: Room) -> SlackMessage:
    """Return what an answer on a card did; what follows from it is asked at once, no more."""
    asked = found.question if found.question and found.question.kind == "use" else None
    more = button(ActionRef("room", found.classroom_id))
    lines = [_note(one) for one in found.notes]
    if asked is None:
        return message(join(lines, " "), section(*lines), actions(_undo(found), more))
    question = [room_question.lines(asked), *room_question.answers(asked)]
    return message(join(lines, " "), *_notes(found), *question)


def pick(found: Room) -> SlackMessage:
    """Return every routine with the button that opens its form."""
    rows = [
        section(_line(found, one), accessory=button(_form(found, one.name)))
        for one in found.routines[:_PICKED]
    ]
    back = button(ActionRef("room", found.classroom_id), plain("button.room_back"))
    add = button(ActionRef("routine_add", found.classroom_id))
    return message(say("room.pick"), section(bold(plain("room.pick"))), *rows, actions(add, back))


def adults(found: Room) -> SlackMessage:
    """Return the question how many adults may be in the room at a time, a number a tap."""
    if not found.is_mine:
        return room(found)
    line = say("room.adults.ask", room=facts.room(found.room))
    row = [
        button(
            ActionRef("room_most", f"{found.classroom_id}/{count}"),
            plain("button.room_most", count=count),
        )
        for count in MOST_ADULTS
    ]
    any_number = ActionRef("room_most", f"{found.classroom_id}/any")
    return message(
        line,
        section(line, _most(found)),
        actions(*row, button(any_number, plain("button.room_most.any"))),
    )


def _most(found: Room) -> Mrkdwn:
    if found.most_adults is None:
        return say("room.adults.any")
    return say("room.adults", count=found.most_adults)


def which(no: Refused) -> SlackMessage:
    """Return the rooms that were perhaps meant, each with its button."""
    rooms = no.params.get("rooms")
    pairs = [pair for pair in rooms if len(pair) == 2] if isinstance(rooms, tuple) else []  # noqa: PLR2004  (id, name)
    row = [button(ActionRef("room", room_id), facts.room(name)) for room_id, name in pairs]
    return message(say("room.which"), section(say("room.which")), actions(*row))


def _title(found: Room) -> Mrkdwn:
    return say("room.title", room=facts.room(found.room), teacher=found.teacher.name)


def _progress(found: Room) -> Mrkdwn:
    if not found.number:
        return Mrkdwn("")
    return say("room.progress", number=found.number, count=found.count)


def _beside(found: Room) -> list[Block]:
    """Return what else a question may be answered with: all guesses at once, and Later."""
    all_right = ActionRef("room_all", found.classroom_id, found.guesses_revision)
    asked = found.question
    is_guess = asked is not None and asked.kind == "routine" and asked.start is not None
    many = is_guess and found.is_mine and found.guesses >= _MANY
    label = plain("button.room_all", count=found.guesses)
    return [
        *([button(all_right, label)] if many else []),
        button(ActionRef("room_later", found.classroom_id)),
    ]


# --- what an answer did -----------------------------------------------------------------------


def _notes(found: Room) -> list[Block | None]:
    lines = [_note(one) for one in found.notes]
    return [section(*lines, accessory=_undo(found))] if lines else []


def _undo(found: Room) -> Block | None:
    return button(ActionRef("room_undo", found.undo_id)) if found.undo_id else None


def _note(note: RoomNote) -> Mrkdwn:
    times = when.span(note.start, note.end) if note.start is not None and note.end else ""
    usual = known(f"routine.{note.name}")
    name = word("routine", note.name) if usual else room_question.titled(note.name)
    nothing_else = f"room.note.{note.code}.all"
    key = nothing_else if known(nothing_else) and not note.others else f"room.note.{note.code}"
    return say(key, name=name, times=times, others=note.others)


# --- the room ---------------------------------------------------------------------------------


def _all(found: Room) -> list[Block | None]:
    is_complete = found.is_mine and found.question is None
    title = plain("room.complete", room=facts.room(found.room)) if is_complete else _title(found)
    lines = [_line(found, one) for one in found.routines]
    first, *later_on = [lines[n : n + _LINES] for n in range(0, len(lines), _LINES)] or [[]]
    return [
        section(bold(title), *(first or [say("room.empty")])),
        *(section(*more) for more in later_on),
        *([] if lines else [_bells(found)]),
        *_hands(found),
    ]


def _line(found: Room, routine: RoutineFacts) -> Mrkdwn:
    """Return a routine with its times and what the team should know of it."""
    planning = routine.kind == "planning"
    labels = {day.key: day.label for day in found.days}
    not_on = [labels[key] for key in routine.drops_on if key in labels]
    open_for_all = plain("room.usable" if routine.usable else "room.not_usable")
    notes = [
        when.weekdays(routine.weekdays) if routine.weekdays != _WEEK else "",
        plain("room.no_students") if not routine.with_students and not planning else "",
        open_for_all if planning and found.offered is not None else "",
        plain("room.not_on", days=not_on) if not_on else "",
        plain("room.guess") if routine.guess else "",
    ]
    told = ", ".join(note for note in notes if note)
    times = when.span(routine.start, routine.end)
    line = plain("room.line", times=times, name=room_question.titled(routine.name))
    return escape(f"{line} ({told})" if told else line)


def _bells(found: Room) -> Block | None:
    lines = [
        escape(plain("room.line", times=when.span(one.start, one.end), name=one.name))
        for one in found.periods[:_LINES]
    ]
    return section(say("room.bells"), bullets(lines)) if lines else None


def _hands(found: Room) -> list[Block | None]:
    """Return what the reader may do with the room, or whom to ask."""
    if not found.may_edit:
        return [context(say("room.ask_whom", name=_teacher(found)))]
    room_id = found.classroom_id
    guesses = say("room.guesses", count=found.guesses, name=found.teacher.name)
    return [
        context(
            guesses if found.guesses and not found.is_mine else Mrkdwn(""),
            _most(found) if found.most_adults is not None else Mrkdwn(""),
        ),
        actions(
            button(ActionRef("room_change", room_id)) if found.routines else None,
            button(ActionRef("routine_add", room_id)),
            *_offer(found),
            button(ActionRef("room_adults", room_id)) if found.is_mine else None,
        ),
    ]


def _offer(found: Room) -> list[Block]:
    """Return how the teacher changes their mind about planning time."""
    if not found.is_mine or found.offered is None:
        return []
    verb, key = ("room_no", "withdraw") if found.offered else ("room_yes", "offer")
    return [button(ActionRef(verb, found.classroom_id), plain(f"button.room_{key}"))]


def _teacher(found: Room) -> Mrkdwn:
    teacher = found.teacher
    return mention(teacher.slack_user_id) if teacher.slack_user_id else escape(teacher.name)


def _form(found: Room, name: str) -> ActionRef:
    return ActionRef("routine", f"{found.classroom_id}/{name}")


_WEEK = (0, 1, 2, 3, 4)
