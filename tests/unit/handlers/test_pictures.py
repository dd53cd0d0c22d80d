"""The picture of a week: where things stand on the sheet, and that it can be painted."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from unit.handlers import facts
from unit.handlers.test_calendar_blocks import week

from handlers.pictures import paint
from handlers.pictures.sheet import TEXT, Shape, Sheet, wrapped
from handlers.pictures.week import WIDTH, laid_out
from pushin import results as r

PNG = b"\x89PNG\r\n\x1a\n"


def wide(text: str, size: int, bold: bool) -> float:
    """Measure without a font: each letter is as wide as the widest usual one."""
    return len(text) * size * (0.66 if bold else 0.6)


def full_week(sessions: int = 12, minutes: int = 25, **more: Any) -> r.Week:
    """Return a week with many sessions on each day, one after the other."""
    empty = week(sessions=0)
    starts = [510 + 30 * number for number in range(sessions)]
    days = tuple(
        replace(
            day,
            sessions=tuple(
                r.WeekSession(facts.session(on=day.on, start=one, end=one + minutes), "Helps at 2")
                for one in starts
            ),
            touch_bases=(),
        )
        for day in empty.days
    )
    return replace(empty, days=days, **more)


def said(sheet: Sheet) -> str:
    return "\n".join(one.text for one in sheet.words)


def boxes(sheet: Sheet) -> list[Shape]:
    return [one for one in sheet.shapes if one.look in {"on", "off", "touch_base"}]


def overlaps(shapes: Sequence[Shape]) -> list[tuple[Shape, Shape]]:
    return [
        (a, b)
        for index, a in enumerate(shapes)
        for b in shapes[index + 1 :]
        if a.x < b.x + b.width
        and b.x < a.x + a.width
        and a.y < b.y + b.height
        and b.y < a.y + a.height
    ]


@pytest.mark.parametrize("found", [week(), full_week(), full_week(14, 90), week("wide word" * 9)])
def test_everything_stands_on_the_sheet_and_nothing_over_another(found: r.Week) -> None:
    """Boxes never overlap, also where sessions do; no text leaves the sheet or is too small."""
    sheet = laid_out(found, wide)

    assert overlaps(boxes(sheet)) == []
    assert len(boxes(sheet)) == sum(len(one.sessions) + len(one.touch_bases) for one in found.days)
    assert all(one.size >= TEXT for one in sheet.words)
    for one in sheet.words:
        assert 0 <= one.y <= sheet.height
        if one.align == "left":
            assert one.x + wide(one.text, one.size, one.bold) <= WIDTH + 1, one
    for shape in sheet.shapes:
        assert shape.y + shape.height <= sheet.height
        assert shape.x + shape.width <= WIDTH


def test_a_session_shows_when_where_with_whom_and_ones_part() -> None:
    """What is off says why, in words and by its edge; the reader is not named to themselves."""
    sheet = laid_out(week(sessions=1), wide)
    text = said(sheet)

    assert "9:10\N{EN DASH}9:40" in text
    assert "Room 4" in text
    assert "Ms. Adams" in text
    assert "Maya Ortiz" not in text
    assert "opens" in text
    assert "not on:" in text
    assert "Hatched, dashed edge: not on." in text


def test_a_session_names_its_routine_where_there_is_room() -> None:
    """It covers the name of the period behind it; a short one keeps the room for who is there."""
    texts = [
        said(laid_out(alone(facts.session(start=550, end=550 + minutes, during="centers")), wide))
        for minutes in (60, 20)
    ]

    assert ["Centers" in one for one in texts] == [True, False]
    assert all("Ms. Adams" in one for one in texts)


def alone(session: r.SessionFacts) -> r.Week:
    """Return a week without bells, with this session on each day."""
    days = (
        replace(one, sessions=(r.WeekSession(session, None),), touch_bases=(), bells=())
        for one in week().days
    )
    return week(days=tuple(days))


def test_the_times_of_a_session_are_never_cut() -> None:
    """What is too wide for its column stands in two lines."""
    long = facts.session(start=610, end=640)
    days = tuple(replace(one, sessions=(r.WeekSession(long, None),)) for one in week().days)
    text = said(laid_out(week(days=days), wide))

    assert text.count("10:10\N{EN DASH}\n10:40") == 5


def test_a_day_off_is_a_grey_column_with_its_reason() -> None:
    """No school and a letter that is not published look different, and both say so."""
    found = week(sessions=0)
    off = facts.day(in_session=False, day_label="Fall Recess", cycle_day=None)
    unknown = facts.day(known=False, in_session=False, day_label="", cycle_day=None)
    days = (
        replace(found.days[0], schools=(off,), sessions=(), bells=()),
        replace(found.days[1], schools=(unknown,), touch_bases=(), bells=()),
        *found.days[2:],
    )
    sheet = laid_out(replace(found, days=days), wide)
    looks = [one.look for one in sheet.shapes]

    assert "Fall" in said(sheet)
    assert "letter not" in said(sheet)
    assert (looks.count("day_off"), looks.count("day_unknown"), looks.count("day")) == (1, 1, 3)


def test_an_itinerants_columns_name_their_building() -> None:
    """With two schools in a week each column has its own over it; with one only the title does."""
    found = week(sessions=1)
    grant = replace(found.days[1].schools[0], school_name="Grant Elementary, Lakeside")
    two = replace(
        found, days=(found.days[0], replace(found.days[1], schools=(grant,)), *found.days[2:])
    )

    assert said(laid_out(two, wide)).count("Lincoln") == 1 + 4
    assert "Lakeside" not in said(laid_out(two, wide))
    assert said(laid_out(found, wide)).count("Lincoln") == 1


def test_today_is_marked_by_a_frame_and_the_word() -> None:
    """The column of today says so; another week has none."""
    here = laid_out(week(), wide)
    later = laid_out(week(today=facts.ON - timedelta(days=7)), wide)

    assert "today" in said(here).splitlines()
    assert [one.look for one in here.shapes].count("today") == 1
    assert "today" not in said(later).splitlines()


def test_a_text_is_broken_between_words_and_cut_at_its_end() -> None:
    """As many lines as there may be; the last one ends with an ellipsis where words are left."""
    lines = wrapped("Sits at table two and helps with grip", 160, 2, wide)

    assert lines == ["Sits at", "table tw…"]
    assert wrapped("Leads", 200, 2, wide) == ["Leads"]
    assert wrapped("anything", 200, 0, wide) == []


@pytest.mark.slow
def test_any_week_is_painted() -> None:
    """A PNG of the sheet's size; signs that the font lacks and dollars do no harm; same, same."""
    found = full_week(4)
    odd = week("Costs $5 & $6 🦄 \N{CJK UNIFIED IDEOGRAPH-4E2D}")
    picture = paint.draw_week(found)

    assert picture[:8] == PNG
    assert int.from_bytes(picture[16:20]) == WIDTH
    assert picture == paint.draw_week(found)
    assert paint.draw_week(odd)[:8] == PNG
    assert paint.drawable("Costs $5 🦄") == "Costs $5"


@pytest.mark.slow
def test_a_picture_is_as_clear_in_grey() -> None:
    """Every look has an edge or a ground that differs from its neighbour's without colour."""
    grounds = {look: _grey(style.get("facecolor", "none")) for look, style in paint.LOOKS.items()}
    on, off = paint.LOOKS["on"], paint.LOOKS["off"]

    assert grounds["day"] is not None
    assert grounds["day_off"] is not None
    assert grounds["day"] - grounds["day_off"] > 0.1
    assert on.get("linestyle") != off.get("linestyle")
    assert "hatch" in paint.LOOKS["off_strip"]
    assert "hatch" not in paint.LOOKS["on_strip"]


def _grey(colour: str) -> float | None:
    if not colour.startswith("#"):
        return None
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
