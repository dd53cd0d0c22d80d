"""What is told privately in a thread: who does what, and why."""

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import facts
from handlers.slack.blocks import who as whos
from handlers.slack.blocks.kit import SlackMessage, actions, button, message, section
from handlers.slack.mrkdwn import Mrkdwn, bold, join
from handlers.slack.sentences import known, say, word
from pushin.results import SessionFacts, WhoDoesWhat, WhyThen


def who(found: WhoDoesWhat) -> SlackMessage:
    """Return who is in the room and who does what."""
    session = found.session
    title = facts.plan_title(found.plan) if session is None else _title(session)
    adults = found.plan.adults if session is None else session.adults
    roles = button(ActionRef("agree", found.plan.id, _number(found)))
    return message(
        say("who.text", plan=title, names=facts.names(adults)),
        section(bold(title)),
        *whos.parts(adults, found.agreement),
        actions(roles) if found.agreement is None else None,
    )


def why(found: WhyThen) -> SlackMessage:
    """Return why this time, and why the asker's part."""
    title = facts.plan_title(found.plan)
    time, part = _why_then(found), _why_me(found)
    roles = button(ActionRef("agree", found.plan.id, _number(found)))
    return message(
        say("why.text", plan=title),
        section(bold(title), *time),
        section(*part),
        actions(roles) if found.my_part is None else None,
    )


def _why_then(found: WhyThen) -> list[Mrkdwn]:
    plan, fit = found.plan, f"why.fit.{found.routine_kind}"
    activity = found.agreement.activity if found.agreement else ""
    return [
        say("why.during" if plan.during else "why.clock", during=plan.during),
        say(fit) if known(fit) else Mrkdwn(""),
        say("why.activity", text=activity) if activity else Mrkdwn(""),
        _moved(found),
    ]


def _moved(found: WhyThen) -> Mrkdwn:
    session, plan = found.session, found.plan
    if session is None or (session.start, session.end) == (plan.start, plan.end):
        return Mrkdwn("")
    times = when.span(session.start, session.end)
    return say("why.moved", on=session.on, times=times, day=session.day_label)


def _why_me(found: WhyThen) -> list[Mrkdwn]:
    agreement, mine = found.agreement, found.my_part
    if agreement is None or mine is None:
        return [say("next.no_roles" if agreement is None else "why.no_part")]
    leads = mine.person.id == agreement.lead.id
    model = agreement.co_teaching_model
    author = found.author.name if found.author else ""
    return [
        say("why.part.leads" if leads else "why.part", text=mine.part),
        say(
            "why.model",
            name=author,
            model=word("co_teaching", model),
            detail=word("co_teaching", f"{model}.detail"),
        ),
        facts.waiting_for(agreement),
    ]


def _title(session: SessionFacts) -> Mrkdwn:
    return join([facts.session_when(session), facts.session_where(session)], " · ")


def _number(found: WhoDoesWhat | WhyThen) -> int:
    return found.agreement.number if found.agreement else 0
