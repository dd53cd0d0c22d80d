"""A snapshot brings the whole sandbox back: messages, views, the clock, what nobody acked."""

import json
from pathlib import Path

import pytest
from unit.sandbox.bench import AppInHand, Bench, HandClock, Json

from sandbox import acting, control, interacting, looking, state
from sandbox.clock import RealTime
from sandbox.delivery import Answer
from sandbox.errors import Refused
from sandbox.server import Options, Server, build
from sandbox.webapi import endpoint

ROOM = "CROOM4"
ME: Json = {"as": "UMAYA"}
FORM: Json = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Log"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "note",
            "label": {"type": "plain_text", "text": "Note"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}


@pytest.fixture
def path(bench: Bench, tmp_path: Path) -> Path:
    """Give the sandbox a file to keep its state in and return it."""
    file = tmp_path / "state.json"
    bench.server.options = Options(pacing=False, delays=(0.0, 0.01, 0.01), state=file)
    return file


def again(bench: Bench, path: Path, *, later: float = 0.0) -> Bench:
    """Save, start anew after so many real seconds, and return the new sandbox."""
    state.save(bench.server)
    time, app = HandClock(now=5_000.0 + later), AppInHand()
    options = Options(pacing=False, delays=(0.0, 0.01, 0.01), state=path)
    server = build(options, RealTime(time.read, time.read))
    server.dispatch.link = app
    server.base_url = "http://sandbox"
    state.load(server, path)
    return Bench(server, app, time, endpoint.create(server))


def busy(bench: Bench) -> str:
    """Fill a sandbox with something of each kind; return a message's ts."""
    ts = str(bench.call("chat.postMessage", channel=ROOM, text="root")["ts"])
    bench.call("chat.postMessage", channel=ROOM, text="reply", thread_ts=ts)
    bench.call("chat.postEphemeral", channel=ROOM, user="UMAYA", text="psst")
    bench.call("conversations.open", users="UMAYA")
    acting.react(bench.server, {**ME, "channel": ROOM, "ts": ts, "name": "eyes"})
    content = {"filename": "a.bin", "content": "AAH/"}
    acting.upload(bench.server, {**ME, "channel": ROOM, **content})
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    bench.call("views.publish", user_id="UMAYA", view=home)
    control.set_marks(
        bench.server,
        {"marks": [{"at": "2026-09-02T12:00:00Z", "label": "Bell", "kind": "bell"}], "zone": "UTC"},
    )
    control.move_clock(bench.server, {"advance": 90})
    return ts


def sight(server: Server) -> Json:
    """Return all that a person sees, without what a restart changes on purpose."""
    seen = {**looking.workspace(server, ME), "views": looking.views(server, ME)}
    seen["messages"] = looking.messages(server, {**ME, "channel": ROOM})
    seen["clock"] = seen["clock"]["now"]
    return seen


async def test_what_people_see_is_the_same_after_a_restart(bench: Bench, path: Path) -> None:
    """Messages, ids, threads, reactions, files, Home, marks and the clock are back."""
    busy(bench)
    await bench.settle()
    new = again(bench, path)
    files = [file.content for file in new.server.workspace.files.values()]

    assert sight(new.server) == sight(bench.server)
    assert new.server.clock.seq > bench.server.clock.seq
    assert files == [b"\x00\x01\xff"]


async def test_a_running_clock_runs_on(bench: Bench, path: Path) -> None:
    """It goes on at its rate from the instant at which it was stopped."""
    control.move_clock(bench.server, {"rate": 60})
    bench.time.now += 10
    new = again(bench, path)
    new.time.now += 1

    assert new.server.clock.reading()["now"] == "2026-09-01T12:11:00.000000Z"


async def test_dice_go_on_after_a_restart(bench: Bench, path: Path) -> None:
    """A rate strikes the same calls as if nothing had been stopped."""
    rule = {"method": "auth.test", "fault": "500", "rate": 0.5}
    control.set_faults(bench.server, {"rules": [rule], "seed": 3})
    for _ in range(7):
        bench.server.faults.for_method("auth.test")
    new = again(bench, path)

    def strikes(server: Server) -> list[bool]:
        return [server.faults.for_method("auth.test") is not None for _ in range(40)]

    assert strikes(new.server) == strikes(bench.server)


