"""Touch-bases over the wire: every button answers, and a note is for its two people."""

from datetime import timedelta

import pytest
from unit.handlers.desk import Desk, elements, labels, words
from unit.pushin.king import SCHOOL, account, minutes, on

from pushin import settings
from pushin.people import MeInput
from storage import tables

pytestmark = pytest.mark.slow


def base(desk: Desk) -> tables.TouchBase:
    return min(desk.team.rows(tables.TouchBase), key=lambda one: one.week)


def narrow(desk: Desk, start: str, end: str, *names: str) -> None:
    """Let some people be there in this stretch of each day only, and plan anew."""
    for name in names:
        role, discipline = ("provider", "OT") if name == "maya" else ("teacher", None)
        hours = dict.fromkeys(range(5), (minutes(start), minutes(end)))
        about = MeInput(account(name), name.capitalize(), role, discipline, SCHOOL, hours)
        desk.team.do(name, settings.save, about, at=desk.at)


async def test_done_opens_the_note_for_the_two(desk: Desk) -> None:
    """Done opens one screen, all optional; the other's old button opens it too; nobody else's."""
    desk.team.plan()
    hers, his = await desk.command("adams", "touchbase"), await desk.command("maya", "touchbase")
    assert labels(hers)[:4] == ["Done", "Later today", "Another time", "We talked already"]

    await desk.click("maya", "Done", his)
    form = await desk.modal("maya")
    inputs = [block for block in form["blocks"] if block["type"] == "input"]
    assert [(block["block_id"], block["optional"]) for block in inputs] == [
        ("worked", True),
        ("change", True),
        ("try_next", True),
    ]
    assert await desk.submit("maya", try_next="Slant boards") == {}

    await desk.click("adams", "Done", hers)
    assert "Slant boards" in str(await desk.modal("adams"))
    assert "Slant boards" in words(await desk.command("adams", "next"))
    assert "Slant boards" not in words(await desk.command("tam", "next"))
    assert base(desk).state == "done"


async def test_later_today_and_another_time(desk: Desk) -> None:
    """Later moves it today; Another time to another day, with three more; a stale one says so."""
    desk.team.plan()
    first, stale = [await desk.command("maya", "touchbase") for _ in range(2)]

    await desk.click("maya", "Later today", first)
    assert "Moved to Mon, Sep 14, 2026, 8:35" in words(await desk.private("maya"))
    await desk.click("maya", "Another time", stale)
    assert "was moved meanwhile" in words(await desk.private("maya"))

    fresh = await desk.command("adams", "touchbase")
    await desk.click("adams", "Another time", fresh)
    told = (await desk.private("adams"))[-1]
    assert "Moved to Tue, Sep 15, 2026" in words(told)
    assert labels(told) == ["Take it"] * 3
    assert "after school" in words(told)
    takes = [one for one in elements(told) if one["type"] == "button"]
    where = {"channel": "C0ROOM12", "message_ts": told["ts"]}
    for _ in range(2):  # the second is a double click
        answer = await desk.box.action(
            "U0ADAMS", {k: takes[0][k] for k in ("action_id", "block_id")}, **where
        )
        assert answer["outcome"] == "ok"
        await desk.box.idle()
    assert base(desk).revision == 4
    assert base(desk).starts_at == on(9, 14, 15)


async def test_no_later_today(desk: Desk) -> None:
    """Where today has no other five minutes it says so, and offers the next days'."""
    desk.team.plan()
    narrow(desk, "8:00", "8:35", "adams", "maya")
    listed = await desk.command("maya", "touchbase")

    await desk.click("maya", "Later today", listed)

    told = (await desk.private("maya"))[-1]
    assert "No other five minutes today" in words(told)
    assert labels(told) == ["Take it"] * 3
    assert base(desk).revision == 1


async def test_a_week_without_time_says_what_was_tried(desk: Desk) -> None:
    """One short line a day, to who reads it, and what helps."""
    desk.team.plan()
    narrow(desk, "8:40", "14:00", "adams", "maya")

    listed = words(await desk.command("maya", "touchbase"))

    assert "Mon, Sep 14: Adams has students until 2:00 PM and you leave at 2:00 PM." in listed
    assert "What helps: the teacher offers planning time" in listed


