"""Today's overrides: who may, what follows at once, what a repetition and an undo do."""

from datetime import date, timedelta

import pytest
from unit.pushin.lincoln import (
    ADAMS,
    MAYA,
    ROSA,
    TAM,
    ZONE,
    Team,
    clock,
    school,
    session_id,
)

from pushin import calendars, day_changes, day_requests, errors, schools
from pushin.results import (
    DayChanged,
    DayChoice,
    DayCounts,
    DayFacts,
    DayForm,
    DayPreview,
    SchoolChoice,
)
from school.calendar import Override
from school.day_wishes import Wish
from storage import tables
from storage.scope import Scope

WEDNESDAY, THURSDAY = date(2026, 9, 16), date(2026, 9, 17)
EARLY = clock(9, 16, 5, 40)
"""Wednesday morning, when schools decide about snow."""
CLOSED = Wish("closed")


def change(
    team: Team, wish: Wish, on: date = WEDNESDAY, who: str = ROSA, **more: str
) -> DayChanged:
    found = team.do(
        who, day_changes.change_day, wish, "lincoln", on, more.get("label", ""), at=EARLY
    )
    assert isinstance(found, DayChanged)
    return found


def states(team: Team, on: date) -> dict[str, tuple[str, str | None, str]]:
    rows = team.rows(tables.Session, on_date=on)
    local = {row.id: row.starts_at.astimezone(ZONE) for row in rows}
    return {
        row.plan_id: (row.status, row.obstacle, f"{local[row.id]:%H:%M}")
        for row in sorted(rows, key=lambda one: one.id)
    }


class TestClosed:
    """A closed day takes its sessions along, and nothing else."""

    def test_sessions_fall_out(self, district: Team) -> None:
        """The answer counts what falls out and who is told; other dates stay."""
        done = change(district, CLOSED, label="snow")

        (day,) = done.days
        assert (day.before.in_session, day.after.in_session) == (True, False)
        assert (day.after.day_label, day.after.reason) == ("snow", "override")
        assert (done.counts, done.told, done.again) == (DayCounts(off=2), 3, False)
        assert {state[0] for state in states(district, WEDNESDAY).values()} == {"cancelled"}
        assert {state[0] for state in states(district, THURSDAY).values()} == {"planned"}

    def test_prompts_are_withdrawn(self, district: Team) -> None:
        """No checklist of that day is left."""
        change(district, CLOSED)

        about = {prompt.subject for prompt in district.prompts("checklist")}
        assert not about & {session_id(WEDNESDAY), f"session:plan2-{WEDNESDAY:%Y%m%d}"}

    def test_again_changes_nothing(self, district: Team) -> None:
        """The same again, also without its reason, changes nothing and says so."""
        change(district, CLOSED, label="snow")
        before = [row.model_dump() for row in district.rows(tables.Session)]

        again = change(district, CLOSED)

        assert (again.again, again.told, again.undo_id) == (True, 0, "")
        assert again.days[0].after.day_label == "snow"
        assert [row.model_dump() for row in district.rows(tables.Session)] == before

    @pytest.mark.slow
    def test_another_reason_is_kept(self, district: Team) -> None:
        """A better reason replaces the first one; nobody is told for that."""
        change(district, CLOSED, label="snow")

        done = change(district, CLOSED, label="water main")

        assert (done.again, done.told) == (False, 0)
        assert district.rows(tables.Override)[0].label == "water main"

    def test_undone(self, district: Team) -> None:
        """Undo within ten minutes brings the day back; a second undo is refused."""
        done = change(district, CLOSED)
        at = EARLY + timedelta(minutes=10)

        back = district.do(ROSA, day_changes.take_back, done.undo_id, at=at)

        assert (back.counts, back.undo_id) == (DayCounts(back=2), "")
        assert district.rows(tables.Override) == []
        assert {state[0] for state in states(district, WEDNESDAY).values()} == {"planned"}
        with pytest.raises(errors.Stale, match="undo_used"):
            district.do(ROSA, day_changes.take_back, done.undo_id, at=at)

    @pytest.mark.slow
    def test_undo_is_late_or_overtaken(self, district: Team) -> None:
        """After ten minutes, or once somebody changed the day further, it stays as it is."""
        done = change(district, CLOSED)
        late = EARLY + timedelta(minutes=11)
        with pytest.raises(errors.Stale, match="undo_late"):
            district.do(ROSA, day_changes.take_back, done.undo_id, at=late)
        change(district, Wish("named", name="LATE"))
        with pytest.raises(errors.Stale, match="undo_overtaken"):
            district.do(ROSA, day_changes.take_back, done.undo_id, at=EARLY)

        assert district.rows(tables.Override)[0].day_type == "LATE"

    @pytest.mark.slow
    def test_cleared(self, district: Team) -> None:
        """As the calendar says: the override goes, and twice is once."""
        change(district, CLOSED)

        done = district.do(ROSA, day_changes.clear, "lincoln", WEDNESDAY, at=EARLY)
        again = district.do(ROSA, day_changes.clear, "lincoln", WEDNESDAY, at=EARLY)

        assert (done.counts.back, again.again) == (2, True)


