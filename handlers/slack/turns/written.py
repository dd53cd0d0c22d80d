"""A text that its author wants to mend: the form it came from, as it was filled in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers.forms import agree, doing, expect, note, reword, schedule
from handlers.forms.spec import FormSpec
from handlers.slack import when
from handlers.slack.blocks import facts, touchbase
from pushin import (
    agreements,
    contents,
    doings,
    drafts,
    errors,
    expectation_sources,
    expectations,
    plans,
    touchbase_notes,
)
from storage.scope import Scope


def of_draft(scope: Scope, draft_id: str, *, at: datetime) -> FormSpec:
    """Return the form of the asker's own draft, which is not used any more as it was written.

    Refusals: `draft_gone`, `draft_used`.
    """
    draft = drafts.mend(scope, draft_id, at=at)
    if draft.kind == agreements.DRAFT:
        return _agreement(scope, draft.content, at)
    if draft.kind == doings.DRAFT:
        return _doing(scope, draft.content, at)
    if draft.kind == plans.DRAFT:
        return schedule.spec(plans.form(scope, draft_id, at=at))
    if draft.kind == touchbase_notes.DRAFT:
        return _note(scope, draft.content, at)
    if draft.kind == expectations.DRAFT:
        return _expectation(scope, draft.content)
    if draft.kind == expectation_sources.DRAFT:
        return _reworded(scope, draft.content)
    raise errors.Refusal("draft_gone")


def _agreement(scope: Scope, said: Mapping[str, Any], at: datetime) -> FormSpec:
    content = contents.from_json(said)
    form = agree.refilled(agreements.form(scope, content.plan_id, content.session_id), content)
    return agree.spec(
        form,
        only_on=when.full(form.session.on) if form.session else "",
        title=facts.plan_title(form.plan),
        opened_at=content.opened_at or at,
        number=content.base_number or 0,
    )


def _doing(scope: Scope, said: Mapping[str, Any], at: datetime) -> FormSpec:
    session = doings.form(scope, said["session_id"], at=at)
    title = f"{facts.session_when(session)} · {facts.session_where(session)}"
    return doing.spec(session.id, title=title, text=said["text"])


def _note(scope: Scope, said: Mapping[str, Any], at: datetime) -> FormSpec:
    found = touchbase_notes.note_form(scope, said["touch_base_id"], at=at)
    worked, change, try_next = (str(said[name]) for name in ("worked", "change", "try_next"))
    told = replace(found, worked=worked, change=change, try_next=try_next)
    return note.spec(told, title=touchbase.slot(found.touch_base))


def _expectation(scope: Scope, said: Mapping[str, Any]) -> FormSpec:
    form = expectations.form(scope, said["plan_id"])
    title = facts.plan_title(form.plan)
    return expect.spec(
        form.plan.id,
        form.expectations,
        title=title,
        text=said["text"],
        session_id=said["session_id"] or "",
    )


def _reworded(scope: Scope, said: Mapping[str, Any]) -> FormSpec:
    form = expectation_sources.form(scope, said["expectation_id"])
    return reword.spec(form.expectation.id, said["text"], title=facts.plan_title(form.plan))
