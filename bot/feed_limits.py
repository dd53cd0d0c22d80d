"""How often a calendar link may be asked, and from where guesses are not even looked at."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field

PER_LINK = 30
LINK_SECONDS = 3600.0
"""A calendar program asks once an hour at most; a person's few devices ask a few times."""
MISSES = 20
MISS_SECONDS = 60.0
_KEPT = 10_000
"""Links and addresses that are remembered, the oldest go first: memory has a bound."""


@dataclass
class Window:
    """Counts in stretches of time: at most `most` in each of `seconds` for one key."""

    most: int
    seconds: float
    _counts: OrderedDict[Hashable, tuple[float, int]] = field(default_factory=OrderedDict)

    def wait(self, key: Hashable, now: float) -> float | None:
        """Return how long (seconds) a key has to wait, None if it need not; `now`: monotonic."""
        began, count = self._counts.get(key, (now, 0))
        left = began + self.seconds - now
        return left if count >= self.most and left > 0 else None

    def count(self, key: Hashable, now: float) -> None:
        """Count one more for a key."""
        began, count = self._counts.pop(key, (now, 0))
        if now - began >= self.seconds:
            began, count = now, 0
        self._counts[key] = (began, count + 1)
        if len(self._counts) > _KEPT:
            self._counts.popitem(last=False)


@dataclass
class Limits:
    """The limits of one server; links that were good lately are served wherever guesses come from.

    Behind a proxy all requests come from one address: who guesses there must not lock others out.
    """

    links: Window = field(default_factory=lambda: Window(PER_LINK, LINK_SECONDS))
    misses: Window = field(default_factory=lambda: Window(MISSES, MISS_SECONDS))
    _good: OrderedDict[str, None] = field(default_factory=OrderedDict)

    def wait(self, link: str, address: str, now: float) -> float | None:
        """Return how long a request has to wait (seconds), None if it may be looked at now.

        `link` is the hash of what was asked for.
        """
        if link in self._good:
            return self.links.wait(link, now)
        return self.misses.wait(address, now)

    def served(self, link: str, now: float) -> None:
        """Count a request for a link that is good."""
        self.links.count(link, now)
        self._good[link] = None
        self._good.move_to_end(link)
        if len(self._good) > _KEPT:
            self._good.popitem(last=False)

    def missed(self, link: str, address: str, now: float) -> None:
        """Count a request for a link that is wrong or has ended."""
        self._good.pop(link, None)
        self.misses.count(address, now)
