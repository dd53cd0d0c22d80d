"""The form in which an organiser changes a school day: what it is, when, why."""

from handlers.actions import ActionRef
from handlers.forms.spec import Field, Filled, FormSpec, Option, chosen, hhmm
from pushin.day_requests import DayInput
from pushin.results import DayForm
from school.day_wishes import Wish

NAME = "override"
_KINDS = ("closed", "starts", "ends", "usual")
_NAMED = "named:"
_SCHOOLS = 100


def spec(found: DayForm) -> FormSpec:
    """Return the form, prefilled; the school is asked for only where there are several."""
    several = len(found.schools) > 1
    return FormSpec(
        NAME,
        ActionRef("day_change", found.draft_id),
        (
            *((_school(found),) if several else ()),
            chosen("kind", _kinds(found), _kind_of(found)),
            Field("time", "time", hhmm(found.minute), optional=True),
            Field("first", "date", found.first.isoformat()),
            Field("last", "date", found.last.isoformat() if found.last else "", optional=True),
            Field("label", "text", found.label, optional=True, longest=80),
        ),
        kept={} if several else {"school": found.school_id},
    )


def read(filled: Filled) -> DayInput | None:
    """Return what was filled in; None where it lacks the time that it begins late or ends early."""
    minute, first = filled.minute("time"), filled.date("first")
    wish = _wish(filled.text("kind"), minute)
    if first is None or (wish.kind in {"starts", "ends"} and minute is None):
        return None
    return DayInput(filled.text("school"), wish, first, filled.date("last"), filled.text("label"))


def _wish(kind: str, minute: int | None) -> Wish:
    if kind.startswith(_NAMED):
        return Wish("named", name=kind.removeprefix(_NAMED))
    match kind:
        case "starts":
            return Wish("starts", minute)
        case "ends":
            return Wish("ends", minute)
        case "usual":
            return Wish("usual")
        case _:
            return Wish("closed")


def _school(found: DayForm) -> Field:
    options = tuple(Option(key, name) for key, name in found.schools[:_SCHOOLS])
    return chosen("school", options, found.school_id)


def _kinds(found: DayForm) -> tuple[Option, ...]:
    return (
        *(Option(kind, word=f"override.kind.{kind}") for kind in _KINDS),
        *(Option(f"{_NAMED}{one.key}", one.label) for one in found.options),
    )


def _kind_of(found: DayForm) -> str | None:
    return f"{_NAMED}{found.key}" if found.kind == "named" else found.kind
