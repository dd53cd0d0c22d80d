"""Minutes as bars: what was delivered, by service delivery model, and what was mandated."""

from collections.abc import Iterator

from handlers.pictures.sheet import LINE, TEXT, Measure, Shape, Sheet, Words, below, fitted, wrapped
from handlers.slack.blocks import minutes as blocks
from handlers.slack.mrkdwn import unescape
from handlers.slack.sentences import plain, word
from pushin.results.minutes import Bar, MinutesChart
from storage.tables.plans import MODELS

WIDTH = 1080
_EDGE, _PAD = 20, 8
_AXIS = 90
"""The minutes at the left."""
_TALL = 560
_TITLE = 38
"""Two full dates fit one line."""
_KEY = 30
_LINE_HEIGHT = 6
"""The line of what is mandated: thick, so that it is not taken for a bar's edge."""
_STEPS = (5, 10, 15, 20, 30, 60, 120, 300, 600, 1200, 3000, 6000)
_MOST_STEPS = 5
_THOUSANDS = 10_000


def laid_out(found: MinutesChart, measure: Measure) -> Sheet:
    """Return the sheet of a chart."""
    return _Chart(found, measure).sheet()


class _Chart:
    """One chart in the course of being laid out."""

    def __init__(self, found: MinutesChart, measure: Measure) -> None:
        self.found, self.measure = found, measure
        most = max(
            (max(sum(one.by_model.values()), one.mandated or 0) for one in found.bars), default=0
        )
        self.step = next((one for one in _STEPS if one * _MOST_STEPS >= most), _STEPS[-1])
        self.top = max(self.step, -(-most // self.step) * self.step)
        self.column = (WIDTH - _AXIS - _EDGE) / max(len(found.bars), 1)
        self.shapes: list[Shape] = []
        self.words: list[Words] = []

    def sheet(self) -> Sheet:
        """Lay out title, bars, line and key."""
        begun = self._title() + LINE
        floor = begun + _TALL
        self._axis(floor)
        for number, bar in enumerate(self.found.bars):
            self._bar(number, bar, floor)
        for number, bar in enumerate(self.found.bars):
            self._mandated(number, bar, floor)
        height = self._key(floor + 3 * LINE)
        return Sheet(WIDTH, round(height), tuple(self.shapes), tuple(self.words))

    def _title(self) -> float:
        room = WIDTH - 2 * _EDGE
        stretch = self.found.found.stretch
        title = plain("minutes.chart.title", first=stretch.first, last=stretch.last)
        heads = wrapped(title, room, 2, self.measure, size=_TITLE, bold=True)
        self.words += below(heads, _EDGE, _EDGE, size=_TITLE, bold=True)
        y = _EDGE + len(heads) * LINE * _TITLE / TEXT
        says = unescape(blocks.meaning(self.found.found.balance))
        lines = wrapped(says, room, 3, self.measure)
        self.words += below(lines, _EDGE, y)
        return y + len(lines) * LINE + _PAD

    def _axis(self, floor: float) -> None:
        for minutes in range(0, self.top + 1, self.step):
            y = self._y(minutes, floor)
            self.shapes.append(Shape("hour", _AXIS, y, WIDTH - _AXIS - _EDGE, 1))
            right = _AXIS - _PAD
            text = _count(minutes, self.top)
            self.words.append(Words(right, y - TEXT / 2, text, align="right"))

    def _bar(self, number: int, bar: Bar, floor: float) -> None:
        """Stack what was delivered by model; its sum stands over it, its name below.

        What has not begun has no sum: 0 is what was due and not delivered.
        """
        x, width = self._x(number) + self.column * 0.15, self.column * 0.7
        base = 0
        for model in MODELS:
            minutes = bar.by_model.get(model, 0)
            if minutes:
                y = self._y(base + minutes, floor)
                self.shapes.append(Shape(model, x, y, width, self._y(base, floor) - y))
                base += minutes
        middle = self._x(number) + self.column / 2
        if bar.ahead and not base:
            lines = wrapped(plain("minutes.chart.ahead"), self.column - 2, 2, self.measure)
            y = floor - (len(lines) + 0.2) * LINE
            self.words += below(lines, middle, y, shade="grey", align="center")
        else:
            y = self._above(bar, base, floor)
            self.words.append(Words(middle, y, self._sum(base), bold=True, align="center"))
        name = blocks.bar_name(bar.stretch, self.found.per)
        lines = name.split() if self.is_tight else [name]
        self.words += below(lines, middle, floor + _PAD, align="center")

    @property
    def is_tight(self) -> bool:
        """Whether one of the names below is too long for its column: then each is broken."""
        names = (blocks.bar_name(one.stretch, self.found.per) for one in self.found.bars)
        return any(fitted(name, self.column - _PAD, self.measure) != name for name in names)

    def _sum(self, minutes: int) -> str:
        """Return a sum as exact as its column is wide: no number is cut."""
        room = self.column - 2 * _PAD
        for text in (str(minutes), f"{minutes / 1000:.1f}k"):
            if fitted(text, room, self.measure, bold=True) == text:
                return text
        return f"{minutes / 1000:.0f}k"

    def _above(self, bar: Bar, minutes: int, floor: float) -> float:
        """Return where a sum stands: over its bar, and over the mandated line if that is there."""
        y = self._y(minutes, floor) - LINE
        line = None if bar.mandated is None else self._y(bar.mandated, floor)
        if line is not None and y - _LINE_HEIGHT < line < y + LINE + _LINE_HEIGHT:
            return min(y, line - _LINE_HEIGHT / 2 - LINE)
        return y

    def _mandated(self, number: int, bar: Bar, floor: float) -> None:
        if bar.mandated is not None:
            y = self._y(bar.mandated, floor) - _LINE_HEIGHT / 2
            self.shapes.append(Shape("mandated", self._x(number), y, self.column, _LINE_HEIGHT))

    def _key(self, top: float) -> float:
        """Say what the looks mean: words beside a sample of each."""
        y = top
        for look, text in self._samples():
            height = _LINE_HEIGHT if look == "mandated" else TEXT
            if look:
                self.shapes.append(
                    Shape(look, _EDGE, y + (TEXT - height) / 2 + 4, 2 * _KEY, height)
                )
            x = _EDGE + (2 * _KEY + _PAD if look else 0)
            line = fitted(text, WIDTH - x - _EDGE, self.measure)
            self.words.append(Words(x, y, line))
            y += LINE + _PAD
        return y + _EDGE

    def _samples(self) -> Iterator[tuple[str, str]]:
        for model in MODELS:
            if any(bar.by_model.get(model) for bar in self.found.bars):
                yield model, word("model", model)
        has_line = any(bar.mandated is not None for bar in self.found.bars)
        key = "minutes.chart.mandated" if has_line else "minutes.chart.no_mandate"
        yield "mandated" if has_line else "", plain(key)

    def _x(self, number: int) -> float:
        return _AXIS + number * self.column

    def _y(self, minutes: int, floor: float) -> float:
        return floor - minutes / self.top * _TALL


def _count(minutes: int, most: int) -> str:
    """Return minutes in few letters: in thousands where the largest has five digits."""
    return str(minutes) if most < _THOUSANDS or not minutes else f"{minutes / 1000:.3g}k"
