"""Which events were answered, so that nothing is done again that its person knows of."""

from datetime import datetime

from pushin.kinds import reads
from storage.scope import Scope


@reads
def is_answered(scope: Scope, key: str) -> bool:
    """Tell whether `key` (an event's id) was answered."""
    return scope.inbox.is_known(key)


def answered(scope: Scope, key: str, *, at: datetime) -> None:
    """Keep that `key` was answered; twice is once."""
    scope.inbox.accept(key, at)
