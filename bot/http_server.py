"""What the program serves over HTTP: Slack's signed requests, calendars, and how it is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp

from bot.feed_server import FeedServer
from bot.health import Monitor
from bot.metrics import CONTENT_TYPE

PATH = "/slack/events"


def make_server(
    monitor: Monitor, bolt: AsyncApp | None, feed: FeedServer | None
) -> web.Application:
    """Return the server: for Slack's requests (not in Socket Mode), for calendars (with a URL).

    At /healthz and /metrics it says how the program is; neither names anybody.
    """
    server = web.Application()
    _show_health(server, monitor)
    if bolt is not None:
        _receive(server, bolt)
    if feed is not None:
        feed.add_to(server)
    return server


def _receive(server: web.Application, bolt: AsyncApp) -> None:
    """Receive Slack's requests; one with malformed headers is refused like a forged one."""

    async def events(request: web.Request) -> web.Response:
        if not _may_be_slacks(request):
            return web.json_response({"error": "invalid request"}, status=401)
        answer = await bolt.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(answer)

    server.router.add_post(PATH, events)


def _show_health(server: web.Application, monitor: Monitor) -> None:
    async def healthz(_request: web.Request) -> web.Response:
        found = await monitor.look()
        return web.json_response(found.facts(), status=200 if found.is_well else 503)

    async def metrics(_request: web.Request) -> web.Response:
        await monitor.look()
        return web.Response(body=monitor.metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    server.router.add_get("/healthz", healthz)
    server.router.add_get("/metrics", metrics)


def _may_be_slacks(request: web.Request) -> bool:
    """Tell whether the signed headers can be read: the library's verifier raises where not."""
    stamp = request.headers.get("X-Slack-Request-Timestamp", "")
    signature = request.headers.get("X-Slack-Signature", "")
    return stamp.isascii() and stamp.isdecimal() and signature.isascii()


@asynccontextmanager
async def serve(server: web.Application, port: int) -> AsyncIterator[None]:
    """Listen on a port of all interfaces within the block; what was asked for is not logged."""
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, port=port).start()
        yield
    finally:
        await runner.cleanup()
