"""The sandbox's web server: its routes, put around one server object."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox import control, responses
from sandbox.downloads import Downloads
from sandbox.webapi import endpoint

if TYPE_CHECKING:
    from sandbox.server import Server

PAGE = Path(__file__).parent / "page"
LARGEST = 64 * 1024 * 1024


def create(server: Server) -> web.Application:
    """Return the application that serves a sandbox."""
    app = web.Application(client_max_size=LARGEST)
    door, api = endpoint.create(server), control.Control(server)
    app.router.add_route("*", "/api/{method}", door.handle)
    app.router.add_get("/link/", _Link(server).handle)
    app.router.add_post("/response/{kind}/{team}/{secret}", _Responses(server).handle)
    app.router.add_post("/upload/v1/{secret}", _Uploads(server).receive)
    app.router.add_get("/files/{id}/{name}", Downloads(server).send)
    app.router.add_get("/sandbox/clock/stream", api.clock_stream)
    app.router.add_get("/sandbox/stream", api.stream)
    app.router.add_get("/sandbox/{name}", api.look)
    app.router.add_post("/sandbox/{name:[a-z_]+(?:/[a-z_]+)?}", api.act)
    app.router.add_get("/", _index)
    if PAGE.is_dir():
        app.router.add_static("/page/", PAGE)
    app.on_shutdown.append(_Link(server).close)
    return app


class _Link:
    """Where the app dials in with its ticket."""

    def __init__(self, server: Server) -> None:
        self.server = server

    async def handle(self, request: web.Request) -> web.StreamResponse:
        return await self.server.sockets.serve(request, self.server.workspace.app.id)

    async def close(self, _app: web.Application) -> None:
        self.server.dispatch.forget()
        await self.server.sockets.close()
        await self.server.dispatch.link.close()
        self.server.ledger.close()


class _Responses:
    """Where response URLs point."""

    def __init__(self, server: Server) -> None:
        self.server = server

    async def handle(self, request: web.Request) -> web.Response:
        return await responses.handle(self.server, request)


class _Uploads:
    """Where the bytes of files come in."""

    def __init__(self, server: Server) -> None:
        self.server = server

    async def receive(self, request: web.Request) -> web.Response:
        """Take the bytes of an upload, raw or as a form's first file."""
        with self.server.activity.busy():
            file_id = self.server.uploads.pop(request.match_info["secret"], "")
            file = self.server.workspace.files.get(file_id)
            if file is None:
                return web.Response(status=404, text="no such upload")
            file.content = await _bytes(request)
            file.size = len(file.content)
            said = {"file": file_id, "name": file.name, "size": file.size}
            self.server.ledger.add("in", "file", "upload", said, response="OK", status=200)
            return web.Response(text=f"OK - {file.size}")


async def _bytes(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    for field in (await request.post()).values():
        if isinstance(field, web.FileField):
            return field.file.read()
    return b""


async def _index(_request: web.Request) -> web.StreamResponse:
    page = PAGE / "index.html"
    if not page.is_file():
        return web.Response(text="The sandbox is running; its page is not installed.")
    return web.FileResponse(page)
