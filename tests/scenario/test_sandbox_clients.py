"""Slack's own Python clients work against the sandbox, and faults reach them."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.builtin import SocketModeClient as BuiltinSocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import SandboxClient, SandboxError
from sandbox.process import SandboxProcess, start

Json = dict[str, Any]
SEED: Json = json.loads(
    (Path(__file__).parents[1] / "data" / "sandbox" / "seed.json").read_text(encoding="utf-8")
)
ROOM, MAYA, ADAMS = "CROOM4", "UMAYA", "UADAMS"


@pytest.fixture
def process(tmp_path: Path) -> Iterator[SandboxProcess]:
    """Yield a running sandbox that records into a file."""
    with start(record=tmp_path / "ledger.jsonl") as running:
        yield running


@pytest.fixture
async def box(process: SandboxProcess) -> AsyncIterator[SandboxClient]:
    """Yield the client of a seeded sandbox."""
    async with SandboxClient(process.base_url) as client:
        await client.seed(SEED)
        yield client


@pytest.fixture
def slack(process: SandboxProcess) -> AsyncWebClient:
    """Return Slack's asynchronous client without any retries."""
    url = f"{process.base_url}/api/"
    return AsyncWebClient(token="xoxb-sandbox", base_url=url, retry_handlers=[])


async def test_the_synchronous_client_works(process: SandboxProcess, box: SandboxClient) -> None:
    """WebClient sends forms; blocks and metadata come as JSON in them."""
    client = WebClient(token="xoxb-sandbox", base_url=f"{process.base_url}/api/")
    posted = await asyncio.to_thread(
        client.chat_postMessage, channel=ROOM, text="hi", blocks=[{"type": "divider"}]
    )
    who = await asyncio.to_thread(client.auth_test)
    [message] = await box.messages(MAYA, ROOM)

    assert who["user_id"] == "UBOT"
    assert message["ts"] == posted["ts"]
    assert message["blocks"][0]["type"] == "divider"


async def test_files_go_both_ways(box: SandboxClient, slack: AsyncWebClient) -> None:
    """A person's file can be read with the bot's token; the app's upload is shared."""
    content = b"BEGIN:VCALENDAR\r\n"
    shared = await box.upload(MAYA, ROOM, "year.ics", base64.b64encode(content).decode())
    info = await slack.files_info(file=shared["file"])
    async with aiohttp.ClientSession() as session:
        url, bearer = info["file"]["url_private"], {"Authorization": "Bearer xoxb-sandbox"}
        async with session.get(url, headers=bearer) as answer:
            read = await answer.read()
        async with session.get(url) as refused:
            closed = refused.status
    await slack.files_upload_v2(channel=ROOM, content="a,b\n", filename="minutes.csv")
    names = [f["name"] for m in await box.messages(MAYA, ROOM) for f in m["files"]]

    assert (read, closed) == (content, 403)
    assert names == ["year.ics", "minutes.csv"]


async def test_a_deleted_file_leaves_a_tombstone(box: SandboxClient, slack: AsyncWebClient) -> None:
    """Of two files in one message the deleted one is gone, the other stays; nobody else deletes."""
    one, other = (base64.b64encode(text).decode() for text in (b"one", b"other"))
    more = [{"filename": "b.csv", "content": other}]
    await box.upload(MAYA, ROOM, "a.csv", one, more=more)
    files = (await box.messages(MAYA, ROOM))[0]["files"]
    with pytest.raises(SandboxError, match="not_yours"):
        await box.delete_file(ADAMS, files[0]["id"])
    await box.delete_file(MAYA, files[0]["id"])
    left = (await box.messages(MAYA, ROOM))[0]["files"]
    statuses = [(await fetched(file["url_private_download"]))[0] for file in files]
    with pytest.raises(SlackApiError, match="file_not_found"):
        await slack.files_info(file=files[0]["id"])

    assert left == [{"id": files[0]["id"], "mode": "tombstone"}, files[1]]
    assert statuses == [404, 200]


async def test_a_download_goes_wrong_as_told(box: SandboxClient) -> None:
    """It fails, or has no end where three bytes were told; the next one succeeds."""
    await box.upload(MAYA, ROOM, "a.csv", base64.b64encode(b"one").decode())
    file = (await box.messages(MAYA, ROOM))[0]["files"][0]
    came = []
    for fault in ("429", "500", "503", "endless"):
        await box.set_faults({"method": "files.download", "fault": fault, "times": 1})
        came.append(await fetched(file["url_private_download"]))

    assert file["size"] == 3
    assert came == [(429, 0), (500, 0), (503, 0), (200, 100 * 1024 * 1024)]
    assert await fetched(file["url_private_download"]) == (200, 3)


async def fetched(url: str) -> tuple[int, int]:
    """Fetch a file with the app's token; return the status and how many bytes came."""
    bearer = {"Authorization": "Bearer xoxb-sandbox"}
    async with aiohttp.ClientSession() as session, session.get(url, headers=bearer) as answer:
        return answer.status, len(await answer.read())


@pytest.mark.parametrize("fault", ["429", "500", "503", "error:is_archived", "fatal_error"])
async def test_a_fault_that_answers_is_seen_once(
    box: SandboxClient, slack: AsyncWebClient, fault: str
) -> None:
    """The call fails as told, and the next one succeeds; only fatal_error had posted."""
    await box.set_faults({"method": "chat.postMessage", "fault": fault, "times": 1})
    with pytest.raises(SlackApiError):
        await slack.chat_postMessage(channel=ROOM, text="x")
    await slack.chat_postMessage(channel=ROOM, text="x")

    assert len(await box.messages(MAYA, ROOM)) == (2 if fault == "fatal_error" else 1)
    assert (await box.faults())["fired"] == [1]


