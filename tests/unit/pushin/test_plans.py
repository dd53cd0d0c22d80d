"""Plans: asked for, said back, saved."""

from datetime import date, timedelta
from typing import Any

import pytest
from unit.pushin.king import (
    CHANNEL,
    MONDAY,
    SCHOOL,
    VARIANT,
    King,
    account,
    local,
    minutes,
    neutral,
    on,
)

from pushin import errors, plans, schools
from pushin.results import PlanPreview, PlanSaved
from school.errors import PhraseError
from school.recurrence import Anchor
from storage import tables

EXAMPLE = "Mon & Wed 9:10-9:40 arrival routine with @adams room 12 until June"


class TestPreview:
    """What is said back before anything is saved."""

    def test_says_back_who_when_and_where(self, king: King) -> None:
        """A preview has the plan's adults, room, regular times, dates and first sessions."""
        found = king.preview(paras=(account("tam"),))

        assert found.plan.during == "Period 2"
        assert (found.plan.start, found.plan.end) == (minutes("9:35"), minutes("10:20"))
        assert (found.plan.from_date, found.plan.until_date) == (
            date(2026, 9, 14),
            date(2027, 6, 3),
        )
        assert [one.name for one in found.plan.adults] == ["Maya", "Adams", "Tam"]
        assert found.first_dates[0] == (date(2026, 9, 14), 575, 620)
        assert found.clashes == ()

    def test_names_the_days_that_move(self, king: King) -> None:
        """Wednesdays are early release: the preview says when Period 2 is then."""
        found = king.preview()

        assert found.moved == ((date(2026, 9, 16), 571, 614, "Early Release"),)

    def test_saves_nothing_but_a_draft(self, king: King) -> None:
        """A preview makes nobody known and no room."""
        king.preview(teacher=account("diaz"), room="7")

        assert king.read(None, lambda scope: scope.people.of_account("U0DIAZ")) is None
        assert king.rows(tables.Classroom) == []
        assert len(king.rows(tables.Draft)) == 1

    def test_names_the_day_without_the_period(self, king: King) -> None:
        """The minimum day without Period 2 is named as an obstacle."""
        king.do(None, schools.import_neutral, neutral(VARIANT), at=MONDAY)

        found = king.preview(weekdays=frozenset({0}))

        assert len(found.obstacles) == 1
        assert found.obstacles[0].month == 10

    def test_names_a_clash_of_the_room(self, king: King) -> None:
        """Another provider in the room at the time is named with the first date."""
        king.plan("ben", weekdays=frozenset({0}))

        (clash,) = king.preview().clashes

        assert (clash.kind, clash.who, clash.on) == ("room", "Ben", date(2026, 9, 14))
        assert (clash.start, clash.end) == (575, 620)

    def test_names_a_clash_of_the_provider(self, king: King) -> None:
        """The provider's own session in another room at the time is named."""
        king.plan(teacher=account("diaz"), room="7")

        (clash,) = king.preview().clashes

        assert (clash.kind, clash.who) == ("provider", "Maya")

    def test_touching_times_are_no_clash(self, king: King) -> None:
        """One that begins when the other ends is fine."""
        king.plan("ben", anchor=Anchor("clock", start=minutes("9:05"), end=minutes("9:35")))
        monday = frozenset({0})

        assert king.preview(weekdays=monday).clashes == ()

    def test_organiser_plans_on_behalf(self, king: King) -> None:
        """The school's organiser plans for a provider, and only for a named one."""
        maya = king.person("maya").id

        assert king.preview("rosa", provider_id=maya).plan.provider.name == "Maya"
        with pytest.raises(errors.Refusal, match="provider_missing"):
            king.preview("rosa")

    @pytest.mark.parametrize(
        ("asked", "code"),
        [
            ({"teacher": None, "room": None}, "teacher_missing"),
            ({"teacher": None, "room": "7"}, "teacher_missing"),
            ({"room": None}, "room_missing"),
            ({"channel_id": None}, "channel_missing"),
            ({"weekdays": frozenset()}, "weekdays_missing"),
            ({"weekdays": frozenset({5})}, "no_school_days"),
            ({"anchor": Anchor("period", "Period 9")}, "period_unknown"),
            ({"anchor": Anchor("routine", "writing")}, "period_unknown"),
            ({"anchor": Anchor("clock")}, "time_missing"),
            ({"anchor": Anchor("clock", start=570, end=550)}, "end_before_start"),
            ({"from_date": date(2026, 9, 11)}, "date_past"),
            ({"until_date": date(2026, 9, 11)}, "date_past"),
            (
                {"from_date": date(2027, 1, 11), "until_date": date(2026, 12, 1)},
                "until_before_from",
            ),
            ({"from_date": date(2027, 7, 1)}, "outside_school_year"),
            ({"teacher": account("gus", "guest")}, "guest_account"),
            ({"teacher": account("gus", "bot")}, "bot_account"),
            ({"teacher": account("gus", "deleted")}, "deactivated_account"),
            ({"teacher": account("gus", "foreign")}, "foreign_account"),
            ({"teacher": account("tam")}, "not_a_teacher"),
            ({"room": "x" * 41}, "too_long"),
            ({"student_codes": ("Liam",)}, "not_a_code"),
            ({"adults_without_account": (("", "para"),)}, "missing"),
            ({"service_delivery_model": "magic"}, "unknown_model"),
        ],
    )
    def test_refuses(self, king: King, asked: dict[str, Any], code: str) -> None:
        """What cannot be planned is refused by its code."""
        with pytest.raises(errors.Refusal) as caught:
            king.preview(**asked)

        assert caught.value.code == code

    def test_refusals_say_what_to_type(self, king: King) -> None:
        """An unknown period names the known ones; Saturday names the school's weekdays."""
        with pytest.raises(errors.Refusal) as period:
            king.preview(anchor=Anchor("period", "Period 9"))
        with pytest.raises(errors.Refusal) as saturday:
            king.preview(weekdays=frozenset({0, 5}))

        assert "Period 2" in period.value.params["known"]  # type: ignore[operator]
        assert saturday.value.params == {
            "weekdays": (0, 1, 2, 3, 4),
            "asked": (5,),
            "label": "",
        }

    @pytest.mark.parametrize(
        ("who", "code"),
        [("adams", "not_a_provider_asking"), ("tam", "not_a_provider_asking"), ("x", "stranger")],
    )
    def test_only_a_provider_plans(self, king: King, who: str, code: str) -> None:
        """Teachers and paras ask their provider; a stranger says who they are first."""
        with pytest.raises(errors.Refusal) as caught:
            king.preview(who)

        assert caught.value.code == code

    def test_provider_does_not_plan_for_another(self, king: King) -> None:
        """A provider's plan is their own."""
        with pytest.raises(errors.NotAllowed):
            king.preview("ben", provider_id=king.person("maya").id)


