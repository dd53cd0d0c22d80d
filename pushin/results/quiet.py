"""What Push-In did not say to a person, and why."""

from dataclasses import dataclass
from datetime import date

from pushin.results.sessions import SessionFacts
from pushin.results.touchbases import TouchBaseFacts


@dataclass(frozen=True, slots=True)
class QuietEntry:
    """A message that was merged, withheld or came too late, or that waits.

    `why` is one of `pushin.quiet.WHY`. What it was about: a session, a touch-base, a room, or the
    person's day `on`. `until` (minutes of the date it stands under): it is held back until then.
    """

    kind: str
    why: str
    session: SessionFacts | None = None
    touch_base: TouchBaseFacts | None = None
    room: str = ""
    on: date | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class QuietDay:
    """What was not said on a date."""

    on: date
    entries: tuple[QuietEntry, ...]


@dataclass(frozen=True, slots=True)
class QuietWeek:
    """What was not said to a person in the week of `monday`, by day."""

    monday: date
    days: tuple[QuietDay, ...]
