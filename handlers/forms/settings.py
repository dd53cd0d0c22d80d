"""The form in which somebody says who they are: role, school, hours, lunch."""

from handlers.actions import ActionRef
from handlers.forms.spec import Field, Filled, FormSpec, Option, chosen, hhmm
from pushin.people import Account, MeInput
from pushin.results import Me
from storage.tables.people import DISCIPLINES, ROLES

NAME = "settings"
WEEKDAYS = (0, 1, 2, 3, 4)
_YES = "yes"


def spec(me: Me, *, name: str) -> FormSpec:
    """Return the form, prefilled; `name` is the account's, for somebody new."""
    person = me.person
    return FormSpec(
        NAME,
        ActionRef(NAME),
        (
            Field("name", "text", person.name if person else name, longest=80),
            chosen("role", _words("role", _roles(me)), person.role if person else None),
            _discipline(person.discipline if person else None),
            _school(me),
            *_hours(me),
            *_lunch(me),
            _changes(me),
        ),
    )


def read(filled: Filled, account: Account) -> MeInput:
    """Return what the person said; hours hold for each of the days they picked."""
    start, end = filled.minute("from"), filled.minute("to")
    lunch = filled.minute("lunch_from"), filled.minute("lunch_to")
    return MeInput(
        account=account,
        name=filled.text("name"),
        role=filled.text("role"),
        discipline=filled.text("discipline") or None,
        school_id=filled.text("school") or None,
        working_hours=_read_hours(filled, start, end),
        lunch=(lunch[0], lunch[1]) if lunch[0] is not None and lunch[1] is not None else None,
        lunch_ok=_YES in filled.many("lunch_ok"),
        change_anytime=_YES in filled.many("change_anytime"),
    )


def half_said(filled: Filled) -> str | None:
    """Return the field that is missing where only one end of a time was filled in."""
    for first, last in (("from", "to"), ("lunch_from", "lunch_to")):
        if bool(filled.text(first)) != bool(filled.text(last)):
            return first if filled.text(last) else last
    return None


def _read_hours(filled: Filled, start: int | None, end: int | None) -> dict[int, tuple[int, int]]:
    if start is None or end is None:
        return {}
    days = [int(day) for day in filled.many("days")] or list(WEEKDAYS)
    return dict.fromkeys(days, (start, end))


def _roles(me: Me) -> tuple[str, ...]:
    """Return the roles to pick from; case manager only for who is one: others give it."""
    role = me.person.role if me.person else None
    return tuple(one for one in ROLES if one != "case_manager" or one == role)


def _discipline(value: str | None) -> Field:
    options = tuple(Option(discipline, discipline) for discipline in DISCIPLINES)
    return chosen("discipline", options, value, optional=True)


def _school(me: Me) -> Field:
    if not me.schools:
        return Field("no_school", "note")
    options = tuple(Option(school_id, name) for school_id, name in me.schools[:100])
    return chosen("school", options, me.school_id)


def _hours(me: Me) -> tuple[Field, ...]:
    days = tuple(str(day) for day in me.working_hours)
    first = next(iter(me.working_hours.values()), (None, None))
    options = tuple(Option(str(day), word=f"weekday.{day}") for day in WEEKDAYS)
    return (
        Field("days", "choices", days, options, optional=True),
        Field("from", "time", hhmm(first[0]), optional=True),
        Field("to", "time", hhmm(first[1]), optional=True),
    )


def _lunch(me: Me) -> tuple[Field, ...]:
    start, end = me.lunch or (None, None)
    offer = (Option(_YES, word="settings.lunch_ok.yes"),)
    return (
        Field("lunch_from", "time", hhmm(start), optional=True),
        Field("lunch_to", "time", hhmm(end), optional=True),
        Field("lunch_ok", "choices", (_YES,) if me.lunch_ok else (), offer, optional=True),
    )


def _changes(me: Me) -> Field:
    offer = (Option(_YES, word="settings.change_anytime.yes"),)
    wanted = (_YES,) if me.change_anytime else ()
    return Field("change_anytime", "choices", wanted, offer, optional=True)


def _words(family: str, values: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(Option(value, word=f"{family}.{value}") for value in values)
