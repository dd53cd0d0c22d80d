"""Plans: asked for, said back, saved with all that follows from them."""

from collections.abc import Mapping
from datetime import date, datetime

from pushin import (
    calendars,
    clash_questions,
    clashes,
    derivation,
    digests,
    drafts,
    errors,
    free_times,
    live,
    people,
    plan_drafts,
    plan_facts,
    plan_inputs,
    plan_phrases,
    plan_places,
    plan_rows,
    privacy,
    prompts,
    sessions,
    together,
    touchbases,
)
from pushin.kinds import reads
from pushin.people import Account
from pushin.plan_drafts import Prepared
from pushin.plan_facts import facts, of_channel, of_person, require
from pushin.plan_inputs import PlanInput
from pushin.results import MayNameStudent, PlanDropped, PlanForm, PlanPreview, PlanSaved
from school.calendar import SchoolCalendar
from school.recurrence import Anchor
from storage import tables
from storage.scope import Scope, fresh_id

__all__ = [
    "PlanInput",
    "begin",
    "drop",
    "facts",
    "form",
    "keep_draft",
    "of_channel",
    "of_person",
    "preview",
    "preview_phrase",
    "require",
    "save",
]

_DRAFT = "plan"
DRAFT = "plan_words"
"""A plan whose words may name a student: it cannot be saved before its author says that not."""
_FIRST_DATES = 3
_SHOWN = "shown_clashes"


def preview_phrase(
    scope: Scope,
    text: str,
    *,
    mentions: Mapping[str, Account],
    channel_id: str | None,
    at: datetime,
) -> PlanPreview | MayNameStudent:
    """Return what a typed phrase was understood as; it is kept as a draft for Confirm.

    `mentions` are the accounts behind the phrase's `<@U…>`; `channel_id` is the private channel
    where it was typed, if it can be the room's. Raises what `plan_phrases.understand` and
    `preview` raise.
    """
    given = plan_phrases.understand(scope, text, mentions=mentions, channel_id=channel_id, at=at)
    return preview(scope, given, at=at)


def preview(scope: Scope, given: PlanInput, *, at: datetime) -> PlanPreview | MayNameStudent:
    """Return what a plan would be, with its clashes; it is kept as a draft for Confirm.

    The name of a new room or routine will stand on the plan's card, so it is checked. Refusals:
    those of `plan_drafts.prepare`, and `already_planned` (plan).
    """
    prepared = _prepared(scope, given, at=at)
    content = plan_inputs.to_content(given)
    doubt = privacy.check(scope, DRAFT, prepared.new_words, content, at=at)
    return doubt or _previewed(scope, prepared, at=at)


def keep_draft(scope: Scope, draft_id: str, *, at: datetime) -> PlanPreview:
    """Say back a plan after its author said that its words name no student."""
    given = plan_inputs.from_content(drafts.take(scope, draft_id, DRAFT, at=at))
    return _previewed(scope, _prepared(scope, given, at=at), at=at)


def _prepared(scope: Scope, given: PlanInput, *, at: datetime) -> Prepared:
    prepared = plan_drafts.prepare(scope, given, at=at)
    plan_drafts.check_new(scope, prepared)
    return prepared


def _previewed(
    scope: Scope, prepared: Prepared, *, shown: set[clashes.Key] | None = None, at: datetime
) -> PlanPreview:
    """Keep a draft and say it back; `shown` are the clashes that an earlier preview had."""
    found = clashes.of(scope, prepared)
    content = plan_inputs.to_content(prepared.given)
    draft = scope.drafts.add(
        tables.Draft(
            workspace_id=scope.workspace_id,
            id=fresh_id(),
            person_id=people.require_member(scope).id,
            kind=_DRAFT,
            content={**content, _SHOWN: [list(key) for key in found]},
            created_at=at,
        )
    )
    return PlanPreview(
        draft_id=draft.id,
        plan=plan_drafts.facts(scope, prepared, draft.id),
        first_dates=tuple(
            (one.on, one.start or 0, one.end or 0) for one in prepared.on[:_FIRST_DATES]
        ),
        session_count=len(prepared.on),
        moved=_moved(prepared),
        obstacles=tuple(one.on for one in prepared.sessions if one.obstacle == "routine_missing"),
        clashes=tuple(found.values()),
        since=tuple(
            clash for key, clash in found.items() if shown is not None and key not in shown
        ),
        unknown=tuple(one.on for one in prepared.sessions if one.obstacle == "unknown_day"),
        until=prepared.until,
        free=free_times.instead(scope, prepared, found, at=at),
        shared=clashes.shared_codes(scope, prepared, found),
    )


