"""The form for one more expectation, beside those that stand."""

from handlers.actions import ActionRef
from handlers.forms.spec import Field, FormSpec

NAME = "expect"


def spec(
    plan_id: str, standing: tuple[str, ...], *, title: str, text: str = "", session_id: str = ""
) -> FormSpec:
    """Return what stands and a field for one more; `text` is what the author wants to mend."""
    listed = "\n".join(f"\N{BULLET} {line}" for line in standing[:10])
    return FormSpec(
        NAME,
        ActionRef("expectations", entity(plan_id, session_id)),
        (
            Field("plan", "note", about=title),
            *((Field("standing", "note", about=listed),) if listed else ()),
            *((Field("once", "note"),) if session_id else ()),
            Field("text", "text", text),
        ),
    )


def entity(plan_id: str, session_id: str = "") -> str:
    """Return what a button for one more refers to: a plan, or one session of it."""
    return f"{plan_id}/{session_id}" if session_id else plan_id


def meant(entity: str) -> tuple[str, str | None]:
    """Return the plan's id and, where one more is for one session only, the session's."""
    plan_id, _, session_id = entity.partition("/")
    return plan_id, session_id or None
