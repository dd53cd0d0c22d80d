"""The bytes of files on their way out: to the app with its token, and to the page."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.errors import SlackError
from sandbox.webapi import files

if TYPE_CHECKING:
    from sandbox.faults import Rule
    from sandbox.server import Server
    from sandbox.workspace import File

NAME = "files.download"
"""By this name faults strike a download: it is no method of the Web API."""
SLOW_SECONDS = 1.0
HANG_SECONDS = 30.0
ENDLESS = 100 * 1024 * 1024
"""How many bytes a body without an end has after all."""
_PIECE = b" " * (64 * 1024)


class Downloads:
    """Where `url_private` and `url_private_download` point."""

    def __init__(self, server: Server) -> None:
        """Serve a sandbox's files."""
        self.server = server

    async def send(self, request: web.Request) -> web.StreamResponse:
        """Give a file's bytes to the app with its token, and to the page."""
        file = self.server.workspace.files.get(request.match_info["id"])
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        if token != self.server.workspace.app.bot_token:
            return self._to_page(request, file, has_token=bool(token))
        with self.server.activity.busy():
            where = file.channels[0] if file is not None and file.channels else ""
            rule = self.server.faults.for_method(NAME, where)
            status = self._status(file)
            shown = f"fault {rule.fault}" if rule is not None else status
            said = {"file": request.match_info["id"]}
            self.server.ledger.add("in", "file", "download", said, status=shown)
            if rule is not None:
                return await self._faulty(request, file, rule)
            return _answer(file, status)

    def _to_page(
        self, request: web.Request, file: File | None, *, has_token: bool
    ) -> web.StreamResponse:
        person = self.server.workspace.users.get(request.query.get("as", ""))
        if file is None or file.content is None:
            return web.Response(status=404)
        may = person is not None and self._is_shared_with(person.id, file)
        if has_token:
            said = {"file": file.id}
            self.server.ledger.add("in", "file", "download", said, status=200 if may else 403)
        return _answer(file, 200 if may else 403)

    def _status(self, file: File | None) -> int:
        if file is None or file.content is None:
            return 404
        try:
            self.server.workspace.need_scope("files:read")
            files.seen(self.server, file.id)
        except SlackError:
            return 403
        return 200

    def _is_shared_with(self, person: str, file: File) -> bool:
        conversations = self.server.workspace.conversations
        return any(person in conversations[channel].members for channel in file.channels)

    async def _faulty(
        self, request: web.Request, file: File | None, rule: Rule
    ) -> web.StreamResponse:
        """Let the download go wrong as the rule says."""
        if rule.fault in {"429", "500", "503"}:
            wait = {"Retry-After": "1"} if rule.fault == "429" else {}
            return web.Response(status=int(rule.fault), headers=wait)
        if rule.fault == "endless":
            return await _endless(request)
        if rule.fault == "slow":
            await asyncio.sleep(rule.lasts(SLOW_SECONDS))
            return _answer(file, self._status(file))
        if rule.fault == "timeout_after":
            await asyncio.sleep(rule.lasts(HANG_SECONDS))
        if request.transport is not None:
            request.transport.abort()
        return web.Response()


def _answer(file: File | None, status: int) -> web.Response:
    if file is None or status != 200:  # noqa: PLR2004  HTTP's own word for fine
        return web.Response(status=status)
    return web.Response(body=file.content, content_type=file.mimetype)


async def _endless(request: web.Request) -> web.StreamResponse:
    """Send far more than was declared, until the other end has had enough."""
    answer = web.StreamResponse()
    answer.enable_chunked_encoding()
    await answer.prepare(request)
    try:
        for _ in range(ENDLESS // len(_PIECE)):
            await answer.write(_PIECE)
        await answer.write_eof()
    except ConnectionError:
        pass
    return answer
