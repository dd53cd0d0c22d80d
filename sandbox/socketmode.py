"""Socket Mode: tickets, connections, envelopes and acks."""

from __future__ import annotations

import asyncio
import json
import secrets
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import ClientConnectionError, WSMsgType, web

from sandbox.delivery import ACK_SECONDS, Answer, Envelope

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.values import Json

PING_SECONDS = 10.0
TICKET_SECONDS = 30.0
MOST_CONNECTIONS = 10
# Slack warns about ten seconds before it closes a connection, and closes it after some hours.
GRACE_SECONDS = {"warning": 10.0, "refresh_requested": 1.0}
AGE_SECONDS = 18_060.0
# What `&debug_reconnects=true` shortens an age to.
DEBUG_AGE_SECONDS = 360.0
# What Slack does to connections before it closes them, and how a network breaks them.
REASONS = ("warning", "refresh_requested", "link_disabled", "too_many_websockets")
CUTS = ("drop", "quiet")
GONE = (ConnectionResetError, ClientConnectionError)


@dataclass(eq=False)
class Connection:
    """One WebSocket of the app.

    A quiet one is open but nothing comes through; one that is `leaving` will be closed soon and
    gets payloads only while there is no other.
    """

    ws: web.WebSocketResponse
    transport: asyncio.Transport | None
    quiet: bool = False
    leaving: bool = False

    async def send(self, frame: Json) -> None:
        """Send one frame, unless the line is quiet or gone."""
        if not self.quiet:
            with suppress(*GONE):
                await self.ws.send_str(json.dumps(frame))


