"""Expectations: what everybody knows beforehand, one sentence each, for a plan or one session."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pushin import (
    drafts,
    errors,
    joint,
    live,
    people,
    plan_facts,
    privacy,
    rights,
    session_lists,
    sessions,
    texts,
)
from pushin.kinds import reads
from pushin.results import (
    Choice,
    ExpectationAdded,
    ExpectationFacts,
    ExpectationForm,
    MayNameStudent,
    PlanFacts,
    SessionFacts,
)
from storage import tables
from storage.scope import Scope, fresh_id

_WITH_THREAD = frozenset({"plan_card", "checklist"})
SHOWN = 10
"""Expectations on a card: the newest; Slack's checkboxes hold no more in one group."""
FIELD = 3000
"""Characters in one field of a form, at most."""
MOST = 200
"""Standing expectations of one plan."""
DRAFT = "expectation"


def shown(scope: Scope, plan_id: str) -> tuple[ExpectationFacts, ...]:
    """Return the newest standing expectations of a plan, oldest of them first."""
    numbers = scope.expectations.numbers(plan_id)
    newest = scope.expectations.of_plan(plan_id)[-SHOWN:]
    return tuple(facts(one, number=numbers[one.id]) for one in newest)


def in_form(
    scope: Scope, plan_id: str, *, opened_at: datetime | None = None
) -> tuple[tables.Expectation, ...]:
    """Return the expectations that the agree form holds: the newest, as many as fit one field.

    `opened_at`: those that a form opened at that instant held.
    """
    found: list[tables.Expectation] = []
    for row in reversed(scope.expectations.of_plan(plan_id)):
        if opened_at is None or row.created_at <= opened_at:
            found.append(row)
            if len(found) > SHOWN or sum(len(one.text) + 1 for one in found) > FIELD:
                return tuple(reversed(found[:-1]))
    return tuple(reversed(found))


def facts(row: tables.Expectation, *, number: int = 0, carried: bool = False) -> ExpectationFacts:
    """Return an expectation as its team sees it."""
    only = row.session_id is not None
    return ExpectationFacts(row.id, row.text, session_only=only, number=number, carried=carried)


@reads
def form(scope: Scope, plan_id: str) -> ExpectationForm:
    """Return what the form for one more shows, to all who may add one.

    Refusals: `stranger`, `not_yours`, `plan_gone`, `plan_ended`.
    """
    people.require_member(scope)
    plan = _open_plan(scope, plan_id)
    standing = tuple(one.text for one in in_form(scope, plan.id))
    return ExpectationForm(plan_facts.facts(scope, plan), standing)


def add(
    scope: Scope,
    plan_id: str | None,
    session_id: str | None,
    text: str,
    *,
    source: str | None = None,
    at: datetime,
) -> ExpectationAdded | MayNameStudent | Choice:
    """Add an expectation to a plan, or to one session (`session_id`), or to the asker's only plan.

    `source` is the message that it was (`channel:ts`): the same message, and the same words
    again, are one expectation. Refusals: `missing`, `no_words`, `too_long` (what:
    "expectation"), `too_many` (limit), `no_plan`, `plan_gone`, `plan_ended`, `session_gone`,
    `session_over`, `session_cancelled`, `not_yours`, `stranger`.
    """
    me = people.require_member(scope)
    if session_id is not None:
        session = joint.host(scope, sessions.require(scope, session_id))
        session_id, plan_id = session.id, session.plan_id
    if plan_id is None:
        own = plan_facts.of_person(scope, me.id, at=at)
        if len(own) != 1:
            return _choice(own)
        plan_id = own[0].id
    plan_id = joint.first_id(scope, plan_id)
    words = texts.words(text, texts.LINE, what="expectation")
    _check(scope, plan_id, session_id, at=at)
    payload = {"plan_id": plan_id, "session_id": session_id, "source": source}
    doubt = privacy.check(scope, DRAFT, words, payload, at=at)
    return doubt or _added(scope, plan_id, session_id, words, source, at=at)


def from_thread(
    scope: Scope, place: str, thread_ts: str, text: str, *, source: str | None = None, at: datetime
) -> ExpectationAdded | MayNameStudent | Choice:
    """Add what was said in a thread: in a plan card's to the plan, in a checklist's to the session.

    `place` is the channel's Slack id, `thread_ts` the root of the thread. Refusal
    "no_such_thread" where the root is neither; else as `add`.
    """
    people.require_member(scope)
    plan_id, session_id = of_thread(scope, place, thread_ts)
    meant = None if session_id else plan_id
    return add(scope, meant, session_id, text, source=source, at=at)


