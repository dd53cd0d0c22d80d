"""One session's own agreement: who goes by it, who is asked, and when it is history."""

from datetime import date, datetime

import pytest
from unit.pushin.lincoln import (
    ADAMS,
    MAYA,
    MINUTE,
    MONDAY,
    PLAN,
    TAM,
    Team,
    agreement,
    clock,
    session_id,
)

from pushin import (
    agenda,
    agreements,
    checklists,
    errors,
    sessions,
    variation_cards,
    variations,
    waiting,
    weeks,
)
from pushin.results import AgreementChanged, Confirmed, VariationCard
from storage import tables
from storage.scope import Scope

pytestmark = pytest.mark.slow

TODAY, WEDNESDAY = session_id(date(2026, 9, 14)), session_id(date(2026, 9, 16))
LATER = MONDAY + 10 * MINUTE
PARTS = {**agreement().parts, TAM: "Runs the clay table"}


def only(team: Team, session: str, *, at: datetime = LATER, **changes: object) -> AgreementChanged:
    """Let Maya agree to something for one session only."""
    return team.agree(at, session_id=session, only=True, **{"base_number": 1, **changes})


@pytest.fixture
def everyone(team: Team) -> Team:
    """Return the team with an agreement in force."""
    saved = team.agree(MONDAY).agreement
    for who in (ADAMS, TAM):
        team.do(who, agreements.confirm, saved.id, 1, "in", at=MONDAY)
    return team


def test_only_its_session_goes_by_it(everyone: Team) -> None:
    """`next`, the week and the checklist of that session use it; the others keep the plan's own."""
    only(everyone, TODAY, parts=PARTS)

    now = everyone.do(TAM, agenda.next_session, at=LATER)
    after = everyone.do(TAM, agenda.next_session, at=clock(9, 14, 12))
    week = everyone.do(TAM, weeks.week, at=LATER)
    lists = [
        everyone.do(None, _checklist, one, LATER).agreement.parts for one in (TODAY, WEDNESDAY)
    ]

    assert (now.my_part, now.varied) == ("Runs the clay table", True)
    assert (after.my_part, after.varied) == ("Puts folders out", False)
    assert [one.my_part for day in week.days for one in day.sessions] == [
        "Runs the clay table",
        "Puts folders out",
    ]
    assert [parts[2].part for parts in lists] == ["Runs the clay table", "Puts folders out"]


def test_the_plans_own_stays_the_current_one(everyone: Team) -> None:
    """It numbers on in the plan, which goes by what it had; the plan's own numbers on after it."""
    saved = only(everyone, TODAY, parts=PARTS).agreement
    own = everyone.do(None, agreements.current, PLAN)
    changed = everyone.agree(LATER + MINUTE, activity="Letters", base_number=1)

    assert (saved.number, saved.only_on) == (2, date(2026, 9, 14))
    assert own is not None
    assert (own.number, own.closed_at) == (1, None)
    assert (changed.agreement.number, changed.agreement.only_on) == (3, None)
    assert everyone.do(None, _of, TODAY) == 2
    assert everyone.do(None, _of, WEDNESDAY) == 3


def test_who_is_untouched_stays_in(everyone: Team) -> None:
    """Only whose part it changes, and the lead, are asked; the others' answers are carried over."""
    saved = only(everyone, TODAY, activity="Letters")

    assert [one.id for one in saved.asked] == [ADAMS]
    (carried,) = [
        row
        for row in everyone.rows(tables.Confirmation, agreement_id=saved.agreement.id)
        if row.person_id == TAM
    ]
    assert carried.carried_from is not None
    assert [(one.what, one.after) for one in saved.changes] == [("activity", "Letters")]


def test_its_answer_is_its_own(everyone: Team) -> None:
    """Being in for one session says nothing of the others, which stay in force."""
    saved = only(everyone, TODAY, parts=PARTS).agreement
    done = [
        everyone.do(who, agreements.confirm, saved.id, 2, "in", at=LATER) for who in (ADAMS, TAM)
    ]
    again = everyone.do(TAM, agreements.confirm, saved.id, 2, "in", at=LATER)
    own = everyone.do(MAYA, agreements.form, PLAN).agreement

    assert isinstance(done[-1], Confirmed)
    assert done[-1].agreement.in_force
    assert again.again
    assert own is not None
    assert (own.number, own.in_force) == (1, True)


