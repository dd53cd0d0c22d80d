"""The client of Slack's Web API: one long-lived session, and only retries that are safe."""

import aiohttp
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient

CONNECTIONS = 64


class NoConnectionRetry(AsyncRetryHandler):
    """Repeats a call once if no connection was made at all.

    The library's own handler also repeats a call whose answer was lost: one message became two.
    """

    async def _can_retry_async(
        self,
        *,
        state: RetryState,  # noqa: ARG002  the library's signature
        request: HttpRequest,  # noqa: ARG002  the library's signature
        response: HttpResponse | None = None,  # noqa: ARG002  the library's signature
        error: Exception | None = None,
    ) -> bool:
        return isinstance(error, aiohttp.ClientConnectorError)


def open_session(*, timeout: float) -> aiohttp.ClientSession:
    """Return the one session of the program; no call takes longer than `timeout` seconds."""
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=timeout),
        connector=aiohttp.TCPConnector(limit=CONNECTIONS),
    )


def make_client(session: aiohttp.ClientSession, *, token: str, base_url: str) -> AsyncWebClient:
    """Return a client on the session; 429 is left to the caller, who keeps the place quiet."""
    return AsyncWebClient(
        token=token,
        base_url=base_url,
        session=session,
        retry_handlers=[NoConnectionRetry(max_retry_count=1)],
    )