def of_thread(scope: Scope, place: str, thread_ts: str) -> tuple[str, str | None]:
    """Return the plan of a thread, and the session if it is a checklist's.

    Refusals: `no_such_thread` where its root is neither, `session_gone`.
    """
    about, _, key = _subject_of(scope, place, thread_ts).partition(":")
    if about == "plan":
        return key, None
    if about == "session":
        return sessions.require(scope, key).plan_id, key
    raise errors.Refusal("no_such_thread")


def for_all(scope: Scope, expectation_id: str, *, at: datetime) -> ExpectationAdded:
    """Let an expectation of one session stand for all to come; twice is once.

    Where the same words stand for all already, these go. Refusals: `expectation_gone`, `not_yours`,
    `plan_gone`, `plan_ended`.
    """
    row = standing(scope, expectation_id)
    if row.session_id is None:
        return added(scope, row, again=True)
    plan_facts.check_open(scope, _open_plan(scope, row.plan_id), at=at)
    same = _same(scope, row.plan_id, None, row.text, None)
    if same is None:
        row.session_id = None
        scope.expectations.add(row)
    else:
        _drop(scope, row, at=at)
    live.changed(scope, f"plan:{row.plan_id}")
    return added(scope, same or row, again=False)


@reads
def as_it_stands(scope: Scope, expectation_id: str) -> ExpectationAdded:
    """Return an expectation as it stands; refusals `expectation_gone`, `not_yours`, `stranger`."""
    return added(scope, standing(scope, expectation_id), again=False)


def standing(scope: Scope, expectation_id: str) -> tables.Expectation:
    """Return an expectation that stands and that the asker may change.

    Refusals: `expectation_gone`, `not_yours`, `stranger`.
    """
    people.require_member(scope)
    row = scope.expectations.get(expectation_id)
    if row is None:
        raise errors.Refusal("expectation_gone")
    rights.require(scope, "expect", plan=plan_facts.require(scope, row.plan_id))
    if row.dropped_at is not None:
        raise errors.Stale("expectation_gone")
    return row


def _subject_of(scope: Scope, place: str, thread_ts: str) -> str:
    """Return what a thread's root is about, or nothing.

    A program that was stopped after a post and before its note of it leaves the root unknown until
    the lease runs out. What was posted there since the held prompt fell due is that prompt.
    """
    root = scope.messages.at_place(place, thread_ts)
    if root is not None:
        return root.subject
    held = scope.prompts.on_its_way(place)
    if held is None or held.kind not in _WITH_THREAD:
        return ""
    return held.subject if float(thread_ts) >= held.due_at.timestamp() else ""


def keep_draft(scope: Scope, draft_id: str, *, at: datetime) -> ExpectationAdded:
    """Add an expectation after its author said that it names no student."""
    said = drafts.take(scope, draft_id, DRAFT, at=at)
    session_id, source = said["session_id"], said["source"]
    _check(scope, said["plan_id"], session_id, at=at)
    return _added(scope, said["plan_id"], session_id, said["text"], source, at=at)


def drop(scope: Scope, expectation_id: str, *, at: datetime) -> ExpectationFacts:
    """Take an expectation away; twice is once. Refusals: `expectation_gone`, `not_yours`."""
    people.require_member(scope)
    row = scope.expectations.get(expectation_id)
    if row is None:
        raise errors.Refusal("expectation_gone")
    rights.require(scope, "expect", plan=plan_facts.require(scope, row.plan_id))
    if row.dropped_at is None:
        _drop(scope, row, at=at)
        live.changed(scope, f"plan:{row.plan_id}")
    return facts(row)


def replace_shown(
    scope: Scope,
    plan: tables.Plan,
    wanted: Sequence[str],
    *,
    opened_at: datetime | None,
    session_id: str | None = None,
    at: datetime,
) -> tuple[str, ...]:
    """Make a plan's shown expectations what the agree form says (texts, cleaned).

    Lines that stood in the form when it was opened and are gone now are dropped; what somebody
    else added meanwhile stays. With `session_id` new lines are that session's only, and lines
    that are gone stay, since all sessions have them: their texts are returned.
    """
    stood = in_form(scope, plan.id, opened_at=opened_at) if opened_at else ()
    gone = [row for row in stood if row.text not in wanted]
    for row in () if session_id else gone:
        _drop(scope, row, at=at)
    known = {row.text for row in (*_standing(scope, plan.id, session_id), *gone)}
    for number, text in enumerate(wanted):
        if text not in known:
            # The order of the lines is kept by the microsecond.
            _insert(scope, plan.id, session_id, text, None, at=at + number * timedelta.resolution)
    return tuple(row.text for row in gone) if session_id else ()


