"""What a button carries: a verb and the id and revision of its entity, never state."""

from dataclasses import dataclass


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
