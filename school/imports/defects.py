"""The defects that a school file admits of its source, as notes that a secretary understands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from school.imports.result import Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Each defect as sources word it, with what of it is worth telling.
_KNOWN = {
    "defect_day_type_misspelt": r'(?P<on>\d{4}-\d\d-\d\d): day type "(?P<value>.+)" '
    r"is not defined in the source",
    "defect_period_dropped": r'(?P<day_type>[^:]+): "(?P<period>.+)" '
    r"(?P<start>\d\d:\d\d)-(?P<end>\d\d:\d\d) has no positive length; dropped",
    "defect_period_without_times": r"(?P<day_type>[^:]+): (?P<period>.+) has no start or end",
    "defect_period_length": r"(?P<day_type>[^:]+): (?P<period>.+) says (?P<said>\d+) min "
    r"but the times give (?P<given>\d+)",
    "defect_no_bells": r"the source has no bell times: day types are names only",
    "defect_one_level": r"some events touch only one level \(applies_to\)",
    "defect_weekday_without_letter": r"no published letter for (?P<weekday>\w+day)s",
    "defect_exams_as_holidays": r"unnumbered exam days are not told apart from holidays",
    "defect_only_slots": r"only events whose title is a block letter or a common school slot "
    r"were kept",
    "defect_recurring_skipped": r"recurring \(RRULE\) events skipped",
    "defect_seconds": r"the source gives seconds since midnight",
    "defect_zone_guessed": r"(?:the school is not named; )?the time zone is a guess",
}


def notes(defects: Iterable[str]) -> Iterator[Note]:
    """Return a note for each defect; one of no known kind is quoted in the source's own words."""
    return map(_note, defects)


def _note(text: str) -> Note:
    for code, pattern in _KNOWN.items():
        match = re.fullmatch(pattern, text)
        if match is not None:
            return Note(code, match.groupdict())
    return Note("defect_quoted", {"text": text})