class TestOtherBells:
    """On other bells sessions move, are shorter, or have nothing to hang on."""

    def test_two_hour_delay(self, district: Team) -> None:
        """Writing is 11:00-11:30 of its 10:00-10:40; Centers is not there."""
        done = change(district, Wish("delay", 150))

        assert done.counts == DayCounts(moved=1, shortened=1, missing=1)
        assert states(district, WEDNESDAY) == {
            "plan1": ("planned", "routine_missing", "09:10"),
            "plan2": ("planned", None, "11:00"),
        }
        (writing,) = district.rows(tables.Session, id=f"plan2-{WEDNESDAY:%Y%m%d}")
        assert writing.ends_at - writing.starts_at == timedelta(minutes=30)

    @pytest.mark.slow
    def test_cut_bells(self, district: Team) -> None:
        """Without bells for it the regular ones are cut, kept so, and the preview says so."""
        found = district.do(
            ROSA, day_changes.preview, "lincoln", Wish("delay", 100), (WEDNESDAY,), at=EARLY
        )
        assert isinstance(found, DayPreview)
        assert found.cut
        assert [one.key for one in found.options] == ["LATE"]
        assert district.rows(tables.Override) == []

        district.do(ROSA, day_changes.confirm, found.draft_id, at=EARLY)

        assert states(district, WEDNESDAY)["plan2"] == ("planned", None, "10:10")
        kept = district.do(None, calendars.overrides_of, "lincoln")
        assert kept[WEDNESDAY] == Override(WEDNESDAY, "REGULAR", starts=610)


class TestConfirm:
    """What was said back is done once."""

    def preview(self, team: Team, text: str = "today snow") -> DayPreview:
        """Say back what Rosa types after `closed`."""
        found = team.do(ROSA, day_requests.ask, "closed", text, at=EARLY)
        assert isinstance(found, DayPreview)
        return found

    def test_preview_changes_nothing(self, district: Team) -> None:
        """It counts what would happen; a range is one preview."""
        found = self.preview(district, "Wed-Fri")

        assert [day.after.on.day for day in found.days] == [16, 17, 18]
        assert (found.counts, found.told) == (DayCounts(off=3), 3)
        assert district.rows(tables.Override) == []

    def test_confirm_twice(self, district: Team) -> None:
        """A second tap says that it is so already."""
        found = self.preview(district)
        first = district.do(ROSA, day_changes.confirm, found.draft_id, at=EARLY)
        second = district.do(ROSA, day_changes.confirm, found.draft_id, at=EARLY)

        assert (first.again, second.again) == (False, True)

    @pytest.mark.slow
    def test_confirm_after_undo(self, district: Team) -> None:
        """An old Confirm does not close the school again."""
        found = self.preview(district)
        done = district.do(ROSA, day_changes.confirm, found.draft_id, at=EARLY)
        district.do(ROSA, day_changes.take_back, done.undo_id, at=EARLY)

        with pytest.raises(errors.Stale, match="draft_used"):
            district.do(ROSA, day_changes.confirm, found.draft_id, at=EARLY)

    @pytest.mark.slow
    def test_somebody_elses_draft(self, district: Team) -> None:
        """Nobody confirms for another."""
        found = self.preview(district)
        district.change(tables.Person, {"id": MAYA}, is_admin=True)

        with pytest.raises(errors.Refusal, match="draft_gone"):
            district.do(MAYA, day_changes.confirm, found.draft_id, at=EARLY)

    def test_a_choice_is_picked(self, district: Team) -> None:
        """What only looks like a day type is offered, and the pick is said back."""
        found = district.do(ROSA, day_requests.ask, "day", "lat tomorrow", at=EARLY)
        assert isinstance(found, DayChoice)
        assert (found.near, [one.key for one in found.options]) == (True, ["LATE"])

        picked = district.do(ROSA, day_changes.pick, found.draft_id, "LATE", at=EARLY)

        assert isinstance(picked, DayPreview)
        assert (picked.days[0].after.on, picked.days[0].after.kind) == (THURSDAY, "Two-hour delay")


