"""Touch-bases as their two people see them: the card, held or missed, and a note for next time."""

from datetime import datetime, timedelta

from pushin import (
    attention,
    calendars,
    cards,
    drafts,
    errors,
    expectations,
    pairs,
    people,
    plan_facts,
    privacy,
    prompts,
    rights,
    slots,
    texts,
    touchbase_gaps,
    touchbase_habits,
    touchbase_moves,
    waiting,
)
from pushin.kinds import reads
from pushin.results import (
    Choice,
    ExpectationForm,
    MayNameStudent,
    NoSlot,
    PersonRef,
    StepAdded,
    Topic,
    TouchBaseCard,
    TouchBaseFacts,
    TouchBaseNote,
    TouchBases,
)
from school import clock
from school import slots as minutes
from storage import tables
from storage.scope import Scope

DRAFT = "touch_base_note"
_COMING = 8
"""Touch-bases that are listed, the next ones first."""
_EXPLAINED = 3
"""Weeks without a common time of which it is told what was tried."""
_OPEN = ("planned", "no_slot", "missed")
_LENGTH = timedelta(minutes=minutes.MINUTES)


@reads
def coming(scope: Scope, *, at: datetime) -> TouchBases:
    """Return the asker's next touch-bases, what can be had now, and weeks without a common time."""
    me = people.require_member(scope)
    week = slots.monday(attention.today(scope, me, at))
    without = scope.touch_bases.without_slot(me.id, week, _COMING)
    return TouchBases(
        coming=of_person(scope, me.id, at=at),
        without_slot=tuple(no_slot(scope, one, at=at) for one in without[:_EXPLAINED]),
        now=touchbase_moves.now(scope, at=at),
        pairs=touchbase_habits.of_asker(scope, at=at),
        role=me.role,
        phone_ok=me.phone_ok,
    )


def of_person(scope: Scope, person_id: str, *, at: datetime) -> tuple[TouchBaseFacts, ...]:
    """Return a person's touch-bases that have not ended at `at`, the next ones first."""
    return tuple(facts(scope, one) for one in scope.touch_bases.coming(person_id, at, _COMING))


def facts(scope: Scope, row: tables.TouchBase) -> TouchBaseFacts:
    """Return a touch-base as its two people see it; the note stays where it is."""
    room = scope.classrooms.get(row.classroom_id)
    if room is None:
        raise errors.Refusal("room_gone")
    zone = calendars.calendar_of(scope, room.school_id).zone
    on, start, end = None, None, None
    if row.starts_at is not None and row.ends_at is not None:
        on, start = clock.local(row.starts_at, zone)
        end = start + int((row.ends_at - row.starts_at).total_seconds()) // 60
    return TouchBaseFacts(
        id=row.id,
        teacher=people.ref(people.require(scope, row.teacher_id)),
        provider=people.ref(people.require(scope, row.provider_id)),
        room=room.room,
        zone=zone.key,
        on=on,
        start=start,
        end=end,
        why=row.why,
        state=row.state,
        revision=row.revision,
        has_note=_has_note(row),
    )


def card(scope: Scope, row: tables.TouchBase, *, at: datetime) -> TouchBaseCard:
    """Return what stands in the pair's group DM: the time, what to try, who would like to talk."""
    pair = pairs.of_touch_base(scope, row)
    shared = list(pairs.plans(scope, pair, at=at))
    return TouchBaseCard(
        touch_base=facts(scope, row),
        next_session=cards.next_session(scope, shared, at=at),
        try_next=try_next(scope, pair.ids),
        talk=_topics(scope, pair.ids, at=at),
        plan_count=len(shared),
    )


def done(scope: Scope, touch_base_id: str, revision: int, *, at: datetime) -> TouchBaseFacts:
    """Say that the two have talked; twice changes nothing.

    Refusals: `touch_base_gone`, `not_yours`; Stale `touch_base_changed` (touch_base_id) where it
    was moved after the card was seen.
    """
    row = own(scope, touch_base_id)
    if row.state == "done":
        return facts(scope, row)
    if row.revision != revision:
        raise errors.Stale("touch_base_changed", touch_base_id=row.id)
    _held(scope, row, at=at)
    return facts(scope, row)


