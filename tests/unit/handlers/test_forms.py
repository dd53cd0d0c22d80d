"""The forms: within Slack's limits, and read back as they were filled in."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from unit.handlers import facts

from handlers.actions import ActionRef
from handlers.forms import agree, change, day, expect, note, routine, schedule, settings
from handlers.forms.spec import Filled, FormSpec
from handlers.slack import views
from handlers.slack.blocks import plan as plans
from handlers.slack.turn import under_fields
from pushin import results as r
from pushin.people import Account
from sandbox import blocks as strict
from school.day_wishes import Wish
from school.recurrence import Anchor

LONG = "& <b> folders " * 200


def plan_form(**changes: Any) -> r.PlanForm:
    given: dict[str, Any] = {
        "draft_id": "d1",
        "weekdays": (0, 2),
        "anchor_kind": "period",
        "anchor_name": "2",
        "start": None,
        "end": None,
        "teacher_user_id": "UADAMS",
        "room": "4",
        "channel_id": "C4",
        "para_user_ids": (),
        "adults_without_account": (("Tam", "para"),),
        "from_date": facts.ON,
        "until_date": None,
        "service_delivery_model": "push_in",
        "lead_minutes": 30,
        "student_codes": (),
        "periods": ("Period 1", "Period 2"),
        "routines": ("Arrival",),
        "first_day": None,
        "last_day": None,
    }
    return r.PlanForm(**(given | changes))


def agreement_form(**changes: Any) -> r.AgreementForm:
    given: dict[str, Any] = {
        "plan": facts.plan(),
        "agreement": facts.agreement(),
        "co_teaching_model": "station",
        "lead_id": "p1",
        "parts": {"p1": "leads"},
        "activity": "",
        "materials": "",
        "fallback": "",
        "expectations": ("folders out", "pencils"),
        "number": 3,
    }
    return r.AgreementForm(**(given | changes))


def me(**changes: Any) -> r.Me:
    given: dict[str, Any] = {
        "person": None,
        "school_id": "s1",
        "working_hours": {0: (480, 930)},
        "lunch": (700, 730),
        "lunch_ok": True,
        "schools": (("s1", "Lincoln"),),
    }
    return r.Me(**(given | changes))


def _schools(count: int) -> tuple[r.BuildingDays, ...]:
    letters = tuple("ABCDEFGHIJ")
    return tuple(
        r.BuildingDays(f"school-{n}", LONG[:200], (0, 1, 2, 3, 4, 5), letters, (1,), ("B",))
        for n in range(count)
    )


def day_form(**changes: Any) -> r.DayForm:
    given: dict[str, Any] = {
        "draft_id": "d1",
        "schools": (("s1", "Lincoln"),),
        "school_id": "s1",
        "kind": "starts",
        "minute": 630,
        "key": "",
        "first": facts.ON,
        "last": None,
        "label": "snow",
        "options": (r.DayOption("LATE", LONG, 630, 900),),
    }
    return r.DayForm(**(given | changes))


def change_form(**changes: Any) -> r.ChangeForm:
    given: dict[str, Any] = {
        "draft_id": "",
        "session": facts.session(),
        "plan": facts.plan(),
        "revision": 2,
        "what": "move",
        "on": facts.ON,
        "until": None,
        "start": 550,
        "end": 580,
        "anchor": "routine:centers",
        "classroom_id": "room4",
        "model": "push_in",
        "weekdays": (0, 2),
        "rooms": (("room4", "4"), ("library", "Library")),
        "periods": ("Period 1",),
        "routines": ("Arrival",),
        "paused": False,
        "weekly": True,
        "may_change": True,
    }
    return r.ChangeForm(**(given | changes))


def every_form() -> list[FormSpec]:
    return [
        schedule.spec(plan_form()),
        schedule.spec(plan_form(draft_id=None, anchor_name="", room=""), more=True),
        schedule.spec(plan_form(periods=tuple(f"Period {n} {LONG[:60]}" for n in range(120)))),
        agree.spec(agreement_form(), title="Room 4", opened_at=facts.AT),
        agree.spec(agreement_form(agreement=None), title=LONG, opened_at=facts.AT, more=True),
        routine.spec(facts.room()),
        routine.spec(facts.room(), name="Planning"),
        routine.spec(facts.room(), kind="planning"),
        routine.spec(facts.room(is_mine=False), name="Planning", more=True),
        settings.spec(me(), name="Maya"),
        change.spec(change_form(), title="Mon"),
        change.spec(
            change_form(
                draft_id="d1",
                what="pause",
                paused=True,
                weekly=False,
                rooms=tuple((f"r{n}", LONG) for n in range(120)),
            ),
            title=LONG,
        ),
        day.spec(day_form()),
        day.spec(day_form(schools=(("s1", "Lincoln"), ("s2", LONG)), kind="named", key="LATE")),
        settings.spec(me(schools=(), person=facts.MAYA), name=""),
        settings.spec(me(person=facts.MAYA, schools=(("s1", "A"), ("s2", "B"))), name=""),
        settings.spec(me(person=facts.MAYA, buildings=_schools(100)), name=""),
        note.spec(r.TouchBaseNote(facts.touch_base(), "a", "b", "c"), title="Mon"),
        expect.spec("plan1", ("a",) * 12, title="Room 4", text="folders", session_id="s1"),
        expect.spec("plan1", (), title="Room 4"),
    ]


@pytest.mark.parametrize("number", range(len(every_form())))
def test_every_form_is_one_that_slack_takes(number: int) -> None:
    """A form passes Block Kit's own limits, whatever the data holds."""
    modal = views.form(every_form()[number])

    strict.checked_view(json.loads(json.dumps(modal.view)), "modal")


