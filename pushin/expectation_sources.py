"""Messages that became expectations: what their authors change in them is followed."""

from dataclasses import replace
from datetime import datetime

from pushin import (
    drafts,
    errors,
    expectation_drops,
    expectations,
    live,
    people,
    plan_facts,
    privacy,
    texts,
)
from pushin.kinds import reads
from pushin.results import (
    Choice,
    ExpectationAdded,
    ExpectationDropped,
    ExpectationStays,
    MayNameStudent,
    RewordForm,
)
from storage import tables
from storage.scope import Scope

DRAFT = "reword"

Followed = ExpectationAdded | ExpectationStays | MayNameStudent | Choice | None
"""None: followed, or nothing to follow; the lists show it."""


@reads
def is_known(scope: Scope, source: str) -> bool:
    """Tell whether a message (`channel:ts`) became an expectation, or its author was asked."""
    return scope.expectations.of_source(source) is not None or _asked(scope, source) is not None


def edited(
    scope: Scope, source: str, text: str | None, *, edited_at: datetime, at: datetime
) -> Followed:
    """Give an expectation the words that its message has now; it keeps its ticks.

    `text` is None where the message asks for no expectation any more. An edit that is older than
    one that was followed, and one that changes no words, does nothing. What may name a student is
    asked about while the old words stand; a message that was asked about is said anew.
    """
    row = scope.expectations.of_source(source)
    draft = None if row is not None else _asked(scope, source)
    if not scope.inbox.overtakes(_key(source), edited_at):
        return None
    if draft is not None:
        return _said_anew(scope, draft, text, at=at)
    if row is None or row.dropped_at is not None:
        return None
    try:
        words = _words(scope, row, text, at=at)
    except errors.Refusal as no:
        return ExpectationStays(expectations.facts(row), no.code, no.params)
    if words == row.text:
        return None
    payload = {"expectation_id": row.id, "edited_at": edited_at.isoformat()}
    doubt = privacy.check(scope, DRAFT, words, payload, at=at)
    if doubt is None:
        _reword(scope, row, words)
    return doubt


def deleted(
    scope: Scope, source: str, *, at: datetime
) -> ExpectationDropped | ExpectationStays | None:
    """Take away the expectation whose message was deleted, once; what is over stays."""
    row = scope.expectations.of_source(source)
    if not scope.inbox.accept(f"deleted:{source}", at) or row is None or row.dropped_at is not None:
        return None
    try:
        return replace(expectation_drops.for_good(scope, row.id, at=at), by_message=True)
    except errors.Refusal as no:
        return ExpectationStays(expectations.facts(row), no.code, no.params)


def reword(
    scope: Scope, expectation_id: str, text: str, *, at: datetime
) -> ExpectationAdded | MayNameStudent:
    """Give an expectation other words, from its form.

    Refusals: `missing`, `no_words`, `too_long` (what: "expectation"), `not_yours`, `stranger`,
    `plan_ended`; Stale `expectation_gone`, `session_over`.
    """
    row = expectations.standing(scope, expectation_id)
    words = _words(scope, row, text, at=at)
    payload = {"expectation_id": row.id, "edited_at": at.isoformat()}
    doubt = privacy.check(scope, DRAFT, words, payload, at=at)
    if doubt is not None:
        return doubt
    _reword(scope, row, words)
    return expectations.added(scope, row, again=False)


def keep_draft(scope: Scope, draft_id: str, *, at: datetime) -> ExpectationAdded:
    """Give an expectation its new words after its author said that they name no student.

    Stale "edited_again" where the message was changed once more since.
    """
    said = drafts.take(scope, draft_id, DRAFT, at=at)
    row = expectations.standing(scope, said["expectation_id"])
    expectation_drops.check(scope, row, at=at)
    newest = None if row.source is None else scope.inbox.newest(_key(row.source))
    if newest is not None and newest > datetime.fromisoformat(said["edited_at"]):
        raise errors.Stale("edited_again")
    _reword(scope, row, said["text"])
    return expectations.added(scope, row, again=False)


@reads
def form(scope: Scope, expectation_id: str) -> RewordForm:
    """Return the form for an expectation's words; refusals as `expectations.standing`."""
    row = expectations.standing(scope, expectation_id)
    plan = plan_facts.facts(scope, plan_facts.require(scope, row.plan_id))
    return RewordForm(plan, expectations.facts(row))


def _words(scope: Scope, row: tables.Expectation, text: str | None, *, at: datetime) -> str:
    expectations.standing(scope, row.id)
    expectation_drops.check(scope, row, at=at)
    if text is None:
        raise errors.Refusal("not_an_expectation")
    return texts.words(text, texts.LINE, what="expectation")


def _reword(scope: Scope, row: tables.Expectation, words: str) -> None:
    row.text = words
    scope.expectations.add(row)
    live.changed(scope, f"plan:{row.plan_id}")


def _said_anew(scope: Scope, draft: tables.Draft, text: str | None, *, at: datetime) -> Followed:
    said = dict(draft.content)
    drafts.use_up(scope, draft, at=at)
    if text is None:
        return None
    about = (said["plan_id"], said["session_id"])
    return expectations.add(scope, *about, text, source=said["source"], at=at)


def _asked(scope: Scope, source: str) -> tables.Draft | None:
    """Return the asker's own unanswered question about a message."""
    if scope.person is None:
        return None
    waiting = scope.drafts.waiting(people.require_member(scope).id, expectations.DRAFT)
    return next((one for one in waiting if one.content.get("source") == source), None)


def _key(source: str) -> str:
    return f"edited:{source}"
