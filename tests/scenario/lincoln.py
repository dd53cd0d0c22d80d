"""Lincoln, Grant and a high school (all invented), and their team: the people of the scenarios.

A story opens `lincoln(stage, start)`: the workspace is there, the three schools are imported, and
everybody has said who they are by the settings form. Plans are made by the story itself.
"""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
from scenario.stage import Actor, Stage, elements, words

from handlers import manifest

ZONE = ZoneInfo("America/New_York")
BOT = "U0PUSHIN"
ROOM_4, ROOM_12, GRANT_1, HIGH_9 = "C0ROOM4", "C0ROOM12", "C0GRANT1", "C0HIGH9"

Bells = tuple[tuple[str, str, str, str], ...]

REGULAR: Bells = (
    ("Arrival", "08:30", "08:45", "class"),
    ("Morning Meeting", "08:45", "09:05", "class"),
    ("Centers", "09:10", "09:50", "class"),
    ("Writing", "10:00", "10:40", "class"),
    ("Math", "10:40", "11:20", "class"),
    ("Recess", "11:20", "11:40", "break"),
    ("Lunch", "11:40", "12:10", "meal"),
    ("Reading", "12:10", "13:00", "class"),
    ("Specials", "13:00", "13:40", "class"),
    ("Science", "13:40", "14:50", "class"),
    ("Dismissal", "14:50", "15:00", "nonclass"),
)
LATE: Bells = (
    ("Arrival", "10:30", "11:00", "class"),
    ("Writing", "11:00", "11:30", "class"),
    ("Lunch", "11:40", "12:10", "meal"),
    ("Reading", "12:10", "13:20", "class"),
    ("Specials", "13:20", "13:50", "class"),
    ("Science", "13:50", "14:50", "class"),
    ("Dismissal", "14:50", "15:00", "nonclass"),
)
EARLY: Bells = (*REGULAR[:7], ("Dismissal", "12:20", "12:30", "nonclass"))
HIGH: Bells = (
    ("Period 1", "08:00", "09:30", "class"),
    ("Period 2", "09:40", "11:10", "class"),
    ("Lunch", "11:10", "11:50", "meal"),
    ("Period 3", "12:00", "13:30", "class"),
    ("Period 4", "13:40", "15:10", "class"),
)
SCHOOLS: Mapping[str, tuple[str, Mapping[str, tuple[str, Bells]]]] = {
    "lincoln": (
        "Lincoln Elementary",
        {
            "REGULAR": ("Regular day", REGULAR),
            "LATE": ("Two-hour delay", LATE),
            "EARLY": ("Early release", EARLY),
        },
    ),
    "grant": ("Grant Elementary", {"REGULAR": ("Regular day", REGULAR)}),
    "high": ("Roosevelt High", {"REGULAR": ("Regular day", HIGH)}),
}


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the scenarios and what they say about themselves."""

    name: str
    role: str
    school: str = "Lincoln"
    discipline: str = ""
    hours: tuple[str, str] | None = ("08:00", "15:30")


PEOPLE: Mapping[str, Member] = {
    "maya": Member("Maya Ortiz", "Provider", discipline="OT"),
    "ben": Member("Ben Cho", "Provider", discipline="SLP"),
    "adams": Member("Ms. Adams", "Teacher"),
    "diaz": Member("Mr. Diaz", "Teacher"),
    "webb": Member("Mrs. Webb", "Teacher", school="Grant"),
    "frost": Member("Mr. Frost", "Teacher", school="Roosevelt"),
    "tam": Member("Tam", "Para", hours=None),
    "rosa": Member("Rosa Lee", "Organiser"),
    "noor": Member("Noor Aziz", "Para", hours=None),
}
"""Noor manages cases, once Rosa gave her that role: `manages_cases`."""
NEWCOMER = "nell"
"""Somebody of the workspace who never said who they are."""
CHANNELS: Mapping[str, tuple[str, ...]] = {
    ROOM_4: ("maya", "ben", "adams", "tam"),
    ROOM_12: ("maya", "ben", "diaz", "tam"),
    GRANT_1: ("maya", "webb"),
    HIGH_9: ("maya", "frost"),
}


@dataclass
class Lincoln:
    """The stage and its people, by their short names."""

    stage: Stage

    def __getattr__(self, name: str) -> Actor:
        """Return somebody who can act: `town.maya`."""
        if name not in PEOPLE:
            raise AttributeError(name)
        return self.stage.person(user(name))

    async def typed(self, who: str, text: str) -> dict[str, Any]:
        """Type a command in the direct messages with Push-In and return the private answer."""
        person = self.stage.person(user(who))
        return await person.command(text, await person.dm())

    async def plan(self, who: str, channel: str, phrase: str) -> None:
        """Plan a push-in by its phrase; `@name` is a mention."""
        for name in PEOPLE:
            phrase = phrase.replace(f"@{name}", f"<@{user(name)}>")
        person = self.stage.person(user(who))
        echo = await person.command(f"schedule {phrase}", channel)
        assert "Is this right?" in words(echo), words(echo)
        await person.click("Confirm", echo, channel)
        await person.sees("Reply in this thread", channel)

    async def which(self, who: str, message: Mapping[str, Any], text: str, label: str) -> None:
        """Press the button beside the line of a message that holds a text."""
        person = self.stage.person(user(who))
        beside = [one for one in message["blocks"] if text in words(one)]
        await person.click(label, {**message, "blocks": beside}, await person.dm())

    async def pick(self, who: str, message: Mapping[str, Any], label: str) -> None:
        """Pick the first list's line that begins with a label."""
        person = self.stage.person(user(who))
        place = {"as": person.user_id, "channel": await person.dm(), "message_ts": message["ts"]}
        for one in elements(message):
            found = [it for it in one.get("options", ()) if words(it).startswith(label)]
            if found:
                action = {key: one[key] for key in ("action_id", "block_id")}
                action["selected_option"] = found[0]
                answer = await self.stage.call("POST", "action", {**place, "action": action})
                assert answer["outcome"] == "ok", answer
                return
        raise AssertionError(words(message))

    async def joins(self, code: str, *plans: str, **more: str) -> None:
        """Let a student code join push-ins of Maya's, each by its times or room; all in a form."""
        for plan in plans:
            await self.opens("students", plan)
            answer = await self.maya.submit(Code_that_joins=code, **more)
            assert not answer.get("errors"), answer
            await self.maya.close()

    async def opens(self, verb: str, plan: str) -> None:
        """Let Maya open the form of one of her push-ins, by its times or room."""
        asked = await self.typed("maya", verb)
        if asked:
            await self.which("maya", asked, plan, "This one")

    async def told(self, who: str, text: str = "") -> list[dict[str, Any]]:
        """Return what Push-In posted to somebody in their direct messages that holds a text."""
        person = self.stage.person(user(who))
        seen = await person.messages(await person.dm())
        return [one for one in seen if not one.get("ephemeral") and text in words(one)]

    async def ever_told(self, who: str, text: str) -> set[str]:
        """Return the `ts` of the messages in somebody's direct messages that ever held a text.

        A card changes with what it shows: each of its versions counts.
        """
        dm = await self.stage.person(user(who)).dm()
        shown = ("chat.postMessage", "chat.update")
        calls = [one for one in await self.stage.ledger() if one["name"] in shown]
        held = [one for one in calls if one["payload"].get("channel") == dm]
        return {
            str(one["payload"].get("ts") or one["response"]["ts"])
            for one in held
            if text in json.dumps(one["payload"], ensure_ascii=False)
        }


