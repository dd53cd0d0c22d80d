"""All times that fit a goal in some rooms of a provider, the best first, and why others do not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from pushin import asked_suggestions, people, room_wishes, suggestion_homes
from pushin.asked_suggestions import Asked
from pushin.plan_inputs import PlanInput
from pushin.provider_windows import Windows
from pushin.results import InTheWay, NotTold, Suggestion, Suggestions, Taken
from pushin.suggestion_homes import GUESS, Fit, Fits
from school import spread
from school.goals import Goal
from school.openings import Offer, Slot, Whole, longest
from storage import tables
from storage.scope import Scope

SHOWN = 5
"""Times on one screen of a phone; *More* brings the next ones."""
_TIMES, _MINUTES = 2, 30
"""What is looked for where nobody said how often and how long; the answer says so."""
_SCHOOL_WEEK = 5
_ASKED_ROOMS = 2
"""Of how many rooms it is said what their teacher has not told."""
_TAKEN = 3


@dataclass(frozen=True, slots=True)
class _Option:
    """A time that fits, with what it is a part of."""

    room: tables.Classroom
    fit: Fit
    whole: Whole
    offer: Offer

    @property
    def key(self) -> tuple[object, ...]:
        """What is often enough first, then the fit, what is told, and the rooms in order."""
        offer, fit = self.offer, self.fit
        return offer.missing > 0, fit.rank, fit.told, self.room.school_id, self.room.room


@dataclass(frozen=True)
class Found:
    """All times that fit a request, the best first."""

    scope: Scope
    asked: Asked
    goal: Goal
    provider: tables.Person
    rooms: Sequence[tables.Classroom]
    windows: Windows
    at: datetime

    @cached_property
    def options(self) -> list[_Option]:
        """The times: reading them is the work."""
        return sorted(self._options(), key=lambda one: one.key)

    def plan(self, number: int) -> PlanInput:
        """Return a time as the plan that somebody would type."""
        option = self.options[number]
        anchor = replace(option.whole.anchor, start=option.offer.start, end=option.offer.end)
        return PlanInput(
            provider_id=self.provider.id,
            classroom_id=option.room.id,
            weekdays=frozenset(option.offer.weekdays),
            anchor=anchor,
        )

    def page(self, first: int) -> Suggestions:
        """Return the times from a number on, without a draft."""
        numbers = range(first, min(first + SHOWN, len(self.options)))
        times, minutes = self._often(_MINUTES)
        mine = self.provider.slack_user_id == self.scope.who.user_id
        return Suggestions(
            draft_id="",
            label=self.goal.label,
            times=times,
            minutes=minutes,
            weekly=self.asked.weekly,
            said=(self.asked.times, self.asked.minutes, self.asked.weekly) != (None, None, None),
            provider=people.ref(self.provider),
            mine=mine,
            itinerant=self.windows.is_itinerant,
            hours_said=bool(self.provider.working_hours),
            rooms=tuple(room.room for room in self.rooms),
            until=self.windows.until,
            shown=tuple(self._suggestion(number) for number in numbers),
            first=first,
            total=len(self.options),
            not_told=() if first else tuple(self._not_told())[:_ASKED_ROOMS],
            taken=() if self.options else tuple(self._taken())[:_TAKEN],
        )

    # --- the times ------------------------------------------------------------------------

    @cached_property
    def _fits(self) -> list[tuple[tables.Classroom, Fits]]:
        return [
            (room, suggestion_homes.of_room(room, self.goal, self.windows.of(room)[0]))
            for room in self.rooms
        ]

    def _wholes(self) -> Iterator[tuple[tables.Classroom, Fit, Whole, int]]:
        """Yield what fits in each room, with how often a week it is looked for."""
        for room, fits in self._fits:
            bells, window = self.windows.of(room)
            for fit in fits.found:
                times, minutes = self._often(longest(fit.anchor, bells))
                yield room, fit, Whole(fit.anchor, minutes, bells, window), times

    def _often(self, length: int) -> tuple[int, int]:
        """Return how often and how long is looked for in a whole of so many minutes."""
        asked = self.asked
        times = asked.times or _TIMES
        if asked.weekly is not None and asked.times is None:
            return spread.split(asked.weekly, max(length, 1), _SCHOOL_WEEK)
        if asked.weekly is not None:
            return times, -(-asked.weekly // times)
        return times, asked.minutes or min(_MINUTES, length)

    def _options(self) -> Iterator[_Option]:
        for room, fit, whole, times in self._wholes():
            for offer in whole.offers(times):
                yield _Option(room, fit, whole, offer)

    def _suggestion(self, number: int) -> Suggestion:
        option = self.options[number]
        room, fit, whole, offer = option.room, option.fit, option.whole, option.offer
        return Suggestion(
            number=number,
            classroom_id=room.id,
            room=room.room,
            school_name=self.windows.of(room)[0].calendar.name,
            teacher=people.ref(people.require(self.scope, room.teacher_id)),
            kind=fit.anchor.kind,
            during=fit.anchor.name,
            length=longest(fit.anchor, whole.bells),
            why=fit.why,
            guess=fit.told == GUESS,
            weekdays=offer.weekdays,
            start=offer.start,
            end=offer.end,
            missing=offer.missing,
            is_short=whole.minutes > offer.end - offer.start,
            may_schedule=asked_suggestions.may_schedule(self.scope, self.provider, room),
            in_the_way=self._in_the_way(room, whole, offer.slot),
        )

    # --- what is in the way ---------------------------------------------------------------

    def _in_the_way(self, room: tables.Classroom, whole: Whole, slot: Slot) -> tuple[InTheWay, ...]:
        """Return why other weekdays are not offered, those for the same reason together."""
        days: dict[InTheWay, list[int]] = {}
        for weekday, (busy, on, always) in whole.blocked(slot).items():
            told = self._told(room, busy.why, busy.about)
            days.setdefault(replace(told, on=None if always else on), []).append(weekday)
        return tuple(replace(one, weekdays=tuple(found)) for one, found in days.items())

    def _told(self, room: tables.Classroom, why: str, about: str) -> InTheWay:
        """Return a reason in names; a provider's other rooms are no matter of a room's teacher."""
        scope = self.scope
        if why in {"building", "travel"}:
            names = (one.name for key in about.split(";") if (one := scope.schools.get(key)))
            way = self.provider.travel_minutes if why == "travel" else 0
            return InTheWay((), why, where=", ".join(names), way=way)
        if why == "provider":
            other = scope.classrooms.get(about)
            may_see = asked_suggestions.may_schedule(scope, self.provider, room)
            return InTheWay((), why, where=other.room if other and may_see else "")
        if why in {"room", "teacher"}:
            return InTheWay((), why, who=people.require(scope, about).name)
        return InTheWay((), why)

    def _taken(self) -> Iterator[Taken]:
        """Yield what would fit, and what takes it."""
        wholes = sorted(self._wholes(), key=lambda one: (one[1].rank, one[1].told))
        for room, fit, whole, _ in wholes:
            days = whole.open_days
            if days:
                first = next(iter(days.values()))
                way = self._in_the_way(room, whole, first.slot(0))
                yield Taken(room.room, fit.anchor.name, *first.told, way)

    def _not_told(self) -> Iterator[NotTold]:
        """Yield the best routine of each room that nobody told, where nothing told fits as well."""
        for room, fits in self._fits:
            told = min(
                (one.rank for one in fits.found if one.told != GUESS), default=len(self.goal.homes)
            )
            rank, kind = min(fits.not_told, default=(told, ""))
            if rank < told:
                yield room_wishes.not_told(self.scope, room, kind, at=self.at)
