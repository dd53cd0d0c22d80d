"""Channels and people change, and the app is told in Slack's own events."""

from dataclasses import replace
from typing import Any

import pytest
from unit.sandbox.bench import Bench, Json

from sandbox import acting, changing, interacting
from sandbox.errors import Refused

ROOM = "CROOM4"
EVERYTHING = frozenset(
    f"{kind}_{change}"
    for kind in ("channel", "group")
    for change in ("archive", "unarchive", "rename", "left", "shared", "unshared")
) | {"user_change", "team_join", "file_shared", "message.groups", "member_joined_channel"}


@pytest.fixture
def room(bench: Bench) -> Bench:
    """Return a sandbox whose app subscribed to all that is told of teams and channels."""
    app = bench.server.workspace.app
    bench.server.workspace.set_app(replace(app, bot_events=app.bot_events | EVERYTHING))
    return bench


def events(bench: Bench) -> list[Json]:
    return [envelope.payload["event"] for envelope in bench.app.got]


async def told(bench: Bench, **change: Any) -> list[Json]:
    changing.set_channel(bench.server, {"id": ROOM, "as": "UMAYA", **change})
    await bench.settle()
    return events(bench)


async def test_archiving_is_said_in_the_channel_and_told(room: Bench) -> None:
    """A private channel that is archived sends group_archive, with who did it."""
    said, told_of = await told(room, is_archived=True)

    assert said["subtype"] == "group_archive"
    assert {k: told_of[k] for k in ("type", "channel", "user")} == {
        "type": "group_archive",
        "channel": ROOM,
        "user": "UMAYA",
    }


async def test_unarchiving_undoes_it(room: Bench) -> None:
    """The channel takes messages again."""
    await told(room, is_archived=True)
    last = (await told(room, is_archived=False))[-1]

    assert last["type"] == "group_unarchive"
    assert room.call("chat.postMessage", channel=ROOM, text="x")["ok"]


async def test_a_renamed_channel_names_both_names(room: Bench) -> None:
    """The message has old and new name, the event the channel's new one."""
    said, renamed = await told(room, name="room-5")

    assert (said["old_name"], said["name"]) == ("room-4", "room-5")
    assert (renamed["type"], renamed["channel"]["name"]) == ("group_rename", "room-5")


async def test_a_channel_that_becomes_shared_tells_with_whom(room: Bench) -> None:
    """Slack Connect sends channel_shared, later payloads say is_ext_shared_channel."""
    [shared] = await told(room, is_ext_shared=True)
    acting.say(room.server, {"as": "UMAYA", "channel": ROOM, "text": "hi"})
    await room.settle()
    info = room.call("conversations.info", channel=ROOM)["channel"]

    assert (shared["type"], shared["connected_team_id"]) == ("channel_shared", "TFOREIGN0")
    assert room.app.got[-1].payload["is_ext_shared_channel"] is True
    assert info["is_ext_shared"]
    assert (await told(room, is_ext_shared=False))[-1]["type"] == "channel_unshared"


async def test_nothing_is_told_of_what_stayed_as_it_was(room: Bench) -> None:
    """Setting a field to its own value changes nothing."""
    assert await told(room, name="room-4", is_archived=False) == []


async def test_a_person_who_joins_is_said_and_told_with_the_inviter(room: Bench) -> None:
    """The channel says so, and member_joined_channel names who invited."""
    said, joined = await told(room, add=["UGUEST"])

    assert (said["subtype"], said["text"]) == ("channel_join", "<@UGUEST> has joined the channel")
    assert (joined["user"], joined["inviter"]) == ("UGUEST", "UMAYA")


async def test_the_app_that_is_taken_out_is_told_and_no_mention(room: Bench) -> None:
    """group_left comes last; that Slack names the app in its sentence is no mention."""
    found = await told(room, remove=["UBOT"])

    assert found[-1]["type"] == "group_left"
    assert "app_mention" not in {event["type"] for event in found}
    answer = room.call("chat.postMessage", channel=ROOM, text="x")
    assert answer["error"] == "channel_not_found"


