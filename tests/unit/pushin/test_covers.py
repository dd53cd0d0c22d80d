"""Covers: asked once, answered with one tap, and the session held by whoever holds it."""

from datetime import date, datetime

import pytest
from unit.pushin.lincoln import (
    ADAMS,
    BEN,
    MAYA,
    MONDAY,
    ROSA,
    TAM,
    WEBB,
    Team,
    clock,
    session_id,
)

from pushin import (
    absence_requests,
    absences,
    agenda,
    attention,
    checklists,
    covers,
    errors,
    feeds,
    live,
    waiting,
)
from pushin.results import AbsencePreview, NextSession, RepairedDay, WaitingCover
from storage import tables
from storage.scope import Scope

MON, WED = date(2026, 9, 14), date(2026, 9, 16)
TODAY = session_id(MON)
EIGHT, NINE = clock(9, 14, 8), clock(9, 14, 8, 30)


def maya_is_out(team: Team, at: datetime = MONDAY) -> str:
    return team.do(MAYA, absences.cannot_come, TODAY, at=at).absence_id


def status(team: Team) -> str:
    (row,) = team.rows(tables.Session, id=TODAY)
    return row.status


def told(team: Team, at: datetime) -> dict[str, RepairedDay]:
    cards = [card for _, card in team.deliver(at) if isinstance(card, RepairedDay)]
    assert len({card.person.id for card in cards}) == len(cards)
    return {card.person.id: card for card in cards}


def items(team: Team, who: str, at: datetime) -> list[WaitingCover]:
    def look(scope: Scope) -> list[WaitingCover]:
        return [one for one in waiting.of(scope, who, at=at) if isinstance(one, WaitingCover)]

    return team.do(None, look)


def test_who_is_not_offered_cannot_be_asked(team: Team) -> None:
    """Somebody who is neither of the team nor a provider is asked by no form."""
    absence_id = maya_is_out(team)
    asked = absence_requests.AbsenceFormInput(MAYA, WED, cover_id=WEBB)
    with pytest.raises(errors.Refusal, match="person_gone"):
        team.do(MAYA, covers.ask, absence_id, WEBB, at=MONDAY)
    with pytest.raises(errors.Refusal, match="person_gone"):
        team.do(MAYA, absence_requests.submit, asked, at=MONDAY)


def test_a_para_covers(team: Team) -> None:
    """Off until Tam says yes; then it is on again, and each of the others is told once."""
    absence_id = maya_is_out(team)
    asked = team.do(MAYA, covers.ask, absence_id, TAM, at=MONDAY)
    assert (status(team), asked.again) == ("cancelled", False)
    assert [one.absence.person.id for one in items(team, TAM, MONDAY)] == [MAYA]

    yes = team.do(TAM, covers.answer, absence_id, yes=True, at=MONDAY)
    again = team.do(TAM, covers.answer, absence_id, yes=True, at=MONDAY)
    cards = told(team, NINE)

    assert (status(team), yes.again, again.again) == ("planned", False, True)
    assert items(team, TAM, MONDAY) == []
    assert sorted(cards) == [ADAMS, MAYA, TAM]
    (out,) = cards[ADAMS].lines[0].session.out
    assert (out.person.id, out.cover and out.cover.id, out.answer) == (MAYA, TAM, "in")


@pytest.mark.slow
def test_who_is_asked_today_reads_it_with_the_question(team: Team) -> None:
    """The message about the changed day asks; the daily card does not ask a second time."""
    absence_id = maya_is_out(team, EIGHT)
    team.do(MAYA, covers.ask, absence_id, BEN, at=EIGHT)
    cards = told(team, EIGHT)

    assert sorted(cards) == [ADAMS, BEN]
    (out,) = cards[BEN].lines[0].session.out
    assert (out.cover and out.cover.id, out.answer) == (BEN, None)
    assert "cover_waits" not in {one.why for one in team.prompts("ask")}


