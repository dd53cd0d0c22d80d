"""A sheet to be painted: shapes and lines of text at their places, in pixels from the top left."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

Measure = Callable[[str, int, bool], float]
"""The width in pixels of a text at a size, bold or not."""

TEXT = 28
"""The smallest text: on a phone, where the sheet is a third as wide, it is still ten points."""
LINE = 33
"""From one line of the smallest text to the next."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle; `look` says how it is painted, and no look is told by colour alone."""

    look: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text; `x` is its left edge, or its middle or right edge by `align`."""

    x: float
    y: float
    text: str
    size: int = TEXT
    bold: bool = False
    shade: str = "black"
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is painted, in this order."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    words: tuple[Words, ...]


def fitted(
    text: str, room: float, measure: Measure, *, size: int = TEXT, bold: bool = False
) -> str:
    """Return as much of a text as fits a width, with an ellipsis where it was cut."""
    if measure(text, size, bold) <= room:
        return text
    kept = text
    while kept and measure(f"{kept.rstrip()}…", size, bold) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def wrapped(
    text: str, room: float, most: int, measure: Measure, *, size: int = TEXT, bold: bool = False
) -> list[str]:
    """Return a text in at most so many lines of a width, broken between words, cut at its end."""
    if most < 1:
        return []
    lines: list[str] = []
    line = ""
    words = text.split()
    for index, word in enumerate(words):
        longer = f"{line} {word}".strip()
        if not line or measure(longer, size, bold) <= room:
            line = longer
            continue
        if len(lines) == most - 1:
            line = " ".join([line, *words[index:]])
            break
        lines.append(line)
        line = word
    return [fitted(one, room, measure, size=size, bold=bold) for one in [*lines, line] if one]


def below(
    lines: list[str],
    x: float,
    y: float,
    *,
    size: int = TEXT,
    bold: bool = False,
    shade: str = "black",
    align: str = "left",
) -> Iterator[Words]:
    """Yield lines one below the other."""
    step = LINE * size / TEXT
    for number, line in enumerate(lines):
        yield Words(x, y + number * step, line, size, bold, shade, align)
