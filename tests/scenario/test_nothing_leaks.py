"""What people type into any field, as others see it: never a mention, never a student's code."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from databases import SQLiteFiles
from scenario.answers import BOT, CODE, ROOM, ZONE, Team, marked, playing
from scenario.stage import Stage, words

pytestmark = pytest.mark.asyncio(loop_scope="module")
LOUD = "<!channel> <!here> &<> <@U0TAM> x"
QUIET = "&lt;!channel&gt; &lt;!here&gt; &amp;&lt;&gt; &lt;@U0TAM&gt; x"
LOUDLY = ("<!channel", "<!here", "<!everyone")
VIEWS = {"views.open", "views.push", "views.update"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def team(
    sqlite_files: SQLiteFiles, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Team]:
    """Play on one stage over Socket Mode."""
    folder = tmp_path_factory.mktemp("leaks")
    async with aiohttp.ClientSession() as http:
        stage = Stage(folder, sqlite_files.fresh(folder), http, ZONE)
        async with playing(stage) as opened:
            yield opened


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def _closed_forms(team: Team) -> AsyncIterator[None]:
    yield
    for person in (team.maya, team.adams, team.tam):
        await person.close()


async def _planned(team: Team, **said: Any) -> dict[str, Any]:
    """Fill in the schedule form for Mr. Diaz's new room; return the answer."""
    await team.maya.command("schedule", ROOM)
    values: dict[str, Any] = {"Which_days": ["Tuesday"], "Teacher": "U0DIAZ"}
    values["The_classroom's"] = "C0ROOM30"
    answer = await team.maya.submit(**{"During": "Period 1", **values, **said})
    return dict(answer["errors"] or {})


async def _agreed(team: Team, **said: str) -> dict[str, Any]:
    """Change the roles in the form; return the view that then stands there."""
    await team.maya.command("agree", ROOM)
    answer = await team.maya.submit(**said)
    assert not answer["errors"], answer
    views = (await team.stage.call("GET", f"views?as={team.maya.user_id}"))["views"]
    return dict(views[-1]) if views else {}


ROLES = ("What_Tam", "Activity", "What_to_bring", "What_everyone", "If_someone")


async def test_marks_of_slack_are_shown_as_typed(team: Team) -> None:
    """`<!channel>` and its like in any field notify nobody: they stand there as they were typed."""
    await _agreed(team, **dict.fromkeys(ROLES, LOUD))
    card = await team.maya.sees(QUIET, ROOM)
    # What changed is told a second time; an expectation is no change of the roles.
    assert words(card).count(QUIET) == 2 * len(ROLES) - 1
    for text in (LOUD, "@channel and @here", "&lt;!channel&gt; again"):
        await team.maya.command(f"expect {text}", ROOM)
        await team.maya.say(f"{BOT} expect in the thread {text}", ROOM, team.thread)
    dm = await team.maya.dm()
    await team.maya.say(f"{LOUD}", dm)
    await team.maya.command(f"schedule {LOUD}", ROOM)
    assert not await _planned(team, Room="<!here> &<> 9", Adults="<!channel> &<>, para")
    assert "&lt;!here&gt; &amp;&lt;&gt; 9" in words(await team.maya.modal())
    await team.maya.submit()
    await team.maya.sees("&lt;!here&gt; &amp;&lt;&gt; 9", "C0ROOM30")
    await team.maya.close()
    await team.maya.command("settings", ROOM)
    assert not (await team.maya.submit(Your_name="Maya <!channel> &<>"))["errors"]
    bases = await team.maya.command("touchbase", ROOM)
    await team.maya.click("Done", bases, ROOM)
    note = dict.fromkeys(("What_worked", "What_to_change", "One_thing"), LOUD)
    assert not (await team.maya.submit(**note))["errors"]
    assert QUIET in words(await team.maya.command("next", ROOM))
    await team.settled()
    posted = [e["payload"] for e in await team.stage.ledger() if e["direction"] == "in"]
    loud = [text for text in marked(posted) if any(mark in text for mark in LOUDLY)]
    assert loud == []
    assert not [text for text in marked(posted) if "<@U0TAM>" in text]


@pytest.mark.parametrize("field", ROLES)
async def test_a_code_in_the_roles_is_asked_about(team: Team, field: str) -> None:
    """A student's code in any text of the roles is asked about before anybody reads it."""
    async with team.unchanged():
        view = await _agreed(team, **{field: f"{CODE} sits in front"})
    assert "may hold a student code" in words(view)


