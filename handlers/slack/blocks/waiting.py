"""What waits for a person: each thing with the taps that answer it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from handlers.actions import ActionRef
from handlers.slack.blocks import change, facts, room_question
from handlers.slack.blocks.kit import Block, actions, button, section
from handlers.slack.mrkdwn import Mrkdwn, bold
from handlers.slack.sentences import plain, say, word
from pushin.results import (
    Waiting,
    WaitingExpired,
    WaitingMissing,
    WaitingProposal,
    WaitingRole,
    WaitingRoom,
    WaitingSkipped,
    WaitingTalk,
    WaitingTime,
)

SHOWN = 12


def items(waiting: Sequence[Waiting]) -> list[Block | None]:
    """Return a paragraph and its buttons for each thing; what does not fit is counted."""
    blocks = [block for item in waiting[:SHOWN] for block in _item(item)]
    left = len(waiting) - SHOWN
    return [*blocks, section(say("waiting.more", count=left)) if left > 0 else None]


def _item(item: Waiting) -> tuple[Block | None, Block | None]:
    return _KINDS[type(item)](item)


def _role(item: WaitingRole) -> tuple[Block | None, Block | None]:
    found = item.agreement
    part = say("waiting.role", part=item.my_part or plain("agreement.part.open"))
    return section(bold(facts.plan_title(found.plan)), part), actions(
        button(ActionRef("in", found.id, found.number), style="primary"),
        button(ActionRef("talk", found.id, found.number)),
    )


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


def _talk(item: WaitingTalk) -> tuple[Block | None, Block | None]:
    found = item.agreement
    line = say("waiting.talk", name=item.who.name)
    change = button(ActionRef("agree", found.plan.id, found.number))
    return section(bold(facts.plan_title(found.plan)), line), actions(change)


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
    kind = word("prompt", item.kind)
    if item.session is None:
        return say("waiting.expired", kind=kind)
    return say("waiting.expired_session", kind=kind, session=facts.session_line(item.session))


_KINDS: Mapping[type, Callable[[Any], tuple[Block | None, Block | None]]] = {
    WaitingRole: _role,
    WaitingMissing: _missing,
    WaitingProposal: change.waiting,
    WaitingTalk: _talk,
    WaitingTime: _time,
    WaitingRoom: _room,
    WaitingSkipped: _told,
    WaitingExpired: _told,
}
