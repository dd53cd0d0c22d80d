"""Every due prompt comes to exactly one end, whatever Slack and the process do."""

import asyncio
import logging
from datetime import timedelta

import pytest
from postroom import AT, QUICK, WHO, PostRoom, place, plan

from bot.clocks import RealTime
from pushin import uncertain
from pushin.results import Postpone, Withhold
from storage import tables
from storage.scope import Scope


async def test_a_due_prompt_is_posted_and_marked(room: PostRoom) -> None:
    """A due prompt stands in its channel with its key, and the row says where."""
    room.database.write_now(plan, WHO, "one")

    await room.delivery().tick()

    (message,) = await room.messages()
    prompt = room.prompt("one")
    assert (prompt.state, prompt.message_ts) == ("sent", message["ts"])
    assert room.sayings.noted == [("one", f"C0ROOM4:{message['ts']}")]
    (call,) = await room.calls("chat.postMessage")
    assert call["payload"]["metadata"]["event_payload"] == {"key": prompt.key}
    assert not call["payload"]["unfurl_links"]
    assert not call["payload"]["unfurl_media"]


async def test_what_is_not_due_waits(room: PostRoom) -> None:
    """Nothing is posted before its time, and the tick says when that is."""
    room.database.write_now(plan, WHO, "later", due=600)

    next_due = await room.delivery().tick()

    assert next_due == AT + timedelta(seconds=600)
    assert await room.messages() == []


async def test_a_prompt_of_long_ago_is_marked_late(room: PostRoom) -> None:
    """A prompt that was missed while the program was down is sent and marked late."""
    room.database.write_now(plan, WHO, "old", due=-3600)

    await room.delivery().tick()

    assert room.prompt("old").late


@pytest.mark.parametrize("where", ["im:adams", "pair:adams:maya"])
async def test_a_dm_is_opened_first(room: PostRoom, where: str) -> None:
    """A DM or group DM is opened before its prompt is claimed, once."""
    room.database.write_now(plan, WHO, "one", where=where)
    room.database.write_now(plan, WHO, "two", where=where)

    await room.settle(room.delivery())

    slack_id = room.place(where).slack_id
    assert slack_id is not None
    assert len(await room.messages(slack_id)) == 2
    assert len(await room.calls("conversations.open")) == 1


async def test_who_has_no_account_cannot_be_reached(room: PostRoom) -> None:
    """A prompt for somebody without an account expires, with the reason."""
    room.database.write_now(plan, WHO, "one", where="im:sub")

    await room.settle(room.delivery())

    assert (room.prompt("one").state, room.prompt("one").why) == ("expired", "no_account")


async def test_a_deactivated_person_cannot_be_reached(room: PostRoom) -> None:
    """Where Slack refuses to open a DM, the prompt expires; the next one tries anew."""
    room.database.write_now(plan, WHO, "one", where="im:adams")
    await room.fault(method="conversations.open", fault="error:user_disabled", times=1)
    await room.settle(room.delivery())
    assert (room.prompt("one").state, room.prompt("one").why) == ("expired", "user_disabled")

    room.database.write_now(plan, WHO, "two", where="im:adams")
    await room.settle(room.delivery())

    assert room.prompt("two").state == "sent"
    assert room.place("im:adams").closed is None


async def test_a_conversation_is_paced_and_urgent_goes_first(room: PostRoom) -> None:
    """One message a second in a conversation, the most urgent first."""

    def urgent(prompt: tables.Prompt) -> None:
        prompt.urgency = 1

    room.database.write_now(plan, WHO, "calm", due=-60)
    room.database.write_now(plan, WHO, "urgent", change=urgent)
    delivery = room.delivery()

    await delivery.tick()
    assert (room.prompt("urgent").state, room.prompt("calm").state) == ("sent", "planned")
    room.clock.at += timedelta(seconds=1)
    await delivery.tick()

    assert room.prompt("calm").state == "sent"


async def test_a_standing_clock_holds_nothing_up(room: PostRoom) -> None:
    """While the school clock stands still, all that is due is posted in one tick."""
    room.clock.rate = 0
    for name in ("one", "two", "three"):
        room.database.write_now(plan, WHO, name)

    await room.delivery().tick()

    assert len(await room.messages()) == 3


@pytest.mark.parametrize(
    "fault",
    [
        "429",
        "500",
        "503",
        "reset_before",
        "reset_after",
        "timeout_after",
        "invalid_json",
        "fatal_error",
        "error:internal_error",
    ],
)
async def test_a_fault_neither_doubles_nor_loses(room: PostRoom, fault: str) -> None:
    """Whatever becomes of the answer, the prompt stands exactly once in the end."""
    room.database.write_now(plan, WHO, "one")
    await room.fault(method="chat.postMessage", fault=fault, times=1, seconds=1)

    await room.settle(room.delivery())

    (message,) = await room.messages()
    assert room.prompt("one").message_ts == message["ts"]


