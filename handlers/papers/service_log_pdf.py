"""Paints the service log on paper, line by line; reportlab is imported only then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handlers.papers import paint, service_log
from handlers.slack import when
from handlers.slack.sentences import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pushin.results import ServiceLine, ServiceLog, ServiceTotals

WIDTH, HEIGHT, MARGIN = 792, 612, 36
"""Points: US letter, lying."""
_SIZE, _LEADING, _GAP = 7.5, 9.5, 5
_TOP, _BOTTOM = HEIGHT - MARGIN - 34, MARGIN + 18
_PLAIN, _BOLD = "Paper", "Paper-Bold"
_KEPT_TOGETHER = 14
"""Lines: a row of so many is not torn over two pages."""


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    width: int
    of: Callable[[ServiceLine], str]
    right: bool = False


class PdfSheet:
    """A PDF at `path`; each page says what it is, of whom, and which of how many."""

    def __init__(self, path: Path) -> None:
        """Paint to a path, anew with each `begin`."""
        self._path = path

    def begin(self, about: ServiceLog) -> None:
        """Begin the first page."""
        from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415  see the module

        paint.register_fonts()
        self._about = about
        self._columns = _columns()
        self._canvas = Canvas(
            str(self._path), pagesize=(WIDTH, HEIGHT), lang="en-US", invariant=1, pageCompression=1
        )
        self._canvas.setTitle(service_log.title(about))
        self._canvas.setAuthor("Push-In")
        self._page = 0
        self._above: ServiceLine | None = None
        self._turn()

    def add(self, line: ServiceLine) -> None:
        """Paint a line of the log; it goes on over the page where it must."""
        shown = _shortened(line, self._above)
        self._above = line
        cells = [_wrapped(one.of(shown), one.width - _GAP, _PLAIN) for one in self._columns]
        deep = max(map(len, cells))
        if deep > self._room() and (deep <= _KEPT_TOGETHER or self._room() < 1):
            self._next_page()
        while deep > 0:
            now = min(deep, self._room())
            self._row([cell[:now] for cell in cells], now)
            cells, deep = [cell[now:] for cell in cells], deep - now
            if deep:
                self._next_page()
        self._rule(self._y, 0.25)

    def end(self, totals: ServiceTotals) -> None:
        """Paint the sums and end the paper."""
        if self._room() < len(_sums(totals)) + 1:
            self._next_page()
        self._y -= _GAP
        for text in _sums(totals):
            self._y -= _LEADING + 1
            self._text(MARGIN, self._y, text, _BOLD, _SIZE + 1)
        self._leave()
        self._canvas.beginForm("pages", 0, 0, 60, 20)
        self._canvas.setFont(_PLAIN, _SIZE)
        self._canvas.drawString(0, 4, str(self._page))
        self._canvas.endForm()
        self._canvas.save()

    def close(self) -> None:
        """Let go of a paper that was not ended: nothing of it was written yet."""

    def _row(self, cells: list[list[str]], deep: int, font: str = _PLAIN) -> None:
        left: float = MARGIN
        for column, cell in zip(self._columns, cells, strict=True):
            for number, text in enumerate(cell):
                y = self._y - _LEADING * (number + 1)
                self._in_column(column, left, y, text, font)
            left += column.width
        self._y -= _LEADING * deep + 3

    def _in_column(self, column: _Column, left: float, y: float, text: str, font: str) -> None:
        self._canvas.setFont(font, _SIZE)
        if column.right:
            self._canvas.drawRightString(left + column.width - 2 * _GAP, y, text)
        else:
            self._canvas.drawString(left, y, text)

    def _room(self) -> int:
        """Return how many lines still fit on the page."""
        return int((self._y - _BOTTOM - 3) // _LEADING)

    def _next_page(self) -> None:
        self._leave()
        self._turn()

    def _turn(self) -> None:
        """Begin a page: title, whose, and the headings of the columns."""
        self._page += 1
        top = HEIGHT - MARGIN
        self._text(MARGIN, top - 10, service_log.title(self._about), _BOLD, 12)
        self._text(MARGIN, top - 22, service_log.whose(self._about), _PLAIN, 9)
        self._y: float = _TOP
        heads = [
            _wrapped(plain(f"service_log.head.{one.name}"), one.width - _GAP, _BOLD)
            for one in self._columns
        ]
        deep = max(map(len, heads))
        self._canvas.setFillGray(0.91)
        self._canvas.rect(
            MARGIN - 2,
            self._y - _LEADING * deep - 3,
            WIDTH - 2 * MARGIN + 4,
            _LEADING * deep + 4,
            stroke=0,
            fill=1,
        )
        self._canvas.setFillGray(0)
        self._row(heads, deep, _BOLD)
        self._rule(self._y, 0.75)

    def _leave(self) -> None:
        """End a page with its foot."""
        canvas = self._canvas
        self._text(MARGIN, MARGIN, plain("service_log.keep"), _PLAIN, _SIZE)
        words = plain("service_log.page", page=self._page)
        width = canvas.stringWidth(f"{words} 0000", _PLAIN, _SIZE)
        left = WIDTH - MARGIN - width
        self._text(left, MARGIN, words, _PLAIN, _SIZE)
        canvas.saveState()
        canvas.translate(left + canvas.stringWidth(f"{words} ", _PLAIN, _SIZE), MARGIN - 4)
        canvas.doForm("pages")
        canvas.restoreState()
        canvas.showPage()

    def _text(self, x: float, y: float, text: str, font: str, size: float) -> None:
        self._canvas.setFont(font, size)
        self._canvas.drawString(x, y, text)

    def _rule(self, y: float, width: float) -> None:
        self._canvas.setLineWidth(width)
        self._canvas.line(MARGIN - 2, y, WIDTH - MARGIN + 2, y)


def _shortened(line: ServiceLine, above: ServiceLine | None) -> ServiceLine:
    """Return a line without the note that stands above it already, for another student."""
    if not line.note or above is None or (line.log_id, line.note) != (above.log_id, above.note):
        return line
    return replace(line, note=plain("service_log.paper.as_above"))


def _columns() -> tuple[_Column, ...]:
    """Return the columns of the paper: what belongs together stands together."""
    return (
        _Column("date", 82, lambda line: when.full(line.on)),
        _Column("time", 70, lambda line: when.span(line.start, line.end)),
        _Column("code", 46, lambda line: line.code),
        _Column("minutes", 34, lambda line: str(line.minutes), right=True),
        _Column("setting", 58, _setting),
        _Column("where", 104, lambda line: _joined(service_log.model(line), line.place)),
        _Column("provider", 92, _provider),
        _Column("happened", 110, _happened),
        _Column("goal", 124, _goal),
    )


def _setting(line: ServiceLine) -> str:
    if line.setting is None:
        return ""
    size = line.group_size
    return plain(
        f"service_log.paper.{line.setting}",
        minutes=line.group_minutes,
        size=size if size is not None else "?",
    )


def _provider(line: ServiceLine) -> str:
    own = f"{line.provider} ({line.discipline})" if line.discipline else line.provider
    others = (
        plain("service_log.paper.by", name=line.deliverer)
        if line.deliverer not in {"", line.provider}
        else "",
        plain("service_log.paper.supervised", name=line.supervisor) if line.supervisor else "",
    )
    return "\n".join(part for part in (own, *others) if part)


def _happened(line: ServiceLine) -> str:
    what = _joined(service_log.happened(line), service_log.reason(line))
    return "\n".join(part for part in (what, service_log.make_up(line)) if part)


def _goal(line: ServiceLine) -> str:
    return "\n".join(part for part in (line.goal_area, service_log.note(line)) if part)


def _joined(*parts: str) -> str:
    return " \N{MIDDLE DOT} ".join(part for part in parts if part)


def _sums(totals: ServiceTotals) -> list[str]:
    said = {
        "sessions": f"{totals.sessions:,}",
        "minutes": f"{totals.minutes:,}",
        "once": f"{totals.session_minutes:,}",
    }
    first = plain("service_log.paper.total", **said)
    if totals.minutes == totals.session_minutes:
        return [first]
    return [first, plain("service_log.paper.once", **said)]


def _wrapped(text: str, width: float, font: str) -> list[str]:
    """Return a text as lines of at most a width in points; a long word is broken."""
    from reportlab.lib.utils import simpleSplit  # noqa: PLC0415  see the module

    lines: Iterable[str] = simpleSplit(text, font, _SIZE, width) if text else ()
    return [part for line in lines for part in _broken(line, width, font)] or [""]


def _broken(line: str, width: float, font: str) -> list[str]:
    from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415  see the module

    parts, rest = [], line
    while stringWidth(rest, font, _SIZE) > width and len(rest) > 1:
        cut = next(
            n
            for n in range(len(rest) - 1, 0, -1)
            if n == 1 or stringWidth(rest[:n], font, _SIZE) <= width
        )
        parts.append(rest[:cut])
        rest = rest[cut:]
    return [*parts, rest]
