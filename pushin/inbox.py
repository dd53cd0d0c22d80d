"""Which events were received and answered, so that none acts twice and no answer is lost."""

from datetime import datetime

from pushin.kinds import reads
from storage.scope import Scope


@reads
def is_answered(scope: Scope, key: str) -> bool:
    """Tell whether `key` (an event's id) was answered."""
    return scope.inbox.is_answered(key)


def received(scope: Scope, key: str, *, at: datetime) -> None:
    """Keep `key` in the transaction of what its event changed; twice is once."""
    scope.inbox.accept(key, at)


def answered(scope: Scope, key: str, *, at: datetime) -> None:
    """Keep that `key` was answered; twice is once."""
    scope.inbox.answer(key, at)
