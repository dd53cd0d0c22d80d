"""What Slack tells of changed messages, in the shapes that it sends."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from handlers.slack import message_changes
from handlers.slack.message_changes import MessageChange

BOT = "U0PUSHIN"
SECOND = datetime(2022, 10, 7, 12, 26, 2, tzinfo=UTC)


def changed(text: str, before: str = "folders out", **more: Any) -> dict[str, Any]:
    """Return a `message_changed` event as Slack shapes it (bolt-python's test of extraction)."""
    message = {"type": "message", "user": "U111", "ts": "1665102338.901939", "team": "T111"}
    edited = {"user": "U111", "ts": "1665145562.000000"}
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": {**message, "text": text, "edited": edited},
        "previous_message": {**message, "text": before},
        "channel": "C111",
        "hidden": True,
        "ts": "1665145562.013600",
        "event_ts": "1665145562.013600",
        "channel_type": "group",
        **more,
    }


def read(event: dict[str, Any]) -> MessageChange | None:
    return message_changes.read(event, BOT)


@pytest.mark.parametrize(
    ("text", "kind", "asked"),
    [
        ("folders out", "group", "folders out"),
        (f"<@{BOT}> expect folders out", "group", "folders out"),
        (f"Please <@{BOT}> Expect: folders", "group", "folders"),
        (f"<@{BOT}> expect", "group", ""),
        (f"<@{BOT}> drop 2", "group", None),
        (f"<@{BOT}> Liam", "group", None),
        ("expect folders out", "im", "folders out"),
        ("never mind", "im", None),
    ],
)
def test_an_edit(text: str, kind: str, asked: str | None) -> None:
    """The words after the verb count; of a reply that was picked, all of it."""
    found = read(changed(text, before="another", channel_type=kind))

    assert found is not None
    assert (found.source, found.author, found.text) == ("C111:1665102338.901939", "U111", asked)
    assert found.edited_at == SECOND + timedelta(microseconds=13_600)


def test_two_edits_in_one_second_are_told_apart_by_their_events() -> None:
    """Slack dates edits by the second; what it tells first came first."""
    first, second = read(changed("a b")), read(changed("a c", event_ts="1665145563.900000"))

    assert first is not None
    assert second is not None
    assert first.edited_at is not None
    assert second.edited_at is not None
    assert first.edited_at < second.edited_at < SECOND + timedelta(seconds=1)


def test_what_slack_adds_by_itself_is_no_edit() -> None:
    """A preview of a link or a count of replies comes as a change, without other words."""
    event = changed("folders out")
    del event["message"]["edited"]
    again = changed("folders out", before="folders out")
    again["previous_message"]["edited"] = again["message"]["edited"]

    assert read(event) is None
    assert read(again) is None


def test_a_deletion() -> None:
    """A removed message tells who wrote it, and in which thread."""
    event = changed("")
    before = {**event["previous_message"], "thread_ts": "1665102000.000100"}
    gone = {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": before,
        "channel": "C111",
        "hidden": True,
        "deleted_ts": before["ts"],
        "event_ts": "1665368629.007100",
        "ts": "1665368629.007100",
        "channel_type": "group",
    }

    assert read(gone) == MessageChange(
        "C111", before["ts"], "1665102000.000100", "U111", direct=False
    )


def test_a_message_with_replies_becomes_a_tombstone() -> None:
    """Slack tells its deletion as a change into a message of its own; its author is the earlier."""
    event = changed("")
    event["message"] = {
        "type": "message",
        "subtype": "tombstone",
        "user": "USLACKBOT",
        "text": "This message was deleted.",
        "hidden": True,
        "ts": "1665102338.901939",
        "thread_ts": "1665102338.901939",
    }
    found = read(event)

    assert found is not None
    assert (found.author, found.edited_at, found.ts) == ("U111", None, "1665102338.901939")


@pytest.mark.parametrize("subtype", [None, "channel_join", "file_share", "bot_message"])
def test_what_was_just_said_is_no_change(subtype: str | None) -> None:
    """Messages that were just written, by whoever, change none."""
    event = {"type": "message", "subtype": subtype, "user": "U111", "text": "hi", "channel": "C111"}

    assert read(event) is None


def test_changes_of_apps_are_left_alone() -> None:
    """The cards of Push-In itself change all day."""
    event = changed("Checklist")
    event["message"]["bot_id"] = "B0PUSHIN"

    assert read(event) is None
