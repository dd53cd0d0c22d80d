"""Which building on which day: what is said, where somebody is, when they are left alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from scenario import two_schools
from sqlalchemy import event
from unit.pushin.rounds import BY_WEEKDAY, MONDAY, BuildingInput, Two, account, clock, minutes

from pushin import agenda, attention, buildings, errors, live, people, plans, schools, touchbases
from pushin.results import Outside, PlanPreview
from school.recurrence import Anchor
from storage import tables
from storage.scope import Scope

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + timedelta(days=n) for n in range(1, 5))
SATURDAY = MONDAY + timedelta(days=5)
LETTERS: dict[str, Any] = {
    "kind": "rotation",
    "cycle": ["A", "B"],
    "length": 2,
    "dates": [
        {"date": "2026-10-05", "cycle_day": "A", "day_type": "REGULAR"},
        {"date": "2026-10-06", "cycle_day": "A", "day_type": "REGULAR"},
        {"date": "2026-10-07", "cycle_day": "B", "day_type": "REGULAR"},
    ],
}
CLOSED = {"from": "2026-10-06", "to": "2026-10-06", "day_type": None, "label": "Conferences"}


def reimport(two: Two, school: dict[str, Any]) -> None:
    two.do(None, schools.import_neutral, school, at=two.now)


def on(two: Two, its_date: date) -> frozenset[str] | None:
    return two.about("maya", buildings.on, its_date)


class TestOn:
    """Where a provider may be on a date."""

    def test_nothing_said(self, two: Two) -> None:
        """Who named no buildings is not placed anywhere: None, not "nowhere"."""
        assert on(two, MONDAY) is None

    def test_teachers_have_none(self, two: Two) -> None:
        """A teacher has no rounds, whatever rows there are."""
        row = tables.Building(
            workspace_id="T1",
            person_id=two.about("diaz", lambda _, person: person.id),
            school_id="grant",
            weekdays=[0],
        )
        two.do(None, lambda scope: scope.people.add(row))

        assert two.about("diaz", buildings.on, MONDAY) is None

    def test_by_weekday(self, two: Two) -> None:
        """Each weekday has its building; one that was not named has none."""
        two.settle(
            BuildingInput("lincoln", frozenset({0, 2})), BuildingInput("grant", frozenset({1}))
        )

        week = [on(two, MONDAY + timedelta(days=n)) for n in range(5)]

        assert week == [{"lincoln"}, {"grant"}, {"lincoln"}, frozenset(), frozenset()]

    def test_a_day_off_stays_its_buildings(self, two: Two) -> None:
        """When Grant is closed on a Tuesday, Tuesday is not Lincoln's for that."""
        two.settle(*BY_WEEKDAY)
        reimport(two, two_schools.grant(exceptions=[CLOSED]))

        assert on(two, TUESDAY) == {"grant"}

    def test_by_letter(self, two: Two) -> None:
        """By letters it is the days that the school published; no other one is guessed."""
        reimport(two, two_schools.grant(pattern=LETTERS))
        two.settle(BuildingInput("grant", cycle_days=frozenset({"A"})))

        found = [on(two, MONDAY + timedelta(days=n)) for n in range(5)]

        assert found == [{"grant"}, {"grant"}, frozenset(), frozenset(), frozenset()]

    def test_todays_override_takes_the_letter_away(self, two: Two) -> None:
        """A school that is closed today has no letter today."""
        reimport(two, two_schools.grant(pattern=LETTERS))
        two.settle(BuildingInput("grant", cycle_days=frozenset({"A"})))

        two.do(None, schools.override_day, "grant", TUESDAY, None, "Snow", at=two.now)

        assert on(two, TUESDAY) == frozenset()


