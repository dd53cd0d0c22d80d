"""Paints a sheet as a PNG; matplotlib is imported only when something is painted."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from handlers.pictures import minutes, week
from handlers.pictures.sheet import TEXT

if TYPE_CHECKING:
    from handlers.pictures.sheet import Shape, Sheet, Words
    from pushin.results import Week
    from pushin.results.minutes import MinutesChart

_DPI = 72
"""One point is one pixel."""
_INK = {"black": "#111111", "grey": "#4a4a4a"}
LOOKS: dict[str, dict[str, Any]] = {
    "day": {"facecolor": "#ffffff", "linewidth": 0},
    "day_off": {"facecolor": "#d4d4d4", "linewidth": 0},
    "day_unknown": {"facecolor": "#ffffff", "edgecolor": "#c8c8c8", "hatch": "//", "linewidth": 0},
    "edge": {"facecolor": "none", "edgecolor": "#8a8a8a", "linewidth": 1.5},
    "today": {"facecolor": "none", "edgecolor": "#111111", "linewidth": 5},
    "band": {"facecolor": "#f0f0f0", "edgecolor": "#d0d0d0", "linewidth": 1},
    "band_between": {"facecolor": "#f8f8f8", "edgecolor": "#d0d0d0", "linewidth": 1},
    "hour": {"facecolor": "#8a8a8a", "linewidth": 0},
    "on": {"facecolor": "#ffffff", "edgecolor": "#0b4f4a", "linewidth": 3},
    "on_strip": {"facecolor": "#0b4f4a", "linewidth": 0},
    "off": {"facecolor": "#ffffff", "edgecolor": "#555555", "linewidth": 3, "linestyle": "--"},
    "off_strip": {"facecolor": "#ffffff", "edgecolor": "#555555", "hatch": "////", "linewidth": 1},
    "touch_base": {"facecolor": "#e4e4e4", "edgecolor": "#111111", "linewidth": 1.5},
    "push_in": {"facecolor": "#0b4f4a", "edgecolor": "#111111", "linewidth": 1.5},
    "pull_out": {"facecolor": "#ffffff", "edgecolor": "#111111", "hatch": "///", "linewidth": 1.5},
    "consultation": {
        "facecolor": "#d4d4d4",
        "edgecolor": "#111111",
        "hatch": "..",
        "linewidth": 1.5,
    },
    "mandated": {"facecolor": "#111111", "edgecolor": "#ffffff", "linewidth": 1.5},
    "touch_base_strip": {"facecolor": "#e4e4e4", "edgecolor": "#111111", "linewidth": 1.5},
}


def draw_week(found: Week) -> bytes:
    """Return a week as a PNG. It takes a while, and holds the interpreter while it does."""
    return painted(week.laid_out(found, width_of))


def draw_minutes(found: MinutesChart) -> bytes:
    """Return a chart of minutes as a PNG. It takes a while, as a week does."""
    return painted(minutes.laid_out(found, width_of))


def painted(sheet: Sheet) -> bytes:
    """Return a sheet as a PNG."""
    out = io.BytesIO()
    drawn(sheet).canvas.print_png(out, metadata={"Software": None})
    return out.getvalue()


def drawn(sheet: Sheet) -> Any:  # noqa: ANN401  of a library that is not imported yet
    """Return a sheet as matplotlib's own figure, on a canvas of pixels."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415  see the module
    from matplotlib.figure import Figure  # noqa: PLC0415  the same

    figure = Figure(figsize=(sheet.width / _DPI, sheet.height / _DPI), dpi=_DPI)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, sheet.width)
    axes.set_ylim(sheet.height, 0)
    axes.set_axis_off()
    for shape in sheet.shapes:
        axes.add_patch(_rectangle(shape))
    for words in sheet.words:
        _write(axes, words)
    FigureCanvasAgg(figure)
    return figure


def _rectangle(shape: Shape) -> Any:  # noqa: ANN401  of a library that is not imported yet
    from matplotlib.patches import Rectangle  # noqa: PLC0415  see the module

    return Rectangle((shape.x, shape.y), shape.width, shape.height, **LOOKS[shape.look])


def _write(axes: Any, words: Words) -> None:  # noqa: ANN401  the same
    # A dollar sign in what somebody wrote begins no formula.
    axes.text(
        words.x,
        words.y + 0.8 * words.size,
        drawable(words.text),
        fontsize=words.size,
        fontweight="bold" if words.bold else "normal",
        color=_INK[words.shade],
        horizontalalignment=words.align,
        verticalalignment="baseline",
        parse_math=False,
    )


def width_of(text: str, size: int, bold: bool) -> float:
    """Return the width in pixels of a text as it is painted."""
    return _advance(drawable(text), bold=bold) * size / TEXT


@lru_cache(maxsize=4096)
def _advance(text: str, *, bold: bool) -> float:
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415  see the module
    from matplotlib.textpath import TextToPath  # noqa: PLC0415  the same

    font = FontProperties(weight="bold" if bold else "normal", size=TEXT)
    width, _, _ = TextToPath().get_text_width_height_descent(text, font, ismath=False)
    return float(width)


def drawable(text: str) -> str:
    """Return a text without the signs that the font does not have (emoji, other scripts)."""
    return "".join(sign for sign in text if ord(sign) in _signs()).strip() or "…"


@lru_cache(maxsize=1)
def _signs() -> frozenset[int]:
    from matplotlib import font_manager, ft2font  # noqa: PLC0415  see the module

    fonts = [font_manager.FontProperties(weight=weight) for weight in ("normal", "bold")]
    known = [ft2font.FT2Font(font_manager.findfont(font)).get_charmap() for font in fonts]
    return frozenset(known[0]) & frozenset(known[1])
