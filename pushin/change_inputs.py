"""What somebody asks to be changed, and how it waits for Confirm or for a provider."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pushin.results import What
from school.recurrence import Anchor

OF_ONE = frozenset({"move", "skip"})
"""What is done to one session; all else is done to its plan, from a date on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeInput:
    """A change as asked for; what is None stays as it is.

    `on`: the new date of a session that moves; else the first date of the change. `until`: the last
    date of a pause, included. `start`, `end`: minutes; an `anchor` is what it hangs on instead, and
    without times all of it. `seen`: the revision of the session, or of the plan, that was seen.
    `provider_id`: who does it from then on. `apart`: weekdays that become a plan of their own, of
    the model `apart_model`, beginning at the minute `apart_start` if that is said. `review_id`: the
    review of which it is the decision. `without`: an adult who is no longer part of it.
    """

    what: What
    plan_id: str
    session_id: str
    on: date | None = None
    until: date | None = None
    start: int | None = None
    end: int | None = None
    anchor: Anchor | None = None
    classroom_id: str | None = None
    weekdays: frozenset[int] = frozenset()
    model: str | None = None
    seen: int = 0
    provider_id: str | None = None
    apart: frozenset[int] = frozenset()
    apart_model: str | None = None
    apart_start: int | None = None
    review_id: str = ""
    without: str = ""

    @property
    def is_of_one(self) -> bool:
        """Whether it is about one session only."""
        return self.what in OF_ONE


def to_content(given: ChangeInput) -> dict[str, Any]:
    """Return an input as JSON."""
    return {
        **asdict(given),
        "on": given.on.isoformat() if given.on else None,
        "until": given.until.isoformat() if given.until else None,
        "weekdays": sorted(given.weekdays),
        "apart": sorted(given.apart),
    }


def from_content(content: Mapping[str, Any]) -> ChangeInput:
    """Return what `to_content` was given; one of an earlier Push-In has fewer fields."""
    known = {name: content[name] for name in ChangeInput.__slots__ if name in content}
    on, until, anchor = known["on"], known["until"], known["anchor"]
    return ChangeInput(
        **{
            **known,
            "on": date.fromisoformat(on) if on else None,
            "until": date.fromisoformat(until) if until else None,
            "anchor": Anchor(**anchor) if anchor else None,
            "weekdays": frozenset(known["weekdays"]),
            "apart": frozenset(known.get("apart", ())),
        }
    )
