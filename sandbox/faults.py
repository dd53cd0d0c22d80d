"""Faults on request: which call or delivery goes wrong next, and how."""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.values import Json

METHOD_FAULTS = frozenset(
    {"429", "500", "503", "reset_before", "reset_after", "timeout_after", "slow", "invalid_json"}
    | {"fatal_error", "token_revoked"}
)
FILE_FAULTS = frozenset({"429", "500", "503", "reset_before", "timeout_after", "slow", "endless"})
"""What can become of the bytes of a file (`method` is `files.download`)."""
EVENT_FAULTS = frozenset(
    {"duplicate", "copy", "late", "reordered", "lost", "first_lost", "quiet", "drop"}
)
MESSAGE_FAULTS = frozenset({"history_late"})


@dataclass(frozen=True)
class Rule:
    """One fault: where it strikes (`*` is anywhere), how often and for how many seconds."""

    fault: str
    method: str | None = None
    event: str | None = None
    channel: str | None = None
    times: int | None = None
    rate: float = 1.0
    seconds: float | None = None

    def lasts(self, default: float) -> float:
        """Return its `seconds`, or the default of that fault."""
        return default if self.seconds is None else self.seconds

    def at(self, channel: str) -> bool:
        """Whether it may strike in a conversation."""
        return self.channel in (None, channel)


def parse_rule(body: object) -> Rule:
    """Read one rule of `POST /sandbox/faults`; refuses `bad_fault`."""
    if not isinstance(body, dict) or not set(body) <= set(Rule.__dataclass_fields__):
        names = ", ".join(Rule.__dataclass_fields__)
        raise Refused("bad_fault", f"A rule has of these: {names}.")
    fault = str(body.get("fault"))
    numbers = [body.get("times"), body.get("rate"), body.get("seconds")]
    if any(isinstance(n, bool) or not isinstance(n, int | float | None) for n in numbers):
        raise Refused("bad_fault", "`times`, `rate` and `seconds` are numbers.")
    if any(not isinstance(body.get(k), str | None) for k in ("method", "event", "channel")):
        raise Refused("bad_fault", "`method`, `event` and `channel` are texts.")
    if fault in MESSAGE_FAULTS and body.get("method") is body.get("event") is None:
        return Rule(**{**body, "fault": fault})
    _known(fault, is_event=body.get("event") is not None, method=body.get("method"))
    return Rule(**{"method": None if body.get("event") else "*", **body, "fault": fault})


def _known(fault: str, *, is_event: bool, method: object) -> None:
    known = EVENT_FAULTS if is_event else METHOD_FAULTS
    is_file = not is_event and method == "files.download"
    if is_file:
        known = FILE_FAULTS
    if fault not in known and (is_event or is_file or not fault.startswith("error:")):
        raise Refused("bad_fault", f"There is no fault {fault} for a method or event like this.")


def _dice(seed: int, rule: int) -> random.Random:
    # Each rule has dice of its own: what other rules meet changes nothing for this one.
    return random.Random(f"{seed} {rule}")  # noqa: S311  a repeatable test, not a secret


@dataclass
class Faults:
    """The rules in force and how often each has struck; the seed makes rates repeatable.

    `revoked`: the app's tokens were revoked; they stay so until the rules are replaced.
    """

    rules: list[Rule] = field(default_factory=list)
    fired: list[int] = field(default_factory=list)
    dice: list[random.Random] = field(default_factory=list)
    revoked: bool = False
    seed: int = 0

    def replace(self, rules: list[Rule], seed: int) -> None:
        """Put other rules in force and start counting anew."""
        self.rules = rules
        self.fired = [0] * len(rules)
        self.dice = [_dice(seed, number) for number in range(len(rules))]
        self.revoked, self.seed = False, seed

    def for_method(self, method: str, channel: str = "") -> Rule | None:
        """Return the fault that strikes this call of a Web API method, if one does."""
        rule = self._strike(lambda rule: rule.method in (method, "*") and rule.at(channel))
        if rule is not None and rule.fault == "token_revoked":
            self.revoked = True
        return rule

    def for_event(self, event: str, channel: str = "") -> Rule | None:
        """Return the fault that strikes this delivery, if one does."""
        return self._strike(lambda rule: rule.event in (event, "*") and rule.at(channel))

    def hides(self, channel: str) -> float:
        """Return for how many real seconds history does not show a message posted now."""
        rule = self._strike(lambda rule: rule.fault in MESSAGE_FAULTS and rule.at(channel))
        return 0.0 if rule is None else rule.lasts(1.0)

    def _strike(self, matches: Callable[[Rule], bool]) -> Rule | None:
        for index, rule in enumerate(self.rules):
            spent = rule.times is not None and self.fired[index] >= rule.times
            if not spent and matches(rule) and self.dice[index].random() < rule.rate:
                self.fired[index] += 1
                return rule
        return None

    def thrown(self) -> list[Any]:
        """Return how far the dice have come, as JSON."""
        return [one.getstate() for one in self.dice]

    def go_on(self, fired: list[int], thrown: list[Any], *, revoked: bool) -> None:
        """Go on where an earlier run's rules were."""
        self.fired, self.revoked = fired, revoked
        for one, (version, numbers, rest) in zip(self.dice, thrown, strict=True):
            one.setstate((version, tuple(numbers), rest))

    def reading(self) -> Json:
        """Return what `GET /sandbox/faults` answers."""
        return {"rules": [asdict(rule) for rule in self.rules], "fired": list(self.fired)}
