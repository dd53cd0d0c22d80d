"""Who does what: the parts of an agreement, and the answers to it."""

from dataclasses import replace

from handlers.actions import ActionRef
from handlers.slack.blocks import difference, facts
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
from pushin.results import AgreementChanged, AgreementFacts, Confirmed, Part


def parts(agreement: AgreementFacts | None) -> tuple[Block | None, ...]:
    """Return each adult's part with their own answer, and what else was agreed."""
    if agreement is None:
        return (section(say("agreement.none")),)
    lines = [_part(agreement, part) for part in agreement.parts]
    key = "agreement.title.only" if agreement.only_on else "agreement.title"
    model = word("co_teaching", agreement.co_teaching_model)
    title = plain(key, model=model, on=agreement.only_on)
    return (
        section(bold(title), bullets(lines), *_rest(agreement)),
        context(facts.waiting_for(agreement), difference.one_line(agreement.changes)),
    )


def only(agreement: AgreementFacts) -> Mrkdwn:
    """Return the date of the one session that it is for; nothing where it is for all."""
    return say("agreement.only", on=agreement.only_on) if agreement.only_on else Mrkdwn("")


def answers(agreement: AgreementFacts) -> list[Block]:
    """Return *I'm in* and *Let's talk* while somebody's answer is missing."""
    if agreement.in_force:
        return []
    return [
        button(ActionRef("in", agreement.id, agreement.number), style="primary"),
        button(ActionRef("talk", agreement.id, agreement.number)),
    ]


def changed(found: AgreementChanged) -> SlackMessage:
    """Return that the roles were saved, and who is asked."""
    asked = [say("agreement.asked", names=facts.names(found.asked))] if found.asked else []
    kept = [say("agreement.kept", lines="; ".join(found.kept))] if found.kept else []
    plan, on = facts.plan_title(found.agreement.plan), found.agreement.only_on
    line = say(_saved(found), plan=plan, on=on)
    changes = bullets(difference.lines(found.changes))
    # What changed stands above: it is not said once more below.
    told = replace(found.agreement, changes=())
    return message(line, section(line, changes, *asked, *kept), *parts(told))


def confirmed(found: Confirmed) -> SlackMessage:
    """Return the person's own answer, and where the team stands."""
    key = f"confirmed.{found.answer}{'.again' if found.again else ''}"
    line = say(key, plan=facts.plan_title(found.agreement.plan))
    buttons = [button(ActionRef("next"))]
    if found.answer == "talk":
        change = ActionRef("in", found.agreement.id, found.agreement.number)
        buttons = [button(change, style="primary"), *buttons]
    standing = facts.waiting_for(found.agreement)
    return message(Mrkdwn(f"{line} {standing}"), section(line, standing), actions(*buttons))


def _saved(found: AgreementChanged) -> str:
    if found.as_usual:
        return "agreement.as_usual"
    if not found.changed:
        return "agreement.same"
    return "agreement.saved.only" if found.agreement.only_on else "agreement.saved"


def _part(agreement: AgreementFacts, part: Part) -> Mrkdwn:
    leads = part.person.id == agreement.lead.id
    told = say(
        "agreement.part.leads" if leads else "agreement.part",
        name=facts.who(part.person),
        part=part.part or plain("agreement.part.open"),
    )
    # One line says that everyone is in; an answer beside each part would say it once more.
    if agreement.in_force and part.person.slack_user_id is not None:
        return told
    return say("agreement.part.answer", told=told, answer=_answer(part))


def _answer(part: Part) -> Mrkdwn:
    if part.person.slack_user_id is None:
        if part.told_on is None:
            return say("answer.no_account")
        return say("answer.told", on=part.told_on)
    return say(f"answer.{part.answer or 'open'}")


def _rest(agreement: AgreementFacts) -> list[str]:
    told = {
        "agreement.activity": agreement.activity,
        "agreement.materials": agreement.materials,
        "agreement.fallback": agreement.fallback,
    }
    return [say(key, text=text) for key, text in told.items() if text]
