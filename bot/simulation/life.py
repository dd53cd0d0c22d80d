"""What people do in a simulation: a table of acts with weights, and how often they do them."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any

from bot.simulation import filling, postings
from bot.simulation.answers import FAILED, Answer
from bot.simulation.people import NO_ANSWER, Person, buttons, verb_of
from bot.simulation.place import Place
from bot.simulation.promises import Promises
from bot.simulation.record import Message, elements
from bot.simulation.teams import Team, role_of
from school.calendar import SchoolCalendar
from school.clock import instant, local

Json = dict[str, Any]

REACT = 0.12
"""How likely somebody taps on what has just been posted to them."""
DEEP = 4
"""How many answers in a row somebody goes on from."""
FOLLOW = 0.75
BACK = 0.2
"""How likely they go on, and how likely they take it back where they can."""
NEVER = frozenset(
    {
        "week_picture",
        "calendar",
        "calendar_new",
        "calendar_off",
        "calendar_file",
        "export",
        "minutes_chart",
        "handover",
        "handover_confirm",
        "settings",
        "settings_more",
        "school_save",
        "school_drop",
        "sub_page",
        "uncertain_stands",
        "uncertain_repeat",
        "privacy_keep",
    }
)
"""What is left alone: pictures and files are made beside the clock; a caseload is not given away;
nobody says of a student's code that it is none."""
LATE = frozenset({"operation_timeout", "no_app"})
"""How the sandbox calls an answer that did not come within Slack's three seconds."""


class Lost(Exception):  # noqa: N818  it is no error
    """Nothing is there to choose from."""


