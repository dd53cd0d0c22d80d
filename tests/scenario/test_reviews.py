"""What no longer makes sense, over the wire: a look back, a handover, a case manager's students."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from scenario import lincoln
from scenario.lincoln import GRANT_1, ROOM_4, ROOM_12, Lincoln
from scenario.stage import eventually, words

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture
async def town(tmp_path: Path, sqlite_url: str) -> AsyncIterator[Lincoln]:
    """Open Lincoln on a Monday in January, with a push-in in room 4."""
    async with lincoln.opened(tmp_path, sqlite_url, "2027-01-11 09:00") as town:
        phrase = "Mon & Wed Centers with @adams and @tam room 4 until June"
        await town.plan("maya", ROOM_4, phrase)
        yield town


async def test_a_look_back(town: Lincoln) -> None:
    """Facts first, then choices; talking first finds a slot; the decision stays, and why."""
    dm = await town.maya.dm()
    for on, day in ((11, "Mon"), (13, "Wed"), (18, "Mon"), (20, "Wed"), (25, "Mon")):
        await town.stage.clock(f"2027-01-{on} 15:20")
        listed = await town.typed("maya", "confirm")
        if day == "Wed":
            await town.maya.click("All as planned", listed, dm)
        else:
            await town.pick("maya", listed, "Not held: testing")
        await town.maya.sees(f"Logged: {day}, Jan {on}", dm)

    review = await town.typed("maya", "review")
    told = words(review)
    facts, choices = told.index("Held 2 of 5."), told.index("What now?")
    assert facts < told.index("Not held on Mondays: 3 (testing)") < choices
    for label in ("Keep", "Move to Tue & Thu", "Split", "Change the model", "Talk first"):
        assert told.index(label) > choices, label
    await town.maya.click("Talk first", review, dm)
    talked = words(await town.maya.sees("You talk first about Room 4", dm))
    assert "Your next five minutes: Mon, " in talked

    await town.stage.restart_bot()
    assert "Maya Ortiz decided: talk first." in words(await town.typed("adams", "review"))
    await town.maya.click("Keep", await town.typed("maya", "review"), dm)
    kept = await town.maya.sees("Kept as it is", dm)
    await town.maya.click("Say why", kept, dm)
    assert not (await town.maya.submit(Why="Centers fits the goal")).get("errors")
    await town.maya.close()
    hers = words(await town.typed("adams", "review"))
    assert "Maya Ortiz decided: keep it. Because: Centers fits the goal" in hers


async def test_handed_over(town: Lincoln) -> None:
    """A new therapist from a date, a new teacher today: one form each; roles are asked anew."""
    await _everyone_is_in(town)
    await _ben_takes_over(town)
    await _roles_are_agreed_anew(town)
    await _mr_diaz_takes_the_room(town)


async def _everyone_is_in(town: Lincoln) -> None:
    await town.maya.command("agree", ROOM_4)
    assert not (await town.maya.submit()).get("errors")
    for who in ("adams", "tam"):
        person = town.stage.person(lincoln.user(who))
        await person.click("I'm in", await person.command("confirm", ROOM_4), ROOM_4)
    await town.maya.sees("Everyone's in", ROOM_4)


async def _ben_takes_over(town: Lincoln) -> None:
    """Said back, another discipline is named, each is told once; the past stays Maya's."""
    await town.typed("maya", "handover")
    form = {"Who_takes_over": "Ben", "From_when_on": "2027-01-20"}
    assert not (await town.maya.submit(**form)).get("errors")
    echo = words(await town.maya.modal())
    assert "Ben Cho takes over from Maya Ortiz from Wed, Jan 20, 2027 on. Push-ins: 1." in echo
    assert "Ben Cho (SLP) is another kind of provider" in echo
    await town.maya.submit()
    assert "Others who are told: 3." in words(await town.maya.modal())
    await town.maya.close()
    for who in ("ben", "adams", "tam"):
        person = town.stage.person(lincoln.user(who))
        await person.sees("Ben Cho takes over from Maya Ortiz", await person.dm())
        assert len(await town.told(who, "takes over")) == 1, who
    weeks = [words(await town.typed(who, "week next")) for who in ("maya", "ben")]
    assert [one.count("Room 4 \N{MIDDLE DOT} Centers") for one in weeks] == [1, 1]
    assert weeks[0].index("Centers") < weeks[0].index("Wed, Jan 20")
    assert weeks[1].index("Centers") > weeks[1].index("Wed, Jan 20")


