"""Whatever can go wrong between Slack and an app goes wrong on request, and repeatably so."""

import asyncio
from typing import Any

import pytest
from unit.sandbox.bench import Bench, Json

from sandbox import acting, control
from sandbox.errors import Refused
from sandbox.faults import Faults, parse_rule

ROOM = "CROOM4"
SAY: Json = {"as": "UMAYA", "channel": ROOM, "text": "hello"}


def rules(bench: Bench, *given: Json, seed: int = 0) -> None:
    control.set_faults(bench.server, {"rules": list(given), "seed": seed})


def ids(bench: Bench) -> list[str]:
    return [str(envelope.payload["event_id"]) for envelope in bench.app.got]


def texts(bench: Bench) -> list[str]:
    return [str(envelope.payload["event"]["text"]) for envelope in bench.app.got]


async def test_a_copy_has_another_event_id(bench: Bench) -> None:
    """The same event comes twice, as two events."""
    rules(bench, {"event": "message", "fault": "copy"})
    acting.say(bench.server, SAY)
    await bench.settle()
    [first, second] = bench.app.got

    assert first.payload["event"] == second.payload["event"]
    assert len(set(ids(bench))) == 2


async def test_a_reordered_event_comes_after_the_next(bench: Bench) -> None:
    """The later message overtakes the earlier one."""
    rules(bench, {"event": "message", "fault": "reordered", "times": 1})
    acting.say(bench.server, {**SAY, "text": "first"})
    acting.say(bench.server, {**SAY, "text": "second"})
    await bench.settle()

    assert texts(bench) == ["second", "first"]


async def test_of_an_event_whose_first_copy_is_lost_the_retry_is_the_only_one(bench: Bench) -> None:
    """It comes once, and says that it is a retry."""
    rules(bench, {"event": "message", "fault": "first_lost"})
    acting.say(bench.server, SAY)
    await bench.settle()

    [only] = bench.app.got
    assert (only.attempt, only.reason) == (1, "timeout")


async def test_a_reordered_event_that_nothing_overtakes_comes_late(bench: Bench) -> None:
    """After its seconds it is delivered all the same; until then it is kept."""
    rules(bench, {"event": "message", "fault": "reordered", "seconds": 0.02})
    acting.say(bench.server, SAY)
    await bench.settle()
    kept = control.health(bench.server, {})["kept"]
    await asyncio.sleep(0.05)

    assert kept == 1
    assert texts(bench) == ["hello"]


@pytest.mark.parametrize("how", ["quiet", "drop"])
async def test_an_event_can_cut_the_line(bench: Bench, how: str) -> None:
    """The connections fall silent or break just before the event is sent."""
    rules(bench, {"event": "message", "fault": how, "times": 1})
    acting.say(bench.server, SAY)
    acting.say(bench.server, SAY)
    await bench.settle()

    assert bench.app.cuts == [how]


async def test_history_shows_a_message_late(bench: Bench) -> None:
    """Reading right after writing finds nothing for so many real seconds; replies too."""
    root = bench.call("chat.postMessage", channel=ROOM, text="root")["ts"]
    rules(bench, {"fault": "history_late", "seconds": 5})
    posted = bench.call("chat.postMessage", channel=ROOM, text="x")["ts"]
    bench.call("chat.postMessage", channel=ROOM, text="y", thread_ts=root)

    def seen() -> list[int]:
        history = bench.call("conversations.history", channel=ROOM)["messages"]
        replies = bench.call("conversations.replies", channel=ROOM, ts=root)["messages"]
        return [len(history), len(replies)]

    early = seen()
    bench.call("chat.update", channel=ROOM, ts=posted, text="changed")
    still = seen()
    bench.time.now += 5

    assert (early, still, seen()) == ([1, 1], [1, 1], [2, 2])


async def test_a_revoked_token_opens_nothing_until_the_rules_are_replaced(bench: Bench) -> None:
    """Every later call gets token_revoked, with any token."""
    rules(bench, {"method": "chat.postMessage", "fault": "token_revoked", "times": 1})
    before = bench.call("auth.test")["ok"]
    bench.server.faults.for_method("chat.postMessage")
    after = [bench.call("auth.test"), bench.call("chat.postMessage", channel=ROOM, text="x")]
    after.append(bench.call("apps.connections.open", token="xapp-1-sandbox"))
    rules(bench)

    assert before
    assert {answer["error"] for answer in after} == {"token_revoked"}
    assert bench.call("auth.test")["ok"]


async def test_a_rule_may_strike_in_one_channel_only(bench: Bench) -> None:
    """Calls, events and messages elsewhere go right."""
    rules(bench, {"event": "message", "channel": "CSHARED", "fault": "lost"})
    faults = bench.server.faults
    acting.say(bench.server, SAY)
    acting.say(bench.server, {**SAY, "channel": "CSHARED"})
    await bench.settle()
    rules(bench, {"method": "chat.postMessage", "channel": ROOM, "fault": "500"})

    assert len(bench.app.got) == 1
    assert faults.for_method("chat.postMessage", "CSHARED") is None
    assert faults.for_method("chat.postMessage", ROOM) is not None


def struck(seed: int, *, others: int) -> list[bool]:
    """Return which of 50 calls one rule strikes while another method is called in between."""
    faults = Faults()
    rule = {"method": "chat.postMessage", "fault": "500", "rate": 0.5}
    faults.replace([parse_rule({**rule, "method": "x"}), parse_rule(rule)], seed)
    found = []
    for _ in range(50):
        for _ in range(others):
            faults.for_method("x")
        found.append(faults.for_method("chat.postMessage") is not None)
    return found


def test_a_rate_is_repeatable_whatever_else_happens() -> None:
    """The same seed strikes the same calls; another seed strikes others."""
    assert struck(1, others=0) == struck(1, others=3)
    assert struck(1, others=0) != struck(2, others=0)
    assert 10 < sum(struck(1, others=0)) < 40


@pytest.mark.parametrize(
    "rule",
    [
        {"fault": "meteor"},
        {"fault": "lost", "method": "auth.test"},
        {"fault": "429", "event": "message"},
        {"fault": "history_late", "method": "chat.postMessage"},
        {"fault": "error:is_archived", "event": "message"},
        {"fault": "500", "times": "many"},
        {"fault": "500", "channel": 7},
        {"fault": "500", "colour": "red"},
        "500",
    ],
)
def test_a_rule_that_means_nothing_is_refused(rule: Any) -> None:
    """Nobody waits for a fault that could never strike."""
    with pytest.raises(Refused, match=r"fault|rule|numbers|texts"):
        parse_rule(rule)


@pytest.mark.parametrize(
    ("method", "fault"), [("chat.postMessage", "endless"), ("files.download", "error:not_found")]
)
def test_bytes_and_calls_go_wrong_in_ways_of_their_own(method: str, fault: str) -> None:
    """A body without an end is no fault of a call, an error's code none of a file's bytes."""
    with pytest.raises(Refused, match="no fault"):
        parse_rule({"method": method, "fault": fault})

    assert parse_rule({"method": "files.download", "fault": "endless"}).fault == "endless"
