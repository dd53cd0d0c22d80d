"""Brings files into people's direct messages, in the background of what must be answered now."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from handlers.app import File, NotDrawnError
from handlers.slack import replies
from handlers.slack.blocks import refusals
from pushin.results import Refused

R = TypeVar("R")

ATTEMPTS = 3
LONGEST_WAIT = 30.0
"""Seconds: how long Slack may ask to wait between two attempts; a person waits for their file."""
_TOO_MANY = 429
_FINE = 200

_log = logging.getLogger(__name__)


class NotTakenError(Exception):
    """Slack did not take a file's bytes."""


_EXPECTED = (SlackClientError, aiohttp.ClientError, TimeoutError, NotTakenError, NotDrawnError)


class SlackUploads:
    """Uploads that are under way: at most one of a kind for each person."""

    def __init__(self, client: AsyncWebClient) -> None:
        """Upload with a client; nothing is under way yet."""
        self._client = client
        self._under_way: dict[tuple[str, str], asyncio.Task[None]] = {}

    def to_person(
        self, user_id: str, key: str, make: Callable[[], Awaitable[File]], *, otherwise: Refused
    ) -> bool:
        """Make a file and bring it to a person; tell whether it was not on its way already."""
        mine = (user_id, key)
        if mine in self._under_way:
            return False
        task = asyncio.create_task(self._bring(user_id, make, otherwise))
        self._under_way[mine] = task
        task.add_done_callback(lambda _done: self._under_way.pop(mine))
        return True

    async def finish(self, *, within: float) -> None:
        """Wait for what is under way, for at most `within` seconds; then let go of it."""
        waiting = list(self._under_way.values())
        if waiting:
            _, late = await asyncio.wait(waiting, timeout=within)
            for task in late:
                task.cancel()

    async def _bring(
        self, user_id: str, make: Callable[[], Awaitable[File]], otherwise: Refused
    ) -> None:
        """Make and upload; whatever went wrong, nobody waits in vain."""
        trying = asyncio.create_task(self._tried(user_id, make))
        await asyncio.wait({trying})
        error = trying.exception()
        if error is None:
            return
        known = isinstance(error, _EXPECTED)
        _log.log(
            logging.WARNING if known else logging.ERROR,
            "A file did not get through.",
            extra={"action": "upload_failed", "error": type(error).__name__},
            exc_info=error,
        )
        said = replies.posted(refusals.refused(otherwise))
        post = self._client.chat_postMessage(channel=user_id, **said)
        await replies.tried(post, "chat.postMessage")

    async def _tried(self, user_id: str, make: Callable[[], Awaitable[File]]) -> None:
        opened = await self._called(lambda: self._client.conversations_open(users=user_id))
        await self._upload(str(opened["channel"]["id"]), await make())

    async def _upload(self, channel: str, file: File) -> None:
        """Upload in Slack's three steps; the last one, which posts, is repeated only on a 429."""
        about: dict[str, Any] = {"filename": file.name, "length": len(file.content)}
        if file.alt:
            about["alt_txt"] = file.alt
        place = await self._called(lambda: self._client.files_getUploadURLExternal(**about))
        await self._send(place["upload_url"], file.content)
        await self._called(
            lambda: self._client.files_completeUploadExternal(
                files=[{"id": place["file_id"], "title": file.title}],
                channel_id=channel,
                initial_comment=file.words,
            )
        )

    async def _send(self, url: str, content: bytes) -> None:
        session = self._client.session
        if session is None:
            raise RuntimeError("the client must be made with the program's one session")
        async with session.post(url, data=content) as answer:
            if answer.status != _FINE:
                raise NotTakenError(str(answer.status))

    async def _called(self, call: Callable[[], Awaitable[R]]) -> R:
        """Return the answer of a call, asked again where Slack says when."""
        for _ in range(ATTEMPTS - 1):
            try:
                return await call()
            except SlackApiError as error:
                wait = _retry_after(error)
                if wait is None:
                    raise
                await asyncio.sleep(wait)
        return await call()


def _retry_after(error: SlackApiError) -> float | None:
    """Return how long to wait; None where the call must not be repeated, or not so soon."""
    response = error.response
    if not isinstance(response, AsyncSlackResponse) or response.status_code != _TOO_MANY:
        return None
    headers = {name.lower(): value for name, value in response.headers.items()}
    try:
        seconds = float(headers.get("retry-after", "1"))
    except ValueError:
        return None
    return seconds if 0 <= seconds <= LONGEST_WAIT else None