class TestAsk:
    """A phrase is a wish, a question, or lacks something."""

    def test_reading(self, district: Team) -> None:
        """`day` tells a date's kind, bells and the asker's sessions to anybody."""
        found = district.do(TAM, day_requests.look, "tomorrow", at=EARLY)

        assert isinstance(found, DayFacts)
        assert (found.day.on, found.day.kind, found.may_change) == (THURSDAY, "Regular day", False)
        assert [one.during for one in found.sessions] == ["Writing"]
        assert (found.bells[0].name, found.bells[0].start) == ("Arrival", 510)

    def test_without_a_time_the_form_comes(self, district: Team) -> None:
        """`delay` and `early` alone ask for the time in the form."""
        found = district.do(ROSA, day_requests.ask, "early", "Thu conferences", at=EARLY)

        assert isinstance(found, DayForm)
        assert (found.kind, found.first, found.label) == ("ends", THURSDAY, "conferences")

    @pytest.mark.slow
    def test_which_school(self, district: Team) -> None:
        """An admin without a school of their own is asked which one; the words are kept."""
        district.do(None, _second_school)
        district.change(tables.Person, {"id": MAYA}, is_admin=True, school_id=None)

        found = district.do(MAYA, day_requests.ask, "closed", "tomorrow", at=EARLY)
        assert isinstance(found, SchoolChoice)
        assert {key for key, _ in found.schools} == {"lincoln", "grant"}

        picked = district.do(MAYA, day_requests.at_school, found.draft_id, "grant", at=EARLY)
        assert isinstance(picked, DayPreview)
        assert (picked.days[0].after.on, picked.counts) == (THURSDAY, DayCounts())


@pytest.mark.parametrize("who", [MAYA, ADAMS, TAM])
def test_others_learn_whom_to_ask(district: Team, who: str) -> None:
    """Provider, teacher and para change no school day: the organisers are named."""
    with pytest.raises(errors.NotAllowed) as caught:
        change(district, CLOSED, who=who)

    assert caught.value.code == "calendar_not_yours"
    assert caught.value.params["names"] == ("Rosa",)


def test_who_works_elsewhere_hears_no_name(district: Team) -> None:
    """A school where one does not work, and one that is none, are told the same."""
    with pytest.raises(errors.NotAllowed) as caught:
        district.do(ADAMS, day_changes.clear, "nowhere", WEDNESDAY, at=EARLY)

    assert (caught.value.code, caught.value.params) == ("calendar_elsewhere", {})


@pytest.mark.parametrize(
    ("wish", "on", "hour", "code"),
    [
        (CLOSED, date(2026, 9, 15), 6, "date_past"),
        (CLOSED, date(2027, 7, 1), 6, "outside_school_year"),
        (CLOSED, date(2026, 9, 19), 6, "no_school_day"),
        (CLOSED, WEDNESDAY, 15, "day_is_over"),
    ],
)
def test_days_that_cannot_be_changed(
    district: Team, wish: Wish, on: date, hour: int, code: str
) -> None:
    """Past days, days outside the year or without school, and a day after its last bell stay."""
    with pytest.raises(errors.Refusal, match=code):
        district.do(ROSA, day_changes.change_day, wish, "lincoln", on, at=clock(9, 16, hour))


def test_a_reason_names_no_student(district: Team) -> None:
    """A reason is read by everybody: one that may name a student is refused."""
    with pytest.raises(errors.Refusal, match="may_name_student"):
        change(district, CLOSED, label="because of K7-03")


def _second_school(scope: Scope) -> None:
    schools.import_neutral(scope, {**school("grant"), "name": "Grant"}, at=EARLY)
