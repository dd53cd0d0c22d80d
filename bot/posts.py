"""The calls to Slack that delivery makes, typed; each raises `SlackTroubleError` with a verdict."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Protocol

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack_errors import SlackTroubleError, Step, tried
from storage.due import Claim, Unopened

EVENT_TYPE = "pushin_prompt"
"""The type of the metadata that carries a prompt's opaque key."""
LOOK_BACK = timedelta(days=1)
"""A prompt is looked for from this long before it fell due: Slack's clock is not ours, and one that
was set in another zone is hours off."""
PAGE = 200


class Message(Protocol):
    """A rendered message."""

    @property
    def text(self) -> str:
        """What notifications and screen readers say."""
        ...

    @property
    def blocks(self) -> Sequence[Mapping[str, Any]]:
        """The Block Kit blocks."""
        ...


async def open_conversation(client: AsyncWebClient, where: Unopened) -> str:
    """Open a DM or group DM and return its Slack id."""
    answer = await tried(client.conversations_open(users=list(where.users)))
    return str(answer["channel"]["id"])


async def why_closed(client: AsyncWebClient, channel: str) -> str | None:
    """Return why Push-In may not post in a channel, or None: unknown means no."""
    try:
        answer = await tried(client.conversations_info(channel=channel))
    except SlackTroubleError as trouble:
        if trouble.verdict.step is Step.REROUTE:
            return trouble.verdict.code
        if trouble.verdict.code == "missing_scope":
            return (
                "not_private"  # Push-In may look at private channels only: this one became public
            )
        raise
    facts = answer["channel"]
    if facts.get("is_archived"):
        return "is_archived"
    if any(facts.get(f"is_{how}shared") for how in ("ext_", "pending_ext_")):
        return "is_ext_shared"
    if not facts.get("is_private"):
        return "not_private"
    return None if facts.get("is_member", True) else "not_in_channel"


async def find(client: AsyncWebClient, mine: Claim) -> str | None:
    """Return the ts of the message that carries a prompt's key, or None.

    History leaves out replies, so a post in a thread is looked for among the thread's replies.
    """
    oldest = f"{(mine.due_at - LOOK_BACK).timestamp():.6f}"
    cursor: str | None = None
    while True:
        answer = await tried(_page(client, mine, oldest, cursor))
        for message in answer.get("messages") or []:
            if _key(message) == mine.key:
                return str(message["ts"])
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return None


def method_of_look(mine: Claim) -> str:
    """Return the method by which a prompt is looked for."""
    return f"conversations.{'history' if mine.thread_ts is None else 'replies'}"


async def _page(
    client: AsyncWebClient, mine: Claim, oldest: str, cursor: str | None
) -> AsyncSlackResponse:
    if mine.thread_ts is not None:
        return await client.conversations_replies(
            channel=mine.slack_id or "",
            ts=mine.thread_ts,
            oldest=oldest,
            cursor=cursor,
            limit=PAGE,
            include_all_metadata=True,
        )
    return await client.conversations_history(
        channel=mine.slack_id or "",
        oldest=oldest,
        cursor=cursor,
        limit=PAGE,
        include_all_metadata=True,
    )


def _key(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    key = (metadata.get("event_payload") or {}).get("key")
    return None if key is None else str(key)


async def post(client: AsyncWebClient, mine: Claim, message: Message) -> str:
    """Post a prompt with its key and return the message's ts."""
    answer = await tried(
        client.chat_postMessage(
            channel=mine.slack_id or "",
            text=message.text,
            blocks=[dict(block) for block in message.blocks],
            thread_ts=mine.thread_ts,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"key": mine.key}},
            unfurl_links=False,
            unfurl_media=False,
        )
    )
    return str(answer["ts"])


async def take_back(client: AsyncWebClient, mine: Claim, message_ts: str) -> None:
    """Delete a second copy that this process posted itself."""
    await tried(client.chat_delete(channel=mine.slack_id or "", ts=message_ts))
