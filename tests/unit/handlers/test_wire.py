"""The listeners over the wire: what people type, tap and fill in, and what they see then."""

import asyncio
import time

import pytest
from unit.handlers import desk as desks
from unit.handlers.desk import BOT, Desk, labels, user, words
from unit.pushin import king

from pushin import live
from storage import stale, tables
from storage.stale import Stale

PHRASE = "schedule Mon & Wed period 2 with <@U0ADAMS> and <@U0TAM> room 12 until June"


async def planned(desk: Desk) -> str:
    echo = await desk.command("maya", PHRASE)
    await desk.click("maya", "Confirm", echo)
    return desk.team.rows(tables.Plan)[0].id


async def agreed(desk: Desk) -> None:
    await desk.command("maya", "agree")
    people = {name: desk.team.person(name).id for name in ("maya", "adams", "tam")}
    parts = {f"part.{one}": f"does {name}'s part" for name, one in people.items()}
    said = {"lead": people["maya"], "activity": "quick-write", "expectations": "pencils out"}
    assert await desk.submit("maya", **said, **parts) == {}


async def test_a_stranger_is_told_what_to_do(desk: Desk) -> None:
    """Whoever is not known reads one sentence and gets the button that mends it."""
    answer = await desk.command("newbie", "next")

    assert "don't know you yet" in words(answer)
    assert labels(answer) == ["Settings"]


async def test_somebody_new_says_who_they_are(desk: Desk) -> None:
    """The settings form makes a stranger known and closes; their Home is no longer a welcome."""
    await desk.command("newbie", "settings")
    errors = await desk.submit("newbie", role="para", school=king.SCHOOL)

    assert errors == {}
    assert await desk.closed("newbie")
    assert desk.team.person("newbie").role == "para"


async def test_settings_errors_stand_under_their_field_and_keep_what_was_typed(desk: Desk) -> None:
    """A provider without a discipline and half a time are asked for where they are missing."""
    await desk.command("newbie", "settings")
    half = await desk.submit("newbie", role="provider", school=king.SCHOOL, **{"from": "08:00"})
    missing = await desk.submit("newbie", to="15:00")

    assert list(half) == ["to"]
    assert list(missing) == ["discipline"]
    assert "OT" in missing["discipline"]


async def test_a_guest_gets_one_private_sentence(desk: Desk) -> None:
    """A guest opens no form; Home says the same in one line."""
    answer = await desk.command("guest", "settings")
    home = await desk.box.home(user("guest"))

    assert "full members" in words(answer)
    assert await desk.closed("guest")
    assert home is not None
    assert words(home).count("\n") == 0


async def test_an_unknown_word_is_answered_with_what_was_meant(desk: Desk) -> None:
    """A typing slip gets a button for the verb that looks like it."""
    answer = await desk.command("maya", "nxt")
    name = await desk.command("maya", "Liam")

    assert "Liam" not in words(name)
    assert "Did you mean next" in words(answer)
    assert labels(answer) == ["Next"]


async def test_a_phrase_is_said_back_and_saved_once(desk: Desk) -> None:
    """The echo names full dates; a second Confirm finds the same plan."""
    echo = await desk.command("maya", PHRASE)
    await desk.click("maya", "Confirm", echo)
    saved = (await desk.private("maya"))[-1]

    assert "Mon, Sep 14, 2026" in words(echo)
    assert labels(echo) == ["Confirm", "Change"]
    assert "Planned:" in words(saved)
    assert len(desk.team.rows(tables.Plan)) == 1


async def test_change_opens_the_form_with_what_was_understood(desk: Desk) -> None:
    """Change prefills the form from the echo, and no Confirm of the old echo is left."""
    echo = await desk.command("maya", PHRASE)
    await desk.click("maya", "Change", echo)
    form = await desk.modal("maya")
    fields = {b["block_id"]: b["element"] for b in form["blocks"] if b["type"] == "input"}
    left = (await desk.private("maya"))[-1]

    assert [one["value"] for one in fields["weekdays"]["initial_options"]] == ["0", "2"]
    assert fields["during"]["initial_option"]["value"] == "period:Period 2"
    assert fields["teacher"]["initial_user"] == user("adams")
    assert fields["paras"]["initial_users"] == [user("tam")]
    assert labels(left) == ["Change"]

    assert await desk.submit("maya", weekdays=("1",)) == {}
    assert "Tue, Sep 15, 2026" in words(await desk.modal("maya"))
    assert await desk.submit("maya") == {}
    assert "Planned:" in words(await desk.modal("maya"))
    assert [one.weekdays for one in desk.team.rows(tables.Plan)] == [[1]]


