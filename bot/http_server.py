"""HTTP mode: Slack's signed requests at /slack/events, over aiohttp."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp

PATH = "/slack/events"


def make_server(bolt: AsyncApp) -> web.Application:
    """Return the server; a request with malformed headers is refused like a forged one."""

    async def events(request: web.Request) -> web.Response:
        if not _may_be_slacks(request):
            return web.json_response({"error": "invalid request"}, status=401)
        answer = await bolt.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(answer)

    server = web.Application()
    server.router.add_post(PATH, events)
    return server


def _may_be_slacks(request: web.Request) -> bool:
    """Tell whether the signed headers can be read: the library's verifier raises where not."""
    stamp = request.headers.get("X-Slack-Request-Timestamp", "")
    signature = request.headers.get("X-Slack-Signature", "")
    return stamp.isascii() and stamp.isdecimal() and signature.isascii()


@asynccontextmanager
async def serve(bolt: AsyncApp, port: int) -> AsyncIterator[None]:
    """Listen on a port of all interfaces within the block."""
    runner = web.AppRunner(make_server(bolt))
    await runner.setup()
    try:
        await web.TCPSite(runner, port=port).start()
        yield
    finally:
        await runner.cleanup()
