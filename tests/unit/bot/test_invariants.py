"""A simulation notices every promise that is broken: each rule is broken here on purpose."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot import school_files
from bot.simulation import invariants
from school.calendar import SchoolCalendar
from storage import tables
from storage.database import Database

NOW = datetime(2026, 10, 7, 17, 0, tzinfo=UTC)
"""Wednesday, 10 o'clock in Berkeley."""


@pytest.fixture
def calendar() -> SchoolCalendar:
    """Return the demo's school."""
    return SchoolCalendar.from_neutral(school_files.read_or_demo(None))


def message(at: datetime, key: str = "k1", **more: Any) -> dict[str, Any]:
    metadata = {"event_type": "pushin_prompt", "event_payload": {"key": key}}
    about = {"private": True, "to": ["U1"], "text": "For you", "metadata": metadata}
    return {**about, "ts": f"{at.timestamp():.6f}", **more}


def prompt(state: str, key: str = "k1", *, revision: int = 1) -> tables.Prompt:
    sent = state == "sent"
    return tables.Prompt(
        workspace_id="T1",
        id=f"{key}-{revision}",
        kind="checklist",
        subject="session:s1",
        conversation_id="channel:C1",
        revision=revision,
        state=state,
        due_at=NOW - timedelta(hours=1),
        key=key,
        message_ts="1.0" if sent else None,
    )


def broken(sqlite_url: str, rows: list[tables.Prompt], messages: list[dict[str, Any]]) -> list[str]:
    database = Database.open(sqlite_url)

    def look(session: Session) -> list[str]:
        session.add(tables.Workspace(id="T1", name="T", created_at=NOW))
        session.flush()
        session.add(
            tables.Conversation(workspace_id="T1", id="channel:C1", kind="channel", free_at=NOW)
        )
        session.flush()
        session.add_all(rows)
        session.flush()
        return [
            *invariants.settled(session, now=NOW),
            *invariants.stands_once(session, messages),
        ]

    try:
        return database.system_now(look)
    finally:
        database.close_now()


def test_nothing_is_broken(sqlite_url: str) -> None:
    """A prompt that is marked as sent and stands once is what was promised."""
    assert broken(sqlite_url, [prompt("sent")], [message(NOW)]) == []


@pytest.mark.parametrize(
    ("rows", "messages", "words"),
    [
        ([prompt("planned")], [], "without an end"),
        ([prompt("sent")], [], "not there"),
        ([prompt("sent")], [message(NOW), message(NOW)], "2 messages"),
        ([], [message(NOW)], "not marked as sent"),
    ],
    ids=["no end", "not there", "twice", "not marked"],
)
def test_a_broken_promise(
    sqlite_url: str, rows: list[tables.Prompt], messages: list[dict[str, Any]], words: str
) -> None:
    """Lost, doubled, forgotten and unmarked prompts are each named."""
    assert words in " ".join(broken(sqlite_url, rows, messages))


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        (NOW, False),
        (datetime(2026, 10, 7, 13, 29, tzinfo=UTC), True),  # 6:29 in Berkeley
        (datetime(2026, 10, 8, 1, 0, tzinfo=UTC), True),  # 18:00 in Berkeley
        (datetime(2026, 10, 12, 17, 0, tzinfo=UTC), True),  # a Monday without school
    ],
)
def test_quiet_time(calendar: SchoolCalendar, at: datetime, *, quiet: bool) -> None:
    """A direct message before 6:30, from 18:00 on, or on a day without school is named."""
    assert bool(list(invariants.in_their_time([message(at)], calendar))) is quiet


def test_budget(calendar: SchoolCalendar) -> None:
    """The third unasked direct message of a day is named; a channel's message counts for nobody."""
    three = [message(NOW + timedelta(minutes=n)) for n in range(3)]
    in_channel = [message(NOW, private=False) for _ in range(5)]
    assert list(invariants.within_budget([*three[:2], *in_channel], calendar)) == []
    assert "3 unasked" in next(invariants.within_budget(three, calendar))
