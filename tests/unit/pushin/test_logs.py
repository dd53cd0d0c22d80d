"""How did it go: said, corrected, taken back; by whom, and with whom."""

from datetime import date, timedelta
from typing import Any

import pytest
from unit.pushin.lincoln import (
    ADAMS,
    BEN,
    MAYA,
    PLAN,
    ROSA,
    TAM,
    Team,
    clock,
    save_plan,
)
from unit.pushin.logging_team import (
    CENTERS,
    CODY,
    EVENING,
    MON,
    WED,
    WRITING,
    covered,
    current,
    log,
    skipped,
    students,
    with_a_cota,
    with_codes,
)

from pushin import day_changes, errors, log_days, logs, waiting
from pushin.results import DayLogged, LogDay, LogForm, WaitingLog
from school.day_wishes import Wish
from storage import tables
from storage.scope import Scope


def standing(team: Team, session_id: str) -> tuple[str, int, str | None]:
    (row,) = current(team, session_id)
    return row.status, row.minutes, row.reason


def day(team: Team, on: date = WED, who: str = MAYA) -> DayLogged:
    found = team.do(who, logs.day_as_planned, on, at=EVENING)
    assert isinstance(found, DayLogged)
    return found


def form(team: Team, session_id: str, who: str = MAYA) -> LogForm:
    found = team.do(who, logs.form, session_id, at=EVENING)
    assert isinstance(found, LogForm)
    return found


class TestSaying:
    """One session, by its form."""

    def test_held(self, district: Team) -> None:
        """It has its whole minutes and is frozen; whose, when, where and by whom stand with it."""
        found = log(district, WRITING, "held")

        (row,) = current(district, WRITING)
        assert (row.minutes, row.planned_minutes, row.place, row.said_by) == (40, 40, "4", MAYA)
        assert (row.deliverer_id, row.timezone) == (MAYA, "America/New_York")
        (session,) = district.rows(tables.Session, id=WRITING)
        assert (session.status, session.frozen_at) == ("held", EVENING)
        assert (found.again, bool(found.undo_id), found.make_ups) == (False, True, ())

    def test_the_same_again(self, district: Team) -> None:
        """A second identical request changes nothing and says so."""
        log(district, WRITING, "held")

        assert log(district, WRITING, "held", seen="").again
        assert len(district.rows(tables.Log)) == 1

    def test_a_correction_keeps_what_was(self, district: Team) -> None:
        """The old one stays with its author and since when it is another."""
        log(district, WRITING, "held")
        later = clock(9, 16, 16)
        found = log(district, WRITING, "partial", minutes=25, reason="drill", at=later)

        assert found.before is not None
        assert (found.before.status, found.before.minutes) == ("held", 40)
        assert standing(district, WRITING) == ("partial", 25, "drill")
        past = form(district, WRITING).past
        assert [(one.status, one.minutes, one.by.name) for one in past] == [
            ("partial", 25, "Maya"),
            ("held", 40, "Maya"),
        ]
        old = next(one for one in district.rows(tables.Log) if one.replaced_at is not None)
        assert old.replaced_at == later

    def test_two_at_once(self, any_team: Team) -> None:
        """Of two who say different things of what neither saw, one wins and the other reads who."""
        covered(any_team, CENTERS, TAM)
        log(any_team, CENTERS, "provider_absent", who=TAM)

        with pytest.raises(errors.Stale, match="logged_meanwhile") as caught:
            log(any_team, CENTERS, "held", seen="", deliverer_id=MAYA)
        assert caught.value.params == {"name": "Tam", "what": "provider_absent", "minutes": 0}
        assert standing(any_team, CENTERS) == ("provider_absent", 0, None)

    @pytest.mark.parametrize(
        ("status", "more", "code"),
        [
            ("held", {"minutes": -5}, "log_minutes"),
            ("held", {"minutes": 600}, "log_minutes"),
            ("partial", {"minutes": 40}, "log_partial"),
            ("partial", {"minutes": 0}, "log_minutes"),
            ("cancelled", {}, "log_reason_missing"),
            ("cancelled", {"reason": "bored"}, "log_reason_missing"),
            ("held", {"goal_area": "juggling"}, "log_goal"),
            ("held", {"note": "Liam needs the wiggle seat"}, "may_name_student"),
            ("held", {"at": clock(9, 16, 9, 59)}, "log_future"),
            ("held", {"who": BEN}, "not_yours"),
            ("held", {"who": ADAMS}, "not_yours"),
            ("held", {"who": TAM}, "not_yours"),
        ],
    )
    @pytest.mark.slow
    def test_what_cannot_be(
        self, district: Team, status: str, more: dict[str, Any], code: str
    ) -> None:
        """Each has its own answer, and nothing is changed."""
        with pytest.raises(errors.Refusal, match=code):
            log(district, WRITING, status, **more)
        assert district.rows(tables.Log) == []
        assert district.rows(tables.Session, id=WRITING)[0].frozen_at is None

    def test_a_changed_plan_has_nothing_to_log(self, district: Team) -> None:
        """What is no session has no record."""
        key = {"id": WRITING}
        district.change(tables.Session, key, status="cancelled", reason="plan_changed")

        with pytest.raises(errors.Refusal, match="log_no_session"):
            log(district, WRITING, "held")


