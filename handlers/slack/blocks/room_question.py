"""One question about a room with the taps that answer it: in `room`, on the daily card, in Home."""

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks.kit import (
    CHECKBOX_LIMIT,
    Block,
    actions,
    button,
    checkboxes,
    option,
    section,
)
from handlers.slack.mrkdwn import Mrkdwn, bold, join
from handlers.slack.sentences import plain, say, word
from pushin.results import DayRoutine, RoomQuestion, UnusualDay

_PERIODS = 8


def sentence(question: RoomQuestion) -> str:
    """Return the question as one sentence, with what is guessed."""
    here = in_room(question.room)
    match question.kind:
        case "grade":
            return plain("room.ask.grade", room=here)
        case "use":
            return plain("room.ask.use", times=_times(question))
        case "day":
            day = question.day
            label, bells = (day.label, _bells(day)) if day else ("", "")
            return plain("room.ask.day", label=label, bells=bells, room=here)
    if _of_planning(question):
        return plain("room.ask.planning")
    name = called(question.name, question.routine_kind)
    return plain("room.ask.routine", name=name, room=here)


def guess(question: RoomQuestion) -> str:
    """Return what is guessed of a routine; empty where nothing is."""
    if question.kind != "routine" or question.start is None:
        return ""
    return plain("room.ask.guess", times=_times(question))


def lines(question: RoomQuestion) -> Block | None:
    """Return the question with what helps to answer it."""
    hints = (_hint(question), _who(question))
    return section(join([bold(sentence(question)), guess(question)], " "), *hints)


def answers(question: RoomQuestion, *more: Block) -> list[Block | None]:
    """Return the taps that answer a question, and `more` beside them."""
    return [*_boxes(question), actions(*_buttons(question), *more)]


def in_room(room: str) -> str:
    """Return a room inside a sentence; one that has a name of its own keeps it."""
    return plain("room.in", room=room) if room[:1].isdigit() else room


def titled(name: str) -> str:
    """Return a routine's name as a list shows it, also one that came from a typed phrase."""
    return name[:1].upper() + name[1:]


def called(name: str, kind: str) -> str:
    """Return a routine's name inside a sentence: one of its own keeps its capitals."""
    usual = word("routine", kind)
    return usual.lower() if not name or name.casefold() == usual.casefold() else name


def _of_planning(question: RoomQuestion) -> bool:
    """Tell whether it is about planning time as such, and not one with a name of its own."""
    usual = {"", word("routine", "planning").casefold()}
    return question.routine_kind == "planning" and question.name.casefold() in usual


def _times(question: RoomQuestion) -> str:
    if question.start is None or question.end is None:
        return ""
    return when.span(question.start, question.end)


def _bells(day: UnusualDay) -> str:
    """Return what is other on such a day: when it begins, when it ends, or just its bells."""
    said = [
        "" if day.first is None else plain("room.ask.day.first", first=when.clock(day.first)),
        "" if day.last is None else plain("room.ask.day.last", last=when.clock(day.last)),
    ]
    return ", ".join(one for one in said if one) or plain("room.ask.day.other")


def _hint(question: RoomQuestion) -> Mrkdwn:
    if question.kind in {"grade", "use"}:
        return say(f"room.ask.{question.kind}.hint")
    if question.day is None:
        return Mrkdwn("")
    upcoming = say("room.ask.day.next", on=question.day.next_on)
    left_out = say("room.ask.day.left_out", names=question.left_out)
    return join([upcoming, left_out if question.left_out else ""])


def _who(question: RoomQuestion) -> Mrkdwn:
    if question.who is None:
        return Mrkdwn("")
    if question.wished:
        return say("room.ask.who.wished", name=question.who.name)
    planning = question.routine_kind == "planning"
    return say("room.ask.who.planning" if planning else "room.ask.who", name=question.who.name)


def _boxes(question: RoomQuestion) -> list[Block | None]:
    """Return the routines of a day as boxes; ten fit into one group."""
    found: list[Block | None] = []
    for number in range(0, len(question.routines), CHECKBOX_LIMIT):
        group = question.routines[number : number + CHECKBOX_LIMIT]
        ref = ActionRef("room_box", f"{question.classroom_id}/{number}", question.revision)
        ticked = [one.name for one in group if one.happens]
        boxes = [option(one.name, _box(one)) for one in group]
        found.append(checkboxes(ref.encode(), "pushin:room_box", boxes, ticked))
    return found


def _box(one: DayRoutine) -> str:
    return plain("room.line", times=when.span(one.start, one.end), name=titled(one.name))


def _buttons(question: RoomQuestion) -> list[Block]:
    room = question.classroom_id
    match question.kind:
        case "grade":
            return [
                button(ActionRef("room_grade", f"{room}/{one}"), word("grade", one))
                for one in question.grades
            ]
        case "use":
            yes = button(ActionRef("room_yes", room), style="primary")
            return [yes, button(ActionRef("room_no", room))]
        case "day":
            return [button(_ref("room_day", question), style="primary")]
    return _of_routine(question)


def _of_routine(question: RoomQuestion) -> list[Block]:
    key = "button.room_none.mine" if question.routine_kind == "planning" else "button.room_none"
    none = button(_ref("room_none", question), plain(key))
    if question.start is not None:
        right = button(_ref("room_right", question), style="primary")
        return [right, button(_ref("room_say", question)), none]
    say_when = button(
        _ref("room_say", question),
        plain("button.room_say.first"),
        style=None if question.periods else "primary",
    )
    return [*_periods(question), say_when, none]


def _periods(question: RoomQuestion) -> list[Block]:
    return [
        button(
            ActionRef("room_period", f"{question.classroom_id}/{name}"),
            plain("button.room_period", name=name, times=when.span(start, end)),
        )
        for name, start, end in question.periods[:_PERIODS]
    ]


def _ref(verb: str, question: RoomQuestion) -> ActionRef:
    return ActionRef(verb, f"{question.classroom_id}/{question.key}", question.revision)
