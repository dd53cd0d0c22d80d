"""Messages are kept, counted, read and shown as Slack does."""

from typing import Any

from unit.sandbox.bench import Bench

ROOM = "CROOM4"


def post(bench: Bench, text: str = "hello", **more: Any) -> str:
    answer = bench.call("chat.postMessage", channel=ROOM, text=text, **more)
    assert answer["ok"], answer
    return str(answer["ts"])


async def test_a_ts_is_unique_and_follows_the_school_clock(bench: Bench) -> None:
    """Messages at the same instant differ by a microsecond and stay in order."""
    stamps = [post(bench) for _ in range(3)]

    assert stamps == [f"1788264000.{number:06d}" for number in range(3)]


async def test_metadata_comes_back_only_when_asked_for(bench: Bench) -> None:
    """History names the event type, and gives the payload with include_all_metadata."""
    post(bench, metadata={"event_type": "prompt", "event_payload": {"key": "k1"}})
    plain = bench.call("conversations.history", channel=ROOM)["messages"][0]
    whole = bench.call("conversations.history", channel=ROOM, include_all_metadata=True)

    assert plain["metadata"] == {"event_type": "prompt"}
    assert whole["messages"][0]["metadata"]["event_payload"] == {"key": "k1"}


async def test_updating_keeps_metadata_unless_it_is_emptied(bench: Bench) -> None:
    """An omitted metadata stays; an empty one removes it."""
    ts = post(bench, metadata={"event_type": "prompt", "event_payload": {}})
    kept = bench.call("chat.update", channel=ROOM, ts=ts, text="new")["message"]
    gone = bench.call("chat.update", channel=ROOM, ts=ts, text="new", metadata={})["message"]

    assert "metadata" in kept
    assert "metadata" not in gone
    assert kept["edited"]["user"] == "B1"


async def test_history_is_newest_first_and_leaves_replies_out(bench: Bench) -> None:
    """Replies stand in their thread; a broadcast stands in both."""
    root = post(bench, "root")
    reply = post(bench, "reply", thread_ts=root)
    both = post(bench, "both", thread_ts=root, reply_broadcast=True)
    history = bench.call("conversations.history", channel=ROOM)["messages"]
    thread = bench.call("conversations.replies", channel=ROOM, ts=root)["messages"]

    assert [message["ts"] for message in history] == [both, root]
    assert [message["ts"] for message in thread] == [root, reply, both]
    assert (thread[0]["reply_count"], thread[0]["latest_reply"]) == (2, both)


async def test_history_pages_to_its_end(bench: Bench) -> None:
    """Following next_cursor yields every message once."""
    stamps = [post(bench) for _ in range(5)]
    seen: list[str] = []
    cursor = ""
    while True:
        page = bench.call("conversations.history", channel=ROOM, limit=2, cursor=cursor)
        seen += [message["ts"] for message in page["messages"]]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break

    assert seen == stamps[::-1]


async def test_the_ends_of_a_window_count_only_if_inclusive(bench: Bench) -> None:
    """Oldest and latest are exclusive by default."""
    first, second, third = (post(bench) for _ in range(3))
    window = {"channel": ROOM, "oldest": first, "latest": third}
    inner = bench.call("conversations.history", **window)["messages"]
    whole = bench.call("conversations.history", **window, inclusive=True)["messages"]

    assert [message["ts"] for message in inner] == [second]
    assert len(whole) == 3


async def test_a_removed_message_leaves_history_and_its_thread_counts(bench: Bench) -> None:
    """The page still knows where it was."""
    root = post(bench)
    reply = post(bench, thread_ts=root)
    bench.call("chat.delete", channel=ROOM, ts=reply)
    room = bench.server.workspace.conversations[ROOM]

    assert room.messages[root].body["reply_count"] == 0
    assert room.messages[reply].deleted
    assert len(bench.call("conversations.history", channel=ROOM)["messages"]) == 1


async def test_an_ephemeral_message_is_for_one_person_and_not_for_history(bench: Bench) -> None:
    """Only the person sees it, and it cannot be updated."""
    shown = bench.call("chat.postEphemeral", channel=ROOM, user="UMAYA", text="psst")
    room = bench.server.workspace.conversations[ROOM]

    assert room.shown_to("UMAYA", shown["message_ts"]) is not None
    assert room.shown_to("UADAMS", shown["message_ts"]) is None
    assert bench.call("conversations.history", channel=ROOM)["messages"] == []
    update = bench.call("chat.update", channel=ROOM, ts=shown["message_ts"], text="x")
    assert update["error"] == "message_not_found"


async def test_posting_to_a_person_opens_the_dm_which_keeps_its_id(bench: Bench) -> None:
    """The same people always get the same conversation."""
    first = bench.call("chat.postMessage", channel="UMAYA", text="hi")["channel"]
    opened = bench.call("conversations.open", users="UMAYA")

    assert first.startswith("D")
    assert opened == {
        "ok": True,
        "no_op": True,
        "already_open": True,
        "channel": {"id": first},
    }
    group = bench.call("conversations.open", users="UMAYA,UADAMS")["channel"]["id"]
    assert bench.call("conversations.open", users="UADAMS,UMAYA")["channel"]["id"] == group


async def test_users_are_described_by_kind(bench: Bench) -> None:
    """Guests, strangers and people who left are told apart."""
    users = {
        user: bench.call("users.info", user=user)["user"]
        for user in ("UMAYA", "UGUEST", "UGONE", "UFAR")
    }

    assert (users["UMAYA"]["tz"], users["UMAYA"]["tz_offset"]) == ("America/New_York", -14400)
    assert users["UGUEST"]["is_restricted"]
    assert users["UGONE"]["deleted"]
    assert "tz" not in users["UGONE"]
    assert users["UFAR"]["is_stranger"]
    assert users["UFAR"]["team_id"] != "T1"


async def test_the_bot_finds_itself(bench: Bench) -> None:
    """auth.test names the bot user and its bot id."""
    answer = bench.call("auth.test")

    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == ("UBOT", "B1", "T1")


async def test_emoji_are_counted_per_person(bench: Bench) -> None:
    """The same emoji twice is refused, and taking it off leaves nothing."""
    item = {"channel": ROOM, "timestamp": post(bench), "name": "eyes"}

    assert bench.call("reactions.add", **item)["ok"]
    assert bench.call("reactions.add", **item)["error"] == "already_reacted"
    assert bench.call("reactions.remove", **item)["ok"]
    assert bench.call("reactions.remove", **item)["error"] == "no_reaction"
