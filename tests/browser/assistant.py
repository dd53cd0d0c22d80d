"""A small Bolt app in the test workspace: enough of everything for the page to show."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
from browser import gallery, team
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
    app.action("useful")(_useful)
    app.action("first")(_first)
    app.options("it")(_options)
    app.view("gallery")(_filled)
    return app


async def _nothing() -> None:
    """Leave plain messages alone."""


async def _command(ack: Any, client: AsyncWebClient, command: team.Json) -> None:
    if command["text"] == "slow":
        await asyncio.sleep(SLOW)
        return
    if command["text"] == "gallery":
        await client.views_open(trigger_id=command["trigger_id"], view=gallery.form())
        await ack()
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


async def _useful(ack: Any, respond: Any, action: team.Json) -> None:
    await ack()
    await respond(text=f"Feedback: {action['value']}", replace_original=False)


async def _first(ack: Any, respond: Any) -> None:
    await ack()
    await respond(text="The first card was opened.", replace_original=False)


async def _options(ack: Any, payload: team.Json) -> None:
    await ack(options=[team.option("x", f"Found for {payload['value']}")])


async def _filled(ack: Any, client: AsyncWebClient, view: team.Json) -> None:
    values = {block: state["it"] for block, state in view["state"]["values"].items()}
    rich = values["rich"]["rich_text_value"]["elements"][0]["elements"][0]["text"]
    files = [(await client.files_info(file=file["id"]))["file"] for file in values["file"]["files"]]
    said = [rich, values["found"]["selected_option"]["text"]["text"], files[0]["name"]]
    await ack()
    await client.chat_postMessage(channel=team.ROOM_4, text=" / ".join(said))


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
