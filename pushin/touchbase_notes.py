"""Touch-bases as their two people use them: held, later, missed, and a note for next time."""

from datetime import datetime

from pushin import (
    attention,
    calendars,
    cards,
    drafts,
    errors,
    live,
    people,
    plan_facts,
    privacy,
    prompts,
    rights,
    texts,
    touchbases,
    waiting,
)
from pushin.kinds import reads
from pushin.results import (
    MayNameStudent,
    NoSlot,
    PersonRef,
    Topic,
    TouchBaseCard,
    TouchBaseFacts,
    TouchBaseNote,
    TouchBases,
)
from school import clock
from storage import tables
from storage.scope import Scope

DRAFT = "touch_base_note"
_COMING = 8
"""Touch-bases that are listed, the next ones first."""
_OPEN = ("planned", "no_slot", "missed")


@reads
def coming(scope: Scope, *, at: datetime) -> TouchBases:
    """Return the asker's next touch-bases, and the weeks in which there is no time for one."""
    me = people.require_member(scope)
    week = touchbases.monday(attention.today(scope, me, at))
    without = scope.touch_bases.without_slot(me.id, week, _COMING)
    return TouchBases(
        coming=of_person(scope, me.id, at=at),
        without_slot=tuple(_no_slot(scope, one, at=at) for one in without),
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
    pair = (row.teacher_id, row.provider_id)
    shared = [
        plan
        for plan in scope.plans.of_provider(row.provider_id)
        if plan_facts.classroom_of(scope, plan).teacher_id == row.teacher_id
    ]
    return TouchBaseCard(
        touch_base=facts(scope, row),
        next_session=cards.next_session(scope, shared, at=at),
        try_next=try_next(scope, pair),
        talk=_topics(scope, pair, at=at),
    )


def done(scope: Scope, touch_base_id: str, revision: int, *, at: datetime) -> TouchBaseFacts:
    """Say that the two have talked; twice changes nothing.

    Refusals: `touch_base_gone`, `not_yours`; Stale `touch_base_changed` (touch_base_id) where it
    was moved after the card was seen.
    """
    row = _own(scope, touch_base_id)
    if row.state == "done":
        return facts(scope, row)
    if row.revision != revision:
        raise errors.Stale("touch_base_changed", touch_base_id=row.id)
    _held(scope, row, at=at)
    return facts(scope, row)


def later(
    scope: Scope, touch_base_id: str, revision: int, *, at: datetime
) -> TouchBaseFacts | NoSlot:
    """Move a touch-base to the pair's next common time of the week; NoSlot names next week's.

    Refusals: `touch_base_gone`, `not_yours`; Stale `touch_base_changed`, `touch_base_done`
    (touch_base_id).
    """
    row = _own(scope, touch_base_id)
    if row.state == "done":
        raise errors.Stale("touch_base_done", touch_base_id=row.id)
    if row.revision != revision:
        raise errors.Stale("touch_base_changed", touch_base_id=row.id)
    _move_on(scope, row, otherwise="no_slot", at=at)
    return _no_slot(scope, row, at=at) if row.state == "no_slot" else facts(scope, row)


def missed(scope: Scope, subject: str, revision: int, *, at: datetime) -> None:
    """Move a touch-base whose card came too late to the week's next common time, if there is one.

    `subject` and `revision` are the prompt's; a touch-base that was moved or held since stays.
    """
    row = _called(scope, subject, revision)
    if row is not None:
        _move_on(scope, row, otherwise="missed", at=at)


def not_free(scope: Scope, subject: str, revision: int, *, at: datetime) -> None:
    """Move a touch-base at whose time one of the two is not free after all, as `missed` does.

    Without another common time the week has none, and says so.
    """
    row = _called(scope, subject, revision)
    if row is not None:
        _move_on(scope, row, otherwise="no_slot", at=at)


def _called(scope: Scope, subject: str, revision: int) -> tables.TouchBase | None:
    """Return the touch-base that a prompt calls, unless it was moved or held since."""
    row = scope.touch_bases.get(subject.partition(":")[2])
    if row is None or row.state != "planned" or row.revision != revision:
        return None
    return row


@reads
def note_form(scope: Scope, touch_base_id: str) -> TouchBaseNote:
    """Return the note of a touch-base, for its two people only."""
    return _note(scope, _own(scope, touch_base_id))


def save_note(
    scope: Scope, touch_base_id: str, worked: str, change: str, try_next: str, *, at: datetime
) -> TouchBaseNote | MayNameStudent:
    """Keep the note of a touch-base that was held: what worked, what to change, one thing to try.

    The first two stay in the form, where its two people alone read them; `try_next` is also
    shown with the next session, so it is checked. Refusals: `too_long` (what: "worked" |
    "change" | "try_next"), `no_words` (what: "try_next"), `touch_base_gone`, `not_yours`.
    """
    row = _own(scope, touch_base_id)
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
    return _kept(scope, _own(scope, told["touch_base_id"]), told, at=at)


def _own(scope: Scope, touch_base_id: str) -> tables.TouchBase:
    people.require_member(scope)
    row = scope.touch_bases.get(touch_base_id)
    if row is None:
        raise errors.Refusal("touch_base_gone")
    room = scope.classrooms.get(row.classroom_id)
    pair = frozenset({row.teacher_id, row.provider_id})
    rights.require(scope, "note", classroom=room, owner_ids=pair)
    return row


def _held(scope: Scope, row: tables.TouchBase, *, at: datetime) -> None:
    row.state, row.noted_at = "done", at
    row.noted_by = people.require_member(scope).id
    scope.touch_bases.add(row)
    prompts.withdraw(scope, subject=f"pair:{row.id}", why="done", at=at)
    _after(scope, row, at=at)


def _kept(
    scope: Scope, row: tables.TouchBase, told: dict[str, str], *, at: datetime
) -> TouchBaseNote:
    said = (told["worked"], told["change"], told["try_next"])
    if (row.worked, row.change, row.try_next) != said or row.state in _OPEN:
        row.worked, row.change, row.try_next = said
        _held(scope, row, at=at)
    return _note(scope, row)


def _note(scope: Scope, row: tables.TouchBase) -> TouchBaseNote:
    return TouchBaseNote(facts(scope, row), row.worked, row.change, row.try_next)


def _has_note(row: tables.TouchBase) -> bool:
    return bool(row.worked or row.change or row.try_next)


def _move_on(scope: Scope, row: tables.TouchBase, *, otherwise: str, at: datetime) -> None:
    """Give a touch-base the next slot of its week; without one its state is `otherwise`."""
    slot = touchbases.slots(
        scope,
        people.require(scope, row.teacher_id),
        people.require(scope, row.provider_id),
        row.week,
        at=max(at, row.ends_at or at),
        classroom=scope.classrooms.get(row.classroom_id),
    )
    row.revision += 1
    if slot is None:
        row.state = otherwise
    else:
        row.state, row.why = "planned", slot.why
        row.starts_at, row.ends_at = slot.starts_at, slot.ends_at
    scope.touch_bases.add(row)
    prompts.for_touch_base(scope, row, at=at)
    _after(scope, row, at=at)


def _after(scope: Scope, row: tables.TouchBase, *, at: datetime) -> None:
    live.changed(scope, f"pair:{row.id}")
    for person_id in (row.teacher_id, row.provider_id):
        # A wish to talk may have been met.
        prompts.for_person(scope, person_id, at=at)


def _no_slot(scope: Scope, row: tables.TouchBase, *, at: datetime) -> NoSlot:
    following = (
        one
        for one in scope.touch_bases.of_pair(row.teacher_id, row.provider_id)
        if one.week > row.week and one.starts_at is not None and one.starts_at > at
    )
    found = next((one for one in following if one.state == "planned"), None)
    return NoSlot(
        week=row.week,
        teacher=people.ref(people.require(scope, row.teacher_id)),
        provider=people.ref(people.require(scope, row.provider_id)),
        next_slot=None if found is None else facts(scope, found),
    )


def try_next(scope: Scope, pair: tuple[str, str]) -> str | None:
    """Return the one thing to try of the pair's newest note that has one."""
    noted = [one for one in scope.touch_bases.of_pair(*pair) if one.try_next and one.noted_at]
    newest = max(noted, key=lambda one: (one.noted_at, one.week), default=None)
    return None if newest is None else newest.try_next


def _topics(scope: Scope, pair: tuple[str, str], *, at: datetime) -> tuple[Topic, ...]:
    """Return who would like to talk about which plan of the pair, each once."""
    found: dict[str, tuple[tables.Plan, dict[str, PersonRef]]] = {}
    for agreement, wish, plan in scope.agreements.talks(pair=pair):
        if waiting.is_talk_open(scope, pair, agreement, wish, at=at):
            who = people.ref(people.require(scope, wish.person_id))
            found.setdefault(plan.id, (plan, {}))[1][who.id] = who
    return tuple(
        Topic(plan_facts.facts(scope, plan), tuple(who.values())) for plan, who in found.values()
    )
