"""Reading a school's calendar from what districts publish: neutral JSON, iCalendar, CSV."""

from school.imports.content import MOST_BYTES
from school.imports.differences import BellsChange, Difference, Side, bells_changes, differences
from school.imports.overview import DaysOff, DayTypeCount, MonthPicture, Overview, overview
from school.imports.reading import read
from school.imports.result import Imported, Note

__all__ = [
    "MOST_BYTES",
    "BellsChange",
    "DayTypeCount",
    "DaysOff",
    "Difference",
    "Imported",
    "MonthPicture",
    "Note",
    "Overview",
    "Side",
    "bells_changes",
    "differences",
    "overview",
    "read",
]
