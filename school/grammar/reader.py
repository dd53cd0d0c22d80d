"""A text that is read from left to right, and put back where a reading fails."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_GAP = re.compile(r"[\s,;:()]*")
_POSSESSIVE = re.compile(
    r"(?<=[a-z]day)'s(?=\s*(?:$|[,&/@\d-]|(?:at|and|from|for|until|thru|through|starting|during|after"
    r"|before|except|noon)\b))"
)
"""Many write "monday's at 9" for the plural; "monday's group" is something else."""
_ISO_T = re.compile(r"(?<=\d-\d\d)t(?=\d\d:)")
_SAME = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys("\u2018\u2019\u02bc\u2032", "'")
    | {"\xa0": " ", "\u202f": " ", "\u2009": " ", "\uff0f": "/", "\uff1a": ":"}
)


def pattern(source: str) -> re.Pattern[str]:
    """Compile a pattern that ends at the end of a word."""
    return re.compile(rf"(?:{source})(?!\w)")


def folded(text: str) -> str:
    """Return `text` in lower case and without accents, every character in its old place."""
    plain = text.lower() if text.isascii() else "".join(map(_plain, text)).translate(_SAME)
    return _POSSESSIVE.sub("s ", _ISO_T.sub(" ", plain))


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    bare = unicodedata.normalize("NFD", char)[:1]
    lower = bare.lower()
    return lower if len(lower) == 1 else char


@dataclass(slots=True)
class Reader:
    """The folded text, and how far it has been read."""

    text: str
    at: int = 0
    _gap: tuple[int, int] = (-1, -1)
    """Where a gap was looked for last, and where it ended."""

    def take(self, wanted: re.Pattern[str]) -> re.Match[str] | None:
        """Read `wanted` after any gap and move past it; stay and return None if it is not next."""
        match = wanted.match(self.text, self.past_gap())
        if match is not None:
            self.at = match.end()
        return match

    def peek(self, wanted: re.Pattern[str]) -> re.Match[str] | None:
        """Return what `take` would, without moving."""
        return wanted.match(self.text, self.past_gap())

    def past_gap(self) -> int:
        """Return where the next word begins."""
        at, end = self._gap
        if at != self.at:
            at = self.at
            gap = _GAP.match(self.text, at)
            end = gap.end() if gap else at
            self._gap = (at, end)
        return end

    @property
    def done(self) -> bool:
        """Whether nothing is left."""
        return self.past_gap() >= len(self.text)
