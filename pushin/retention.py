"""What is kept no longer than it serves: drafts, what was received, and changes long followed."""

from datetime import datetime, timedelta

from pushin import drafts
from storage.scope import Scope

KEEP = timedelta(days=7)
"""How long a draft's row and the key of an event stay: longer than anything comes again."""


def purge(scope: Scope, *, at: datetime) -> int:
    """Forget what drafts held that nobody may use any more, and all that is older than `KEEP`.

    For the tick, now and then; returns how many rows went or were emptied.
    """
    emptied = scope.drafts.empty(at - drafts.FRESH)
    purged = scope.drafts.purge(at - KEEP) + scope.inbox.purge(at - KEEP)
    return emptied + purged + scope.replans.purge(at - KEEP)
