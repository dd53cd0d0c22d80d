"""The app that Slack's requests come to."""

import asyncio
import hashlib
import hmac
import json
import time

from postroom import PostRoom
from pydantic import SecretStr
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.app import make_bolt
from bot.slack_client import make_client
from config.settings import Settings

SECRET = "sandbox-signing-secret"


async def test_what_is_acknowledged_was_done_before(room: PostRoom) -> None:
    """Slack's answer is given when the listener has ended, not when it says `ack`."""
    await room.seed()
    client = make_client(room.http, token="xoxb-sandbox", base_url=f"{room.url}/api/")
    app = make_bolt(Settings.model_construct(signing_secret=_secret()), client)
    done = []

    async def listener(ack: AsyncAck) -> None:
        await ack()
        await asyncio.sleep(0.01)
        done.append("committed")

    app.event("app_mention")(listener)
    answer = await app.async_dispatch(_mention())

    assert (answer.status, done) == (200, ["committed"])


def _secret() -> SecretStr:
    return SecretStr(SECRET)


def _mention() -> AsyncBoltRequest:
    """Return an event as Slack signs it."""
    event = {"type": "app_mention", "user": "U0MAYA", "channel": "C0ROOM4", "ts": "1.2"}
    body = json.dumps({"type": "event_callback", "team_id": "T0LINCOLN", "event": event})
    stamp = str(int(time.time()))
    base = f"v0:{stamp}:{body}".encode()
    signature = "v0=" + hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()
    headers = {
        "content-type": "application/json",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature,
    }
    return AsyncBoltRequest(body=body, headers=headers)
