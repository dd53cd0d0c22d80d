"""The words that a first agreement begins with: the file of starting sets, and earlier ones."""

from datetime import date
from typing import Any

import pytest
from unit.pushin.lincoln import (
    ADAMS,
    BEN,
    MAYA,
    MINUTE,
    MONDAY,
    PLAN,
    ROOM,
    TAM,
    WORKSPACE,
    Team,
    agreement,
    person,
    save_plan,
)

from pushin import agreement_sets, agreements, errors, privacy
from storage import tables
from storage.scope import Scope
from storage.tables.people import DISCIPLINES, ROUTINE_KINDS

AT_ROUTINES = [one for one in ROUTINE_KINDS if one not in {"planning", "other"}]


@pytest.mark.parametrize("discipline", DISCIPLINES)
@pytest.mark.parametrize("routine", AT_ROUTINES)
def test_each_discipline_has_words_for_each_routine(discipline: str, routine: str) -> None:
    """Every part and every line is there, short enough for its field, and names no student."""
    found = agreement_sets.of(discipline, routine)
    lines = [*found.parts.values(), found.activity, found.bring, found.fallback]

    assert found.parts["provider"] != agreement_sets.of(discipline, "other").parts["provider"]
    assert all(0 < len(one) <= 120 for one in lines)
    assert privacy.findings(";\n".join(lines), codes=(), staff=()) == ()


def test_an_occupational_therapist_at_arrival() -> None:
    """The teacher leads; each adult reads what they do."""
    found = agreement_sets.of("OT", "arrival")

    assert (found.lead, found.model) == ("teacher", "one_teach_one_assist")
    assert found.parts == {
        "provider": "Greets at the door, models backpack - hook - folder with one step at a time",
        "teacher": "Runs the morning as usual, gives the two-step direction",
        "para": "Repeats the visual once, then waits",
    }


def test_what_a_row_leaves_out_comes_from_the_routine_then_the_discipline() -> None:
    """By routine first, then by discipline, then what holds in general; an assistant as theirs."""
    lesson = agreement_sets.of("SLP", "other")

    assert agreement_sets.of("COTA", "arrival") == agreement_sets.of("OT", "arrival")
    assert lesson.parts["provider"].startswith("Models one sentence")
    assert lesson.parts["teacher"] == "Runs the routine as usual"
    assert agreement_sets.of("", "arrival").parts["teacher"].startswith("Runs the morning")


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ({"DR": {}}, "the file"),
        ({"OT": {"breakfast": {}}}, "OT"),
        ({"OT": {"arrival": {"nurse": "x"}}}, "OT.arrival"),
        ({"OT": {"arrival": {"provider": 3}}}, "OT.arrival.provider"),
        ({"OT": {"arrival": {"provider": "x" * 301}}}, "OT.arrival.provider"),
        ({"OT": {"arrival": {"lead": "nurse"}}}, "OT.arrival.lead"),
        ({"OT": {"arrival": "x"}}, "OT.arrival"),
        ({"like": {"COTA": "DR"}}, "like.COTA"),
    ],
)
def test_a_mistake_is_told_with_its_place(data: dict[str, Any], where: str) -> None:
    """A district that changes the file reads where it went wrong."""
    with pytest.raises(errors.Refusal) as caught:
        agreement_sets.read(data)

    assert (caught.value.code, caught.value.params["where"]) == ("agreement_set", where)


class TestFirst:
    """What a plan's first form is filled with."""

    def test_the_set_of_the_routine(self, team: Team) -> None:
        """Without an earlier agreement it is the set of the discipline, marked as a suggestion."""
        form = team.do(MAYA, agreements.form, PLAN)

        assert form.suggested is not None
        assert (form.suggested.discipline, form.suggested.routine) == ("OT", "centers")
        assert form.suggested.plan is None
        assert form.co_teaching_model == "station"
        assert form.parts[TAM] == "Runs one table, hands out materials at the start"
        assert team.rows(tables.Agreement) == []

    def test_once_agreed_nothing_is_suggested(self, team: Team) -> None:
        """What stands is what the form shows."""
        team.agree(MONDAY)

        assert team.do(MAYA, agreements.form, PLAN).suggested is None

    def test_what_was_agreed_at_the_same_routine_before(self, team: Team) -> None:
        """A new plan at Centers begins with what Maya and the room agreed at Centers last."""
        team.agree(MONDAY)
        team.do(None, lambda scope: save_plan(scope, "plan2", at=MONDAY, weekdays=[1]))
        team.do(None, lambda scope: save_plan(scope, "plan3", at=MONDAY, anchor_name="Writing"))

        form = team.do(ADAMS, agreements.form, "plan2")
        other = team.do(ADAMS, agreements.form, "plan3")

        assert form.suggested is not None
        assert form.suggested.plan is not None
        assert form.suggested.plan.id == PLAN
        assert form.parts == agreement().parts
        assert other.suggested is not None
        assert other.suggested.plan is None

    def test_another_provider_takes_over_the_providers_part(self, team: Team) -> None:
        """The room's last agreement serves Ben, whose part is what Maya's was."""
        team.agree(MONDAY)
        facts = {"weekdays": [1], "provider_id": BEN}
        team.do(None, lambda scope: save_plan(scope, "plan2", at=MONDAY, **facts))
        team.do(None, _join)

        form = team.do(BEN, agreements.form, "plan2")

        assert form.parts[BEN] == "Helps at the writing table"
        assert form.lead_id == ADAMS

    def test_nobody_reads_what_they_may_not_see(self, team: Team) -> None:
        """What Maya agreed in a room that Ms. Adams has nothing to do with is not shown to her."""
        team.do(None, _other_room)
        said = agreement(plan_id="plan2", parts={MAYA: "Sits", "diaz": "Leads"}, lead_id="diaz")
        team.do(MAYA, agreements.agree, said, at=MONDAY + MINUTE)

        hers, mayas = (team.do(who, agreements.form, PLAN) for who in (ADAMS, MAYA))

        assert hers.suggested is not None
        assert hers.suggested.plan is None
        assert mayas.suggested is not None
        assert mayas.suggested.plan is not None
        assert mayas.lead_id == ADAMS


def _join(scope: Scope) -> None:
    scope.session.add(tables.Membership(workspace_id=WORKSPACE, classroom_id=ROOM, person_id=BEN))


def _other_room(scope: Scope) -> None:
    scope.people.add(person("diaz", "teacher"))
    room = {"id": "room5", "school_id": "lincoln", "room": "5", "teacher_id": "diaz"}
    scope.classrooms.add(tables.Classroom(workspace_id=WORKSPACE, channel_id="C5", **room))
    facts = {
        "id": "plan2",
        "classroom_id": "room5",
        "provider_id": MAYA,
        "weekdays": [1],
        "anchor_kind": "period",
        "anchor_name": "Centers",
        "start_minute": 550,
        "end_minute": 590,
        "from_date": date(2026, 9, 14),
        "until_date": date(2026, 10, 30),
        "created_by": MAYA,
        "created_at": MONDAY,
    }
    scope.plans.add(tables.Plan(workspace_id=WORKSPACE, **facts))
    for one in (MAYA, "diaz"):
        scope.plans.add(tables.PlanPerson(workspace_id=WORKSPACE, plan_id="plan2", person_id=one))
