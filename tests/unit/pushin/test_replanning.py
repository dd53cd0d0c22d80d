"""A large school's change: its plans follow chunk by chunk, whatever comes between."""

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from databases import PostgreSQL, SQLiteFiles
from unit.pushin import crowd
from unit.pushin.lincoln import ADAMS, BEN, MAYA, MONDAY, WORKSPACE, ZONE, Team, clock, school

from pushin import errors, prompts, replanning, retention, schools
from pushin.replanning import Progress
from storage import tables, tenancy
from storage.database import Database
from storage.scope import Scope, Who

pytestmark = pytest.mark.slow

HOUR_LATER = MONDAY + timedelta(hours=1)
MANY = 1000


class CutError(Exception):
    """The process ended here."""


@pytest.fixture(scope="module")
def gathered(sqlite_files: SQLiteFiles, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a database with the crowd in it, to be copied."""
    folder = tmp_path_factory.mktemp("crowd")
    opened = Database.open(sqlite_files.fresh(folder))
    opened.write_now(crowd.gather, Who(WORKSPACE))
    opened.close_now()
    return folder / "pushin.db"


@pytest.fixture
def fresh(gathered: Path, tmp_path: Path) -> Iterator[Callable[[], Team]]:
    """Return what opens the crowd anew; a statement without its workspace fails."""
    opened: list[Database] = []

    def open_one() -> Team:
        target = tmp_path / f"crowd{len(opened)}.db"
        shutil.copyfile(gathered, target)
        opened.append(Database.open(f"sqlite:///{target}"))
        for engine in opened[-1].engines:
            tenancy.install(engine)
        return Team(opened[-1])

    yield open_one
    for one in opened:
        one.close_now()


@pytest.fixture
def large(fresh: Callable[[], Team]) -> Team:
    """Return the crowd."""
    return fresh()


def change(team: Team) -> schools.SchoolSaved:
    return team.do(None, schools.import_neutral, crowd.changed(), at=MONDAY)


def finish(team: Team, most: int) -> Progress:
    while True:
        done = team.do(None, replanning.step, at=MONDAY, most=most)
        assert done is not None
        if done.is_finished:
            return done


def state(team: Team) -> dict[str, list[str]]:
    """Return all rows that a change of the calendar rewrites, without what is random in them."""
    left_out = {"prompt": {"id", "key"}, "replan": {"id"}}
    kept = (tables.Plan, tables.Session, tables.TouchBase, tables.Prompt, tables.MessageRef)
    return {
        table.__tablename__: sorted(  # type: ignore[misc]
            repr(row.model_dump(exclude=left_out.get(str(table.__tablename__), set())))
            for row in team.rows(table)
        )
        for table in kept
    }


def times(team: Team, session_id: str) -> tuple[str, str]:
    (row,) = team.rows(tables.Session, id=session_id)
    return tuple(f"{at.astimezone(ZONE):%H:%M}" for at in (row.starts_at, row.ends_at))  # type: ignore[return-value]


def writing(team: Team, *, whole: bool, last: bool = True) -> tables.Plan:
    """Return a plan during Writing, the whole of it or a part, early or late in the order."""
    found = sorted(team.rows(tables.Plan, anchor_name="Writing"), key=lambda plan: plan.id)
    fitting = [plan for plan in found if (plan.end_minute == 640) == whole]
    return fitting[-1 if last else 0]


def a_session(team: Team, plan: tables.Plan) -> tables.Session:
    return min(team.rows(tables.Session, plan_id=plan.id), key=lambda row: row.on_date)


class TestChunks:
    """The plans of a large school follow one chunk after the other."""

    def test_nothing_moves_before_its_turn(self, large: Team) -> None:
        """The import stands at once and says how many plans follow; each chunk moves its own."""
        plan = writing(large, whole=True)
        saved = change(large)
        before = times(large, a_session(large, plan).id)

        first = large.do(None, replanning.step, at=MONDAY)
        finish(large, replanning.CHUNK)

        assert (saved.moved, saved.waiting) == (0, 42)
        assert first is not None
        assert (first.done, first.total, first.is_finished) == (20, 42, False)
        assert before == ("10:00", "10:40")
        assert times(large, a_session(large, plan).id) == ("10:05", "10:35")
        assert not large.do(None, replanning.is_any_open)

    def test_small_chunks_come_to_what_one_step_comes_to(self, fresh: Callable[[], Team]) -> None:
        """Sessions, prompts, touch-bases and copies are those of a single transaction."""
        at_once, by_and_by = fresh(), fresh()
        for team in (at_once, by_and_by):
            change(team)

        whole, parts = finish(at_once, MANY), finish(by_and_by, 7)

        assert state(by_and_by) == state(at_once)
        slots = {
            f"{row.starts_at.astimezone(ZONE):%H:%M}"
            for row in by_and_by.rows(tables.TouchBase)
            if row.starts_at is not None
        }
        assert "11:10" in slots
        assert whole.moved == parts.moved > 0

    def test_a_killed_process_leaves_the_rest_to_the_next(self, fresh: Callable[[], Team]) -> None:
        """What was not committed is done anew, what was committed is not done twice."""
        killed, whole = fresh(), fresh()
        for team in (killed, whole):
            change(team)
        finish(whole, MANY)

        def cut(scope: Scope) -> None:
            replanning.step(scope, at=MONDAY, most=11)
            raise CutError

        for _ in range(2):
            killed.do(None, replanning.step, at=MONDAY, most=11)
            with pytest.raises(CutError):
                killed.do(None, cut)
        again = Team(Database.open(str(killed.database.engines[0].url)))
        finish(again, 11)
        again.database.close_now()

        assert state(killed) == state(whole)

    def test_when_all_followed_there_is_nothing_to_do(self, large: Team) -> None:
        """A further step, and the same calendar again, change nothing."""
        change(large)
        finish(large, 20)
        before = state(large)

        more = large.do(None, replanning.step, at=MONDAY)
        saved = change(large)

        assert more is None
        assert (saved.changed, saved.waiting) == (False, 0)
        assert state(large) == before

    def test_a_plan_made_meanwhile_is_as_it_was_made(self, large: Team) -> None:
        """A plan of the new calendar does not move once more with a period that moved before."""
        change(large)
        part = writing(large, whole=False)

        def make(scope: Scope) -> None:
            scope.plans.add(
                tables.Plan(
                    **{**part.model_dump(), "id": "plan99", "created_at": HOUR_LATER},
                )
            )

        large.do(None, make)
        finish(large, 20)

        (made,) = large.rows(tables.Plan, id="plan99")
        assert (made.start_minute, made.end_minute) == (part.start_minute, part.end_minute)

    def test_what_was_followed_is_forgotten_after_a_week(self, large: Team) -> None:
        """The old calendar is kept for as long as plans follow the new one, and a week more."""
        change(large)
        finish(large, MANY)

        large.do(None, retention.purge, at=MONDAY + timedelta(days=8))

        assert large.rows(tables.Replan) == []


class TestSecondChange:
    """A change of the same school while its plans still follow another."""

    def test_an_import_is_refused(self, large: Team) -> None:
        """It says how far the first has come."""
        change(large)
        large.do(None, replanning.step, at=MONDAY)

        with pytest.raises(errors.Refusal, match="import_running") as caught:
            large.do(None, schools.import_neutral, school(), at=MONDAY)

        assert caught.value.params == {"done": 20, "total": 42}

    @pytest.mark.slow
    def test_an_override_waits_its_turn(self, fresh: Callable[[], Team]) -> None:
        """A day closed meanwhile is closed at the end, as if the two had come one by one."""
        queued, apart = fresh(), fresh()
        wednesday = date(2026, 9, 23)
        for team in (queued, apart):
            change(team)
        finish(apart, MANY)
        for team in (queued, apart):
            team.do("rosa", schools.override_day, "lincoln", wednesday, None, "Snow", at=MONDAY)

        ends = [finish(queued, 20) for _ in range(2)]
        finish(apart, MANY)

        assert [end.school_name for end in ends] == ["Lincoln Elementary (invented)"] * 2
        closed, other = (
            {(row.id, row.starts_at, row.reason) for row in team.rows(tables.Session)}
            for team in (queued, apart)
        )
        on_that_day = [one for one in closed if one[0].endswith("20260923")]
        assert {reason for _, _, reason in on_that_day} == {"no_school"}
        assert closed - set(on_that_day) < other


class TestPromptsMeanwhile:
    """A prompt that falls due before its plan's turn says what the new calendar says."""

    @staticmethod
    def content(team: Team, prompt: tables.Prompt, at: object) -> object:
        """Claim a prompt and return what it would post, or why it is not."""
        team.change(tables.Prompt, {"id": prompt.id}, state="claimed", lease_until=at, attempt=1)
        return team.do(None, prompts.content, prompt.id, at=at)  # type: ignore[arg-type]

    def test_a_checklist_of_a_closed_day_is_withheld(self, large: Team) -> None:
        """Tuesday became a day off: its checklist is not posted, and its session is cancelled."""
        change(large)
        on_tuesday = large.rows(tables.Session, on_date=date(2026, 9, 22))[0]
        (prompt,) = large.rows(tables.Prompt, subject=f"session:{on_tuesday.id}")

        verdict = self.content(large, prompt, prompt.due_at)

        assert (verdict.state, verdict.why) == ("cancelled", "no_school")  # type: ignore[attr-defined]
        (row,) = large.rows(tables.Session, id=on_tuesday.id)
        assert row.status == "cancelled"

    def test_a_checklist_of_a_moved_session_gives_way_to_a_new_one(self, large: Team) -> None:
        """The old time's checklist is dropped; another stands for the new time."""
        session = a_session(large, writing(large, whole=True))
        change(large)
        (prompt,) = large.rows(tables.Prompt, subject=f"session:{session.id}")

        verdict = self.content(large, prompt, prompt.due_at)
        planned = large.rows(tables.Prompt, subject=f"session:{session.id}", state="planned")

        assert (verdict.state, verdict.why) == ("cancelled", "changed")  # type: ignore[attr-defined]
        assert [one.due_at - prompt.due_at for one in planned] == [timedelta(minutes=5)]

    def test_a_plans_card_shows_the_new_time(self, large: Team) -> None:
        """The card that is posted meanwhile has the plan and its next session as they will be."""
        plan = writing(large, whole=True)
        change(large)
        (prompt,) = large.rows(tables.Prompt, subject=f"plan:{plan.id}")

        card = self.content(large, prompt, MONDAY)

        assert (card.plan.start, card.plan.end) == (605, 635)  # type: ignore[attr-defined]
        assert (card.next_session.start, card.next_session.end) == (605, 635)  # type: ignore[attr-defined]

    def test_a_touch_base_is_called_by_the_new_day(self, large: Team) -> None:
        """On the day that became a day off nobody is called, and all plans of both are as new."""
        change(large)
        moved = large.rows(tables.TouchBase, week=date(2026, 9, 21))[0]
        (prompt,) = large.rows(tables.Prompt, subject=f"pair:{moved.id}")
        tuesday = clock(9, 22, 8)
        slot = {"starts_at": tuesday, "ends_at": tuesday + timedelta(minutes=5)}
        large.change(tables.TouchBase, {"id": moved.id}, **slot)
        large.change(tables.Prompt, {"id": prompt.id}, worthless_at=slot["ends_at"], due_at=tuesday)

        verdict = self.content(large, prompt, tuesday)

        assert verdict.state == "cancelled"  # type: ignore[attr-defined]
        theirs = {
            row.id
            for plan in large.rows(tables.Plan, provider_id=moved.provider_id)
            for row in large.rows(tables.Session, plan_id=plan.id)
        }
        on_that_day = large.rows(tables.Session, on_date=date(2026, 9, 22))
        assert {row.status for row in on_that_day if row.id in theirs} == {"cancelled"}

    def test_a_card_is_asked_at_a_time_without_students(self, large: Team) -> None:
        """Before a person is asked, all their plans are as the new calendar has them."""
        change(large)
        at = clock(9, 14, 8)

        def plan_ask(scope: Scope) -> None:
            prompts.plan(
                scope,
                kind="ask",
                subject=f"day:{MAYA}:2026-09-14",
                conversation=scope.conversations.im(MAYA),
                due_at=at,
            )

        large.do(None, plan_ask)
        (prompt,) = large.rows(tables.Prompt, subject=f"day:{MAYA}:2026-09-14")
        self.content(large, prompt, at)

        mine = large.rows(tables.Plan, provider_id=MAYA, anchor_name="Writing")
        assert {times(large, a_session(large, plan).id)[0] for plan in mine} == {"10:05"}
        assert {plan.start_minute for plan in mine} == {605}

    def test_a_plan_that_followed_early_does_not_move_again(
        self, fresh: Callable[[], Team]
    ) -> None:
        """A part of a period is moved once, by its prompt or by its turn."""
        early, plain = fresh(), fresh()
        for team in (early, plain):
            change(team)
        plan = writing(early, whole=False)
        (prompt,) = early.rows(tables.Prompt, subject=f"plan:{plan.id}")
        early.do(None, replanning.catch_up, prompt, at=MONDAY)
        finish(early, 20)
        finish(plain, 20)

        assert [repr(row) for row in early.rows(tables.Plan, id=plan.id)] == [
            repr(row) for row in plain.rows(tables.Plan, id=plan.id)
        ]
        assert [repr(row) for row in early.rows(tables.Session, plan_id=plan.id)] == [
            repr(row) for row in plain.rows(tables.Session, plan_id=plan.id)
        ]


@pytest.fixture
def workers(postgresql: PostgreSQL) -> Iterator[tuple[Team, Team]]:
    """Open one PostgreSQL with the crowd in it twice, as two processes would."""
    url = postgresql.fresh()
    opened = (Team(Database.open(url)), Team(Database.open(url)))
    opened[0].do(None, crowd.gather)
    yield opened
    for team in opened:
        team.database.close_now()
    postgresql.drop(url)


@pytest.mark.slow
class TestWorkers:
    """Several processes on one PostgreSQL."""

    def test_no_chunk_is_done_twice(self, workers: tuple[Team, Team], large: Team) -> None:
        """Two workers share the chunks; every plan follows once."""
        for team in (workers[0], large):
            change(team)
        finish(large, MANY)
        shares: list[list[int]] = [[], []]

        def work(number: int) -> None:
            team = workers[number]
            while team.database.read_now(replanning.is_any_open, Who(WORKSPACE)):
                done = team.do(None, replanning.step, at=MONDAY, most=5)
                if done is not None:
                    shares[number].append(done.done)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted({*shares[0], *shares[1]}) == [*range(5, 42, 5), 42]
        assert state(workers[1]) == state(large)

    def test_a_change_that_another_holds_is_left_alone(self, workers: tuple[Team, Team]) -> None:
        """While one worker is at a school's first change, nobody begins with its second."""
        one, other = workers
        change(one)
        one.do("rosa", schools.override_day, "lincoln", date(2026, 9, 23), None, at=MONDAY)

        def meanwhile(scope: Scope) -> Progress | None:
            assert scope.replans.take() is not None
            return other.do(None, replanning.step, at=MONDAY)

        assert one.do(None, meanwhile) is None


def test_everybody_is_in_the_crowd(large: Team) -> None:
    """The crowd is more than follows at once, and both kinds of plan are in it."""
    assert len(large.rows(tables.Plan)) == crowd.PLANS > replanning.AT_ONCE
    assert writing(large, whole=True).id != writing(large, whole=False).id
    assert {plan.provider_id for plan in large.rows(tables.Plan)} == {MAYA, BEN}
    assert ADAMS in crowd.ROOMS.values()