@dataclass
class Life:
    """The people of a school; `now` is the place's, and all chance comes from the dice."""

    place: Place
    calendar: SchoolCalendar
    teams: Sequence[Team]
    dice: Random
    promises: Promises
    broken: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    acts: int = 0
    unanswered: int = 0
    acted: set[tuple[str, datetime]] = field(default_factory=set)
    """Who did something at which instants."""
    gone: set[str] = field(default_factory=set)
    """Whose account is closed."""
    closed: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Channels in which nothing can be posted, and what opens them again."""

    # --- who and when -------------------------------------------------------------------------

    @property
    def today(self) -> date:
        """The date at school."""
        return local(self.place.now, self.calendar.zone)[0]

    @property
    def team(self) -> Team:
        """A room by chance."""
        return self.dice.choice(self.teams)

    def person(self, user: str, channel: str = "") -> Person:
        """Return somebody at their screen."""
        where = channel or next(one.channel for one in self.teams if user in one.members)
        return Person(self.place, user, role_of(user), where)

    def somebody(self, roles: str = "TAP") -> Person:
        """Return a member of a room by chance; `roles` are the letters of their accounts."""
        team = self.team
        found = [user for user in team.members if user[2] in roles and user not in self.gone]
        if not found:
            raise Lost
        return self.person(self.dice.choice(found), team.channel)

    def at(self, on: date, minute: int) -> datetime:
        """Return the instant of a minute of a date at school."""
        return instant(on, minute, self.calendar.zone)

    def said(self, on: date) -> str:
        """Return a date as somebody types it."""
        return f"{on:%b} {on.day}"

    # --- going on from what was answered --------------------------------------------------------

    async def go_on(self, who: Person, what: str, answer: Answer, deep: int = DEEP) -> None:
        """Look at an answer, and do what it offers or leave it."""
        self._count(who, what, answer)
        await self.settle()
        if deep <= 0 or answer.outcome != "ok":
            return
        if answer.view is not None:
            await self._in_form(who, answer.view, deep)
            return
        offered = [
            (one, element)
            for one in answer.said
            if one.get("ts")
            for element in self._wanted(buttons(one.get("blocks") or []))
        ]
        if not offered or self.dice.random() > FOLLOW:
            return
        one, element = self.dice.choice(offered)
        await self.go_on(who, verb_of(element), await self.tap(who, one, element), deep - 1)

    def _wanted(self, found: Sequence[Json]) -> list[Json]:
        """Return what somebody would tap, what confirms more often than what takes back."""
        wanted: list[Json] = []
        for element in found:
            verb = verb_of(element)
            if verb in NEVER or not verb or "url" in element:
                continue
            if verb.endswith("_undo") and self.dice.random() > BACK:
                continue
            times = 4 if verb.endswith(("confirm", "_yes", "_take", "_day")) else 1
            wanted += [element] * times
        return wanted

    async def tap(self, who: Person, message: Json | Message, element: Json) -> Answer:
        """Tap, and write down what was promised."""
        answer = await who.taps(message, element)
        self.promises.tapped(who.user, element, answer)
        return answer

    async def _in_form(self, who: Person, view: Json, deep: int) -> None:
        if not view.get("submit") and view.get("callback_id", "") == "":
            await self._leave(who, view, deep)
            return
        given = self.given(view)
        values = filling.filled(view, self.dice, self.today, given)
        if self.dice.random() < BACK / 2 or not view.get("submit"):
            await self._leave(who, view, deep)
            return
        answer = await who.submits(view, values)
        name = str(view.get("callback_id", "form"))
        self.promises.submitted(who.user, view, values, answer)
        if answer.errors:
            self._count(who, name, answer)
            await who.closes()
            return
        await self.go_on(who, name, answer, deep - 1)

    async def _leave(self, who: Person, view: Json, deep: int) -> None:
        """Use a button of a form, or close it."""
        found = self._wanted(buttons(view.get("blocks") or []))
        if found and self.dice.random() < FOLLOW / 2:
            element = self.dice.choice(found)
            answer = await who.taps_in(view, element)
            self.promises.tapped(who.user, element, answer)
            self._count(who, verb_of(element), answer)
            await self.settle()
            if answer.view is not None and answer.outcome == "ok" and deep > 1:
                await self._in_form(who, answer.view, deep - 2)
                return
        await who.closes()

    def given(self, view: Mapping[str, Any]) -> dict[str, Any]:
        """Return what of a form is not left to chance, so that a school's year stays one."""
        name = view.get("callback_id")
        if name == "pushin:change":
            kinds = ["move"] * 5 + ["skip"] * 3 + ["change"] * 3 + ["pause", "resume"]
            return {"what": [self.dice.choice(kinds)]}
        if name == "pushin:override":
            return {"kind": [self.dice.choice(("closed", "starts", "ends", "usual"))]}
        if name == "pushin:students":
            return self.dice.choice(({"joins": self.promises.new_code()}, {}))
        if name == "pushin:mandate":
            return {"minutes": str(self.dice.choice((30, 60, 90)))}
        return {}

    def _count(self, who: Person, what: str, answer: Answer) -> None:
        self.acts += 1
        self.acted.add((who.user, self.place.now))
        code = answer.refused
        if answer.outcome in LATE and self.place.disturbed:
            self.done["cut off"] += 1
        elif answer.outcome in LATE:
            self.unanswered += 1
        elif answer.outcome not in {"ok", NO_ANSWER}:
            self.broken.append(f"{self._where(who, what)}: answered {answer.outcome}")
        elif code in FAILED:
            self.broken.append(f"{self._where(who, what)}: {answer.text}")
        elif code or answer.errors:
            self.refused[f"{what}: {code or 'field'}"] += 1
        else:
            self.done[what] += 1

    def _where(self, who: Person, what: str) -> str:
        return f"{self.place.now:%Y-%m-%d %H:%MZ}, {who.user}, {what}"

    # --- reacting -------------------------------------------------------------------------------

    async def settle(self) -> None:
        """Let the bot finish, at this very instant, what somebody has just set off."""
        await self.place.settle()
        self.posted()

    def posted(self) -> Sequence[Message]:
        """Return what was posted since the last time, and look whether it might be."""
        self.place.record.read()
        posted = self.place.record.take()
        if posted:
            found = self.place.look(lambda db: list(postings.broken(db, self.calendar, posted)))
            self.broken += found
        return posted

    async def react(self, posted: Sequence[Message]) -> None:
        """Let those to whom something has just been posted tap on it."""
        for message in posted:
            users = self.readers(message.channel)
            if not users or self.dice.random() > REACT:
                continue
            who = self.person(self.dice.choice(users))
            await self.touch(who, message)

    def readers(self, channel: str) -> list[str]:
        """Return who can read in a conversation."""
        here = [one for one in self.teams if one.channel == channel]
        found = here[0].members if here else self.place.record.members.get(channel, ())
        return [user for user in found if user not in self.gone]

    async def touch(self, who: Person, message: Message) -> None:
        """Tick a box of a message, or tap one of its buttons."""
        boxes = [one for one in elements(message.blocks) if one["type"] == "checkboxes"]
        if boxes:
            element = self._ticked(self.dice.choice(boxes))
        else:
            found = self._wanted(buttons(message.blocks))
            if not found:
                return
            element = self.dice.choice(found)
        answer = await self.tap(who, message, element)
        await self.go_on(who, "tick" if boxes else verb_of(element), answer, DEEP - 1)

    def _ticked(self, element: Json) -> Json:
        """Return the boxes with one more or one less."""
        before = element.get("initial_options", [])
        rest = [one for one in element["options"] if one not in before]
        if before and (not rest or self.dice.random() < BACK):
            return {**element, "selected_options": before[1:]}
        return {**element, "selected_options": [*before, *rest[:1]]}


Act = Callable[[Life], Awaitable[None]]


async def perform(life: Life, acts: Sequence[tuple[int, Act]]) -> None:
    """Let somebody do one thing of a table, by its weights."""
    (act,) = life.dice.choices([act for _, act in acts], [weight for weight, _ in acts])
    try:
        await act(life)
    except Lost:
        life.refused[f"{act.__name__}: nothing there"] += 1
