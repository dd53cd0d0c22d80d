"""A calendar that was read: the first school, its groups, its years, and who may."""

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from unit.pushin.king import MONDAY, SCHOOL, WORKSPACE, King, account, neutral, on

from pushin import errors, people, school_imports, school_overviews
from pushin.people import MeInput
from pushin.results import (
    ImportDropped,
    ImportGroups,
    ImportPreview,
    NoSchool,
    SchoolImported,
    SchoolOverview,
)
from school import imports
from school.imports import Imported, Note
from storage import tables, tenancy
from storage.database import Database
from storage.scope import Scope

OFF = {"from": "2026-10-14", "to": "2026-10-14", "day_type": None, "label": "Storm"}


def read(**changes: object) -> Imported:
    """Return King's file as it is read, with another day off and other changes."""
    whole = neutral()
    data = {**whole, "exceptions": [*whole["exceptions"], OFF], **changes}
    return imports.read(json.dumps(data).encode(), name="king.json", on=MONDAY.date())


def look(king: King, found: Imported, who: str = "rosa") -> ImportPreview:
    shown = king.do(who, school_imports.preview, found, file="king.json", at=MONDAY)
    assert isinstance(shown, ImportPreview)
    return shown


@pytest.fixture
def nowhere(sqlite_url: str) -> Iterator[King]:
    """Open a workspace in which no school is set up."""
    database = Database.open(sqlite_url)
    for engine in database.engines:
        tenancy.install(engine)
    king = King(database)

    def add_workspace(scope: Scope) -> None:
        scope.session.add(tables.Workspace(id=WORKSPACE, name="New", created_at=MONDAY))

    king.do(None, add_workspace)
    yield king
    database.close_now()


def join(king: King, name: str, role: str) -> None:
    about = MeInput(account=account(name), name=name.capitalize(), role=role)
    king.do(name, people.save_me, about, at=MONDAY)


def test_the_first_organiser_adds_the_first_school(nowhere: King) -> None:
    """Whoever has no school yet and sends one keeps it from then on."""
    join(nowhere, "rosa", "organiser")
    join(nowhere, "tam", "para")
    asked = [nowhere.read(who, school_overviews.mine, at=MONDAY) for who in ("rosa", "tam")]
    target = nowhere.read("rosa", school_imports.target, at=MONDAY)

    shown = look(nowhere, read())
    done = nowhere.do("rosa", school_imports.save, shown.draft_id, at=MONDAY)

    assert asked == [NoSchool(may_add=True), NoSchool(may_add=False)]
    assert target.into is None
    assert (shown.is_new, shown.differences, shown.zone) == (True, (), "America/Los_Angeles")
    assert isinstance(done, SchoolImported)
    assert (done.created, done.again) == (True, False)
    assert isinstance(nowhere.read("rosa", school_overviews.mine, at=MONDAY), SchoolOverview)
    assert nowhere.person("rosa").school_id == SCHOOL


def test_a_stranger_and_a_teacher_are_told_who_keeps_the_calendar(king: King) -> None:
    """Nothing is fetched for them; where nobody keeps it, that is said."""
    with pytest.raises(errors.Refusal, match="stranger"):
        king.read("nobody", school_imports.target, at=MONDAY)
    with pytest.raises(errors.Refusal, match="import_not_yours") as caught:
        king.read("adams", school_imports.target, at=MONDAY)

    assert caught.value.params == {"who": ["Rosa"]}


def test_nobody_keeps_it_yet(nowhere: King) -> None:
    """Then the way to become its organiser is named."""
    join(nowhere, "tam", "para")

    with pytest.raises(errors.Refusal, match="import_nobody"):
        nowhere.read("tam", school_imports.target, at=MONDAY)


def test_a_preview_is_its_senders_alone(king: King) -> None:
    """Another's draft is none, and neither is one of yesterday morning."""
    shown = look(king, read())

    with pytest.raises(errors.Refusal, match="import_gone"):
        king.do("maya", school_imports.save, shown.draft_id, at=MONDAY)
    with pytest.raises(errors.Refusal, match="import_gone"):
        king.do("rosa", school_imports.save, shown.draft_id, at=MONDAY + timedelta(hours=25))


def test_dates_of_other_years_are_refused(king: King) -> None:
    """A year that is over, and one that begins after the present one, are not taken."""
    with pytest.raises(errors.Refusal, match="import_over"):
        king.do("rosa", school_imports.preview, read(), file="x", at=on(7, 1, year=2027))
    year = {"first_day": "2027-08-16", "last_day": "2028-06-02"}
    ahead = read(school_year=year, exceptions=[])
    with pytest.raises(errors.Refusal, match="import_ahead") as caught:
        king.do("rosa", school_imports.preview, ahead, file="x", at=MONDAY)

    assert caught.value.params == {"first": date(2027, 8, 16), "last": date(2027, 6, 3)}


def test_only_what_is_to_come_is_compared(king: King) -> None:
    """A date that has passed is no difference any more."""
    past = {**OFF, "from": "2026-09-10", "to": "2026-09-10"}
    found = read(exceptions=[*neutral()["exceptions"], past])

    assert look(king, found).differences == ()
    assert [one.on for one in look(king, read()).differences] == [date(2026, 10, 14)]


def test_the_groups_of_a_school_are_asked_once(king: King) -> None:
    """What was chosen is kept with the school, and its later files are read by it."""
    theirs = read(exceptions=[*neutral()["exceptions"], {**OFF, "applies_to": "middle"}])
    asked = king.do("rosa", school_imports.preview, theirs, file="x", at=MONDAY)
    assert isinstance(asked, ImportGroups)
    shown = king.do("rosa", school_imports.choose_group, asked.draft_id, 0, at=MONDAY)
    king.do("rosa", school_imports.save, asked.draft_id, at=MONDAY)

    again = look(king, theirs)

    assert asked.groups == (("middle", 1),)
    assert isinstance(shown, ImportPreview)
    assert [one.on for one in shown.differences] == [date(2026, 10, 14)]
    assert again.differences == ()


def test_notes_come_back_as_they_were(king: King) -> None:
    """What was left out and what to know is kept with the draft, dates as dates."""
    note = Note(
        "days_dropped", {"on": date(2026, 10, 5), "count": 3, "known": ("a", "b")}, "line 2"
    )
    found = read()
    told = Imported(found.calendar, found.neutral, "csv", (note,) * 40, (note,))

    shown = look(king, told)

    assert shown.unread_count == 40
    assert shown.notes == (note,)
    assert set(map(repr, shown.unread)) == {repr(note)}


def test_a_dropped_calendar_stays_dropped(king: King) -> None:
    """A second Don't says the same."""
    shown = look(king, read())

    first, second = (
        king.do("rosa", school_imports.drop, shown.draft_id, at=MONDAY) for _ in range(2)
    )

    assert first == second
    assert isinstance(first, ImportDropped)
    with pytest.raises(errors.Refusal, match="import_dropped"):
        king.do("rosa", school_imports.save, shown.draft_id, at=MONDAY)


def test_a_calendar_with_a_students_code_is_refused(king: King) -> None:
    """Nothing of it is kept: labels of days are shown to whole teams."""
    king.plan(student_codes=("K7-03",))
    found = read(exceptions=[*neutral()["exceptions"], {**OFF, "label": "k7-03 trip"}])

    with pytest.raises(errors.Refusal, match="import_names_student"):
        king.do("rosa", school_imports.preview, found, file="x", at=MONDAY)

    assert king.rows(tables.Draft, kind=school_imports.DRAFT) == []
