"""The threads over the wire: what people say, change and tap there, and what they see then."""

from datetime import timedelta

import pytest
from unit.handlers.desk import BOT, Desk, elements, labels, user, words
from unit.pushin import king

from pushin import expectations, live
from storage import tables

pytestmark = pytest.mark.slow

PHRASE = "schedule Mon & Wed period 2 with <@U0ADAMS> and <@U0TAM> room 12 until June"


@pytest.fixture
async def plan(desk: Desk) -> str:
    """Plan a push-in and return its id."""
    echo = await desk.command("maya", PHRASE)
    await desk.click("maya", "Confirm", echo)
    return desk.team.rows(tables.Plan)[0].id


async def rooted(desk: Desk, kind: str, subject: str) -> str:
    """Post a message that stands for a card, and return its ts."""
    card = await desk.client.chat_postMessage(channel=king.CHANNEL, text="card")
    posted = tables.MessageRef(
        workspace_id=king.WORKSPACE,
        id=f"ref-{kind}",
        place=king.CHANNEL,
        message_ts=card["ts"],
        kind=kind,
        subject=subject,
    )
    desk.team.do(None, lambda scope: scope.session.add(posted))
    return str(card["ts"])


@pytest.fixture
async def standing(desk: Desk, plan: str) -> str:
    """Return the root of the plan's standing thread."""
    return await rooted(desk, "plan_card", f"plan:{plan}")


@pytest.fixture
async def checklist(desk: Desk, plan: str) -> str:
    """Return the root of the first session's thread."""
    first = min(desk.team.rows(tables.Session), key=lambda one: one.starts_at)
    assert first.plan_id == plan
    return await rooted(desk, "checklist", f"session:{first.id}")


async def say(desk: Desk, who: str, text: str, thread: str) -> str:
    said = await desk.box.say(user(who), king.CHANNEL, text, thread_ts=thread)
    await desk.box.idle()
    return str(said["ts"])


def texts(desk: Desk) -> list[str]:
    rows = desk.team.rows(tables.Expectation)
    standing = [one for one in rows if one.dropped_at is None]
    return [one.text for one in sorted(standing, key=lambda one: (one.created_at, one.id))]


async def test_an_edited_message_changes_its_expectation(desk: Desk, standing: str) -> None:
    """Whoever corrects their message corrects the list; nothing is said about it."""
    ts = await say(desk, "tam", f"<@{BOT}> expect foldrs out", standing)
    before = await desk.private("tam", standing)
    await desk.box.edit(user("tam"), king.CHANNEL, ts, f"<@{BOT}> expect folders out")
    await desk.box.idle()

    assert texts(desk) == ["folders out"]
    assert await desk.private("tam", standing) == before


@pytest.mark.slow
async def test_an_edit_delivered_late_changes_nothing(desk: Desk, standing: str) -> None:
    """The first edit that Slack delivers once more after the second is not followed."""
    ts = await say(desk, "tam", f"<@{BOT}> expect one", standing)
    for text in ("two", "three"):
        await desk.box.edit(user("tam"), king.CHANNEL, ts, f"<@{BOT}> expect {text}")
        await desk.box.idle()
    sent = [one["payload"] for one in reversed(await desk.box.ledger(kind="event"))]
    first = next(one for one in sent if "expect two" in str(one["event"].get("message")))
    await desk.box.redeliver(first["event_id"], new_id=True)
    await desk.box.idle()

    assert texts(desk) == ["three"]


async def test_an_edit_with_a_name_is_asked_about_privately(desk: Desk, standing: str) -> None:
    """The old words stand, the name is not repeated; Edit opens it, and new words are followed."""
    ts = await say(desk, "tam", f"<@{BOT}> expect wiggle seat", standing)
    said = f"<@{BOT}> expect Liam needs the wiggle seat"
    await desk.box.edit(user("tam"), king.CHANNEL, ts, said)
    question = (await desk.private("tam", standing))[-1]
    await desk.click("tam", "Edit", question)
    form = await desk.modal("tam")

    assert texts(desk) == ["wiggle seat"]
    assert "Liam" not in words(question)
    assert labels(question) == ["Edit", "It is not a student"]
    assert "Liam needs the wiggle seat" in str(form["blocks"])
    assert await desk.submit("tam", text="wiggle seat at table 2") == {}
    assert texts(desk) == ["wiggle seat at table 2"]


async def test_a_deleted_message_takes_its_expectation_along(desk: Desk, standing: str) -> None:
    """Its author alone reads it, with Undo; a second delivery says nothing more."""
    ts = await say(desk, "tam", f"<@{BOT}> expect folders out", standing)
    await desk.box.delete(user("tam"), king.CHANNEL, ts)
    await desk.box.idle()
    sent = [one["payload"] for one in reversed(await desk.box.ledger(kind="event"))]
    gone = next(one for one in sent if one["event"].get("subtype") == "message_deleted")
    await desk.box.redeliver(gone["event_id"], new_id=True)
    told = [one for one in await desk.private("tam", standing) if "deleted" in words(one)]

    assert texts(desk) == []
    assert [labels(one) for one in told] == [["Undo"]]
    assert await desk.private("adams", standing) == []
    await desk.click("tam", "Undo", told[0])
    assert texts(desk) == ["folders out"]