@pytest.mark.parametrize("fault", ["429", "500", "reset_after", "timeout_after"])
@pytest.mark.parametrize(
    "method", ["conversations.open", "conversations.info", "conversations.history"]
)
async def test_other_calls_are_tried_again(room: PostRoom, method: str, fault: str) -> None:
    """A fault of a call around the post delays the prompt, and it stands once."""

    def seen_before(prompt: tables.Prompt) -> None:
        prompt.attempt = 1

    where = "im:adams" if method == "conversations.open" else "channel:C0ROOM4"
    room.database.write_now(plan, WHO, "one", where=where, change=seen_before)
    await room.fault(method=method, fault=fault, times=1, seconds=1)

    await room.settle(room.delivery())

    assert len(await room.messages(room.place(where).slack_id or "")) == 1


async def test_however_often_slack_failed_it_is_tried_again(room: PostRoom) -> None:
    """After a thousand attempts the back-off is the longest, and the prompt is still on its way."""

    def often(prompt: tables.Prompt) -> None:
        prompt.attempt = 1100

    room.database.write_now(plan, WHO, "one", change=often)
    await room.fault(method="conversations.history", fault="500", times=1)
    delivery = room.delivery()
    await delivery.tick()
    assert delivery.counts == {"retried": 1}

    room.clock.at += timedelta(seconds=301)
    await delivery.tick()

    assert room.prompt("one").state == "sent"


async def test_nothing_is_posted_in_a_channel_that_became_public(room: PostRoom) -> None:
    """A channel that everybody may join gets nothing."""
    room.database.write_now(plan, WHO, "one")
    await room.ask("POST", "channels", {"id": "C0ROOM4", "is_private": False})
    await room.settle(room.delivery())

    assert (room.prompt("one").state, room.prompt("one").why) == ("expired", "not_private")
    assert await room.messages() == []


@pytest.mark.parametrize("flag", ["is_archived", "is_ext_shared"])
async def test_nothing_is_posted_in_a_closed_channel(room: PostRoom, flag: str) -> None:
    """An archived or now-shared channel gets nothing; once it is open again, the next prompt."""
    room.database.write_now(plan, WHO, "one")
    await room.ask("POST", "channels", {"id": "C0ROOM4", flag: True})
    await room.settle(room.delivery())
    assert (room.prompt("one").state, room.prompt("one").why) == ("expired", flag)
    assert await room.messages() == []

    await room.ask("POST", "channels", {"id": "C0ROOM4", flag: False})
    room.database.write_now(plan, WHO, "two")
    await room.settle(room.delivery())

    assert room.prompt("two").state == "sent"
    assert room.place("channel:C0ROOM4").closed is None


async def test_an_open_channel_is_asked_once_a_minute(room: PostRoom) -> None:
    """That a channel is open is remembered for a minute."""
    delivery = room.delivery()
    for number, name in enumerate(("one", "two", "three")):
        room.database.write_now(plan, WHO, name)
        room.clock.at += timedelta(seconds=2)
        room.time.offset = 40.0 * number
        await delivery.tick()

    assert len(await room.calls("conversations.info")) == 2
    assert len(await room.messages()) == 3


async def test_a_channel_that_closes_in_between_is_noticed(room: PostRoom) -> None:
    """Where the post itself finds the channel closed, the prompt expires with that reason."""
    room.database.write_now(plan, WHO, "one")
    await room.fault(method="chat.postMessage", fault="error:is_archived", times=1)

    await room.settle(room.delivery())

    assert (room.prompt("one").state, room.prompt("one").why) == ("expired", "is_archived")


async def test_the_practice_may_withhold_or_postpone(room: PostRoom) -> None:
    """What is not to be posted ends with the practice's word; what is too early waits."""
    later = AT + timedelta(hours=1)
    room.sayings.answers = {
        "merged": Withhold("merged", "budget"),
        "early": Postpone(later, "with_students"),
    }
    for name in room.sayings.answers:
        room.database.write_now(plan, WHO, name)
    room.clock.rate = 0

    assert await room.delivery().tick() == later
    assert (room.prompt("merged").state, room.prompt("merged").why) == ("merged", "budget")
    assert (room.prompt("early").state, room.prompt("early").due_at) == ("planned", later)
    assert await room.messages() == []


