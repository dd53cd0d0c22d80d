"""Events reach the app at least once: retried, kept, doubled or lost as told."""

import asyncio

import pytest
from unit.sandbox.bench import Bench, Json

from sandbox import acting, control, interacting
from sandbox.delivery import Answer
from sandbox.errors import Refused

SAY = {"as": "UMAYA", "channel": "CROOM4", "text": "hello"}


async def until(bench: Bench, count: int) -> None:
    """Wait (real time) until so many envelopes came."""
    async with asyncio.timeout(5):
        while len(bench.app.got) < count:  # noqa: ASYNC110  counting needs no event of its own
            await asyncio.sleep(0.005)


async def test_an_acked_event_is_sent_once(bench: Bench) -> None:
    """Nothing is repeated after an ack."""
    acting.say(bench.server, SAY)
    await bench.settle()

    assert [envelope.attempt for envelope in bench.app.got] == [0]


async def test_an_event_without_ack_is_retried_three_times_and_given_up(bench: Bench) -> None:
    """Every retry has its number and the reason, under the same event id."""
    bench.app.answer = lambda _envelope: Answer("operation_timeout", reason="timeout")
    acting.say(bench.server, SAY)
    await until(bench, 4)
    await asyncio.sleep(0.05)

    assert [(e.attempt, e.reason) for e in bench.app.got] == [
        (0, ""),
        (1, "timeout"),
        (2, "timeout"),
        (3, "timeout"),
    ]
    assert len({e.payload["event_id"] for e in bench.app.got}) == 1
    assert bench.server.ledger.after(0, "event")[-1]["status"] == "given_up (retry 3)"


async def test_no_retry_header_stops_the_retries(bench: Bench) -> None:
    """An answer that asks for no retry is the last word."""
    bench.app.answer = lambda _envelope: Answer("operation_timeout", no_retry=True)
    acting.say(bench.server, SAY)
    await asyncio.sleep(0.05)

    assert len(bench.app.got) == 1


async def test_an_event_waits_for_a_connection_and_comes_as_a_retry(bench: Bench) -> None:
    """What finds nobody is kept, is not in flight, and is delivered once somebody is there."""
    bench.app.here = False
    acting.say(bench.server, SAY)
    await bench.settle()
    kept = control.health(bench.server, {})
    bench.app.come()
    await until(bench, 1)

    assert (kept["kept"], kept["in_flight"]) == (1, 0)
    assert [e.attempt for e in bench.app.got] == [1]


@pytest.mark.parametrize(("fault", "times"), [("duplicate", 2), ("lost", 0), ("late", 1)])
async def test_faults_of_events(bench: Bench, fault: str, times: int) -> None:
    """An event can be doubled under one id, lost, or come late."""
    rule = {"event": "message", "fault": fault, "seconds": 0.01}
    control.set_faults(bench.server, {"rules": [rule]})
    acting.say(bench.server, SAY)
    await asyncio.sleep(0.05)

    assert len(bench.app.got) == times
    assert control.read_faults(bench.server, {})["fired"] == [1]


async def test_redelivery_keeps_the_event_and_may_change_its_id(bench: Bench) -> None:
    """A test can repeat an event as Slack sometimes does."""
    acting.say(bench.server, SAY)
    await bench.settle()
    event_id = bench.app.got[0].payload["event_id"]
    control.redeliver(bench.server, {"event_id": event_id, "times": 2})
    control.redeliver(bench.server, {"event_id": event_id, "new_id": True})
    await bench.settle()
    ids = [e.payload["event_id"] for e in bench.app.got]

    assert ids[:3] == [event_id] * 3
    assert ids[3] != event_id


@pytest.mark.parametrize(
    ("channel", "told"), [("CROOM4", True), ("COPEN", False), ("CSHARED", True)]
)
async def test_the_app_hears_only_where_it_is(bench: Bench, channel: str, told: bool) -> None:
    """Membership decides which messages the app is told of."""
    acting.say(bench.server, {**SAY, "channel": channel})
    await bench.settle()

    assert bool(bench.app.got) is told


async def test_without_the_scope_there_is_no_event(bench: Bench, seed: Json) -> None:
    """A subscription alone is not enough."""
    seed["app"]["scopes"].remove("groups:history")
    bench.server.plant(seed)
    acting.say(bench.server, SAY)
    await bench.settle()

    assert bench.app.got == []


async def test_a_mention_comes_twice(bench: Bench) -> None:
    """As message and as app_mention, with one ts and two event ids."""
    acting.say(bench.server, {**SAY, "text": "@Push-In, next"})
    await bench.settle()
    [message], [mention] = bench.app.payloads("message"), bench.app.payloads("app_mention")

    assert message["event"]["ts"] == mention["event"]["ts"]
    assert message["event_id"] != mention["event_id"]
    assert mention["event"]["text"] == "<@UBOT>, next"


async def test_the_app_hears_itself(bench: Bench) -> None:
    """The app's own message comes back with its bot_id."""
    bench.call("chat.postMessage", channel="CROOM4", text="x")
    await bench.settle()

    assert bench.app.payloads("message")[0]["event"]["bot_id"] == "B1"


async def test_a_new_seed_forgets_what_was_under_way(bench: Bench, seed: Json) -> None:
    """Events of the old workspace do not reach the new one."""
    bench.app.here = False
    acting.say(bench.server, SAY)
    await bench.settle()
    bench.server.plant(seed)
    bench.app.come()
    await bench.settle()

    assert bench.app.got == []
    assert control.health(bench.server, {})["kept"] == 0


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "bad_seed"),
        ({"team": {}, "app": {}, "users": []}, "bad_seed"),
        ({"team": 1, "app": 1, "users": 1}, "bad_seed"),
    ],
)
async def test_a_wrong_seed_is_refused_and_changes_nothing(
    bench: Bench, body: Json, code: str
) -> None:
    """The sentence says what is missing; the workspace stays."""
    with pytest.raises(Refused) as refused:
        bench.server.plant(body)

    assert refused.value.code == code
    assert "CROOM4" in bench.server.workspace.conversations


async def test_a_manifest_can_be_seeded(bench: Bench, seed: Json) -> None:
    """Scopes, commands, shortcuts and events are read from a Slack manifest."""
    app = seed["app"]
    manifest = {
        "features": {
            "slash_commands": [{"command": "/pushin", "description": "x", "url": "https://x"}],
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        },
        "oauth_config": {"scopes": {"bot": ["commands"]}},
        "settings": {"event_subscriptions": {"bot_events": ["app_mention"]}},
    }
    ids = {key: app[key] for key in ("id", "name", "bot_user_id", "bot_id")}
    bench.server.plant({**seed, "app": {**ids, "manifest": manifest}})
    planted = bench.server.workspace.app

    assert planted.scopes == {"commands"}
    assert planted.commands[0].command == "/pushin"
    answer = await interacting.command(bench.server, {**SAY, "command": "/pushin"})
    assert answer["outcome"] == "ok"


async def test_marks_lead_the_clock(bench: Bench) -> None:
    """next_mark jumps to the first mark after now, and 409 when there is none."""
    marks = [{"at": "2026-09-01T12:30:00Z", "label": "Arrival", "kind": "bell"}]
    control.set_marks(bench.server, {"marks": marks, "zone": "America/New_York"})
    jumped = control.move_clock(bench.server, {"to": "next_mark"})

    assert jumped["now"] == "2026-09-01T12:30:00.000000Z"
    with pytest.raises(Refused, match="no mark"):
        control.move_clock(bench.server, {"to": "next_mark"})
