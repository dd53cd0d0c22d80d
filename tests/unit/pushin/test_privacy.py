"""What is taken for something that a student could be known by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.pushin.king import MONDAY, King, account

from pushin import privacy
from pushin.results import MayNameStudent
from storage import tables

STAFF = ("Maya Ortiz", "Ms. Adams", "Tam", "Writing", "12", "Warm-up (sample)")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("K7-03 uses the slant board", "student_code"),
        ("S1 starts at the rug", "student_code"),
        ("s12 first", None),  # lower case alone is no code form ...
        ("kq-9 first", "student_code"),  # ... but a known code is one in any case
        ("born 3/14", "birth_date"),
        ("DOB 2017-03-14", "birth_date"),
        ("his birthday is soon", "birth_date"),
        ("3/14/2017 evaluation", "birth_date"),
        ("a 7 year old who writes", "birth_date"),
        ("until 2027-01-15", None),
        ("12/3/2026 start stations", None),
        ("SSN 123-45-6789", "id_number"),
        ("ID 48213", "id_number"),
        ("student #90210", "id_number"),
        ("call 5551234567", "id_number"),
        ("9:10-9:40 stations", None),
        ("Liam needs the pencil grip", "name"),
        ("sit with Jordan", "name"),
        ("seat Priya's chair near Devon", "name"),
        ("Zaniyah's folder first", "name"),
        ("give olivia the slant board", "name"),
        ("L.M. gets a break", "name"),
        ("Maya leads, Tam helps with Writing", None),
        ("Ms. Adams has the folders", None),
        ("Writing needs slant boards", None),
        ("Everyone needs a pencil", None),
        ("Students can choose", None),
        ("Use Theraputty and Google Slides", None),
        ("help with Math", None),
        ("8:30 A.M. folders out", None),
        ("Folders out before the bell", None),
        ("P.E. is outside", None),
    ],
)
def test_findings(text: str, kind: str | None) -> None:
    """A text holds the kind of student data that its reader would see in it, or none."""
    found = privacy.findings(text, codes=("KQ-9",), staff=STAFF, this_year=2026)

    assert (found[0] if found else None) == kind


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    """No text makes the check fail."""
    assert isinstance(privacy.findings(text, codes=("S1", "a+b"), staff=(text,)), tuple)


def test_check_keeps_a_draft_for_its_author(king: King) -> None:
    """A text that may name a student is kept for its author to decide, and not used."""
    answer = king.do(
        "maya",
        privacy.check,
        "expectation",
        "Liam needs the pencil grip",
        {"plan_id": "p1"},
        at=MONDAY,
    )

    assert isinstance(answer, MayNameStudent)
    (draft,) = king.rows(tables.Draft, id=answer.draft_id)
    assert answer.kind == "name"
    assert draft.content == {"plan_id": "p1", "text": "Liam needs the pencil grip"}
    assert draft.person_id == king.person("maya").id


def test_check_knows_the_team(king: King) -> None:
    """Colleagues, rooms and routines are no students; codes of any plan are."""
    king.room()
    king.plan(student_codes=("QX-7",), paras=(account("tam"),))

    def ask(text: str) -> MayNameStudent | None:
        return king.do("maya", privacy.check, "expectation", text, {}, at=MONDAY)

    assert ask("Tam needs the timer, Adams has the folders") is None
    assert isinstance(ask("qx-7 first"), MayNameStudent)