async def test_the_empty_schedule_opens_a_form_that_tells_what_is_missing(desk: Desk) -> None:
    """Errors stand under their field; More keeps what was typed and adds the rarer questions."""
    await desk.command("maya", "schedule")
    filled = {"weekdays": ("0",), "during": "period:Period 2", "teacher": user("adams")}
    bad = await desk.submit("maya", **filled, room="12", channel="C0OPEN")
    await desk.press("maya", "More")
    again = await desk.submit("maya", channel=king.CHANNEL, codes="Liam")
    view = await desk.modal("maya")

    assert list(bad) == ["channel"]
    assert list(again) == ["codes"]
    assert view["state"]["values"]["room"]["value"]["value"] == "12"
    assert await desk.submit("maya", codes="K7-03") == {}
    assert "Is this right?" in words(await desk.modal("maya"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("schedule Sat 9:10-9:40 with <@U0ADAMS> room 12", "no school on those days"),
        ("schedule Mon 9:40-9:10 with <@U0ADAMS> room 12", "end is before the start"),
        ("schedule Mon & Wed period 2 with <@U0GUEST> room 12", "guest account"),
        ("schedule Mon & Wed period 2 with <@U0GONE> room 12", "no longer active"),
        ("schedule Mon & Wed period 2 room 12", "Mention the room's teacher"),
        ("schedule :tada:", "in words"),
        ("schedule blah", "example"),
    ],
)
async def test_what_cannot_be_planned_says_what_to_type_instead(
    desk: Desk, text: str, sentence: str
) -> None:
    """A refusal is one sentence, and nothing is saved."""
    answer = await desk.command("maya", text)

    assert sentence in words(answer)
    assert not desk.team.rows(tables.Plan)


async def test_roles_are_agreed_in_one_form_and_confirmed_with_one_tap(desk: Desk) -> None:
    """The form closes; the others find their part in `confirm`, and I'm in answers it."""
    await planned(desk)
    await agreed(desk)
    waiting = await desk.command("adams", "confirm")
    await desk.click("adams", "I'm in", waiting)
    answered = (await desk.private("adams"))[-1]
    after = await desk.command("adams", "confirm")

    assert await desk.closed("maya")
    assert "does adams's part" in words(waiting)
    assert "You're in" in words(answered)
    assert "Waiting for Tam" in words(answered)
    assert "Nothing waits for you" in words(after)


async def test_a_stale_button_says_what_to_do(desk: Desk) -> None:
    """I'm in on roles that were changed meanwhile is refused with the way to the current ones."""
    await planned(desk)
    await agreed(desk)
    old = await desk.command("adams", "confirm")
    await desk.command("maya", "agree")
    adams = desk.team.person("adams").id
    assert await desk.submit("maya", **{f"part.{adams}": "something else"}) == {}
    await desk.click("adams", "I'm in", old)
    answer = (await desk.private("adams"))[-1]

    assert "changed after this was posted" in words(answer)
    assert labels(answer) == ["What waits for me"]


async def test_a_second_tap_is_answered_too(desk: Desk) -> None:
    """I'm in twice from an old screen says that one is in already."""
    await planned(desk)
    await agreed(desk)
    first, second = [await desk.command("adams", "confirm") for _ in range(2)]
    await desk.click("adams", "I'm in", first)
    await desk.click("adams", "I'm in", second)

    assert "in already" in words((await desk.private("adams"))[-1])


async def test_the_models_are_explained_under_more(desk: Desk) -> None:
    """More shows the six co-teaching models with a line each; typed text survives."""
    await planned(desk)
    await desk.command("maya", "agree")
    await desk.press("maya", "More")
    view = await desk.modal("maya")
    model = next(b for b in view["blocks"] if b.get("block_id") == "model")

    assert len(model["element"]["options"]) == 6
    assert all(one["description"]["text"] for one in model["element"]["options"])


