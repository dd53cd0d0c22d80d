"""Minutes over the wire: the answer, codes in the modal alone, the chart, what is mandated."""

import pytest
from unit.handlers.desk import BOT, Desk, labels, user, words
from unit.pushin import king

pytestmark = pytest.mark.slow

PHRASE = "schedule Mon & Wed period 2 with <@U0ADAMS> and <@U0TAM> room 12 until June"


async def planned(desk: Desk) -> None:
    echo = await desk.command("maya", PHRASE)
    await desk.click("maya", "Confirm", echo)


async def test_minutes_and_what_is_mandated(desk: Desk) -> None:
    """Set in the form, said in one sentence and a table; the chart comes to her alone; Undo."""
    await planned(desk)
    await desk.command("maya", "mandate")
    no = await desk.submit("maya", minutes="0", per="week")
    name = await desk.submit("maya", minutes="60", per="week", code="Liam")
    done = await desk.submit("maya", minutes="300", per="week", code="")
    told = words(await desk.modal("maya"))
    answer = await desk.command("maya", "minutes this week")
    shown = words(answer)
    await desk.click("maya", "As a chart", answer)
    await desk.uploads.finish(within=5)
    channel = await desk.box.open(user("maya"), [BOT])
    files = [one for one in await desk.box.messages(user("maya"), channel) if one.get("files")]

    assert "1 to 10000" in no["minutes"]
    assert "never names" in name["code"]
    assert (done, "Kept: 300 minutes a week. This week: 300." in told) == ({}, True)
    assert "Mandated" in shown
    assert "Behind by" in shown
    assert answer["text"].startswith(
        "Your minutes, Mon, Sep 14, 2026 \N{EN DASH} Sun, Sep 20, 2026"
    )
    assert max(len(line) for line in shown.splitlines() if "  " in line) <= 34
    assert files[0]["files"][0]["name"] == "minutes-2026-09-14.png"
    await desk.press("maya", "Undo")
    assert "Taken back" in words(await desk.modal("maya"))


async def test_codes_open_in_a_modal_alone(desk: Desk) -> None:
    """A typed code opens the modal; nothing that was answered or posted holds it."""
    await planned(desk)

    def join(scope: object) -> None:
        from storage import tables  # noqa: PLC0415  a helper of this test alone

        plan = scope.plans.of_channel(king.CHANNEL)[0]  # type: ignore[attr-defined]
        scope.session.add(  # type: ignore[attr-defined]
            tables.PlanStudent(
                workspace_id=king.WORKSPACE,
                id="ps1",
                plan_id=plan.id,
                code="K7-03",
                from_date=plan.from_date,
            )
        )

    desk.team.do(None, join)
    answer = await desk.command("maya", "minutes")
    await desk.click("maya", "By code", answer)
    by_button = words(await desk.modal("maya"))
    typed = await desk.command("maya", "minutes K7-03")
    others = [await desk.command(who, "minutes") for who in ("tam", "adams", "newbie")]

    assert "K7-03" in by_button
    assert "K7-03" in words(await desk.modal("maya"))
    assert "K7" not in words([answer, typed, *others])
    assert all("```" not in words(one) for one in others)


async def test_other_dates_stand_in_the_same_place(desk: Desk) -> None:
    """A tap on other dates replaces the private answer; a date to come is refused in words."""
    await planned(desk)
    answer = await desk.command("maya", "minutes")
    await desk.click("maya", "This week", answer)
    later = (await desk.private("maya"))[-1]
    no = await desk.command("maya", "minutes next week")

    assert "Sep 14, 2026" in words(later)
    assert "This month" in labels(later)
    assert "has not begun" in words(no)


async def test_how_much_support_is_one_tap(desk: Desk) -> None:
    """After a touch-base each goal area is one tap; the modal says what was said."""
    await planned(desk)
    await desk.command("maya", "touchbase")
    listed = await desk.command("maya", "touchbase")
    await desk.click("maya", "We talked already", listed)
    done = (await desk.private("maya"))[-1]
    await desk.click("maya", "How much support?", done)
    await desk.press("maya", "Less support")

    assert "Sep 14: less" in words(await desk.modal("maya"))
