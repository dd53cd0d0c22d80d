"""Rhythms of plans: every n weeks, days of a rotation, weeks of a month, dates left out."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from databases import SQLiteFiles
from unit.pushin.king import (
    CHANNEL,
    MONDAY,
    SCHOOL,
    King,
    account,
    local,
    minutes,
    neutral,
    on,
    opened,
)

from pushin import agenda, asked_days, derivation, errors, plans, schools
from pushin.results import AskedPart, NextSession, PlanPreview
from school.calendar import SchoolCalendar
from storage import tables
from storage.database import Database

LETTERED = Path(__file__).parents[2] / "data" / "phrases" / "school.json"
WITH = "with @adams room 12"
TUESDAY = frozenset({1})
KING = SchoolCalendar.from_neutral(neutral())


def dates_of(king: King, plan_id: str) -> list[date]:
    return [row.on_date for row in king.sessions(plan_id)]


def said(king: King, text: str) -> PlanPreview:
    return king.say(f"{text} {WITH}")


def refused(king: King, text: str) -> errors.Refusal:
    with pytest.raises(errors.Refusal) as caught:
        king.say(f"{text} {WITH}")
    return caught.value


def use(king: King, data: Mapping[str, Any]) -> None:
    king.do(None, schools.import_neutral, {**data, "id": SCHOOL}, at=MONDAY)


@pytest.fixture(scope="module")
def asked(sqlite_files: SQLiteFiles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[King]:
    """Return the team at King 6, for tests that only ask: nothing is saved there."""
    database = Database.open(sqlite_files.fresh(tmp_path_factory.mktemp("asked")))
    yield opened(database)
    database.close_now()


@pytest.fixture
def lettered(king: King) -> King:
    """Return the team at the invented A/B school of the phrase set: letters counted from a start.

    It is in New York, where MONDAY is ten o'clock.
    """
    use(king, json.loads(LETTERED.read_text("utf-8")))
    return king


def published(until: date) -> dict[str, Any]:
    """Return King 6 with invented odd and even days, as published up to a date before winter.

    Friday 2 October and Tuesday 6 October, on both sides of a holiday, are odd. The year is cut
    to begin and end soon.
    """
    data = neutral("king-6-odd-even")
    known = [one for one in data["pattern"]["dates"] if one["date"] <= until.isoformat()]
    year = {"first_day": "2026-08-12", "last_day": "2026-12-18"}
    return {**data, "pattern": {**data["pattern"], "dates": known}, "school_year": year}


@pytest.fixture
def odd_and_even(king: King) -> King:
    """Return the team at a school that has published odd and even days until 20 November."""
    use(king, published(date(2026, 11, 20)))
    return king


class TestEveryOtherWeek:
    """Every n weeks, counted in Monday weeks from the week of the first session."""

    def test_counts_from_the_first_session(self, asked: King) -> None:
        """Typed on a Monday, every other Tuesday begins tomorrow and is in every second week."""
        found = said(asked, "every other tuesday 9:10-9:40 until oct 30 except oct 13")

        assert (found.plan.weekdays, found.plan.interval) == ((1,), 2)
        assert found.plan.from_date == date(2026, 9, 15)
        assert found.plan.except_dates == (date(2026, 10, 13),)
        assert [on for on, _, _ in found.first_dates] == [
            date(2026, 9, 15),
            date(2026, 9, 29),
            date(2026, 10, 27),
        ]

    def test_is_saved_as_it_was_said_back(self, king: King) -> None:
        """The saved sessions are those of the preview, also when a day is derived anew."""
        plan = king.plan(weekdays=TUESDAY, interval=2, until_date=date(2026, 10, 30)).plan
        expected = [date(2026, 9, 15) + timedelta(weeks=2 * n) for n in range(4)]
        assert dates_of(king, plan.id) == expected

        for day in (date(2026, 9, 22), date(2026, 9, 29)):
            king.do("rosa", schools.override_day, SCHOOL, day, "EARLY RELEASE", at=MONDAY)

        assert dates_of(king, plan.id) == expected
        assert local(king.session(plan.id, date(2026, 9, 29))) == ("09:31", "10:14")

    def test_two_days_of_a_week_stay_together(self, asked: King) -> None:
        """Typed on a Monday after school, Monday and Thursday count from this week's Thursday."""
        found = asked.preview(weekdays=frozenset({0, 3}), interval=3, at=on(9, 14, 18))

        assert [its_date for its_date, _, _ in found.first_dates] == [
            date(2026, 9, 17),
            date(2026, 10, 8),
            date(2026, 10, 26),
        ]

    def test_first_day_off_is_not_the_first(self, asked: King) -> None:
        """The weeks are counted from the first day that has school: 5 and 12 October have none."""
        found = said(asked, "every other monday 9:10-9:40 starting oct 5")

        assert found.plan.from_date == date(2026, 10, 19)

    def test_confirmed_after_the_first_began(self, king: King) -> None:
        """Who confirms when the first session has begun keeps the weeks that were shown."""
        draft = king.preview(weekdays=frozenset({0}), interval=2, until_date=date(2026, 10, 30))
        assert draft.first_dates[0][0] == date(2026, 9, 14)

        saved = king.do("maya", plans.save, draft.draft_id, at=on(9, 14, 12))

        assert not isinstance(saved, PlanPreview)
        assert dates_of(king, saved.plan.id) == [date(2026, 9, 28), date(2026, 10, 26)]

    def test_touch_bases_only_in_its_weeks(self, king: King) -> None:
        """A pair that works together every other week touches base every other week."""
        plan = king.plan(weekdays=TUESDAY, interval=2, until_date=date(2026, 10, 30)).plan

        weeks = sorted(row.week for row in king.rows(tables.TouchBase))

        assert weeks == [one - timedelta(days=1) for one in dates_of(king, plan.id)]

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("every 20 weeks on tue 9:10-9:40", "interval_too_long"),
            ("1st tuesdays every other week 9:10-9:40", "unsupported"),
        ],
    )
    def test_refuses(self, asked: King, text: str, code: str) -> None:
        """More than twelve weeks, and some weeks of a month in every other week, are refused."""
        assert refused(asked, text).code == code


