"""A simulation notices every promise that is broken: each rule is broken here on purpose."""

from datetime import UTC, date, datetime, timedelta
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


def told(on: date, *, begins: datetime, anytime: bool = False) -> dict[str, invariants.ChangedDay]:
    return {"k1": invariants.ChangedDay(on, begins, anytime)}


@pytest.mark.parametrize(
    ("begins", "anytime", "quiet"),
    [
        (datetime(2026, 10, 7, 13, 20, tzinfo=UTC), False, False),  # 6:20, before quiet ends
        (datetime(2026, 10, 7, 17, 0, tzinfo=UTC), False, True),
        (datetime(2026, 10, 7, 17, 0, tzinfo=UTC), True, False),
    ],
)
def test_a_changed_day_in_quiet_time(
    calendar: SchoolCalendar, begins: datetime, *, anytime: bool, quiet: bool
) -> None:
    """In quiet hours it is told only if its session begins in them, or if its person said so."""
    at = datetime(2026, 10, 7, 12, 40, tzinfo=UTC)
    changed = told(date(2026, 10, 7), begins=begins, anytime=anytime)

    assert bool(list(invariants.in_their_time([message(at)], calendar, changed))) is quiet


@pytest.mark.parametrize(("on", "kept"), [(date(2026, 10, 7), True), (date(2026, 10, 8), False)])
def test_budget_excepts_a_change_of_today(
    calendar: SchoolCalendar, on: date, *, kept: bool
) -> None:
    """Three messages are within the budget if one tells that this day has changed."""
    three = [message(NOW, key=f"k{n}") for n in range(1, 4)]
    broken = list(invariants.within_budget(three, calendar, told(on, begins=NOW)))

    assert (broken == []) is kept


def test_changed_days_are_found(sqlite_url: str) -> None:
    """What was sent about changed days is known by its key, with whether its person wants it so."""
    database = Database.open(sqlite_url)

    def look(session: Session) -> dict[str, invariants.ChangedDay]:
        session.add(tables.Workspace(id="T1", name="T", created_at=NOW))
        session.flush()
        person = {"workspace_id": "T1", "id": "p1", "name": "Tam", "role": "para"}
        session.add(tables.Person(**person, change_anytime=True))
        session.add(
            tables.Conversation(workspace_id="T1", id="channel:C1", kind="channel", free_at=NOW)
        )
        session.flush()
        row = prompt("sent")
        row.kind, row.subject, row.worthless_at = "change", "change:p1:2026-10-07", NOW
        session.add(row)
        session.flush()
        return invariants.changed_days(session)

    try:
        assert database.system_now(look) == told(date(2026, 10, 7), begins=NOW, anytime=True)
    finally:
        database.close_now()
