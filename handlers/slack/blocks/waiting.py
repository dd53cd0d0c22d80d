"""What waits for a person: each thing with the taps that answer it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from handlers.actions import ActionRef
from handlers.forms import expect
from handlers.slack import when
from handlers.slack.blocks import (
    absences,
    agreement,
    change,
    difference,
    doing,
    facts,
    logs,
    minutes,
    room_question,
    students,
    together,
    touchbase,
    touchbase_pairs,
)
from handlers.slack.blocks.kit import Block, actions, button, section
from handlers.slack.mrkdwn import Mrkdwn, bold, bullets
from handlers.slack.sentences import known, plain, say, word
from pushin.results import (
    Waiting,
    WaitingClash,
    WaitingCover,
    WaitingDoing,
    WaitingExpired,
    WaitingGroup,
    WaitingLog,
    WaitingMissing,
    WaitingNoSlot,
    WaitingProposal,
    WaitingRole,
    WaitingRoom,
    WaitingShortfall,
    WaitingSilent,
    WaitingSkipped,
    WaitingStanding,
    WaitingTalk,
    WaitingTime,
    WaitingTogether,
    WaitingTogetherTalk,
)

SHOWN = 12


def items(waiting: Sequence[Waiting]) -> list[Block | None]:
    """Return a paragraph and its buttons for each thing; what does not fit is counted."""
    told = [item for n, item in enumerate(waiting) if not _is_said(item, waiting[:n])]
    missed = [item for item in told if isinstance(item, WaitingExpired) and _is_late(item)]
    if len(missed) > 1:
        told = [item for item in told if item not in missed]
    blocks = [block for item in told[:SHOWN] for block in _item(item)]
    left = len(told) - SHOWN
    return [
        *blocks,
        section(say("waiting.more", count=left)) if left > 0 else None,
        _missed(missed) if len(missed) > 1 else None,
    ]


def _is_late(item: WaitingExpired) -> bool:
    """Tell whether something came too late; what a closed place kept back asks for something."""
    return not known(f"waiting.closed.{item.why}")


def _missed(items: Sequence[WaitingExpired]) -> Block | None:
    """Return all that came too late in one paragraph: it asks nothing of anybody."""
    lines = [_missed_line(item) for item in items[:SHOWN]]
    left = len(items) - SHOWN
    more = say("preview.more", count=left) if left > 0 else Mrkdwn("")
    return section(say("waiting.missed"), bullets(lines), more)


def _missed_line(item: WaitingExpired) -> Mrkdwn:
    told, session = word("prompt", item.kind), item.session
    kind = told[:1].upper() + told[1:]
    if session is None:
        return say("waiting.missed.line", kind=kind)
    when, where = facts.session_when(session), facts.session_where(session)
    return say("waiting.missed.session", kind=kind, when=when, where=where)


def _is_said(item: Waiting, before: Sequence[Waiting]) -> bool:
    """Tell whether the same sentence stands above: what could not be posted may name no date."""
    above = [_news(one) for one in before if isinstance(one, WaitingExpired)]
    return isinstance(item, WaitingExpired) and _news(item) in above


def _item(item: Waiting) -> tuple[Block | None, ...]:
    return _ITEMS[type(item)](item)


def _role(item: WaitingRole) -> tuple[Block | None, Block | None]:
    found = item.agreement
    part = say("waiting.role", part=item.my_part or plain("agreement.part.open"))
    title, only = bold(facts.plan_title(found.plan)), agreement.only(found)
    # Who came to others that had agreed already has no part yet: they write it themselves.
    write = button(ActionRef("agree", found.plan.id, found.number), style="primary")
    return section(title, only, part, difference.one_line(found.changes)), actions(
        write if _may_write(item) else None,
        button(
            ActionRef("in", found.id, found.number), style=None if _may_write(item) else "primary"
        ),
        button(ActionRef("talk", found.id, found.number)),
    )


def _may_write(item: WaitingRole) -> bool:
    return not item.my_part and bool(item.agreement.plan.together)


def _cover(item: WaitingCover) -> tuple[Block | None, Block | None]:
    session = item.session
    question = say("repaired.cover", name=item.absence.person.name)
    line = section(bold(facts.session_when(session)), facts.session_where(session), question)
    return line, absences.yes_or_no(session, item.absence.cover.id if item.absence.cover else "")


def _missing(item: WaitingMissing) -> tuple[Block | None, Block | None]:
    session = item.session
    key = "waiting.moved_closed" if session.moved else "waiting.missing"
    sentence = say(key, during=session.during, day=session.day_label)
    line = section(bold(facts.session_when(session)), facts.session_where(session), sentence)
    keep = button(ActionRef("keep", session.id, session.revision), style="primary")
    return line, actions(
        None if session.moved else keep,
        button(ActionRef("skip", session.id, session.revision), plain("button.skip_it")),
        button(ActionRef("change", session.id, session.revision)),
    )


def _room(item: WaitingRoom) -> tuple[Block | None, Block | None]:
    (row,) = room_question.answers(item.question)
    return room_question.lines(item.question), row


def _gap(item: WaitingNoSlot) -> tuple[Block | None, Block | None]:
    return section(*touchbase.gap(item.gap)), None


def _standing(item: WaitingStanding) -> tuple[Block | None, Block | None]:
    lines = say("habit.offer.why"), touchbase_pairs.offered(item.offer)
    return section(*lines), touchbase_pairs.answers(item.offer)


def _talk(item: WaitingTalk) -> tuple[Block | None, Block | None]:
    found = item.agreement
    line = say("waiting.talk", name=item.who.name)
    about = expect.entity(found.plan.id, found.session_id or "")
    change = button(ActionRef("agree", about, found.number))
    title = bold(facts.plan_title(found.plan))
    return section(title, agreement.only(found), line), actions(change)


def _silent(item: WaitingSilent) -> tuple[Block | None, Block | None]:
    several = len(item.who) > 1
    key = "waiting.silent.several" if several else "waiting.silent"
    line = say(key, names=facts.names(item.who), since=when.short(item.since))
    return section(bold(facts.plan_title(item.plan)), line), None


def _time(item: WaitingTime) -> tuple[Block | None, Block | None]:
    if not item.mine:
        return section(say("waiting.time", name=item.who.name)), None
    buttons = actions(button(ActionRef("settings")), button(ActionRef("room")))
    return section(say("waiting.time.mine")), buttons


def _told(item: WaitingSkipped | WaitingExpired) -> tuple[Block | None, Block | None]:
    return section(_news(item)), None


def _news(item: WaitingSkipped | WaitingExpired) -> Mrkdwn:
    if isinstance(item, WaitingSkipped):
        line, why = facts.session_line(item.session), facts.not_on(item.session)
        return say("waiting.skipped", session=line, why=why)
    if not _is_late(item):
        return say(f"waiting.closed.{item.why}")
    kind = word("prompt", item.kind)
    if item.session is None:
        return say("waiting.expired", kind=kind)
    return say("waiting.expired_session", kind=kind, session=facts.session_line(item.session))


_ITEMS: Mapping[type, Callable[[Any], tuple[Block | None, ...]]] = {
    WaitingLog: logs.asked,
    WaitingCover: _cover,
    WaitingRole: _role,
    WaitingMissing: _missing,
    WaitingProposal: change.waiting,
    WaitingDoing: doing.question,
    WaitingTalk: _talk,
    WaitingSilent: _silent,
    WaitingNoSlot: _gap,
    WaitingStanding: _standing,
    WaitingTime: _time,
    WaitingRoom: _room,
    WaitingShortfall: minutes.shortfall,
    WaitingSkipped: _told,
    WaitingExpired: _told,
    WaitingTogether: together.asked,
    WaitingTogetherTalk: together.talks,
    WaitingClash: together.clash_question,
    WaitingGroup: students.waiting,
}