class TestRotation:
    """Days that only the school's calendar can place."""

    def test_letters(self, lettered: King) -> None:
        """A days, period 3 are the dates that the rotation makes A, at that period."""
        found = lettered.say(f"A days period 3 {WITH} until oct 9")

        assert (found.plan.weekdays, found.plan.cycle_days) == ((), ("A",))
        assert (found.plan.during, found.plan.start, found.plan.end) == ("Period 3", 600, 645)
        september, october = [15, 17, 21, 23, 25, 29], [1, 5, 7, 9]
        assert [day.day for day in dates_of_draft(lettered, found)] == [*september, *october]

    def test_letters_on_some_weekdays(self, lettered: King) -> None:
        """A days that are Mondays or Fridays are only those."""
        plan = lettered.plan(
            cycle_days=("day A",), weekdays=frozenset({0, 4}), until_date=date(2026, 10, 16)
        ).plan

        rows = lettered.sessions(plan.id)
        assert {row.on_date.weekday() for row in rows} <= {0, 4}
        assert [row.on_date.day for row in rows if row.on_date.month == 10] == [5, 9, 16]

    def test_published_letters(self, odd_and_even: King) -> None:
        """The same letter on both sides of a holiday has a session on both."""
        plan = odd_and_even.plan(cycle_days=("odd",), weekdays=frozenset()).plan
        rows = {row.on_date: row for row in odd_and_even.sessions(plan.id)}

        assert rows[date(2026, 10, 2)].obstacle is None
        assert rows[date(2026, 10, 6)].obstacle is None
        assert date(2026, 10, 7) not in rows

    def test_unpublished_days_are_unknown(self, odd_and_even: King) -> None:
        """A date without a published letter is unknown: shown, and neither held nor guessed."""
        found = odd_and_even.preview(cycle_days=("odd",), weekdays=frozenset())
        plan = odd_and_even.plan(cycle_days=("odd",), weekdays=frozenset()).plan
        rows = odd_and_even.sessions(plan.id)
        later = [row for row in rows if row.on_date > date(2026, 11, 20)]

        assert {row.obstacle for row in later} == {"unknown_day"}
        assert found.unknown == tuple(row.on_date for row in later)
        assert found.unknown[0] == date(2026, 11, 30)
        assert found.session_count == len(rows) - len(later)

    def test_next_waits_for_a_published_letter(self, odd_and_even: King) -> None:
        """The next session is the next date that is published odd, however far away it is."""
        odd_and_even.plan(cycle_days=("odd",), weekdays=frozenset())
        use(odd_and_even, published(date(2026, 10, 6)))

        found = odd_and_even.read("maya", agenda.next_session, at=on(10, 2, 12))
        none = odd_and_even.read("maya", agenda.next_session, at=on(10, 6, 12))

        assert isinstance(found, NextSession)
        assert found.session.on == date(2026, 10, 6)
        assert not isinstance(none, NextSession)

    def test_later_letters_fill_and_remove(self, odd_and_even: King) -> None:
        """Once letters are published, odd dates are on and even ones are gone without a trace."""
        plan = odd_and_even.plan(cycle_days=("odd",), weekdays=frozenset()).plan

        use(odd_and_even, published(date(2026, 12, 4)))

        rows = {row.on_date: row for row in odd_and_even.sessions(plan.id)}
        published_now = [on for on in rows if date(2026, 11, 30) <= on <= date(2026, 12, 4)]
        assert published_now == [date(2026, 12, 1), date(2026, 12, 3)]
        assert {rows[on].obstacle for on in published_now} == {None}
        assert rows[date(2026, 12, 7)].obstacle == "unknown_day"
        assert odd_and_even.planned(f"session:{rows[date(2026, 12, 1)].id}")

    def test_letters_taken_back(self, odd_and_even: King) -> None:
        """A session whose date becomes another's is not on any more, and nobody lost it unseen."""
        plan = odd_and_even.plan(cycle_days=("odd",), weekdays=frozenset()).plan
        flipped = published(date(2026, 11, 20))
        for line in flipped["pattern"]["dates"]:
            if line["date"] == "2026-10-06":
                line["cycle_day"] = "Even"

        use(odd_and_even, flipped)

        row = odd_and_even.session(plan.id, date(2026, 10, 6))
        assert (row.status, row.reason) == ("cancelled", derivation.PLAN_CHANGED)

    def test_moves_with_other_bells(self, odd_and_even: King) -> None:
        """On an early-release day an odd session is at that day's time of its period."""
        found = odd_and_even.preview(
            cycle_days=("odd",), weekdays=frozenset(), until_date=date(2026, 10, 9)
        )

        assert (found.plan.start, found.plan.end) == (minutes("9:35"), minutes("10:20"))
        assert found.moved == ((date(2026, 9, 16), 571, 614, "Early Release"),)

    def test_unknown_letter(self, lettered: King) -> None:
        """A letter that the rotation lacks is refused with those that it has."""
        caught = refused(lettered, "C days period 3")

        assert caught.code == "unknown_cycle_day"
        assert caught.params == {"value": "C", "known": ("A", "B")}

    def test_school_without_letters(self, asked: King) -> None:
        """Where there are no letters, weekdays are asked for."""
        assert refused(asked, "A days period 3").code == "no_cycle_days"