class TestSettings:
    """What is said is kept, or refused with what to do."""

    def test_saying_it_again_changes_nothing(self, two: Two) -> None:
        """The same days said twice are the same rows; the way is kept too."""
        first = two.settle(*BY_WEEKDAY, travel_minutes=35)
        again = two.settle(*reversed(BY_WEEKDAY), travel_minutes=35)

        rows = two.rows(tables.Building)
        assert first == again
        assert {row.school_id: row.weekdays for row in rows} == {
            "lincoln": [0, 2, 4],
            "grant": [1, 3],
        }
        assert two.about("maya", lambda _, person: person.travel_minutes) == 35

    def test_a_form_that_did_not_ask_leaves_them(self, two: Two) -> None:
        """Who changes their hours only keeps their buildings and their way."""
        two.settle(*BY_WEEKDAY, travel_minutes=35)
        two.join("maya", "provider", "lincoln")

        assert on(two, TUESDAY) == {"grant"}
        assert two.about("maya", lambda _, person: person.travel_minutes) == 35

    def test_one_building_again(self, two: Two) -> None:
        """With nothing picked anywhere a provider has one building again."""
        two.settle(*BY_WEEKDAY)
        two.settle(BuildingInput("lincoln"), BuildingInput("grant"))

        assert on(two, TUESDAY) is None

    def test_who_is_no_provider_any_more_has_none(self, two: Two) -> None:
        """A provider who becomes a para loses their rounds."""
        two.settle(*BY_WEEKDAY)
        two.join("maya", "para", "lincoln")

        assert two.rows(tables.Building) == []

    def test_who_is_given_another_role_has_none(self, two: Two) -> None:
        """A provider who is made the school's organiser loses their rounds too."""
        two.settle(*BY_WEEKDAY)
        maya = two.about("maya", lambda _, person: person.id)

        two.do(None, people.give_role, maya, "organiser", "lincoln", at=two.now)

        assert two.rows(tables.Building) == []

    @pytest.mark.parametrize(
        ("said", "more", "code"),
        [
            ([BuildingInput("nowhere", frozenset({0}))], {}, "unknown_school"),
            ([BuildingInput("lincoln", frozenset(), frozenset({"A"}))], {}, "no_letters"),
            ([BuildingInput("grant", frozenset(), frozenset({"Z"}))], {}, "unknown_cycle_day"),
            ([BuildingInput("grant", frozenset({0}), frozenset({"A"}))], {}, "days_and_letters"),
            (
                [BuildingInput("grant", frozenset({0})), BuildingInput("lincoln", frozenset({0}))],
                {},
                "two_buildings",
            ),
            (
                # Day A is a Monday and a Tuesday in October: a letter may fall on any weekday.
                [
                    BuildingInput("grant", frozenset(), frozenset({"A"})),
                    BuildingInput("lincoln", frozenset({1})),
                ],
                {},
                "two_buildings",
            ),
            ([], {"travel_minutes": 241}, "way_too_long"),
            ([], {"travel_minutes": -1}, "way_too_long"),
        ],
    )
    def test_refused(
        self, two: Two, said: list[BuildingInput], more: dict[str, Any], code: str
    ) -> None:
        """What cannot be is refused by its code, and nothing is kept."""
        reimport(two, two_schools.grant(pattern=LETTERS))

        with pytest.raises(errors.Refusal) as caught:
            two.settle(*said, **more)

        assert caught.value.code == code
        assert two.rows(tables.Building) == []
        assert two.about("maya", lambda _, person: person.travel_minutes) == 20

    @pytest.mark.parametrize("way", [0, 240])
    def test_ways(self, two: Two, way: int) -> None:
        """Buildings next door and four hours apart are both possible."""
        two.settle(*BY_WEEKDAY, travel_minutes=way)

        assert two.about("maya", lambda _, person: person.travel_minutes) == way

    def test_a_teacher_is_not_asked(self, two: Two) -> None:
        """Buildings of somebody who is no provider are refused, not dropped silently."""
        with pytest.raises(errors.Refusal, match="not_itinerant"):
            two.join("diaz", "teacher", "lincoln", buildings=BY_WEEKDAY)

    def test_two_buildings_on_one_day_if_said(self, two: Two) -> None:
        """Who says so may be in both; the form says it back."""
        both = [BuildingInput(one, frozenset({0})) for one in ("grant", "lincoln")]
        two.settle(*both, both=True)

        me = two.do("maya", people.me)

        assert on(two, MONDAY) == {"grant", "lincoln"}
        assert me.both

    def test_the_form_knows_schools_and_letters(self, two: Two) -> None:
        """Who named buildings sees all schools, their own first, with days and letters."""
        reimport(two, two_schools.grant(pattern=LETTERS))
        two.settle(BuildingInput("grant", cycle_days=frozenset({"B"})), travel_minutes=5)

        me = two.do("maya", people.me)

        assert [(one.school_id, one.letters) for one in me.buildings] == [
            ("grant", ("A", "B")),
            ("lincoln", ()),
        ]
        assert me.buildings[0].my_cycle_days == ("B",)
        assert (me.travel_minutes, me.both) == (5, False)

    def test_it_stays_short_for_others(self, two: Two) -> None:
        """Who named none is not asked before they say that they work in several."""
        assert two.do("maya", people.me).buildings == ()
        assert len(two.do("maya", people.me, several=True).buildings) == 2

    def test_plans_elsewhere_are_named(self, two: Two) -> None:
        """When Tuesdays become Grant's, the plans that are at Lincoln on Tuesdays are told."""
        two.plan("diaz", {1}, "09:10", "09:40")
        two.plan("diaz", {0, 1, 3}, "10:00", "10:30")

        assert two.settle(*BY_WEEKDAY).outside == (
            Outside("Lincoln Elementary", 1, TUESDAY, 2, weekly=True),
            Outside("Lincoln Elementary", 3, THURSDAY, 1, weekly=True),
        )
        assert two.settle().outside == ()