async def test_a_code_in_a_new_rooms_or_routines_name_is_asked_about(team: Team) -> None:
    """A new room's or routine's name would stand on the card: its author is asked before."""
    async with team.unchanged():
        typed = "schedule fri 9:10-9:40 until june with <@U0DIAZ>"
        room = await team.maya.command(f"{typed} room {CODE}", "C0ROOM30")
        routine = await team.maya.command(f"{typed} {CODE} routine room 31", "C0ROOM30")
        name = await team.maya.command(f"{typed} Liam's reading routine room 31", "C0ROOM30")
        assert not await _planned(team, Room=CODE)
        asked = await team.maya.modal()
        await team.maya.press("Edit")
        assert CODE in json.dumps((await team.maya.modal())["state"])

    for message in (room, routine, asked):
        assert "may hold a student code" in words(message)
    assert "may hold a student's name" in words(name)


async def test_what_is_no_student_is_planned(team: Team) -> None:
    """It is not a student goes on to the echo and Confirm; a known room is not asked about."""
    phrase = "schedule wed 9:10-9:40 until june with <@U0DIAZ> room S2"
    asked = await team.maya.command(phrase, "C0ROOM30")
    await team.maya.click("It is not a student", asked, "C0ROOM30")
    echo = await team.told(team.maya, "S2 · Wed", "C0ROOM30")
    await team.maya.click("Confirm", echo, "C0ROOM30")
    await team.maya.sees("Push-in: S2", "C0ROOM30")
    known = await team.maya.command(phrase.replace("wed", "thu"), "C0ROOM30")
    assert "Is this right?" in words(known)


async def test_a_code_is_no_adults_name(team: Team) -> None:
    """A student's code where an adult's name is asked for is refused under the field."""
    async with team.unchanged():
        refused = await _planned(team, Room="31", Adults=f"{CODE}, para")
        await team.maya.close()
        await team.maya.command("settings", ROOM)
        own = await team.maya.submit(Your_name=CODE)
    assert "Write the adult's own name" in refused["others"]
    assert "Write the adult's own name" in own["errors"]["name"]


async def test_one_thing_to_try_is_asked_about(team: Team) -> None:
    """Only what stands beside the next session is asked about; the rest stays in the form."""
    bases = await team.maya.command("touchbase", ROOM)
    await team.maya.click("Done", bases, ROOM)
    async with team.unchanged():
        await team.maya.submit(What_worked=f"Boards for {CODE}", One_thing=f"{CODE} in front")
        assert "may hold a student code" in words(await team.maya.modal())
    await team.maya.close()
    await team.maya.click("Done", bases, ROOM)
    answer = await team.maya.submit(What_worked=f"Boards for {CODE}", One_thing="Timer")
    assert not answer["errors"]
    assert await team.maya.has_no_modal()


async def test_codes_of_a_plan_stay_in_its_form(team: Team) -> None:
    """Student codes of a plan are kept, and shown in the form alone."""
    await team.maya.command("schedule", ROOM)
    await team.maya.press("More")
    refused = await team.maya.submit(
        Which_days=["Friday"],
        During="Period 4",
        Teacher="U0ADAMS",
        Room="12",
        **{"The_classroom's": ROOM},
        Student_codes="Liam",
    )
    assert "Only codes" in refused["errors"]["codes"]
    assert not (await team.maya.submit(Student_codes=CODE))["errors"]
    await team.maya.submit()
    await team.maya.sees("Period 4", ROOM)


async def test_no_code_anywhere_but_in_forms(team: Team) -> None:
    """After all this no message, Home, notification, metadata or log line holds a code."""
    for text in (f"{CODE}", f"next {CODE}", f"expect {CODE} in front", f"schedule {CODE}"):
        await team.maya.command(text, ROOM)
        await team.maya.say(f"{BOT} {text}", ROOM, team.thread)
        await team.maya.say(text, await team.maya.dm())
    ts = await team.maya.say(f"{CODE} to be mended", await team.maya.dm())
    edit = {"as": team.maya.user_id, "channel": await team.maya.dm(), "ts": ts}
    await team.stage.call("POST", "edit", {**edit, "text": f"{CODE} mended"})
    for person in (team.maya, team.adams, team.tam):
        home = await team.stage.call("GET", f"home?as={person.user_id}")
        assert CODE not in json.dumps(home)
    await team.settled()
    for entry in await team.stage.ledger():
        in_a_form = entry["name"] in VIEWS or "response_action" in json.dumps(entry["payload"])
        if entry["direction"] == "in" and not in_a_form:
            assert CODE not in json.dumps(entry["payload"]), entry
    assert CODE not in team.stage.bot_output.read_text()
