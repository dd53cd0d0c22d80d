"""Absences: one tap for one session, dates said back, what follows, and how it is taken back."""

from datetime import date, datetime
from typing import Any

import pytest
from unit.pushin.lincoln import (
    ADAMS,
    BEN,
    MAYA,
    MONDAY,
    PLAN,
    ROSA,
    TAM,
    Team,
    clock,
    save_plan,
    session_id,
)

from pushin import absence_requests, absences, agenda, errors, sessions, touchbases, weeks
from pushin.absences import AbsenceInput
from pushin.people import Account
from pushin.results import (
    AbsenceEnded,
    AbsencePreview,
    AbsenceSaid,
    Checklist,
    NextSession,
    RepairedDay,
)
from school.errors import PhraseError
from storage import tables

MON, WED, NEXT_MON = date(2026, 9, 14), date(2026, 9, 16), date(2026, 9, 21)
TODAY = session_id(MON)
NINE = clock(9, 14, 8, 30)
FALLBACK = "Tam runs the table"


def cant(team: Team, who: str, at: datetime = MONDAY, session: str = TODAY) -> AbsenceSaid:
    return team.do(who, absences.cannot_come, session, at=at)


def agreed(team: Team) -> None:
    """Let the team have agreed what holds when somebody is out; nothing of it waits."""
    team.agree(MONDAY, fallback=FALLBACK)


def row(team: Team, session: str = TODAY) -> tables.Session:
    (found,) = team.rows(tables.Session, id=session)
    return found


def next_of(team: Team, who: str, at: datetime = MONDAY) -> NextSession:
    found = team.do(who, agenda.next_session, at=at)
    assert isinstance(found, NextSession)
    return found


def told(team: Team, at: datetime) -> dict[str, RepairedDay]:
    cards = [card for _, card in team.deliver(at) if isinstance(card, RepairedDay)]
    assert len({card.person.id for card in cards}) == len(cards)
    return {card.person.id: card for card in cards}


def phrase(team: Team, who: str, text: str, at: datetime = MONDAY, **mentions: str) -> Any:
    known = {f"U{key}": Account(f"U{key}", name, "full") for key, name in mentions.items()}
    return team.do(who, absence_requests.ask, "absent", text, known, at=at)


def said(team: Team, who: str, text: str, at: datetime = MONDAY) -> AbsenceSaid:
    echo = phrase(team, who, text, at)
    assert isinstance(echo, AbsencePreview)
    return team.do(who, absence_requests.confirm, echo.draft_id, at=at)


