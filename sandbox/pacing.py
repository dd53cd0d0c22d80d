"""Slack's rate limits: one message a second in a conversation, and a tier for each method.

A bucket fills on the school clock *and* on real seconds, whichever runs faster: a school clock
that stands still would otherwise never free a caller again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.clock import RealTime, SchoolClock

# Slack tolerates short bursts and documents no number; three is the sandbox's reading of "short".
MESSAGE_BURST = 3.0
MINUTE = 60.0


@dataclass
class Bucket:
    """A token bucket: `level` calls may pass now, `rate` more each second, up to `size`."""

    size: float
    rate: float
    level: float
    school: float
    real: float

    def take(self, school: float, real: float) -> int:
        """Let one call pass and return 0, or return the whole seconds to wait (at least 1)."""
        passed = max(school - self.school, real - self.real, 0.0)
        self.level = min(self.size, self.level + passed * self.rate)
        self.school, self.real = school, real
        if self.level >= 1.0:
            self.level -= 1.0
            return 0
        return max(1, math.ceil((1.0 - self.level) / self.rate))


@dataclass
class Pacing:
    """One bucket for each method, and one for each conversation that is posted to."""

    clock: SchoolClock
    time: RealTime
    enabled: bool = True
    buckets: dict[str, Bucket] = field(default_factory=dict)

    def method(self, name: str, per_minute: int) -> int:
        """Count a call of a method; return 0, or the seconds for `Retry-After`."""
        return self._take(f"method {name}", float(per_minute), per_minute / MINUTE)

    def message(self, conversation: str) -> int:
        """Count a message into a conversation; return 0, or the seconds for `Retry-After`."""
        return self._take(f"message {conversation}", MESSAGE_BURST, 1.0)

    def _take(self, key: str, size: float, rate: float) -> int:
        if not self.enabled:
            return 0
        school, real = self.clock.micros() / 1_000_000, self.time.monotonic()
        bucket = self.buckets.get(key)
        if bucket is None:
            bucket = self.buckets[key] = Bucket(size, rate, size, school, real)
        return bucket.take(school, real)
