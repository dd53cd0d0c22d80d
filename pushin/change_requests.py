"""What people ask to be changed: typed or by the form, said back, confirmed or proposed, undone."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from pushin import (
    calendars,
    change_facts,
    change_inputs,
    change_news,
    changes,
    clashes,
    consent_answers,
    consents,
    drafts,
    errors,
    handover_facts,
    people,
    plan_changes,
    plan_facts,
    proposals,
    review_decisions,
    rights,
    session_targets,
    sessions,
    takeovers,
    undo,
)
from pushin.change_inputs import ChangeInput
from pushin.results import Changed, ChangeFacts, ChangePreview, Clash, HandedOver, Proposed
from school import clock
from storage import tables
from storage.scope import Scope, fresh_id

DRAFT = "change"
_SHOWN = "shown_clashes"

Answer = ChangePreview | Changed
Done = Changed | Proposed | ChangePreview


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A checked change with all that it says, and what it would do; nothing is written."""

    given: ChangeInput
    is_news: bool = True
    count: int = 0
    missing: tuple[date, ...] = ()
    dates: tuple[date, ...] = ()
    clashing: dict[clashes.Key, Clash] = field(default_factory=dict)


def require_may(scope: Scope, given: ChangeInput) -> bool:
    """Tell whether the asker makes a change themselves; False: they propose it.

    Refusals: `stranger`, `not_yours`.
    """
    people.require_member(scope)
    plan = plan_facts.require(scope, given.plan_id)
    if rights.may(scope, "schedule", plan=plan):
        return True
    room = scope.classrooms.get(given.classroom_id) if given.classroom_id else None
    if given.is_of_one and rights.may(scope, "skip", plan=plan):
        mine = plan_facts.classroom_of(scope, plan).teacher_id
        return room is None or room.teacher_id == mine
    rights.require(scope, "propose", plan=plan)
    return False


def preview(scope: Scope, given: ChangeInput, *, at: datetime) -> Answer:
    """Return what a change would be, with its clashes; it is kept as a draft for Confirm.

    Where it is so already, that is the answer. Refusals: those of `require_may` and of the change.
    """
    return _previewed(scope, given, shown=None, at=at)


def confirm(scope: Scope, draft_id: str, *, at: datetime) -> Done:
    """Do what was said back, or propose it; a second Confirm changes nothing and says so.

    Where something else came to clash since, nothing is done and a new preview names it. Refusals:
    `draft_gone`, Stale `changed_since` where it was changed meanwhile, and those of `preview`.
    """
    draft = own_draft(scope, draft_id, at=at)
    given = change_inputs.from_content(draft.content)
    if draft.used_at is not None:
        return Changed(change_facts.of_input(scope, given), again=True)
    if given.seen != seen(scope, given):
        raise errors.Stale("changed_since")
    found = foresee(scope, given, at=at)
    shown = {(key, kind) for key, kind in draft.content.get(_SHOWN, ())}
    if not found.clashing.keys() <= shown:
        return _previewed(scope, given, shown=shown, at=at)
    draft.used_at = at
    scope.drafts.add(draft)
    if not found.is_news:
        return Changed(change_facts.of_input(scope, found.given, found.dates), again=True)
    may = require_may(scope, given)
    if consents.is_needed(scope, found.given):
        done = consent_answers.propose(scope, found.given, new_id=draft.id, at=at)
    elif may:
        done = act(scope, given, new_id=draft.id, at=at)
    else:
        done = proposals.make(scope, found.given, at=at)
    review_decisions.follow(scope, found.given, at=at)
    return done


