"""The ledger of what people did and the bot acknowledged, to be found in the database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sqlmodel import Session

from bot import demo
from bot.simulation import evidence
from bot.simulation.answers import Answer
from bot.simulation.evidence import Said
from bot.simulation.place import Place

Json = dict[str, Any]
Key = tuple[str, ...]


@dataclass(frozen=True)
class Promise:
    """Something that was acknowledged: when, to whom, what, and how to see that it holds."""

    at: str
    user: str
    what: str
    holds: Callable[[Session], bool]


@dataclass
class Promises:
    """What was acknowledged so far; the newest word about a thing is the one that counts."""

    place: Place
    dice: Random
    codes: list[str]
    workspace: str = demo.WORKSPACE
    kept: dict[Key, Promise] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    count: int = 0

    def tapped(self, user: str, element: Mapping[str, Any], answer: Answer) -> None:
        """Take what a tap was acknowledged with."""
        ref = evidence.reference(element)
        if ref is None:
            return
        said = Said(user, self.place.now, ref.entity, ref.revision, element, {}, self.workspace)
        self._take(ref.verb, said, answer)

    def submitted(
        self, user: str, view: Mapping[str, Any], values: Mapping[str, Any], answer: Answer
    ) -> None:
        """Take what a form was acknowledged with."""
        ref = evidence.of_form(view)
        if ref is None:
            return
        given = evidence.flat(values)
        said = Said(user, self.place.now, ref.entity, ref.revision, {}, given, self.workspace)
        self._take(str(view.get("callback_id", "")), said, answer)

    def expected(self, user: str, text: str, answer: Answer) -> None:
        """Take that an expectation was acknowledged in words."""
        said = Said(user, self.place.now, "", 0, {}, {"text": text}, self.workspace)
        self._take("pushin:expect", said, answer)

    def _take(self, verb: str, said: Said, answer: Answer) -> None:
        """Look at once whether it is there, and keep what lasts."""
        if verb.endswith("_undo") or verb in evidence.ENDS:
            self._taken_back(said.user)
        read = evidence.READERS.get(verb)
        if read is None:
            return
        if answer.outcome != "ok":
            # Nobody knows whether it was done: neither its old word nor its new one counts.
            for one in self.place.look(lambda session: read(session, said, answer)):
                self.kept.pop(one.key, None)
            return
        if not answer.is_yes:
            return
        for one in self.place.look(lambda session: read(session, said, answer)):
            self.count += 1
            promise = Promise(f"{said.at:%Y-%m-%d %H:%MZ}", said.user, one.what, one.holds)
            self._check(promise, self.place.look(promise.holds))
            if one.lasts:
                self.kept[one.key] = promise

    def _taken_back(self, user: str) -> None:
        """Forget what somebody may just have taken back; that it was is looked at by itself."""
        for key, promise in list(self.kept.items()):
            if promise.user == user and key[0] in evidence.UNDOABLE:
                del self.kept[key]

    def check(self) -> None:
        """Look whether all that was acknowledged and lasts is still there."""

        def look(session: Session) -> list[Promise]:
            return [one for one in self.kept.values() if not one.holds(session)]

        for promise in self.place.look(look):
            self._check(promise, holds=False)

    def _check(self, promise: Promise, holds: bool) -> None:
        if not holds:
            text = f"acknowledged and not there: {promise.what}, {promise.user} at {promise.at}"
            if text not in self.broken:
                self.broken.append(text)

    # --- student codes --------------------------------------------------------------------------

    def new_code(self) -> str:
        """Return a student code that nobody has yet, to be looked for from now on."""
        number = len(self.codes)
        code = f"QZ{10 + number // 90}-{10 + number % 90}"
        self.codes.append(code)
        self.place.record.codes.add(code)
        return code

    def a_code(self) -> str:
        """Return a student code by chance."""
        return self.dice.choice(self.codes)
