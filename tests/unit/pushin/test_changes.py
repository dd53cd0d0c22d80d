"""One session moved, skipped, paused or brought back: what stands then, who is told, and Undo."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from unit.pushin.changing import LIBRARY, add_library, asked, changed, standing, undone
from unit.pushin.lincoln import (
    ADAMS,
    MAYA,
    MONDAY,
    PLAN,
    ROSA,
    TAM,
    Team,
    clock,
    session_id,
)

from pushin import change_asking, change_requests, errors, schools, sessions, waiting
from pushin.change_inputs import ChangeInput
from pushin.results import ChangeChoice, Changed, ChangeForm, ChangeNews, ChangePreview, RepairedDay
from storage import tables

MONDAY_14, WED, NEXT_MON = date(2026, 9, 14), date(2026, 9, 16), date(2026, 9, 21)
SOON = MONDAY + timedelta(hours=2, minutes=55)
"""Monday 9:55: inside everybody's working hours; the first session is over."""


def told(team: Team, who: str) -> list[object]:
    """Return the changes that somebody was told, in order."""
    kinds = (ChangeNews, RepairedDay)
    return [one for _, one in team.posted if isinstance(one, kinds) and one.person.id == who]


class TestMove:
    """Another date, time or room, for once."""

    def test_a_time_by_words(self, team: Team) -> None:
        """`move Wed to 1:20` keeps its length; the session keeps its id and is moved."""
        changed(team, "move Wed to 1:20")

        row = next(row for row in team.rows(tables.Session, id=session_id(WED)))
        assert standing(team)[WED] == (WED, "13:20", "14:00", None, "planned")
        assert (row.moved, row.original_date) == (True, WED)

    def test_another_date_has_its_own_bells(self, team: Team) -> None:
        """Without a time it is where its period is on the new date."""
        changed(team, "move Wed to Thu")

        assert standing(team)[WED] == (date(2026, 9, 17), "09:10", "09:50", None, "planned")

    def test_onto_another_routine_and_room(self, team: Team) -> None:
        """A period by its name gives the times; a room by its name is another one for once."""
        team.do(None, add_library)
        echo = asked(team, "move Wed to Thu writing in room library")
        assert isinstance(echo, ChangePreview)
        team.do(MAYA, change_requests.confirm, echo.draft_id, at=MONDAY)

        assert standing(team)[WED] == (date(2026, 9, 17), "10:00", "10:40", LIBRARY, "planned")
        facts = team.do(MAYA, sessions.of_team, session_id(WED))
        assert team.do(MAYA, sessions.facts, facts).room == "Library"

    def test_back_where_it_was_is_unmoved(self, team: Team) -> None:
        """A session that the calendar would have there follows the calendar again."""
        changed(team, "move Wed to 1:20")
        changed(team, "move Wed to 9:10-9:50")

        assert not next(row.moved for row in team.rows(tables.Session, id=session_id(WED)))

    def test_so_already(self, team: Team) -> None:
        """The same again changes nothing and says so."""
        changed(team, "move Wed to 1:20")

        again = asked(team, "move Wed to 1:20")
        assert isinstance(again, Changed)
        assert again.again

    def test_confirm_twice_is_once(self, team: Team) -> None:
        """A second Confirm answers that it is so already."""
        echo = asked(team, "move Wed to 1:20")
        first = team.do(MAYA, change_requests.confirm, echo.draft_id, at=MONDAY)
        second = team.do(MAYA, change_requests.confirm, echo.draft_id, at=MONDAY)

        assert (first.again, second.again) == (False, True)
        assert len(team.rows(tables.Undo)) == 1

    def test_the_calendar_leaves_it_alone(self, team: Team) -> None:
        """What it was moved from may close, and its own day may begin late: it stays."""
        changed(team, "move Wed to Thu 1:20")
        team.change(tables.Person, {"id": ROSA}, role="organiser")

        team.do(ROSA, schools.override_day, "lincoln", WED, None, "Snow", at=MONDAY)
        team.do(ROSA, schools.override_day, "lincoln", date(2026, 9, 17), "LATE", at=MONDAY)

        assert standing(team)[WED] == (date(2026, 9, 17), "13:20", "14:00", None, "planned")

    def test_its_new_day_closes(self, team: Team) -> None:
        """Its owner is asked, cannot keep it without school, and it is on again if school is."""
        changed(team, "move Wed to Thu 1:20")
        team.change(tables.Person, {"id": ROSA}, role="organiser")
        thursday = date(2026, 9, 17)
        team.do(ROSA, schools.override_day, "lincoln", thursday, None, "Snow", at=MONDAY)

        assert standing(team)[WED][-1] == "routine_missing"
        with pytest.raises(errors.Refusal, match="no_school_then"):
            team.do(MAYA, waiting.keep_missing, session_id(WED), at=MONDAY)
        team.do(ROSA, schools.clear_override, "lincoln", thursday, at=MONDAY)
        assert standing(team)[WED][-1] == "planned"

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("move Wed to Sat 1:20", "no_school_then"),
            ("move Wed to Nov 26 1:20", "no_school_then"),
            ("move Wed to Mon 9/21", "already_that_day"),
            ("move Wed to 9/23 1:20", "already_that_day"),
            ("move Wed to 9/24 knitting", "period_unknown"),
            ("move Wed to room 99", "room_unknown"),
            ("move 9/28 to 9/22 to 9/24", "change_one_date"),
        ],
    )
    def test_refused(self, team: Team, text: str, code: str) -> None:
        """What cannot be is named, and nothing was changed."""
        before = standing(team)

        with pytest.raises(errors.Refusal, match=code):
            asked(team, text)
        assert standing(team) == before

    def test_a_routine_that_is_missing_there(self, team: Team) -> None:
        """On the late day there are no Centers: the time is asked for."""
        changed(team, "skip 9/23")

        with pytest.raises(errors.Refusal, match="routine_missing_then"):
            asked(team, "move 9/21 to 9/23")

    def test_one_that_began_stays(self, team: Team) -> None:
        """A session of which a minute has passed is not moved any more."""
        with pytest.raises(errors.Stale, match="session_began"):
            team.do(MAYA, change_requests.preview, _move(MONDAY_14), at=clock(9, 14, 9, 11))

    def test_a_time_that_has_passed(self, team: Team) -> None:
        """A session cannot move to where it would have begun already."""
        early = replace(_move(WED), on=MONDAY_14, start=8 * 60)

        with pytest.raises(errors.Refusal, match="time_past"):
            team.do(MAYA, change_requests.preview, early, at=clock(9, 14, 8, 30))

    def test_two_at_once(self, team: Team) -> None:
        """Who confirms what was changed meanwhile is told, and changes nothing."""
        mine, theirs = asked(team, "move Wed to 1:20"), asked(team, "move Wed to 2:00", ADAMS)
        team.do(ADAMS, change_requests.confirm, theirs.draft_id, at=MONDAY)

        with pytest.raises(errors.Stale, match="changed_since"):
            team.do(MAYA, change_requests.confirm, mine.draft_id, at=MONDAY)
        assert standing(team)[WED][1] == "14:00"

    def test_a_clash_is_named_before(self, district: Team) -> None:
        """What the provider has elsewhere then stands in the echo."""
        echo = asked(district, "move 9/16 centers to 9/17 10:00", at=clock(9, 15, 20))

        assert [one.kind for one in echo.clashes] == ["provider"]


