"""Makes a browser's PNG small: a palette is enough for words on flat ground."""

from __future__ import annotations

import io
from itertools import chain

from PIL import Image

_COLOURS = (128, 48, 24)
_FEW = (48, 16, 8)


def smaller(picture: bytes, most: int) -> bytes:
    """Return the picture with a palette.

    Where it has over `most` bytes: with fewer colours, then half as wide.
    """
    with Image.open(io.BytesIO(picture)) as opened:
        whole = opened.convert("RGB")
    half = whole.resize((whole.width // 2, whole.height // 2), Image.Resampling.BOX)
    tried = (_with_palette(whole, colours) for colours in _COLOURS)
    again = (_with_palette(half, colours) for colours in _FEW)
    found = picture
    for found in chain(tried, again):
        if len(found) <= most:
            break
    return found


def _with_palette(whole: Image.Image, colours: int) -> bytes:
    # Nothing is dithered: dots between two colours pack badly and make words harder to read.
    flat = whole.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    kept = io.BytesIO()
    flat.save(kept, "PNG", optimize=True)
    return kept.getvalue()
