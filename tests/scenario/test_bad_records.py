"""Bad input to records over the wire: each gets an answer that says what to do, nothing changes."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from copy import deepcopy
from typing import Any
from urllib.parse import urlencode

import pytest
import pytest_asyncio
from databases import SQLiteFiles
from scenario.answers import ROOM, Team, playing_over_http
from scenario.stage import elements, words

from storage import tables

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def team(
    sqlite_files: SQLiteFiles,
    tmp_path_factory: pytest.TempPathFactory,
    unused_tcp_port_factory: Any,
) -> AsyncIterator[Team]:
    """Play after the first push-in, in HTTP mode: there anybody may try to forge a request."""
    folder = tmp_path_factory.mktemp("records")
    async with playing_over_http(sqlite_files, folder, unused_tcp_port_factory()) as opened:
        await opened.stage.clock("2026-10-07 16:30")
        yield opened


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def _closed_forms(team: Team) -> AsyncIterator[None]:
    yield
    for person in (team.maya, team.adams, team.ben):
        await person.close()


async def sent(team: Team, payload: Mapping[str, Any]) -> str:
    """Send what a client never would, signed; return all that was told in return."""
    known = len(await team.stage.ledger())
    status, text = await team.forge(urlencode({"payload": json.dumps(payload)}).encode())
    assert status == 200, text
    await team.stage.idle()
    later = (await team.stage.ledger())[known:]
    told = [one["payload"] for one in later if one["kind"] == "response_url"]
    return text + words(told)


async def opened(team: Team) -> dict[str, Any]:
    """Let Maya open the record of yesterday's session; return what her client sent for it."""
    await team.maya.click("Say how it went", await team.maya.command("log", ROOM), ROOM)
    await team.maya.modal()
    return await team.payload("interaction")


async def test_minutes_that_cannot_be(team: Team) -> None:
    """Minus five (no client sends that), ten hours and words: said under the field."""
    await opened(team)
    async with team.unchanged():
        answer = await team.maya.submit(Minutes="600")
        assert "from 1 to 105" in answer["errors"]["minutes"]
        form = deepcopy(await team.payload("interaction"))
        for minutes in ("-5", "1e3", "half"):
            form["view"]["state"]["values"]["minutes"]["value"]["value"] = minutes
            assert "Minutes are a whole number from 1 to" in await sent(team, form), minutes


async def test_somebody_elses_record_and_one_to_come(team: Team) -> None:
    """Another provider, the teacher and the para are told no; what has not begun is not logged."""
    tap = await opened(team)
    async with team.unchanged():
        for person in (team.ben, team.adams, team.tam):
            told = await team.replayed(tap, person.user_id)
            assert "for somebody else of the team" in told
        assert "has not begun" in words(await team.maya.command("log tomorrow", ROOM))
        coming = await team.maya.command("next", ROOM)
        values = (one.get("value", "").split(":") for one in elements(coming))
        session = next(one[1] for one in values if one[0] == "change")
        future = deepcopy(tap)
        for value in (f"log_open:{session}:1", f"log_as:{session}/student_absent/:1"):
            future["actions"][0]["value"] = value
            told = await sent(team, future)
            assert "has not begun. Log it once it has." in told, told


async def test_a_change_that_is_past(team: Team) -> None:
    """Typed and by the form: a date that is over is no date to change from."""
    async with team.unchanged():
        for text in ("change mon to tue from 9/1", "move sep 21 to sep 22"):
            assert "That is past" in words(await team.maya.command(text, ROOM))


async def test_a_mandate_of_nothing(team: Team) -> None:
    """No minutes, none at all, too many, and a period without a school day."""
    await team.maya.command("mandate", ROOM)
    async with team.unchanged():
        for minutes in ("0", "-30", "many", "10001"):
            answer = await team.maya.submit(Minutes=minutes)
            assert "1 to 10000. To owe nothing, end it" in answer["errors"]["minutes"], minutes
        weekend = {"Minutes": "60", "From": "2026-10-10", "Until": "2026-10-11"}
        answer = await team.maya.submit(**weekend)
        assert "No school day lies between these dates" in answer["errors"]["until"]
        answer = await team.maya.submit(Minutes="60", From="2026-10-12", Until="2026-10-09")
        assert answer["errors"]


async def test_a_code_that_looks_like_a_name(team: Team) -> None:
    """A name, a birth date and initials are no codes, for students and for what is owed."""
    await team.maya.command("students", ROOM)
    async with team.unchanged():
        for said in ("Liam", "Mia Lopez", "2016-05-04", "M.L."):
            answer = await team.maya.submit(Code_that_joins=said)
            assert "Only codes, never names" in answer["errors"]["joins"], said
            assert said not in json.dumps(answer)
    await team.maya.close()
    await team.maya.command("mandate", ROOM)
    async with team.unchanged():
        answer = await team.maya.submit(Student_code="Liam", Minutes="60")
        assert "Only codes, never names" in answer["errors"]["code"]


async def test_ten_years_of_exports(team: Team) -> None:
    """One school year at most, its dates said; nothing is uploaded."""
    await team.maya.command("export", ROOM)
    async with team.unchanged():
        dates = {"Which_sessions": "The dates below", "From": "2016-09-01", "Until": "2026-09-01"}
        answer = await team.maya.submit(**dates)
        assert "more than one school year" in next(iter(answer["errors"].values()))
    assert not [one for one in await team.stage.ledger() if one["name"].startswith("files.")]


async def test_two_log_the_same_at_once(team: Team) -> None:
    """Whoever comes second is told who was first; one record stands."""
    await team.ben.command("settings", ROOM)
    assert not (await team.ben.submit(For_providers="COTA")).get("errors")
    await team.ben.close()
    await opened(team)
    assert not (await team.maya.submit(Who_worked="Ben")).get("errors")
    await team.maya.close()
    await team.maya.click("Change", await team.maya.command("log yesterday", ROOM), ROOM)
    await team.maya.modal()
    assert (await team.maya.submit(What_happened="Only partly", Minutes="600", Why="drill"))[
        "errors"
    ]
    form = await team.payload("interaction")
    answers = await asyncio.gather(
        sent(team, corrected(form, team.maya.user_id, "30")),
        sent(team, corrected(form, team.ben.user_id, "20")),
    )
    late = [one for one in answers if "has logged it meanwhile. Nothing was changed" in one]
    assert len(late) == 1, answers
    logs = [row for row in team.dump()["log"] if "'partial'" in row]
    assert len(logs) == 1
    assert team.count(tables.Log) == 2


def corrected(form: Mapping[str, Any], user_id: str, minutes: str) -> dict[str, Any]:
    """Return a filled form as somebody else would send it."""
    mine = deepcopy(dict(form))
    mine["user"]["id"] = user_id
    mine["view"]["state"]["values"]["minutes"]["value"]["value"] = minutes
    return mine
