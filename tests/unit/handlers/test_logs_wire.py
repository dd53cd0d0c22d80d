"""How did it go, over the wire: the day in a few taps, the form, make-ups, consult weeks."""

from datetime import date
from typing import Any

import pytest
from unit.handlers.desk import BOT, Desk, elements, labels, user, words
from unit.pushin import king
from unit.pushin.king import on

from storage import tables

pytestmark = pytest.mark.slow

PHRASE = "schedule Mon & Wed period 2 with <@U0ADAMS> and <@U0TAM> room 12 until June"
AFTER = on(9, 14, 15, 35)
"""Monday after school; the push-in was 9:35-10:20."""


@pytest.fixture
async def planned(desk: Desk) -> Desk:
    echo = await desk.command("maya", PHRASE)
    await desk.click("maya", "Confirm", echo)
    desk.at = AFTER
    return desk


async def newest(desk: Desk, who: str = "maya") -> dict[str, Any]:
    return (await desk.private(who))[-1]


async def picked(desk: Desk, who: str, label: str, message: dict[str, Any]) -> dict[str, Any]:
    """Pick a line of the first list of a private answer; return what is answered."""
    await pick(desk, who, label, message, king.CHANNEL)
    return await newest(desk, who)


async def pick(
    desk: Desk, who: str, label: str, message: dict[str, Any], channel: str, *, which: int = 0
) -> None:
    """Pick the line of a list that carries a label: two taps."""
    lists = [one for one in elements(message) if one["type"] == "static_select"]
    one = lists[which]
    chosen = next(it for it in one["options"] if it["text"]["text"] == label)
    action = {key: one[key] for key in ("action_id", "block_id")} | {"selected_option": chosen}
    where = {"channel": channel, "message_ts": message["ts"]}
    answer = await desk.box.action(user(who), action, **where)
    assert answer["outcome"] == "ok", answer
    await desk.box.idle()


async def test_a_day_in_one_tap_and_taken_back(planned: Desk) -> None:
    """The list says how each went; one tap logs it; a second one and Undo answer."""
    desk = planned
    listed = await desk.command("maya", "log")
    assert "Mon, Sep 14, 2026: how did it go?" in words(listed)
    assert labels(listed) == ["Say how it went", "All as planned", "The day before"]

    await desk.click("maya", "All as planned", listed)
    done = await newest(desk)
    assert "held, 45 minutes. Logged." in words(done)
    assert [one.status for one in desk.team.rows(tables.Log)] == ["held"]
    await desk.click("maya", "All as planned", listed)
    assert "was logged already; nothing changed" in words(await newest(desk))
    await desk.click("maya", "Undo", done)
    assert "Taken back" in words(await newest(desk))
    assert desk.team.rows(tables.Log) == []


async def test_how_much_support_after_a_log(planned: Desk) -> None:
    """The answer in the list's place offers it: one tap a goal area, and nothing is posted."""
    desk = planned
    await desk.click("maya", "All as planned", await desk.command("maya", "log"))
    done = await newest(desk)
    assert labels(done) == ["How much support?", "Undo", "Change"]
    channel = await desk.box.open(user("maya"), [BOT])
    before = len(await desk.box.messages(user("maya"), channel))

    await desk.click("maya", "How much support?", done)
    areas = labels(await desk.modal("maya")).count("Less support")
    await desk.press("maya", "Less support")
    shown = await desk.modal("maya")
    assert "Sep 14: less" in words(shown)
    assert labels(shown).count("Less support") == areas == 5
    assert len(await desk.box.messages(user("maya"), channel)) == before
    review = await desk.command("maya", "review")
    assert "Support, at first: nothing said; lately: less 1." in words(review)
    assert "How much support?" in labels(review)


