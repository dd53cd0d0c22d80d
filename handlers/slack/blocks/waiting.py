"""What waits for a person: each thing with the taps that answer it."""

from collections.abc import Sequence

from handlers.actions import ActionRef
from handlers.slack.blocks import absences, facts, room_question
from handlers.slack.blocks.kit import Block, actions, button, section
from handlers.slack.mrkdwn import Mrkdwn, bold
from handlers.slack.sentences import plain, say, word
from pushin.results import (
    Waiting,
    WaitingCover,
    WaitingExpired,
    WaitingMissing,
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


def _item(item: Waiting) -> tuple[Block | None, Block | None]:  # noqa: PLR0911  one for each kind
    match item:
        case WaitingCover():
            return _cover(item)
        case WaitingRole():
            return _role(item)
        case WaitingMissing():
            return _missing(item)
        case WaitingTalk():
            return _talk(item)
        case WaitingTime():
            return _time(item)
        case WaitingRoom():
            return _room(item)
        case WaitingSkipped() | WaitingExpired():
            return section(_news(item)), None


def _role(item: WaitingRole) -> tuple[Block | None, Block | None]:
    found = item.agreement
    part = say("waiting.role", part=item.my_part or plain("agreement.part.open"))
    return section(bold(facts.plan_title(found.plan)), part), actions(
        button(ActionRef("in", found.id, found.number), style="primary"),
        button(ActionRef("talk", found.id, found.number)),
    )


def _cover(item: WaitingCover) -> tuple[Block | None, Block | None]:
    session = item.session
    question = say("repaired.cover", name=item.absence.person.name)
    line = section(bold(facts.session_when(session)), facts.session_where(session), question)
    return line, absences.yes_or_no(session, item.absence.cover.id if item.absence.cover else "")


def _missing(item: WaitingMissing) -> tuple[Block | None, Block | None]:
    session = item.session
    sentence = say("waiting.missing", during=session.during, day=session.day_label)
    line = section(bold(facts.session_when(session)), facts.session_where(session), sentence)
    return line, actions(
        button(ActionRef("keep", session.id, session.revision), style="primary"),
        button(ActionRef("skip", session.id, session.revision), plain("button.skip_it")),
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


def _news(item: WaitingSkipped | WaitingExpired) -> Mrkdwn:
    if isinstance(item, WaitingSkipped):
        line, why = facts.session_line(item.session), facts.not_on(item.session)
        return say("waiting.skipped", session=line, why=why)
    kind = word("prompt", item.kind)
    if item.session is None:
        return say("waiting.expired", kind=kind)
    return say("waiting.expired_session", kind=kind, session=facts.session_line(item.session))