async def lincoln(stage: Stage, start: str) -> Lincoln:
    """Open the stage at a local time such as `2027-01-25 07:00` and let everybody settle in."""
    await stage.open(_seed(datetime.fromisoformat(start).replace(tzinfo=ZONE)), "--no-pacing")
    await stage.start_bot()
    for key in SCHOOLS:
        await imported(stage, school(key))
    town = Lincoln(stage)
    for name in PEOPLE:
        if name != "noor":
            await settles_in(town, name)
    return town


@asynccontextmanager
async def opened(folder: Path, database_url: str, start: str) -> AsyncIterator[Lincoln]:
    """Open the town on a stage of its own at a local time, and close it again."""
    async with aiohttp.ClientSession() as http:
        stage = Stage(folder, database_url, http, ZONE)
        try:
            yield await lincoln(stage, start)
        finally:
            await stage.close()


async def manages_cases(town: Lincoln) -> None:
    """Let Noor say who she is, and Rosa give her the role that opens codes."""
    await settles_in(town, "noor")
    await town.typed("rosa", "settings")
    await town.rosa.press("Give a role")
    answer = await town.rosa.submit(To_whom="Noor", Which_role="Case manager")
    assert not answer.get("errors"), answer
    assert "Noor Aziz is now: Case manager" in words(await town.rosa.modal())
    await town.rosa.close()


