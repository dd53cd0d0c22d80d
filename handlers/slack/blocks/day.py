"""A school's day: what it is, what it would become, what was done about it."""

import json

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import agenda, facts
from handlers.slack.blocks.kit import (
    Block,
    Modal,
    SlackMessage,
    actions,
    are_you_sure,
    button,
    context,
    message,
    modal,
    section,
)
from handlers.slack.mrkdwn import Mrkdwn, bold, bullets
from handlers.slack.sentences import known, plain, say
from pushin.results import (
    DayChanged,
    DayChoice,
    DayCounts,
    DayFacts,
    DayOption,
    DayPreview,
    SchoolChoice,
    SchoolDay,
)

_OPTIONS = 10
_SHOWN = 10
_COUNTED = ("off", "moved", "shortened", "missing", "back")


def facts_of_day(found: DayFacts) -> SlackMessage:
    """Return what a date is and why, its bells, the asker's sessions; a way to change it."""
    day = found.day
    bells = [
        plain("day.bell", name=one.name, times=when.span(one.start, one.end)) for one in found.bells
    ]
    mine = [agenda.line(session) for session in found.sessions]
    return message(
        say("day.facts", school=day.school_name, day=facts.day(day)),
        section(bold(facts.day(day)), day.school_name, _why(day)),
        section(bullets(bells)),
        section(say("day.your_sessions"), bullets(mine)) if mine else context(_none()),
        actions(*_changes(found)),
    )


def preview(found: DayPreview) -> SlackMessage:
    """Return what was understood with full dates and what it does, and Confirm / Change."""
    buttons = actions(
        button(ActionRef("day_confirm", found.draft_id), style="primary"),
        button(ActionRef("day_change", found.draft_id)),
    )
    text = say("day.preview", school=found.school_name, days=_then_text(found))
    return message(text, *_understood(found), buttons)


def preview_modal(found: DayPreview) -> Modal:
    """Return the echo of the form, with Confirm as its submit and Change inside."""
    ref = ActionRef("day_change", found.draft_id)
    return modal(
        plain("day_preview.title"),
        [*_understood(found), actions(button(ref))],
        submit=plain("day_preview.submit"),
        callback_id="pushin:day_preview",
        private_metadata=json.dumps({"ref": ref.encode(), "kept": {}}),
        again=ref,
    )


def changing(draft_id: str) -> SlackMessage:
    """Return what stands in place of the echo while its form is open."""
    again = actions(button(ActionRef("day_change", draft_id)))
    return message(say("changing"), section(say("changing")), again)


def changed(found: DayChanged) -> SlackMessage:
    """Return what was done, or that it was so already; Undo while that is possible."""
    days = _then_text(found)
    if found.again:
        line = say("day.again", school=found.school_name, days=days)
        return message(line, section(line))
    line = say("day.done", school=found.school_name, days=days)
    undo = button(ActionRef("day_undo", found.undo_id)) if found.undo_id else None
    return message(
        line,
        section(line, *_effects(found.counts, found.told)),
        context(say("day.undo_for")) if undo else None,
        actions(undo),
    )


def choice(found: DayChoice) -> SlackMessage:
    """Return the day types that may be meant, each with its button."""
    key = "day.choice.near" if found.near else "day.choice"
    line = say(key, dates=[when.full(on) for on in found.dates[:_SHOWN]])
    return message(line, section(line), *_picks(found.draft_id, found.options))


def school_choice(found: SchoolChoice) -> SlackMessage:
    """Return the schools that may be meant, each with its button."""
    rows = [
        section(bold(name), accessory=button(ActionRef("day_school", f"{found.draft_id}/{key}")))
        for key, name in found.schools[:20]
    ]
    return message(say("day.school_choice"), section(say("day.school_choice")), *rows)


def kind(day: SchoolDay) -> str:
    """Return in a few words what a date is: closed and why, or its kind and bells."""
    if not day.in_session and day.reason == "override":
        return plain("day.closed_for" if day.day_label else "day.closed", label=day.day_label)
    told = facts.kind_of_day(day)
    if day.first_bell is None or day.last_bell is None or day.cut:
        return told
    return plain("day.bells", kind=told, bells=when.span(day.first_bell, day.last_bell))


def _understood(found: DayPreview) -> list[Block | None]:
    days = [
        say("day.line", on=when.full(one.after.on), then=kind(one.after))
        for one in found.days[:_SHOWN]
    ]
    return [
        section(say("day.preview.title", school=found.school_name), *days, _more(len(found.days))),
        section(*_effects(found.counts, found.told)),
        section(say("day.cut")) if found.cut else None,
        *_picks(found.draft_id, found.options),
    ]


def _then_text(found: DayPreview | DayChanged) -> str:
    days = [
        plain("day.line_text", on=when.full(one.after.on), then=kind(one.after))
        for one in found.days[:_SHOWN]
    ]
    return "; ".join([*days, *filter(None, [_more(len(found.days))])])


def _more(count: int) -> Mrkdwn:
    return say("preview.more", count=count - _SHOWN) if count > _SHOWN else Mrkdwn("")


def _effects(counts: DayCounts, told: int) -> list[Mrkdwn]:
    parts = [
        plain(f"day.count.{name}", count=getattr(counts, name))
        for name in _COUNTED
        if getattr(counts, name)
    ]
    first = say("day.counts", counts="; ".join(parts)) if parts else Mrkdwn("")
    return [first, say("day.told", count=told) if told else say("day.told.none")]


def _picks(draft_id: str, options: tuple[DayOption, ...]) -> list[Block | None]:
    return [
        section(
            say("day.choice.line", label=_option(one)),
            accessory=button(ActionRef("day_pick", f"{draft_id}/{one.key}")),
        )
        for one in options[:_OPTIONS]
    ]


def _option(one: DayOption) -> str:
    if one.first_bell is None or one.last_bell is None:
        return one.label
    bells = when.span(one.first_bell, one.last_bell)
    return plain("day.bells", kind=one.label, bells=bells)


def _why(day: SchoolDay) -> Mrkdwn:
    key = f"day.why.{day.reason}"
    return say(key) if known(key) and day.known else Mrkdwn("")


def _none() -> Mrkdwn:
    return say("day.no_sessions")


def _changes(found: DayFacts) -> list[Block | None]:
    if not found.may_change:
        return []
    on = found.day.on
    entity = f"{found.school_id}/{on.isoformat()}"
    change = button(ActionRef("day_change", entity), plain("button.day_change_it"))
    if found.day.reason != "override":
        return [change]
    sure = are_you_sure(
        plain("day.clear.title"),
        plain("day.clear.sure", on=on),
        plain("day.clear.yes"),
        plain("day.clear.no"),
    )
    return [change, button(ActionRef("day_clear", entity), confirm=sure)]
