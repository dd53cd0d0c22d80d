"""The adults of a team: who they are to Push-In, with or without a Slack account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from pushin import buildings, errors, privacy, rights, texts
from pushin.buildings import BuildingInput
from pushin.kinds import reads
from pushin.results import Me, PersonRef
from storage import tables
from storage.scope import Scope, fresh_id
from storage.tables.people import DISCIPLINES, ROLES

AccountKind = Literal["full", "guest", "bot", "deleted", "foreign"]

_REFUSALS = {
    "guest": "guest_account",
    "bot": "bot_account",
    "deleted": "deactivated_account",
    "foreign": "foreign_account",
}
_DAY_END = 24 * 60
_NOON = 12 * 60
_FIELDS = MappingProxyType({"COTA": "OT", "SLPA": "SLP", "PTA": "PT"})
GIVEN = ("organiser", "case_manager")
"""Roles that others give: they open a school's calendar, or the student codes of plans."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account as the surface looked it up; `tz` is the IANA zone that the person set there."""

    user_id: str
    name: str
    kind: AccountKind
    tz: str | None = None


@dataclass(frozen=True, slots=True)
class MeInput:
    """What somebody says about themselves.

    `working_hours` maps a weekday (0 = Monday) to first and last minute; empty means first to
    last bell. `lunch` are minutes; `lunch_ok` offers lunch for touch-bases; `change_anytime`: to
    be told of a changed day in quiet hours too. `quiet`: own quiet hours, from and until in
    minutes; None for the usual. `buildings` and `travel_minutes` are None where
    somebody was not asked: what they said before stays then. `both`: two buildings on one date are
    meant.
    """

    account: Account
    name: str
    role: str
    discipline: str | None = None
    school_id: str | None = None
    working_hours: Mapping[int, tuple[int, int]] | None = None
    lunch: tuple[int, int] | None = None
    lunch_ok: bool = False
    change_anytime: bool = False
    quiet: tuple[int, int] | None = None
    buildings: tuple[BuildingInput, ...] | None = None
    both: bool = False
    travel_minutes: int | None = None


def require_member(scope: Scope) -> tables.Person:
    """Return the person who asks; Refusal "stranger" if Push-In does not know them."""
    if scope.person is None:
        raise errors.Refusal("stranger")
    return scope.person


def require(scope: Scope, person_id: str) -> tables.Person:
    """Return an adult of the workspace by id; Refusal "person_gone" if there is none."""
    found = scope.people.get(person_id)
    if found is None:
        raise errors.Refusal("person_gone")
    return found


def ref(person: tables.Person) -> PersonRef:
    """Return an adult as others see them."""
    return PersonRef(person.id, person.name, person.role, person.discipline, person.slack_user_id)


def field_of(discipline: str | None) -> str:
    """Return the field of a discipline: an assistant (COTA, SLPA, PTA) works in the same one."""
    return _FIELDS.get(discipline or "", discipline or "")


def check_account(account: Account) -> None:
    """Raise a Refusal for an account that cannot be part of a team: guest, bot, left, foreign."""
    if account.kind != "full":
        raise errors.Refusal(_REFUSALS[account.kind], name=account.name)


@reads
def me(scope: Scope, *, several: bool = False) -> Me:
    """Return what Push-In knows of the asker, also of somebody new.

    Buildings are looked up for who named some, or says to work in `several`.
    """
    person = scope.person
    schools = tuple((school.id, school.name) for school in scope.schools.all())
    named = person is not None and buildings.of(scope, person) is not None
    there = buildings.days(scope, person) if several or named else ()
    if person is None:
        only = schools[0][0] if len(schools) == 1 else None
        return Me(None, only, {}, None, lunch_ok=False, schools=schools, buildings=there)
    return Me(
        ref(person),
        person.school_id,
        hours_of(person),
        lunch_of(person),
        lunch_ok=person.lunch_ok,
        schools=schools,
        change_anytime=person.change_anytime,
        quiet=quiet_of(person),
        travel_minutes=person.travel_minutes,
        buildings=there,
        both=_is_shared(scope, person),
    )


def _is_shared(scope: Scope, person: tables.Person) -> bool:
    """Tell whether a provider said that two of their buildings fall on one date."""
    rounds = buildings.of(scope, person)
    return rounds is not None and rounds.first_shared() is not None


