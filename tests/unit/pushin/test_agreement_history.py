"""What changed, told to those it concerns; and who agreed to what and when."""

from datetime import date

import pytest
from unit.pushin.lincoln import (
    ADAMS,
    MAYA,
    MINUTE,
    MONDAY,
    PLAN,
    ROSA,
    TAM,
    WEBB,
    WORKSPACE,
    Team,
    agreement,
    session_id,
)

from pushin import agreement_history, agreements, contents, errors, waiting
from pushin.results import AgreementEvent, AgreementHistory, WaitingRole
from storage import tables
from storage.scope import Scope

LATER = MONDAY + 10 * MINUTE
CHANGED = {**agreement().parts, ADAMS: "leads the small group"}


def _history(team: Team, who: str = MAYA) -> AgreementHistory:
    return team.do(who, agreement_history.history, PLAN)


def _short(event: AgreementEvent) -> tuple[str, str, int]:
    return event.kind, event.who.id, event.number


class TestChanges:
    """What is other than before."""

    def test_the_author_and_those_asked_read_it(self, team: Team) -> None:
        """A change of a part is told as it was and as it is, until everyone is in."""
        team.agree(MONDAY)

        saved = team.agree(LATER, parts=CHANGED, base_number=1)

        (change,) = saved.changes
        assert change.who is not None
        assert (change.what, change.who.id) == ("part", ADAMS)
        assert (change.before, change.after) == ("Leads the routine", "leads the small group")
        asked = [
            one
            for one in team.do(None, waiting.of, ADAMS, at=LATER)
            if isinstance(one, WaitingRole)
        ]
        assert [one.agreement.changes for one in asked] == [saved.changes]
        for who in (ADAMS, TAM):
            team.do(who, agreements.confirm, saved.agreement.id, 2, "in", at=LATER)
        standing = team.do(MAYA, agreements.form, PLAN).agreement
        assert standing is not None
        assert standing.changes == ()

    def test_all_that_can_change(self, team: Team) -> None:
        """Lead, model, activity, what to bring and the fallback are told as well."""
        team.agree(MONDAY)

        saved = team.agree(
            LATER,
            lead_id=MAYA,
            co_teaching_model="team",
            activity="",
            materials="Clay",
            fallback="Tam runs it",
            base_number=1,
        )

        assert [(one.what, one.before, one.after) for one in saved.changes] == [
            ("lead", "Adams", "Maya"),
            ("model", "one_teach_one_assist", "team"),
            ("activity", "Centers as usual", ""),
            ("materials", "", "Clay"),
            ("fallback", "", "Tam runs it"),
        ]

    def test_the_first_one_changes_nothing(self, team: Team) -> None:
        """What was agreed first is no difference."""
        assert team.agree(MONDAY).changes == ()


class TestMeanwhile:
    """Somebody else saved while a form was open."""

    def test_theirs_is_told_beside_ones_own(self, team: Team) -> None:
        """The second author reads who saved and what is other there; saving again is theirs."""
        team.agree(MONDAY)
        team.agree(LATER, who=ADAMS, parts=CHANGED, base_number=1)
        mine = agreement(activity="Scissors", base_number=1)
        with pytest.raises(errors.Stale, match="changed_meanwhile"):
            team.do(MAYA, agreements.agree, mine, at=LATER + MINUTE)

        found = team.do(MAYA, agreements.meanwhile, mine)
        saved = team.agree(LATER + 2 * MINUTE, activity="Scissors", base_number=found.form.number)

        assert found.author.id == ADAMS
        assert [(one.what, one.after) for one in found.theirs] == [
            ("part", "leads the small group"),
            ("activity", "Centers as usual"),
        ]
        assert (saved.changed, saved.agreement.activity) == (True, "Scissors")


