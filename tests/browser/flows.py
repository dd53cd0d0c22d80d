"""What a teacher meets in two weeks: each message, the tap that decides, and what holds then."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from scenario.lincoln import ROOM_4, Lincoln, user
from scenario.stage import eventually, words

Arrange = Callable[[Lincoln], Awaitable[str]]
"""Lets a message come about; returns the conversation in which it lies."""

FALLBACK = "Tam takes the table"
CENTERS = "Mon & Wed Centers with @adams and @tam room 4 until June"
WRITING = "Thu Writing with @adams room 4 until June"
SNACK = "Tue 10:40-11:10 snack routine with @adams room 4 until June"


@dataclass(frozen=True, slots=True)
class Flow:
    """One message to one person: `tap` decides, `then` is what the screen says afterwards.

    `kept` is a statement that counts rows: one or more of them are there after the tap, and one
    less (or none) before. A flow without `tap` only tells. With `title`, `about` (when it comes,
    and to whom) and `alt` (its picture in words) it stands in the album too.
    """

    name: str
    arrange: Arrange
    message: str
    tap: str = ""
    then: str = ""
    kept: str = ""
    who: str = "adams"
    role: str = "button"
    title: str = ""
    about: str = ""
    alt: str = ""


# --- how messages come about --------------------------------------------------------------------


async def opened(town: Lincoln) -> None:
    """Let Maya plan three push-ins in room 4 and write down who does what in them."""
    for phrase, during in ((SNACK, "Snack"), (CENTERS, "Centers"), (WRITING, "Writing")):
        await town.plan("maya", ROOM_4, phrase)
        await town.maya.click("Roles", await town.maya.sees(f"· {during}", ROOM_4), ROOM_4)
        answer = await town.maya.submit(
            Who_leads="Ms. Adams",
            What_Maya="Table 2: grip and paper position",
            **{"What_Ms._Adams": f"Opens {during.lower()}, then table 1"},
            Activity=f"{during}, twenty minutes",
            What_to_bring="Slant boards, short pencils",
            What_everyone="Folders out\nPencils sharpened",
            If_someone=FALLBACK,
        )
        assert not answer.get("errors"), answer
        await town.maya.close()
    await town.stage.idle()


def typed(who: str, text: str) -> Arrange:
    """Let somebody type a command in their messages with Push-In."""

    async def arrange(town: Lincoln) -> str:
        person = town.stage.person(user(who))
        await town.typed(who, text)
        return await person.dm()

    return arrange


def at(clock: str, text: str, who: str = "adams") -> Arrange:
    """Let the clock come to a time at which somebody gets a message."""

    async def arrange(town: Lincoln) -> str:
        person = town.stage.person(user(who))
        dm = await person.dm()
        await town.stage.clock(clock)
        await person.sees(text, dm)
        await town.stage.idle()
        return dm

    return arrange


async def same(town: Lincoln) -> str:
    """Go on with what lies there, once the last answer shows on it."""
    await town.stage.idle()
    return await town.adams.dm()


async def room(_town: Lincoln) -> str:
    """Look into the classroom's channel."""
    return ROOM_4


async def came_after_all(town: Lincoln) -> str:
    """Take back that she cannot come, and ask for the next session again."""
    dm = await town.adams.dm()
    await town.adams.click("Undo", await town.adams.sees("You are out", dm), dm)
    return await typed("adams", "next")(town)


async def pair(town: Lincoln) -> str:
    """Return the group message of Maya, Ms. Adams and Push-In."""

    async def look() -> str | None:
        both = {user("maya"), user("adams")}
        for one in await town.adams.conversations():
            if one["kind"] == "mpim" and both <= set(one["members"]):
                return str(one["id"])
        return None

    return str(await eventually(look, "the pair's group message"))


def five_minutes(clock: str) -> Arrange:
    """Let the clock come to a touch-base."""

    async def arrange(town: Lincoln) -> str:
        await town.stage.clock(clock)
        place = await pair(town)
        await town.adams.sees("Touch base", place)
        await town.stage.idle()
        return place

    return arrange


async def checklist(town: Lincoln) -> str:
    """Let the clock come to the checklist of the Monday."""
    await town.stage.clock("2027-01-25 08:41")
    await town.adams.sees("Folders out", ROOM_4)
    await town.adams.sees("Checklist", ROOM_4)
    return ROOM_4


