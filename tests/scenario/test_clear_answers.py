"""Bad input over the wire: each gets an answer that says what to do, and changes nothing."""

import json
import re
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest
import pytest_asyncio
from databases import SQLiteFiles
from scenario.answers import BOT, CODE, ROOM, SECRET, Team, playing_over_http, signature
from scenario.stage import StageError, elements, eventually, words

from storage import tables

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow]
LONG = "x" * 40_000


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def team(
    sqlite_files: SQLiteFiles,
    tmp_path_factory: pytest.TempPathFactory,
    unused_tcp_port_factory: Any,
) -> AsyncIterator[Team]:
    """Play on one stage, in HTTP mode: there anybody may try to forge a request."""
    folder = tmp_path_factory.mktemp("answers")
    async with playing_over_http(sqlite_files, folder, unused_tcp_port_factory()) as opened:
        yield opened


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def _closed_forms(team: Team) -> AsyncIterator[None]:
    yield
    for person in (team.maya, team.adams, team.tam):
        await person.close()


TYPED = [
    ("nxt", "Did you mean next"),
    (LONG, "Help lists all"),
    ("schedule sat 9-9:30 with <@U0ADAMS> room 12", "Pick from Mon"),
    ("schedule oct 12 9-9:30 with <@U0ADAMS> room 12", "Mon, Oct 12, 2026. Pick another date"),
    ("schedule mon 9:30-9:10 with <@U0ADAMS> room 12", "for example `9:10-9:40`"),
    ("schedule mon 9:10-9:40 with <@U0GUEST> room 30", "full members"),
    ("schedule mon 9:10-9:40 with <@U0ROBOT> room 30", "Mention a colleague"),
    ("schedule mon 9:10-9:40 with <@U0GONE> room 30", "Mention somebody else"),
    ("schedule mon 9:10-9:40 with <@U0FAR> room 30", "members of this workspace only"),
    ("schedule mon 9:10-9:40 room 30", "Mention the room's teacher"),
    ("schedule :tada:", "say it in words"),
    (f"schedule {LONG}", "at most 600 characters"),
    ("schedule " + "<@U0ADAMS> " * 3000, "at most 600 characters"),
    ("schedule " + "".join(f"<@U0N{n}>" for n in range(3000)), "at most 600 characters"),
    (f"expect {LONG}", "at most 300 characters"),
    ("expect :tada: \N{PARTY POPPER}", "say it in words"),
]


@pytest.mark.parametrize(("text", "answer"), TYPED, ids=[text[:40] for text, _ in TYPED])
async def test_a_typed_line_that_cannot_be_done(team: Team, text: str, answer: str) -> None:
    """A command that cannot be carried out says what to type instead, within Slack's 3 seconds."""
    async with team.unchanged():
        said = words(await team.maya.command(text, ROOM))

    assert answer in said


@pytest.mark.parametrize(
    ("channel", "answer"),
    [
        ("C0AWAY", "/invite @Push-In"),
        ("C0OPEN", "Pick a private channel"),
        ("C0SHARED", "Pick one of this workspace only"),
    ],
)
async def test_a_channel_that_cannot_be_a_classrooms(team: Team, channel: str, answer: str) -> None:
    """Typed in a channel that is public, shared or without the bot, a plan says where it may."""
    async with team.unchanged():
        phrase = "schedule mon 9:10-9:40 with <@U0DIAZ> room 30"
        said = words(await team.maya.command(phrase, channel))

    assert answer in said


@pytest.mark.parametrize(
    ("channel", "answer"),
    [
        ("C0AWAY", "/invite @Push-In"),
        ("C0OPEN", "Pick a private channel"),
        ("C0OLD", "Pick the one your team uses"),
        ("C0SHARED", "Pick one of this workspace only"),
    ],
)
async def test_a_chosen_channel_that_cannot_be_a_classrooms(
    team: Team, channel: str, answer: str
) -> None:
    """The empty `schedule` opens the form; a wrong channel is told under its field."""
    async with team.unchanged():
        await team.maya.command("schedule", ROOM)
        refused = await team.maya.submit(
            Which_days=["Monday"],
            During="Period 1",
            Teacher="U0DIAZ",
            Room="30",
            **{"The_classroom's": channel},
        )

    assert answer in refused["errors"]["channel"]


