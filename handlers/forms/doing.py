"""The form for what a class will be doing: one line."""

from handlers.actions import ActionRef
from handlers.forms.spec import Field, FormSpec

NAME = "doing"


def spec(session_id: str, *, title: str, text: str = "") -> FormSpec:
    """Return the one field, with what was said before."""
    return FormSpec(
        NAME,
        ActionRef("doing_say", session_id),
        (Field("session", "note", about=title), Field("text", "text", text, optional=True)),
    )