async def test_a_prompt_postponed_beyond_its_worth_expires(room: PostRoom) -> None:
    """A prompt that would be worthless by then is not kept."""

    def until_noon(prompt: tables.Prompt) -> None:
        prompt.worthless_at = AT + timedelta(minutes=30)

    room.database.write_now(plan, WHO, "one", change=until_noon)
    room.sayings.answers = {"one": Postpone(AT + timedelta(hours=1), "with_students")}

    await room.delivery().tick()

    assert (room.prompt("one").state, room.prompt("one").why) == ("expired", "with_students")


async def test_who_cannot_look_is_uncertain(room: PostRoom) -> None:
    """Where nobody can know whether it was posted, it is not posted again: an admin sees it."""

    def seen_before(prompt: tables.Prompt) -> None:
        prompt.attempt = 1

    room.database.write_now(plan, WHO, "one", change=seen_before)
    await room.fault(method="conversations.history", fault="error:channel_not_found")

    await room.settle(room.delivery())

    assert (room.prompt("one").state, room.prompt("one").why) == ("uncertain", "channel_not_found")
    assert await room.messages() == []


async def test_who_may_not_look_waits_until_it_would_be_worthless(room: PostRoom) -> None:
    """Without the scope to look a message waits as long as it is of use; then an admin is asked."""

    def seen_before(prompt: tables.Prompt) -> None:
        prompt.attempt = 1
        prompt.worthless_at = AT + timedelta(minutes=20)

    room.database.write_now(plan, WHO, "one", change=seen_before)
    await room.fault(method="conversations.history", fault="error:missing_scope")
    delivery = room.delivery()
    await delivery.tick()
    assert room.prompt("one").state == "planned"

    room.clock.at += timedelta(minutes=20)
    await delivery.tick()

    assert (room.prompt("one").state, room.prompt("one").why) == ("uncertain", "missing_scope")
    assert await room.messages() == []


async def test_what_slack_refuses_is_shown_to_an_admin(room: PostRoom) -> None:
    """An error that asking again would not change ends the prompt, with the code."""
    room.database.write_now(plan, WHO, "one")
    await room.fault(method="chat.postMessage", fault="error:invalid_blocks")

    await room.settle(room.delivery())

    assert (room.prompt("one").state, room.prompt("one").why) == ("uncertain", "invalid_blocks")


async def test_an_error_that_nobody_knows_is_shown_in_an_admins_home(room: PostRoom) -> None:
    """A code that Slack may invent tomorrow stops that prompt alone, and an admin is asked."""

    def admin(scope: Scope) -> None:
        maya = scope.people.get("maya")
        assert maya is not None
        maya.is_admin = True
        scope.people.add(maya)

    def asked(scope: Scope) -> list[str]:
        maya = scope.people.get("maya")
        assert maya is not None
        return [one.prompt_id for one in uncertain.of(scope, maya, at=room.clock.now())]

    room.database.write_now(admin, WHO)
    room.database.write_now(plan, WHO, "one")
    await room.fault(method="chat.postMessage", fault="error:brand_new_error", times=1)
    await room.settle(room.delivery())
    room.database.write_now(plan, WHO, "two")
    await room.settle(room.delivery())

    assert (room.prompt("one").state, room.prompt("one").why) == ("uncertain", "brand_new_error")
    assert room.prompt("two").state == "sent"
    assert room.database.read_now(asked, WHO) == ["one"]


async def test_a_revoked_token_loses_nothing(
    room: PostRoom, caplog: pytest.LogCaptureFixture
) -> None:
    """While Slack lets nobody in, prompts wait and the log says what to do."""
    room.database.write_now(plan, WHO, "one")
    await room.fault(method="chat.postMessage", fault="error:token_revoked", times=1)
    delivery = room.delivery()
    with caplog.at_level(logging.ERROR):
        await delivery.tick()
    assert room.prompt("one").state == "planned"
    assert "install the app anew" in caplog.text

    room.clock.at += timedelta(minutes=6)
    await delivery.tick()

    assert room.prompt("one").state == "sent"


async def test_a_reply_is_looked_for_in_its_thread(room: PostRoom) -> None:
    """A post in a thread whose answer was lost is found among the thread's replies."""
    room.database.write_now(plan, WHO, "root")
    delivery = room.delivery()
    await delivery.tick()
    root = room.prompt("root").message_ts

    def in_thread(prompt: tables.Prompt) -> None:
        prompt.thread_ts = root

    room.database.write_now(plan, WHO, "reply", change=in_thread)
    room.clock.at += timedelta(seconds=2)
    await room.fault(method="chat.postMessage", fault="reset_after", times=1)

    await room.settle(delivery)

    thread = await room.messages(thread_ts=root or "")
    assert [one["ts"] for one in thread] == [root, room.prompt("reply").message_ts]