@pytest.mark.slow
async def test_a_deleted_message_with_replies_is_followed_too(desk: Desk, plan: str) -> None:
    """Slack tells of its deletion as a change into a tombstone."""
    assert plan
    said = await desk.box.say(user("tam"), king.CHANNEL, f"<@{BOT}> expect folders out")
    await say(desk, "adams", "good idea", said["ts"])
    await desk.box.delete(user("tam"), king.CHANNEL, said["ts"])
    await desk.box.idle()

    assert texts(desk) == []


@pytest.mark.slow
async def test_whoever_left_changes_nothing_any_more(desk: Desk, standing: str) -> None:
    """What a colleague expected stays when their account is closed, and is theirs no more."""
    ts = await say(desk, "tam", f"<@{BOT}> expect folders out", standing)
    await desk.box.send("users", {"id": user("tam"), "kind": "deleted"})
    desk.at += timedelta(minutes=5)
    await say(desk, "adams", f"<@{BOT}> who", standing)

    assert texts(desk) == ["folders out"]
    assert "In the room" in words((await desk.private("adams", standing))[-1])
    assert ts


@pytest.mark.slow
async def test_replies_of_others_are_left_alone(desk: Desk, standing: str) -> None:
    """Plain replies, their edits and deletions do nothing, and nothing is written of them."""
    ts = await say(desk, "adams", "I will be two minutes late", standing)
    await desk.box.edit(user("adams"), king.CHANNEL, ts, "I will be five minutes late")
    await desk.box.delete(user("adams"), king.CHANNEL, ts)
    await desk.box.idle()

    assert texts(desk) == []
    assert await desk.private("adams", standing) == []
    assert desk.team.rows(tables.InboxKey) == []


@pytest.mark.slow
async def test_a_guests_edit_is_not_followed(desk: Desk, standing: str) -> None:
    """A reply of a guest that a colleague picked stays in the words that were picked."""
    ts = await say(desk, "guest", "folders out", standing)
    where = {"channel": king.CHANNEL, "message_ts": ts}
    await desk.box.shortcut(user("adams"), "add_as_expectation", **where)
    await desk.box.edit(user("guest"), king.CHANNEL, ts, "nonsense")
    await desk.box.delete(user("guest"), king.CHANNEL, ts)
    await desk.box.idle()

    assert texts(desk) == ["folders out"]
    assert await desk.private("guest", standing) == []


async def test_in_a_sessions_thread_it_is_asked_once(desk: Desk, checklist: str) -> None:
    """What is said there is for this session; one tap makes it stand for all to come."""
    await say(desk, "tam", f"<@{BOT}> expect folders out", checklist)
    asked = (await desk.private("tam", checklist))[-1]
    (before,) = desk.team.rows(tables.Expectation)
    await desk.click("tam", "All to come", asked)
    told = (await desk.private("tam", checklist))[-1]
    (after,) = desk.team.rows(tables.Expectation)

    assert labels(asked) == ["This session", "All to come"]
    assert before.session_id is not None
    assert after.session_id is None
    assert "Room 12" in words(told)
    assert labels(told) == []


async def test_drop_by_number(desk: Desk, standing: str) -> None:
    """A number goes with Undo; one that is not there, or none, is answered with the list."""
    for text in ("folders out", "lights low"):
        await say(desk, "tam", f"<@{BOT}> expect {text}", standing)
    await say(desk, "adams", f"<@{BOT}> drop 2", standing)
    dropped = (await desk.private("adams", standing))[-1]
    await say(desk, "adams", f"<@{BOT}> drop 99", standing)
    unknown = (await desk.private("adams", standing))[-1]
    await say(desk, "adams", f"<@{BOT}> drop", standing)
    alone = (await desk.private("adams", standing))[-1]
    await say(desk, "adams", f"<@{BOT}> drop 2", standing)
    again = (await desk.private("adams", standing))[-1]

    assert ("lights low" in words(dropped), labels(dropped)) == (True, ["Undo"])
    assert "no number 99" in words(unknown)
    assert "1. folders out" in words(alone)
    assert labels(alone) == ["Remove"]
    assert "removed already" in words(again)
    await desk.click("adams", "Undo", dropped)
    assert texts(desk) == ["folders out", "lights low"]