@pytest.mark.parametrize(
    ("person", "text", "answer"),
    [
        ("U0NEW", "next", "Tell me who you are in Settings"),
        ("U0NEW", "blah", "Did you mean|Help lists"),
        ("U0NEW", "schedule mon 9:10-9:40 with <@U0ADAMS> room 12", "Tell me who you are"),
        ("U0GUEST", "next", "Ask a colleague"),
        ("U0GUEST", "settings", "Ask a colleague"),
        ("U0FAR", "next", "Ask a colleague"),
        ("U0TAM", "schedule mon 9:10-9:40 with <@U0ADAMS> room 12", "Only a provider plans"),
    ],
)
async def test_people_who_may_not(team: Team, person: str, text: str, answer: str) -> None:
    """Somebody unknown is told how to become known; guests and other teams get one sentence."""
    asking = team.stage.person(person)
    async with team.unchanged():
        channel = "C0SHARED" if person == "U0FAR" else ROOM
        said = words(await asking.command(text, channel)).replace("*", "")

    assert re.search(answer, said)
    assert await asking.has_no_modal()


async def test_another_workspaces_request(team: Team) -> None:
    """A signed command or tap of a workspace that is not ours is told so and opens nothing."""
    await team.maya.command("next", ROOM)
    sent = await team.payload("command", text="next")
    answers = []
    async with team.unchanged():
        for text in ("next", "settings", "schedule"):
            body = urlencode({**sent, "text": text, "team_id": "T0OTHER"}).encode()
            answers.append(await team.forge(body))

    assert {status for status, _ in answers} == {200}
    assert all("own workspace only" in text for _, text in answers)
    assert await team.maya.has_no_modal()


async def test_forged_requests_are_not_answered(team: Team) -> None:
    """A malformed or old timestamp, a false signature or a changed body is refused with 401."""
    await team.maya.command("next", ROOM)
    body = urlencode(await team.payload("command", text="next")).encode()
    now, old = str(int(time.time())), str(int(time.time()) - 3600)
    async with team.unchanged():
        stamps = ("", "soon", "1e9", "-1", f"{now}.5", "\N{ARABIC-INDIC DIGIT ONE}", "9" * 40)
        malformed = [await team.forge(body, stamp=stamp) for stamp in stamps]
        others = [
            await team.forge(body, stamp=now, X_Slack_Signature=signature(now, body, "another")),
            await team.forge(body, X_Slack_Signature=""),
            await team.forge(body, X_Slack_Signature="\N{LATIN SMALL LETTER E WITH ACUTE}"),
            await team.forge(body, stamp=old),
            await team.forge(
                body + b"&text=today", stamp=now, X_Slack_Signature=signature(now, body)
            ),
        ]
        right = await team.forge(body, stamp=now, X_Slack_Signature=signature(now, body, SECRET))

    assert [status for status, _ in malformed] == [401] * len(stamps)
    assert [status for status, _ in others] == [401] * 5
    assert right[0] == 200


async def test_words_in_the_direct_messages(team: Team) -> None:
    """An unknown word, however long, and words that are too many are answered in the DM."""
    dm = await team.maya.dm()
    for said, answer in (("blah", "Help lists"), (LONG, "Help lists")):
        async with team.unchanged():
            await team.maya.say(said, dm)
        assert answer in words((await team.maya.messages(dm))[-1])
    async with team.unchanged():
        await team.maya.say(f"expect {LONG[:39_000]}", dm)
    assert "at most 300 characters" in words((await team.maya.messages(dm))[-1])


async def test_expect_without_words_opens_the_form(team: Team) -> None:
    """`expect` alone asks for the words in a form; in a thread it offers the form's button."""
    thread = team.thread
    async with team.unchanged():
        await team.tam.command("expect", ROOM)
        assert "One more" in words(await team.tam.modal())
        await team.tam.say(f"{BOT} expect", ROOM, thread)
        await team.told(team.tam, "needs the form", ROOM, thread)
        await team.tam.say(f"{BOT} expect {LONG[:39_000]}", ROOM, thread)
        await team.told(team.tam, "at most 300", ROOM, thread)


