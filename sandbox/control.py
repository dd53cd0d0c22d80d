"""The `/sandbox/` API: what the page and tests use to seed, look, act, move the clock and break."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from sandbox import acting, changing, events, interacting, looking, seed, state, stepping
from sandbox.clock import parse_iso
from sandbox.errors import Refused
from sandbox.faults import parse_rule
from sandbox.socketmode import CUTS, REASONS
from sandbox.streams import Listener

if TYPE_CHECKING:
    from sandbox.server import Server
    from sandbox.values import Json

VERSION = "1"

Act = Callable[["Server", "Json"], "Json | Awaitable[Json]"]
Look = Callable[["Server", Mapping[str, str]], "Json | Awaitable[Json]"]


# -- set-up


def plant(server: Server, body: Json) -> Json:
    """Replace the workspace."""
    server.plant(body)
    return {"ok": True}


def health(server: Server, _query: Mapping[str, str]) -> Json:
    """Say how the sandbox is; `kept` counts events that wait for a retry or a connection."""
    return {
        "ok": True,
        "connections": server.dispatch.link.count(),
        "in_flight": server.activity.in_flight,
        "kept": server.dispatch.kept,
        "seeded": server.seeded,
        "version": VERSION,
    }


async def idle(server: Server, body: Json) -> Json:
    """Wait until nothing is in flight."""
    timeout = stepping.seconds_of(body, "timeout", 10.0)
    return {"ok": True, "idle": await server.activity.idle(timeout)}


# -- the clock


def read_clock(server: Server, _query: Mapping[str, str]) -> Json:
    """Return the school clock."""
    return server.clock.reading()


def move_clock(server: Server, body: Json) -> Json:
    """Move the school clock, change its rate, or both."""
    if not body or not set(body) <= {"set", "advance", "rate", "to"}:
        raise Refused("bad_clock", "Give one or more of set, advance, rate and to.")
    if "set" in body:
        server.clock.jump(parse_iso(body["set"], "set"))
    if "advance" in body:
        server.clock.jump(server.now() + _micros(body["advance"]))
    if "to" in body:
        server.clock.jump(_next_mark(server, body["to"]))
    if "rate" in body:
        server.clock.run(body["rate"])
    server.streams.tell_clock(server.clock.reading())
    return server.clock.reading()


def _micros(seconds: object) -> int:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise Refused("bad_clock", "`advance` is a number of seconds.")
    return round(seconds * 1_000_000)


def _next_mark(server: Server, to: object) -> int:
    if to != "next_mark":
        raise Refused("bad_clock", "`to` is next_mark.")
    now = server.now()
    coming = [mark.at for mark in server.workspace.marks if mark.at > now]
    if not coming:
        raise Refused("no_mark", "There is no mark after now.", status=409)
    return coming[0]


async def step(server: Server, body: Json) -> Json:
    """Move the clock and wait until everything that it set off is done."""
    return await stepping.step(server, body, move_clock)


def save_state(server: Server, body: Json) -> Json:
    """Write the snapshot into the file of `--state`."""
    if body.get("save") is not True:
        raise Refused("bad_state", "Give `save: true`.")
    return {"ok": True, "file": str(state.save(server)), "now": server.clock.reading()["now"]}


def set_marks(server: Server, body: Json) -> Json:
    """Replace the marks."""
    marks = seed.read_marks(body.get("marks"))
    if "zone" in body:
        server.workspace.zone = seed.check_zone(body["zone"])
    server.workspace.marks = marks
    server.streams.tell_all({"type": "marks", **looking.marks(server)})
    return {"ok": True}


def read_marks(server: Server, _query: Mapping[str, str]) -> Json:
    """Return the marks."""
    return looking.marks(server)


# -- record and faults


def ledger(server: Server, query: Mapping[str, str]) -> Json:
    """Return what went over the wire after an entry."""
    after = query.get("after", "0")
    if not after.isdecimal():
        raise Refused("bad_after", "`after` is the number of an entry.")
    return {"entries": server.ledger.after(int(after), query.get("kind"))}


def set_faults(server: Server, body: Json) -> Json:
    """Replace the rules for what goes wrong."""
    rules = [parse_rule(rule) for rule in body.get("rules") or []]
    server.faults.replace(rules, _whole(body, "seed", 0))
    return {"ok": True}


def _whole(body: Json, field: str, default: int) -> int:
    value = body.get(field, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Refused("bad_number", f"`{field}` is a whole number, 0 or more.")
    return value


def read_faults(server: Server, _query: Mapping[str, str]) -> Json:
    """Return the rules and how often each has struck."""
    return server.faults.reading()


def overlaps(server: Server, _query: Mapping[str, str]) -> Json:
    """Return how many calls of each method were ever under way at once in one conversation."""
    return server.overlaps.reading()


async def disconnect(server: Server, body: Json) -> Json:
    """End the Socket Mode connections."""
    reason = body.get("reason")
    if reason in CUTS:
        server.sockets.cut(str(reason))
    elif reason in REASONS:
        await server.sockets.disconnect(str(reason), server.workspace.app.id)
    else:
        words = ", ".join((*REASONS, *CUTS))
        raise Refused("bad_reason", f"`reason` is one of {words}.")
    return {"ok": True}


def redeliver(server: Server, body: Json) -> Json:
    """Deliver an event once more, or more often, with its own id or new ones."""
    payload = server.workspace.events.get(str(body.get("event_id")))
    if payload is None:
        raise Refused("no_such_event", "There was no such event.", status=404)
    for _ in range(_whole(body, "times", 1)):
        again = {**payload, "event_id": events.new_event_id()} if body.get("new_id") else payload
        server.workspace.remember(again)
        server.dispatch.event(again)
    return {"ok": True}


ACTS: dict[str, Act] = {
    "seed": plant,
    "users": changing.set_user,
    "channels": changing.set_channel,
    "idle": idle,
    "clock": move_clock,
    "clock/seen": stepping.seen,
    "step": step,
    "state": save_state,
    "marks": set_marks,
    "faults": set_faults,
    "disconnect": disconnect,
    "redeliver": redeliver,
}
# What a person does is written into the ledger as such.
PERSONS_ACTS: dict[str, Act] = {
    "say": interacting.typed,
    "edit": acting.edit,
    "delete": acting.delete,
    "upload": acting.upload,
    "delete_file": acting.delete_file,
    "react": acting.react,
    "open": acting.open_dm,
    "read": acting.read,
    "command": interacting.command,
    "action": interacting.action,
    "submit": interacting.submit,
    "close": interacting.close,
    "shortcut": interacting.shortcut,
    "suggest": interacting.suggest,
}
LOOKS: dict[str, Look] = {
    "health": health,
    "clock": read_clock,
    "marks": read_marks,
    "ledger": ledger,
    "faults": read_faults,
    "overlaps": overlaps,
    "workspace": looking.workspace,
    "messages": looking.messages,
    "home": looking.home,
    "views": looking.views,
}


@dataclass(frozen=True)
class Control:
    """The routes of the API."""

    server: Server

    async def act(self, request: web.Request) -> web.Response:
        """Serve a POST."""
        name = request.match_info["name"]
        act = ACTS.get(name) or PERSONS_ACTS.get(name)
        if act is None:
            return _unknown(name)
        try:
            return web.json_response(await self._acted(name, act, await _body(request)))
        except Refused as refused:
            return web.json_response(refused.answer(), status=refused.status)

    async def look(self, request: web.Request) -> web.Response:
        """Serve a GET."""
        name = request.match_info["name"]
        look = LOOKS.get(name)
        if look is None:
            return _unknown(name)
        try:
            return web.json_response(await _awaited(look(self.server, request.query)))
        except Refused as refused:
            return web.json_response(refused.answer(), status=refused.status)

    async def _acted(self, name: str, act: Act, body: Json) -> Json:
        if name not in PERSONS_ACTS:
            return await _awaited(act(self.server, body))
        if not self.server.seeded:
            raise Refused("not_seeded", "The workspace is empty: seed it first.", status=409)
        entry = self.server.ledger.begin("out", "person", name, body)
        try:
            with self.server.activity.busy():
                answer = await _awaited(act(self.server, body))
        except Refused as refused:
            settled = replace(entry, response=refused.answer(), status=refused.status)
            self.server.ledger.settle(settled)
            raise
        self.server.ledger.settle(replace(entry, response=answer, status="ok"))
        return answer

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Serve a person's stream."""
        try:
            person = self.server.workspace.person(request.query.get("as"))
        except Refused as refused:
            return web.json_response(refused.answer(), status=refused.status)
        return await self._flow(request, Listener(person.id))

    async def clock_stream(self, request: web.Request) -> web.StreamResponse:
        """Serve the clock's stream; it begins with the clock as it is."""
        listener = Listener(None)
        listener.queue.put_nowait(self.server.clock.reading())
        return await self._flow(request, listener)

    async def _flow(self, request: web.Request, listener: Listener) -> web.StreamResponse:
        ws = web.WebSocketResponse(heartbeat=20.0)
        await ws.prepare(request)
        self.server.streams.listeners.add(listener)
        try:
            await _pump(ws, listener)
        finally:
            self.server.streams.listeners.discard(listener)
        return ws


def _unknown(name: str) -> web.Response:
    refused = Refused("no_such_call", f"There is no {name} here.", status=404)
    return web.json_response(refused.answer(), status=refused.status)


async def _awaited(result: Json | Awaitable[Json]) -> Json:
    return result if isinstance(result, dict) else await result


async def _body(request: web.Request) -> Json:
    raw = await request.read()
    try:
        body = json.loads(raw) if raw.strip() else {}
    except ValueError:
        raise Refused("bad_json", "The body is no JSON.") from None
    if not isinstance(body, dict):
        raise Refused("bad_json", "The body is a JSON object.")
    return body


async def _pump(ws: web.WebSocketResponse, listener: Listener) -> None:
    """Send a listener's news until its stream is closed at the other end."""
    sending = asyncio.create_task(_send(ws, listener))
    try:
        async for frame in ws:
            if frame.type is WSMsgType.ERROR:
                return
    finally:
        sending.cancel()


async def _send(ws: web.WebSocketResponse, listener: Listener) -> None:
    with suppress(ConnectionResetError):
        while True:
            await ws.send_str(json.dumps(await listener.queue.get()))
