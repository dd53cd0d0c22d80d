"""School days over the wire: typed, said back, confirmed, undone, and answered when stale."""

from typing import Any

from unit.handlers.desk import BOT, Desk, labels, user, words

from storage import tables

TOMORROW = "Tue, Sep 15, 2026"


async def place(desk: Desk, who: str) -> str:
    return str(await desk.box.open(user(who), [BOT]))


async def tap(desk: Desk, who: str, label: str, message: dict[str, Any]) -> dict[str, Any]:
    """Tap a button of a message in the direct messages; return what is newest there then."""
    channel = await place(desk, who)
    await desk.click(who, label, message, channel)
    return (await desk.box.messages(user(who), channel))[-1]


async def everything(desk: Desk, who: str) -> str:
    """Return all that somebody reads in their direct messages."""
    return words(await desk.box.messages(user(who), await place(desk, who)))


async def test_closed_is_said_back_done_and_undone(desk: Desk) -> None:
    """Confirm closes once, Undo opens once; a second tap on either is answered."""
    echo = await desk.dm("rosa", "closed tomorrow snow")
    assert f"{TOMORROW}:* closed (snow)" in words(echo)
    assert labels(echo) == ["Confirm", "Change"]
    assert desk.team.rows(tables.Override) == []

    done = await tap(desk, "rosa", "Confirm", echo)
    assert "Done." in words(done)
    assert labels(done) == ["Undo"]
    assert "so already" in words(await tap(desk, "rosa", "Confirm", echo))
    assert len(desk.team.rows(tables.Override)) == 1

    await tap(desk, "rosa", "Undo", done)
    assert desk.team.rows(tables.Override) == []
    await tap(desk, "rosa", "Undo", done)
    assert "taken back already" in await everything(desk, "rosa")
    assert "answered that already" in words(await tap(desk, "rosa", "Confirm", echo))


async def test_change_opens_the_form_with_what_was_understood(desk: Desk) -> None:
    """The form holds the date and the reason; what it asks for is said back in its place."""
    echo = await desk.dm("rosa", "closed tomorrow snow")
    await tap(desk, "rosa", "Change", echo)
    form = await desk.modal("rosa")
    fields = {b["block_id"]: b["element"] for b in form["blocks"] if b["type"] == "input"}
    assert fields["first"]["initial_date"] == "2026-09-15"
    assert fields["label"]["initial_value"] == "snow"

    missing = await desk.submit("rosa", kind="ends")
    assert list(missing) == ["time"]
    assert await desk.submit("rosa", kind="ends", time="12:00") == {}
    preview = await desk.modal("rosa")
    assert "-12:00 (snow)" in words(preview)
    assert "no bells of its own" in words(preview)

    await desk.press("rosa", "This one")
    assert await desk.submit("rosa") == {}
    assert "Done." in words(await desk.modal("rosa"))
    (kept,) = desk.team.rows(tables.Override)
    assert (kept.day_type, kept.ends_minute, kept.label) == ("EARLY RELEASE", None, "snow")


async def test_what_a_day_is(desk: Desk) -> None:
    """Everybody may ask; only who keeps the calendar is offered to change it."""
    told = await desk.dm("tam", "day tomorrow")
    mine = await desk.dm("rosa", "day tomorrow")

    assert TOMORROW in words(told)
    assert "So it is every week." in words(told)
    assert "Period 2" in words(told)
    assert (labels(told), labels(mine)) == ([], ["Change the day"])


async def test_others_are_told_whom_to_ask(desk: Desk) -> None:
    """A provider closes no school; the sentence names who does."""
    answer = await desk.command("maya", "closed tomorrow")

    assert "Rosa keeps the calendar" in words(answer)


async def test_delay_without_a_time_asks_for_it(desk: Desk) -> None:
    """`delay` alone offers the form where words cannot open one."""
    answer = await desk.dm("rosa", "delay")

    assert "needs the form" in words(answer)