def act(scope: Scope, given: ChangeInput, *, new_id: str = "", at: datetime) -> Changed:
    """Make a change that the asker may make; refusals as of the change itself.

    `new_id`: the id of the plan that goes on, if one does.
    """
    plan = plan_facts.require(scope, given.plan_id)
    match given.what:
        case "move":
            return changes.move(scope, sessions.require(scope, given.session_id), given, at=at)
        case "skip":
            return changes.skip(scope, given.session_id, "", at=at)
        case "pause":
            return changes.pause(scope, plan, *_span(scope, plan, given, at), at=at)
        case "resume":
            return changes.resume(scope, plan, _first(scope, plan, given, at), at=at)
        case "end":
            return plan_changes.end(scope, plan, given, at=at)
        case _:
            return plan_changes.change(scope, plan, given, new_id=new_id or fresh_id(), at=at)


def take_back(scope: Scope, undo_id: str, *, at: datetime) -> Changed | HandedOver:
    """Undo the asker's own change, for ten minutes, if nobody has changed it further.

    Refusals: `undo_gone`, Stale `undo_used`, `undo_late` (minutes), `undo_overtaken`.
    """
    kept = undo.take(scope, undo_id, at=at)
    if kept.kind != changes.KIND:
        raise errors.Refusal("undo_gone")
    if kept.before["what"] == handover_facts.WHAT:
        return takeovers.put_back(scope, kept, at=at)
    if kept.before["what"] in {"change", "end"}:
        found = plan_changes.put_back(scope, kept, at=at)
        consent_answers.reopen(scope, kept, at=at)
        return found
    return changes.put_back(scope, kept, at=at)


def seen(scope: Scope, given: ChangeInput) -> int:
    """Return the revision of what is changed: of the session, or of its plan."""
    if given.is_of_one:
        return sessions.require(scope, given.session_id).revision
    return plan_facts.require(scope, given.plan_id).revision


def foresee(scope: Scope, given: ChangeInput, *, at: datetime) -> Foreseen:
    """Check a change and return it with all that follows from what was left out."""
    plan = plan_facts.require(scope, given.plan_id)
    match given.what:
        case "move":
            return _move(scope, sessions.require(scope, given.session_id), given, at)
        case "skip":
            return _skip(sessions.require(scope, given.session_id), given, at)
        case "change":
            return _change(scope, plan, given, at)
        case "pause":
            first, last = _span(scope, plan, given, at)
            rows = changes.to_pause(scope, plan, first, last, at=at)
            return _of_rows(replace(given, on=first, until=last), rows)
        case "resume":
            first = _first(scope, plan, given, at)
            rows = changes.to_resume(scope, plan, first, at=at)
            return _of_rows(replace(given, on=first), rows)
    first = plan_changes.check(scope, plan, given, at=at)
    count = plan_changes.to_end(scope, plan, given, at=at)
    return Foreseen(replace(given, on=first), count=count)


def own_draft(scope: Scope, draft_id: str, *, at: datetime) -> tables.Draft:
    """Return the asker's own draft of a change; Refusal `draft_gone` for any other."""
    draft = drafts.own(scope, draft_id, at=at)
    if draft.kind != DRAFT or "what" not in draft.content:
        raise errors.Refusal("draft_gone")
    return draft


def _previewed(
    scope: Scope, given: ChangeInput, *, shown: set[clashes.Key] | None, at: datetime
) -> Answer:
    may = require_may(scope, given)
    given = replace(given, seen=seen(scope, given))
    found = foresee(scope, given, at=at)
    facts = change_facts.of_input(scope, found.given, found.dates)
    if not found.is_news:
        return Changed(facts, again=True)
    clashing = found.clashing
    draft = _keep(scope, found.given, clashing, at=at)
    return ChangePreview(
        draft_id=draft.id,
        change=facts,
        count=found.count,
        missing=found.missing,
        clashes=tuple(clashing.values()),
        since=tuple(one for key, one in clashing.items() if shown is not None and key not in shown),
        asks=None if may else facts.plan.provider,
        told=change_news.count(scope, given.plan_id),
        needs=consents.needed(scope, found.given),
        other_discipline=_is_of_other_discipline(facts),
    )