def _moved(prepared: Prepared) -> tuple[tuple[date, int, int, str], ...]:
    """Return the first date of each time that is not the regular one, with the day's label."""
    usual = (prepared.anchor.start, prepared.anchor.end)
    found: dict[tuple[int, int, str], date] = {}
    for one in prepared.on:
        if one.start is not None and one.end is not None and (one.start, one.end) != usual:
            found.setdefault((one.start, one.end, calendars.label_of(one.day)), one.on)
    return tuple((on, *key) for key, on in found.items())


def _draft(scope: Scope, draft_id: str, kinds: tuple[str, ...] = (_DRAFT,)) -> tables.Draft:
    """Return the asker's own draft; Refusals `draft_gone`, `not_yours`."""
    asker = people.require_member(scope)
    draft = scope.drafts.get(draft_id)
    if draft is None or draft.kind not in kinds:
        raise errors.Refusal("draft_gone")
    if draft.person_id != asker.id:
        raise errors.NotAllowed("not_yours", action="schedule")
    return draft


@reads
def form(
    scope: Scope, draft_id: str | None = None, *, channel_id: str | None = None, at: datetime
) -> PlanForm:
    """Return what the schedule form is prefilled with: a draft, else the channel's classroom.

    Refusals: `stranger`, `not_a_provider_asking`, `draft_gone`, `draft_used`, `not_yours`,
    `school_missing`.
    """
    asker = people.require_member(scope)
    if asker.role not in {"provider", "organiser"}:
        raise errors.NotAllowed("not_a_provider_asking")
    given = _asked(scope, draft_id, at=at) if draft_id is not None else None
    here = plan_places.school_of_channel(scope, channel_id)
    calendar = calendars.calendar_of(
        scope, here or asker.school_id or plan_places.only_school(scope)
    )
    given = given or _of_room(scope, channel_id, calendar, at)
    room = given and given.room and scope.classrooms.of_room(calendar.id, given.room)
    known = scope.classrooms.routines(room.id) if room else ()
    anchor = given.anchor if given else None
    return PlanForm(
        draft_id=draft_id,
        weekdays=tuple(sorted(given.told_on)) if given else (),
        anchor_kind=anchor.kind if anchor else "clock",
        anchor_name=anchor.name if anchor else "",
        start=anchor.start if anchor else None,
        end=anchor.end if anchor else None,
        teacher_user_id=_user_id(scope, given.teacher) if given else None,
        room=(given.room or "") if given else "",
        channel_id=given.channel_id if given else None,
        para_user_ids=_user_ids(scope, given),
        adults_without_account=given.adults_without_account if given else (),
        from_date=given.from_date if given else calendars.today(calendar, at),
        until_date=given.until_date if given else None,
        service_delivery_model=given.service_delivery_model if given else "push_in",
        lead_minutes=given.lead_minutes if given else 30,
        student_codes=given.student_codes if given else (),
        periods=tuple(one.name for one in calendar.regular.periods if not one.staff_only),
        routines=tuple(one.name for one in known if one.with_students),
        first_day=calendar.first_day,
        last_day=calendar.last_day,
        interval=given.interval if given else 1,
        cycle_days=given.cycle_days if given else (),
        monthly=given.monthly if given else (),
        except_dates=tuple(sorted(given.except_dates)) if given else (),
        rotation=calendar.cycle_days,
    )


def _asked(scope: Scope, draft_id: str, *, at: datetime) -> PlanInput:
    return _given(_draft(scope, draft_id, (_DRAFT, DRAFT)), at=at)


def _given(draft: tables.Draft, *, at: datetime) -> PlanInput:
    drafts.check_fresh(draft, at=at)
    if not draft.content:
        raise errors.Refusal("draft_used")
    return plan_inputs.from_content(draft.content)


