"""What calendar and people already know of a session."""

from datetime import date, datetime

import pytest
from unit.pushin.lincoln import ADAMS, BEN, MAYA, PLAN, ROOM, ROSA, TAM, Team, clock, person

from pushin import absences, classrooms, covers, day_changes, lost, sessions, waiting
from school.day_wishes import Wish
from storage import tables
from storage.scope import Scope

WEDNESDAY = date(2026, 9, 16)
EARLY = clock(9, 16, 5, 40)
CENTERS, WRITING = f"{PLAN}-20260916", "plan2-20260916"


def known(team: Team, session_id: str) -> lost.Known | None:
    def look(scope: Scope) -> lost.Known | None:
        row = sessions.require(scope, session_id)
        plan = scope.plans.get(row.plan_id)
        assert plan is not None
        return lost.known(scope, row, plan=plan)

    return team.do(None, look)


def change(team: Team, wish: Wish, *, at: datetime = EARLY) -> None:
    team.do(ROSA, day_changes.change_day, wish, "lincoln", WEDNESDAY, "", at=at)


class TestCalendar:
    """What a day does to its sessions stands on them."""

    def test_as_planned(self, district: Team) -> None:
        """A plain session is taken as held, as long as it was planned."""
        assert known(district, WRITING) == lost.Known(40, 40, "held")

    @pytest.mark.slow
    def test_closed(self, district: Team) -> None:
        """Without school nothing of it is left."""
        change(district, Wish("closed"))

        assert known(district, WRITING) == lost.Known(40, 0, "cancelled", "closed")

    def test_two_hour_delay(self, district: Team) -> None:
        """Writing has 30 of its 40 minutes; Centers has no place that day."""
        change(district, Wish("delay", 150))

        assert known(district, WRITING) == lost.Known(40, 30, "partial", "late_start")
        assert known(district, CENTERS) == lost.Known(40, 0, "cancelled", "routine_missing")

    @pytest.mark.slow
    def test_kept_without_its_routine(self, district: Team) -> None:
        """What its owner keeps is held at its regular time."""
        change(district, Wish("delay", 150))
        district.do(MAYA, waiting.keep_missing, CENTERS, at=EARLY)

        assert known(district, CENTERS) == lost.Known(40, 40, "held")

    def test_early_release(self, district: Team) -> None:
        """Of a session across the last bell its beginning is left, of a later one nothing."""
        change(district, Wish("ends", 10 * 60 + 15))
        assert known(district, WRITING) == lost.Known(40, 15, "partial", "early_release")
        assert known(district, CENTERS) == lost.Known(40, 40, "held")

        change(district, Wish("ends", 9 * 60 + 55))
        assert known(district, WRITING) == lost.Known(40, 0, "cancelled", "early_release")

    def test_an_edited_past_changes_nothing(self, district: Team) -> None:
        """What was known when the day was over stays, whatever the calendar says later."""
        change(district, Wish("delay", 150))

        def forget(scope: Scope) -> None:
            (row,) = scope.schools.overrides("lincoln")
            scope.session.delete(row)

        district.do(None, forget)
        later = clock(9, 20, 12)
        district.do(
            ROSA, day_changes.change_day, Wish("closed"), "lincoln", date(2026, 9, 21), "", at=later
        )

        assert known(district, WRITING) == lost.Known(40, 30, "partial", "late_start")


@pytest.mark.slow
class TestPeople:
    """What somebody did to a session."""

    @pytest.mark.parametrize(
        ("who", "said", "reason"),
        [
            (MAYA, "", "other"),
            (ADAMS, "", "teacher_request"),
            (ADAMS, "fall assembly", "assembly"),
            (MAYA, "Field trip to the farm", "field_trip"),
            (MAYA, "state testing", "testing"),
        ],
    )
    def test_skipped(self, district: Team, who: str, said: str, reason: str) -> None:
        """Left out for a reason, or because its teacher asked."""
        district.do(who, sessions.skip, WRITING, said, at=EARLY)

        assert known(district, WRITING) == lost.Known(40, 0, "cancelled", reason)

    def test_provider_out(self, district: Team) -> None:
        """Without its provider it is not held."""
        district.do(MAYA, absences.cannot_come, WRITING, at=EARLY)

        assert known(district, WRITING) == lost.Known(40, 0, "provider_absent")

    @pytest.mark.parametrize(
        ("cover", "expected"),
        [
            (TAM, lost.Known(40, 0, "provider_absent", None, 40, TAM)),
            (BEN, lost.Known(40, 0, "provider_absent", None, 40, BEN)),
            ("cody", lost.Known(40, 40, "held", None, 0, "cody")),
        ],
    )
    def test_covered(self, district: Team, cover: str, expected: lost.Known) -> None:
        """An assistant's work counts; a para's, or another profession's, is practice."""
        district.do(None, _with_a_cota)
        district.do(MAYA, absences.cannot_come, WRITING, at=EARLY)
        (absence,) = district.rows(tables.Absence)
        district.do(MAYA, covers.ask, absence.id, cover, at=EARLY)
        district.do(cover, covers.answer, absence.id, yes=True, at=EARLY)

        assert known(district, WRITING) == expected

    def test_moved(self, district: Team) -> None:
        """A session that a person moved is as long as they made it."""
        start, end = clock(9, 16, 10), clock(9, 16, 10, 25)
        district.change(tables.Session, {"id": WRITING}, moved=True, starts_at=start, ends_at=end)

        assert known(district, WRITING) == lost.Known(25, 25, "held")

    def test_a_changed_plan_has_none(self, district: Team) -> None:
        """What a changed plan left behind is no session at all."""
        key = {"id": WRITING}
        district.change(tables.Session, key, status="cancelled", reason="plan_changed")

        assert known(district, WRITING) is None


def _with_a_cota(scope: Scope) -> None:
    scope.people.add(person("cody", "provider", discipline="COTA"))
    room = scope.classrooms.get(ROOM)
    assert room is not None
    classrooms.join(scope, room, {"cody"})