async def test_more_does_not_overwrite_what_a_colleague_saved_meanwhile(desk: Desk) -> None:
    """A form that was opened before somebody else saved shows theirs first, also after More."""
    await planned(desk)
    await agreed(desk)
    adams = desk.team.person("adams").id
    await desk.command("adams", "agree")
    await desk.command("maya", "agree")
    assert await desk.submit("maya", **{f"part.{adams}": "Maya's later words"}) == {}
    await desk.press("adams", "More")
    await desk.submit("adams", **{f"part.{adams}": "older words"})

    assert "Maya's later words" in words(await desk.modal("adams"))
    assert len(desk.team.rows(tables.Agreement)) == 2


async def test_mended_roles_do_not_overwrite_what_a_colleague_saved_meanwhile(desk: Desk) -> None:
    """Edit opens the form as it was: of the roles that its author had seen."""
    await planned(desk)
    await agreed(desk)
    adams = desk.team.person("adams").id
    await desk.command("adams", "agree")
    assert await desk.submit("adams", **{f"part.{adams}": "grip for K7-03"}) == {}
    await desk.command("maya", "agree")
    assert await desk.submit("maya", **{f"part.{adams}": "Maya's later words"}) == {}
    await desk.press("adams", "Edit")
    await desk.submit("adams", **{f"part.{adams}": "older words"})

    assert "Maya's later words" in words(await desk.modal("adams"))
    assert len(desk.team.rows(tables.Agreement)) == 2


async def test_an_expectation_with_a_code_is_asked_about_privately(desk: Desk) -> None:
    """The code is not repeated; Edit opens the form with the words, which then are added."""
    await planned(desk)
    answer = await desk.command("maya", "expect slant board for K7-03")
    await desk.click("maya", "Edit", answer)
    form = await desk.modal("maya")
    assert await desk.submit("maya", text="slant board at table 2") == {}

    assert "K7-03" not in words(answer)
    assert labels(answer) == ["Edit", "It is not a student"]
    assert "K7-03" in str(form["blocks"])
    assert [one.text for one in desk.team.rows(tables.Expectation)] == ["slant board at table 2"]


async def test_roles_with_a_code_are_asked_about_in_the_form(desk: Desk) -> None:
    """The question takes the form's place; the author's word that it is no student saves it."""
    await planned(desk)
    await desk.command("maya", "agree")
    people = {name: desk.team.person(name).id for name in ("maya", "adams", "tam")}
    parts = {f"part.{one}": "grip for K7-03" for one in people.values()}
    assert await desk.submit("maya", lead=people["maya"], **parts) == {}
    question = await desk.modal("maya")
    await desk.press("maya", "It is not a student")

    assert "student code" in words(question)
    assert "K7-03" not in words(question)
    assert "Saved" in words(await desk.modal("maya"))
    assert len(desk.team.rows(tables.Agreement)) == 1


async def test_home_answers_a_tap_with_a_modal(desk: Desk) -> None:
    """No message stands in Home: what is asked for opens over it, and its buttons go on there."""
    await planned(desk)
    home = await desk.box.home(user("adams"))
    assert home is not None
    button = next(e for e in desks.elements(home) if e["text"]["text"] == "Today")
    where = {"action_id": button["action_id"], "block_id": button["block_id"]}
    answer = await desk.box.action(user("adams"), where, view_id=home["id"])
    today = await desk.modal("adams")
    await desk.press("adams", "Next")

    assert answer["outcome"] == "ok"
    assert "Regular day" in words(today) or "Mon, Sep 14, 2026" in words(today)
    assert "Can't make it" in labels(await desk.modal("adams"))


async def test_a_delivery_that_comes_twice_acts_and_answers_once(desk: Desk) -> None:
    """A redelivered mention adds one expectation and is answered once."""
    await planned(desk)
    await desk.box.say(user("adams"), king.CHANNEL, f"<@{BOT}> expect folders & pencils out")
    await desk.box.idle()
    event = next(
        one["payload"]["event_id"]
        for one in reversed(await desk.box.ledger(kind="event"))
        if "folders" in str(one["payload"])
    )
    await desk.box.redeliver(event, times=2)
    answers = [one for one in await desk.private("adams") if "folders" in words(one)]

    assert [one.text for one in desk.team.rows(tables.Expectation)] == ["folders & pencils out"]
    assert len(answers) == 1


