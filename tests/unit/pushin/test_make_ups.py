"""Make-ups and indirect weeks: what is missed, who decides, when it is made up."""

from datetime import date, timedelta

import pytest
from unit.pushin.lincoln import BEN, MAYA, PLAN, ROSA, TAM, Team, clock
from unit.pushin.logging_team import (
    CENTERS,
    EVENING,
    WED,
    WRITING,
    log,
    skipped,
    with_codes,
)

from pushin import digests, errors, indirect, logs, lost, make_up_times, make_ups
from pushin.results import MakeUpDecided, MakeUpPlanned, MakeUps
from storage import tables
from storage.scope import Scope

pytestmark = pytest.mark.slow

OCT_12 = date(2026, 10, 12)


def missed(team: Team, session_id: str = CENTERS) -> str:
    """Let a session be missed for an assembly; return its make-up."""
    (found,) = log(team, session_id, "cancelled", reason="assembly").make_ups
    return found.id


def decide(team: Team, make_up: str, state: str, who: str = MAYA) -> MakeUpDecided:
    found = team.do(who, make_ups.decide, make_up, state, at=EVENING)
    assert isinstance(found, MakeUpDecided)
    return found


def states(team: Team) -> list[tuple[str, str, int]]:
    return sorted((one.code, one.state, one.minutes) for one in team.rows(tables.MakeUp))


def take(team: Team, make_up: str, on: date) -> MakeUpPlanned:
    found = team.do(MAYA, make_up_times.take, make_up, on, at=EVENING)
    assert isinstance(found, MakeUpPlanned)
    return found


@pytest.mark.slow
class TestDeciding:
    """A person decides, once the reason is known."""

    def test_missed_and_decided(self, district: Team) -> None:
        """It is pending until somebody says; the same again changes nothing; Undo opens it."""
        one = missed(district)
        assert states(district) == [("", "pending", 40)]
        done = decide(district, one, "owed")
        assert (states(district), done.again) == ([("", "owed", 40)], False)
        assert decide(district, one, "owed").again

        district.do(MAYA, make_ups.take_back, done.undo_id, at=EVENING + timedelta(minutes=9))
        assert states(district) == [("", "pending", 40)]

    def test_one_of_a_group(self, district: Team) -> None:
        """The absent one's minutes are missed, the others' not."""
        with_codes(district, "plan2", "K7-01", "K7-02")
        log(district, WRITING, "held", absent=frozenset({"K7-02"}))

        assert states(district) == [("K7-02", "pending", 40)]
        found = district.do(MAYA, make_ups.coming)
        assert isinstance(found, MakeUps)
        assert "K7" not in repr(found)

    def test_what_a_held_session_was_short_of(self, district: Team) -> None:
        """30 of 40 for a delay: ten minutes wait, with the district's own word for a late start."""
        district.do(ROSA, make_ups.set_rules, {"late_start": "owed"}, at=EVENING)
        (found,) = log(district, CENTERS, "partial", minutes=30, reason="late_start").make_ups

        assert (found.minutes, found.planned, found.reason) == (10, 40, "late_start")
        assert (found.suggestion, found.state) == ("owed", "pending")
        log(district, CENTERS, "partial", minutes=25, reason="late_start")
        assert states(district) == [("", "pending", 15)]
        decide(district, found.id, "owed")
        log(district, CENTERS, "partial", minutes=20, reason="late_start")
        assert states(district) == [("", "owed", 20)]
        log(district, CENTERS, "held")
        assert states(district) == []

    @pytest.mark.parametrize("status", ["partial", "held"])
    def test_the_reason_comes_first(self, district: Team, status: str) -> None:
        """Fewer minutes than planned are no session held in full: why is asked before all else."""
        with pytest.raises(errors.Refusal, match="log_reason_short"):
            log(district, CENTERS, status, minutes=30)
        assert states(district) == []

        found = log(district, CENTERS, status, minutes=30, reason="drill")
        assert (found.line.status, found.line.minutes) == ("partial", 30)
        assert states(district) == [("", "pending", 10)]

    def test_who_was_absent_from_half_a_session(self, district: Team) -> None:
        """All missed what it was short of; the absent one also what the others had."""
        with_codes(district, "plan2", "K7-01", "K7-02")
        absent = frozenset({"K7-02"})
        log(district, WRITING, "partial", minutes=30, reason="drill", absent=absent)

        assert states(district) == [("", "pending", 10), ("K7-02", "pending", 30)]

    def test_a_correction_takes_it_along(self, district: Team) -> None:
        """What was held after all is not missed."""
        decide(district, missed(district), "owed")
        log(district, CENTERS, "held")

        assert states(district) == []

    def test_the_districts_word_decides_nothing(self, district: Team) -> None:
        """It stands beside the question; there is none for what nobody said."""
        said = {"assembly": "owed", "student_absent": "not_owed", "nonsense": "owed"}
        district.do(ROSA, make_ups.set_rules, said, at=EVENING)
        (found,) = log(district, CENTERS, "cancelled", reason="assembly").make_ups
        (other,) = log(district, WRITING, "cancelled", reason="drill").make_ups

        assert (found.suggestion, found.state) == ("owed", "pending")
        assert other.suggestion == ""
        assert district.do(ROSA, make_ups.set_rules, said, at=EVENING).again
        with pytest.raises(errors.NotAllowed):
            district.do(MAYA, make_ups.set_rules, said, at=EVENING)

    @pytest.mark.parametrize("who", [BEN, TAM])
    def test_somebody_elses(self, district: Team, who: str) -> None:
        """Only whose session it was decides."""
        one = missed(district)
        with pytest.raises(errors.NotAllowed, match="not_yours"):
            decide(district, one, "owed", who)
        assert states(district) == [("", "pending", 40)]