def test_the_echo_in_a_modal_is_one_that_slack_takes() -> None:
    """The preview's modal passes too; Confirm is its submit."""
    modal = plans.preview_modal(facts.preview())

    strict.checked_view(json.loads(json.dumps(modal.view)), "modal")


def test_a_form_comes_back_as_it_went_out() -> None:
    """What is not touched is read as it was prefilled; unshown values travel along."""
    spec = schedule.spec(plan_form())
    filled = Filled(spec.ref, {**spec.kept, **{one.name: one.value for one in spec.fields}})
    asked = schedule.read(filled, {"UADAMS": Account("UADAMS", "Ms. Adams", "full")})

    assert asked.weekdays == {0, 2}
    assert asked.anchor == Anchor("period", "Period 2")
    assert asked.teacher == Account("UADAMS", "Ms. Adams", "full")
    assert asked.adults_without_account == (("Tam", "para"),)
    assert asked.from_date == facts.ON
    assert asked.until_date is None


def test_a_change_comes_back_as_it_went_out() -> None:
    """What is not touched is read as it was shown, with what it is about."""
    spec = change.spec(change_form(), title="Mon")
    values = {one.name: one.value for one in spec.fields if one.kind != "note"}
    said = change.read(Filled(spec.ref, {**spec.kept, **values}))

    assert (said.session_id, said.seen, said.what) == ("plan1-20261012", 2, "move")
    assert (said.on, said.start, said.end, said.anchor) == (facts.ON, 550, 580, "routine:centers")
    assert (said.classroom_id, said.weekdays, said.model) == ("room4", (0, 2), "push_in")


def test_codes_open_the_rarer_questions_by_themselves() -> None:
    """A draft with student codes shows them, so that Change never loses them."""
    names = [one.name for one in schedule.spec(plan_form(student_codes=("K7-03",))).fields]

    assert "codes" in names


@pytest.mark.parametrize(
    ("line", "adult"),
    [
        ("Tam Ngo, para", ("Tam Ngo", "para")),
        ("Rosa Lee, Case manager", ("Rosa Lee", "case_manager")),
        ("Tam", ("Tam", "para")),
        ("Ngo, Tam", ("Ngo, Tam", "para")),
    ],
)
def test_an_adult_without_account_has_a_name_and_a_role(line: str, adult: tuple[str, str]) -> None:
    """A role after the comma is taken as one; anything else belongs to the name."""
    asked = schedule.read(Filled(ActionRef("schedule"), {"others": line}), {})

    assert asked.adults_without_account == (adult,)