class TestOneSession:
    """One tap: this person is out of this session."""

    def test_teacher_out_the_session_stays(self, team: Team) -> None:
        """It stays on; the others are told once, with what was agreed; who is out is not."""
        agreed(team)
        found = cant(team, ADAMS)
        cards = told(team, NINE)

        assert row(team).status == "planned"
        (one,) = found.sessions[0].out
        assert (one.person.id, found.sessions[0].fallback, found.again) == (ADAMS, FALLBACK, False)
        assert sorted(cards) == [MAYA, TAM]
        assert cards[TAM].lines[0].session.out[0].person.id == ADAMS
        assert cards[TAM].lines[0].session.fallback == FALLBACK
        assert not cards[TAM].as_usual

    @pytest.mark.slow
    def test_a_second_tap_changes_nothing(self, team: Team) -> None:
        """It is one absence, and the answer says that it stood already."""
        first, again = cant(team, TAM), cant(team, TAM)

        assert (first.again, again.again, again.undo_id) == (False, True, "")
        assert len(team.rows(tables.Absence)) == 1
        assert again.absence_id == first.absence_id

    def test_provider_out_with_an_agreed_fallback(self, team: Team) -> None:
        """The session stays; the absence is the mark that she did not hold it."""
        agreed(team)
        cant(team, MAYA)

        assert row(team).status == "planned"
        (absence,) = team.rows(tables.Absence)
        assert (absence.person_id, absence.session_id, absence.said_by) == (MAYA, TODAY, MAYA)
        assert sorted(told(team, NINE)) == [ADAMS, TAM]

    def test_provider_out_without_a_fallback(self, team: Team) -> None:
        """The session is off, no checklist comes, and the others are told."""
        found = cant(team, MAYA)
        cards = told(team, NINE)

        assert (row(team).status, row(team).reason) == ("cancelled", "provider_absent")
        assert found.sessions[0].status == "cancelled"
        assert sorted(cards) == [ADAMS, TAM]
        assert not [one for _, one in team.posted if isinstance(one, Checklist)]
        assert next_of(team, ADAMS).session.on == WED

    def test_who_said_to_be_out_is_left_alone(self, team: Team) -> None:
        """That the session is off as well is no news to the teacher who is ill."""
        cant(team, ADAMS)
        cant(team, MAYA)

        assert ADAMS not in told(team, NINE)

    def test_who_is_out_has_another_next(self, team: Team) -> None:
        """`next` passes over what the asker is out of; for the others it names who is out."""
        cant(team, TAM)

        assert next_of(team, TAM).session.on == WED
        (out,) = next_of(team, ADAMS).session.out
        assert (next_of(team, ADAMS).session.on, out.person.id) == (MON, TAM)

    @pytest.mark.slow
    def test_today_and_week_show_it(self, team: Team) -> None:
        """The agenda and the week name who is out."""
        cant(team, TAM)
        found = team.do(ADAMS, agenda.today, at=MONDAY)
        days = team.do(ADAMS, weeks.week, at=MONDAY).days

        assert [one.person.id for one in found.sessions[0].out] == [TAM]
        assert [one.person.id for one in days[0].sessions[0].session.out] == [TAM]

    def test_undo(self, team: Team) -> None:
        """Undo makes the session what it was; what was not posted yet is told to nobody."""
        found = cant(team, MAYA)
        back = team.do(MAYA, absences.take_back, found.undo_id, at=clock(9, 14, 7, 9))

        assert isinstance(back, AbsenceEnded)
        assert (row(team).status, row(team).reason) == ("planned", None)
        assert told(team, NINE) == {}
        assert [one.session.id for _, one in team.posted if isinstance(one, Checklist)] == []
        assert team.do(MAYA, agenda.next_session, at=NINE).session.on == MON
        team.deliver(clock(9, 14, 8, 40))
        assert [one.session.id for _, one in team.posted if isinstance(one, Checklist)] == [TODAY]

    @pytest.mark.slow
    def test_undo_after_it_was_told(self, team: Team) -> None:
        """Who was told is told that the day is as usual again."""
        found = cant(team, MAYA, clock(9, 14, 8))
        assert sorted(told(team, clock(9, 14, 8, 1))) == [ADAMS]  # Tam's hours begin at 8:30
        team.do(MAYA, absences.take_back, found.undo_id, at=clock(9, 14, 8, 5))

        assert {who: card.as_usual for who, card in told(team, NINE).items()} == {ADAMS: True}

    @pytest.mark.slow
    def test_undo_for_ten_minutes_and_once(self, team: Team) -> None:
        """Later one says that one can come after all, which has no end but the session's."""
        found = cant(team, MAYA)
        with pytest.raises(errors.Stale, match="undo_late"):
            team.do(MAYA, absences.take_back, found.undo_id, at=clock(9, 14, 7, 11))
        team.do(MAYA, absences.come_back, found.absence_id, at=clock(9, 14, 7, 11))

        assert row(team).status == "planned"
        with pytest.raises(errors.Stale, match="absence_gone"):
            team.do(MAYA, absences.come_back, found.absence_id, at=clock(9, 14, 7, 12))

    def test_who_may_not(self, team: Team) -> None:
        """Who takes no part has nothing to call off; nor has anybody in what is over or off."""
        with pytest.raises(errors.Refusal, match="not_part_of_it"):
            cant(team, BEN)
        with pytest.raises(errors.Stale, match="session_over"):
            cant(team, TAM, clock(9, 14, 9, 50))
        team.do(ADAMS, sessions.skip, TODAY, "", at=MONDAY)
        with pytest.raises(errors.Stale, match="session_cancelled"):
            cant(team, TAM)
        with pytest.raises(errors.Refusal, match="stranger"):
            cant(team, "nobody")
        assert team.rows(tables.Absence) == []