class TestSave:
    """What Confirm does."""

    def test_makes_all_that_follows(self, king_anywhere: King) -> None:
        """A saved plan has its people, room, sessions, prompts and touch-bases."""
        king = king_anywhere
        saved = king.plan(
            teacher=account("diaz"),
            room="Room 7",
            paras=(account("tam"),),
            adults_without_account=(("Mrs. Bell", "para"),),
            student_codes=("k7-03",),
        )
        rows = king.sessions(saved.plan.id)

        assert saved.session_count == len(rows)
        assert len(rows) > 50
        assert local(rows[0]) == ("09:35", "10:20")
        assert saved.first is not None
        assert [one.name for one in saved.plan.adults] == ["Maya", "Diaz", "Mrs. Bell", "Tam"]
        assert [row.code for row in king.rows(tables.PlanStudent)] == ["K7-03"]
        assert king.rows(tables.Classroom)[0].room == "7"
        assert len(king.rows(tables.Membership)) == 4
        assert len(king.rows(tables.Prompt, kind="checklist", state="planned")) == len(rows)
        assert len(king.rows(tables.Prompt, kind="plan_card", state="planned")) == 1
        assert len(king.rows(tables.TouchBase)) == len(
            {row.on_date.isocalendar()[:2] for row in rows}
        )

    def test_has_no_session_on_a_day_off(self, king: King) -> None:
        """Holidays have no session; after the last day of school there is none."""
        dates = {row.on_date for row in king.sessions(king.plan().plan.id)}

        assert date(2026, 10, 5) not in dates
        assert date(2026, 11, 11) not in dates
        assert max(dates) <= date(2027, 6, 3)

    def test_confirming_twice_is_one_plan(self, king: King) -> None:
        """A second Confirm of the same draft answers the same plan."""
        draft = king.preview()
        first = king.do("maya", plans.save, draft.draft_id, at=MONDAY)
        second = king.do("maya", plans.save, draft.draft_id, at=MONDAY)

        assert isinstance(first, PlanSaved)
        assert isinstance(second, PlanSaved)
        assert (first.again, second.again) == (False, True)
        assert first.plan == second.plan
        assert len(king.rows(tables.Plan)) == 1

    def test_double_submission_is_refused(self, king: King) -> None:
        """Two drafts of the same slot become one plan; the second is told so."""
        first, second = king.preview(), king.preview()
        king.do("maya", plans.save, first.draft_id, at=MONDAY)

        with pytest.raises(errors.Refusal, match="already_planned"):
            king.do("maya", plans.save, second.draft_id, at=MONDAY)
        with pytest.raises(errors.Refusal, match="already_planned"):
            king.preview()

    def test_two_confirms_of_the_same_time(self, king: King) -> None:
        """Of two who plan the same time, the second is shown the first's before it is saved.

        Nothing is saved by that, however often Confirm is tapped; to treat together saves.
        """
        king.room()
        hers, his = king.preview("maya"), king.preview("ben")
        saved = king.do("maya", plans.save, hers.draft_id, at=MONDAY)
        assert isinstance(saved, PlanSaved)

        answers = [king.do("ben", plans.save, his.draft_id, at=MONDAY) for _ in range(2)]

        for found in answers:
            assert isinstance(found, PlanPreview)
            assert [(one.kind, one.who) for one in found.since] == [("room", "Maya")]
            assert found.clashes == found.since
        assert len(king.rows(tables.Plan)) == 1
        assert isinstance(answers[1], PlanPreview)
        again = king.do("ben", plans.save, answers[1].draft_id, at=MONDAY)
        assert isinstance(again, PlanPreview)
        rival = {"rival_id": saved.plan.id}
        both = king.do("ben", plans.save, again.draft_id, **rival, at=MONDAY)
        assert isinstance(both, PlanSaved)
        assert len(king.rows(tables.Plan)) == 2

    def test_clash_that_was_shown_is_not_shown_again(self, king: King) -> None:
        """Who confirms in sight of a clash has decided, also a week later."""
        king.plan(teacher=account("diaz"), room="7", from_date=date(2026, 9, 14))
        draft = king.preview(from_date=date(2026, 9, 21))
        assert draft.since == ()

        saved = king.do("maya", plans.save, draft.draft_id, at=MONDAY)

        assert isinstance(saved, PlanSaved)

    def test_drafts_are_their_author_s(self, king: King) -> None:
        """Nobody confirms another's draft, and an unknown one is gone."""
        draft = king.preview()

        with pytest.raises(errors.NotAllowed):
            king.do("ben", plans.save, draft.draft_id, at=MONDAY)
        with pytest.raises(errors.Refusal, match="draft_gone"):
            king.do("maya", plans.save, "nothing", at=MONDAY)

    def test_begins_after_now(self, king: King) -> None:
        """A plan saved at noon has no session this morning."""
        plan = king.plan(at=on(9, 14, 12)).plan

        assert king.sessions(plan.id)[0].on_date == date(2026, 9, 16)

    def test_refused_save_leaves_nothing(self, king: King) -> None:
        """What is refused at Confirm leaves no person, room or plan behind."""
        draft = king.preview(teacher=account("diaz"), room="7", until_date=date(2026, 9, 14))

        with pytest.raises(errors.Refusal, match="date_past"):
            king.do("maya", plans.save, draft.draft_id, at=MONDAY + timedelta(hours=12))

        assert king.rows(tables.Plan) == []
        assert king.rows(tables.Classroom) == []

    def test_wall_time_stays_over_the_end_of_summer_time(self, king: King) -> None:
        """The session is at the same local time before and after 1 November."""
        plan = king.plan(weekdays=frozenset({0})).plan
        before = king.session(plan.id, date(2026, 10, 26))
        after = king.session(plan.id, date(2026, 11, 2))

        assert local(before) == local(after) == ("09:35", "10:20")
        assert after.starts_at - before.starts_at == timedelta(days=7, hours=1)