def test_roles_are_short_and_more_holds_the_rest() -> None:
    """The models, and who was told in person, stand under More."""
    short, more = (
        agree.spec(agreement_form(), title="Room 4", opened_at=facts.AT, more=more)
        for more in (False, True)
    )
    added = {one.name for one in more.fields} - {one.name for one in short.fields}

    assert added == {"told.p3", "model"}
    assert [[ref.verb for ref in one.buttons] for one in (short, more)] == [
        ["agree_more"],
        ["agree_history"],
    ]


def test_an_agreement_carries_the_number_the_author_saw() -> None:
    """Saving tells on what it builds, and when the form was opened."""
    spec = agree.spec(agreement_form(), title="Room 4", opened_at=facts.AT)
    values = {one.name: one.value for one in spec.fields if one.kind != "note"}
    said = agree.read(Filled(spec.ref, {**spec.kept, **values, "told.p3": "2026-10-09"}))

    assert said.base_number == 3
    assert said.opened_at == facts.AT
    assert said.co_teaching_model == "station"
    assert said.expectations == ("folders out", "pencils")
    assert said.told == {"p3": date(2026, 10, 9)}


def test_half_a_time_is_noticed() -> None:
    """One end of hours or lunch without the other names the missing field."""
    ref = ActionRef("settings")

    assert settings.half_said(Filled(ref, {"from": "08:00"})) == "to"
    assert settings.half_said(Filled(ref, {"lunch_to": "12:00"})) == "lunch_from"
    assert settings.half_said(Filled(ref, {"quiet_from": "17:00"})) == "quiet_to"
    assert settings.half_said(Filled(ref, {"from": "08:00", "to": "15:00"})) is None


def test_a_refusal_stands_under_the_field_it_is_about() -> None:
    """The code decides; else the field that the refusal names; else the first."""
    fields = {"end_before_start": "end", "expectation": "expectations"}
    about = r.Refused("too_long", {"what": "expectation"})

    assert list(under_fields(r.Refused("end_before_start"), fields, "x").errors) == ["end"]
    assert list(under_fields(about, fields, "x").errors) == ["expectations"]
    assert list(under_fields(r.Refused("not_yours"), fields, "x").errors) == ["x"]


def test_one_more_is_for_a_session_or_for_all() -> None:
    """What a button refers to tells whether one more is for one session of the plan only."""
    assert expect.meant(expect.entity("plan1", "s1")) == ("plan1", "s1")
    assert expect.meant(expect.entity("plan1")) == ("plan1", None)


def test_nobody_picks_case_manager() -> None:
    """The role that opens student codes is given by others: only who has it sees it."""

    def offered(role: str) -> set[str]:
        person = replace(facts.MAYA, role=role)
        fields = {one.name: one for one in settings.spec(me(person=person), name="").fields}
        return {option.value for option in fields["role"].options}

    assert "case_manager" not in offered("para")
    assert "case_manager" in offered("case_manager")


def test_a_changed_day_is_told_at_any_time_to_who_says_so() -> None:
    """The box is as it was left, and is read back."""
    account = Account("UMAYA", "Maya", "full", None)
    (shown,) = [
        one
        for one in settings.spec(me(change_anytime=True), name="").fields
        if one.name == "change_anytime"
    ]
    said = settings.read(Filled(ActionRef("settings"), {"change_anytime": ("yes",)}), account)

    assert (shown.value, said.change_anytime) == (("yes",), True)


@pytest.mark.parametrize(
    ("values", "wish"),
    [
        ({"kind": "closed"}, Wish("closed")),
        ({"kind": "starts", "time": "10:30"}, Wish("starts", 630)),
        ({"kind": "ends", "time": "12:30"}, Wish("ends", 750)),
        ({"kind": "usual"}, Wish("usual")),
        ({"kind": "named:LATE"}, Wish("named", name="LATE")),
        ({"kind": "starts"}, None),
    ],
)
def test_a_changed_day_is_read_back(values: dict[str, str], wish: Wish | None) -> None:
    """The form says what the day is to be; without its time it is not understood."""
    filled = Filled(ActionRef("day_change"), {"school": "s1", "first": "2026-10-12", **values})
    said = day.read(filled)

    assert (said and said.wish) == wish