@pytest.mark.slow
async def test_drop_in_a_sessions_thread_asks_which(desk: Desk, plan: str, checklist: str) -> None:
    """One of all sessions goes from this list only, if that is meant."""
    desk.team.do("maya", expectations.add, plan, None, "Lights low", at=desk.at)
    await say(desk, "tam", f"<@{BOT}> drop 1", checklist)
    asked = (await desk.private("tam", checklist))[-1]
    await desk.click("tam", "This session", asked)
    told = (await desk.private("tam", checklist))[-1]

    assert labels(asked) == ["This session", "All to come"]
    assert texts(desk) == ["Lights low"]
    assert labels(told) == ["Undo"]


@pytest.mark.parametrize("verb", ["who", pytest.param("why", marks=pytest.mark.slow)])
async def test_who_and_why_are_told_privately(desk: Desk, standing: str, verb: str) -> None:
    """The answer stands in the thread for the asker alone; others of the workspace get none."""
    await say(desk, "tam", f"<@{BOT}> {verb}", standing)
    await say(desk, "ben", f"<@{BOT}> {verb}", standing)
    answer = (await desk.private("tam", standing))[-1]
    refused = (await desk.private("ben", standing))[-1]

    assert {"who": "In the room", "why": "Why then"}[verb] in words(answer)
    assert "Nobody's role is agreed yet" in words(answer)
    assert await desk.private("adams", standing) == []
    assert "somebody else of the team" in words(refused)


@pytest.mark.parametrize(
    "said",
    [
        "expect folders",
        *(pytest.param(one, marks=pytest.mark.slow) for one in ("drop 1", "who", "why")),
    ],
)
async def test_a_guest_gets_one_sentence(desk: Desk, standing: str, said: str) -> None:
    """No verb of a thread works for a guest."""
    await say(desk, "guest", f"<@{BOT}> {said}", standing)

    assert "full members" in words((await desk.private("guest", standing))[-1])
    assert texts(desk) == []


@pytest.mark.slow
async def test_too_long_and_a_name(desk: Desk, standing: str) -> None:
    """3,001 characters and a name are answered privately, and the name is not repeated."""
    await say(desk, "tam", f"<@{BOT}> expect {'x' * 3001}", standing)
    long = (await desk.private("tam", standing))[-1]
    await say(desk, "tam", f"<@{BOT}> expect Liam needs the wiggle seat", standing)
    named = (await desk.private("tam", standing))[-1]

    assert "at most 300 characters, and this has 3001" in words(long)
    assert "Liam" not in words(named)
    assert labels(named) == ["Edit", "It is not a student"]
    assert texts(desk) == []


@pytest.mark.slow
async def test_the_whole_list_is_a_modal_with_boxes(desk: Desk, plan: str, checklist: str) -> None:
    """Twelve expectations open in two groups; a tick there is a tick, and a removed one is told."""
    for number in range(12):
        at = desk.at + timedelta(seconds=number)
        desk.team.do("maya", expectations.add, plan, None, f"Step {number}", at=at)
    (session,) = {one.subject for one in desk.team.rows(tables.MessageRef, kind="checklist")}
    key = session.partition(":")[2]
    found = desk.team.do("tam", live.opened_list, key, at=desk.at)[0]
    assert len(found.expectations) == 12
    button = {
        "type": "button",
        "action_id": "pushin:checklist",
        "text": {"type": "plain_text", "text": "The whole list"},
        "value": f"checklist:{key}:0",
    }
    blocks = [{"type": "actions", "elements": [button]}]
    await desk.client.chat_update(channel=king.CHANNEL, ts=checklist, text="card", blocks=blocks)
    card = next(
        one for one in await desk.box.messages(user("tam"), king.CHANNEL) if one["ts"] == checklist
    )
    await desk.click("tam", "The whole list", card)
    view = await desk.modal("tam")
    groups = [one for one in elements(view) if one["type"] == "checkboxes"]

    async def tick(option: int) -> None:
        action = {
            "action_id": groups[1]["action_id"],
            "block_id": groups[1]["block_id"],
            "selected_options": [groups[1]["options"][option]],
        }
        await desk.box.action(user("tam"), action, view_id=view["id"])
        await desk.box.idle()

    await tick(1)
    gone = groups[1]["options"][0]["value"]
    desk.team.do("maya", expectations.drop, gone, at=desk.at)
    await tick(0)

    assert [len(one["options"]) for one in groups] == [10, 2]
    assert len(desk.team.rows(tables.Tick)) == 1
    assert "removed already" in words(await desk.modal("tam"))


@pytest.mark.slow
async def test_a_reply_of_a_session_is_asked_about_too(desk: Desk, checklist: str) -> None:
    """Add as expectation on a reply asks the same one question."""
    ts = await say(desk, "adams", "folders out", checklist)
    where = {"channel": king.CHANNEL, "message_ts": ts}
    await desk.box.shortcut(user("tam"), "add_as_expectation", **where)
    asked = (await desk.private("tam", checklist))[-1]

    assert labels(asked) == ["This session", "All to come"]
    assert texts(desk) == ["folders out"]
