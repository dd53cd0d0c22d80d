"""HTTP mode signs its requests and reads the answers of an app at a URL."""

from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import web
from slack_sdk.signature import Clock, SignatureVerifier

from sandbox.delivery import Answer, Envelope
from sandbox.httpmode import HttpMode, signature

EVENT = Envelope("events_api", {"type": "event_callback", "event_id": "Ev1"})


def test_the_signature_is_the_one_slacks_sdk_expects() -> None:
    """Slack's own verifier accepts it and no other secret's."""
    body = b"payload=%7B%7D"
    right, wrong = signature("s", "100", body), signature("t", "100", body)
    verifier = SignatureVerifier("s", clock=_At100())

    assert verifier.is_valid(body, "100", right)
    assert not verifier.is_valid(body, "100", wrong)


class _At100(Clock):
    def now(self) -> float:
        return 100.0


class Listener:
    """An app at a URL that answers as it is told and keeps the headers it got."""

    def __init__(self) -> None:
        """Answer 200 with nothing."""
        self.answer: Callable[[], web.Response] = web.Response
        self.headers: dict[str, str] = {}
        self.body = ""

    async def handle(self, request: web.Request) -> web.Response:
        """Keep a request and answer it."""
        self.headers = dict(request.headers)
        self.body = await request.text()
        return self.answer()


@pytest.fixture
async def listener() -> Listener:
    """Return an app that is not yet asked."""
    return Listener()


@pytest.fixture
async def link(listener: Listener, unused_tcp_port: int) -> AsyncIterator[HttpMode]:
    """Yield a link to the listening app."""
    app = web.Application()
    app.router.add_post("/", listener.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", unused_tcp_port).start()
    mode = HttpMode(f"http://127.0.0.1:{unused_tcp_port}/", lambda: 100.0, lambda: "s")
    yield mode
    await mode.close()
    await runner.cleanup()


async def test_a_retry_says_so_in_its_headers(link: HttpMode, listener: Listener) -> None:
    """x-slack-retry-num and -reason come with every try after the first."""
    retry = Envelope("events_api", EVENT.payload, attempt=2, reason="http_timeout")
    answer = await link.deliver(retry)

    assert answer == Answer("ok")
    assert listener.headers["x-slack-retry-num"] == "2"
    assert listener.headers["x-slack-retry-reason"] == "http_timeout"


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (lambda: web.json_response({"text": "hi"}), Answer("ok", payload={"text": "hi"})),
        (lambda: web.Response(text="hi"), Answer("ok", payload={"text": "hi"})),
        (lambda: web.Response(status=404), Answer("operation_timeout", reason="http_error")),
        (
            lambda: web.Response(status=500, headers={"x-slack-no-retry": "1"}),
            Answer("operation_timeout", reason="http_error", no_retry=True),
        ),
    ],
)
async def test_an_answer_is_read_as_the_ack(
    link: HttpMode,
    listener: Listener,
    response: Callable[[], web.Response],
    expected: Answer,
) -> None:
    """JSON is a payload, text is a message, anything but 2xx is no ack."""
    listener.answer = response

    assert await link.deliver(EVENT) == expected


async def test_commands_are_forms_and_clicks_a_form_with_json(
    link: HttpMode, listener: Listener
) -> None:
    """The bodies are encoded as Slack encodes them."""
    await link.deliver(Envelope("slash_commands", {"command": "/pushin", "text": "a b"}))
    command = listener.body
    await link.deliver(Envelope("interactive", {"type": "block_actions"}))

    assert command == "command=%2Fpushin&text=a+b"
    assert listener.body == "payload=%7B%22type%22%3A+%22block_actions%22%7D"


async def test_nobody_at_the_url_is_no_app(unused_tcp_port: int) -> None:
    """A refused connection is told apart from a late answer."""
    mode = HttpMode(f"http://127.0.0.1:{unused_tcp_port}/", lambda: 100.0, lambda: "s")
    answer = await mode.deliver(EVENT)
    await mode.close()

    assert (answer.outcome, answer.reason) == ("no_app", "connection_failed")
