"""The asker's week: a paragraph a day, and the ways to the weeks beside it."""

from collections.abc import Iterator
from datetime import timedelta

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import facts, outs
from handlers.slack.blocks import next as nexts
from handlers.slack.blocks.facts import Viewer
from handlers.slack.blocks.kit import (
    Block,
    SlackMessage,
    actions,
    button,
    context,
    message,
    section,
)
from handlers.slack.mrkdwn import Mrkdwn, bold, bullets, clip, join, unescape
from handlers.slack.sentences import plain, say
from pushin.results import PersonRef, SessionFacts, TouchBaseFacts, Week, WeekDay, WeekSession

ALT_LIMIT = 1000
"""What Slack takes as a file's description (files.getUploadURLExternal)."""
_WEEK = timedelta(days=7)


def week(found: Week, viewer: Viewer, *, told: str = "") -> SlackMessage:
    """Return the week as the school has it, with the asker's sessions; those not on say why.

    `told` is a small line below: that its picture is being drawn. The button for it is gone then.
    """
    picture = None if told else button(ActionRef("week_picture", found.monday.isoformat()))
    return message(
        summary(found),
        section(bold(title(found))),
        *(_day(day, found) for day in found.days),
        context(*_elsewhere(found, viewer), _first_step(found), told),
        actions(
            button(_week(found, -_WEEK), plain("week.previous")),
            button(_week(found, _WEEK), plain("week.next")),
            picture,
            button(ActionRef("change")) if any(day.sessions for day in found.days) else None,
        ),
    )


def title(found: Week) -> str:
    """Return the full dates of the week's first and last day."""
    return plain("week.title", first=found.days[0].on, last=found.days[-1].on)


def summary(found: Week) -> Mrkdwn:
    """Return the week in one sentence."""
    listed = [one.session for day in found.days for one in day.sessions]
    off = sum(bool(facts.not_on(session)) for session in listed)
    key = "week.text_off" if off else "week.text" if listed else "week.text_none"
    return say(key, first=found.monday, on=len(listed) - off, off=off)


def alt(found: Week) -> str:
    """Return what the week's picture shows, in words, within what Slack takes."""
    days = " ".join(
        plain("week.alt.day", day=_spoken_day(day, found), what=_spoken(day, found))
        for day in found.days
    )
    return clip(plain("week.alt", first=found.monday, days=days), ALT_LIMIT)


def _day(day: WeekDay, found: Week) -> Block | None:
    lines = [_line(one, found.person) for one in day.sessions]
    lines += [_touch_base(base, found.person) for base in day.touch_bases]
    today = plain("week.today") if day.on == found.today else ""
    head = join([bold(when.short(day.on)), today, *_schools(day, found)], " · ")
    return section(head, bullets(lines))


def _schools(day: WeekDay, found: Week) -> Iterator[str]:
    """Yield what the day is; with the school's name where the week has several."""
    several = len(names(found)) > 1
    for school in day.schools:
        kind = facts.kind_of_day(school)
        yield join([facts.short_school(school.school_name) if several else "", kind], ": ")


def names(found: Week) -> tuple[str, ...]:
    """Return the schools of a week, in the order of its days."""
    return tuple(dict.fromkeys(one.school_name for day in found.days for one in day.schools))


def _line(one: WeekSession, asker: PersonRef) -> Mrkdwn:
    session, why = one.session, facts.not_on(one.session)
    line = say(
        "week.off" if why else "week.on",
        times=when.span(session.start, session.end),
        where=facts.session_where(session),
        adults=facts.names(others(session, asker)),
        why=why,
    )
    return outs.with_short(line, session)


def others(session: SessionFacts, asker: PersonRef) -> list[PersonRef]:
    """Return the teacher and the providers of a session, without who reads it."""
    return [one for one in (session.teacher, *session.providers) if one.id != asker.id]


def _touch_base(base: TouchBaseFacts, asker: PersonRef) -> Mrkdwn:
    key = "week.touch_base.missed" if base.state == "missed" else "week.touch_base"
    return say(
        key,
        times=when.span(base.start or 0, base.end or 0),
        room=facts.room(base.room),
        names=facts.names(one for one in (base.teacher, base.provider) if one.id != asker.id),
    )


def _spoken_day(day: WeekDay, found: Week) -> str:
    kinds = [unescape(kind) for kind in _schools(day, found)]
    return ", ".join([when.short(day.on), *(kind for kind in kinds if kind)])


def _spoken(day: WeekDay, found: Week) -> str:
    lines = [_line(one, found.person) for one in day.sessions]
    lines += [_touch_base(base, found.person) for base in day.touch_bases]
    return "; ".join(unescape(line).replace("*", "") for line in lines) or plain("week.alt.nothing")


def _elsewhere(found: Week, viewer: Viewer) -> list[Mrkdwn]:
    """Return the reader's own clock time of the first session of each school, where it differs."""
    first = {
        one.session.school_name: one.session
        for day in reversed(found.days)
        for one in reversed(day.sessions)
    }
    return [facts.elsewhere(session, viewer) for session in first.values()]


def _first_step(found: Week) -> Mrkdwn:
    """Return what somebody without any push-in may do; an organiser has the calendar above."""
    if found.has_plans or found.person.role == "organiser":
        return facts.NOTHING
    return say(nexts.none_yet(found.person.role))


def _week(found: Week, away: timedelta) -> ActionRef:
    return ActionRef("week", (found.monday + away).isoformat())
