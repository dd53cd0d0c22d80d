"""What somebody asks to be suggested: for whom, in which rooms, which goal, how often, how long."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from pushin import classrooms, errors, goals, people, plan_phrases, plan_places, rights, texts
from pushin.people import Account
from school import goals as goal_words
from school.goals import Goal, Home
from school.grammar import frequency
from school.openings import Bells
from storage import tables
from storage.scope import Scope
from storage.tables.people import ROUTINE_KINDS

MOST_ROOMS = 6
"""Rooms that are looked at together; of more, one is picked first."""
_GOAL, _KIND, _NAME = "goal", "kind", "name"
_FILLERS = re.compile(
    r"\b(?:with|for|in|the|a|an|of|my|goals?|please|during|con|para|en|el|la|de|objetivo"
    r"|meta|each)\b"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as far as it is understood.

    `goal` is `goal:KEY`, `kind:KIND` or `name:ROUTINE`, "" where none was said and `words` where it
    was not understood. `classroom_ids` empty: the provider's own rooms.
    """

    goal: str = ""
    words: str = ""
    provider_id: str = ""
    classroom_ids: tuple[str, ...] = ()
    times: int | None = None
    minutes: int | None = None
    weekly: int | None = None


def to_content(asked: Asked) -> dict[str, Any]:
    """Return a request as JSON; the words that were not understood are not kept."""
    return {**asdict(asked), "classroom_ids": list(asked.classroom_ids), "words": ""}


def from_content(content: Mapping[str, Any]) -> Asked:
    """Return what `to_content` was given."""
    return Asked(**{**content, "classroom_ids": tuple(content["classroom_ids"])})


def typed(
    scope: Scope, text: str, *, mentions: Mapping[str, Account], channel_id: str | None
) -> Asked:
    """Return what a typed line asks for.

    PhraseError `frequency`; Refusals `too_long`, `not_a_provider_asking`, `not_a_teacher` (name,
    role), `not_in_push_in` (name), `no_such_room`, and those of accounts.
    """
    asker = people.require_member(scope)
    line = texts.line(text, texts.NOTE, what="phrase")
    room, rest = plan_phrases.room_said(plan_phrases.MENTION.sub(" ", line))
    provider, teachers = _mentioned(scope, asker, line, mentions)
    provider = asker if asker.role == "provider" else provider
    if room is None and not teachers and asker.role != "teacher":
        rooms = scope.classrooms.of_channel(channel_id) if channel_id else ()
    else:
        own = [asker] if asker.role == "teacher" else []
        name = classrooms.room_name(room) if room else None
        rooms = _said_rooms(scope, provider or asker, teachers or own, name)
    often, words = frequency.take(rest)
    return Asked(
        words=goal_words.plain(_FILLERS.sub(" ", words)),
        provider_id=provider.id if provider else "",
        classroom_ids=tuple(one.id for one in rooms),
        times=often.times,
        minutes=often.minutes,
        weekly=often.weekly,
    )


def _mentioned(
    scope: Scope, asker: tables.Person, line: str, mentions: Mapping[str, Account]
) -> tuple[tables.Person | None, list[tables.Person]]:
    """Return the provider and the teachers that were mentioned."""
    if asker.role not in {"provider", "teacher", "organiser"}:
        raise errors.NotAllowed("not_a_provider_asking")
    provider, teachers = None, []
    for user_id in dict.fromkeys(plan_phrases.MENTION.findall(line)):
        account = mentions.get(user_id)
        if account is None or user_id == scope.who.user_id:
            continue
        adult = plan_places.known(scope, account)
        if isinstance(adult, Account):
            raise errors.Refusal("not_in_push_in", name=account.name)
        if adult.role == "provider" and asker.role != "provider":
            provider = adult
            continue
        people.check_role(adult, "teacher")
        teachers.append(adult)
    return provider, teachers


def _said_rooms(
    scope: Scope, who: tables.Person, teachers: Sequence[tables.Person], name: str | None
) -> Sequence[tables.Classroom]:
    """Return the rooms of some teachers, or of a name in the schools where `who` is."""
    if teachers:
        theirs = (room for one in teachers for room in scope.classrooms.of_teacher(one.id))
        found = [room for room in theirs if name is None or _is_called(room, name)]
    else:
        there = _schools(scope, who)
        found = [one for key in there if name and (one := scope.classrooms.of_room(key, name))]
    if not found:
        raise errors.Refusal("no_such_room")
    return found