class TestBadInput:
    """What is refused, and where it stands then."""

    @pytest.mark.parametrize(
        ("lines", "code", "params"),
        [
            (tuple(f"Line {n}" for n in range(200)), "too_many_lines", {"most": 10, "count": 200}),
            (("x" * 3001,), "too_long", {"limit": 300, "length": 3001}),
        ],
    )
    def test_expectations(
        self, team: Team, lines: tuple[str, ...], code: str, params: dict[str, int]
    ) -> None:
        """Two hundred expectations and one of 3,001 characters are named with their measure."""
        with pytest.raises(errors.Refusal) as refused:
            team.agree(MONDAY, expectations=lines)

        assert refused.value.code == code
        assert refused.value.params == {"what": "expectation", **params}
        assert contents.LINES == 10
        assert team.rows(tables.Agreement) == []

    def test_after_the_last_date(self, team: Team) -> None:
        """A plan whose last date has passed takes no answer, as one that was ended."""
        saved = team.agree(MONDAY).agreement
        team.change(
            tables.Plan, {"id": PLAN}, until_date=date(2026, 9, 13), from_date=date(2026, 9, 1)
        )

        with pytest.raises(errors.Refusal, match="plan_ended"):
            team.do(TAM, agreements.confirm, saved.id, 1, "in", at=LATER)
        assert [one.person_id for one in team.rows(tables.Confirmation)] == [MAYA]


class TestHistory:
    """The timeline."""

    def test_newest_first(self, team: Team) -> None:
        """Saved, answered, carried over and told in person, each with who and when."""
        team.do(None, _add_webb)
        parts = {**agreement().parts, WEBB: "Opens the door"}
        first = team.agree(MONDAY, parts=parts, told={WEBB: date(2026, 9, 13)}).agreement
        for minutes, (who, answer) in enumerate([(ADAMS, "talk"), (TAM, "in")], 1):
            at = MONDAY + minutes * MINUTE
            team.do(who, agreements.confirm, first.id, 1, answer, at=at)
        team.agree(LATER, parts={**parts, ADAMS: "Reads aloud"}, base_number=1)

        events = _history(team).events

        assert [_short(one) for one in events] == [
            ("carried", TAM, 2),
            ("saved", MAYA, 2),
            ("in", TAM, 1),
            ("talk", ADAMS, 1),
            ("told", WEBB, 1),
            ("saved", MAYA, 1),
        ]
        assert events[0].since == MONDAY + 2 * MINUTE
        assert [one.after for one in events[1].changes] == ["Reads aloud"]
        assert events[4].by is not None
        assert (events[4].on, events[4].by.id) == (date(2026, 9, 13), MAYA)

    def test_one_sessions_own_is_in_it(self, team: Team) -> None:
        """What was for one session only stands there with its date."""
        team.agree(MONDAY)
        session = session_id(date(2026, 9, 16))
        team.agree(LATER, activity="Clay", session_id=session, only=True, base_number=1)

        newest = _history(team).events[0]

        assert newest.only_on == date(2026, 9, 16)

    @pytest.mark.slow
    def test_twenty_and_how_many_more(self, team: Team) -> None:
        """The newest twenty are shown, and the rest is counted."""
        for number in range(25):
            at = MONDAY + number * MINUTE
            team.agree(at, activity=f"Activity {number}", base_number=number or None)

        found = _history(team)

        assert (len(found.events), found.more) == (20, 5)
        assert found.events[0].number == 25

    def test_only_for_the_plans_team(self, team: Team) -> None:
        """Who is not of the team, at the moment of the tap, reads nothing."""
        team.agree(MONDAY)
        assert [len(_history(team, who).events) for who in (MAYA, ADAMS, TAM)] == [1, 1, 1]
        for who in ("ben", ROSA):
            with pytest.raises(errors.NotAllowed, match="not_yours"):
                _history(team, who)
        team.do(None, _leave)

        with pytest.raises(errors.NotAllowed, match="not_yours"):
            _history(team, TAM)


def _add_webb(scope: Scope) -> None:
    scope.plans.add(tables.PlanPerson(workspace_id=WORKSPACE, plan_id=PLAN, person_id=WEBB))


def _leave(scope: Scope) -> None:
    key = {"workspace_id": WORKSPACE, "plan_id": PLAN, "person_id": TAM}
    scope.session.delete(scope.session.get(tables.PlanPerson, key))