class TestPhrase:
    """What is typed after `schedule`."""

    def test_the_example(self, king: King) -> None:
        """The example of the help text is understood in full."""
        found = king.say(EXAMPLE).plan

        assert found.weekdays == (0, 2)
        assert (found.start, found.end) == (minutes("9:10"), minutes("9:40"))
        assert (found.anchor_kind, found.during) == ("routine", "arrival")
        assert (found.teacher.name, found.room, found.channel_id) == ("Adams", "12", CHANNEL)
        assert found.until_date == date(2027, 6, 3)

    def test_unknown_routine_with_times_becomes_a_guess(self, king: King) -> None:
        """A routine that nobody told yet is kept as a guess, for the teacher to correct."""
        draft = king.say(EXAMPLE)
        king.do("maya", plans.save, draft.draft_id, at=MONDAY)

        (routine,) = king.rows(tables.Routine)
        assert (routine.name, routine.kind, routine.guess) == ("arrival", "arrival", True)
        assert (routine.start_minute, routine.end_minute) == (minutes("9:10"), minutes("9:40"))

    def test_routine_by_its_kind(self, king: King) -> None:
        """The word "arrival" finds the room's routine of that kind, whatever it is called."""
        room = king.room()
        king.routine(room, "Soft start", "arrival", minutes("8:40"), minutes("8:55"))

        found = king.say("Mon & Wed during arrival with @adams room 12").plan

        assert (found.during, found.start, found.end) == ("Soft start", 520, 535)

    def test_known_room_has_its_teacher_and_channel(self, king: King) -> None:
        """In a known room, teacher and channel need not be said."""
        king.room()

        found = king.say("mondays period 2 room 12", channel=None).plan

        assert (found.teacher.name, found.channel_id) == ("Adams", CHANNEL)
        assert (found.during, found.start) == ("Period 2", 575)

    def test_the_last_minutes_of_a_period(self, king: King) -> None:
        """A part of a period is that part."""
        found = king.say("every mon last 20 minutes of period 2 room 12 with @adams").plan

        assert (found.start, found.end) == (minutes("10:00"), minutes("10:20"))

    def test_others_are_paras(self, king: King) -> None:
        """Who is no teacher takes part as another adult."""
        found = king.say("Mon & Wed 9:10-9:40 with @tam and @adams room 12").plan

        assert [one.name for one in found.adults] == ["Maya", "Adams", "Tam"]

    def test_one_date(self, king: King) -> None:
        """A single date is a plan of one session."""
        found = king.say("tomorrow 9:35-10:20 with @adams room 12")

        assert (found.session_count, found.plan.from_date, found.plan.until_date) == (
            1,
            date(2026, 9, 15),
            date(2026, 9, 15),
        )

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "nothing_after_schedule"),
            ("   ", "nothing_after_schedule"),
            (":tada:", "no_words"),
            ("x" * 40_000, "too_long"),
            ("Sat 9:10-9:40 with @adams room 12", "no_school_days"),
            ("Mon & Sat 9:10-9:40 with @adams room 12", "no_school_days"),
            ("Mon & Wed period 9 with @adams room 12", "period_unknown"),
            ("Mon & Wed 9:10-9:40 room 12", "teacher_missing"),
            ("Mon & Wed 9:10-9:40 with @adams", "room_missing"),
            ("Mon & Wed 9:10 with @adams room 12", "time_missing"),
            ("Mon & Wed 9:10-9:40 with @guest room 12", "guest_account"),
            ("oct 5 9:10-9:40 with @adams room 12", "no_school_then"),
        ],
    )
    def test_refuses(self, king: King, text: str, code: str) -> None:
        """What cannot be meant is refused by its code."""
        with pytest.raises(errors.Refusal) as caught:
            king.say(text)

        assert caught.value.code == code

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("Mon & Wed 9:30-9:10 with @adams room 12", "end_before_start"),
            ("sometime with @adams", "too_vague"),
            ("blah blah", "nonsense"),
        ],
    )
    def test_grammar_refuses(self, king: King, text: str, code: str) -> None:
        """What the grammar cannot read keeps the grammar's code."""
        with pytest.raises(PhraseError) as caught:
            king.say(text)

        assert caught.value.code == code

    def test_stranger(self, king: King) -> None:
        """Somebody unknown is told to say who they are, whatever they typed."""
        with pytest.raises(errors.Refusal, match="stranger"):
            king.say(EXAMPLE, "nobody")