@pytest.mark.slow
class TestStudents:
    """Who was there, by code."""

    def test_a_group_and_who_was_absent(self, district: Team) -> None:
        """Who was there has the minutes, all of them in the group; the absent one has none."""
        with_codes(district, "plan2", "K7-01", "K7-02", "K7-03")
        log(district, WRITING, "held", absent=frozenset({"K7-02"}))

        assert students(district, WRITING) == {
            "K7-01": (True, 40, 40),
            "K7-02": (False, 0, 0),
            "K7-03": (True, 40, 40),
        }
        assert current(district, WRITING)[0].group_size == 2

    def test_one_alone_is_no_group(self, district: Team) -> None:
        """With one student there it was individual."""
        with_codes(district, "plan2", "K7-01", "K7-02")
        log(district, WRITING, "held", absent=frozenset({"K7-02"}))

        assert students(district, WRITING)["K7-01"] == (True, 40, 0)

    def test_nobody_there(self, district: Team) -> None:
        """Held without anybody is not held: the form says what to choose instead."""
        with_codes(district, "plan2", "K7-01")
        with pytest.raises(errors.Refusal, match="log_nobody_there"):
            log(district, WRITING, "held", absent=frozenset({"K7-01"}))

        log(district, WRITING, "student_absent")
        assert students(district, WRITING) == {"K7-01": (False, 0, 0)}

    def test_treating_together_is_a_group_for_the_overlap(self, district: Team) -> None:
        """Alone in their own plan, two students are a group while both therapists are there."""
        _ben_beside(district, "K7-01", "K7-02")
        log(district, WRITING, "held")
        assert students(district, WRITING)["K7-01"] == (True, 40, 0)

        log(district, "plan3-20260916", "held", who=BEN)

        assert students(district, WRITING)["K7-01"] == (True, 40, 20)
        assert students(district, "plan3-20260916")["K7-02"] == (True, 40, 20)

    def test_one_student_of_two_therapists_is_no_group(self, district: Team) -> None:
        """A code in two plans at once is still one student."""
        _ben_beside(district, "K7-01", "K7-01")
        log(district, WRITING, "held")
        log(district, "plan3-20260916", "held", who=BEN)

        assert students(district, WRITING)["K7-01"] == (True, 40, 0)

    def test_only_some_see_codes(self, district: Team) -> None:
        """A para who covers says what they did and sees no student."""
        with_codes(district, "plan2", "K7-01")
        covered(district, WRITING, TAM)

        assert form(district, WRITING, TAM).codes is None
        assert form(district, WRITING).codes == ("K7-01",)

    def test_the_case_manager_reads(self, district: Team) -> None:
        """Who manages a case reads the record of their own student only, and writes nothing."""
        district.change(tables.Person, {"id": ROSA}, role="case_manager")
        with_codes(district, "plan2", "K7-01", "K7-02")
        district.change(tables.PlanStudent, {"id": "plan2K7-01"}, case_manager_id=ROSA)
        log(district, WRITING, "held", note="both traced letters")

        found = form(district, WRITING, ROSA)
        assert (found.may_log, found.codes, found.line.minutes) == (False, ("K7-01",), 40)
        assert (found.group_minutes, found.note) == ((("K7-01", 40),), "")
        with pytest.raises(errors.NotAllowed, match="not_yours"):
            log(district, WRITING, "partial", minutes=10, who=ROSA)


