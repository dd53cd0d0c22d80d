"""The mix of faults that a bad day at Slack brings, and what a record of calls says of patience."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

RETRY_AFTER = 1.0
CALLS: tuple[Mapping[str, Any], ...] = (
    {"method": "*", "fault": "429", "rate": 0.05, "seconds": RETRY_AFTER},
    {"method": "*", "fault": "500", "rate": 0.015},
    {"method": "*", "fault": "503", "rate": 0.015},
    {"method": "*", "fault": "timeout_after", "rate": 0.02, "seconds": 2},
    {"method": "*", "fault": "reset_before", "rate": 0.02},
    {"method": "*", "fault": "reset_after", "rate": 0.02},
    {"method": "*", "fault": "slow", "rate": 0.05, "seconds": 0.3},
)
"""Of all calls that the app makes."""
EVENTS: tuple[Mapping[str, Any], ...] = (
    {"event": "*", "fault": "duplicate", "rate": 0.10},
    {"event": "*", "fault": "first_lost", "rate": 0.02},
    {"event": "*", "fault": "copy", "rate": 0.01},
    {"event": "*", "fault": "reordered", "rate": 0.05, "seconds": 0.3},
)
"""Of all events that the app is sent."""
ON_THEIR_WAY = 0.2
"""Calls that were sent before the answer that asks for patience was read (seconds)."""
OF_A_CONVERSATION = "chat.postMessage"


@dataclass(frozen=True)
class Impatient:
    """A call that came before its method's `Retry-After` was over, by so many seconds."""

    method: str
    channel: str
    early: float


def impatient(entries: Iterable[Mapping[str, Any]]) -> list[Impatient]:
    """Return the calls in a sandbox's record that came too early.

    `chat.postMessage` rests by conversation, in which one call is under way at a time; any other
    method rests as a whole.
    """
    told: dict[tuple[str, str], float] = {}
    found = []
    for one in entries:
        method, channel = one["name"], str(one["payload"].get("channel"))
        key = (method, channel if method == OF_A_CONVERSATION else "")
        since = one["wall"] - told.get(key, 0.0)
        if (0 if method == OF_A_CONVERSATION else ON_THEIR_WAY) < since < RETRY_AFTER:
            found.append(Impatient(method, channel, RETRY_AFTER - since))
        if one["status"] == "fault 429":
            told[key] = one["wall"]
    return found
