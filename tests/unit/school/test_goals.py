"""Goal areas: what people call them, and the file of them."""

from typing import Any

import pytest

from pushin import goals as shipped
from school import goals
from school.errors import SchoolError

KINDS = ("arrival", "centers")


def entry(**changes: Any) -> dict[str, Any]:
    home = {"kind": "arrival", "why": "coats"}
    told = {"label": "Coats", "words": ["zipper"], "disciplines": ["OT"], "routines": [home]}
    return {**told, **changes}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("arrival", "arrival"),
        ("llegada", "arrival"),
        ("Motricidad FINA", "fine_motor"),
        ("autorregulación", "regulation"),
        ("self-care", "self_care"),
        ("lunch", "feeding"),
        ("handwriting in centers", "writing"),
        ("fine motor writing", "fine_motor"),
        ("xyzzy", None),
    ],
)
def test_what_people_call_a_goal(text: str, key: str | None) -> None:
    """By label or word, English or Spanish, with or without accents; the longest name wins."""
    found = goals.find(shipped.known(), goals.plain(text))

    assert (found and found.key) == key


def test_a_slip_finds_what_was_meant() -> None:
    """A word that looks like a goal's names it; what looks like none names none."""
    assert goals.near(shipped.known(), "fine mtor")[0].key == "fine_motor"
    assert goals.near(shipped.known(), "arival")[0].key == "arrival"
    assert goals.near(shipped.known(), "xyzzy") == ()


def test_the_shipped_file() -> None:
    """It has the goals that teams speak of, and each discipline's own come first."""
    keys = [goal.key for goal in shipped.known()]

    assert {"arrival", "transitions", "writing", "fine_motor", "self_care", "feeding"} < set(keys)
    assert {"social", "communication", "mobility", "regulation", "sensory"} < set(keys)
    assert shipped.of_discipline("PT")[0].key == "arrival"
    assert shipped.of_discipline("SLP")[0].disciplines[0] != "PT"
    assert len(shipped.of_discipline(None)) == len(keys)


def test_names_with_other_words() -> None:
    """A routine is called so when the name stands in it as words of its own."""
    assert goals.has_name("Art and Music", "art")
    assert not goals.has_name("Dart club", "art")


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ({"Coats": entry()}, "Coats"),
        ({"coats": entry(label="")}, "coats"),
        ({"coats": "coats"}, "coats"),
        ({"coats": entry(words="zipper")}, "coats, words"),
        ({"coats": entry(disciplines=["Nurse"])}, "coats, disciplines"),
        ({"coats": entry(routines=[])}, "coats, routines"),
        ({"coats": entry(routines=[{"kind": "nap", "why": "x"}])}, "coats, routine 1"),
        ({"coats": entry(routines=[{"kind": "arrival"}])}, "coats, routine 1"),
        (
            {"coats": entry(routines=[{"kind": "arrival", "name": "x", "why": "x"}])},
            "coats, routine 1",
        ),
        ({"coats": entry(), "shoes": entry(label="Shoes")}, "shoes, words"),
    ],
)
def test_a_mistake_in_the_file_is_named(data: dict[str, object], where: str) -> None:
    """With its place."""
    with pytest.raises(SchoolError) as caught:
        goals.read(data, KINDS, ("OT",))

    assert (caught.value.code, caught.value.params["where"]) == ("goals_file", where)
