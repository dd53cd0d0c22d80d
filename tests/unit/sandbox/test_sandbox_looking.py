"""Everybody sees what they may see, and nothing else."""

import pytest
from unit.sandbox.bench import Bench

from sandbox import acting, changing, control, looking
from sandbox.errors import Refused

ROOM = "CROOM4"


def texts(bench: Bench, person: str, thread: str | None = None) -> list[str]:
    query = {"as": person, "channel": ROOM, **({"thread_ts": thread} if thread else {})}
    return [message["text"] for message in looking.messages(bench.server, query)["messages"]]


async def test_the_page_begins_as_the_first_full_member(bench: Bench) -> None:
    """Without `as` the workspace is seen by somebody who can act."""
    assert looking.workspace(bench.server, {})["me"]["id"] == "UMAYA"


async def test_conversations_are_those_of_the_person(bench: Bench) -> None:
    """A private channel is listed for its members only; a DM bears the other's name."""
    dm = acting.open_dm(bench.server, {"as": "UMAYA", "users": ["UADAMS"]})["channel"]
    listed = {
        person: {
            c["id"]: c["name"]
            for c in looking.workspace(bench.server, {"as": person})["conversations"]
        }
        for person in ("UMAYA", "UADAMS", "UGUEST")
    }

    assert "CSECRET" in listed["UADAMS"]
    assert "CSECRET" not in listed["UMAYA"]
    assert (listed["UMAYA"][dm], listed["UADAMS"][dm]) == ("Ms. Adams", "Maya Ortiz")
    assert listed["UGUEST"] == {}


async def test_a_stranger_to_a_channel_sees_nothing_of_it(bench: Bench) -> None:
    """Looking into a channel one is not in is refused with 404."""
    with pytest.raises(Refused) as refused:
        texts(bench, "UGUEST")

    assert (refused.value.status, refused.value.code) == (404, "no_such_channel")


async def test_threads_and_roots_are_told_apart(bench: Bench) -> None:
    """Roots stand in the channel, replies in their thread after the root."""
    root = acting.say(bench.server, {"as": "UMAYA", "channel": ROOM, "text": "root"})["ts"]
    reply = {"as": "UADAMS", "channel": ROOM, "text": "reply", "thread_ts": root}
    acting.say(bench.server, reply)

    assert texts(bench, "UMAYA") == ["root"]
    assert texts(bench, "UMAYA", root) == ["root", "reply"]


async def test_a_removed_message_leaves_a_mark(bench: Bench) -> None:
    """What was removed shows as deleted, without its text."""
    said = acting.say(bench.server, {"as": "UMAYA", "channel": ROOM, "text": "oops"})
    acting.delete(bench.server, {"as": "UMAYA", "channel": ROOM, "ts": said["ts"]})
    query = {"as": "UADAMS", "channel": ROOM}
    [shown] = looking.messages(bench.server, query)["messages"]

    assert (shown["deleted"], shown["text"]) == (True, "")


async def test_unread_counts_what_others_said_since_reading(bench: Bench) -> None:
    """Own messages never count; reading clears."""
    for person in ("UMAYA", "UADAMS", "UADAMS"):
        acting.say(bench.server, {"as": person, "channel": ROOM, "text": "x"})

    def unread() -> int:
        seen = looking.workspace(bench.server, {"as": "UMAYA"})["conversations"]
        return int(next(c["unread"] for c in seen if c["id"] == ROOM))

    before = unread()
    acting.read(bench.server, {"as": "UMAYA", "channel": ROOM})

    assert (before, unread()) == (2, 0)


@pytest.mark.parametrize(
    ("act", "code"),
    [
        ({"text": ""}, "bad_text"),
        ({"text": "x", "channel": "COLD"}, "is_archived"),
        ({"text": "x", "as": "UNOBODY"}, "no_such_user"),
        ({"text": "x", "thread_ts": "1.0"}, "no_such_message"),
    ],
)
async def test_what_cannot_be_said_is_refused(bench: Bench, act: dict[str, str], code: str) -> None:
    """Each refusal has its code and a sentence."""
    with pytest.raises(Refused) as refused:
        acting.say(bench.server, {"as": "UMAYA", "channel": ROOM, **act})

    assert refused.value.code == code
    assert refused.value.detail.endswith(".")


async def test_members_come_and_go(bench: Bench) -> None:
    """Somebody added sees the channel, somebody removed no longer does."""
    changing.set_channel(bench.server, {"id": ROOM, "add": ["UGUEST"], "remove": ["UMAYA"]})

    assert texts(bench, "UGUEST") == [
        "<@UMAYA> has left the channel",
        "<@UGUEST> has joined the channel",
    ]
    with pytest.raises(Refused):
        texts(bench, "UMAYA")


@pytest.mark.parametrize(
    ("call", "body", "code"),
    [
        (control.move_clock, {}, "bad_clock"),
        (control.move_clock, {"advance": "soon"}, "bad_clock"),
        (control.move_clock, {"set": "soon"}, "bad_instant"),
        (control.set_marks, {"marks": [{}]}, "bad_marks"),
        (control.set_marks, {"marks": [], "zone": "Mars/Base"}, "bad_zone"),
        (control.set_faults, {"rules": [{"fault": "magic"}]}, "bad_fault"),
        (control.set_faults, {"rules": [{"fault": "lost", "method": "chat.update"}]}, "bad_fault"),
        (control.redeliver, {"event_id": "Ev1"}, "no_such_event"),
        (changing.set_user, {"id": "UMAYA", "kind": "robot"}, "bad_seed"),
        (changing.set_channel, {"id": ROOM, "add": ["UNOBODY"]}, "no_such_user"),
        (changing.set_channel, {"id": ROOM, "colour": "red"}, "bad_channel"),
    ],
)
async def test_a_wrong_request_is_refused(
    bench: Bench, call: control.Act, body: dict[str, object], code: str
) -> None:
    """The page and tests are told what is wrong."""
    with pytest.raises(Refused) as refused:
        call(bench.server, body)

    assert refused.value.code == code
