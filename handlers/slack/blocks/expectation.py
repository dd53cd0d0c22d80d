"""An expectation that was added, dropped or changed, and the questions about one."""

from handlers.actions import ActionRef
from handlers.slack.blocks import facts, refusals
from handlers.slack.blocks.kit import (
    Block,
    SlackMessage,
    actions,
    button,
    context,
    message,
    section,
)
from handlers.slack.mrkdwn import Mrkdwn, bold, escape, join
from handlers.slack.sentences import plain, say, word
from pushin.results import (
    DropWhich,
    ExpectationAdded,
    ExpectationBack,
    ExpectationDropped,
    ExpectationFacts,
    ExpectationList,
    ExpectationStays,
    MayNameStudent,
    Refused,
)

_LISTED = 20


def added(found: ExpectationAdded) -> SlackMessage:
    """Return that the expectation stands, for which sessions, and perhaps the one question."""
    where = (
        facts.session_when(found.session)
        if found.session and found.expectation.session_only
        else facts.plan_title(found.plan)
    )
    key = "expectation.again" if found.again else "expectation.added"
    line = say(key, text=found.expectation.text, where=where)
    if not found.choose:
        return message(line, section(line))
    asked, one = say("expectation.which"), found.expectation.id
    return message(
        join([line, asked], " "),
        section(line, asked),
        actions(button(ActionRef("expect_once", one)), button(ActionRef("expect_all", one))),
    )


def dropped(found: ExpectationDropped) -> SlackMessage:
    """Return that the expectation is gone, from where, and Undo."""
    key = "dropped.by_message" if found.by_message else "dropped.line"
    where = facts.session_when(found.session) if found.session else facts.plan_title(found.plan)
    line = say(key, text=found.expectation.text, where=where)
    undo = button(ActionRef("expectation_undo", found.undo_id)) if found.undo_id else None
    return message(
        line, section(line), context(say("day.undo_for")) if undo else None, actions(undo)
    )


def back(found: ExpectationBack) -> SlackMessage:
    """Return that the expectation stands again."""
    line = say("dropped.back", text=found.expectation.text)
    return message(line, section(line))


def stays(found: ExpectationStays) -> SlackMessage:
    """Return that a changed or deleted message was not followed, and why."""
    line = say("expectation.stays", text=found.expectation.text)
    why = refusals.sentence(Refused(found.why, found.params))
    return message(join([line, why], " "), section(line, why))


def which(found: DropWhich) -> SlackMessage:
    """Return the question whether an expectation goes for this session or for all."""
    line = say("drop.which", text=found.expectation.text)
    one, session = found.expectation.id, found.session.id
    return message(
        line,
        section(line),
        actions(
            button(ActionRef("drop_once", f"{session}/{one}")), button(ActionRef("drop_all", one))
        ),
    )


def listed(found: ExpectationList) -> SlackMessage:
    """Return what can be dropped, each with its button."""
    if not found.expectations:
        return message(say("drop.nothing"), section(say("drop.nothing")))
    key = "drop.how" if found.asked is None else "drop.no_such"
    line = say(key, number=found.asked)
    where = facts.session_when(found.session) if found.session else facts.plan_title(found.plan)
    shown = found.expectations[-_LISTED:]
    left = len(found.expectations) - len(shown)
    return message(
        line,
        section(bold(where), line),
        *(_line(found, one) for one in shown),
        context(say("drop.more", count=left)) if left else None,
    )


def may_name_student(found: MayNameStudent) -> SlackMessage:
    """Return the private question; the text itself is not repeated."""
    line = say("privacy.question", kind=word("privacy", found.kind))
    return message(
        line,
        section(line, say("privacy.what_to_do")),
        actions(
            button(ActionRef("privacy_edit", found.draft_id), style="primary"),
            button(ActionRef("privacy_keep", found.draft_id)),
        ),
    )


def numbered(one: ExpectationFacts) -> Mrkdwn:
    """Return an expectation as a line of a list, with its number where it is told."""
    text = _from(one)
    return say("list.numbered", number=one.number, text=text) if one.number else escape(text)


def label(one: ExpectationFacts) -> str:
    """Return the same for a place that shows plain text."""
    text = _from(one)
    return plain("list.numbered", number=one.number, text=text) if one.number else text


def _from(one: ExpectationFacts) -> str:
    return plain("checklist.carried", text=one.text) if one.carried else one.text


def _line(found: ExpectationList, one: ExpectationFacts) -> Block | None:
    entity = f"{found.session.id}/{one.id}" if found.session else one.id
    drop = button(ActionRef("expectation_drop", entity), plain("button.drop"))
    return section(numbered(one), accessory=drop)
