"""Lock-step: the clock moves, and the answer comes when all that it set off is done."""

import asyncio
from typing import Any

from unit.sandbox.bench import Bench, Json

from sandbox import acting, control, stepping
from sandbox.streams import Listener

MARKS = [
    {"at": "2026-09-01T12:30:00Z", "label": "Arrival", "kind": "bell"},
    {"at": "2026-09-01T12:40:00Z", "label": "Checklist", "kind": "prompt"},
]


def step(bench: Bench, **body: Any) -> asyncio.Task[Json]:
    # Real time has to pass for what waits for 50 quiet milliseconds.
    bench.server.activity.monotonic = asyncio.get_running_loop().time
    bench.server.time = type(bench.server.time)(bench.time.read, asyncio.get_running_loop().time)
    return asyncio.create_task(control.step(bench.server, body))


def follow(bench: Bench) -> None:
    bench.server.streams.listeners.add(Listener(None))


async def test_a_step_goes_to_the_next_mark_and_says_what_happened(bench: Bench) -> None:
    """The mark that was reached and everything that went over the wire are named."""
    control.set_marks(bench.server, {"marks": MARKS, "zone": "UTC"})
    going = step(bench, to="next_mark")
    await bench.settle()
    acting.say(bench.server, {"as": "UMAYA", "channel": "CROOM4", "text": "hi"})
    answer = await going

    assert (answer["now"], answer["idle"]) == ("2026-09-01T12:30:00.000000Z", True)
    assert [mark["label"] for mark in answer["marks"]] == ["Arrival"]
    assert [entry["kind"] for entry in answer["entries"]] == ["event", "ack"]


async def test_a_step_waits_for_a_follower_who_answers(bench: Bench) -> None:
    """Who once said `seen` is waited for until it has said so of this reading."""
    follow(bench)
    stepping.seen(bench.server, {"seq": bench.server.clock.seq, "idle": True})
    going = step(bench, advance=60, timeout=5)
    await asyncio.sleep(0.15)
    early = going.done()
    stepping.seen(bench.server, {"seq": bench.server.clock.seq, "idle": True})
    answer = await going

    assert not early
    assert (answer["seen"], answer["idle"]) == (True, True)


async def test_a_follower_who_never_answered_is_not_waited_for(bench: Bench) -> None:
    """An app that knows nothing of lock-step is idle when nothing is in flight."""
    follow(bench)
    answer = await step(bench, advance=60, timeout=5)

    assert (answer["seen"], answer["idle"]) == (None, True)


async def test_a_follower_who_is_busy_is_not_done(bench: Bench) -> None:
    """A seen without idle counts for nothing; after the time-out it is counted on no longer."""
    follow(bench)
    stepping.seen(bench.server, {"seq": bench.server.clock.seq, "idle": True})
    going = step(bench, advance=60, timeout=0.1)
    await bench.settle()
    stepping.seen(bench.server, {"seq": bench.server.clock.seq, "idle": False})
    late = await going
    next_one = await step(bench, advance=60, timeout=0.5)

    assert (late["seen"], late["idle"]) == (False, False)
    assert (next_one["seen"], next_one["idle"]) == (None, True)


async def test_every_named_follower_is_waited_for(bench: Bench) -> None:
    """Two programs of one app answer under two names."""
    follow(bench)
    for name in ("bot", "worker"):
        stepping.seen(bench.server, {"seq": bench.server.clock.seq, "idle": True, "name": name})
    going = step(bench, advance=60, timeout=5)
    await bench.settle()
    stepping.seen(bench.server, {"seq": bench.server.clock.seq, "idle": True, "name": "bot"})
    await asyncio.sleep(0.1)
    early = going.done()
    stepping.seen(bench.server, {"seq": bench.server.clock.seq, "idle": True, "name": "worker"})

    assert not early
    assert (await going)["seen"] is True
