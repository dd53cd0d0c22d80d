"""A week as a grid of days and periods: where everything stands on its sheet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from handlers.pictures.sheet import LINE, TEXT, Measure, Shape, Sheet, Words, below, fitted, wrapped
from handlers.slack import when
from handlers.slack.blocks import facts
from handlers.slack.blocks import week as weeks
from handlers.slack.catalogue import en
from handlers.slack.sentences import plain
from pushin.results import SchoolDay, TouchBaseFacts, Week, WeekDay, WeekSession

WIDTH = 1080
EDGE = 8
GUTTER = 52
"""The hours at the left."""
TITLE, DAY = 44, 36
PAD = 8
STRIP = 9
"""The strip at the left of a session: full where it is on, hatched where it is not."""
GAP = 5
_SCALES = (3.0, 7.0)
"""Pixels a minute, at least and at most."""
_TALLEST = 2900
_HALF_HOUR = 30
_DASH = "\N{EN DASH}"
_SCHOOL_HOURS = (8 * 60, 15 * 60)


@dataclass(frozen=True, slots=True)
class Item:
    """Something that stands in a day: its time, how it is painted, and its lines by weight."""

    start: int
    end: int
    look: str
    lines: tuple[tuple[str, int], ...]
    """Each text with the most lines that it may take; the first, its time, is never cut."""
    least: int
    """Lines that it must have room for."""

    @property
    def height(self) -> int:
        """The least height in pixels."""
        return self.least * LINE + 2 * PAD


def laid_out(found: Week, measure: Measure) -> Sheet:
    """Return the sheet of a week."""
    return _Grid(found, measure).sheet()


class _Grid:
    """One week in the course of being laid out."""

    def __init__(self, found: Week, measure: Measure) -> None:
        self.week, self.measure = found, measure
        self.column = (WIDTH - GUTTER - EDGE) / len(found.days)
        self.items = [_items(day, found) for day in found.days]
        self.first, self.last = _hours(found, [one for items in self.items for one in items])
        self.scale = _scale([one for items in self.items for one in items], self.last - self.first)
        self.shapes: list[Shape] = []
        self.words: list[Words] = []

    def sheet(self) -> Sheet:
        """Lay out title, heads, days and the lines below."""
        head = self._title()
        body = self._heads(head)
        bottom = body + (self.last - self.first) * self.scale
        placed = [self._placed(items, body) for items in self.items]
        lowest = max((y + height for one in placed for _, y, height in one), default=bottom)
        bottom = max(bottom, lowest + GAP)
        for number, day in enumerate(self.week.days):
            self._column(number, day, (body, bottom), placed[number])
        self._clock(body, bottom)
        height = self._notes(bottom + PAD)
        return Sheet(WIDTH, round(height), tuple(self.shapes), tuple(self.words))

    # --- above the days -------------------------------------------------------------------------

    def _title(self) -> float:
        room = WIDTH - 2 * EDGE
        line = fitted(weeks.title(self.week), room, self.measure, size=TITLE, bold=True)
        self.words.append(Words(EDGE, 2 * EDGE, line, TITLE, bold=True))
        schools = " · ".join(facts.short_school(name) for name in weeks.names(self.week))
        y = 2 * EDGE + LINE * TITLE / TEXT
        lines = wrapped(schools, room, 2, self.measure)
        self.words += below(lines, EDGE, y, shade="grey")
        return y + len(lines) * LINE + 2 * PAD

    def _heads(self, top: float) -> float:
        """Write weekday, date, kind of day and building over each column; return where it ends."""
        ends = [self._head(number, day, top) for number, day in enumerate(self.week.days)]
        bottom = max(ends) + PAD
        for number, day in enumerate(self.week.days):
            if day.on == self.week.today:
                x = self._x(number)
                self.shapes.append(Shape("today", x, top - PAD, self.column, bottom - top + PAD))
        return bottom

    def _head(self, number: int, day: WeekDay, top: float) -> float:
        x, room = self._x(number) + PAD, self.column - 2 * PAD
        self.words.append(Words(x, top, en.WEEKDAYS[day.on.weekday()], DAY, bold=True))
        if day.on == self.week.today:
            right = x + room - 2
            self.words.append(Words(right, top + 6, plain("week.today"), align="right"))
        y = top + LINE * DAY / TEXT
        date = f"{en.MONTHS[day.on.month - 1]} {day.on.day}"
        texts = [(date, 1, True)]
        for school in day.schools:
            if len(weeks.names(self.week)) > 1:
                texts.append((facts.short_school(school.school_name), 3, True))
            texts += [(text, 3, False) for text in _kind(school)]
        for text, most, bold in texts:
            lines = wrapped(text, room, most, self.measure, bold=bold)
            self.words += below(lines, x, y, bold=bold)
            y += len(lines) * LINE
        return y

    # --- the days -------------------------------------------------------------------------------

    def _column(
        self,
        number: int,
        day: WeekDay,
        span: tuple[float, float],
        placed: Sequence[tuple[Item, float, float]],
    ) -> None:
        x, (top, bottom) = self._x(number), span
        self.shapes.append(Shape(_ground(day), x, top, self.column, bottom - top))
        if _is_school(day):
            self._bands(day, x, top, placed)
        else:
            self._why(day, x, span, placed)
        self.shapes.append(Shape("edge", x, top, self.column, bottom - top))
        for item, y, height in placed:
            self._box(item, x, y, height)

    def _bands(
        self, day: WeekDay, x: float, top: float, placed: Sequence[tuple[Item, float, float]]
    ) -> None:
        """Lay the periods behind the day; one names itself where nothing stands over its name."""
        for number, bell in enumerate(day.bells):
            y, height = top + (bell.start - self.first) * self.scale, 0.0
            height = (bell.end - bell.start) * self.scale
            look = "band" if number % 2 else "band_between"
            self.shapes.append(Shape(look, x, y, self.column, height))
            free = all(low + tall <= y or low >= y + LINE + PAD for _, low, tall in placed)
            if height >= LINE and free:
                line = fitted(bell.name, self.column - 2 * PAD, self.measure)
                self.words.append(Words(x + PAD, y + 2, line, shade="grey"))

    def _why(
        self,
        day: WeekDay,
        x: float,
        span: tuple[float, float],
        placed: Sequence[tuple[Item, float, float]],
    ) -> None:
        """Say in the widest gap of a day off why there is no school."""
        edges = [span[0], *(edge for _, y, tall in placed for edge in (y, y + tall)), span[1]]
        gaps = [(low, high) for low, high in list(pairwise(edges))[::2] if high > low]
        low, high = max(gaps, key=lambda gap: gap[1] - gap[0], default=span)
        room, most = self.column - 2 * PAD, int((high - low - 2 * PAD) // LINE)
        texts = dict.fromkeys(_reason(school) for school in day.schools)
        lines = [
            line for text in texts for line in wrapped(text, room, most, self.measure, bold=True)
        ][: max(most, 0)]
        y = (low + high - len(lines) * LINE) / 2
        self.words += below(lines, x + self.column / 2, y, bold=True, align="center")

    def _placed(self, items: Sequence[Item], top: float) -> list[tuple[Item, float, float]]:
        """Return each item with its place and height: at its time, but never over another."""
        placed: list[tuple[Item, float, float]] = []
        free = top
        for index, item in enumerate(items):
            y = max(free, top + (item.start - self.first) * self.scale)
            end = top + (item.end - self.first) * self.scale
            following = items[index + 1].start if index + 1 < len(items) else None
            if following is not None:
                end = min(end, top + (following - self.first) * self.scale)
            height = max(item.height, end - y - GAP)
            placed.append((item, y, height))
            free = y + height + GAP
        return placed

    def _box(self, item: Item, x: float, y: float, height: float) -> None:
        left, width = x + GAP / 2, self.column - GAP
        self.shapes.append(Shape(item.look, left, y, width, height))
        self.shapes.append(Shape(f"{item.look}_strip", left, y, STRIP, height))
        room, text_x = width - STRIP - PAD - 3, left + STRIP + PAD
        rows = int((height - PAD) // LINE)
        at = y + PAD - 2
        (times, _), *texts = item.lines
        lines, bold = self._times(times, room)
        self.words += below(lines, text_x, at, bold=bold)
        for text, most in texts:
            rows, at = rows - len(lines), at + len(lines) * LINE
            lines = wrapped(text, room, min(most, rows), self.measure)
            self.words += below(lines, text_x, at)

    def _times(self, times: str, room: float) -> tuple[list[str], bool]:
        """Return a time in bold, else lighter, else in two lines: it is never cut."""
        for bold in (True, False):
            if self.measure(times, TEXT, bold) <= room:
                return [times], bold
        first, dash, last = times.partition(_DASH)
        return [f"{first}{dash}", last], True

    # --- beside and below -----------------------------------------------------------------------

    def _clock(self, top: float, bottom: float) -> None:
        for minute in range(self.first, self.last + 1, 60):
            if minute % 60:
                minute += 60 - minute % 60  # noqa: PLW2901  the full hour
            y = top + (minute - self.first) * self.scale
            if y > bottom - LINE:
                break
            self.shapes.append(Shape("hour", GUTTER - 8, y, 8, 2))
            hour = str((minute // 60 + 11) % 12 + 1)
            self.words.append(Words(GUTTER - PAD - 6, y, hour, shade="grey", align="right"))

    def _notes(self, y: float) -> float:
        looks = {shape.look for shape in self.shapes}
        notes = [plain("picture.key")] if "off" in looks else []
        zones = {one.session.zone for day in self.week.days for one in day.sessions}
        notes += [plain("picture.zones")] if len(zones) > 1 else []
        if not any(self.items):
            notes.append(plain("picture.nothing"))
        self.words += below(notes, GUTTER, y, shade="grey")
        return y + len(notes) * LINE + PAD

    def _x(self, number: int) -> float:
        return GUTTER + number * self.column


def _items(day: WeekDay, found: Week) -> list[Item]:
    several = len(day.schools) > 1
    items = [_session(one, found, several=several) for one in day.sessions]
    items += [_touch_base(base, found) for base in day.touch_bases]
    return sorted(items, key=lambda item: (item.start, item.end))


def _session(one: WeekSession, found: Week, *, several: bool) -> Item:
    """Return a session; on a day of several buildings it names its own."""
    session, why = one.session, facts.not_on(one.session)
    times = _times(session.start, session.end)
    where = [(facts.room(session.room), 1)]
    where += [(facts.short_school(session.school_name), 1)] if several else []
    where += [(person.name, 1) for person in weeks.others(session, found.person)]
    if why:
        lines = ((times, 1), (plain("picture.not_on", why=why), 3), *where)
        return Item(session.start, session.end, "off", lines, least=4)
    part = [(one.my_part, 5)] if one.my_part else []
    least = 1 + len(where) + 2 * len(part)
    during = [(facts.during(session.during), 1)] if session.during else []  # where there is room
    lines = ((times, 1), *where, *part, *during)
    return Item(session.start, session.end, "on", lines, least)


def _touch_base(base: TouchBaseFacts, found: Week) -> Item:
    start, end = base.start or 0, base.end or 0
    names = [one.name for one in (base.teacher, base.provider) if one.id != found.person.id]
    lines = ((_clock(start), 1), (plain("picture.touch_base"), 1), *((name, 1) for name in names))
    return Item(start, end, "touch_base", lines, least=2)


def _times(start: int, end: int) -> str:
    """Return from when to when; the hours at the side tell morning from afternoon."""
    return f"{_clock(start)}{_DASH}{_clock(end)}"


def _clock(minute: int) -> str:
    return when.clock(minute).split(" ")[0]


def _kind(school: SchoolDay) -> Iterator[str]:
    if school.known and school.in_session:
        yield school.day_label
        if school.cycle_day:
            yield plain("picture.cycle", cycle_day=school.cycle_day)


def _reason(school: SchoolDay) -> str:
    if not school.known:
        return plain("picture.unknown")
    key = "picture.no_school_called" if school.day_label else "picture.no_school"
    return plain(key, label=school.day_label)


def _is_school(day: WeekDay) -> bool:
    return any(school.in_session for school in day.schools)


def _ground(day: WeekDay) -> str:
    if _is_school(day):
        return "day"
    return "day_off" if all(school.known for school in day.schools) else "day_unknown"


def _hours(found: Week, items: Iterable[Item]) -> tuple[int, int]:
    """Return the stretch of the day that the sheet shows, from and to full half hours."""
    times = [(one.start, one.end) for one in items]
    times += [(bell.start, bell.end) for day in found.days for bell in day.bells]
    first = min((start for start, _ in times), default=_SCHOOL_HOURS[0])
    last = max((end for _, end in times), default=_SCHOOL_HOURS[1])
    return first - first % _HALF_HOUR, last + -last % _HALF_HOUR


def _scale(items: Iterable[Item], minutes: int) -> float:
    """Return the pixels a minute: room for the lines of the shortest, within what a phone shows."""
    needed = max(
        ((one.height + GAP) / (one.end - one.start) for one in items if one.look != "touch_base"),
        default=0.0,
    )
    least, most = _SCALES
    return min(max(needed, least), most, max(_TALLEST / minutes, least))