def held(scope: Scope, touch_base_id: str, revision: int, *, at: datetime) -> TouchBaseNote:
    """Say that the two have talked and return the note to be filled in; refusals as `done`."""
    done(scope, touch_base_id, revision, at=at)
    return _note(scope, own(scope, touch_base_id), at=at)


def missed(scope: Scope, subject: str, revision: int, *, at: datetime) -> None:
    """Move a touch-base whose card came too late to the week's next common time, if there is one.

    `subject` and `revision` are the prompt's; a touch-base that was moved or held since stays.
    """
    row = _called(scope, subject, revision)
    if row is not None:
        touchbase_moves.move_on(scope, row, otherwise="missed", at=at)


def not_free(scope: Scope, subject: str, revision: int, *, at: datetime) -> None:
    """Move a touch-base at whose time one of the two is not free after all, as `missed` does.

    Without another common time the week has none, and says so.
    """
    row = _called(scope, subject, revision)
    if row is not None:
        touchbase_moves.move_on(scope, row, otherwise="no_slot", at=at)


def _called(scope: Scope, subject: str, revision: int) -> tables.TouchBase | None:
    """Return the touch-base that a prompt calls, unless it was moved or held since."""
    row = scope.touch_bases.get(subject.partition(":")[2])
    if row is None or row.state != "planned" or row.revision != revision:
        return None
    return row


@reads
def note_form(scope: Scope, touch_base_id: str, *, at: datetime) -> TouchBaseNote:
    """Return the note of a touch-base, for its two people only."""
    return _note(scope, own(scope, touch_base_id), at=at)


def save_note(
    scope: Scope, touch_base_id: str, worked: str, change: str, try_next: str, *, at: datetime
) -> TouchBaseNote | MayNameStudent:
    """Keep the note of a touch-base that was held: what worked, what to change, one thing to try.

    The first two stay in the form, where its two people alone read them; `try_next` is also
    shown with the next session, so it is checked. Refusals: `too_long` (what: "worked" |
    "change" | "try_next"), `no_words` (what: "try_next"), `touch_base_gone`, `not_yours`.
    """
    row = own(scope, touch_base_id)
    told = {
        "touch_base_id": row.id,
        "worked": texts.clean(worked, texts.NOTE, what="worked"),
        "change": texts.clean(change, texts.NOTE, what="change"),
        "try_next": texts.words_or_nothing(" ".join(try_next.split()), texts.LINE, what="try_next"),
    }
    doubt = privacy.check(scope, DRAFT, told["try_next"], told, at=at)
    return doubt or _kept(scope, row, told, at=at)


def keep_draft(scope: Scope, draft_id: str, *, at: datetime) -> TouchBaseNote:
    """Keep a note after its author said that it names no student."""
    told = drafts.take(scope, draft_id, DRAFT, at=at)
    return _kept(scope, own(scope, told["touch_base_id"]), told, at=at)


def own(scope: Scope, touch_base_id: str) -> tables.TouchBase:
    """Return a touch-base to one of its two.

    Refusals: `stranger`, `touch_base_gone`, `not_yours`.
    """
    people.require_member(scope)
    row = scope.touch_bases.get(touch_base_id)
    if row is None:
        raise errors.Refusal("touch_base_gone")
    room = scope.classrooms.get(row.classroom_id)
    pair = frozenset({row.teacher_id, row.provider_id})
    rights.require(scope, "note", classroom=room, owner_ids=pair)
    return row


def _held(scope: Scope, row: tables.TouchBase, *, at: datetime) -> None:
    if row.starts_at is None or row.ends_at is None:
        # Their week had no common time, and they found one all the same.
        row.starts_at, row.ends_at = at, at + _LENGTH
    row.state, row.noted_at = "done", at
    row.noted_by = people.require_member(scope).id
    prompts.withdraw(scope, subject=f"pair:{row.id}", why="done", at=at)
    touchbase_moves.settled(scope, row, at=at)


def _kept(
    scope: Scope, row: tables.TouchBase, told: dict[str, str], *, at: datetime
) -> TouchBaseNote:
    said = (told["worked"], told["change"], told["try_next"])
    if (row.worked, row.change, row.try_next) != said or row.state in _OPEN:
        row.worked, row.change, row.try_next = said
        _held(scope, row, at=at)
    return _note(scope, row, at=at)


