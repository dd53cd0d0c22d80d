"""The demo opens where a newcomer sees a push-in come."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot import demo, school_files
from school import clock
from school.calendar import SchoolCalendar
from storage import tables
from storage.database import Database

SCHOOLS = Path(__file__).parents[2] / "data" / "schools"


@pytest.fixture
def king() -> SchoolCalendar:
    """Return the calendar of the demo's school."""
    return SchoolCalendar.from_neutral(school_files.read_or_demo(None))


@pytest.mark.parametrize(
    ("today", "opens"),
    [
        (date(2026, 11, 23), date(2026, 11, 30)),  # Fall Recess: the Monday after
        (date(2026, 12, 2), date(2026, 12, 2)),  # a school day is its own first
        (date(2026, 12, 5), date(2026, 12, 7)),  # Saturday
        (date(2026, 7, 1), date(2026, 8, 12)),  # before the year: its first day
        (date(2027, 6, 30), date(2026, 10, 1)),  # after the year: its first October week
    ],
)
def test_opens_on_the_first_school_day(king: SchoolCalendar, today: date, opens: date) -> None:
    """The demo opens on the first school day from today, or in October once the year is over."""
    assert demo.opening(king, today).day.on == opens


def test_opens_forty_minutes_ahead(king: SchoolCalendar) -> None:
    """The school clock stands forty minutes before the push-in's period, in the school's zone."""
    start = demo.opening(king, date(2026, 12, 1))
    assert start.starts_at - start.now == timedelta(minutes=40)
    assert clock.local(start.starts_at, king.zone) == (date(2026, 12, 1), start.period.start)


def test_only_the_teacher_has_yet_to_answer(king: SchoolCalendar, sqlite_url: str) -> None:
    """The seeded push-in has sessions to come; all but its teacher have said that they are in."""
    database = Database.open(sqlite_url)
    start = demo.opening(king, date(2026, 12, 1))
    demo.seed_database(database, school_files.read_or_demo(None), start)

    def count(session: Session) -> tuple[set[str], int]:
        people = {person.id: person.name for person in session.exec(select(tables.Person))}
        answers = session.exec(select(tables.Confirmation)).all()
        names = {people[answer.person_id] for answer in answers}
        return names, len(session.exec(select(tables.Session)).all())

    names, sessions = database.system_now(count)
    database.close_now()
    assert names == {demo.MAYA.name, demo.TAM.name}
    assert sessions > 30


def test_the_tour_ends_where_the_checklist_is_due(king: SchoolCalendar) -> None:
    """The tour has four cards; one moves the clock to half an hour before the push-in."""
    start = demo.opening(king, date(2026, 12, 1))
    cards = demo.opening_seed(start, school_files.read_or_demo(None))["tour"]
    moves = [card["do"]["clock"]["set"] for card in cards if "clock" in card["do"]]
    assert len(cards) == 4
    assert [datetime.fromisoformat(at) for at in moves] == [start.starts_at - timedelta(minutes=30)]


@pytest.mark.parametrize("file", sorted(SCHOOLS.glob("*.json")), ids=lambda file: file.stem)
def test_every_school_can_open(file: Path) -> None:
    """`--school FILE` finds a push-in in every school that has bells."""
    calendar = SchoolCalendar.from_neutral(school_files.read_or_demo(file))
    start = demo.opening(calendar, date(2026, 10, 7))
    assert start.day.in_session
    assert start.starts_at > start.now
