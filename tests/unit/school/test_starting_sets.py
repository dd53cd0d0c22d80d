"""Starting sets: rules, laid over a school's own bells."""

import pytest

from pushin import starting_sets as shipped
from school import starting_sets
from school.day import DayType, Period
from school.errors import SchoolError

KINDS = ("arrival", "centers", "snack", "recess", "lunch", "dismissal", "planning", "other")
BELLS = DayType(
    "REGULAR",
    "Regular day",
    (
        Period("Zero", 450, 500, "class", optional=True),
        Period("Homeroom", 510, 530, "nonclass"),
        Period("Math", 530, 600, "class"),
        Period("Snack", 600, 610, "meal"),
        Period("Playground", 610, 630, "break"),
        Period("Lunch", 700, 730, "meal"),
        Period("Reading", 730, 900, "class"),
    ),
)


def laid(*entries: tuple[str, object], bells: DayType = BELLS) -> dict[str, tuple[int, int]]:
    data = {"k": {"routines": [{"kind": k, "name": k, "when": when} for k, when in entries]}}
    found = starting_sets.lay(starting_sets.read(data, KINDS)["k"], bells)
    assert all(one.guess for one in found)
    return {one.kind: (one.start, one.end) for one in found}


@pytest.mark.parametrize(
    ("when", "place"),
    [
        ("first 15 minutes", (510, 525)),
        ("last 10 minutes", (890, 900)),
        ("the period Math", (530, 600)),
        ("the meal", (700, 730)),
        ("the break", (610, 630)),
        (["the period Choir", "last 5 minutes"], (895, 900)),
        ("first 500 minutes", (510, 900)),
    ],
)
def test_a_rule_gives_a_time(when: object, place: tuple[int, int]) -> None:
    """A rule counts within the students' day; of several the first that gives a time counts."""
    assert laid(("other", when)) == {"other": place}


def test_rules_count_from_other_routines() -> None:
    """Before or after another of the set, wherever that stands in it; clipped to the last bell."""
    assert laid(
        ("snack", "30 minutes before lunch"),
        ("lunch", "the meal"),
        ("arrival", "first 15 minutes"),
        ("centers", "20 minutes after arrival"),
        ("planning", "20 minutes after dismissal"),
        ("dismissal", "last 10 minutes"),
    ) == {
        "arrival": (510, 525),
        "centers": (525, 545),
        "snack": (670, 700),
        "lunch": (700, 730),
        "dismissal": (890, 900),
    }


def test_rules_in_a_circle_give_nothing() -> None:
    """Two routines that count from each other have no time, and nothing hangs."""
    circle = (("snack", "5 minutes after recess"), ("recess", "5 minutes after snack"))

    assert laid(*circle, ("lunch", "the meal")) == {"lunch": (700, 730)}


def test_without_bells_nothing_is_guessed() -> None:
    """A calendar that publishes no bells gives no times."""
    assert laid(("arrival", "first 15 minutes"), bells=DayType("A", "A day", ())) == {}


@pytest.mark.parametrize(
    "routine",
    [
        {"kind": "arrival", "name": "Arrival", "when": "in the morning"},
        {"kind": "arrival", "name": "Arrival"},
        {"kind": "party", "name": "Party", "when": "the meal"},
        {"kind": "arrival", "name": " ", "when": "the meal"},
        {"kind": "arrival", "name": "x" * 81, "when": "the meal"},
        "arrival",
    ],
)
def test_a_mistake_is_named(routine: object) -> None:
    """What a district got wrong in the file is said with its place and value."""
    with pytest.raises(SchoolError) as caught:
        starting_sets.read({"k": {"routines": [routine]}}, KINDS)

    assert caught.value.code == "starting_set"
    assert str(caught.value.params["where"]).startswith("k, ")


def test_a_kind_stands_once() -> None:
    """Two routines of a kind would be one answer too many."""
    twice = [{"kind": "lunch", "name": name, "when": "the meal"} for name in ("A", "B")]

    with pytest.raises(SchoolError):
        starting_sets.read({"k": {"routines": twice}}, KINDS)


def test_the_shipped_file_has_a_set_for_each_grade() -> None:
    """Every grade that is asked about gives an arrival, a lunch and a dismissal by these bells."""
    assert shipped.grades() == (
        "pre_k",
        "kindergarten",
        "grades_1_2",
        "grades_3_5",
        "middle",
        "high",
        "special_class",
    )
    for grade in shipped.grades():
        kinds = {one.kind for one in shipped.laid(grade, BELLS)}
        assert {"arrival", "lunch", "dismissal"} <= kinds
