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
# Slack warns about ten seconds before it closes a connection.
GRACE_SECONDS = {"warning": 10.0, "refresh_requested": 1.0}
GONE = (ConnectionResetError, ClientConnectionError)


@dataclass(eq=False)
class Connection:
    """One WebSocket of the app; a quiet one is open but nothing comes through."""

    ws: web.WebSocketResponse
    transport: asyncio.Transport | None
    quiet: bool = False

    async def send(self, frame: Json) -> None:
        """Send one frame, unless the line is quiet or gone."""
        if not self.quiet:
            with suppress(*GONE):
                await self.ws.send_str(json.dumps(frame))


@dataclass
class SocketMode:
    """The link to an app that dialled in."""

    monotonic: Callable[[], float]
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
            await connection.send(self._disconnect_frame("too_many_websockets", app_id))
            await ws.close()
            return ws
        await self._converse(connection, app_id)
        return ws

    async def _converse(self, connection: Connection, app_id: str) -> None:
        self.connections.append(connection)
        await connection.send(self._hello(app_id))
        self.arrived.set()
        pinging = asyncio.create_task(_ping(connection))
        try:
            await self._read(connection)
        finally:
            pinging.cancel()
            self._drop(connection)

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

    def _hello(self, app_id: str) -> Json:
        debug = {"host": "applink-sandbox", "build_number": 10}
        return {
            "type": "hello",
            "num_connections": self.count(),
            "debug_info": {**debug, "approximate_connection_time": 18060},
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
        envelope_id = str(uuid.uuid4())
        waiting: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self.pending[envelope_id] = waiting
        try:
            await self._next().send(_frame(envelope_id, envelope))
            async with asyncio.timeout(ACK_SECONDS):
                return Answer("ok", payload=await waiting)
        except TimeoutError:
            return Answer("operation_timeout", reason="timeout")
        finally:
            del self.pending[envelope_id]

    def _next(self) -> Connection:
        self.turn += 1
        return self.connections[self.turn % len(self.connections)]

    async def disconnect(self, reason: str, app_id: str) -> None:
        """End every connection the way Slack or a broken network would.

        `drop` cuts the line, `quiet` leaves it open and silent; any other reason is sent in a
        disconnect frame first.
        """
        for connection in list(self.connections):
            if reason == "quiet":
                connection.quiet = True
            elif reason == "drop":
                self._drop(connection)
                if connection.transport is not None:
                    connection.transport.abort()
            else:
                await connection.send(self._disconnect_frame(reason, app_id))
                self._close_soon(connection, GRACE_SECONDS.get(reason, 0.0))

    def _close_soon(self, connection: Connection, seconds: float) -> None:
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
