"""The form for other words of an expectation."""

from handlers.actions import ActionRef
from handlers.forms.spec import Field, FormSpec

NAME = "reword"


def spec(expectation_id: str, text: str, *, title: str) -> FormSpec:
    """Return the field with the words as they are, or as their author last wrote them."""
    return FormSpec(
        NAME,
        ActionRef(NAME, expectation_id),
        (Field("plan", "note", about=title), Field("text", "text", text)),
    )
