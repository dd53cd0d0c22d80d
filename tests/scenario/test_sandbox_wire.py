"""The sandbox as a process: started again, ageing, retrying, recording, in lock-step."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import SandboxClient
from sandbox.process import start

Json = dict[str, Any]
SEED: Json = json.loads(
    (Path(__file__).parents[1] / "data" / "sandbox" / "seed.json").read_text(encoding="utf-8")
)
ROOM, MAYA = "CROOM4", "UMAYA"
ENTRY = {"n", "at", "wall", "direction", "kind", "name", "payload", "response", "status"}


def slack(url: str) -> AsyncWebClient:
    return AsyncWebClient(token="xoxb-sandbox", base_url=f"{url}/api/", retry_handlers=[])


@asynccontextmanager
async def listening(url: str, got: list[SocketModeRequest]) -> AsyncIterator[None]:
    """Be an app over Socket Mode that acks everything and keeps it."""
    client = SocketModeClient(app_token="xapp-1-sandbox", web_client=slack(url))

    async def take(socket: SocketModeClient, request: SocketModeRequest) -> None:
        got.append(request)
        await socket.send_socket_mode_response(SocketModeResponse(request.envelope_id))

    client.socket_mode_request_listeners.append(take)  # type: ignore[arg-type]
    await client.connect()  # type: ignore[no-untyped-call]
    yield
    await client.close()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def website(port: int, answers: list[web.Response]) -> AsyncIterator[list[Json]]:
    """Be an app at a URL that gives these answers in turn, then 200; yields headers it got."""
    seen: list[Json] = []

    async def take(request: web.Request) -> web.Response:
        body = await request.text()
        if "url_verification" in body:
            return web.json_response({"challenge": json.loads(body)["challenge"]})
        seen.append({key.lower(): value for key, value in request.headers.items()})
        return answers.pop(0) if answers else web.Response()

    app = web.Application()
    app.router.add_post("/", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield seen
    await runner.cleanup()


async def until(condition: Any, seconds: float = 5.0) -> None:
    """Wait (real time) until something holds."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  it is another process that makes it true
            await asyncio.sleep(0.02)


async def test_a_restart_brings_the_workspace_and_what_nobody_acked(tmp_path: Path) -> None:
    """After SIGTERM and a new start people see the same, and the event comes as a retry."""
    state = tmp_path / "state.json"
    with start(state=state) as first:
        async with SandboxClient(first.base_url) as box:
            await box.seed(SEED)
            await box.advance(3_600)
            await slack(first.base_url).chat_postMessage(channel=ROOM, text="kept")
            said = await box.say(MAYA, ROOM, "is anybody there?")
            before = await box.messages(MAYA, ROOM)
            saved = await box.save()
    got: list[SocketModeRequest] = []
    with start(state=state) as second:
        async with SandboxClient(second.base_url) as box, listening(second.base_url, got):
            await until(lambda: len(got) == 2)
            after = await box.messages(MAYA, ROOM)
            clock = await box.clock()

    assert after == before
    assert saved["file"] == str(state)
    assert clock["now"] == "2026-09-01T13:00:00.000000Z"
    assert {request.payload["event"]["ts"] for request in got} == {said["ts"], before[0]["ts"]}
    assert all(request.retry_attempt for request in got)


@pytest.mark.slow
async def test_an_unmodified_client_survives_ageing_connections() -> None:
    """Every connection is warned and closed after a second; no event is lost or doubled."""
    got: list[SocketModeRequest] = []
    with start(connection_age=1.0) as running:
        async with SandboxClient(running.base_url) as box:
            await box.seed(SEED)
            async with listening(running.base_url, got):
                for number in range(12):
                    await box.say(MAYA, ROOM, f"m{number}")
                    await asyncio.sleep(0.2)
                await until(lambda: len(got) >= 12, 15)
            frames = Counter(entry["name"] for entry in await box.ledger(kind="socket"))

    ids = {request.payload["event_id"] for request in got}
    assert len(ids) == 12
    assert frames["hello"] >= 2
    assert frames["disconnect"] >= 2


async def test_an_app_at_a_url_is_asked_again_with_headers(unused_tcp_port: int) -> None:
    """Three retries with number and reason; x-slack-no-retry ends them."""
    url = f"http://127.0.0.1:{unused_tcp_port}/"
    answers = [web.Response(status=500) for _ in range(4)]
    async with website(unused_tcp_port, answers) as seen:
        with start(http=url, retry_delays="0,0,0") as running:
            async with SandboxClient(running.base_url) as box:
                await box.seed(SEED)
                await box.say(MAYA, ROOM, "one")
                await until(lambda: len(seen) == 4)
                retries = [headers.get("x-slack-retry-num") for headers in seen]
                reasons = {headers.get("x-slack-retry-reason") for headers in seen[1:]}
                answers.append(web.Response(status=500, headers={"x-slack-no-retry": "1"}))
                await box.say(MAYA, ROOM, "two")
                await box.idle()
                await asyncio.sleep(0.1)

    assert retries == [None, "1", "2", "3"]
    assert reasons == {"http_error"}
    assert len(seen) == 5


async def test_a_redirect_for_ever_has_its_own_reason(unused_tcp_port: int) -> None:
    """Slack follows two redirects and then says too_many_redirects."""
    url = f"http://127.0.0.1:{unused_tcp_port}/"
    answers = [web.Response(status=307, headers={"Location": "/"}) for _ in range(3)]
    async with website(unused_tcp_port, answers) as seen:
        with start(http=url, retry_delays="0") as running:
            async with SandboxClient(running.base_url) as box:
                await box.seed(SEED)
                await box.say(MAYA, ROOM, "one")
                await until(lambda: len(seen) == 4)

    assert seen[-1]["x-slack-retry-reason"] == "too_many_redirects"


