"""The look for cards whose time is over: it runs every second, whatever the size of the tables."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import event

from storage.database import Database
from storage.scope import Scope, Who

AT = datetime(2026, 9, 8, 13, 0, tzinfo=UTC)
WEEK = date(2026, 9, 7)


def _look(scope: Scope) -> None:
    scope.messages.ended_checklists(AT - timedelta(days=7), AT)
    scope.messages.ended_touch_bases(WEEK - timedelta(weeks=8), WEEK)


def test_only_open_cards_are_looked_through(sqlite_url: str) -> None:
    """Both looks begin at the open cards and seek what they are about by its key."""
    opened = Database.open(sqlite_url)
    seen: list[tuple[str, tuple[object, ...]]] = []
    event.listen(
        opened.engines[0],
        "before_cursor_execute",
        lambda *given: seen.append((given[2], given[3])),
    )
    opened.read_now(_look, Who("T1"))

    def ways(scope: Scope) -> list[str]:
        connection = scope.session.connection()
        asked = list(seen)
        return [
            str(step[-1]).partition(" (")[0]
            for statement, given in asked
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        ]

    assert opened.read_now(ways, Who("T1")) == [
        "SEARCH messageref USING INDEX ix_message_ref_open_checklist",
        "SEARCH session USING INDEX sqlite_autoindex_session_1",
        "SEARCH messageref USING INDEX ix_message_ref_open_touch_base",
        "SEARCH touchbase USING INDEX sqlite_autoindex_touchbase_1",
    ]
    opened.close_now()
