"""Tries cells on one running bot: each begins with the same rows, and is judged by what it did."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scenario.rights import district, filled_records, probes, table
from scenario.rights.district import FOREIGN, NAMES, District, Things
from scenario.rights.probes import Probe
from scenario.rights.wire import Answer, Wire
from scenario.stage import Stage
from sqlalchemy import make_url

from storage.database import Database

NOT_KEPT = frozenset({"inboxkey", "draft", "alembic_version"})
"""What an answer itself needs: that it was given, and what waits for its asker's Confirm."""
NO = (
    "That is for somebody else of the team to do",
    "I don't know you yet",
    "Push-In answers full members of its own workspace only",
    "is no longer there",
    "are no longer there",
    "is no longer in the team",
    "nothing of yours to take back",
    "That was too long ago",
    "from an older message",
    "You are not part of that push-in",
    "Only a provider plans a push-in",
    "keeps the calendar of",
    "You don't work at that school",
    "That school is not set up here",
    "or whoever keeps the school's calendar can say",
    "That was taken back meanwhile",
    "That expectation was removed already",
    "Somebody else is asked to cover now",
    "Nobody asks that any more",
    "You two share no push-in any more",
    "That works in the thread under a plan's card",
    "can say that of this room",
    "That routine was removed meanwhile",
    "Pick one from the list",
    "Mention the provider",
    "The log of sessions is for its provider",
    "You can export your own sessions only",
    "Nothing is logged from",
    "That is not mandated any more",
    "That is not missed any more",
    "None of your push-ins is in that room",
    "I don't know which minutes you mean",
    "None of your sessions on",
    "You have no push-ins yet",
    "There is no push-in to hand over",
)
"""How every no of a right, a stale or a forged thing is told."""
BROKEN = ("Something went wrong on my side", "That did not work, and nothing was changed")


@dataclass(frozen=True)
class Cell:
    """Somebody tries something on a room's thing."""

    actor: str
    probe: Probe
    things: Things

    @property
    def allowed(self) -> bool:
        """Whether the design lets them."""
        owners = self.probe.owners(self.things)
        return table.may(self.actor, self.probe.action, self.things.team.room, owners)

    def __str__(self) -> str:
        """Return the cell as a failure names it."""
        right = "may" if self.allowed else "may not"
        return f"{self.actor} {right} {self.probe.name!r} of {self.things.team.room}"


@dataclass
class Court:
    """The bot's port, its database as it stood before every cell, and all rooms' things."""

    wire: Wire
    file: Path
    things: dict[str, Things]
    _before: dict[str, frozenset[str]] = field(default_factory=dict)

    def open(self) -> None:
        """Keep the rows as they stand now."""
        self._rows = sqlite3.connect(self.file, isolation_level=None)
        self._rows.execute("PRAGMA busy_timeout = 10000")
        self._rows.execute("PRAGMA foreign_keys = OFF")
        with closing(sqlite3.connect(self.kept)) as kept:
            self._rows.backup(kept)
        self._rows.execute("ATTACH ? AS kept", (str(self.kept),))
        listed = "SELECT name FROM main.sqlite_master WHERE type = 'table'"
        self._names = [name for (name,) in self._rows.execute(listed)]
        self._before = self.dump()
        self._version = self._now()

    @property
    def kept(self) -> Path:
        """Where the rows stand that every cell begins with."""
        return self.file.with_suffix(".kept")

    def close(self) -> None:
        """Let go of the database."""
        self._rows.close()

    def dump(self) -> dict[str, frozenset[str]]:
        """Return all rows of all tables."""
        return {
            name: frozenset(map(repr, self._rows.execute(f'SELECT * FROM main."{name}"')))  # noqa: S608  its own tables
            for name in self._names
        }

    def changed(self) -> list[str]:
        """Return the rows that are not as they were, but for what an answer needs."""
        if self._now() == self._version:
            return []
        now = self.dump()
        return [
            f"{name}: {row}"
            for name in self._names
            if name not in NOT_KEPT
            for row in sorted(now[name] ^ self._before[name])
        ]

    async def restore(self) -> None:
        """Put all rows back once nothing goes on any more."""
        if self._now() == self._version:
            return
        await self._quiet()
        now = self.dump()
        self._rows.execute("BEGIN IMMEDIATE")
        for name in self._names:
            if now[name] != self._before[name]:
                self._rows.execute(f'DELETE FROM main."{name}"')  # noqa: S608  the same
                self._rows.execute(f'INSERT INTO main."{name}" SELECT * FROM kept."{name}"')  # noqa: S608  the same
        self._rows.execute("COMMIT")
        self._version = self._now()

    async def _quiet(self) -> None:
        """Wait until what follows from a change (cards, live copies) is written."""
        before, now = None, self._now()
        while before != now:
            await asyncio.sleep(0.03)
            before, now = now, self._now()

    def _now(self) -> Any:
        return self._rows.execute("PRAGMA data_version").fetchone()[0]

    async def tried(self, cell: Cell) -> str:
        """Try one cell; return what is wrong with it, nothing if it is as it should be."""
        answer = await self.wire.send(cell.actor, cell.probe.build(cell.things, cell.actor))
        changed = self.changed()
        found = "; ".join(self._faults(cell, answer, changed))
        await self.restore()
        return f"{cell}: {found}\n    told: {answer.text[:300]!r}" if found else ""

    def _faults(self, cell: Cell, answer: Answer, changed: list[str]) -> Iterator[str]:
        if answer.status != 200:
            yield f"status {answer.status}"
        if any(one in answer.text for one in BROKEN):
            yield f"it broke: {self.wire.stage.log()[-200:]}"
        for things in self.things.values():
            if any(word in answer.told for word in things.codes):
                yield "a student outside a modal"
        if cell.probe.own_instead and not cell.allowed:
            yield from _about(cell.things, changed)
        elif cell.probe.action == "list" and (cell.allowed or cell.probe.asks_who):
            yield from [] if answer.text or cell.actor == "far" else ["no answer"]
        elif cell.allowed:
            yield from _not_done(cell, answer, changed)
        else:
            yield from _not_refused(cell, answer, changed)
        yield from self._leaks(cell, answer)
        yield from self._students(cell, answer)

    def _students(self, cell: Cell, answer: Answer) -> Iterator[str]:
        """Yield the students of a modal that its reader may not see; two's own notes are theirs."""
        is_own_note = cell.allowed and cell.probe.action == "note"
        if is_own_note or (table.ADMIN in table.relations(cell.actor, "heron")):
            return
        for things in self.things.values():
            own, others = table.codes(cell.actor, things.team.room)
            words = (*(() if own else things.codes[:1]), *(() if others else things.codes[1:]))
            yield from (f"it shows {word!r}" for word in words if word in answer.modal)

    def _leaks(self, cell: Cell, answer: Answer) -> Iterator[str]:
        typed = str(cell.probe.build(cell.things, cell.actor).about).casefold()
        for things in self.things.values():
            if table.sees(cell.actor, things.team.room):
                continue
            words = things.secrets
            if not cell.allowed and not cell.probe.own_instead:
                words = (*words, *things.words, *_keeper(cell.actor, things))
            for word in words:
                named = [one for one, name in NAMES.items() if name == word]
                spoken = any(district.user(one).casefold() in typed for one in named)
                if word in answer.text and not spoken and not _is_own(cell.actor, word):
                    yield f"it leaks {word!r}"


