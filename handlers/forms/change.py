"""The form for a change: one session, or its plan from a date on; time, routine, room, model."""

from handlers.actions import ActionRef, UnreadableError, number_of
from handlers.forms.spec import Field, Filled, FormSpec, Option, chosen, hhmm
from pushin.change_forms import Filled as ChangeFilled
from pushin.results import ChangeForm, What
from storage.tables.plans import MODELS

NAME = "change"
_CLOCK = "clock"
_WEEKDAYS = (0, 1, 2, 3, 4)
_KINDS: tuple[What, ...] = ("move", "skip", "change", "pause", "resume", "end")
_ONE_ROOM = 1


def spec(found: ChangeForm, *, title: str) -> FormSpec:
    """Return the form, prefilled; `title` says which session it is.

    *Resume* is there only while something pauses; rooms only where there are several, weekdays
    only where they are the rhythm.
    """
    ref = ActionRef("change_form", found.draft_id) if found.draft_id else _of_session(found)
    return FormSpec(
        NAME,
        ref,
        (
            Field("session", "note", about=title),
            chosen("what", _kinds(found), found.what),
            Field("on", "date", found.on.isoformat() if found.on else ""),
            Field("until", "date", found.until.isoformat() if found.until else "", optional=True),
            Field("start", "time", hhmm(found.start), optional=True),
            Field("end", "time", hhmm(found.end), optional=True),
            chosen("during", _during(found), found.anchor, optional=True),
            *_where(found),
            *_rhythm(found),
            *_provider(found),
            *_apart(found),
        ),
        kept={
            "session_id": found.session.id,
            "seen": str(found.revision),
            "review_id": found.review_id,
        },
    )


def read(filled: Filled) -> ChangeFilled:
    """Return what was filled in."""
    what = next((one for one in _KINDS if one == filled.text("what")), None)
    if what is None:
        raise UnreadableError
    return ChangeFilled(
        session_id=filled.text("session_id"),
        seen=number_of(filled.text("seen")),
        what=what,
        on=filled.date("on"),
        until=filled.date("until"),
        start=filled.minute("start"),
        end=filled.minute("end"),
        anchor=filled.text("during"),
        classroom_id=filled.text("room"),
        weekdays=tuple(number_of(day) for day in filled.many("weekdays")),
        model=filled.text("model"),
        provider_id=filled.text("provider"),
        apart=tuple(int(day) for day in filled.many("apart")),
        apart_model=filled.text("apart_model"),
        apart_start=filled.minute("apart_start"),
        review_id=filled.text("review_id"),
    )


def _of_session(found: ChangeForm) -> ActionRef:
    return ActionRef("change", found.session.id, found.revision)


def _kinds(found: ChangeForm) -> tuple[Option, ...]:
    return tuple(
        Option(kind, word=f"change.what.{kind}", detail=f"change.what.{kind}.detail")
        for kind in _KINDS
        if kind != "resume" or found.paused
    )


def _during(found: ChangeForm) -> tuple[Option, ...]:
    offered = (
        *(Option(f"period:{name}", name) for name in found.periods),
        *(Option(f"routine:{name}", name) for name in found.routines),
        Option(_CLOCK, word="schedule.during.clock"),
    )
    if found.anchor in {one.value for one in offered}:
        return offered
    return (Option(found.anchor, found.anchor.partition(":")[2]), *offered)


def _where(found: ChangeForm) -> tuple[Field, ...]:
    if len(found.rooms) <= _ONE_ROOM:
        return ()
    rooms = tuple(Option(key, name) for key, name in found.rooms)
    return (chosen("room", rooms, found.classroom_id),)


def _provider(found: ChangeForm) -> tuple[Field, ...]:
    if len(found.providers) <= 1:
        return ()
    options = tuple(Option(key, name) for key, name in found.providers)
    return (chosen("provider", options, found.provider_id),)


def _apart(found: ChangeForm) -> tuple[Field, ...]:
    """Return what lets some days become a push-in of their own: only of a weekly rhythm."""
    if not found.weekly:
        return ()
    days = tuple(Option(str(day), word=f"weekday.{day}") for day in _WEEKDAYS)
    models = tuple(Option(model, word=f"model.{model}") for model in MODELS)
    picked = tuple(str(day) for day in found.apart)
    return (
        Field("apart", "choices", picked, days, optional=True),
        chosen("apart_model", models, found.apart_model, optional=True),
        Field("apart_start", "time", None, optional=True),
    )


def _rhythm(found: ChangeForm) -> tuple[Field, ...]:
    models = tuple(Option(model, word=f"model.{model}") for model in MODELS)
    days = tuple(Option(str(day), word=f"weekday.{day}") for day in _WEEKDAYS)
    picked = tuple(str(day) for day in found.weekdays)
    weekdays = Field("weekdays", "choices", picked, days, optional=True)
    return (*((weekdays,) if found.weekly else ()), chosen("model", models, found.model))
