"""Faults on request: which call or delivery goes wrong next, and how."""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from sandbox.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.values import Json

METHOD_FAULTS = frozenset(
    {"429", "500", "503", "reset_before", "reset_after", "timeout_after", "slow", "invalid_json"}
    | {"fatal_error"}
)
EVENT_FAULTS = frozenset({"duplicate", "late", "lost"})


@dataclass(frozen=True)
class Rule:
    """One fault: where it strikes (`*` is anywhere), how often and for how many seconds."""

    fault: str
    method: str | None = None
    event: str | None = None
    times: int | None = None
    rate: float = 1.0
    seconds: float | None = None

    def lasts(self, default: float) -> float:
        """Return its `seconds`, or the default of that fault."""
        return default if self.seconds is None else self.seconds


def parse_rule(body: object) -> Rule:
    """Read one rule of `POST /sandbox/faults`; refuses `bad_fault`."""
    if not isinstance(body, dict) or not set(body) <= set(Rule.__dataclass_fields__):
        raise Refused("bad_fault", "A rule has method or event, fault, times, rate and seconds.")
    fault = str(body.get("fault"))
    if body.get("event") is not None:
        known = fault in EVENT_FAULTS
    else:
        known = fault in METHOD_FAULTS or fault.startswith("error:")
    if not known:
        raise Refused("bad_fault", f"There is no fault {fault} for a method or event like this.")
    numbers = [body.get("times"), body.get("rate"), body.get("seconds")]
    if any(isinstance(n, bool) or not isinstance(n, int | float | None) for n in numbers):
        raise Refused("bad_fault", "`times`, `rate` and `seconds` are numbers.")
    return Rule(**{"method": None if body.get("event") else "*", **body, "fault": fault})


@dataclass
class Faults:
    """The rules in force and how often each has struck; the seed makes rates repeatable."""

    rules: list[Rule] = field(default_factory=list)
    fired: list[int] = field(default_factory=list)
    dice: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311  no secret

    def replace(self, rules: list[Rule], seed: int) -> None:
        """Put other rules in force and start counting anew."""
        self.rules = rules
        self.fired = [0] * len(rules)
        self.dice = random.Random(seed)  # noqa: S311  a repeatable test, not a secret

    def for_method(self, method: str) -> Rule | None:
        """Return the fault that strikes this call of a Web API method, if one does."""
        return self._strike(lambda rule: rule.method in (method, "*"))

    def for_event(self, event: str) -> Rule | None:
        """Return the fault that strikes this delivery, if one does."""
        return self._strike(lambda rule: rule.event in (event, "*"))

    def _strike(self, matches: Callable[[Rule], bool]) -> Rule | None:
        for index, rule in enumerate(self.rules):
            spent = rule.times is not None and self.fired[index] >= rule.times
            if not spent and matches(rule) and self.dice.random() < rule.rate:
                self.fired[index] += 1
                return rule
        return None

    def reading(self) -> Json:
        """Return what `GET /sandbox/faults` answers."""
        return {"rules": [asdict(rule) for rule in self.rules], "fired": list(self.fired)}