class TestReach:
    """Quiet hours, school days and Home follow the building of the day."""

    def test_school_day_of_the_days_building(self, two: Two) -> None:
        """With Grant closed, Tuesday is no school day for Maya, though Lincoln has school."""
        two.settle(*BY_WEEKDAY)
        reimport(two, two_schools.grant(exceptions=[CLOSED]))
        days = [
            two.about("maya", attention.is_school_day, on) for on in (MONDAY, TUESDAY, THURSDAY)
        ]

        assert days == [True, False, True]
        assert two.about("maya", attention.is_quiet, clock(TUESDAY, "10:00"))
        assert two.about("maya", attention.next_moment, after=clock(TUESDAY, "10:00")) == clock(
            WEDNESDAY, "08:30"
        )

    def test_any_building_of_the_day(self, two: Two) -> None:
        """A day in two buildings is a school day if one of them is open."""
        both = [BuildingInput(one, frozenset({1})) for one in ("grant", "lincoln")]
        two.settle(*both, both=True)
        reimport(two, two_schools.grant(exceptions=[CLOSED]))

        assert two.about("maya", attention.is_school_day, TUESDAY)
        assert two.about("maya", attention.school_ids, clock(TUESDAY, "10:00"))[0] == "lincoln"

    def test_a_day_in_no_building_is_quiet(self, two: Two) -> None:
        """On a weekday that she named for no building nobody writes to her."""
        two.settle(BuildingInput("lincoln", frozenset({0, 2})))

        assert two.about("maya", attention.is_quiet, clock(TUESDAY, "10:00"))
        assert not two.about("maya", attention.is_quiet, clock(MONDAY, "10:00"))

    def test_home_says_todays_building(self, two: Two) -> None:
        """Home shows the building of the day; who has one building sees no building at all."""
        assert two.do("maya", live.home, at=clock(TUESDAY, "07:00")).buildings is None

        two.settle(*BY_WEEKDAY)
        home = two.do("maya", live.home, at=clock(TUESDAY, "07:00"))
        weekend = two.do("maya", live.home, at=clock(SATURDAY, "07:00"))

        assert home.today is not None
        assert home.today.school_name == "Grant Elementary"
        assert home.buildings == (home.today,)
        assert weekend.buildings == ()

    def test_each_school_has_its_own_zone(self, two: Two) -> None:
        """Quiet hours are those of the building of the day, by its own clock."""
        reimport(two, two_schools.grant(timezone="America/Chicago"))
        two.settle(*BY_WEEKDAY)

        early = [clock(on, "07:00") for on in (MONDAY, TUESDAY)]  # 06:00 in Chicago
        assert [two.about("maya", attention.is_quiet, at) for at in early] == [False, True]
        zones = [two.about("maya", attention.zone_of, at) for at in early]
        assert [str(zone) for zone in zones] == ["America/New_York", "America/Chicago"]
        assert two.about("maya", attention.next_moment, after=early[1]) == clock(TUESDAY, "09:30")
        evening = clock(MONDAY, "16:00")
        assert two.about("maya", attention.next_moment, after=evening) == clock(TUESDAY, "09:30")

    def test_today_by_building(self, two: Two) -> None:
        """Today's sessions stand with the buildings in the order of the way, and what it takes."""
        two.settle(*BY_WEEKDAY)
        two.plan("diaz", {1}, "09:10", "09:40")
        two.plan("webb", {1}, "13:10", "13:30")

        found = two.do("maya", agenda.today, at=clock(TUESDAY, "07:00"))

        assert found.day.school_name == "Grant Elementary"
        assert [one.school_name for one in found.sessions] == [
            "Lincoln Elementary",
            "Grant Elementary",
        ]
        assert found.buildings is not None
        assert [one.school_name for one in found.buildings] == [
            "Lincoln Elementary",
            "Grant Elementary",
        ]
        assert found.travel_minutes == 20

    def test_conference_days_of_one_school(self, two: Two) -> None:
        """Two days off at the elementary only: the other school's day stays a school day."""
        two.settle(*BY_WEEKDAY)
        off = {"from": "2026-10-08", "to": "2026-10-09", "day_type": None, "label": "Conferences"}
        reimport(two, two_schools.lincoln(exceptions=[off]))

        days = [two.about("maya", attention.is_school_day, on) for on in (THURSDAY, FRIDAY)]

        assert days == [True, False]


