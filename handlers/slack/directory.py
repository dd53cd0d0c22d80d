"""Looks accounts and channels up in Slack and remembers them for a minute."""

import asyncio
from collections.abc import Awaitable, Mapping
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.app import ChannelFacts
from pushin.people import Account, AccountKind

REMEMBERED = timedelta(seconds=60)
LOOK_UP_SECONDS = 1.0
"""How long (real time) a request waits for a look-up: it comes before the commit and the ack."""
_KEPT = 2000
_NOT_SEEN = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
# Push-In asks for no scope of public channels, so it is told nothing of one; what it may know
# and does not find is a private channel that it was not invited to.
_PUBLIC = "missing_scope"
_NO_CHANNEL = frozenset({"channel_not_found", "not_in_channel", _PUBLIC})

T = TypeVar("T")


class _Memory(Generic[T]):
    """Answers with the instant they were given; bounded, the oldest go first."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[datetime, T]] = {}

    def get(self, key: str, at: datetime) -> T | None:
        known = self._known.get(key)
        fresh = known is not None and timedelta(0) <= at - known[0] < REMEMBERED
        return known[1] if known is not None and fresh else None

    async def renew(self, key: str, at: datetime, asked: Awaitable[T], within: float) -> T:
        """Return what Slack answers; where it does not, what it answered last, for a minute more.

        Who was never seen is not guessed: then the failure itself is the answer.
        """
        try:
            value = await asyncio.wait_for(asked, within)
        except (TimeoutError, SlackClientError, aiohttp.ClientError):
            if key not in self._known:
                raise
            value = self._known[key][1]
        return self.put(key, at, value)

    def put(self, key: str, at: datetime, value: T) -> T:
        self._known.pop(key, None)
        self._known[key] = at, value
        if len(self._known) > _KEPT:
            del self._known[next(iter(self._known))]
        return value


class SlackDirectory:
    """Accounts and channels of one workspace, asked of Slack at most once a minute each."""

    def __init__(
        self, client: AsyncWebClient, team_id: str, *, within: float = LOOK_UP_SECONDS
    ) -> None:
        """Look up with `client`, each within some seconds; other teams' accounts are foreign."""
        self._client = client
        self._team_id = team_id
        self._within = within
        self._accounts: _Memory[Account] = _Memory()
        self._channels: _Memory[ChannelFacts] = _Memory()

    async def account(self, user_id: str, *, at: datetime) -> Account:
        """Return an account as `users.info` tells it; `at` is the school clock's instant."""
        known = self._accounts.get(user_id, at)
        return known or await self._accounts.renew(
            user_id, at, self._ask_account(user_id), self._within
        )

    async def channel(self, channel_id: str, *, at: datetime) -> ChannelFacts:
        """Return a channel as `conversations.info` tells it; one out of sight has no member."""
        known = self._channels.get(channel_id, at)
        return known or await self._channels.renew(
            channel_id, at, self._ask_channel(channel_id), self._within
        )

    async def _ask_account(self, user_id: str) -> Account:
        try:
            answer = await self._client.users_info(user=user_id)
        except SlackApiError as error:
            if error.response["error"] in _NOT_SEEN:
                return Account(user_id, user_id, "foreign")
            raise
        return account_of(answer["user"], self._team_id)

    async def _ask_channel(self, channel_id: str) -> ChannelFacts:
        try:
            answer = await self._client.conversations_info(channel=channel_id)
        except SlackApiError as error:
            if error.response["error"] in _NO_CHANNEL:
                hidden = error.response["error"] != _PUBLIC
                return ChannelFacts("", member=False, archived=False, shared=False, private=hidden)
            raise
        return channel_of(answer["channel"])


def account_of(user: Mapping[str, Any], team_id: str) -> Account:
    """Return the account behind Slack's user object."""
    profile = user.get("profile", {})
    name = profile.get("real_name") or user.get("real_name") or user.get("name") or user["id"]
    return Account(user["id"], name, _kind(user, team_id), user.get("tz"))


def channel_of(channel: Mapping[str, Any]) -> ChannelFacts:
    """Return the facts of Slack's channel object."""
    shared = channel.get("is_ext_shared") or channel.get("is_pending_ext_shared")
    return ChannelFacts(
        name=channel.get("name", ""),
        member=bool(channel.get("is_member")),
        archived=bool(channel.get("is_archived")),
        shared=bool(shared),
        private=bool(channel.get("is_private")),
    )


def _kind(user: Mapping[str, Any], team_id: str) -> AccountKind:
    if user.get("deleted"):
        return "deleted"
    if user.get("is_bot") or user["id"] == "USLACKBOT":
        return "bot"
    if user.get("is_stranger") or user.get("team_id", team_id) != team_id:
        return "foreign"
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return "guest"
    return "full"
