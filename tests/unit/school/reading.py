"""A second reading of school files: plain JSON, one date at a time, nothing of the program's own.

Written from the description of the form (docs/reference/schools.md) and the rules of a day:
today's override > dated exception (the later line wins; one for a group concerns that group only)
> published letter > weekly pattern or counted rotation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Told = dict[str, Any]


@dataclass
class Reader:
    """A school's file, and the groups of its district that the building belongs to."""

    data: dict[str, Any]
    groups: set[str] = field(default_factory=set)

    def day(self, on: date, override: dict[str, Any] | None = None) -> Told:
        """Say what a date is; `override` has a day type (or None) and a label."""
        iso = on.isoformat()
        if override is not None:
            return self._told(on, override["day_type"], "override", override["label"])
        lines = [one for one in self.lines(on) if self.is_ours(one)]
        if lines:
            line = lines[-1]
            key = line["day_type"] if line.get("students", True) else None
            return self._told(on, key, "exception", line.get("label", ""))
        year = self.data.get("school_year") or {}
        if iso < year.get("first_day", iso) or iso > year.get("last_day", iso):
            return self._told(on, None, "outside_year", "")
        return self._planned(on)

    def lines(self, on: date) -> list[dict[str, Any]]:
        """Return all lines of exceptions for a date, as they stand in the file."""
        iso = on.isoformat()
        return [one for one in self.data["exceptions"] if one["from"] <= iso <= one["to"]]

    def is_ours(self, line: dict[str, Any]) -> bool:
        """Tell whether an exception concerns this building."""
        return line.get("applies_to") is None or line["applies_to"] in self.groups

    def letter(self, on: date) -> str | None:
        """Return the date's letter: as published, else as counted by hand from a start."""
        pattern = self.data["pattern"]
        if pattern["kind"] == "weekly":
            return None
        for one in pattern.get("dates", []):
            if one["date"] == on.isoformat():
                return str(one["cycle_day"])
        return self._counted(on) if self._counts(on) else None

    def _planned(self, on: date) -> Told:
        pattern = self.data["pattern"]
        if pattern["kind"] == "weekly":
            return self._told(on, pattern["days"][WEEK[on.weekday()]], "pattern", "")
        for one in pattern.get("dates", []):
            if one["date"] == on.isoformat():
                return self._told(on, one["day_type"], "published", "")
        if not self._meets(on):
            return self._told(on, None, "pattern", "")
        letter = self.letter(on)
        if letter is None:
            reason = "pattern" if pattern.get("starts") else "published"
            return {**self._told(on, None, reason, ""), "known": False}
        week = pattern.get("days")
        return self._told(on, week[WEEK[on.weekday()]] if week else letter, "pattern", "")

    def _told(self, on: date, key: str | None, reason: str, label: str) -> Told:
        bells = sorted(
            self.data["day_types"][key]["periods"] if key else [], key=lambda one: one["start"]
        )
        theirs = [one for one in bells if not one.get("optional") and not _staff(one)]
        return {
            "on": on,
            "school": key is not None,
            "known": True,
            "day_type": key,
            "cycle_day": self.letter(on) if key else None,
            "reason": reason,
            "label": label,
            "periods": [
                (
                    one["name"],
                    one["start"],
                    one["end"],
                    one["kind"],
                    bool(one.get("optional")),
                    _staff(one),
                    one.get("track"),
                )
                for one in bells
            ],
            "first_bell": min((one["start"] for one in theirs), default=None),
            "last_bell": max((one["end"] for one in theirs), default=None),
        }

    def _meets(self, on: date) -> bool:
        """Tell whether a rotating school has classes on such a weekday."""
        week = self.data["pattern"].get("days")
        return bool(week[WEEK[on.weekday()]]) if week else WEEK[on.weekday()] not in {"sat", "sun"}

    def _counts(self, on: date) -> bool:
        """Tell whether the cycle moves on over a date."""
        if "weekday" in self.data["pattern"].get("advance_on", "").lower():
            return WEEK[on.weekday()] not in {"sat", "sun"}
        lines = [one for one in self.lines(on) if self.is_ours(one)]
        if lines:
            return lines[-1]["day_type"] is not None and lines[-1].get("students", True)
        return self._meets(on)

    def _counted(self, on: date) -> str | None:
        """Walk day by day from the nearest start before a date; or back to it, where allowed."""
        pattern, cycle = self.data["pattern"], self.data["pattern"]["cycle"]
        starts = sorted((one["date"], one["cycle_day"]) for one in pattern.get("starts", []))
        if not starts:
            return None
        year = self.data.get("school_year") or {}
        if on.isoformat() > year.get("last_day", "9999"):
            return None
        before = [one for one in starts if one[0] <= on.isoformat()]
        if before:
            at, letter = date.fromisoformat(before[-1][0]), before[-1][1]
            passed = sum(self._counts(at + timedelta(days=n)) for n in range((on - at).days))
            return str(cycle[(cycle.index(letter) + passed) % len(cycle)])
        if "backward" not in pattern.get("advance_on", "") or "first_day" not in year:
            return None
        if on.isoformat() < year["first_day"]:
            return None
        at, letter = date.fromisoformat(starts[0][0]), starts[0][1]
        passed = sum(self._counts(on + timedelta(days=n)) for n in range((at - on).days))
        return str(cycle[(cycle.index(letter) - passed) % len(cycle)])


def _staff(period: dict[str, Any]) -> bool:
    return period.get("audience") == "staff"


UNITS = {
    "period": ("period", "per", "pd", "p"),
    "class": ("class",),
    "block": ("block", "blk"),
    "hour": ("hour", "hr"),
    "core": ("core",),
}


@cache
def numbered(name: str) -> tuple[str, int, int] | None:
    """Read a name that is a number of one or two digits with at most one unit: (unit, n, digits).

    Letter by letter, not by a pattern. "2nd" is 2; "Period 2A" and "Lunch 2" are no such names.
    """
    text = name.lower()
    digits = "".join(one for one in text if one.isdigit())
    if not digits or len(digits) > 2 or digits not in text:
        return None
    before, after = (part.strip() for part in text.split(digits, 1))
    for ending in ("st", "nd", "rd", "th"):
        tail = text.split(digits, 1)[1]
        if tail.startswith(ending) and not tail[2:3].isalpha():
            after = tail[2:].strip()
    units = [one.removesuffix(".").strip() for one in (before, after) if one]
    if len(units) > 1:
        return None
    unit = next((key for key, words in UNITS.items() if units and units[0] in words), "")
    return None if units and not unit else (unit, int(digits), len(digits))


def called(names: list[str], asked: str) -> int | None:
    """Return which of a day's periods people mean by a name: its place in the list."""

    def plain(text: str) -> str:
        return " ".join(text.lower().split())

    for place, name in enumerate(names):
        if plain(name) == plain(asked):
            return place
    meant = numbered(plain(asked))
    if meant is None:
        return None
    read = [numbered(plain(name)) for name in names]
    # A bare number, and "period 2", are also said of hours, blocks and classes.
    wanted = [meant[0]] if meant[0] not in {"", "period"} else ["period", "", *_OTHERS]
    for unit in wanted:
        for place, one in enumerate(read):
            if one is not None and (one[0], *one[1:]) == (unit, *meant[1:]):
                return place
    return None


_OTHERS = ("class", "block", "hour", "core")