async def delay(town: Lincoln) -> str:
    """Let the organiser say that tomorrow begins two hours late."""
    await town.stage.clock("2027-01-27 08:10")
    echo = await town.typed("rosa", "delay 2h tomorrow ice")
    await town.rosa.click("Confirm", echo, await town.rosa.dm())
    return await at("2027-01-27 08:15", "Your day changed")(town)


async def maya_is_out(town: Lincoln) -> str:
    """Let the therapist be out tomorrow."""
    await town.stage.clock("2027-02-03 08:10")
    echo = await town.typed("maya", "absent tomorrow")
    await town.maya.click("Confirm", echo, await town.maya.dm())
    return await at("2027-02-03 15:05", "Maya Ortiz is out")(town)


async def maya_keeps_it(town: Lincoln) -> str:
    """Let the therapist keep what the teacher proposed to change."""
    waits = await town.typed("maya", "confirm")
    await town.maya.click("Keep as is", waits, await town.maya.dm())
    dm = await town.adams.dm()
    await town.adams.sees("keeps it as it is", dm)
    return dm


async def ben_asks(town: Lincoln) -> str:
    """Let another therapist ask to treat together."""
    echo = await town.ben.command(f"schedule Mon Centers with <@{user('adams')}> room 4", ROOM_4)
    await town.ben.click("Treat together", echo, ROOM_4)
    await town.stage.idle()
    await maya_says_how_it_went(town)
    return await typed("maya", "confirm")(town)


async def maya_says_how_it_went(town: Lincoln) -> None:
    """Let the provider answer for the days behind her, so that only what is asked anew waits."""
    dm = await town.maya.dm()
    for _ in range(3):
        waits = await town.typed("maya", "confirm")
        if "All as planned" not in words(waits):
            return
        await town.maya.click("All as planned", waits, dm)
        await town.stage.idle()


async def two_adults_at_most(town: Lincoln) -> str:
    """Let the teacher want two adults at most in her room, where three are planned."""
    dm = await town.adams.dm()
    await town.adams.click("Adults at a time", await town.typed("adams", "room"), dm)
    await town.adams.click("2", await town.adams.sees("How many adults", dm), dm)
    await town.stage.idle()
    await maya_says_how_it_went(town)
    return await typed("maya", "confirm")(town)


# --- the flows, in the order in which they come -------------------------------------------------

_IN = "SELECT count(*) FROM confirmation WHERE answer = 'in'"
_TALK = "SELECT count(*) FROM confirmation WHERE answer = 'talk'"
_OUT = "SELECT count(*) FROM absence WHERE ended_at IS NULL"
_MOVED = "SELECT sum(revision) FROM touchbase"
_TALKED = "SELECT count(*) FROM touchbase WHERE state = 'done'"
_SEEN = "SELECT count(*) FROM dayseen"

