"""What a button carries: a verb and the id and revision of its entity, never state."""

from dataclasses import dataclass
from datetime import date


class UnreadableError(ValueError):
    """A button or form of an older version, or one that nobody was shown, cannot be read."""


@dataclass(frozen=True, slots=True)
class ActionRef:
    """A verb on an entity, as it stood at a revision when the button was shown."""

    verb: str
    entity: str = ""
    revision: int = 0

    def encode(self) -> str:
        """Return the one-line form that travels in a button's value."""
        return f"{self.verb}:{self.entity}:{self.revision}"

    @classmethod
    def decode(cls, text: str) -> "ActionRef":
        """Return what `encode` wrote; ValueError for anything else (ids may hold colons)."""
        verb, _, rest = text.partition(":")
        entity, colon, revision = rest.rpartition(":")
        if not colon:
            raise ValueError(text)
        return cls(verb, entity, int(revision))


def day_of(text: str) -> date:
    """Return a date that a button or form carries; UnreadableError for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnreadableError(text) from error


def number_of(text: str) -> int:
    """Return a number that a button or form carries; UnreadableError for anything else."""
    if not (text.isascii() and text.isdecimal()):
        raise UnreadableError(text)
    return int(text)