def hours_of(person: tables.Person) -> dict[int, tuple[int, int]]:
    """Return a person's working hours by weekday (0 = Monday); empty if they said none."""
    return {int(day): (span[0], span[1]) for day, span in person.working_hours.items()}


def lunch_of(person: tables.Person) -> tuple[int, int] | None:
    """Return a person's own lunch in minutes; None if they said none."""
    if person.lunch_start is None or person.lunch_end is None:
        return None
    return person.lunch_start, person.lunch_end


def quiet_of(person: tables.Person) -> tuple[int, int] | None:
    """Return a person's own quiet hours in minutes; None for the usual ones."""
    if person.quiet_from is None or person.quiet_until is None:
        return None
    return person.quiet_from, person.quiet_until


def save_me(scope: Scope, about: MeInput, *, at: datetime) -> PersonRef:  # noqa: ARG001  use cases take `at`
    """Keep what somebody said about themselves; the first time this makes them known.

    Refusals: an account that cannot take part, `missing`, `too_long`, `code_for_a_name`,
    `unknown_role`, `discipline_missing`, `unknown_school`, `end_before_start`, `quiet_hours`
    (which are in the evening and the morning, not over a school day's noon), `role_in_use`
    (plans or a room hang on the present role), `organiser_exists` (who becomes one, the present
    ones decide), `role_is_given` to who says to be a case manager, `way_too_long` (most), and
    those of `buildings.save`.
    """
    if about.account.user_id != scope.who.user_id:
        raise errors.NotAllowed("not_yours", action="settings")
    check_account(about.account)
    person = scope.people.of_account(about.account.user_id)
    _check(scope, about, person)
    if person is None:
        person = _added(scope, about.account, about.role, about.discipline, about.school_id)
    person.name = texts.words(about.name, texts.NAME, what="name")
    person.role = about.role
    person.discipline = about.discipline if about.role == "provider" else None
    person.school_id = about.school_id
    person.working_hours = {
        str(day): list(span) for day, span in sorted((about.working_hours or {}).items())
    }
    person.lunch_start, person.lunch_end = about.lunch or (None, None)
    person.lunch_ok = about.lunch_ok
    person.change_anytime = about.change_anytime
    person.quiet_from, person.quiet_until = about.quiet or (None, None)
    person.active = True
    _save_rounds(scope, person, about)
    scope.session.add(person)
    scope.session.flush()
    return ref(person)


def _save_rounds(scope: Scope, person: tables.Person, about: MeInput) -> None:
    """Keep an itinerant's buildings and way; who is no provider any more has none."""
    if about.travel_minutes is not None:
        person.travel_minutes = about.travel_minutes
    said = about.buildings if about.buildings is not None or about.role == "provider" else ()
    if said is not None:
        buildings.save(scope, person, said, both=about.both)


def ensure(
    scope: Scope,
    account: Account,
    *,
    role: str,
    school_id: str | None,
    at: datetime,  # noqa: ARG001  use cases take `at`
) -> tables.Person:
    """Return the colleague behind a mentioned account, made known with `role` if new.

    Refusals: an account that cannot take part; `not_a_teacher` (name, role) where a teacher is
    needed and the person said to be something else; `provider_unknown` (name): what kind of
    provider somebody is, only they can say.
    """
    check_account(account)
    person = scope.people.of_account(account.user_id)
    if person is None:
        if role == "provider":
            raise errors.Refusal("provider_unknown", name=account.name)
        return _added(scope, account, role, None, school_id)
    check_role(person, role)
    person.active = True
    person.school_id = person.school_id or school_id
    scope.session.add(person)
    return person


def check_role(person: tables.Person, role: str) -> None:
    """Raise a Refusal where a teacher or provider is needed and the person is something else."""
    if role in {"teacher", "provider"} and person.role != role:
        raise errors.Refusal(f"not_a_{role}", name=person.name, role=person.role)


def add_without_account(
    scope: Scope,
    name: str,
    role: str,
    school_id: str | None,
    *,
    at: datetime,  # noqa: ARG001  use cases take `at`
) -> tables.Person:
    """Return an adult who has no account, named by a colleague; the same name is the same adult.

    Refusals: `missing`, `no_words`, `too_long`, `code_for_a_name`, `unknown_role`,
    `provider_without_account`.
    """
    told = texts.words(name, texts.NAME, what="name")
    privacy.refuse_code(scope, told, what="name")
    if role not in ROLES:
        raise errors.Refusal("unknown_role", role=role, known=ROLES)
    if role == "provider":
        raise errors.Refusal("provider_without_account", name=told)
    found = scope.people.without_account(told, school_id)
    if found is not None:
        return found
    return _kept(
        scope,
        tables.Person(
            workspace_id=scope.workspace_id,
            id=fresh_id(),
            name=told,
            role=role,
            school_id=school_id,
        ),
    )