class TestMonthly:
    """Some weeks of each month."""

    def test_first_and_third(self, king: King) -> None:
        """1st and 3rd Tuesdays are two dates a month, none on a day off."""
        found = said(king, "1st and 3rd tuesdays 1:30-2:00 until dec 18")

        assert found.plan.monthly == ((1, 1), (3, 1))
        assert [day.day for day in dates_of_draft(king, found)] == [15, 6, 20, 3, 17, 1, 15]

    def test_last(self, king: King) -> None:
        """The last Friday of the month is found from its end; holidays have none."""
        found = said(king, "last friday of the month 9:10-9:40 until nov 6")

        assert [(day.month, day.day) for day in dates_of_draft(king, found)] == [(9, 25)]

    def test_none_before_the_end(self, asked: King) -> None:
        """A rhythm that has no date is refused with its dates."""
        caught = refused(asked, "fifth monday of the month 9:10-9:40 until nov 20")

        assert (caught.code, caught.params["last"]) == ("no_dates", date(2026, 11, 20))


def dates_of_draft(king: King, found: PlanPreview) -> list[date]:
    saved = king.do("maya", plans.save, found.draft_id, at=MONDAY)
    assert not isinstance(saved, PlanPreview)
    return dates_of(king, saved.plan.id)


class TestDates:
    """Single dates, ranges, ends."""

    def test_list_is_its_weekdays_without_the_others(self, king: King) -> None:
        """Two Tuesdays a fortnight apart are Tuesdays without the one between."""
        found = said(king, "oct 6 and oct 20 9:10-9:40")

        assert dates_of_draft(king, found) == [date(2026, 10, 6), date(2026, 10, 20)]
        assert found.plan.except_dates == (date(2026, 10, 13),)

    def test_list_that_is_no_rhythm(self, asked: King) -> None:
        """Dates all over the year are planned one by one."""
        caught = refused(asked, "oct 6, oct 28, dec 3 and jan 14 9:10-9:40")

        assert caught.code == "dates_one_by_one"
        assert len(caught.params["dates"]) == 4  # type: ignore[arg-type]

    def test_list_with_a_day_off(self, asked: King) -> None:
        """A date of a list without school is named: it is not dropped in silence."""
        caught = refused(asked, "oct 12 and oct 19 9:10-9:40")

        assert (caught.code, caught.params["on"]) == ("no_school_then", date(2026, 10, 12))

    def test_range_is_its_school_days(self, king: King) -> None:
        """A week of whole days is every school day of it."""
        found = said(king, "oct 5-9 lunch")

        assert [day.day for day in dates_of_draft(king, found)] == [6, 7, 8, 9]

    def test_range_without_school(self, asked: King) -> None:
        """A range in a break is refused."""
        assert refused(asked, "dec 21 - dec 31 lunch").code == "no_school_then"

    def test_for_n_weeks(self, asked: King) -> None:
        """Weeks count from that of the first session: next week's, on a Monday after school."""
        found = asked.say(f"mondays 9:10-9:40 for 2 weeks {WITH}", at=on(9, 14, 18))

        assert found.plan.until_date == date(2026, 9, 28)
        assert found.session_count == 2

    def test_until_an_event(self, asked: King) -> None:
        """Until winter break is until the last school day before it, and it says so."""
        found = said(asked, "every tue 9:10-9:40 until winter break")

        assert found.plan.until_date == date(2026, 12, 18)
        assert found.until is not None
        assert (found.until.on, found.until.kind) == (date(2026, 12, 18), "before")
        assert "winter" in found.until.name.casefold()

    def test_event_stays_where_it_was_shown(self, king: King) -> None:
        """What was confirmed ends on the date that was shown, although the break was moved."""
        draft = said(king, "every tue 9:10-9:40 until winter break")
        data = neutral()
        for line in data["exceptions"]:
            line["label"] = line["label"].replace("Winter", "Holiday")
        use(king, data)

        saved = king.do("maya", plans.save, draft.draft_id, at=MONDAY)

        assert not isinstance(saved, PlanPreview)
        assert saved.plan.until_date == date(2026, 12, 18)

    def test_unknown_event(self, asked: King) -> None:
        """An event that the calendar lacks is refused with those that it has."""
        caught = refused(asked, "every tue 9:10-9:40 until easter vacation")

        assert (caught.code, caught.params["event"]) == ("until_event_unknown", "easter vacation")
        assert "last day of school" in caught.params["known"]  # type: ignore[operator]

    def test_left_out_stretch_may_be_longer(self, asked: King) -> None:
        """Of a stretch of dates only those of the plan are kept."""
        found = said(asked, "Mon & Wed 9:10-9:40 except oct 19-23")

        assert found.plan.except_dates == (date(2026, 10, 19), date(2026, 10, 21))

    def test_left_out_date_of_no_session(self, asked: King) -> None:
        """Leaving out a date that is none of its days is a slip, and named."""
        caught = refused(asked, "wednesdays 9:10-9:40 except oct 22")

        assert (caught.code, caught.params["on"]) == ("left_out_anyway", date(2026, 10, 22))


