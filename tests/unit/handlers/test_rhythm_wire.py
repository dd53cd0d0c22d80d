"""Rhythms over the wire: typed, changed in the form, refused."""

from unit.handlers.desk import Desk, words

from storage import tables

PHRASE = "schedule every other tuesday period 2 with <@U0ADAMS> room 12 until dec 18 except sep 29"


async def test_a_rhythm_is_changed_in_the_form(desk: Desk) -> None:
    """Change shows how often and what is left out; another rhythm is said back and saved."""
    echo = await desk.command("maya", PHRASE)
    assert "Every other Tuesday, 9:35\N{EN DASH}10:20 AM" in words(echo)
    assert "except Tue, Sep 29" in words(echo)

    await desk.click("maya", "Change", echo)
    form = await desk.modal("maya")
    fields = {b["block_id"]: b["element"] for b in form["blocks"] if b["type"] == "input"}
    assert fields["every"]["initial_option"]["value"] == "2"
    assert fields["except"]["initial_value"] == "9/29/2026"

    assert list(await desk.submit("maya", **{"except": "next fridays"})) == ["except"]
    rhythm = {"weekdays": ("1",), "month": ("1", "3"), "every": "1", "except": "10/20"}
    assert await desk.submit("maya", **rhythm) == {}
    assert "1st and 3rd Tuesday of the month" in words(await desk.modal("maya"))
    assert await desk.submit("maya") == {}

    (plan,) = desk.team.rows(tables.Plan)
    assert (plan.weekdays, plan.interval, plan.monthly) == ([], 1, [[1, 1], [3, 1]])
    assert plan.except_dates == ["2026-10-20"]
    assert len(desk.team.sessions(plan.id)) == 6


async def test_refusals_say_what_to_type(desk: Desk) -> None:
    """Letters at a school without any, an unknown event, and two plans at once."""
    tail = "with <@U0ADAMS> room 12"
    letters = await desk.command("maya", f"schedule A days period 2 {tail}")
    event = await desk.command("maya", f"schedule mondays period 2 until easter break {tail}")
    two = await desk.command("maya", f"schedule Mon 9-9:30 and Wed 10-10:30 {tail}")

    assert "has no letters" in words(letters)
    assert "Winter break" in words(event)
    assert "one by one: Mon, Sep 14, 2026, 9:00\N{EN DASH}9:30 AM; Wed, Sep 16" in words(two)
    assert desk.team.rows(tables.Plan) == []
