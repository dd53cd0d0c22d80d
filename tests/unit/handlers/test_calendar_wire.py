"""The calendar link over the wire: told once, renewed, turned off; and the file."""

import re

from icalendar import Calendar
from unit.handlers.desk import BOT, Desk, labels, user, words

from pushin import feeds
from storage import tables

PHRASE = "schedule Mon & Wed period 2 with <@U0ADAMS> and <@U0TAM> room 12 until June"
LINK = re.compile(r"https://pushin\.example\.org/calendar/T1/([\w-]{43})\.ics")


async def test_a_link_is_made_shown_once_and_replaced(desk: Desk) -> None:
    """The secret stands in one private answer; asked again, the verb says since when it works."""
    asked = await desk.command("maya", "calendar")
    await desk.click("maya", "Make my link", asked)
    told = (await desk.private("maya"))[-1]
    first = LINK.search(words(told))
    again = await desk.command("maya", "calendar")
    await desk.click("maya", "New link", again)
    second = LINK.search(words((await desk.private("maya"))[-1]))

    assert labels(asked) == ["Make my link", "Send me the file"]
    assert first is not None
    assert second is not None
    assert "iPhone" in words(told)
    assert "Mon, Sep 14, 2026" in words(again)
    assert first[1] not in words(again)
    assert desk.team.read(None, feeds.reader, first[1]) is None
    assert desk.team.read(None, feeds.reader, second[1]) is not None
    for entry in await desk.box.ledger(kind="api"):
        assert second[1] not in str(entry["payload"])


async def test_a_second_tap_on_an_old_screen_ends_no_link(desk: Desk) -> None:
    """Make my link, tapped again where it still stands, says what to do and changes nothing."""
    first, second = [await desk.command("maya", "calendar") for _ in range(2)]
    await desk.click("maya", "Make my link", first)
    await desk.click("maya", "Make my link", second)

    assert "/pushin calendar" in words((await desk.private("maya"))[-1])
    assert len(desk.team.rows(tables.Feed)) == 1


async def test_a_link_is_turned_off(desk: Desk) -> None:
    """Turned off, the link works no more, and a second tap says the same."""
    await desk.click("maya", "Make my link", await desk.command("maya", "calendar"))
    first, second = [await desk.command("maya", "calendar") for _ in range(2)]
    for screen in (first, second):
        await desk.click("maya", "Turn off", screen)
    told = [one for one in await desk.private("maya") if "link is off" in words(one)]

    assert len(told) == 2
    assert [one.revoked_at is None for one in desk.team.rows(tables.Feed)] == [False]


async def test_the_file_comes_in_the_direct_messages(desk: Desk) -> None:
    """The sessions come as a file that calendar programs open, to the asker alone."""
    await desk.click("maya", "Confirm", await desk.command("maya", PHRASE))
    answer = await desk.command("maya", "calendar file")
    await desk.uploads.finish(within=5)
    channel = await desk.box.open(user("maya"), [BOT])
    (posted,) = [one for one in await desk.box.messages(user("maya"), channel) if one.get("files")]
    url = posted["files"][0]["url_private"]
    headers = {"Authorization": f"Bearer {desk.client.token}"}
    assert desk.client.session is not None
    async with desk.client.session.get(url, headers=headers) as got:
        content = await got.read()

    assert "in our direct messages" in words(answer)
    assert posted["files"][0]["name"] == "push-in.ics"
    assert {str(one["SUMMARY"]) for one in Calendar.from_ical(content).walk("VEVENT")} == {
        "Push-in · Room 12 · Adams"
    }
