"""Roles that an organiser gives: to whom, once, and by nobody else."""

import pytest
from unit.pushin.king import MONDAY, King

from pushin import errors, given_roles


def test_the_organiser_makes_a_case_manager(king: King) -> None:
    """Everybody but the organiser is on offer; given once, it is so already the second time."""
    offered = king.do("rosa", given_roles.form, at=MONDAY)
    tam = king.person("tam").id
    given = king.do("rosa", given_roles.give, tam, "case_manager", at=MONDAY)
    again = king.do("rosa", given_roles.give, tam, "case_manager", at=MONDAY)

    assert offered.roles == ("organiser", "case_manager")
    assert {"Tam", "Adams"} <= {one.name for one in offered.people}
    assert "Rosa" not in {one.name for one in offered.people}
    assert (given.person.role, given.again) == ("case_manager", False)
    assert (again.person.role, again.again) == ("case_manager", True)


def test_nobody_else_gives_one(king: King) -> None:
    """The role opens student codes: a para cannot give it, not even where it is held already."""
    tam = king.person("tam").id
    king.do("rosa", given_roles.give, tam, "case_manager", at=MONDAY)

    for who in ("maya", "adams", "tam"):
        with pytest.raises(errors.NotAllowed, match="not_yours"):
            king.do(who, given_roles.form, at=MONDAY)
        with pytest.raises(errors.NotAllowed, match="not_yours"):
            king.do(who, given_roles.give, tam, "case_manager", at=MONDAY)