class TestPreview:
    """What an itinerant cannot be in time for is named before it is saved."""

    def test_another_building_that_day(self, two: Two) -> None:
        """A plan at Lincoln on Tuesdays is named: she is at Grant then. It may be saved."""
        two.settle(*BY_WEEKDAY)

        (clash,) = two.preview("diaz", {0, 1}, "09:10", "09:40").clashes

        assert (clash.kind, clash.where, clash.on) == ("building", "Grant Elementary", TUESDAY)
        assert (clash.weekly, clash.mine) == (True, True)
        assert two.plan("diaz", {0, 1}, "09:10", "09:40").session_count == 12

    def test_each_weekday_once(self, two: Two) -> None:
        """Two weekdays elsewhere are two clashes; a day in no building says nowhere."""
        two.settle(BuildingInput("grant", frozenset({1})))

        clashes = two.preview("diaz", {1, 2}, "09:10", "09:40").clashes

        assert [(one.on, one.where) for one in clashes] == [
            (TUESDAY, "Grant Elementary"),
            (WEDNESDAY, ""),
        ]

    def test_a_letter_that_is_not_published_is_no_building(self, two: Two) -> None:
        """By letters only the dates that are known to be there are without a clash."""
        reimport(two, two_schools.grant(pattern=LETTERS))
        two.settle(BuildingInput("grant", cycle_days=frozenset({"A"})))

        (clash,) = two.preview("diaz", {1}, "09:10", "09:40").clashes

        assert (clash.on, clash.where, clash.weekly) == (TUESDAY, "Grant Elementary", False)

    @pytest.mark.parametrize(
        ("start", "end", "gap", "earlier"),
        [
            ("13:40", "14:10", 10, True),
            ("13:30", "14:00", 0, True),
            ("12:30", "13:00", 10, False),
            ("13:49", "14:19", 19, True),
        ],
    )
    def test_too_soon_after_another_building(
        self, two: Two, start: str, end: str, gap: int, *, earlier: bool
    ) -> None:
        """Less than the way between sessions in two buildings is named, with both figures."""
        two.plan("webb", {0}, "13:10", "13:30")

        (clash,) = two.preview("diaz", {0}, start, end).clashes

        assert (clash.kind, clash.where, clash.gap, clash.way, clash.earlier) == (
            "travel",
            "Grant Elementary",
            gap,
            20,
            earlier,
        )
        assert (clash.on, clash.start, clash.end) == (MONDAY, minutes("13:10"), minutes("13:30"))

    def test_the_way_is_the_persons_own(self, two: Two) -> None:
        """Twenty minutes are enough for twenty, and too few for twenty-one."""
        two.plan("webb", {0}, "13:10", "13:30")
        assert two.preview("diaz", {0}, "13:50", "14:20").clashes == ()

        two.join("maya", "provider", "lincoln", travel_minutes=21)

        assert [one.kind for one in two.preview("diaz", {0}, "13:50", "14:20").clashes] == [
            "travel"
        ]

    def test_touching_in_one_building_is_none(self, two: Two) -> None:
        """Two rooms of one building need no way."""
        two.plan("webb", {1}, "13:10", "13:30")

        assert two.preview("park", {1}, "13:30", "14:00").clashes == ()

    def test_overlap_is_one_clash(self, two: Two) -> None:
        """What is at the same time is said once, as such."""
        two.plan("webb", {0}, "13:10", "13:30")

        assert [one.kind for one in two.preview("diaz", {0}, "13:20", "13:50").clashes] == [
            "provider"
        ]

    def test_buildings_named_since_are_told_before_it_is_saved(self, two: Two) -> None:
        """A preview from before she named her buildings is said back anew."""
        draft = two.preview("diaz", {1}, "09:10", "09:40")
        two.settle(*BY_WEEKDAY)

        found = two.do("maya", plans.save, draft.draft_id, at=two.now)

        assert isinstance(found, PlanPreview)
        assert [one.kind for one in found.since] == ["building"]

    def test_a_new_room_is_in_the_building_of_its_days(self, two: Two) -> None:
        """A teacher nobody knows yet is at Grant if that is where Maya is on these days."""
        two.settle(*BY_WEEKDAY)
        asked = plans.PlanInput(
            teacher=account("newone"),
            room="9",
            channel_id="C09",
            weekdays=frozenset({1, 3}),
            anchor=Anchor("clock", start=560, end=590),
        )

        found = two.do("maya", plans.preview, asked, at=two.now)

        assert isinstance(found, PlanPreview)
        assert found.plan.school_name == "Grant Elementary"

    def test_the_form_has_the_bells_of_the_rooms_school(self, two: Two) -> None:
        """Opened in a Grant channel, the form offers Grant's periods."""
        found = two.do("maya", plans.form, channel_id="C01", at=two.now)

        assert "Recess" in found.periods
        assert "Centers" not in found.periods


