"""HTTP mode: Slack's signed requests at /slack/events, over aiohttp."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp

PATH = "/slack/events"


def make_server(bolt: AsyncApp) -> web.Application:
    """Return the server; a request whose timestamp is no number is refused like a forged one."""

    async def events(request: web.Request) -> web.Response:
        if not request.headers.get("X-Slack-Request-Timestamp", "").isdecimal():
            # The library's verifier raises at such a header instead of refusing it.
            return web.json_response({"error": "invalid request"}, status=401)
        answer = await bolt.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(answer)

    server = web.Application()
    server.router.add_post(PATH, events)
    return server


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
