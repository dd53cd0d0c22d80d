"""The asker's sessions of one date."""

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import buildings, facts, outs
from handlers.slack.blocks.facts import Viewer
from handlers.slack.blocks.kit import SlackMessage, actions, button, context, message, section
from handlers.slack.mrkdwn import Mrkdwn, bold, bullets
from handlers.slack.sentences import say
from pushin.results import Agenda, SessionFacts


def agenda(found: Agenda, viewer: Viewer) -> SlackMessage:
    """Return the date as the school has it and its sessions; those not on say why.

    Who is in several buildings sees them by building, with the way between.
    """
    there = found.buildings
    day = facts.day(found.day) if there is None else buildings.day(found.day)
    lines = [line(session) for session in found.sessions]
    count = sum(not facts.not_on(session) for session in found.sessions)
    text = say("agenda.text" if lines else "agenda.text_none", day=day, count=count)
    if there is None:
        here = [section(bold(day), bullets(lines) or say("agenda.none"))]
    else:
        text = text if there else buildings.nowhere(found.day)
        here = buildings.by_building(found, there, line)
    return message(
        text,
        *here,
        context(*{facts.elsewhere(session, viewer) for session in found.sessions[:1]}),
        actions(
            button(ActionRef("next")),
            button(ActionRef("week")),
            button(ActionRef("change")) if found.sessions else None,
        ),
    )


def kept(session: SessionFacts) -> SlackMessage:
    """Return that a session stays although its routine is missing that day."""
    line = say("keep.done", when=facts.session_when(session), where=facts.session_where(session))
    return message(line, section(line))


def line(session: SessionFacts) -> Mrkdwn:
    """Return a session in one line of its day; one that is not on says why."""
    key = "agenda.off" if facts.not_on(session) else "agenda.on"
    told = say(
        key,
        times=when.span(session.start, session.end),
        where=facts.session_where(session),
        adults=facts.names([session.teacher, *session.providers]),
        why=facts.not_on(session),
    )
    return outs.with_short(told, session)
