"""Dates that people name of a school year that is running: past ones too, unlike in phrases."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s*(?P<year>\d{4}))?"
_FORMS = tuple(
    re.compile(rf"{form}\Z")
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:/(?P<year>\d{4}))?",
        rf"{_MONTH}\s+{_DAY}{_YEAR}",
        rf"{_DAY}\s+{_MONTH}{_YEAR}",
    )
)
_WEEKDAY = re.compile(rf"(?:on\s+|last\s+)?(?P<weekday>{'|'.join(_DAYS)})[a-z]*\.?\Z")
_LEADING_WEEKDAY = re.compile(rf"(?:{'|'.join(_DAYS)})[a-z]*\.?,?\s+(?=\S)")
_BETWEEN = re.compile(r"[;\n]|,(?!\s*\d{4}\b)|\band\b|&")
_FILLERS = re.compile(r"\([^)]*\)|\b(?:the|weeks?|of)\b")


def one(text: str, *, today: date, first: date | None, last: date | None) -> date | None:
    """Return the local date that a text names; None where it names none.

    "yesterday", "tomorrow", "Monday" (the last one, perhaps today), "Sep 14", "9/14", "2026-09-14".
    A date without a year is that of the school year from `first` to `last`; without these, the last
    one.
    """
    plain = " ".join(text.casefold().split())
    days = {"": 0, "today": 0, "yesterday": -1, "tomorrow": 1}.get(plain)
    near = None if days is None else today + timedelta(days=days)
    if near is not None:
        return near
    weekday = _WEEKDAY.match(plain)
    if weekday is not None:
        return today - timedelta(days=(today.weekday() - _DAYS.index(weekday["weekday"])) % 7)
    plain = _LEADING_WEEKDAY.sub("", plain)
    said = next((found for form in _FORMS if (found := form.match(plain))), None)
    return None if said is None else _dated(said, today, first, last)


def several(
    text: str, *, today: date, first: date | None, last: date | None
) -> tuple[date, ...] | None:
    """Return the dates of a list such as "weeks of Sep 8, Oct 14 and Dec 22 (2 days)".

    None where one of them cannot be read.
    """
    parts = [_FILLERS.sub(" ", part).strip() for part in _BETWEEN.split(text.casefold())]
    found = [one(part, today=today, first=first, last=last) for part in parts if part]
    return None if not found or None in found else tuple(on for on in found if on is not None)


def _dated(said: re.Match[str], today: date, first: date | None, last: date | None) -> date | None:
    month = said["month"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
    if said["year"]:
        return _date(int(said["year"]), number, int(said["day"]))
    years = sorted({today.year, *(end.year for end in (first, last) if end)}, reverse=True)
    dates = list(_dates((*years, today.year - 1), number, int(said["day"])))
    if first is not None and last is not None:
        dates.sort(key=lambda on: not first <= on <= last)
        return next(iter(dates), None)
    return next((on for on in dates if on <= today), None)


def _dates(years: tuple[int, ...], month: int, day: int) -> Iterator[date]:
    found = (_date(year, month, day) for year in years)
    return (on for on in found if on is not None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
