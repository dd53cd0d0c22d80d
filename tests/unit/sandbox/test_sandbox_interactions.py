"""People use the app: commands, clicks, modals, shortcuts."""

from typing import Any

import pytest
from unit.sandbox.bench import Bench, Json

from sandbox import interacting, looking, responses
from sandbox.delivery import Answer
from sandbox.errors import Refused, SlackError

ROOM = "CROOM4"
ME = {"as": "UMAYA"}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def choice(value: str) -> Json:
    return {"text": plain(value), "value": value}


CARD: list[Json] = [
    {
        "type": "actions",
        "block_id": "card",
        "elements": [
            {"type": "button", "action_id": "in", "text": plain("I'm in"), "value": "7"},
            {
                "type": "static_select",
                "action_id": "lead",
                "placeholder": plain("Who leads?"),
                "options": [choice("teacher"), choice("therapist")],
            },
            {
                "type": "checkboxes",
                "action_id": "ticks",
                "options": [choice("a"), choice("b")],
                "initial_options": [choice("a")],
            },
            {"type": "overflow", "action_id": "more", "options": [choice("skip")]},
            {"type": "datepicker", "action_id": "day", "initial_date": "2026-09-01"},
            {"type": "external_select", "action_id": "find"},
        ],
    }
]
FORM: Json = {
    "type": "modal",
    "callback_id": "log",
    "notify_on_close": True,
    "title": plain("Log"),
    "submit": plain("Save"),
    "close": plain("Back"),
    "blocks": [
        {
            "type": "input",
            "block_id": "note",
            "label": plain("Note"),
            "element": {
                "type": "plain_text_input",
                "action_id": "text",
                "min_length": 2,
                "max_length": 5,
            },
        },
        {
            "type": "input",
            "block_id": "day",
            "optional": True,
            "dispatch_action": True,
            "label": plain("Day"),
            "element": {"type": "datepicker", "action_id": "date"},
        },
    ],
}


def acks(payload: Json) -> Any:
    return lambda _envelope: Answer("ok", payload=payload)


def post_card(bench: Bench) -> str:
    return str(bench.call("chat.postMessage", channel=ROOM, text="card", blocks=CARD)["ts"])


def open_form(bench: Bench, spec: Json = FORM) -> str:
    trigger = bench.server.workspace.triggers.give("UMAYA")
    answer = bench.call("views.open", view=spec, trigger_id=trigger)
    assert answer["ok"], answer
    return str(answer["view"]["id"])


async def command(bench: Bench, text: str = "next", name: str = "/pushin") -> Json:
    body = {**ME, "channel": ROOM, "command": name, "text": text}
    return await interacting.command(bench.server, body)


async def click(bench: Bench, ts: str, action: Json) -> Json:
    body = {**ME, "channel": ROOM, "message_ts": ts, "action": {"block_id": "card", **action}}
    return await interacting.action(bench.server, body)


async def submit(bench: Bench, view: str, values: Json) -> Json:
    return await interacting.submit(bench.server, {**ME, "view_id": view, "values": values})


GOOD = {"note": {"text": {"value": "fine"}}}


class TestCommands:
    """Slash commands."""

    async def test_an_ack_with_text_is_shown_to_the_asker_only(self, bench: Bench) -> None:
        """The answer in the ack is ephemeral by default."""
        bench.app.answer = acks({"text": "Monday 9:10"})
        answer = await command(bench)
        room = bench.server.workspace.conversations[ROOM]

        assert (answer["outcome"], answer["response"]["text"]) == ("ok", "Monday 9:10")
        assert room.shown_to("UADAMS", answer["response"]["ts"]) is None

    async def test_a_public_answer_shows_what_was_typed(self, bench: Bench) -> None:
        """in_channel puts the command itself before its answer."""
        bench.app.answer = acks({"text": "Monday", "response_type": "in_channel"})
        await command(bench, "next")
        room = bench.server.workspace.conversations[ROOM]

        assert [room.messages[ts].body["text"] for ts in room.roots] == ["/pushin next", "Monday"]

    async def test_names_are_escaped_only_where_the_command_asks(self, bench: Bench) -> None:
        """should_escape turns @name into a mention and escapes &<>."""
        await command(bench, "with @adams & <b>")
        await command(bench, "with @adams & <b>", "/raw")
        texts = [payload["text"] for payload in bench.app.payloads("slash_command")]

        assert texts == ["with <@UADAMS> &amp; &lt;b&gt;", "with @adams & <b>"]

    async def test_no_ack_in_time_is_an_operation_timeout(self, bench: Bench) -> None:
        """The person learns that the app did not respond."""
        bench.app.answer = lambda _envelope: Answer("operation_timeout", reason="timeout")

        assert (await command(bench))["outcome"] == "operation_timeout"

    async def test_nobody_connected_is_no_app(self, bench: Bench) -> None:
        """An absent app is told apart from a slow one."""
        bench.app.here = False

        assert (await command(bench))["outcome"] == "no_app"

    async def test_an_answer_that_slack_would_not_take_is_an_error(self, bench: Bench) -> None:
        """Wrong blocks in an ack are reported with the reason."""
        bench.app.answer = acks({"blocks": [{"type": "nope"}]})
        answer = await command(bench)

        assert answer["outcome"] == "error"
        assert "invalid_blocks" in answer["detail"]

    async def test_a_slash_in_the_message_box_is_a_command_but_not_in_a_thread(
        self, bench: Bench
    ) -> None:
        """Slack runs no slash commands in threads."""
        body = {**ME, "channel": ROOM, "text": "/pushin next"}
        answer = await interacting.typed(bench.server, body)

        assert answer["outcome"] == "ok"
        with pytest.raises(Refused, match="not supported in threads"):
            await interacting.typed(bench.server, {**body, "thread_ts": "1"})

    async def test_an_unknown_command_is_refused(self, bench: Bench) -> None:
        """Only the app's own commands exist."""
        with pytest.raises(Refused) as refused:
            await command(bench, name="/other")

        assert (refused.value.status, refused.value.code) == (404, "no_such_command")


