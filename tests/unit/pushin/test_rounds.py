"""Touch-bases of a provider in two buildings: scenario 6, and the ways between sessions."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from unit.pushin.rounds import BY_WEEKDAY, MONDAY, ZONE, BuildingInput, Two, clock, minutes

from pushin import pairs, schools, touchbases
from pushin.diaries import Diary
from pushin.slots import Slot
from school.free import Span
from storage import tables, tenancy
from storage.database import Database
from storage.scope import Scope

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + timedelta(days=n) for n in range(1, 5))
EARLY = date(2026, 10, 16)
DAY = timedelta(days=1)


def slot(two: Two, teacher: str, on: date, time: str = "07:00") -> tuple[int, str, str] | None:
    """Return weekday, start and reason of a pair's first slot of a week from an instant on."""

    def look(scope: Scope) -> Slot | None:
        who = scope.people.of_account(f"U0{teacher.upper()}")
        assert who is not None
        (pair,) = pairs.of_person(scope, who, at=clock(on, time))
        own = f"{pair.provider.id}-{pair.teacher.id}-{touchbases.monday(on):%Y%m%d}"
        found = touchbases.slots_of_week(scope, pair, on, at=clock(on, time), but=own)
        return next(iter(found), None)

    found = two.do(None, look)
    if found is None:
        return None
    assert found.end - found.start == 5
    return found.on.weekday(), f"{found.start // 60}:{found.start % 60:02}", found.why


def free_in(two: Two, on: date, building: str | None) -> list[tuple[str, str]]:
    """Return when Maya is free in a building on a date."""

    def look(scope: Scope) -> tuple[Span, ...]:
        maya = scope.people.of_account("U0MAYA")
        assert maya is not None
        noon = clock(on, "12:00")
        return Diary(scope, (maya,), noon, noon + DAY).free(maya, on, building)

    return [(_clock(one.start), _clock(one.end)) for one in two.do(None, look)]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@pytest.fixture(scope="module")
