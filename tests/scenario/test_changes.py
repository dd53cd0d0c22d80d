"""Changes over the wire: a session moves; from a date on, and the past keeps its plan."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from scenario import lincoln
from scenario.lincoln import ROOM_4, ROOM_12, Lincoln
from scenario.stage import words


@pytest.fixture
async def town(tmp_path: Path, database_url: str) -> AsyncIterator[Lincoln]:
    """Open Lincoln on a Monday in January."""
    async with lincoln.opened(tmp_path, database_url, "2027-01-11 09:00") as town:
        yield town


@pytest.mark.slow
@pytest.mark.timeout(180)
async def test_a_session_moves(town: Lincoln) -> None:
    """Scenario 3's move: said back, done, told once; `next` has it; it outlives a restart."""
    await town.plan("ben", ROOM_12, "Wed Writing with @diaz room 12 until June")
    dm = await town.ben.dm()
    echo = await town.typed("ben", "move Wed to Thu 1:20")
    assert "Wed, Jan 13, 2027, 10:00" in words(echo)
    assert "Thu, Jan 14, 2027, 1:20" in words(echo)
    await town.ben.click("Confirm", echo, dm)
    done = await town.ben.sees("Done.", dm)

    news = await town.diaz.sees("made a change", await town.diaz.dm())
    assert "Thu, Jan 14, 2027, 1:20" in words(news)
    await town.stage.restart_bot()
    assert "Thu, Jan 14, 2027, 1:20" in words(await town.typed("diaz", "next"))
    await town.ben.click("Undo", done, dm)
    await town.diaz.sees("took", await town.diaz.dm())
    assert "Wed, Jan 13, 2027, 10:00" in words(await town.typed("diaz", "next"))


@pytest.mark.slow
@pytest.mark.timeout(180)
async def test_past_weeks_keep_the_old_plan(town: Lincoln) -> None:
    """Scenario 10: from 1/20 on another routine and Wednesdays only; the weeks before stay."""
    await town.plan("maya", ROOM_4, "Mon & Wed Centers with @adams and @tam room 4 until June")
    dm = await town.maya.dm()
    echo = await town.typed("maya", "change Mon & Wed to Wed writing from 1/20")
    assert "From Wed, Jan 20, 2027 on" in words(echo)
    await town.maya.click("Propose", echo, dm)
    await town.maya.sees("It waits for Ms. Adams", dm)
    asked = await town.typed("adams", "confirm")
    await town.adams.click("I agree", asked, await town.adams.dm())
    await town.maya.sees("made a change", dm)
    await town.maya.sees("From Wed, Jan 20, 2027 on", ROOM_4)

    await town.stage.clock("2027-01-25 09:00")
    changed = words(await town.typed("maya", "week last"))
    after = words(await town.typed("maya", "week"))
    assert (changed.count("Centers"), changed.count("Writing")) == (1, 1)
    assert (after.count("Centers"), after.count("Writing")) == (0, 1)


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_two_push_ins_become_one_and_a_pull_out(town: Lincoln) -> None:
    """Scenario 10: the teacher's one tap makes it; Monday's students are collected from room 4."""
    await town.plan("maya", ROOM_4, "Mon & Wed Writing with @adams and @tam room 4 until June")
    dm = await town.maya.dm()
    form = await town.typed("maya", "change Mon to pull-out from 1/20")
    assert "which" not in words(form).lower()
    assert not (await town.maya.submit(Date="2027-01-20")).get("errors")
    assert "The IEP team may need to meet" in words(await town.maya.modal())
    await town.maya.submit()
    await town.maya.close()
    assert "You propose:" in words(await town.typed("maya", "confirm"))

    asked = await town.typed("adams", "confirm")
    assert "Ms. Adams has not answered yet" in words(asked)
    await town.adams.click("I agree", asked, await town.adams.dm())
    news = await town.maya.sees("made a change", dm)
    assert "Collect from Room 4" in words(news)
    await town.stage.restart_bot()

    await town.stage.clock("2027-01-25 09:00")
    before = words(await town.typed("maya", "week last"))
    after = words(await town.typed("maya", "week"))
    assert "ollect from Room 4" not in before
    assert "ollect from Room 4" in after
    assert "ollect from Room 4" in words(await town.typed("maya", "next"))


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_a_student_leaves_and_another_joins(town: Lincoln) -> None:
    """Scenario 11: codes in modals only; one is left, so the owner is asked; Undo if wrong."""
    await town.plan("maya", ROOM_4, "Mon & Wed Writing with @adams and @tam room 4 until June")
    for code in ("K7-01", "K7-02"):
        await town.typed("maya", "students")
        assert not (await town.maya.submit(Code_that_joins=code)).get("errors")
        assert "A student joins" in words(await town.maya.modal())
        await town.maya.close()
    await town.typed("maya", "students")
    assert (await town.maya.submit(Code_that_joins="Liam")).get("errors")
    left = {"Code_that_joins": "", "Code_that_leaves": "K7-02", "Last_day": "2027-02-12"}
    assert not (await town.maya.submit(**left)).get("errors")
    told = await town.maya.modal()
    assert "One student is left then" in words(told)
    assert "K7" not in words(told)
    await town.maya.press("Undo")
    assert "Taken back" in words(await town.maya.modal())
    await town.maya.close()

    await town.typed("maya", "students")
    await town.maya.submit(Code_that_leaves="K7-02", Last_day="2027-02-12")
    await town.maya.close()
    waits = await town.typed("maya", "confirm")
    assert "One student is left then" in words(waits)
    await town.maya.click("Keep as it is", waits, await town.maya.dm())
    assert "One student is left" not in words(await town.typed("maya", "confirm"))
    for who, place in (("maya", ROOM_4), ("adams", ROOM_4)):
        seen = await town.stage.person(lincoln.user(who)).messages(place)
        assert "K7-0" not in words(seen)
