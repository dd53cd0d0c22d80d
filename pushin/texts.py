"""What may stand in a text that somebody typed: trimmed, printable and not too long.

Nothing is escaped here: how a text is shown is the surface's matter.
"""

import unicodedata

from pushin import errors

ROOM = 40
NAME = 80
LINE = 300
"""An expectation, a part, an activity."""
NOTE = 600
"""A note of a touch-base, a fallback, a whole schedule phrase."""

_JOINERS = {"\u200d", "\ufe0f", "\u200c"}
_BREAKS = {"\n", "\t"}


def clean(text: str, limit: int, *, what: str) -> str:
    """Return `text` trimmed and without control characters; it may be empty.

    Raises Refusal "too_long" (what, limit, length) where more than `limit` characters are left.
    `what` names the field ("room", "name", "expectation") for the sentence.
    """
    kept = "".join(one for one in text.replace("\r\n", "\n") if _is_kept(one)).strip()
    if len(kept) > limit:
        raise errors.Refusal("too_long", what=what, limit=limit, length=len(kept))
    return kept


def line(text: str, limit: int, *, what: str) -> str:
    """Return `text` as `clean` does, on one line."""
    return clean(" ".join(text.split()), limit, what=what)


def words(text: str, limit: int, *, what: str) -> str:
    """Return `text` on one line; it must say something.

    Raises Refusal "missing" (what) for nothing at all and "no_words" (what) for emoji or
    punctuation only.
    """
    kept = line(text, limit, what=what)
    if not kept:
        raise errors.Refusal("missing", what=what)
    if not has_words(kept):
        raise errors.Refusal("no_words", what=what)
    return kept


def words_or_nothing(text: str, limit: int, *, what: str) -> str:
    """Return `text` as `clean` does; it may be empty, but not emoji or punctuation only."""
    kept = clean(text, limit, what=what)
    if kept and not has_words(kept):
        raise errors.Refusal("no_words", what=what)
    return kept


def has_words(text: str) -> bool:
    """Tell whether a text holds a letter or digit outside `:emoji_codes:`."""
    without_codes = " ".join(
        part for part in text.split() if not (part.startswith(":") and part.endswith(":"))
    )
    return any(one.isalnum() for one in without_codes)


def _is_kept(one: str) -> bool:
    """Control, format and private characters are dropped; what joins an emoji stays."""
    if one in _BREAKS or one in _JOINERS:
        return True
    return unicodedata.category(one)[0] != "C"
