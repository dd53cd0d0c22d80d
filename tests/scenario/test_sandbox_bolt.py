"""An unmodified Bolt app lives in the sandbox, over Socket Mode and over HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import SandboxClient, SandboxError
from sandbox.process import SandboxProcess, start

Json = dict[str, Any]
SEED: Json = json.loads(
    (Path(__file__).parents[1] / "data" / "sandbox" / "seed.json").read_text(encoding="utf-8")
)
ROOM, MAYA = "CROOM4", "UMAYA"
FORM: Json = {
    "type": "modal",
    "callback_id": "log",
    "title": {"type": "plain_text", "text": "Log"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "note",
            "label": {"type": "plain_text", "text": "Note"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}
CARD: list[Json] = [
    {
        "type": "actions",
        "block_id": "card",
        "elements": [
            {
                "type": "button",
                "action_id": "log",
                "text": {"type": "plain_text", "text": "Log"},
                "value": "7",
            }
        ],
    }
]


@dataclass
class Heard:
    """What the app's listeners were called with."""

    events: list[Json] = field(default_factory=list)
    retries: list[str] = field(default_factory=list)


def bolt_app(base_url: str, heard: Heard) -> AsyncApp:
    """Return a small app with one listener of each kind."""
    client = AsyncWebClient(token="xoxb-sandbox", base_url=f"{base_url}/api/")
    app = AsyncApp(
        client=client, signing_secret="sandbox-signing-secret", process_before_response=True
    )

    async def command(ack: Any) -> None:
        await ack(text="Monday 9:10", blocks=CARD)

    async def press(ack: Any, body: Json, client: AsyncWebClient, respond: Any) -> None:
        await ack()
        await respond(text="opening", replace_original=False)
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    async def submitted(ack: Any, view: Json) -> None:
        text = view["state"]["values"]["note"]["text"]["value"]
        if text == "no":
            await ack(response_action="errors", errors={"note": "Say more."})
        else:
            await ack()

    async def message(event: Json, request: Any) -> None:
        heard.events.append(event)
        heard.retries += request.headers.get("x-slack-retry-num", [])

    async def mention(event: Json, say: Any) -> None:
        await say(text="Here.", thread_ts=event["ts"])

    async def home(event: Json, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": CARD})

    app.command("/pushin")(command)
    app.action("log")(press)
    app.view("log")(submitted)
    app.event("message")(message)
    app.event("app_mention")(mention)
    app.event("app_home_opened")(home)
    return app


@asynccontextmanager
async def over_socket(box: SandboxProcess, heard: Heard) -> AsyncIterator[None]:
    """Run the app over Socket Mode."""
    handler = AsyncSocketModeHandler(
        bolt_app(box.base_url, heard), "xapp-1-sandbox", ping_interval=1
    )
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@pytest.fixture
async def heard() -> Heard:
    """Return an empty record."""
    return Heard()


@pytest.fixture
async def socket_box(heard: Heard) -> AsyncIterator[SandboxClient]:
    """Yield a seeded sandbox with the app connected over Socket Mode."""
    with start(pacing=False, retry_delays="0,0.1,0.1") as box:
        async with SandboxClient(box.base_url) as client:
            await client.seed(SEED)
            async with over_socket(box, heard):
                await connected(client, 1)
                yield client


@pytest.fixture
async def http_box(heard: Heard, unused_tcp_port_factory: Any) -> AsyncIterator[SandboxClient]:
    """Yield a seeded sandbox with the app listening over HTTP."""
    port = unused_tcp_port_factory()
    url = f"http://127.0.0.1:{port}/slack/events"
    with start(pacing=False, http=url, retry_delays="0,0.1,0.1") as box:
        runner = web.AppRunner(bolt_app(box.base_url, heard).web_app(path="/slack/events"))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        async with SandboxClient(box.base_url) as client:
            await client.seed(SEED)
            yield client
        await runner.cleanup()


async def eventually(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait (real time) until something holds at last."""
    async with asyncio.timeout(15):
        while not await holds():  # noqa: ASYNC110  it holds in another process
            await asyncio.sleep(0.02)


async def connected(client: SandboxClient, count: int) -> None:
    """Wait until the app has so many connections."""

    async def holds() -> bool:
        return bool((await client.health())["connections"] == count)

    await eventually(holds)


async def day_with_the_app(client: SandboxClient) -> None:
    """Do what a person does with an app; the same over both links."""
    answer = await client.command(MAYA, ROOM, "/pushin", "next")
    assert (answer["outcome"], answer["response"]["text"]) == ("ok", "Monday 9:10")

    used = {"block_id": "card", "action_id": "log"}
    shown = answer["response"]["ts"]
    pressed = await client.action(MAYA, used, channel=ROOM, message_ts=shown)
    assert pressed["outcome"] == "ok"
    await client.idle()
    [view] = await client.views(MAYA)

    with pytest.raises(SandboxError, match="invalid_input"):
        await client.submit(MAYA, view["id"])
    no = await client.submit(MAYA, view["id"], {"note": {"text": {"value": "no"}}})
    assert no["errors"] == {"note": "Say more."}
    yes = await client.submit(MAYA, view["id"], {"note": {"text": {"value": "went well"}}})
    assert (yes["outcome"], yes["errors"]) == ("ok", None)
    assert await client.views(MAYA) == []

    said = await client.say(MAYA, ROOM, "@Push-In are you there?")
    assert await client.idle()
    thread = await client.messages(MAYA, ROOM, thread_ts=said["ts"])
    assert [message["text"] for message in thread] == ["<@UBOT> are you there?", "Here."]

    home = await client.home(MAYA)
    assert home is not None
    assert home["blocks"][0]["block_id"] == "card"


async def test_a_bolt_app_works_over_socket_mode(socket_box: SandboxClient, heard: Heard) -> None:
    """Commands, clicks, modals, events and Home work with Bolt as it is."""
    await day_with_the_app(socket_box)

    assert heard.events[0]["channel_type"] == "group"


async def test_a_bolt_app_works_over_http(http_box: SandboxClient, heard: Heard) -> None:
    """Signed requests pass Bolt's verification, and everything works as over Socket Mode."""
    await day_with_the_app(http_box)

    assert heard.events[0]["channel_type"] == "group"
    acks = await http_box.ledger(kind="ack")
    assert next(ack for ack in acks if ack["name"] == "url_verification")["status"] == "ok"


async def test_a_stream_tells_what_happens(socket_box: SandboxClient) -> None:
    """A person's stream has the message and the answer to it."""
    stream = socket_box.stream(MAYA)
    waiting = asyncio.create_task(stream.__anext__())
    await asyncio.sleep(0.1)
    await socket_box.say(MAYA, ROOM, "hello")
    news = await waiting
    await stream.aclose()

    assert (news["type"], news["message"]["text"]) == ("message", "hello")


@pytest.mark.parametrize(
    "reason", ["refresh_requested", "warning", "link_disabled", "drop", "quiet"]
)
async def test_the_app_comes_back_after_a_disconnect(
    socket_box: SandboxClient, heard: Heard, reason: str
) -> None:
    """What is said meanwhile arrives once the app is connected again."""
    await socket_box.disconnect(reason)
    await socket_box.say(MAYA, ROOM, "while you were away")

    async def holds() -> bool:
        return bool(heard.events)

    await eventually(holds)
    assert heard.events[0]["text"] == "while you were away"


@pytest.mark.slow
async def test_an_event_without_a_listener_is_retried(socket_box: SandboxClient) -> None:
    """Bolt sends no ack for what nobody listens to, so Slack delivers it again."""
    said = await socket_box.say(MAYA, ROOM, "hello")
    await socket_box.idle()
    before = (await socket_box.ledger())[-1]["n"]
    await socket_box.react(MAYA, ROOM, said["ts"], "eyes")

    async def holds() -> bool:
        return len(await socket_box.ledger(before, "event")) > 1

    await eventually(holds)
    sent = await socket_box.ledger(before, "event")
    assert [entry["status"] for entry in sent[:2]] == ["sent", "sent (retry 1)"]