class TestTimes:
    """Owed minutes find a time, and are done when that is held."""

    def test_ten_minutes_are_ten(self, district: Team) -> None:
        """What was short is planned as long as it is, from the routine's beginning on."""
        log(district, CENTERS, "partial", minutes=30, reason="late_start")
        (row,) = district.rows(tables.MakeUp)
        decide(district, row.id, "owed")
        slots = district.do(MAYA, make_up_times.times, row.id, at=EVENING).slots
        assert {(one.start, one.end) for one in slots} == {(550, 560)}

        made = take(district, row.id, slots[0].on)
        after = clock(slots[0].on.month, slots[0].on.day, 15, 5)
        log(district, made.session.id, "held", at=after)
        assert states(district) == [("", "done", 10)]

    def test_planned_and_done(self, district: Team) -> None:
        """One tap plans one date with the same adults and codes; held, it is made up."""
        with_codes(district, PLAN, "K7-01")
        one = missed(district)
        decide(district, one, "owed")
        found = district.do(MAYA, make_up_times.times, one, at=EVENING)
        first = found.slots[0]
        assert (first.on, first.start, first.end) == (date(2026, 9, 17), 550, 590)

        made = take(district, one, first.on)
        assert take(district, one, first.on).again
        plan_id = made.session.plan_id
        adults = {row.person_id for row in district.rows(tables.PlanPerson, plan_id=plan_id)}
        codes = [row.code for row in district.rows(tables.PlanStudent, plan_id=plan_id)]
        assert (adults, codes) == ({MAYA, "adams", TAM}, ["K7-01"])

        later = clock(9, 17, 15)
        log(district, made.session.id, "held", at=later)
        assert states(district) == [("", "done", 40)]
        with pytest.raises(errors.Stale, match="make_up_done"):
            decide(district, one, "not_owed")

    def test_missed_again_is_owed_still(self, district: Team) -> None:
        """A make-up that was missed itself leaves the first one owed, and makes no second."""
        one = missed(district)
        decide(district, one, "owed")
        made = take(district, one, date(2026, 9, 17))
        log(district, made.session.id, "student_absent", at=clock(9, 17, 15))

        assert states(district) == [("", "owed", 40)]
        (row,) = district.rows(tables.MakeUp)
        assert row.plan_id is None

    def test_not_where_something_is(self, district: Team) -> None:
        """A date of its own, or one on which the provider is elsewhere, is not offered."""
        one = missed(district)
        decide(district, one, "owed")
        found = district.do(MAYA, make_up_times.times, one, at=EVENING)

        assert WED not in [slot.on for slot in found.slots]
        assert date(2026, 9, 21) not in [slot.on for slot in found.slots]
        with pytest.raises(errors.Stale, match="make_up_taken"):
            take(district, one, date(2026, 9, 21))

    def test_only_what_is_owed(self, district: Team) -> None:
        """Before somebody decided there is nothing to plan."""
        one = missed(district)
        with pytest.raises(errors.Refusal, match="make_up_not_owed"):
            take(district, one, date(2026, 9, 17))