def _is_of_other_discipline(facts: ChangeFacts) -> bool:
    """Tell whether who is to do it is another kind of provider: an assistant is of its own kind."""
    then = facts.then.provider if facts.then else facts.plan.provider
    return people.field_of(then.discipline) != people.field_of(facts.plan.provider.discipline)


def _keep(
    scope: Scope,
    given: ChangeInput,
    shown: dict[clashes.Key, Clash],
    *,
    at: datetime,
) -> tables.Draft:
    content = change_inputs.to_content(given)
    return scope.drafts.add(
        tables.Draft(
            workspace_id=scope.workspace_id,
            id=fresh_id(),
            person_id=people.require_member(scope).id,
            kind=DRAFT,
            content={**content, _SHOWN: [list(key) for key in shown]},
            created_at=at,
        )
    )


def _move(scope: Scope, row: tables.Session, given: ChangeInput, at: datetime) -> Foreseen:
    session_targets.check_open(row, at=at)
    target = session_targets.of(scope, row, given, at=at)
    said = replace(
        given,
        on=target.on,
        start=target.start,
        end=target.end,
        anchor=None,
        classroom_id=target.classroom_id,
    )
    now = (row.on_date, row.starts_at, row.ends_at, row.classroom_id, row.obstacle)
    then = (target.on, target.starts_at, target.ends_at, target.classroom_id, None)
    clashing = session_targets.clashing(scope, row, target)
    return Foreseen(said, is_news=now != then, clashing=clashing)


def _skip(row: tables.Session, given: ChangeInput, at: datetime) -> Foreseen:
    if row.status != "cancelled":
        session_targets.check_not_over(row, at=at)
    return Foreseen(given, is_news=row.status != "cancelled")


def _change(scope: Scope, plan: tables.Plan, given: ChangeInput, at: datetime) -> Foreseen:
    prepared = plan_changes.prepare(scope, plan, given, at=at)
    room = prepared.place.classroom
    said = replace(
        given,
        on=plan_changes.check(scope, plan, given, at=at),
        start=prepared.anchor.start,
        end=prepared.anchor.end,
        anchor=replace(
            prepared.anchor.anchor, start=None, end=None, offset_from=None, minutes=None
        ),
        classroom_id=room.id if room else None,
        weekdays=prepared.rule.weekdays,
        model=prepared.given.service_delivery_model,
        provider_id=prepared.place.provider.id,
    )
    parting = plan_changes.prepare_apart(scope, plan, given, at=at)
    if parting is not None:
        said = replace(said, apart_model=parting.given.service_delivery_model)
    new = [one for one in (prepared, parting) if one is not None]
    return Foreseen(
        said,
        is_news=parting is not None or plan_changes.is_news(plan, prepared),
        count=sum(len(one.on) for one in new),
        missing=tuple(
            day.on for one in new for day in one.sessions if day.obstacle == "routine_missing"
        ),
        clashing={
            key: clash
            for one in new
            for key, clash in plan_changes.clashing(scope, plan, one).items()
        },
    )


def _of_rows(given: ChangeInput, rows: Sequence[tables.Session]) -> Foreseen:
    dates = tuple(sorted(row.on_date for row in rows))
    return Foreseen(given, count=len(rows), dates=dates)


def _span(scope: Scope, plan: tables.Plan, given: ChangeInput, at: datetime) -> tuple[date, date]:
    """Return the dates of a pause: from today until the plan's last date where none is said."""
    return _first(scope, plan, given, at), given.until or plan.until_date


def _first(scope: Scope, plan: tables.Plan, given: ChangeInput, at: datetime) -> date:
    """Return the first date, by default today; Refusal `date_past` (on)."""
    room = plan_facts.classroom_of(scope, plan)
    today = clock.local(at, calendars.calendar_of(scope, room.school_id).zone)[0]
    if given.on is not None and given.on < today:
        raise errors.Refusal("date_past", on=given.on)
    return given.on or today
