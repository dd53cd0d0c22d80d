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
_NAME = Field("name", "text", optional=True, longest=80)


def spec(room: Room, *, name: str = "", kind: str = "") -> FormSpec:
    """Return the form for the routine called `name`, or for a new one of a kind."""
    known = next((routine for routine in room.routines if routine.name == name), None)
    entity = f"{room.classroom_id}/{known.name}" if known else room.classroom_id
    return FormSpec(
        NAME,
        ActionRef(NAME, entity),
        (
            *((_named(known),) if known else (_kind(kind), _NAME)),
            *_times(known),
            *_students(known, kind),
        ),
        kept={"name": known.name, "kind": known.kind} if known else {},
        buttons=(ActionRef("routine_drop", entity),) if known else (),
    )


def classroom_of(ref: ActionRef) -> tuple[str, str]:
    """Return classroom id and routine name (empty for a new one) of a form's reference."""
    classroom_id, _, name = ref.entity.partition("/")
    return classroom_id, name


def read(filled: Filled, *, called: str) -> RoutineInput:
    """Return the routine; `called` is the word for its kind, and names a new one without a name.

    Something else has no name of its own: the person has to say it.
    """
    kind = filled.text("kind")
    return RoutineInput(
        name=filled.text("name") or ("" if kind == _OTHER else called),
        kind=kind,
        start=filled.minute("start") or 0,
        end=filled.minute("end") or 0,
        with_students=filled.text("students") != _NO,
        usable=_YES in filled.many("usable"),
        is_new=not classroom_of(filled.ref)[1],
    )


def _named(known: RoutineFacts) -> Field:
    return Field("named", "note", about=known.name)


def _kind(kind: str) -> Field:
    options = tuple(Option(value, word=f"routine.{value}") for value in ROUTINE_KINDS)
    return chosen("kind", options, kind or None)


def _times(known: RoutineFacts | None) -> tuple[Field, ...]:
    return (
        Field("start", "time", hhmm(known.start) if known else None),
        Field("end", "time", hhmm(known.end) if known else None),
    )


def _students(known: RoutineFacts | None, kind: str) -> tuple[Field, ...]:
    without = not known.with_students if known else kind == "planning"
    answers = (Option(_YES, word="routine.students.yes"), Option(_NO, word="routine.students.no"))
    usable = (_YES,) if known and known.usable else ()
    offer = (Option(_YES, word="routine.usable.yes"),)
    return (
        chosen("students", answers, _NO if without else _YES),
        Field("usable", "choices", usable, offer, optional=True),
    )
