"""The adults of a team."""

from typing import Any

import pytest
from unit.pushin.king import HOURS, MONDAY, SCHOOL, King, account

from pushin import errors, people
from pushin.people import MeInput


def test_me_of_somebody_new(king: King) -> None:
    """Somebody new is nobody yet, and the only school is theirs to begin with."""
    me = king.read("newcomer", people.me)

    assert me.person is None
    assert me.school_id == SCHOOL
    assert [key for key, _ in me.schools] == [SCHOOL]


def test_save_me_makes_me_known(king: King) -> None:
    """What somebody says of themselves is what Push-In knows; saying it again changes nothing."""
    about = MeInput(
        account("noor"),
        "  Noor  Haddad ",
        "provider",
        "PT",
        SCHOOL,
        working_hours={0: (480, 900)},
        lunch=(700, 730),
        lunch_ok=True,
    )

    first = king.do("noor", people.save_me, about, at=MONDAY)
    again = king.do("noor", people.save_me, about, at=MONDAY)
    me = king.read("noor", people.me)

    assert first == again == me.person
    assert first.name == "Noor Haddad"
    assert (me.working_hours, me.lunch, me.lunch_ok) == ({0: (480, 900)}, (700, 730), True)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"account": account("new", "guest")}, "guest_account"),
        ({"account": account("new", "bot")}, "bot_account"),
        ({"account": account("new", "deleted")}, "deactivated_account"),
        ({"account": account("new", "foreign")}, "foreign_account"),
        ({"name": " "}, "missing"),
        ({"name": "x" * 81}, "too_long"),
        ({"role": "wizard"}, "unknown_role"),
        ({"role": "provider", "discipline": None}, "discipline_missing"),
        ({"role": "provider", "discipline": "MD"}, "discipline_missing"),
        ({"school_id": "nowhere"}, "unknown_school"),
        ({"working_hours": {0: (900, 480)}}, "end_before_start"),
        ({"lunch": (700, 700)}, "end_before_start"),
        ({"role": "organiser"}, "organiser_exists"),
        ({"role": "case_manager"}, "role_is_given"),
        ({"account": account("maya")}, "not_yours"),
    ],
)
def test_save_me_refuses(king: King, changes: dict[str, Any], code: str) -> None:
    """What cannot be is refused by its code, and nobody becomes known."""
    said: dict[str, Any] = {
        "account": account("new"),
        "name": "New",
        "role": "para",
        "school_id": SCHOOL,
        "working_hours": HOURS,
        **changes,
    }

    with pytest.raises(errors.Refusal) as caught:
        king.do("new", people.save_me, MeInput(**said), at=MONDAY)

    assert caught.value.code == code
    assert king.read("new", people.me).person is None


def test_role_that_a_room_hangs_on_stays(king: King) -> None:
    """A teacher with a room does not become a para by saying so."""
    king.room()

    with pytest.raises(errors.Refusal, match="role_in_use"):
        king.join("adams", "para")


@pytest.mark.parametrize("role", ["organiser", "case_manager"])
def test_roles_with_rights_are_given(king: King, role: str) -> None:
    """The school's organiser can give a colleague such a role; a teacher cannot."""
    tam = king.person("tam").id

    with pytest.raises(errors.NotAllowed):
        king.do("adams", people.give_role, tam, role, SCHOOL, at=MONDAY)

    assert king.do("rosa", people.give_role, tam, role, SCHOOL, at=MONDAY).role == role


def test_other_roles_are_said_not_given(king: King) -> None:
    """What kind of provider or teacher somebody is, they say themselves."""
    with pytest.raises(errors.Refusal, match="unknown_role"):
        king.do("rosa", people.give_role, king.person("tam").id, "provider", SCHOOL, at=MONDAY)


def test_nobody_opens_student_codes_for_themselves(king: King) -> None:
    """A para who says to be a case manager stays a para; a case manager keeps the role."""
    with pytest.raises(errors.Refusal, match="role_is_given"):
        king.join("tam", "case_manager")
    assert king.person("tam").role == "para"

    king.do("rosa", people.give_role, king.person("tam").id, "case_manager", SCHOOL, at=MONDAY)
    king.join("tam", "case_manager", lunch=(700, 730))

    assert (king.person("tam").role, king.person("tam").lunch_start) == ("case_manager", 700)


def test_ensure_makes_a_mentioned_colleague_known_once(king: King) -> None:
    """A mentioned colleague becomes known with the role that is meant."""

    def mention(name: str, role: str) -> tuple[str, str]:
        found = king.do(
            "maya", people.ensure, account(name), role=role, school_id=SCHOOL, at=MONDAY
        )
        return found.id, found.role

    first = mention("diaz", "teacher")

    assert first == mention("diaz", "teacher") == mention("diaz", "para")
    assert first[1] == "teacher"


@pytest.mark.parametrize(
    ("name", "kind", "role", "code"),
    [
        ("gus", "guest", "teacher", "guest_account"),
        ("robot", "bot", "teacher", "bot_account"),
        ("left", "deleted", "para", "deactivated_account"),
        ("away", "foreign", "para", "foreign_account"),
        ("ben", "full", "teacher", "not_a_teacher"),
        ("adams", "full", "provider", "not_a_provider"),
        ("newone", "full", "provider", "provider_unknown"),
    ],
)
def test_ensure_refuses(king: King, name: str, kind: str, role: str, code: str) -> None:
    """Guests, bots, those who left, strangers to the workspace and wrong roles are refused."""
    with pytest.raises(errors.Refusal) as caught:
        king.do("maya", people.ensure, account(name, kind), role=role, school_id=SCHOOL, at=MONDAY)

    assert caught.value.code == code


def test_same_name_without_account_is_the_same_adult(king: King) -> None:
    """An adult without an account is named twice and known once."""

    def name(text: str) -> str:
        return king.do("maya", people.add_without_account, text, "para", SCHOOL, at=MONDAY).id

    assert name("Mrs. Bell") == name("  mrs.  bell ")


def test_provider_without_account_is_refused(king: King) -> None:
    """A provider signs in their own name, so they need an account."""
    with pytest.raises(errors.Refusal, match="provider_without_account"):
        king.do("maya", people.add_without_account, "Dr. Who", "provider", SCHOOL, at=MONDAY)


def test_stranger(king: King) -> None:
    """Somebody unknown is told so."""
    with pytest.raises(errors.Refusal, match="stranger"):
        king.read("nobody", people.require_member)
