"""What the bot answered to an act: a refusal is known by its sentence in the catalogue."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from handlers.slack.catalogue import en

Json = dict[str, Any]

FAILED = frozenset({"failed", "unknown"})
"""Refusals that nobody should ever read: something broke, or has no sentence."""
_PARAMETER = re.compile(r"\{\w+\}")
_LEAST = 8
"""Letters of its own that a sentence must have to be known by them."""


@dataclass(frozen=True)
class Answer:
    """What came back: how the call ended, what was said privately, the form that stands now."""

    outcome: str
    said: tuple[Json, ...] = ()
    view: Json | None = None
    errors: Mapping[str, str] | None = None

    @property
    def text(self) -> str:
        """All that was said, as one text."""
        under = (self.errors or {}).values()
        return "\n".join([*(str(one.get("text", "")) for one in self.said), *under])

    @property
    def refused(self) -> str:
        """The code of the refusal that was said; empty if none was."""
        texts = [*(str(one.get("text", "")) for one in self.said), *(self.errors or {}).values()]
        return next((code for text in texts if (code := refusal(text))), "")

    @property
    def is_yes(self) -> bool:
        """Tell whether it was done, or was so already."""
        return self.outcome == "ok" and not self.refused and not self.errors


def refusal(text: str) -> str:
    """Return the code of the refusal whose sentence this is; empty if it is none."""
    return next((code for code, pattern in _patterns() if pattern.fullmatch(text)), "")


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    found = []
    for key, sentence in en.SENTENCES.items():
        family, _, code = key.partition(".")
        if family != "refused" or len(_PARAMETER.sub("", sentence)) < _LEAST:
            continue
        parts = (re.escape(part) for part in _PARAMETER.split(sentence))
        found.append((code, re.compile(".*?".join(parts), re.DOTALL)))
    return found
