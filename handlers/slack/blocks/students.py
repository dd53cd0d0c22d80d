"""Students who join or leave a push-in: what is told of it holds no code."""

from handlers.actions import ActionRef
from handlers.slack.blocks import facts, minutes
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
from handlers.slack.mrkdwn import bold
from handlers.slack.sentences import plain, say, word
from pushin.results import (
    CaseFiles,
    CaseMinutes,
    GroupKept,
    PlanFacts,
    StudentsChanged,
    WaitingGroup,
)

_FILES = 90
"""A modal has a hundred blocks."""


def changed(found: StudentsChanged) -> SlackMessage:
    """Return that a student joins or leaves, and the owner's question where few are left."""
    key = "students.taken_back" if found.taken_back else f"students.{found.what}"
    key = "students.again" if found.again else key
    line = say(key, on=found.on, plan=facts.plan_title(found.plan))
    undo = button(ActionRef("students_undo", found.undo_id)) if found.undo_id else None
    asked = _few(found.left) if found.asks else None
    return message(
        line,
        section(line, say("students.frozen")),
        section(asked) if asked else None,
        actions(*_answers(f"{found.plan.id}/{found.left}", found.plan.id)) if asked else None,
        actions(undo),
        context(say("change.undo_for")) if undo else None,
    )


def waiting(item: WaitingGroup) -> tuple[Block | None, Block | None]:
    """Return the question how a push-in goes on with one student, or none."""
    title = bold(facts.plan_title(item.plan))
    line = say("students.since", on=item.on)
    return section(title, line, _few(item.left)), actions(*_answers(item.key, item.plan.id))


def kept(found: GroupKept) -> SlackMessage:
    """Return that a push-in stays as it is."""
    key = "students.kept.again" if found.again else "students.kept"
    line = say(key, plan=facts.plan_title(found.plan))
    return message(line, section(line))


def files(found: CaseFiles) -> Modal:
    """Return a case manager's codes with their services; a modal, and nowhere else."""
    blocks = [
        section(bold(one.code), *map(_service, one.plans), *map(_minutes, one.minutes))
        for one in found.files[:_FILES]
    ]
    left = len(found.files) - _FILES
    if left > 0:
        blocks.append(section(say("minutes.codes.more", count=left)))
    return modal(plain("caseload.title"), blocks or [section(say("caseload.no_files"))])


def _service(plan: PlanFacts) -> str:
    return say("caseload.service", plan=facts.plan_title(plan), who=facts.who(plan.provider))


def _minutes(found: CaseMinutes) -> str:
    return say(
        "caseload.minutes",
        mandate=minutes.mandate_line(found.mandate),
        period=word("minutes.period", found.mandate.per),
        says=minutes.meaning(found.balance),
    )


def _few(left: int) -> str:
    return say("students.one_left" if left else "students.none_left")


def _answers(key: str, plan_id: str) -> list[Block | None]:
    return [
        button(ActionRef("group_keep", key), style="primary"),
        button(ActionRef("change", plan_id), plain("button.group_change")),
    ]