class TestDates:
    """Said back, confirmed, and every session of the dates as with one tap."""

    def test_said_back_with_what_becomes_of_each_session(self, team: Team) -> None:
        """The echo has the dates and each session as it will be; nothing is written."""
        echo = phrase(team, MAYA, "9/14-9/16 sick")

        assert isinstance(echo, AbsencePreview)
        assert (echo.spans, echo.mine) == (((MON, WED),), True)
        assert [(one.on, one.status) for one in echo.sessions] == [
            (MON, "cancelled"),
            (WED, "cancelled"),
        ]
        assert team.rows(tables.Absence) == []
        assert row(team).status == "planned"

    @pytest.mark.slow
    def test_the_reason_is_dropped(self, team: Team) -> None:
        """No column of any row holds what was typed about why."""
        said(team, MAYA, "sick tomorrow")
        said(team, TAM, "tomorrow, dentist")

        kept = [*team.rows(tables.Absence), *team.rows(tables.Draft), *team.rows(tables.Undo)]
        assert not [one for one in kept if "sick" in repr(one) or "dentist" in repr(one)]

    def test_confirm_once(self, team: Team) -> None:
        """A second Confirm and a second command change nothing and say so."""
        echo = phrase(team, MAYA, "today")
        first = team.do(MAYA, absence_requests.confirm, echo.draft_id, at=MONDAY)
        second = team.do(MAYA, absence_requests.confirm, echo.draft_id, at=MONDAY)
        typed = phrase(team, MAYA, "today")

        assert (first.again, second.again) == (False, True)
        assert isinstance(typed, AbsenceSaid)
        assert (typed.again, bool(typed.absence_id)) == (True, True)
        assert len(team.rows(tables.Absence)) == 2  # the date, and its session
        assert len(team.prompts("change")) == 2

    @pytest.mark.slow
    def test_overlapping_absences_add_the_days_that_are_new(self, team: Team) -> None:
        """Of a longer absence only the days are kept that were not said before."""
        said(team, MAYA, "9/15-9/16")
        found = said(team, MAYA, "9/14-9/18")

        dated = sorted(
            (one.first_date, one.last_date)
            for one in team.rows(tables.Absence)
            if one.first_date and one.last_date
        )
        assert dated == [
            (MON, MON),
            (date(2026, 9, 15), WED),
            (date(2026, 9, 17), date(2026, 9, 18)),
        ]
        assert [one.on for one in found.sessions] == [MON, WED]
        assert phrase(team, MAYA, "9/15-9/17").again

    @pytest.mark.slow
    def test_half_a_day(self, team: Team) -> None:
        """Out in the afternoon, the morning's session stays; half a day is not the whole."""
        found = said(team, MAYA, "this afternoon")

        assert (found.start, found.end, found.sessions) == (720, 1440, ())
        assert row(team).status == "planned"
        assert isinstance(phrase(team, MAYA, "today"), AbsencePreview)

    def test_the_touch_base_moves(self, team: Team) -> None:
        """Who is out is not free: that day's touch-base is dropped, the next one offered."""
        (before,) = [one for one in team.rows(tables.TouchBase) if one.week == MON]
        assert before.starts_at == clock(9, 14, 8)
        found = said(team, ADAMS, "today")
        (after,) = [one for one in team.rows(tables.TouchBase) if one.week == MON]

        assert after.starts_at == clock(9, 15, 8)
        assert [one.on for one in found.touch_bases] == [date(2026, 9, 15)]
        (prompt,) = [one for one in team.prompts("touch_base") if one.subject == f"pair:{after.id}"]
        assert prompt.due_at == clock(9, 15, 8)

    @pytest.mark.slow
    def test_a_part_of_the_day_only(self, team: Team) -> None:
        """Half a day takes half of one's free time."""
        said(team, ADAMS, "this morning")
        adams = team.rows(tables.Person, id=ADAMS)[0]
        free = team.do(None, touchbases.free_times, adams, MON, at=MONDAY)

        assert min(one.start for one in free) == 13 * 60

    @pytest.mark.slow
    def test_several_days_are_told_one_by_one(self, team: Team) -> None:
        """The first day at once; a later one on the school day before, not earlier."""
        said(team, MAYA, "9/14-9/21", clock(9, 14, 7))
        due = {(one.subject, one.due_at) for one in team.prompts("change")}

        assert due == {
            ("change:adams:2026-09-14", clock(9, 14, 8)),
            ("change:tam:2026-09-14", NINE),
            ("change:adams:2026-09-16", clock(9, 15, 8)),
            ("change:tam:2026-09-16", clock(9, 15, 8, 30)),
            ("change:adams:2026-09-21", clock(9, 18, 8)),
            ("change:tam:2026-09-21", clock(9, 18, 8, 30)),
        }

    def test_undo_of_dates(self, team: Team) -> None:
        """All of it is taken back at once: sessions, touch-base, who is free."""
        before = [(one.id, one.starts_at) for one in team.rows(tables.TouchBase)]
        found = said(team, MAYA, "9/14-9/18")
        back = team.do(MAYA, absences.take_back, found.undo_id, at=clock(9, 14, 7, 5))

        assert [one.status for one in back.sessions] == ["planned", "planned"]
        assert [(one.id, one.starts_at) for one in team.rows(tables.TouchBase)] == before
        assert all(one.ended_at for one in team.rows(tables.Absence))
        assert team.prompts("change") == []

    @pytest.mark.slow
    def test_coming_back_early_leaves_what_was(self, team: Team) -> None:
        """Who is back on Wednesday was out on Monday all the same."""
        found = said(team, MAYA, "9/14-9/18")
        team.do(MAYA, absences.come_back, found.absence_id, at=clock(9, 16, 7))

        assert (row(team).status, row(team, session_id(WED)).status) == ("cancelled", "planned")
        standing = [one for one in team.rows(tables.Absence) if one.ended_at is None]
        assert {(one.session_id, one.last_date) for one in standing} == {
            (TODAY, None),
            (None, date(2026, 9, 15)),
        }

    @pytest.mark.slow
    def test_a_plan_made_later_knows_who_is_out(self, team: Team) -> None:
        """A push-in that is planned for days on which somebody is out begins with that mark."""
        said(team, ADAMS, "9/14-9/18")
        its = {"weekdays": [3], "anchor_name": "Writing", "start_minute": 600, "end_minute": 640}
        team.do(None, save_plan, "plan2", at=MONDAY, **its)
        out = [one for one in team.rows(tables.Absence) if one.session_id == "plan2-20260917"]

        assert [one.person_id for one in out] == [ADAMS]
        assert row(team, "plan2-20260917").status == "planned"

    def test_what_cannot_be(self, team: Team) -> None:
        """Past, too far ahead, without school or unclear: one sentence, and nothing changes."""
        for text, code in {
            "9/13": "past_or_out_of_term",
            "12/1": "absence_too_far",
            "9/19": "no_school_day",
            "tomorrow 9:10": "absence_time",
            "every other monday": "absence_dates",
        }.items():
            with pytest.raises((errors.Refusal, PhraseError), match=code):
                phrase(team, MAYA, text)
        assert team.rows(tables.Draft) == []

    @pytest.mark.slow
    def test_after_the_year(self, team: Team) -> None:
        """Past the last day of school there is nothing to be out of."""
        given = AbsenceInput(MAYA, ((date(2027, 6, 18), date(2027, 6, 21)),))
        with pytest.raises(errors.Refusal, match="outside_school_year"):
            team.do(MAYA, absence_requests.preview, given, at=clock(6, 17, 8, year=2027))

    @pytest.mark.slow
    def test_a_part_of_today_that_is_over(self, team: Team) -> None:
        """This morning is past in the afternoon."""
        with pytest.raises(errors.Refusal, match="absence_past"):
            phrase(team, MAYA, "this morning", clock(9, 14, 13))


