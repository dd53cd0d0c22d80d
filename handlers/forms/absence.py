"""The forms of who is out (who, when, who covers), and of who is asked to cover."""

from handlers.actions import ActionRef
from handlers.forms.spec import Field, Filled, FormSpec, Option, chosen, hhmm
from pushin.absence_phrases import NOON
from pushin.absence_requests import AbsenceFormInput
from pushin.results import AbsenceForm, CoverForm, PersonRef

NAME, COVER = "absence", "cover"
_DAY_END = 24 * 60
_PARTS = {"day": (None, None), "morning": (0, NOON), "afternoon": (NOON, _DAY_END)}
_TIMES = "times"
_MOST = 100


def spec(found: AbsenceForm) -> FormSpec:
    """Return the form, prefilled; who is out is asked for only where there is a choice."""
    several = len(found.people) > 1
    part = next((key for key, it in _PARTS.items() if it == (found.start, found.end)), _TIMES)
    own = part == _TIMES
    end = found.end if found.end != _DAY_END else _DAY_END - 1
    return FormSpec(
        NAME,
        ActionRef("absent_change", found.draft_id),
        (
            *((chosen("person", _people(found.people), found.person_id),) if several else ()),
            Field("first", "date", found.first.isoformat()),
            Field("last", "date", found.last.isoformat() if found.last else "", optional=True),
            chosen("part", _parts(), part),
            Field("start", "time", hhmm(found.start) if own else "", optional=True),
            Field("end", "time", hhmm(end) if own else "", optional=True),
            *(
                (chosen("cover", _people(found.covers), found.cover_id, optional=True),)
                if found.covers
                else ()
            ),
        ),
        kept={} if several else {"person": found.person_id},
    )


def read(filled: Filled) -> AbsenceFormInput | None:
    """Return what was filled in; None where the times of a part of the day are missing."""
    first = filled.date("first")
    part = filled.text("part")
    start, end = _PARTS.get(part, (filled.minute("start"), filled.minute("end")))
    if first is None or (part == _TIMES and (start is None or end is None or end <= start)):
        return None
    return AbsenceFormInput(
        filled.text("person"), first, filled.date("last"), start, end, filled.text("cover") or None
    )


def cover_spec(found: CoverForm, about: str) -> FormSpec:
    """Return the form that asks who covers in one session, which `about` names."""
    return FormSpec(
        COVER,
        ActionRef("cover_pick", found.absence_id),
        (Field("session", "note", about=about), chosen("cover", _people(found.choices), None)),
    )


def _people(people: tuple[PersonRef, ...]) -> tuple[Option, ...]:
    return tuple(Option(one.id, _named(one)) for one in people[:_MOST])


def _named(one: PersonRef) -> str:
    return f"{one.name} ({one.discipline})" if one.discipline else one.name


def _parts() -> tuple[Option, ...]:
    return tuple(Option(key, word=f"absence.part.{key}") for key in (*_PARTS, _TIMES))