async def test_a_machine_whose_clock_is_hours_ahead_finds_its_post(room: PostRoom) -> None:
    """Slack stamps messages with its own time: a post of which no answer came is found by it."""

    def at_noon(prompt: tables.Prompt) -> None:
        prompt.due_at = AT + timedelta(hours=9)

    room.database.write_now(plan, WHO, "one", change=at_noon)
    room.clock.at += timedelta(hours=9)
    await room.fault(method="chat.postMessage", fault="reset_after", times=1)

    await room.settle(room.delivery())

    (message,) = await room.messages()
    assert room.prompt("one").message_ts == message["ts"]


async def test_a_claim_that_grew_old_is_let_go(room: PostRoom) -> None:
    """A process that stood still before its post does not post any more; the next one does."""

    async def stand_still(name: str) -> None:
        if name == "after_content":
            room.time.offset += 0.71  # of a lease of 1.2, a call may take 0.4, and 0.1 to be seen

    room.database.write_now(plan, WHO, "one")
    delivery = room.delivery(failpoint=stand_still, real=room.time.real())

    task = asyncio.create_task(delivery.tick())
    async with asyncio.timeout(10):
        while delivery.counts["let_go"] < 2:
            await asyncio.sleep(0.01)
            room.clock.at += timedelta(seconds=1)
    task.cancel()
    assert await room.messages() == []

    await room.settle(room.delivery())
    assert len(await room.messages()) == 1


async def test_a_wall_clock_that_jumps_ahead_lets_the_claim_go(room: PostRoom) -> None:
    """Others take the lease to be over: what is in hand is let go, and posted by a new attempt."""
    ahead = [timedelta()]

    async def jump(name: str) -> None:
        if name == "after_content":
            ahead[0] = timedelta(hours=2)

    room.database.write_now(plan, WHO, "one")
    hand = room.time.real()
    real = RealTime(lambda: hand.wall() + ahead[0], hand.monotonic)
    delivery = room.delivery(failpoint=jump, real=real)

    await delivery.tick()

    assert delivery.counts == {"let_go": 1, "sent": 1}
    (message,) = await room.messages()
    assert (room.prompt("one").message_ts, room.prompt("one").attempt) == (message["ts"], 2)


async def test_a_second_copy_is_deleted_by_who_was_late(room: PostRoom) -> None:
    """A process stopped between fence and socket, and overtaken, deletes its own copy."""
    overtaken, go_on = asyncio.Event(), asyncio.Event()

    async def stand_still(name: str) -> None:
        if name == "before_post":
            overtaken.set()
            await go_on.wait()

    room.database.write_now(plan, WHO, "one")
    late = room.delivery(failpoint=stand_still)
    task = asyncio.create_task(late.tick())
    await overtaken.wait()
    room.time.offset += QUICK.lease + 1
    room.clock.at += timedelta(seconds=2)
    await room.delivery().tick()
    go_on.set()
    await task

    (message,) = await room.messages()
    assert room.prompt("one").message_ts == message["ts"]
    assert late.counts["copy_deleted"] == 1


async def test_a_late_copy_of_a_prompt_that_waits_again_is_kept(room: PostRoom) -> None:
    """If the overtaker posted nothing and let the prompt go, the late copy is the one."""
    overtaken, go_on = asyncio.Event(), asyncio.Event()

    async def stand_still(name: str) -> None:
        if name == "before_post":
            overtaken.set()
            await go_on.wait()

    room.database.write_now(plan, WHO, "one")
    task = asyncio.create_task(room.delivery(failpoint=stand_still).tick())
    await overtaken.wait()
    room.time.offset += QUICK.lease + 1
    room.clock.at += timedelta(seconds=2)
    room.sayings.answers = {"one": Postpone(AT + timedelta(hours=1), "with_students")}
    await room.delivery().tick()
    go_on.set()
    await task

    (message,) = await room.messages()
    assert (room.prompt("one").state, room.prompt("one").message_ts) == ("sent", message["ts"])


async def test_one_broken_prompt_does_not_stop_others(room: PostRoom) -> None:
    """A prompt that fails by a programming error ends with an admin; the others are posted."""

    def add_room(scope: Scope) -> None:
        scope.session.add(place("channel:C0ROOM12", slack_id="C0ROOM12"))

    await room.seed(["C0ROOM4", "C0ROOM12"])
    room.database.write_now(add_room, WHO)
    room.database.write_now(plan, WHO, "broken")
    room.database.write_now(plan, WHO, "whole", where="channel:C0ROOM12")
    room.sayings.broken = {"broken"}
    delivery = room.delivery()

    await delivery.tick()
    assert room.prompt("whole").state == "sent"
    await room.settle(delivery)

    assert (room.prompt("broken").state, room.prompt("broken").why) == ("uncertain", "failed")
