"""The refresher: makes what stands posted equal to what is true, one coalesced change each.

What is behind stands in the database (`shown_revision < wanted_revision`). A copy is read together
with the revision that it shows, so a change in between leaves it behind and it is shown again.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.clocks import RealTime, SchoolClock
from bot.posts import Message
from bot.slack_errors import SlackTroubleError, Step, Verdict, tried
from pushin.results import Content, Gone
from storage import stale
from storage.database import Database
from storage.scope import Scope, Who
from storage.stale import Stale

logger = logging.getLogger(__name__)

AT_ONCE = 8
"""How many copies are changed at the same time."""
LIMIT = 200
REST_SECONDS = 5.0
"""How long (real time) a copy rests when Slack did not answer and named no time."""
REAUTHORISE_SECONDS = 60.0
BROKEN_SECONDS = 60.0
"""How long (real time) a copy rests that failed unexpectedly."""
HASH_CONFLICT = "hash_conflict"
DELETED = frozenset({"message_not_found", "cant_update_message"})
"""What Slack says of a message that somebody deleted; one with replies stays as a tombstone."""


class ReadCopy(Protocol):
    """Reads what a posted copy must show (`pushin.live.content`)."""

    def __call__(self, scope: Scope, ref_id: str, *, at: datetime) -> Content | Gone:
        """Return the content, or why there is none any more."""
        ...


class NoteLost(Protocol):
    """Notes that somebody deleted a posted copy (`pushin.prompts.lost`)."""

    def __call__(self, scope: Scope, ref_id: str, /, *, at: datetime) -> None:
        """Do what follows."""
        ...


def leave(_scope: Scope, _ref_id: str, /, *, at: datetime) -> None:
    """Let nothing follow from a deleted copy."""


@dataclass(frozen=True, slots=True)
class Looks:
    """What the refresher is told by the layers above Slack: what a copy shows and how it looks.

    `view` renders a Home, and what stands in an open modal.
    """

    content: ReadCopy
    message: Callable[[Any], Message]
    view: Callable[[Any], Mapping[str, Any]]
    lost: NoteLost = leave


@dataclass(frozen=True, slots=True)
class Spacing:
    """The shortest real time in seconds between two changes of one message, and of one Home."""

    message: float = 1.0
    home: float = 2.0


class Refresher:
    """Shows what has changed; `tick` is called after every commit and every second."""

    def __init__(
        self,
        database: Database,
        client_of: Callable[[str], AsyncWebClient],
        looks: Looks,
        *,
        clock: SchoolClock,
        real: RealTime,
        spacing: Spacing | None = None,
    ) -> None:
        """Put the parts together; `client_of` returns the client of a workspace."""
        self._database = database
        self._client_of = client_of
        self._looks = looks
        self._clock = clock
        self._real = real
        self._spacing = spacing or Spacing()
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._resting: dict[str, float] = {}
        self._hashes: dict[str, str] = {}
        self.counts: Counter[str] = Counter()
        """How many copies were shown, gone or held back since the start."""

    async def tick(self) -> datetime | None:
        """Show everything that is behind and may be changed now."""
        self._forget_rested()
        behind = await self._database.system(stale.find, limit=LIMIT)
        ready = [ref for ref in behind if not self._rests(ref)]
        ended = await asyncio.gather(*(self._refresh(ref) for ref in ready), return_exceptions=True)
        for ref, error in zip(ready, ended, strict=True):
            if isinstance(error, Exception):
                self._failed(ref, error)
        return None

    def _failed(self, ref: Stale, error: Exception) -> None:
        """Log a copy that failed unexpectedly, and let it rest: it must not stop the others."""
        self.counts["failed"] += 1
        extra = {"action": "copy_failed", "kind": ref.kind}
        logger.error("A copy could not be shown.", exc_info=error, extra=extra)
        self._rest(ref.ref_id, BROKEN_SECONDS)

    async def _refresh(self, ref: Stale) -> None:
        async with self._gate:
            if self._rests(ref):
                return  # its method was told to wait since this tick began
            revision, content = await self._database.read(
                _copy, Who(ref.workspace_id), ref.ref_id, self._looks.content, self._clock.now()
            )
            if isinstance(content, Gone):
                await self._is_gone(ref)
                return
            self._rest(ref.ref_id, self._spacing_of(ref))
            try:
                await self._show(ref, content)
            except SlackTroubleError as trouble:
                await self._not_shown(ref, revision, trouble.verdict)
                return
            await self._database.system(stale.shown, ref, revision=revision)
            self.counts["shown"] += 1

    async def _show(self, ref: Stale, content: Content) -> None:
        client = self._client_of(ref.workspace_id)
        if not ref.message_ts:
            await self._publish(client, ref, self._looks.view(content))
            return
        message = self._looks.message(content)
        await tried(
            client.chat_update(
                channel=ref.place,
                ts=ref.message_ts,
                text=message.text,
                blocks=[dict(block) for block in message.blocks],
            )
        )

    async def _publish(self, client: AsyncWebClient, ref: Stale, view: Mapping[str, Any]) -> None:
        """Publish a Home or update a modal; the hash keeps an older render from winning."""
        where, _, name = ref.place.partition(":")
        known = self._hashes.get(ref.ref_id)
        call: Awaitable[Any] = (
            client.views_publish(user_id=name, view=dict(view), hash=known)
            if where == "home"
            else client.views_update(
                external_id=name, view={**view, "external_id": name}, hash=known
            )
        )
        answer = await tried(call)
        self._hashes[ref.ref_id] = str(answer["view"].get("hash", ""))

    async def _not_shown(self, ref: Stale, revision: int, verdict: Verdict) -> None:
        """Decide about a copy that Slack did not change."""
        self.counts[verdict.step] += 1
        if verdict.code == HASH_CONFLICT:
            # Somebody else showed it meanwhile: it stays behind and is shown over that one.
            self._hashes.pop(ref.ref_id, None)
        elif verdict.is_gone:
            await self._is_gone(ref)
            if verdict.code in DELETED:
                who, now = Who(ref.workspace_id), self._clock.now()
                await self._database.write(self._looks.lost, who, ref.ref_id, at=now)
        elif verdict.step is Step.REROUTE:
            # Nobody can be reached there now; once Push-In is let in again, the next change shows.
            await self._database.system(stale.shown, ref, revision=revision)
        elif verdict.step is Step.STOP:
            # The same content would be refused again; the next change is tried anew.
            logger.error(
                "Slack refused a change of something posted (%s).",
                verdict.code,
                extra={"action": "copy_refused", "code": verdict.code, "kind": ref.kind},
            )
            await self._database.system(stale.shown, ref, revision=revision)
        elif verdict.step is Step.LOOK_UP:
            self._rest(ref.ref_id, REST_SECONDS)
        else:
            self._rest(_method(ref), self._wait(verdict))

    async def _is_gone(self, ref: Stale) -> None:
        self._hashes.pop(ref.ref_id, None)
        await self._database.system(stale.gone, ref)
        self.counts["gone"] += 1

    def _wait(self, verdict: Verdict) -> float:
        if verdict.step is Step.REAUTHORISE:
            logger.error(
                "Slack does not let Push-In in any more (%s): install the app anew.",
                verdict.code,
                extra={"action": "reauthorise", "code": verdict.code},
            )
            return REAUTHORISE_SECONDS
        return verdict.retry_after or REST_SECONDS

    # --- who rests (real seconds: a school clock that stands still must not stop anybody) -----

    def _spacing_of(self, ref: Stale) -> float:
        return self._spacing.home if ref.place.startswith("home:") else self._spacing.message

    def _rest(self, name: str, seconds: float) -> None:
        self._resting[name] = self._real.monotonic() + seconds

    def _rests(self, ref: Stale) -> bool:
        now = self._real.monotonic()
        return any(self._resting.get(name, now) > now for name in (ref.ref_id, _method(ref)))

    def _forget_rested(self) -> None:
        now = self._real.monotonic()
        self._resting = {name: until for name, until in self._resting.items() if until > now}


def _method(ref: Stale) -> str:
    """Return the method that changes a copy: Slack's Retry-After counts for a method."""
    method = "chat.update" if ref.message_ts else "views"
    return f"{ref.workspace_id} {method}"


def _copy(scope: Scope, ref_id: str, content: ReadCopy, at: datetime) -> tuple[int, Content | Gone]:
    """Return what a copy must show, with the revision that this is."""
    ref = scope.messages.get(ref_id)
    if ref is None:
        return 0, Gone("copy_gone")
    return ref.wanted_revision, content(scope, ref_id, at=at)
