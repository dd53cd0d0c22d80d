"""The form for a touch-base's note, for its two people only."""

from handlers.actions import ActionRef
from handlers.forms.spec import Field, FormSpec
from pushin.results import TouchBaseNote

NAME = "note"


def spec(found: TouchBaseNote, *, title: str) -> FormSpec:
    """Return the three questions of a touch-base, prefilled."""
    base = found.touch_base
    said = {"worked": found.worked, "change": found.change, "try_next": found.try_next}
    return FormSpec(
        NAME,
        ActionRef("tb_note", base.id, base.revision),
        (
            Field("touch_base", "note", about=title),
            *(
                Field(name, "text", text, optional=True, multiline=True, longest=600)
                for name, text in said.items()
            ),
        ),
        buttons=(*_step(found), ActionRef("progress", base.id)),
    )


def _step(found: TouchBaseNote) -> tuple[ActionRef, ...]:
    """Return the button that makes what is kept for next time an expectation, while it is none."""
    open_to = [plan for plan in found.plans if plan.id not in found.step_of]
    return (ActionRef("tb_step", found.touch_base.id),) if found.try_next and open_to else ()