PARTS = [
    (
        "Mon & Wed 9-9:30 and Fri 10-10:30 with @adams room 12",
        (
            AskedPart(weekdays=(0, 2), start=540, end=570),
            AskedPart(dates=(date(2026, 9, 18),), start=600, end=630),
        ),
    ),
    (
        "A days period 3 and B days during lunch with @adams",
        (
            AskedPart(cycle_days=("A",), during="3"),
            AskedPart(cycle_days=("B",), during="lunch"),
        ),
    ),
    (
        "Mon 9-9:30, Wed 10-10:30 and 1st fridays 11-11:30",
        (
            AskedPart(dates=(date(2026, 9, 14),), start=540, end=570),
            AskedPart(dates=(date(2026, 9, 16),), start=600, end=630),
            AskedPart(monthly=((1, 4),), start=660, end=690),
        ),
    ),
]


@pytest.mark.parametrize(("text", "parts"), PARTS)
def test_two_plans(text: str, parts: tuple[AskedPart, ...]) -> None:
    """Several plans in one phrase are taken apart, and none of them is planned."""
    with pytest.raises(errors.Refusal) as caught:
        asked_days.understand(text, KING, at=MONDAY)

    assert caught.value.code == "two_plans"
    assert caught.value.params["parts"] == parts


ONE_PLAN = [
    "Mon & Wed 9:10-9:40 arrival routine with @adams and @tam room 12 until June",
    "mondays 9:10-9:40 snack and a day folder with @adams",
    "mon 9:10-9:40, with @adams, room 12; and @tam",
]


