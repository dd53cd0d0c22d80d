"""The table of rights, cell by cell, and unknown things."""

from datetime import datetime

import pytest
from unit.pushin.king import CHANNEL, MONDAY, SCHOOL, King, account

from pushin import errors, people, rights
from storage import tables
from storage.scope import Scope

RELATIONS = ("member", "provider", "teacher", "case_manager", "organiser", "admin")
YES, OWN, NO = "yes", "own", "no"
TABLE = {
    # what each relation may do, as the design states it:
    # member, provider, teacher, case_manager, organiser, admin
    "see": (YES, YES, YES, YES, YES, NO),
    "confirm": (OWN, OWN, OWN, OWN, OWN, OWN),
    "expect": (YES, YES, YES, NO, NO, NO),
    "agree": (NO, YES, YES, NO, NO, NO),
    "history": (YES, YES, YES, NO, NO, NO),
    "doing": (NO, NO, YES, NO, NO, NO),
    "schedule": (NO, YES, NO, NO, YES, NO),
    "propose": (NO, YES, YES, NO, YES, NO),
    "skip": (NO, YES, YES, NO, YES, NO),
    "routine": (OWN, OWN, YES, NO, YES, NO),
    "codes": (NO, YES, NO, YES, NO, NO),
    "students": (NO, YES, NO, NO, NO, NO),
    "minutes": (NO, YES, NO, YES, NO, NO),
    "progress": (NO, YES, YES, NO, NO, NO),
    "note": (OWN, OWN, OWN, NO, NO, NO),
    "export": (NO, NO, NO, NO, NO, YES),
    "log": (OWN, YES, NO, NO, NO, NO),
    "calendar": (NO, NO, NO, NO, YES, YES),
    "absence_of_others": (NO, NO, NO, NO, YES, YES),
}
CELLS = [
    (action, relation, cell)
    for action, row in TABLE.items()
    for relation, cell in zip(RELATIONS, row, strict=True)
]
WHO = {
    "member": "tam",
    "provider": "maya",
    "teacher": "adams",
    "case_manager": "cora",
    "organiser": "rosa",
    "admin": "ada",
}


@pytest.fixture
def staffed(king: King) -> King:
    """King 6 with one plan, a case manager in it and an admin who is in nothing."""
    king.room()
    cora = king.join("cora", "para")
    king.do("rosa", people.give_role, cora, "case_manager", SCHOOL, at=MONDAY)
    king.join("ada", "para")
    king.plan(paras=(account("tam"), account("cora")))

    def promote(scope: Scope) -> None:
        ada = scope.people.of_account("U0ADA")
        assert ada is not None
        ada.is_admin = True
        scope.session.add(ada)

    king.do(None, promote)
    return king


def asks(king: King, who: str, action: str, *, own: bool = False) -> bool:
    """Tell whether somebody may do an action to the team's plan."""

    def ask(scope: Scope) -> bool:
        plan = scope.plans.of_channel(CHANNEL)[0]
        owner = frozenset({scope.person.id}) if own and scope.person else frozenset({"somebody"})
        return rights.may(scope, action, plan=plan, school_id=SCHOOL, owner_ids=owner)

    return king.read(who, ask)


def test_table_has_no_action_that_is_not_tested() -> None:
    """Every action of the table stands in this test."""
    assert set(rights.ACTIONS) == set(TABLE)


def test_every_cell(staffed: King) -> None:
    """Each relation may do what its cell says, and nothing of another's own."""
    wrong = [
        (action, relation)
        for action, relation, cell in CELLS
        if asks(staffed, WHO[relation], action) is not (cell == YES)
    ]

    assert wrong == []


def test_every_own_cell(staffed: King) -> None:
    """Where a cell says "own", it is given for one's own part only."""
    given = [
        (action, relation)
        for action, relation, cell in CELLS
        if cell == OWN and not asks(staffed, WHO[relation], action, own=True)
    ]

    assert given == []


def test_unknown_action_is_denied(staffed: King) -> None:
    """Nobody may do what the table does not know, Push-In itself included."""
    assert not asks(staffed, "maya", "fly", own=True)
    assert not staffed.read(None, lambda scope: rights.may(scope, "fly"))


def test_nobody_answers_for_another(staffed: King) -> None:
    """Not even Push-In itself confirms a part or reads a note."""
    assert not staffed.read(None, lambda scope: rights.may(scope, "confirm"))
    assert not staffed.read(None, lambda scope: rights.may(scope, "note"))


def test_outsiders_have_no_right(staffed: King) -> None:
    """A provider of another plan is nobody to this one."""
    assert not asks(staffed, "ben", "see")
    assert not asks(staffed, "ben", "skip")


def test_organiser_of_another_school(staffed: King) -> None:
    """An organiser keeps their own school only."""
    assert not staffed.read(
        "rosa", lambda scope: rights.may(scope, "calendar", school_id="another-school")
    )


@pytest.mark.parametrize(("who", "code"), [("stranger", "stranger"), ("ben", "not_yours")])
def test_require_names_the_reason(staffed: King, who: str, code: str) -> None:
    """A stranger is told so; a colleague hears that it is not theirs."""
    plan = staffed.rows(tables.Plan)[0]

    def ask(scope: Scope, at: datetime) -> None:
        del at
        rights.require(scope, "skip", plan=plan)

    with pytest.raises(errors.NotAllowed) as caught:
        staffed.read(who, ask, MONDAY)

    assert caught.value.code == code