def with_plans(two_founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a database with the plans of scenario 6, to be copied."""
    target = tmp_path_factory.mktemp("six") / "pushin.db"
    shutil.copyfile(two_founded, target)
    two = Two(Database.open(f"sqlite:///{target}"))
    two.settle(*BY_WEEKDAY)
    two.plan("diaz", {0, 2, 4}, "09:10", "09:50")
    two.plan("webb", {1, 3}, "10:20", "10:50")
    two.plan("park", {1}, "13:10", "13:30")
    two.database.close_now()
    return target


class TestScenarioSix:
    """Mrs. Webb at Grant (planning 12:50-13:30), Mr. Diaz at Lincoln (13:00-13:40)."""

    @pytest.fixture
    def two(self, with_plans: Path, tmp_path: Path) -> Iterator[Two]:
        """Return the two schools with Maya's buildings and plans."""
        target = tmp_path / "six.db"
        shutil.copyfile(with_plans, target)
        database = Database.open(f"sqlite:///{target}")
        for engine in database.engines:
            tenancy.install(engine)
        yield Two(database)
        database.close_now()

    def test_webb(self, two: Two) -> None:
        """With Mrs. Webb it is Tuesday 12:50, else Thursday 12:50; on no other day."""
        assert slot(two, "webb", MONDAY) == (1, "12:50", "planning")
        assert slot(two, "webb", TUESDAY, "13:06") == (3, "12:50", "planning")
        assert slot(two, "webb", THURSDAY, "13:26") is None

    def test_diaz(self, two: Two) -> None:
        """With Mr. Diaz it is Monday, Wednesday or Friday 13:00; never on a Grant day."""
        assert slot(two, "diaz", MONDAY) == (0, "13:00", "planning")
        assert slot(two, "diaz", MONDAY, "13:36") == (2, "13:00", "planning")
        assert slot(two, "diaz", WEDNESDAY, "13:36") == (4, "13:00", "planning")
        assert slot(two, "diaz", FRIDAY, "13:36") is None

    def test_early_release(self, two: Two) -> None:
        """Without specials it is after dismissal, at 12:35, and says that the day ends early."""
        assert slot(two, "diaz", EARLY) == (4, "12:35", "after_early_day")

    def test_early_release_without_hours_after_it(self, two: Two) -> None:
        """Who goes home with the children on that day has no time then: it says so."""
        hours = dict.fromkeys(range(5), (minutes("8:30"), minutes("12:30")))
        two.join("diaz", "teacher", "lincoln", working_hours=hours)

        assert slot(two, "diaz", EARLY) is None

    def test_kept_for_the_year(self, two: Two) -> None:
        """Every planned touch-base of the year is on a day and in a building of both."""
        weekdays = {
            name: {
                row.starts_at.astimezone(ZONE).weekday()
                for row in touch_bases(two, name)
                if row.starts_at
            }
            for name in ("diaz", "webb", "park")
        }

        assert weekdays["diaz"] <= {0, 2, 4}
        assert weekdays["webb"] | weekdays["park"] <= {1, 3}

    def test_never_beside_what_binds_them(self, two: Two) -> None:
        """No slot of the year overlaps a push-in, her lunch, a class or the way (own reckoning)."""
        two.join("maya", "provider", "lincoln", lunch=(minutes("12:50"), minutes("13:02")))
        push_ins = {0: ["09:10-09:50"], 1: ["10:20-10:50", "13:10-13:30"], 3: ["10:20-10:50"]}
        planning = {"diaz": "13:00-13:40", "webb": "12:50-13:30", "park": "12:50-13:30"}

        for name, stretch in planning.items():
            rows = [row for row in touch_bases(two, name) if row.starts_at]
            assert len(rows) >= 5
            for row in rows:
                assert row.starts_at is not None
                local = row.starts_at.astimezone(ZONE)
                start = local.hour * 60 + local.minute
                assert start >= minutes("13:02")
                early = local.date() == EARLY
                assert early or within(start, stretch)
                busy = push_ins.get(local.weekday(), [])
                assert not any(overlaps(start, one) for one in busy)

    def test_a_closed_building_moves_it(self, two: Two) -> None:
        """When Grant is closed on Tuesday, Mrs. Webb's five minutes are on Thursday."""
        two.do(None, schools.override_day, "grant", TUESDAY, None, "Snow", at=two.now)

        assert slot(two, "webb", MONDAY) == (3, "12:50", "planning")

    def test_other_days_move_them(self, two: Two) -> None:
        """When she says that Grant is on Mondays and Lincoln on Wednesdays, both pairs move."""
        two.settle(BuildingInput("grant", frozenset({0})), BuildingInput("lincoln", frozenset({2})))
        week = touchbases.monday(MONDAY)
        starts = {
            name: [row.starts_at for row in touch_bases(two, name) if row.week == week]
            for name in ("diaz", "webb")
        }

        assert starts["diaz"] == [clock(WEDNESDAY, "13:00")]
        (webb,) = starts["webb"]
        assert webb is not None
        assert clock(MONDAY, "12:50") <= webb <= clock(MONDAY, "13:25")


def span(text: str) -> tuple[int, int]:
    first, last = text.split("-")
    return minutes(first), minutes(last)


def within(start: int, text: str) -> bool:
    return span(text)[0] <= start and start + 5 <= span(text)[1]


def overlaps(start: int, text: str) -> bool:
    return start < span(text)[1] and span(text)[0] < start + 5


def touch_bases(two: Two, teacher: str) -> list[tables.TouchBase]:
    return two.rows(tables.TouchBase, teacher_id=two.about(teacher, lambda _, one: one.id))


class TestWays:
    """Free time in a building, with sessions in both."""

    def test_only_in_the_building_of_the_day(self, two: Two) -> None:
        """On a Grant day nobody meets her at Lincoln, sessions or not."""
        two.settle(*BY_WEEKDAY)

        assert free_in(two, TUESDAY, "grant") == [("08:30", "15:00")]
        assert free_in(two, TUESDAY, "lincoln") == []

    def test_nowhere_on_a_day_in_no_building(self, two: Two) -> None:
        """On a weekday that she named for no building she is free for nobody."""
        two.settle(BuildingInput("lincoln", frozenset({0, 2})))

        assert [free_in(two, TUESDAY, one) for one in (None, "lincoln", "grant")] == [[], [], []]

    def test_way_before_the_second_building(self, two: Two) -> None:
        """The way, as long as she says, is gone right before the session in the second building."""
        both = [BuildingInput(one, frozenset({1})) for one in ("grant", "lincoln")]
        two.settle(*both, both=True, travel_minutes=35)
        two.plan("diaz", {1}, "09:10", "09:40")
        two.plan("webb", {1}, "13:10", "13:30")

        assert free_in(two, TUESDAY, "lincoln") == [("08:30", "09:10"), ("09:40", "12:35")]
        assert free_in(two, TUESDAY, "grant") == [("13:30", "15:00")]
        assert free_in(two, TUESDAY, None) == [
            ("08:30", "09:10"),
            ("09:40", "12:35"),
            ("13:30", "15:00"),
        ]

    def test_too_little_time_is_all_way(self, two: Two) -> None:
        """Where the sessions are closer than the way, all between them is the way."""
        both = [BuildingInput(one, frozenset({1})) for one in ("grant", "lincoln")]
        two.settle(*both, both=True, travel_minutes=30)
        two.plan("diaz", {1}, "09:10", "09:40")
        two.plan("webb", {1}, "10:00", "10:30")

        assert free_in(two, TUESDAY, None) == [("08:30", "09:10"), ("10:30", "15:00")]

    def test_a_session_elsewhere_takes_both_ways(self, two: Two) -> None:
        """An exception at Lincoln on a Grant day: there and back, and free at Grant around it."""
        two.settle(*BY_WEEKDAY)
        two.plan("diaz", {1}, "10:00", "10:30")

        assert free_in(two, TUESDAY, "grant") == [("08:30", "09:40"), ("10:50", "15:00")]
        assert free_in(two, TUESDAY, None) == [("08:30", "09:40"), ("10:50", "15:00")]
        assert free_in(two, TUESDAY, "lincoln") == []

    def test_touch_bases_in_two_buildings_have_the_way_between(self, two: Two) -> None:
        """Two touch-bases of one day in two buildings are at least the way apart."""
        both = [BuildingInput(one, frozenset({1})) for one in ("grant", "lincoln")]
        two.settle(*both, both=True)
        two.plan("diaz", {1}, "09:10", "09:50")
        two.plan("webb", {3}, "10:20", "10:50")
        rows = two.rows(tables.TouchBase, week=MONDAY)

        starts = sorted(row.starts_at for row in rows if row.starts_at)

        assert len(starts) == 2
        assert starts[1] - starts[0] >= timedelta(minutes=25)

    def test_half_days_need_no_setting(self, two: Two) -> None:
        """Who named no buildings is where the sessions of the day are, as they come."""
        two.plan("diaz", {1}, "09:10", "09:40")
        two.plan("webb", {1}, "13:10", "13:30")

        assert free_in(two, TUESDAY, "lincoln") == [("08:30", "09:10"), ("09:40", "12:50")]
        assert free_in(two, TUESDAY, "grant") == [("13:30", "15:00")]
