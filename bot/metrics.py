"""What the program counts of itself, in the form that Prometheus reads; no names, no content."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from slack_bolt import BoltResponse
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest

CONTENT_TYPE = CONTENT_TYPE_LATEST

SENT = frozenset({"sent", "found"})
RETRIED = frozenset({"retried", "unanswered", "let_go", "failed"})
LATENESS = (1, 2, 5, 10, 30, 60, 120, 300, 900, 3600)
"""Seconds of school time after an instant was due."""
ACKS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)
"""Seconds until a request was acknowledged: Slack waits for three."""


class Metrics:
    """Counters of one program; a second program of the same process has its own."""

    def __init__(self) -> None:
        """Begin to count."""
        self._registry = CollectorRegistry()
        self._prompts = Counter(
            "pushin_prompts",
            "Prompts by how an attempt at them ended (sent, found, retried, expired …).",
            ["how"],
            registry=self._registry,
        )
        self._retries = Counter(
            "pushin_prompt_retries",
            "Attempts that have to be repeated.",
            registry=self._registry,
        )
        self._lateness = Histogram(
            "pushin_prompt_lateness_seconds",
            "School time from when a prompt fell due until it was posted.",
            buckets=LATENESS,
            registry=self._registry,
        )
        self._acks = Histogram(
            "pushin_ack_seconds",
            "Time until a request of Slack was acknowledged.",
            ["kind"],
            buckets=ACKS,
            registry=self._registry,
        )
        self._ages = Gauge(
            "pushin_age_seconds",
            "How long ago each part was last alive.",
            ["part"],
            registry=self._registry,
        )

    def prompt(self, how: str, *, due_at: datetime | None, at: datetime) -> None:
        """Count how an attempt at a prompt ended at `at` (school time)."""
        self._prompts.labels(how).inc()
        if how in RETRIED:
            self._retries.inc()
        if how in SENT and due_at is not None:
            self._lateness.observe(max(0.0, (at - due_at).total_seconds()))

    def ack(self, kind: str, seconds: float) -> None:
        """Count a request that was acknowledged after `seconds`."""
        self._acks.labels(kind).observe(seconds)

    def age(self, part: str, seconds: float) -> None:
        """Keep how long ago a part was last alive."""
        self._ages.labels(part).set(seconds)

    def text(self) -> bytes:
        """Return all counters as Prometheus reads them."""
        return generate_latest(self._registry)


class AckTimer(AsyncMiddleware):
    """Stands before all listeners and measures how long Slack waited."""

    def __init__(self, metrics: Metrics, monotonic: Callable[[], float]) -> None:
        """Measure with a monotonic clock, in seconds."""
        self._metrics = metrics
        self._monotonic = monotonic

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002  Bolt's word
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002  the same
    ) -> BoltResponse | None:
        """Measure what comes after."""
        begun = self._monotonic()
        try:
            return await next()
        finally:
            self._metrics.ack(_kind(req), self._monotonic() - begun)


def _kind(req: AsyncBoltRequest) -> str:
    """Return what kind of request it is, of a few: a label must not grow."""
    if "command" in req.body:
        return "command"
    if req.body.get("type") == "event_callback":
        return "event"
    return "interaction"