async def test_a_deactivated_person_is_told_and_described_so(room: Bench) -> None:
    """user_change has deleted: true; a DM with them says is_user_deleted."""
    dm = room.call("conversations.open", users="UMAYA", return_im=True)["channel"]
    changing.set_user(room.server, {"id": "UMAYA", "kind": "deleted"})
    await room.settle()
    [event] = events(room)

    assert (event["type"], event["user"]["deleted"]) == ("user_change", True)
    assert dm["is_user_deleted"] is False
    assert room.call("conversations.open", users="UMAYA")["error"] == "user_disabled"
    again = room.call("conversations.open", channel=dm["id"], return_im=True)["channel"]
    assert again["is_user_deleted"] is True


async def test_what_slack_says_is_nobodys_message(room: Bench) -> None:
    """People neither edit nor remove it, and there is no message shortcut on it."""
    await told(room, topic="Centers")
    [said] = room.call("conversations.history", channel=ROOM)["messages"]
    where = {"as": "UMAYA", "channel": ROOM, "ts": said["ts"]}
    shortcut = {**where, "message_ts": said["ts"], "callback_id": "add_expectation"}

    assert said["subtype"] == "group_topic"
    with pytest.raises(Refused, match="own messages"):
        acting.edit(room.server, {**where, "text": "mine"})
    with pytest.raises(Refused, match="own messages"):
        acting.delete(room.server, where)
    with pytest.raises(Refused, match="says itself"):
        await interacting.shortcut(room.server, shortcut)


async def test_a_removed_message_with_replies_is_told_as_a_tombstone(room: Bench) -> None:
    """Slack changes it into a message of its own; what stood there comes as the previous one."""
    where = {"as": "UMAYA", "channel": ROOM}
    root = acting.say(room.server, {**where, "text": "folders out"})["ts"]
    reply = acting.say(room.server, {**where, "text": "ok", "thread_ts": root})["ts"]
    acting.delete(room.server, {**where, "ts": root})
    acting.delete(room.server, {**where, "ts": reply})
    await room.settle()
    buried, gone = events(room)[-2:]

    assert (buried["subtype"], buried["message"]["subtype"]) == ("message_changed", "tombstone")
    assert (buried["message"]["user"], buried["message"]["ts"]) == ("USLACKBOT", root)
    assert (buried["message"]["thread_ts"], buried["message"]["reply_count"]) == (root, 1)
    assert (buried["previous_message"]["user"], buried["hidden"]) == ("UMAYA", True)
    assert (gone["subtype"], gone["deleted_ts"]) == ("message_deleted", reply)


async def test_a_new_person_joins_the_team(room: Bench) -> None:
    """team_join carries the whole user; without users:read nothing is told."""
    new = {"id": "UNEW", "name": "new", "real_name": "New Para"}
    changing.set_user(room.server, new)
    app = room.server.workspace.app
    blind = replace(app, scopes=app.scopes - {"users:read"})
    room.server.workspace.set_app(blind)
    changing.set_user(room.server, {**new, "title": "Para"})
    await room.settle()

    assert [event["type"] for event in events(room)] == ["team_join"]


async def test_a_shared_file_is_told_beside_its_message(room: Bench) -> None:
    """file_shared names file, person and channel; files:read gets to its description."""
    given = {"as": "UMAYA", "channel": ROOM, "filename": "a.ics", "content": "QUJD"}
    file = acting.upload(room.server, given)["file"]
    await room.settle()
    [message, shared] = events(room)

    assert message["files"][0]["id"] == file
    assert (shared["type"], shared["file_id"]) == ("file_shared", file)
    assert room.call("files.info", file=file)["file"]["size"] == 3


async def test_a_persons_emoji_is_told_on_and_off(bench: Bench) -> None:
    """reaction_added and reaction_removed name the message and its author."""
    ts = bench.call("chat.postMessage", channel=ROOM, text="x")["ts"]
    body = {"as": "UMAYA", "channel": ROOM, "ts": ts, "name": "tada"}
    app = bench.server.workspace.app
    wanted = app.bot_events | {"reaction_added", "reaction_removed"}
    bench.server.workspace.set_app(replace(app, bot_events=wanted))
    acting.react(bench.server, body)
    acting.react(bench.server, {**body, "remove": True})
    await bench.settle()
    found = [e for e in events(bench) if e["type"].startswith("reaction_")]

    assert [e["type"] for e in found] == ["reaction_added", "reaction_removed"]
    assert found[0]["item"] == {"type": "message", "channel": ROOM, "ts": ts}
    assert found[0]["item_user"] == "UBOT"