@pytest.mark.parametrize("why", ["over", "skipped", "moved"])
def test_it_is_history(everyone: Team, why: str) -> None:
    """Over, not on or on another date: nothing waits, and an answer says that it has passed."""
    saved = only(everyone, WEDNESDAY, parts=PARTS).agreement
    at = clock(9, 16, 12) if why == "over" else LATER
    if why == "skipped":
        everyone.do(ADAMS, sessions.skip, WEDNESDAY, "", at=LATER)
    if why == "moved":
        everyone.change(tables.Session, {"id": WEDNESDAY}, on_date=date(2026, 9, 17), moved=True)

    with pytest.raises(errors.Stale, match="variation_over"):
        everyone.do(TAM, agreements.confirm, saved.id, 2, "in", at=at)

    found = everyone.do(None, waiting.of, TAM, at=at)
    assert [one for one in found if type(one).__name__ == "WaitingRole"] == []


def test_moved_off_its_date_the_plans_own_holds(everyone: Team) -> None:
    """What was agreed for a date does not follow the session to another, and is back with it."""
    only(everyone, WEDNESDAY, parts=PARTS)
    everyone.change(tables.Session, {"id": WEDNESDAY}, on_date=date(2026, 9, 17))
    moved = everyone.do(None, _of, WEDNESDAY)
    everyone.change(tables.Session, {"id": WEDNESDAY}, on_date=date(2026, 9, 16))

    assert (moved, everyone.do(None, _of, WEDNESDAY)) == (1, 2)


def test_the_same_as_all_others_gives_it_up(everyone: Team) -> None:
    """What is the plan's own for one session only is no agreement of its own."""
    only(everyone, TODAY, parts=PARTS)

    back = only(everyone, TODAY, at=LATER + MINUTE)
    again = only(everyone, TODAY, at=LATER + 2 * MINUTE)

    assert (back.as_usual, back.changed, back.agreement.number) == (True, True, 1)
    assert (again.as_usual, again.changed) == (False, False)
    assert everyone.do(None, _of, TODAY) == 1


def test_for_all_sessions_is_for_the_one_at_hand_too(everyone: Team) -> None:
    """Made from a session's form for all, it takes the place of that session's own."""
    only(everyone, TODAY, parts=PARTS)
    form = everyone.do(MAYA, agreements.form, PLAN, TODAY)
    saved = everyone.agree(
        LATER + MINUTE, parts=PARTS, session_id=TODAY, only=False, base_number=form.number
    )

    assert (form.only, form.number, form.parts[TAM]) == (True, 2, "Runs the clay table")
    assert everyone.do(None, _of, TODAY) == saved.agreement.number == 3


def test_somebody_else_saved_for_the_session_meanwhile(everyone: Team) -> None:
    """A form for one session that did not see what a colleague saved for it is not saved."""
    only(everyone, TODAY, parts=PARTS)

    with pytest.raises(errors.Stale, match="changed_meanwhile"):
        only(everyone, TODAY, at=LATER + MINUTE, activity="Letters")

    assert len(everyone.rows(tables.Agreement)) == 2


def test_lines_of_one_session(everyone: Team) -> None:
    """New expectations are that session's only; those taken out stay, and that is said."""
    everyone.agree(LATER, expectations=("Folders out",), base_number=1)
    saved = only(
        everyone, TODAY, at=LATER + MINUTE, expectations=("Clay out",), opened_at=LATER + MINUTE
    )

    rows = everyone.rows(tables.Expectation, dropped_at=None)
    assert {(one.text, one.session_id) for one in rows} == {
        ("Folders out", None),
        ("Clay out", TODAY),
    }
    assert saved.kept == ("Folders out",)


@pytest.mark.parametrize(
    ("session", "at", "code"),
    [
        (TODAY, clock(9, 14, 12), "session_over"),
        ("nothing", LATER, "session_gone"),
    ],
)
def test_no_session_to_agree_about(everyone: Team, session: str, at: datetime, code: str) -> None:
    """A session that is over or not there has no agreement of its own any more."""
    with pytest.raises(errors.Refusal, match=code):
        only(everyone, session, at=at, parts=PARTS)

    assert len(everyone.rows(tables.Agreement)) == 1


