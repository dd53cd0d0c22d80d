"""Writes the service log as CSV: a row a line, and nothing that a spreadsheet would run."""

import csv
from pathlib import Path
from typing import IO

from handlers.papers import service_log
from handlers.papers.service_log import Column
from pushin.results import ServiceLine, ServiceLog, ServiceTotals

_ENCODING = "utf-8-sig"
"""With the mark by which spreadsheet programs know UTF-8."""


class CsvSheet:
    """A CSV file of RFC 4180 at `path`; texts are quoted, numbers are not."""

    def __init__(self, path: Path) -> None:
        """Write to a path, anew with each `begin`."""
        self._path = path
        self._file: IO[str] | None = None

    def begin(self, about: ServiceLog) -> None:
        """Begin the file with its headings."""
        self.close()
        self._file = self._path.open("w", encoding=_ENCODING, newline="")
        self._rows = csv.writer(self._file, quoting=csv.QUOTE_NONNUMERIC)
        self._columns = service_log.columns(about)
        self._rows.writerow([one.heading for one in self._columns])

    def add(self, line: ServiceLine) -> None:
        """Write a line."""
        self._rows.writerow([_cell(column, line) for column in self._columns])

    def end(self, totals: ServiceTotals) -> None:  # noqa: ARG002  a sum would be one more row of data
        """End the file."""
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _cell(column: Column, line: ServiceLine) -> object:
    value = column.of(line)
    match column.kind:
        case "time":
            return service_log.clock(value) if isinstance(value, int) else ""
        case "length" | "number":
            return value
        case _:
            text = str(value)
            return f"'{text}" if service_log.begins_like_a_formula(text) else text
