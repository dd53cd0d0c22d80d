"""Events that may be delivered more than once: which of them were answered here."""

import asyncio
from weakref import WeakValueDictionary

_KEPT = 2000


class Deliveries:
    """What this process answered lately; bounded, the oldest go first."""

    def __init__(self) -> None:
        """Begin with nothing answered."""
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._answered: dict[str, None] = {}
        self.acted: set[str] = set()
        """Events that changed something and wait for their answer to be kept."""

    def turn_of(self, key: str) -> asyncio.Lock:
        """Return what holds back a second delivery until the first is answered, or has failed."""
        return self._turns.setdefault(key, asyncio.Lock())

    def is_answered(self, key: str) -> bool:
        """Tell whether the person has the answer."""
        return key in self._answered

    def answered(self, key: str) -> None:
        """Remember that the person has the answer."""
        self._answered[key] = None
        if len(self._answered) > _KEPT:
            del self._answered[next(iter(self._answered))]