@pytest.mark.slow
class TestWhoWorked:
    """A para's practice is support; an assistant's work counts and names who answers for it."""

    def test_para(self, district: Team) -> None:
        """What Tam did for forty minutes is not therapy, even if somebody says held."""
        covered(district, WRITING, TAM)
        found = log(district, WRITING, "held", who=TAM)

        (row,) = current(district, WRITING)
        assert found.turned
        assert (row.status, row.minutes, row.support_minutes) == ("provider_absent", 0, 40)
        assert (row.deliverer_id, row.supervisor_id, row.said_by) == (TAM, None, TAM)

    def test_cota(self, district: Team) -> None:
        """A COTA's session is held, by her, under the OT whose plan it is."""
        with_a_cota(district)
        covered(district, WRITING, CODY)
        log(district, WRITING, "held", who=CODY)

        (row,) = current(district, WRITING)
        assert (row.status, row.minutes) == ("held", 40)
        assert (row.deliverer_id, row.supervisor_id) == (CODY, MAYA)

    def test_supervisor_of_another_profession(self, district: Team) -> None:
        """An SLP cannot answer for a COTA."""
        with_a_cota(district)
        covered(district, WRITING, CODY)

        with pytest.raises(errors.Refusal, match="log_not_a_supervisor") as caught:
            log(district, WRITING, "held", who=CODY, supervisor_id=BEN)
        assert caught.value.params == {"name": "Cody", "discipline": "OT"}

    def test_an_assistants_own_plan_needs_a_supervisor(self, district: Team) -> None:
        """It is asked for, also by the one tap of a whole day; her supervisor stands with it."""
        with_a_cota(district)
        district.change(tables.Plan, {"id": "plan2"}, provider_id=CODY)
        for call in (lambda: log(district, WRITING, "held", who=CODY),):
            with pytest.raises(errors.Refusal, match="log_supervisor_missing"):
                call()

        log(district, WRITING, "held", who=CODY, supervisor_id=MAYA)
        assert current(district, WRITING)[0].supervisor_id == MAYA


class TestDay:
    """The whole day in one tap."""

    def test_as_planned_and_as_known(self, district: Team) -> None:
        """What was skipped for an assembly is logged so, the rest as held."""
        skipped(district, CENTERS)
        found = day(district)

        assert standing(district, CENTERS) == ("cancelled", 0, "assembly")
        assert standing(district, WRITING) == ("held", 40, None)
        assert [one.state for one in found.make_ups] == ["pending"]

    @pytest.mark.slow
    def test_twice(self, district: Team) -> None:
        """A second tap changes nothing and says so."""
        day(district)

        assert day(district).again
        assert len(district.rows(tables.Log)) == 2

    @pytest.mark.slow
    def test_exceptions_first(self, district: Team) -> None:
        """What was said already stays."""
        log(district, CENTERS, "partial", minutes=10, reason="drill")
        day(district)

        assert standing(district, CENTERS) == ("partial", 10, "drill")

    def test_undone(self, district: Team) -> None:
        """All of it is as before, within ten minutes; once somebody corrected, it stays."""
        skipped(district, CENTERS)
        before = {row.id: row.status for row in district.rows(tables.Session, on_date=WED)}
        found = day(district)
        district.do(MAYA, logs.take_back, found.undo_id, at=EVENING + timedelta(minutes=10))

        assert district.rows(tables.Log) == []
        assert district.rows(tables.MakeUp) == []
        rows = district.rows(tables.Session, on_date=WED)
        assert {row.id: row.status for row in rows} == before
        assert {row.frozen_at for row in rows} == {None}

        second = day(district)
        log(district, WRITING, "partial", minutes=10, reason="drill")
        with pytest.raises(errors.Stale, match="undo_overtaken"):
            district.do(MAYA, logs.take_back, second.undo_id, at=EVENING)

    @pytest.mark.slow
    def test_a_correction_undone(self, district: Team) -> None:
        """What was said before holds again."""
        log(district, WRITING, "held")
        found = log(district, WRITING, "partial", minutes=10, reason="drill")
        district.do(MAYA, logs.take_back, found.undo_id, at=EVENING)

        assert standing(district, WRITING) == ("held", 40, None)
        assert district.rows(tables.Session, id=WRITING)[0].status == "held"

    @pytest.mark.slow
    def test_nothing_over(self, district: Team) -> None:
        """Before a session is over there is nothing to log."""
        with pytest.raises(errors.Refusal, match="log_nothing"):
            district.do(MAYA, logs.day_as_planned, WED, at=clock(9, 16, 8))


