"""What an interaction lets the app do next: trigger ids and response URLs (real time)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.errors import SlackError

if TYPE_CHECKING:
    from collections.abc import Callable

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 30 * 60.0
RESPONSE_USES = 5
EXPECTED_DOTS = 2


@dataclass
class Trigger:
    """A person's click, which may open one view within three seconds."""

    person: str
    at: float
    view_id: str | None = None
    used: bool = False


@dataclass
class ResponseUrl:
    """Where the app may answer one interaction, five times within thirty minutes."""

    person: str
    channel: str
    at: float
    message_ts: str | None = None
    thread_ts: str | None = None
    command_text: str | None = None
    uses: int = 0


@dataclass
class Triggers:
    """All that were given out; times are monotonic seconds."""

    monotonic: Callable[[], float]
    triggers: dict[str, Trigger] = field(default_factory=dict)
    urls: dict[str, ResponseUrl] = field(default_factory=dict)

    def give(self, person: str, *, view_id: str | None = None) -> str:
        """Return a new trigger id for a person's act, inside a view if it was in one."""
        self._forget_old()
        number = secrets.randbelow(9 * 10**9) + 10**9
        trigger_id = f"{number}.{secrets.randbelow(10**9)}.{secrets.token_hex(16)}"
        self.triggers[trigger_id] = Trigger(person, self.monotonic(), view_id)
        return trigger_id

    def _forget_old(self) -> None:
        too_old = self.monotonic() - RESPONSE_SECONDS
        while self.triggers:
            oldest = next(iter(self.triggers))
            if self.triggers[oldest].at > too_old:
                return
            del self.triggers[oldest]

    def exchange(self, trigger_id: str) -> Trigger:
        """Use a trigger up; raises Slack's own errors for a wrong, old or used one."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None or trigger_id.count(".") != EXPECTED_DOTS:
            raise SlackError("invalid_trigger_id")
        if self.monotonic() - trigger.at > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        trigger.used = True
        return trigger

    def give_url(self, base_url: str, team_id: str, url: ResponseUrl, kind: str) -> str:
        """Return a new response URL; `kind` is Slack's word in its path."""
        secret = secrets.token_urlsafe(18)
        self.urls[secret] = url
        return f"{base_url}/response/{kind}/{team_id}/{secret}"

    def use_url(self, secret: str) -> ResponseUrl:
        """Count one use of a response URL; raises `expired_url` or `used_url`."""
        url = self.urls.get(secret)
        if url is None or self.monotonic() - url.at > RESPONSE_SECONDS:
            raise SlackError("expired_url")
        if url.uses >= RESPONSE_USES:
            raise SlackError("used_url")
        url.uses += 1
        return url