async def redelivered(desk: Desk, about: str) -> None:
    entries = await desk.box.ledger(kind="event")
    event = next(one for one in reversed(entries) if about in str(one["payload"]))
    await desk.box.redeliver(event["payload"]["event_id"])
    await desk.box.idle()


async def test_a_lost_answer_is_given_when_slack_delivers_again(desk: Desk) -> None:
    """What was done and could not be answered is answered with the next delivery, done once."""
    await planned(desk)
    await desk.box.set_faults({"method": "chat.postEphemeral", "fault": "500", "times": 1})
    await desk.box.say(user("adams"), king.CHANNEL, f"<@{BOT}> expect folders out")
    await desk.box.idle()
    lost = await desk.private("adams")
    for _ in range(2):
        await redelivered(desk, "folders")
    answers = await desk.private("adams")

    assert lost == []
    assert ["folders" in words(one) for one in answers] == [True]
    assert [one.text for one in desk.team.rows(tables.Expectation)] == ["folders out"]
    assert len(desk.team.rows(tables.InboxKey)) == 1


async def test_a_word_that_only_asks_is_answered_again_and_writes_nothing(desk: Desk) -> None:
    """A lost answer to `next` is given with the next delivery; no event is kept of it."""
    await planned(desk)
    await desk.box.set_faults({"method": "chat.postEphemeral", "fault": "500", "times": 1})
    await desk.box.say(user("adams"), king.CHANNEL, f"<@{BOT}> next")
    await desk.box.idle()
    await redelivered(desk, "> next")

    assert ["Sep 14" in words(one) for one in await desk.private("adams")] == [True]
    assert desk.team.rows(tables.InboxKey) == []


async def test_words_in_the_direct_messages_need_no_slash(desk: Desk) -> None:
    """A bare verb is answered; what others, edits and bots say is left alone."""
    answer = await desk.dm("maya", "help")

    assert "What you can ask" in words(answer)


async def test_a_form_asked_for_by_word_is_offered_as_a_button(desk: Desk) -> None:
    """Events bring no trigger: the answer has the button that opens the form."""
    answer = await desk.dm("maya", "schedule")

    assert labels(answer) == ["Plan a push-in"]


async def test_the_shortcut_says_where_it_works(desk: Desk) -> None:
    """Add as expectation outside a card's thread adds nothing and says where to go."""
    await planned(desk)
    said = await desk.box.say(user("adams"), king.CHANNEL, "folders out")
    where = {"channel": king.CHANNEL, "message_ts": said["ts"]}
    answer = await desk.box.shortcut(user("adams"), "add_as_expectation", **where)

    assert answer["outcome"] == "ok"
    assert "thread under a plan's card" in words((await desk.private("adams"))[-1])
    assert not desk.team.rows(tables.Expectation)


async def test_the_shortcut_adds_a_reply_of_a_cards_thread_once(desk: Desk) -> None:
    """A reply under the plan's card becomes an expectation; the same reply again stays one."""
    plan_id = await planned(desk)
    card = await desk.client.chat_postMessage(channel=king.CHANNEL, text="card")
    posted = tables.MessageRef(
        workspace_id=king.WORKSPACE,
        id="ref",
        place=king.CHANNEL,
        message_ts=card["ts"],
        kind="plan_card",
        subject=f"plan:{plan_id}",
    )
    desk.team.do(None, lambda scope: scope.session.add(posted))
    said = await desk.box.say(user("adams"), king.CHANNEL, "folders out", thread_ts=card["ts"])
    for _ in range(2):
        where = {"channel": king.CHANNEL, "message_ts": said["ts"]}
        await desk.box.shortcut(user("adams"), "add_as_expectation", **where)

    assert [one.text for one in desk.team.rows(tables.Expectation)] == ["folders out"]


async def test_who_cannot_come_is_out_of_one_session(desk: Desk) -> None:
    """Can't make it is answered with what holds; their next one is the one after."""
    await planned(desk)
    await desk.click("tam", "Can't make it", await desk.command("tam"))
    told = (await desk.private("tam"))[-1]

    assert "You are out: Mon, Sep 14, 2026" in words(told)
    assert labels(told) == ["Undo"]
    assert "Wed, Sep 16, 2026" in words(await desk.command("tam", "next"))
    assert "Tam is out" in words(await desk.command("adams", "next"))