@pytest.mark.slow
class TestIndirectWeeks:
    """A dated list; no direct session then, and none is missed."""

    def said(self, team: Team, text: str) -> tuple[date, ...]:
        """Say Maya's indirect weeks; return those to come."""
        return team.do(MAYA, indirect.say, text, at=EVENING).weeks

    def of(self, team: Team, on: date) -> tuple[str, str | None]:
        """Return how the session of a date stands."""
        (row,) = team.rows(tables.Session, plan_id=PLAN, on_date=on)
        return row.status, row.reason

    def test_any_date_names_its_week(self, district: Team) -> None:
        """Its sessions are off and no sessions at all; the weeks around it stay."""
        assert self.said(district, "weeks of Oct 14 and Oct 26 (2 days)") == (
            OCT_12,
            date(2026, 10, 26),
        )
        assert self.of(district, OCT_12) == ("cancelled", "indirect_week")
        assert self.of(district, date(2026, 10, 19)) == ("planned", None)

        def known(scope: Scope) -> lost.Known | None:
            row = scope.sessions.get(f"{PLAN}-20261012")
            plan = scope.plans.get(PLAN)
            assert row is not None
            assert plan is not None
            return lost.known(scope, row, plan=plan)

        assert district.do(None, known) is None
        with pytest.raises(errors.Refusal, match="log_no_session"):
            log(district, f"{PLAN}-20261012", "held", at=clock(10, 12, 15))

    def test_again_shorter_and_undone(self, district: Team) -> None:
        """The list replaces the one before; the same again says so; Undo brings all back."""
        found = district.do(MAYA, indirect.say, "Oct 14, Oct 26", at=EVENING)
        assert (found.changed, found.off) == (True, 4)
        assert not district.do(MAYA, indirect.say, "10/13, 10/30", at=EVENING).changed
        assert self.said(district, "Oct 14") == (OCT_12,)
        assert self.of(district, date(2026, 10, 26)) == ("planned", None)
        last = district.do(MAYA, indirect.say, "none", at=EVENING)
        assert (last.weeks, last.back) == ((), 2)
        district.do(MAYA, indirect.take_back, last.undo_id, at=EVENING)
        assert self.of(district, OCT_12) == ("cancelled", "indirect_week")

    def test_make_ups_are_offered_inside(self, district: Team) -> None:
        """The consult week comes first, and a make-up in it is held."""
        one = missed(district)
        decide(district, one, "owed")
        self.said(district, "Oct 14")
        found = district.do(MAYA, make_up_times.times, one, at=EVENING)
        assert [(slot.on, slot.indirect) for slot in found.slots[:2]] == [
            (OCT_12, True),
            (date(2026, 10, 13), True),
        ]

        made = take(district, one, date(2026, 10, 14))
        assert (made.session.on, made.session.status) == (date(2026, 10, 14), "planned")

    def test_the_digest_says_so(self, district: Team) -> None:
        """A consult week has a digest that says what it is and what is owed."""
        decide(district, missed(district), "owed")
        self.said(district, "Oct 14")
        (maya,) = district.rows(tables.Person, id=MAYA)
        at = clock(10, 12, 8)
        card = district.do(None, digests.card, maya, OCT_12, at=at)

        assert (card.indirect, card.owed) == (True, 1)

    @pytest.mark.parametrize(
        ("text", "code"),
        [("whenever", "indirect_unclear"), ("2027-08-02", "outside_school_year")],
    )
    def test_what_cannot_be(self, district: Team, text: str, code: str) -> None:
        """Nonsense and the summer change nothing."""
        with pytest.raises(errors.PushInError, match=code):
            self.said(district, text)
        assert district.rows(tables.IndirectWeek) == []

    def test_only_providers_have_them(self, district: Team) -> None:
        """A para has no consult weeks."""
        with pytest.raises(errors.Refusal, match="not_a_provider"):
            district.do(TAM, indirect.say, "Oct 14", at=EVENING)


def test_the_day_card_leaves_make_ups_to_decide(district: Team) -> None:
    """All as planned logs what the calendar knows, and asks about what was missed."""
    skipped(district, CENTERS)
    found = district.do(MAYA, logs.day_as_planned, WED, at=EVENING)

    assert [(one.reason, one.state) for one in found.make_ups] == [("assembly", "pending")]
