"""What to do about each error of Slack: one table, and how an exception becomes an entry of it."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

R = TypeVar("R")


class Step(StrEnum):
    """What an error asks for."""

    RETRY = "retry"
    """Surely nothing happened: the same call again, later."""
    LOOK_UP = "look_up"
    """Perhaps it happened: look before the next attempt."""
    REROUTE = "reroute_to_owner"
    """Nobody can be reached there: the prompt's owner is told."""
    REAUTHORISE = "reauthorise"
    """An admin has to install the app anew or grant a scope."""
    STOP = "stop"
    """Asking again would fail again: stop, and show it to an admin."""


TABLE: Mapping[str, Step] = {
    "ratelimited": Step.RETRY,
    "rate_limited": Step.RETRY,
    "message_limit_exceeded": Step.RETRY,
    "not_connected": Step.RETRY,
    # Slack on `fatal_error`: "some aspect of the operation may have succeeded".
    "fatal_error": Step.LOOK_UP,
    "internal_error": Step.LOOK_UP,
    "service_unavailable": Step.LOOK_UP,
    "request_timeout": Step.LOOK_UP,
    "no_answer": Step.LOOK_UP,
    "team_added_to_org": Step.LOOK_UP,
    "channel_not_found": Step.REROUTE,
    "not_in_channel": Step.REROUTE,
    "is_archived": Step.REROUTE,
    "is_inactive": Step.REROUTE,
    "restricted_action": Step.REROUTE,
    "restricted_action_read_only_channel": Step.REROUTE,
    "restricted_action_thread_only_channel": Step.REROUTE,
    "restricted_action_non_threadable_channel": Step.REROUTE,
    "restricted_action_thread_locked": Step.REROUTE,
    "cannot_reply_to_message": Step.REROUTE,
    "thread_not_found": Step.REROUTE,
    "messages_tab_disabled": Step.REROUTE,
    "user_not_found": Step.REROUTE,
    "users_not_found": Step.REROUTE,
    "user_not_visible": Step.REROUTE,
    "user_disabled": Step.REROUTE,
    "user_not_in_channel": Step.REROUTE,
    "cannot_dm_bot": Step.REROUTE,
    "not_enough_users": Step.REROUTE,
    "org_user_not_in_team": Step.REROUTE,
    "external_dm_restricted": Step.REROUTE,
    "not_authed": Step.REAUTHORISE,
    "invalid_auth": Step.REAUTHORISE,
    "account_inactive": Step.REAUTHORISE,
    "token_expired": Step.REAUTHORISE,
    "token_revoked": Step.REAUTHORISE,
    "no_permission": Step.REAUTHORISE,
    "missing_scope": Step.REAUTHORISE,
    "not_allowed_token_type": Step.REAUTHORISE,
    "org_login_required": Step.REAUTHORISE,
    "access_denied": Step.REAUTHORISE,
    "team_access_not_granted": Step.REAUTHORISE,
    "ekm_access_denied": Step.REAUTHORISE,
}
"""Errors that are not in the table stop (blocks that Slack refuses, wrong arguments, new ones)."""

GONE = frozenset(
    {
        "message_not_found",
        "cant_update_message",
        "edit_window_closed",
        "not_found",
        "view_not_found",
        "expired_trigger_id",
    }
)
"""What Slack says of a posted thing that stands no more or may not be changed any more."""

TOO_MANY = 429
FINE = 200


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do about an error; `retry_after` in seconds of a `method` where Slack said so."""

    step: Step
    code: str
    retry_after: float | None = None
    method: str | None = None

    @property
    def is_gone(self) -> bool:
        """Whether the posted thing stands no more, or may not be changed any more."""
        return self.code in GONE


class SlackTroubleError(Exception):
    """A call to Slack failed; `verdict` says what to do about it."""

    def __init__(self, verdict: Verdict) -> None:
        """Keep the verdict; the original error is the cause."""
        super().__init__(verdict.code)
        self.verdict = verdict


async def tried(call: Awaitable[R]) -> R:
    """Return the answer of a call to Slack, or raise `SlackTroubleError` with the verdict."""
    try:
        return await call
    except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
        raise SlackTroubleError(judge(error)) from error


def judge(error: SlackClientError | aiohttp.ClientError | TimeoutError) -> Verdict:
    """Return what to do about an exception of the Slack client or of the connection."""
    if isinstance(error, aiohttp.ClientConnectorError):
        return _named("not_connected")
    if isinstance(error, SlackApiError) and isinstance(error.response, AsyncSlackResponse):
        return _answered(error.response)
    return _named("no_answer")


def _answered(response: AsyncSlackResponse) -> Verdict:
    if response.status_code == TOO_MANY:
        method = response.api_url.rpartition("/")[2]
        return Verdict(Step.RETRY, "ratelimited", _retry_after(response), method)
    data = response.data
    code = data.get("error") if isinstance(data, dict) else None
    return _named(str(code) if code and response.status_code == FINE else "no_answer")


def _named(code: str) -> Verdict:
    return Verdict(TABLE.get(code, Step.STOP), code)


def _retry_after(response: AsyncSlackResponse) -> float | None:
    headers = {name.lower(): value for name, value in response.headers.items()}
    try:
        return max(0.0, float(headers["retry-after"]))
    except (KeyError, ValueError):
        return None