def _move(on: date) -> ChangeInput:
    return ChangeInput(what="move", plan_id=PLAN, session_id=session_id(on), start=800)


class TestWhich:
    """Nothing is guessed: several that fit are a choice."""

    def test_nothing_typed(self, team: Team) -> None:
        """`change` alone offers the asker's coming sessions; a tap opens the form."""
        found = asked(team, "")

        assert isinstance(found, ChangeChoice)
        assert found.draft_id == ""
        assert [one.on for one in found.sessions[:2]] == [date(2026, 9, 14), WED]

    def test_several_fit(self, team: Team) -> None:
        """`skip mondays` offers the Mondays; the wish is kept for the one that is picked."""
        found = asked(team, "skip mondays")
        assert isinstance(found, ChangeChoice)
        assert {one.on.weekday() for one in found.sessions} == {0}

        echo = team.do(MAYA, change_asking.pick, found.draft_id, session_id(NEXT_MON), at=MONDAY)
        assert isinstance(echo, ChangePreview)
        assert (echo.change.what, echo.change.before and echo.change.before.on) == (
            "skip",
            NEXT_MON,
        )

    def test_none_on_that_date(self, team: Team) -> None:
        """A date without a session is said, and all others are offered."""
        found = asked(team, "skip tomorrow")

        assert isinstance(found, ChangeChoice)
        assert found.missed == date(2026, 9, 15)

    def test_what_is_left_out_opens_the_form(self, team: Team) -> None:
        """`move Wed` says not where to: the form is filled with that session."""
        found = asked(team, "move Wed")

        assert isinstance(found, ChangeForm)
        assert (found.session.on, found.start, found.anchor) == (WED, 550, "period:Centers")


