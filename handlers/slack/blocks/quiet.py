"""What was merged or withheld for a person this week, by day, in words."""

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
from pushin.results import QuietDay, QuietEntry, QuietWeek

_SHOWN = 8


def week(found: QuietWeek) -> SlackMessage:
    """Return each day with what was not said and why; or that all was said."""
    steps = actions(button(ActionRef("settings")), button(ActionRef("today")))
    if not found.days:
        line = say("quiet.none", monday=found.monday)
        return message(line, section(line), context(say("quiet.rule")), steps)
    count = sum(len(day.entries) for day in found.days)
    title = say("quiet.title", monday=found.monday)
    return message(
        say("quiet.text", monday=found.monday, count=count),
        section(bold(title)),
        *map(_day, found.days),
        context(say("quiet.rule")),
        steps,
    )


def _day(day: QuietDay) -> Block | None:
    lines = [_line(one) for one in day.entries[:_SHOWN]]
    more = len(day.entries) - _SHOWN
    rest = say("preview.more", count=more) if more > 0 else Mrkdwn("")
    return section(bold(when.short(day.on)), bullets(lines), rest)


def _line(one: QuietEntry) -> Mrkdwn:
    why = plain(f"quiet.why.{one.why}", until=when.clock(one.until or 0))
    return say("quiet.line", what=_what(one), why=why)


def _what(one: QuietEntry) -> str:
    kind = word("prompt", one.kind)
    kind = kind[:1].upper() + kind[1:]
    if one.session is not None:
        session = one.session
        told = f"{facts.session_where(session)}, {when.span(session.start, session.end)}"
        return plain("quiet.about", kind=kind, about=told)
    if one.touch_base is not None:
        pair = facts.names((one.touch_base.teacher, one.touch_base.provider))
        return plain("quiet.about", kind=kind, about=pair)
    if one.room:
        return plain("quiet.about", kind=kind, about=facts.room(one.room))
    if one.kind == "change" and one.on is not None:
        return plain("quiet.about", kind=kind, about=when.short(one.on))
    return kind
