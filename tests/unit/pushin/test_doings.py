"""What a class will be doing: asked of its teacher on the school day before, and never twice."""

from datetime import date

import pytest
from unit.pushin.changing import changed, undone
from unit.pushin.lincoln import ADAMS, MAYA, MONDAY, PLAN, TAM, Team, clock, save_plan, session_id

from pushin import agenda, doings, drafts, errors, prompts, waiting
from pushin.results import AskCard, DoingSaid, MayNameStudent, WaitingDoing
from storage import tables

WEDNESDAY = session_id(date(2026, 9, 16))
TUESDAY = clock(9, 15, 8)


def _asked(team: Team, who: str, at: object) -> list[str]:
    found = team.do(None, waiting.of, who, at=at)  # type: ignore[arg-type]
    return [one.session.id for one in found if isinstance(one, WaitingDoing)]


def test_the_teacher_is_asked_on_the_school_day_before(team: Team) -> None:
    """Tuesday's card asks about Wednesday; nobody else is asked, nor on Monday."""
    team.do(None, prompts.for_person, ADAMS, at=MONDAY)
    monday, tuesday = (
        [
            card
            for _, card in team.deliver(at)
            if isinstance(card, AskCard) and card.person.id == ADAMS
        ]
        for at in (clock(9, 14, 12), TUESDAY)
    )

    assert monday == []
    (card,) = tuesday
    assert [(card.person.id, one.session.id) for one in card.items] == [(ADAMS, WEDNESDAY)]  # type: ignore[union-attr]
    assert [_asked(team, who, TUESDAY) for who in (MAYA, TAM)] == [[], []]


def test_not_twice(team: Team) -> None:
    """Without an answer there is no second card for the same session."""
    team.do(None, prompts.for_person, ADAMS, at=MONDAY)
    for day in (15, 16, 17, 18):
        team.deliver(clock(9, day, 8))

    cards = [card for _, card in team.posted if isinstance(card, AskCard)]
    asked = [(card.on, one.session.on) for card in cards for one in card.items]  # type: ignore[union-attr]
    assert asked == [
        (date(2026, 9, 15), date(2026, 9, 16)),
        (date(2026, 9, 18), date(2026, 9, 21)),
    ]


def test_one_line_stands_in_everybodys_next(team: Team) -> None:
    """What the teacher says stands with the session for all its adults, and can be said anew."""
    first = team.do(ADAMS, doings.say, WEDNESDAY, "A gallery walk", at=TUESDAY)
    again = team.do(ADAMS, doings.say, WEDNESDAY, " A gallery walk ", at=TUESDAY)
    shown = [
        team.do(who, agenda.next_session, at=TUESDAY).session.doing for who in (MAYA, ADAMS, TAM)
    ]
    changed = team.do(ADAMS, doings.say, WEDNESDAY, "", at=clock(9, 16, 8))

    assert isinstance(first, DoingSaid)
    assert (first.again, again.again) == (False, True)
    assert shown == ["A gallery walk"] * 3
    assert changed.session.doing == ""
    assert team.do(TAM, agenda.next_session, at=clock(9, 16, 8)).session.doing == ""


def test_an_answer_ends_the_question(team: Team) -> None:
    """Once it is said, the card is not sent for it."""
    team.do(None, prompts.for_person, ADAMS, at=MONDAY)
    team.do(ADAMS, doings.say, WEDNESDAY, "", at=clock(9, 15, 7))

    assert [card for kind, card in team.deliver(TUESDAY) if kind == "ask"] == []
    assert _asked(team, ADAMS, TUESDAY) == []


def test_a_students_name_is_asked_about_first(team: Team) -> None:
    """A line that may name a student waits for its author's word."""
    doubt = team.do(ADAMS, doings.say, WEDNESDAY, "Liam shows his volcano", at=TUESDAY)
    assert isinstance(doubt, MayNameStudent)
    assert team.do(TAM, agenda.next_session, at=TUESDAY).session.doing is None

    kept = team.do(ADAMS, drafts.not_a_student, doubt.draft_id, at=TUESDAY)

    assert isinstance(kept, DoingSaid)
    assert kept.session.doing == "Liam shows his volcano"


@pytest.mark.parametrize(
    ("who", "session", "text", "at", "code"),
    [
        (MAYA, WEDNESDAY, "Letters", TUESDAY, "not_yours"),
        (TAM, WEDNESDAY, "Letters", TUESDAY, "not_yours"),
        (ADAMS, WEDNESDAY, "x" * 301, TUESDAY, "too_long"),
        (ADAMS, WEDNESDAY, ":tada:", TUESDAY, "no_words"),
        (ADAMS, WEDNESDAY, "Letters", MONDAY, "no_session_yet"),
        (ADAMS, WEDNESDAY, "Letters", clock(9, 16, 12), "session_over"),
        (ADAMS, "nothing", "Letters", TUESDAY, "session_gone"),
    ],
)
def test_what_cannot_be_said(  # noqa: PLR0917  the columns of the table
    team: Team, who: str, session: str, text: str, at: object, code: str
) -> None:
    """Only the room's teacher says it, in words, from the school day before until it is over."""
    with pytest.raises(errors.Refusal, match=code):
        team.do(who, doings.say, session, text, at=at)  # type: ignore[arg-type]

    assert {one.doing_at for one in team.rows(tables.Session, plan_id=PLAN)} == {None}


def test_a_pull_out_asks_nothing(team: Team) -> None:
    """What the class does matters where the therapy is in the class."""
    model = {"service_delivery_model": "pull_out", "weekdays": [1]}
    team.do(None, lambda scope: save_plan(scope, "plan2", at=MONDAY, **model))

    assert _asked(team, ADAMS, MONDAY) == []


def test_it_is_of_its_date(team: Team) -> None:
    """A session that moves to another day is asked about anew; taken back, what was said holds."""
    team.do(ADAMS, doings.say, WEDNESDAY, "A gallery walk", at=TUESDAY)
    at_another_time = changed(team, "move Wed to 1:20", at=TUESDAY)
    assert _row(team).doing == "A gallery walk"

    undone(team, at_another_time, at=TUESDAY)
    found = changed(team, "move Wed to Thu", at=TUESDAY)
    assert (_row(team).doing, _row(team).doing_at) == ("", None)

    undone(team, found, at=TUESDAY)
    assert (_row(team).doing, _row(team).doing_at) == ("A gallery walk", TUESDAY)


def _row(team: Team) -> tables.Session:
    (row,) = team.rows(tables.Session, id=WEDNESDAY)
    return row