async def imported(stage: Stage, data: Mapping[str, Any]) -> None:
    """Import a school by the command line."""
    file = stage.folder / f"{data['id']}.json"
    file.write_text(json.dumps(data))
    await stage.pushin("school", "import", str(file))


def user(name: str) -> str:
    """Return somebody's account."""
    return f"U0{name.upper()}"


def school(key: str) -> dict[str, Any]:
    """Return a school of 2026-27 in the neutral form."""
    name, day_types = SCHOOLS[key]
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "REGULAR")
    return {
        "format": "pushin-school/1",
        "id": key,
        "name": name,
        "timezone": ZONE.key,
        "timezone_basis": "stated",
        "school_year": {"first_day": "2026-09-08", "last_day": "2027-06-18"},
        "day_types": {
            code: {"label": label, "periods": [_period(bell) for bell in bells]}
            for code, (label, bells) in day_types.items()
        },
        "pattern": {"kind": "weekly", "days": {**week, "sat": None, "sun": None}},
        "source": [],
    }


def _period(bell: tuple[str, str, str, str]) -> dict[str, str]:
    return dict(zip(("name", "start", "end", "kind"), bell, strict=True))


async def settles_in(town: Lincoln, name: str, *, school_name: str = "") -> None:
    """Let somebody say who they are, perhaps at another school than before."""
    person, member = town.stage.person(user(name)), PEOPLE[name]
    await person.command("settings", await person.dm())
    said: dict[str, Any] = {"Role": member.role, "School": school_name or member.school}
    if member.hours is not None:
        said |= {"From": member.hours[0], "To": member.hours[1]}
        said["Days_you_work"] = ["Mon", "Tue", "Wed", "Thu", "Fri"]
    if member.discipline:
        said["For_providers"] = member.discipline
    answer = await person.submit(**said)
    assert not answer.get("errors"), answer
    await person.close()


def _seed(at: datetime) -> dict[str, Any]:
    users = [
        {"id": user(key), "name": key, "real_name": one.name, "tz": ZONE.key, "kind": "full"}
        for key, one in PEOPLE.items()
    ]
    new = {"id": user(NEWCOMER), "name": NEWCOMER, "real_name": "Nell New", "kind": "full"}
    users.append({**new, "tz": ZONE.key})
    channels = [
        {
            "id": channel,
            "name": channel.lower(),
            "is_private": True,
            "members": [*map(user, members), BOT],
        }
        for channel, members in CHANNELS.items()
    ]
    return {
        "team": {"id": "T0LINCOLN", "name": "Lincoln", "domain": "lincoln"},
        "app": {
            "id": "A0PUSHIN",
            "name": "Push-In",
            "bot_user_id": BOT,
            "bot_id": "B0PUSHIN",
            "bot_token": "xoxb-sandbox",
            "app_token": "xapp-1-sandbox",
            "signing_secret": "sandbox-signing-secret",
            "manifest": manifest.build(),
        },
        "users": users,
        "channels": channels,
        "now": at.isoformat(),
    }
