"""The digest: a person's week in ten lines at most, as it begins."""

from collections.abc import Iterator

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import facts
from handlers.slack.blocks import week as weeks
from handlers.slack.blocks.kit import SlackMessage, actions, button, context, message, section
from handlers.slack.mrkdwn import Mrkdwn, bold, join
from handlers.slack.sentences import plain, say
from pushin.results import (
    Digest,
    SchoolDay,
    SessionFacts,
    TouchBaseFacts,
    Week,
    WeekDay,
    WeekSession,
)

_SHOWN = 4
"""Of a day's entries; the rest is counted."""


def card(found: Digest) -> SlackMessage:
    """Return a line for each day that has something, what lacks a time, and what waits."""
    return message(
        weeks.summary(found.week),
        section(
            bold(plain("digest.title", first=found.week.monday)),
            *(_day(day, found.week) for day in found.week.days if _is_told(day)),
        ),
        section(_indirect(found), _without(found), _waiting(found)),
        actions(
            button(ActionRef("week", found.week.monday.isoformat()), plain("digest.week")),
            button(ActionRef("confirm"), plain("digest.waits")) if found.waiting else None,
            button(ActionRef("makeup")) if found.owed and found.indirect else None,
        ),
        context(say("digest.as_of")),
    )


def _indirect(found: Digest) -> Mrkdwn:
    """Return that it is a consult week, and what could be made up in it."""
    if not found.indirect:
        return Mrkdwn("")
    owed = say("digest.owed", count=found.owed) if found.owed else ""
    return join([say("digest.indirect"), owed], " ")


def _is_told(day: WeekDay) -> bool:
    """Tell whether a day stands in the digest: it has something, or is no ordinary one."""
    return bool(day.sessions or day.touch_bases) or _is_closed(day)


def _day(day: WeekDay, week: Week) -> Mrkdwn:
    kinds = join([facts.kind_of_day(one) for one in day.schools if _is_told_of(one)], " · ")
    head = say("digest.day", day=when.short(day.on), kind=kinds) if kinds else _plain_day(day)
    if _is_closed(day):
        count = len(day.sessions)
        return join([head, plain("digest.none_on", count=count) if count else ""], " ")
    entries = [text for _, text in sorted(_entries(day, week))]
    more = plain("digest.more", count=len(entries) - _SHOWN) if len(entries) > _SHOWN else ""
    return join([head, join([*entries[:_SHOWN], more], "; ")], " ")


def _plain_day(day: WeekDay) -> Mrkdwn:
    return bold(plain("digest.plain_day", day=when.short(day.on)))


def _is_told_of(school: SchoolDay) -> bool:
    """Tell whether what the day is has to be said: it is no ordinary one, or has a letter."""
    return school.reason != "pattern" or bool(school.cycle_day)


def _is_closed(day: WeekDay) -> bool:
    return not any(one.in_session or not one.known for one in day.schools)


def _entries(day: WeekDay, week: Week) -> Iterator[tuple[int, Mrkdwn]]:
    for one in day.sessions:
        yield one.session.start, _session(one)
    for base in day.touch_bases:
        yield base.start or 0, _touch_base(base, week)


def _session(one: WeekSession) -> Mrkdwn:
    session, why = one.session, facts.not_on(one.session)
    key = "digest.off" if why else "digest.on"
    return say(key, at=when.clock(session.start), where=_where(session), why=why)


def _where(session: SessionFacts) -> str:
    """Return what the class does then and the room, without a mark that parts entries."""
    return ", ".join(part for part in (session.during, facts.room(session.room)) if part)


def _touch_base(base: TouchBaseFacts, week: Week) -> Mrkdwn:
    others = (one for one in (base.teacher, base.provider) if one.id != week.person.id)
    return say("digest.touch_base", at=when.clock(base.start or 0), names=facts.names(others))


def _without(found: Digest) -> Mrkdwn:
    if not found.without_slot:
        return Mrkdwn("")
    return say("digest.without", names=facts.names(found.without_slot))


def _waiting(found: Digest) -> Mrkdwn:
    return say("digest.waiting", count=found.waiting) if found.waiting else Mrkdwn("")