@pytest.mark.parametrize("text", ONE_PLAN)
def test_one_plan(text: str) -> None:
    """Lists of people and other words after "and" make no second plan."""
    assert asked_days.understand(text, KING, at=MONDAY).start == minutes("9:10")


LISTS = [
    ("", set()),
    ("10/20, 11/3", {date(2026, 10, 20), date(2026, 11, 3)}),
    ("10/20/2026; nov 3-4", {date(2026, 10, 20), date(2026, 11, 3), date(2026, 11, 4)}),
]


@pytest.mark.parametrize(("text", "dates"), LISTS)
def test_dates_left_out_are_read(text: str, dates: set[date]) -> None:
    """Dates of the form are typed as in a phrase."""
    assert asked_days.left_out(text, KING, at=MONDAY) == dates


@pytest.mark.parametrize("text", ["soon", "fridays", "10/20 and rest", "2/30", "9/1"])
def test_dates_left_out_must_be_dates(text: str) -> None:
    """Anything else is refused: words, weekdays, impossible and past dates."""
    with pytest.raises(errors.Refusal, match="except_unreadable"):
        asked_days.left_out(text, KING, at=MONDAY)


class TestParts:
    """Parts of a routine in every rhythm."""

    def test_last_minutes_keep_their_length(self, king: King) -> None:
        """The last 20 minutes of a shorter writing are still its last 20 minutes."""
        king.routine(king.room(), "Writing", "writing", minutes("9:40"), minutes("10:20"))
        found = said(king, "wednesdays last 20 minutes of writing")
        saved = king.do("maya", plans.save, found.draft_id, at=MONDAY)

        assert not isinstance(saved, PlanPreview)
        assert (saved.plan.start, saved.plan.end) == (minutes("10:00"), minutes("10:20"))
        assert found.first_dates[0] == (date(2026, 9, 16), minutes("9:54"), minutes("10:14"))
        assert local(king.sessions(saved.plan.id)[0]) == ("09:54", "10:14")

    def test_after_lunch(self, asked: King) -> None:
        """Half an hour after lunch moves with the end of lunch."""
        found = said(asked, "every other tuesday after lunch for 30 min")

        assert found.plan.end - found.plan.start == 30
        assert (found.plan.during.casefold(), found.plan.interval) == ("lunch", 2)


