"""The form in which somebody says who they are: role, school, hours, lunch, buildings."""

from handlers.actions import ActionRef
from handlers.forms.spec import Field, Filled, FormSpec, Option, chosen, hhmm
from pushin.buildings import BuildingInput
from pushin.people import Account, MeInput
from pushin.results import BuildingDays, Me
from storage.tables.people import DISCIPLINES, ROLES

NAME = "settings"
WEEKDAYS = (0, 1, 2, 3, 4)
MORE = "settings_more"
BUILDING = "building"
_YES = "yes"
_DAY, _LETTER = "weekday", "letter"
_OF_AN_ORGANISER = (ActionRef("makeup_rules"), ActionRef("role_give"))
_ROWS = 80
"""A modal has a hundred blocks."""


def spec(me: Me, *, name: str) -> FormSpec:
    """Return the form, prefilled; `name` is the account's, for somebody new.

    Buildings are asked of who named some, or tapped that they work in several.
    """
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
            *_buildings(me),
            *_quiet(me),
            _changes(me),
        ),
        buttons=(
            *((ActionRef(MORE),) if _may_be_itinerant(me) else ()),
            *(_OF_AN_ORGANISER if person and person.role == "organiser" else ()),
        ),
    )


def read(filled: Filled, account: Account) -> MeInput:
    """Return what the person said; hours hold for each of the days they picked."""
    start, end = filled.minute("from"), filled.minute("to")
    lunch = filled.minute("lunch_from"), filled.minute("lunch_to")
    quiet = filled.minute("quiet_from"), filled.minute("quiet_to")
    return MeInput(
        account=account,
        name=filled.text("name"),
        role=filled.text("role"),
        discipline=filled.text("discipline") or None,
        school_id=filled.text("school") or None,
        working_hours=_read_hours(filled, start, end),
        lunch=(lunch[0], lunch[1]) if lunch[0] is not None and lunch[1] is not None else None,
        lunch_ok=_YES in filled.many("lunch_ok"),
        buildings=_read_buildings(filled),
        both=_YES in filled.many("both"),
        travel_minutes=int(filled.text("travel")) if filled.text("travel") else None,
        change_anytime=_YES in filled.many("change_anytime"),
        quiet=(quiet[0], quiet[1]) if quiet[0] is not None and quiet[1] is not None else None,
    )


def half_said(filled: Filled) -> str | None:
    """Return the field that is missing where only one end of a time was filled in."""
    for first, last in (("from", "to"), ("lunch_from", "lunch_to"), ("quiet_from", "quiet_to")):
        if bool(filled.text(first)) != bool(filled.text(last)):
            return first if filled.text(last) else last
    return None


def _read_hours(filled: Filled, start: int | None, end: int | None) -> dict[int, tuple[int, int]]:
    if start is None or end is None:
        return {}
    days = [int(day) for day in filled.many("days")] or list(WEEKDAYS)
    return dict.fromkeys(days, (start, end))


def _read_buildings(filled: Filled) -> tuple[BuildingInput, ...] | None:
    """Return each school with its days; None where the form did not ask."""
    said = filled.many_per(BUILDING)
    if not said:
        return None
    return tuple(
        BuildingInput(
            school_id,
            frozenset(int(day) for day in _of_kind(_DAY, picked)),
            frozenset(_of_kind(_LETTER, picked)),
        )
        for school_id, picked in said.items()
    )


def _of_kind(kind: str, picked: tuple[str, ...]) -> list[str]:
    start = f"{kind}:"
    return [one.removeprefix(start) for one in picked if one.startswith(start)]


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


def _quiet(me: Me) -> tuple[Field, ...]:
    start, end = me.quiet or (None, None)
    return (
        Field("quiet_from", "time", hhmm(start), optional=True),
        Field("quiet_to", "time", hhmm(end), optional=True),
    )


def _changes(me: Me) -> Field:
    offer = (Option(_YES, word="settings.change_anytime.yes"),)
    wanted = (_YES,) if me.change_anytime else ()
    return Field("change_anytime", "choices", wanted, offer, optional=True)


def _words(family: str, values: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(Option(value, word=f"{family}.{value}") for value in values)


def _may_be_itinerant(me: Me) -> bool:
    """Tell whether to offer the question: several schools, and a provider or somebody new."""
    is_one = me.person is None or me.person.role == "provider"
    return is_one and len(me.schools) > 1 and not me.buildings


def _buildings(me: Me) -> tuple[Field, ...]:
    if not me.buildings:
        return ()
    too_many = (Field("too_many", "note"),) if len(me.buildings) > _ROWS else ()
    offer = (Option(_YES, word="settings.both.yes"),)
    return (
        Field("buildings", "note"),
        *(_building(one) for one in me.buildings[:_ROWS]),
        *too_many,
        Field("both", "choices", (_YES,) if me.both else (), offer, optional=True),
        Field("travel", "minutes", str(me.travel_minutes), optional=True),
    )


def _building(one: BuildingDays) -> Field:
    days = tuple(Option(f"{_DAY}:{day}", word=f"weekday.{day}") for day in one.weekdays)
    letters = tuple(
        Option(f"{_LETTER}:{letter}", letter.removeprefix("Day "), word="buildings.letter")
        for letter in one.letters
    )
    mine = (
        *(f"{_DAY}:{day}" for day in one.my_weekdays),
        *(f"{_LETTER}:{letter}" for letter in one.my_cycle_days),
    )
    name = f"{BUILDING}.{one.school_id}"
    return Field(name, "several", mine, (*days, *letters), optional=True, about=one.name)
