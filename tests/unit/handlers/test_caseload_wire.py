"""A caseload of 55 over three buildings: its days in a few taps, its week as text and picture."""

from datetime import date

import pytest
from unit.handlers.desk import BOT, Desk, elements, user, words
from unit.handlers.test_logs_wire import pick
from unit.pushin import king
from unit.pushin.king import account, on

from pushin import schools
from pushin.buildings import BuildingInput
from school.recurrence import Anchor
from storage import tables

pytestmark = pytest.mark.slow

BUILDINGS = (("webb", "north", "North Elementary"), ("frost", "south", "South High"))
DAYS = {"adams": (0, 2), "webb": (1,), "frost": (4,)}
"""Whose building Maya is in on which weekdays (0 = Monday)."""
SIZES = (7, 7, 7, 7, 7, 6, 14)
"""Students of the sessions of a day in each building; 55 in all."""


@pytest.fixture
async def itinerant(desk: Desk) -> Desk:
    """Let Maya go to a building by weekday, with seven sessions on each day."""
    team = desk.team
    for teacher, key, name in BUILDINGS:
        team.do(
            None, schools.import_neutral, {**king.neutral(), "id": key, "name": name}, at=desk.at
        )
        team.join(teacher, "teacher", school_id=key)
    places = {"adams": king.SCHOOL, "webb": "north", "frost": "south"}
    rounds = tuple(BuildingInput(places[who], frozenset(days)) for who, days in DAYS.items())
    team.join("maya", "provider", "OT", buildings=rounds, travel_minutes=20)
    for who, days in DAYS.items():
        for number, size in enumerate(SIZES):
            begins = 540 + 40 * number
            team.plan(
                "maya",
                teacher=account(who),
                weekdays=frozenset(days),
                anchor=Anchor("clock", start=begins, end=begins + 30),
                student_codes=tuple(f"K{number}-{n:02}" for n in range(size)),
                room=f"{who[0]}{number}",
                channel_id=f"C0{who.upper()}{number}",
            )
    return desk


async def taps(desk: Desk, after: int) -> int:
    """Return how often somebody tapped, by what went over the wire: a pick from a list is two."""
    sent = [one["payload"] for one in await desk.box.ledger(after, "interaction")]
    kinds = [action["type"] for one in sent for action in one.get("actions", [{"type": "form"}])]
    return sum(2 if one == "static_select" else 1 for one in kinds)


async def test_each_day_takes_six_taps_at_most(itinerant: Desk) -> None:
    """Seven sessions with 55 students a day, in another building each day; two were otherwise."""
    desk = itinerant
    channel = await desk.box.open(user("maya"), [BOT])
    for day in (14, 15, 16, 18):
        desk.at = on(9, day, 15, 35)
        waits = await desk.dm("maya", "confirm")
        assert words(waits).count("held, 30 minutes") == 7
        before = (await desk.box.ledger())[-1]["n"]
        for which, label in ((0, "Student absent"), (3, "Not held: assembly")):
            await pick(desk, "maya", label, waits, channel, which=which)
        await desk.tap("maya", "All as planned", waits)

        assert await taps(desk, before) == 5
        logs = desk.team.rows(tables.Log, on_date=date(2026, 9, day))
        assert sorted(one.status for one in logs) == ["cancelled", *["held"] * 5, "student_absent"]
    assert len(desk.team.rows(tables.LogStudent)) == 4 * 55
    places = {one.place for one in desk.team.rows(tables.Log)}
    assert {one[0] for one in places} == {"a", "w", "f"}


async def test_a_caseload_is_the_weeks_picture(itinerant: Desk) -> None:
    """From Home: by day and building, the gaps named; its button brings the week as a picture."""
    desk = itinerant
    home = await desk.box.home(user("maya"))
    assert home is not None
    button = next(e for e in elements(home) if e["text"]["text"] == "Caseload")
    where = {key: button[key] for key in ("action_id", "block_id")}
    await desk.box.action(user("maya"), where, view_id=home["id"])
    shown = await desk.modal("maya")
    told = words(shown)
    for day, building in (
        ("Monday", "Martin Luther King"),
        ("Tuesday", "North"),
        ("Wednesday", "Martin Luther King"),
        ("Friday", "South"),
    ):
        assert f"{day}, {building}" in told
    assert "Your caseload" in told
    await desk.press("maya", "Week as a picture")
    await desk.uploads.finish(within=5)
    channel = await desk.box.open(user("maya"), [BOT])
    files = [one for one in await desk.box.messages(user("maya"), channel) if one.get("files")]
    assert files[0]["files"][0]["name"] == "week-2026-09-14.png"
    assert desk.pictures.asked == 1
