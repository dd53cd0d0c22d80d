"""Socket Mode as Slack documents it: ten connections, frames that say goodbye, pings, age."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from importlib import resources
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from sandbox.delivery import Envelope
from sandbox.socketmode import SocketMode

Json = dict[str, Any]
EVENT = Envelope("events_api", {"type": "event_callback", "event_id": "Ev1"})


class App:
    """An app that dials in and reads frames."""

    def __init__(self, sockets: SocketMode, host: str) -> None:
        """Dial nobody yet."""
        self.sockets, self.host = sockets, host
        self.session = aiohttp.ClientSession()
        self.open: list[aiohttp.ClientWebSocketResponse] = []

    async def dial(self, more: str = "") -> aiohttp.ClientWebSocketResponse:
        """Open one connection that answers no ping by itself."""
        url = self.sockets.ticket(self.host, "A1").replace("ws://", "http://") + more
        self.open.append(await self.session.ws_connect(url, autoping=False))
        return self.open[-1]


async def frame(ws: aiohttp.ClientWebSocketResponse) -> Json:
    """Return the next text frame."""
    found: Json = json.loads((await ws.receive(timeout=2)).data)
    return found


@pytest.fixture
async def app(unused_tcp_port: int) -> AsyncIterator[App]:
    """Yield an app that can dial in to Socket Mode."""
    sockets = SocketMode(asyncio.get_running_loop().time)

    async def link(request: web.Request) -> web.StreamResponse:
        return await sockets.serve(request, "A1")

    server = web.Application()
    server.router.add_get("/link/", link)
    runner = web.AppRunner(server, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", unused_tcp_port).start()
    client = App(sockets, f"127.0.0.1:{unused_tcp_port}")
    yield client
    await client.session.close()
    await sockets.close()
    await runner.cleanup()


async def test_hello_counts_the_connections(app: App) -> None:
    """Each new connection learns how many there are now."""
    hellos = [await frame(await app.dial()) for _ in range(2)]

    assert [hello["num_connections"] for hello in hellos] == [1, 2]
    assert hellos[0]["debug_info"]["approximate_connection_time"] == 18_060


async def test_frames_have_slacks_keys(app: App) -> None:
    """Hello, envelope and goodbye have exactly the keys of Slack's samples, or fewer."""
    text = resources.files("sandbox").joinpath("data/shapes.json").read_text(encoding="utf-8")
    table = {name: set(paths) for name, paths in json.loads(text).items()}
    ws = await app.dial()
    hello = await frame(ws)
    waiting = asyncio.create_task(app.sockets.deliver(EVENT))
    envelope = await frame(ws)
    await ws.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "x"}})
    answer = await waiting
    await app.sockets.disconnect("refresh_requested", "A1")
    bye = await frame(ws)

    assert answer.payload == {"text": "x"}
    for name, found in (("hello", hello), ("envelope", envelope), ("disconnect", bye)):
        assert set(found) <= table[name], name
        assert {"type"} <= set(found)


async def test_the_eleventh_connection_is_one_too_many(app: App) -> None:
    """It gets a disconnect frame with too_many_websockets and is closed; the ten stay."""
    for _ in range(10):
        await frame(await app.dial())
    eleventh = await app.dial()
    refused = await frame(eleventh)
    closed = await eleventh.receive(timeout=2)

    assert (refused["type"], refused["reason"]) == ("disconnect", "too_many_websockets")
    assert closed.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)
    assert app.sockets.count() == 10


@pytest.mark.parametrize("reason", ["refresh_requested", "link_disabled", "too_many_websockets"])
async def test_slack_says_why_it_closes(app: App, reason: str) -> None:
    """A disconnect frame comes first, the close soon after."""
    ws = await app.dial()
    await frame(ws)
    await app.sockets.disconnect(reason, "A1")
    said = await frame(ws)
    closed = await ws.receive(timeout=2)

    assert (said["type"], said["reason"]) == ("disconnect", reason)
    assert closed.type is aiohttp.WSMsgType.CLOSE


async def test_a_warned_connection_works_until_there_is_another(app: App) -> None:
    """Payloads still come on it while it is the only one; a new one is preferred."""
    old = await app.dial()
    await frame(old)
    await app.sockets.disconnect("warning", "A1")
    await frame(old)
    waiting = asyncio.create_task(app.sockets.deliver(EVENT))
    envelope = await frame(old)
    await old.send_json({"envelope_id": envelope["envelope_id"]})
    outcome = (await waiting).outcome
    new = await app.dial()
    await frame(new)
    again = asyncio.create_task(app.sockets.deliver(EVENT))
    second = await frame(new)
    again.cancel()
    with suppress(asyncio.CancelledError):
        await again

    assert outcome == "ok"
    assert second["payload"]["event_id"] == "Ev1"


async def test_an_old_connection_is_warned_refreshed_and_closed(app: App) -> None:
    """When its age is reached Slack warns, asks for a new connection, and closes this one."""
    app.sockets.age = 0.2
    ws = await app.dial()
    hello = await frame(ws)
    reasons = [(await frame(ws))["reason"] for _ in range(2)]
    closed = await ws.receive(timeout=2)

    assert hello["debug_info"]["approximate_connection_time"] == 0
    assert reasons == ["warning", "refresh_requested"]
    assert closed.type is aiohttp.WSMsgType.CLOSE


async def test_debug_reconnects_makes_connections_short(app: App) -> None:
    """With debug_reconnects=true a connection lives six minutes."""
    hello = await frame(await app.dial("&debug_reconnects=true"))

    assert hello["debug_info"]["approximate_connection_time"] == 360


async def test_a_ping_is_answered_with_its_own_words(app: App) -> None:
    """Slack's clients drop a connection whose pong does not come."""
    ws = await app.dial()
    await frame(ws)
    await ws.ping(b"are you there")
    pong = await ws.receive(timeout=2)

    assert (pong.type, pong.data) == (aiohttp.WSMsgType.PONG, b"are you there")


async def test_a_quiet_connection_is_open_and_silent(app: App) -> None:
    """No frame, no pong, no close: only a time-out tells."""
    ws = await app.dial()
    await frame(ws)
    app.sockets.cut("quiet")
    await ws.ping(b"are you there")
    waiting = asyncio.create_task(app.sockets.deliver(EVENT))
    with pytest.raises(TimeoutError):
        await ws.receive(timeout=0.2)
    waiting.cancel()
    with suppress(asyncio.CancelledError):
        await waiting

    assert app.sockets.count() == 1
    assert not ws.closed


async def test_a_dropped_connection_is_gone_at_once(app: App) -> None:
    """The line breaks without a close frame."""
    ws = await app.dial()
    await frame(ws)
    app.sockets.cut("drop")
    end = await ws.receive(timeout=2)

    assert end.type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)
    assert ws.close_code in (1006, None)
    assert app.sockets.count() == 0


@pytest.mark.slow
async def test_an_ack_after_three_seconds_comes_too_late(app: App) -> None:
    """The answer is operation_timeout; a late ack changes nothing."""
    ws = await app.dial()
    await frame(ws)
    begun = asyncio.get_running_loop().time()
    answer = await app.sockets.deliver(EVENT)
    took = asyncio.get_running_loop().time() - begun
    envelope = await frame(ws)
    await ws.send_json({"envelope_id": envelope["envelope_id"]})

    assert (answer.outcome, answer.reason) == ("operation_timeout", "timeout")
    assert 2.9 < took < 4