async def test_exceptions_by_the_card(planned: Desk) -> None:
    """What waits asks about the day; one pick says assembly, and the make-up is a person's."""
    desk = planned
    waits = await desk.command("maya", "confirm")
    assert "How did it go? Mon, Sep 14, 2026" in words(waits)
    said = await picked(desk, "maya", "Not held: assembly", waits)
    assert "not held: assembly" in words(said)
    assert "45 minutes missed (assembly). Is it to be made up?" in words(said)

    await desk.click("maya", "To be made up", said)
    owed = await newest(desk)
    assert labels(owed) == ["Find a time", "Undo"]
    await desk.click("maya", "Find a time", owed)
    times = await newest(desk)
    assert "Same adults, roles and expectations" in words(times)
    await desk.click("maya", "Plan it", times)
    assert "It makes up for" in words(await newest(desk))
    await desk.click("maya", "Plan it", times)
    assert "It was planned already" in words(await newest(desk))
    assert "Planned for" in words(await desk.command("maya", "makeup"))


async def test_the_form_and_its_errors(planned: Desk) -> None:
    """Codes stand in the form alone; what cannot be stands under its field; what was is shown."""
    desk = planned
    plan = desk.team.rows(tables.Plan)[0]
    row = tables.PlanStudent(
        workspace_id=king.WORKSPACE,
        id="s1",
        plan_id=plan.id,
        code="K7-03",
        from_date=date(2026, 9, 14),
    )
    desk.team.do(None, lambda scope: scope.session.add(row))
    listed = await desk.command("maya", "log")
    assert "K7-03" not in words(listed)
    await desk.click("maya", "Say how it went", listed)
    assert "K7-03" in words(await desk.modal("maya"))
    errors = await desk.submit("maya", status="partial", minutes="600")
    assert "1 to 105" in errors["minutes"]
    errors = await desk.submit("maya", status="held", minutes="45", there=[])
    assert "Nobody is ticked" in errors["there"], errors
    errors = await desk.submit("maya", status="partial", minutes="20", there=["K7-03"])
    assert errors == {"reason": "20 of 45 minutes: pick why it was shorter."}
    partly = {"status": "partial", "minutes": "20", "reason": "late_start"}
    assert await desk.submit("maya", **partly, there=["K7-03"]) == {}
    assert "20 of 45 minutes" in words(await desk.modal("maya"))

    await desk.press("maya", "Change")
    again = words(await desk.modal("maya"))
    assert "Was: 20 of 45 minutes (late start), said on Mon, Sep 14, 2026, 3:35 PM by Maya" in again


async def test_others_and_the_future(planned: Desk) -> None:
    """A teacher has nothing to log; tomorrow has not begun; nonsense is answered."""
    desk = planned
    assert "you have no sessions to log" in words(await desk.command("adams", "log"))
    assert "has not begun" in words(await desk.command("maya", "log Sep 16"))
    assert "I did not understand that date" in words(await desk.command("maya", "log soonish"))
    assert "Nothing waits" in words(await desk.command("maya", "makeup"))
    assert "somebody else of the team" in words(await desk.command("maya", "makeup rules"))


async def test_the_districts_own_word(planned: Desk) -> None:
    """An organiser says what is suggested; it stands beside the question, and decides nothing."""
    desk = planned
    dm = await desk.box.open(user("rosa"), [BOT])
    await desk.command("rosa", "makeup rules", dm)
    assert await desk.submit("rosa", assembly="owed") == {}
    assert "assembly: to be made up" in words(await desk.modal("rosa"))

    said = await picked(desk, "maya", "Not held: assembly", await desk.command("maya", "confirm"))
    assert "Your district suggests: to be made up. You decide." in words(said)
    assert [one.state for one in desk.team.rows(tables.MakeUp)] == ["pending"]


async def test_consult_weeks(planned: Desk) -> None:
    """A typed list takes its sessions off the week; Undo brings them back; nonsense is refused."""
    desk = planned
    said = await desk.command("maya", "indirect weeks of Oct 14, Nov 10 (2 days)")
    assert "Mon, Oct 12, 2026; Mon, Nov 9, 2026" in words(said)
    assert "consult week" in words(await desk.command("maya", "week Oct 12"))
    assert "did not understand those dates" in words(await desk.command("maya", "indirect soon"))
    await desk.click("maya", "Undo", said)
    assert "no consult weeks" in "".join(map(words, await desk.private("maya")))
    rows = [one for one in desk.team.rows(tables.Session) if one.reason == "indirect_week"]
    assert rows == []
