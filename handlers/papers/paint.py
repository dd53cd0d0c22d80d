"""Paints lines on the upper half of a letter page; reportlab is imported only then."""

from __future__ import annotations

import io
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import Any, Literal

Kind = Literal["title", "day", "push_in", "text", "small"]
_SIZES = {"title": 15, "day": 10, "push_in": 11, "text": 10, "small": 8}
_BOLD = frozenset({"title", "push_in"})
_MARGIN = 40
_FONTS = {"Paper": "DejaVuSans.ttf", "Paper-Bold": "DejaVuSans-Bold.ttf"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paper and what it is."""

    kind: Kind
    text: str


def half_page(title: str, lines: list[Line]) -> bytes:
    """Return a PDF of one US letter page; all lines fit on its upper half, smaller if need be."""
    from reportlab.lib.pagesizes import letter  # noqa: PLC0415  see the module
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415  the same
    from reportlab.platypus import Frame, KeepInFrame, Paragraph  # noqa: PLC0415  the same

    register_fonts()
    width, height = letter
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=letter, lang="en-US", invariant=1)
    canvas.setTitle(title)
    canvas.setAuthor("Push-In")
    half = height / 2
    frame = Frame(_MARGIN, half + 8, width - 2 * _MARGIN, half - _MARGIN - 8, 0, 0, 0, 0)
    styles = _styles()
    words = [Paragraph(escape(line.text), styles[line.kind]) for line in lines]
    frame.addFromList([KeepInFrame(0, 0, words, mode="shrink")], canvas)
    canvas.setDash(3, 3)
    canvas.line(_MARGIN, half, width - _MARGIN, half)
    canvas.showPage()
    canvas.save()
    return held.getvalue()


def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415  see the module

    return {
        kind: ParagraphStyle(
            kind,
            fontName="Paper-Bold" if kind in _BOLD else "Paper",
            fontSize=size,
            leading=size * 1.3,
            spaceBefore=7 if kind in _BOLD else 1,
            leftIndent=10 if kind == "text" else 0,
        )
        for kind, size in _SIZES.items()
    }


def register_fonts() -> None:
    """Take the letters of DejaVu, which has those of most names; matplotlib brings it along."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415  see the module
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415  the same

    known = pdfmetrics.getRegisteredFontNames()
    folder = files("matplotlib") / "mpl-data" / "fonts" / "ttf"
    for name, file in _FONTS.items():
        if name not in known:
            pdfmetrics.registerFont(TTFont(name, io.BytesIO((folder / file).read_bytes())))
