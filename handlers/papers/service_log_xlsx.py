"""Writes the service log as a workbook; XlsxWriter is imported only then."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from handlers.papers import service_log
from handlers.slack.sentences import plain

if TYPE_CHECKING:
    from pathlib import Path

    from handlers.papers.service_log import Column
    from pushin.results import ServiceLine, ServiceLog, ServiceTotals

_SHOWN = {"date": "yyyy-mm-dd", "time": "h:mm AM/PM", "length": "[h]:mm", "number": "0"}
_SUM_OF_SHOWN = 109
"""Excel's SUBTOTAL: the sum of the rows that a filter leaves."""


class XlsxSheet:
    """A workbook at `path` with one sheet, written row by row: none is kept."""

    def __init__(self, path: Path, *, at: datetime) -> None:
        """Write to a path, anew with each `begin`; `at` is when the workbook says it was made."""
        self._path = path
        self._made_at = at.astimezone(UTC).replace(tzinfo=None)
        self._row = 0
        self._book: Any = None

    def begin(self, about: ServiceLog) -> None:
        """Begin the workbook with its headings, which stay in sight and on every page."""
        from xlsxwriter import Workbook  # noqa: PLC0415  see the module

        self.close()
        self._row = 0
        self._columns = service_log.columns(about)
        self._book = Workbook(str(self._path), {"constant_memory": True})
        self._formats = _formats(self._book)
        title = service_log.title(about)
        self._book.set_properties({"title": title, "author": "Push-In", "created": self._made_at})
        self._sheet = self._book.add_worksheet(plain("service_log.sheet"))
        self._lay_out(f"{title}  {service_log.whose(about)}".strip())
        for number, column in enumerate(self._columns):
            self._sheet.set_column(number, number, column.width)
            self._sheet.write_string(0, number, column.heading, self._formats["heading", False])

    def add(self, line: ServiceLine) -> None:
        """Write a line."""
        self._row += 1
        for number, column in enumerate(self._columns):
            self._write(number, column, column.of(line))

    def end(self, totals: ServiceTotals) -> None:
        """Write the sums under the lines and end the workbook."""
        self._sheet.autofilter(0, 0, self._row, len(self._columns) - 1)
        bold = self._formats["total", False]
        last = self._row
        self._row += 1
        self._sheet.write_string(self._row, 0, plain("service_log.total"), bold)
        sums = {"minutes": totals.minutes, "group_minutes": totals.group_minutes}
        for number, column in enumerate(self._columns[1:], start=1):
            if column.name in sums:
                span = _span(number, last)
                formula = f"=SUBTOTAL({_SUM_OF_SHOWN},{span})"
                self._sheet.write_formula(self._row, number, formula, bold, sums[column.name])
            else:
                self._sheet.write_blank(self._row, number, None, bold)
        self._say("service_log.sessions", totals.sessions)
        self._say("service_log.each_once", totals.session_minutes)
        self.close()

    def close(self) -> None:
        """Write the workbook, if it is not, and let go of it."""
        from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415  see the module

        book, self._book = self._book, None
        if book is None:
            return
        try:
            book.close()
        except FileCreateError as error:
            raise OSError(*error.args[0].args) from error

    def _say(self, key: str, number: int) -> None:
        place = next(at for at, one in enumerate(self._columns) if one.name == "minutes")
        self._row += 1
        self._sheet.write_string(self._row, 0, plain(key))
        self._sheet.write_number(self._row, place, number, self._formats["number", False])

    def _write(self, number: int, column: Column, value: Any) -> None:  # noqa: ANN401  a cell of any kind
        form = self._formats[column.kind, False]
        if value is None or value == "":
            return
        if isinstance(value, date):
            self._sheet.write_datetime(self._row, number, value, form)
        elif column.kind in {"time", "length"}:
            self._sheet.write_datetime(self._row, number, timedelta(minutes=value), form)
        elif column.kind == "number":
            self._sheet.write_number(self._row, number, value, form)
        else:
            risky = service_log.begins_like_a_formula(value)
            self._sheet.write_string(self._row, number, value, self._formats[column.kind, risky])

    def _lay_out(self, heading: str) -> None:
        sheet = self._sheet
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_header(f"&L{heading.replace('&', '&&')}")
        sheet.set_footer(f"&L{plain('service_log.keep')}&R{plain('service_log.page_of')}")


def _formats(book: Any) -> dict[tuple[str, bool], Any]:  # noqa: ANN401  XlsxWriter has no types
    """Return the format of each kind of cell, and of texts that begin like a formula.

    These are marked as text as if an apostrophe stood before them: a spreadsheet program that edits
    or saves them does not run them either.
    """
    made = {
        (kind, False): book.add_format({"num_format": shown, "valign": "top"})
        for kind, shown in _SHOWN.items()
    }
    for kind, wraps in (("text", False), ("long", True)):
        for risky in (False, True):
            how = {"valign": "top", "text_wrap": wraps, "quote_prefix": risky}
            made[kind, risky] = book.add_format(how)
    head = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8E8E8"}
    made["heading", False] = book.add_format(head)
    made["total", False] = book.add_format({"bold": True, "top": 1, "num_format": "#,##0"})
    return made


def _span(number: int, last: int) -> str:
    from xlsxwriter.utility import xl_range  # noqa: PLC0415  see the module

    return str(xl_range(1, number, last, number))