class TestAsked:
    """The card asks once the last session is over, and no earlier."""

    def asked(self, team: Team, at: Any) -> list[date]:
        """Return the days about which Maya is asked."""
        return [
            one.on for one in team.do(None, waiting.of, MAYA, at=at) if isinstance(one, WaitingLog)
        ]

    def test_after_the_last_session(self, district: Team) -> None:
        """Monday's and Wednesday's, as long as nobody said; then no more."""
        assert self.asked(district, clock(9, 14, 9, 49)) == []
        assert self.asked(district, clock(9, 14, 9, 50)) == [MON]
        assert self.asked(district, clock(9, 16, 10, 39)) == []
        assert self.asked(district, clock(9, 16, 10, 40)) == [WED]
        day(district)
        assert self.asked(district, EVENING) == []

    @pytest.mark.slow
    def test_it_is_planned_ahead(self, district: Team) -> None:
        """The next card is due when the day's last session is over."""
        (maya,) = district.rows(tables.Person, id=MAYA)
        morning = clock(9, 16, 7)

        assert district.do(None, log_days.asked_from, maya, at=morning) == clock(9, 16, 10, 40)
        assert district.do(None, log_days.asked_from, maya, at=EVENING) == clock(9, 17, 10, 40)

    def test_a_closed_day_is_asked_about(self, district: Team) -> None:
        """What the calendar knows is filled in."""
        early = clock(9, 16, 5, 40)
        district.do(ROSA, day_changes.change_day, Wish("closed"), "lincoln", WED, "snow", at=early)

        (item,) = (
            one
            for one in district.do(None, waiting.of, MAYA, at=clock(9, 17, 8))
            if isinstance(one, WaitingLog)
        )
        assert {(one.status, one.reason) for one in item.lines} == {("cancelled", "closed")}


@pytest.mark.slow
class TestLooking:
    """The sessions of a date, each with its state."""

    def look(self, team: Team, text: str, at: Any = EVENING, who: str = MAYA) -> LogDay:
        """Return what somebody reads of a date."""
        found = team.do(who, log_days.day, text, at=at)
        assert isinstance(found, LogDay)
        return found

    @pytest.mark.parametrize("text", ["Monday", "9/14", "Sep 14", "2026-09-14", "last Mon"])
    def test_a_date(self, district: Team, text: str) -> None:
        """A past date may be said as people say it."""
        found = self.look(district, text)

        assert (found.on, [one.session.id for one in found.lines]) == (MON, [f"{PLAN}-20260914"])

    def test_today_and_yesterday(self, district: Team) -> None:
        """Without words it is today, as far as it has begun; else the last school day."""
        assert [one.session.id for one in self.look(district, "").lines] == [CENTERS, WRITING]
        at_ten = self.look(district, "", clock(9, 16, 9, 55))
        assert (len(at_ten.lines), at_ten.later) == (1, 1)
        assert self.look(district, "", clock(9, 16, 8)).on == date(2026, 9, 15)
        assert self.look(district, "yesterday").on == date(2026, 9, 15)

    def test_not_before_it_began(self, district: Team) -> None:
        """A date to come, and one that is none, are named."""
        with pytest.raises(errors.Refusal, match="log_future"):
            self.look(district, "Sep 17")
        with pytest.raises(errors.Refusal, match="log_date_unclear"):
            self.look(district, "the day after the day")

    def test_somebody_elses(self, district: Team) -> None:
        """A teacher has nothing to log; a case manager who is in no plan sees nothing."""
        assert self.look(district, "", who=ADAMS).lines == ()
        assert self.look(district, "", who=ROSA).lines == ()


def _ben_beside(team: Team, mine: str, bens: str) -> None:
    """Give Ben a push-in 10:20-11:00 in the same room, treated together with Maya's Writing."""
    team.do(
        None,
        save_plan,
        "plan3",
        at=clock(9, 14, 7),
        provider_id=BEN,
        weekdays=[2],
        anchor_kind="clock",
        anchor_name="",
        start_minute=620,
        end_minute=660,
        together_id="plan2",
    )
    with_codes(team, "plan2", mine)
    with_codes(team, "plan3", bens)


def _add(row: Any) -> Any:
    def write(scope: Scope) -> None:
        scope.session.add(row)

    return write
