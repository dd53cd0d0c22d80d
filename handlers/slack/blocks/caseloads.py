"""A provider's caseload: all push-ins by day and building, and what leaves no lunch or way."""

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import facts
from handlers.slack.blocks.kit import Block, SlackMessage, actions, button, message, section
from handlers.slack.mrkdwn import Mrkdwn, bold, bullets
from handlers.slack.sentences import plain, say
from pushin.results import Caseload, CaseloadDay, PlanFacts


def caseload(found: Caseload) -> SlackMessage:
    """Return the whole week at its regular times, with its gaps."""
    if not found.days and not found.others:
        return message(say("caseload.none"), section(say("caseload.none")))
    count = len(
        {plan.id for day in found.days for plan in day.plans} | {o.id for o in found.others}
    )
    text = say("caseload.text", count=count)
    return message(
        text,
        section(bold(plain("caseload.title"))),
        *map(_day, found.days),
        _others(found.others),
        actions(
            button(ActionRef("week_picture"), plain("home.picture")),
            button(ActionRef("handover")) if count else None,
        ),
    )


def _day(day: CaseloadDay) -> Block | None:
    school = facts.short_school(day.school_name)
    title = say("caseload.day", day=plain(f"weekday.{day.weekday}"), school=school)
    gaps = [say(f"caseload.gap.{one}") for one in day.gaps]
    return section(bold(title), bullets([_line(one) for one in day.plans]), *gaps)


def _line(plan: PlanFacts) -> str:
    times = when.span(plan.start, plan.end)
    where = facts.place(plan.room, plan.service_delivery_model)
    return plain("caseload.line", times=times, where=where, teacher=plan.teacher.name)


def _others(plans: tuple[PlanFacts, ...]) -> Block | None:
    if not plans:
        return None
    lines: Mrkdwn = bullets([facts.plan_title(one) for one in plans])
    return section(bold(plain("caseload.others")), lines)
