"""What a line or an event of a file says about some dates: the common form of CSV and ICS."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from school.imports.labels import Said


@dataclass(frozen=True, slots=True)
class Dated:
    """A label and the dates (both included) for which it stands."""

    first: date
    last: date
    label: str
    said: Said
    where: str
    day_type: str | None = None
    """The key of the school's own day type that the file names."""

    @property
    def counts(self) -> bool:
        """Whether it tells what a day is: what is unsure does not."""
        said = self.said
        return bool(self.day_type or said.effect or said.edge or said.letter)

    def within(self, first: date, last: date) -> Iterator[date]:
        """Yield its dates from `first` to `last`."""
        begin, end = max(self.first, first), min(self.last, last)
        for ordinal in range(begin.toordinal(), end.toordinal() + 1):
            yield date.fromordinal(ordinal)
