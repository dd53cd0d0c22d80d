"""Dispatch: everything that goes to the app, its acks, and the retries of events."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.delivery import ACK_SECONDS, Answer, Envelope, EnvelopeType, Link

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from sandbox.activity import Activity
    from sandbox.faults import Faults
    from sandbox.ledger import Kind, Ledger
    from sandbox.values import Json

RETRY_DELAYS = (0.0, 60.0, 300.0)
# Slack's documents: these may be answered in the ack.
ANSWERED = frozenset({"block_actions", "view_submission", "block_suggestion", "slash_commands"})
LATE_SECONDS = 1.0


@dataclass
class Dispatch:
    """Sends to the app over its link; `delays` are the real seconds before each retry.

    An event that waits for its next retry, or for a connection, is `kept` and not in flight.
    """

    link: Link
    ledger: Ledger
    faults: Faults
    activity: Activity
    delays: tuple[float, ...] = RETRY_DELAYS
    kept: int = 0
    first_tries: dict[str, asyncio.Event] = field(default_factory=dict)
    tasks: set[asyncio.Task[object]] = field(default_factory=set)

    def spawn(self, work: Coroutine[object, object, object]) -> None:
        """Let work go on by itself until it ends or the workspace is replaced."""
        task: asyncio.Task[object] = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def forget(self) -> None:
        """Stop every delivery that is still under way or waiting."""
        for task in self.tasks:
            task.cancel()
        self.kept = 0

    def event(self, payload: Json) -> None:
        """Deliver an event, in the order of these calls, and again until it is acked."""
        rule = self.faults.for_event(str(payload["event"]["type"]))
        if rule is not None and rule.fault == "lost":
            self._note("event", payload, 0, status="lost")
            return
        late = rule.lasts(LATE_SECONDS) if rule is not None and rule.fault == "late" else 0.0
        for _ in range(2 if rule is not None and rule.fault == "duplicate" else 1):
            self.spawn(self._until_acked(payload, late))

    async def event_acked(self, payload: Json) -> None:
        """Deliver an event and wait for the end of its first try; retries go on alone."""
        first: asyncio.Event = asyncio.Event()
        self.first_tries[str(payload["event_id"])] = first
        self.event(payload)
        with suppress(TimeoutError):
            async with asyncio.timeout(ACK_SECONDS):
                await first.wait()
        del self.first_tries[str(payload["event_id"])]

    async def _until_acked(self, payload: Json, late: float) -> None:
        await self._keep(late)
        attempt, reason, last = 0, "", len(self.delays)
        while True:
            envelope = Envelope("events_api", payload, attempt=attempt, reason=reason)
            answer = await self._deliver_event(envelope)
            if answer.outcome == "ok" or answer.no_retry:
                return
            reason = answer.reason
            if answer.outcome == "no_app" and await self._connected_again():
                attempt = min(attempt + 1, last)
                continue
            if attempt == last:
                break
            await self._keep(self.delays[attempt])
            attempt += 1
        self._note("event", payload, last, status="given_up")

    async def _connected_again(self) -> bool:
        self.kept += 1
        again = await self.link.connected()
        self.kept -= 1
        return again

    async def _keep(self, seconds: float) -> None:
        if seconds:
            self.kept += 1
            await asyncio.sleep(seconds)
            self.kept -= 1

    async def _deliver_event(self, envelope: Envelope) -> Answer:
        with self.activity.busy():
            self._note("event", envelope.payload, envelope.attempt)
            answer = await self.link.deliver(envelope)
            event_id = str(envelope.payload["event_id"])
            self._ack(event_id, answer)
            if event_id in self.first_tries:
                self.first_tries[event_id].set()
            return answer

    async def ask(self, kind: EnvelopeType, payload: Json) -> Answer:
        """Deliver an interaction or a command once and return the app's ack."""
        name = kind if kind == "slash_commands" else str(payload["type"])
        with self.activity.busy():
            self._note("command" if kind == "slash_commands" else "interaction", payload, 0)
            answer = await self.link.deliver(Envelope(kind, payload, answers=name in ANSWERED))
            self._ack(name, answer)
            return answer

    def _ack(self, name: str, answer: Answer) -> None:
        self.ledger.add("in", "ack", name, answer.payload, status=answer.outcome)

    def _note(self, kind: Kind, payload: Json, attempt: int, status: str = "sent") -> None:
        inner = payload.get("event", payload)
        name = str(inner.get("type") or inner.get("command"))
        shown = status if not attempt else f"{status} (retry {attempt})"
        self.ledger.add("out", kind, name, payload, status=shown)
