"""Requests about the students of a push-in: codes stand in a modal only."""

from handlers.forms import students as form
from handlers.slack import views
from handlers.slack.blocks import facts
from handlers.slack.replies import Reply
from handlers.slack.turn import Turn, under_fields
from handlers.slack.turns import choosing
from pushin import students as use_cases
from pushin.results import Refused, StudentsForm

_FIELDS = {
    "not_a_code": "joins",
    "student_there": "joins",
    "change_after_end": "from",
    "leave_before_join": "last",
    "student_gone": "leaves",
    "student_missing": "joins",
}


async def students(turn: Turn) -> Reply:
    """Open the codes of a push-in, or ask which one is meant."""
    found = await turn.perform(
        choosing.students_form, turn.ref.entity, turn.place.channel, at=turn.at
    )
    if isinstance(found, StudentsForm):
        return views.form(form.spec(found, title=facts.plan_title(found.plan)))
    return await turn.show(found)


async def save(turn: Turn) -> Reply:
    """Let a code join, or leave; a refusal stands under its field."""
    filled = turn.filled
    if filled is None:
        return None
    plan_id, leaves = filled.ref.entity, filled.text("leaves")
    joins, first, last = filled.text("joins"), filled.date("from"), filled.date("last")
    if joins and first is not None:
        manager = filled.text("case_manager")
        found = await turn.perform(use_cases.join, plan_id, joins, first, manager, at=turn.at)
        fields = {**_FIELDS, "date_past": "from"}
    elif leaves and last is not None:
        found = await turn.perform(use_cases.leave, plan_id, leaves, last, at=turn.at)
        fields = {**_FIELDS, "date_past": "last"}
    else:
        found, fields = Refused("student_missing"), _FIELDS
    if isinstance(found, Refused):
        return under_fields(found, fields, "joins")
    return await turn.show(found)


async def undo(turn: Turn) -> Reply:
    """Take back that a student joins or leaves."""
    return await turn.show(await turn.perform(use_cases.take_back, turn.ref.entity, at=turn.at))


async def keep(turn: Turn) -> Reply:
    """Keep a push-in as it is for so few."""
    return await turn.show(await turn.perform(use_cases.keep, turn.ref.entity, at=turn.at))