async def test_home_is_published_when_it_is_opened(desk: Desk) -> None:
    """Home shows today with the day's label, what comes, and help."""
    await planned(desk)
    home = await desk.box.home(user("maya"))

    assert home is not None
    assert "Mon, Sep 14, 2026" in words(home)
    assert "Your next sessions" in words(home)
    assert "Help" in labels(home)


@pytest.mark.slow
async def test_a_form_that_slack_opens_too_slowly_does_not_withhold_the_ack(desk: Desk) -> None:
    """After two seconds the request is answered with the button that opens the form."""
    await desk.box.set_faults({"method": "views.open", "fault": "slow", "seconds": 4})
    began = time.monotonic()
    answer = await desk.command("maya", "schedule")

    assert time.monotonic() - began < 3
    assert labels(answer) == ["Plan a push-in"]


@pytest.mark.slow
async def test_a_home_that_changed_while_it_was_published_is_shown_once_more(desk: Desk) -> None:
    """A change that was shown before the older view landed makes the Home stale again."""
    await planned(desk)
    await desk.box.home(user("maya"))
    before = desk.team.rows(tables.MessageRef, kind="home")[0]
    await desk.box.set_faults({"method": "views.publish", "fault": "slow", "seconds": 1})
    opening = asyncio.create_task(desk.box.home(user("maya")))
    await asyncio.sleep(0.5)
    desk.team.do(None, live.changed, before.subject)
    behind = desk.team.rows(tables.MessageRef, kind="home")[0]
    shown = Stale(king.WORKSPACE, before.id, before.place, before.message_ts, before.kind)
    desk.team.database.system_now(stale.shown, shown, revision=behind.wanted_revision)
    await opening
    await desk.box.idle()

    after = desk.team.rows(tables.MessageRef, kind="home")[0]
    assert behind.wanted_revision == before.wanted_revision + 1
    assert after.shown_revision < after.wanted_revision


async def test_a_home_that_was_just_published_is_not_published_again(desk: Desk) -> None:
    """Opening a Home leaves nothing to refresh, unless Slack did not take it."""
    await desk.box.home(user("maya"))
    (well,) = desk.team.rows(tables.MessageRef, kind="home")
    await desk.box.set_faults({"method": "views.publish", "fault": "500"})
    await desk.box.home(user("maya"))
    await desk.box.idle()
    (ill,) = desk.team.rows(tables.MessageRef, kind="home")

    assert well.shown_revision == well.wanted_revision
    assert ill.shown_revision < ill.wanted_revision


async def test_a_form_that_slack_does_not_open_is_offered_again(desk: Desk) -> None:
    """A failed trigger call is told privately, with the button; the ack is sent all the same."""
    await desk.box.set_faults({"method": "views.open", "fault": "error:expired_trigger_id"})
    answer = await desk.command("maya", "schedule")

    assert "did not open" in words(answer)
    assert labels(answer) == ["Plan a push-in"]


async def test_what_nobody_foresaw_is_told_in_one_sentence(desk: Desk) -> None:
    """When Slack fails inside a listener, the person reads what to do, and the ack is sent."""
    await desk.box.set_faults({"method": "users.info", "fault": "fatal_error"})
    answer = await desk.command("maya", "next")

    assert "try again in a minute" in words(answer)


async def test_button_of_an_older_version_is_answered(desk: Desk) -> None:
    """A button whose verb is gone leads to what is current."""
    channel = await desk.box.open(user("maya"), [BOT])
    button = {
        "type": "button",
        "action_id": "pushin:gone",
        "text": {"type": "plain_text", "text": "Old"},
        "value": "gone",
    }
    blocks = [{"type": "actions", "elements": [button]}]
    await desk.client.chat_postMessage(channel=channel, text="old", blocks=blocks)
    message = (await desk.box.messages(user("maya"), channel))[-1]
    await desk.click("maya", "Old", message, channel)
    seen = await desk.box.messages(user("maya"), channel)

    assert "older message" in desks.words(seen[-1])
