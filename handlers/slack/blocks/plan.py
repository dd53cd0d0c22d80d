"""A plan: what was understood, what was saved, and its card in the classroom's channel."""

import json

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import agreement, expectation, facts, rhythm, together
from handlers.slack.blocks.kit import (
    Block,
    Modal,
    SlackMessage,
    actions,
    button,
    context,
    message,
    modal,
    section,
)
from handlers.slack.mrkdwn import Mrkdwn, bold, join
from handlers.slack.sentences import plain, say, word
from pushin.results import Choice, PlanCard, PlanPreview, PlanSaved

_SHOWN = 5


def preview(found: PlanPreview) -> SlackMessage:
    """Return what was understood with full dates, and Confirm / Change.

    Where another provider is in the room at the time, there is no Confirm.
    """
    draft, title = found.draft_id, facts.plan_title(found.plan)
    if found.rivals:
        text = say("preview.text.rivals", plan=title, who=found.rivals[0].who)
        return message(text, *understood(found), actions(*together.choices(found)))
    buttons = actions(
        button(ActionRef("plan_confirm", draft), style="primary"),
        button(ActionRef("plan_change", draft)),
    )
    return message(say("preview.text", plan=title), *understood(found), buttons)


def understood(found: PlanPreview) -> list[Block | None]:
    """Return the echo's paragraphs: who, when, until; moved dates; obstacles; clashes.

    What came up since an earlier echo stands first: it is why that one was not saved.
    """
    plan = found.plan
    since = say("preview.since.rivals" if found.rivals else "preview.since")
    new = map(together.clash, found.since[:_SHOWN])
    return [
        section(since, *new) if found.since else None,
        section(
            say("preview.title", model=word("model", plan.service_delivery_model)),
            bold(facts.plan_title(plan)),
            say("preview.adults", adults=facts.plan_adults(plan), school=plan.school_name),
            *_dates(found),
        ),
        section(_moved(found), _obstacles(found), _unknown(found), _clashes(found)),
        section(*together.advice(found)),
    ]


def preview_modal(found: PlanPreview) -> Modal:
    """Return the echo of a form, with Confirm as its submit and Change inside.

    Where another provider is in the room at the time, three buttons stand in place of both; that
    the two have a student in common is said here alone.
    """
    ref = ActionRef("plan_change", found.draft_id)
    rivals = bool(found.rivals)
    row = together.choices(found) if rivals else [button(ref)]
    return modal(
        plain("preview.title_modal"),
        [*understood(found), together.shared(found), actions(*row)],
        submit=None if rivals else plain("preview.submit"),
        callback_id="pushin:preview",
        private_metadata=json.dumps({"ref": ref.encode(), "kept": {}}),
        again=ref,
    )


def changing(draft_id: str) -> SlackMessage:
    """Return what stands in place of the echo while its form is open."""
    again = actions(button(ActionRef("plan_change", draft_id)))
    return message(say("changing"), section(say("changing")), again)


def saved(found: PlanSaved) -> SlackMessage:
    """Return that the plan stands, and the one next step."""
    first, key = found.first, "saved.again" if found.again else "saved.line"
    lines = [
        say(key, plan=facts.plan_title(found.plan), count=found.session_count),
        say("saved.first", when=facts.session_when(first)) if first else say("saved.no_session"),
        say("saved.roles"),
    ]
    if found.asks is not None:
        name = found.asks.name
        lines[2:] = [say("saved.asks", name=name), say("saved.next", name=name)]
        return message(join([lines[0], lines[2]], " "), section(*lines))
    next_step = button(ActionRef("agree", found.plan.id), style="primary")
    return message(join(lines[:2], " "), section(*lines), actions(next_step))


def card(found: PlanCard) -> SlackMessage:
    """Return the plan's card; replies to it are its standing thread."""
    plan = found.plan
    title = facts.plan_title(plan)
    if plan.state != "active":
        over = section(bold(title), say("card.over"), _goes_on(found))
        return message(say("card.ended", plan=title), over)
    if found.moved:
        return message(say("card.moved"), section(bold(title), say("card.moved")))
    return message(
        say("card.text", plan=title, adults=facts.plan_adults(plan)),
        section(
            bold(title),
            *_adults(found),
            facts.plan_dates(plan),
            *_together(found),
            _next(found),
            _goes_on(found),
            _guess(found),
        ),
        *agreement.parts(found.agreement),
        section(*_expectations(found)),
        actions(*_buttons(found)),
        context(say("card.thread")),
    )


