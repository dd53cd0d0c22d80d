"""Several buildings, as people see them: the settings form, today, Home, and a plan's echo."""

from dataclasses import replace
from typing import Any

import pytest
from scenario import two_schools
from unit.handlers import desk as desks
from unit.handlers import facts
from unit.handlers.desk import Desk, labels, words
from unit.pushin import king

from handlers.actions import ActionRef
from handlers.forms import settings
from handlers.forms.spec import Filled
from handlers.slack import render
from handlers.slack.blocks import buildings
from pushin import results as r
from pushin import schools
from pushin.buildings import BuildingInput
from pushin.people import Account
from storage import tables

LETTERS = {
    "kind": "rotation",
    "cycle": ["A", "B"],
    "length": 2,
    "dates": [{"date": "2026-10-05", "cycle_day": "A", "day_type": "REGULAR"}],
}
MORE = "I work in several buildings"
ROW = f"building.{king.SCHOOL}"


async def second_school(desk: Desk) -> None:
    desk.team.do(None, schools.import_neutral, two_schools.grant(pattern=LETTERS), at=desk.at)


async def asked(desk: Desk, who: str = "maya") -> None:
    """Open the settings and say to work in several buildings."""
    await second_school(desk)
    await desk.command(who, "settings")
    await desk.press(who, MORE)


async def test_a_single_school_asks_nothing(desk: Desk) -> None:
    """Where there is one school, nobody is asked for buildings."""
    await desk.command("maya", "settings")

    assert labels(await desk.modal("maya")) == []


async def test_the_form_stays_short(desk: Desk) -> None:
    """With two schools a provider gets one button more; a teacher gets none."""
    await second_school(desk)
    await desk.command("maya", "settings")
    await desk.command("adams", "settings")

    assert labels(await desk.modal("maya")) == [MORE]
    assert labels(await desk.modal("adams")) == []


async def test_what_was_typed_stays(desk: Desk) -> None:
    """The button adds a row per school, with weekdays and letters; it is gone then."""
    await asked(desk)
    view = await desk.modal("maya")
    rows = [one for one in view["blocks"] if one["block_id"].startswith("building.")]

    assert rows[0]["label"]["text"] == "Grant Elementary"
    assert rows[1]["label"]["text"].startswith("Martin Luther King")
    assert words(rows[0]["element"]["options"]).splitlines() == [
        *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
        "Day A",
        "Day B",
    ]
    assert labels(view) == []


async def test_buildings_are_kept_and_shown_next_time(desk: Desk) -> None:
    """What was picked is kept; the next time the form shows it without being asked."""
    await asked(desk)
    picked = {ROW: ["weekday:0", "weekday:2"], "building.grant": ["letter:A"], "travel": "25"}
    assert await desk.submit("maya", **picked, both=["yes"]) == {}

    await desk.command("maya", "settings")
    view = await desk.modal("maya")
    initial = {
        one["block_id"]: words(one["element"].get("initial_options", []))
        for one in view["blocks"]
        if one["block_id"].startswith("building.")
    }

    assert initial == {"building.grant": "Day A", ROW: "Monday\nWednesday"}
    assert desk.team.person("maya").travel_minutes == 25


@pytest.mark.parametrize(
    ("picked", "field", "says"),
    [
        (
            {ROW: ["weekday:1"], "building.grant": ["weekday:1"]},
            ROW,
            "Pick one, or say below that you are in both",
        ),
        ({"building.grant": ["weekday:1", "letter:A"]}, "building.grant", "not both"),
        ({"travel": "300", ROW: ["weekday:1"]}, "travel", "from 0 to 240"),
        ({"role": "para", ROW: ["weekday:1"]}, "role", "Only a provider"),
    ],
)
async def test_errors_stand_under_their_field(
    desk: Desk, picked: dict[str, Any], field: str, says: str
) -> None:
    """What cannot be is told in the row that it is about; nothing is kept."""
    await asked(desk)

    found = await desk.submit("maya", **picked)

    assert list(found) == [field]
    assert says in found[field]
    assert desk.team.rows(tables.Building) == []


async def test_plans_that_are_elsewhere_are_told(desk: Desk) -> None:
    """After saving, the plans at the other building on these days are named; then it closes."""
    await asked(desk)
    await desk.box.close(desks.user("maya"), (await desk.modal("maya"))["id"])
    echo = await desk.command("maya", "schedule Mon period 2 with <@U0ADAMS> room 12 until June")
    await desk.click("maya", "Confirm", echo)
    await desk.command("maya", "settings")
    await desk.press("maya", MORE)

    assert await desk.submit("maya", **{"building.grant": ["weekday:0"]}) == {}
    told = words(await desk.modal("maya"))

    assert "1 plan is at Martin Luther King" in told
    assert "on Mondays, first on Mon, Sep 14, 2026" in told


