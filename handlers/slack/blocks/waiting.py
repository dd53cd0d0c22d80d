"""What waits for a person: each thing with the taps that answer it."""

from collections.abc import Sequence

from handlers.actions import ActionRef
from handlers.forms import expect
from handlers.slack import when
from handlers.slack.blocks import agreement, difference, doing, facts, room_question
from handlers.slack.blocks.kit import Block, actions, button, section
from handlers.slack.mrkdwn import bold
from handlers.slack.sentences import plain, say, word
from pushin.results import (
    Waiting,
    WaitingDoing,
    WaitingExpired,
    WaitingMissing,
    WaitingRole,
    WaitingRoom,
    WaitingSilent,
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
    match item:
        case WaitingRole():
            return _role(item)
        case WaitingMissing():
            return _missing(item)
        case WaitingTalk():
            return _talk(item)
        case WaitingTime():
            return _time(item)
        case WaitingRoom() | WaitingDoing():
            return _question(item)
        case WaitingSkipped() | WaitingExpired() | WaitingSilent():
            return _news(item), None


def _role(item: WaitingRole) -> tuple[Block | None, Block | None]:
    found = item.agreement
    part = say("waiting.role", part=item.my_part or plain("agreement.part.open"))
    title, only = bold(facts.plan_title(found.plan)), agreement.only(found)
    return section(title, only, part, difference.one_line(found.changes)), actions(
        button(ActionRef("in", found.id, found.number), style="primary"),
        button(ActionRef("talk", found.id, found.number)),
    )


def _missing(item: WaitingMissing) -> tuple[Block | None, Block | None]:
    session = item.session
    sentence = say("waiting.missing", during=session.during, day=session.day_label)
    line = section(bold(facts.session_when(session)), facts.session_where(session), sentence)
    return line, actions(
        button(ActionRef("keep", session.id, session.revision), style="primary"),
        button(ActionRef("skip", session.id, session.revision), plain("button.skip_it")),
    )


def _question(item: WaitingRoom | WaitingDoing) -> tuple[Block | None, Block | None]:
    if isinstance(item, WaitingDoing):
        return doing.question(item)
    (row,) = room_question.answers(item.question)
    return room_question.lines(item.question), row


def _talk(item: WaitingTalk) -> tuple[Block | None, Block | None]:
    found = item.agreement
    line = say("waiting.talk", name=item.who.name)
    about = expect.entity(found.plan.id, found.session_id or "")
    change = button(ActionRef("agree", about, found.number))
    title = bold(facts.plan_title(found.plan))
    return section(title, agreement.only(found), line), actions(change)


def _silent(item: WaitingSilent) -> Block | None:
    several = len(item.who) > 1
    key = "waiting.silent.several" if several else "waiting.silent"
    line = say(key, names=facts.names(item.who), since=when.short(item.since))
    return section(bold(facts.plan_title(item.plan)), line)


def _time(item: WaitingTime) -> tuple[Block | None, Block | None]:
    if not item.mine:
        return section(say("waiting.time", name=item.who.name)), None
    buttons = actions(button(ActionRef("settings")), button(ActionRef("room")))
    return section(say("waiting.time.mine")), buttons


def _news(item: WaitingSkipped | WaitingExpired | WaitingSilent) -> Block | None:
    if isinstance(item, WaitingSilent):
        return _silent(item)
    if isinstance(item, WaitingSkipped):
        line, why = facts.session_line(item.session), facts.not_on(item.session)
        return section(say("waiting.skipped", session=line, why=why))
    kind = word("prompt", item.kind)
    if item.session is None:
        return section(say("waiting.expired", kind=kind))
    line = facts.session_line(item.session)
    return section(say("waiting.expired_session", kind=kind, session=line))
