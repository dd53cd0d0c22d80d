"""What was already received, so that nothing is acted on twice."""

from datetime import datetime

from storage.scope import Scope


def first_time(scope: Scope, key: str, at: datetime) -> bool:
    """Keep `key` (an event id or a business action) and return True; False if it was known."""
    return scope.inbox.accept(key, at)