def choice(found: Choice) -> SlackMessage:
    """Return the plans that were perhaps meant, each with its button."""
    rows = [
        section(
            bold(facts.plan_title(plan)),
            facts.plan_adults(plan),
            accessory=button(ActionRef(found.verb, plan.id), plain("button.this")),
        )
        for plan in found.plans[:20]
    ]
    words = say("choice.words") if found.verb == "expectations" else Mrkdwn("")
    return message(say("choice.which"), section(say("choice.which"), words), *rows)


def _adults(found: PlanCard) -> list[str]:
    # Once there are roles, everybody stands below with their part.
    return [] if found.agreement else [facts.plan_adults(found.plan)]


def _together(found: PlanCard) -> list[Mrkdwn]:
    """Return who else treats with the plan's provider, and when."""
    return [
        say(
            "card.together",
            name=facts.who(one.provider),
            rhythm=rhythm.timed(one, one.start, one.end),
        )
        for one in found.together
    ]


def _next(found: PlanCard) -> Mrkdwn:
    session = found.next_session
    return say("card.next", when=facts.session_when(session)) if session else Mrkdwn("")


def _goes_on(found: PlanCard) -> Mrkdwn:
    """Return how a plan goes on after it was changed; nothing where it was not."""
    then = found.then
    if then is None:
        return Mrkdwn("")
    return say("card.goes_on", first=when.full(then.from_date), plan=facts.plan_title(then))


def _guess(found: PlanCard) -> Mrkdwn:
    """Return that the room's teacher has not said when its routine is; nothing once they have."""
    if not found.guess:
        return Mrkdwn("")
    return say("card.guess", during=found.plan.during, name=found.plan.teacher.name)


def _expectations(found: PlanCard) -> list[str]:
    lines = [expectation.numbered(one) for one in found.expectations]
    return [bold(plain("card.expectations")), *lines] if lines else []


def _buttons(found: PlanCard) -> list[Block]:
    add = button(ActionRef("expectations", found.plan.id), plain("button.add_expectation"))
    change = button(ActionRef("change", found.plan.id, found.plan.revision))
    minutes = button(ActionRef("mandate", found.plan.id))
    if found.agreement is None:
        return [button(ActionRef("agree", found.plan.id), style="primary"), add, change, minutes]
    return [
        *agreement.answers(found.agreement),
        button(ActionRef("agree", found.plan.id, found.agreement.number)),
        add,
        button(ActionRef("agree_history", found.plan.id)),
        change,
        minutes,
    ]


def _moved(found: PlanPreview) -> Mrkdwn:
    lines = [
        say("preview.moved", date=when.full(on), times=when.span(start, end), why=why)
        for on, start, end, why in found.moved[:_SHOWN]
    ]
    return join([*lines, _more(len(found.moved))])


def _obstacles(found: PlanPreview) -> Mrkdwn:
    if not found.obstacles:
        return Mrkdwn("")
    dates = [when.full(on) for on in found.obstacles[:_SHOWN]]
    sentence = say("preview.obstacles", dates=dates, during=found.plan.during)
    return join([sentence, _more(len(found.obstacles))])


def _unknown(found: PlanPreview) -> Mrkdwn:
    if not found.unknown:
        return Mrkdwn("")
    return say("preview.unknown", count=len(found.unknown), date=found.unknown[0])


def _clashes(found: PlanPreview) -> Mrkdwn:
    before = [one for one in found.clashes if one not in found.since]
    return join([*map(together.clash, before[:_SHOWN]), _more(len(before))])


def _more(count: int) -> Mrkdwn:
    return say("preview.more", count=count - _SHOWN) if count > _SHOWN else Mrkdwn("")


def _dates(found: PlanPreview) -> list[Mrkdwn]:
    plan = found.plan
    if plan.from_date == plan.until_date:
        return [say("preview.once", dates=_first(found))]
    return [
        say("preview.dates", dates=facts.plan_dates(plan), count=found.session_count),
        _until(found),
        say("preview.first", dates=_first(found)) if found.first_dates else Mrkdwn(""),
    ]


def _until(found: PlanPreview) -> Mrkdwn:
    end = found.until
    return say(f"preview.until.{end.kind}", on=end.on, name=end.name) if end else Mrkdwn("")


def _first(found: PlanPreview) -> str:
    """Return the first dates, the very first in full; its time where it is not the plan's own."""
    if not found.first_dates:
        return ""
    (on, start, end), *later = found.first_dates[:3]
    usual = (start, end) == (found.plan.start, found.plan.end)
    full = when.full(on) if usual else f"{when.full(on)}, {when.span(start, end)}"
    return "; ".join([full, *(when.short(date) for date, _, _ in later)])