def test_somebody_who_covers_has_it_like_their_own(team: Team) -> None:
    """Ben has it in `next`, `today` and Home, and may tick; after No it is gone again."""
    absence_id = maya_is_out(team)
    team.do(MAYA, covers.ask, absence_id, BEN, at=MONDAY)
    team.do(BEN, covers.answer, absence_id, yes=True, at=MONDAY)
    coming = team.do(BEN, agenda.next_session, at=MONDAY)

    assert isinstance(coming, NextSession)
    assert coming.session.id == TODAY
    assert [one.id for one in team.do(BEN, agenda.today, at=MONDAY).sessions] == [TODAY]
    assert [one.session.id for one in team.do(BEN, live.home, at=MONDAY).coming] == [TODAY]
    none: frozenset[str] = frozenset()
    team.do(BEN, checklists.tick, TODAY, shown=none, ticked=none, block=none, at=MONDAY)

    team.do(BEN, covers.answer, absence_id, yes=False, at=MONDAY)
    assert status(team) == "cancelled"
    assert team.do(BEN, agenda.today, at=MONDAY).sessions == ()


def test_who_cannot_cover(team: Team) -> None:
    """The session stays off, and the one who is out is told, to ask somebody else."""
    absence_id = maya_is_out(team, EIGHT)
    team.do(MAYA, covers.ask, absence_id, TAM, at=EIGHT)
    assert sorted(told(team, NINE)) == [ADAMS, TAM]
    team.do(TAM, covers.answer, absence_id, yes=False, at=NINE)

    assert sorted(told(team, NINE)) == [MAYA]
    found = team.do(MAYA, covers.ask, absence_id, BEN, at=NINE)
    assert (found.cover.id, found.again) == (BEN, False)
    with pytest.raises(errors.Stale, match="cover_not_asked"):
        team.do(TAM, covers.answer, absence_id, yes=True, at=NINE)


def test_who_may_be_asked(team: Team) -> None:
    """Those of the team and providers who can be written to and are not out themselves."""
    absence_id = maya_is_out(team)
    team.do(TAM, absences.say, absences.AbsenceInput(TAM, ((MON, MON),)), at=MONDAY)
    found = team.do(MAYA, covers.form, absence_id, at=MONDAY)

    assert [one.id for one in found.choices] == [ADAMS, BEN]
    for cover_id, code in ((TAM, "cover_is_out"), (MAYA, "cover_is_out"), (WEBB, "person_gone")):
        with pytest.raises(errors.Refusal, match=code):
            team.do(MAYA, covers.ask, absence_id, cover_id, at=MONDAY)
    with pytest.raises(errors.NotAllowed, match="not_yours"):
        team.do(TAM, covers.ask, absence_id, BEN, at=MONDAY)


@pytest.mark.slow
def test_who_covers_cannot_come_either(team: Team) -> None:
    """One tap of theirs, and nobody covers any more; Undo makes it covered again."""
    absence_id = maya_is_out(team)
    team.do(MAYA, covers.ask, absence_id, BEN, at=MONDAY)
    team.do(BEN, covers.answer, absence_id, yes=True, at=MONDAY)
    said = team.do(BEN, absences.cannot_come, TODAY, at=MONDAY)
    assert status(team) == "cancelled"

    team.do(BEN, absences.take_back, said.undo_id, at=MONDAY)
    assert status(team) == "planned"


@pytest.mark.slow
def test_when_she_can_come_after_all_nobody_covers(team: Team) -> None:
    """Undo frees who covered; who was told is told that it is as usual."""
    said = team.do(MAYA, absences.cannot_come, TODAY, at=EIGHT)
    team.do(MAYA, covers.ask, said.absence_id, BEN, at=EIGHT)
    team.do(BEN, covers.answer, said.absence_id, yes=True, at=EIGHT)
    told(team, EIGHT)
    team.do(MAYA, absences.take_back, said.undo_id, at=clock(9, 14, 8, 5))

    assert team.do(BEN, agenda.today, at=NINE).sessions == ()
    assert told(team, NINE)[ADAMS].as_usual
    with pytest.raises(errors.Stale, match="absence_gone"):
        team.do(BEN, covers.answer, said.absence_id, yes=True, at=NINE)