def _added(
    scope: Scope, account: Account, role: str, discipline: str | None, school_id: str | None
) -> tables.Person:
    return _kept(
        scope,
        tables.Person(
            workspace_id=scope.workspace_id,
            id=fresh_id(),
            slack_user_id=account.user_id,
            name=texts.line(account.name, texts.NAME, what="name") or account.user_id,
            role=role,
            discipline=discipline,
            school_id=school_id,
        ),
    )


def _kept(scope: Scope, person: tables.Person) -> tables.Person:
    scope.session.add(person)
    scope.session.flush()
    return person


def _check(scope: Scope, about: MeInput, person: tables.Person | None) -> None:
    privacy.refuse_code(scope, texts.words(about.name, texts.NAME, what="name"), what="name")
    if about.role not in ROLES:
        raise errors.Refusal("unknown_role", role=about.role, known=ROLES)
    if about.role == "provider" and about.discipline not in DISCIPLINES:
        raise errors.Refusal("discipline_missing", known=DISCIPLINES)
    if about.school_id is not None and scope.schools.get(about.school_id) is None:
        raise errors.Refusal("unknown_school", school=about.school_id)
    _check_times(about)
    if not 0 <= (about.travel_minutes or 0) <= buildings.LONGEST_WAY:
        raise errors.Refusal("way_too_long", most=buildings.LONGEST_WAY)
    if person is not None and person.active and person.role != about.role:
        _check_change_of_role(scope, person)
    if about.role == "organiser":
        _check_organiser(scope, about, person)
    if about.role == "case_manager":
        _check_case_manager(person)


def _check_times(about: MeInput) -> None:
    spans = [*(about.working_hours or {}).values(), *([about.lunch] if about.lunch else [])]
    for start, end in spans:
        if not 0 <= start < end <= _DAY_END:
            raise errors.Refusal("end_before_start", start=start, end=end)
    if about.quiet and not 0 <= about.quiet[1] <= _NOON <= about.quiet[0] < _DAY_END:
        raise errors.Refusal("quiet_hours")


def _check_change_of_role(scope: Scope, person: tables.Person) -> None:
    rooms = scope.classrooms.of_teacher(person.id)
    if rooms or scope.plans.of_provider(person.id):
        raise errors.Refusal("role_in_use", role=person.role)


def _check_organiser(scope: Scope, about: MeInput, person: tables.Person | None) -> None:
    """Let the first of a school keep its calendar; whoever comes later is made one by them.

    Otherwise anybody could give themselves the right to close a school.
    """
    keeps_it = (
        person is not None and person.role == "organiser" and person.school_id == about.school_id
    )
    is_admin = person is not None and person.is_admin
    others = scope.people.organisers(about.school_id)
    if others and not keeps_it and not is_admin:
        raise errors.Refusal("organiser_exists", name=others[0].name)


def _check_case_manager(person: tables.Person | None) -> None:
    """Let nobody make themselves a case manager: the role opens the student codes of plans."""
    if person is not None and (person.role == "case_manager" or person.is_admin):
        return
    raise errors.Refusal("role_is_given")


def give_role(
    scope: Scope,
    person_id: str,
    role: str,
    school_id: str,
    *,
    at: datetime,  # noqa: ARG001  use cases take `at`
) -> PersonRef:
    """Give a colleague a role that carries rights over others: one of `GIVEN`.

    An organiser of the school or an admin may. Refusals: `not_yours`, `unknown_role`,
    `role_in_use`.
    """
    rights.require(scope, "calendar", school_id=school_id)
    if role not in GIVEN:
        raise errors.Refusal("unknown_role", role=role, known=GIVEN)
    person = require(scope, person_id)
    if person.role != role:
        _check_change_of_role(scope, person)
    person.role, person.discipline, person.school_id = role, None, school_id
    buildings.save(scope, person, ())
    scope.session.add(person)
    scope.session.flush()
    return ref(person)
