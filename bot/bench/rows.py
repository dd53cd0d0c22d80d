"""One measured figure beside its floor."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """A value, the floor of the same run, their ratio, and the aim (`goal` bounds the ratio)."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    goal: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the floor the value is."""
        return self.value / self.floor if self.floor else None

    @property
    def ok(self) -> bool | None:
        """Whether the aim was reached; None where there is none."""
        return self.ratio <= self.goal if self.ratio is not None and self.goal is not None else None

    def facts(self) -> dict[str, Any]:
        """Return the row in the form of the command-line contract."""
        return {**asdict(self), "ratio": self.ratio, "ok": self.ok}

    def line(self) -> str:
        """Return the row as a line for people."""
        text = f"{self.name:<58} {self.value:>10.3f} {self.unit}"
        if self.ratio is None:
            return text
        text += f"   floor {self.floor:.3f}, ratio {self.ratio:.3f}"
        if self.goal is None:
            return text
        return f"{text}, aim <= {self.goal:g}: {'reached' if self.ok else 'missed'}"


def percentile(samples: Sequence[float], percent: float) -> float:
    """Return the value below which `percent` of the samples lie (nearest rank)."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]
