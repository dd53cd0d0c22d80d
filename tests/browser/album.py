"""Messages and forms that no teacher's flow shows: how each comes about, when, and to whom."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenario.lincoln import NEWCOMER, ROOM_4, ROOM_12, Lincoln, user
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


CENTERS = "Mon & Wed Centers with @adams and @tam room 4 until June"
PICTURES = (
    Picture(
        "home-new",
        "Home of somebody new",
        "Before somebody said who they are.",
        "One sentence, and the button Settings",
        home(NEWCOMER),
    ),
    Picture(
        "settings",
        "Settings",
        "`/pushin settings`, to whoever asks.",
        "A form: role, school, hours, days, and what one wants to be told",
        typed("maya", "settings"),
    ),
    Picture(
        "help",
        "Help",
        "`/pushin help`, to whoever asks.",
        "Every verb with its line, and examples to copy",
        typed("maya", "help", "What you can ask"),
    ),
    Picture(
        "menu",
        "The four buttons",
        "Bare `/pushin`, to whoever asks.",
        "One line with what to do first, and the buttons",
        typed("maya", "", "No push-ins yet"),
    ),
    Picture(
        "suggest-goal",
        "Which goal?",
        "`/pushin suggest` alone, to a provider.",
        "A list of goals to pick from",
        typed("maya", "suggest", "What is the goal?"),
    ),
    Picture(
        "schedule",
        "The form for a push-in",
        "`/pushin schedule` alone, to a provider.",
        "A form: days, routine or times, teacher, room, channel",
        typed("maya", "schedule"),
    ),
    Picture(
        "preview",
        "A plan, said back",
        "`/pushin schedule PHRASE`, to a provider.",
        "Room, days, times, adults and the first dates in full, with Confirm and Change",
        typed("maya", f"schedule {CENTERS}", "Is this right?", ROOM_4),
    ),
    Picture(
        "planned",
        "Planned",
        "After Confirm, to the provider.",
        "What was planned, the first date, and the button Roles",
        tapped("maya", "Confirm", "Is this right?", "Planned:", ROOM_4),
    ),
    Picture(
        "agree",
        "Who does what",
        "Roles, to the adults of a push-in.",
        "A form: who leads, what each adult does, activity, materials, expectations",
        tapped("maya", "Roles", "Reply in this thread", place=ROOM_4),
    ),
    Picture(
        "plan",
        "The plan's card",
        "When a push-in was planned or changed, to the classroom's channel; it is kept up to date.",
        "Days, dates, who leads, each adult's part and answer, expectations, buttons",
        then(agreed(), seen("adams", "Reply in this thread", place=ROOM_4)),
    ),
    Picture(
        "suggest",
        "Times that make sense",
        "`/pushin suggest GOAL`, to a provider.",
        "Times with room and routine, each with its reason and the button Plan this",
        typed("maya", "suggest writing 2x20 with @adams", "Why:"),
    ),
    Picture(
        "history",
        "Who agreed to what",
        "History, to the adults of a push-in.",
        "A dated list of who changed the roles and who is in",
        tapped("maya", "History", "Reply in this thread", place=ROOM_4),
    ),
    Picture(
        "expectation",
        "One more expectation",
        "*Add an expectation*, to the adults of a push-in.",
        "A form with one line to write",
        tapped("tam", "Add an expectation", "Reply in this thread", place=ROOM_4),
    ),
    Picture(
        "thread",
        "Added in the thread",
        "`@Push-In expect …` in a thread, to its author.",
        "What was added, for which push-in",
        in_thread,
    ),
    Picture(
        "who",
        "Who is in the room",
        "`@Push-In who` in a thread, to whoever asks.",
        "Each adult with their part",
        told_who,
    ),
    Picture(
        "why",
        "Why then, and why your part",
        "`@Push-In why` in a thread, to whoever asks.",
        "The routine it goes along with, what was decided, and how the parts came about",
        told_why,
    ),
    Picture(
        "student",
        "This may be a student",
        "When words look like a name or a code, to their author only.",
        "What it looks like, and the buttons Edit and It is not a student",
        typed("maya", "expect Jayden S. sits at table 2", "This may hold", ROOM_4),
    ),
    Picture(
        "clash",
        "Somebody is in the room then",
        "Before a plan is saved that another's push-in overlaps, to the provider.",
        "Who is there, how many minutes overlap, what is free, and three buttons",
        typed(
            "ben",
            "schedule Mon 9:15-9:45 with @adams room 4 until June",
            "In the room at the same time",
            ROOM_4,
        ),
    ),
    Picture(
        "change",
        "Which session?",
        "`/pushin change` alone, to provider and teacher.",
        "The next sessions, a button each",
        typed("maya", "change", "Which session"),
    ),
    Picture(
        "change-form",
        "The form for a change",
        "After *This one*, to provider and teacher.",
        "A form: move, skip, from a date on, pause or end; date, time and room",
        tapped("maya", "This one", "Which session"),
    ),
    Picture(
        "change-preview",
        "A change, said back",
        "`/pushin move …` or the form, to whoever changes.",
        "The session as it was and as it will be, with Confirm and Change",
        then(
            typed("maya", "next", "Mon, Jan 25"),
            typed("maya", "move Mon to Tue 1:20", "Is this right?"),
        ),
    ),
    Picture(
        "changed",
        "Changed",
        "After Confirm, to whoever changed it.",
        "What was done, how many others are told, and Undo",
        tapped("maya", "Confirm", "Is this right?", "Done."),
    ),
    Picture(
        "change-news",
        "Somebody made a change",
        "After a change, once to each of the others.",
        "Who made it, the session as it was and as it is",
        seen("adams", "made a change"),
    ),
    Picture(
        "role-changed",
        "Your part changed",
        "When roles were changed, on the daily card of those whose part it is.",
        "The part now, and what was there before it",
        then(
            agreed(**{"What_Ms._Adams": "Opens, then the rug"}),
            typed("adams", "confirm", "This waits for you"),
        ),
    ),
    Picture(
        "next-provider",
        "Next, for a provider",
        "`/pushin next`, to whoever asks.",
        "When, where, who leads, the own part, and the buttons",
        typed("maya", "next", "Expectations"),
    ),
    Picture(
        "one-session",
        "Other roles, once",
        "When roles are for one session only, to the plan's thread; it is kept up to date.",
        "The date, what is other than usual, who is not in yet, and the buttons",
        only_once,
    ),
    Picture(
        "today",
        "Today",
        "`/pushin today`, to whoever asks.",
        "The date as the school has it, and the sessions of the day",
        typed("maya", "today", "Fri, Jan 22, 2027"),
    ),
    Picture(
        "week",
        "The week",
        "`/pushin week`, to whoever asks.",
        "A paragraph a day with its sessions and touch-bases",
        typed("maya", "week next", "Next week"),
    ),
    Picture(
        "week-picture",
        "The week as a picture",
        "*As a picture*, to whoever asks, in their direct messages.",
        "A message with a picture of five days, sessions as boxes with their times",
        tapped("maya", "picture", "Next week", "as it stood on"),
    ),
    Picture(
        "touchbases",
        "Touch-bases",
        "`/pushin touchbase`, to whoever asks.",
        "The next five minutes with its buttons, what is free now, how the pair meets",
        typed("maya", "touchbase", "Your touch-bases"),
    ),
    Picture(
        "often",
        "How often?",
        "*How often*, to one of a pair.",
        "How often the two meet now, and two other ways",
        tapped("maya", "How often", "Your touch-bases", "How often do"),
    ),
    Picture(
        "absent-form",
        "The form for being out",
        "*Change* below *I am out*.",
        "A form: from when until when, which part of the day, who covers",
        then(typed("maya", "absent", "You are out"), tapped("maya", "Change", "You are out")),
    ),
    Picture(
        "cover-form",
        "Who covers?",
        "*Somebody covers*, to the provider who is out.",
        "A form with one choice: whom to ask",
        then(
            planned("maya", ROOM_12, "Wed Writing with @diaz and @tam room 12 until June"),
            typed("maya", "absent Feb 10", "Is this right?"),
            tapped("maya", "Confirm", "Is this right?", "You are out"),
            tapped("maya", "Somebody covers", "You are out"),
        ),
    ),
    Picture(
        "quiet",
        "What was withheld",
        "`/pushin quiet`, to whoever asks.",
        "By day: what was merged or not sent, and why",
        typed("adams", "quiet", "Week of"),
    ),
    Picture(
        "calendar",
        "A calendar link",
        "`/pushin calendar`, to whoever asks.",
        "What the link shows and who can read it, with the buttons",
        typed("maya", "calendar", "calendar"),
    ),
    Picture(
        "room",
        "A room",
        "`/pushin room`, to its teacher; the team may look.",
        "One question on top with its taps, below the routines that are known",
        typed("adams", "room", "room 4"),
    ),
    Picture(
        "routine",
        "The form for a routine",
        "*Change* or *Add a routine*, to the teacher.",
        "A form: what it is, when it starts and ends, on which days",
        tapped("adams", "Add a routine", "room 4"),
    ),
    Picture(
        "school",
        "The school",
        "`/pushin school`, to whoever asks.",
        "The year, its kinds of days, and how to send a new calendar",
        typed("rosa", "school", "Lincoln Elementary"),
    ),
    Picture(
        "day",
        "A changed day, said back",
        "`/pushin delay 2h tomorrow`, to the organiser.",
        "The date, the bells it will have, how many push-ins move, with Confirm and Change",
        typed("rosa", "delay 2h Jan 27 ice", "Is this right?"),
    ),
    Picture(
        "day-changed",
        "A day was changed",
        "After Confirm, to the organiser.",
        "What was done, how many are told, and Undo",
        tapped("rosa", "Confirm", "Is this right?", "Done."),
    ),
    Picture(
        "repaired",
        "Your day changed",
        "After that, once to each person concerned.",
        "The day at the school, each session as it is now, and what to decide",
        seen("maya", "Your day changed", clock="2027-01-25 08:20"),
    ),
    Picture(
        "checklist",
        "The checklist",
        "Half an hour before a session, to the classroom's channel.",
        "When, where, who does what, and a box for each expectation",
        seen("adams", "to add one for this session", clock="2027-02-03 08:45", place=ROOM_4),
    ),
    Picture(
        "note",
        "The note of two",
        "*Done* or *Write a note*, to the two of a touch-base.",
        "A form: what worked, what to change, one thing to try",
        then(
            typed("adams", "touchbase", "Your touch-bases"),
            tapped("adams", "Done", "Your touch-bases"),
        ),
    ),
    Picture(
        "home-provider",
        "Home of a provider",
        "Whenever somebody opens it.",
        "Today, what waits, the next sessions, touch-bases, and buttons",
        home("maya"),
    ),
    Picture(
        "home-teacher",
        "Home of a teacher",
        "Whenever somebody opens it.",
        "Today, what waits, the next sessions with the list, and buttons",
        home("adams"),
    ),
    Picture(
        "home-hidden",
        "Home with the details hidden",
        "After *Hide details*, for a screen that others see.",
        "How many sessions and questions there are, and the button Show details",
        hidden,
    ),
)