class TestClicks:
    """Block actions in messages."""

    async def test_a_button_carries_its_value_and_the_message(self, bench: Bench) -> None:
        """The payload has the whole message, the state of its inputs and a response URL."""
        ts = post_card(bench)
        answer = await click(bench, ts, {"action_id": "in"})
        [payload] = bench.app.payloads("block_actions")

        assert answer["outcome"] == "ok"
        assert payload["actions"][0]["value"] == "7"
        assert payload["message"]["ts"] == ts
        assert payload["container"]["is_ephemeral"] is False
        ticks = payload["state"]["values"]["card"]["ticks"]["selected_options"]
        assert [option["value"] for option in ticks] == ["a"]

    async def test_a_choice_is_remembered_in_the_state(self, bench: Bench) -> None:
        """What was selected once comes with every later click."""
        ts = post_card(bench)
        await click(bench, ts, {"action_id": "lead", "selected_option": {"value": "teacher"}})
        await click(bench, ts, {"action_id": "in"})
        last = bench.app.payloads("block_actions")[-1]
        chosen = last["state"]["values"]["card"]["lead"]["selected_option"]

        assert chosen["text"] == {**plain("teacher"), "emoji": True}

    @pytest.mark.parametrize(
        ("action", "code"),
        [
            ({"action_id": "nothing"}, "no_such_action"),
            ({"action_id": "lead", "selected_option": {"value": "nobody"}}, "invalid_input"),
            ({"action_id": "day", "selected_date": "tomorrow"}, "invalid_input"),
        ],
    )
    async def test_what_is_not_there_cannot_be_used(
        self, bench: Bench, action: Json, code: str
    ) -> None:
        """Unknown elements, options and dates are refused before the app hears of them."""
        ts = post_card(bench)
        with pytest.raises(Refused) as refused:
            await click(bench, ts, action)

        assert refused.value.code == code
        assert bench.app.payloads("block_actions") == []

    async def test_an_ephemeral_message_is_not_in_the_payload(self, bench: Bench) -> None:
        """Only its container tells where the click was."""
        shown = bench.call("chat.postEphemeral", channel=ROOM, user="UMAYA", text="x", blocks=CARD)
        await click(bench, shown["message_ts"], {"action_id": "in"})
        [payload] = bench.app.payloads("block_actions")

        assert "message" not in payload
        assert payload["container"]["is_ephemeral"] is True

    async def test_suggestions_come_from_the_app(self, bench: Bench) -> None:
        """A block_suggestion answers with the app's options."""
        ts = post_card(bench)
        bench.app.answer = acks({"options": [choice("x")]})
        where = {"channel": ROOM, "message_ts": ts, "block_id": "card", "action_id": "find"}
        answer = await interacting.suggest(bench.server, {**ME, **where, "value": "x"})

        assert answer["options"] == [choice("x")]