class TestSameSlot:
    """Whether something is planned already, and what clashes."""

    def test_weeks_between_are_free(self, king: King) -> None:
        """The same time in the other weeks is another plan; in the same weeks it is not."""
        king.plan(weekdays=TUESDAY, interval=2)

        found = king.preview(weekdays=TUESDAY, interval=2, from_date=date(2026, 9, 22))

        assert found.clashes == ()
        with pytest.raises(errors.Refusal, match="already_planned"):
            king.preview(weekdays=TUESDAY, interval=2, from_date=date(2026, 9, 29))
        with pytest.raises(errors.Refusal, match="already_planned"):
            king.preview(weekdays=TUESDAY)

    def test_other_letter_is_another_plan(self, odd_and_even: King) -> None:
        """Odd and even days at the same time are two plans, on unknown dates too."""
        odd_and_even.plan(cycle_days=("odd",), weekdays=frozenset())

        even = odd_and_even.preview(cycle_days=("even",), weekdays=frozenset())

        assert even.clashes == ()
        with pytest.raises(errors.Refusal, match="already_planned"):
            odd_and_even.preview(cycle_days=("Odd day",), weekdays=frozenset())

    def test_same_letter_before_any_is_published(self, odd_and_even: King) -> None:
        """Twice the same letter is one plan although no date of it is known yet."""
        later = {"from_date": date(2026, 11, 30), "weekdays": frozenset()}
        odd_and_even.plan(cycle_days=("odd",), **later)

        assert odd_and_even.preview(cycle_days=("even",), **later).session_count == 0
        with pytest.raises(errors.Refusal, match="already_planned"):
            odd_and_even.preview(cycle_days=("odd",), **later)

    def test_clash_of_another_in_the_room(self, lettered: King) -> None:
        """Another provider's Mondays clash with A days at the first Monday that is one."""
        lettered.plan("ben", weekdays=frozenset({0}), from_date=date(2026, 10, 5))

        (clash,) = lettered.preview(cycle_days=("A",), weekdays=frozenset()).clashes

        assert (clash.kind, clash.who, clash.on) == ("room", "Ben", date(2026, 10, 5))


class TestForm:
    """What Change opens the form with."""

    def test_rhythm_is_prefilled(self, asked: King) -> None:
        """Every other week, weeks of a month and dates left out are there to be changed."""
        weekly = said(asked, "every other tuesday 9:10-9:40 except sep 29")
        monthly = said(asked, "1st and 3rd tuesdays 9:10-9:40")

        form = asked.read("maya", plans.form, weekly.draft_id, at=MONDAY)
        other = asked.read("maya", plans.form, monthly.draft_id, at=MONDAY)

        assert (form.interval, form.except_dates) == (2, (date(2026, 9, 29),))
        assert (form.rotation, form.cycle_days) == ((), ())
        assert (other.weekdays, other.monthly) == ((1,), ((1, 1), (3, 1)))

    def test_letters_are_offered(self, lettered: King) -> None:
        """A school with letters offers them."""
        draft = lettered.say(f"B days period 3 {WITH}")

        form = lettered.read("maya", plans.form, draft.draft_id, at=MONDAY)

        assert (form.rotation, form.cycle_days) == (("A", "B"), ("B",))


def test_every_rhythm_is_saved_and_read_back(king_anywhere: King) -> None:
    """A plan's facts are those that were said back, on each kind of database."""
    king = king_anywhere
    use(king, json.loads(LETTERED.read_text("utf-8")))
    rhythms: list[dict[str, Any]] = [
        {"weekdays": TUESDAY, "interval": 2, "except_dates": frozenset({date(2026, 9, 29)})},
        {"weekdays": frozenset(), "cycle_days": ("B",), "teacher": account("diaz"), "room": "7"},
        {"weekdays": frozenset(), "monthly": ((-1, 4), (1, 0))},
    ]
    for rhythm in rhythms:
        draft = king.preview(**{"channel_id": CHANNEL, "until_date": date(2026, 11, 6), **rhythm})

        saved = king.do("maya", plans.save, draft.draft_id, at=MONDAY)

        assert not isinstance(saved, PlanPreview)
        for name in ("weekdays", "interval", "cycle_days", "monthly", "except_dates", "from_date"):
            assert getattr(saved.plan, name) == getattr(draft.plan, name)
        assert saved.session_count == draft.session_count
