"""The form in which somebody says in one line why a push-in was decided about so."""

from handlers.actions import ActionRef
from handlers.forms.spec import Field, FormSpec

NAME = "review_why"


def spec(review_id: str) -> FormSpec:
    """Return the form."""
    field = Field("words", "text", optional=True, longest=140)
    return FormSpec(NAME, ActionRef("review_why", review_id), (field,))