def _is_called(room: tables.Classroom, name: str) -> bool:
    return room.room.casefold() == name.casefold()


def _schools(scope: Scope, who: tables.Person) -> tuple[str, ...]:
    """Return the schools in which a room that was said may be."""
    own = [one.school_id for one in scope.people.buildings(who.id)]
    known = dict.fromkeys(one for one in (who.school_id, *own) if one is not None)
    return tuple(known) or tuple(school.id for school in scope.schools.all())


# --- for whom, and where ------------------------------------------------------------------------


def provider_of(scope: Scope, asked: Asked) -> tables.Person | Sequence[tables.Person]:
    """Return whose push-in it would be, or those of whom one is to be picked.

    Those that push into the rooms, where none was mentioned. Refusals `provider_missing`,
    `not_a_provider` (name, role).
    """
    if asked.provider_id:
        asker = people.require_member(scope)
        is_asker = asker.id == asked.provider_id
        provider = asker if is_asker else people.require(scope, asked.provider_id)
        people.check_role(provider, "provider")
        return provider
    rooms = asked.classroom_ids
    plans = (plan for one in rooms for plan in scope.plans.of_classroom(one))
    ids = dict.fromkeys(plan.provider_id for plan in plans)
    members = (one for room in rooms for one in scope.people.of_classroom(room))
    ids.update(dict.fromkeys(one.id for one in members if one.role == "provider"))
    found = scope.people.of_ids(ids)
    if not found:
        raise errors.Refusal("provider_missing")
    return found[0] if len(found) == 1 else found


def rooms_of(scope: Scope, asked: Asked, provider: tables.Person) -> Sequence[tables.Classroom]:
    """Return the rooms to look at: those that were said, else all of the provider's.

    Refusals `suggest_room_missing`, `room_gone`, `not_yours`.
    """
    if asked.classroom_ids:
        found = [classrooms.require(scope, one) for one in asked.classroom_ids]
    else:
        plans = scope.plans.of_provider(provider.id)
        ids = dict.fromkeys(plan.classroom_id for plan in plans)
        ids.update(dict.fromkeys(room.id for room in scope.classrooms.of_member(provider.id)))
        found = [room for one in ids if (room := scope.classrooms.get(one))]
        found.sort(key=lambda room: (room.school_id, room.room))
    if not found:
        raise errors.Refusal("suggest_room_missing")
    for room in found:
        if not may_schedule(scope, provider, room):
            rights.require(scope, "propose", classroom=room)
    return found


def may_schedule(scope: Scope, provider: tables.Person, room: tables.Classroom) -> bool:
    """Tell whether the asker may plan a push-in of a provider in a room."""
    return rights.may(scope, "schedule", provider_id=provider.id, school_id=room.school_id)


# --- the goal -----------------------------------------------------------------------------------


def with_goal(asked: Asked, bells: Iterable[Bells]) -> Asked:
    """Return a request with the goal that its words name: a goal area, or a routine of the rooms.

    What no goal and no routine is called stays without.
    """
    if asked.goal or not asked.words:
        return asked
    bare = " ".join(re.sub(r"\b(?:routine|rutina|period)\b", " ", asked.words).split())
    goal = goal_words.find(goals.known(), asked.words)
    exactly = goal is not None and bare in goal.words
    routine = None if exactly else _routine(bare, bells)
    kind = bare.replace(" ", "_")
    if routine is not None:
        found = f"{_NAME}:{routine}"
    elif goal is not None:
        found = f"{_GOAL}:{goal.key}"
    elif kind in ROUTINE_KINDS and kind not in {"planning", "other"}:
        found = f"{_KIND}:{kind}"
    else:
        return asked
    return replace(asked, goal=found, words="")


def goal_of(asked: Asked) -> Goal | None:
    """Return the goal that is meant, or a routine as if it were one; None where none is."""
    about, _, key = asked.goal.partition(":")
    if about == _GOAL:
        return next((one for one in goals.known() if one.key == key), None)
    if about == _KIND:
        return Goal("", key.replace("_", " "), (), (), (Home(key, "", ""),))
    return Goal("", key, (), (), (Home("", key, ""),)) if about == _NAME else None


def _routine(said: str, bells: Iterable[Bells]) -> str | None:
    """Return the routine or period of one of the rooms that words name; nobody else's."""
    for one in bells:
        names = [routine.name for routine in one.routines if routine.kind != "planning"]
        names += [period.name for period in one.calendar.regular.periods if not period.staff_only]
        for name in names:
            if goal_words.plain(name) == said:
                return name
    return None