async def test_every_text_field_has_a_limit(team: Team) -> None:
    """Slack's client refuses 40,000 characters in every text field of every form."""
    found = 0
    async with team.unchanged():
        for text, more in (
            ("schedule", True),
            ("agree", True),
            ("expect", False),
            ("settings", False),
        ):
            await team.maya.command(text, ROOM)
            if more:
                await team.maya.press("More")
            view = await team.maya.modal()
            for element in elements(view):
                if element["type"] == "plain_text_input":
                    found += 1
                    typed = {element["action_id"]: {"type": element["type"], "value": LONG}}
                    values = {element["block_id"]: typed}
                    body = {"as": team.maya.user_id, "view_id": view["id"], "values": values}
                    with pytest.raises(StageError, match="invalid_input"):
                        await team.stage.call("POST", "submit", body)
            await team.maya.close()

    assert found == 4 + 7 + 1 + 1


async def test_lines_that_are_too_long_for_others_to_read(team: Team) -> None:
    """A field of several lines may hold more than one line may: that is told under it."""
    async with team.unchanged():
        await team.maya.command("agree", ROOM)
        long = await team.maya.submit(What_everyone="x" * 301)
        signs = await team.maya.submit(What_everyone="", What_Tam=":tada:")
        activity = await team.maya.submit(What_Tam="Helps", Activity="\N{PARTY POPPER}")

    assert "at most 300" in long["errors"]["expectations"]
    assert [key.partition(".")[0] for key in signs["errors"]] == ["part"]
    assert "say it in words" in next(iter(signs["errors"].values()))
    assert "say it in words" in activity["errors"]["activity"]


async def test_somebody_elses_buttons(team: Team) -> None:
    """I'm in of another team's push-in is refused, on the screen and when its value is replayed."""
    await team.new_part("Opens with a poem")
    card = await team.maya.sees("Opens with a poem", ROOM)
    async with team.unchanged():
        await team.ben.click("I'm in", card, ROOM)
        await team.told(team.ben, "for somebody else of the team")
    waiting = await team.adams.command("confirm", ROOM)
    await team.adams.click("Let's talk", waiting, ROOM)
    async with team.unchanged():
        told = await team.replayed(await team.payload("interaction"), team.ben.user_id)
    assert "for somebody else of the team" in told


async def test_a_note_opens_for_its_two_people_alone(team: Team) -> None:
    """The button of a note, sent by a third person, is refused and tells nothing of the note."""
    await team.stage.clock("2026-10-07 18:00")
    bases = await team.maya.command("touchbase", ROOM)
    await team.maya.click("Done", bases, ROOM)
    assert not (await team.maya.submit(What_worked=f"Boards for {CODE}")).get("errors")
    await team.maya.click("note", await team.maya.command("touchbase", ROOM), ROOM)
    opened = await team.payload("interaction")
    async with team.unchanged():
        for third in (team.tam, team.ben):
            told = await team.replayed(opened, third.user_id)
            assert "for somebody else of the team" in told
            assert CODE not in told


async def test_confirming_twice_and_too_late(team: Team) -> None:
    """The second I'm in says so; one to roles that were changed since asks to look anew."""
    await team.new_part("Opens with a riddle")
    first, second, third = [await team.adams.command("confirm", ROOM) for _ in range(3)]
    await team.adams.click("I'm in", first, ROOM)
    async with team.unchanged():
        await team.adams.click("I'm in", second, ROOM)
    await team.told(team.adams, "in already")
    await team.new_part("Opens with a song")
    async with team.unchanged():
        await team.adams.click("I'm in", third, ROOM)
    await team.told(team.adams, "Look at them anew")


async def test_a_button_from_before_a_restart_works(team: Team) -> None:
    """A push-in said back before the bot was killed is saved by its button; the second says so."""
    phrase = "schedule mon until june period 6 with <@U0DIAZ> room 30"
    echo = await team.maya.command(phrase, "C0ROOM30")
    again = await team.payload("command", text=phrase)
    await team.stage.restart_bot()
    await team.maya.click("Confirm", echo, "C0ROOM30")
    confirmed = await team.payload("interaction")
    await team.told(team.maya, "Planned:", "C0ROOM30")
    async with team.unchanged():
        told = await team.replayed(confirmed, team.maya.user_id)
        typed = words(await team.maya.command(again["text"], "C0ROOM30"))
    assert "Planned already" in told
    assert "planned already" in typed


