"""How the messages and forms of the album come about, and where each is to be seen then."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenario.lincoln import ROOM_4, Lincoln, user
from scenario.stage import elements, words

if TYPE_CHECKING:
    from scenario.stage import Actor

HOME = "home"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something is to be seen: whose screen, which conversation, which message.

    `text` is what the message holds; without one it is the open form, or the Home.
    """

    who: str
    place: str
    text: str = ""


Scene = Callable[[Lincoln], Awaitable[Spot]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A message or form of the album: when it comes and to whom, and its picture in words."""

    name: str
    title: str
    when: str
    alt: str
    scene: Scene


def _person(town: Lincoln, who: str) -> Actor:
    return town.stage.person(user(who))


def typed(who: str, text: str, has: str = "", place: str = "") -> Scene:
    """Type a command; without `has` it opens a form."""

    async def scene(town: Lincoln) -> Spot:
        person = _person(town, who)
        said = text
        for name in ("adams", "diaz", "tam"):
            said = said.replace(f"@{name}", f"<@{user(name)}>")
        there = place or await person.dm()
        await person.command(said, there)
        await (person.sees(has, there) if has else person.modal())
        await town.stage.idle()
        return Spot(who, there, has)

    return scene


def tapped(who: str, label: str, message: str, has: str = "", place: str = "") -> Scene:
    """Tap a button of a message; without `has` it opens a form."""

    async def scene(town: Lincoln) -> Spot:
        person = _person(town, who)
        there = place or await person.dm()
        await person.click(label, await person.sees(message, there), there)
        await (person.sees(has, there) if has else person.modal())
        await town.stage.idle()
        return Spot(who, there, has)

    return scene


def then(*scenes: Scene) -> Scene:
    """Let several things happen, each with its forms closed; the last one is to be seen."""

    async def scene(town: Lincoln) -> Spot:
        *before, last = scenes
        for one in before:
            spot = await one(town)
            await _person(town, spot.who).close()
        return await last(town)

    return scene


def seen(who: str, has: str, clock: str = "", place: str = "") -> Scene:
    """See what came by itself, perhaps at another time."""

    async def scene(town: Lincoln) -> Spot:
        if clock:
            await town.stage.clock(clock)
        person = _person(town, who)
        there = place or await person.dm()
        await person.sees(has, there)
        await town.stage.idle()
        return Spot(who, there, has)

    return scene


def home(who: str) -> Scene:
    """Open somebody's Home."""

    async def scene(town: Lincoln) -> Spot:
        await _person(town, who).home()
        await town.stage.idle()
        return Spot(who, HOME)

    return scene


def planned(who: str, channel: str, phrase: str) -> Scene:
    """Plan a push-in; its card is to be seen."""

    async def scene(town: Lincoln) -> Spot:
        await town.plan(who, channel, phrase)
        return Spot(who, channel, "Reply in this thread")

    return scene


def agreed(**more: str) -> Scene:
    """Write down the roles in room 4 by the form."""

    async def scene(town: Lincoln) -> Spot:
        await town.maya.command("agree", ROOM_4)
        said = {
            "What_Maya": "Table 2: grip and paper position",
            "What_Ms._Adams": "Opens, then table 1",
            "What_Tam": "Keeps the other tables going",
            "What_everyone": "Folders out\nPencils sharpened",
            "If_someone": "Tam takes table 2",
        }
        answer = await town.maya.submit(Who_leads="Ms. Adams", **{**said, **more})
        assert not answer.get("errors"), answer
        await town.maya.close()
        await town.stage.idle()
        return Spot("maya", ROOM_4, "Reply in this thread")

    return scene


async def in_thread(town: Lincoln) -> Spot:
    """Ask in the plan's thread who does what; the answer is the asker's alone."""
    card = await town.maya.sees("Reply in this thread", ROOM_4)
    await town.tam.say("<@U0PUSHIN> expect timer where everyone sees it", ROOM_4, card["ts"])
    await town.stage.idle()
    return Spot("tam", f"{ROOM_4}/{card['ts']}", "timer where everyone")


async def told_who(town: Lincoln) -> Spot:
    """Ask in the thread who does what."""
    card = await town.maya.sees("Reply in this thread", ROOM_4)
    await town.tam.say("<@U0PUSHIN> who", ROOM_4, card["ts"])
    await town.stage.idle()
    return Spot("tam", f"{ROOM_4}/{card['ts']}", "Keeps the other tables going")


async def told_why(town: Lincoln) -> Spot:
    """Ask in the thread why then."""
    card = await town.maya.sees("Reply in this thread", ROOM_4)
    await town.adams.say("<@U0PUSHIN> why", ROOM_4, card["ts"])
    await town.stage.idle()
    return Spot("adams", f"{ROOM_4}/{card['ts']}", "Why then")


async def only_once(town: Lincoln) -> Spot:
    """Give Tam another part for one session; the plan's thread tells of it."""
    there = await town.maya.dm()
    card = await town.maya.sees("Reply in this thread", ROOM_4)
    await town.maya.click("Roles", await town.maya.command("next", there), there)
    answer = await town.maya.submit(For="Only", What_Tam="Rolls the clay with table 2")
    assert not answer.get("errors"), answer
    await town.maya.close()
    await town.adams.sees("Rolls the clay", ROOM_4, card["ts"])
    await town.stage.idle()
    return Spot("adams", f"{ROOM_4}/{card['ts']}", "Rolls the clay")


async def hidden(town: Lincoln) -> Spot:
    """Open the teacher's Home and hide what stands in it."""
    view = await town.adams.home()
    hide = next(one for one in elements(view) if "Hide details" in words(one.get("text", {})))
    action = {"action_id": hide["action_id"], "block_id": hide["block_id"]}
    body = {"as": town.adams.user_id, "view_id": view["id"], "action": action}
    await town.stage.call("POST", "action", body)
    await town.stage.idle()
    return Spot("adams", HOME)


def later(clock: str, scene: Scene) -> Scene:
    """Let something happen at another time."""

    async def at_that_time(town: Lincoln) -> Spot:
        await town.stage.clock(clock)
        await town.stage.idle()
        return await scene(town)

    return at_that_time
