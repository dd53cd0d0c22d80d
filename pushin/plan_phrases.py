"""A typed schedule phrase as a plan: when (by the phrase grammar), who, where, during what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from pushin import (
    asked_days,
    calendars,
    classrooms,
    errors,
    people,
    plan_places,
    routines,
    texts,
)
from pushin.people import Account
from pushin.plan_inputs import PlanInput
from school.calendar import SchoolCalendar
from school.recurrence import Anchor
from school.routines import Routine
from school.understood import Understood
from storage import tables
from storage.scope import Scope
from storage.tables.people import ROUTINE_KINDS

MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_ROOM = re.compile(r"\b(?:in\s+)?(?:class)?(?:room|rm\.?)\s*#?\s*([\w-]{1,40})", re.IGNORECASE)
_MODELS = {
    "push_in": re.compile(r"\bpush[ -]?in\b", re.IGNORECASE),
    "pull_out": re.compile(r"\bpull[ -]?out\b", re.IGNORECASE),
    "consultation": re.compile(r"\bconsult(?:ation)?\b", re.IGNORECASE),
}
_ROUTINE = re.compile(r"\b([A-Za-z][\w' -]{1,60}?)\s+routine\b", re.IGNORECASE)
_FILLERS = re.compile(r"^(?:(?:during|the|in|at|for|of|and|,)\s+)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _People:
    """Who was mentioned, by what they are."""

    provider_id: str | None = None
    teacher: Account | str | None = None
    paras: tuple[Account | str, ...] = ()


def understand(
    scope: Scope,
    text: str,
    *,
    mentions: Mapping[str, Account],
    channel_id: str | None,
    at: datetime,
) -> PlanInput:
    """Return the plan that a phrase asks for; nothing is checked against the calendar yet.

    Raises PhraseError (what the grammar cannot read) and Refusals: `stranger`,
    `nothing_after_schedule`, `no_words`, `too_long`, `school_missing`, those of `asked_days`,
    `time_missing`, those of accounts, `room_of_another`.
    """
    asker = people.require_member(scope)
    plain = texts.line(text, texts.NOTE, what="phrase")
    if not plain:
        raise errors.Refusal("nothing_after_schedule")
    texts.words(plain, texts.NOTE, what="phrase")
    calendar = calendars.calendar_of(scope, asker.school_id or plan_places.only_school(scope))
    said = asked_days.understand(plain, calendar, at=at)
    who = _people(scope, asker, said.rest, mentions)
    room, rest = room_said(MENTION.sub(" ", said.rest))
    classroom = _classroom(scope, calendar, room, who)
    known = routines.of_room(scope, classroom.id if classroom else None)
    given = PlanInput(
        provider_id=who.provider_id,
        teacher=who.teacher,
        room=room,
        channel_id=channel_id,
        paras=who.paras,
        anchor=_anchor(said, rest, known, calendar),
        service_delivery_model=_model(rest),
    )
    return asked_days.put(given, said, calendar, calendars.overrides_of(scope, calendar.id))


def left_out(scope: Scope, text: str, *, at: datetime) -> frozenset[date]:
    """Return the dates that somebody typed to be left out; Refusal "except_unreadable"."""
    asker = people.require_member(scope)
    plain = texts.line(text, texts.NOTE, what="except")
    calendar = calendars.calendar_of(scope, asker.school_id or plan_places.only_school(scope))
    return asked_days.left_out(plain, calendar, at=at)


def _people(
    scope: Scope, asker: tables.Person, rest: str, mentions: Mapping[str, Account]
) -> _People:
    """Sort the mentioned by what they are known to be; the first one not yet known teaches."""
    found = _People()
    for user_id in dict.fromkeys(MENTION.findall(rest)):
        account = mentions.get(user_id)
        if account is None or user_id == scope.who.user_id:
            continue
        adult = plan_places.known(scope, account)
        role = None if isinstance(adult, Account) else adult.role
        if role == "provider" and asker.role == "organiser" and not isinstance(adult, Account):
            found = replace(found, provider_id=adult.id)
        elif found.teacher is None and role in {None, "teacher", "provider"}:
            found = replace(found, teacher=account)
        else:
            found = replace(found, paras=(*found.paras, account))
    return found


def room_said(rest: str) -> tuple[str | None, str]:
    """Return the room that words name, without the word "room", and the other words."""
    match = _ROOM.search(rest)
    if match is None:
        return None, rest
    return match[1], f"{rest[: match.start()]} {rest[match.end() :]}"


def _classroom(
    scope: Scope, calendar: SchoolCalendar, room: str | None, who: _People
) -> tables.Classroom | None:
    """Return the room that is meant, for its routines' names; doubts are named later."""
    if room is not None:
        return scope.classrooms.of_room(calendar.id, classrooms.room_name(room))
    if isinstance(who.teacher, Account):
        teacher = scope.people.of_account(who.teacher.user_id)
        rooms = scope.classrooms.of_teacher(teacher.id) if teacher else ()
        return rooms[0] if len(rooms) == 1 else None
    return None


def _anchor(
    said: Understood, rest: str, known: Sequence[Routine], calendar: SchoolCalendar
) -> Anchor:
    """Return what the plan hangs on: a period or routine where one was said, else the clock."""
    start, end = said.start, said.end
    if start is not None and end is None:
        raise errors.Refusal("time_missing")
    minutes, offset = said.minutes, None
    if said.part is not None:
        minutes, offset = said.part[1], "end" if said.part[0] == "last" else "start"
    if start is not None:
        minutes = None
    if said.period is not None:
        return Anchor("period", said.period, start, end, offset, minutes)  # type: ignore[arg-type]
    name = _routine_name(said, rest, known, calendar)
    if name is None:
        return Anchor("clock", start=start, end=end)
    if said.block is not None and said.block[0] in {"before", "after"}:
        offset = said.block[0]
        if minutes is None and start is None:
            raise errors.Refusal("time_missing")
    return Anchor("routine", name, start, end, offset, minutes)  # type: ignore[arg-type]


def _routine_name(
    said: Understood, rest: str, known: Sequence[Routine], calendar: SchoolCalendar
) -> str | None:
    if said.block is not None:
        return said.block[1]
    told = " ".join(rest.casefold().split())
    names = [routine.name for routine in known]
    names += [period.name for period in calendar.regular.periods if not period.staff_only]
    names += [kind.replace("_", " ") for kind in ROUTINE_KINDS if kind != "other"]
    for name in names:
        if re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", told):
            return name
    match = _ROUTINE.search(rest)
    if match is None:
        return None
    return texts.line(_FILLERS.sub("", match[1].strip()), texts.NAME, what="routine") or None


def _model(rest: str) -> str:
    found = (model for model, words in _MODELS.items() if words.search(rest))
    return next(found, "push_in")
