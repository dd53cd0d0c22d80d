"""Every error of Slack and of the connection asks for one known step."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack_client import make_client, open_session
from bot.slack_errors import TABLE, SlackTroubleError, Step, Verdict, tried


class Slack:
    """A server that answers one way, and counts how often it was asked."""

    def __init__(self) -> None:
        """Answer nothing yet."""
        self.asked = 0
        self.answer: web.Response | None = None
        self.delay = 0.0

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer, or drop the connection."""
        self.asked += 1
        await asyncio.sleep(self.delay)
        if self.answer is None:
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        return self.answer


@pytest.fixture
async def slack() -> AsyncIterator[tuple[Slack, AsyncWebClient]]:
    """Serve an answering server and a client of it."""
    server = Slack()
    app = web.Application()
    app.router.add_route("*", "/{method}", server.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    async with open_session(timeout=0.3) as http:
        yield server, make_client(http, token="xoxb-1", base_url=f"http://127.0.0.1:{port}/")
    await runner.cleanup()


async def verdict(client: AsyncWebClient) -> Verdict:
    with pytest.raises(SlackTroubleError) as trouble:
        await tried(client.chat_postMessage(channel="C0ROOM4", text="It is time."))
    return trouble.value.verdict


@pytest.mark.parametrize("code", sorted(TABLE))
async def test_an_error_of_the_table(slack: tuple[Slack, AsyncWebClient], code: str) -> None:
    """An error that Slack names is looked up in the table."""
    server, client = slack
    server.answer = web.json_response({"ok": False, "error": code})

    assert await verdict(client) == Verdict(TABLE[code], code)
    assert server.asked == 1


async def test_an_unknown_error_stops(slack: tuple[Slack, AsyncWebClient]) -> None:
    """What the table does not know is not tried again."""
    server, client = slack
    server.answer = web.json_response({"ok": False, "error": "brand_new"})

    assert (await verdict(client)).step is Step.STOP


async def test_a_limit_says_how_long(slack: tuple[Slack, AsyncWebClient]) -> None:
    """After 429 the header says how many seconds to wait; the client does not wait itself."""
    server, client = slack
    server.answer = web.json_response(
        {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "30"}
    )

    assert await verdict(client) == Verdict(Step.RETRY, "ratelimited", 30.0, "chat.postMessage")
    assert server.asked == 1


@pytest.mark.parametrize(
    "answer",
    [
        web.Response(status=500, text="<html>", content_type="text/html"),
        web.Response(status=200, text="{", content_type="application/json"),
        web.Response(status=503, text="later", content_type="text/plain"),
        web.json_response({"ok": False, "error": "channel_not_found"}, status=502),
    ],
    ids=["html", "broken json", "plain text", "a gateway's error"],
)
async def test_an_answer_that_is_none(
    slack: tuple[Slack, AsyncWebClient], answer: web.Response
) -> None:
    """An answer that says nothing certain asks for a look."""
    server, client = slack
    server.answer = answer

    assert (await verdict(client)).step is Step.LOOK_UP
    assert server.asked == 1


async def test_a_lost_answer_is_not_sent_again(slack: tuple[Slack, AsyncWebClient]) -> None:
    """A connection that breaks after the request asks for a look; the post is not repeated."""
    server, client = slack

    assert await verdict(client) == Verdict(Step.LOOK_UP, "no_answer")
    assert server.asked == 1


async def test_a_slow_answer_is_not_waited_for(slack: tuple[Slack, AsyncWebClient]) -> None:
    """A call that takes too long asks for a look."""
    server, client = slack
    server.delay = 1.0

    assert (await verdict(client)).step is Step.LOOK_UP


async def test_no_connection_means_that_nothing_happened() -> None:
    """Where no connection was made, the call may be made again later."""
    async with open_session(timeout=0.3) as http:
        client = make_client(http, token="xoxb-1", base_url="http://127.0.0.1:1/")

        assert await verdict(client) == Verdict(Step.RETRY, "not_connected")
