"""The form for one routine of a classroom, or its teacher's planning time."""

from handlers.actions import ActionRef
from handlers.forms.spec import Field, Filled, FormSpec, Option, chosen, hhmm
from pushin.classrooms import RoutineInput
from pushin.results import Room, RoutineFacts
from storage.tables.people import ROUTINE_KINDS

NAME = "routine"
_YES = "yes"
_NO = "no"
_OTHER = "other"
_WEEK = (0, 1, 2, 3, 4)
_SHOWN = "shown"


def spec(room: Room, *, name: str = "", kind: str = "", more: bool = False) -> FormSpec:
    """Return the form for the routine called `name`, or for a new one of a kind.

    A name that only a question knows is prefilled with what is guessed. `more` adds the days of the
    week and the kinds of days on which it does not happen; it is open where there are any.
    """
    known = _known(room, name)
    about = known or _guessed(room, name)
    entity = f"{room.classroom_id}/{known.name}" if known else room.classroom_id
    more = more or (about is not None and (about.weekdays != _WEEK or bool(about.drops_on)))
    drop = (ActionRef("routine_drop", entity),) if known else ()
    return FormSpec(
        NAME,
        ActionRef(NAME, entity),
        (
            _kind(about.kind if about else kind),
            Field("name", "text", about.name if about else "", optional=not known, longest=80),
            Field("start", "time", hhmm(about.start) if about else None),
            Field("end", "time", hhmm(about.end) if about else None),
            *_students(room, about, kind),
            *(_days(room, about) if more else ()),
        ),
        kept={_SHOWN: "\n".join(day.key for day in room.days)} if more else {},
        buttons=(*(() if more else (ActionRef("routine_more", entity),)), *drop),
    )


def classroom_of(ref: ActionRef) -> tuple[str, str]:
    """Return classroom id and routine name (empty for a new one) of a form's reference."""
    classroom_id, _, name = ref.entity.partition("/")
    return classroom_id, name


def is_known(room: Room, name: str) -> bool:
    """Tell whether a room has this routine."""
    return _known(room, name) is not None


def some_weekdays(filled: Filled) -> tuple[int, ...]:
    """Return the weekdays that were picked, where these are not all of the week."""
    days = tuple(int(day) for day in filled.many("weekdays"))
    return () if days == _WEEK else days


def read(filled: Filled, *, called: str) -> RoutineInput:
    """Return the routine; `called` is the word for its kind, and names a new one without a name.

    Something else has no name of its own: the person has to say it.
    """
    kind, was = filled.text("kind"), classroom_of(filled.ref)[1]
    days = _SHOWN in filled.values
    ticked, shown = filled.many("days"), filled.lines(_SHOWN)
    return RoutineInput(
        name=filled.text("name") or ("" if kind == _OTHER else called),
        kind=kind,
        start=filled.minute("start") or 0,
        end=filled.minute("end") or 0,
        with_students=filled.text("students") != _NO,
        usable=_YES in filled.many("usable"),
        is_new=not was,
        was=was,
        weekdays=tuple(int(day) for day in filled.many("weekdays")) if days else None,
        drops={key: key in ticked for key in shown} if days else None,
    )


def _known(room: Room, name: str) -> RoutineFacts | None:
    return next((routine for routine in room.routines if routine.name == name), None)


def _guessed(room: Room, name: str) -> RoutineFacts | None:
    """Return what a question guesses of a routine that a push-in hangs on and nobody told."""
    asked = room.question
    if not name or asked is None or asked.name != name or asked.start is None or asked.end is None:
        return None
    return RoutineFacts(
        name,
        asked.routine_kind,
        asked.start,
        asked.end,
        with_students=True,
        usable=False,
        guess=True,
    )


def _kind(kind: str) -> Field:
    options = tuple(Option(value, word=f"routine.{value}") for value in ROUTINE_KINDS)
    return chosen("kind", options, kind or None)


def _students(room: Room, about: RoutineFacts | None, kind: str) -> tuple[Field, ...]:
    """Return who is there; of time without students its teacher alone says if it may be used."""
    without = not about.with_students if about else kind == "planning"
    answers = (Option(_YES, word="routine.students.yes"), Option(_NO, word="routine.students.no"))
    asked = chosen("students", answers, _NO if without else _YES)
    if not room.is_mine or not (without or (about is None and not kind)):
        return (asked,)
    usable = (_YES,) if about and about.usable else ()
    offer = (Option(_YES, word="routine.usable.yes"),)
    return (asked, Field("usable", "choices", usable, offer, optional=True))


def _days(room: Room, about: RoutineFacts | None) -> tuple[Field, ...]:
    weekdays = tuple(Option(str(day), word=f"weekday.{day}") for day in _WEEK)
    week = tuple(str(day) for day in (about.weekdays if about else _WEEK))
    days = tuple(Option(day.key, day.label) for day in room.days)
    dropped = about.drops_on if about else ()
    not_on = Field("days", "choices", dropped, days, optional=True)
    asked = Field("weekdays", "choices", week, weekdays, optional=True)
    return (asked, *((not_on,) if days else ()))
