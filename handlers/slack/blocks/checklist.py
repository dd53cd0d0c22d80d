"""A session's checklist in the classroom's channel."""

from collections.abc import Sequence

from handlers.actions import ActionRef
from handlers.forms import agree, expect
from handlers.slack import tick_block
from handlers.slack.blocks import doing, facts, outs, together, who
from handlers.slack.blocks import next as nexts
from handlers.slack.blocks.expectation import label
from handlers.slack.blocks.kit import (
    CHECKBOX_LIMIT,
    OPTION_LIMIT,
    Block,
    Modal,
    SlackMessage,
    actions,
    button,
    checkboxes,
    context,
    message,
    modal,
    option,
    section,
)
from handlers.slack.mrkdwn import Mrkdwn, bold, bullets, link
from handlers.slack.sentences import plain, say
from pushin.results import Checklist, ExpectationFacts, PersonRef

TICK = "tick"
_DROPS = 5
"""Things from last time that can be taken away in the channel; the modal has all."""


def checklist(found: Checklist, team_url: str) -> SlackMessage:
    """Return when and where, who does what, the boxes, and the way to the standing thread."""
    session = found.session
    line = facts.session_line(session)
    off = facts.not_on(session)
    if off:
        return message(say("checklist.off", session=line, why=off), *_off(found, off))
    return message(
        outs.with_short(say("checklist.text", session=line), session),
        section(
            bold(facts.session_when(session)),
            facts.session_adults(session),
            together.beside(session),
            doing.line(session),
            *outs.lines(session),
        ),
        *who.parts(session.adults, found.agreement),
        *(_closed(found) if found.closed else _open(found)),
        context(_thread(found, team_url)),
    )


def whole(found: Checklist) -> Modal:
    """Return the whole list of a session as a modal that stays true."""
    session = found.session
    off = facts.not_on(session)
    return modal(
        plain("list.title"),
        [
            section(bold(facts.session_when(session)), facts.session_adults(session)),
            *(_off(found, off)[1:] if off else _closed(found) if found.closed else _all(found)),
        ],
        callback_id="pushin:list",
        again=ActionRef("checklist", session.id),
    )


def compact(found: Checklist) -> list[Block | None]:
    """Return the list in a few lines, without names, with the button that opens it."""
    lines = [
        say("checklist.done" if one.ticked else "checklist.left", text=one.text)
        for one in found.expectations[-CHECKBOX_LIMIT:]
    ]
    if not lines:
        return []
    opens = button(ActionRef("checklist", found.session.id))
    return [section(bold(plain("list.title")), bullets(lines), accessory=opens)]


def _open(found: Checklist) -> list[Block | None]:
    this = expect.entity(found.session.plan_id, found.session.id)
    add = button(ActionRef("expectations", this), plain("button.add_expectation"))
    roles = button(ActionRef("agree", agree.at_hand(found.session)))
    cant = nexts.cant(found.session)
    if not found.expectations:
        return [section(say("checklist.empty")), actions(add, roles, cant)]
    shown = found.expectations[-CHECKBOX_LIMIT:]
    left = len(found.expectations) - len(shown)
    every = button(ActionRef("checklist", found.session.id), plain("button.all_of_it"))
    return [
        _boxes(found, shown),
        context(_ticked(found.expectations)),
        context(say("checklist.more", count=left)) if left else None,
        actions(add, roles, cant, every if left else None, *_drops(found, shown)[:_DROPS]),
    ]


def _all(found: Checklist) -> list[Block | None]:
    listed = found.expectations
    if not listed:
        return [section(say("checklist.empty"))]
    groups = [listed[n : n + CHECKBOX_LIMIT] for n in range(0, len(listed), CHECKBOX_LIMIT)]
    return [
        *(_boxes(found, shown, number) for number, shown in enumerate(groups, 1)),
        context(_ticked(listed)),
        actions(*_drops(found, listed)),
    ]


def _boxes(found: Checklist, shown: Sequence[ExpectationFacts], group: int = 0) -> Block:
    ticked = [expectation.id for expectation in shown if expectation.ticked]
    ref = ActionRef(TICK, found.session.id, found.session.revision)
    return checkboxes(
        tick_block.encode(ref, ticked, group),
        f"pushin:{TICK}",
        [_option(expectation) for expectation in shown],
        ticked,
    )


def _drops(found: Checklist, shown: Sequence[ExpectationFacts]) -> list[Block]:
    """Return a button for each thing from last time that takes it away."""
    return [
        button(
            ActionRef("expectation_drop", f"{found.session.id}/{one.id}"),
            plain("button.drop_number", number=one.number),
        )
        for one in shown
        if one.carried
    ]


def _closed(found: Checklist) -> list[Block | None]:
    # Names vanish when the session is over: what was ready stays, who did it does not.
    lines = [
        say("checklist.done" if expectation.ticked else "checklist.left", text=expectation.text)
        for expectation in found.expectations[-CHECKBOX_LIMIT:]
    ]
    left = len(found.expectations) - len(lines)
    more = say("checklist.more_closed", count=left) if left else Mrkdwn("")
    return [section(bullets(lines)), context(more), context(say("checklist.over"))]


def _off(found: Checklist, why: str) -> list[Block | None]:
    session = found.session
    title = bold(facts.session_when(session))
    not_on, comes = say("checklist.not_on", why=why), together.beside(session)
    return [section(title, facts.session_adults(session), not_on, comes)]


def _option(expectation: ExpectationFacts) -> Block:
    # A box's label holds 75 characters; the rest of a longer text goes on in its second line.
    text = label(expectation)
    if len(text) <= OPTION_LIMIT:
        return option(expectation.id, text)
    cut = text.rfind(" ", 0, OPTION_LIMIT + 1)
    cut = cut if cut > 0 else OPTION_LIMIT
    return option(expectation.id, text[:cut], text[cut:].strip())


def _ticked(shown: Sequence[ExpectationFacts]) -> Mrkdwn:
    people: dict[str, PersonRef] = {e.ticked_by.id: e.ticked_by for e in shown if e.ticked_by}
    if not people:
        return Mrkdwn("")
    return say("checklist.ticked", names=facts.names(people.values()))


def _thread(found: Checklist, team_url: str) -> Mrkdwn:
    ts, channel = found.plan_card_ts, found.session.channel_id
    if not ts or not channel:
        return say("checklist.reply")
    url = f"{team_url}archives/{channel}/p{ts.replace('.', '')}"
    return Mrkdwn(f"{say('checklist.reply')} {link(url, plain('checklist.standing'))}")