FLOWS = (
    Flow(
        "next",
        typed("adams", "next"),
        "Mon, Jan 25, 2027",
        "I'm in",
        "You're in",
        _IN,
        title="Next",
        about="`/pushin next`, to whoever asks.",
        alt="When and where, who leads, the own part, and the buttons, I'm in first",
    ),
    Flow("cant", typed("adams", "next"), "Mon, Jan 25, 2027", "Can't make it", "You are out", _OUT),
    Flow("next-again", came_after_all, "Mon, Jan 25, 2027"),
    Flow("plan-card", room, "Writing, twenty minutes", "I'm in", "Everyone's in.", _IN),
    Flow(
        "tb-overview",
        typed("adams", "touchbase"),
        "Your touch-bases",
        "Another time",
        "Moved to Tue",
        _MOVED,
    ),
    Flow(
        "talk",
        at("2027-01-22 15:05", "For you"),
        "For you",
        "Let's talk",
        "Noted",
        _TALK,
        title="The daily card",
        about="Once a school day at most, when no students are there, to who has something to "
        "answer.",
        alt="A part to confirm, what the class will be doing, and when a routine is, each with "
        "its buttons",
    ),
    Flow(
        "routine-question",
        same,
        "For you",
        "That's right",
        "Noted: Snack",
        "SELECT count(*) FROM routine WHERE NOT guess",
    ),
    Flow(
        "usual",
        same,
        "For you",
        "As usual",
        "Told your team",
        "SELECT count(*) FROM session WHERE doing_at IS NOT NULL",
    ),
    Flow(
        "digest",
        at("2027-01-25 08:16", "Your week"),
        "Your week",
        "The whole week",
        "Next week",
        title="Your week",
        about="On the first school day of a week, as the hours begin, to each person.",
        alt="A line for each day with push-ins or five minutes, and the button The whole week",
    ),
    Flow(
        "tick",
        checklist,
        "Folders out",
        "1. Folders out",
        "Ticked by Ms. Adams",
        "SELECT count(*) FROM tick",
        role="checkbox",
    ),
    Flow(
        "touch-base",
        five_minutes("2027-01-26 08:00"),
        "Touch base",
        "Later today",
        "Moved to",
        _MOVED,
        title="Touch base",
        about="When five minutes without students begin, to the two whose they are.",
        alt="When, room, the next session together, and the buttons Done, Later today, Another "
        "time, We talked already",
    ),
    Flow(
        "tb-talked",
        five_minutes("2027-01-26 08:06"),
        "Touch base",
        "We talked already",
        "Done.",
        _TALKED,
    ),
    Flow("delay", delay, "Your day changed", "Looks right", "You said that it looks right", _SEEN),
    Flow(
        "tb-another",
        five_minutes("2027-02-01 08:00"),
        "Touch base",
        "Another time",
        "Moved to",
        _MOVED,
    ),
    Flow("tb-done", five_minutes("2027-02-02 08:00"), "Touch base", "Done", "Thank you", _TALKED),
    Flow(
        "out",
        maya_is_out,
        "Your day changed",
        "Looks right",
        "You said that it looks right",
        _SEEN,
        title="Somebody is out",
        about="Once to each of the others, as their hours begin or at once.",
        alt="The day, the session, who is out, and what was agreed for that; Looks right and Fix",
    ),
    Flow(
        "skip",
        typed("adams", "skip Feb 11"),
        "Is this right?",
        "Confirm",
        "Done.",
        "SELECT count(*) FROM session WHERE status = 'cancelled'",
    ),
    Flow("which", typed("adams", "change"), "Which session"),
    Flow(
        "propose",
        typed("adams", "change Thu to Fri writing from 2/8"),
        "Propose this",
        "Propose",
        "Proposed to Maya",
        "SELECT count(*) FROM proposal",
        title="A proposal",
        about="When a teacher changes a plan by words or form, to the teacher.",
        alt="The plan until then and from then on, and the buttons Propose and Change",
    ),
    Flow(
        "proposal-answer",
        maya_keeps_it,
        "keeps it as it is",
        title="The answer to a proposal",
        about="When the provider has answered, to who proposed.",
        alt="One sentence: who keeps it as it is, and what was proposed",
    ),
    Flow(
        "absent",
        typed("adams", "absent Feb 9"),
        "Is this right?",
        "Confirm",
        "The others are told",
        _OUT,
        title="I am out",
        about="`/pushin absent`, to whoever asks.",
        alt="The date, what becomes of each session, and the buttons Confirm and Change",
    ),
    Flow(
        "absent-said",
        same,
        "You are out",
        "Page for the substitute",
        "No student is named",
        title="Out: said",
        about="After *Confirm*, to who is out.",
        alt="What holds now, that the others are told without a reason, Undo and the "
        "substitute's page",
    ),
    Flow(
        "touchbase", typed("adams", "touchbase"), "Your touch-bases", "Take it", "Moved to", _MOVED
    ),
    Flow(
        "together",
        ben_asks,
        "Ben Cho would like",
        "Together",
        "Treating together",
        "SELECT count(*) FROM plan WHERE together_id IS NOT NULL",
        who="maya",
        title="Treat together?",
        about="When another provider asks, on the daily card.",
        alt="Who asks, how many minutes overlap, and the buttons Together and Let's talk",
    ),
    Flow(
        "keep-both",
        two_adults_at_most,
        "adults in room 4",
        "Keep both",
        "Both stay",
        "SELECT count(*) FROM clashkept",
        who="maya",
        title="At the same time",
        about="When a change makes a clash, on the provider's daily card.",
        alt="The session, what is at the same time, and the buttons Keep both and Change",
    ),
)
