"""Who is out: said back, said, taken back; and who covers."""

from dataclasses import dataclass
from datetime import date

from pushin.results.people import PersonRef
from pushin.results.sessions import SessionFacts
from pushin.results.touchbases import TouchBaseFacts

Dates = tuple[date, date]
"""Dates in a row, both included."""


@dataclass(frozen=True, slots=True)
class AbsencePreview:
    """What was understood, said back before it holds; `draft_id` is what Confirm carries.

    `start` and `end` are minutes where it is a part of each day. `sessions` are those concerned,
    as they will be. `mine`: the asker is out themselves.
    """

    draft_id: str
    person: PersonRef
    mine: bool
    spans: tuple[Dates, ...]
    start: int | None
    end: int | None
    sessions: tuple[SessionFacts, ...]
    cover: PersonRef | None = None


@dataclass(frozen=True, slots=True)
class AbsenceSaid:
    """Somebody is out, of one session or on dates (`spans`), and what holds now.

    `again`: they were already, and nothing changed. `absence_id` is what takes it back later,
    `undo_id` for ten minutes. `touch_bases` of theirs were on these dates, and are where they
    were moved to.
    """

    person: PersonRef
    mine: bool
    absence_id: str
    sessions: tuple[SessionFacts, ...]
    spans: tuple[Dates, ...] = ()
    start: int | None = None
    end: int | None = None
    touch_bases: tuple[TouchBaseFacts, ...] = ()
    again: bool = False
    undo_id: str = ""


@dataclass(frozen=True, slots=True)
class AbsenceEnded:
    """Somebody is there after all; `sessions` are those that they were out of, as they are now."""

    person: PersonRef
    mine: bool
    sessions: tuple[SessionFacts, ...]
    spans: tuple[Dates, ...] = ()


@dataclass(frozen=True, slots=True)
class AbsenceForm:
    """What the form for an absence is prefilled with.

    `people` are those of whom the asker may say it, with themselves; `covers` who may cover.
    """

    draft_id: str
    person_id: str
    people: tuple[PersonRef, ...]
    first: date
    last: date | None
    start: int | None
    end: int | None
    cover_id: str | None
    covers: tuple[PersonRef, ...]


@dataclass(frozen=True, slots=True)
class CoverForm:
    """Who may be asked to cover for somebody in a session."""

    absence_id: str
    session: SessionFacts
    person: PersonRef
    choices: tuple[PersonRef, ...]


@dataclass(frozen=True, slots=True)
class CoverAsked:
    """Somebody was asked to cover; `again`: they were asked already, and nothing changed."""

    session: SessionFacts
    person: PersonRef
    cover: PersonRef
    again: bool = False


@dataclass(frozen=True, slots=True)
class CoverAnswered:
    """Who was asked said that they cover (`yes`) or cannot; `again`: they had said so already."""

    session: SessionFacts
    person: PersonRef
    cover: PersonRef
    yes: bool
    again: bool = False


@dataclass(frozen=True, slots=True)
class Covers:
    """What the asker is asked to cover, and what of theirs nobody holds yet."""

    asked: tuple[SessionFacts, ...]
    open: tuple[SessionFacts, ...]
    me: PersonRef