def _choice(own: tuple[PlanFacts, ...]) -> Choice:
    if not own:
        raise errors.Refusal("no_plan")
    return Choice("expect", own)


def _check(scope: Scope, plan_id: str, session_id: str | None, *, at: datetime) -> None:
    plan_facts.check_open(scope, _open_plan(scope, plan_id), at=at)
    if session_id is not None:
        session = sessions.require(scope, session_id)
        if session.status == "cancelled":
            raise errors.Stale("session_cancelled", session_id=session_id)
        if session.ends_at <= at:
            raise errors.Stale("session_over")


def _open_plan(scope: Scope, plan_id: str) -> tables.Plan:
    plan = joint.first(scope, plan_facts.require(scope, plan_id))
    rights.require(scope, "expect", plan=plan)
    if plan.state != "active":
        raise errors.Refusal("plan_ended")
    return plan


def _added(
    scope: Scope,
    plan_id: str,
    session_id: str | None,
    text: str,
    source: str | None,
    *,
    at: datetime,
) -> ExpectationAdded:
    row = _same(scope, plan_id, session_id, text, source)
    again = row is not None and row.dropped_at is None
    if row is None:
        row = _insert(scope, plan_id, session_id, text, source, at=at)
    elif row.dropped_at is not None:
        row.dropped_at = None
        scope.expectations.add(row)
    if not again:
        live.changed(scope, f"plan:{row.plan_id}")
    return added(scope, row, again=again, choose=source is not None and session_id is not None)


def added(
    scope: Scope, row: tables.Expectation, *, again: bool, choose: bool = False
) -> ExpectationAdded:
    """Return what stands now, and for which sessions."""
    return ExpectationAdded(
        expectation=facts(row),
        plan=plan_facts.facts(scope, plan_facts.require(scope, row.plan_id)),
        session=session_facts(scope, row.session_id),
        again=again,
        choose=choose and row.session_id is not None,
    )


def _same(
    scope: Scope, plan_id: str, session_id: str | None, text: str, source: str | None
) -> tables.Expectation | None:
    """Return what this message became before (dropped or not), or what stands in the same words."""
    if source is not None:
        found = scope.expectations.of_source(source)
        if found is not None:
            return found
    known = _standing(scope, plan_id, session_id)
    same = (one for one in known if one.text.casefold() == text.casefold())
    return next(same, None)


def _standing(scope: Scope, plan_id: str, session_id: str | None) -> Sequence[tables.Expectation]:
    if session_id is None:
        return scope.expectations.of_plan(plan_id)
    return session_lists.own(scope, plan_id, session_id)


def _insert(
    scope: Scope,
    plan_id: str,
    session_id: str | None,
    text: str,
    source: str | None,
    *,
    at: datetime,
) -> tables.Expectation:
    if scope.expectations.count(plan_id) >= MOST:
        raise errors.Refusal("too_many", limit=MOST)
    return scope.expectations.add(
        tables.Expectation(
            workspace_id=scope.workspace_id,
            id=fresh_id(),
            plan_id=plan_id,
            session_id=session_id,
            text=text,
            created_by=people.require_member(scope).id,
            created_at=next_moment(scope, plan_id, at=at),
            source=source,
        )
    )


def next_moment(scope: Scope, plan_id: str, *, at: datetime) -> datetime:
    """Return when one more is made: after all there were, for its number goes by that."""
    last = scope.expectations.last_at(plan_id)
    return at if last is None else max(at, last + timedelta.resolution)


def _drop(scope: Scope, row: tables.Expectation, *, at: datetime) -> None:
    row.dropped_at = at
    scope.expectations.add(row)


def session_facts(scope: Scope, session_id: str | None) -> SessionFacts | None:
    """Return the session that an expectation is for only, if it is."""
    if session_id is None:
        return None
    return sessions.facts(scope, sessions.require(scope, session_id))
