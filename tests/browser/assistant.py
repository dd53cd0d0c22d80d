"""A small Bolt app in the test workspace: enough of everything for the page to show."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
from browser import team
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SLOW = 3.6


def create(client: AsyncWebClient) -> AsyncApp:
    """Return the app with its listeners."""
    app = AsyncApp(client=client, process_before_response=True)
    app.command("/pushin")(_command)
    app.event("app_home_opened")(_home)
    app.event("message")(_nothing)
    app.event("app_mention")(_nothing)
    app.shortcut("schedule")(_schedule)
    app.shortcut("add_expectation")(_expectation)
    app.view("schedule")(_scheduled)
    app.action("tick")(_tick)
    app.action("confirm")(_confirm)
    app.action("skip")(_skip)
    return app


async def _nothing() -> None:
    """Leave plain messages alone."""


async def _command(ack: Any, command: team.Json) -> None:
    if command["text"] == "slow":
        await asyncio.sleep(SLOW)
        return
    words = "*Your next session:* today, Wednesday, September 2, 9:10-9:40 AM in room 4"
    buttons = [team.button("confirm", "I'm in", style="primary"), team.button("talk", "Let's talk")]
    await ack(
        text="Your next session",
        blocks=[
            {"type": "section", "text": team.mrkdwn(words)},
            {"type": "actions", "block_id": "next", "elements": buttons},
        ],
    )


async def _home(client: AsyncWebClient, event: team.Json) -> None:
    await client.views_publish(user_id=event["user"], view=team.home())


async def _schedule(ack: Any, client: AsyncWebClient, shortcut: team.Json) -> None:
    await client.views_open(trigger_id=shortcut["trigger_id"], view=team.schedule_form())
    await ack()


async def _expectation(ack: Any, say: Any, shortcut: team.Json) -> None:
    await ack()
    await say(text="Added as an expectation.", thread_ts=shortcut["message_ts"])


async def _scheduled(ack: Any, client: AsyncWebClient, view: team.Json) -> None:
    goal = view["state"]["values"]["goal"]["text"]["value"]
    if len(goal) < 4:
        await ack(response_action="errors", errors={"goal": "Say a little more."})
        return
    await ack()
    await client.chat_postMessage(channel=team.ROOM_4, text=f"Planned: {goal}")


async def _tick(ack: Any, client: AsyncWebClient, body: team.Json, action: team.Json) -> None:
    await ack()
    ticked = [option["value"] for option in action["selected_options"]]
    await client.chat_update(
        channel=body["channel"]["id"],
        ts=body["container"]["message_ts"],
        text="Checklist",
        blocks=team.checklist(*ticked),
    )


async def _confirm(ack: Any, respond: Any) -> None:
    await ack()
    await respond(text="Everyone's in.", replace_original=False)


async def _skip(ack: Any, say: Any) -> None:
    await ack()
    await say(text="Wednesday is skipped.")


@asynccontextmanager
async def connected(base_url: str) -> AsyncIterator[AsyncWebClient]:
    """Run the app in the sandbox at `base_url`; yields its client."""
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient("xoxb-sandbox", base_url=f"{base_url}/api/", session=session)
        app = create(client)
        handler = AsyncSocketModeHandler(app, "xapp-1-sandbox", web_client=client)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        try:
            yield client
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]
