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
        ActionRef("expectations", plan_id),
        (
            Field("plan", "note", about=title),
            *((Field("standing", "note", about=listed),) if listed else ()),
            Field("text", "text", text),
        ),
        kept={"session": session_id} if session_id else {},
    )
