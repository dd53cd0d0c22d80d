"""Times that make sense: a goal's routines, when the provider is there and nobody is in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pushin import (
    asked_suggestions,
    drafts,
    errors,
    goals,
    people,
    plan_inputs,
    plans,
)
from pushin.asked_suggestions import Asked
from pushin.fitting_times import Found
from pushin.kinds import reads
from pushin.people import Account
from pushin.provider_windows import Windows
from pushin.results import MayNameStudent, PlanPreview, Suggestions, SuggestWhich
from school import goals as goal_words
from storage import tables
from storage.scope import Scope, fresh_id

_DRAFT = "suggestion"

Answer = Suggestions | SuggestWhich


# --- requests -----------------------------------------------------------------------------------


def typed(
    scope: Scope,
    text: str,
    *,
    mentions: Mapping[str, Account],
    channel_id: str | None,
    at: datetime,
) -> Answer:
    """Return the times that fit what was typed, or what is to be picked first.

    `mentions` are the accounts behind the line's `<@U…>`, `channel_id` where it was typed.
    Refusals: those of `asked_suggestions`, `where_first` (name, mine), `outside_school_year`;
    SchoolError `goals_file`.
    """
    asked = asked_suggestions.typed(scope, text, mentions=mentions, channel_id=channel_id)
    return answer(scope, asked, at=at)


def picked(scope: Scope, draft_id: str, what: str, value: str, *, at: datetime) -> Answer:
    """Go on with a request after its goal, its room or its provider was picked.

    Refusals as of `typed`, and `draft_gone`.
    """
    asked = _asked(scope, draft_id, at=at)
    match what:
        case "goal":
            asked = replace(asked, goal=f"goal:{value}", words="")
        case "room":
            asked = replace(asked, classroom_ids=(value,))
        case _:
            asked = replace(asked, provider_id=value)
    return answer(scope, asked, at=at)


def more(scope: Scope, draft_id: str, first: int, *, at: datetime) -> Answer:
    """Return the times from the number `first` on, looked for anew; refusals as of `picked`."""
    return answer(scope, _asked(scope, draft_id, at=at), first=first, at=at)


def choose(
    scope: Scope, draft_id: str, number: int, *, at: datetime
) -> PlanPreview | MayNameStudent:
    """Say a suggested time back as a plan, exactly as if it had been typed.

    What came in its way since is named as ever. Refusals: `draft_gone`, and those of
    `plans.preview`.
    """
    content = _content(scope, draft_id, at=at).get("offers", {}).get(str(number))
    if content is None:
        raise errors.Refusal("draft_gone")
    return plans.preview(scope, plan_inputs.from_content(content), at=at)


def _asked(scope: Scope, draft_id: str, *, at: datetime) -> Asked:
    return asked_suggestions.from_content(_content(scope, draft_id, at=at)["asked"])


def _content(scope: Scope, draft_id: str, *, at: datetime) -> dict[str, Any]:
    draft = drafts.own(scope, draft_id, at=at)
    if draft.kind != _DRAFT or not draft.content:
        raise errors.Refusal("draft_gone")
    return draft.content


def _keep(scope: Scope, asked: Asked, offers: Mapping[str, Any], *, at: datetime) -> str:
    """Keep what buttons refer to; they carry the draft's id and a number."""
    content = {"asked": asked_suggestions.to_content(asked), "offers": dict(offers)}
    draft = tables.Draft(
        workspace_id=scope.workspace_id,
        id=fresh_id(),
        person_id=people.require_member(scope).id,
        kind=_DRAFT,
        content=content,
        created_at=at,
    )
    return scope.drafts.add(draft).id


# --- answers ------------------------------------------------------------------------------------


def answer(scope: Scope, asked: Asked, *, first: int = 0, at: datetime) -> Answer:
    """Return the times of a request from a number on, and keep what their buttons refer to."""
    found = look(scope, asked, at=at)
    if isinstance(found, SuggestWhich):
        kept = asked_suggestions.with_goal(asked, ())
        return replace(found, draft_id=_keep(scope, kept, {}, at=at))
    page = found.page(first)
    offers = {str(one.number): plan_inputs.to_content(found.plan(one.number)) for one in page.shown}
    return replace(page, draft_id=_keep(scope, found.asked, offers, at=at))


@reads
def look(scope: Scope, asked: Asked, *, at: datetime) -> Found | SuggestWhich:
    """Return all times that fit a request, or what is to be picked first; nothing is kept."""
    if not asked.goal and not asked.words:
        return _which_goal(scope, asked)
    provider = asked_suggestions.provider_of(scope, asked)
    if not isinstance(provider, tables.Person):
        return SuggestWhich("", "provider", tuple((one.id, one.name) for one in provider))
    rooms = asked_suggestions.rooms_of(scope, asked, provider)
    few = rooms if len(rooms) <= asked_suggestions.MOST_ROOMS else ()
    windows = Windows(scope, provider, few, at=at)
    if not windows.has_place:
        mine = provider.slack_user_id == scope.who.user_id
        raise errors.Refusal("where_first" if mine else "where_first_other", name=provider.name)
    asked = asked_suggestions.with_goal(asked, (windows.of(room)[0] for room in few))
    goal = asked_suggestions.goal_of(asked)
    if goal is None:
        return _which_goal(scope, asked)
    if not few:
        return SuggestWhich("", "room", _rooms(scope, rooms))
    return Found(scope, asked, goal, provider, rooms, windows, at)


def _which_goal(scope: Scope, asked: Asked) -> SuggestWhich:
    """Return the list of goals, the asker's discipline first, and those that look like it."""
    person = people.require_member(scope)
    near = goal_words.near(goals.known(), asked.words) if asked.words else ()
    return SuggestWhich(
        "",
        "goal",
        tuple((one.key, one.label) for one in goals.of_discipline(person.discipline)),
        tuple((one.key, one.label) for one in near),
        unknown=bool(asked.words),
    )


def _rooms(scope: Scope, rooms: Sequence[tables.Classroom]) -> tuple[tuple[str, str], ...]:
    teachers = {room.id: people.require(scope, room.teacher_id).name for room in rooms}
    return tuple((room.id, f"{room.room} · {teachers[room.id]}") for room in rooms)