async def test_the_app_goes_on_where_it_was(bench: Bench, path: Path) -> None:
    """Old messages can be changed, new ones get a later ts, metadata is there."""
    ts = busy(bench)
    tagged = {"event_type": "prompt", "event_payload": {"key": "k"}}
    bench.call("chat.postMessage", channel=ROOM, text="tagged", metadata=tagged)
    new = again(bench, path)
    fresh = new.call("chat.postMessage", channel=ROOM, text="new")["ts"]
    history = new.call("conversations.history", channel=ROOM, include_all_metadata=True)
    found = [m["metadata"] for m in history["messages"] if "metadata" in m]

    assert new.call("chat.update", channel=ROOM, ts=ts, text="changed")["ok"]
    assert fresh > max(bench.server.workspace.conversations[ROOM].messages)
    assert found == [tagged]


async def test_an_open_form_keeps_what_was_typed(bench: Bench, path: Path) -> None:
    """The stack is open, its hash is the same, and it can be submitted."""
    trigger = bench.server.workspace.triggers.give("UMAYA")
    view = bench.call("views.open", view=FORM, trigger_id=trigger)["view"]
    typed = {"block_id": "note", "action_id": "text", "value": "half a sen"}
    given = {**ME, "view_id": view["id"]}
    await interacting.action(bench.server, {**given, "action": typed})
    new = again(bench, path)
    [shown] = looking.views(new.server, ME)["views"]
    answer = await interacting.submit(new.server, given)

    assert (shown["id"], shown["hash"]) == (view["id"], view["hash"])
    assert shown["state"]["values"]["note"]["text"]["value"] == "half a sen"
    assert answer["outcome"] == "ok"


@pytest.mark.parametrize("here", [True, False])
async def test_an_event_without_ack_is_delivered_after_the_restart(
    bench: Bench, path: Path, here: bool
) -> None:
    """It comes under its own id and as a retry, whether the app was late or not there."""
    bench.app.here = here
    bench.app.answer = lambda _envelope: Answer("operation_timeout", reason="timeout")
    bench.server.dispatch.delays = (60.0,)
    acting.say(bench.server, {**ME, "channel": ROOM, "text": "hi"})
    await bench.settle()
    event_id = next(iter(bench.server.workspace.events))
    new = again(bench, path)
    new.server.resume()
    await new.settle()

    assert [(e.payload["event_id"], e.attempt) for e in new.app.got] == [(event_id, 1)]
    assert new.server.dispatch.unacked == {}


async def test_an_acked_event_is_not_delivered_again(bench: Bench, path: Path) -> None:
    """Only what nobody acked is brought back."""
    acting.say(bench.server, {**ME, "channel": ROOM, "text": "hi"})
    await bench.settle()
    new = again(bench, path)
    new.server.resume()
    await new.settle()

    assert new.app.got == []


async def test_a_response_url_lives_on_for_its_half_hour(bench: Bench, path: Path) -> None:
    """Its age and uses are kept, although monotonic time begins anew."""
    await interacting.command(bench.server, {**ME, "channel": ROOM, "command": "/pushin"})
    secret = next(iter(bench.server.workspace.triggers.urls))
    bench.server.workspace.triggers.use_url(secret)
    bench.time.now += 1_000
    new = again(bench, path)
    uses = new.server.workspace.triggers.use_url(secret).uses
    new.time.now += 801

    assert uses == 2
    with pytest.raises(Exception, match="expired_url"):
        new.server.workspace.triggers.use_url(secret)


async def test_faults_go_on_after_a_restart(bench: Bench, path: Path) -> None:
    """The rules and how often each has struck are kept."""
    rule = {"method": "auth.test", "fault": "500", "times": 2}
    control.set_faults(bench.server, {"rules": [rule], "seed": 3})
    bench.server.faults.for_method("auth.test")
    new = again(bench, path)

    assert control.read_faults(new.server, {}) == control.read_faults(bench.server, {})
    assert new.server.faults.for_method("auth.test") is not None
    assert new.server.faults.for_method("auth.test") is None


def test_the_snapshot_can_be_asked_for(bench: Bench, path: Path) -> None:
    """save: true writes the file; without a file it is refused."""
    answer = control.save_state(bench.server, {"save": True})
    bench.server.options = Options()

    assert answer["file"] == str(path)
    assert json.loads(path.read_text(encoding="utf-8"))["version"] == state.VERSION
    with pytest.raises(Refused, match="--state"):
        control.save_state(bench.server, {"save": True})


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 99}'])
def test_a_file_that_is_no_snapshot_is_named(bench: Bench, path: Path, text: str) -> None:
    """The error's sentence has the path in it."""
    path.write_text(text, encoding="utf-8")

    with pytest.raises(state.StateUnreadableError, match=str(path)):
        state.load(bench.server, path)
