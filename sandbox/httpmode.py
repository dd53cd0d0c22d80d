"""HTTP mode: signed requests to the app's own URL."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from aiohttp import (
    ClientError,
    ClientSession,
    ClientSSLError,
    ClientTimeout,
    TooManyRedirects,
)

from sandbox.delivery import ACK_SECONDS, Answer, Envelope

if TYPE_CHECKING:
    from collections.abc import Callable

    from multidict import CIMultiDictProxy

FORM = "application/x-www-form-urlencoded"
ANY_SUCCESS = range(200, 300)
# Slack follows an app's redirects twice.
MOST_REDIRECTS = 2


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return Slack's v0 signature of a request body."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


@dataclass
class HttpMode:
    """The link to an app that listens at a URL."""

    url: str
    wall: Callable[[], float]
    secret: Callable[[], str]
    session: ClientSession | None = None

    def count(self) -> int:
        """Return 0: nothing stays connected over HTTP."""
        return 0

    def cut(self, _how: str) -> None:
        """Do nothing: between requests there is no connection to cut."""

    async def connected(self) -> bool:
        """Return false: only a request can tell whether the app is there."""
        return False

    async def close(self) -> None:
        """Close the connections to the app."""
        if self.session is not None:
            await self.session.close()

    async def deliver(self, envelope: Envelope) -> Answer:
        """Send one signed request and read its answer as the ack."""
        kind, body = _body(envelope)
        headers = self._headers(kind, body)
        if envelope.attempt:
            headers["x-slack-retry-num"] = str(envelope.attempt)
            headers["x-slack-retry-reason"] = envelope.reason
        try:
            async with asyncio.timeout(ACK_SECONDS):
                return await self._post(headers, body)
        except TimeoutError:
            return Answer("operation_timeout", reason="http_timeout")
        except TooManyRedirects:
            return Answer("operation_timeout", reason="too_many_redirects")
        except ClientSSLError:
            return Answer("no_app", reason="ssl_error")
        except ClientError:
            return Answer("no_app", reason="connection_failed")

    def _headers(self, kind: str, body: bytes) -> dict[str, str]:
        timestamp = str(int(self.wall()))
        return {
            "Content-Type": kind,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self.secret(), timestamp, body),
        }

    async def _post(self, headers: dict[str, str], body: bytes) -> Answer:
        if self.session is None:
            self.session = ClientSession(timeout=ClientTimeout(total=None))
        async with self.session.post(
            self.url, data=body, headers=headers, max_redirects=MOST_REDIRECTS + 1
        ) as answer:
            text = await answer.text()
            if answer.status not in ANY_SUCCESS:
                stop = answer.headers.get("x-slack-no-retry") == "1"
                return Answer("operation_timeout", reason="http_error", no_retry=stop)
            return _answer(text, answer.headers)


def _body(envelope: Envelope) -> tuple[str, bytes]:
    if envelope.type == "events_api":
        return "application/json", json.dumps(envelope.payload).encode()
    if envelope.type == "interactive":
        return FORM, urlencode({"payload": json.dumps(envelope.payload)}).encode()
    return FORM, urlencode(envelope.payload).encode()


def _answer(text: str, headers: CIMultiDictProxy[str]) -> Answer:
    if not text:
        return Answer("ok")
    if headers.get("Content-Type", "").startswith("application/json"):
        try:
            return Answer("ok", payload=json.loads(text))
        except ValueError:
            return Answer("error", reason="The answer's body is no JSON.")
    return Answer("ok", payload={"text": text})