class TestSkipAndPause:
    """Sessions fall out, and come back."""

    def test_skip_and_undo(self, team: Team) -> None:
        """A skipped session is exactly as it was once that is taken back."""
        before = standing(team)
        found = changed(team, "skip Wed")
        assert standing(team)[WED][-1] == "skipped"

        undone(team, found)
        assert standing(team) == before

    def test_pause_until_a_date_and_resume(self, team: Team) -> None:
        """The sessions of its dates fall out, both ends included, and come back from a date on."""
        before = standing(team)
        changed(team, "pause 9/21 to 9/30")
        assert [on for on, row in standing(team).items() if row[-1] == "paused"] == [
            date(2026, 9, 21),
            date(2026, 9, 23),
            date(2026, 9, 28),
            date(2026, 9, 30),
        ]

        changed(team, "resume from 9/28")
        assert [on for on, row in standing(team).items() if row[-1] == "paused"] == [
            date(2026, 9, 21),
            date(2026, 9, 23),
        ]
        changed(team, "resume")
        assert standing(team) == before

    def test_a_pause_without_sessions(self, team: Team) -> None:
        """Where nothing would fall out, it says so."""
        with pytest.raises(errors.Refusal, match="nothing_to_pause"):
            asked(team, "pause 9/24 to 9/27")
        with pytest.raises(errors.Refusal, match="no_coming"):
            asked(team, "resume")


class TestUndo:
    """Taken back for ten minutes, once, while nobody changed it further."""

    def test_twice_late_and_of_another(self, team: Team) -> None:
        """Each is a clear no."""
        found = changed(team, "move Wed to 1:20")

        with pytest.raises(errors.Refusal, match="undo_gone"):
            undone(team, found, ADAMS)
        with pytest.raises(errors.Stale, match="undo_late"):
            undone(team, found, at=MONDAY + timedelta(minutes=11))
        undone(team, found)
        with pytest.raises(errors.Stale, match="undo_used"):
            undone(team, found)

    def test_overtaken(self, team: Team) -> None:
        """What somebody else changed since stays."""
        found = changed(team, "move Wed to 1:20")
        changed(team, "skip Wed", ADAMS)

        with pytest.raises(errors.Stale, match="undo_overtaken"):
            undone(team, found)
        assert standing(team)[WED][-1] == "teacher_request"

    def test_the_calendar_since_then_holds(self, team: Team) -> None:
        """A session that comes back on a day that was closed meanwhile does not take place."""
        found = changed(team, "move Wed to Thu 1:20")
        team.change(tables.Person, {"id": ROSA}, role="organiser")
        team.do(ROSA, schools.override_day, "lincoln", WED, None, "Snow", at=MONDAY)

        undone(team, found)
        assert standing(team)[WED][-1] == "no_school"


@pytest.mark.slow
class TestTold:
    """Everyone concerned is told once."""

    def test_a_later_date(self, team: Team) -> None:
        """One message to each other adult, in their hours; none to who did it."""
        changed(team, "move 9/28 to 1:20", at=SOON)
        team.deliver(SOON + timedelta(minutes=1))

        (news,) = told(team, ADAMS)
        assert isinstance(news, ChangeNews)
        assert (news.change.before.start, news.change.after.start) == (550, 800)
        assert len(told(team, TAM)) == 1
        assert told(team, MAYA) == []

    def test_from_today_to_another_date(self, team: Team) -> None:
        """The message says from when to when, once, although two days change."""
        changed(team, "move today to Thu 1:20", at=MONDAY)
        team.deliver(clock(9, 14, 8, 31))

        (news,) = told(team, ADAMS)
        assert isinstance(news, ChangeNews)
        assert news.change.after.on == date(2026, 9, 17)

    def test_another_time_tomorrow_is_a_repaired_day(self, team: Team) -> None:
        """A change of tomorrow's time is told as the day that it is then."""
        at = clock(9, 15, 9)
        changed(team, "move Wed to 1:20", at=at)
        team.deliver(at + timedelta(minutes=1))

        (day,) = told(team, ADAMS)
        assert isinstance(day, RepairedDay)
        assert day.on == WED

    def test_taken_back_before_it_was_told(self, team: Team) -> None:
        """Nobody hears of what is as they know it."""
        found = changed(team, "move 9/28 to 1:20", at=SOON)
        undone(team, found, at=SOON)
        team.deliver(SOON + timedelta(minutes=1))

        assert told(team, ADAMS) == []

    def test_taken_back_after_it_was_told(self, team: Team) -> None:
        """Those who were told are told that it was taken back."""
        found = changed(team, "move 9/28 to 1:20", at=SOON)
        team.deliver(SOON + timedelta(minutes=1))
        undone(team, found, at=SOON + timedelta(minutes=2))
        team.deliver(SOON + timedelta(minutes=3))

        first, second = told(team, ADAMS)
        assert isinstance(first, ChangeNews)
        assert isinstance(second, ChangeNews)
        assert (first.taken_back, second.taken_back) == (False, True)

    def test_changed_twice_before_it_was_told(self, team: Team) -> None:
        """Only where it is now is told, from where its people know it."""
        early = clock(9, 14, 7)
        changed(team, "move 9/28 to 1:20", at=early)
        changed(team, "move 9/28 to 2:00", at=early)
        team.deliver(clock(9, 14, 8, 31))

        (news,) = told(team, ADAMS)
        assert isinstance(news, ChangeNews)
        assert (news.change.before.start, news.change.after.start) == (550, 840)