def _note(scope: Scope, row: tables.TouchBase, *, at: datetime) -> TouchBaseNote:
    shared = pairs.plans(scope, pairs.of_touch_base(scope, row), at=at)
    words = row.try_next.casefold()
    known = {
        plan.id
        for plan in shared
        if words
        and any(one.text.casefold() == words for one in scope.expectations.of_plan(plan.id))
    }
    return TouchBaseNote(
        facts(scope, row),
        row.worked,
        row.change,
        row.try_next,
        tuple(plan_facts.facts(scope, plan) for plan in shared),
        frozenset(known),
    )


def _has_note(row: tables.TouchBase) -> bool:
    return bool(row.worked or row.change or row.try_next)


def no_slot(scope: Scope, row: tables.TouchBase, *, at: datetime) -> NoSlot:
    """Return that a touch-base's week has no common time, what was tried, and the next one."""
    following = (
        one
        for one in scope.touch_bases.of_pair(row.teacher_id, row.provider_id)
        if one.week > row.week and one.starts_at is not None and one.starts_at > at
    )
    found = next((one for one in following if one.state == "planned"), None)
    then = None if found is None else facts(scope, found)
    return touchbase_gaps.no_slot(scope, row, then, at=at)


def try_next(scope: Scope, pair: tuple[str, str]) -> str | None:
    """Return the one thing to try of the pair's newest note that has one."""
    noted = [one for one in scope.touch_bases.of_pair(*pair) if one.try_next and one.noted_at]
    newest = max(noted, key=lambda one: (one.noted_at, one.week), default=None)
    return None if newest is None else newest.try_next


def newest(scope: Scope, pair: tuple[str, str]) -> tables.TouchBase | None:
    """Return the pair's newest touch-base with a note."""
    noted = [one for one in scope.touch_bases.of_pair(*pair) if _has_note(one) and one.noted_at]
    return max(noted, key=lambda one: (one.noted_at, one.week), default=None)


def to_expectation(
    scope: Scope, touch_base_id: str, plan_id: str | None, *, at: datetime
) -> StepAdded | TouchBaseNote:
    """Make what two try next an expectation of one of their plans; twice is once.

    Without a plan it is their only one; where they share several, the note comes back to choose.
    Refusals: those of `own` and `expectations.add`; `nothing_to_try`; `plan_gone` for another's.
    """
    row = own(scope, touch_base_id)
    if not row.try_next:
        raise errors.Refusal("nothing_to_try")
    shared = {plan.id for plan in pairs.plans(scope, pairs.of_touch_base(scope, row), at=at)}
    if plan_id is None and len(shared) != 1:
        return _note(scope, row, at=at)
    meant = plan_id or next(iter(shared))
    if meant not in shared:
        raise errors.Refusal("plan_gone")
    words = " ".join(row.try_next.split())
    added = expectations.add(scope, meant, None, words, at=at)
    if isinstance(added, Choice):
        raise errors.Refusal("plan_gone")
    return StepAdded(row.id, added)


@reads
def expectation_form(scope: Scope, touch_base_id: str, *, at: datetime) -> ExpectationForm | Choice:
    """Return the form for the expectations of a touch-base's pair, or their plans to choose from.

    Refusals: those of `own` and `expectations.form`; `pair_gone` where they share none any more.
    """
    shared = pairs.plans(scope, pairs.of_touch_base(scope, own(scope, touch_base_id)), at=at)
    if not shared:
        raise errors.Refusal("pair_gone")
    if len(shared) > 1:
        return Choice("expectations", tuple(plan_facts.facts(scope, plan) for plan in shared))
    return expectations.form(scope, shared[0].id)


def _topics(scope: Scope, pair: tuple[str, str], *, at: datetime) -> tuple[Topic, ...]:
    """Return who would like to talk about which plan of the pair, each once."""
    found: dict[str, tuple[tables.Plan, dict[str, PersonRef]]] = {}
    for agreement, wish, plan in scope.agreements.talks(at, pair=pair):
        if waiting.is_talk_open(scope, pair, agreement, wish, at=at):
            who = people.ref(people.require(scope, wish.person_id))
            found.setdefault(plan.id, (plan, {}))[1][who.id] = who
    return tuple(
        Topic(plan_facts.facts(scope, plan), tuple(who.values())) for plan, who in found.values()
    )