@pytest.mark.slow
def test_covered_from_the_phrase(team: Team) -> None:
    """`cover @ben today` says that one is out and asks; of what is covered, only that is new."""
    team.change(tables.Person, {"id": BEN}, slack_user_id="U0BEN")
    known = {"U0BEN": absence_requests.Account("U0BEN", "Ben", "full")}
    ask = ("cover", "<@U0BEN> today", known)
    echo = team.do(MAYA, absence_requests.ask, *ask, at=MONDAY)
    assert isinstance(echo, AbsencePreview)
    assert (echo.cover and echo.cover.id, [one.status for one in echo.sessions]) == (
        BEN,
        ["cancelled"],
    )
    team.do(MAYA, absence_requests.confirm, echo.draft_id, at=MONDAY)

    assert [one.session.id for one in items(team, BEN, MONDAY)] == [TODAY]
    assert team.do(MAYA, absence_requests.ask, *ask, at=MONDAY).again


@pytest.mark.slow
def test_what_there_is_to_cover(team: Team) -> None:
    """`cover` lists what one is asked, and what of one's own nobody holds."""
    absence_id = maya_is_out(team)
    assert [one.id for one in team.do(MAYA, covers.coming, at=MONDAY).open] == [TODAY]
    team.do(ADAMS, covers.ask, absence_id, TAM, at=MONDAY)

    assert [one.id for one in team.do(TAM, covers.coming, at=MONDAY).asked] == [TODAY]
    assert team.do(ROSA, covers.coming, at=MONDAY).asked == ()


@pytest.mark.slow
def test_who_picks_themselves_covers_at_once(team: Team) -> None:
    """The teacher takes it herself: nobody is asked."""
    absence_id = maya_is_out(team)
    team.do(ADAMS, covers.ask, absence_id, ADAMS, at=MONDAY)

    assert status(team) == "planned"
    assert items(team, ADAMS, MONDAY) == []


def test_it_stands_in_the_calendar_of_who_covers(team: Team) -> None:
    """With the teacher, and not with who is out; once it is given back it is gone."""
    absence_id = maya_is_out(team)
    team.do(MAYA, covers.ask, absence_id, BEN, at=MONDAY)
    assert team.do(BEN, feeds.own, at=MONDAY).plans == ()

    team.do(BEN, covers.answer, absence_id, yes=True, at=MONDAY)
    (plan,) = team.do(BEN, feeds.own, at=MONDAY).plans
    assert [(one.id, one.state) for one in plan.sessions] == [(TODAY, "on")]
    assert (plan.plan.teacher.id, plan.plan.provider.id) == (ADAMS, BEN)

    team.do(BEN, covers.answer, absence_id, yes=False, at=MONDAY)
    assert team.do(BEN, feeds.own, at=MONDAY).plans == ()


def test_who_covers_has_students_then(team: Team) -> None:
    """It takes their time as a session of their own does, until they give it back."""
    absence_id = maya_is_out(team)
    team.do(MAYA, covers.ask, absence_id, BEN, at=MONDAY)
    team.do(BEN, covers.answer, absence_id, yes=True, at=MONDAY)
    assert team.do(None, _is_free, BEN, clock(9, 14, 9, 30)) is False

    team.do(BEN, covers.answer, absence_id, yes=False, at=MONDAY)
    assert team.do(None, _is_free, BEN, clock(9, 14, 9, 30)) is True


def _is_free(scope: Scope, who: str, at: datetime) -> bool:
    person = scope.people.get(who)
    assert person is not None
    return attention.is_free(scope, person, at)
