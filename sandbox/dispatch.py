"""Dispatch: everything that goes to the app, its acks, and the retries of events."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox import events
from sandbox.delivery import ACK_SECONDS, Answer, Envelope, EnvelopeType, Link

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from sandbox.activity import Activity
    from sandbox.faults import Faults, Rule
    from sandbox.ledger import Kind, Ledger
    from sandbox.values import Json

RETRY_DELAYS = (0.0, 60.0, 300.0)
# Slack's documents: these may be answered in the ack.
ANSWERED = frozenset({"block_actions", "view_submission", "block_suggestion", "slash_commands"})
LATE_SECONDS = 1.0


@dataclass
class Undelivered:
    """An event that no ack has come for, and how often it was sent."""

    payload: Json
    tries: int = 0
    reason: str = ""


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
    unacked: dict[int, Undelivered] = field(default_factory=dict)
    number: int = 0
    overtaken: list[asyncio.Event] = field(default_factory=list)
    first_tries: dict[str, asyncio.Event] = field(default_factory=dict)
    tasks: set[asyncio.Task[object]] = field(default_factory=set)

    def spawn(self, work: Coroutine[object, object, object]) -> None:
        """Let work go on by itself until it ends or the workspace is replaced."""
        task: asyncio.Task[object] = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def forget(self) -> None:
        """Stop every delivery that is still under way or waiting; `unacked` still names them."""
        for task in self.tasks:
            task.cancel()
        self.overtaken.clear()
        self.kept = 0

    def event(self, payload: Json) -> None:
        """Deliver an event, in the order of these calls, and again until it is acked."""
        inner = payload["event"]
        rule = self.faults.for_event(str(inner["type"]), events.channel_of(inner))
        if rule is not None and rule.fault == "reordered":
            overtaken = asyncio.Event()
            self.overtaken.append(overtaken)
            number = self._begun(Undelivered(payload))
            self.spawn(self._after_next(number, overtaken, rule.lasts(LATE_SECONDS)))
            return
        if rule is None:
            self._send(payload)
        else:
            self._faulty(payload, rule)
        while self.overtaken:
            self.overtaken.pop().set()

    def _faulty(self, payload: Json, rule: Rule) -> None:
        kind = rule.fault
        if kind == "lost":
            self._note("event", payload, 0, status="lost")
            return
        if kind == "first_lost":
            self._note("event", payload, 0, status="lost")
            retry = Undelivered(payload, tries=1, reason="timeout")
            self.spawn(self._until_acked(self._begun(retry), self.delays[0]))
            return
        if kind in ("quiet", "drop"):
            self.link.cut(kind)
        self._send(payload, rule.lasts(LATE_SECONDS) if kind == "late" else 0.0)
        if kind == "duplicate":
            self._send(payload)
        elif kind == "copy":
            self._send({**payload, "event_id": events.new_event_id()})

    def _send(self, payload: Json, late: float = 0.0) -> None:
        self.spawn(self._until_acked(self._begun(Undelivered(payload)), late))

    def _begun(self, event: Undelivered) -> int:
        self.number += 1
        self.unacked[self.number] = event
        return self.number

    def resume(self, event: Undelivered) -> None:
        """Go on with an event that an earlier run left without an ack."""
        self.spawn(self._until_acked(self._begun(event), 0.0))

    async def _after_next(self, number: int, overtaken: asyncio.Event, seconds: float) -> None:
        """Deliver an event once the next one has gone, or after so many seconds without one."""
        self.kept += 1
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await overtaken.wait()
                # The next event's own task was begun later than this one: let it go first.
                await asyncio.sleep(0)
        self.kept -= 1
        await self._until_acked(number, 0.0)

    async def event_acked(self, payload: Json) -> None:
        """Deliver an event and wait for the end of its first try; retries go on alone."""
        first: asyncio.Event = asyncio.Event()
        self.first_tries[str(payload["event_id"])] = first
        self.event(payload)
        with suppress(TimeoutError):
            async with asyncio.timeout(ACK_SECONDS):
                await first.wait()
        del self.first_tries[str(payload["event_id"])]

    async def _until_acked(self, number: int, late: float) -> None:
        await self._keep(late)
        event, last = self.unacked[number], len(self.delays)
        while True:
            attempt = min(event.tries, last)
            event.tries += 1
            answer = await self._deliver_event(
                Envelope("events_api", event.payload, attempt=attempt, reason=event.reason)
            )
            if answer.outcome == "ok" or answer.no_retry:
                break
            event.reason = answer.reason
            if answer.outcome == "no_app" and await self._connected_again():
                continue
            if attempt == last:
                self._note("event", event.payload, last, status="given_up")
                break
            await self._keep(self.delays[attempt])
        del self.unacked[number]

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