@pytest.mark.slow
async def test_a_late_ack_is_what_the_person_reads(unused_tcp_port: int) -> None:
    """After three seconds the person reads that the app did not respond."""
    late = asyncio.Event()

    async def sleep(_request: web.Request) -> web.Response:
        await late.wait()
        return web.Response()

    app = web.Application()
    app.router.add_post("/", sleep)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", unused_tcp_port).start()
    with start(http=f"http://127.0.0.1:{unused_tcp_port}/") as running:
        async with SandboxClient(running.base_url) as box:
            await box.seed(SEED)
            stream = box.stream(MAYA)
            reading = asyncio.create_task(_notice(stream))
            await asyncio.sleep(0.2)
            answer = await box.command(MAYA, ROOM, "/pushin", "next")
            notice = await asyncio.wait_for(reading, 2)
            await stream.aclose()
    late.set()
    await runner.cleanup()

    assert answer["outcome"] == "operation_timeout"
    assert notice == "/pushin failed because the app did not respond."


async def _notice(stream: Any) -> str:
    async for news in stream:
        if news["type"] == "notice":
            return str(news["text"])
    return ""


async def test_the_record_has_one_line_for_everything(tmp_path: Path) -> None:
    """Both directions, every kind, each with its time, name, payload and what came of it."""
    path = tmp_path / "wire.jsonl"
    got: list[SocketModeRequest] = []
    with start(record=path) as running:
        async with SandboxClient(running.base_url) as box:
            await box.seed(SEED)
            async with listening(running.base_url, got):
                client = slack(running.base_url)
                await client.files_upload_v2(channel=ROOM, filename="a.txt", content="abc")
                await box.say(MAYA, ROOM, "hi")
                await box.shortcut(MAYA, "my_day")
                await box.command(MAYA, ROOM, "/pushin", "next")
                url = got[-1].payload["response_url"]
                async with aiohttp.ClientSession() as session:
                    await session.post(url, json={"text": "later"})
                await box.idle()
                kept = await box.ledger()
    text = await asyncio.to_thread(path.read_text, encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    kinds = Counter(line["kind"] for line in lines)

    assert sorted(line["n"] for line in lines) == sorted(entry["n"] for entry in kept)
    assert {frozenset(line) for line in lines} == {frozenset(ENTRY)}
    assert {line["direction"] for line in lines} == {"in", "out"}
    assert set(kinds) == {"api", "event", "interaction", "command", "response_url", "ack"} | {
        "person",
        "socket",
        "file",
    }
    assert all(line["response"] is not None for line in lines if line["kind"] in ("api", "person"))


async def test_a_step_waits_for_the_app_that_follows_the_clock() -> None:
    """The follower does its work at the mark; the answer names it, and comes after it."""
    with start() as running:
        async with SandboxClient(running.base_url) as box:
            await box.seed(SEED)
            marks = [{"at": "2026-09-01T12:30:00Z", "label": "Arrival", "kind": "bell"}]
            await box.set_marks(marks, "UTC")
            following = asyncio.create_task(_follow(box, slack(running.base_url)))
            await asyncio.sleep(0.2)
            answer = await box.step(timeout=5)
            following.cancel()

    assert (answer["idle"], answer["seen"]) == (True, True)
    assert [mark["label"] for mark in answer["marks"]] == ["Arrival"]
    assert "chat.postMessage" in [entry["name"] for entry in answer["entries"]]


async def _follow(box: SandboxClient, client: AsyncWebClient) -> None:
    first = True
    async for reading in box.clock_stream():
        if not first:
            # Longer than the quiet time after which everybody would count as idle.
            await asyncio.sleep(0.3)
            await client.chat_postMessage(channel=ROOM, text="at the bell")
        first = False
        await box.seen(reading["seq"])


async def test_a_revoked_token_ends_every_call() -> None:
    """From the call that the rule strikes, nothing works any more."""
    with start() as running:
        async with SandboxClient(running.base_url) as box:
            await box.seed(SEED)
            client = slack(running.base_url)
            await client.auth_test()
            await box.set_faults({"method": "chat.postMessage", "fault": "token_revoked"})
            for call in (client.chat_postMessage(channel=ROOM, text="x"), client.auth_test()):
                with pytest.raises(SlackApiError, match="token_revoked"):
                    await call
            stored = await box.messages(MAYA, ROOM)

    assert stored == []


async def test_calls_of_one_conversation_that_overlap_are_counted() -> None:
    """Two slow posts at once in one room are two; one after a caller who hung up is one."""
    slow: Json = {"method": "chat.postMessage", "fault": "slow", "seconds": 0.2}
    with start(pacing=False) as running:
        async with SandboxClient(running.base_url) as sandbox:
            await sandbox.seed(SEED)
            await sandbox.set_faults(slow)
            client = slack(running.base_url)
            with suppress(TimeoutError):
                async with asyncio.timeout(0.05):
                    await client.chat_postMessage(channel=ROOM, text="one")
            await client.chat_postMessage(channel=ROOM, text="two")
            one = await sandbox.overlaps()
            await asyncio.gather(
                *(client.chat_postMessage(channel=ROOM, text=text) for text in ("three", "four"))
            )
            two = await sandbox.overlaps()

    assert one == {"chat.postMessage": {"most": 1, "channel": ROOM}}
    assert two == {"chat.postMessage": {"most": 2, "channel": ROOM}}
