"""Finds the day type that a label means among those a school has, or makes one without bells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from school.day import DayType
from school.imports import labels
from school.imports.result import Note

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from school.imports.dated import Dated
    from school.imports.labels import Said

# Kinds of day that districts use for one another: "minimum day" is many a school's early release.
_FAMILIES = (
    frozenset({"early_release", "minimum_day", "half_day"}),
    frozenset({"delayed_opening", "late_start"}),
)
_LABELS: Mapping[str, str] = {
    "early_release": "Early release",
    "minimum_day": "Minimum day",
    "half_day": "Half day",
    "delayed_opening": "Delayed opening",
    "late_start": "Late start",
    "regular": "Regular day",
}
_NUMBERS = {"one": "1", "two": "2", "three": "3", "hr": "hour", "hours": "hour"}
_TAIL = re.compile(r" (?:bell )?(?:schedules?|days?|bells?)$")
_WEEKDAYS = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri)(?:day)?s?")
_SHORTEST = 4
"""Letters of a day type's name below which a label may only seem to name it ("A")."""


def plain(name: str) -> str:
    """Return a name under which "2-Hour Delay Schedule" and "Two Hour Delay" are the same."""
    words = re.sub(r"[^\w]+|_", " ", name.casefold()).split()
    return _TAIL.sub("", " ".join(_NUMBERS.get(word, word) for word in words))


@dataclass(slots=True)
class Chooser:
    """The day types of a school, those that a file adds to it, and what was assumed."""

    known: Mapping[str, DayType]
    added: dict[str, DayType] = field(default_factory=dict)
    notes: dict[tuple[str, str], Note] = field(default_factory=dict)

    def named(self, words: str, *, weekdays: bool = False) -> str | None:
        """Return the day type whose own name `words` are; `weekdays`: also one called Friday."""
        wanted = plain(words)
        for key, day_type in self.known.items():
            for name in (plain(key), plain(day_type.label)):
                told = len(name) >= _SHORTEST and not _WEEKDAYS.fullmatch(name)
                if name == wanted and (weekdays or told):
                    return key
        return None

    def for_effect(self, one: Dated) -> str:
        """Return the day type of a short day: the school's own, else a new one without bells.

        A time in the label decides among all kinds that districts use for one another.
        """
        effect = one.said.effect or "regular"
        same, near = self._of({effect}), self._of(_family(effect) - {effect})
        chosen = _by_time([*same, *near], one.said) or _by_words(same, one.label)
        if chosen is None and same:
            self._note("day_type_ambiguous", one, effect, known=_names(same))
            return self._new(one, effect)
        if chosen is None and len(near) == 1 and one.said.minute is None:
            chosen = near[0]
        if chosen is None:
            return self._new(one, effect)
        if chosen in near:
            self._note("day_type_taken_for", one, chosen.key, taken=chosen.label)
        self._check_time(one, chosen)
        return chosen.key

    def _of(self, effects: Collection[str]) -> list[DayType]:
        return [one for one in self.known.values() if _effect(one) in effects]

    def _check_time(self, one: Dated, chosen: DayType) -> None:
        bell = _bell(chosen, one.said)
        if one.said.minute is not None and bell is not None and bell != one.said.minute:
            params = {"said": _clock(one.said.minute), "bell": _clock(bell)}
            self._note("bells_differ", one, chosen.key, day_type=chosen.label, **params)

    def _new(self, one: Dated, effect: str) -> str:
        """Return the day type without bells for an effect, made when it is first needed."""
        key = next((key for key in self.added if key == effect), effect)
        if key in self.known and self.known[key].periods:
            key = f"{effect}-without-bells"
        if key not in self.known:
            self.added.setdefault(key, DayType(key, _LABELS[effect], ()))
        self._note("day_type_without_bells", one, effect, day_type=_LABELS[effect])
        return key

    def _note(self, code: str, one: Dated, what: str, **params: object) -> None:
        """Keep a note, once for each thing it is about; the first date stands for all."""
        about = {"label": one.label, "on": one.first, **params}
        self.notes.setdefault((code, what), Note(code, about, one.where))


def _family(effect: str) -> frozenset[str]:
    return next((some for some in _FAMILIES if effect in some), frozenset[str]())


def _effect(day_type: DayType) -> str | None:
    by_label = labels.read(day_type.label).effect
    return by_label or labels.read(day_type.key.replace("_", " ").replace("-", " ")).effect


def _bell(day_type: DayType, said: Said) -> int | None:
    opens = said.effect in _FAMILIES[1]
    return day_type.first_bell if opens else day_type.last_bell


def _by_time(some: list[DayType], said: Said) -> DayType | None:
    if said.minute is None:
        return None
    found = [one for one in some if _bell(one, said) == said.minute]
    return found[0] if len(found) == 1 else None


def _by_words(some: list[DayType], label: str) -> DayType | None:
    """Return the one of `some` whose name stands in the label; the only one needs no name."""
    if len(some) <= 1:
        return some[0] if some else None
    spoken = f" {plain(label)} "
    found = [one for one in some if f" {plain(one.label)} " in spoken]
    longest = max((len(plain(one.label)) for one in found), default=0)
    found = [one for one in found if len(plain(one.label)) == longest]
    return found[0] if len(found) == 1 else None


def _names(some: list[DayType]) -> tuple[str, ...]:
    return tuple(one.label for one in some)


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"