class TestModals:
    """Submitting and closing."""

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            ("", "Please complete this required field."),
            ("x", "Must be at least 2 characters."),
            ("x" * 6, "Must be no more than 5 characters."),
        ],
    )
    async def test_the_client_checks_inputs_first(
        self, bench: Bench, text: str, complaint: str
    ) -> None:
        """A wrong input is refused with a sentence per block, and nothing is sent."""
        view = open_form(bench)
        with pytest.raises(Refused) as refused:
            await submit(bench, view, {"note": {"text": {"value": text}}})

        assert refused.value.extra["errors"] == {"note": complaint}
        assert bench.app.payloads("view_submission") == []

    async def test_an_empty_ack_closes_the_view(self, bench: Bench) -> None:
        """The submission carries the state and takes the modal off the screen."""
        view = open_form(bench)
        answer = await submit(bench, view, GOOD)
        [payload] = bench.app.payloads("view_submission")

        assert (answer["outcome"], answer["errors"]) == ("ok", None)
        assert payload["view"]["state"]["values"]["note"]["text"]["value"] == "fine"
        assert looking.views(bench.server, ME)["views"] == []

    async def test_errors_keep_the_view_open(self, bench: Bench) -> None:
        """The person sees the sentence and can try again."""
        view = open_form(bench)
        bench.app.answer = acks({"response_action": "errors", "errors": {"note": "No."}})
        answer = await submit(bench, view, GOOD)

        assert answer["errors"] == {"note": "No."}
        assert len(looking.views(bench.server, ME)["views"]) == 1

    @pytest.mark.parametrize(
        ("payload", "titles"),
        [
            ({"response_action": "update", "view": {**FORM, "title": plain("B")}}, ["B"]),
            ({"response_action": "push", "view": {**FORM, "title": plain("B")}}, ["Log", "B"]),
            ({"response_action": "clear"}, []),
        ],
    )
    async def test_the_ack_may_update_push_or_clear(
        self, bench: Bench, payload: Json, titles: list[str]
    ) -> None:
        """Each response_action changes the stack as Slack does."""
        view = open_form(bench)
        bench.app.answer = acks(payload)
        await submit(bench, view, GOOD)
        stack = looking.views(bench.server, ME)["views"]

        assert [shown["title"]["text"] for shown in stack] == titles

    @pytest.mark.parametrize(
        "payload",
        [
            {"text": "thanks"},
            {"response_action": "dance"},
            {"response_action": "errors", "errors": {"nowhere": "No."}},
            {"response_action": "push", "view": {"type": "modal"}},
        ],
    )
    async def test_an_ack_that_slack_would_not_take_is_an_error(
        self, bench: Bench, payload: Json
    ) -> None:
        """The modal stays and the reason is told."""
        view = open_form(bench)
        bench.app.answer = acks(payload)
        answer = await submit(bench, view, GOOD)

        assert answer["outcome"] == "error"
        assert len(looking.views(bench.server, ME)["views"]) == 1

    async def test_an_update_keeps_what_was_typed(self, bench: Bench) -> None:
        """The same block_id and action_id keep their value."""
        view = open_form(bench)
        typed = {"action_id": "text", "block_id": "note", "value": "abc"}
        await interacting.action(bench.server, {**ME, "view_id": view, "action": typed})
        bench.call("views.update", view_id=view, view={**FORM, "title": plain("Again")})
        [shown] = looking.views(bench.server, ME)["views"]

        assert shown["state"]["values"]["note"]["text"]["value"] == "abc"
        assert bench.app.payloads("block_actions") == []

    async def test_an_input_dispatches_only_if_it_says_so(self, bench: Bench) -> None:
        """dispatch_action sends block_actions from an input block."""
        view = open_form(bench)
        chosen = {"action_id": "date", "block_id": "day", "selected_date": "2026-09-02"}
        await interacting.action(bench.server, {**ME, "view_id": view, "action": chosen})
        [payload] = bench.app.payloads("block_actions")

        assert payload["container"] == {"type": "view", "view_id": view}
        assert payload["actions"][0]["selected_date"] == "2026-09-02"
        assert "response_url" not in payload

    async def test_closing_is_told_where_it_was_asked_for(self, bench: Bench) -> None:
        """notify_on_close sends view_closed, which has no trigger."""
        view = open_form(bench)
        await interacting.close(bench.server, {**ME, "view_id": view, "all": True})
        [payload] = bench.app.payloads("view_closed")

        assert payload["is_cleared"] is True
        assert "trigger_id" not in payload


class TestResponseUrls:
    """Where the app may answer later."""

    async def url_of_click(self, bench: Bench) -> tuple[str, str]:
        """Return a message and the secret of its response URL."""
        ts = post_card(bench)
        await click(bench, ts, {"action_id": "in"})
        url = str(bench.app.payloads("block_actions")[-1]["response_url"])
        return ts, url.rpartition("/")[2]

    async def test_it_replaces_and_deletes_the_message_that_was_used(self, bench: Bench) -> None:
        """replace_original keeps the ts, delete_original removes the message."""
        ts, secret = await self.url_of_click(bench)
        triggers = bench.server.workspace.triggers
        room = bench.server.workspace.conversations[ROOM]
        new = {"text": "done", "replace_original": "true"}
        responses.take(bench.server, triggers.use_url(secret), new)
        replaced = room.messages[ts].body["text"]
        responses.take(bench.server, triggers.use_url(secret), {"delete_original": True})

        assert replaced == "done"
        assert room.find(ts) is None

    async def test_it_works_five_times_within_half_an_hour(self, bench: Bench) -> None:
        """The sixth use and a late one are refused."""
        _, secret = await self.url_of_click(bench)
        triggers = bench.server.workspace.triggers
        for _ in range(5):
            triggers.use_url(secret)
        with pytest.raises(SlackError, match="used_url"):
            triggers.use_url(secret)
        bench.time.now += 1801
        with pytest.raises(SlackError, match="expired_url"):
            triggers.use_url(secret)