@dataclass
class SocketMode:
    """The link to an app that dialled in."""

    monotonic: Callable[[], float]
    age: float = AGE_SECONDS
    note: Callable[[str, Json], object] = lambda _name, _frame: None
    connections: list[Connection] = field(default_factory=list)
    tickets: dict[str, float] = field(default_factory=dict)
    pending: dict[str, asyncio.Future[Json | None]] = field(default_factory=dict)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    turn: int = 0
    closing: set[asyncio.Task[None]] = field(default_factory=set)

    def ticket(self, host: str, app_id: str) -> str:
        """Return a URL that opens one connection, once and soon."""
        ticket = secrets.token_urlsafe(16)
        self.tickets[ticket] = self.monotonic()
        return f"ws://{host}/link/?ticket={ticket}&app_id={app_id}"

    def _redeem(self, ticket: str) -> bool:
        given = self.tickets.pop(ticket, None)
        return given is not None and self.monotonic() - given <= TICKET_SECONDS

    def count(self) -> int:
        """Return how many connections the app has open."""
        return len(self.connections)

    async def connected(self) -> bool:
        """Wait until at least one connection is open."""
        return await self.arrived.wait()

    async def serve(self, request: web.Request, app_id: str) -> web.StreamResponse:
        """Serve one connection until it ends."""
        if not self._redeem(request.query.get("ticket", "")):
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=403)
        ws = web.WebSocketResponse(autoping=False, max_msg_size=0)
        await ws.prepare(request)
        connection = Connection(ws, request.transport)
        if self.count() >= MOST_CONNECTIONS:
            await self._say(connection, self._disconnect_frame("too_many_websockets", app_id))
            await ws.close()
            return ws
        debug = request.query.get("debug_reconnects") == "true"
        await self._converse(connection, app_id, DEBUG_AGE_SECONDS if debug else self.age)
        return ws

    async def _say(self, connection: Connection, frame: Json) -> None:
        self.note(str(frame["type"]), frame)
        await connection.send(frame)

    async def _converse(self, connection: Connection, app_id: str, age: float) -> None:
        self.connections.append(connection)
        await self._say(connection, self._hello(app_id, age))
        self.arrived.set()
        beside = [asyncio.create_task(_ping(connection))]
        beside.append(asyncio.create_task(self._grow_old(connection, app_id, age)))
        try:
            await self._read(connection)
        finally:
            for task in beside:
                task.cancel()
            self._drop(connection)

    async def _grow_old(self, connection: Connection, app_id: str, age: float) -> None:
        """Warn shortly before a connection's age is reached, then ask for a new one and close."""
        grace = min(GRACE_SECONDS["warning"], age / 2)
        await asyncio.sleep(age - grace)
        connection.leaving = True
        await self._say(connection, self._disconnect_frame("warning", app_id))
        await asyncio.sleep(grace)
        await self._say(connection, self._disconnect_frame("refresh_requested", app_id))
        self._close_soon(connection, GRACE_SECONDS["refresh_requested"])

    def _drop(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
        if not self.connections:
            self.arrived.clear()

    async def _read(self, connection: Connection) -> None:
        async for frame in connection.ws:
            if connection.quiet:
                continue
            if frame.type is WSMsgType.PING:
                with suppress(*GONE):
                    await connection.ws.pong(frame.data)
            elif frame.type is WSMsgType.TEXT:
                self._ack(frame.data)

    def _ack(self, text: str) -> None:
        frame = _read_json(text)
        waiting = self.pending.get(str(frame.get("envelope_id")))
        if waiting is not None and not waiting.done():
            waiting.set_result(frame.get("payload"))

    def _hello(self, app_id: str, age: float) -> Json:
        debug = {"host": "applink-sandbox", "build_number": 10}
        return {
            "type": "hello",
            "num_connections": self.count(),
            "debug_info": {**debug, "approximate_connection_time": round(age)},
            "connection_info": {"app_id": app_id},
        }

    def _disconnect_frame(self, reason: str, app_id: str) -> Json:
        return {
            "type": "disconnect",
            "reason": reason,
            "num_connections": self.count(),
            "debug_info": {"host": "applink-sandbox"},
            "connection_info": {"app_id": app_id},
        }

    async def deliver(self, envelope: Envelope) -> Answer:
        """Send an envelope to any one connection and wait for its ack."""
        if not self.connections:
            return Answer("no_app", reason="connection_failed")
        connection = self._next()
        envelope_id = str(uuid.uuid4())
        waiting: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self.pending[envelope_id] = waiting
        try:
            await connection.send(_frame(envelope_id, envelope))
            async with asyncio.timeout(ACK_SECONDS):
                return Answer("ok", payload=await waiting)
        except TimeoutError:
            return Answer("operation_timeout", reason="timeout")
        finally:
            del self.pending[envelope_id]

    def _next(self) -> Connection:
        self.turn += 1
        staying = [one for one in self.connections if not one.leaving] or self.connections
        return staying[self.turn % len(staying)]

    def cut(self, how: str) -> None:
        """Break every connection as a network would: `drop` ends it, `quiet` silences it."""
        for connection in list(self.connections):
            if how == "quiet":
                connection.quiet = True
                continue
            self._drop(connection)
            if connection.transport is not None:
                connection.transport.abort()

    async def disconnect(self, reason: str, app_id: str) -> None:
        """End every connection as Slack does: with a frame that says why, and a moment later."""
        for connection in list(self.connections):
            await self._say(connection, self._disconnect_frame(reason, app_id))
            self._close_soon(connection, GRACE_SECONDS.get(reason, 0.0))

    def _close_soon(self, connection: Connection, seconds: float) -> None:
        connection.leaving = True
        if not seconds:
            self._drop(connection)
        task = asyncio.create_task(_close_after(connection, seconds))
        self.closing.add(task)
        task.add_done_callback(self.closing.discard)

    async def close(self) -> None:
        """Close every connection and forget what waits."""
        for task in self.closing:
            task.cancel()
        for connection in list(self.connections):
            await connection.ws.close()


def _read_json(text: str) -> Json:
    try:
        frame: Any = json.loads(text)
    except ValueError:
        return {}
    return frame if isinstance(frame, dict) else {}


def _frame(envelope_id: str, envelope: Envelope) -> Json:
    frame = {
        "envelope_id": envelope_id,
        "payload": envelope.payload,
        "type": envelope.type,
        "accepts_response_payload": envelope.answers,
    }
    if envelope.type == "events_api":
        frame |= {"retry_attempt": envelope.attempt, "retry_reason": envelope.reason}
    return frame


async def _ping(connection: Connection) -> None:
    with suppress(*GONE):
        while True:
            await asyncio.sleep(PING_SECONDS)
            if not connection.quiet:
                await connection.ws.ping(b"Ping from applink-sandbox")


async def _close_after(connection: Connection, seconds: float) -> None:
    await asyncio.sleep(seconds)
    with suppress(*GONE):
        await connection.ws.close()
