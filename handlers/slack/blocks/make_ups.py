"""Make-ups: what was missed and why, what a person decides, and times that make sense."""

from collections.abc import Sequence

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import facts
from handlers.slack.blocks.kit import (
    Block,
    SlackMessage,
    actions,
    button,
    context,
    message,
    section,
)
from handlers.slack.mrkdwn import Mrkdwn, bold, bullets
from handlers.slack.sentences import plain, say, word
from pushin.results import (
    IndirectWeeks,
    MakeUpDecided,
    MakeUpFacts,
    MakeUpPlanned,
    MakeUpRules,
    MakeUps,
    MakeUpSlot,
    MakeUpTimes,
)

_ASKED = 3
_SHOWN = 12


def questions(found: Sequence[MakeUpFacts]) -> list[Block | None]:
    """Return the first few of what is to be decided, each with its two answers."""
    rows = [block for one in found[:_ASKED] for block in _question(one)]
    left = len(found) - _ASKED
    return [*rows, actions(button(ActionRef("makeup"))) if left > 0 else None]


def overview(found: MakeUps) -> SlackMessage:
    """Return all that is open, the undecided first."""
    if not found.pending and not found.owed:
        return message(say("makeup.none"), section(say("makeup.none")))
    rows = [block for one in found.pending[:_SHOWN] for block in _question(one)]
    rows += [block for one in found.owed[:_SHOWN] for block in _owed(one)]
    count = {"pending": len(found.pending), "owed": len(found.owed)}
    return message(say("makeup.list", **count), section(bold(say("makeup.list", **count))), *rows)


def decided(found: MakeUpDecided) -> SlackMessage:
    """Return what was decided; of what is owed, the way to a time."""
    one = found.make_up
    key = f"makeup.{one.state}.again" if found.again else f"makeup.{one.state}"
    line = say(key, missed=_missed(one))
    find = _find(one) if one.state == "owed" and one.plan_on is None else None
    undo = button(ActionRef("mu_undo", found.undo_id)) if found.undo_id else None
    answers = _answers(one) if one.state == "pending" else None
    undo_for = say("day.undo_for") if undo else Mrkdwn("")
    return message(line, section(line), context(undo_for), answers or actions(find, undo))


def times(found: MakeUpTimes) -> SlackMessage:
    """Return times that make sense, one tap each."""
    line = say("makeup.times", missed=_missed(found.make_up))
    if not found.slots:
        none = say("makeup.no_times", missed=_missed(found.make_up))
        return message(none, section(none), actions(button(ActionRef("schedule"))))
    rows = [_slot(found.make_up, one) for one in found.slots]
    return message(line, section(line), *rows, context(say("makeup.same")))


def planned(found: MakeUpPlanned) -> SlackMessage:
    """Return the push-in that makes up for what was missed."""
    key = "makeup.planned.again" if found.again else "makeup.planned"
    line = say(key, session=facts.session_line(found.session), missed=_missed(found.make_up))
    change = button(ActionRef("change", found.session.id, found.session.revision))
    return message(line, section(line), actions(change, button(ActionRef("makeup"))))


def rules(found: MakeUpRules) -> SlackMessage:
    """Return what the district suggests by now."""
    listed = [
        say("makeup.rules.line", why=word("log.reason", why), what=plain(f"makeup.rule.{what}"))
        for why, what in found.suggestions
    ]
    line = say("makeup.rules.again" if found.again else "makeup.rules.saved")
    nothing = say("makeup.rules.none") if not listed else Mrkdwn("")
    return message(line, section(line, bullets(listed) if listed else nothing))


def weeks(found: IndirectWeeks) -> SlackMessage:
    """Return a provider's indirect weeks, and what became of sessions by the last change."""
    key = "indirect.saved" if found.changed else "indirect.list"
    line = say(key if found.weeks else f"{key}.none", weeks=listed(found))
    effect = say("indirect.effect", off=found.off, back=found.back) if found.changed else Mrkdwn("")
    undo = button(ActionRef("indirect_undo", found.undo_id)) if found.undo_id else None
    return message(
        line,
        section(line, effect),
        context(say("indirect.how")),
        actions(button(ActionRef("indirect_form")), undo),
    )


def listed(found: IndirectWeeks) -> str:
    """Return a provider's indirect weeks as they may be typed again."""
    return "; ".join(when.full(one) for one in found.weeks)


def _question(one: MakeUpFacts) -> list[Block | None]:
    suggests = plain(f"makeup.rule.{one.suggestion}") if one.suggestion else ""
    district = say("makeup.suggestion", what=suggests) if suggests else Mrkdwn("")
    return [section(say("makeup.question", missed=_missed(one)), district), _answers(one)]


def _answers(one: MakeUpFacts) -> Block | None:
    return actions(
        button(ActionRef("mu_owed", one.id), style="primary" if one.suggestion == "owed" else None),
        button(
            ActionRef("mu_not_owed", one.id),
            style="primary" if one.suggestion == "not_owed" else None,
        ),
    )


def _owed(one: MakeUpFacts) -> list[Block | None]:
    if one.plan_on is not None:
        return [section(say("makeup.on", missed=_missed(one), on=when.full(one.plan_on)))]
    not_owed = button(ActionRef("mu_not_owed", one.id))
    return [section(say("makeup.open", missed=_missed(one))), actions(_find(one), not_owed)]


def _find(one: MakeUpFacts) -> Block:
    return button(ActionRef("mu_times", one.id), style="primary")


def _missed(one: MakeUpFacts) -> str:
    """Return what was missed and why: date, room, minutes; who it was stands in the record."""
    part = "makeup.missed.part" if one.minutes < one.planned else "makeup.missed"
    key = "makeup.missed.one" if one.of_code else part
    return plain(
        key,
        on=when.full(one.session.on),
        where=facts.session_where(one.session),
        minutes=one.minutes,
        planned=one.planned,
        why=word("log.reason", one.reason),
    )


def _slot(make_up: MakeUpFacts, slot: MakeUpSlot) -> Block | None:
    during = slot.during[:1].upper() + slot.during[1:]
    told = f"{when.full(slot.on)}, {when.span(slot.start, slot.end)}"
    notes = [plain("makeup.slot.indirect")] if slot.indirect else []
    notes += [plain("makeup.slot.before")] if slot.before else []
    line = " · ".join(one for one in (told, during, *notes) if one)
    ref = ActionRef("mu_take", f"{make_up.id}/{slot.on.isoformat()}")
    return section(line, accessory=button(ref))