async def test_what_to_do_first(desk: Desk) -> None:
    """Without a push-in a provider is led to plan one, a teacher to the room."""
    assert labels(await desk.command("maya", "touchbase")) == ["Plan a push-in"]
    assert labels(await desk.command("adams", "touchbase")) == ["Room"]


async def test_now(desk: Desk) -> None:
    """Five minutes right now, while both are free."""
    desk.team.plan()
    desk.at = on(9, 14, 14, 50)
    listed = await desk.command("maya", "touchbase")
    assert "*In 10 minutes:* Adams and Maya are both free, 3:00 PM to 3:30 PM." in words(listed)

    await desk.click("maya", "Take it", listed)

    assert "Mon, Sep 14, 2026, 3:00" in words((await desk.private("maya"))[-1])
    assert base(desk).starts_at == on(9, 14, 15)


async def test_how_often_and_a_standing_time(desk: Desk) -> None:
    """Each answer says how it is from now on; the same again says that it is so already."""
    desk.team.plan()
    listed = await desk.command("maya", "touchbase")
    await desk.click("maya", "A standing time", listed)
    offer = (await desk.private("maya"))[-1]
    assert "*Tuesdays at 8:30 AM*: you both can in 6 of the 6 weeks" in words(offer)
    await desk.click("maya", "Another", offer)
    other = (await desk.private("maya"))[-1]
    assert "*Wednesdays at 8:30 AM*" in words(other)
    await desk.click("maya", "Take it", other)
    assert "on Wednesdays at 8:30 AM from now on" in words((await desk.private("maya"))[-1])
    assert base(desk).starts_at == on(9, 16, 8, 30)

    listed = await desk.command("adams", "touchbase")
    assert "Wednesdays at 8:30 AM where you both can" in words(listed)
    await desk.click("adams", "How often", listed)
    asked = (await desk.private("adams"))[-1]
    assert labels(asked) == ["After each session", "Only when we ask"]
    await desk.click("adams", "Only when we ask", asked)
    assert "only when one of you asks" in words((await desk.private("adams"))[-1])
    assert desk.team.rows(tables.TouchBase) == []
    assert "No touch-base is planned" in words(await desk.command("maya", "touchbase"))


async def test_what_they_try_becomes_an_expectation(desk: Desk) -> None:
    """One tap for a pair with one push-in; a choice for one with two; twice is once."""
    desk.team.plan()
    await desk.click("maya", "Done", await desk.command("maya", "touchbase"))
    await desk.submit("maya", try_next="Slant boards out")
    await desk.click("maya", "Last note", await desk.command("maya", "touchbase"))
    await desk.press("maya", "Make it an expectation")
    assert "Added for" in words(await desk.modal("maya"))
    assert [one.text for one in desk.team.rows(tables.Expectation)] == ["Slant boards out"]
    await desk.box.close("U0MAYA", (await desk.modal("maya"))["id"], every=True)

    second = desk.team.plan(weekdays=frozenset({3}), at=desk.at + timedelta(minutes=1)).plan
    await desk.click("adams", "Last note", await desk.command("adams", "touchbase"))
    await desk.press("adams", "Make it an expectation")
    assert labels(await desk.modal("adams")) == ["This one", "This one"]
    view = await desk.modal("adams")
    last = [one for one in elements(view) if one["type"] == "button"][-1]
    action = {"action_id": last["action_id"], "block_id": last["block_id"]}
    await desk.box.action("U0ADAMS", action, view_id=view["id"])
    assert {one.plan_id for one in desk.team.rows(tables.Expectation)} >= {second.id}


async def test_by_phone(desk: Desk) -> None:
    """Each says so for themselves, and can take it back."""
    desk.team.plan()
    listed = await desk.command("maya", "touchbase")
    await desk.click("maya", "By phone is fine for me", listed)
    assert "You can be met by phone" in words((await desk.private("maya"))[-1])
    assert desk.team.person("maya").phone_ok

    await desk.click("maya", "In person only", await desk.command("maya", "touchbase"))
    assert not desk.team.person("maya").phone_ok
