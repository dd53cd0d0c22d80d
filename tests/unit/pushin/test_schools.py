"""Schools: calendars come in, overrides change a day."""

from datetime import date

import pytest
from unit.pushin.king import MONDAY, SCHOOL, VARIANT, King, local, neutral, on

from pushin import agenda, errors, schools
from school.errors import SchoolError
from storage import tables

WEDNESDAY = date(2026, 9, 16)


def test_import_is_idempotent(king: King) -> None:
    """The same calendar again changes nothing."""
    saved = king.do(None, schools.import_neutral, neutral(), at=MONDAY)

    assert (saved.created, saved.changed, saved.moved) == (False, False, 0)
    assert king.rows(tables.School)[0].revision == 1


def test_calendar_comes_back_as_it_went_in(king: King) -> None:
    """The stored calendar is the imported one, and it is parsed once for the same text."""
    first = king.read(None, schools.calendar_of, SCHOOL)
    again = king.read("maya", schools.calendar_of, SCHOOL)

    assert first is again
    assert first.to_neutral()["day_types"] == neutral()["day_types"]


def test_wrong_form_is_named(king: King) -> None:
    """A calendar that cannot be read is refused by the school layer, and nothing is kept."""
    broken = {**neutral(), "timezone": "Mars/Olympus"}

    with pytest.raises(SchoolError):
        king.do(None, schools.import_neutral, broken, at=MONDAY)

    assert king.rows(tables.School)[0].timezone == "America/Los_Angeles"


@pytest.mark.parametrize("who", ["maya", "adams", "tam", "nobody"])
def test_only_its_organiser_changes_a_calendar(king: King, who: str) -> None:
    """A provider, a teacher, a para and a stranger do not import or close."""
    with pytest.raises(errors.NotAllowed):
        king.do(who, schools.import_neutral, neutral(VARIANT), at=MONDAY)
    with pytest.raises(errors.NotAllowed):
        king.do(who, schools.override_day, SCHOOL, WEDNESDAY, None, "Snow", at=MONDAY)


def test_closing_a_day_and_opening_it_again(king: King) -> None:
    """A closed day cancels its session and withdraws its prompt; opening brings both back."""
    plan = king.plan().plan
    subject = f"session:{plan.id}-20260916"
    assert len(king.planned(subject)) == 1

    day = king.do("rosa", schools.override_day, SCHOOL, WEDNESDAY, None, "Water leak", at=MONDAY)
    closed = king.session(plan.id, WEDNESDAY)

    assert (day.in_session, day.day_label, day.reason) == (False, "Water leak", "override")
    assert (closed.status, closed.reason, closed.revision) == ("cancelled", "no_school", 2)
    assert king.planned(subject) == []

    king.do("rosa", schools.clear_override, SCHOOL, WEDNESDAY, at=MONDAY)
    opened = king.session(plan.id, WEDNESDAY)

    assert (opened.status, opened.reason, opened.revision) == ("planned", None, 3)
    assert len(king.planned(subject)) == 1


def test_same_override_twice_changes_nothing(king: King) -> None:
    """Repeating a closing leaves sessions and prompts as they are."""
    plan = king.plan().plan
    for _ in range(2):
        king.do("rosa", schools.override_day, SCHOOL, WEDNESDAY, None, "Snow", at=MONDAY)

    assert king.session(plan.id, WEDNESDAY).revision == 2


def test_closed_day_is_in_the_agenda_with_its_reason(king: King) -> None:
    """The agenda of a closed day shows the session that is not on, and what the school says."""
    king.plan()
    king.do("rosa", schools.override_day, SCHOOL, WEDNESDAY, None, "Water leak", at=MONDAY)

    found = king.read("adams", agenda.today, at=on(9, 16, 7))

    assert not found.day.in_session
    assert [(one.status, one.reason, one.day_label) for one in found.sessions] == [
        ("cancelled", "no_school", "Water leak")
    ]


def test_another_day_type_moves_the_session(king: King) -> None:
    """On an early-release Monday, Period 2 and its checklist are at that day's times."""
    plan = king.plan().plan
    monday = date(2026, 9, 21)

    king.do("rosa", schools.override_day, SCHOOL, monday, "EARLY RELEASE", at=MONDAY)
    moved = king.session(plan.id, monday)
    (prompt,) = king.planned(f"session:{moved.id}")

    assert local(moved) == ("09:31", "10:14")
    assert (moved.starts_at - prompt.due_at).total_seconds() == 30 * 60


def test_override_of_a_past_day_is_refused(king: King) -> None:
    """What was, was."""
    with pytest.raises(errors.Refusal, match="date_past"):
        king.do("rosa", schools.override_day, SCHOOL, date(2026, 9, 11), None, at=MONDAY)


def test_unknown_day_type_names_the_known_ones(king: King) -> None:
    """An override for a day type that the school does not have says which it has."""
    with pytest.raises(errors.Refusal) as caught:
        king.do("rosa", schools.override_day, SCHOOL, WEDNESDAY, "LATE", at=MONDAY)

    assert caught.value.params["known"] == ("NORMAL", "EARLY RELEASE")


def test_new_calendar_moves_what_hangs_on_it(king: King) -> None:
    """A calendar with a minimum day marks that day's session; all others stay as they were."""
    plan = king.plan().plan
    before = {row.id: row.revision for row in king.sessions(plan.id)}

    saved = king.do("rosa", schools.import_neutral, neutral(VARIANT), at=MONDAY)
    changed = [row for row in king.sessions(plan.id) if row.revision != before.get(row.id)]

    assert saved.moved == len(changed) == 1
    assert changed[0].obstacle == "routine_missing"
    assert changed[0].on_date.month == 10
    assert king.planned(f"session:{changed[0].id}") == []


def test_bells_that_move_take_whole_periods_along(king: King) -> None:
    """A plan that is the whole Period 2 follows its new regular times."""
    plan = king.plan().plan
    later = neutral()
    for one in later["day_types"]["NORMAL"]["periods"]:
        if one["name"] == "Period 2":
            one["start"], one["end"] = "09:40", "10:22"

    king.do("rosa", schools.import_neutral, later, at=MONDAY)

    assert local(king.session(plan.id, date(2026, 9, 21))) == ("09:40", "10:22")
    assert (king.rows(tables.Plan)[0].start_minute, king.rows(tables.Plan)[0].revision) == (580, 2)


def test_sessions_that_have_begun_are_not_rewritten(king: King) -> None:
    """A calendar that changes at noon leaves this morning's session alone."""
    plan = king.plan().plan

    king.do(
        "rosa", schools.override_day, SCHOOL, MONDAY.date(), None, "Power cut", at=on(9, 14, 12)
    )

    assert king.session(plan.id, MONDAY.date()).status == "planned"
