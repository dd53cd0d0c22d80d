"""People's calendars over HTTP: who has the link reads it, anybody else learns nothing."""

import asyncio
import hashlib
import logging
import re
from collections import OrderedDict
from math import ceil

import aiohttp
from aiohttp import web
from slack_sdk.errors import SlackClientError

from bot.clocks import RealTime
from bot.feed_limits import Limits
from handlers import calendar_file
from handlers.app import Surface
from handlers.slack.blocks.calendar import PATH
from pushin import feeds
from pushin.results import Feed
from storage.scope import Who

_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
"""32 bytes in base64 for URLs."""
_KEPT = 256
"""Calendars whose file is kept: most are asked for again unchanged."""
_HEADERS = {
    "Cache-Control": "private, no-cache",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
_LATER = 60
"""Seconds after which to ask again, where Slack does not say who somebody is now."""

_log = logging.getLogger(__name__)


class FeedServer:
    """Answers requests for calendars of one workspace."""

    def __init__(self, surface: Surface, workspace_id: str, real: RealTime) -> None:
        """Serve what the surface's database has of a workspace."""
        self._surface = surface
        self._workspace_id = workspace_id
        self._real = real
        self._limits = Limits()
        self._files: OrderedDict[Feed, bytes] = OrderedDict()

    def add_to(self, server: web.Application) -> None:
        """Serve under the calendars' path; HEAD is answered as GET without the body."""
        server.router.add_get(f"{PATH}/{{workspace}}/{{name}}", self.answer)

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a request: the calendar, "not changed", "not found", or "not so often"."""
        secret = request.match_info["name"].removesuffix(".ics")
        link, address = feeds.hash_of(secret), request.remote or ""
        wait = self._limits.wait(link, address, self._real.monotonic())
        if wait is not None:
            return _not_now(web.HTTPTooManyRequests.status_code, wait)
        try:
            found = await self._calendar(request.match_info["workspace"], secret)
        except (SlackClientError, aiohttp.ClientError, TimeoutError):
            return _not_now(web.HTTPServiceUnavailable.status_code, _LATER)
        now = self._real.monotonic()
        if found is None:
            self._limits.missed(link, address, now)
            return _not_found()
        self._limits.served(link, now)
        return _told(request, await self._file(found))

    async def _calendar(self, workspace_id: str, secret: str) -> Feed | None:
        """Return the calendar behind a secret; one whose person is gone ends here."""
        if workspace_id != self._workspace_id or not _SECRET.fullmatch(secret):
            return None
        who, at = Who(workspace_id), self._surface.now()
        reader = await self._surface.database.read(feeds.reader, who, secret)
        if reader is None:
            return None
        if not (reader.active and reader.user_id and await self._is_member(reader.user_id)):
            await self._surface.database.write(feeds.revoke, who, reader.link_id, at=at)
            _log.info(
                "A calendar link has ended: its person works here no more.",
                extra={"action": "feed_ended"},
            )
            return None
        return await self._surface.database.read(feeds.of_link, who, reader.link_id, at=at)

    async def _is_member(self, user_id: str) -> bool:
        account = await self._surface.directory.account(user_id, at=self._surface.now())
        return account.kind == "full"

    async def _file(self, found: Feed) -> bytes:
        """Return a calendar's file; it is written anew only where something has changed."""
        if found not in self._files:
            self._files[found] = await asyncio.to_thread(calendar_file.made, found)
        self._files.move_to_end(found)
        if len(self._files) > _KEPT:
            self._files.popitem(last=False)
        return self._files[found]


def _told(request: web.Request, content: bytes) -> web.Response:
    """Return the calendar, or that it is as the asker has it."""
    tag = hashlib.sha256(content).hexdigest()[:32]
    headers = {**_HEADERS, "ETag": f'"{tag}"'}
    known = request.if_none_match or ()
    if any(one.value in {tag, "*"} for one in known):
        return web.Response(status=web.HTTPNotModified.status_code, headers=headers)
    headers["Content-Disposition"] = f'inline; filename="{calendar_file.NAME}"'
    return web.Response(
        body=content, content_type=calendar_file.CONTENT_TYPE, charset="utf-8", headers=headers
    )


def _not_found() -> web.Response:
    """Return the same for every link that is none, whatever the reason."""
    return web.Response(status=web.HTTPNotFound.status_code, text="Not found.\n", headers=_HEADERS)


def _not_now(status: int, wait: float) -> web.Response:
    headers = {**_HEADERS, "Retry-After": str(ceil(wait))}
    return web.Response(status=status, text="Please ask again later.\n", headers=headers)
