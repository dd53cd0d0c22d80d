"""The asker's next session, and the menu of bare `/pushin`."""

from handlers.actions import ActionRef
from handlers.forms import agree
from handlers.slack import when
from handlers.slack.blocks import doing, facts, outs
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
from handlers.slack.mrkdwn import Mrkdwn, bold, escape, join
from handlers.slack.sentences import plain, say
from pushin.results import NextSession, NothingNext, SessionFacts


def next_session(found: NextSession, viewer: Viewer) -> SlackMessage:
    """Return when, where, who leads, my part, one thing to try; and what can be tapped."""
    return message(
        say("next.text", session=facts.session_line(found.session)),
        *card(found, viewer),
        actions(*_buttons(found, viewer)),
    )


def card(found: NextSession, viewer: Viewer) -> tuple[Block | None, ...]:
    """Return the lines of a next session, without its buttons."""
    session = found.session
    return (
        section(bold(facts.session_when(session)), facts.session_adults(session), *_parts(found)),
        context(*_notes(found, viewer)),
    )


def nothing_next(found: NothingNext) -> SlackMessage:
    """Return that nothing comes, and what to do first."""
    key = "next.over" if found.has_plans else none_yet(found.role)
    return message(say(key), section(say(key)), actions(*_first_steps(found.role)))


def menu(found: NextSession | NothingNext, viewer: Viewer) -> SlackMessage:
    """Return the four buttons fit for the asker, under one line of what comes next."""
    if isinstance(found, NothingNext):
        line = say("next.over" if found.has_plans else none_yet(found.role))
        row = [*_first_steps(found.role), button(ActionRef("help"), plain("button.more"))]
        return message(line, section(line), actions(*row))
    line = say("next.text", session=facts.session_line(found.session))
    return message(
        line,
        section(line),
        context(facts.elsewhere(found.session, viewer)),
        actions(
            button(ActionRef("next"), style="primary"),
            cant(found.session),
            button(ActionRef("agree", found.session.plan_id)),
            button(ActionRef("help"), plain("button.more")),
        ),
    )


def cant(session: SessionFacts) -> Block:
    """Return *Can't make it*: one tap says so, and what holds then is answered with an Undo."""
    return button(ActionRef("cant", session.id, session.revision))


def _parts(found: NextSession) -> list[str]:
    lines: list[str] = [*outs.lines(found.session)]
    if found.lead:
        lines.append(say("next.lead", lead=found.lead.name))
    if found.my_part:
        lines.append(say("next.part", part=found.my_part))
    if found.session.doing is not None:
        lines.append(doing.line(found.session))
    if found.try_next:
        lines.append(say("next.try", text=found.try_next))
    return lines


def _notes(found: NextSession, viewer: Viewer) -> list[str]:
    standing = join([escape(found.session.day_label), _standing(found, viewer)], " · ")
    only = say("next.only") if found.varied else Mrkdwn("")
    return [facts.elsewhere(found.session, viewer), standing, only]


def _standing(found: NextSession, viewer: Viewer) -> Mrkdwn:
    if found.agreement_id is None:
        return say("next.no_roles")
    if found.in_force:
        return say("agreement.everyone")
    if viewer.is_one_of(*found.waiting_for):
        return say("agreement.waiting_for_you")
    return say("agreement.waiting", names=facts.names(found.waiting_for))


def _buttons(found: NextSession, viewer: Viewer) -> list[Block]:
    plan = found.session.plan_id
    buttons = [
        button(ActionRef("expectations", plan)),
        button(ActionRef("agree", agree.at_hand(found.session), found.agreement_number)),
        *_change(found.session, viewer),
        cant(found.session),
    ]
    if found.session.doing is not None and viewer.is_one_of(found.session.teacher):
        buttons.append(doing.change(found.session))
    if found.agreement_id and found.my_part is not None and found.my_answer != "in":
        answer = ActionRef("in", found.agreement_id, found.agreement_number)
        return [button(answer, style="primary"), *buttons]
    return buttons


def _change(session: SessionFacts, viewer: Viewer) -> list[Block]:
    """Return *Change* for provider and teacher, who make changes or propose them."""
    if not viewer.is_one_of(session.provider, session.teacher):
        return []
    return [button(ActionRef("change", session.id, session.revision))]


def _first_steps(role: str) -> list[Block]:
    if _kind(role) == "plans":
        return [button(ActionRef("schedule"), style="primary"), button(ActionRef("today"))]
    return [button(ActionRef("room")), button(ActionRef("today"))]


def none_yet(role: str) -> str:
    """Return the key of what somebody reads who never had a push-in."""
    return f"next.none.{_kind(role)}"


def _kind(role: str) -> str:
    return "plans" if role in {"provider", "organiser"} else "team"


def compact(found: NextSession) -> Mrkdwn:
    """Return a next session in one line, for lists."""
    session = found.session
    times = when.span(session.start, session.end)
    line = say(
        "next.compact",
        on=when.full(session.on),
        times=times,
        where=facts.session_where(session),
        adults=facts.names([session.teacher, *session.providers]),
    )
    return outs.with_short(line, session)