def _of_room(
    scope: Scope, channel_id: str | None, calendar: SchoolCalendar, at: datetime
) -> PlanInput | None:
    """Return what a channel tells of a plan, where one classroom of the school has it."""
    found = scope.classrooms.of_channel(channel_id) if channel_id else ()
    here = [room for room in found if room.school_id == calendar.id]
    if len(here) != 1:
        return None
    return PlanInput(
        teacher=here[0].teacher_id,
        room=here[0].room,
        channel_id=channel_id,
        anchor=Anchor(kind="clock"),
        from_date=calendars.today(calendar, at),
    )


def _user_id(scope: Scope, adult: Account | str | None) -> str | None:
    if isinstance(adult, Account) or adult is None:
        return adult.user_id if adult else None
    return people.require(scope, adult).slack_user_id


def _user_ids(scope: Scope, given: PlanInput | None) -> tuple[str, ...]:
    found = (_user_id(scope, one) for one in given.paras) if given else ()
    return tuple(one for one in found if one is not None)


# --- save -------------------------------------------------------------------------------------


def drop(scope: Scope, draft_id: str, *, at: datetime) -> PlanDropped | PlanSaved:
    """Leave what was asked for; twice is once. A draft that has become a plan is told as such.

    Refusals: `draft_gone`, `not_yours`.
    """
    draft = _draft(scope, draft_id)
    existing = scope.plans.get(draft_id)
    if existing is not None:
        return _saved(scope, existing, at=at, again=True)
    again = not draft.content
    if not again:
        drafts.use_up(scope, draft, at=at)
    return PlanDropped(again)


def save(
    scope: Scope, draft_id: str, *, rival_id: str = "", at: datetime
) -> PlanSaved | PlanPreview:
    """Make a draft a plan: its people, room, sessions, prompts and touch-bases, in one step.

    Where another provider is in the room at the time, `rival_id` is the plan to be treated together
    with: its provider is asked. Without it, and where that plan is there no more, nothing is saved
    and the preview is given again.

    A plan has its draft's id, so a second Confirm finds the plan and answers `again`. What was
    true at the preview is checked anew: where something else has come to clash since, nothing is
    saved and a new preview names it (`since`). Refusals as there, and `draft_gone`, `not_yours`.
    """
    draft = _draft(scope, draft_id)
    existing = scope.plans.get(draft_id)
    if existing is not None:
        return _saved(scope, existing, at=at, again=True)
    prepared = plan_drafts.prepare(scope, _given(draft, at=at), at=at)
    plan_drafts.check_new(scope, prepared)
    shown = {(plan_id, kind) for plan_id, kind in draft.content.get(_SHOWN, ())}
    found = clashes.of(scope, prepared)
    rivals = [plan_id for plan_id, kind in found if kind == "room"]
    if not found.keys() <= shown or (rival_id not in rivals if rivals else bool(rival_id)):
        return _previewed(scope, prepared, shown=shown, at=at)
    plan = plan_rows.insert(scope, prepared, plan_id=draft.id, by=draft.person_id, at=at)
    drafts.use_up(scope, draft, at=at)
    clash_questions.keep_shown(scope, plan, found, at=at)
    if rival_id:
        together.ask(scope, plan, require(scope, rival_id), at=at)
    begin(scope, plan, derivation.derive(scope, plan, prepared.calendar, at=at), at=at)
    return _saved(scope, plan, at=at, again=False)


def begin(scope: Scope, plan: tables.Plan, changes: derivation.Changes, *, at: datetime) -> None:
    """Let all follow from a plan that was inserted and has its sessions: prompts, touch-bases."""
    prompts.for_plan(scope, plan, at=at)
    sessions.settle(scope, plan, changes, at=at)
    room = plan_facts.classroom_of(scope, plan)
    touchbases.plan_all(scope, (plan.provider_id, room.teacher_id), at=at)
    for person_id in (room.teacher_id, plan.provider_id):
        prompts.for_person(scope, person_id, at=at)
    for person_id in scope.plans.adult_ids(plan.id):
        digests.plan(scope, person_id, at=at)
    together.tell_asked(scope, plan, at=at)
    live.changed(scope, f"plan:{plan.id}")


def _saved(scope: Scope, plan: tables.Plan, *, at: datetime, again: bool) -> PlanSaved:
    on = [row for row in scope.sessions.to_come(plan.id, at) if sessions.is_on(row)]
    first = sessions.facts(scope, on[0]) if on else None
    asks = together.asked_by(scope, plan)
    return PlanSaved(facts(scope, plan), len(on), first, again=again, asks=asks)
