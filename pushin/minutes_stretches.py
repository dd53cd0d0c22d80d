"""Which stretch of dates, and whose minutes, are meant: by words, or by what a button carries."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pushin import errors
from pushin.results.minutes import Stretch
from school import periods
from school.calendar import SchoolCalendar
from school.periods import Per, Period
from storage.queries.minute_rows import PlanRow

ME = "me"
USUAL = "this_month"
KINDS = ("this_week", "last_week", "this_month", "last_month", "quarter", "this_year")
"""The stretches that buttons offer."""
CODE = re.compile(r"[a-z]{1,3}\d{1,3}(?:-\d{1,3})?")
"""What a student code looks like, in small letters."""
_PERS: dict[str, Per] = {
    "week": "week",
    "month": "month",
    "quarter": "marking_period",
    "marking period": "marking_period",
    "grading period": "marking_period",
    "term": "marking_period",
    "trimester": "marking_period",
    "semester": "marking_period",
    "school year": "year",
    "year": "year",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WHEN = re.compile(
    rf"\b(?:in |of |for )?(?:(?:the )?(?P<which>this|last|next|past|previous|current) )?"
    rf"(?P<per>{'|'.join(sorted(_PERS, key=len, reverse=True))})s?\b"
)
_MONTH = re.compile(rf"\b(?:in |of |for )?(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?$")
_ROOM = re.compile(r"(?:room|rm)\.? ?(?P<room>\S.*)")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose minutes (`me`, a room, a plan or one student code), and of which dates."""

    about: str
    stretch: Stretch
    code: str = ""


def read(
    said: str, plans: Sequence[PlanRow], codes: Sequence[str], home: SchoolCalendar, today: date
) -> Asked:
    """Return what typed words ask for; without any, the asker's own month.

    Refusals: `minutes_future` for dates that have not begun, `minutes_room_unknown` (known),
    `minutes_code_unknown` for what looks like a code and is none of the asker's students,
    `minutes_unknown` for other words; SchoolError "no_terms".
    """
    words = " ".join(said.casefold().split()).strip(" .?!")
    stretch, rest = _when(words, home, today)
    whose = rest.removeprefix("for ").removeprefix("of ").strip()
    if whose in ("", ME, "my", "mine", "all", "plan", "plans"):
        return Asked(ME, stretch)
    known = {code.casefold(): code for code in codes}
    if whose in known:
        return Asked(ME, stretch, known[whose])
    if CODE.fullmatch(whose):
        raise errors.Refusal("minutes_code_unknown")
    room = _ROOM.fullmatch(whose)
    if room is None:
        raise errors.Refusal("minutes_unknown")
    return Asked(f"room.{_room(room['room'], plans)}", stretch)


def of_key(key: str, home: SchoolCalendar, today: date) -> Asked:
    """Return what a button carries (`key`): whose, and a kind of stretch or two dates."""
    about, _, when = key.partition("/")
    if when in KINDS:
        return Asked(about or ME, of_kind(when, home, today))
    first, _, last = when.partition("/")
    try:
        return Asked(about or ME, Stretch(date.fromisoformat(first), date.fromisoformat(last)))
    except ValueError as error:
        raise errors.Refusal("minutes_unknown") from error


def key(about: str, stretch: Stretch) -> str:
    """Return what a button carries of a stretch."""
    if stretch.kind in KINDS:
        return f"{about}/{stretch.kind}"
    return f"{about}/{stretch.first.isoformat()}/{stretch.last.isoformat()}"


def of_kind(kind: str, home: SchoolCalendar, today: date) -> Stretch:
    """Return a stretch of `KINDS` as it is on a date."""
    which, _, word = kind.rpartition("_")
    per = _PERS[word]
    found = _period(per, home, today)
    if which == "last":
        found = _period(per, home, found.first - _DAY)
    return Stretch(found.first, found.last, kind, found.name)


def has_terms(home: SchoolCalendar) -> bool:
    """Tell whether a school has published terms."""
    return bool(home.terms)


def plan_ids(about: str, plans: Sequence[PlanRow]) -> list[str]:
    """Return the plans that `about` names, of those that the asker may look at.

    Refusal: `plan_gone` for what is none of theirs.
    """
    kind, _, one = about.partition(".")
    found = [
        plan.id
        for plan in plans
        if about == ME
        or (kind == "room" and plan.classroom_id == one)
        or (kind == "plan" and plan.id == one)
    ]
    if not found and about != ME:
        raise errors.Refusal("plan_gone")
    return found


def _period(per: Per, home: SchoolCalendar, on: date) -> Period:
    """Return the period of a date; between terms the one before, outside the year its nearest."""
    year = periods.year(home, on)
    if per == "year":
        return year
    if per != "marking_period":
        return periods.of(home, per, on) or year
    inside = min(max(on, year.first), max(term.last_day for term in home.terms or ()))
    return periods.of(home, per, inside) or year


def _when(words: str, home: SchoolCalendar, today: date) -> tuple[Stretch, str]:
    """Return the dates that words name, and the words that are left."""
    month = _MONTH.search(words)
    if month is not None:
        return _of_month(_MONTHS.index(month["month"]) + 1, home, today), words[: month.start()]
    found = _WHEN.search(words)
    if found is None:
        return of_kind(USUAL, home, today), words
    if found["which"] == "next":
        raise errors.Refusal("minutes_future")
    per = _PERS[found["per"]]
    if per == "marking_period" and not home.terms:
        periods.of(home, per, today)  # says that there are none
    last = found["which"] in ("last", "past", "previous")
    kind = {"week": "week", "month": "month", "marking_period": "quarter", "year": "year"}[per]
    kind = kind if per == "marking_period" and not last else f"{'last' if last else 'this'}_{kind}"
    if per == "year" and last:
        raise errors.Refusal("minutes_unknown")
    return of_kind(kind, home, today), f"{words[: found.start()]}{words[found.end() :]}".strip()


def _of_month(number: int, home: SchoolCalendar, today: date) -> Stretch:
    """Return a month of the school year by its number."""
    begun = periods.year(home, today).first
    first = date(begun.year if number >= begun.month else begun.year + 1, number, 1)
    if first > today:
        raise errors.Refusal("minutes_future")
    found = _period("month", home, first)
    return Stretch(found.first, found.last)


def _room(said: str, plans: Sequence[PlanRow]) -> str:
    rooms = {plan.room.casefold(): plan.classroom_id for plan in plans}
    if said not in rooms:
        known = tuple(dict.fromkeys(plan.room for plan in plans))
        raise errors.Refusal("minutes_room_unknown", known=known)
    return rooms[said]
