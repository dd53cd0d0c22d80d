"""A provider takes over a caseload from a date on, or a teacher a room: one form, one undo."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from pushin import (
    attention,
    calendars,
    change_news,
    classrooms,
    drafts,
    errors,
    handover_facts,
    pairs,
    people,
    plan_changes,
    plan_facts,
    plan_wishes,
    rights,
    touchbases,
    undo,
)
from pushin.change_inputs import ChangeInput
from pushin.changes import KIND
from pushin.kinds import reads
from pushin.results import (
    Clash,
    HandedOver,
    HandoverForm,
    HandoverPreview,
)
from storage import tables
from storage.scope import Scope, fresh_id

DRAFT = "handover"


@reads
def form(scope: Scope, *, at: datetime) -> HandoverForm:
    """Return whose push-ins the asker may hand over, and to whom.

    A provider hands over their own, an organiser those of the school. Refusals: `stranger`,
    `not_yours`, `nothing_to_hand_over`.
    """
    me = people.require_member(scope)
    if me.role not in {"provider", "teacher", "organiser"}:
        raise errors.NotAllowed("not_yours", action="schedule")
    everybody = [one for one in scope.people.active() if attention.is_reachable(one)]
    adults = [one for one in everybody if one.role in {"provider", "teacher"}]
    owners = [me] if me.role != "organiser" else adults
    owners = [one for one in owners if _plans(scope, one, at=at)]
    if not owners:
        raise errors.Refusal("nothing_to_hand_over")
    roles = {one.role for one in owners}
    others = [one for one in adults if one.role in roles]
    today = attention.today(scope, me, at)
    return HandoverForm(today, tuple(map(people.ref, owners)), tuple(map(people.ref, others)))


def preview(
    scope: Scope, owner_id: str, other_id: str, on: date, *, at: datetime
) -> HandoverPreview:
    """Return what a handover from the local date `on` would do, with the clashes of who takes over.

    It is kept as a draft for Confirm. Refusals: `stranger`, `not_yours`, `person_gone`,
    `handover_to_oneself`, `handover_other_role` (name), `nothing_to_hand_over`, `date_past` (on),
    `room_from_today` for a room on a later date, and those of the change.
    """
    owner, other = _check(scope, owner_id, other_id)
    plans = [one for one in _plans(scope, owner, at=at) if one.until_date >= on]
    if not plans:
        raise errors.Refusal("nothing_to_hand_over")
    found: dict[tuple[str, str], Clash] = {}
    for plan in plans:
        _check_date(scope, plan, owner, on, at=at)
        if owner.role == "provider":
            prepared = plan_changes.prepare(scope, plan, _given(plan, owner, other, on), at=at)
            found |= plan_changes.clashing(scope, plan, prepared)
    draft = scope.drafts.add(
        tables.Draft(
            workspace_id=scope.workspace_id,
            id=fresh_id(),
            person_id=people.require_member(scope).id,
            kind=DRAFT,
            content={"owner": owner.id, "other": other.id, "on": on.isoformat()},
            created_at=at,
        )
    )
    fields = people.field_of(owner.discipline), people.field_of(other.discipline)
    return HandoverPreview(
        draft.id,
        people.ref(owner),
        people.ref(other),
        on,
        tuple(plan_facts.facts(scope, one) for one in plans),
        tuple(found.values()),
        other_discipline=fields[0] != fields[1],
    )


def confirm(scope: Scope, draft_id: str, *, at: datetime) -> HandedOver:
    """Hand over what was said back, with one undo of the whole; a second Confirm changes nothing.

    Refusals: `draft_gone`, and those of `preview`.
    """
    draft = drafts.own(scope, draft_id, at=at)
    if draft.kind != DRAFT:
        raise errors.Refusal("draft_gone")
    on = date.fromisoformat(draft.content["on"])
    owner = people.require(scope, draft.content["owner"])
    other = people.require(scope, draft.content["other"])
    if draft.used_at is not None:
        return HandedOver(people.ref(owner), people.ref(other), on, (), again=True)
    _check(scope, owner.id, other.id)
    draft.used_at = at
    scope.drafts.add(draft)
    plans = [one for one in _plans(scope, owner, at=at) if one.until_date >= on]
    if not plans:
        raise errors.Refusal("nothing_to_hand_over")
    for plan in plans:
        _check_date(scope, plan, owner, on, at=at)
    if owner.role == "teacher":
        _leave_room(scope, owner, other, plans, at=at)
    parts = []
    for plan in plans:
        first = plan_wishes.first_open(scope, plan, on, at=at)
        given = _given(plan, owner, other, first)
        made = plan_changes.go_on(scope, plan, given, new_id=fresh_id(), at=at)
        plan_changes.keep_people(scope, (made.plan, *made.new), at=at)
        parts.append({"before": made.before, "after": plan_changes.kept_after(scope, made)})
    before = {
        "what": handover_facts.WHAT,
        "plan": plans[0].id,
        "owner": owner.id,
        "other": other.id,
    }
    new = [one["after"]["then"] for one in parts]
    after = {"first": on.isoformat(), "parts": parts, "all": [*(p.id for p in plans), *new]}
    undo_id = undo.keep(scope, KIND, owner.id, before=before, after=after, at=at)
    change_news.tell(scope, undo_id, at=at)
    return replace(
        handover_facts.of(scope, before, after), undo_id=undo_id, told=_told(scope, after["all"])
    )


def put_back(scope: Scope, kept: tables.Undo, *, at: datetime) -> HandedOver:
    """Let all be as before a handover; Refusal: Stale `undo_overtaken` where one part changed."""
    owner = people.require(scope, kept.before["owner"])
    other = people.require(scope, kept.before["other"])
    parts = kept.after["parts"]
    for part in parts:
        plan_changes.restore(scope, part["before"], part["after"], since=kept.at, at=at)
    if owner.role == "teacher":
        back = [plan_facts.require(scope, one["before"]["plan"]) for one in kept.after["parts"]]
        _leave_room(scope, other, owner, back, at=at)
    change_news.taken_back(scope, kept, at=at)
    return replace(handover_facts.of(scope, kept.before, kept.after), taken_back=True)


# --- parts ------------------------------------------------------------------------------------


def _check(scope: Scope, owner_id: str, other_id: str) -> tuple[tables.Person, tables.Person]:
    me = people.require_member(scope)
    owner, other = people.require(scope, owner_id), people.require(scope, other_id)
    if me.id != owner.id and me.role != "organiser":
        raise errors.NotAllowed("not_yours", action="schedule")
    if owner.id == other.id:
        raise errors.Refusal("handover_to_oneself")
    if owner.role != other.role or not attention.is_reachable(other):
        raise errors.Refusal("handover_other_role", name=other.name)
    return owner, other


def _plans(scope: Scope, owner: tables.Person, *, at: datetime) -> Sequence[tables.Plan]:
    """Return the plans that go along, of those that the asker may change, or is the teacher of."""
    if owner.role == "provider":
        mine = [
            one
            for one in scope.plans.of_provider(owner.id)
            if rights.may(scope, "schedule", plan=one)
        ]
    else:
        mine = [
            one
            for room in scope.classrooms.of_teacher(owner.id)
            for one in scope.plans.of_classroom(room.id)
            if rights.may(scope, "routine", plan=one)
        ]
    return [one for one in mine if not plan_facts.is_over(scope, one, at=at)]


def _check_date(
    scope: Scope, plan: tables.Plan, owner: tables.Person, on: date, *, at: datetime
) -> None:
    room = plan_facts.classroom_of(scope, plan)
    today = calendars.today(calendars.calendar_of(scope, room.school_id), at)
    if on < today:
        raise errors.Refusal("date_past", on=on)
    if owner.role == "teacher" and on > today:
        raise errors.Refusal("room_from_today")


def _leave_room(
    scope: Scope,
    owner: tables.Person,
    other: tables.Person,
    plans: Sequence[tables.Plan],
    *,
    at: datetime,
) -> None:
    """Give the rooms of some plans another teacher; the touch-bases of the one before are off."""
    rooms = {plan.classroom_id for plan in plans}
    for plan in plans:
        pair = pairs.of(scope, owner.id, plan.provider_id, plan.classroom_id)
        touchbases.withdraw_all(scope, pair, at=at)
    classrooms.hand_over(scope, rooms, other)


def _given(plan: tables.Plan, owner: tables.Person, other: tables.Person, on: date) -> ChangeInput:
    same = ChangeInput(what="change", plan_id=plan.id, session_id="", on=on)
    if owner.role == "provider":
        return replace(same, provider_id=other.id)
    return replace(same, without=owner.id)


def _told(scope: Scope, plan_ids: Sequence[str]) -> int:
    me = scope.person.id if scope.person else ""
    adults = {one.id: one for key in plan_ids for one in scope.plans.adults(key)}
    return sum(attention.is_reachable(one) and one.id != me for one in adults.values())