async def test_a_form_of_a_push_in_that_ended(team: Team) -> None:
    """Roles, expectations and I'm in of a push-in that ended meanwhile say that it is over."""
    for verb, field in (("agree", "Activity"), ("expect", "One_more")):
        await team.adams.command(verb, ROOM)
        async with team.ended():
            refused = await team.adams.submit(**{field: "Poems"})
        await team.adams.close()
        assert "has ended" in next(iter(refused["errors"].values()))
    await team.new_part("Opens with a joke")
    waiting = await team.adams.command("confirm", ROOM)
    async with team.ended():
        await team.adams.click("I'm in", waiting, ROOM)
        await team.told(team.adams, "has ended")


async def test_a_form_of_a_session_that_was_cancelled(team: Team) -> None:
    """Words for the checklist of a session that was skipped meanwhile are refused with the way."""
    await team.stage.clock("2026-10-08 08:00")
    nearest = await team.maya.command("next", ROOM)
    await team.stage.clock("2026-10-08 10:31")
    checklist = await team.maya.sees("Checklist", ROOM)
    await team.tam.say(f"{BOT} expect boards for {CODE}", ROOM, checklist["ts"])
    edited = await team.told(team.tam, "may hold a student code", ROOM, checklist["ts"])
    await team.tam.say(f"{BOT} expect scissors for {CODE}", ROOM, checklist["ts"])
    asked = await eventually(lambda: _another(team, edited, checklist["ts"]), "a second question")
    await team.maya.command("agree", ROOM)
    assert not (await team.maya.submit(If_someone="")).get("errors")
    await team.tam.click("Edit", edited, ROOM)
    await team.maya.click("Can't make it", nearest, ROOM)
    async with team.unchanged():
        refused = await team.tam.submit(One_more="Boards out")
        await team.tam.close()
        await team.tam.click("It is not a student", asked, ROOM)
    assert "not on any more" in next(iter(refused["errors"].values()))
    await team.told(team.tam, "not on any more", ROOM, checklist["ts"])


async def _another(team: Team, first: dict[str, Any], thread: str) -> dict[str, Any] | None:
    asked = await team.told(team.tam, "may hold a student code", ROOM, thread)
    return asked if asked["ts"] != first["ts"] else None


async def test_an_event_that_comes_again_acts_once(team: Team) -> None:
    """The same event three times, and the same message under another id, are one expectation."""
    thread, before = team.thread, team.count(tables.Expectation)
    await team.tam.say(f"{BOT} expect scissors on table 3", ROOM, thread)
    await team.told(team.tam, "Added for", ROOM, thread)
    event = await team.payload("event", name="app_mention")
    answers = len(await team.tam.messages(ROOM, thread))
    async with team.unchanged():
        again = {"event_id": event["event_id"], "times": 2}
        await team.stage.call("POST", "redeliver", again)
        await team.stage.idle()
        assert len(await team.tam.messages(ROOM, thread)) == answers
        await team.stage.call("POST", "redeliver", {**again, "new_id": True})
    assert team.count(tables.Expectation) == before + 1
    await team.told(team.tam, "stands already", ROOM, thread)


async def test_a_student_code_is_asked_about(team: Team) -> None:
    """Edit opens the words, It is not a student uses them; a second tap says that they stand."""
    async with team.unchanged():
        asked = await team.maya.command(f"expect {CODE} needs a slant board", ROOM)
        assert "may hold a student code" in words(asked)
        assert CODE not in json.dumps(asked)
        await team.maya.click("Edit", asked, ROOM)
        assert CODE in json.dumps(await team.maya.modal())
        await team.maya.close()
    before = team.count(tables.Expectation)
    asked = await team.maya.command(f"expect {CODE} needs a slant board", ROOM)
    await team.maya.click("It is not a student", asked, ROOM)
    tapped = await team.payload("interaction")
    await team.told(team.maya, "Added")
    async with team.unchanged():
        again = await team.replayed(tapped, team.maya.user_id)
        other = await team.replayed(tapped, team.ben.user_id)
    assert "already" in again
    assert "type it again" in other
    assert team.count(tables.Expectation) == before + 1