@contextmanager
def counted(two: Two) -> Iterator[list[str]]:
    """Collect the statements that are sent to the database."""
    seen: list[str] = []

    def listen(*said: Any) -> None:
        seen.append(str(said[2]))

    for engine in two.database.engines:
        event.listen(engine, "before_cursor_execute", listen)
    yield seen
    for engine in two.database.engines:
        event.remove(engine, "before_cursor_execute", listen)


def test_next_asks_nothing_of_buildings(two: Two) -> None:
    """`next` takes two statements, with and without buildings."""
    two.plan("diaz", {0}, "09:10", "09:40")
    with counted(two) as one_building:
        two.do("maya", agenda.next_session, at=two.now)
    two.settle(*BY_WEEKDAY)
    with counted(two) as several:
        two.do("maya", agenda.next_session, at=two.now)

    assert len([one for one in one_building if one.startswith("SELECT")]) == 2
    assert len([one for one in several if one.startswith("SELECT")]) == 2


def test_buildings_are_read_once(two: Two) -> None:
    """Whatever is asked of a provider's day, their buildings are read once in a transaction."""
    two.plan("diaz", {0, 1}, "09:10", "09:40")
    two.settle(*BY_WEEKDAY)

    def look(scope: Scope) -> None:
        person = scope.people.of_account("U0MAYA")
        assert person is not None
        attention.next_moment(scope, person, after=two.now)
        attention.is_free(scope, person, two.now)
        touchbases.free_times(scope, person, MONDAY, at=two.now)

    with counted(two) as seen:
        two.do(None, look)

    assert len([one for one in seen if "FROM building" in one]) == 1