class TestOthers:
    """Who keeps the school's calendar says it for others; nobody else does."""

    def test_the_organiser_may(self, team: Team) -> None:
        """Everybody is told then, also who is said to be out."""
        team.change(tables.Person, {"id": ROSA}, role="organiser")
        team.change(tables.Person, {"id": ADAMS}, slack_user_id="U0ADAMS")
        echo = phrase(team, ROSA, "<@U0ADAMS> today", **{"0ADAMS": "Ms. Adams"})
        found = team.do(ROSA, absence_requests.confirm, echo.draft_id, at=MONDAY)

        assert (found.person.id, found.mine) == (ADAMS, False)
        assert sorted(told(team, NINE)) == [ADAMS, MAYA, TAM]

    def test_others_may_not(self, team: Team) -> None:
        """A colleague is refused, at the phrase and at Confirm."""
        team.change(tables.Person, {"id": ADAMS}, slack_user_id="U0ADAMS")
        with pytest.raises(errors.NotAllowed, match="absence_not_yours"):
            phrase(team, TAM, "<@U0ADAMS> today", **{"0ADAMS": "Ms. Adams"})
        found = cant(team, MAYA)
        with pytest.raises(errors.NotAllowed, match="absence_not_yours"):
            team.do(TAM, absences.come_back, found.absence_id, at=MONDAY)
        with pytest.raises(errors.Refusal, match="undo_gone"):
            team.do(TAM, absences.take_back, found.undo_id, at=MONDAY)

    def test_an_id_alone_tells_no_name(self, team: Team) -> None:
        """Who shares no plan hears of no name, by the absence's id or the person's."""
        found = cant(team, MAYA)
        asked = absence_requests.AbsenceFormInput(MAYA, MON)
        with pytest.raises(errors.NotAllowed, match="not_yours"):
            team.do(BEN, absences.come_back, found.absence_id, at=MONDAY)
        with pytest.raises(errors.NotAllowed) as caught:
            team.do(BEN, absence_requests.submit, asked, at=MONDAY)
        assert (caught.value.code, "name" in caught.value.params) == ("not_yours", False)

    @pytest.mark.slow
    def test_somebody_unknown(self, team: Team) -> None:
        """Of whom Push-In knows nothing, nothing can be said."""
        team.change(tables.Person, {"id": ROSA}, role="organiser")
        with pytest.raises(errors.Refusal, match="colleague_unknown"):
            phrase(team, ROSA, "<@UNEW> today", NEW="Somebody New")


@pytest.mark.slow
def test_on_each_database(any_team: Team) -> None:
    """Said, shown and taken back, on SQLite and PostgreSQL."""
    found = cant(any_team, MAYA)
    assert next_of(any_team, ADAMS).session.on == WED
    any_team.do(MAYA, absences.take_back, found.undo_id, at=MONDAY)
    dated = said(any_team, ADAMS, "9/14-9/16")
    assert [one.plan_id for one in dated.sessions] == [PLAN, PLAN]
    assert next_of(any_team, ADAMS).session.on == NEXT_MON