def _checklist(scope: Scope, session: str, at: datetime) -> checklists.Checklist:
    return checklists.facts(scope, sessions.require(scope, session), at=at)


def _of(scope: Scope, session: str) -> int:
    found = variations.of_session(scope, sessions.require(scope, session))
    assert found is not None
    return found.number


class TestCard:
    """The plan's thread tells of one session's own roles before its checklist does."""

    def test_once_and_kept_true(self, everyone: Team) -> None:
        """It says what is other and who is asked; saved anew or confirmed it changes in place."""
        only(everyone, WEDNESDAY, parts=PARTS)
        (card,) = _cards(everyone.deliver(LATER))
        assert [(one.before, one.after) for one in card.changes] == [
            ("Puts folders out", "Runs the clay table")
        ]
        assert [one.name for one in card.agreement.waiting_for] == ["Adams", "Tam"]

        parts = {**PARTS, TAM: "Rolls the clay"}
        only(everyone, WEDNESDAY, parts=parts, base_number=2, at=LATER + MINUTE)
        assert _cards(everyone.deliver(LATER + MINUTE)) == []
        shown = everyone.do(None, _card, WEDNESDAY, LATER + MINUTE)
        assert [one.after for one in shown.changes] == ["Rolls the clay"]
        for who in (ADAMS, TAM):
            everyone.do(who, agreements.confirm, shown.agreement.id, 3, "in", at=LATER + MINUTE)
        assert everyone.do(None, _card, WEDNESDAY, LATER + MINUTE).agreement.in_force

    def test_not_by_night(self, everyone: Team) -> None:
        """What is written in the evening stands in the thread when the teacher begins."""
        evening = clock(9, 15, 20)
        only(everyone, WEDNESDAY, parts=PARTS, at=evening)

        assert _cards(everyone.deliver(evening)) == []
        assert len(_cards(everyone.deliver(clock(9, 16, 8, 30)))) == 1

    def test_not_beside_the_checklist(self, everyone: Team) -> None:
        """What is agreed once the checklist is due, or stands, needs no card of its own."""
        everyone.deliver(clock(9, 14, 8, 45))
        only(everyone, TODAY, parts=PARTS, at=clock(9, 14, 8, 50))

        assert _cards(everyone.deliver(clock(9, 14, 8, 50))) == []

    def test_given_up(self, everyone: Team) -> None:
        """As usual after all, before it was posted: nothing is; after that it says so in place."""
        evening = clock(9, 15, 20)
        only(everyone, WEDNESDAY, parts=PARTS, at=evening)
        only(everyone, WEDNESDAY, parts=agreement().parts, base_number=2, at=evening)
        assert _cards(everyone.deliver(clock(9, 16, 8, 30))) == []

        only(everyone, WEDNESDAY, parts=PARTS, base_number=2, at=clock(9, 16, 8, 31))
        assert len(_cards(everyone.deliver(clock(9, 16, 8, 31)))) == 1
        only(everyone, WEDNESDAY, parts=agreement().parts, base_number=3, at=clock(9, 16, 8, 32))
        assert everyone.do(None, _card, WEDNESDAY, clock(9, 16, 8, 32)).agreement is None

    def test_too_late(self, everyone: Team) -> None:
        """Missed while Push-In was down it says nothing: the checklist does."""
        only(everyone, WEDNESDAY, parts=PARTS, at=clock(9, 15, 20))
        posted = everyone.deliver(clock(9, 16, 9, 5))

        assert _cards(posted) == []
        assert [one.why for one in everyone.prompts("plan_card", "merged")] == ["too_late"]


def _cards(posted: list[tuple[str, object]]) -> list[VariationCard]:
    return [one for _, one in posted if isinstance(one, VariationCard)]


def _card(scope: Scope, key: str, at: datetime) -> VariationCard:
    session = scope.sessions.get(key)
    assert session is not None
    return variation_cards.of(scope, session, at=at)