async def test_a_plan_elsewhere_is_said_back_with_a_warning(desk: Desk) -> None:
    """The echo of a plan on a day of the other building says so; Confirm saves it all the same."""
    await asked(desk)
    await desk.submit("maya", **{"building.grant": ["weekday:0", "weekday:1"], ROW: ["weekday:2"]})

    echo = await desk.command("maya", "schedule Mon & Wed period 2 with <@U0ADAMS> room 12")
    await desk.click("maya", "Confirm", echo)

    assert "You are at Grant Elementary on Mondays, first on Mon, Sep 14, 2026." in words(echo)
    assert len(desk.team.rows(tables.Plan)) == 1


async def test_today_and_home_name_the_building(desk: Desk) -> None:
    """Home and `today` begin with the building of the day."""
    await asked(desk)
    await desk.submit("maya", **{"building.grant": ["weekday:0"], ROW: ["weekday:1"]})

    home = words(await desk.box.home(desks.user("maya")))
    today = words(await desk.command("maya", "today"))

    line = "Grant Elementary · Mon, Sep 14, 2026 · the school has not published this day's letter"
    assert line in home
    assert line in today
    assert "No push-ins for you there today." in today


def test_a_form_that_did_not_ask_says_nothing_of_buildings() -> None:
    """Without the rows nothing is said; with them, an empty row is a building left out."""
    account = Account("UMAYA", "Maya", "full")
    short = settings.read(Filled(ActionRef("settings"), {"name": "Maya"}), account)
    rows = {"building.a": ("weekday:1", "letter:A"), "building.b": (), "travel": "0"}
    long = settings.read(Filled(ActionRef("settings"), rows), account)

    assert (short.buildings, short.travel_minutes) == (None, None)
    assert long.travel_minutes == 0
    assert long.buildings == (
        BuildingInput("a", frozenset({1}), frozenset({"A"})),
        BuildingInput("b"),
    )


def test_many_schools_fit_into_the_form() -> None:
    """A district of a hundred schools shows eighty rows, the person's own first, and says so."""
    days = tuple(r.BuildingDays(f"s{n}", f"School {n}", (0, 1), ()) for n in range(100))
    me = r.Me(facts.MAYA, None, {}, None, lunch_ok=False, schools=(), buildings=days)

    names = [one.name for one in settings.spec(me, name="Maya").fields]

    assert sum(one.startswith("building.") for one in names) == 80
    assert "too_many" in names


CLASH = r.Clash(
    "travel", "Maya", facts.ON, 540, 570, where="Grant", gap=10, way=20, earlier=True, mine=True
)


@pytest.mark.parametrize(
    ("clash", "says"),
    [
        (CLASH, "10 minutes after Grant (Mon, Oct 12, 2026, 9:00–9:30 AM); the way takes 20"),  # noqa: RUF001  the dash people see
        (replace(CLASH, earlier=False, gap=1), "1 minute before Grant"),
        (
            replace(CLASH, kind="building", weekly=True),
            "You are at Grant on Mondays, first on Mon, Oct 12, 2026.",
        ),
        (replace(CLASH, kind="building", mine=False), "Maya is at Grant on Mon, Oct 12, 2026."),
        (
            replace(CLASH, kind="building", where="", weekly=True),
            "You are in none of your buildings on Mondays",
        ),
        (replace(CLASH, kind="building", where="", mine=False), "Maya is in no building on Mon"),
    ],
)
def test_a_clash_is_said_in_a_sentence(clash: r.Clash, says: str) -> None:
    """Another building and too short a way are named with the place, the date and the minutes."""
    assert says in words(render.message(facts.preview(clashes=(clash,))).blocks)


def test_today_in_two_buildings_says_the_way_between() -> None:
    """Sessions stand by building in the order of time; the way stands between them."""
    grant = facts.session(school_name="Grant", start=790, end=810, room="1")
    off = facts.session(school_name="Grant", start=790, end=810, status="cancelled", reason="x")
    days = (facts.day(), facts.day(school_name="Grant"))
    both = r.Agenda(days[1], "America/New_York", (facts.session(), grant), days, 20)

    said = words(render.message(both).blocks)

    none = render.message(replace(both, sessions=(), buildings=()))
    assert none.text == "Mon, Oct 12, 2026 · You are in none of your buildings today."
    assert render.message(both).text == "Grant · Mon, Oct 12, 2026 · Regular day · day A: 2 on."
    assert said.index("Lincoln · Mon") < said.index("20 minutes to Grant") < said.index("Room 1")
    assert "minutes to" not in words(render.message(replace(both, sessions=(grant,))).blocks)
    assert "minutes to" not in words(
        render.message(replace(both, sessions=(facts.session(), off))).blocks
    )


def test_home_in_two_buildings_and_in_none() -> None:
    """Two buildings of one day are two lines; a day in none says so."""
    days = (facts.day(), facts.day(school_name="Grant"))
    home = r.Home(facts.MAYA, days[0], (), (), (), "America/New_York")

    assert buildings.today(home) == "Mon, Oct 12, 2026 · Regular day · day A"
    assert "Grant · Mon, Oct 12" in buildings.today(replace(home, buildings=days))
    assert "none of your buildings" in buildings.today(replace(home, buildings=()))
