"""The door of the Web API: reading a call, its token, faults and pacing, and answering it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.errors import SlackError
from sandbox.webapi import chat, conversations, files, identity, reactions, users, views
from sandbox.webapi.methods import Call, Handler, Method, load, read_arguments

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sandbox.faults import Rule
    from sandbox.server import Server
    from sandbox.values import Json

SLOW_SECONDS = 1.0
HANG_SECONDS = 30.0
RETRY_SECONDS = 1.0
ALL_METHODS: Mapping[str, Handler] = {
    **identity.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **users.METHODS,
    **views.METHODS,
    **reactions.METHODS,
    **files.METHODS,
}


@dataclass(frozen=True)
class Reply:
    """One HTTP answer to a call."""

    body: Json
    status: int = 200
    retry_after: int | None = None

    def response(self) -> web.Response:
        """Return it as HTTP."""
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        return web.json_response(self.body, status=self.status, headers=headers)


@dataclass(frozen=True)
class Endpoint:
    """`/api/METHOD` for every method of the table."""

    server: Server
    methods: Mapping[str, Method]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call and write it into the ledger."""
        with self.server.activity.busy():
            name = request.match_info["method"]
            given = await _given(request)
            where = str(given.get("channel") or given.get("channel_id") or "")
            with self.server.overlaps.counted(name, where, request):
                rule = self.server.faults.for_method(name, where)
                if rule is not None and rule.fault != "token_revoked":
                    return await self._faulty(request, name, given, rule)
                return self._answer(request, name, given).response()

    def _answer(
        self, request: web.Request, name: str, given: Json, status: str | None = None
    ) -> Reply:
        reply = self.reply(name, _token(request, given), given, request.host)
        self._note(name, given, reply.body, status or reply.status)
        return reply

    def _note(self, name: str, given: Json, body: Json | None, status: int | str) -> None:
        shown = {key: value for key, value in given.items() if key != "token"}
        self.server.ledger.add("in", "api", name, shown, response=body, status=status)

    def reply(self, name: str, token: str | None, given: Json, host: str) -> Reply:
        """Do what is asked and return the answer: everything of a call but HTTP itself."""
        try:
            method = self._method(name)
            self._authorise(method, token)
            self._pace(method)
            call = Call(method, read_arguments(method, given), host)
            return Reply({"ok": True, **ALL_METHODS[name](self.server, call)})
        except SlackError as error:
            wait = error.extra.pop("retry_after", None)
            return Reply(error.answer(), 429 if wait else 200, wait)

    def _method(self, name: str) -> Method:
        method = self.methods.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        return method

    def _pace(self, method: Method) -> None:
        wait = self.server.pacing.method(method.name, method.per_minute)
        if wait:
            raise SlackError("ratelimited", retry_after=wait)

    def _authorise(self, method: Method, token: str | None) -> None:
        app = self.server.workspace.app
        if method.token == "any":  # noqa: S105  a word of the table
            return
        if not token:
            raise SlackError("not_authed")
        if self.server.faults.revoked:
            raise SlackError("token_revoked")
        kinds = {app.bot_token: "bot", app.app_token: "app"}
        if token not in kinds or not self.server.seeded:
            raise SlackError("invalid_auth")
        if kinds[token] != method.token:
            raise SlackError("not_allowed_token_type")
        for scope in method.scopes:
            self.server.workspace.need_scope(scope)

    async def _faulty(
        self, request: web.Request, name: str, given: Json, rule: Rule
    ) -> web.StreamResponse:
        """Let the call go wrong as the rule says; some faults strike after it was done."""
        kind = rule.fault
        before = _before(rule)
        if kind == "reset_before" or before is not None:
            body = None if before is None else before.body
            self._note(name, given, body, f"fault {kind}")
            return _cut(request) if before is None else before.response()
        reply = self._answer(request, name, given, f"fault {kind}")
        if kind == "invalid_json":
            return web.Response(text='{"ok": tru', content_type="application/json")
        if kind == "fatal_error":
            return web.json_response({"ok": False, "error": "fatal_error"})
        if kind == "slow":
            await asyncio.sleep(rule.lasts(SLOW_SECONDS))
            return reply.response()
        if kind == "timeout_after":
            await asyncio.sleep(rule.lasts(HANG_SECONDS))
        return _cut(request)


def _before(rule: Rule) -> Reply | None:
    """Return the answer of a fault that strikes before anything is done."""
    kind = rule.fault
    if kind == "429":
        wait = max(1, round(rule.lasts(RETRY_SECONDS)))
        return Reply({"ok": False, "error": "ratelimited"}, 429, wait)
    if kind in ("500", "503"):
        word = "internal_error" if kind == "500" else "service_unavailable"
        return Reply({"ok": False, "error": word}, int(kind))
    if kind.startswith("error:"):
        return Reply({"ok": False, "error": kind.removeprefix("error:")})
    return None


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _token(request: web.Request, given: Json) -> str | None:
    header = request.headers.get("Authorization", "")
    if header.startswith("Bearer "):
        return header.removeprefix("Bearer ").strip()
    token = given.get("token")
    return str(token) if token else None


async def _given(request: web.Request) -> Json:
    given: dict[str, Any] = dict(request.query)
    if request.method == "GET":
        return given
    if request.content_type == "application/json":
        raw = await request.read()
        body = _json(raw)
        return given | body
    return given | dict(await request.post())


def _json(raw: bytes) -> Json:
    try:
        body = json.loads(raw) if raw.strip() else {}
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def create(server: Server) -> Endpoint:
    """Return the door of a server's Web API."""
    return Endpoint(server, load())
