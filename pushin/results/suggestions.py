"""Times that make sense for a goal, why, and what stands in the way of others."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pushin.results.people import PersonRef

Question = Literal["goal", "room", "provider"]


@dataclass(frozen=True, slots=True)
class InTheWay:
    """What keeps some weekdays from being offered.

    `why`: `building` (in `where`), `nowhere` (in no building), `off`, `no_hours`, `hours`, `lunch`,
    `provider` (with the room `where`), `travel` (`way` minutes from `where`), `room` and `teacher`
    (`who` has a push-in there, the teacher one elsewhere), `adults` (the room wants no more).
    `on`: the first such date, where it is not so every week.
    """

    weekdays: tuple[int, ...]
    why: str
    who: str = ""
    where: str = ""
    way: int = 0
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A time that fits: the `number` is what its button carries.

    `during` is a routine, or a period of the bells (`kind`), which lasts `length` minutes on a
    regular day; `guess`: its teacher has not said so. `missing`: how many of the times a week that
    were asked for it lacks; `is_short`: less long than was asked for.
    """

    number: int
    classroom_id: str
    room: str
    school_name: str
    teacher: PersonRef
    kind: str
    during: str
    length: int
    why: str
    guess: bool
    weekdays: tuple[int, ...]
    start: int
    end: int
    missing: int
    is_short: bool
    may_schedule: bool
    in_the_way: tuple[InTheWay, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A routine that would fit and has no free time; from when to when it is."""

    room: str
    during: str
    start: int
    end: int
    in_the_way: tuple[InTheWay, ...]


@dataclass(frozen=True, slots=True)
class NotTold:
    """A kind of routine that would fit and of which a room's teacher has not said when it is.

    `guess`: somebody guessed. `asked`: the teacher is asked already. `mine`: the asker is she.
    """

    classroom_id: str
    room: str
    kind: str
    teacher: PersonRef
    guess: bool
    asked: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Some of the times that fit a goal, from the one numbered `first` on, of `total`.

    `label` is the goal, or the routine that was named. `times` and `minutes` a week are what was
    looked for; `weekly`: what was said of a whole week; `said`: how often and how long was said.
    `mine`: the provider is who asks; `itinerant`: they named their buildings; `hours_said`: and
    their hours. `until` is the last date that was looked at. `missing`: what a room has not.
    """

    draft_id: str
    label: str
    times: int
    minutes: int
    weekly: int | None
    said: bool
    provider: PersonRef
    mine: bool
    itinerant: bool
    hours_said: bool
    rooms: tuple[str, ...]
    until: date
    shown: tuple[Suggestion, ...]
    first: int
    total: int
    not_told: tuple[NotTold, ...] = ()
    taken: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True)
class SuggestWhich:
    """Something is to be picked first: (value, words) pairs.

    `near` are those perhaps meant; `unknown`: what was typed is none of them.
    """

    draft_id: str
    what: Question
    options: tuple[tuple[str, str], ...]
    near: tuple[tuple[str, str], ...] = ()
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class TeacherAsked:
    """A room's teacher is asked when a kind of routine is, on their next card.

    `again`: they were already. `reachable`: there is a card; else somebody has to speak to them.
    """

    room: str
    kind: str
    teacher: PersonRef
    again: bool
    reachable: bool