async def _roles_are_agreed_anew(town: Lincoln) -> None:
    """The message is the way to the form, which begins with what was agreed; all are asked."""
    dm = await town.ben.dm()
    await town.ben.click("Roles", await town.ben.sees("Roles are agreed anew", dm), dm)
    assert "A suggestion from Room 4" in words(await town.ben.modal())
    assert not (await town.ben.submit()).get("errors")
    await town.ben.close()
    for who in ("adams", "tam"):
        person = town.stage.person(lincoln.user(who))
        waits = await town.typed(who, "confirm")
        assert "*You:*" in words(waits)
        await person.click("I'm in", waits, await person.dm())

    async def is_agreed() -> bool:
        cards = [words(one) for one in await town.ben.messages(ROOM_4)]
        return any("Wed, Jan 20, 2027" in one and "Everyone's in" in one for one in cards)

    await eventually(is_agreed, "everyone's in on the card of the push-in from January 20")


async def _mr_diaz_takes_the_room(town: Lincoln) -> None:
    """From today: both push-ins are his; one Undo gives all back."""
    await town.typed("adams", "handover")
    assert not (await town.adams.submit(Who_takes_over="Mr. Diaz")).get("errors")
    assert "Mr. Diaz takes over from Ms. Adams" in words(await town.adams.modal())
    await town.adams.submit()
    await town.adams.modal()
    assert "with Mr. Diaz and Maya Ortiz" in words(await town.typed("diaz", "next"))
    assert "No more sessions" in words(await town.typed("adams", "next"))
    await town.diaz.sees("takes over from Ms. Adams", await town.diaz.dm())
    await town.adams.press("Undo")
    assert "Ms. Adams keeps all, as before" in words(await town.adams.modal())
    await town.adams.close()
    assert "Ms. Adams and Maya Ortiz" in words(await town.typed("adams", "next"))
    assert "No more sessions" in words(await town.typed("diaz", "next"))


async def test_a_case_managers_students(town: Lincoln) -> None:
    """Own codes with services and shortfalls, in a modal alone; who left is there no more."""
    await lincoln.manages_cases(town)
    await town.joins("S1", "", Case_manager="Noor Aziz")
    await town.joins("S3", "")
    await town.typed("maya", "mandate")
    owed = {"Student_code": "S1", "Minutes": "80", "From": "2027-01-11"}
    assert not (await town.maya.submit(**owed)).get("errors")
    await town.maya.close()
    await town.stage.clock("2027-01-11 15:20")
    waits = await town.typed("maya", "confirm")
    await town.pick("maya", waits, "Not held: assembly")
    await town.maya.sees("Logged: Mon, Jan 11", await town.maya.dm())

    assert await town.typed("noor", "caseload") == {}
    told = words(await town.noor.modal())
    await town.noor.close()
    assert "Mon & Wed 9:10" in told.replace("&amp;", "&")
    assert "Centers, Maya Ortiz (OT)" in told
    assert "80 minutes a week" in told
    assert "This week: Behind by 40 minutes, all from Monday assemblies." in told
    assert "S3" not in told
    for who in ("adams", "tam", "ben"):
        assert "S1" not in words(await town.typed(who, "caseload"))
    seen = [await town.noor.messages(await town.noor.dm()), await town.maya.messages(ROOM_4)]
    assert "S1" not in words(seen)

    await town.opens("students", "")
    left = {"Code_that_leaves": "S1", "Last_day": "2027-01-13"}
    assert not (await town.maya.submit(**left)).get("errors")
    await town.maya.close()
    await town.stage.clock("2027-01-14 08:00")
    await town.typed("noor", "caseload")
    assert "No student of yours is in a push-in." in words(await town.noor.modal())


async def test_a_caseload_by_building(town: Lincoln) -> None:
    """By day and building with the gaps named; its picture has all push-ins of the week."""
    await town.plan("maya", ROOM_12, "Wed 11:00-12:30 with @diaz room 12 until June")
    await town.plan("maya", GRANT_1, "Wed 12:35-1:40 with @webb room 1 until June")
    found = await town.typed("maya", "caseload")
    told = words(found)
    assert "*Monday, Lincoln Elementary*" in told
    assert told.index("*Wednesday, Lincoln Elementary*") < told.index(
        "*Wednesday, Grant Elementary*"
    )
    assert "Too little time for the way from the building before." in told
    dm = await town.maya.dm()
    await town.maya.click("as a picture", found, dm)
    await town.maya.sees("Your week of", dm)