@pytest.mark.parametrize(
    ("fault", "posted"), [("reset_before", 0), ("reset_after", 1), ("timeout_after", 1)]
)
async def test_a_cut_line_leaves_the_caller_in_doubt(
    box: SandboxClient, slack: AsyncWebClient, fault: str, posted: int
) -> None:
    """The caller gets no answer; whether the message stands depends on when it was cut."""
    rule = {"method": "chat.postMessage", "fault": fault, "times": 1, "seconds": 0.1}
    await box.set_faults(rule)
    with pytest.raises(aiohttp.ClientError):
        await slack.chat_postMessage(channel=ROOM, text="x")

    assert len(await box.messages(MAYA, ROOM)) == posted


async def test_the_fourth_message_in_a_second_waits(
    box: SandboxClient, slack: AsyncWebClient
) -> None:
    """429 with Retry-After, and a jump of the school clock frees the conversation."""
    for _ in range(3):
        await slack.chat_postMessage(channel=ROOM, text="x")
    with pytest.raises(SlackApiError) as limited:
        await slack.chat_postMessage(channel=ROOM, text="x")
    await box.advance(1)
    await slack.chat_postMessage(channel=ROOM, text="x")

    assert limited.value.response.status_code == 429
    assert limited.value.response.headers["Retry-After"] == "1"


async def test_payloads_go_to_one_connection_each(
    box: SandboxClient, slack: AsyncWebClient
) -> None:
    """Two connections share the events; none gets one twice."""
    got: list[list[str]] = [[], []]
    clients = [listening(slack, got[index]) for index in range(2)]
    for client in clients:
        await client.connect()  # type: ignore[no-untyped-call]
    for number in range(10):
        await box.say(MAYA, ROOM, f"m{number}")
    await box.idle()
    for client in clients:
        await client.close()  # type: ignore[no-untyped-call]

    assert sorted(got[0] + got[1]) == sorted(f"m{number}" for number in range(10))
    assert {len(got[0]), len(got[1])} == {5}


def listening(slack: AsyncWebClient, got: list[str]) -> SocketModeClient:
    """Return a Socket Mode client that acks everything and keeps the texts."""
    client = SocketModeClient(app_token="xapp-1-sandbox", web_client=slack)

    async def take(socket: SocketModeClient, request: SocketModeRequest) -> None:
        got.append(request.payload["event"]["text"])
        await socket.send_socket_mode_response(SocketModeResponse(request.envelope_id))

    client.socket_mode_request_listeners.append(take)  # type: ignore[arg-type]
    return client


@pytest.mark.slow
async def test_the_builtin_socket_client_works(process: SandboxProcess, box: SandboxClient) -> None:
    """The client without dependencies, on threads of its own, connects, is pinged, and acks."""
    got: list[str] = []
    web = WebClient(token="xoxb-sandbox", base_url=f"{process.base_url}/api/")
    client = BuiltinSocketModeClient(app_token="xapp-1-sandbox", web_client=web, ping_interval=0.2)

    def take(socket: BaseSocketModeClient, request: SocketModeRequest) -> None:
        got.append(request.payload["event"]["text"])
        socket.send_socket_mode_response(SocketModeResponse(request.envelope_id))

    client.socket_mode_request_listeners.append(take)
    await asyncio.to_thread(client.connect)
    await asyncio.sleep(0.5)
    await box.say(MAYA, ROOM, "over a thread")
    await box.idle()
    health = await box.health()
    await asyncio.to_thread(client.close)

    assert got == ["over a thread"]
    assert (health["connections"], health["kept"]) == (1, 0)


async def test_a_ticket_opens_one_connection(process: SandboxProcess, box: SandboxClient) -> None:
    """A second use of the same ticket is refused."""
    client = AsyncWebClient(base_url=f"{process.base_url}/api/")
    url = (await client.apps_connections_open(app_token="xapp-1-sandbox"))["url"]
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url) as ws:
            hello = await ws.receive_json()
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)

    assert hello["type"] == "hello"
    assert (await box.health())["ok"]


async def test_the_ledger_is_also_a_file(
    box: SandboxClient, slack: AsyncWebClient, tmp_path: Path
) -> None:
    """Every call stands in the file with its answer, and no token."""
    await slack.chat_postMessage(channel=ROOM, text="for the record")
    text = (tmp_path / "ledger.jsonl").read_text(encoding="utf-8")
    entries = [json.loads(line) for line in text.splitlines()]
    calls = [entry for entry in entries if entry["name"] == "chat.postMessage"]

    assert calls[0]["response"]["ok"]
    assert "xoxb-sandbox" not in text
    assert len(await box.ledger(kind="api")) == len(calls)


async def test_the_clock_stream_begins_with_now(box: SandboxClient) -> None:
    """A follower learns the clock at once and at every change."""
    stream = box.clock_stream()
    first = await anext(stream)
    await box.advance(60)
    second = await anext(stream)
    await stream.aclose()

    assert first["now"] == "2026-09-01T12:00:00.000000Z"
    assert second["now"] == "2026-09-01T12:01:00.000000Z"
    assert second["seq"] > first["seq"]
