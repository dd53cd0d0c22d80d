"""The statements of delivery on both databases: claims that never overlap, ends that are final."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from postroom import AT, TEAM, WHO, plan, settle_in
from sqlmodel import Session, select

from storage import due, tables
from storage.database import Database
from storage.due import Claim

LEASE = timedelta(seconds=60)
PACING = timedelta(seconds=1)
ROOMS = ("C0ROOM4", "C0ROOM5", "C0ROOM6")


@pytest.fixture
def lincoln(database: Database) -> Database:
    """Return a database with one workspace and three classrooms' channels."""
    database.write_now(settle_in, WHO, ROOMS)
    return database


def take(
    database: Database, *, now: datetime = AT, wall_now: datetime = AT, limit: int = 10
) -> list[Claim]:
    return database.system_now(
        due.claim, now=now, wall_now=wall_now, lease=LEASE, pacing=PACING, limit=limit
    )


def one(database: Database, name: str) -> tables.Prompt:
    def read(session: Session) -> tables.Prompt:
        return session.exec(select(tables.Prompt).where(tables.Prompt.id == name)).one()

    return database.system_now(read)


def later(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


def test_a_claim_holds_the_prompt_and_paces_its_conversation(lincoln: Database) -> None:
    """A claimed prompt is nobody else's, and its conversation rests for the pacing."""
    lincoln.write_now(plan, WHO, "one")
    (mine,) = take(lincoln)

    assert (mine.attempt, mine.lease_until, mine.slack_id) == (1, AT + LEASE, "C0ROOM4")
    assert take(lincoln, now=later(30), wall_now=later(30)) == []


def test_a_lease_that_ran_out_is_claimed_again(lincoln: Database) -> None:
    """After the lease (wall time) another attempt begins, whatever the school clock says."""
    lincoln.write_now(plan, WHO, "one")
    (first,) = take(lincoln)
    assert take(lincoln, now=later(7200), wall_now=later(59)) == []

    (second,) = take(lincoln, now=later(2), wall_now=later(60))

    assert (second.attempt, second.key) == (2, first.key)


def test_one_prompt_of_a_conversation_at_a_time(lincoln: Database) -> None:
    """Of many due prompts of a few conversations each conversation gives its most urgent one."""

    def urgent(prompt: tables.Prompt) -> None:
        prompt.urgency = 1

    for room in ROOMS:
        for number in range(3):
            lincoln.write_now(plan, WHO, f"{room}-{number}", where=f"channel:{room}", due=-number)
    lincoln.write_now(plan, WHO, "urgent", where="channel:C0ROOM5", change=urgent)

    taken = take(lincoln)

    assert [mine.prompt_id for mine in taken] == ["urgent", "C0ROOM4-2", "C0ROOM6-2"]


def test_what_is_held_goes_before_everything_else(lincoln: Database) -> None:
    """While a prompt is held, nothing of its conversation is claimed, however urgent."""

    def urgent(prompt: tables.Prompt) -> None:
        prompt.urgency = 1

    lincoln.write_now(plan, WHO, "held")
    take(lincoln)
    lincoln.write_now(plan, WHO, "urgent", change=urgent)

    assert take(lincoln, now=later(10), wall_now=later(10)) == []
    (again,) = take(lincoln, now=later(61), wall_now=later(61))
    assert again.prompt_id == "held"


def test_what_has_a_deadline_goes_first(lincoln: Database) -> None:
    """After hours of sleep what came too late is ended first, then the nearest deadline is met."""

    def until(seconds: float | None) -> Callable[[tables.Prompt], None]:
        def change(prompt: tables.Prompt) -> None:
            prompt.worthless_at = None if seconds is None else later(seconds)

        return change

    for name, due_at, worthless in (
        ("gone", -9000, -7200),
        ("calm", -8000, None),
        ("soon", -60, 90),
        ("sooner", -30, 60),
    ):
        lincoln.write_now(plan, WHO, name, due=due_at, change=until(worthless))

    order = []
    for second in range(4):
        (mine,) = take(lincoln, now=later(2 * second))
        order.append(mine.prompt_id)
        lincoln.system_now(due.mark_sent, mine, message_ts=f"{second}.0", at=later(2 * second))
    assert order == ["gone", "sooner", "soon", "calm"]


def test_a_clock_that_was_set_back_holds_nothing_up(lincoln: Database) -> None:
    """A lease and a rest that were given while the clock was hours ahead are over at once."""
    ahead = AT + timedelta(hours=5)
    lincoln.write_now(plan, WHO, "one")
    (first,) = take(lincoln, now=ahead, wall_now=ahead)

    (second,) = take(lincoln)

    assert (first.attempt, second.attempt) == (1, 2)
    assert take(lincoln, wall_now=later(-200)) == []


def test_a_resting_conversation_is_passed_over(lincoln: Database) -> None:
    """Retry-After keeps a conversation quiet until its instant of school time."""
    lincoln.write_now(plan, WHO, "one")
    lincoln.system_now(due.retry_after, TEAM, "channel:C0ROOM4", until=later(30))

    assert take(lincoln, now=later(29)) == []
    assert len(take(lincoln, now=later(30))) == 1


def test_only_the_holder_ends_a_prompt(lincoln: Database) -> None:
    """Who was overtaken changes nothing, and hears so."""
    lincoln.write_now(plan, WHO, "one")
    (first,) = take(lincoln)
    (second,) = take(lincoln, now=later(61), wall_now=later(61))

    do = lincoln.system_now
    assert not do(due.mark_sent, first, message_ts="1.0", at=AT)
    assert not do(due.mark_state, first, "expired", why="late", at=AT)
    assert not do(due.release, first, free_at=AT)
    assert not do(due.look_again, first, lease_until=AT)
    assert not do(due.postpone, first, until=later(9), why="quiet", at=AT)
    assert lincoln.system_now(due.mark_sent, second, message_ts="2.0", at=AT)
    assert lincoln.system_now(due.outcome, first) == ("sent", "2.0")


def test_an_end_is_final(lincoln: Database) -> None:
    """A prompt that was sent is never claimed or ended again."""
    lincoln.write_now(plan, WHO, "one")
    (mine,) = take(lincoln)
    lincoln.system_now(due.mark_sent, mine, message_ts="1.0", at=AT)

    assert take(lincoln, now=later(999), wall_now=later(999)) == []
    assert not lincoln.system_now(due.mark_state, mine, "expired", why="late", at=AT)
    nobody = replace(mine, attempt=due.NOBODY)
    assert not lincoln.system_now(due.mark_sent, nobody, message_ts="2.0", at=AT)


def test_a_released_prompt_waits_for_its_conversation(lincoln: Database) -> None:
    """A prompt that was let go is planned again, and its next attempt has another number."""
    lincoln.write_now(plan, WHO, "one")
    (mine,) = take(lincoln)
    assert lincoln.system_now(due.release, mine, free_at=later(30))
    assert one(lincoln, "one").state == "planned"
    assert take(lincoln, now=later(29)) == []

    (again,) = take(lincoln, now=later(30))

    assert again.attempt == 2


def test_what_has_to_be_opened(lincoln: Database) -> None:
    """DMs with something due are named with their accounts; without an account, with none."""
    lincoln.write_now(plan, WHO, "a", where="im:adams")
    lincoln.write_now(plan, WHO, "b", where="pair:adams:maya")
    lincoln.write_now(plan, WHO, "c", where="im:sub", due=-1)
    lincoln.write_now(plan, WHO, "d", where="channel:C0ROOM4")

    found = lincoln.system_now(due.unopened, now=AT, limit=10)

    assert {where.conversation_id: where.users for where in found} == {
        "im:adams": ("U0ADAMS",),
        "pair:adams:maya": ("U0ADAMS", "U0MAYA"),
        "im:sub": (),
    }
    assert [mine.prompt_id for mine in take(lincoln)] == ["d"]


def test_the_next_due_time(lincoln: Database) -> None:
    """The alarm clock learns when the next planned prompt falls due."""
    assert lincoln.system_now(due.next_due, now=AT) is None
    lincoln.write_now(plan, WHO, "past", due=-60)
    lincoln.write_now(plan, WHO, "soon", due=60)
    lincoln.write_now(plan, WHO, "late", due=600)

    assert lincoln.system_now(due.next_due, now=AT) == later(60)


def test_what_ends_without_a_post_holds_nothing_up(lincoln: Database) -> None:
    """A night's worth of what came too late is not paced: what is due behind it goes at once."""
    for name in ("old", "older"):
        lincoln.write_now(plan, WHO, name, due=-7200, change=_worthless)
    lincoln.write_now(plan, WHO, "now")

    ended = []
    for _ in range(2):
        (mine,) = take(lincoln, now=AT)
        assert lincoln.system_now(due.mark_state, mine, "expired", why="too_late", at=AT)
        ended.append(mine.prompt_id)
    (mine,) = take(lincoln, now=AT)

    assert sorted(ended) == ["old", "older"]
    assert mine.prompt_id == "now"


def _worthless(prompt: tables.Prompt) -> None:
    prompt.worthless_at = later(-3600)


def test_what_is_due_waits_for_its_conversation(lincoln: Database) -> None:
    """The alarm clock learns when the paced conversation of a due prompt is free again."""
    lincoln.write_now(plan, WHO, "past", due=-60)
    lincoln.write_now(plan, WHO, "soon", due=60)
    where = ("T0LINCOLN", "channel:C0ROOM4")
    lincoln.system_now(due.retry_after, *where, until=later(1))

    assert lincoln.system_now(due.next_due, now=AT) == later(1)
    assert lincoln.system_now(due.next_due, now=later(1)) == later(60)


def test_a_restored_backup_looks_before_it_posts(lincoln: Database) -> None:
    """After a restore everything that was due before it counts as tried once."""
    lincoln.write_now(plan, WHO, "past", due=-60)
    lincoln.write_now(plan, WHO, "future", where="channel:C0ROOM5", due=60)

    assert lincoln.system_now(due.quarantine, before=AT) == 1
    assert {m.prompt_id: m.attempt for m in take(lincoln, now=later(60))} == {
        "past": 2,
        "future": 1,
    }


def test_workers_never_claim_the_same(lincoln: Database, database_url: str) -> None:
    """Four workers that claim at the same moment share the prompts: none twice, none left."""
    rooms = [f"C1ROOM{number}" for number in range(40)]

    def add_rooms(session: Session) -> None:
        for room in rooms:
            conversation = tables.Conversation(
                workspace_id=TEAM,
                id=f"channel:{room}",
                kind="channel",
                slack_id=room,
                free_at=AT - PACING,
            )
            session.add(conversation)

    lincoln.system_now(add_rooms)
    for room in rooms:
        lincoln.write_now(plan, WHO, room, where=f"channel:{room}")
    start = threading.Barrier(4)

    def work(_number: int) -> list[str]:
        mine = Database.open(database_url)
        start.wait()
        taken = [claim.prompt_id for _ in range(15) for claim in take(mine, limit=3)]
        mine.close_now()
        return taken

    with ThreadPoolExecutor(4) as workers:
        taken = [name for names in workers.map(work, range(4)) for name in names]

    assert sorted(taken) == sorted(rooms)