def test_form_is_prefilled_from_a_draft(king: King) -> None:
    """Change opens the form with what was understood."""
    draft = king.say(EXAMPLE)

    form = king.read("maya", plans.form, draft.draft_id, at=MONDAY)

    assert (form.weekdays, form.start, form.end) == ((0, 2), 550, 580)
    assert (form.teacher_user_id, form.room, form.channel_id) == ("U0ADAMS", "12", CHANNEL)
    assert "Period 2" in form.periods


def test_form_asked_in_a_rooms_channel_knows_the_room(king: King) -> None:
    """Teacher, room and channel are filled in where the channel has one room; else nothing is."""
    king.plan()

    form = king.read("maya", plans.form, channel_id=CHANNEL, at=MONDAY)
    elsewhere = king.read("maya", plans.form, channel_id="COTHER", at=MONDAY)

    assert (form.teacher_user_id, form.room, form.channel_id) == ("U0ADAMS", "12", CHANNEL)
    assert (form.weekdays, form.start, form.from_date) == ((), None, MONDAY.date())
    assert (elsewhere.teacher_user_id, elsewhere.room, elsewhere.channel_id) == (None, "", None)


def test_form_is_for_providers(king: King) -> None:
    """A teacher is told that a provider plans."""
    with pytest.raises(errors.NotAllowed, match="not_a_provider_asking"):
        king.read("adams", plans.form, None, at=MONDAY)


def test_plans_of_channel_and_person(king: King) -> None:
    """A plan is found by its channel and by each of its adults."""
    saved = king.plan(paras=(account("tam"),)).plan

    assert king.read("maya", plans.of_channel, CHANNEL, at=MONDAY) == (saved,)
    for name in ("maya", "adams", "tam"):
        person_id = king.person(name).id
        assert king.read(name, plans.of_person, person_id, at=MONDAY) == (saved,)
    assert king.read("ben", plans.of_person, king.person("ben").id, at=MONDAY) == ()
    assert SCHOOL in king.rows(tables.Classroom)[0].school_id