def _is_own(actor: str, word: str) -> bool:
    return NAMES[actor] == word


def _keeper(actor: str, things: Things) -> tuple[str, ...]:
    """Return who keeps a school's calendar, where somebody does not work: whom to ask is there."""
    school = "grant" if actor in table.AT_GRANT else "lincoln"
    keeper = table.KEEPERS.get(things.team.school)
    return (NAMES[keeper],) if keeper and things.team.school != school else ()


def _about(things: Things, changed: Sequence[str]) -> Iterator[str]:
    touched = [row for row in changed if things["plan"] in row or things["room"] in row]
    if touched:
        yield f"it touched {touched[:2]}"


def _not_done(cell: Cell, answer: Answer, changed: Sequence[str]) -> Iterator[str]:
    if any(one in answer.text for one in NO):
        yield "it was refused"
    elif cell.probe.needs == probes.CHANGES and not changed:
        yield "nothing changed"
    elif cell.probe.needs != probes.CHANGES and not answer.text:
        yield "no answer"


def _not_refused(cell: Cell, answer: Answer, changed: Sequence[str]) -> Iterator[str]:
    if changed:
        yield f"it changed {changed[:2]}"
    if answer.opened:
        yield "a form opened"
    silent = cell.actor == "far" and not answer.text
    if not silent and not any(one in answer.text for one in NO):
        yield "no clear no"


def unknown(place: str) -> dict[str, Things]:
    """Return things that are not there: of no workspace, and with ids that are none."""
    known = place
    made = {}
    for name, key in (("nothing", "0123456789abcdef"), ("malformed", "é'\"%/../")):
        team = district.Team(name, "nowhere", "maya", "adams", "tam", "cora")
        things = Things(team, place=known)
        things.ids = _Same(key)
        made[name] = things
    return made


class _Same(dict[str, str]):
    """Ids that are all the same."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key

    def __missing__(self, name: str) -> str:
        return self._key


@asynccontextmanager
async def sitting(
    stage: Stage, *, small: bool = False, records: bool = False
) -> AsyncIterator[Court]:
    """Run a bot over a filled database, with records if asked for, until nothing is due."""
    database = Database.open(stage.database_url)
    try:
        arguments = ["--no-pacing", "--http", f"http://127.0.0.1:{stage.http_port}/slack/events"]
        opening = asyncio.create_task(stage.open(district.seed(), *arguments))
        filled = await asyncio.to_thread(district.found, database, small=small)
        if records:
            await asyncio.to_thread(filled_records.fill, filled)
        await database.close()
        await opening
        await stage.start_bot()
        file = Path(str(make_url(stage.database_url).database))
        yield await _settled(stage, file, filled)
    finally:
        await stage.close()


async def _settled(stage: Stage, file: Path, filled: District) -> Court:
    await stage.idle()
    with closing(sqlite3.connect(file)) as rows:
        for things in filled.things.values():
            subject = f"plan:{things['plan']}"
            while things.team is not FOREIGN and not things.thread:
                found = rows.execute(
                    "SELECT message_ts FROM messageref WHERE subject = ? AND kind = 'plan_card' "
                    "AND message_ts != ''",
                    (subject,),
                ).fetchone()
                things.thread = found[0] if found else ""
                await asyncio.sleep(0.02)
    await stage.idle()
    wire = Wire(stage)
    await wire.start()
    court = Court(wire, file, filled.things)
    court.open()
    return court


def cells(actors: Iterable[str], tried: Iterable[Probe], rooms: Iterable[Things]) -> Iterator[Cell]:
    """Yield every combination."""
    places = list(rooms)
    for probe in tried:
        for actor in actors:
            for things in places:
                yield Cell(actor, probe, things)
